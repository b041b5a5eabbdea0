"""Tables about the sample in words: margins, flags, ends of a scale."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt import words
from libmkt.codebook import Codebook, Field
from libmkt.surveys.margins import sample_margins
from libmkt.surveys.quality import Quality, Rules, flagged
from libmkt.surveys.shown import flags_told, margins_shown, rules_shown, scale_ends

from .answered import labels, scale

SEX = Field("sex", "nominal", "integer", label={"en": "Sex"}, categories=labels("women", "men"))


def test_margins_have_the_words_of_question_and_answers() -> None:
    goal = pd.DataFrame(
        [("sex", "1", 0.5), ("sex", "2", 0.5)], columns=["variable", "category", "target"]
    )
    found = sample_margins(pd.DataFrame({"sex": [1, 1, 1, 2]}), goal)
    made = margins_shown(found, Codebook((SEX,)))
    assert made[["question", "label", "n", "estimate", "ratio"]].to_numpy().tolist() == [
        ["Sex", "women", 3, 0.75, 1.5],
        ["", "men", 1, 0.25, 0.5],
    ]


def test_a_category_that_the_codebook_lacks_is_shown_by_its_code() -> None:
    found = pd.DataFrame({"variable": ["sex", "town"], "category": ["9", "3"]})
    made = margins_shown(found, Codebook((SEX,)))
    assert made[["question", "label"]].to_numpy().tolist() == [["Sex", "9"], ["town", "3"]]


def test_without_a_population_there_are_no_margins() -> None:
    made = margins_shown(None, Codebook((SEX,)))
    assert made.empty and {"question", "label", "n", "estimate", "target", "ratio"} <= set(made)


def test_rules_that_flagged_nobody_are_not_shown_and_all_flagged_are_told_once() -> None:
    table = pd.DataFrame({f"q{i}": [3, 3, 1, 2] for i in range(4)})
    table["q0"] = [3, 3, 2, 1]
    names = tuple(table)
    found = flagged(table, Rules(questions=names, batteries={"marks": list(names)}))
    shown = rules_shown(found)
    assert len(shown) == (found.rules["n"] > 0).sum() and (shown["n"] > 0).all()
    assert flags_told(found) == [("flagged_answers", {"n": 2, "of": 4, "share": 0.5})]


def test_a_battery_is_called_by_what_its_questions_are_for() -> None:
    items = [Field(f"p{i}", "ordinal", role="performance", battery="b1") for i in range(4)]
    rules = pd.DataFrame(
        {"label": ["b1"], "n": [2], "rule": ["flag_straight"], "threshold": [1.0], "estimate": 0.5}
    )
    quality = Quality(pd.DataFrame({"any": [True, False]}), rules)
    [said] = rules_shown(quality, Codebook(tuple(items)))["rule"]
    assert words.name("performance") in said and "b1" not in said
    assert "b1" in rules_shown(quality)["rule"].item()


def test_nothing_is_told_where_nobody_is_flagged() -> None:
    rules = pd.DataFrame({"rule": ["flag_any"], "label": "", "n": 0, "threshold": None})
    assert flags_told(Quality(pd.DataFrame({"any": [False]}), rules)) == []


@pytest.mark.parametrize(
    "field, ends",
    [
        (Field("q", "ordinal", categories=scale(1, 2, 5)), (1, 5)),
        (Field("q", "interval", minimum=0, maximum=10), (0, 10)),
    ],
)
def test_a_scale_ends_where_its_answers_or_limits_do(field: Field, ends: tuple[int, int]) -> None:
    assert scale_ends(Codebook((field,)), "q") == ends
