"""Plan and fact: fulfilment, variance and the pace of a period that is not over."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.monitoring.spans import parsed, shortest, unit_of
from libmkt.monitoring.totals import totals
from libmkt.period import Period

Pace = Literal["last_year", "even"]
_COLUMNS = [
    "library", "branch", "measure", "period", "to", "plan", "value", "unit", "kind",
    "fulfilment", "variance", "elapsed", "expected_now", "pace", "projected", "status",
    "parts", "expected", "method", "note",
]  # fmt: skip


def plan_fact(
    counts: pd.DataFrame,
    plan: pd.DataFrame,
    *,
    to: str | int | Period | None = None,
    pace: Pace = "last_year",
    margin: float = 0.03,
) -> pd.DataFrame:
    """What was planned against what was done, to date (F19, F20).

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    plan
        One row a target: measure, period, plan (unit of the measure), and if it is for one
        library or branch, library, branch.
    to
        The last period counted; None is the last one in the table.
    pace
        How much of the plan is due by then: the share that the same months had of the
        year before ("last_year", for what has a season), or of the days ("even").
    margin
        How far below its pace (a share) a measure may be and still be called on pace.

    Returns
    -------
    DataFrame
        One row a target, in the order of `plan`: library, branch ("" for all), measure,
        period (of the plan), to (last period counted), plan, value (done to date, missing
        when parts are), unit, kind, fulfilment (F19, value / plan; 1 is met), variance (F20,
        (value - plan) / plan), elapsed (share of the plan due by now, 0 to 1), expected_now
        (plan x elapsed), pace (value / expected_now; 1 is on pace), projected (value /
        elapsed: the end if the pace holds), status ("met", "missed", "on_pace", "behind",
        "not_begun", "no_figures"), parts, expected (figures there and needed), method
        ("whole", "last_year", "even"; "level" for a stock), note ("no_last_year" where the
        even pace had to stand in).

    Raises
    ------
    DataError
        The plan lacks a column, or has a value that is not above 0.

    Notes
    -----
    A stock has a level and no pace: it is compared with the plan as it stands.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "measure": "loans",
    ...     "period": ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"],
    ...     "value": [40, 30, 10, 20, 44], "unit": "loans", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> plan = pd.DataFrame({"measure": ["loans"], "period": ["2026"], "plan": [120]})
    >>> plan_fact(counts, plan)[["value", "elapsed", "expected_now", "status"]]
       value  elapsed  expected_now   status
    0   44.0      0.4          48.0   behind
    """
    _checked(plan)
    figures = counts[counts["measure"].isin(plan["measure"].astype(str).tolist())]

    @cache
    def levels(library: str, branch: str, unit: str) -> dict[str, _Levels]:
        found = totals(_of(figures, library, branch), unit=unit)
        return {
            str(measure): _Levels(
                str(rows["kind"].iloc[0]),
                str(rows["unit"].iloc[0]),
                dict(zip(rows["period"], rows["value"].tolist(), strict=True)),
            )
            for measure, rows in found.groupby("measure", sort=False)
        }

    rows = [
        _target(figures, levels, {"library": "", "branch": ""} | row, to, pace, margin)
        for row in plan.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def targets(
    plan: pd.DataFrame | None, figures: pd.DataFrame, *, year: str, library: str = ""
) -> pd.DataFrame:
    """The targets of a year that a report's figures may be held against.

    Parameters
    ----------
    plan
        The canonical table (`libmkt.tables`) of targets; None for no plan.
    figures
        The figures that are reported, in the same form.
    year
        The year whose targets are wanted.
    library
        The one library that is reported; "" for all together.

    Returns
    -------
    DataFrame
        For `plan_fact`: measure, period, plan.  Of one library its own targets alone: what
        a region has planned is no measure of one of its libraries.  Of all together the
        targets without a library; of a measure that has none, the sum over the libraries,
        if each of those in `figures` has its own.

    Examples
    --------
    >>> plan = pd.DataFrame({"library": ["", "A", "B"], "branch": "", "period": "2026",
    ...     "measure": ["loans", "visits", "visits"], "value": [900.0, 300.0, 100.0]})
    >>> figures = plan[plan["library"] != ""]
    >>> targets(plan, figures, year="2026").to_numpy().tolist()
    [['loans', '2026', 900.0], ['visits', '2026', 400.0]]
    >>> targets(plan, figures, year="2026", library="B").to_numpy().tolist()
    [['visits', '2026', 100.0]]
    """
    columns = ["measure", "period", "plan"]
    if plan is None:
        return pd.DataFrame(columns=columns)
    rows = plan[(plan["period"] == year) & (plan["branch"] == "")].rename(columns={"value": "plan"})
    if library:
        return rows.loc[rows["library"] == library, columns]
    whole = rows[rows["library"] == ""]
    own = rows[(rows["library"] != "") & ~rows["measure"].isin(whole["measure"])]
    complete = [
        measure
        for measure, part in own.groupby("measure", sort=False)
        if set(figures.loc[figures["measure"] == measure, "library"]) <= set(part["library"])
    ]
    parts = own[own["measure"].isin(complete)]
    summed = parts.groupby(["measure", "period"])["plan"].sum().reset_index()
    return pd.concat([whole[columns], summed[columns]], ignore_index=True)


@dataclass(frozen=True)
class _Levels:
    """One measure's figures in periods of one length."""

    kind: str
    unit: str
    value: dict[str, float]  # by period; missing where it is incomplete


