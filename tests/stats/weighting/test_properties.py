"""What always holds of weights, on samples that Hypothesis makes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from libmkt.errors import DataError
from libmkt.stats.weighting import calibrate, kish, linearised, poststratify, rake, reweighted, trim
from libmkt.stats.weighting.frame import sums

QUICK = settings(max_examples=25, deadline=None)


@st.composite
def samples(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A sample in which every cell is held, and targets for its margins."""
    sizes = draw(st.lists(st.integers(2, 5), min_size=1, max_size=4))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    cells = np.stack(np.meshgrid(*map(np.arange, sizes), indexing="ij"), -1).reshape(-1, len(sizes))
    more = cells[rng.integers(0, len(cells), 3 * len(cells))]
    codes = np.vstack([cells, more])
    data = pd.DataFrame({f"v{at}": codes[:, at].astype(str) for at in range(len(sizes))})
    data["base"] = rng.uniform(0.2, 5, len(data))
    rows = [
        (f"v{at}", str(i), share)
        for at, size in enumerate(sizes)
        for i, share in enumerate(rng.dirichlet(np.full(size, 20.0)))
    ]
    return data, pd.DataFrame(rows, columns=["variable", "category", "target"])


@QUICK
@given(samples())
def test_margins_are_hit_by_every_method(made):
    data, targets = made
    for held in (
        rake(data, targets, weights="base"),
        calibrate(data, targets, weights="base"),
        calibrate(data, targets, weights="base", distance="raking"),
    ):
        margins = held.margins
        np.testing.assert_allclose(margins["after"], margins["target"], atol=1e-8)
        assert held.weights.sum() == pytest.approx(data["base"].sum())


@QUICK
@given(samples(), st.floats(0.001, 1000))
def test_the_scale_of_the_weights_before_changes_nothing(made, scale):
    data, targets = made
    first = rake(data, targets, weights="base", total=100)
    second = rake(data, targets, weights=data["base"] * scale, total=100)
    np.testing.assert_allclose(first.weights, second.weights, rtol=1e-6)


@QUICK
@given(samples())
def test_the_order_of_margins_and_respondents_changes_nothing(made):
    data, targets = made
    first = rake(data, targets, weights="base", tolerance=1e-12)
    turned = rake(data.iloc[::-1], targets.iloc[::-1], weights="base", tolerance=1e-12)
    np.testing.assert_allclose(first.weights, turned.weights.sort_index(), rtol=1e-7)


@QUICK
@given(samples())
def test_raking_is_calibration_by_the_raking_distance(made):
    data, targets = made
    raked = rake(data, targets, weights="base", tolerance=1e-12)
    found = calibrate(data, targets, weights="base", distance="raking", tolerance=1e-12)
    np.testing.assert_allclose(raked.weights, found.weights, rtol=1e-6)


@QUICK
@given(samples())
def test_weights_that_fit_already_are_left_alone(made):
    data, targets = made
    first = rake(data, targets, weights="base", tolerance=1e-13)
    again = rake(data, targets, weights=first.weights)
    np.testing.assert_allclose(first.weights, again.weights, rtol=1e-9)


@QUICK
@given(samples())
def test_replicates_raked_at_once_are_those_raked_one_by_one(made):
    data, targets = made
    held = rake(data, targets, weights="base", total=1000, tolerance=1e-12)
    rng = np.random.default_rng(len(data))
    replicates = data["base"].to_numpy()[:, None] * rng.uniform(0.5, 2, (len(data), 3))
    found = reweighted(held, replicates, tolerance=1e-12)
    for at in range(3):
        alone = rake(
            data, targets, weights=pd.Series(replicates[:, at]), total=1000, tolerance=1e-12
        )
        np.testing.assert_allclose(found[:, at], alone.weights, rtol=1e-7)


@QUICK
@given(samples())
def test_scores_that_the_margins_explain_leave_no_doubt(made):
    data, targets = made
    held = rake(data, targets, weights="base")
    known = (data["v0"] == "0").to_numpy(float)
    assert np.abs(linearised(held, known)).max() < 1e-9
    rest = linearised(held, np.random.default_rng(1).normal(size=len(data)))
    for margin in sums(held.frame, held.frame.base * rest):
        assert np.abs(margin).max() < 1e-8


@QUICK
@given(samples(), st.floats(0.8, 1))
def test_trimmed_weights_lie_within_and_meet_the_margins(made, part):
    data, targets = made
    held = rake(data, targets)
    limit = max(1.01, part * held.weights.max() / held.weights.mean())
    try:
        cut = trim(held, upper=limit)
    except DataError:  # a category whose mean weight is above the limit cannot be cut
        groups = [held.weights.groupby(data[name]).mean().max() for name in data if name != "base"]
        assert held.weights.max() > limit * held.weights.mean()
        assume(max(groups) <= 0.9 * limit * held.weights.mean())
        return
    assert cut.weights.max() <= limit * held.weights.mean() * (1 + 1e-9)
    np.testing.assert_allclose(cut.margins["after"], cut.margins["target"], atol=1e-8)


