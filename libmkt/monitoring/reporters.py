"""What each library or branch reported for a period, and what it still owes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt.monitoring.spans import ENTITY, GRACE_DAYS, part_edges, tiled
from libmkt.period import UNITS


def by_reporter(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a reporter, measure and target: value, parts, and the days they cover."""
    key = [*ENTITY, "measure", "target"]
    exact = (rows["first"] == rows["t_first"]) & (rows["end"] == rows["t_end"])
    has_exact = exact.groupby([rows[name] for name in key]).transform("any")
    rows = rows[exact | ~has_exact]
    units = rows.groupby(key)["part"].transform("nunique")
    mixed = rows[units > 1]
    if len(mixed):
        kept = [tiled(group) for _key, group in mixed.groupby(key, sort=False)]
        rows = pd.concat([rows[units == 1], *kept])
    rows = rows.sort_values("first", kind="stable")
    flow = rows["kind"] == "flow"
    at_end = rows["end"] == rows["t_end"]
    rows = rows.assign(
        _sum=rows["value"], _covered=(rows["end"] - rows["first"]).where(flow, at_end * 1)
    )
    grouped = rows.groupby(key, sort=False)
    found = grouped.agg(
        total=("_sum", "sum"),
        last=("value", "last"),
        parts=("value", "size"),
        covered=("_covered", "sum"),
        length=("length", "max"),
        unit=("unit", "first"),
        kind=("kind", "first"),
        closed=("closed", "mean"),
        t_first=("t_first", "first"),
        t_end=("t_end", "first"),
    ).reset_index()
    stock = found["kind"] == "stock"
    found["value"] = found["last"].where(stock, found["total"])
    found["method"] = "sum"
    found.loc[stock, "method"] = "last_level"
    found.loc[(found["parts"] == 1) & ~stock, "method"] = "reported"
    return found.drop(columns=["total", "last"])


def with_gaps(found: pd.DataFrame, rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Add `gaps`: parts a reporter owes between its first and last figure.

    A reporter without any figure in a target that lies within its life gets a row
    with no parts, so that a sum over reporters knows that one is missing.
    """
    key = [*ENTITY, "measure"]
    life = rows.groupby(key, sort=False).agg(
        born=("first", "min"), died=("end", "max"), usual=("length", "max"),
        unit=("unit", "first"), kind=("kind", "first"),
    )  # fmt: skip
    table_end = rows.groupby("measure")["end"].max()
    ends = life.index.get_level_values("measure").map(table_end.to_dict()).to_numpy()
    late = ends - life["died"].to_numpy() <= GRACE_DAYS
    life["died"] = life["died"].where(~late, ends)
    life = life.reset_index()
    targets = rows[["measure", "target", "t_first", "t_end"]].drop_duplicates(["measure", "target"])
    grid = life.merge(targets, on="measure")
    grid = grid[(grid["born"] < grid["t_end"]) & (grid["died"] > grid["t_first"])]
    full = grid.merge(
        found.drop(columns=["unit", "kind", "t_first", "t_end"]), on=[*key, "target"], how="left"
    )
    full["parts"] = full["parts"].fillna(0).astype(int)
    full["covered"] = full["covered"].fillna(0)
    full["length"] = full["length"].fillna(full["usual"]).astype(int)
    full["part"] = full["length"].map(dict(enumerate(UNITS)))
    full["closed"] = full["closed"].fillna(0.0).astype(float)
    full["method"] = full["method"].fillna("")
    full["gaps"] = _gaps(full)
    return full


def _gaps(full: pd.DataFrame) -> pd.Series:
    """Parts that are owed and not there: of flows by days, of a stock its last level."""
    owed_first = full[["born", "t_first"]].max(axis=1)
    owed_end = full[["died", "t_end"]].min(axis=1)
    missing = pd.Series(0, index=full.index)
    flow = full["kind"] == "flow"
    # A stock's level at the target's end is owed as long as the reporter lives.
    missing[~flow & (full["covered"] == 0) & (full["died"] >= full["t_end"])] = 1
    missing[~flow & (full["covered"] == 0) & (full["parts"] == 0)] = 1
    short = flow & (full["covered"] < owed_end - owed_first)
    needs = full.assign(a=owed_first, b=owed_end)[short]
    missing[short] = np.array(
        [
            max(1, _owed(row["target"], row["part"], row["a"], row["b"]) - row["parts"])
            for row in needs.to_dict("records")
        ],
        dtype=int,
    )
    return missing


def _owed(target: str, part: str, first: int, end: int) -> int:
    return sum(a >= first and b <= end for a, b in part_edges(target, part))
