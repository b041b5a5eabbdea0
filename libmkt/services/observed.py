"""Seats taken and what people were seen to do, with the doubt that sweeps leave (F26).

A sweep is one walk through the areas of a branch.  People who sit together came together
and stay for hours, so that 40 seats seen at once are far from 40 answers, and a busy day is
busy at all hours: the unit that was drawn is the day (or the sweep), and a share of seats is
a ratio of two totals over such units.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, not_among
from libmkt.period import Period
from libmkt.stats import variance
from libmkt.stats.design import Design
from libmkt.stats.domains import Group, groups
from libmkt.stats.margins import share_interval, t_interval
from libmkt.stats.prepared import Prepared, prepared
from libmkt.tables import SWEEP
from libmkt.text.fold import search_key

Unit = Literal["sweep", "day"]
BY: Final = ("library", "branch", "area", "date", "time", "hour")
LEAST: Final = 3  # sweeps that an hour needs to be called the busiest
COLUMNS: Final = (
    *("n", "days", "seats", "estimate", "std_error", "df", "conf_low", "conf_high"),
    *("lowest", "highest", "method", "note"),
)
WHOLE: Final = ("n", "days", "df")
NUMBERS: Final = COLUMNS[:-2]


def seen_in(
    observations: pd.DataFrame,
    *,
    period: Period | str | None = None,
    areas: Sequence[str] = (),
    places: Sequence[str] = (),
) -> pd.DataFrame:
    """The observations of a span of time, of some areas and places.

    Parameters
    ----------
    observations
        The canonical table (`libmkt.tables`).
    period
        Days outside it are left out; None keeps all.
    areas, places
        Names of areas, and of libraries or branches, in either script; () keeps all.  Rows
        that name neither library nor branch stay: a sheet of one branch need not name it.

    Examples
    --------
    >>> seen = pd.DataFrame({"library": "", "branch": "", "area": ["Hall", "Hall", "Kids"],
    ...                      "date": ["2026-08-31", "2026-09-01", "2026-09-01"]})
    >>> seen_in(seen, period="2026-09", areas=["Hall"])["date"].tolist()
    ['2026-09-01']
    """
    keep = pd.Series(True, index=observations.index)
    if period is not None:
        span = Period.parse(period)
        first, end = span.start.isoformat(), span.end.isoformat()
        keep &= (observations["date"] >= first) & (observations["date"] < end)
    if areas:
        keep &= _named(observations["area"], areas)
    if places:
        nameless = (observations["library"] == "") & (observations["branch"] == "")
        keep &= (
            nameless
            | _named(observations["library"], places)
            | _named(observations["branch"], places)
        )
    return observations[keep].reset_index(drop=True)


def _named(column: pd.Series, names: Sequence[str]) -> pd.Series:
    """Rows that hold one of these names, however it is spelled."""
    keys = {search_key(name) for name in names}
    return column.isin([one for one in column.unique() if search_key(one) in keys])


def occupancy(
    observations: pd.DataFrame,
    *,
    by: str | Sequence[str] = (),
    unit: Unit = "day",
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of the seats that were taken: occupied seats over seats, of all sweeps together.

    Parameters
    ----------
    observations
        The canonical table (`libmkt.tables`).
    by
        Columns whose groups are reported apart: library, branch, area, date, time, hour.
    unit
        What was drawn and came out alike within: a "day", whose sweeps resemble one another
        (busy days are busy at all hours), or a "sweep", each drawn by itself.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group, in order: the columns of `by`, n (sweeps), days, seats (mean of a
        sweep), estimate (share; above 1 where more sat there than there are seats), std_error,
        df, conf_low, conf_high, lowest and highest (share of one sweep), method, note
        ("too-few": one unit, no error; "no-spread": the same share in each, which says
        nothing of the doubt).  No rows of no observations.

    Notes
    -----
    sum(occupied) / sum(seats), not the mean of the sweeps' own shares.  Error of a ratio
    under clusters: w (y - r x) / sum(x) linearised, as R's `svyratio` with the units as
    `ids`; t interval of the log odds, df = units - 1.  ISO 11620 (public seating occupancy);
    Cochran (1977), Sampling Techniques, 6.3 and 9A.

    Examples
    --------
    >>> seen = pd.DataFrame({"library": "", "branch": "", "area": "Hall", "activity": "",
    ...     "date": ["2026-09-14", "2026-09-15", "2026-09-18"], "time": "14:00", "seats": 40.0,
    ...     "occupied": [10.0, 20.0, 6.0]})
    >>> found = occupancy(seen)
    >>> found[["n", "estimate", "std_error", "conf_low", "conf_high"]].round(3)
       n  estimate  std_error  conf_low  conf_high
    0  3       0.3      0.104     0.048      0.783
    """
    whole = observations[observations["activity"] == ""]
    return _ratios(whole, "occupied", "seats", by, unit, level)


