"""Where three kinds of evidence agree, contradict one another or are missing: codes, no causes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from libmkt.errors import N_, Message, Told
from libmkt.services.evidence import FREE, FULL, KINDS, MAJORITY, STEADY
from libmkt.services.observed import LEAST, Unit, busiest
from libmkt.tables import ADVICE, SWEEP

ENOUGH: Final = 30  # sweeps that are proposed where nobody has observed
_FEW: Final = 30  # answers below which shares are told by counts


def verdict_told(found: pd.DataFrame) -> list[Told]:
    """Where the kinds of evidence contradict one another, where they agree, what is missing.

    Parameters
    ----------
    found
        Result of `evidence`.

    Returns
    -------
    list of (code, fields)
        "contra_..." for each two that point apart; "agree_..." for two, or all three, that
        point the same way; "alone_..." where but one points anywhere, "held_against_none" where
        none does; then why each of the others does not ("open_...", "usual_does" ...) or what is
        "missing_...".

    Examples
    --------
    >>> table = pd.DataFrame({"kind": ["says", "does", "seen"], "what": ["", "loans", ""],
    ...     "estimate": [0.82, -0.12, None], "conf_low": None, "conf_high": None, "hour": "",
    ...     "direction": [1, -1, None], "reason": ["", "", "missing"]})
    >>> [code for code, _fields in verdict_told(table)]
    ['contra_says_does', 'missing_seen']
    """
    rows = _by_kind(found)
    fields = _fields(rows)
    points = {kind: rows[kind]["direction"] for kind in KINDS}
    sure = [kind for kind in KINDS if points[kind] in (1, -1)]
    told: list[Told] = []
    pairs = list(itertools.combinations(sure, 2))
    apart = [pair for pair in pairs if points[pair[0]] != points[pair[1]]]
    alike = [pair for pair in pairs if points[pair[0]] == points[pair[1]]]
    told += [(f"contra_{one}_{other}", fields) for one, other in apart]
    if len(alike) == len(KINDS):
        told.append(("agree_all", fields))
    else:
        told += [(f"agree_{one}_{other}", fields) for one, other in alike]
    if len(sure) < 2:
        told.append((f"alone_{sure[0]}", fields) if sure else ("held_against_none", {}))
    return told + [_why_not(rows[kind], fields) for kind in KINDS if kind not in sure]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dictionaries by the names of the columns."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _by_kind(found: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["kind"]: row for row in _records(found)}


def _fields(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers that sentences on several kinds are made from."""
    says, does, seen = (rows[kind] for kind in KINDS)
    return {
        "share": says["estimate"],
        "measure": does["what"],
        "rate": does["estimate"],
        "occupancy": seen["estimate"],
        "hour": seen["hour"] or Message(N_("all day")),
    }


def _why_not(row: Mapping[str, Any], fields: Mapping[str, Any]) -> Told:
    """Why one kind points nowhere."""
    code = {"open": "open", "steady": "open", "no-margin": "margin", "missing": "missing"}
    reason = str(row["reason"])
    ends = {"low": row["conf_low"], "high": row["conf_high"], "least": LEAST}
    return f"{code.get(reason, reason.replace('-', '_'))}_{row['kind']}", {**fields, **ends}


def said_told(said: pd.DataFrame) -> list[Told]:
    """Each share of those who answered, with its interval where it has one.

    Returns
    -------
    list of (code, fields)
        "said_share" (said, estimate, conf_low, conf_high, n); "said_share_only" without a
        margin of error; "said_count" (count, n) below 30 answers; "said_hidden" where so few
        answered that it is hidden; "said_nothing" of no rows.

    Examples
    --------
    >>> said_told(pd.DataFrame())
    [('said_nothing', {})]
    """
    if said.empty:
        return [("said_nothing", {})]
    told: list[Told] = []
    for row in _records(said):
        names = ("said", "estimate", "conf_low", "conf_high", "n", "count")
        if pd.isna(row["estimate"]):
            told.append(("said_hidden", {"said": row["said"]}))
            continue
        bare = "said_share_only" if pd.isna(row["conf_low"]) else "said_share"
        told.append(("said_count" if row["n"] < _FEW else bare, {k: row[k] for k in names}))
    return told


