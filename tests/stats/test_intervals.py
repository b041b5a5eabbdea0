"""Intervals and funnel limits against published tables and R."""

from __future__ import annotations

import numpy as np
import pytest

from libmkt.errors import ParameterError
from libmkt.stats.intervals import funnel_curve, funnel_limits, wilson
from libmkt.stats.margins import exact_limits

# Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)]  # fmt: skip
# The same table, method 5: Clopper and Pearson's exact interval.
NEWCOMBE_EXACT = [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617),
                  (0, 20, 0.0000, 0.1684), (1, 29, 0.0009, 0.1776)]  # fmt: skip
# tests/golden/intervals.R: n, low 95 %, high 95 %, low 99.8 %, high 99.8 %.
R_FUNNEL_POISSON = [  # centre 0.03
    (50, 0, 0.07727021924, 0, 0.1195806894),
    (400, 0.01295709743, 0.04692363898, 0.005674954787, 0.05900168814),
    (2500, 0.02320679773, 0.03677461838, 0.01967704357, 0.04106857754),
    (1e5, 0.02892620613, 0.03107326231, 0.02831668796, 0.03170179032),
]
R_FUNNEL_BINOMIAL = [  # centre 0.8
    (10, 0.4705061171, 0.9767169356, 0.3024639602, 0.9990686774),
    (75, 0.698623671, 0.8796364509, 0.6406969762, 0.9234055112),
    (900, 0.7729890587, 0.8252672716, 0.7573056196, 0.8396782224),
]
LIMITS = ["low_95", "high_95", "low_998", "high_998"]


@pytest.mark.parametrize("successes, trials, low, high", NEWCOMBE)
def test_wilson_matches_newcombe_1998(successes, trials, low, high):
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("successes, trials, low, high", NEWCOMBE_EXACT)
def test_the_exact_interval_matches_newcombe_1998(successes, trials, low, high):
    assert exact_limits(successes / trials, trials, 0.95) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("n, low, high, lower, higher", R_FUNNEL_POISSON)
def test_poisson_limits_match_r(n, low, high, lower, higher):
    found = funnel_limits([0.03 * n], [n], target=0.03)[LIMITS].iloc[0]
    assert found.tolist() == pytest.approx([low, high, lower, higher], rel=1e-9)


@pytest.mark.parametrize("n, low, high, lower, higher", R_FUNNEL_BINOMIAL)
def test_binomial_limits_match_r(n, low, high, lower, higher):
    found = funnel_limits([0.8 * n], [n], target=0.8, family="binomial")[LIMITS].iloc[0]
    assert found.tolist() == pytest.approx([low, high, lower, higher], rel=1e-9)


def test_exact_limits_keep_what_they_promise():
    rng = np.random.default_rng(7)
    size = np.tile([200.0, 2000.0, 20000.0], 2000)
    found = funnel_limits(rng.poisson(0.03 * size), size, target=0.03)
    inside = found["value"].between(found["low_95"], found["high_95"]).mean()
    assert 0.93 < inside < 0.97


def test_places_that_differ_only_by_chance_keep_the_exact_limits():
    rng = np.random.default_rng(11)
    size = np.full(300, 5000.0)
    found = funnel_limits(rng.poisson(0.03 * size), size, dispersion="multiplicative")
    assert set(found["method"]) == {"exact"} and found["phi"].iloc[0] < 1.2


@pytest.mark.parametrize("dispersion", ["multiplicative", "additive"])
def test_true_differences_between_places_widen_the_limits(dispersion):
    rng = np.random.default_rng(13)
    size = rng.integers(2000, 60000, 400).astype(float)
    rates = np.clip(rng.normal(0.3, 0.06, 400), 0.05, None)
    events = rng.poisson(rates * size)
    plain = funnel_limits(events, size)
    wide = funnel_limits(events, size, dispersion=dispersion)
    assert (plain["position"] == "within").mean() < 0.3
    assert set(wide["method"]) == {dispersion} and wide["phi"].iloc[0] > 10
    assert 0.85 < (wide["position"] == "within").mean() < 0.99


def test_the_additive_variance_is_that_between_places():
    rng = np.random.default_rng(17)
    size = np.full(2000, 50000.0)
    events = rng.poisson(np.clip(rng.normal(0.3, 0.06, 2000), 0.05, None) * size)
    found = funnel_limits(events, size, dispersion="additive", winsorise=0.0)
    assert found["tau2"].iloc[0] == pytest.approx(0.06**2, rel=0.1)


def test_the_curve_passes_through_the_places_of_its_ends():
    found = funnel_limits([30, 700], [1000, 20000], target=0.03)
    curve = funnel_curve(found)
    assert curve[LIMITS].iloc[-1].tolist() == pytest.approx(found[LIMITS].iloc[1].tolist())
    assert (np.diff(curve["n"]) > 0).all()


def test_a_place_without_size_has_no_position():
    found = funnel_limits([5, 5], [0, 100])
    assert found["position"].tolist()[0] == ""


@pytest.mark.parametrize("successes, trials", [(1, 0), (5, 4), (-1, 4)])
def test_impossible_counts_are_refused(successes, trials):
    with pytest.raises(ParameterError, match="no more successes than trials"):
        wilson(successes, trials)
