"""What is wrong with a design, or with a table that is to bear it: all of it at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.design import KINDS, LONELY, SAMPLES, Codes, Design, named_columns
from libmkt.stats.stages import stages


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
            yield not_among(where, found, allowed)
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
    if not len(table):
        yield Problem("table", Message(N_("there are no respondents")))
    doubled = [name for name in design.columns() if (table.columns == name).sum() > 1]
    if doubled:
        twice = Message(N_("more than one column has this name"))
        yield from (Problem(name, twice) for name in doubled)
        return
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
    for level, stage in enumerate(stages(table, design)):
        of_row = stage.stratum[stage.unit]
        lonely = (stage.drawn == 1) & (stage.population != 1) & (stage.drawn != stage.population)
        if level == 0 and design.lonely == "refuse" and design.replicates is None:
            for stratum in np.flatnonzero(lonely)[:5]:
                value = _stratum_name(table, design, of_row, stratum)
                what = N_(
                    "a stratum has one unit, so that its variance is not known: join it with "
                    "another (in Python also `lonely`)"
                )
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
