"""From a sample and a table of targets to a `Frame`, or a refusal that names every problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.weighting import targets as goals
from libmkt.stats.weighting.collapse import coded_margins, empty
from libmkt.stats.weighting.frame import Frame, sums
from libmkt.stats.weighting.targets import Margin, shown

Missing = Literal["refuse", "own", "leave_out"]
MISSING: Final = get_args(Missing)


@dataclass(frozen=True)
class Choices:
    """What the caller chose about doubtful input; the words of `libmkt.stats.weighting.rake`."""

    weights: str | pd.Series | None = None
    total: float | None = None
    missing: Missing = "refuse"
    collapse: Mapping[str, Mapping[str, str]] | None = None
    min_cell: int = 0
    rescale: bool = False


@dataclass(frozen=True, eq=False)
class Prepared:
    """A frame, and what was done to make it."""

    frame: Frame
    collapsed: pd.DataFrame
    left_out: int
    rescaled: tuple[str, ...]


def prepared(
    data: pd.DataFrame,
    targets: pd.DataFrame | None,
    choices: Choices,
    *,
    totals: Mapping[str, float] | None = None,
) -> Prepared:
    """Everything checked and coded.

    Raises
    ------
    DataError
        A margin is not a column; a category without a target or a target without a
        respondent; targets that do not sum, disagree or are negative; a margin with
        missing values where that is refused; base weights negative or missing.
    ParameterError
        The treatment of missing values is not known.
    """
    if choices.missing not in MISSING:
        raise ParameterError(
            Message(N_("the sample cannot be weighted")),
            [not_among("missing", choices.missing, MISSING)],
        )
    problems: list[Problem] = []
    base = base_weights(data, choices.weights, problems)
    if choices.total is not None and not 0 < choices.total < np.inf:
        problems.append(
            Problem("total", Message(N_("a number above 0 was expected")), _value(choices.total))
        )
    margins = goals.read(targets, problems) if targets is not None else []
    wanted = {margin.variable for margin in margins} | set(totals or {})
    problems += [
        Problem(name, Message(N_("column is missing")), _found(data))
        for name in sorted(wanted - set(map(str, data.columns)))
    ]
    refuse(problems)
    if not len(data):
        problems.append(Problem("data", Message(N_("there are no respondents"))))
    if not wanted:
        problems.append(Problem("targets", Message(N_("there are no targets"))))
    refuse(problems)
    joins = {m.variable: (choices.collapse or {}).get(m.variable, {}) for m in margins}
    stated = {m.variable: _coded(data[m.variable], m, joins[m.variable]) for m in margins}
    problems += _unknown_joins(margins, data, choices.collapse or {})
    numeric, numeric_gaps = _numeric(data, totals or {}, problems)
    gaps = {name: codes < 0 for name, (codes, _rest) in stated.items()} | numeric_gaps
    kept = _kept(gaps, choices.missing, set(numeric_gaps), problems)
    scaled, total, rescaled = goals.scaled(
        margins, choices.total, float(base[kept].sum()), choices.rescale, problems
    )
    rows = np.flatnonzero(kept)
    coded, log = coded_margins(
        margins,
        {n: (codes if kept.all() else codes[rows], rest) for n, (codes, rest) in stated.items()},
        scaled,
        base[rows],
        joins=joins,
        least=choices.min_cell,
        own=choices.missing == "own",
        problems=problems,
    )
    if problems:  # codes may hold -1 here, so that empty categories are looked for by hand
        for name, names, codes, values in coded:
            inside = codes >= 0
            held = np.bincount(codes[inside], base[rows][inside], minlength=len(names))
            problems += empty(name, names, held, values)
    refuse(problems)
    frame = Frame(
        index=data.index,
        rows=rows,
        base=base[rows],
        variables=tuple(name for name, *_ in coded),
        categories=tuple(names for _, names, *_ in coded),
        codes=tuple(codes for _, _, codes, _ in coded),
        targets=tuple(values for *_, values in coded),
        numeric=numeric[rows],
        numeric_names=tuple(totals or {}),
        numeric_totals=np.array(list((totals or {}).values()), dtype=float),
        total=total,
    )
    for name, names, held, values in zip(
        frame.variables, frame.categories, sums(frame, frame.base), frame.targets, strict=True
    ):
        problems += empty(name, names, held, values)
    refuse(problems)
    return Prepared(frame, log, len(data) - len(rows), rescaled)


def refuse(problems: list[Problem], hints: list[Message] | None = None) -> None:
    """Raise all problems at once, if there are any."""
    if problems:
        raise DataError(Message(N_("the sample cannot be weighted")), problems, hints or [])


def base_weights(
    data: pd.DataFrame, weights: str | pd.Series | None, problems: list[Problem]
) -> np.ndarray:
    """Weights before, one a row of the data; ones where none are given."""
    if weights is None:
        return np.ones(len(data))
    if isinstance(weights, str) and weights not in data.columns:
        problems.append(Problem(weights, Message(N_("column is missing")), _found(data)))
        return np.ones(len(data))
    given = data[weights] if isinstance(weights, str) else weights
    name = str(given.name or "weights")
    if len(given) == len(data) and not given.index.equals(data.index):
        problems.append(
            Problem(name, Message(N_("the weights stand in another order than the answers")))
        )
        return np.ones(len(data))
    if len(given) != len(data):
        problems.append(
            Problem(name, Message(N_("one weight a respondent was expected")), _value(len(given)))
        )
        return np.ones(len(data))
    w = pd.to_numeric(given, errors="coerce").to_numpy(float, na_value=np.nan)
    wrong = ~np.isfinite(w) | (w < 0)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        problems.append(
            Problem(
                name,
                Message(
                    N_("{n} weight is missing or negative"),
                    {"n": int(wrong.sum())},
                    plural=N_("{n} weights are missing or negative"),
                ),
                Message(
                    N_("first in row {row}: {value}"),
                    {"row": str(data.index[first]), "value": str(given.iloc[first])},
                ),
            )
        )
        return np.ones(len(data))
    if len(w) and not w.any():
        problems.append(Problem(name, Message(N_("all weights are 0"))))
    return w


def _found(data: pd.DataFrame) -> Message:
    return Message(N_("found: {names}"), {"names": ", ".join(map(str, data.columns))[:300]})


def _value(value: object) -> Message:
    return Message("{value}", {"value": str(value)})


def _coded(
    column: pd.Series, margin: Margin, joins: Mapping[str, str]
) -> tuple[np.ndarray, list[str]]:
    """Codes of the margin's categories (-1 missing; beyond them, categories without a target).

    A category of the data alone may be joined with one of the targets by the declared map.
    """
    found, uniques = pd.factorize(column)
    place = {name: at for at, name in enumerate(margin.categories)}
    becomes = {joins.get(name, name): at for name, at in reversed(place.items())}
    place |= {
        name: becomes[new] for name, new in joins.items() if name not in place and new in becomes
    }
    untargeted: list[str] = []
    of_unique = np.full(len(uniques) + 1, -1, dtype=np.intp)  # the last one is for missing
    for at, value in enumerate(uniques):
        name = shown(value)
        if name == "":
            continue
        if name not in place:
            place[name] = len(place)
            untargeted.append(name)
        of_unique[at] = place[name]
    return of_unique[found], untargeted


def _numeric(
    data: pd.DataFrame, totals: Mapping[str, float], problems: list[Problem]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    columns = np.empty((len(data), len(totals)))
    gaps: dict[str, np.ndarray] = {}
    for at, (name, total) in enumerate(totals.items()):
        if not np.isfinite(total):
            problems.append(Problem(name, Message(N_("the total is not a number")), _value(total)))
        values = pd.to_numeric(data[name], errors="coerce")
        columns[:, at] = values.to_numpy(float, na_value=np.nan)
        gaps[name] = ~np.isfinite(columns[:, at])
    return columns, gaps


def _kept(
    gaps: dict[str, np.ndarray], missing: Missing, numeric: set[str], problems: list[Problem]
) -> np.ndarray:
    """Which rows are weighted, under the choice made for missing values."""
    size = len(next(iter(gaps.values()))) if gaps else 0
    kept = np.ones(size, dtype=bool)
    for name, gap in gaps.items():
        if missing == "leave_out":
            kept &= ~gap
        elif gap.any() and (missing == "refuse" or name in numeric):
            problems.append(
                Problem(
                    name,
                    Message(
                        N_("{n} value is missing"),
                        {"n": int(gap.sum())},
                        plural=N_("{n} values are missing"),
                    ),
                    Message(N_('choose missing="leave_out", or "own" for a category of their own')),
                )
            )
    if size and not kept.any():
        problems.append(Problem("data", Message(N_("there are no respondents"))))
    return kept


def _unknown_joins(
    margins: list[Margin], data: pd.DataFrame, collapse: Mapping[str, Mapping[str, str]]
) -> list[Problem]:
    """Joins of a variable or a category that is nowhere: a slip of the pen, most likely."""
    known = {
        m.variable: {*m.categories, *map(shown, data[m.variable].dropna().unique())}
        for m in margins
        if m.variable in collapse
    }
    return [
        Problem(f"{variable}: {source}", Message(N_("there is no such category to be joined")))
        for variable, joins in collapse.items()
        for source in joins
        if source not in known.get(variable, ())
    ]


def unmet(frame: Frame, weights: np.ndarray, rounds: int) -> DataError:
    """The refusal of a fit that does not converge: what stays farthest from its target."""
    gaps = [
        (abs(found - target), f"{name}: {category}", found, target)
        for name, categories, now, goal in zip(
            frame.variables, frame.categories, sums(frame, weights), frame.targets, strict=True
        )
        for category, found, target in zip(categories, now, goal, strict=True)
    ]
    gaps += [
        (abs(found - target), name, found, target)
        for name, found, target in zip(
            frame.numeric_names, frame.numeric.T @ weights, frame.numeric_totals, strict=True
        )
    ]
    gaps.sort(key=lambda gap: -gap[0])
    problems = [
        Problem(
            where,
            Message(N_("target {target}"), {"target": f"{target:,.6g}"}),
            Message(N_("reached: {found}"), {"found": f"{found:,.6g}"}),
        )
        for _gap, where, found, target in gaps[:5]
    ]
    return DataError(
        Message(N_("no weights meet all targets: stopped after {n} rounds"), {"n": rounds}),
        problems,
        [Message(N_("Join small categories, widen the bounds, or leave a margin out."))],
    )
