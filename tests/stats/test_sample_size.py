"""Sample sizes against formulas.md F30 and R (tests/golden/sample_size.R)."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt.errors import ParameterError
from libmkt.stats.power import power_of_means, power_of_shares
from libmkt.stats.sample_size import margin_of_error, sample_size

# power.prop.test: first, second, power, n; first, second, n, power.
R_SHARES = [(0.4, 0.52, 0.8, 269.604403869), (0.1, 0.15, 0.9, 917.320633928),
            (0.5, 0.9, 0.95, 31.0613405406)]  # fmt: skip
R_SHARES_POWER = [(0.4, 0.52, 240, 0.752545458938), (0.1, 0.15, 30, 0.0840448835189)]
# power.t.test: difference, sd, power, n; difference, sd, n, power.
R_MEANS = [(0.5, 1.2, 0.8, 91.389443814), (0.2, 1, 0.9, 526.333371156), (3, 1, 0.9, 3.62481513962)]
R_MEANS_POWER = [(0.5, 1.2, 60, 0.619287532112), (0.2, 1, 10, 0.0622645016937)]


def test_five_thousand_readers_take_357_answers():
    # formulas.md F30: 384.16 (with z = 1.96) and 356.8.
    found = sample_size(5000).iloc[0]
    assert found["n_infinite"] == pytest.approx(384.16, abs=0.02)
    assert found["n_exact"] == pytest.approx(356.8, abs=0.05)
    assert found["n"] == 357


@given(
    st.integers(2, 10**6),
    st.floats(0.01, 0.2),
    st.floats(0.05, 0.95),
    st.floats(1, 4),
)
def test_the_margin_of_the_size_found_is_at_most_the_one_wanted(population, margin, share, deff):
    found = sample_size(population, margin=margin, share=share, deff=deff).iloc[0]
    assert found["n"] <= population
    got = margin_of_error(int(found["n"]), population=population, share=share, deff=deff)
    assert got["margin"].iloc[0] <= margin * (1 + 1e-9)
    if found["n"] > 1:
        less = margin_of_error(int(found["n"]) - 1, population=population, share=share, deff=deff)
        assert less["margin"].iloc[0] >= margin * (1 - 1e-9)


def test_a_group_too_small_for_its_response_says_so():
    found = sample_size({"children": 120, "adults": 4000}, response=0.3)
    assert found["note"].tolist() == ["invite_all", ""]
    assert found["expected_margin"].iloc[0] > 0.05 >= found["expected_margin"].iloc[1]


def test_a_design_effect_multiplies_the_size_of_an_endless_population():
    plain, heavy = sample_size(), sample_size(deff=1.5)
    assert heavy["n_exact"].iloc[0] == pytest.approx(1.5 * plain["n_exact"].iloc[0])


def test_only_probability_samples_have_a_margin():
    assert pd.isna(margin_of_error(400, sample="opt-in")["margin"].iloc[0])
    assert margin_of_error(400, sample="census")["margin"].iloc[0] == 0
    assert margin_of_error(50, population=50)["margin"].iloc[0] == 0


@pytest.mark.parametrize("first, second, power, n", R_SHARES)
def test_the_size_for_two_shares_equals_r(first, second, power, n):
    found = power_of_shares(first, second, power=power)["n"].iloc[0]
    assert found == pytest.approx(n, rel=1e-9)


@pytest.mark.parametrize("first, second, n, power", R_SHARES_POWER)
def test_the_power_for_two_shares_equals_r(first, second, n, power):
    found = power_of_shares(first, second, n=n)["power"].iloc[0]
    assert found == pytest.approx(power, rel=1e-9)


@pytest.mark.parametrize("difference, sd, power, n", R_MEANS)
def test_the_size_for_two_means_equals_r(difference, sd, power, n):
    found = power_of_means(difference, sd, power=power)["n"].iloc[0]
    assert found == pytest.approx(n, rel=1e-8)


@pytest.mark.parametrize("difference, sd, n, power", R_MEANS_POWER)
def test_the_power_for_two_means_equals_r(difference, sd, n, power):
    found = power_of_means(difference, sd, n=n)["power"].iloc[0]
    assert found == pytest.approx(power, rel=1e-8)


def test_a_design_effect_takes_as_many_times_more_answers():
    plain = power_of_means(0.5, 1.2, power=0.8)["n"].iloc[0]
    assert power_of_means(0.5, 1.2, power=0.8, deff=2)["n"].iloc[0] == pytest.approx(2 * plain)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: sample_size(margin=0, response=2), "above 0 to 1"),
        (lambda: sample_size(0), "from 1 was expected"),
        (lambda: margin_of_error(51, population=50), "from 1 to the population"),
        (lambda: margin_of_error(5, sample="some"), "probability, opt-in or census"),
        (lambda: power_of_shares(0.4, 0.4, n=10), "differ"),
        (lambda: power_of_shares(0.4, 0.5), "one of the two"),
        (lambda: power_of_means(0, 1, n=10), "difference and a spread"),
        (lambda: power_of_means(9, 1, power=0.3), "give more power"),
    ],
)
def test_sizes_that_cannot_be_are_refused(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
