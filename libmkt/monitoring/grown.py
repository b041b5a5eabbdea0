"""The growth of what belongs together: some measures of some places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from libmkt.errors import Told
from libmkt.monitoring.control import charted
from libmkt.monitoring.dynamics import dynamics
from libmkt.monitoring.telling import chart_told, growth_told
from libmkt.period import Period
from libmkt.tables import Reading

# Of `dynamics`: what a table without rows has, too.
NOTHING: Final = ("period", "measure", "value", "unit", "increment_chain", "increment_rate_chain")
LIMITS: Final = ("low", "high", "centre", "signal", "excluded")  # of `control`
CHARTED: Final = ("month", "quarter")


def grown(
    reading: Reading | None,
    *,
    measures: Sequence[str],
    places: Sequence[str] = (),
    period: Period | str,
) -> pd.DataFrame:
    """`dynamics` on a year before, of some measures in some places, up to a period.

    Parameters
    ----------
    reading
        Counts (`libmkt.read.counts`) with their declared breaks; None where there are none.
    measures
        Codes; those that the counts do not have are left out.
    places
        Names of libraries or branches; () takes all.
    period
        The last one; its unit is that of the rows.

    Returns
    -------
    DataFrame
        As `dynamics`, the measures in the order given, and low, high, centre, signal and
        excluded of `control` (limits of usual variation of the change; missing where there are
        too few periods to set them); no rows where nothing is counted.

    Raises
    ------
    DataError
        The figures are of longer periods than `period`.

    Examples
    --------
    >>> grown(None, measures=["loans"], period="2026").empty
    True
    """
    if reading is None:
        return pd.DataFrame(columns=[*NOTHING, *LIMITS])
    span, table = Period.parse(period), reading.table
    keep = table["measure"].isin(measures)
    if places:
        keep &= table["library"].isin(places) | table["branch"].isin(places)
    ends = {name: Period.parse(name).end for name in table["period"].unique()}
    keep &= table["period"].map(lambda name: ends[name] <= span.end)
    part = table[keep]
    known = [code for code in measures if code in set(part["measure"])]
    if not known:
        return pd.DataFrame(columns=[*NOTHING, *LIMITS])
    changes = dynamics(
        part, measure=known, unit=span.unit, against="year_before", breaks=reading.breaks
    )
    charts = [
        charted(changes[changes["measure"] == code].reset_index(drop=True), unit=span.unit)
        for code in (known if span.unit in CHARTED else ())
    ]
    charts = [chart for chart in charts if len(chart)]
    if not charts:
        return changes.assign(low=np.nan, high=np.nan, centre=np.nan, signal="", excluded="")
    limits = pd.concat(charts, ignore_index=True)[["measure", "period", *LIMITS]]
    found = changes.merge(limits, on=["measure", "period"], how="left")
    return found.assign(**{name: found[name].fillna("") for name in ("signal", "excluded")})


def grown_told(found: pd.DataFrame, *, period: str) -> list[Told]:
    """What each measure did, and of the first whether that lies within usual variation.

    Parameters
    ----------
    found
        Result of `grown`.
    period
        The period that is told.

    Returns
    -------
    list of (code, fields)
        As `growth_told`, then as `chart_told`; "done_nothing" of no rows.

    Examples
    --------
    >>> grown_told(grown(None, measures=[], period="2026"), period="2026")
    [('done_nothing', {})]
    """
    if found.empty:
        return [("done_nothing", {})]
    told = growth_told(found, period=period)
    first = found[(found["measure"] == found["measure"].iloc[0]) & (found["period"] == period)]
    if len(first) and pd.notna(first["low"].iloc[0]):
        row = first.rename(columns={"increment_rate_chain": "x"})
        told.append(chart_told(row, measure=str(row["measure"].iloc[0])))
    return told
