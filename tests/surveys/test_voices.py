"""Open answers on a page: how many, their themes, and some of middling length without any."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from libmkt.codebook import Field
from libmkt.stats.design import Design
from libmkt.surveys.voices import open_themes

from .answered import reading

WISH = Field("wish", "text", label={"en": "What do you wish?", "ru": "Чего вы хотите?"})
COLUMNS = ["question", "asked", "theme", "count", "estimate", "quote"]


def shown(table: pd.DataFrame, field: Field = WISH, *, language: str = "en") -> pd.DataFrame:
    return open_themes(reading(table, field), table, Design(), language=language)


def quotes(given: Sequence[str | None]) -> pd.DataFrame:
    return shown(pd.DataFrame({"wish": given}))


def test_themes_are_counted_of_those_who_say_something() -> None:
    found = quotes([*["More opening hours please"] * 6, *["A quieter reading room"] * 6, "none"])
    assert found["asked"].tolist() == ["What do you wish? (13)", *[""] * (len(found) - 1)]
    hours = found[found["theme"] == "Opening hours"]
    assert hours[["count", "estimate"]].to_numpy().tolist() == [[6, 0.5]]


def test_answers_of_middling_length_are_shown_each_once_and_all_are_counted() -> None:
    middling = ["More books for children", "A quieter reading room", "Open on Sunday, please"]
    found = quotes(["Ok", *middling, middling[0], "x" * 400, None, "  "])
    assert found["quote"].tolist() == middling
    assert found["asked"].tolist() == ["What do you wish? (6)", "", ""]
    assert found["theme"].tolist() == ["", "", ""]
    assert found[["count", "estimate"]].isna().all(axis=None)


def test_where_all_are_short_the_short_ones_are_shown() -> None:
    assert quotes(["no", "yes"])["quote"].tolist() == ["no", "yes"]


def test_answers_that_say_nothing_are_shown_as_they_are() -> None:
    assert quotes(["no", "none"])["quote"].tolist() == ["no", "none"]


def test_no_more_than_three_are_shown_where_no_theme_is_touched() -> None:
    assert len(quotes([f"a wish of number {n}" for n in range(10)])) == 3


def test_without_an_open_question_or_answer_there_are_no_rows() -> None:
    assert quotes([None, " "]).empty
    closed = shown(pd.DataFrame({"again": [1]}), Field("again"))
    assert closed.empty
    assert closed.columns.tolist() == COLUMNS


def test_the_question_is_in_the_readers_language() -> None:
    found = shown(pd.DataFrame({"wish": ["Больше книг", None]}), language="ru")
    assert found["asked"].item() == "Чего вы хотите? (1)"


def test_markup_and_formulas_stay_the_text_that_they_are() -> None:
    odd = ["<script>alert(1)</script>", "=HYPERLINK(1;2)+3"]
    assert quotes(odd)["quote"].tolist() == odd


def test_what_looks_like_a_name_is_blotted_out() -> None:
    given = ["Ask Ms Aygul Karimova for more books", "Спасибо Анне Ивановне за помощь"]
    said = " ".join(quotes(given)["quote"])
    assert said.count("[name]") == 2
    assert not any(name in said for name in ("Aygul", "Karimova", "Анне", "Ивановне"))
