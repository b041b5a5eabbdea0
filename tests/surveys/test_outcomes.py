"""Who answered, who stopped, what was passed over: each rule where it decides."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from libmkt import surveys
from libmkt.codebook import Codebook, Condition, Field, SurveyReading
from libmkt.errors import ParameterError
from libmkt.surveys.asked import answered_share, finished, steps


def read(table: dict[str, list[Any]], *fields: Field, codes: Any = None) -> SurveyReading:
    none = pd.DataFrame()
    frame = pd.DataFrame(table)
    if "respondent" not in frame:
        frame.insert(0, "respondent", [str(i) for i in range(len(frame))])
    said = none if codes is None else pd.DataFrame(codes, columns=["respondent", "field"])
    return SurveyReading(frame, Codebook(fields), none, none, said)


FOUR = [Field(name) for name in "abcd"]


def test_who_stops_is_partial_from_half_on_and_has_broken_off_before() -> None:
    answers = read(
        {"a": list("xxxx"), "b": ["x", "x", None, None], "c": ["x", None, None, None],
         "d": ["x", None, None, None]},
        *FOUR,
    )  # fmt: skip
    found = surveys.outcomes(answers).set_index("disposition")["n"].to_dict()
    assert found == {"complete": 1, "partial": 1, "refusal": 2}


def test_a_gap_before_the_end_is_no_stop() -> None:
    answers = read({"a": ["x"], "b": [None], "c": [None], "d": ["x"]}, *FOUR)
    assert finished(answers).tolist() == [True]
    assert surveys.stops(answers)["left"].sum() == 0
    assert surveys.passed_over(answers)["question"].tolist() == ["b", "c"]


def test_what_the_program_recorded_wins_over_the_last_question() -> None:
    answers = read({"complete": [True, False, None], "a": ["x", "x", "x"]}, Field("a"))
    assert finished(answers).tolist() == [True, False, False]


def test_who_was_not_asked_the_last_question_is_at_the_end_before_it() -> None:
    more = Field("d", relevant=(Condition("a", ("yes",)),))
    answers = read(
        {"a": ["yes", "yes", "no"], "c": ["x", "x", "x"], "d": ["x", None, None]},
        Field("a"), Field("c"), more,
    )  # fmt: skip
    assert finished(answers).tolist() == [True, False, True]
    assert answered_share(answers).tolist() == pytest.approx([1, 2 / 3, 1])
    assert surveys.stops(answers)["left"].tolist() == [0, 0, 1, 0]


def test_a_code_for_no_answer_is_no_stop_and_not_passed_over() -> None:
    table: dict[str, list[Any]] = {"a": ["x", "x"], "b": [None, None]}
    answers = read(table, Field("a"), Field("b"), codes=[("0", "b")])
    assert finished(answers).tolist() == [True, False]
    assert surveys.stops(answers)["left"].tolist() == [0, 1, 0]


def test_the_part_after_those_who_say_who_they_are_may_have_been_for_some() -> None:
    fields = [Field("a"), Field("sex", role="background"), Field("more")]
    answers = read({"a": ["x", "x"], "sex": ["f", "m"], "more": ["x", None]}, *fields)
    assert list(steps(answers)) == ["a", "sex"]
    assert list(steps(answers, last="more")) == ["a", "sex", "more"]
    assert finished(answers).all() and finished(answers, last="more").tolist() == [True, False]
    first = read({"sex": ["f"], "a": ["x"], "b": [None]}, fields[1], Field("a"), Field("b"))
    assert list(steps(first)) == ["sex", "a", "b"]
    with pytest.raises(ParameterError, match="no such closed question"):
        steps(answers, last="nothing")


def test_the_invited_of_whom_nothing_came_are_unknown() -> None:
    answers = read({"a": ["x"] * 30}, Field("a"))
    found = surveys.outcomes(answers, invited=100)
    assert found.set_index("disposition")["n"].to_dict() == {"complete": 30, "unknown_other": 70}
    rates = surveys.rates_shown(found)
    assert rates["rate"].tolist() == ["RR1"] and rates["estimate"].tolist() == [0.3]
    with pytest.raises(ParameterError, match="expected 30 or more"):
        surveys.outcomes(answers, invited=29)


def test_without_anybody_known_who_kept_silent_there_is_no_rate() -> None:
    found = surveys.outcomes(read({"a": ["x"]}, Field("a")))
    assert surveys.rates_shown(found).empty
    assert surveys.rates_told(found) == [("no_frame", {})]


def test_those_who_broke_off_an_open_form_make_no_rate() -> None:
    answers = read({"a": ["x", "x"], "b": ["x", None], "c": ["x", None]}, *FOUR[:3])
    found = surveys.outcomes(answers)
    assert found.set_index("disposition")["n"].to_dict() == {"complete": 1, "refusal": 1}
    assert surveys.rates_told(found) == [("no_frame", {})]
    assert len(surveys.rates_shown(surveys.outcomes(answers, invited=2)))


def test_a_record_of_the_field_that_counts_the_complete_ones_stands() -> None:
    answers = read({"a": ["x", None]}, Field("a"))
    others = pd.DataFrame({"disposition": ["complete", "refusal", "not_eligible"], "n": [5, 4, 1]})
    found = surveys.outcomes(answers, others=others).set_index("disposition")["n"]
    assert found.to_dict() == {"complete": 5, "refusal": 4, "not_eligible": 1}
    rates = surveys.rates_shown(surveys.outcomes(answers, others=others)).set_index("rate")
    assert rates["estimate"]["RR1"] == pytest.approx(5 / 9)
    assert {"COOP1", "REF1"} <= set(rates.index) and "CON1" not in rates.index


def test_partial_answers_that_the_field_counted_are_not_counted_twice() -> None:
    table = {"a": ["x", "x"], "b": ["x", "x"], "c": ["x", None], "d": ["x", None]}
    others = pd.DataFrame({"disposition": ["partial", "refusal"], "n": [1, 4]})
    found = surveys.outcomes(read(table, *FOUR), others=others).set_index("disposition")["n"]
    assert found.to_dict() == {"complete": 1, "partial": 1, "refusal": 4}


@pytest.mark.parametrize("days, unit", [(20, 10), (100, 10), (500, 7)])
def test_answers_come_by_day_week_or_month_as_long_as_they_came(days: int, unit: int) -> None:
    first = pd.Timestamp("2026-01-01")
    came = [first, first + pd.Timedelta(days=days / 2), first + pd.Timedelta(days=days)]
    found = surveys.arrivals(pd.DataFrame({"submitted": came}))
    assert len(found["period"].iloc[0]) == (8 if days == 100 else unit)
    assert found["value"].sum() == 3 and found["cumulative"].iloc[-1] == 1
    assert len(found) > 3  # those without an answer are there


def test_what_is_published_are_answers_their_effective_number_and_the_rates() -> None:
    answers = read({"a": ["x"] * 30}, Field("a"))
    rates = surveys.rates_shown(surveys.outcomes(answers, invited=60))
    found = surveys.published_rates(answers, rates, period="2026-09")
    assert found["measure"].tolist() == ["answers", "n_eff", "RR1"]
    assert found["value"].tolist() == [30, 30, 0.5]
    assert found["unit"].tolist() == ["persons", "persons", "share"]


def test_three_actions_at_most_and_each_has_its_cause() -> None:
    stopping = {"a": ["x"] * 40, "b": ["x"] * 30 + [None] * 10, "c": ["x"] * 20 + [None] * 20}
    answers = read(stopping, *FOUR[:3])
    rates = surveys.rates_shown(surveys.outcomes(answers))
    stopped, passed = surveys.stops(answers), surveys.passed_over(answers)
    told = surveys.survey_advice(
        answers, surveys.Design(sample="opt-in"), rates=rates, stopped=stopped, passed=passed
    )
    assert told["code"].tolist() == ["advise_count_asked", "advise_look_left", "advise_sample"]
    assert told["fields"][1] == {"asked": "b", "n": 10, "share": pytest.approx(1 / 3)}
    known = surveys.rates_shown(surveys.outcomes(answers, invited=80))
    passing = read({"a": ["x"] * 40, "b": ["x"] * 30 + [None] * 10, "c": ["x"] * 40}, *FOUR[:3])
    calm = surveys.survey_advice(
        passing, surveys.Design(), rates=known, stopped=surveys.stops(passing),
        passed=surveys.passed_over(passing),
    )  # fmt: skip
    assert calm["code"].tolist() == ["advise_simpler"]
    assert calm["fields"][0] == {"asked": "b", "share": 0.25}


def test_where_everybody_answered_no_question_was_passed_over() -> None:
    assert surveys.passed_over(read({"a": ["x", "y"]}, Field("a"))).empty


@pytest.mark.parametrize("asked, copies", [(9, 0), (10, 28)])
def test_of_few_questions_equal_answers_are_no_copies(asked: int, copies: int) -> None:
    fields = [Field(f"q{n}") for n in range(asked)]
    answers = read({one.name: [1, 2] * 15 for one in fields}, *fields)
    found = surveys.flagged(answers.table, surveys.doubtful_rules(answers))
    assert found.flags["any"].sum() == copies
