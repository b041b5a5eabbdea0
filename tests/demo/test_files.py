"""The demo files are what the generator makes, and their figures hang together."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from libmkt.demo import facts, write
from libmkt.demo.chance import Chance
from libmkt.demo.files import YEARLY
from tests.demo.conftest import DEMO


def test_the_generator_makes_the_committed_files_again_to_the_byte(tmp_path: Path) -> None:
    made = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in write(tmp_path)}
    kept = {p.relative_to(DEMO).as_posix(): p.read_bytes() for p in DEMO.rglob("*") if p.is_file()}
    assert made == kept


def test_the_committed_files_are_small_and_of_one_line_end() -> None:
    contents = [p.read_bytes() for p in DEMO.rglob("*") if p.is_file()]
    assert sum(map(len, contents)) < 700_000
    assert not any(b"\r" in content for content in contents)


def test_the_stream_of_chance_is_the_one_that_the_bits_define() -> None:
    # PCG64 and SeedSequence are fixed by NumPy's policy on streams (NEP 19)
    chance = Chance("a", "series")
    assert [chance.uniform().hex() for _ in range(2)] == STREAM


STREAM = ["0x1.a3f59479a4a40p-1", "0x1.51a034e474bbep-1"]


def test_counts_have_the_mean_that_was_asked_for() -> None:
    for mean in (0.0, 3.0, 40.0, 900.0):
        chance = Chance("mean", str(mean))
        found = [chance.count(mean, 0.2) for _ in range(4000)]
        assert min(found) >= 0
        # four standard errors of the mean of 4000 such counts
        assert abs(sum(found) / 4000 - mean) <= 4 * (mean + (0.2 * mean) ** 2) ** 0.5 / 4000**0.5


def test_the_yearly_table_has_sixteen_districts_and_twelve_years(yearly: pd.DataFrame) -> None:
    assert tuple(yearly.columns) == YEARLY
    assert len(yearly) == 16 * 12
    assert yearly["region"].nunique() == 16
    assert not yearly.duplicated(["region", "year"]).any()
    assert (yearly.drop(columns="region") >= 0).all(axis=None)


def test_users_by_age_add_up_to_users(yearly: pd.DataFrame) -> None:
    parts = yearly["users_0_14"] + yearly["users_15_24"] + yearly["users_25"]
    pd.testing.assert_series_equal(parts, yearly["users"], check_names=False)


def test_population_by_age_adds_up_to_population(yearly: pd.DataFrame) -> None:
    people = pd.read_csv(DEMO / "region" / "population.csv")
    summed = people.groupby(["district", "year"])["n"].sum()
    table = yearly.set_index(["region", "year"])["population"]
    assert summed.to_dict() == table.to_dict()


def test_months_run_without_a_gap_to_september_2026(monthly: pd.DataFrame) -> None:
    months = sorted(monthly["month"].unique())
    assert (months[0], months[-1], len(months)) == (facts.FIRST_MONTH, facts.LAST_MONTH, 57)
    assert len(monthly) == 57 * 16
    assert not monthly.duplicated(["district", "month"]).any()


def test_the_plan_of_a_longer_span_adds_up_its_months() -> None:
    plan = pd.read_csv(DEMO / "plan" / "2026.csv", dtype={"period": str})
    months = plan[plan["period"].str.fullmatch(r"\d{4}-\d{2}")]
    for measure, rows in months.groupby("measure"):
        mine = plan[plan["measure"] == measure].set_index("period")["plan"]
        quarters = [f"2026-Q{q}" for q in range(1, 5)]
        assert len(rows) == 12
        assert mine[quarters].sum() == mine["2026"] == rows["plan"].sum()
        first = rows[rows["period"].isin(["2026-01", "2026-02", "2026-03"])]
        assert mine["2026-Q1"] == first["plan"].sum()


def test_stock_follows_from_last_year_with_what_came_and_went(stock: pd.DataFrame) -> None:
    table = stock.set_index(["class", "year"]).sort_index()
    before = table["stock"].groupby("class").shift()
    expected = (before + table["acquisitions"] - table["withdrawn"]).dropna()
    assert len(expected) == 9 * 3
    assert (table["stock"].loc[expected.index] == expected).all()


def test_loans_and_acquisitions_by_class_are_those_of_the_branches(
    stock: pd.DataFrame, city: pd.DataFrame
) -> None:
    years = city["month"].str[:4].astype(int)
    for measure in ("loans", "acquisitions"):
        by_class = stock.groupby("year")[measure].sum()
        by_branch = city.groupby(years)[measure].sum()
        assert by_class.to_dict() == by_branch.loc[by_class.index].to_dict()


def test_renewals_are_part_of_loans(city: pd.DataFrame) -> None:
    assert (city["renewals"] <= city["loans"]).all()