def seen_told(whole: pd.DataFrame, by_hour: pd.DataFrame, found: pd.DataFrame) -> list[Told]:
    """How many seats were taken, over all hours and at the busiest.

    Parameters
    ----------
    whole, by_hour
        `occupancy` of all hours together, and by hour.
    found
        Result of `evidence`.

    Examples
    --------
    >>> seen_told(pd.DataFrame(), pd.DataFrame(), pd.DataFrame())
    [('seen_nothing', {})]
    """
    if whole.empty:
        return [("seen_nothing", {})]
    row = _records(whole)[0]
    doubt = "seen_share_only" if pd.isna(row["conf_low"]) else "seen_share"
    told: list[Told] = [(doubt, row)]
    most = found[(found["kind"] == "seen") & (found["hour"] != "")]
    if len(most) and len(by_hour) > 1:
        told.append(("seen_busiest", _records(most)[0]))
    return told


def service_advice(found: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """At most three actions: what to mend, whom to ask, what to find out.

    Parameters
    ----------
    found
        Result of `evidence`.
    said
        Shares of those who answered, as of `evidence`.

    Returns
    -------
    DataFrame
        One row an action: code, fields (of its sentence), owner, rule (codes of sentences).

    Notes
    -----
    In this order: important to most but well done to fewer than half, both beyond doubt; a
    contradiction; seats that are full; what is missing.
    """
    rows = _by_kind(found)
    fields, points = _fields(rows), {kind: rows[kind]["direction"] for kind in KINDS}
    made: list[tuple[str, dict[str, Any], str]] = []
    done = said[said["said"] == "said_performance"] if len(said) else said
    if points["says"] == 1 and len(done) and done["conf_high"].iloc[0] < MAJORITY:
        made.append(("advise_service", {**fields, "done": done["estimate"].iloc[0]}, "why_poor"))
    if {1, -1} <= set(points.values()):
        made.append(("advise_ask_why", {}, "why_contradiction"))
    if points["seen"] == 1:
        made.append(("advise_seats", fields, "why_full"))
    lacking = {
        "seen": ("advise_observe", {"n": ENOUGH}),
        "does": ("advise_count", {}),
        "says": ("advise_ask", {}),
    }
    for kind, (code, more) in lacking.items():
        if rows[kind]["reason"] in ("missing", "not-asked", "few-sweeps"):
            made.append((code, more, "why_missing"))
    kept = [(code, more, "owner_service", rule) for code, more, rule in made[:3]]
    return pd.DataFrame(kept, columns=list(ADVICE))


def service_doubts(
    observations: pd.DataFrame,
    by_hour: pd.DataFrame,
    *,
    unit: Unit = "day",
    majority: float = MAJORITY,
    steady: float = STEADY,
    full: float = FULL,
    free: float = FREE,
) -> list[Told]:
    """How sure it is: the sweeps, the limits that were used, and what nobody can say.

    Parameters
    ----------
    observations
        Those of the service and period (`seen_in`); may have no rows.
    by_hour
        `occupancy` by hour.
    unit
        As `occupancy` was told.
    majority, steady, full, free
        As `evidence` was told.

    Examples
    --------
    >>> [code for code, _fields in service_doubts(pd.DataFrame(), pd.DataFrame())]
    ['evidence_limits', 'evidence_persons']
    """
    told: list[Told] = []
    if len(observations):
        sweeps = observations.drop_duplicates(list(SWEEP))
        first, last = (
            dt.date.fromisoformat(str(sweeps["date"].agg(end))) for end in ("min", "max")
        )
        ends = {"first": first, "last": last}
        told.append(("sweeps_made", {"n": len(sweeps), "days": sweeps["date"].nunique(), **ends}))
        told.append((f"{unit}s_unit", {}))
        times = sweeps.loc[sweeps["time"] != "", "time"]
        if len(times):
            told.append(("sweeps_hours", {"first": times.min(), "last": times.max()}))
        if (hours := len(by_hour) and int(busiest(by_hour)["hours"].sum())) > 1:
            told.append(("sweeps_busiest", {"n": hours}))
        if crowded := int(((observations["note"] != "") & (observations["activity"] == "")).sum()):
            told.append(("sweeps_crowded", {"n": crowded}))
    limits = {"majority": majority, "steady": steady, "full": full, "free": free}
    return [*told, ("evidence_limits", limits), ("evidence_persons", {})]
