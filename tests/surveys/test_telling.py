"""What a survey's report says: who answered, what is ahead, what to do, how sure."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt import words
from libmkt.codebook import Field
from libmkt.errors import ParameterError
from libmkt.stats.design import Design
from libmkt.surveys.advice import poll_advice, silence
from libmkt.surveys.overview import overview
from libmkt.surveys.sureness import about_answers, doubtful_rules, sureness_told
from libmkt.surveys.telling import bars_told, choice_told, scores_told

from .answered import labels, reading, scale

AGAIN = Field("again", label={"en": "Come again?"}, categories=labels("Yes", "No"))


def choice(yes: int, no: int, n_eff: float | None = None) -> pd.DataFrame:
    n = yes + no
    return pd.DataFrame(
        {"question": "again", "asked": "Come again?", "kind": "choice", "label": ["Yes", "No"],
         "n": n, "missing": 0, "count": [yes, no], "estimate": [yes / n, no / n],
         "n_eff": n_eff or n, "unit": "share"}
    )  # fmt: skip


def codes(told: list) -> list[str]:
    return [code for code, _fields in told]


def test_it_is_told_how_many_answered_when_and_of_how_many() -> None:
    days = pd.to_datetime(["2026-09-03 10:00", "2026-09-01 09:00", None])
    table = pd.DataFrame({"submitted": days, "complete": [True, False, None]})
    told = dict(about_answers(reading(table), invited=12))
    assert told["answered"] == {"n": 3}
    assert told["answered_of"] == {"n": 3, "invited": 12, "share": 0.25}
    assert [str(day) for day in told["answered_between"].values()] == ["2026-09-01", "2026-09-03"]
    assert told["answered_unfinished"] == {"n": 2}
    assert told["answers_few"] == {"n": 3}


def test_answers_of_another_time_than_the_reports_are_told() -> None:
    table = pd.DataFrame({"submitted": pd.to_datetime(["2026-09-03"] * 40)})
    assert "answered_outside" in codes(about_answers(reading(table), period="2025"))
    assert "answered_outside" not in codes(about_answers(reading(table), period="2026-09"))


@pytest.mark.parametrize("invited", [2, -5])
def test_fewer_cannot_have_been_asked_than_answered(invited: int) -> None:
    with pytest.raises(ParameterError, match=rf"invited .* {invited}"):
        about_answers(reading(pd.DataFrame({"a": [1, 2, 3]})), invited=invited)


def test_the_lead_of_an_answer_is_clear_only_beyond_the_error_of_a_difference() -> None:
    # 57 to 43 of 100: z = 0.14 / sqrt((1 - 0.0196) / 100) = 1.414; of 400: 2.828
    assert codes(choice_told(choice(57, 43))) == ["most_chose", "ahead_unclear"]
    assert codes(choice_told(choice(228, 172))) == ["most_chose", "ahead_clear"]
    assert codes(choice_told(choice(228, 172, n_eff=100))) == ["most_chose", "ahead_unclear"]


def test_of_options_that_nobody_ticked_none_was_ticked_most() -> None:
    none = choice(1, 1).assign(kind="several", count=0, estimate=0.0)
    assert choice_told(none) == [("nobody_chose", {"asked": "Come again?", "n": 2})]


def test_of_few_answers_the_count_is_told_and_equal_ones_are_not_ahead() -> None:
    told = choice_told(choice(4, 4))
    assert codes(told) == ["most_chose_few", "ahead_unclear"]
    assert words.sentence(told[0][0], **told[0][1]) == "Come again? — most often: Yes (4 of 8)."


def test_all_of_one_mind_are_ahead_of_nobody() -> None:
    assert codes(choice_told(choice(40, 0))) == ["most_chose"]
    assert codes(choice_told(choice(40, 0).head(1))) == ["most_chose"]


def test_a_number_is_told_by_its_mean_silence_as_silence_and_no_question_not_at_all() -> None:
    number = choice(3, 5).head(1).assign(kind="number", label="", estimate=3.25, unit="")
    [(code, fields)] = choice_told(number)
    assert words.sentence(code, **fields) == "Come again? — on average: 3.3 (8 answers)."
    assert choice_told(choice(3, 5).assign(n=0)) == [("nobody_answered", {"asked": "Come again?"})]
    assert choice_told(choice(3, 5).head(0)) == []


def test_a_figures_alternative_text_has_all_its_shares() -> None:
    assert bars_told(choice(3, 1)) == "Come again? Yes: 75%; No: 25%"


def test_questions_stand_in_the_order_of_their_silence() -> None:
    found = pd.concat([choice(5, 5), choice(4, 4).assign(question="b", missing=2)])
    assert silence(found)[["question", "missing", "share"]].to_numpy().tolist() == [
        ["b", 2, 0.2],
        ["again", 0, 0.0],
    ]


def test_few_answers_call_for_more_and_many_of_the_willing_for_a_sample() -> None:
    few = reading(pd.DataFrame({"again": [1] * 12}), AGAIN)
    shown = overview(few.table, few.codebook, Design())
    advice = poll_advice(few, shown, Design(sample="opt-in"))
    assert advice[["code", "fields"]].to_numpy().tolist() == [["advise_more", {"n": 18}]]
    assert poll_advice(few, shown, Design(sample="census")).empty
    many = reading(pd.DataFrame({"again": [1] * 40}), AGAIN)
    advice = poll_advice(many, shown, Design(sample="opt-in"))
    assert advice[["code", "fields"]].to_numpy().tolist() == [["advise_sample", {"n": 385}]]


def test_a_question_that_one_in_four_pass_over_should_be_simpler() -> None:
    answers = reading(pd.DataFrame({"again": [1] * 30 + [None] * 10}), AGAIN)
    shown = overview(answers.table, answers.codebook, Design())
    [row] = poll_advice(answers, shown, Design()).to_dict("records")
    assert row["code"] == "advise_simpler" and row["fields"]["share"] == 0.25


@pytest.mark.parametrize(
    "design, first, doubt",
    [
        (Design(), "sample_probability", True),
        (Design(sample="census"), "sample_census", False),
        (Design(sample="opt-in"), "sample_opt_in", False),
        (Design(sample="opt-in", modelled=True), "sample_opt_in_modelled", True),
    ],
)
def test_the_kind_of_sample_is_told_first(design: Design, first: str, doubt: bool) -> None:
    told = codes(sureness_told(reading(pd.DataFrame({"again": [1, 2]}), AGAIN), design))
    assert told[0] == first
    assert ("intervals_by_size" in told) is doubt
    assert "not_weighted" in told and told[-1] == "only_who_answered"


def test_of_one_answer_no_interval_is_promised() -> None:
    told = codes(sureness_told(reading(pd.DataFrame({"again": [1]}), AGAIN), Design()))
    assert "intervals_of_one" in told and "intervals_by_size" not in told


def test_what_was_left_out_and_codes_for_no_answer_are_told() -> None:
    gone = pd.DataFrame({"column": ["E-mail", "IP"]})
    none = pd.DataFrame({"field": ["again"]})
    table = pd.DataFrame({"again": [1, 2], "w": [1.0, 2.0]})
    answers = reading(table, AGAIN, dropped=gone, missing=none)
    told = dict(sureness_told(answers, Design(weights="w", strata="again")))
    assert told["columns_left_out"] == {"n": 2} and told["codes_for_none"] == {"n": 1}
    assert "not_weighted" not in told and told["sample_parts"]["names"] == "w, again"


def test_scores_without_an_interval_are_told_bare_and_those_not_asked_not_at_all() -> None:
    nps = pd.DataFrame({"estimate": [28.0], "conf_low": [17.6]})
    assert codes(scores_told(nps, None)) == ["recommend_told"]
    assert codes(scores_told(nps.assign(conf_low=None), nps)) == [
        "recommend_told_bare",
        "satisfied_told",
    ]
    assert scores_told(pd.DataFrame(), pd.DataFrame()) == []


def test_a_battery_of_four_questions_is_looked_through_for_straight_lines() -> None:
    marks = [
        Field(f"m{i}", "ordinal", categories=scale(1, 2, 3), battery="marks") for i in range(4)
    ]
    pair = [Field(f"p{i}", "ordinal", categories=scale(1, 2), battery="pair") for i in range(2)]
    table = pd.DataFrame({one.name: [1, 2] for one in (*marks, *pair)})
    rules = doubtful_rules(reading(table, *marks, *pair))
    assert list(rules.batteries) == ["marks"] and rules.duration is None
    assert doubtful_rules(reading(table.assign(seconds=[60.0, None]), *marks)).duration == "seconds"
