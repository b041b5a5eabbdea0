"""Importance and performance: fields, crosses, gaps, what is derived."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt import needs
from libmkt.errors import DataError, ParameterError
from libmkt.needs.derived import relative_weights
from libmkt.stats.design import Design

ITEMS = {"quiet": ("i1", "p1"), "cafe": ("i2", "p2")}


def people(n: int = 400, seed: int = 3) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    made = {
        name: np.clip(np.round(random.normal(mean, 1, n)), 1, 7)
        for name, mean in (("i1", 6.0), ("p1", 3.0), ("i2", 3.0), ("p2", 6.0))
    }
    return pd.DataFrame(made).assign(w=random.choice([1.0, 3.0], n), branch=np.arange(n) // 20)


def test_the_largest_shortfalls_of_smu_are_items_14_15_and_19(
    smu: pd.DataFrame, smu_items: dict[str, tuple[str, str]]
) -> None:
    found = needs.importance_performance(smu, smu_items, ends=(1, 7))
    worst = found.sort_values("rank")
    assert worst["item"].head(3).tolist() == ["14", "15", "19"]
    assert worst["gap"].head(3).round(2).tolist() == [-1.49, -1.32, -0.81]
    assert (worst["gap_high"].head(3) < 0).all()
    assert found.set_index("item").loc["14", "field"] == "concentrate"
    assert found["undecided"].sum() == 7


def test_a_gap_is_the_difference_that_is_printed_beside_it(
    smu: pd.DataFrame, smu_items: dict[str, tuple[str, str]]
) -> None:
    found = needs.importance_performance(smu, smu_items, ends=(1, 7))
    np.testing.assert_allclose(found["gap"], found["performance"] - found["importance"])
    assert (found["n"] + found["missing"] == 2639).all()


def test_the_error_of_a_gap_is_that_of_the_same_people(smu: pd.DataFrame) -> None:
    found = needs.importance_performance(smu, {"14": ("I14", "P14")}, ends=(1, 7)).iloc[0]
    own = (smu["P14"] - smu["I14"]).dropna()
    assert found["gap_error"] == pytest.approx(own.std() / np.sqrt(len(own)), rel=1e-3)


def test_the_four_fields_are_named_by_where_the_point_lies() -> None:
    table = people().assign(i3=[7] * 400, p3=[7, 6] * 200, i4=[1, 2] * 200, p4=[1] * 400)
    items = ITEMS | {"staff": ("i3", "p3"), "maps": ("i4", "p4")}
    found = needs.importance_performance(table, items, ends=(1, 7), lines="middle")
    assert found["field"].tolist() == ["concentrate", "overkill", "keep_up", "low_priority"]
    assert not found["undecided"].any()
    assert (found["importance_line"] == 4).all()


def test_a_cross_that_touches_a_line_is_undecided() -> None:
    found = needs.importance_performance(people(), ITEMS, ends=(1, 7), lines=(6.0, 4.0))
    quiet = found.iloc[0]
    assert quiet["importance_low"] < 6 < quiet["importance_high"]
    assert found["undecided"].tolist() == [True, False]


def test_clusters_make_the_cross_wider_and_weights_move_it() -> None:
    table = people()
    table["i1"] = np.clip(table["i1"] - (table["branch"] % 5), 1, 7)
    plain = needs.importance_performance(table, ITEMS, ends=(1, 7)).iloc[0]
    drawn = needs.importance_performance(table, ITEMS, Design(clusters="branch"), ends=(1, 7))
    assert drawn.iloc[0]["importance_error"] > 2 * plain["importance_error"]
    weighed = needs.importance_performance(table, ITEMS, Design(weights="w"), ends=(1, 7)).iloc[0]
    expected = np.average(table["p1"], weights=table["w"])
    assert weighed["performance"] == pytest.approx(expected)


def test_an_opt_in_sample_has_points_but_no_crosses_and_all_are_undecided() -> None:
    found = needs.importance_performance(people(), ITEMS, Design(sample="opt-in"), ends=(1, 7))
    assert found["note"].tolist() == ["no-margin", "no-margin"]
    assert found["importance_low"].isna().all() and found["undecided"].all()


def test_the_opportunity_score_is_on_nought_to_twenty() -> None:
    table = pd.DataFrame({"i1": [7] * 5, "p1": [1] * 5, "i2": [4] * 5, "p2": [5] * 5})
    found = needs.importance_performance(table, ITEMS, ends=(1, 7))
    assert found["opportunity"].tolist() == pytest.approx([20, 5])


def test_one_respondent_gives_means_without_doubt_and_says_so() -> None:
    table = people(3).assign(i1=[6, np.nan, np.nan])
    found = needs.importance_performance(table, ITEMS, ends=(1, 7))
    assert found["note"].tolist() == ["too-few", ""]
    assert found["gap_low"].isna().tolist() == [True, False]
    alone = needs.importance_performance(people(1), ITEMS, ends=(1, 7))
    assert alone["note"].tolist() == ["too-few", "too-few"] and alone["gap_low"].isna().all()


def test_an_answer_beyond_the_scale_is_refused_for_all_columns_at_once() -> None:
    table = people().assign(i1=8, p2=0)
    with pytest.raises(DataError) as refusal:
        needs.importance_performance(table, ITEMS, ends=(1, 7))
    assert {problem.where for problem in refusal.value.problems} == {"i1", "p2"}


def test_lines_and_items_that_are_not_known_are_refused() -> None:
    with pytest.raises(ParameterError, match="means, middle"):
        needs.importance_performance(people(), ITEMS, ends=(1, 7), lines="median")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="at least one item"):
        needs.importance_performance(people(), {}, ends=(1, 7))


def test_relative_weights_add_up_to_r_squared() -> None:
    random = np.random.default_rng(12)
    x = random.normal(size=(500, 4)) @ random.normal(size=(4, 4))
    y = x @ [1.0, 0.5, 0.0, -0.7] + random.normal(size=500)
    related = np.asarray(np.corrcoef(np.column_stack([x, y]), rowvar=False))
    centred = np.column_stack([x - x.mean(0), y - y.mean()])
    left = np.linalg.lstsq(centred[:, :-1], centred[:, -1], rcond=None)[1].item()
    expected = 1 - left / (centred[:, -1] ** 2).sum()
    assert relative_weights(related).sum() == pytest.approx(expected, abs=1e-12)


def test_relative_weights_of_two_are_the_average_over_orders() -> None:
    """For two predictors Johnson's weights equal those of Lindeman, Merenda and Gold."""
    r12, r1, r2 = 0.6, 0.5, 0.3
    related = np.array([[1, r12, r1], [r12, 1, r2], [r1, r2, 1]])
    whole = (r1**2 + r2**2 - 2 * r1 * r2 * r12) / (1 - r12**2)
    first = (r1**2 + whole - r2**2) / 2
    assert relative_weights(related) == pytest.approx([first, whole - first], abs=1e-12)


