"""Which figures stand for the whole: its own, one breakdown's, or the branches'."""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt.monitoring.numbering import first_places, greatest, least
from libmkt.text import is_total


def one_breakdown(reporters: pd.DataFrame) -> pd.DataFrame:
    """The whole where it was reported, else the sum of one breakdown, never of two."""
    if (reporters["breakdown_name"] == "").all():
        return reporters
    key = ["library", "branch", "measure", "target"]
    whole_value = _names_whole(reporters["breakdown_value"])
    named = reporters[(reporters["breakdown_name"] != "") & (reporters["parts"] > 0) & whole_value]
    inside = [*key, "breakdown_name"]
    has_whole = pd.MultiIndex.from_frame(reporters[inside]).isin(
        pd.MultiIndex.from_frame(named[inside])
    )
    rows = reporters[~has_whole | whole_value]
    summed = collapse(rows, inside)
    summed["_rank"] = (summed["gaps"] > 0) * 2 + (summed["breakdown_name"] != "") * 1
    summed.loc[summed["parts"] == 0, "_rank"] = 9
    best = summed.sort_values("_rank", kind="stable").drop_duplicates(key)
    return best.drop(columns="_rank").assign(breakdown_name="", breakdown_value="")


def _names_whole(values: pd.Series) -> pd.Series:
    """Whether a part's name says the whole: "All ages", "Total", "Jámi", "Всего"."""
    known = {
        value: is_total(value) or str(value).casefold().startswith("all ")
        for value in pd.unique(values)
    }
    return values.map(known).astype(bool)


def collapse(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Add reporters together within `key`, values only where some part is there.

    No reporter stands twice within `key`, so that `reporters` counts those who have a part.
    """
    number = rows.groupby(key, sort=False).ngroup().to_numpy()
    first = first_places(number)

    def added(values: pd.Series) -> np.ndarray:
        return np.bincount(number, weights=values, minlength=len(first))

    many = np.bincount(number)
    flow = (rows["kind"] == "flow").to_numpy()[first]
    method = rows["method"].to_numpy()[first]
    found = rows[[*key, "part", "unit", "kind", "t_first", "t_end"]].take(first)
    return found.reset_index(drop=True).assign(
        method=np.where(~flow, "last_level", np.where(many > 1, "sum", method)),
        parts=added(rows["parts"]).astype(int),
        gaps=added(rows["gaps"]).astype(int),
        reporters=added(rows["parts"] > 0).astype(int),
        covered=greatest(number, rows["covered"].to_numpy()),
        closed=added(rows["closed"]) / many,
        born=least(number, rows["born"].to_numpy()),
        died=greatest(number, rows["died"].to_numpy()),
        # by pandas, whose sum of many figures loses no digit
        value=rows["value"].groupby(number).sum(min_count=1).to_numpy(),
    )


def library_or_branches(reporters: pd.DataFrame, *, keep_branches: bool) -> pd.DataFrame:
    """A library's own figure or its branches', not both.

    By branch, the branches win where there are any.  Else the library's own figure wins
    unless it lacks parts and the branches have some.
    """
    own = reporters["branch"] == ""
    if own.all() or not own.any():
        return reporters
    key = ["library", "measure", "target", "breakdown_name", "breakdown_value"]
    index = pd.MultiIndex.from_frame(reporters[key])
    if keep_branches:
        has_branches = index.isin(index[~own & (reporters["parts"] > 0)])
        return reporters[~own | ~has_branches]
    whole_own = index.isin(index[own & (reporters["parts"] > 0) & (reporters["gaps"] == 0)])
    some_branch = index.isin(index[~own & (reporters["parts"] > 0)])
    return reporters[(own & (whole_own | ~some_branch)) | (~own & ~whole_own)]
