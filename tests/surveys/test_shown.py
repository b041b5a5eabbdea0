"""The words of margins, and the ends of a scale."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.codebook import Codebook, Field
from libmkt.surveys.margins import sample_margins
from libmkt.surveys.shown import margins_shown, margins_told, scale_ends

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


def test_that_all_groups_have_their_share_is_told() -> None:
    even = pd.DataFrame({"label": ["women", "men"], "ratio": [1.0, 1.0]})
    assert margins_told(even) == [("margins_even", {})]
    assert margins_told(even.head(0)) == []


@pytest.mark.parametrize(
    "field, ends",
    [
        (Field("q", "ordinal", categories=scale(1, 2, 5)), (1, 5)),
        (Field("q", "interval", minimum=0, maximum=10), (0, 10)),
    ],
)
def test_a_scale_ends_where_its_answers_or_limits_do(field: Field, ends: tuple[int, int]) -> None:
    assert scale_ends(Codebook((field,)), "q") == ends
