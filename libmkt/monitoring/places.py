"""Sentences, actions and doubts of a peer comparison: codes and fields, no prose."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from libmkt.errors import Told
from libmkt.tables import ADVICE

LOW, HIGH = 0.25, 0.75


def position_told(position: pd.DataFrame) -> list[Told]:
    """Where a library stands in each indicator: in the lower or upper quarter, or between.

    Parameters
    ----------
    position
        Result of `percentiles` for one library.

    Returns
    -------
    list of (code, fields)
        "place_low", "place_high" or "place_middle", an indicator each; of a share, which is
        told as a percentage, with "_share" behind.

    Examples
    --------
    >>> position = pd.DataFrame({"measure": ["coverage"], "value": [0.1], "median": [0.2],
    ...                          "percentile": [0.1], "rank": [9.0], "n": [10]})
    >>> position_told(position)[0][0]
    'place_low'
    """
    found: list[Told] = []
    for row in position.to_dict("records"):
        share = row["percentile"]
        where = "low" if share < LOW else "high" if share > HIGH else "middle"
        names = ("measure", "value", "median", "rank", "n")
        kind = "_share" if row.get("unit") == "share" else ""
        found.append((f"place_{where}{kind}", {name: row[name] for name in names}))
    return found


def strip_told(position: pd.DataFrame) -> Told:
    """What the strips show, in a sentence: how many indicators lie above the peers' median.

    Parameters
    ----------
    position
        Result of `percentiles` for one library.
    """
    above = int((position["percentile"] > 0.5).sum())
    return "alt_strip", {"n": len(position), "above": above}


def funnel_told(spread: pd.DataFrame, library: str) -> Told:
    """Whether a library lies within the funnel's limits.

    Parameters
    ----------
    spread
        Result of `funnel`.
    library
        Name of the library.

    Returns
    -------
    (code, fields)
        "funnel_within", "funnel_low", "funnel_high" (beyond the 99.8 % limits), or
        "funnel_absent" where it has no rate.
    """
    rows = spread[spread["label"] == library]
    if rows.empty:
        return "funnel_absent", {"library": library}
    row = rows.iloc[0]
    outside = "low" if row["value"] < row["low_998"] else "high"
    inside = row["low_998"] <= row["value"] <= row["high_998"]
    names = ("measure", "value", "centre", "low_998", "high_998")
    fields = {"library": library} | {name: row[name] for name in names}
    return f"funnel_{'within' if inside else outside}", fields


def position_advice(
    position: pd.DataFrame, rates: pd.DataFrame, peers: Sequence[str]
) -> pd.DataFrame:
    """At most three actions: ask the best peer about what is in the lowest quarter.

    Parameters
    ----------
    position
        Result of `percentiles` for one library; indicators where high is not good
        (direction other than "up") are passed over.
    rates
        Indicators by library, as `percentiles` was given.
    peers
        Names of the peers.

    Returns
    -------
    DataFrame
        One row an action: code, fields, owner, rule (codes of sentences).
    """
    low = position[(position["percentile"] < LOW) & (position["direction"] == "up")]
    found = []
    for row in low.sort_values("percentile").to_dict("records"):
        others = rates[(rates["measure"] == row["measure"]) & rates["library"].isin(peers)]
        best = others.sort_values("value", kind="stable")["library"].iloc[-1]
        fields = {"measure": row["measure"], "rank": row["rank"], "n": row["n"], "peer": best}
        found.append(("advise_ask_peer", fields, "owner_director", "why_low"))
    return pd.DataFrame(found[:3], columns=list(ADVICE))


def peer_doubts(
    peers: pd.DataFrame, position: pd.DataFrame, *, asked: Sequence[str] = ()
) -> list[Told]:
    """How sure a comparison is: how the peers were chosen, how many, what they lack.

    Parameters
    ----------
    peers
        Result of `nearest`.
    position
        Result of `percentiles`.
    asked
        Codes of the indicators that were asked for: those the library lacks are told.
    """
    chosen = peers[peers["rank"] > 0]
    found: list[Told] = []
    if (chosen["method"] == "nearest").any():
        compared = int(peers["compared"].iloc[0])
        found.append(("doubt_nearest", {"n": len(chosen), "compared": compared}))
        left_out = int(peers["left_out"].iloc[0])
        if left_out:
            found.append(("doubt_left_out", {"n": left_out}))
    else:
        found.append(("doubt_given", {"n": len(chosen)}))
    known = set(position["measure"])
    found += [("doubt_lacking", {"measure": code}) for code in asked if code not in known]
    if position.empty:
        return found
    fewest = position.sort_values("n", kind="stable").iloc[0]
    if fewest["n"] < len(peers):
        fields = {"measure": fewest["measure"], "n": fewest["n"], "all": len(peers)}
        found.append(("doubt_fewest", fields))
    return found
