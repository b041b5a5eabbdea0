"""What the figures give cause to do, and how sure they are: codes for a report's boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from libmkt.errors import Told
from libmkt.monitoring.averages import averages
from libmkt.period import Period
from libmkt.tables import ADVICE, Reading

DECLINE = -0.05  # mean growth a year that asks for a cause
FALLS = 3  # periods of fall in a row that ask for a cause


def growth_advice(
    growth: pd.DataFrame, checks: pd.DataFrame, suspected: pd.DataFrame
) -> pd.DataFrame:
    """At most three actions from growth, identities and suspected breaks, the gravest first.

    Parameters
    ----------
    growth
        Results of `dynamics`, one or several measures.
    checks
        Result of `identities`.
    suspected
        Result of `suspected_breaks`.

    Returns
    -------
    DataFrame
        One row an action: code, fields (of its sentence), owner, rule (codes of sentences).

    Notes
    -----
    A figure that differs from its parts comes first, since all else rests on it; then the
    suspected breaks; then a measure that has fallen three periods in a row, or by 5 % a year
    and more on the mean of its last stretch.
    """
    found = _differing(checks)
    for row in suspected.to_dict("records"):
        fields = {"measure": row["measure"], "period": row["period"], "shift": row["shift"]}
        found.append(("advise_break", fields, "owner_statistician", "why_suspected"))
    for measure, rows in growth.groupby("measure", sort=False):
        falls = _falls(rows)
        if falls >= FALLS:
            fields = {"measure": str(measure), "n": falls}
            found.append(("advise_fall", fields, "owner_director", "why_falls"))
    for row in averages(growth).groupby("measure", sort=False).tail(1).to_dict("records"):
        told = row["measure"] in {one[1].get("measure") for one in found}
        if not told and row["n"] > FALLS and row["mean_increment_rate"] <= DECLINE:
            fields = {
                name: row[name] for name in ("measure", "start", "end", "mean_increment_rate")
            }
            found.append(("advise_decline", fields, "owner_director", "why_declines"))
    return pd.DataFrame(found[:3], columns=list(ADVICE))


def month_advice(
    checks: pd.DataFrame, plan: pd.DataFrame | None, chart: pd.DataFrame, period: str
) -> pd.DataFrame:
    """At most three actions for a month: mistakes, measures behind plan, signals of the chart.

    Parameters
    ----------
    checks
        Result of `identities`.
    plan
        Result of `plan_fact`; None where there is no plan.
    chart
        Result of `control`, one or several measures or branches.
    period
        The month, or a longer period, whose last month then counts: signals of other months
        are not acted on.

    Returns
    -------
    DataFrame
        As `growth_advice`.
    """
    found = _differing(checks)
    if plan is not None:
        behind = plan[plan["status"] == "behind"].sort_values("pace")
        for row in behind.to_dict("records"):
            fields = {"measure": row["measure"], "pace": row["pace"]}
            found.append(("advise_behind", fields, "owner_director", "why_behind"))
    last = str(Period.containing(Period.parse(period).last, "month"))
    here = chart[(chart["period"] == last) & chart["signal"].isin(["above", "below"])]
    for row in here.to_dict("records"):
        # A chart of all places together has neither column, so they are missing beside others.
        names = (row.get("branch"), row.get("library"))
        place = next((name for name in names if isinstance(name, str) and name), "")
        fields = {"measure": row["measure"], "place": place, "x": row["x"]}
        code = "advise_signal_place" if place else "advise_signal"
        found.append((code, fields, "owner_branch", "why_signal"))
    return pd.DataFrame(found[:3], columns=list(ADVICE))


def doubts(reading: Reading, *tables: pd.DataFrame) -> list[Told]:
    """How sure counts are: what was left out, incomplete, closed or broken.

    Parameters
    ----------
    reading
        What `read.counts` gave.
    tables
        Results of `totals`, `dynamics`, `control` or `indicators` that the report shows;
        declared breaks of their measures and periods are told.

    Returns
    -------
    list of (code, fields)
        For `libmkt.words.sentence`.
    """
    found: list[Told] = [("doubt_counted", {})]
    dropped = sum(f.cells_in - f.cells_kept for f in reading.files)
    if dropped:
        total = sum(f.cells_in for f in reading.files)
        found.append(("doubt_dropped", {"dropped": dropped, "found": total}))
    for row in _within(reading.breaks, tables).to_dict("records"):
        code = "doubt_comparable" if row["comparable"] else "doubt_break"
        place = row["branch"] or row["library"]
        if place:
            code += "_place"
        fields = {"period": row["period"], "reason": row["reason"], "place": place}
        found.append((code, fields))
    incomplete = sum(int((~t["complete"].astype(bool)).sum()) for t in tables if "complete" in t)
    if incomplete:
        found.append(("doubt_incomplete", {"n": incomplete}))
    if (reading.table["measure"].eq("users") & reading.table["kind"].eq("flow")).any():
        found.append(("doubt_users_flow", {}))
    return found


def check_counts(checks: pd.DataFrame) -> pd.DataFrame:
    """How many checks of each kind hold, differ by rounding, or differ.

    Parameters
    ----------
    checks
        Result of `identities`.

    Returns
    -------
    DataFrame
        One row a kind of check: check, holds, rounding, differs (numbers of checks).
    """
    verdicts = ["holds", "rounding", "differs"]
    counted = pd.crosstab(checks["check"], checks["verdict"]).reindex(columns=verdicts)
    return counted.fillna(0).astype(int).reset_index()


def _within(breaks: pd.DataFrame, tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The breaks of the measures and the span that the tables show."""
    shown = [t for t in tables if {"measure", "period"} <= set(t.columns) and len(t)]
    if not shown:
        return breaks
    measures = {str(m) for t in shown for m in t["measure"].unique()} | {""}
    spans = [Period.parse(p) for t in shown for p in t["period"].unique()]
    first, end = min(s.start for s in spans), max(s.end for s in spans)
    inside = breaks["period"].map(lambda p: first <= Period.parse(p).start < end)
    return breaks[breaks["measure"].isin(measures) & inside.astype(bool)]


def _differing(checks: pd.DataFrame) -> list[tuple[str, dict[str, Any], str, str]]:
    differing = checks[checks["verdict"] == "differs"]
    found = []
    for row in differing.head(2).to_dict("records"):
        names = ("measure", "period", "printed", "computed")
        fields = {name: row[name] for name in names} | {"place": row["branch"] or row["library"]}
        found.append(("advise_check", fields, "owner_statistician", "why_differs"))
    return found


def _falls(rows: pd.DataFrame) -> int:
    """Falls in a row up to the last period."""
    count = 0
    for change in rows["increment_chain"].iloc[::-1]:
        if not change < 0:
            break
        count += 1
    return count
