"""When a branch was closed, as the source description tells it."""

from __future__ import annotations

from collections.abc import Sequence

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
    found = np.zeros(len(periods), dtype=bool)
    for i, name in enumerate(periods if spans else ()):
        if name is not None:
            here = Period.parse(name)
            found[i] = any(_shuts(span, here, libraries[i], branches[i]) for span in spans)
    return found


def _shuts(span: Span, here: Period, library: str, branch: str) -> bool:
    """Whether a described closure covers a branch for the whole of a period."""
    return (
        _covers(span.library, library)
        and _covers(span.branch, branch)
        and Period.parse(span.first).start <= here.start
        and (span.last is None or here.end <= Period.parse(span.last).end)
    )


def _covers(patterns: list[str], name: str) -> bool:
    return not patterns or search_key(name) in {search_key(p) for p in patterns}
