"""What people say of one service: shares of those who answered each question."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt import read, surveys
from libmkt.codebook import Category, Codebook, Field
from libmkt.stats.design import Design

SCALE = tuple(Category(n) for n in (1, 2, 3, 4, 5))
BOOK = Codebook((Field("imp", "ordinal", categories=SCALE), Field("two", "ordinal",
                 categories=(Category(0), Category(1)))))  # fmt: skip


def test_a_service_of_the_demo_is_what_plain_arithmetic_finds() -> None:
    answers = read.survey("needs_survey")
    asked = {"importance": "imp_read", "performance": "perf_read", "used": "uses/read"}
    found = surveys.said_of(answers.table, answers.codebook, Design(), asked)
    expected = [
        (answers.table["imp_read"].dropna() >= 4).mean(),
        (answers.table["perf_read"].dropna() >= 4).mean(),
        answers.table["uses/read"].dropna().mean(),
    ]
    assert found["estimate"].to_list() == pytest.approx([float(one) for one in expected])
    assert found["said"].to_list() == ["said_importance", "said_performance", "said_used"]
    assert (found["conf_low"] < found["estimate"]).all()


def test_an_option_that_nobody_ticked_is_a_share_of_zero() -> None:
    table = pd.DataFrame({"uses/wifi": [False] * 20})
    found = surveys.said_of(table, BOOK, Design(), {"used": "uses/wifi"})
    assert found["estimate"].to_list() == [0.0] and found["n"].to_list() == [20]


def test_a_scale_of_two_counts_its_better_answer() -> None:
    table = pd.DataFrame({"two": [1, 1, 0, 1]})
    found = surveys.said_of(table, BOOK, Design(), {"satisfaction": "two"})
    assert found[["label", "count"]].to_numpy().tolist() == [["1", 3]]


def test_what_is_not_asked_or_nobody_answered_has_no_row() -> None:
    table = pd.DataFrame({"imp": [None, None, None]}, dtype="float64")
    assert surveys.said_of(table, BOOK, Design(), {"importance": "imp", "used": ""}).empty
