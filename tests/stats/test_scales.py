"""Scales: equal to R's psych, right by construction, open about what they cannot bear."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.stats.design import Design
from libmkt.stats.factors import exploratory_factors, parallel_analysis
from libmkt.stats.omega import omega
from libmkt.stats.polychoric import normal_below, polychoric
from libmkt.stats.replicates import with_replicates
from libmkt.stats.scale_items import Pairs, correlations, replicated_correlations
from libmkt.stats.scales import alpha, item_statistics

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
ITEMS = ["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "scales_data.csv")


def apart(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that are not equal within their tolerance, relative from 1 on."""
    size = table["theirs"].abs().clip(lower=1)
    return table[~((table["ours"] - table["theirs"]).abs() <= table["tolerance"] * size)]


def test_numbers_on_invented_answers_equal_those_of_r() -> None:
    found = script("compare_scales").rows(None)
    assert len(found) == 245
    assert apart(found).empty, apart(found).to_string()


def test_numbers_on_the_bfi_items_equal_those_of_r(shared_data: Path) -> None:
    found = script("compare_scales").rows(shared_data)
    assert len(found[found["data"] == "bfi"]) == 331
    assert apart(found).empty, apart(found).to_string()


def test_the_invented_answers_are_those_that_the_script_makes(answers: pd.DataFrame) -> None:
    made = script("scales_data").made()
    pd.testing.assert_frame_equal(made, answers, check_dtype=False)


def test_an_item_turned_by_hand_is_an_item_turned_by_its_direction(answers: pd.DataFrame) -> None:
    by_hand = answers.assign(c3=6 - answers["c3"])
    turned = alpha(answers, ITEMS, reverse=["c3"], ends=(1, 5))
    pd.testing.assert_frame_equal(turned, alpha(by_hand, ITEMS))
    forgotten = alpha(answers, ITEMS)["estimate"].item()
    assert forgotten < turned["estimate"].item() - 0.1
    statistics = item_statistics(answers, ITEMS)
    assert statistics.set_index("item")["item_rest"].idxmin() == "c3"


def test_weights_are_as_good_as_repeated_people(answers: pd.DataFrame) -> None:
    """An answer with weight 2 counts as two people, but is not surer for it."""
    doubled = answers.assign(weight=answers["weight"] * 2)
    repeated = answers.loc[answers.index.repeat((answers["weight"] * 2).astype(int))]
    weighted = alpha(doubled, ITEMS, Design(weights="weight"), reverse=["c3"], ends=(1, 5))
    plain = alpha(repeated, ITEMS, reverse=["c3"], ends=(1, 5))
    assert weighted["estimate"].item() == pytest.approx(plain["estimate"].item(), abs=1e-12)
    width = weighted["conf_high"] - weighted["conf_low"]
    assert width.item() > (plain["conf_high"] - plain["conf_low"]).item() * 1.1
    assert weighted["n_eff"].item() < weighted["n"].item()


def test_the_linearised_interval_of_alpha_agrees_with_replicates_and_with_feldt() -> None:
    random = np.random.default_rng(8)
    one = random.normal(size=(600, 1))
    table = pd.DataFrame(one + random.normal(size=(600, 5)), columns=list("abcde"))
    table["w"] = 1.0
    feldt = alpha(table, list("abcde")).iloc[0]
    linear = alpha(table, list("abcde"), Design(weights="w")).iloc[0]
    many, design = with_replicates(table, Design(weights="w"), kind="bootstrap", replicates=400)
    drawn = alpha(many, list("abcde"), design).iloc[0]
    for other in (linear, drawn):
        assert other["conf_low"] == pytest.approx(feldt["conf_low"], abs=0.006)
        assert other["conf_high"] == pytest.approx(feldt["conf_high"], abs=0.006)
    assert (feldt["method"], linear["method"]) == ("feldt", "linearised")


def test_an_interval_of_alpha_holds_the_truth_as_often_as_it_says() -> None:
    """Alpha of five parallel items of reliability one half is 5/6."""
    random = np.random.default_rng(11)
    held = []
    for _ in range(300):
        values = random.normal(size=(60, 1)) + random.normal(size=(60, 5))
        table = pd.DataFrame(values, columns=list("abcde"))
        found = alpha(table, list("abcde")).iloc[0]
        held.append(found["conf_low"] < 5 / 6 < found["conf_high"])
    assert 0.92 <= np.mean(held) <= 0.98


def test_few_people_and_opt_in_samples_are_told(answers: pd.DataFrame) -> None:
    few = alpha(answers.head(60), ITEMS, reverse=["c3"], ends=(1, 5))
    assert few["note"].item() == "few-100"
    opt_in = alpha(answers, ITEMS, Design(sample="opt-in"))
    assert opt_in["note"].item() == "no-margin"
    assert opt_in[["conf_low", "conf_high"]].isna().all(axis=None)


def test_omega_of_one_factor_is_that_of_its_loadings() -> None:
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    related = np.outer(loadings, loadings)
    np.fill_diagonal(related, 1)
    root = np.linalg.cholesky(related)
    raw = np.random.default_rng(2).normal(size=(200, 4))
    white = (raw - raw.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T)).T)
    table = pd.DataFrame(white @ root.T, columns=list("abcd"))  # correlations are exact
    expected = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    assert omega(table, list("abcd"))["total"].item() == pytest.approx(expected, abs=1e-7)


