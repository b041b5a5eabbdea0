"""Where series are broken, and their values on one definition within each stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from libmkt.monitoring.spans import days

_COLUMNS = ["library", "branch", "measure", "period", "reason", "comparable", "link_factor"]


def in_stretches(
    levels: pd.DataFrame, keys: Sequence[str], breaks: pd.DataFrame | None
) -> pd.DataFrame:
    """Add to each series of `levels` its breaks, its stretches and its linked values.

    Parameters
    ----------
    levels
        One row a series (the columns of `keys`) and period, each series together and in
        order of time: period, value.
    keys
        Columns that name the series, "library", "branch" and "measure" among them if they
        are there.
    breaks
        Declared breaks (`libmkt.tables`).

    Returns
    -------
    DataFrame
        The same rows, and: break_before (bool), break_reason, link_factor, stretch (number
        of the comparable stretch within the series, from 1), linked_value (value on the
        definition of the last period of its stretch), segment (number of the stretch among
        all series, from 0).

    Notes
    -----
    A break that begins inside a period (July 2009 in yearly figures) makes that period
    a mixture: it is parted from the one before and from the one after.
    """
    names = levels["period"].tolist()
    marks = _Marks(len(names))
    series = list(_series(levels, keys))
    if breaks is not None and len(breaks):
        declared = breaks[_COLUMNS].to_dict("records")
        for start, end in series:
            mine = [one for one in declared if _touches(one, levels, start)]
            marks.mark(start, [days(name) for name in names[start:end]], mine)
    stretch = np.ones(len(names), dtype=int)
    for start, end in series:
        stretch[start:end] += np.cumsum(marks.parted[start:end])
    new = np.r_[True, np.diff(stretch) != 0] if names else np.zeros(0, dtype=bool)
    new[[start for start, end in series if end > start]] = True
    segment = np.cumsum(new) - 1
    return levels.assign(
        break_before=marks.broken,
        break_reason=pd.Series(marks.reasons, index=levels.index, dtype="str"),
        link_factor=marks.links,
        stretch=stretch,
        linked_value=_linked(levels["value"].to_numpy(), marks.links, segment),
        segment=segment,
    )


def _series(levels: pd.DataFrame, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First place and exclusive end of each series."""
    if not keys or levels.empty:
        yield 0, len(levels)
        return
    number = levels.groupby(list(keys), sort=False).ngroup().to_numpy()
    edges = [0, *(np.flatnonzero(np.diff(number)) + 1), len(number)]
    yield from pairwise(edges)


def _touches(one: dict[Any, Any], levels: pd.DataFrame, place: int) -> bool:
    """Whether a break touches the series at `place`: a sum is broken by any of its parts."""
    for name in ("library", "branch", "measure"):
        if name in levels.columns and one[name] not in ("", levels[name].iat[place]):
            return False
    return True


class _Marks:
    """What the breaks do to each row; filled series by series."""

    def __init__(self, n: int) -> None:
        self.broken = np.zeros(n, dtype=bool)
        self.reasons = [""] * n
        self.links = np.ones(n)
        self.parted = np.zeros(n, dtype=bool)

    def mark(self, start: int, spans: list[tuple[int, int]], breaks: list[dict[Any, Any]]) -> None:
        """Mark the series that begins at row `start` and has these spans of days."""
        for one in breaks:
            at = days(str(one["period"]))[0]
            if not spans or spans[0][0] >= at:
                continue  # the series begins after the break
            place = next((i for i, (first, end) in enumerate(spans) if end > at), None)
            if place is None:
                continue  # and this one ended before it
            inside = spans[place][0] < at
            comparable = bool(one["comparable"])
            if place:  # before the first figure there is nothing to part it from
                self._note(start + place, str(one["reason"]))
            if inside and place + 1 < len(spans) and not comparable:
                self._note(start + place + 1, str(one["reason"]))
                self.parted[start + place + 1] = True
            if pd.notna(one["link_factor"]) and not inside:
                self.links[start + place] *= float(one["link_factor"])
            elif not comparable:
                self.parted[start + place] = True

    def _note(self, row: int, reason: str) -> None:
        held = self.reasons[row]
        self.broken[row] = True
        if reason not in held:
            self.reasons[row] = f"{held}; {reason}" if held else reason


def _linked(values: np.ndarray, links: np.ndarray, segment: np.ndarray) -> np.ndarray:
    """Values on the definition of the last period of their segment."""
    linked = values.astype(float)
    if (links == 1).all():
        return linked
    for number in np.unique(segment):
        rows = segment == number
        # The first factor links to the stretch before, from which this one is parted.
        later = np.r_[links[rows][1:], 1.0]
        linked[rows] *= np.cumprod(later[::-1])[::-1]
    return linked
