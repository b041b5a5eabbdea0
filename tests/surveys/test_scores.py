"""Scores: the published numbers, their doubt under a design, refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.stats.design import Design
from libmkt.stats.intervals import wilson
from libmkt.surveys.scores import net_promoter, top_box


def answered(promoters: int, passives: int, detractors: int) -> pd.DataFrame:
    return pd.DataFrame({"recommend": [9] * promoters + [7] * passives + [6] * detractors})


def test_the_worked_example_of_two_hundred_people() -> None:
    found = net_promoter(answered(92, 72, 36), "recommend").iloc[0]  # p = .46, d = .18
    assert found["estimate"] == pytest.approx(28)
    assert found["std_error"] == pytest.approx(5.30, abs=0.005)
    assert (found["conf_high"] - found["conf_low"]) / 2 == pytest.approx(10.4, abs=0.05)
    assert found["promoters"] + found["passives"] + found["detractors"] == pytest.approx(1)


def test_the_score_of_the_smu_survey_of_2018(shared_data: Path) -> None:
    file = shared_data / "smu-library-survey-2018" / "Raw Data LSR.csv"
    responses = pd.read_csv(file, encoding="cp1252")
    found = net_promoter(responses, "NPS1").iloc[0]
    assert found["n"] == 2519 and found["missing"] == 120
    assert found["estimate"] == pytest.approx(31.04, abs=0.005)
    assert found["std_error"] == pytest.approx(1.374, abs=0.0005)
    by_campus = net_promoter(responses, "NPS1", by="Campus")
    assert by_campus["n"].sum() == 2518  # one did not say which campus


def test_a_design_without_weights_gives_nearly_the_plain_error() -> None:
    table = answered(92, 72, 36).assign(w=1.0)
    plain = net_promoter(table, "recommend").iloc[0]
    drawn = net_promoter(table, "recommend", Design(weights="w")).iloc[0]
    assert drawn["std_error"] == pytest.approx(plain["std_error"] * np.sqrt(200 / 199))
    assert drawn["method"] == "linearised, t"


def test_clusters_widen_the_doubt() -> None:
    random = np.random.default_rng(7)
    branch = np.repeat(np.arange(20), 20)
    level = random.normal(8, 1.5, 20)[branch]
    table = pd.DataFrame({"branch": branch})
    table["recommend"] = np.clip(np.round(level + random.normal(0, 1, 400)), 0, 10)
    plain = net_promoter(table, "recommend")["std_error"].item()
    drawn = net_promoter(table, "recommend", Design(clusters="branch"))["std_error"].item()
    assert drawn > 1.5 * plain


def test_weights_move_the_score() -> None:
    table = answered(50, 0, 50).assign(w=[3.0] * 50 + [1.0] * 50)
    assert net_promoter(table, "recommend", Design(weights="w"))["estimate"].item() == 50


def test_all_of_one_mind_say_nothing_of_the_doubt() -> None:
    found = net_promoter(answered(12, 0, 0), "recommend").iloc[0]
    assert found["estimate"] == 100 and found["note"] == "no-spread"
    assert np.isnan(found["conf_low"])


def test_an_opt_in_sample_has_a_score_but_no_margin() -> None:
    found = net_promoter(answered(92, 72, 36), "recommend", Design(sample="opt-in")).iloc[0]
    assert found["estimate"] == pytest.approx(28) and np.isnan(found["std_error"])
    assert found["note"] == "no-margin"


def test_a_group_without_answers_stays_in_the_table() -> None:
    table = answered(5, 3, 2).assign(branch=pd.Categorical(["a"] * 10, categories=["a", "b"]))
    found = net_promoter(table, "recommend", by="branch")
    assert found["n"].tolist() == [10, 0] and found["note"].tolist() == ["", "empty"]


@pytest.mark.parametrize("value", [11, -1, 7.5])
def test_an_answer_off_the_scale_is_refused_with_its_row(value: float) -> None:
    table = pd.DataFrame({"recommend": [9, value, 3]})
    with pytest.raises(DataError, match=f"whole numbers from 0 to 10 +1 row, .* 2: {value:g}"):
        net_promoter(table, "recommend")


def test_the_top_box_is_the_share_with_wilsons_interval() -> None:
    table = pd.DataFrame({"satisfied": [5] * 9 + [4] * 6 + [2] * 133 + [None] * 4})
    found = top_box(table, "satisfied", ends=(1, 5)).iloc[0]
    assert (found["n"], found["count"], found["label"]) == (148, 15, "4-5")
    assert (found["conf_low"], found["conf_high"]) == pytest.approx(
        wilson(15, 148), abs=1e-5
    )  # the error knows of four who did not answer
    one = top_box(table, "satisfied", ends=(1, 5), boxes=1).iloc[0]
    assert (one["label"], one["count"]) == ("5", 9)


def test_a_box_as_wide_as_the_scale_is_refused() -> None:
    with pytest.raises(ParameterError, match="1 to 4 answers"):
        top_box(pd.DataFrame({"satisfied": [1, 2]}), "satisfied", ends=(1, 5), boxes=5)
