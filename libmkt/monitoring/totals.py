"""Add figures up: over months to a year, over branches to a library, once each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.measures import MEASURES
from libmkt.measures.counted import nearest
from libmkt.monitoring.choosing import collapse, library_or_branches, one_breakdown
from libmkt.monitoring.numbering import noted
from libmkt.monitoring.reporters import by_reporter, numbered, with_gaps
from libmkt.monitoring.spans import ENTITY, part_edges, span_table
from libmkt.period import UNITS

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
    one is summed, never two.  A figure noted "closed" counts as it stands: most are zero,
    some not (loans renewed while the doors were shut).

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
    rows = numbered(_fitted(_selected(counts, measures, breakdown), unit))
    reporters = with_gaps(by_reporter(rows), rows)
    if breakdown is None:
        reporters = one_breakdown(reporters)
    chosen = library_or_branches(reporters, keep_branches="branch" in groups)
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
    spans = span_table(rows["period"], unit)
    place = spans.index.get_indexer(pd.Index(rows["period"]))
    fits = spans["target"].to_numpy()[place] != ""
    fitted, place = rows[fits], place[fits]
    if fitted.empty:
        found = sorted(pd.unique(rows["period"]))[:3]
        raise DataError(
            Message(N_("no figure fits a period of one {unit}"), {"unit": unit}),
            [Problem("period", Message(N_("found {found}"), {"found": ", ".join(found) or "-"}))],
        )
    fitted = fitted.assign(**{str(name): spans[name].to_numpy()[place] for name in spans})
    closed = [note for note in fitted["note"].unique() if "closed" in note.split(";")]
    fitted["closed"] = fitted["note"].isin(closed)
    fitted["value"] = fitted["value"].astype(float)
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


def _added(chosen: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add the reporters of each group together and count what is missing."""
    key = [*keys, "measure", "target"]
    found = collapse(chosen, key)
    found = found[found["parts"] > 0]
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
    result["note"] = noted(
        {
            "closed": result["closed"] == 1,
            "partly_closed": result["closed"].between(0, 1, inclusive="neither"),
            "incomplete": ~result["complete"],
            "not_additive": ~additive,
        }
    )
    wanted = [measures] if isinstance(measures, str) else list(measures or MEASURES)
    others = sorted({*result["measure"].unique()}.difference(wanted))
    order = {code: rank for rank, code in enumerate([*wanted, *others])}
    result["_measure"] = result["measure"].map(order)
    result = result.sort_values([*keys, "_measure", "t_first"], kind="stable")
    result = result.rename(columns={"target": "period"})
    return result[[*keys, "period", "measure", *_RESULT, "note"]].reset_index(drop=True)
