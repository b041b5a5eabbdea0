"""How many users stayed, from counts alone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from libmkt.monitoring.spans import parsed
from libmkt.monitoring.totals import totals


def retention(
    counts: pd.DataFrame,
    *,
    users: str = "active_users",
    new: str = "new_users",
    by: str | Sequence[str] = (),
    unit: str = "year",
) -> pd.DataFrame:
    """Share of a period's users who are users in the next one (F21, from totals).

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    users, new
        Measures of the users of a period, and of those among them who are new in it.
    by, unit
        As in `totals`.

    Returns
    -------
    DataFrame
        One row a group and period that has a period before it: the columns of `by`,
        period, measure ("retention"), value (share, 0 to 1; missing where a figure is),
        unit ("share"), kept (users less new), at_start (users of the period before),
        method ("totals").

    Notes
    -----
    (CE - CN) / CS: users at the end less the new ones, over users at the start
    (Mid-Hudson retention project).  A reader who left and came back counts as kept or as
    new as the library's rules have it; only records of persons tell.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": ["2024", "2025", "2025"],
    ...     "measure": ["active_users", "active_users", "new_users"],
    ...     "value": [5000, 4300, 900], "unit": "persons", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> retention(counts)[["period", "value", "kept"]]
      period  value    kept
    0   2025   0.68  3400.0
    """
    levels = totals(counts, measures=[users, new], by=by, unit=unit)
    keys = list(levels.columns[: levels.columns.get_loc("period")])
    on = [*keys, "period"]
    now = levels.loc[levels["measure"] == users, [*on, "value"]]
    came = levels.loc[levels["measure"] == new, [*on, "value"]].rename(columns={"value": "came"})
    start = now.rename(columns={"value": "at_start"})
    start = start.assign(period=[str(parsed(name) + 1) for name in start["period"]])
    both = now.merge(start, on=on).merge(came, on=on, how="left")
    kept = both["value"] - both["came"]
    found = both[on].assign(
        measure="retention",
        value=kept / both["at_start"].where(both["at_start"] > 0),
        unit="share",
        kept=kept,
        at_start=both["at_start"],
        method="totals",
    )
    return found.reset_index(drop=True)
