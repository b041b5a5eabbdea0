"""The ready questions: complete in four languages, coded as every program takes them."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from libmkt.codebook import Category, Codebook, Condition, Field, load, save
from libmkt.codebook.checks import faults
from libmkt.codebook.routing import asked
from libmkt.errors import DataError, ParameterError
from libmkt.surveys import batteries, limesurvey, xlsform
from libmkt.surveys.form_parts import Untold, blocks, is_grid, question, untold
from libmkt.surveys.limesurvey_codes import coded_fields
from libmkt.surveys.limesurvey_routing import relevance
from tests.words.test_catalogues import ALPHABETS

LANGUAGES = ("kaa", "uz", "ru", "en")
BOOKS = [pytest.param(batteries.battery(name), id=name) for name in batteries.names()]
# Names that are owned, or wordings by which they are known.
OWNED = re.compile(
    r"libqual|servqual|project outcome|\bnps\b|net promoter|affect of service|information control"
    r"|library as place|instills? confidence|getaway|how likely are you to recommend",
    re.IGNORECASE,
)


def texts(book: Codebook, language: str) -> list[str]:
    found = [book.title.get(language, "")]
    for one in book.fields:
        found += [one.label.get(language, ""), one.wording.get(language, "")]
        found += [c.label.get(language, "") for c in (*one.categories, *one.missing)]
    return [text for text in found if text]


@pytest.mark.parametrize("book", BOOKS)
def test_every_text_is_there_in_four_languages(book: Codebook) -> None:
    assert book.languages == LANGUAGES
    assert set(book.title) == set(LANGUAGES)
    assert untold(book) == []
    assert all(set(one.label) == set(one.wording) == set(LANGUAGES) for one in book.fields)


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("language", ["kaa", "uz"])
def test_latin_texts_have_only_letters_of_their_alphabet(book: Codebook, language: str) -> None:
    for text in texts(book, language):
        words = text.replace("Wi-Fi", "")
        strange = {c for c in words.lower() if c.isalpha() or c in "'`’‘"} - ALPHABETS[language]
        assert not strange, (text, strange)


@pytest.mark.parametrize("book", BOOKS)
def test_russian_is_cyrillic_and_languages_differ(book: Codebook) -> None:
    for text in texts(book, "ru"):
        assert not re.search("[A-Za-z]", text.replace("Wi-Fi", "")), text
    for one in book.fields:
        assert len(set(one.wording.values())) == len(LANGUAGES), one.name


@pytest.mark.parametrize("book", BOOKS)
def test_nothing_contradicts_itself_and_no_wording_is_owned(book: Codebook) -> None:
    assert faults(book) == []
    for text in texts(book, "en"):
        assert not OWNED.search(text), text


@pytest.mark.parametrize("book", BOOKS)
def test_no_program_has_to_rename_anything(book: Codebook) -> None:
    assert limesurvey.fitted(book) == book
    assert xlsform.fitted(book) == book


@pytest.mark.parametrize("book", BOOKS)
def test_a_set_is_kept_by_a_file(book: Codebook, tmp_path: Path) -> None:
    assert load(save(book, tmp_path / "x.codebook.json")) == book


def test_roles_come_in_pairs_that_the_analyses_look_for() -> None:
    book = batteries.questionnaire(["importance", "gaps", "needs"])
    assert len(book.pairs("importance", "performance")) == 12
    assert len(book.pairs("minimum", "desired")) == len(book.pairs("minimum", "perceived")) == 15
    assert len(book.pairs("kano_functional", "kano_dysfunctional")) == 9
    dimensions = {re.sub(r"\d+$", "", one.item) for one in book.having(role="desired")}
    assert dimensions == {"people", "access", "place"}
    scale = batteries.battery("satisfaction").having(role="nps")[0]
    assert scale.values == tuple(range(11))


def test_all_sets_together_are_one_questionnaire_that_asks_nothing_twice() -> None:
    book = batteries.questionnaire(list(batteries.names()))
    assert faults(book) == []
    assert book.names.count("overall") == 1
    assert len(book.columns) == len(set(book.columns))
    for name in batteries.names():
        for one in batteries.battery(name).fields:
            assert book[one.name] == one  # a shared question is the same everywhere


def test_ages_add_up_to_the_bands_in_which_libraries_count_users(root: Path) -> None:
    """Under 15, 15 to 24, 25 and over: data/published/uzbekistan-2025-age.csv."""
    with (root / "data/published/uzbekistan-2025-age.csv").open(encoding="utf-8") as file:
        bands = [row["age_band"] for row in csv.DictReader(file)]
    assert bands == ["<14", "15-24", "25+"]
    labels = list(batteries.battery("background")["age"].labels("en").values())
    begin = [0, *(int(re.findall(r"\d+", label)[0]) for label in labels[1:])]
    assert begin == sorted(begin)
    assert {15, 25} <= set(begin)


def test_people_who_came_lately_are_not_asked_why_they_do_not() -> None:
    book = batteries.battery("nonusers")
    table = pd.DataFrame({"ever": [1, 2, 3, None]}, dtype="Int64")
    assert asked(book["why"], table, book).tolist() == [False, True, True, False]


def test_doubtful_words_stand_where_the_list_says() -> None:
    with (batteries.FOLDER / "doubts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        one = batteries.battery(row["battery"])[row["field"]]
        codes = {str(c.value): c.label for c in (*one.categories, *one.missing)}
        shown = [codes[row["code"]]] if row["code"] else [one.label, one.wording]
        shown += [c.label for c in one.categories] if not row["code"] else []
        assert any(row["words"] in text[row["language"]] for text in shown), row


def test_languages_can_be_chosen_and_their_order_is_kept() -> None:
    book = batteries.questionnaire(["satisfaction"], languages=["ru", "kaa"])
    assert book.languages == ("ru", "kaa")
    assert set(book["overall"].wording) == set(book["overall"].categories[0].label) == {"ru", "kaa"}


@pytest.mark.parametrize(
    ("sets", "languages", "said"),
    [
        ([], None, "Name one or more"),
        (["satisfacton"], None, "did you mean satisfaction"),
        (["needs"], ["kk", "ru"], "kk"),
    ],
)
def test_what_is_not_there_is_refused(
    sets: list[str], languages: list[str] | None, said: str
) -> None:
    with pytest.raises(ParameterError, match=said):
        batteries.questionnaire(sets, languages=languages)


def test_a_grid_ends_where_the_answers_change() -> None:
    row = Field("a_1", "ordinal", "integer", battery="a", categories=(Category(1), Category(2)))
    other = replace(row, name="a_2", categories=(Category(1), Category(3)))
    book = Codebook((row, replace(row, name="a_3"), other, Field("t", "text", battery="a")))
    assert [[one.name for one in block] for block in blocks(book)] == [["a_1", "a_3"], ["a_2"],
                                                                       ["t"]]  # fmt: skip
    assert [is_grid(block) for block in blocks(book)] == [True, True, False]


def test_texts_that_a_language_lacks_are_named() -> None:
    codes = (Category(1, {"ru": "да"}), Category(2))
    book = Codebook((Field("q", type="integer", label={"ru": "Вопрос"}, categories=codes),),
                    languages=("ru", "kaa"))  # fmt: skip
    assert untold(book) == [Untold("q", "", "kaa"), Untold("q", "1", "kaa")]
    assert question(book["q"]) == {"ru": "Вопрос"}


@pytest.mark.parametrize("write", [xlsform.write, limesurvey.write])
def test_a_codebook_without_questions_is_refused(write: object, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no questions"):
        write(Codebook(()), tmp_path / "x")  # type: ignore[operator]


def test_conditions_of_all_kinds_are_written_so_that_a_missing_answer_leads_past() -> None:
    yes = (Category("y"), Category("n"))
    book = Codebook((
        Field("m", categories=yes),
        Field("u", "multiple", categories=(Category("a"), Category("b"))),
        Field("age", "interval", "integer"),
        Field("q1", "text", relevant=(Condition("m", ("y",)), Condition("u", ("a", "b")))),
        Field("q2", "text", relevant=(Condition("m", ("y",), negated=True),)),
        Field("q3", "text", relevant=(Condition("u", ("a",), negated=True),)),
        Field("q4", "text", relevant=(Condition("age", low=18, high=29),)),
    ))  # fmt: skip
    rows = xlsform.sheets(book)["survey"]
    at = rows[0].index("relevant")
    assert [row[at] for row in rows[4:]] == [
        "${m} = 'y' and (selected(${u}, 'a') or selected(${u}, 'b'))",
        "${m} != '' and not(${m} = 'y')",
        "${u} != '' and not(selected(${u}, 'a'))",
        "${age} >= 18 and ${age} <= 29",
    ]
    said = [relevance(one.relevant, Codebook(tuple(coded_fields(book))))
            for one in book.fields[3:]]  # fmt: skip
    assert said == [
        '(m.NAOK == "y") and (u_a.NAOK == "Y" or u_b.NAOK == "Y")',
        '(!is_empty(m.NAOK) and m.NAOK != "y")',
        '((u_a.NAOK == "Y" or u_b.NAOK == "Y") and !(u_a.NAOK == "Y"))',
        "(!is_empty(age.NAOK) and age.NAOK >= 18 and age.NAOK <= 29)",
    ]


def test_the_analyses_of_needs_find_in_the_sets_what_was_planted() -> None:
    """People who must have an evening, could not care for Sundays, and see quiet missing."""
    from libmkt.needs import importance_performance, kano, paired, zones

    n = 60
    book = batteries.questionnaire(["importance", "gaps", "needs"])
    answers = {one.name: [one.values[len(one.values) // 2 - (k % 2)] for k in range(n)]
               for one in book.fields if one.categories and one.scale != "multiple"}  # fmt: skip
    answers["has_even"], answers["lacks_even"] = [3] * n, [5] * n
    answers["has_sun"], answers["lacks_sun"] = [3] * n, [3] * n
    answers["has_deliv"], answers["lacks_deliv"] = [1] * n, [3] * n
    answers["imp_wifi"], answers["perf_wifi"] = [5, 4] * (n // 2), [1, 2] * (n // 2)
    answers["min_pl1"], answers["des_pl1"] = [6] * n, [9] * n
    answers["now_pl1"] = [3, 4] * (n // 2)
    table = pd.DataFrame(answers)

    pairs = {
        a.item: (a.name, b.name) for a, b in book.pairs("kano_functional", "kano_dysfunctional")
    }
    found = kano(table, pairs, replicates=50).items.set_index("item")["category"]
    assert (found["even"], found["sun"], found["deliv"]) == ("M", "I", "A")

    named = paired(book, "importance", "performance", language="ru")
    assert named["Wi-Fi"] == ("imp_wifi", "perf_wifi")
    first = importance_performance(table, named, ends=(1, 5)).set_index("rank").loc[1, "item"]
    assert first == "Wi-Fi"

    triples = paired(book, "minimum", "desired", "perceived")
    zone = zones(table, triples).items.set_index("item")
    assert len(zone) == 15
    below = zone[zone["below"] == 1.0].index.tolist()
    assert below == ["It is quiet where one needs quiet"]
