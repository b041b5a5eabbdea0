"""How a sample was drawn: weights, strata, clusters, population sizes, replicate weights.

A `Design` only names columns of the table of answers.  It is declared for the whole
table, before anybody is filtered out, so that estimates of a part (a domain) know of the
strata and clusters in which that part has no members.  `checked` refuses a design that
its table does not bear, with all that is wrong at once; `prepared` turns it into arrays
for `libmkt.stats.variance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem

Sample = Literal["probability", "opt-in", "census"]
Lonely = Literal["refuse", "average", "certainty"]
ReplicateKind = Literal["bootstrap", "jackknife", "stratified jackknife", "brr", "fay"]
Centre = Literal["mean", "estimate"]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

SAMPLES: Final = ("probability", "opt-in", "census")
LONELY: Final = ("refuse", "average", "certainty")
KINDS: Final = ("bootstrap", "jackknife", "stratified jackknife", "brr", "fay")


@dataclass(frozen=True)
class Replicates:
    """Columns of replicate weights, and how their estimates become a variance.

    The variance of an estimate is scale * sum(factors * (replicate - centre)**2).
    """

    columns: tuple[str, ...]  # full weights, one column a replicate
    kind: ReplicateKind
    scale: float | None = None  # None takes the scale of the kind, see `replicate_scale`
    factors: tuple[float, ...] = ()  # one a replicate; empty for 1 each
    rho: float = 0.0  # Fay's coefficient, from 0 to below 1
    centre: Centre = "mean"  # of the replicates, as R's survey; or the estimate itself
    df: int | None = None  # degrees of freedom; None takes the rank of the weights less 1


@dataclass(frozen=True)
class Design:
    """The design of a sample, as names of columns of its table of answers.

    Parameters
    ----------
    weights
        Column of weights: how many of the population an answer stands for, or any
        multiple of it.  None gives all the same weight, 1.
    strata
        Column that names the part of the population a row was drawn in.
    clusters
        Column of the units drawn first (schools, branches, days), then of those drawn
        in them, and so on.  Units are told apart within their stratum: "1" in two
        strata is two units.
    population
        Column that says how many units the row's stratum has at the first stage (then
        within its unit at the second, and so on): the finite population correction.
    replicates
        Replicate weights; when given, all errors come from them.
    sample
        "probability"; "opt-in": whoever came, so that there is no margin of error
        (errors are missing); "census": everybody was asked, so that there is no error.
    modelled
        For opt-in samples alone: give the errors a probability sample of the same make
        would have, marked as modelled.
    lonely
        A stratum of one unit has no variance of its own: "refuse"; "average" gives it
        that of an average stratum; "certainty" takes the unit as drawn with certainty.
    calibrated
        Columns that the weights were calibrated, raked or post-stratified on: numbers
        enter as they are, all else as categories.  Errors are those of the residuals
        from them, so that what is known of the population adds no doubt.
    base_weights
        Column of the weights before the calibration; None takes `weights`.

    Examples
    --------
    >>> Design(weights="weight", strata="district", population="inhabitants").columns()
    ('weight', 'district', 'inhabitants')
    """

    weights: str | None = None
    strata: str | None = None
    clusters: str | tuple[str, ...] = ()
    population: str | tuple[str, ...] = ()
    replicates: Replicates | None = None
    sample: Sample = "probability"
    modelled: bool = False
    lonely: Lonely = "refuse"
    calibrated: tuple[str, ...] = ()
    base_weights: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Names of all columns that the design needs, each once."""
        named = (self.weights, self.base_weights, self.strata)
        found = [name for name in named if name is not None]
        found += [*named_columns(self.clusters), *named_columns(self.population)]
        found += [*self.calibrated, *(self.replicates.columns if self.replicates else ())]
        return tuple(dict.fromkeys(found))


