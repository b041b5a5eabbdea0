"""Each fact of TRUTH.yml is in the data, by plain arithmetic that no analysis shares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.demo import test_survey
from tests.demo.conftest import DEMO

Truth = dict[str, Any]


def test_every_fact_has_a_test(truth: Truth) -> None:
    names = [*globals(), *vars(test_survey)]
    tested = {name.split("__")[1] for name in names if name.startswith("test_fact__")}
    assert tested == set(truth)


def _slope(values: pd.Series) -> tuple[float, float]:
    """Yearly change as a share of the fitted first level, and its t value."""
    x = np.arange(len(values))
    (b, a), cov = np.polyfit(x, values.to_numpy(float), 1, cov=True)
    return b / a, b / cov[0, 0] ** 0.5


def test_fact__trend__is_the_slope_of_yearly_users_and_loans(
    truth: Truth, yearly: pd.DataFrame
) -> None:
    found, expected = [], []
    for district, growth in truth["trend"]["yearly"].items():
        rows = yearly[(yearly["region"] == district) & (yearly["year"] <= 2024)]
        measures = ["users"] if district == truth["renewals"]["district"] else ["users", "loans"]
        for measure in measures:
            found.append(_slope(rows.set_index("year")[measure])[0])
            expected.append(growth)
    assert found == pytest.approx(expected, abs=0.009)
    assert np.corrcoef(found, expected)[0, 1] > 0.9


def test_fact__season__has_its_low_and_high_months(truth: Truth, monthly: pd.DataFrame) -> None:
    full = monthly[monthly["month"] < "2026"]
    # the wrong row stands in May, which is neither
    by_month = full.groupby(full["month"].str[5:])[["users", "visits", "loans", "events"]].sum()
    assert by_month.idxmin().to_dict() == truth["season"]["lowest"]
    assert by_month.idxmax().to_dict() == truth["season"]["highest"]


def test_fact__fasting__lowers_the_month_that_it_fills(truth: Truth, monthly: pd.DataFrame) -> None:
    # the fast filled April in 2022 and March in 2025, each almost whole, and moved in between
    sums = monthly.groupby("month")[["visits", "loans", "events"]].sum()
    moved = (sums.loc["2022-04"] / sums.loc["2022-03"]) / (
        sums.loc["2025-04"] / sums.loc["2025-03"]
    )
    for measure in ("visits", "loans", "events"):
        assert moved[measure] == pytest.approx(truth["fasting"]["factor"][measure] ** 2, abs=0.05)


def test_fact__closure__is_zeros_in_its_months_and_nowhere_else(
    truth: Truth, city: pd.DataFrame
) -> None:
    closed = city[city["hours_open"] == 0]
    fact = truth["closure"]
    assert set(closed["branch"]) == {fact["branch"]}
    assert (closed["month"].min(), closed["month"].max()) == (fact["from"], fact["to"])
    assert len(closed) == 5
    assert (closed.drop(columns=["branch", "month"]) == 0).all(axis=None)


def test_fact__sensors__raise_visits_against_loans(truth: Truth, city: pd.DataFrame) -> None:
    fact = truth["sensors"]
    before = city[(city["month"] >= "2023-01") & (city["month"] < fact["from"])]
    after = city[(city["month"] >= fact["from"]) & (city["month"] < "2025-01")]
    change = (after["visits"].sum() / after["loans"].sum()) / (
        before["visits"].sum() / before["loans"].sum()
    )
    # visits also gain 1.5 per cent a year and loans lose 1
    assert change == pytest.approx(fact["factor"] * 1.025, abs=0.03)


def test_fact__remote_visits__come_in_everywhere_but_in_the_quiet_district(
    truth: Truth, yearly: pd.DataFrame
) -> None:
    fact = truth["remote_visits"]
    per_loan = yearly.set_index(["region", "year"])[["visits", "loans"]]
    for district, share in fact["share"].items():
        rows = per_loan.loc[district]
        before, after = rows.loc[2018:2020].sum(), rows.loc[2021:2024].sum()
        change = (after["visits"] / after["loans"]) / (before["visits"] / before["loans"])
        assert change - 1 == pytest.approx(share, abs=0.035), district
    shares = [s for d, s in fact["share"].items() if d != truth["quiet"]["district"]]
    assert fact["least"] <= min(shares) <= max(shares) <= fact["most"]


def test_fact__renewals__lift_loans_in_one_district(truth: Truth, yearly: pd.DataFrame) -> None:
    fact = truth["renewals"]
    loans = yearly.pivot(index="year", columns="region", values=fact["measure"])
    change = loans.loc[2018:2020].mean() / loans.loc[2015:2017].mean()
    assert change[fact["district"]] == pytest.approx(fact["factor"], abs=0.08)
    assert change.drop(fact["district"]).between(0.9, 1.1).all()


def test_fact__wrong_row__is_the_only_one_that_the_year_does_not_confirm(
    truth: Truth, monthly: pd.DataFrame, yearly: pd.DataFrame
) -> None:
    fact = truth["wrong_row"]
    full = monthly[monthly["month"] < "2026"]
    keys = [full["district"], full["month"].str[:4].astype(int)]
    measures = ["users", "visits", "loans", "events", "attendance"]
    summed = full.groupby(keys)[measures].sum()
    printed = yearly.set_index(["region", "year"])[measures].loc[summed.index]
    off = (summed - printed.to_numpy()).stack()
    off = off[off != 0]
    assert list(off.index) == [(fact["district"], int(fact["month"][:4]), fact["measure"])]
    here = monthly[(monthly["district"] == fact["district"]) & (monthly["month"] == fact["month"])]
    wrong = here[fact["measure"]].item()
    assert wrong - off.iloc[0] == wrong / fact["factor"]


def test_fact__lift__raises_one_district_above_the_year_before(
    truth: Truth, monthly: pd.DataFrame
) -> None:
    fact = truth["lift"]
    after = monthly[(monthly["month"] >= "2025-04") & (monthly["month"] <= "2026-02")]
    before = monthly[(monthly["month"] >= "2024-04") & (monthly["month"] <= "2025-02")]
    change = (
        after.groupby("district")[["visits", "loans"]].sum()
        / before.groupby("district")[["visits", "loans"]].sum()
    )
    for measure in ("visits", "loans"):
        assert change.loc[fact["district"], measure] == pytest.approx(
            fact["factor"][measure], abs=0.08
        )
        assert change[measure].idxmax() == fact["district"]
        assert change[measure].drop(fact["district"]).max() < 1.2


def test_fact__quiet__has_no_trend_and_little_scatter(truth: Truth, yearly: pd.DataFrame) -> None:
    rows = yearly[yearly["region"] == truth["quiet"]["district"]]
    for measure in ("users", "visits", "loans", "attendance"):
        _, t = _slope(rows[measure])
        assert abs(t) < 2.23  # 5 per cent, two-sided, 10 degrees of freedom
    for measure in ("users", "visits", "loans"):
        assert rows[measure].std() / rows[measure].mean() < 0.02


def test_fact__merged__takes_two_libraries_away(truth: Truth, yearly: pd.DataFrame) -> None:
    fact = truth["merged"]
    change = yearly.sort_values("year").groupby("region")["libraries"].diff().fillna(0)
    moved = yearly.loc[change.index[change != 0]]
    assert moved[["region", "year"]].to_numpy().tolist() == [[fact["district"], fact["from"]]]
    assert change[change != 0].item() == fact["change"]


def test_fact__small_branches__scatter_more_than_chance(truth: Truth, city: pd.DataFrame) -> None:
    for branch in truth["small_branches"]["branches"]:
        rows = city[city["branch"] == branch].set_index("month")
        for measure in ("visits", "loans"):
            level = rows[measure].groupby(rows.index.str[5:]).transform("mean")
            # 1 for a Poisson count: Pearson's statistic over its degrees of freedom
            assert ((rows[measure] - level) ** 2 / level).sum() / (len(rows) - 12) > 3


def test_fact__stock_classes__are_lent_far_below_and_above_their_share(
    truth: Truth, stock: pd.DataFrame
) -> None:
    fact = truth["stock_classes"]
    last = stock[stock["year"] == 2025].set_index("class")
    use = (last["loans"] / last["loans"].sum()) / (last["stock"] / last["stock"].sum())
    assert use.idxmin() == fact["little"] and use[fact["little"]] < 0.25
    assert use.idxmax() == fact["much"] and use[fact["much"]] > 1.5


def _seen() -> pd.DataFrame:
    """The observation sheet, its dates and times filled down."""
    sheet = pd.read_csv(DEMO / "observations" / "2026-09.csv")
    sheet[["Sáne", "Waqtı"]] = sheet[["Sáne", "Waqtı"]].ffill()
    return sheet


def test_fact__observed_seats__are_taken_hour_by_hour(truth: Truth) -> None:
    fact, sheet = truth["observed_seats"], _seen()
    for room, shares in fact["taken"].items():
        part = sheet[sheet["Zal"] == room]
        sums = part.groupby("Waqtı")[["Bánt orınlar", "Otırıw orınları"]].sum()
        found = sums["Bánt orınlar"] / sums["Otırıw orınları"]
        assert found.index.tolist() == fact["hours"]
        assert found.tolist() == pytest.approx(shares, abs=fact["tolerance"])
        assert len(part) == fact["sweeps"]
    # people come in days: one day's seats differ from another's by more than chance
    part = sheet[sheet["Zal"] == "Oqıw zalı"]
    days = part.groupby("Sáne")["Bánt orınlar"].sum()
    share = part.groupby("Waqtı")["Bánt orınlar"].mean() / 48
    assert days.var(ddof=1) > 1.5 * float((48 * share * (1 - share)).sum())


def test_fact__observed_contradiction__is_important_empty_in_one_and_full_in_the_other(
    truth: Truth,
) -> None:
    fact, sheet = truth["observed_contradiction"], _seen()
    answers = pd.read_csv(DEMO / "survey" / "needs-2026.csv")[fact["question"]].dropna()
    assert (answers >= 4).mean() > 0.7
    at_four = sheet[sheet["Waqtı"] == "16:00"].groupby("Zal")[["Bánt orınlar", "Otırıw orınları"]]
    share = at_four.sum()["Bánt orınlar"] / at_four.sum()["Otırıw orınları"]
    assert share[fact["quiet"]] < 0.4 and share[fact["full"]] > 0.8
    months = pd.read_csv(DEMO / "city" / "monthly.csv")
    visits = months[months["branch"] == fact["full_branch"]].set_index("month")["visits"]
    assert float(visits["2026-09"]) > 1.1 * float(visits["2025-09"])
