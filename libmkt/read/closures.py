"""When a branch was closed, as the source description tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from libmkt.period import Period
from libmkt.read.description import Span
from libmkt.text.fold import search_key


def shut(
    spans: Sequence[Span],
    periods: Sequence[str | None],
    libraries: Sequence[str],
    branches: Sequence[str],
) -> np.ndarray:
    """Where a described closure covers a branch for the whole of a period.

    Parameters
    ----------
    spans
        The closures.
    periods, libraries, branches
        Of each figure; a period that is not known is never shut.

    Returns
    -------
    ndarray of bool
        One entry a figure.
    """
    closures = [_Closure.of(span) for span in spans]
    found = np.zeros(len(periods), dtype=bool)
    for i, name in enumerate(periods if spans else ()):
        if name is not None:
            here, library, branch = _period(name), search_key(libraries[i]), search_key(branches[i])
            found[i] = any(one.covers(here, library, branch) for one in closures)
    return found


@dataclass(frozen=True)
class _Closure:
    """A described closure: whose, by search keys (none: everybody's), and its days."""

    libraries: frozenset[str]
    branches: frozenset[str]
    start: dt.date
    end: dt.date | None  # exclusive; None: to this day

    @classmethod
    def of(cls, span: Span) -> _Closure:
        return cls(
            frozenset(map(search_key, span.library)),
            frozenset(map(search_key, span.branch)),
            Period.parse(span.first).start,
            Period.parse(span.last).end if span.last is not None else None,
        )

    def covers(self, here: Period, library: str, branch: str) -> bool:
        """Whether it covers a branch for the whole of a period."""
        return (
            (not self.libraries or library in self.libraries)
            and (not self.branches or branch in self.branches)
            and self.start <= here.start
            and (self.end is None or here.end <= self.end)
        )


_period = lru_cache(maxsize=4_096)(Period.parse)  # each month stands in every column of a branch
