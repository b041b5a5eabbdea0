"""Importance and performance of services: where to act first, and where one cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import groups
from libmkt.stats.jointly import Joint, columns_of, joint_means
from libmkt.stats.notes import design_code, joined_codes
from libmkt.stats.prepared import prepared

Lines = Literal["means", "middle"]

# Which field a point lies in: importance above its line?, performance above its line?
FIELDS: Final = {
    (True, False): "concentrate",
    (True, True): "keep_up",
    (False, False): "low_priority",
    (False, True): "overkill",
}


def importance_performance(
    responses: pd.DataFrame,
    items: Mapping[str, tuple[str, str]],
    design: Design | None = None,
    *,
    ends: tuple[float, float],
    lines: Lines | tuple[float, float] = "means",
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean importance and performance of each item, the gap between them, and its field.

    Parameters
    ----------
    responses
        One row a respondent, all of the sample.
    items
        Name of each item: its columns of importance and of performance, numbers on one
        scale, higher is more.
    design
        How the sample was drawn; None is a simple random sample.
    ends
        Lowest and highest answer of the scale.
    lines
        Where the fields part: at the "means" of all items, at the "middle" of the scale,
        or at given values of importance and performance.
    where
        Part of the table to report at all.
    level
        Confidence level of the crosses and intervals.

    Returns
    -------
    DataFrame
        One row an item, in the order given.  All numbers of an item are over those who
        answered both of its questions: item, n, missing, n_eff; importance, performance,
        gap (performance less importance), opportunity (0 to 20: importance + the shortfall,
        both brought to 0 to 10), each with _error, _low and _high; importance_line,
        performance_line; field ("concentrate", "keep_up", "low_priority", "overkill"),
        undecided (its cross touches a line), rank (1 is the largest shortfall; equal gaps
        share a rank), df, method, note.

    Raises
    ------
    DataError
        A column is missing, empty, not of numbers, or has answers beyond the ends.
    ParameterError
        No items, or lines that are not known.

    Notes
    -----
    Martilla and James (1977), Journal of Marketing 41, 77-79.  The error of a gap takes in
    that the same people gave both answers.  The lines are taken as known: a cross says how
    sure the item's own means are.  Opportunity: i + max(i - p, 0), after Ulwick (2005),
    What Customers Want; its error is that of 2 i - p, or of i where nothing falls short.

    Examples
    --------
    >>> responses = pd.DataFrame({"i1": [7, 6, 7, 7], "p1": [3, 4, 3, 2],
    ...                           "i2": [4, 5, 4, 3], "p2": [6, 6, 7, 6]})
    >>> found = importance_performance(
    ...     responses, {"quiet": ("i1", "p1"), "cafe": ("i2", "p2")}, ends=(1, 7))
    >>> found[["item", "importance", "performance", "gap", "field", "undecided"]].round(2)
        item  importance  performance   gap        field  undecided
    0  quiet        6.75         3.00 -3.75  concentrate      False
    1   cafe        4.00         6.25  2.25     overkill      False
    """
    _check(items, lines)
    names = list(items)
    summary = Message(N_("importance and performance cannot be compared"))
    asked = [column for pair in items.values() for column in pair]
    values = columns_of(responses, asked, ends, summary=summary)
    sample = prepared(responses, design or Design())
    both = _both(values)
    inside = groups(responses, where=where)[0].rows
    found = joint_means(sample, both, inside)
    rows = [_row(found, i, ends, level) for i in range(len(names))]
    table = pd.DataFrame(rows)
    table.insert(0, "item", names)
    table["missing"] = len(inside) - table["n"]
    _placed(table, ends, lines)
    table["method"] = lines if isinstance(lines, str) else "given lines"
    few = ["too-few" if n < 2 else "" for n in table["n"]]
    table["note"] = [joined_codes([design_code(sample.design), code]) for code in few]
    return table[list(COLUMNS)]


_FRONT: Final = ["item", "n", "missing", "n_eff"]
_MEASURED: Final = [
    f"{name}{end}"
    for name in ("importance", "performance", "gap", "opportunity")
    for end in ("", "_error", "_low", "_high")
]
_BACK: Final = [
    *("importance_line", "performance_line", "field", "undecided", "rank", "df", "method", "note"),
]


COLUMNS: Final = (*_FRONT, *_MEASURED, *_BACK)


def _both(values: Floats) -> Floats:
    """Answers of those who gave both of an item's."""
    known = ~np.isnan(values)
    paired = known[:, ::2] & known[:, 1::2]
    return np.where(np.repeat(paired, 2, axis=1), values, np.nan)


def _row(found: Joint, i: int, ends: tuple[float, float], level: float) -> dict[str, Any]:
    at, other = 2 * i, 2 * i + 1
    row: dict[str, Any] = {"n": int(found.n[at]), "n_eff": found.n_eff[at], "df": found.df[at]}
    measured = {
        "importance": [(at, 1.0)],
        "performance": [(other, 1.0)],
        "gap": [(other, 1.0), (at, -1.0)],
    }
    for name, parts in measured.items():
        row |= _named(name, found.interval(parts, level))
    short = found.estimate[at] > found.estimate[other]
    parts = [(at, 2.0), (other, -1.0)] if short else [(at, 1.0)]
    value, error, low, high = found.interval(parts, level)
    # on 0 to 10 the lowest answer is 0, whether counted once or as twice less once
    times = 10 / (ends[1] - ends[0])
    scaled = [(end - ends[0]) * times for end in (value, low, high)]
    return row | _named("opportunity", (scaled[0], error * times, scaled[1], scaled[2]))


def _named(name: str, measured: tuple[float, float, float, float]) -> dict[str, float]:
    return dict(zip([name, f"{name}_error", f"{name}_low", f"{name}_high"], measured, strict=True))


def _placed(
    table: pd.DataFrame, ends: tuple[float, float], lines: Lines | tuple[float, float]
) -> None:
    """Set the lines, each item's field, whether it is decided, and its rank."""
    middle = sum(ends) / 2
    known = {"means": tuple(table[["importance", "performance"]].mean()), "middle": (middle,) * 2}
    across = known[lines] if isinstance(lines, str) else lines
    touched = np.zeros(len(table), dtype=bool)
    for name, line in zip(("importance", "performance"), across, strict=True):
        table[f"{name}_line"] = line
        low, high = table[f"{name}_low"], table[f"{name}_high"]
        touched |= ~((low > line) | (high < line)).to_numpy()
    above = zip(
        table["importance"] > table["importance_line"],
        table["performance"] > table["performance_line"],
        strict=True,
    )
    table["field"] = [FIELDS[bool(i), bool(p)] for i, p in above]
    table["undecided"] = touched
    table["rank"] = table["gap"].rank(method="min").astype("Int64")


def _check(items: Mapping[str, tuple[str, str]], lines: object) -> None:
    wrong = []
    if not items:
        wrong.append(Problem("items", Message(N_("at least one item was expected"))))
    if isinstance(lines, str) and lines not in ("means", "middle"):
        what = Message(N_("expected one of: {allowed}"), {"allowed": "means, middle"})
        wrong.append(Problem("lines", what, Message("{found}", {"found": lines})))
    if wrong:
        raise ParameterError(Message(N_("importance and performance cannot be compared")), wrong)
