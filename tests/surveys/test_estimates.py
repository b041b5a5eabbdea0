"""Estimates of surveys: equal to R's, right in small and odd cases, open about their doubt."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libmkt.errors import DataError, ParameterError
from libmkt.stats.design import Design
from libmkt.stats.intervals import wilson
from libmkt.stats.margins import exact_limits
from libmkt.surveys import means, quantiles, ratios, shares, totals

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
DOUBT = ["std_error", "conf_low", "conf_high", "deff"]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def apart(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that are not equal within their tolerance, relative from 1 on."""
    size = table["theirs"].abs().clip(lower=1)
    near = (table["ours"] - table["theirs"]).abs() <= table["tolerance"] * size
    return table[~near & ~(table["ours"].isna() & table["theirs"].isna())]


def test_numbers_on_invented_visitors_equal_those_of_r() -> None:
    found = script("compare_survey").rows(None)
    assert len(found) == 1946
    assert apart(found).empty, apart(found).head().to_string()


def test_the_published_comparison_is_the_one_that_is_computed(
    shared_data: Path, root: Path
) -> None:
    """Real schools and libraries too: equal to R in all, and the page says just that."""
    comparison = script("comparison")
    found = comparison.compared(shared_data, "compare_survey")
    assert len(found) == 2480
    assert found["equal"].all(), found[~found["equal"]].head().to_string()
    page = (root / "docs" / "methods" / "surveys.md").read_text(encoding="utf-8")
    told = ["|".join(line.split("|")[1:5]) for line in comparison.lines(found)[4:]]
    assert [line for line in told if line not in page] == []


def test_the_known_means_of_the_api_samples(shared_data: Path) -> None:
    """The numbers that R's survey prints in its own help."""
    folder = shared_data / "survey-method-samples"
    known = {
        "apistrat": (Design(weights="pw", strata="stype", population="fpc"), 662.29, 9.4089),
        "apiclus1": (Design(weights="pw", clusters="dnum", population="fpc"), 644.17, 23.542),
    }
    for name, (design, mean, error) in known.items():
        found = means(pd.read_csv(folder / f"{name}.csv"), "api00", design)
        assert found["estimate"].item() == pytest.approx(mean, abs=0.005)
        assert found["std_error"].item() == pytest.approx(error, abs=0.0005)


def test_the_intervals_of_sampled_libraries_hold_the_census(shared_data: Path) -> None:
    folder = shared_data / "imls-pls-fy2020-census-and-sample"
    sample = pd.read_csv(folder / "library_stsys_sample.csv").assign(
        w=lambda table: 1 / table["SAMPLING_PROB"]
    )
    census = pd.read_csv(folder / "library_census.csv")
    asked = ["TOTCIR", "PHYSCIR", "ELMATCIR", "VISITS", "REGBOR", "TOTSTAFF", "TOTOPEXP"]
    design = Design(weights="w", strata="SAMPLING_STRATUM", population="STRATUM_POP_SIZE")
    found = totals(sample, asked, design).set_index("question")
    truth = census[asked].sum()
    assert (found["conf_low"] <= truth).all() and (truth <= found["conf_high"]).all()
    assert found["missing"].tolist() == [2, 2, 2, 3, 3, 2, 2]


PEOPLE = pd.DataFrame(
    {
        "visits": pd.Categorical(
            ["often"] * 15 + ["never"] * 5 + [None] * 2, categories=["never", "seldom", "often"]
        ),
        "mark": [4.0] * 10 + [5.0] * 10 + [np.nan] * 2,
        "sex": ["f", "m"] * 10 + [None, "f"],
        "member": [True] * 8 + [False] * 14,
    }
)


def test_categories_keep_the_codebooks_order_and_those_nobody_chose() -> None:
    found = shares(PEOPLE, "visits", Design())
    assert found["label"].tolist() == ["never", "seldom", "often"]
    assert found["count"].tolist() == [5, 0, 15]
    assert found["n"].tolist() == [20] * 3 and found["missing"].tolist() == [2] * 3
    assert found.loc[1, "conf_high"] == pytest.approx(wilson(0, 20)[1])


def test_without_a_design_the_interval_is_wilsons_own() -> None:
    row = shares(PEOPLE.dropna(subset="visits"), "visits", Design()).iloc[2]
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(wilson(15, 20))


def test_a_small_sample_may_have_the_exact_interval_and_says_which_it_has() -> None:
    small, large = PEOPLE.dropna(subset="visits"), pd.concat([PEOPLE] * 4)
    row = shares(small, "visits", Design(), interval="by_size").iloc[2]
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(exact_limits(0.75, 20, 0.95))
    assert row["method"] == "linearised, exact"
    many = shares(large.dropna(subset="visits"), "visits", Design(), interval="by_size").iloc[2]
    assert (many["conf_low"], many["conf_high"]) == pytest.approx(wilson(60, 80))
    assert many["method"] == "linearised, wilson"


def test_an_answer_nobody_gave_has_the_exact_limit_in_a_beta_interval() -> None:
    found = shares(PEOPLE, "visits", Design(), interval="beta").iloc[1]
    assert found["conf_high"] == pytest.approx(exact_limits(0, 20, 0.95)[1])


