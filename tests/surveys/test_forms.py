"""Forms made from a codebook: pyxform takes them, LimeSurvey's structure gives them back."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from libmkt.codebook import Category, Codebook, Condition, Field, SurveyReading, beside, said, save
from libmkt.read import survey
from libmkt.read.survey_lss import structure
from libmkt.surveys import batteries, limesurvey, limesurvey_codes, xlsform, xlsform_terms
from libmkt.surveys.form_parts import blocks, is_grid, question
from libmkt.surveys.paper_form import page
from tests.test_codebook import book as mixed

SETS = batteries.names()
ALL = batteries.questionnaire(list(SETS), name="all")
# What no program takes as it stands: names, codes with blanks, reserved words.
AWKWARD = Codebook(
    (
        Field("Ваш пол", label={"ru": "Пол"}, wording={"ru": "Ваш пол?"},
              categories=(Category("не скажу", {"ru": "не скажу"}), Category("m", {"ru": "муж"}))),
        Field("my_uses_of_it", "multiple", wording={"ru": "Зачем?"}, required=True,
              categories=(Category("time", {"ru": "время"}), Category("other", {"ru": "иное"}),
                          Category("long option", {"ru": "длинный"}))),
        *(
            Field(f"quality of {row}", "ordinal", "integer", {"ru": row}, {"ru": "Оцените"},
                  categories=(Category(1), Category(2)), battery="quality of", required=True)
            for row in ("very long row", "other")
        ),
        Field("years", "interval", "integer", wording={"ru": "Сколько лет?"}, minimum=0,
              maximum=99, missing=(Category(999, {"ru": "не помню"}),)),
        Field("when", "date", "date", wording={"ru": "Когда?"},
              relevant=(Condition("my_uses_of_it", ("long option",)),)),
        Field("why", "text", wording={"ru": "=HYPERLINK(\"x\") <b>Почему</b>?"}, role="comment",
              relevant=(Condition("Ваш пол", ("не скажу",)),)),
    ),
    "awkward 1", {"ru": "Опрос"}, languages=("ru",),
)  # fmt: skip


def converted(book: Codebook, folder: Path) -> Any:
    from pyxform.xls2xform import convert

    return convert(str(xlsform.write(book, folder / "form.xlsx")), validate=False)


@pytest.mark.parametrize("name", SETS)
def test_pyxform_takes_every_set_without_a_warning(name: str, tmp_path: Path) -> None:
    made = converted(batteries.questionnaire([name]), tmp_path)
    assert made.warnings == []


@pytest.mark.parametrize("book", [ALL, AWKWARD], ids=["all", "awkward"])
def test_pyxform_takes_whatever_a_codebook_calls_its_questions(
    book: Codebook, tmp_path: Path
) -> None:
    assert converted(book, tmp_path).xform


def test_the_form_holds_every_question_answer_and_language(tmp_path: Path) -> None:
    form = ElementTree.fromstring(converted(ALL, tmp_path).xform)
    names = {element.get("nodeset", "").rpartition("/")[2] for element in form.iter()
             if element.tag.endswith("}bind")}  # fmt: skip
    assert set(ALL.names) <= names
    translations = {element.get("lang"): element for element in form.iter()
                    if element.tag.endswith("}translation")}  # fmt: skip
    assert set(translations) == {"Qaraqalpaqsha (kaa)", "Oʻzbekcha (uz)", "Русский (ru)",
                                 "English (en)"}  # fmt: skip
    shown = "\n".join(translations["Qaraqalpaqsha (kaa)"].itertext())
    for one in ALL.fields:
        asked = said(one.label if one.battery else question(one), "kaa")
        assert asked in shown
        assert all(code.text("kaa") in shown for code in (*one.categories, *one.missing))


def test_scales_numbers_and_obligations_become_what_a_phone_knows() -> None:
    sheets = xlsform.sheets(AWKWARD)
    head, *rows = sheets["survey"]
    by = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    fitted = {one.name: one.column or one.name for one in xlsform.fitted(AWKWARD).fields}
    years = by[fitted["years"]]
    assert (years["type"], years["constraint"]) == ("integer", "(. >= 0 and . <= 99) or . = 999")
    assert "0 – 99" in years["constraint_message::Русский (ru)"]
    grid = by[fitted["quality of other"]]
    assert (grid["appearance"], grid["required"]) == ("likert", "yes")
    assert (
        by[fitted["when"]]["relevant"] == f"selected(${{{fitted['my_uses_of_it']}}}, 'longoption')"
    )
    choices = [row[1] for row in sheets["choices"][1:]]
    assert len(choices) == len(set(choices)) == 7


def test_the_version_changes_with_the_questions_and_not_by_itself(tmp_path: Path) -> None:
    book = batteries.questionnaire(["needs"])
    fewer = replace(book, fields=book.fields[:-1])
    versions = [xlsform.sheets(one)["settings"][1][2] for one in (book, book, fewer)]
    assert versions[0] == versions[1] != versions[2]
    first, again = (xlsform.write(book, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == again


def in_a_structure(book: Codebook, stand_in: dict[str, str]) -> Codebook:
    """What a structure can say of a codebook: everything else must come back as it was."""
    coded = limesurvey_codes.coded_fields(book)
    runs = blocks(replace(book, fields=tuple(coded)))
    fields = [_kept(one, block, stand_in) for block in runs for one in block]
    languages = tuple(stand_in.get(one, one) for one in book.languages)
    titles = {stand_in.get(k, k): text for k, text in book.title.items()}
    return Codebook(tuple(fields), "x", titles, "", languages, "limesurvey")


def _kept(one: Field, block: tuple[Field, ...], stand_in: dict[str, str]) -> Field:
    def other(texts: Any) -> dict[str, str]:
        return {stand_in.get(k, k): text for k, text in texts.items()}

    # codes of no answer are answers like others; a list alone has no order
    codes = one.categories if one.scale == "multiple" else (*one.categories, *one.missing)
    scale: Any = one.scale
    if one.categories and one.scale != "multiple":
        scale = "ordinal" if is_grid(block) else "nominal"
    kinds: dict[str, Any] = {"interval": "number", "date": "datetime"}
    return Field(
        one.name,
        scale,
        one.type if one.categories else kinds.get(one.scale, "string"),
        other(one.label) if is_grid(block) else {},
        other(question(one)),
        categories=tuple(Category(c.value, other(c.label), c.column) for c in codes),
        required=one.required,
        relevant=one.relevant,
        battery=one.battery if is_grid(block) else "",
        column=one.column,
    )


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("stand_in", [{"kaa": "tr"}, {}], ids=["stand-in", "own"])
def test_a_structure_gives_the_same_questionnaire_back(
    name: str, stand_in: dict[str, str], tmp_path: Path
) -> None:
    book = batteries.questionnaire([name])
    back = structure(limesurvey.write(book, tmp_path / "x.lss", stand_in=stand_in))
    expected = in_a_structure(book, stand_in)
    for mine, theirs in zip(expected.fields, back.fields, strict=True):
        assert theirs == mine
    assert back == expected


def test_a_structure_is_the_same_bytes_each_time_and_asks_for_no_address(tmp_path: Path) -> None:
    first = limesurvey.write(ALL, tmp_path / "a.lss").read_bytes()
    assert limesurvey.write(ALL, tmp_path / "b.lss").read_bytes() == first
    row = ElementTree.fromstring(first).find("surveys/rows/row")
    assert row is not None
    assert {name: row.findtext(name) for name in ("ipaddr", "refurl", "anonymized")} == {
        "ipaddr": "N", "refurl": "N", "anonymized": "Y"}  # fmt: skip
    assert row.findtext("language") == "tr"
    assert row.findtext("additional_languages") == "uz ru en"


def test_codes_in_a_structure_are_such_as_limesurvey_takes(tmp_path: Path) -> None:
    root = ElementTree.parse(limesurvey.write(AWKWARD, tmp_path / "x.lss")).getroot()
    titles = [row.findtext("title", "") for row in root.iterfind("questions/rows/row")]
    parts = [row.findtext("title", "") for row in root.iterfind("subquestions/rows/row")]
    answers = [row.findtext("code", "") for row in root.iterfind("answers/rows/row")]
    assert len(set(titles)) == len(titles) == 6
    for code in titles:
        assert code.isalnum() and code.isascii() and code[0].isalpha() and len(code) <= 20
    for code in parts + answers:
        assert code.isalnum() and code.isascii()
    assert max(map(len, parts)) <= 20 and max(map(len, answers)) <= 5
    assert not {"other", "time", "comment"} & set(parts)


def limesurvey_export(book: Codebook) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Heading and cell of each column, as LimeSurvey exports codes."""
    yield from (("id", str), ("submitdate", lambda n: f"2026-09-{n:02} 10:00:00"))
    yield from (("lastpage", lambda n: "5"), ("startlanguage", lambda n: "tr"))
    for one in limesurvey_codes.coded_fields(book):
        if one.scale == "multiple":
            for k, code in enumerate(one.categories):
                yield code.column, lambda n, k=k: "Y" if (n + k) % 2 else "N"  # type: ignore[misc]
        else:
            codes = [c.column or str(c.value) for c in (*one.categories, *one.missing)]
            yield one.column or one.name, _answers(one, codes)


