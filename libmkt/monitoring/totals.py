"""Add figures up: over months to a year, over branches to a library, once each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.measures import MEASURES
from libmkt.measures.counted import nearest
from libmkt.monitoring.spans import (
    ENTITY,
    GRACE_DAYS,
    days,
    part_edges,
    shortest,
    span_table,
    tiled,
)
from libmkt.period import UNITS
from libmkt.text import is_total

Incomplete = Literal["missing", "sum"]
_BY: Final = ("library", "branch")
_RESULT: Final = ("value", "unit", "kind", "parts", "expected", "complete", "reporters", "method")


def totals(
    counts: pd.DataFrame,
    *,
    measures: str | Sequence[str] | None = None,
    by: str | Sequence[str] = (),
    unit: str = "year",
    breakdown: str | None = None,
    incomplete: Incomplete = "missing",
) -> pd.DataFrame:
    """Figures added up to periods of one length, over all or by library or branch.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`): one measure of one reporter in one period.
    measures
        Codes of the measures wanted, in the order of the result; None takes all.
    by
        "library" or "branch" (which brings its library along); () adds all together.
    unit
        Length of the periods of the result: year, half, quarter, month, week or day.
    breakdown
        Name of a breakdown whose values are reported apart; None adds to the whole.
    incomplete
        What the value of a period is that lacks parts: "missing", or "sum" for the
        sum of what is there (of a stock, the last level that is there).

    Returns
    -------
    DataFrame
        One row a group, measure and period, in that order: the columns of `by`,
        breakdown_value if a breakdown is given, period, measure, value (missing when
        incomplete), unit, kind, parts (figures used), expected (figures needed),
        complete (bool), reporters (libraries or branches that reported), method
        ("reported", "sum", "last_level"), note (codes parted by ";": closed,
        partly_closed, incomplete, not_additive).

    Raises
    ------
    ParameterError
        An unknown unit, measure, breakdown, `by` or `incomplete`.
    DataError
        One figure stands twice with different values, or none fits `unit`.

    Notes
    -----
    A flow (loans) is summed over parts that cover the period without overlap, the longest
    first: a year's own figure wins over its months, a quarter over its three months.
    A stock (copies) takes its level at the period's end.  The whole wins over its
    breakdown, a library's own figure over the sum of its branches; of several breakdowns
    one is summed, never two.  A figure noted "closed" counts as zero.

    Expected are all parts between a reporter's first and last figure.  One that fell
    silent in the table's last 366 days is late and still expected; one silent for longer
    is taken as closed.  A part of the period for which nobody reported is expected too.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": ["2025-H1", "2025-H2"],
    ...     "measure": "loans", "value": [600, 500], "unit": "loans", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> totals(counts)[["period", "value", "parts", "expected", "method"]]
      period   value  parts  expected method
    0   2025  1100.0      2         2    sum
    >>> totals(counts[:1])[["period", "value", "complete", "note"]]
      period  value  complete        note
    0   2025    NaN     False  incomplete
    """
    groups = _checked_by(by)
    _checked_choice("unit", unit, UNITS)
    _checked_choice("incomplete", incomplete, ("missing", "sum"))
    rows = _fitted(_selected(counts, measures, breakdown), unit)
    reporters = _with_gaps(_by_reporter(rows), rows, unit)
    if breakdown is None:
        reporters = _one_breakdown(reporters)
    chosen = _library_or_branches(reporters, keep_branches="branch" in groups)
    keys = [*groups, *([] if breakdown is None else ["breakdown_value"])]
    result = _added(chosen, keys)
    return _finished(result, keys, measures, incomplete)


def _checked_by(by: str | Sequence[str]) -> list[str]:
    wanted = [by] if isinstance(by, str) else list(by)
    for one in wanted:
        _checked_choice("by", one, _BY)
    return list(_BY) if "branch" in wanted else wanted


def _checked_choice(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ParameterError(
            Message(N_("{value} is not a choice for {name}"), {"value": value, "name": name}),
            [Problem(name, nearest(value, known))],
        )


def _selected(
    counts: pd.DataFrame, measures: str | Sequence[str] | None, breakdown: str | None
) -> pd.DataFrame:
    """The rows of the measures and the breakdown asked for."""
    rows = counts
    if measures is not None:
        wanted = [measures] if isinstance(measures, str) else list(measures)
        there = list(pd.unique(counts["measure"]))
        missing = [code for code in wanted if code not in there]
        if missing:
            raise ParameterError(
                Message(N_("the table does not hold what was asked for")),
                [Problem(code, nearest(code, there)) for code in missing],
            )
        rows = rows[rows["measure"].isin(wanted)]
    if breakdown is not None:
        _checked_choice("breakdown", breakdown, [b for b in pd.unique(rows["breakdown_name"]) if b])
        rows = rows[rows["breakdown_name"] == breakdown]
    return rows


def _fitted(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The rows that lie in periods of `unit`, with day numbers; those too long are left out."""
    fitted = rows.join(span_table(rows["period"], unit), on="period")
    fitted = fitted[fitted["target"] != ""].copy()
    if fitted.empty:
        found = sorted(pd.unique(rows["period"]))[:3]
        raise DataError(
            Message(N_("no figure fits a period of one {unit}"), {"unit": unit}),
            [Problem("period", Message(N_("found {found}"), {"found": ", ".join(found) or "-"}))],
        )
    closed = fitted["note"].str.split(";").map(lambda codes: "closed" in codes)
    fitted["closed"] = closed.astype(bool)
    flows = fitted["kind"] == "flow"
    fitted["value"] = fitted["value"].astype(float).mask(fitted["closed"] & flows, 0.0)
    return _once(fitted)


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: the same figure of two sources once, two different ones refused."""
    key = [*ENTITY, "measure", "period"]
    twice = rows[rows.duplicated(key, keep=False)]
    if twice.empty:
        return rows
    spread = twice.groupby(key, sort=False)["value"].agg(["min", "max"])
    differ = spread[spread["min"] != spread["max"]]
    if len(differ):
        problems = [
            Problem(
                " ".join(str(row[name]) for name in key if row[name]),
                Message(N_("two values for one figure")),
                Message("{low:g}, {high:g}", {"low": row["min"], "high": row["max"]}),
            )
            for row in differ.head(10).reset_index().to_dict("records")
        ]
        raise DataError(
            Message(
                N_("{n} figure stands twice with different values"),
                {"n": len(differ)},
                plural=N_("{n} figures stand twice with different values"),
            ),
            problems,
        )
    return rows.drop_duplicates(key)


def _by_reporter(rows: pd.DataFrame) -> pd.DataFrame:
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
        part=("part", shortest),
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


def _with_gaps(found: pd.DataFrame, rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Add `gaps`: parts a reporter owes between its first and last figure.

    A reporter without any figure in a target that lies within its life gets a row
    with no parts, so that a sum over reporters knows that one is missing.
    """
    key = [*ENTITY, "measure"]
    life = rows.groupby(key, sort=False).agg(
        born=("first", "min"), died=("end", "max"), usual=("part", shortest),
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
    full["part"] = full["part"].fillna(full["usual"])
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


def _one_breakdown(reporters: pd.DataFrame) -> pd.DataFrame:
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
    summed = _collapse(rows, inside)
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


def _collapse(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Add reporters together within `key`, values only where some part is there."""
    grouped = rows.groupby(key, sort=False)
    found = grouped.agg(
        value=("value", lambda values: values.sum(min_count=1)),
        parts=("parts", "sum"),
        gaps=("gaps", "sum"),
        covered=("covered", "max"),
        part=("part", "first"),
        unit=("unit", "first"),
        kind=("kind", "first"),
        closed=("closed", "mean"),
        method=("method", "max"),
        t_first=("t_first", "first"),
        t_end=("t_end", "first"),
        born=("born", "min"),
        died=("died", "max"),
    )
    found.loc[(grouped.size() > 1) & (found["kind"] == "flow"), "method"] = "sum"
    return found.reset_index()


def _library_or_branches(reporters: pd.DataFrame, *, keep_branches: bool) -> pd.DataFrame:
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


def _added(chosen: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add the reporters of each group together and count what is missing."""
    key = [*keys, "measure", "target"]
    found = _collapse(chosen, key)
    there = chosen[chosen["parts"] > 0]
    people = there.assign(_who=there["library"] + "\0" + there["branch"])
    reporters = people.groupby(key, sort=False)["_who"].nunique()
    found = found.join(reporters.rename("reporters"), on=key)
    found = found[found["parts"] > 0].copy()
    found["expected"] = found["parts"] + found["gaps"] + _uncovered(found)
    return found


def _uncovered(found: pd.DataFrame) -> pd.Series:
    """Parts of the target before the first and after the last figure of anyone in the group."""
    flow = found["kind"] == "flow"
    before = flow & (found["born"] > found["t_first"])
    after = flow & (found["died"] < found["t_end"])
    missing = pd.Series(0, index=found.index)
    for label in found.index[before | after]:
        row = found.loc[label]
        edges = part_edges(row["target"], row["part"])
        outside = sum(b <= row["born"] or a >= row["died"] for a, b in edges)
        missing[label] = max(1, outside)
    # The level at the end of the period is what a stock owes, and nothing else.
    unknown_level = ~flow & (found["covered"] == 0) & (found["gaps"] == 0)
    missing[unknown_level] = 1
    return missing


def _finished(
    result: pd.DataFrame,
    keys: list[str],
    measures: str | Sequence[str] | None,
    incomplete: Incomplete,
) -> pd.DataFrame:
    result["complete"] = result["parts"] == result["expected"]
    additive = (result["unit"] != "share") | (result["parts"] == 1)
    known = result["complete"] | (incomplete == "sum")
    result["value"] = result["value"].where(known & additive)
    notes = pd.DataFrame(
        {
            "closed": result["closed"] == 1,
            "partly_closed": result["closed"].between(0, 1, inclusive="neither"),
            "incomplete": ~result["complete"],
            "not_additive": ~additive,
        }
    )
    result["note"] = [
        ";".join(code for code, true in zip(notes.columns, row, strict=True) if true)
        for row in notes.to_numpy()
    ]
    wanted = [measures] if isinstance(measures, str) else list(measures or MEASURES)
    order = {code: rank for rank, code in enumerate(wanted)}
    result["_measure"] = result["measure"].map(lambda code: order.get(code, len(order)))
    result["_start"] = result["target"].map(lambda name: days(name)[0])
    result = result.sort_values([*keys, "_measure", "measure", "_start"], kind="stable")
    result = result.rename(columns={"target": "period"})
    return result[[*keys, "period", "measure", *_RESULT, "note"]].reset_index(drop=True)