def test_missing_answers_are_left_out_kept_or_refused_by_name() -> None:
    kept = shares(PEOPLE, "visits", Design(), missing="category")
    assert kept["label"].tolist()[-1] == "no answer"
    assert kept["n"].unique().tolist() == [22] and kept["estimate"].sum() == pytest.approx(1)
    with pytest.raises(DataError, match="2 answers are missing"):
        shares(PEOPLE, "visits", Design(), missing="refuse")
    with pytest.raises(ParameterError, match="leave_out, category, refuse"):
        shares(PEOPLE, "visits", Design(), missing="drop")  # type: ignore[arg-type]


def test_groups_are_reported_within_the_whole_design() -> None:
    found = means(PEOPLE, "mark", Design(), by="sex", where="member")
    assert found[["group", "n"]].to_numpy().tolist() == [["f", 4], ["m", 4]]
    crossed = means(PEOPLE, "mark", Design(), by=["sex", "member"])
    assert crossed["group"].tolist() == ["f | False", "f | True", "m | False", "m | True"]


def test_those_whose_group_is_not_known_are_left_out_kept_or_refused() -> None:
    assert means(PEOPLE, "mark", Design(), by="sex")["group"].tolist() == ["f", "m"]
    kept = shares(PEOPLE, "visits", Design(), by="sex", missing="category")
    assert kept["group"].unique().tolist() == ["f", "m", "no answer"]
    with pytest.raises(DataError, match="sex  1 answer is missing"):
        means(PEOPLE.iloc[:21], "mark", Design(), by="sex", missing="refuse")


def test_three_respondents_get_a_mean_with_wide_limits_and_one_gets_none() -> None:
    three = pd.DataFrame({"mark": [3, 4, 5], "sex": ["f", "f", "m"]})
    whole = means(three, "mark", Design())
    assert whole["conf_high"].item() - whole["conf_low"].item() > 4
    one = means(three, "mark", Design(), by="sex").set_index("group").loc["m"]
    assert one["estimate"] == 5 and np.isnan(one["std_error"]) and one["note"] == "too-few"


def test_a_group_without_answers_is_a_row_without_numbers() -> None:
    table = pd.DataFrame({"mark": [3, 4, None], "sex": ["f", "f", "m"]})
    row = means(table, "mark", Design(), by="sex").iloc[1]
    assert row["n"] == 0 and np.isnan(row["estimate"]) and row["note"] == "empty"


def test_a_question_nobody_answered_is_refused() -> None:
    with pytest.raises(DataError, match="nobody answered"):
        means(PEOPLE.assign(mark=np.nan), "mark", Design())


def test_words_among_numbers_are_refused_with_the_first_of_them() -> None:
    table = pd.DataFrame({"loans": ["3", "many", "4"]})
    with pytest.raises(DataError, match="1 row, first row 2: many"):
        totals(table, "loans", Design())


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="age  column is missing"):
        shares(PEOPLE, "age", Design())


OPT_IN = Design(sample="opt-in")


def test_an_opt_in_sample_says_that_it_has_no_margin_of_error() -> None:
    for found in (
        shares(PEOPLE, "visits", OPT_IN),
        means(PEOPLE, "mark", OPT_IN),
        quantiles(PEOPLE, "mark", OPT_IN),
        ratios(PEOPLE, "mark", "mark", OPT_IN),
    ):
        assert found["estimate"].notna().all()
        assert found[DOUBT].isna().all(axis=None)
        assert (found["note"] == "no-margin").all() and (found["method"] == "none").all()


def test_modelled_errors_of_an_opt_in_sample_are_marked_as_such() -> None:
    found = means(PEOPLE, "mark", Design(sample="opt-in", modelled=True))
    assert found["std_error"].item() > 0 and found["note"].item() == "modelled"


def test_a_census_has_no_error_and_says_so() -> None:
    found = means(PEOPLE, "mark", Design(sample="census"))
    assert found["std_error"].item() == 0 and found["note"].item() == "census"
    assert found["conf_low"].item() == found["estimate"].item() == found["conf_high"].item()


def test_a_share_held_fixed_by_the_weights_has_no_width() -> None:
    held = Design(calibrated=("sex",))
    found = shares(PEOPLE.dropna(), "sex", held)
    assert found["std_error"].to_numpy() == pytest.approx(0, abs=1e-12)
    assert (found["conf_low"] == found["conf_high"]).all()


def test_quantiles_outside_zero_to_one_are_refused() -> None:
    with pytest.raises(ParameterError, match="shares between 0 and 1"):
        quantiles(PEOPLE, "mark", Design(), at=[50])


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=2, max_size=60), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_shares_add_up_to_one_and_lie_within_their_intervals(answers: list[str], seed: int) -> None:
    weights = np.random.default_rng(seed).uniform(0.2, 3, len(answers))
    table = pd.DataFrame({"q": answers, "w": weights})
    found = shares(table, "q", Design(weights="w"))
    assert found["estimate"].sum() == pytest.approx(1)
    assert found["count"].sum() == len(answers)
    assert (found["conf_low"] <= found["estimate"] + 1e-12).all()
    assert (found["estimate"] <= found["conf_high"] + 1e-12).all()
    assert found["conf_low"].ge(0).all() and found["conf_high"].le(1).all()


@given(st.lists(st.integers(-5, 5), min_size=3, max_size=40), st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_a_quantile_is_an_answer_within_its_limits(values: list[int], at: float) -> None:
    found = quantiles(pd.DataFrame({"y": values}), "y", Design(), at=[at]).iloc[0]
    assert found["estimate"] in values
    assert not found["conf_low"] > found["estimate"]
    assert not found["conf_high"] < found["estimate"]
