"""What weighting refuses, and the choices that are told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.stats.design import Design
from libmkt.stats.prepared import prepared
from libmkt.stats.variance import totals
from libmkt.stats.weighting import (
    calibrate,
    design_columns,
    linearised,
    poststratify,
    rake,
    reweighted,
    trim,
)
from libmkt.stats.weighting.frame import matrix, wanted

DATA = pd.DataFrame(
    {
        "age": ["young"] * 6 + ["middle"] * 3 + ["old"],
        "sex": list("ffffmfmfmf"),
        "w": np.linspace(1, 2, 10),
    }
)


def table(*rows: tuple[str, object, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["variable", "category", "target"])


AGE = (("age", "young", 0.4), ("age", "middle", 0.3), ("age", "old", 0.3))
SEX = (("sex", "f", 0.5), ("sex", "m", 0.5))


def refusal(*rows: tuple[str, object, object], data: pd.DataFrame = DATA, **choices: object) -> str:
    with pytest.raises(DataError) as caught:
        rake(data, table(*rows), **choices)
    return str(caught.value)


def test_all_problems_are_told_at_once():
    data = DATA.assign(sex=["x", *DATA["sex"][1:]], w=[-1.0, np.nan, *DATA["w"][2:]])
    rows = (*AGE[:2], ("age", "oldest", 0.2), *SEX, ("town", "north", 1.0))
    said = refusal(*rows, data=data, weights="w")
    assert "2 weights are missing or negative" in said and "town" in said
    said = refusal(*rows[:-1], data=data)
    assert "age: old " in said and "the category has no target" in said
    assert "age: oldest" in said and "the target has no respondent" in said
    assert "sex: x" in said and "shares do not sum to 1" in said and "0.9" in said


def test_of_margins_with_different_totals_the_odd_one_is_told():
    ages = [("age", label, 100 * share) for _age, label, share in AGE]
    rest = [("gender", "f", 60.0), ("gender", "m", 40.0)]
    twins = DATA.assign(gender=DATA["sex"])
    said = refusal(("sex", "f", 50.0), *ages, *rest, data=twins)
    assert "sex: m" in said and "sum: 50" in said and "age " not in said


def test_choices_that_are_not_known_are_refused():
    with pytest.raises(ParameterError, match="refuse, own, leave_out"):
        rake(DATA, table(*SEX), missing="drop")
    with pytest.raises(ParameterError) as caught:
        trim(rake(DATA, table(*SEX)), upper=3, unit="max", then="clip")
    assert "max" in str(caught.value) and "clip" in str(caught.value)


@pytest.mark.parametrize(
    "rows, words",
    [
        ((*AGE[:2], ("age", "old", -0.3)), "not a number from 0"),
        ((*AGE[:2], ("age", "old", "many")), "many"),
        ((*AGE, ("age", "old", 0.0)), "stands twice"),
        ((*AGE[:2], ("age", "old", 0)), "the target is 0"),
        ((("age", "young", 40), ("age", "middle", 30), ("age", "old", 30), *SEX[:1]), "sum to 1"),
        (
            (("age", "young", 4), ("age", "middle", 3), ("age", "old", 3), ("sex", "f", 6),
             ("sex", "m", 5)),
            "total of 10",
        ),
    ],
)  # fmt: skip
def test_targets_that_cannot_be_are_refused(rows, words):
    assert words in refusal(*rows)


def test_targets_may_be_rescaled_and_this_is_told():
    held = rake(DATA, table(("sex", "f", 0.333), ("sex", "m", 0.666)), rescale=True)
    assert held.rescaled == ("sex",) and "rescaled" in str(held)
    assert held.margins["after"].tolist() == pytest.approx([1 / 3, 2 / 3])


def test_shares_and_counts_may_stand_together():
    held = rake(DATA, table(*AGE, ("sex", "f", 600), ("sex", "m", 400)))
    assert held.weights.sum() == pytest.approx(1000)


def test_categories_are_compared_as_text():
    data = pd.DataFrame({"code": [1.0, 2.0, 2.0]})
    held = rake(data, table(("code", "1", 0.5), ("code", 2, 0.5)))
    assert held.weights.tolist() == pytest.approx([1.5, 0.75, 0.75])


def test_missing_margins_are_refused_left_out_or_their_own():
    data = DATA.assign(sex=[None, *DATA["sex"][1:]])
    assert "1 value is missing" in refusal(*SEX, data=data)
    out = rake(data, table(*SEX), missing="leave_out")
    assert out.left_out == 1 and np.isnan(out.weights.iloc[0]) and out.n == 9
    assert linearised(out, np.ones(10))[0] == 0
    assert np.isnan(reweighted(out, np.ones((10, 1)))[0, 0])
    own = rake(data, table(*SEX), missing="own")
    assert own.weights.iloc[0] == pytest.approx(1) and own.weights.sum() == pytest.approx(10)
    assert own.margins["category"].tolist() == ["f", "m", "(missing)"]


def test_joins_by_a_map_are_made_and_told():
    joins = {"age": {"old": "30+", "middle": "30+"}}
    held = rake(DATA, table(*AGE, *SEX), collapse=joins)
    assert held.margins["category"].tolist() == ["young", "30+", "f", "m"]
    assert held.collapsed[["category", "into", "n", "rule"]].to_numpy().tolist() == [
        ["middle", "30+", 3, "map"],
        ["old", "30+", 1, "map"],
    ]
    coarse = table(("age", "young", 0.4), ("age", "30+", 0.6))
    same = rake(DATA, coarse, collapse=joins)
    assert same.weights.iloc[-1] == pytest.approx(0.6 * 10 / 4)
    assert "no such category" in refusal(*AGE, collapse={"age": {"elder": "30+"}})


def test_small_categories_are_joined_with_the_smaller_neighbour():
    held = rake(DATA, table(*AGE, *SEX), min_cell=3)
    assert held.margins["category"].tolist() == ["young", "middle + old", "f", "m"]
    assert "categories joined: 2" in str(held)


def test_margins_that_contradict_one_another_do_not_converge():
    data = pd.DataFrame({"a": list("xxyy"), "b": list("xxyy")})
    rows = [("a", "x", 0.3), ("a", "y", 0.7), ("b", "x", 0.6), ("b", "y", 0.4)]
    said = refusal(*rows, data=data)
    assert "no weights meet all targets" in said and "reached" in said
    with pytest.raises(DataError, match="no weights meet all targets"):
        calibrate(data, table(*rows))
    with pytest.raises(DataError, match="no weights meet all targets"):
        calibrate(DATA, table(*AGE), bounds=(0.9, 1.1))


def test_a_weight_before_of_zero_stays_zero():
    data = DATA.assign(w=[0.0, *DATA["w"][1:]])
    held = rake(data, table(*AGE, *SEX), weights="w")
    assert held.weights.iloc[0] == 0
    least = held.weights[1:].min() / held.weights.mean()
    assert trim(held, lower=1.05 * least).weights.iloc[0] == 0
    assert "all weights are 0" in refusal(*AGE, data=data.assign(w=0.0), weights="w")
    assert "above 0 was expected" in refusal(*AGE, total=-5.0)


def test_bounds_and_limits_that_cannot_be_are_refused():
    with pytest.raises(ParameterError, match="needs bounds"):
        calibrate(DATA, table(*AGE), distance="logit")
    with pytest.raises(ParameterError, match="below 1 and one above 1"):
        calibrate(DATA, table(*AGE), bounds=(1.2, 3))
    with pytest.raises(ParameterError, match="margins or totals"):
        calibrate(DATA)
    with pytest.raises(ParameterError, match="below and above the mean"):
        trim(rake(DATA, table(*AGE)), upper=0.9)


def test_limits_are_met_where_linear_programming_finds_a_way_and_refused_where_not():
    from scipy.optimize import linprog

    rng = np.random.default_rng(8)
    data = pd.DataFrame(
        {f"v{i}": rng.choice(list("abc"), 900, p=[0.6, 0.3, 0.1]) for i in range(3)}
    )
    rows = [(f"v{i}", c, x) for i in range(3) for c, x in zip("abc", (0.4, 0.3, 0.3), strict=True)]
    held = rake(data, table(*rows))
    columns, goal = matrix(held.frame).T.toarray(), wanted(held.frame)
    for low, high in [(0.3, 5), (0, 5), (0.2, 5), (0.3, 8), (0.2, 8), (0.1, 6)]:
        way = linprog(np.ones(900), A_eq=columns, b_eq=goal, bounds=(low, high)).success
        try:
            found = trim(held, lower=low, upper=high).weights
        except DataError:
            assert not way
        else:
            assert way and found.between(low - 1e-9, high + 1e-9).all()


def test_limits_that_the_margins_forbid_are_refused():
    with pytest.raises(DataError, match="no weights meet all targets"):
        trim(rake(DATA, table(*AGE)), upper=1.5)


def test_weights_within_their_limits_are_not_trimmed():
    held = rake(DATA, table(*AGE))
    same = trim(held, upper=10)
    assert same.trimmed == 0 and same.weights.equals(held.weights)


def test_negative_linear_weights_are_trimmed_to_positive_ones():
    data = pd.DataFrame({"x": [0.0, 1, 2, 3, 4, 20]})
    linear = calibrate(data, totals={"x": 9}, total=6)
    assert (linear.weights < 0).any()
    cut = trim(linear, lower=0.05)
    assert (cut.weights >= 0.05 - 1e-9).all()
    assert cut.weights @ data["x"] == pytest.approx(9)


def test_replicates_that_lack_a_category_are_refused_with_its_name():
    held = rake(DATA, table(*AGE))
    replicates = np.ones((10, 3))
    replicates[-1, 1] = 0
    with pytest.raises(DataError, match=r"age: old +no respondent in 1 replicate"):
        reweighted(held, replicates)
    with pytest.raises(DataError, match="1 replicate holds a missing or negative weight"):
        reweighted(held, np.where(replicates == 0, -1, replicates))
    with pytest.raises(DataError, match="one row a respondent"):
        reweighted(held, np.ones((4, 2)))


def test_replicates_of_trimmed_weights_meet_the_margins():
    held = trim(rake(DATA, table(*AGE, *SEX)), lower=0.24)
    assert held.trimmed == 1
    same = reweighted(held, np.ones((10, 1)))[:, 0]
    np.testing.assert_allclose(same, held.weights, rtol=1e-7)


def test_post_strata_name_the_cell():
    cells = pd.DataFrame({"age": ["young", "young"], "sex": ["f", "m"], "target": [3, 2]})
    with pytest.raises(DataError, match=r"middle \| f +the category has no target"):
        poststratify(DATA, cells, by=["age", "sex"])
    with pytest.raises(DataError, match="column is missing"):
        poststratify(DATA, cells, by=["age", "town"])


def test_the_design_module_finds_the_same_error_from_the_columns():
    data = pd.concat([DATA] * 4, ignore_index=True)
    held = rake(data, table(*AGE, *SEX), weights="w", total=500)
    added = design_columns(held)
    margins = tuple(c for c in added if c.startswith("margin: "))
    design = Design(weights="weight", base_weights="weight_before", calibrated=margins)
    y = np.random.default_rng(5).normal(size=len(data))
    found = totals(prepared(added, design), y[:, None]).std_error[0]
    u = held.weights.to_numpy() * linearised(held, y)
    assert found == pytest.approx(np.sqrt(len(u) * u.var(ddof=1)))


def test_nothing_to_weight_or_to_weight_by_is_refused():
    assert "there are no targets" in refusal()
    assert "there are no respondents" in refusal(*AGE, data=DATA[:0])
    assert "1 row of the targets has none" in refusal(*AGE, (None, "f", 0.5))
    assert "another order" in refusal(*AGE, weights=DATA["w"][::-1])
    assert "1 value is missing" in refusal(*AGE[:1], data=pd.DataFrame({"age": [None]}))


def test_three_respondents_are_weighted_if_all_categories_are_there():
    held = rake(DATA.iloc[[0, 6, 9]], table(*AGE))
    assert held.weights.tolist() == pytest.approx([1.2, 0.9, 0.9])
    assert held.n_eff < 3
