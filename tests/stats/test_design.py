"""Designs: what is refused, what is chosen, and what always holds of their errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libmkt.errors import DataError, ParameterError
from libmkt.stats.design import Design, Replicates, replicate_scale
from libmkt.stats.design_checks import checked
from libmkt.stats.prepared import prepared
from libmkt.stats.replicates import with_replicates
from libmkt.stats.variance import degrees, ratios, totals
from libmkt.surveys import means


@pytest.fixture
def sample() -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "district": ["north"] * 6 + ["south"] * 6,
            "branch": ["a", "a", "b", "b", "c", "c"] * 2,
            "branches": [5] * 6 + [3] * 6,
            "w": [2.0] * 6 + [1.5] * 6,
            "loans": random.poisson(5, 12),
        }
    )


DRAWN = Design(weights="w", strata="district", clusters="branch", population="branches")


def test_all_that_is_wrong_with_a_table_is_said_at_once(sample: pd.DataFrame) -> None:
    bad = sample.assign(w=[-1.0, 0.0, np.nan, *[1.0] * 9], branches=2)
    bad.loc[4, "branch"] = None
    with pytest.raises(DataError) as refused:
        checked(bad, replace(DRAWN, population=("branches",), calibrated=("age",)))
    said = str(refused.value)
    assert "3 rows, first row 1: -1.0" in said
    assert "age     column is missing" in said
    assert "branch  a value is missing" in said


def test_a_weight_written_as_text_is_shown_as_the_table_has_it(sample: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="1 row, first row 2: n/a"):
        checked(sample.assign(w=["1", "n/a", *["1"] * 10]), Design(weights="w"))


def test_a_population_smaller_than_its_sample_is_refused(sample: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="smaller than the sample drawn from it"):
        checked(sample.assign(branches=2), DRAWN)


def test_a_population_that_differs_within_a_stratum_is_refused(sample: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="differs within a stratum"):
        checked(sample.assign(branches=[5, 4, *[5] * 4, *[3] * 6]), DRAWN)


def test_a_stratum_of_one_unit_is_refused_by_name(sample: pd.DataFrame) -> None:
    lone = sample[(sample["district"] == "north") | (sample["branch"] == "a")]
    with pytest.raises(DataError, match=r"district  a stratum has one unit.*south"):
        checked(lone, replace(DRAWN, population=()))


def test_a_stratum_whose_only_unit_was_taken_adds_no_variance(sample: pd.DataFrame) -> None:
    lone = sample[(sample["district"] == "north") | (sample["branch"] == "a")].copy()
    lone.loc[lone["district"] == "south", "branches"] = 1
    north = sample[sample["district"] == "north"]
    together = totals(prepared(lone, DRAWN), lone[["loans"]].to_numpy(float))
    alone = totals(prepared(north, DRAWN), north[["loans"]].to_numpy(float))
    assert together.std_error == pytest.approx(alone.std_error)


@pytest.mark.parametrize(
    "design, said",
    [
        (Design(sample="convenience"), "expected one of: probability, opt-in, census"),  # type: ignore[arg-type]
        (Design(lonely="adjust"), "refuse, average, certainty"),  # type: ignore[arg-type]
        (Design(modelled=True), "only an opt-in sample"),
        (Design(base_weights="w"), "what the weights were calibrated on"),
        (Design(population=("a", "b")), "more population sizes than stages"),
        (Design(replicates=Replicates(("r",), "brr")), "at least two replicate weights"),
        (Design(replicates=Replicates(("r", "s"), "fay", rho=1.0)), "Fay's coefficient"),
        (Design(replicates=Replicates(("r", "s"), "stratified jackknife")), "one factor"),
    ],
)
def test_a_design_that_contradicts_itself_is_refused(design: Design, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        checked(pd.DataFrame({"w": [1.0, 2.0]}), design)


def test_the_same_branch_number_in_two_districts_is_two_branches(sample: pd.DataFrame) -> None:
    assert degrees(prepared(sample, DRAWN)) == 6 - 2


def test_a_domain_has_the_degrees_of_its_own_clusters(sample: pd.DataFrame) -> None:
    found = prepared(sample, DRAWN)
    assert degrees(found, np.array([0, 1, 2, 6, 7, 8])) == 4 - 2


def test_all_units_taken_leaves_no_doubt(sample: pd.DataFrame) -> None:
    everything = sample.assign(branches=3)
    found = means(everything, "loans", DRAWN)
    assert found["std_error"].item() == pytest.approx(0, abs=1e-12)


def test_the_jackknife_of_a_total_equals_the_linearised_error(sample: pd.DataFrame) -> None:
    """A total is linear in the weights: both ways are algebraically one."""
    values = sample[["loans"]].to_numpy(float)
    table, drawn = with_replicates(sample, DRAWN, kind="jackknife")
    jackknifed = totals(prepared(table, drawn), values)
    linear = totals(prepared(sample, DRAWN), values)
    assert jackknifed.std_error == pytest.approx(linear.std_error, rel=1e-12)


def test_many_bootstrap_replicates_come_near_the_linearised_error(sample: pd.DataFrame) -> None:
    drawn = replace(DRAWN, population=())
    table, with_weights = with_replicates(sample, drawn, kind="bootstrap", replicates=4000)
    found = means(table, "loans", with_weights)["std_error"].item()
    assert found == pytest.approx(means(sample, "loans", drawn)["std_error"].item(), rel=0.1)


def test_bootstrap_weights_keep_each_stratum_in_the_mean(sample: pd.DataFrame) -> None:
    table, drawn = with_replicates(
        sample, replace(DRAWN, population=()), kind="bootstrap", replicates=50, seed=3
    )
    assert drawn.replicates is not None
    sums = table.groupby("district")[list(drawn.replicates.columns)].sum()
    expected = table.groupby("district")["w"].sum().to_numpy()[:, None]
    assert sums.to_numpy() == pytest.approx(np.broadcast_to(expected, sums.shape))


def test_the_same_seed_gives_the_same_replicates(sample: pd.DataFrame) -> None:
    one, two = (
        with_replicates(sample, Design(weights="w"), kind="bootstrap", replicates=9, seed=4)[0]
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(one, two)


def test_scales_of_the_kinds_are_those_of_their_books() -> None:
    names = tuple("abcde")
    assert replicate_scale(Replicates(names, "bootstrap")) == 1 / 4
    assert replicate_scale(Replicates(names, "jackknife")) == 4 / 5
    assert replicate_scale(Replicates(names, "brr")) == 1 / 5
    assert replicate_scale(Replicates(names, "brr", scale=2.0)) == 2.0


VALUES = st.lists(st.integers(0, 50), min_size=8, max_size=30)


@given(values=VALUES, factor=st.floats(0.01, 1000), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_multiple_of_the_weights_changes_no_ratio_nor_its_error(
    values: list[int], factor: float, seed: int
) -> None:
    random = np.random.default_rng(seed)
    table = pd.DataFrame({"y": values, "w": random.uniform(0.5, 2, len(values))})
    one = means(table, "y", Design(weights="w"))
    two = means(table.assign(w=table["w"] * factor), "y", Design(weights="w"))
    names = ["estimate", "std_error", "n_eff", "deff"]
    assert two[names].to_numpy(float) == pytest.approx(
        one[names].to_numpy(float), rel=1e-6, abs=1e-9, nan_ok=True
    )


@given(values=VALUES, seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_domain_by_its_rows_is_the_domain_by_zeros(values: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    size = len(values)
    table = pd.DataFrame(
        {
            "y": values,
            "w": random.uniform(0.5, 2, size),
            "s": np.arange(size) % 2,
            "c": np.arange(size) // 2,
        }
    )
    inside = random.random(size) < 0.6
    if not inside.any():
        return
    y, zeros = table[["y"]].to_numpy(float), np.zeros(1, np.intp)
    for drawn in (Design(weights="w", strata="s"), Design(weights="w", clusters="c")):
        arrays = prepared(table, drawn)
        rows = np.flatnonzero(inside)
        own = ratios(arrays, y[rows], np.ones((len(rows), 1)), zeros, rows)
        whole = ratios(arrays, y * inside[:, None], inside[:, None].astype(float), zeros)
        assert own.covariance == pytest.approx(whole.covariance, rel=1e-9, abs=1e-12)


@given(order=st.permutations(list(range(12))))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_rows_does_not_matter(order: list[int]) -> None:
    table = pd.DataFrame(
        {
            "district": ["north"] * 6 + ["south"] * 6,
            "branch": ["a", "a", "b", "b", "c", "c"] * 2,
            "branches": [5] * 6 + [4] * 6,
            "w": [2.0] * 6 + [1.5] * 6,
            "loans": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
        }
    )
    moved = table.iloc[order].reset_index(drop=True)
    one, two = (means(t, "loans", DRAWN)["std_error"].item() for t in (table, moved))
    assert one == pytest.approx(two, rel=1e-12)


@pytest.mark.parametrize(
    ("design", "error"),
    [
        (Design(), np.nan),
        (Design(weights="w", strata="district", clusters="branch"), np.nan),
        (Design(weights="w", replicates=Replicates(("r1", "r2"), "brr")), np.nan),
        (Design(sample="census"), 0.0),
    ],
)
def test_one_answer_is_its_own_mean_and_has_no_variance(design: Design, error: float) -> None:
    one = pd.DataFrame(
        {"district": ["north"], "branch": ["a"], "w": [2.0], "r1": [1.0], "r2": [3.0], "loans": [7]}
    )
    (found,) = means(one, "loans", design).to_dict("records")
    assert (found["n"], found["estimate"], found["df"]) == (1, 7.0, 0 if error else found["df"])
    assert found["std_error"] == pytest.approx(error, nan_ok=True)
    (spread,) = totals(prepared(one, design), one[["loans"]].to_numpy(float)).std_error
    assert spread == pytest.approx(error, nan_ok=True)


def test_a_table_of_nobody_is_refused_in_words() -> None:
    with pytest.raises(DataError, match="there are no respondents"):
        checked(pd.DataFrame({"loans": []}), Design())
