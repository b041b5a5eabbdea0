"""How figures went: their growth, and whether the months are unusual, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from libmkt.monitoring.control import charted
from libmkt.monitoring.dynamics import dynamics


@dataclass(frozen=True, eq=False)
class Course:
    """Growth of figures on a year before, and the control chart of one of them."""

    growth: pd.DataFrame  # as `dynamics` gives it, against the year before
    chart: pd.DataFrame  # as `control` gives it, of months

    def __str__(self) -> str:
        signals = int((self.chart["signal"] != "").sum())
        return f"{len(self.growth)} periods; {signals} of {len(self.chart)} months stand out"


def course(
    counts: pd.DataFrame,
    *,
    measure: str | Sequence[str],
    by: str | Sequence[str] = (),
    unit: str = "month",
    breaks: pd.DataFrame | None = None,
) -> Course:
    """Growth of figures in periods of `unit`, and the control chart of the first one's months.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    measure
        Code of the measure, or of several: the chart is that of the first.
    by
        "library" or "branch"; () takes all together.
    unit
        Length of the periods whose growth is asked for; the chart is of months in any case.
    breaks
        Declared breaks (`libmkt.tables`).

    Returns
    -------
    Course
        What `dynamics` (against the year before) and `control` give, the months' growth
        worked out once.

    Examples
    --------
    >>> months = [f"{y}-{m:02d}" for y in (2024, 2025) for m in range(1, 13)]
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": months,
    ...     "measure": "loans", "value": range(100, 124), "unit": "loans", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> print(course(counts, measure="loans", unit="quarter"))
    8 periods; 6 of 12 months stand out
    """
    first = measure if isinstance(measure, str) else measure[0]
    growth = dynamics(
        counts, measure=measure, by=by, unit=unit, against="year_before", breaks=breaks
    )
    if unit == "month":
        monthly = growth[growth["measure"] == first].reset_index(drop=True)
    else:
        monthly = dynamics(
            counts, measure=first, by=by, unit="month", against="year_before", breaks=breaks
        )
    return Course(growth, charted(monthly))
