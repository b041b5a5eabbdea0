"""A LimeSurvey structure (.lss) as a codebook.

Tables and question types as LimeSurvey's own export writes them (DBVersion 140 to 600):
answers, conditions, questions, subquestions, and since version 4 their texts apart in
question_l10ns and answer_l10ns.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from libmkt.codebook.records import Category, Codebook, Field, Texts
from libmkt.errors import N_, DataError, Message, Problem, why
from libmkt.read.survey_lss_routing import conditions
from libmkt.text.fold import plain

Row = dict[str, str]
OTHER: Final = "-oth-"
_TAG = re.compile(r"<[^>]*>")
_LARGEST: Final = 50_000_000  # bytes
# Question types: what one column holds, for those without answers of their own.
_FIXED: Final = {
    "Y": (("Y", "Yes"), ("N", "No")),
    "G": (("F", "Female"), ("M", "Male")),
    "C": (("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
}
_POINTS: Final = {"5": 5, "A": 5, "B": 10}
_LISTS: Final = "L!OFH1R"  # types whose answers are written in the structure
_ROWS: Final = "ABCEFHKQ;:1"  # arrays and lists of small fields: a column a row
_NUMBERS: Final = "NK:"
_NO_COLUMN: Final = "X*|"  # shown text, equations, uploads


def structure(path: Path) -> Codebook:
    """The codebook of a structure: each question (row of a grid, option) that has a column.

    Raises
    ------
    DataError
        It is no LimeSurvey structure.
    """
    tables = _tables(path)
    try:
        return _codebook(path, tables)
    except (KeyError, ValueError) as error:  # a row without its code, an order that is no number
        what = Message(N_("not as LimeSurvey writes it: {why}"), {"why": str(error)})
        raise _refused(path, what) from None


def _codebook(path: Path, tables: defaultdict[str, list[Row]]) -> Codebook:
    languages = tuple(dict.fromkeys(row["language"] for row in tables["questions"])) or ("en",)
    main = tables["surveys"][0].get("language", languages[0]) if tables["surveys"] else "en"
    order = sorted(languages, key=lambda one: one != main)
    survey = _Survey(tables, order)
    fields = tuple(one for question in survey.questions for one in _fields(question, survey))
    fields = tuple(
        replace(one, relevant=routing)
        if (routing := conditions(survey.relevance(one), survey.by_place, fields))
        else one
        for one in fields
    )
    titles = {
        row["surveyls_language"]: plain(row.get("surveyls_title", ""))
        for row in tables["surveys_languagesettings"]
        if row.get("surveyls_title")
    }
    return Codebook(fields, path.stem, titles, "", tuple(order), "limesurvey")


def _tables(path: Path) -> defaultdict[str, list[Row]]:
    """The tables of the file, row by row; questions and answers with their texts joined."""
    try:
        content = path.read_bytes()
        if len(content) > _LARGEST or b"<!ENTITY" in content:
            raise ElementTree.ParseError("too large, or with entities")
        root = ElementTree.fromstring(content)
    except OSError as error:
        raise _refused(path, Message("{why}", {"why": why(error)})) from None
    except ElementTree.ParseError as error:
        raise _refused(path, Message(N_("not XML: {why}"), {"why": str(error)})) from None
    if root.findtext("LimeSurveyDocType") != "Survey" or root.find("questions") is None:
        raise _refused(path, Message(N_("this is no structure of a LimeSurvey survey")))
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for table in root:
        for row in table.iterfind("rows/row"):
            found[table.tag].append({cell.tag: cell.text or "" for cell in row})
    _join(found, ("questions", "subquestions"), "question_l10ns", "qid")
    _join(found, ("answers",), "answer_l10ns", "aid")
    return found


def _join(
    tables: defaultdict[str, list[Row]], names: tuple[str, ...], texts: str, key: str
) -> None:
    """Texts that newer versions keep apart, to the rows that they are of: a row a language."""
    if not tables[texts]:
        return
    by = defaultdict(list)
    for row in tables[texts]:
        by[row.get(key, "")].append(row)
    for name in names:
        tables[name] = [{**row, **text} for row in tables[name] for text in by[row.get(key, "")]]


def _refused(path: Path, what: Message) -> DataError:
    summary = Message(N_("{file} cannot be read as a LimeSurvey structure"), {"file": path.name})
    return DataError(summary, [Problem(path.name, what)])


class _Survey:
    """The questions in their order, each with its rows, options and texts by language."""

    def __init__(self, tables: defaultdict[str, list[Row]], languages: list[str]) -> None:
        groups = {row["gid"]: int(row.get("group_order") or 0) for row in tables["groups"]}
        main = languages[0] if languages else "en"
        self.main = main
        rows = [row for row in tables["questions"] if row.get("language", main) == main]
        rows.sort(key=lambda row: (groups.get(row["gid"], 0), int(row.get("question_order") or 0)))
        self.questions = rows
        self._texts = _by_language(tables["questions"], "qid", "question")
        self._parts = _by_language(tables["subquestions"], "qid", "question")
        self._answers = _answers(tables["answers"])
        self.parts: defaultdict[str, list[Row]] = defaultdict(list)
        for row in sorted(
            tables["subquestions"], key=lambda row: int(row.get("question_order") or 0)
        ):
            if row.get("language", main) == main:
                self.parts[row["parent_qid"]].append(row)
        # conditions name a question by survey, group and question: 245554X1X2
        self.by_place = {
            f"{row.get('sid', '')}X{row.get('gid', '')}X{row['qid']}": row["title"] for row in rows
        }
        self._relevance = {row["title"]: row.get("relevance", "") for row in rows}

    def text(self, question: Row) -> Texts:
        return self._texts[question["qid"]]

    def part_text(self, part: Row) -> Texts:
        return self._parts[part["qid"]]

    def answers(self, question: Row, scale: str = "0") -> tuple[Category, ...]:
        return self._answers.get((question["qid"], scale), ())

    def relevance(self, one: Field) -> str:
        name = one.battery or one.other_of or one.name
        return self._relevance.get(name, "")


def _by_language(rows: list[Row], key: str, text: str) -> defaultdict[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        shown = bare(row.get(text, ""))
        if shown:
            found[row[key]][row.get("language", "en")] = shown
    return found


def _answers(rows: list[Row]) -> dict[tuple[str, str], tuple[Category, ...]]:
    """Answers of each question and scale, in their order, with a label a language."""
    found: defaultdict[tuple[str, str], dict[str, tuple[int, dict[str, str]]]] = defaultdict(dict)
    for row in rows:
        place = found[row["qid"], row.get("scale_id", "0") or "0"]
        _order, label = place.setdefault(row["code"], (int(row.get("sortorder") or 0), {}))
        if shown := bare(row.get("answer", "")):
            label[row.get("language", "en")] = shown
    return {
        key: tuple(
            Category(code, label)
            for code, (_o, label) in sorted(codes.items(), key=lambda p: p[1][0])
        )
        for key, codes in found.items()
    }


def bare(text: str) -> str:
    """A text of LimeSurvey without its marks of a page.

    >>> bare("<p>\\n In which&nbsp;country?</p><br />")
    'In which country?'
    """
    return plain(html.unescape(_TAG.sub(" ", text)))


def _fields(question: Row, survey: _Survey) -> Iterator[Field]:
    """The fields of one question, as its type lays out its columns."""
    kind, title = question["type"], question["title"]
    if kind in _NO_COLUMN:
        return
    base = Field(title, wording=survey.text(question), required=question.get("mandatory") == "Y")
    parts = survey.parts[question["qid"]]
    if kind in "MP":
        yield from _multiple(base, parts, question, survey)
    elif kind == "R":
        answers = survey.answers(question)
        for rank in range(1, len(answers) + 1):
            yield replace(base, name=f"{title}_{rank}", column=f"{title}[{rank}]", battery=title,
                          categories=answers, label={survey.main: str(rank)})  # fmt: skip
    elif kind in _ROWS:
        yield from _rows(base, parts, question, survey)
    else:
        yield _shaped(base, kind, survey.answers(question), question)
        if question.get("other") == "Y":
            yield _other(base)


def _multiple(base: Field, parts: list[Row], question: Row, survey: _Survey) -> Iterator[Field]:
    title = base.name
    options = tuple(
        Category(one["title"], survey.part_text(one), f"{title}[{one['title']}]") for one in parts
    )
    yield replace(base, scale="multiple", categories=options)
    if question["type"] == "P":
        for one in parts:
            code = f"{one['title']}comment"
            yield Field(f"{title}_{code}", "text", column=f"{title}[{code}]", other_of=title,
                        role="comment", label=survey.part_text(one))  # fmt: skip
    if question.get("other") == "Y":
        yield _other(base)


def _other(base: Field) -> Field:
    name = base.name
    return Field(f"{name}_other", "text", column=f"{name}[other]", other_of=name, role="other",
                 wording=base.wording)  # fmt: skip


def _rows(base: Field, parts: list[Row], question: Row, survey: _Survey) -> Iterator[Field]:
    """A field a row of a grid; of two scales or a table of cells, a field each."""
    kind, title = question["type"], base.name
    rows = [one for one in parts if (one.get("scale_id") or "0") == "0"]
    across = [one for one in parts if one.get("scale_id") == "1"]
    for row in rows:
        made = replace(base, battery=title, label=survey.part_text(row))
        code = row["title"]
        if kind in ";:":
            for cell in across:
                both = f"{code}_{cell['title']}"
                name = replace(made, name=f"{title}_{both}", column=f"{title}[{both}]")
                yield _shaped(name, kind, (), question)
        elif kind == "1":
            for number, scale in enumerate("01", start=1):
                name = replace(made, name=f"{title}_{code}_{number}",
                               column=f"{title}[{code}][{number}]")  # fmt: skip
                yield _shaped(name, "F", survey.answers(question, scale), question)
        else:
            name = replace(made, name=f"{title}_{code}", column=f"{title}[{code}]")
            yield _shaped(name, kind, survey.answers(question), question)


def _shaped(base: Field, kind: str, answers: tuple[Category, ...], question: Row) -> Field:
    """A field with scale, type and answers by LimeSurvey's type of question."""
    if kind in _POINTS:
        points = tuple(Category(n) for n in range(1, _POINTS[kind] + 1))
        return replace(base, scale="ordinal", type="integer", categories=points)
    if kind in _FIXED:
        codes = tuple(Category(code, {"en": text}) for code, text in _FIXED[kind])
        return replace(base, categories=codes)
    if kind in _LISTS and answers:
        if question.get("other") == "Y":
            answers = (*answers, Category(OTHER, {"en": "Other"}))
        return _listed(base, kind, answers)
    if kind == "D":
        return replace(base, scale="date", type="datetime")
    if kind in _NUMBERS:
        return replace(base, scale="interval", type="number")
    return replace(base, scale="nominal" if kind == "I" else "text")


def _listed(base: Field, kind: str, answers: tuple[Category, ...]) -> Field:
    """Answers of a list or a grid; those of a grid stand in order, with figures as numbers."""
    scale: Any = "ordinal" if kind == "F" else "nominal"
    if all(str(one.value).isdecimal() and str(int(one.value)) == one.value for one in answers):
        whole = tuple(replace(one, value=int(one.value)) for one in answers)
        return replace(base, scale=scale, type="integer", categories=whole)
    if scale == "ordinal":  # A1, A2 ...: numbers by their order, the program's code kept
        ranked = tuple(
            replace(one, value=n, column=str(one.value)) for n, one in enumerate(answers, start=1)
        )
        return replace(base, scale=scale, type="integer", categories=ranked)
    return replace(base, scale=scale, categories=answers)
