"""Three kinds of evidence of one service, side by side, and which way each points."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from libmkt.services.observed import busiest

MAJORITY: Final = 0.5  # of those who answered: "most call it important"
STEADY: Final = 0.03  # a change on a year before within this is none
FULL: Final = 0.75  # of the seats at the busiest hour
FREE: Final = 0.5  # below this, more than half of them are free
KINDS: Final = ("says", "does", "seen")
COLUMNS: Final = (
    *("kind", "what", "estimate", "conf_low", "conf_high", "n", "hour"),
    *("direction", "reason", "rule"),
)
SIDE_BY_SIDE: Final = (
    *("kind", "what", "estimate", "conf_low", "conf_high", "value", "change", "n"),
)


def evidence(
    said: pd.DataFrame,
    grown: pd.DataFrame,
    by_hour: pd.DataFrame,
    *,
    period: str,
    majority: float = MAJORITY,
    steady: float = STEADY,
    full: float = FULL,
    free: float = FREE,
) -> pd.DataFrame:
    """Which way what people say, do and are seen to do points, where it can be told.

    Parameters
    ----------
    said
        Shares of those who answered: columns said, n, estimate, conf_low, conf_high; the row
        "said_importance" is taken.  May have no rows.
    grown
        Growth of the main measure on a year before, a row a period: period, measure,
        increment_rate_chain; and as it has them low, high (limits of usual variation of the
        change) and signal ("" within them).  May have no rows.
    by_hour
        `occupancy` by hour; its `busiest` hour is taken, with limits that allow for the hours
        it was picked from.  May have no rows.
    period
        The period that is told.
    majority
        What share of people "most" is more than.
    steady
        Where there are no limits of usual variation: a change within this, up or down, is
        called none.
    full, free
        Seats are full above the one share at the busiest hour, and free below the other.

    Returns
    -------
    DataFrame
        Three rows, says, does and seen: kind, what (code of the figure), estimate (a share; of
        does, the change), conf_low, conf_high (of does, the limits of usual variation), n
        (answers, or sweeps), hour, direction (1:
        much wanted, used more, full; -1: the contrary; 0: it cannot be told; missing: there
        is no such evidence), reason (why it is 0 or missing: "open", "no-margin", "hidden",
        "usual", "steady", "missing", "not-asked" (of importance), "no-change",
        "few-sweeps"), rule (which limits were used).

    Notes
    -----
    A share points somewhere only if its whole interval lies beyond the limit; that of the
    busiest hour holds for all hours together.  A count has no
    sampling error, but months differ all the same: its change points somewhere if it is a
    signal of the control chart (`libmkt.monitoring.control`), or where years are too few for
    a chart, if it is more than `steady`.  Satisfaction and use
    that people tell do not say how much a service is wanted; they point nowhere.

    Examples
    --------
    >>> said = pd.DataFrame({"said": ["said_importance"], "n": [626], "estimate": [0.75],
    ...                      "conf_low": [0.71], "conf_high": [0.78]})
    >>> grown = pd.DataFrame({"period": ["2026"], "measure": "loans",
    ...                       "increment_rate_chain": [-0.12]})
    >>> found = evidence(said, grown, pd.DataFrame(), period="2026")
    >>> found[["kind", "what", "direction", "reason"]]
       kind             what  direction   reason
    0  says  said_importance        1.0
    1  does            loans       -1.0
    2  seen    seats_busiest        NaN  missing
    """
    rows = [
        _says(said, majority),
        _does(grown, period, steady),
        _seen(by_hour, full, free),
    ]
    numbers = ("estimate", "conf_low", "conf_high", "n", "direction")
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(numbers, "float64"))


def _says(said: pd.DataFrame, majority: float) -> dict[str, Any]:
    row = {"kind": "says", "what": "said_importance", "hour": "", "rule": f"most: {majority:g}"}
    asked = said[said["said"] == "said_importance"] if len(said) else said
    if asked.empty:
        reason = "not-asked" if len(said) else "missing"
        return row | {"direction": np.nan, "reason": reason}
    one = asked.iloc[0]
    figures = {name: one[name] for name in ("estimate", "conf_low", "conf_high", "n")}
    row |= {name: value for name, value in figures.items() if pd.notna(value)}
    if pd.isna(one["conf_low"]):
        hidden = pd.isna(one["estimate"])
        return row | {"direction": 0, "reason": "hidden" if hidden else "no-margin"}
    return row | _beyond(one["conf_low"] > majority, one["conf_high"] < majority)


def _does(grown: pd.DataFrame, period: str, steady: float) -> dict[str, Any]:
    row = {"kind": "does", "what": "", "hour": "", "rule": f"steady: {steady:g}"}
    now = grown[grown["period"] == period] if len(grown) else grown
    if now.empty or ("value" in now and pd.isna(now["value"].iloc[0])):
        return row | {"direction": np.nan, "reason": "missing"}
    one = now.iloc[0]
    rate = one["increment_rate_chain"]
    row |= {"what": one["measure"], "estimate": rate}
    if pd.isna(rate):
        return row | {"direction": np.nan, "reason": "no-change"}
    if "low" in one and pd.notna(one["low"]):
        row |= {"conf_low": one["low"], "conf_high": one["high"]}
        row["rule"] = "beyond usual variation"
        signal = str(one["signal"])
        found = _beyond(signal.endswith("above"), signal.endswith("below"))
        return row | found | ({"reason": "usual"} if not found["direction"] else {})
    found = _beyond(rate > steady, rate < -steady)
    return row | found | ({"reason": "steady"} if not found["direction"] else {})


def _seen(by_hour: pd.DataFrame, full: float, free: float) -> dict[str, Any]:
    row = {"kind": "seen", "what": "seats_busiest", "hour": ""}
    row |= {"rule": f"full: {full:g}; free: {free:g}"}
    most = busiest(by_hour) if len(by_hour) else by_hour
    if most.empty:
        reason = "few-sweeps" if len(by_hour) else "missing"
        return row | {"direction": np.nan, "reason": reason}
    one = most.iloc[0]
    row |= {name: one[name] for name in ("estimate", "conf_low", "conf_high", "n", "hour")}
    if pd.isna(one["conf_low"]):
        return row | {"direction": 0, "reason": "no-margin"}
    return row | _beyond(one["conf_low"] > full, one["conf_high"] < free)


def _beyond(above: bool, below: bool) -> dict[str, Any]:
    """The direction of a figure, and why it has none."""
    if above or below:
        return {"direction": 1 if above else -1, "reason": ""}
    return {"direction": 0, "reason": "open"}


def side_by_side(
    said: pd.DataFrame,
    grown: pd.DataFrame,
    whole: pd.DataFrame,
    by_hour: pd.DataFrame,
    *,
    period: str,
) -> pd.DataFrame:
    """All that is known of the service, a row a figure, for a page.

    Parameters
    ----------
    said, by_hour, period
        As of `evidence`.
    grown
        Growth of all its measures: period, measure, value, increment_rate_chain.
    whole
        `occupancy` of all hours together.

    Returns
    -------
    DataFrame
        kind (on its first row alone), what (code), estimate, conf_low, conf_high (share),
        value, change (of counts), n (answers, or sweeps), hidden (bool, as `said` has it); no
        row of a kind that is missing.

    Examples
    --------
    >>> none = pd.DataFrame()
    >>> grown = pd.DataFrame({"period": ["2026"], "measure": "loans", "value": [880.0],
    ...                       "increment_rate_chain": [-0.12]})
    >>> found = side_by_side(none, grown, none, none, period="2026")
    >>> found[["kind", "what", "value", "change"]]
       kind   what  value  change
    0  does  loans  880.0   -0.12
    """
    parts = []
    if len(said):
        parts.append(said.rename(columns={"said": "what"}).assign(kind="says"))
    now = grown[(grown["period"] == period) & grown["value"].notna()] if len(grown) else grown
    if len(now):
        names = {"measure": "what", "increment_rate_chain": "change"}
        parts.append(now[["measure", "value", "increment_rate_chain"]].rename(columns=names)
                     .assign(kind="does"))  # fmt: skip
    most = busiest(by_hour) if len(by_hour) else by_hour
    for table, code in ((whole, "seat_occupancy"), (most, "seats_busiest")):
        if len(table):
            parts.append(table.assign(kind="seen", what=code))
    rows = [
        {name: row.get(name, np.nan) for name in SIDE_BY_SIDE}
        | {"hidden": bool(row.get("hidden", False))}
        for part in parts
        for row in part.to_dict("records")
    ]
    found = pd.DataFrame(rows, columns=[*SIDE_BY_SIDE, "hidden"])
    found["kind"] = found["kind"].where(~found["kind"].duplicated(), "")
    return found.astype(dict.fromkeys(SIDE_BY_SIDE[2:], "float64"))


def published_evidence(
    said: pd.DataFrame, whole: pd.DataFrame, by_hour: pd.DataFrame, *, period: str
) -> pd.DataFrame:
    """Shares as numbers to publish: measure (code), value, period, unit, method.

    Examples
    --------
    >>> whole = pd.DataFrame({"estimate": [0.3], "method": ["ratio over sweeps, linearised"]})
    >>> none = pd.DataFrame()
    >>> published_evidence(none, whole, none, period="2026-09")[["measure", "value", "unit"]]
              measure  value   unit
    0  seat_occupancy    0.3  share
    """
    most = busiest(by_hour) if len(by_hour) else by_hour
    parts = [said.assign(measure=said["said"])] if len(said) else []
    for table, code in ((whole, "seat_occupancy"), (most, "seats_busiest")):
        if len(table):
            parts.append(table.assign(measure=code))
    columns = ["measure", "value", "period", "unit", "method"]
    if not parts:
        return pd.DataFrame(columns=columns)
    rows = [part.assign(value=part["estimate"], period=period, unit="share") for part in parts]
    return pd.concat([part[columns] for part in rows], ignore_index=True)
