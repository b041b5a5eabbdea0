"""Figures of any length fitted into periods of one length, none counted twice."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from libmkt.period import UNITS, Period

ENTITY = ["library", "branch", "breakdown_name", "breakdown_value"]
GRACE_DAYS = 366  # a reporter silent for longer than this at the end is taken as closed


@lru_cache(maxsize=50_000)
def parsed(name: str) -> Period:
    """`Period.parse`, remembered: tables repeat a few names many times."""
    return Period.parse(name)


def days(name: str) -> tuple[int, int]:
    """First day and exclusive end of a period as day numbers.

    >>> first, end = days("2026-02")
    >>> end - first
    28
    """
    period = parsed(name)
    return period.start.toordinal(), period.end.toordinal()


@lru_cache(maxsize=50_000)
def target_of(name: str, unit: str) -> str:
    """The period of `unit` that holds this one; "" when it is longer or straddles two.

    >>> target_of("2026-03", "quarter"), target_of("2026", "quarter")
    ('2026-Q1', '')
    """
    period = parsed(name)
    target = Period.containing(period.start, unit)
    return str(target) if target.contains(period) else ""


def unit_of(name: str) -> str:
    """Unit of a period's name: year, half, quarter, month, week or day."""
    return parsed(name).unit


@lru_cache(maxsize=50_000)
def part_edges(target: str, unit: str) -> tuple[tuple[int, int], ...]:
    """Day numbers of the parts of `unit` that lie within a period."""
    return tuple(days(str(part)) for part in parsed(target).parts(unit))


def span_table(names: pd.Series, unit: str) -> pd.DataFrame:
    """Start, end, unit and target of each distinct period name.

    Returns
    -------
    DataFrame
        Indexed by name: first, end (day numbers, the end exclusive), part (unit), length
        (its place in `UNITS`, the longest first), target (name of the period of `unit`
        around it, "" for none), t_first, t_end.
    """
    rows = []
    for name in pd.unique(names):
        first, end = days(name)
        target = target_of(name, unit)
        t_first, t_end = days(target) if target else (0, 0)
        part = unit_of(name)
        rows.append((name, first, end, part, UNITS.index(part), target, t_first, t_end))
    columns = ["period", "first", "end", "part", "length", "target", "t_first", "t_end"]
    return pd.DataFrame(rows, columns=columns).set_index("period")


def tiled(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that cover their target without overlap: the longest that fit, in order.

    Parameters
    ----------
    rows
        Figures of one reporter, measure and target: first, end (day numbers).

    Returns
    -------
    DataFrame
        A subset of the rows, by start.
    """
    ordered = rows.assign(_length=rows["end"] - rows["first"]).sort_values(
        ["first", "_length"], ascending=[True, False]
    )
    kept, cursor = [], -1
    for label, first, end in zip(ordered.index, ordered["first"], ordered["end"], strict=True):
        if first >= cursor:
            kept.append(label)
            cursor = end
    return rows.loc[kept]


def shortest(units: pd.Series) -> str:
    """The shortest of some units."""
    return str(max(units, key=UNITS.index))