def activities(
    observations: pd.DataFrame, *, unit: Unit = "day", level: float = 0.95
) -> pd.DataFrame:
    """Share of those who sat there that did each thing, the most frequent first.

    Parameters
    ----------
    observations, unit, level
        As of `occupancy`.

    Returns
    -------
    DataFrame
        One row an activity: activity, count (persons seen doing it), there (persons on the
        seats where it was counted), and the columns of `occupancy`; the share is count over
        there.  A person may do two things: shares need not add up to 1.

    Examples
    --------
    >>> seen = pd.DataFrame({"library": "", "branch": "", "area": "Hall", "date": "2026-09-14",
    ...     "time": ["10:00"] * 2 + ["14:00"] * 2, "seats": 40.0,
    ...     "activity": ["", "act_reading"] * 2, "occupied": [10.0, 4.0, 30.0, 6.0]})
    >>> activities(seen)[["activity", "count", "there", "estimate"]]
          activity  count  there  estimate
    0  act_reading   10.0   40.0      0.25
    """
    keys = [*SWEEP, "area"]
    whole = observations.loc[observations["activity"] == "", [*keys, "occupied"]]
    done = observations[observations["activity"] != ""].merge(
        whole.rename(columns={"occupied": "there"}), on=keys, how="left"
    )
    found = _ratios(done, "occupied", "there", "activity", unit, level).drop(columns="seats")
    sums = done.groupby("activity", sort=False)[["occupied", "there"]].sum()
    for name, column in (("there", "there"), ("count", "occupied")):
        found.insert(1, name, found["activity"].map(sums[column]).astype("float64"))
    return found.sort_values("estimate", ascending=False, kind="stable").reset_index(drop=True)


