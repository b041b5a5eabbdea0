"""Differences, associations, ranks and adjusted p-values against printed numbers and scipy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt.errors import DataError, ParameterError
from libmkt.stats.adjusting import adjusted
from libmkt.stats.association import association, mcnemar, two_shares
from libmkt.stats.compare import cohens_h, differences
from libmkt.stats.design import Design
from libmkt.stats.group_tests import mean_test, rank_test
from libmkt.stats.waves import paired, waves
from libmkt.surveys import means, shares


@pytest.fixture
def people() -> pd.DataFrame:
    random = np.random.default_rng(5)
    branch = np.repeat(["a", "b", "c", "d", "e", "f"], 20)
    mark = random.integers(1, 6, 120) + (branch == "b")
    return pd.DataFrame(
        {
            "branch": branch,
            "town": np.where(np.isin(branch, ["a", "b", "c"]), "north", "south"),
            "sex": random.choice(["f", "m"], 120),
            "mark": mark,
            "after": mark + random.integers(-1, 3, 120),
            "uses": random.choice(["yes", "no"], 120),
            "w": random.uniform(0.5, 2, 120),
        }
    )


def test_two_shares_of_the_formula_sheet() -> None:
    """96 of 240 against 130 of 250: z = 2.664 (formula F37)."""
    found = two_shares([96, 130], [240, 250])
    assert found["statistic"].item() == pytest.approx(2.664, abs=0.0005)


def test_two_shares_and_pearson_are_one_test() -> None:
    table = pd.DataFrame(
        {"wave": ["one"] * 240 + ["two"] * 250, "yes": [1] * 96 + [0] * 144 + [1] * 130 + [0] * 120}
    )
    square = association(table, "wave", "yes", Design(), method="pearson")["statistic"].item()
    assert square == pytest.approx(two_shares([96, 130], [240, 250])["statistic"].item() ** 2)


def test_holm_of_four_p_values_as_rs_p_adjust() -> None:
    """p.adjust(c(.01, .02, .03, .04), "holm") in R 4.2."""
    assert adjusted([0.01, 0.02, 0.03, 0.04]).tolist() == pytest.approx([0.04, 0.06, 0.06, 0.06])


@given(st.lists(st.floats(0, 1), max_size=20))
def test_adjusted_p_values_never_fall_below_their_own_and_keep_the_order(
    values: list[float],
) -> None:
    given_values = np.array(values)
    holm, bonferroni = adjusted(given_values), adjusted(given_values, "bonferroni")
    assert (holm >= given_values - 1e-12).all() and (bonferroni >= holm - 1e-12).all()
    ordered = holm[np.argsort(given_values, kind="stable")]
    assert all(a <= b + 1e-12 for a, b in pairwise(ordered))


def test_missing_p_values_are_not_counted_as_tests() -> None:
    assert adjusted([0.02, np.nan], "bonferroni")[0] == pytest.approx(0.02)


def test_an_unknown_adjustment_is_refused() -> None:
    with pytest.raises(ParameterError, match="holm, bonferroni, none"):
        adjusted([0.1], "fdr")  # type: ignore[arg-type]


@pytest.mark.parametrize("choice", [{"kind": "median"}, {"family": "row"}])
def test_an_unknown_kind_or_family_is_refused(people: pd.DataFrame, choice: dict[str, str]) -> None:
    with pytest.raises(ParameterError, match="|".join(choice.values())):
        differences(people, "mark", Design(), "sex", **choice)


def test_a_difference_is_that_of_the_means_and_its_tests_are_counted(
    people: pd.DataFrame,
) -> None:
    design = Design(weights="w")
    found = differences(people, "mark", design, "branch")
    by_branch = means(people, "mark", design, by="branch").set_index("group")["estimate"]
    first = found.iloc[0]
    assert first["estimate"] == pytest.approx(by_branch["b"] - by_branch["a"])
    assert len(found) == 15 and (found["tests"] == 15).all()
    assert (found["p_adjusted"] >= found["p_value"]).all()


def test_shares_are_adjusted_by_row_of_a_table_or_over_all_of_it(people: pd.DataFrame) -> None:
    whole = differences(people, "uses", Design(), "branch", kind="share")
    rows = differences(people, "uses", Design(), "branch", kind="share", family="label")
    assert whole["tests"].unique().tolist() == [30] and rows["tests"].unique().tolist() == [15]
    assert rows["effect_size"].iloc[0] == pytest.approx(-rows["effect_size"].iloc[15])


def test_groups_within_the_same_clusters_vary_together(people: pd.DataFrame) -> None:
    """Men and women of the same branches: the covariance is part of the error."""
    design = Design(clusters="branch", weights="w")
    apart = people.assign(mark=people["mark"] + 3 * (people["town"] == "north"))
    found = differences(apart, "mark", design, "sex")["std_error"].item()
    errors = means(apart, "mark", design, by="sex")["std_error"]
    assert found < 0.7 * np.sqrt((errors**2).sum())


def test_groups_that_overlap_are_compared_with_what_they_share(people: pd.DataFrame) -> None:
    """The difference is a ratio less another of the same people: here those of one alone."""
    everyone = pd.Series(True, index=people.index)
    young = pd.Series(np.arange(120) % 10 > 0)  # nine in ten of them
    groups = {"all": everyone, "young": young}
    found = differences(people, "mark", Design(), groups).iloc[0]
    alone = means(people, "mark", Design(), by=groups)["std_error"]
    assert (found["n_a"], found["n_b"]) == (120, 108)
    assert found["std_error"] < 0.5 * np.sqrt((alone**2).sum())
    # young - all = (1 - share of young) (young - others): the error of that product.
    others = differences(people, "mark", Design(), {"others": ~young, "young": young}).iloc[0]
    assert found["estimate"] == pytest.approx(0.1 * others["estimate"])


def test_one_group_cannot_be_compared(people: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="at least two groups"):
        differences(people.assign(sex="f"), "mark", Design(), "sex")


@pytest.mark.parametrize("sample, code", [("opt-in", "no-margin"), ("census", "census")])
def test_where_there_is_no_sampling_error_there_is_no_test(
    people: pd.DataFrame, sample: str, code: str
) -> None:
    design = Design(sample=sample)  # type: ignore[arg-type]
    for found in (
        differences(people, "mark", design, "sex"),
        association(people, "uses", "sex", design),
        rank_test(people, "mark", design, "sex"),
        mean_test(people, "mark", design, "branch"),
        paired(people, "mark", "after", design),
    ):
        assert found["p_value"].isna().all() and found["note"].str.startswith(code).all()


def test_waves_of_two_surveys_are_compared_by_question_group_and_answer(
    people: pd.DataFrame,
) -> None:
    one, two = people.iloc[::2], people.iloc[1::2]
    before, after = shares(one, "uses", Design()), shares(two, "uses", Design())
    found = waves(before, after, adjust="bonferroni")
    assert found["estimate"].tolist() == pytest.approx(
        (after["estimate"] - before["estimate"]).tolist()
    )
    assert found["estimate"].sum() == pytest.approx(0) and (found["tests"] == 2).all()
    assert (found["conf_low"] <= found["estimate"]).all()


def test_welch_of_two_waves_is_scipys(people: pd.DataFrame) -> None:
    from scipy.stats import ttest_ind

    one, two = people["mark"].iloc[:50].to_frame(), people["after"].iloc[50:].to_frame("mark")
    found = waves(means(one, "mark", Design()), means(two, "mark", Design()))
    theirs = ttest_ind(two["mark"], one["mark"], equal_var=False)
    assert found["statistic"].item() == pytest.approx(theirs.statistic)
    assert found["df"].item() == pytest.approx(theirs.df)
    assert found["p_value"].item() == pytest.approx(theirs.pvalue)


def test_waves_with_nothing_in_common_are_refused(people: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="in both"):
        waves(means(people, "mark", Design()), means(people, "after", Design()))


def test_a_paired_test_is_scipys(people: pd.DataFrame) -> None:
    from scipy.stats import ttest_rel

    found = paired(people, "mark", "after", Design())
    theirs = ttest_rel(people["after"], people["mark"])
    assert found["statistic"].item() == pytest.approx(theirs.statistic)
    assert found["p_value"].item() == pytest.approx(theirs.pvalue)


def test_mcnemars_exact_test_is_the_binomial_test_of_the_changes() -> None:
    """R: binom.test(2, 11)$p.value."""
    before, after = pd.Series([0] * 12 + [1] * 8), pd.Series([1] * 9 + [0] * 5 + [1] * 6)
    assert mcnemar(before, after)["p_value"].item() == pytest.approx(0.0654296875)
    assert mcnemar(before, after, exact=False)["statistic"].item() == pytest.approx(49 / 11)


def test_nobody_changed_is_no_change() -> None:
    same = pd.Series([0, 1, 1, None])
    found = mcnemar(same, same)
    assert found["n"].item() == 3 and found["p_value"].item() == 1


def test_fisher_is_scipys_and_for_two_by_two_alone(people: pd.DataFrame) -> None:
    from scipy.stats import fisher_exact

    found = association(people, "uses", "sex", Design(), method="fisher")
    theirs = fisher_exact(pd.crosstab(people["uses"], people["sex"]))
    assert found["p_value"].item() == pytest.approx(theirs.pvalue)
    with pytest.raises(ParameterError, match="two by two"):
        association(people, "uses", "branch", Design(), method="fisher")


def test_few_expected_answers_are_noted(people: pd.DataFrame) -> None:
    found = association(people.iloc[:12], "uses", "mark", Design(), method="pearson")
    assert found["note"].item() == "small-expected" and found["smallest_expected"].item() < 5


def test_the_size_of_a_rank_difference_is_cliffs_delta(people: pd.DataFrame) -> None:
    found = rank_test(people, "mark", Design(), "sex")["effect_size"].item()
    women, men = (people.loc[people["sex"] == s, "mark"].to_numpy() for s in "fm")
    delta = np.sign(men[:, None] - women).mean()
    assert found == pytest.approx(delta)


def test_two_means_are_tested_as_their_difference_is(people: pd.DataFrame) -> None:
    design = Design(weights="w", clusters="branch")
    one = mean_test(people, "mark", design, "sex").iloc[0]
    two = differences(people, "mark", design, "sex").iloc[0]
    for name in ("estimate", "statistic", "df", "p_value", "effect_size"):
        assert one[name] == pytest.approx(two[name]), name


def test_eta_squared_is_the_share_of_the_spread_between_groups(people: pd.DataFrame) -> None:
    found = mean_test(people, "mark", Design(), "branch")["effect_size"].item()
    middle = people.groupby("branch")["mark"].transform("mean")
    assert found == pytest.approx(middle.var(ddof=0) / people["mark"].var(ddof=0))


def test_cohens_h_of_equal_shares_is_nothing() -> None:
    assert cohens_h(0.3, 0.3) == 0
