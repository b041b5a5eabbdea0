"""Plan and fact, and the pace of a year that is not over."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.errors import DataError
from libmkt.monitoring import plan_fact

from .making import figure, months, table

SEASON = [12, 10, 11, 8, 7, 6, 4, 4, 9, 11, 10, 8]  # adds up to 100


def target(**row: object) -> pd.DataFrame:
    return pd.DataFrame([{"measure": "loans", "period": "2026", "plan": 120.0} | row])


def year_and(values: list[float]) -> pd.DataFrame:
    return table(months(2025, SEASON) + months(2026, values))


def test_a_whole_year_is_met_or_missed():
    counts = year_and([11] * 12)
    row = plan_fact(counts, target()).iloc[0]
    assert (row["value"], row["fulfilment"], row["status"]) == (132, 1.1, "met")
    row = plan_fact(counts, target(plan=165)).iloc[0]
    assert (row["variance"], row["status"], row["method"]) == (
        pytest.approx(-0.2),
        "missed",
        "whole",
    )


def test_the_pace_follows_the_season_of_the_year_before():
    row = plan_fact(year_and(SEASON[:6]), target()).iloc[0]
    assert (row["value"], row["elapsed"], row["method"]) == (54, 0.54, "last_year")
    assert row["expected_now"] == pytest.approx(64.8)
    assert row["projected"] == pytest.approx(100)
    assert (row["to"], row["status"]) == ("2026-06", "behind")


def test_the_even_pace_counts_days():
    row = plan_fact(year_and(SEASON[:6]), target(), pace="even").iloc[0]
    assert row["elapsed"] == pytest.approx(181 / 365)
    assert row["method"] == "even"


def test_without_a_year_before_the_even_pace_stands_in_and_says_so():
    row = plan_fact(table(months(2026, SEASON[:6])), target()).iloc[0]
    assert (row["method"], row["note"]) == ("even", "no_last_year")


def test_the_margin_decides_what_is_on_pace():
    counts = year_and([v * 1.17 for v in SEASON[:6]])
    assert plan_fact(counts, target()).iloc[0]["status"] == "on_pace"
    assert plan_fact(counts, target(), margin=0.0).iloc[0]["status"] == "behind"


def test_a_missing_month_gives_no_fulfilment():
    counts = table(months(2025, SEASON) + [r for r in months(2026, SEASON[:6])
                                           if r["period"] != "2026-03"])  # fmt: skip
    row = plan_fact(counts, target()).iloc[0]
    assert pd.isna(row["value"]) and row["status"] == "no_figures"
    assert (row["parts"], row["expected"]) == (5, 6)


def test_to_stops_the_count():
    row = plan_fact(year_and(SEASON), target(), to="2026-03").iloc[0]
    assert (row["value"], row["to"]) == (33, "2026-03")


def test_a_plan_that_has_not_begun_says_so():
    row = plan_fact(year_and(SEASON), target(period="2026-Q4"), to="2026-06").iloc[0]
    assert row["status"] == "not_begun"


def test_a_stock_is_compared_as_it_stands():
    counts = table([figure("2025", "stock", 900), figure("2026", "stock", 950)])
    row = plan_fact(counts, target(measure="stock", plan=1000)).iloc[0]
    assert (row["value"], row["method"], row["fulfilment"]) == (950, "level", 0.95)


def test_a_branchs_plan_uses_its_own_figures():
    rows = [figure("2026", "loans", v, branch=b) for b, v in [("A", 60), ("B", 90)]]
    plan = target(branch="A", library="Nökis", plan=100)
    assert plan_fact(table(rows), plan).iloc[0]["value"] == 60


def test_an_unusable_plan_is_refused_whole():
    bad = pd.DataFrame({"measure": ["loans"], "plan": ["many"]})
    with pytest.raises(DataError) as error:
        plan_fact(year_and(SEASON), bad)
    assert "column is missing" in str(error.value) and "many" in str(error.value)