def named_columns(names: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several, as a tuple.

    >>> named_columns("school"), named_columns(["school", "class"])
    (('school',), ('school', 'class'))
    """
    return (names,) if isinstance(names, str) else tuple(names)


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of drawing; units are numbered from 0, and so are their strata."""

    unit: Codes  # (rows,) the unit of each row
    stratum: Codes  # (units,) the stratum of each unit
    drawn: Floats  # (strata,) units drawn in each stratum
    population: Floats  # (strata,) units there are; infinite where not stated
    factor: Floats  # (strata,) product of the sampling fractions of the stages before


@dataclass(frozen=True, eq=False)
class Prepared:
    """A checked design as arrays, one row an answer."""

    design: Design
    weights: Floats  # (rows,)
    stages: tuple[Stage, ...]
    replicates: Floats | None  # (rows, replicates) full weights
    factors: Floats  # (replicates,) scale times each replicate's own factor
    pattern: Codes  # (rows,) number of each row's pattern of replicates
    patterns: Floats  # (patterns, replicates) replicate over full weight; few where by unit
    basis: Floats | None  # (rows, m) orthonormal: the calibration's columns
    pull: Floats | None  # (rows,) weight over the root of the base weight

    def __len__(self) -> int:
        return len(self.weights)


def checked(table: pd.DataFrame, design: Design) -> pd.DataFrame:
    """The table itself, when it bears the design.

    Parameters
    ----------
    table
        One row an answer (a respondent), all that were drawn and answered.
    design
        Names of its columns.

    Raises
    ------
    ParameterError
        The design contradicts itself (an unknown choice, a population without units).
    DataError
        A column is missing; a weight is missing, negative, zero or not a number; a
        stratum or cluster is missing; a stratum has one unit and `lonely` is "refuse";
        a population is smaller than its sample or differs within a stratum.

    Examples
    --------
    >>> checked(pd.DataFrame({"weight": [2.0, -1.0]}), Design(weights="weight"))
    Traceback (most recent call last):
    libmkt.errors.DataError: the design does not fit the table: 1 problem
      weight  a weight must be a number above 0   1 row, first row 2: -1.0
    """
    if wrong := list(_contradictions(design)):
        raise ParameterError(Message(N_("this design of a sample cannot be used")), wrong)
    problems = list(_problems(table, design))
    if problems:
        summary = Message(
            N_("the design does not fit the table: {n} problem"),
            {"n": len(problems)},
            plural=N_("the design does not fit the table: {n} problems"),
        )
        raise DataError(summary, problems)
    return table


def _contradictions(design: Design) -> Iterator[Problem]:
    for where, found, allowed in (
        ("sample", design.sample, SAMPLES),
        ("lonely", design.lonely, LONELY),
        *([("replicates", design.replicates.kind, KINDS)] if design.replicates else []),
    ):
        if found not in allowed:
            what = Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(allowed)})
            yield Problem(where, what, Message("{found}", {"found": found}))
    stages = max(1, len(named_columns(design.clusters)))
    if len(named_columns(design.population)) > stages:
        yield Problem("population", Message(N_("more population sizes than stages of drawing")))
    if design.base_weights and not design.calibrated:
        yield Problem(
            "base_weights", Message(N_("say in `calibrated` what the weights were calibrated on"))
        )
    if design.modelled and design.sample != "opt-in":
        yield Problem("modelled", Message(N_("only an opt-in sample can have modelled errors")))
    replicates = design.replicates
    if replicates is None:
        return
    if len(replicates.columns) < 2:
        yield Problem("replicates", Message(N_("expected at least two replicate weights")))
    if replicates.factors and len(replicates.factors) != len(replicates.columns):
        yield Problem("replicates", Message(N_("expected one factor for each replicate weight")))
    if not 0 <= replicates.rho < 1:
        yield Problem("replicates", Message(N_("Fay's coefficient is from 0 to below 1")))
    if replicates.kind == "stratified jackknife" and not replicates.factors:
        yield Problem("replicates", Message(N_("expected one factor for each replicate weight")))


