"""Response rates by AAPOR's formulas, drop-outs and questions passed over."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt import words
from libmkt.errors import DataError, ParameterError
from libmkt.surveys.dropout import dropouts, item_nonresponse
from libmkt.surveys.response import response_rates

COUNTS = {
    "complete": 500,
    "partial": 100,
    "refusal": 200,
    "non_contact": 150,
    "other": 50,
    "unknown": 300,
    "unknown_other": 100,
    "not_eligible": 250,
}
# By hand from Standard Definitions, 9th edition, pages 61 to 63; e = 1000 / 1250 = 0.8.
BY_HAND = {
    "RR1": 500 / 1400, "RR2": 600 / 1400, "RR3": 500 / 1320, "RR4": 600 / 1320,
    "RR5": 500 / 1000, "RR6": 600 / 1000,
    "COOP1": 500 / 850, "COOP2": 600 / 850, "COOP3": 500 / 800, "COOP4": 600 / 800,
    "REF1": 200 / 1400, "REF2": 200 / 1320, "REF3": 200 / 1000,
    "CON1": 850 / 1400, "CON2": 850 / 1320, "CON3": 850 / 1000,
}  # fmt: skip


def test_rates_are_those_of_the_standard_definitions():
    found = response_rates(COUNTS).set_index("rate")
    assert found["estimate"].to_dict() == pytest.approx(BY_HAND)
    assert found.loc["RR4", "definition"] == "(I + P) / (I + P + R + NC + O + e(UH + UO))"
    assert set(found["eligible_share"]) == {0.8}


def test_persons_and_counts_give_the_same_rates():
    persons = pd.Series([word for word, n in COUNTS.items() for _ in range(n)])
    pd.testing.assert_frame_equal(response_rates(persons), response_rates(COUNTS))


def test_words_of_the_data_are_translated():
    found = response_rates(
        {"Finished": 8, "Said no": 2}, codes={"Finished": "complete", "Said no": "refusal"}
    )
    assert found["estimate"].iloc[0] == 0.8


def test_rates_order_as_their_definitions_say():
    found = response_rates(COUNTS).set_index("rate")["estimate"]
    assert found["RR1"] <= found["RR3"] <= found["RR5"] <= found["RR6"] <= found["COOP4"]


def test_a_link_open_to_all_has_no_response_rate():
    assert set(response_rates({"complete": 80, "partial": 20})["note"]) == {"no_frame"}


def test_what_is_not_a_disposition_is_refused():
    with pytest.raises(DataError, match=r"(?s)done .*not a disposition.*refusal .*count from 0"):
        response_rates({"done": 4, "refusal": -1})
    with pytest.raises(DataError, match="not a disposition"):
        response_rates(pd.Series(["complete", None]))
    with pytest.raises(ParameterError, match="from 0 to 1"):
        response_rates(COUNTS, eligible_share=1.2)


ANSWERS = pd.DataFrame(
    {
        "q1": [1, 2, 1, np.nan, 3],
        "q2": [1, np.nan, 1, np.nan, 3],  # q2 stands behind routing: the second was not asked
        "q3": [5, 4, np.nan, np.nan, 3],
        "q4": [5, 4, np.nan, np.nan, np.nan],
    }
)
PAGES = {"q1": "start", "q2": "start", "q3": "end", "q4": "end"}


def test_people_leave_after_the_last_question_that_they_answered():
    found = dropouts(ANSWERS, list(ANSWERS))
    assert found["n"].tolist() == [5, 4, 4, 3, 2]
    assert found["left"].tolist() == [1, 0, 1, 1, 0]
    assert found["n"].diff().dropna().abs().tolist() == found["left"].iloc[:-1].tolist()


def test_pages_gather_their_questions():
    found = dropouts(ANSWERS, list(ANSWERS), pages=PAGES)
    assert found["label"].tolist() == ["", "start", "end"]
    assert found["n"].tolist() == [5, 4, 3] and found["left"].tolist() == [1, 1, 0]


def test_those_who_finished_did_not_leave():
    done = ANSWERS.assign(done=[True, True, False, False, True])
    assert dropouts(done, list(ANSWERS), finished="done")["left"].tolist() == [1, 0, 1, 0, 0]


def test_only_those_asked_can_pass_a_question_over():
    routed = ANSWERS.assign(asked=[1, 0, 1, 1, 1])
    found = item_nonresponse(routed, list(ANSWERS), asked={"q2": "asked"}).set_index("question")
    assert found["n"].tolist() == [4, 3, 3, 2] and found["missing"].tolist() == [0, 0, 0, 0]
    plain = item_nonresponse(routed, list(ANSWERS), reached_only=False).set_index("question")
    assert plain["missing"].tolist() == [1, 2, 2, 3]
    assert plain.loc["q4", "conf_low"] < 0.6 < plain.loc["q4", "conf_high"]


def test_a_question_nobody_answered_says_so():
    found = item_nonresponse(ANSWERS.assign(q5=np.nan), [*ANSWERS, "q5"])
    assert found["note"].iloc[-1] == "all_missing"
    assert words.sentence("all_missing") == "Nobody answered this question."


def test_columns_that_are_not_there_are_refused():
    with pytest.raises(DataError, match="q9"):
        dropouts(ANSWERS, ["q1", "q9"])
    with pytest.raises(DataError, match="no page"):
        dropouts(ANSWERS, ["q1", "q2"], pages={"q1": "start"})