def busiest(by_hour: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """The hour with the largest share of seats taken, among those seen in three sweeps or more.

    Parameters
    ----------
    by_hour
        Result of `occupancy` by hour, at any level.
    level
        Confidence level of all these hours together, between 0 and 1.

    Returns
    -------
    DataFrame
        Its row, the earlier of two alike, with conf_low and conf_high that allow for the
        choice, and hours (those it was picked from); no row where no hour was seen often
        enough.  Picked because it is the highest, its share looks larger than it is: the
        fewer sweeps an hour has, the more so.

    Notes
    -----
    The limits are those of one hour at level 1 - (1 - level) / hours (Bonferroni): whichever
    hour comes out highest, they miss its share at most as often as `level` says.  Dunn (1961),
    Journal of the American Statistical Association 56, 52-64.

    Examples
    --------
    >>> hours = pd.DataFrame({"hour": ["10:00", "14:00", "18:00"], "n": [9, 9, 1], "df": [8, 8, 0],
    ...                       "estimate": [0.2, 0.5, 0.9], "std_error": [0.04, 0.05, np.nan],
    ...                       "conf_low": [0.12, 0.39, np.nan], "conf_high": [0.31, 0.61, np.nan]})
    >>> busiest(hours)[["hour", "conf_low", "conf_high", "hours"]].round(2)
        hour  conf_low  conf_high  hours
    0  14:00      0.37       0.63      2
    """
    known = by_hour[(by_hour["n"] >= LEAST) & by_hour["estimate"].notna()]
    most, hours = known.nlargest(1, "estimate").reset_index(drop=True), len(known)
    if hours > 1:
        share, error, df = most[["estimate", "std_error", "df"]].to_numpy(dtype=float)[0]
        low, high = _interval(share, error, int(df) + 1, 1 - (1 - level) / hours)
        most = most.assign(conf_low=low, conf_high=high)
    return most.assign(hours=hours)


def _ratios(
    rows: pd.DataFrame, above: str, below: str, by: str | Sequence[str], unit: Unit, level: float
) -> pd.DataFrame:
    """Ratios of two totals over sweeps, a row a group."""
    names = [by] if isinstance(by, str) else list(by)
    _check(names, unit)
    table = rows.assign(hour=_hours(rows["time"])).reset_index(drop=True)
    keys = list(SWEEP) if unit == "sweep" else ["library", "branch", "date"]
    table["unit"] = table.groupby(keys, sort=False).ngroup()
    made = []
    if len(table):
        several = table["unit"].nunique() > 1
        sample = prepared(table, Design(clusters="unit")) if several else None
        for group in groups(table, names or None):
            part = table.iloc[group.rows]
            if len(part):
                made.append(
                    {name: part[name].iloc[0] for name in names}
                    | _row(sample, table, group, above, below, level)
                )
    columns = [*names, *COLUMNS]
    found = pd.DataFrame(made, columns=columns).assign(method=f"ratio over {unit}s, linearised")
    found = found.astype({name: "int64" if name in WHOLE else "float64" for name in NUMBERS})
    return found.sort_values(names, kind="stable", ignore_index=True) if names else found


def _row(
    sample: Prepared | None,
    table: pd.DataFrame,
    group: Group,
    above: str,
    below: str,
    level: float,
) -> dict[str, Any]:
    part = table.iloc[group.rows]
    units, there = part["unit"].nunique(), part[below].sum()
    estimate, error = part[above].sum() / there if there else np.nan, np.nan
    if sample is not None and units > 1:
        top, bottom = (part[[name]].to_numpy(dtype=float) for name in (above, below))
        found = variance.ratios(sample, top, bottom, np.zeros(1, np.intp), group.rows)
        error = float(found.std_error[0])
    sweeps = part.groupby(list(SWEEP), sort=False)[[above, below]].sum()
    shares = (sweeps[above] / sweeps[below].where(sweeps[below] > 0)).dropna()
    fixed = error < 1e-12 and 0 < estimate < 1
    error = np.nan if fixed else error
    low, high = _interval(estimate, error, units, level)
    return {
        "n": len(sweeps),
        "days": part.groupby(["library", "branch"])["date"].nunique().sum(),
        "seats": sweeps[below].mean(),
        "estimate": estimate,
        "std_error": error,
        "df": units - 1,
        "conf_low": low,
        "conf_high": high,
        "lowest": shares.min(),
        "highest": shares.max(),
        "note": "too-few" if units < 2 else "no-spread" if fixed else "",
    }


def _interval(estimate: float, error: float, n: int, level: float) -> tuple[float, float]:
    """The interval of a share; of more people than seats, estimate -+ t error, from 0 on."""
    if estimate >= 1 and error > 0:
        low, high = t_interval(estimate, error, df=n - 1, level=level)
        return max(low, 0.0), high
    low, high, _kind = share_interval(
        estimate, error, n=n, n_eff=n, df=n - 1, kind="logit", level=level
    )
    return low, high


def _hours(times: pd.Series) -> pd.Series:
    """ "14:00" for every time from 14:00 to 14:59; "" stays."""
    return (times.str[:2] + ":00").where(times != "", "")


def _check(by: Sequence[str], unit: str) -> None:
    problems = [not_among("by", name, BY) for name in by if name not in (*BY, "activity")]
    if unit not in ("sweep", "day"):
        problems.append(not_among("unit", unit, ("sweep", "day")))
    if problems:
        raise ParameterError(Message(N_("a share of seats cannot be computed")), problems)