def test_two_factors_leave_the_general_one_open(answers: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="expected 1, or 3 and more"):
        omega(answers, ITEMS, factors=2)


def test_parallel_analysis_finds_the_five_factors_of_bfi(shared_data: Path) -> None:
    table = pd.read_csv(shared_data / "survey-method-samples" / "bfi.csv")
    items = [name for name in table if name[0] in "ACENO" and name[1:].isdigit()]
    found = parallel_analysis(table, items, draws=50)
    assert found["kept"].sum() == 5
    assert found["eigenvalue"].sum() == pytest.approx(25)


def test_unrelated_answers_have_no_factor() -> None:
    table = pd.DataFrame(np.random.default_rng(4).normal(size=(300, 6)), columns=list("abcdef"))
    assert parallel_analysis(table, list("abcdef"))["kept"].sum() == 0


def test_five_factors_of_bfi_are_led_by_their_own_items(shared_data: Path) -> None:
    table = pd.read_csv(shared_data / "survey-method-samples" / "bfi.csv")
    items = [name for name in table if name[0] in "ACENO" and name[1:].isdigit()]
    found = exploratory_factors(table, items, 5)
    of_scale = found.loadings.assign(scale=found.loadings["item"].str[0])
    assert (of_scale.groupby("scale")["leads"].nunique() == 1).all()
    oblique = exploratory_factors(table, items, 5, rotation="oblimin")
    assert np.abs(oblique.together.to_numpy() - np.eye(5)).max() > 0.2
    pd.testing.assert_series_equal(found.loadings["communality"], oblique.loadings["communality"])


def test_the_chance_below_two_cuts_is_that_of_scipy() -> None:
    from scipy.stats import multivariate_normal

    for x, y, rho in [(0.3, -1.2, 0.6), (-0.5, -0.4, -0.9), (1.7, 2.0, 0.98), (0.1, 0.4, 0.0)]:
        exact = multivariate_normal.cdf([x, y], cov=[[1, rho], [rho, 1]])
        assert float(normal_below(np.array(x), np.array(y), rho)) == pytest.approx(exact, abs=1e-6)


def test_polychoric_correlation_is_stronger_than_that_of_few_answers() -> None:
    random = np.random.default_rng(6)
    one = random.normal(size=4000)
    other = 0.6 * one + 0.8 * random.normal(size=4000)
    table = pd.DataFrame({"a": np.digitize(one, [0.5, 1.5]), "b": np.digitize(other, [-1, 1.0])})
    assert polychoric(table, ["a", "b"]).loc["a", "b"] == pytest.approx(0.6, abs=0.04)
    assert table["a"].corr(table["b"]) < 0.52


def test_answers_outside_the_scale_are_refused_with_their_row(answers: pd.DataFrame) -> None:
    typed = answers.assign(b2=answers["b2"].where(answers.index != 4, 55))
    with pytest.raises(DataError, match=r"b2 +expected answers from 1 to 5 +1 row, .* 5: 55"):
        alpha(typed, ITEMS, ends=(1, 5))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"a1": np.nan}, "all answers are missing"),
        ({"a1": 3.0}, "all gave the same answer"),
        ({"a1": "often"}, "expected numbers"),
    ],
)
def test_an_item_that_tells_nothing_is_refused(
    answers: pd.DataFrame, change: dict[str, object], told: str
) -> None:
    with pytest.raises(DataError, match=told):
        item_statistics(answers.assign(**change), ITEMS)


def test_three_respondents_are_too_few_for_factors_and_told_so(answers: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="too few people answered all items: 3 of 3"):
        exploratory_factors(answers.dropna().head(3), ITEMS, 2)


def test_reversing_without_the_scales_ends_is_refused(answers: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="lowest and highest answer must be given"):
        alpha(answers, ITEMS, reverse=["c3"])


def test_an_item_that_is_the_sum_of_others_bears_no_factors(answers: pd.DataFrame) -> None:
    table = answers.assign(sum=answers["a1"] + answers["a2"])
    with pytest.raises(DataError, match="follow wholly from others"):
        exploratory_factors(table, [*ITEMS, "sum"], 2)


def test_more_factors_than_items_bear_are_refused(answers: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="4 items bear 1 to 1 factors"):
        exploratory_factors(answers, ITEMS[:4], 2)


@pytest.mark.parametrize("pairs", ["complete", "pairwise"])
def test_correlations_of_many_weights_are_those_of_each(pairs: Pairs) -> None:
    random = np.random.default_rng(1)
    values = random.normal(10, 2, size=(4500, 4))  # more than one block of people
    values[random.random(values.shape) < 0.1] = np.nan
    weights = random.multinomial(4500, np.full(4500, 1 / 4500), size=3).T.astype(float)
    found = replicated_correlations(values, weights, pairs)
    for i in range(3):
        one = correlations(values, weights[:, i], pairs)
        np.testing.assert_allclose(found[i], one, atol=1e-12)
    plain = pd.DataFrame(values).corr().to_numpy()
    np.testing.assert_allclose(correlations(values, np.ones(4500), "pairwise"), plain, atol=1e-12)