def _problems(table: pd.DataFrame, design: Design) -> Iterator[Problem]:
    if len(table) < 2:
        yield Problem("table", Message(N_("expected at least two answers")))
    missing = [name for name in design.columns() if name not in table.columns]
    for name in missing:
        yield Problem(name, Message(N_("column is missing")))
    weighing = [name for name in (design.weights, design.base_weights) if name is not None]
    for name in weighing:
        if name in table.columns:
            yield from _bad_numbers(table[name], N_("a weight must be a number above 0"))
    for name in design.replicates.columns if design.replicates else ():
        if name in table.columns:
            what = N_("a replicate weight must be a number from 0")
            yield from _bad_numbers(table[name], what, zero=True)
    units = [name for name in (design.strata, *named_columns(design.clusters)) if name is not None]
    for name in dict.fromkeys([*units, *design.calibrated]):
        if name in table.columns and table[name].isna().any():
            yield Problem(
                name, Message(N_("a value is missing")), _rows(table[name].isna(), table[name])
            )
    sizes = [name for name in named_columns(design.population) if name in table.columns]
    bad_sizes = [p for s in sizes for p in _bad_numbers(table[s], N_("expected a size above 0"))]
    yield from bad_sizes
    whole = not missing and not any(table[name].isna().any() for name in units)
    if whole and not bad_sizes and len(table) > 1:
        yield from _bad_stages(table, design)


def _bad_numbers(column: pd.Series, what: str, *, zero: bool = False) -> Iterator[Problem]:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)
    usable = np.isfinite(numbers) & ((numbers >= 0) if zero else (numbers > 0))
    if not usable.all():
        yield Problem(str(column.name), Message(what), _rows(~usable, column))


def _rows(bad: npt.ArrayLike, column: pd.Series) -> Message:
    """How many rows are bad, and the first of them, counted from 1."""
    at = np.flatnonzero(np.asarray(bad))
    value = column.iloc[int(at[0])]
    shown = "" if pd.isna(value) else str(value)
    return Message(
        N_("{n} row, first row {row}: {value}"),
        {"n": len(at), "row": int(at[0]) + 1, "value": shown},
        plural=N_("{n} rows, first row {row}: {value}"),
    )


def _bad_stages(table: pd.DataFrame, design: Design) -> Iterator[Problem]:
    sizes = named_columns(design.population)
    for level, stage in enumerate(_stages(table, design)):
        of_row = stage.stratum[stage.unit]
        lonely = (stage.drawn == 1) & (stage.population != 1) & (stage.drawn != stage.population)
        if level == 0 and design.lonely == "refuse" and design.replicates is None:
            for stratum in np.flatnonzero(lonely)[:5]:
                value = _stratum_name(table, design, of_row, stratum)
                what = N_("a stratum has one unit: its variance is not known (see `lonely`)")
                yield Problem(design.strata or "clusters", Message(what), value)
        if level >= len(sizes):
            continue
        name = sizes[level]
        given = pd.to_numeric(table[name]).to_numpy(float)
        differs = given != stage.population[of_row]
        if differs.any():
            what = N_("the population size differs within a stratum")
            yield Problem(name, Message(what), _rows(differs, table[name]))
        small = (stage.population < stage.drawn)[of_row]
        if small.any():
            what = N_("the population is smaller than the sample drawn from it")
            yield Problem(name, Message(what), _rows(small, table[name]))


def _stratum_name(
    table: pd.DataFrame, design: Design, of_row: Codes, stratum: int
) -> Message | None:
    if design.strata is None:
        return None
    row = int(np.flatnonzero(of_row == stratum)[0])
    return Message("{value}", {"value": str(table[design.strata].iloc[row])})


def _codes(*columns: pd.Series | Codes) -> Codes:
    """Numbers from 0 for the combinations of the columns that occur."""
    found = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        one, _ = pd.factorize(column)
        found, _ = pd.factorize(found * (int(one.max(initial=0)) + 1) + one)
    return found.astype(np.intp)


def _stages(table: pd.DataFrame, design: Design) -> tuple[Stage, ...]:
    """The stages of drawing that bear on the variance.

    Later stages count only where the stage before has a population size: without one,
    the first units are taken as drawn with replacement, and their spread holds all.
    """
    rows = len(table)
    strata = np.zeros(rows, np.intp) if design.strata is None else _codes(table[design.strata])
    clusters = named_columns(design.clusters)
    sizes = named_columns(design.population)
    factor = np.ones(rows)
    found: list[Stage] = []
    for level in range(max(1, len(clusters))):
        if clusters:
            unit = _codes(strata, table[clusters[level]])
        else:
            unit = np.arange(rows, dtype=np.intp)
        first = _first_rows(unit)
        stratum = strata[first]
        drawn = np.bincount(stratum).astype(float)
        at = _first_rows(strata)
        population = np.full(len(drawn), np.inf)
        if level < len(sizes):
            population = pd.to_numeric(table[sizes[level]]).to_numpy(float)[at]
        found.append(Stage(unit, stratum, drawn, population, factor[at]))
        if level >= len(sizes):
            break
        factor = factor * (drawn / population)[strata]
        strata = unit
    return tuple(found)


