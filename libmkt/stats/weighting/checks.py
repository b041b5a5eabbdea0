"""From a sample and a table of targets to a `Frame`, or a refusal that names every problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.weighting import targets as goals
from libmkt.stats.weighting.answers import (
    MISSING,
    Missing,
    base_weights,
    coded,
    columns_found,
    kept,
    numbers,
    value,
)
from libmkt.stats.weighting.collapse import Coded, coded_margins, empty
from libmkt.stats.weighting.frame import Frame, sums
from libmkt.stats.weighting.targets import Margin, shown


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
    problems: list[Problem] = []
    base = base_weights(data, choices.weights, problems)
    margins = _margins(data, targets, choices, totals or {}, problems)
    joins = {m.variable: (choices.collapse or {}).get(m.variable, {}) for m in margins}
    stated = {m.variable: coded(data[m.variable], m, joins[m.variable]) for m in margins}
    problems += _unknown_joins(margins, data, choices.collapse or {})
    numeric, numeric_gaps = numbers(data, totals or {}, problems)
    gaps = {name: codes < 0 for name, (codes, _rest) in stated.items()} | numeric_gaps
    inside = kept(gaps, choices.missing, set(numeric_gaps), problems)
    scaled, total, rescaled = goals.scaled(
        margins, choices.total, float(base[inside].sum()), choices.rescale, problems
    )
    rows = np.flatnonzero(inside)
    joined, log = coded_margins(
        margins,
        {n: (codes if inside.all() else codes[rows], rest) for n, (codes, rest) in stated.items()},
        scaled,
        base[rows],
        joins=joins,
        least=choices.min_cell,
        own=choices.missing == "own",
        problems=problems,
    )
    problems += _empty(joined, base[rows])
    refuse(problems)
    frame = Frame(
        index=data.index,
        rows=rows,
        base=base[rows],
        variables=tuple(name for name, *_ in joined),
        categories=tuple(names for _, names, *_ in joined),
        codes=tuple(codes for _, _, codes, _ in joined),
        targets=tuple(values for *_, values in joined),
        numeric=numeric[rows],
        numeric_names=tuple(totals or {}),
        numeric_totals=np.array(list((totals or {}).values()), dtype=float),
        total=total,
    )
    return Prepared(frame, log, len(data) - len(rows), rescaled)


def _margins(
    data: pd.DataFrame,
    targets: pd.DataFrame | None,
    choices: Choices,
    totals: Mapping[str, float],
    problems: list[Problem],
) -> list[Margin]:
    """The targets as margins, or a refusal where they are not of these columns."""
    if choices.missing not in MISSING:
        raise ParameterError(
            Message(N_("the sample cannot be weighted")),
            [not_among("missing", choices.missing, MISSING)],
        )
    if choices.total is not None and not 0 < choices.total < np.inf:
        problems.append(
            Problem("total", Message(N_("a number above 0 was expected")), value(choices.total))
        )
    margins = goals.read(targets, problems) if targets is not None else []
    wanted = {margin.variable for margin in margins} | set(totals)
    problems += [
        Problem(name, Message(N_("column is missing")), columns_found(data))
        for name in sorted(wanted - set(map(str, data.columns)))
    ]
    refuse(problems)
    if not len(data):
        problems.append(Problem("data", Message(N_("there are no respondents"))))
    if not wanted:
        problems.append(Problem("targets", Message(N_("there are no targets"))))
    refuse(problems)
    return margins


def _empty(joined: Sequence[Coded], base: np.ndarray) -> list[Problem]:
    """Categories with a target that nobody who counts is in, and the other way round."""
    problems = []
    for name, names, codes, values in joined:
        inside = codes >= 0  # those without a target are told already
        held = np.bincount(codes[inside], base[inside], minlength=len(names))
        problems += empty(name, names, held, values)
    return problems


def refuse(problems: list[Problem], hints: list[Message] | None = None) -> None:
    """Raise all problems at once, if there are any."""
    if problems:
        raise DataError(Message(N_("the sample cannot be weighted")), problems, hints or [])


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