def test_extreme_weights_are_cut_without_losing_the_margins():
    rng = np.random.default_rng(8)
    data = pd.DataFrame(
        {f"v{i}": rng.choice(list("abc"), 900, p=[0.6, 0.3, 0.1]) for i in range(3)}
    )
    rows = [(f"v{i}", c, x) for i in range(3) for c, x in zip("abc", (0.4, 0.3, 0.3), strict=True)]
    held = rake(data, pd.DataFrame(rows, columns=["variable", "category", "target"]))
    cut = trim(held, upper=8, lower=0.2)
    assert held.weights.max() > 15 and cut.trimmed > 5 and cut.n_eff > held.n_eff
    assert cut.weights.between(0.2 - 1e-9, 8 + 1e-9).all()
    np.testing.assert_allclose(cut.margins["after"], cut.margins["target"], atol=1e-8)


def test_large_samples_are_raked_by_several_tables_as_by_one():
    rng = np.random.default_rng(3)
    sizes = [7, 6, 8, 5, 9, 4]
    data = pd.DataFrame({f"v{i}": rng.integers(0, k, 4000) for i, k in enumerate(sizes)})
    rows = [(f"v{i}", c, 1 / k) for i, k in enumerate(sizes) for c in range(k)]
    targets = pd.DataFrame(rows, columns=["variable", "category", "target"])
    held = rake(data, targets)
    assert len(held.frame.blocks) > 1
    exact = calibrate(data, targets, distance="raking")
    np.testing.assert_allclose(held.weights, exact.weights, rtol=1e-6)
    base = rng.poisson(1, (4000, 5)).astype(float) + 0.1
    many = reweighted(held, base)
    one = rake(data, targets, weights=pd.Series(base[:, 2]), total=held.frame.total)
    np.testing.assert_allclose(many[:, 2], one.weights, rtol=1e-7)


def test_logit_weights_lie_strictly_within_their_bounds():
    rng = np.random.default_rng(4)
    data = pd.DataFrame({"age": rng.choice(list("abc"), 300, p=[0.5, 0.3, 0.2])})
    targets = pd.DataFrame(
        [("age", "a", 0.3), ("age", "b", 0.3), ("age", "c", 0.4)],
        columns=["variable", "category", "target"],
    )
    found = calibrate(data, targets, distance="logit", bounds=(0.4, 3)).weights
    assert found.between(0.4, 3, inclusive="neither").all()


def test_kish_of_equal_weights_is_the_sample():
    assert kish(np.full(40, 3.0)) == pytest.approx((40.0, 1.0))


def test_post_strata_of_one_variable_are_raking_of_one_margin():
    data = pd.DataFrame({"age": list("aaabbc")})
    shares = {"a": 0.2, "b": 0.3, "c": 0.5}
    tidy = pd.DataFrame([("age", k, v) for k, v in shares.items()])
    tidy.columns = pd.Index(["variable", "category", "target"])
    cells = pd.DataFrame({"age": list(shares), "target": list(shares.values())})
    first, second = rake(data, tidy), poststratify(data, cells, by=["age"])
    np.testing.assert_allclose(first.weights, second.weights)


def test_the_error_by_residuals_is_the_spread_over_repeated_samples():
    rng = np.random.default_rng(12)
    size, n = 20_000, 400
    age, sex = rng.integers(0, 4, size), rng.integers(0, 2, size)
    y = 20 + 8 * age + 5 * sex + rng.normal(0, 4, size)
    chance = np.where(age == 0, 1.6, np.where(age == 3, 0.5, 1.0))  # unequal, and known
    people = pd.DataFrame({"age": age, "sex": sex, "y": y, "d": 1 / chance})
    rows = [("age", a, x) for a, x in people["age"].value_counts(normalize=True).items()]
    rows += [("sex", a, x) for a, x in people["sex"].value_counts(normalize=True).items()]
    targets = pd.DataFrame(rows, columns=["variable", "category", "target"])
    means, errors, naive = [], [], []
    for _ in range(250):
        drawn = people.iloc[rng.choice(size, n, p=chance / chance.sum())].reset_index(drop=True)
        held = rake(drawn, targets, weights="d")
        w = held.weights.to_numpy()
        mean = w @ drawn["y"].to_numpy() / w.sum()
        scores = (drawn["y"].to_numpy() - mean) / w.sum()
        means.append(mean)
        errors.append(np.sqrt(n * np.var(w * linearised(held, scores), ddof=1)))
        naive.append(np.sqrt(n * np.var(w * scores, ddof=1)))
    spread = np.std(means, ddof=1)
    assert np.mean(errors) == pytest.approx(spread, rel=0.1)  # 250 samples: 4.5 % of noise
    assert np.mean(naive) > 2 * spread
    covered = np.abs(np.array(means) - people["y"].mean()) < 1.96 * np.array(errors)
    assert 0.91 < covered.mean() < 0.985