def _first_rows(codes: Codes) -> Codes:
    """The first row of each code, by code."""
    _, first = np.unique(codes, return_index=True)
    return first.astype(np.intp)


def prepared(table: pd.DataFrame, design: Design) -> Prepared:
    """The design as arrays, after `checked`.

    Examples
    --------
    >>> table = pd.DataFrame({"school": ["a", "a", "b"], "weight": [1, 1, 2]})
    >>> found = prepared(table, Design(weights="weight", clusters="school"))
    >>> found.stages[0].unit.tolist(), found.stages[0].drawn.tolist()
    ([0, 0, 1], [2.0])
    """
    checked(table, design)
    weights = _numbers(table, design.weights)
    replicates = None
    factors = np.empty(0)
    if design.replicates is not None:
        names = list(design.replicates.columns)
        replicates = table[names].to_numpy(float)
        own = np.asarray(design.replicates.factors or np.ones(len(names)), float)
        factors = replicate_scale(design.replicates) * own
    basis = pull = None
    if design.calibrated:
        base = weights if design.base_weights is None else _numbers(table, design.base_weights)
        basis, pull = _basis(table[list(design.calibrated)], base), weights / np.sqrt(base)
    pattern, patterns = _patterns(replicates, weights)
    stages = _stages(table, design)
    return Prepared(design, weights, stages, replicates, factors, pattern, patterns, basis, pull)


def _patterns(replicates: Floats | None, weights: Floats) -> tuple[Codes, Floats]:
    """Rows that share their replicates (those of one unit), for degrees of freedom."""
    if replicates is None:
        return np.empty(0, np.intp), np.empty((0, 0))
    relative = replicates / weights[:, None]
    # Equal rows have equal products with any vector, different ones hardly ever.
    product = relative @ np.random.default_rng(0).random(relative.shape[1])
    _, first, code = np.unique(np.round(product, 9), return_index=True, return_inverse=True)
    return code.astype(np.intp), relative[first]


def _numbers(table: pd.DataFrame, name: str | None) -> Floats:
    if name is None:
        return np.ones(len(table))
    return np.asarray(pd.to_numeric(table[name]).to_numpy(float), float)


def _basis(columns: pd.DataFrame, base: Floats) -> Floats:
    """Orthonormal columns that span the calibration's, each times the root of `base`."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    parts = [np.ones((len(columns), 1))]
    for name in columns:
        column = columns[name]
        if is_numeric_dtype(column) and not is_bool_dtype(column):
            parts.append(column.to_numpy(float)[:, None])
        else:
            parts.append(pd.get_dummies(column).to_numpy(float))
    spanned = np.hstack(parts) * np.sqrt(base)[:, None]
    left, values, _ = np.linalg.svd(spanned, full_matrices=False)
    return np.asarray(left[:, values > values.max() * 1e-10], float)


def replicate_scale(replicates: Replicates) -> float:
    """The scale of a kind of replicate weights, unless one is given.

    Notes
    -----
    With R replicates: bootstrap 1 / (R - 1), as Rao and Wu's in R's survey; jackknife
    (R - 1) / R; stratified jackknife 1, each replicate with its own factor (n - 1) / n;
    balanced repeated replication 1 / R; Fay's 1 / (R (1 - rho)^2).

    Examples
    --------
    >>> replicate_scale(Replicates(("r1", "r2", "r3", "r4"), "fay", rho=0.5))
    1.0
    """
    if replicates.scale is not None:
        return replicates.scale
    count = len(replicates.columns)
    scales: dict[str, float] = {
        "bootstrap": 1 / (count - 1),
        "jackknife": (count - 1) / count,
        "stratified jackknife": 1.0,
        "brr": 1 / count,
        "fay": 1 / (count * (1 - replicates.rho) ** 2),
    }
    return scales[replicates.kind]