def _answers(one: Field, codes: list[str]) -> Callable[[int], str]:
    if codes and one.categories:
        return lambda n: codes[n % len(codes)]
    if one.scale == "date":
        return lambda n: f"2026-08-{n:02}"
    return lambda n: str(n) if one.scale == "interval" else f"text {n}"


def kobo_export(book: Codebook) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Heading and cell of each column, as KoboToolbox exports a form with its groups."""
    fitted = {one.column or one.name: one for one in xlsform.fitted(book).fields}
    group = ""
    for kind, name, *_ in xlsform.sheets(book)["survey"][1:]:
        if kind == "begin_group":
            group = f"{name}/"
        elif kind == "end_group":
            group = ""
        elif kind.startswith("select_multiple"):
            one = fitted[name]
            options = [xlsform_terms.choice(code) for code in one.categories]
            yield group + name, lambda n, o=options: " ".join(o[n % 2 :: 2])  # type: ignore[misc]
            for k, option in enumerate(options):
                yield f"{group}{name}/{option}", lambda n, k=k: str(int((n + k) % 2 == 0))  # type: ignore[misc]
        else:
            one = fitted[name]
            codes = [xlsform_terms.choice(code) for code in (*one.categories, *one.missing)]
            yield group + name, _answers(one, codes)
    yield from (("_id", str), ("_uuid", lambda n: f"u{n}"), ("_index", str))
    yield "_submission_time", lambda n: f"2026-09-{n:02}T10:00:00"


def read_back(
    book: Codebook, columns: Iterator[tuple[str, Callable[[int], str]]], folder: Path, sign: str
) -> SurveyReading:
    (folder / "parameters").mkdir()
    (folder / "parameters" / "library.yml").write_text("name: L\n", encoding="utf-8")
    path = folder / "answers.csv"
    save(book, beside(path))
    table = list(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=sign, quoting=csv.QUOTE_ALL)
        writer.writerow([heading for heading, _cell in table])
        writer.writerows([cell(n) for _heading, cell in table] for n in range(1, 13))
    return survey(path, root=folder)


@pytest.mark.parametrize("book", [ALL, AWKWARD], ids=["all", "awkward"])
@pytest.mark.parametrize("program", ["limesurvey", "kobo"])
def test_the_export_of_a_form_is_read_by_its_codebook(
    program: str, book: Codebook, tmp_path: Path
) -> None:
    if program == "limesurvey":
        fitted, columns, sign = limesurvey.fitted(book), limesurvey_export(book), ","
    else:
        fitted, columns, sign = xlsform.fitted(book), kobo_export(book), ";"
    reading = read_back(fitted, columns, tmp_path, sign)
    assert reading.codebook.names == book.names
    assert set(reading.dropped["reason"]) <= {"internal", "summary"}
    assert list(reading.table.columns[-len(book.columns) :]) == list(book.columns)
    assert len(reading.table) == 12
    for one in book.fields:
        assert reading.table[list(one.columns)].notna().any(axis=None), one.name


def test_nothing_of_a_text_becomes_a_formula_or_a_mark_of_the_page(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(xlsform.write(AWKWARD, tmp_path / "form.xlsx"))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    made = page(AWKWARD)
    assert "&lt;b&gt;Почему" in made and "<b>" not in made


@pytest.mark.parametrize("language", ["kaa", "uz", "ru", "en"])
def test_the_printed_form_shows_every_question_and_answer_in_its_language(language: str) -> None:
    import html

    made = html.unescape(page(ALL, language=language))
    assert f'<html lang="{language}">' in made
    assert "http" not in made and "<script" not in made
    for one in ALL.fields:
        assert one.text(language) if one.battery else said(question(one), language) in made
        assert all(code.text(language) in made for code in (*one.categories, *one.missing))


def test_the_printed_form_says_who_goes_past_a_question() -> None:
    made = page(batteries.battery("nonusers"), language="ru")
    why = made.split("3. Почему вы сейчас")[1].split("<ul")[0]
    assert "2 дан ответ: раньше, никогда" in why
    assert page(mixed(), language="en").count("<section") == len(blocks(mixed()))


def test_a_real_structure_comes_back_with_its_grids_lists_and_routing(
    shared_data: Path, tmp_path: Path
) -> None:
    """101 columns of a survey fielded in LimeSurvey, written by us and read again."""
    first = structure(shared_data / "rse-survey-limesurvey" / "uk_core_survey.lss")
    again = structure(limesurvey.write(first, tmp_path / "x.lss"))
    assert len(again.fields) == len(first.fields) == 101
    # lists of small texts, and "other" of LimeSurvey's own, come as questions of their own
    same = [(a, b) for a, b in zip(first.fields, again.fields, strict=True) if a.name == b.name]
    assert len(same) == 83
    for a, b in same:
        assert (a.wording, a.label, a.required) == (b.wording, b.label, b.required)
        assert [c.label for c in a.categories] == [c.label for c in b.categories]
        assert a.relevant == b.relevant or a.relevant[0].values == ("-oth-",), a.name


def test_a_codebook_of_unknown_language_makes_a_form_of_one(tmp_path: Path) -> None:
    book = Codebook((Field("q", wording={"und": "Awa?"}, categories=(Category("y"),)),),
                    languages=("und",))  # fmt: skip
    sheets = xlsform.sheets(book)
    assert "label" in sheets["survey"][0] and sheets["settings"][1][3] == ""
    assert converted(book, tmp_path).warnings == []
