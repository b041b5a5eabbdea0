"""Banner tables: equal to R and to the plain functions, fair to small and overlapping columns."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import DataError, ParameterError
from libmkt.read import survey
from libmkt.stats.design import Design, Replicates
from libmkt.surveys import Question, banner, differences, means, questions, shares

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
MARKS = {n: str(n) for n in (1, 2, 3, 4, 5)}


@pytest.fixture(scope="module")
def visitors() -> pd.DataFrame:
    table = pd.read_csv(GOLDEN / "survey_data.csv")
    table["often"], table["reads"] = table["visits"] >= 5, table["loans"] >= 3
    return table


def test_1728_numbers_equal_those_of_r() -> None:
    spec = importlib.util.spec_from_file_location("compared", GOLDEN / "compare_banners.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    found = script.rows(None)
    size = found["theirs"].abs().clip(lower=1)
    assert len(found) == 1728
    assert ((found["ours"] - found["theirs"]).abs() <= found["tolerance"] * size).all()


def test_the_pooled_z_of_two_plain_shares_is_the_hand_computed_one() -> None:
    """96 of 240 against 130 of 250: F37 of the formulas, z 2.664."""
    table = pd.DataFrame(
        {
            "wave": ["1"] * 240 + ["2"] * 250,
            "uses": ["yes"] * 96 + ["no"] * 144 + ["yes"] * 130 + ["no"] * 120,
        }
    )
    found = banner(table, ["uses"], ["wave"], Design(), test="pooled")
    (row,) = found.comparisons[found.comparisons["label"] == "yes"].to_dict("records")
    assert row["statistic"] == pytest.approx(2.664, abs=5e-4)
    assert row["p_value"] == pytest.approx(0.0077, abs=5e-5)
    cells = found.cells[found.cells["label"] == "yes"]
    assert cells["letters"].tolist() == ["", "", "A"]


def test_cells_are_those_of_the_plain_functions(visitors: pd.DataFrame) -> None:
    design = Design(weights="weight", strata="district", clusters="branch")
    asked = Question("satisfied", "scale", options=MARKS)
    found = banner(visitors, [asked], ["age"], design, minimum=1).cells
    columns = ["n", "missing", "n_eff", "df", "estimate", "std_error", "conf_low", "conf_high"]
    plain = shares(visitors, "satisfied", design, by="age")
    ours = found[(found["heading"] == "age") & (found["stat"] == "share")]
    ours = ours.sort_values(["column", "row"])
    pd.testing.assert_frame_equal(
        ours[[*columns, "count"]].reset_index(drop=True).astype(float),
        plain[[*columns, "count"]].astype(float),
    )
    mean = means(visitors, "satisfied", design)
    whole = found[(found["heading"] == "") & (found["stat"] == "mean")]
    assert whole[columns].to_numpy(float) == pytest.approx(mean[columns].to_numpy(float))


@pytest.mark.parametrize("kind", ["plain", "finite", "replicates", "calibrated"])
def test_comparisons_are_those_of_differences(visitors: pd.DataFrame, kind: str) -> None:
    """The quick sums and the general way agree, also where columns overlap."""
    table = visitors.copy()
    rng = np.random.default_rng(3)
    for i in range(8):
        table[f"r{i}"] = table["weight"] * rng.choice([0.0, 2.0], len(table))
    table["people"] = 9000
    design = {
        "plain": Design(weights="weight"),
        "finite": Design(weights="weight", population="people"),
        "replicates": Design(
            "weight", replicates=Replicates(tuple(f"r{i}" for i in range(8)), "brr")
        ),
        "calibrated": Design(weights="weight", strata="district", calibrated=("sex",)),
    }[kind]
    both = Question("both", "multiple", options={"often": "often", "reads": "reads"})
    found = banner(table, ["member"], [both, "age"], design, adjust="holm", minimum=1).comparisons
    groups = {name: table[name] for name in ("often", "reads")}
    parts = [
        differences(table, "member", design, by, kind="share", family="label")
        for by in (groups, "age")
    ]
    for (_, ours), theirs in zip(found.groupby("heading", sort=False), parts, strict=True):
        for name in ("estimate", "std_error", "statistic", "df", "p_value", "p_adjusted"):
            assert ours[name].to_numpy(float) == pytest.approx(theirs[name].to_numpy(float)), name
    assert (found["n_both"] > 0).tolist() == [one == "both" for one in found["heading"]]


def test_overlap_makes_the_error_of_the_same_people_smaller(visitors: pd.DataFrame) -> None:
    """Pooled z of overlapping columns: p (1 - p) (1/n_a + 1/n_b - 2 n_ab / (n_a n_b))."""
    both = Question("both", "multiple", options={"often": "often", "reads": "reads"})
    made = banner(visitors, ["member"], [both], Design(), test="pooled")
    row = made.comparisons[made.comparisons["label"] == "yes"].iloc[0]
    often, reads, yes = visitors["often"], visitors["reads"], visitors["member"] == "yes"
    n, m, k = often.sum(), reads.sum(), (often & reads).sum()
    share = ((yes & often).sum() + (yes & reads).sum()) / (n + m)
    error = np.sqrt(share * (1 - share) * (1 / n + 1 / m - 2 * k / (n * m)))
    assert row["std_error"] == pytest.approx(error)
    assert (row["n_a"], row["n_b"], row["n_both"]) == (n, m, k)


def test_letters_stand_with_the_higher_column_and_adjustment_takes_some_away() -> None:
    table = pd.DataFrame(
        {
            "town": [*("a" * 100), *("b" * 100), *("c" * 100)],
            "uses": [1] * 30 + [0] * 70 + [1] * 44 + [0] * 56 + [1] * 60 + [0] * 40,
        }
    )
    asked = [Question("uses", options={1: "yes", 0: "no"})]
    plain = banner(table, asked, ["town"], Design())
    held = banner(table, asked, ["town"], Design(), adjust="bonferroni")
    yes = [made.cells[made.cells["label"] == "yes"]["letters"].tolist() for made in (plain, held)]
    assert yes == [["", "", "A", "A B"], ["", "", "", "A"]]
    assert held.comparisons["p_adjusted"].to_numpy() == pytest.approx(
        np.minimum(1, 3 * plain.comparisons["p_value"].to_numpy())
    )
    assert set(held.comparisons["tests"]) == {3}


def test_a_share_of_nobody_is_still_compared() -> None:
    """0 of 50 has no linearised error; the pooled one tells it from 20 of 50."""
    table = pd.DataFrame({"town": ["a"] * 50 + ["b"] * 50, "uses": [False] * 80 + [True] * 20})
    row = banner(table, ["uses"], ["town"], Design()).comparisons.iloc[1]
    assert (row["method"], row["note"]) == ("z, pooled", "")
    assert row["statistic"] == pytest.approx(0.4 / np.sqrt(0.2 * 0.8 * 2 / 50))


def test_small_columns_are_hidden_or_marked_and_never_tested() -> None:
    table = pd.DataFrame({"town": ["a"] * 60 + ["b"] * 60 + ["c"] * 8, "uses": [True, False] * 64})
    table.loc[120:, "uses"] = True
    hidden = banner(table, ["uses"], ["town"], Design(), minimum=30)
    cell = hidden.cells[(hidden.cells["group"] == "c") & (hidden.cells["label"] == "True")].iloc[0]
    assert cell["n"] == 8 and np.isnan(cell["estimate"]) and np.isnan(cell["count"])
    assert cell["note"] == "too-few"
    marked = banner(table, ["uses"], ["town"], Design(), minimum=30, small="mark")
    cell = marked.cells[(marked.cells["group"] == "c") & (marked.cells["label"] == "True")].iloc[0]
    assert (cell["estimate"], cell["note"], cell["letters"]) == (1.0, "too-few", "")
    small = marked.comparisons[marked.comparisons["note"] == "too-few"]
    assert len(small) == 4 and small["p_value"].isna().all()


def test_an_option_nobody_has_is_an_empty_column_and_an_empty_row() -> None:
    table = pd.DataFrame({"town": [1, 1, 2, 2] * 20, "uses": [1, 2, 1, 1] * 20})
    towns = Question("town", options={1: "a", 2: "b", 3: "c"})
    found = banner(table, [Question("uses", options={1: "x", 2: "y", 9: "z"})], [towns], Design())
    assert found.columns["n"].tolist() == [80, 40, 40, 0]
    empty = found.cells[found.cells["group"] == "c"]
    assert empty["note"].tolist() == ["empty"] * 3 and empty["estimate"].isna().all()
    nobody = found.cells[(found.cells["label"] == "z") & (found.cells["group"] == "a")].iloc[0]
    assert (nobody["estimate"], nobody["count"]) == (0.0, 0.0)


def test_missing_answers_are_left_out_kept_or_refused() -> None:
    table = pd.DataFrame({"uses": ["a", "b", None, "a"] * 20, "sex": ["f", "m", "m", None] * 20})
    left = banner(table, ["uses"], ["sex"], Design(), minimum=1)
    assert left.cells[["n", "missing", "estimate"]].iloc[0].tolist() == [60, 20, 2 / 3]
    kept = banner(table, ["uses"], ["sex"], Design(), minimum=1, missing="category")
    assert kept.cells["label"].unique().tolist() == ["a", "b", "no answer"]
    assert kept.columns["n"].tolist() == [80, 20, 40]
    with pytest.raises(DataError, match="20 answers are missing"):
        banner(table, ["uses"], ["sex"], Design(), missing="refuse")


def test_several_answers_count_all_who_were_asked() -> None:
    ticks = pd.array([True, False, True, None] * 20, dtype="boolean")
    table = pd.DataFrame({"u/loans": ticks, "u/wifi": pd.array([False, False, True, None] * 20)})
    table["sex"] = ["f"] * 40 + ["m"] * 40
    book = Codebook((Field("u", "multiple", categories=(Category("loans"), Category("wifi"))),))
    found = banner(table, questions(book), ["sex"], Design(), minimum=1).cells
    whole = found[found["heading"] == ""]
    assert whole["n"].tolist() == [60, 60] and whole["label"].tolist() == ["loans", "wifi"]
    assert whole["estimate"].to_numpy() == pytest.approx([2 / 3, 1 / 3])


def test_opt_in_samples_and_censuses_have_no_letters() -> None:
    table = pd.DataFrame({"town": ["a"] * 50 + ["b"] * 50, "uses": [False] * 70 + [True] * 30})
    opt_in = banner(table, ["uses"], ["town"], Design(sample="opt-in"))
    assert opt_in.cells["std_error"].isna().all() and opt_in.cells["conf_low"].isna().all()
    assert set(opt_in.cells["letters"]) == {""} and set(opt_in.cells["note"]) == {"no-margin"}
    assert set(opt_in.comparisons["method"]) == {"none"}
    census = banner(table, ["uses"], ["town"], Design(sample="census"))
    assert census.comparisons["p_value"].isna().all()
    modelled = banner(table, ["uses"], ["town"], Design(sample="opt-in", modelled=True))
    assert "A" in set(modelled.cells["letters"]) and modelled.sample == "modelled"


def test_what_cannot_be_done_is_refused_all_at_once() -> None:
    table = pd.DataFrame({"mark": [11, 3] * 20, "sex": ["f", "m"] * 20})
    with pytest.raises(ParameterError) as told:
        banner(table, ["sex", "sex"], [Question("mark", "nps")], Design(), adjust="tukey",  # type: ignore[arg-type]
               level=95, minimum=-5)  # fmt: skip
    said = ("tukey", "stands twice", "no groups", "between 0 and 1 +95", "from 0 +-5")
    assert all(re.search(part, str(told.value)) for part in said)
    with pytest.raises(DataError, match="row 1: 11"):
        banner(table, [Question("mark", "nps")], ["sex"], Design())
    with pytest.raises(DataError, match="none of its options"):
        banner(table, [Question("mark", options={3: "three"})], ["sex"], Design())
    with pytest.raises(DataError, match="no_such"):
        banner(table, ["sex"], ["no_such"], Design())


def test_the_score_of_smu_is_the_published_one(shared_data: Path) -> None:
    reading = survey(shared_data / "smu-library-survey-2018" / "Raw Data LSR.csv")
    (name,) = [one.name for one in reading.codebook.fields if one.name.upper().startswith("NPS")]
    found = banner(reading.table, [Question(name, "nps")], [], Design()).cells
    score = found[found["stat"] == "nps"].iloc[0]
    assert (score["n"], round(score["estimate"], 2)) == (2519, 31.04)
    assert score["std_error"] == pytest.approx(1.374, abs=5e-4)
