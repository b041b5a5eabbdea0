"""Answers with weights: hand-made margins, the missing, small categories, refusals."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import DataError, ParameterError
from libmkt.surveys.estimates import shares
from libmkt.surveys.weighted import weighted
from libmkt.tables import FileRecord, Reading


def targets(**sexes: float) -> pd.DataFrame:
    return pd.DataFrame(
        [("sex", name, value) for name, value in sexes.items()],
        columns=["variable", "category", "target"],
    )


ANSWERS = pd.DataFrame({"sex": ["f"] * 30 + ["m"] * 10, "again": ["yes"] * 30 + ["no"] * 10})


def test_each_group_weighs_its_target_over_its_share() -> None:
    made = weighted(ANSWERS, targets(f=0.5, m=0.5))
    assert made.table.groupby("sex")["weight"].first().to_dict() == pytest.approx(
        {"f": 0.5 / 0.75, "m": 0.5 / 0.25}
    )
    found = shares(made.table, "again", made.design).set_index("label")
    assert found.loc["yes", "estimate"] == pytest.approx(0.5)
    # what was weighted by is known of all, so there is nothing left to doubt
    assert found.loc["yes", "std_error"] == pytest.approx(0, abs=1e-12)


def test_without_targets_nobody_is_weighted() -> None:
    made = weighted(ANSWERS, None, sample="opt-in", modelled=True)
    assert made.weighting is None and made.table is ANSWERS and made.design.weights is None
    assert str(made) == "40 answers, not weighted"


def test_whose_margin_is_not_known_keeps_the_share_of_the_unknown() -> None:
    some = pd.concat([ANSWERS, pd.DataFrame({"sex": [None] * 10, "again": ["no"] * 10})])
    made = weighted(some.reset_index(drop=True), targets(f=0.5, m=0.5))
    weight = made.table["weight"] / made.table["weight"].sum()
    assert weight[made.table["sex"].isna()].sum() == pytest.approx(0.2)
    assert weight[made.table["sex"] == "f"].sum() == pytest.approx(0.4)


def test_a_model_is_of_opt_in_samples_alone() -> None:
    assert weighted(ANSWERS, None, sample="opt-in", modelled=True).design.modelled
    for sample in ("probability", "census"):
        assert not weighted(ANSWERS, None, sample=sample, modelled=True).design.modelled


def test_a_category_of_one_is_joined_with_its_neighbour_and_it_is_told() -> None:
    age = pd.DataFrame({"age": ["1"] * 10 + ["2"] * 10 + ["3"]})
    goal = pd.DataFrame(
        [("age", code, 1 / 3) for code in "123"], columns=["variable", "category", "target"]
    )
    made = weighted(age, goal)
    assert made.weighting is not None
    assert set(made.weighting.collapsed["category"]) == {"2", "3"}
    assert made.table.loc[made.table["age"] != "1", "weight"].nunique() == 1


@pytest.mark.parametrize(
    "goal, said",
    [
        (targets(f=1.0), "m .* has no target"),
        (targets(f=0.5, m=0.4), "do not sum to 1"),
        (targets(f=0.5, m=-0.5), "-0.5"),
        (targets(f=0.0, m=1.0), "target is 0"),
        (targets().astype({"target": float}), "no targets"),
    ],
)
def test_targets_that_cannot_hold_are_refused(goal: pd.DataFrame, said: str) -> None:
    with pytest.raises(DataError, match=said):
        weighted(ANSWERS, goal)


def test_a_refusal_names_the_file_of_the_targets() -> None:
    record = FileRecord("data/population.csv", "0" * 64, 10, 1, 1)
    known = Reading(targets(f=1.0), pd.DataFrame(), pd.DataFrame(), (record,))
    with pytest.raises(DataError, match=r"data/population\.csv"):
        weighted(ANSWERS, known)
    assert weighted(ANSWERS, Reading(targets(f=0.5, m=0.5), *[pd.DataFrame()] * 2)).weighting


@pytest.mark.parametrize(
    "rows, said",
    [
        ("sex,f,1\n", r"row 2: sex: m  the category has no target +20 respondents"),
        ("sex,f,1\nsex,m,2\nsex,x,3\n", r"row 4: sex: x  the target has no respondent"),
        ("sex,f,0.6\n\nsex,m,0.5\n", r"row 2, 4: sex  shares do not sum to 1 +sum: 1.1"),
        ("sex,f,0.5\nsex,m,0.5\nage,1,1\n", r"row 4: age  column is missing"),
    ],
)
def test_a_refusal_names_both_files_and_the_rows_of_the_targets(
    tmp_path: Path, rows: str, said: str
) -> None:
    from libmkt.read import margins, survey

    (tmp_path / "poll.csv").write_text("id,sex\n" + "1,f\n2,m\n" * 20, encoding="utf-8")
    (tmp_path / "readers.csv").write_text("variable,category,target\n" + rows, encoding="utf-8")
    book = Codebook((Field("sex", categories=tuple(map(Category, "fmx"))),))
    answers = survey(tmp_path / "poll.csv", codebook=book)
    with pytest.raises(DataError, match=said) as caught:
        weighted(answers, margins(tmp_path / "readers.csv"), min_cell=0)
    shown = str(caught.value)
    assert f"The answers stand in {answers.files[0].file}" in shown and "readers.csv" in shown


def drawn(role: str, name: str = "w") -> Codebook:
    return Codebook((Field(name, "interval", "number", role=role),))


def test_the_codebooks_weights_and_strata_are_the_design() -> None:
    table = ANSWERS.assign(w=[1.0] * 30 + [3.0] * 10)
    made = weighted(table, None, codebook=drawn("weight"))
    assert made.design.weights == "w" and made.weighting is None
    found = shares(made.table, "again", made.design).set_index("label")
    assert found.loc["yes", "estimate"] == pytest.approx(0.5)
    assert weighted(table, None, codebook=drawn("stratum")).design.strata == "w"
    assert weighted(table, None, codebook=drawn("weight", "none")).design.weights is None


def test_raking_starts_from_the_weights_of_the_codebook() -> None:
    table = ANSWERS.assign(weight=[1.0, 2.0] * 20)
    made = weighted(table, targets(f=0.5, m=0.5), codebook=drawn("weight", "weight"))
    assert made.table["weight"].iloc[1] == pytest.approx(2 * made.table["weight"].iloc[0])
    assert made.table["weight_before"].tolist() == [1.0, 2.0] * 20


@pytest.mark.parametrize("wrong", [-1.0, None])
def test_negative_and_missing_weights_are_refused(wrong: float | None) -> None:
    table = ANSWERS.assign(w=pd.Series([1.0] * 39 + [wrong], dtype=float))
    made = weighted(table, None, codebook=drawn("weight"))
    with pytest.raises(DataError, match=r"w .*(negative|missing|from 0|above 0)"):
        shares(made.table, "again", made.design)
    with pytest.raises(DataError, match="w"):
        weighted(table, targets(f=0.5, m=0.5), codebook=drawn("weight"))


def test_categories_of_fewer_than_none_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"min_cell .* -3"):
        weighted(ANSWERS, targets(f=0.5, m=0.5), min_cell=-3)


def test_a_stratum_of_one_is_refused_by_name() -> None:
    book = Codebook((Field("place", role="stratum"),))
    table = ANSWERS.assign(place=["town"] * 39 + ["hill"])
    made = weighted(table, None, codebook=book)
    with pytest.raises(DataError, match="hill"):
        shares(made.table, "again", made.design)
