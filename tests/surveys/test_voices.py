"""Open answers on a page: how many, and some of middling length."""

from __future__ import annotations

import pandas as pd

from libmkt.codebook import Field
from libmkt.surveys.voices import open_answers

from .answered import reading

WISH = Field("wish", "text", label={"en": "What do you wish?", "ru": "Чего вы хотите?"})


def quotes(given: list[str | None], **options: int) -> pd.DataFrame:
    return open_answers(reading(pd.DataFrame({"wish": given}), WISH), **options)


def test_answers_of_middling_length_are_shown_each_once_and_all_are_counted() -> None:
    middling = ["More books for children", "A quieter reading room", "Open on Sunday, please"]
    found = quotes(["Ok", *middling, middling[0], "x" * 400, None, "  "])
    assert found["quote"].tolist() == middling
    assert found["asked"].tolist() == ["What do you wish? (6)", "", ""]
    assert found["n"].tolist() == [6, 6, 6]


def test_where_all_are_short_the_short_ones_are_shown() -> None:
    assert quotes(["no", "yes"])["quote"].tolist() == ["no", "yes"]


def test_no_more_are_shown_than_wanted() -> None:
    given = [f"a wish of number {n}" for n in range(10)]
    assert len(quotes(given, most=2)) == 2


def test_without_an_open_question_or_answer_there_are_no_rows() -> None:
    assert quotes([None, " "]).empty
    closed = reading(pd.DataFrame({"again": [1]}), Field("again"))
    assert open_answers(closed).columns.tolist() == ["question", "asked", "n", "quote"]


def test_the_question_is_in_the_readers_language() -> None:
    found = open_answers(reading(pd.DataFrame({"wish": ["Больше книг"]}), WISH), language="ru")
    assert found["asked"].item() == "Чего вы хотите? (1)"


def test_markup_and_formulas_stay_the_text_that_they_are() -> None:
    odd = ["<script>alert(1)</script>", "=HYPERLINK(1;2)+3"]
    assert quotes(odd)["quote"].tolist() == odd


def test_what_looks_like_a_name_is_blotted_out() -> None:
    given = ["Ask Ms Aygul Karimova for more books", "Спасибо Анне Ивановне за помощь"]
    said = " ".join(quotes(given)["quote"])
    assert said.count("[name]") == 2
    assert not any(name in said for name in ("Aygul", "Karimova", "Анне", "Ивановне"))