def test_a_partial_correlation_is_that_of_what_is_left() -> None:
    random = np.random.default_rng(2)
    table = pd.DataFrame(random.normal(size=(200, 3)), columns=["a", "b", "c"])
    table["b"] += table["a"]
    table["whole"] = table["a"] + 0.5 * table["b"] + random.normal(size=200)
    found = needs.derived_importance(
        table, ["a", "b", "c"], "whole", method="partial correlation", replicates=20
    )
    others = np.column_stack([np.ones(200), table[["b", "c"]]])
    left = [y - others @ np.linalg.lstsq(others, y, rcond=None)[0]
            for y in (table["a"].to_numpy(), table["whole"].to_numpy())]  # fmt: skip
    assert found["estimate"].iloc[0] == pytest.approx(np.corrcoef(*left)[0, 1])
    assert found["share"].isna().all()


def test_derived_importance_of_smu_is_known_within_bounds(smu: pd.DataFrame) -> None:
    items = [f"P{i:02d}" for i in range(1, 27)]
    found = needs.derived_importance(smu, items, "P27", pairs="pairwise", replicates=60)
    assert found["share"].sum() == pytest.approx(1)
    assert found["estimate"].sum() == pytest.approx(found["r_squared"].iloc[0])
    assert (found["conf_low"] < found["estimate"]).all()
    assert (found["estimate"] < found["conf_high"]).all()
    assert found["n"].iloc[6] < 1800 < found["n"].iloc[0]  # item 7 does not apply to many
    complete = needs.derived_importance(smu, items, "P27", replicates=20)
    assert (complete["n"] == 1300).all()


def test_an_item_twice_cannot_be_told_from_itself() -> None:
    table = people().assign(copy=lambda t: t["p1"], whole=lambda t: t["p1"] + t["p2"])
    with pytest.raises(DataError, match="follow wholly from others"):
        needs.derived_importance(table, ["p1", "p2", "copy"], "whole")


def test_few_people_an_item_are_told() -> None:
    table = people(30).assign(whole=lambda t: t["p1"] + t["p2"])
    found = needs.derived_importance(table, ["p1", "p2", "i1", "i2"], "whole", replicates=20)
    assert set(found["note"]) == {"few-per-item"}
