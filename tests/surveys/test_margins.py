"""A sample beside its population, and what is told of its weighting."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import chisquare

from libmkt import words
from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import DataError
from libmkt.stats.weighting import calibrate, rake, trim
from libmkt.surveys.margins import sample_margins
from libmkt.surveys.weighting import weighting_told

DATA = pd.DataFrame({"sex": ["f"] * 60 + ["m"] * 38 + [None] * 2, "age": list("yyoom") * 20})
TARGETS = pd.DataFrame(
    [("sex", "f", 520), ("sex", "m", 480), ("age", "y", 0.3), ("age", "m", 0.3), ("age", "o", 0.4)],
    columns=["variable", "category", "target"],
)


def test_shares_and_the_test_of_fit_are_those_of_scipy():
    found = sample_margins(DATA, TARGETS)
    sex = found[found["variable"] == "sex"]
    assert sex["estimate"].tolist() == pytest.approx([60 / 98, 38 / 98])
    assert sex["missing"].tolist() == [2, 2]
    expected = chisquare([60, 38], [98 * 0.52, 98 * 0.48])
    assert sex["statistic"].iloc[0] == pytest.approx(expected.statistic)
    assert sex["p_value"].iloc[0] == pytest.approx(expected.pvalue)
    assert found["category"].tolist() == ["f", "m", "y", "m", "o"]


def test_raked_weights_leave_no_difference():
    held = rake(DATA, TARGETS, missing="leave_out")
    known = DATA[held.weights.notna()]
    found = sample_margins(known, TARGETS, weights=held.weights.dropna())
    assert found["difference"].abs().max() < 1e-8
    assert set(found["method"]) == {"chi_square_n_eff"}


def test_a_category_that_nobody_has_is_shown_not_hidden():
    more = pd.concat([TARGETS[2:], pd.DataFrame([("age", "x", 0.0)], columns=TARGETS.columns)])
    found = sample_margins(DATA, more)
    assert found["n"].tolist() == [40, 20, 40, 0]


def test_a_category_without_target_is_refused():
    with pytest.raises(DataError, match=r"age: o +the category has no target"):
        sample_margins(DATA, TARGETS[:4], rescale=True)
    with pytest.raises(DataError, match="town"):
        sample_margins(DATA, TARGETS.replace("sex", "town"))


def test_all_that_was_done_is_told_in_sentences():
    held = rake(
        DATA, TARGETS, missing="leave_out", collapse={"age": {"m": "m or y", "y": "m or y"}}
    )
    cut = trim(held, upper=1.3)
    for made in (held, cut, trim(held, lower=0.8), trim(held, lower=0.8, upper=1.3)):
        told = [words.sentence(code, **fields) for code, fields in weighting_told(made)]
        assert any("2 answers have no weight" in line for line in told)
        assert any("age: y + m = m or y" in line for line in told)
    numbers = DATA.assign(visits=range(100))
    made = calibrate(
        numbers, TARGETS[2:], totals={"visits": 48.0}, total=1, bounds=(0.5, 2), distance="logit"
    )
    assert [code for code, _ in weighting_told(made)][:2] == ["weighted_logit", "weighted_bounds"]


def test_what_was_weighted_by_is_told_in_the_words_of_the_codebook():
    held = rake(DATA, TARGETS, missing="leave_out", collapse={"age": {"m": "m", "y": "m"}})
    codes = tuple(Category(code, {"en": text}) for code, text in (("y", "young"), ("m", "middle")))
    book = Codebook((Field("age", label={"en": "Age"}, categories=codes),))
    told = dict(weighting_told(held, book))
    assert told["weighted_raking"]["margins"] == "sex, Age"  # sex is not in the codebook
    assert told["weighted_joined"]["pairs"] == "Age: young = middle"
