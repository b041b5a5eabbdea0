"""The means of growth: level, increment and rate, right for a stock and for a flow."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from libmkt.monitoring.spans import parsed
from libmkt.period import Period


def averages(growth: pd.DataFrame, *, kind: Literal["flow", "stock"] | None = None) -> pd.DataFrame:
    """Mean level, mean increment and mean growth rate (F14), never across a break.

    Parameters
    ----------
    growth
        Result of `dynamics`.
    kind
        Treat the measure as a "flow" (arithmetic mean) or a "stock" (chronological
        mean); None takes what the table says.

    Returns
    -------
    DataFrame
        One row a group and comparable stretch: the columns of `by`, measure, stretch,
        start, end (periods with a value), n (values), steps (periods from start to end),
        unit, kind, mean_level, method ("arithmetic" or "chronological"), mean_increment
        (unit of the measure, a period), mean_rate (F14; 1 is unchanged),
        mean_increment_rate, linked (bool), note ("gaps": values between are missing;
        "one_value": no growth).  With gaps the arithmetic mean is that of the values
        there and the chronological mean is missing.

    Notes
    -----
    Mean increment (y_n - y_1) / (n - 1); mean growth rate (y_n / y_1)^(1 / (n - 1)).
    The level of a flow is the arithmetic mean; of levels at dates the chronological
    (y_1/2 + y_2 + ... + y_n/2) / (n - 1).  Users re-registered each year are a flow;
    users counted on 31 December a stock: the two means differ, so it is asked, not assumed.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": ["2010", "2011", "2012"],
    ...     "measure": "stock", "value": [100, 200, 400], "unit": "copies", "kind": "stock",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> from libmkt.monitoring.dynamics import dynamics
    >>> means = averages(dynamics(counts, measure="stock"))
    >>> means[["n", "mean_level", "method", "mean_increment", "mean_rate"]]
       n  mean_level         method  mean_increment  mean_rate
    0  3       225.0  chronological           150.0        2.0
    """
    front = list(growth.columns[: growth.columns.get_loc("period")])
    rows = []
    for key, part in growth.groupby([*front, "measure", "stretch"], sort=False):
        known = part[part["linked_value"].notna()]
        if len(known):
            rows.append(
                dict(zip([*front, "measure", "stretch"], key, strict=True)) | _means(known, kind)
            )
    columns = [*front, "measure", "stretch", *_MEANS]
    return pd.DataFrame(rows, columns=columns)


_MEANS = [
    "start", "end", "n", "steps", "unit", "kind", "mean_level", "method",
    "mean_increment", "mean_rate", "mean_increment_rate", "linked", "note",
]  # fmt: skip


def _means(known: pd.DataFrame, kind: str | None) -> dict[str, object]:
    values = known["linked_value"].to_numpy(dtype=float)
    first, last = parsed(known["period"].iloc[0]), parsed(known["period"].iloc[-1])
    steps = _steps(first, last)
    taken = kind or str(known["kind"].iloc[0])
    gaps = steps != len(values) - 1
    level = float(values.mean())
    if taken == "stock" and len(values) > 1:
        inner = float(values[1:-1].sum())
        level = np.nan if gaps else (values[0] / 2 + inner + values[-1] / 2) / steps
    grows = steps > 0 and values[0] > 0
    rate = float((values[-1] / values[0]) ** (1 / steps)) if grows else np.nan
    return {
        "start": str(first),
        "end": str(last),
        "n": len(values),
        "steps": steps,
        "unit": known["unit"].iloc[0],
        "kind": taken,
        "mean_level": level,
        "method": "chronological" if taken == "stock" else "arithmetic",
        "mean_increment": (values[-1] - values[0]) / steps if steps else np.nan,
        "mean_rate": rate,
        "mean_increment_rate": rate - 1,
        "linked": bool((known["linked_value"] != known["value"]).any()),
        "note": "one_value" if not steps else "gaps" if gaps else "",
    }


def _steps(first: Period, last: Period) -> int:
    count, at = 0, first
    while at < last:
        at, count = at + 1, count + 1
    return count
