"""Indicators against published tables, and what they say when a part is missing."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.monitoring import fund_use, indicators
from tests.golden import monitoring as golden

from .making import figure, months, murmansk, table


def value(found: pd.DataFrame, code: str) -> float:
    return float(found.set_index("measure").loc[code, "value"])


def test_murmansk_readership_and_attendance_are_those_of_the_source():
    found = indicators(murmansk(), indicators=["loans_per_user", "visits_per_user"])
    shown = found.groupby("measure")["value"].apply(lambda v: tuple(v.round(2)))
    assert shown["loans_per_user"] == golden.LOANS_PER_USER
    assert shown["visits_per_user"] == golden.VISITS_PER_USER


def test_the_denominator_is_named_and_can_be_chosen():
    counts = table(
        [
            figure("2025", "loans", 1000),
            figure("2025", "users", 100),
            figure("2025", "active_users", 80),
        ]
    )
    plain = indicators(counts, indicators="loans_per_user").iloc[0]
    assert (plain["value"], plain["denominator"]) == (10.0, "users")
    active = indicators(
        counts, indicators="loans_per_user", denominators={"loans_per_user": "active_users"}
    ).iloc[0]
    assert (active["value"], active["denominator"]) == (12.5, "active_users")
    with pytest.raises(ParameterError, match="expected one of users, active_users"):
        indicators(counts, denominators={"loans_per_user": "population"})


def test_stock_at_the_end_or_its_mean_is_said():
    counts = table(
        [figure("2024", "stock", 800), figure("2025", "stock", 1000), figure("2025", "loans", 900)]
    )
    end = indicators(counts, period=2025, indicators="turnover").iloc[0]
    mean = indicators(counts, period=2025, indicators="turnover", stock_at="mean").iloc[0]
    assert (end["value"], end["method"]) == (0.9, "stock_end")
    assert (mean["value"], mean["method"]) == (1.0, "stock_mean")


def test_a_missing_month_makes_no_indicator_and_says_why():
    rows = [*months(2025, [10] * 11), figure("2025", "users", 50)]
    row = indicators(table(rows), period="2025", indicators="loans_per_user").iloc[0]
    assert pd.isna(row["value"]) and not row["complete"]
    assert row["note"] == "numerator_incomplete"


def test_a_month_takes_the_population_of_the_year_that_ended():
    rows = [*months(2026, [620]), figure("2025", "population", 3100)]
    row = indicators(table(rows), period="2026-01", indicators="loans_per_capita").iloc[0]
    assert row["value"] == 0.2
    assert (row["method"], row["denominator_period"]) == ("latest_level", "2025")


def test_a_year_does_not_borrow_from_another():
    rows = [figure("2026", "loans", 620), figure("2025", "population", 3100)]
    row = indicators(table(rows), period="2026", indicators="loans_per_capita").iloc[0]
    assert pd.isna(row["value"]) and row["note"] == "denominator_missing"


def test_division_by_nothing_is_told():
    rows = [figure("2025", "attendance", 0), figure("2025", "events", 0)]
    row = indicators(table(rows), indicators="attendance_per_event").iloc[0]
    assert pd.isna(row["value"]) and row["note"] == "zero_denominator"


def test_per_thousand_uses_the_scale_of_the_passport():
    rows = [figure("2025", "events", 31), figure("2025", "population", 15500)]
    assert value(indicators(table(rows)), "events_per_1000") == 2.0


def test_all_that_the_table_allows_is_computed_by_library():
    rows = [figure("2025", m, v, library=name)
            for name in ("A", "B")
            for m, v in [("loans", 100), ("users", 10), ("visits", 50)]]  # fmt: skip
    found = indicators(table(rows), by="library")
    assert found["measure"].tolist() == ["loans_per_user", "visits_per_user", "loans_per_visit"] * 2


def test_a_region_is_the_ratio_of_sums_not_the_mean_of_ratios():
    rows = [figure("2025", m, v, library=name)
            for name, m, v in [("A", "loans", 100), ("A", "users", 10),
                               ("B", "loans", 90), ("B", "users", 90)]]  # fmt: skip
    assert value(indicators(table(rows)), "loans_per_user") == 1.9


def test_nothing_to_compute_is_refused():
    with pytest.raises(DataError, match="no indicator can be computed"):
        indicators(table([figure("2025", "loans", 3)]), period="2024", indicators="turnover")


@pytest.mark.parametrize("period", ["2019", "2041"])
def test_a_period_far_from_the_table_is_refused(period):
    with pytest.raises(DataError, match=f"no indicator can be computed for {period}"):
        indicators(murmansk(), period=period, indicators="loans_per_user")


def test_fund_use_agrees_in_both_its_forms():
    loans, stock = {"8": 750, "5": 150, "7": 100}, {"8": 400, "5": 400, "7": 200}
    rows = [figure("2025", m, v, breakdown_name="class", breakdown_value=c)
            for m, values in [("loans", loans), ("stock", stock)]
            for c, v in values.items()]  # fmt: skip
    found = fund_use(table(rows), breakdown="class", period=2025).set_index("group")
    for name in loans:
        other = (loans[name] / stock[name]) / (1000 / 1000)
        assert found.loc[name, "value"] == pytest.approx(other)
