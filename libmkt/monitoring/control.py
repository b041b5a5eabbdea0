"""Control charts: which months are signals, which are noise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from libmkt.monitoring.dynamics import dynamics
from libmkt.monitoring.spans import parsed

Of = Literal["year_change", "deseasonalised"]
RULES: Final = ("beyond_limits", "run_of_8")
# What makes limits of a mean or median range of two values: 3 / 1.128 and 3 / 0.954.
_SCALE: Final = {"mean": 2.660, "median": 3.145}
_RUN = 8
_SEASON = {"month": 12, "quarter": 4, "half": 2, "year": 1}


def control(
    counts: pd.DataFrame,
    *,
    measure: str,
    by: str | Sequence[str] = (),
    unit: str = "month",
    of: Of = "year_change",
    breaks: pd.DataFrame | None = None,
    closed: Sequence[str] = (),
    centre: Literal["median", "mean"] = "median",
    minimum: int = 12,
) -> pd.DataFrame:
    """An XmR chart of a series freed from its season; never of the raw series.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    measure
        Code of the measure.
    by
        "library" or "branch"; () takes all together.
    unit
        "month" or "quarter".
    of
        What is charted: the "year_change" (against the same month a year before, as a
        share), or the "deseasonalised" value (unit of the measure).
    breaks
        Declared breaks (`libmkt.tables`): limits are computed anew after one.
    closed
        Periods in which the library was closed or the counter at fault, apart from those
        noted "closed" in the table: left out of the limits and never a signal, nor are
        the year changes that compare with one.
    centre
        "median" of the values and of the moving ranges, which one wild month does not move,
        or their "mean", Wheeler's first choice for quiet series.
    minimum
        Points needed to set limits; a stretch with fewer has none.

    Returns
    -------
    DataFrame
        One row a group and period that has a charted value or is left out, in order: the
        columns of `by`, period, measure, value (raw), unit, x (charted; missing where left
        out), x_unit ("share" or the unit),
        centre, low, high (limits of x), moving_range, signal ("" or "above", "below":
        beyond a limit; "run_above", "run_below": one of eight or more in a row on one side
        of the centre), excluded ("" or "closed", "compared_with_closed"), stretch, n (points
        behind the limits), rules ("beyond_limits;run_of_8"), method (`of` and
        `centre`, joined by ";").

    Notes
    -----
    A stretch with fewer than `minimum` points is charted without limits: centre, low and
    high are missing and nothing is a signal.  Of a series without a year before there is
    no row.

    Wheeler (2000), Understanding Variation: centre +- 2.660 mean or 3.145 median moving
    range, ranges between neighbours only (not across a gap, a closure or a break).  Year
    changes overlap, and those of a series that drifts are correlated, so that signals are
    then frequent: they say that the level moved, not why.  Deseasonalised: the value over
    the mean ratio of its month to a centred moving average of a year, ratios normed to mean
    1.  Of 200 quiet five-year series with independent noise, 26 % of the charts of year
    changes and 39 % of the deseasonalised held some signal (`tests/golden/false_alarms.csv`).

    Examples
    --------
    >>> months = [f"{y}-{m:02d}" for y in (2023, 2024, 2025) for m in range(1, 13)]
    >>> season = [100, 90, 95, 80, 70, 60, 40, 35, 80, 100, 110, 90]
    >>> values = np.random.default_rng(1).normal(season * 3, 2.0).round()
    >>> values[30] = 90
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": months,
    ...     "measure": "loans", "value": values, "unit": "loans", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> chart = control(counts, measure="loans")
    >>> chart.loc[chart["signal"] == "above", ["period", "value", "signal"]]
         period  value signal
    18  2025-07   90.0  above
    """
    growth = dynamics(
        counts, measure=measure, by=by, unit=unit, against="year_before", breaks=breaks
    )
    return charted(growth, unit=unit, of=of, closed=closed, centre=centre, minimum=minimum)


def charted(
    growth: pd.DataFrame,
    *,
    unit: str = "month",
    of: Of = "year_change",
    closed: Sequence[str] = (),
    centre: Literal["median", "mean"] = "median",
    minimum: int = 12,
) -> pd.DataFrame:
    """The chart of `control` from a table of `dynamics` against the year before.

    Parameters
    ----------
    growth
        Growth of one measure in periods of `unit`.
    unit, of, closed, centre, minimum
        As in `control`, which has the columns of the result, too.
    """
    growth = growth.copy()
    keys = list(growth.columns[: growth.columns.get_loc("period")])
    growth["_series"] = growth.groupby(keys, sort=False).ngroup() if keys else 0
    rows = _charted(growth, of, unit, set(closed))
    order = [
        "period", "measure", "value", "unit", "x", "x_unit", "centre", "low", "high",
        "moving_range", "signal", "excluded", "stretch", "n", "rules", "method",
    ]  # fmt: skip
    if rows.empty:
        return pd.DataFrame(columns=[*keys, *order])
    rows = rows.assign(**_charts(rows, centre, minimum))
    rows = rows.assign(rules=";".join(RULES), method=f"{of};{centre}")
    return rows[[*keys, *order]].reset_index(drop=True)


def _charted(growth: pd.DataFrame, of: Of, unit: str, closed: set[str]) -> pd.DataFrame:
    """The rows to chart, with x and why a point is left out."""
    noted = growth["note"].isin([n for n in growth["note"].unique() if "closed" in n.split(";")])
    shut = (noted | growth["period"].isin(closed)).to_numpy()
    series, names = growth["_series"].tolist(), growth["period"].tolist()
    excluded = np.where(shut, "closed", "")
    if of == "year_change":
        was_shut = {
            key for key, yes in zip(zip(series, names, strict=True), shut, strict=True) if yes
        }
        compared = (
            [
                (number, str(parsed(name).year_before())) in was_shut
                for number, name in zip(series, names, strict=True)
            ]
            if was_shut
            else [False] * len(names)
        )
        excluded = np.where(np.array(compared) & ~shut, "compared_with_closed", excluded)
        x = growth["increment_rate_chain"]
        growth = growth.assign(x_unit="share")
    else:
        x = _deseasonalised(growth, excluded == "", _SEASON[unit])
        growth = growth.assign(x_unit=growth["unit"])
    # -100 % of a closed month is no news
    rows = growth.assign(x=x.where(excluded == ""), excluded=excluded)
    return rows[rows["x"].notna() | (rows["excluded"] != "")]


def _deseasonalised(growth: pd.DataFrame, used: np.ndarray, season: int) -> pd.Series:
    """Values of each series and stretch over the seasonal factor of their month."""
    x = pd.Series(np.nan, index=growth.index)
    usable = growth["linked_value"].where(used)
    for _which, labels in growth.groupby(["_series", "stretch"], sort=False).groups.items():
        mine = usable[labels]
        x[labels] = mine / _seasonal(mine, growth.loc[labels, "period"], season)
    return x


def _seasonal(values: pd.Series, names: pd.Series, season: int) -> pd.Series:
    """Seasonal factors: mean ratio of each month to the centred yearly moving average."""
    weights = np.r_[0.5, np.ones(season - 1), 0.5] / season
    padded = values.interpolate(limit_area="inside").to_numpy()
    level = np.full(len(values), np.nan)
    half = season // 2
    if len(values) > season:
        level[half:-half] = np.convolve(padded, weights, mode="valid")
    trend = pd.Series(level, index=values.index)
    place = pd.Series([parsed(name).start.month for name in names], index=values.index)
    ratios = (values / trend).groupby(place).mean()
    return place.map(ratios / ratios.mean())


def _charts(rows: pd.DataFrame, of_what: Literal["median", "mean"], minimum: int) -> dict[str, Any]:
    """Limits and signals of each stretch of each series."""
    used = rows["x"].where(rows["excluded"] == "").to_numpy(dtype=float)
    starts = [parsed(name) for name in rows["period"]]
    found = {name: np.full(len(rows), np.nan) for name in ("centre", "low", "high", "moving_range")}
    n, signal = np.zeros(len(rows), dtype=int), np.full(len(rows), "", dtype=object)
    for places in rows.groupby(["_series", "stretch"], sort=False).indices.values():
        x = used[places]
        following = np.array([starts[a] + 1 == starts[b] for a, b in pairwise(places)], dtype=bool)
        ranges = np.r_[np.nan, np.where(following, np.abs(np.diff(x)), np.nan)]
        n[places] = (~np.isnan(x)).sum()
        found["moving_range"][places] = ranges
        if n[places[0]] < minimum or np.isnan(ranges).all():
            continue
        middle = np.nanmedian if of_what == "median" else np.nanmean
        centre, reach = float(middle(x)), _SCALE[of_what] * float(middle(ranges))
        found["centre"][places] = centre
        found["low"][places], found["high"][places] = centre - reach, centre + reach
        signal[places] = _signals(x, centre, reach)
    return {**found, "n": n, "signal": pd.Series(signal, index=rows.index, dtype="str")}


def _signals(x: np.ndarray, centre: float, reach: float) -> np.ndarray:
    """What each point is: beyond a limit, in a run on one side, or nothing."""
    side = _runs(np.sign(x - centre))
    return np.select(
        [x > centre + reach, x < centre - reach, side == 1, side == -1],
        ["above", "below", "run_above", "run_below"],
        "",
    )


def _runs(side: np.ndarray) -> np.ndarray:
    """The side of each point that stands in a run of eight or more; 0 for the rest.

    A point that is left out neither counts nor ends a run.
    """
    found = np.zeros(len(side))
    seen = np.flatnonzero(~np.isnan(side))
    edges = np.flatnonzero(np.diff(side[seen])) + 1
    for run in np.split(seen, edges):
        if len(run) >= _RUN:
            found[run] = side[run]
    return found
