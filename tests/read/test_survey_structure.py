"""A LimeSurvey structure of today (texts apart, by language) and the columns of each type."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.codebook import Codebook, Condition
from libmkt.codebook.checks import faults
from libmkt.read import survey
from libmkt.read.survey_lss import structure

# qid, type, code, other, mandatory, relevance, English, Russian
QUESTIONS = [
    (1, "L", "member", "N", "Y", "1", "<p>Are you a member?</p>", "Вы читатель?"),
    (2, "M", "uses", "Y", "N", 'member.NAOK == "A1"', "What for?", "Для чего?"),
    (3, "F", "rate", "N", "N", "1", "Rate us", "Оцените"),
    (4, "N", "age", "N", "N", "1", "Age", "Возраст"),
    (5, "R", "rank", "N", "N", "((age.NAOK >= 18))", "Rank", "Упорядочьте"),
    (6, "1", "dual", "N", "N", "1", "Twice", "Дважды"),
    (7, ":", "cells", "N", "N", "1", "Numbers", "Числа"),
    (8, "X", "thanks", "N", "N", "1", "Thanks", "Спасибо"),
    (9, "B", "ten", "N", "N", "1", "Out of ten", "Из десяти"),
    (10, "P", "why", "N", "N", "strlen(age) > 1", "Why?", "Почему?"),
    (11, "T", "wish", "N", "N", "1", "Wishes&nbsp;?", "Пожелания?"),
]
# qid, parent, code, scale, English, Russian
PARTS = [
    (21, 2, "SQ001", 0, "Loans", "Книги"), (22, 2, "SQ002", 0, "Wi-Fi", "Wi-Fi"),
    (31, 3, "SQ001", 0, "Quiet", "Тишина"), (32, 3, "SQ002", 0, "Staff", "Сотрудники"),
    (61, 6, "A", 0, "Hall", "Зал"), (71, 7, "r1", 0, "Row", "Ряд"), (72, 7, "c1", 1, "Col", "Кол"),
    (91, 9, "x", 0, "Ten", "Десять"), (101, 10, "S1", 0, "Near", "Близко"),
]  # fmt: skip
# aid, qid, code, scale, English, Russian
ANSWERS = [
    (1, 1, "A1", 0, "Yes", "Да"), (2, 1, "A2", 0, "No", "Нет"),
    (3, 3, "A1", 0, "Poor", "Плохо"), (4, 3, "A2", 0, "Good", "Хорошо"),
    (5, 5, "1", 0, "Books", "Книги"), (6, 5, "2", 0, "Space", "Место"),
    (7, 6, "a", 0, "Low", "Мало"), (8, 6, "b", 1, "Much", "Много"),
]  # fmt: skip


def table(name: str, rows: list[dict[str, object]]) -> str:
    cells = "".join(
        "<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()) + "</row>"
        for row in rows
    )
    return f"<{name}><rows>{cells}</rows></{name}>"


def texts(key: str, word: str, ids: list[tuple[object, str, str]]) -> list[dict[str, object]]:
    return [
        {key: one, word: text, "language": language}
        for one, english, russian in ids
        for language, text in (("en", english), ("ru", russian))
    ]


@pytest.fixture
def lss(tmp_path: Path) -> Path:
    questions = [
        {"qid": q, "parent_qid": 0, "sid": 7, "gid": 1, "type": t, "title": c, "other": o,
         "mandatory": m, "question_order": n, "scale_id": 0, "relevance": r}
        for n, (q, t, c, o, m, r, _e, _r) in enumerate(QUESTIONS)
    ]  # fmt: skip
    parts = [
        {"qid": q, "parent_qid": p, "sid": 7, "gid": 1, "type": "T", "title": c,
         "question_order": n, "scale_id": s}
        for n, (q, p, c, s, _e, _r) in enumerate(PARTS)
    ]  # fmt: skip
    answers = [
        {"aid": a, "qid": q, "code": c, "sortorder": n, "scale_id": s}
        for n, (a, q, c, s, _e, _r) in enumerate(ANSWERS)
    ]
    words = texts("qid", "question", [(q[0], q[6], q[7]) for q in QUESTIONS])
    words += texts("qid", "question", [(p[0], p[4], p[5]) for p in PARTS])
    said = texts("aid", "answer", [(a[0], a[4], a[5]) for a in ANSWERS])
    xml = (
        "<?xml version='1.0' encoding='UTF-8'?><document><LimeSurveyDocType>Survey"
        "</LimeSurveyDocType><DBVersion>600</DBVersion>"
        + table("answers", answers)
        + table("answer_l10ns", said)
        + table("groups", [{"gid": 1, "group_order": 0}])
        + table("questions", questions)
        + table("subquestions", parts)
        + table("question_l10ns", words)
        + table("surveys", [{"sid": 7, "language": "en"}])
        + table("surveys_languagesettings", [
            {"surveyls_language": "ru", "surveyls_title": "Нужды"}])
        + "</document>"
    )  # fmt: skip
    path = tmp_path / "needs.lss"
    path.write_text(xml, encoding="utf-8")
    return path


@pytest.fixture
def book(lss: Path) -> Codebook:
    return structure(lss)


def test_each_type_has_the_columns_that_its_export_has(book: Codebook) -> None:
    assert [one.column or one.name for one in book.fields] == [
        "member", "uses", "uses[other]", "rate[SQ001]", "rate[SQ002]", "age", "rank[1]", "rank[2]",
        "dual[A][1]", "dual[A][2]", "cells[r1_c1]", "ten[x]", "why", "why[S1comment]", "wish",
    ]  # fmt: skip
    assert [c.column for c in book["uses"].categories] == ["uses[SQ001]", "uses[SQ002]"]
    assert not faults(book)


def test_texts_answers_and_scales_are_taken_in_all_languages(book: Codebook) -> None:
    assert book.languages == ("en", "ru") and book.title == {"ru": "Нужды"}
    assert book["member"].wording == {"en": "Are you a member?", "ru": "Вы читатель?"}
    assert book["member"].labels("ru") == {"A1": "Да", "A2": "Нет"} and book["member"].required
    assert book["wish"].text() == "Wishes ?"
    rate = book["rate_SQ001"]
    assert (rate.scale, rate.values, rate.battery) == ("ordinal", (1, 2), "rate")
    assert [c.column for c in rate.categories] == ["A1", "A2"]
    assert book["ten_x"].values == tuple(range(1, 11))
    assert [(c.value, c.column) for c in book["dual_A_2"].categories] == [(1, "b")]
    assert book["why_S1comment"].other_of == "why"


def test_routing_is_taken_where_it_can_be_said(book: Codebook) -> None:
    assert book["uses"].relevant == (Condition("member", ("A1",)),)
    assert book["rank_1"].relevant == (Condition("age", low=18.0),)
    assert book["why"].relevant == ()  # an equation that says more


def test_one_whom_the_routing_led_past_has_no_answer(lss: Path) -> None:
    path = lss.with_suffix(".csv")
    path.write_text(
        "id,submitdate,lastpage,startlanguage,member,uses[SQ001],uses[SQ002],uses[other],"
        "rate[SQ001],rate[SQ002],age\n"
        "1,2026-09-01 10:00:00,2,en,A1,Y,,,A2,A1,34\n"
        "2,2026-09-01 10:10:00,2,en,A2,,,,A1,A1,20\n"
        "3,2026-09-01 10:20:00,2,en,A1,,,,A1,,\n",
        encoding="utf-8",
    )
    table = survey(path).table
    assert table["uses/SQ001"].tolist()[0] is True
    assert table["uses/SQ001"].isna().tolist() == [False, True, False]
    assert table["uses/SQ002"].fillna(True).tolist() == [False, True, False]
    assert table["rate_SQ001"].tolist() == [2, 1, 1]
