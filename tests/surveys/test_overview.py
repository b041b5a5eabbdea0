"""All answers in one table: shares, means, several answers, routing, what is shown of it."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.codebook import Codebook, Condition, Field
from libmkt.errors import ParameterError
from libmkt.stats.design import Design
from libmkt.stats.intervals import wilson
from libmkt.surveys.overview import labelled, overview
from libmkt.surveys.overview_parts import (
    main_question,
    numbers_apart,
    once,
    published,
    worth_showing,
)

from .answered import labels

AGAIN = Field("again", label={"en": "Come again?"}, categories=labels("Yes", "No"))
USES = Field(
    "uses", "multiple", label={"en": "What do you use?"}, categories=labels("Loans", "Wi-Fi")
)
BOOKS = Field("books", "interval", "integer", label={"en": "How many books?"})
WISH = Field("wish", "text", label={"en": "What do you wish?"})


def test_each_answer_has_its_share_and_wilsons_interval_from_thirty_on() -> None:
    table = pd.DataFrame({"again": [1] * 60 + [2] * 20})
    found = overview(table, Codebook((AGAIN,)), Design())
    assert found["label"].tolist() == ["Yes", "No"]
    assert found["estimate"].tolist() == [0.75, 0.25]
    assert found["count"].tolist() == [60, 20]
    ends = found[["conf_low", "conf_high"]].to_numpy().tolist()
    assert ends == [pytest.approx(wilson(60, 80)), pytest.approx(wilson(20, 80))]


def test_shares_are_of_those_who_answered_and_the_silent_are_counted() -> None:
    table = pd.DataFrame({"again": [1] * 6 + [2] * 2 + [None] * 2})
    found = overview(table, Codebook((AGAIN,)), Design())
    assert found["estimate"].tolist() == [0.75, 0.25]
    assert found["n"].tolist() == [8, 8] and found["missing"].tolist() == [2, 2]


def test_an_answer_that_nobody_gave_stays_with_a_share_of_nought() -> None:
    found = overview(pd.DataFrame({"again": [1, 1]}), Codebook((AGAIN,)), Design())
    assert found.set_index("label")["count"].to_dict() == {"Yes": 2, "No": 0}


def test_several_answers_are_shares_of_those_who_answered_the_question_at_all() -> None:
    table = pd.DataFrame(
        {"uses/1": [True, True, False, None], "uses/2": [True, False, False, None]}
    ).astype("boolean")
    found = overview(table, Codebook((USES,)), Design())
    assert found["label"].tolist() == ["Loans", "Wi-Fi"]
    assert found["estimate"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert found["n"].tolist() == [3, 3] and found["missing"].tolist() == [1, 1]
    assert set(found["kind"]) == {"several"}


def test_a_number_has_its_mean_and_is_no_share() -> None:
    table = pd.DataFrame({"books": [0, 2, 4, 6], "again": [1, 1, 1, 2]})
    found = overview(table, Codebook((BOOKS, AGAIN)), Design())
    shares, numbers = numbers_apart(found)
    assert numbers[["question", "estimate", "unit"]].to_numpy().tolist() == [["books", 3.0, ""]]
    assert shares["question"].unique().tolist() == ["again"]


def test_who_was_led_past_a_question_did_not_keep_silent_on_it() -> None:
    why = Field("why", categories=labels("Far", "Closed"), relevant=(Condition("again", (2,)),))
    table = pd.DataFrame({"again": [1, 1, 2, 2, 2], "why": [None, None, 1, 2, None]})
    found = overview(table, Codebook((AGAIN, why)), Design())
    assert found.loc[found["question"] == "why", "missing"].tolist() == [1, 1]


def test_a_question_that_nobody_answered_is_one_row_that_says_so() -> None:
    table = pd.DataFrame({"again": [None, None]})
    [row] = overview(table, Codebook((AGAIN,)), Design()).to_dict("records")
    assert (row["n"], row["missing"], row["note"]) == (0, 2, "empty")
    assert pd.isna(row["estimate"])


def test_an_opt_in_sample_has_no_intervals() -> None:
    table = pd.DataFrame({"again": [1] * 30 + [2] * 30})
    found = overview(table, Codebook((AGAIN,)), Design(sample="opt-in"))
    assert found[["conf_low", "conf_high"]].isna().all(axis=None)


def test_no_question_named_is_none_shown_and_open_ones_are_none_closed() -> None:
    table = pd.DataFrame({"again": [1, 2], "wish": ["More books", "Quiet"]})
    book = Codebook((AGAIN, WISH))
    assert overview(table, book, Design(), questions=[]).empty
    assert overview(table, book, Design())["question"].unique().tolist() == ["again"]
    with pytest.raises(ParameterError, match="wish"):
        overview(table, book, Design(), questions=["wish"])


def test_two_answers_of_one_label_keep_their_codes() -> None:
    twice = Field("q", categories=labels("Yes", "Yes", "No"))
    found = labelled(pd.DataFrame({"q": [1, 2, 3]}), Codebook((twice,)))
    assert found["q"].tolist() == ["Yes (1)", "Yes (2)", "No"]


def test_of_many_answers_the_most_frequent_stay_in_their_order() -> None:
    found = pd.DataFrame(
        {"question": "town", "label": list("abcd"), "count": [3, 0, 9, 5],
         "estimate": [3 / 17, 0.0, 9 / 17, 5 / 17]}
    )  # fmt: skip
    assert worth_showing(found, most=2)["label"].tolist() == ["c", "d"]
    assert worth_showing(found, most=4)["label"].tolist() == list("abcd")


def test_the_words_of_a_question_stand_once() -> None:
    found = pd.DataFrame({"question": ["a", "a", "b"], "asked": ["A?", "A?", "A?"]})
    assert once(found)["asked"].tolist() == ["A?", "", "A?"]


def test_the_main_question_is_the_one_named_or_the_first_that_was_answered() -> None:
    found = pd.DataFrame({"question": ["a", "b", "c"], "n": [0, 4, 5]})
    assert main_question(found)["question"].tolist() == ["b"]
    assert main_question(found, "c")["question"].tolist() == ["c"]
    assert main_question(found.head(0)).empty
    with pytest.raises(ParameterError, match="again") as refused:
        main_question(found.assign(question=["again", "b", "c"]), "agian")
    assert "did you mean again?" in str(refused.value)


def test_published_numbers_name_question_and_answer() -> None:
    found = overview(pd.DataFrame({"again": [1, 2]}), Codebook((AGAIN,)), Design())
    made = published(found, period="2026-09")
    assert made["measure"].tolist() == ["again=Yes", "again=No"]
    assert made["value"].tolist() == [0.5, 0.5] and set(made["period"]) == {"2026-09"}
