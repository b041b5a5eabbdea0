"""Sentences that go with a table of growth or a series: codes and fields, no prose."""

from __future__ import annotations

import pandas as pd

from libmkt.errors import Told
from libmkt.monitoring.scope import scope

SMALL = 100.0  # rates below it are told with decimals


def about_told(counts: pd.DataFrame, period: str) -> Told:
    """Whose figures a report tells: of one library, of its branches, of several libraries.

    Parameters
    ----------
    counts
        The part of the canonical table that the report is about.
    period
        The period that is told: those who reported nothing for it, or were closed, are not
        counted.

    Returns
    -------
    (code, fields)
        "about_one" and "about_branch" (place), "about_branches" (place, n),
        "about_libraries" (n, places: at most three and "…").

    Raises
    ------
    DataError
        There is no figure of the period.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": ["A", "A", "B"], "branch": "", "period": "2025",
    ...                        "note": ""})
    >>> about_told(counts, "2025")
    ('about_libraries', {'n': 2, 'places': 'A, B'})
    >>> about_told(counts[:2].assign(branch=["Harbour", "Centre"]), "2025")
    ('about_branches', {'place': 'A', 'n': 2})
    """
    counts = scope(counts, since=period, to=period)
    shut = counts["note"].str.split(";").map(lambda codes: "closed" in codes).astype(bool)
    counts = counts if shut.all() else counts[~shut]
    libraries = [str(name) for name in pd.unique(counts["library"])]
    branches = [str(name) for name in pd.unique(counts["branch"]) if name]
    if len(libraries) > 1:
        shown = ", ".join(libraries[:3]) + (" …" if len(libraries) > 3 else "")
        return "about_libraries", {"n": len(libraries), "places": shown}
    if len(branches) > 1:
        return "about_branches", {"place": libraries[0], "n": len(branches)}
    if branches:
        return "about_branch", {"place": branches[0]}
    return "about_one", {"place": libraries[0]}


def growth_told(growth: pd.DataFrame, *, period: str) -> list[Told]:
    """What each measure did in a period, and on the mean of its last stretch.

    Parameters
    ----------
    growth
        Results of `dynamics`, one measure under the other.
    period
        The period that is told.

    Returns
    -------
    list of (code, fields)
        For `libmkt.words.sentence`: "growth_change" or "growth_year_change", "growth_anew"
        (after a break or a gap), "growth_missing"; "growth_mean" where the stretch has three
        values or more.

    Examples
    --------
    >>> growth = pd.DataFrame({"measure": "loans", "period": ["2024", "2025"],
    ...     "value": [200.0, 150.0], "increment_chain": [None, -50.0],
    ...     "increment_rate_chain": [None, -0.25], "stretch": 1,
    ...     "mean_rate": None, "break_before": False, "method": "previous"})
    >>> [code for code, _ in growth_told(growth, period="2025")]
    ['growth_change']
    """
    from libmkt.monitoring.averages import averages

    found: list[Told] = []
    for measure, rows in growth.groupby("measure", sort=False):
        here = rows[rows["period"] == period]
        if here.empty or pd.isna(here["value"].iloc[0]):
            found.append(("growth_missing", {"measure": measure, "period": period}))
            continue
        row = here.iloc[0]
        fields = {"measure": measure, "period": period, "value": row["value"]}
        if pd.isna(row["increment_chain"]):
            found.append(("growth_anew", fields))
            continue
        fields |= {"change": row["increment_chain"], "rate": row["increment_rate_chain"]}
        yearly = str(row["method"]).startswith("year_before")
        found.append(("growth_year_change" if yearly else "growth_change", fields))
        if yearly or len(rows) < 3:
            continue
        mean = averages(rows).iloc[-1]
        if mean["n"] >= 3 and pd.notna(mean["mean_increment_rate"]):
            names = ("start", "end", "mean_increment_rate")
            found.append(("growth_mean", {"measure": measure} | {n: mean[n] for n in names}))
    return found


