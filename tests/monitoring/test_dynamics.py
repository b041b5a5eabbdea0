"""Growth dynamics against the worked figures of the Murmansk rural libraries."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.errors import DataError
from libmkt.monitoring import averages, dynamics
from libmkt.tables import BREAKS
from tests.golden import monitoring as golden

from .making import figure, months, murmansk, table


def broken(period: str, *, comparable: bool = False, link: float | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        [["", "", "", period, "new counting rules", comparable, link]], columns=list(BREAKS)
    )


@pytest.fixture
def loans() -> pd.DataFrame:
    return dynamics(murmansk(), measure="loans")


def test_increments_are_those_of_the_source(loans):
    assert tuple(loans["increment_chain"][1:]) == golden.LOANS_CHAIN_INCREMENT
    assert tuple(loans["increment_base"][1:]) == golden.LOANS_BASE_INCREMENT
    assert tuple(loans["one_percent"][1:].round(2)) == golden.LOANS_ONE_PERCENT


@pytest.mark.parametrize("measure", ["loans", "users", "visits"])
def test_chain_rates_are_those_of_the_source(measure):
    growth = dynamics(murmansk(), measure=measure)
    assert tuple((100 * growth["rate_chain"][1:]).round(2)) == golden.CHAIN_RATE[measure]


def test_base_rates_are_those_of_the_source(loans):
    assert tuple((100 * loans["rate_base"][1:]).round(2)) == golden.LOANS_BASE_RATE
    assert set(loans["base_period"]) == {"2010"}


@pytest.mark.parametrize("measure", ["loans", "users", "visits"])
def test_mean_growth_rates_are_those_of_the_source(measure):
    means = averages(dynamics(murmansk(), measure=measure))
    assert round(100 * means["mean_rate"].iloc[0], 4) == golden.MEAN_RATE[measure]


def test_mean_increment_is_that_of_the_source(loans):
    assert round(averages(loans)["mean_increment"].iloc[0], 2) == golden.LOANS_MEAN_INCREMENT


def test_the_mean_of_users_depends_on_how_they_are_counted():
    users = dynamics(murmansk(), measure="users")
    flow, stock = averages(users).iloc[0], averages(users, kind="stock").iloc[0]
    assert (flow["mean_level"], flow["method"]) == (golden.USERS_MEAN_ARITHMETIC, "arithmetic")
    assert round(stock["mean_level"], 2) == golden.USERS_MEAN_CHRONOLOGICAL
    assert stock["method"] == "chronological"


def test_chain_increments_add_to_the_base_increment(loans):
    assert loans["increment_chain"].sum() == loans["increment_base"].iloc[-1]
    assert loans["rate_chain"].prod() == pytest.approx(loans["rate_base"].iloc[-1])


def test_another_base_period_is_taken_and_named(loans):
    growth = dynamics(murmansk(), measure="loans", base=2011)
    assert set(growth["base_period"]) == {"2011"}
    assert growth["increment_base"].isna().tolist() == [True, True, False, False]
    assert growth["increment_base"].iloc[2] == 851013 - 897285
    with pytest.raises(DataError, match="2010 - 2013"):
        dynamics(murmansk(), measure="loans", base=1999)


def test_nothing_grows_across_a_break():
    growth = dynamics(murmansk(), measure="loans", breaks=broken("2012"))
    assert growth["break_before"].tolist() == [False, False, True, False]
    assert growth["rate_chain"].isna().tolist() == [True, False, True, False]
    assert growth["base_period"].tolist() == ["2010", "2010", "2012", "2012"]
    means = averages(growth)
    assert means[["stretch", "start", "end", "n"]].to_numpy().tolist() == [
        [1, "2010", "2011", 2],
        [2, "2012", "2013", 2],
    ]
    assert means["mean_rate"].tolist() == pytest.approx([897285 / 970109, 822981 / 851013])


def test_a_base_before_the_break_serves_only_its_own_stretch():
    growth = dynamics(murmansk(), measure="loans", breaks=broken("2012"), base="2010")
    assert growth["base_period"].tolist() == ["2010", "2010", "", ""]
    assert growth["increment_base"].notna().tolist() == [False, True, False, False]


def test_a_break_in_the_middle_of_a_year_parts_it_on_both_sides():
    growth = dynamics(murmansk(), measure="loans", breaks=broken("2011-07"))
    assert growth["rate_chain"].isna().tolist() == [True, True, True, False]
    assert growth["stretch"].tolist() == [1, 2, 3, 3]


def test_a_break_declared_comparable_is_marked_and_crossed():
    growth = dynamics(murmansk(), measure="loans", breaks=broken("2012", comparable=True))
    assert growth["break_before"].iloc[2]
    assert growth["rate_chain"].notna().tolist() == [False, True, True, True]


def test_a_link_factor_carries_old_values_to_the_new_definition():
    growth = dynamics(murmansk(), measure="loans", breaks=broken("2012", link=0.9))
    assert growth["linked_value"].tolist() == pytest.approx(
        [970109 * 0.9, 897285 * 0.9, 851013, 822981]
    )
    assert growth["rate_chain"].iloc[2] == pytest.approx(851013 / (897285 * 0.9))
    assert growth["method"].tolist()[:3] == ["previous;linked"] * 3
    means = averages(growth).iloc[0]
    assert means["linked"] and means["n"] == 4
    assert means["mean_rate"] == pytest.approx((822981 / (970109 * 0.9)) ** (1 / 3))


def test_a_break_of_another_measure_or_library_does_not_part():
    elsewhere = broken("2012").assign(library="Apatity")
    growth = dynamics(murmansk(), measure="loans", by="library", breaks=elsewhere)
    assert growth["stretch"].max() == 1
    visits_only = broken("2012").assign(measure="visits")
    assert dynamics(murmansk(), measure="loans", breaks=visits_only)["stretch"].max() == 1


def test_a_gap_gives_no_yearly_rate_but_keeps_the_base():
    counts = table([figure(y, "loans", v) for y, v in [("2009", 100), ("2014", 80), ("2015", 60)]])
    growth = dynamics(counts, measure="loans")
    assert growth["rate_chain"].isna().tolist() == [True, True, False]
    assert growth["rate_base"].iloc[1] == 0.8
    assert growth["note"].tolist() == ["", "gap_before", ""]
    means = averages(growth).iloc[0]
    assert (means["steps"], means["note"]) == (6, "gaps")
    assert means["mean_rate"] == pytest.approx(0.6 ** (1 / 6))


def test_months_are_compared_with_the_same_month_of_the_year_before():
    counts = table(months(2024, range(100, 112)) + months(2025, range(200, 212)))
    growth = dynamics(counts, measure="loans", unit="month", against="year_before")
    assert growth["increment_chain"].iloc[12:].tolist() == [100.0] * 12
    assert growth["increment_chain"].iloc[:12].isna().all()


def test_growth_from_nothing_has_an_increment_and_no_rate():
    counts = table([figure("2024", "loans", 0), figure("2025", "loans", 5)])
    last = dynamics(counts, measure="loans").iloc[-1]
    assert last["increment_chain"] == 5 and pd.isna(last["rate_chain"])


def test_groups_do_not_mix():
    rows = [figure(y, "loans", v, library=name)
            for name, low in [("A", 100), ("B", 900)]
            for y, v in [("2024", low), ("2025", low + 50)]]  # fmt: skip
    growth = dynamics(table(rows), measure="loans", by="library")
    assert growth["increment_chain"].dropna().tolist() == [50, 50]
    assert len(averages(growth)) == 2