def _of(counts: pd.DataFrame, library: str, branch: str) -> pd.DataFrame:
    """The figures of one library or branch; of all where neither is named."""
    if library:
        counts = counts[counts["library"] == library]
    return counts[counts["branch"] == branch] if branch else counts


def _checked(plan: pd.DataFrame) -> None:
    missing = [name for name in ("measure", "period", "plan") if name not in plan]
    problems = [Problem(name, Message(N_("column is missing"))) for name in missing]
    if "plan" in plan:
        numbers = pd.to_numeric(plan["plan"], errors="coerce")
        bad = plan[~(numbers > 0)]
        problems += [
            Problem("plan", Message(N_("expected a number above 0")), Message("{v}", {"v": value}))
            for value in bad["plan"].astype(str).head(5)
        ]
    if problems:
        raise DataError(Message(N_("the plan cannot be used")), problems)


def _target(
    counts: pd.DataFrame,
    levels: Callable[[str, str, str], dict[str, _Levels]],
    row: dict[Any, Any],
    to: str | int | Period | None,
    pace: Pace,
    margin: float,
) -> dict[str, object]:
    """One target of the plan."""
    period, measure = Period.parse(row["period"]), str(row["measure"])
    library, branch = str(row["library"] or ""), str(row["branch"] or "")
    mine = _of(counts[counts["measure"] == measure], library, branch)
    head: dict[str, Any] = {
        "library": library, "branch": branch, "measure": measure, "period": str(period),
        "plan": float(row["plan"]), "parts": 0, "expected": 0, "method": pace, "note": "",
        "status": "no_figures",
    }  # fmt: skip
    inside = [name for name in mine["period"].unique() if period.contains(parsed(name))]
    if to is not None:
        limit = Period.parse(to)
        inside = [name for name in inside if parsed(name).end <= limit.end]
        if limit.end <= period.start:
            return head | {"status": "not_begun"}
    if not inside:
        return head
    unit = shortest(pd.Series([unit_of(name) for name in inside]))
    last = max((parsed(name) for name in inside), key=lambda span: span.end)
    if to is not None and Period.parse(to).end < period.end:
        last = Period.parse(to)

    def of_unit(unit: str) -> _Levels:
        return levels(library, branch, unit)[measure]

    return _told(head, of_unit, period, last, unit, pace, margin)


def _told(
    head: dict[str, Any], of_unit: Callable[[str], _Levels], period: Period, last: Period,
    unit: str, pace: Pace, margin: float,
) -> dict[str, object]:  # fmt: skip
    whole = last.end >= period.end
    levels = of_unit(unit)
    kind, printed = levels.kind, levels.unit
    due = [str(part) for part in period.parts(unit) if part.end <= last.end]
    value, there = _sum(levels, due)
    elapsed, method, note = 1.0, "whole", ""
    if kind == "stock":
        value, there, due = levels.value.get(due[-1], np.nan), 1, due[-1:]
        elapsed, method = 1.0, "level"
    elif whole:
        value = of_unit(period.unit).value[str(period)]
    else:
        elapsed, method, note = _elapsed(levels, period, last, unit, pace)
    plan = head["plan"]
    known = not np.isnan(value)
    on_pace = known and value >= plan * elapsed * (1 - margin)
    done = whole or kind == "stock"
    if not known:
        status = "no_figures"
    elif value >= plan:
        status = "met"
    elif whole:
        status = "missed"
    else:
        status = "on_pace" if on_pace and not done else "behind"
    return head | {
        "to": str(last), "value": value, "unit": printed, "kind": kind,
        "fulfilment": value / plan, "variance": (value - plan) / plan, "elapsed": elapsed,
        "expected_now": plan * elapsed, "pace": value / (plan * elapsed),
        "projected": value / elapsed, "status": status, "parts": there, "expected": len(due),
        "method": method, "note": note,
    }  # fmt: skip


def _sum(levels: _Levels, names: list[str]) -> tuple[float, int]:
    """Sum over named periods, missing where one is, and how many are there."""
    values = [levels.value.get(name, np.nan) for name in names]
    there = sum(not np.isnan(value) for value in values)
    return math.fsum(values) if names and there == len(names) else np.nan, there


def _elapsed(
    levels: _Levels, period: Period, last: Period, unit: str, pace: Pace
) -> tuple[float, str, str]:
    """Share of the plan that is due by the end of `last`."""
    even = (last.end - period.start).days / period.days
    if pace == "even":
        return even, "even", ""
    before = period.year_before().parts(unit)
    until = last.year_before().end
    whole, _there = _sum(levels, [str(part) for part in before])
    part, _there = _sum(levels, [str(each) for each in before if each.end <= until])
    if np.isnan(whole) or np.isnan(part) or whole <= 0 or part <= 0:
        return even, "even", "no_last_year"
    return part / whole, "last_year", ""