def series_told(series: pd.DataFrame) -> Told:
    """What a person who cannot see a drawn series should know: ends, highest, lowest.

    Parameters
    ----------
    series
        One row a period: period, measure, value.

    Returns
    -------
    (code, fields)
        "alt_series", "alt_series_small" for rates, which whole numbers would not show
        (0.55 loans a visit), or "alt_empty" where there is no value.

    Examples
    --------
    >>> series = pd.DataFrame({"period": ["2024", "2025"], "measure": "loans",
    ...                        "value": [200.0, 150.0]})
    >>> code, fields = series_told(series)
    >>> code, fields["high"], fields["low_period"]
    ('alt_series', 200.0, '2025')
    """
    rows = series.dropna(subset=["value"])
    if rows.empty:
        return "alt_empty", {}
    ordered = rows.sort_values("value", kind="stable")
    high, low = ordered.iloc[-1], ordered.iloc[0]
    first, last = rows.iloc[0], rows.iloc[-1]
    return f"alt_series{_size(rows['value'])}", {
        "measure": first["measure"],
        "start": first["period"],
        "first": float(first["value"]),
        "end": last["period"],
        "last": float(last["value"]),
        "high": float(high["value"]),
        "high_period": high["period"],
        "low": float(low["value"]),
        "low_period": low["period"],
    }


def plan_told(against_plan: pd.DataFrame) -> Told:
    """How many measures are on plan: codes "plan_all" or "plan_some" with n, on and worst.

    Parameters
    ----------
    against_plan
        Result of `plan_fact`, at least one row.
    """
    on = against_plan["status"].isin(["met", "on_pace"])
    fields = {"n": len(against_plan), "on": int(on.sum())}
    if on.all():
        return "plan_all", fields
    behind = against_plan[~on].dropna(subset=["pace"])
    if behind.empty:
        return "plan_unknown", fields
    worst = behind.sort_values("pace").iloc[0]
    return "plan_some", fields | {"measure": worst["measure"], "pace": worst["pace"]}


def chart_told(chart: pd.DataFrame, *, measure: str) -> Told:
    """What a control chart says of its last period.

    Parameters
    ----------
    chart
        Result of `control` for all places together.
    measure
        Code of its measure.

    Returns
    -------
    (code, fields)
        "chart_usual", "chart_above", "chart_below", "chart_run_above", "chart_run_below",
        "chart_closed", "chart_no_limits"; "chart_none" where there is no year before.
    """
    if chart.empty:
        return "chart_none", {"measure": measure}
    last = chart.iloc[-1]
    names = ("period", "x", "low", "high", "centre")
    fields = {"measure": measure} | {name: last[name] for name in names}
    if last["excluded"]:
        return "chart_closed", fields
    if pd.isna(last["low"]):
        return "chart_no_limits", fields
    return f"chart_{last['signal'] or 'usual'}", fields


def ranking_told(table: pd.DataFrame, *, by: str) -> Told:
    """The highest and the lowest of a ranking: code "alt_ranking", of rates "alt_ranking_small".

    Parameters
    ----------
    table
        One row a place: `by`, measure, value.
    by
        Column of the places' names.
    """
    rows = table.dropna(subset=["value"])
    if rows.empty:
        return "alt_empty", {}
    ordered = rows.sort_values("value", kind="stable")
    high, low = ordered.iloc[-1], ordered.iloc[0]
    return f"alt_ranking{_size(rows['value'])}", {
        "measure": high["measure"],
        "n": len(rows),
        "high": high["value"],
        "high_place": high[by],
        "low": low["value"],
        "low_place": low[by],
    }


def _size(values: pd.Series) -> str:
    """What a code ends in where rounding to whole numbers would hide the values."""
    rates = bool((values % 1 != 0).any()) and bool(values.abs().max() < SMALL)
    return "_small" if rates else ""
