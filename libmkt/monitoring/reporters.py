"""What each library or branch reported for a period, and what it still owes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from libmkt.monitoring.numbering import first_places, greatest, least
from libmkt.monitoring.spans import ENTITY, GRACE_DAYS, part_edges, tiled
from libmkt.period import UNITS

_WHO = [*ENTITY, "measure"]


def numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `who`: the number of the reporter and measure, which is cheaper to group by."""
    return rows.assign(who=rows.groupby(_WHO, sort=False).ngroup())


def by_reporter(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a reporter, measure and target: value, parts, and the days they cover.

    `rows` are `numbered`; the result has who and t_first in place of their names.
    """
    key = ["who", "t_first"]
    exact = (rows["first"] == rows["t_first"]) & (rows["end"] == rows["t_end"])
    if exact.all():
        return _as_reported(rows)
    rows = rows[exact | ~exact.groupby([rows[name] for name in key]).transform("any")]
    units = rows.groupby(key)["length"]
    is_mixed = units.transform("min") != units.transform("max")
    if is_mixed.any():
        kept = [tiled(group) for _key, group in rows[is_mixed].groupby(key, sort=False)]
        rows = pd.concat([rows[~is_mixed], *kept])
    rows = rows.sort_values("first", kind="stable")
    flow = rows["kind"] == "flow"
    at_end = rows["end"] == rows["t_end"]
    rows = rows.assign(
        parts=1, covered=(rows["end"] - rows["first"]).where(flow, at_end * 1), total=rows["value"]
    )
    grouped = rows.groupby(rows.groupby(key, sort=False).ngroup(), sort=True)
    first = grouped[[*key, "kind"]].nth(0).reset_index(drop=True)
    found = pd.concat(
        [
            first,
            grouped[["parts", "covered", "total"]].sum(),
            grouped["length"].max(),
            grouped["closed"].mean(),
            grouped["value"].last(),
        ],
        axis=1,
    )
    stock = found["kind"] == "stock"
    found["value"] = found["value"].where(stock, found["total"])
    found["method"] = np.select([stock, found["parts"] == 1], ["last_level", "reported"], "sum")
    return found.drop(columns=["total", "kind"])


def _as_reported(rows: pd.DataFrame) -> pd.DataFrame:
    """`by_reporter` where each figure is of the length asked for: there is nothing to add up."""
    rows = rows.sort_values("first", kind="stable", ignore_index=True)
    flow = rows["kind"] == "flow"
    found = rows[["who", "t_first"]].assign(
        parts=1,
        covered=(rows["end"] - rows["first"]).where(flow, 1),
        length=rows["length"],
        closed=rows["closed"].astype(float),
        value=rows["value"],
    )
    return found.assign(method=np.where(flow, "reported", "last_level"))


def with_gaps(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add `gaps`: parts a reporter owes between its first and last figure.

    A reporter without any figure in a target that lies within its life gets a row
    with no parts, so that a sum over reporters knows that one is missing.
    """
    # Reporters (`who`) and targets are looked up by number: a report asks for totals many
    # times, and to join tables by names was half of what each cost.
    life = _lives(rows)
    target = pd.factorize(rows["target"])[0]
    edges = rows[["target", "t_first", "t_end"]].take(first_places(target))
    at, to = _pairs(life, edges, rows["who"].to_numpy(), target)

    place = np.full((len(life), len(edges)), -1)
    number = pd.Series(np.arange(len(edges)), index=edges["t_first"].to_numpy())
    known_to = number[found["t_first"].to_numpy()].to_numpy()
    place[found["who"].to_numpy(), known_to] = np.arange(len(found))
    there = place[at, to]

    def of(name: str, otherwise: Any) -> np.ndarray:
        known: np.ndarray = found[name].to_numpy()[there]
        return np.where(there < 0, otherwise, known)

    full = life.take(at).reset_index(drop=True)
    length = of("length", full["usual"]).astype(int)
    full = full.assign(
        target=edges["target"].take(to).to_numpy(),
        t_first=edges["t_first"].to_numpy()[to],
        t_end=edges["t_end"].to_numpy()[to],
        parts=of("parts", 0).astype(int),
        covered=of("covered", 0),
        length=length,
        closed=of("closed", 0.0).astype(float),
        value=of("value", np.nan),
        method=of("method", ""),
        part=np.array(UNITS)[length],
    )
    full["gaps"] = _gaps(full)
    return full


def _lives(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a reporter in order of `who`: its names, its first and last day, its usual part."""
    who = rows["who"].to_numpy()
    life = rows[[*_WHO, "unit", "kind"]].take(first_places(who))
    died = greatest(who, rows["end"].to_numpy())
    measure = pd.factorize(life["measure"])[0]
    ends = greatest(measure, died)[measure]
    return life.assign(
        born=least(who, rows["first"].to_numpy()),
        died=np.where(ends - died > GRACE_DAYS, died, ends),
        usual=greatest(who, rows["length"].to_numpy()),
    )


def _pairs(
    life: pd.DataFrame, edges: pd.DataFrame, who: np.ndarray, target: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Places in `life` and in `edges`: the targets of its measure that a reporter lived in."""
    measure = pd.factorize(life["measure"])[0]
    wanted = [pd.unique(target[measure[who] == one]) for one in range(measure.max() + 1)]
    at = np.repeat(np.arange(len(life)), [len(wanted[one]) for one in measure])
    to = np.concatenate([wanted[one] for one in measure])
    begun = life["born"].to_numpy()[at] < edges["t_end"].to_numpy()[to]
    lived = begun & (life["died"].to_numpy()[at] > edges["t_first"].to_numpy()[to])
    return at[lived], to[lived]


def _gaps(full: pd.DataFrame) -> np.ndarray:
    """Parts that are owed and not there: of flows by days, of a stock its last level."""
    born, died = full["born"].to_numpy(), full["died"].to_numpy()
    t_first, t_end = full["t_first"].to_numpy(), full["t_end"].to_numpy()
    covered, parts = full["covered"].to_numpy(), full["parts"].to_numpy()
    owed_first, owed_end = np.maximum(born, t_first), np.minimum(died, t_end)
    missing = np.zeros(len(full), dtype=int)
    flow = (full["kind"] == "flow").to_numpy()
    # A stock's level at the target's end is owed as long as the reporter lives.
    missing[~flow & (covered == 0) & ((died >= t_end) | (parts == 0))] = 1
    targets, units = full["target"].tolist(), full["part"].tolist()
    for place in np.flatnonzero(flow & (covered < owed_end - owed_first)):
        edges = part_edges(targets[place], units[place])
        owed = sum(a >= owed_first[place] and b <= owed_end[place] for a, b in edges)
        missing[place] = max(1, owed - parts[place])
    return missing
