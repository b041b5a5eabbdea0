"""How ratings spread: all answers of one scale, the best rated first, with their doubt."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.codebook import Category, Codebook, Field
from libmkt.stats.design import Design
from libmkt.surveys import rating_spread, spread_told, top_box

FIVE = tuple(Category(value, {"en": f"mark {value}"}) for value in (1, 2, 3, 4, 5))


def book(many: int) -> Codebook:
    fields = [
        Field(f"p{i}", "ordinal", "integer", label={"en": f"Service {i}"}, categories=FIVE,
              role="performance", item=str(i))
        for i in range(many)
    ]  # fmt: skip
    odd = Field("odd", "ordinal", "integer", categories=FIVE[:2], role="performance", item="odd")
    return Codebook((*fields, odd))


def answers(many: int, n: int = 200) -> pd.DataFrame:
    random = np.random.default_rng(3)
    made = {f"p{i}": np.clip(random.integers(0, 4, n) + i % 4, 1, 5) for i in range(many)}
    return pd.DataFrame(made, dtype=float).assign(odd=1.0)


def test_the_shares_of_a_question_sum_to_one_and_the_best_rated_comes_first() -> None:
    table = answers(4)
    found = rating_spread(table, book(4), Design())
    assert found.tops["question"].tolist() == [f"Service {i}" for i in (3, 2, 1, 0)]
    sums = found.answers.groupby("question")["estimate"].sum()
    assert sums.tolist() == pytest.approx([1.0] * 4)
    assert found.answers["label"].head(5).tolist() == [f"mark {i}" for i in (1, 2, 3, 4, 5)]
    [row] = top_box(table, "p3", ends=(1, 5)).to_dict("records")
    first = found.tops.iloc[0]
    assert first["estimate"] == (table["p3"] >= 4).mean() == row["estimate"]
    assert (first["conf_low"], first["conf_high"]) == (row["conf_low"], row["conf_high"])


def test_a_question_of_another_scale_and_one_that_nobody_answered_stay_out() -> None:
    table = answers(3).assign(p1=np.nan)
    found = rating_spread(table, book(3), Design())
    assert set(found.tops["question"]) == {"Service 0", "Service 2"}
    assert rating_spread(table[[]], book(3), Design()).tops.empty


def test_of_many_the_best_and_the_worst_are_drawn_and_the_rest_counted() -> None:
    found = rating_spread(answers(20), book(20), Design(), most=6)
    whole = rating_spread(answers(20), book(20), Design(), most=20)
    assert found.tops["question"].tolist() == [
        *whole.tops["question"].head(3), *whole.tops["question"].tail(3),
    ]  # fmt: skip
    told = dict(spread_told(found, 20))
    assert told["rated_middle"] == {"n": 14}
    assert told["rated_best"]["question"] == whole.tops["question"].iloc[0]
    assert "rated_middle" not in dict(spread_told(whole, 20))


def test_a_single_question_is_neither_the_best_nor_the_worst() -> None:
    found = rating_spread(answers(1), book(1), Design())
    [(code, fields)] = spread_told(found, 1)
    assert code == "rated_one" and fields["question"] == "Service 0"
    assert spread_told(rating_spread(answers(1)[[]], book(1), Design()), 0) == []


def test_answers_without_a_margin_have_shares_without_limits() -> None:
    found = rating_spread(answers(2), book(2), Design(sample="opt-in"))
    assert found.tops["conf_low"].isna().all() and found.tops["note"].eq("no-margin").all()
