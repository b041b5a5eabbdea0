"""A codebook as a LimeSurvey structure (.lss): `write`; the codes of its export: `fitted`.

Tables and columns as LimeSurvey 2 and 3 export them, which later versions import too.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from libmkt.codebook import Category, Codebook, Field, Texts, said
from libmkt.surveys.form_parts import blocks, check_questions, is_grid, question
from libmkt.surveys.limesurvey_codes import coded_fields, fitted
from libmkt.surveys.limesurvey_routing import relevance

# LimeSurvey has no Karakalpak: its texts stand under a language that it has, whose words
# are on the buttons.  Turkish is the nearest in Latin script that every version has.
STAND_IN: Final = {"kaa": "tr"}
DROP_DOWN: Final = 15  # answers from which a list folds away
_VERSION: Final = "261"


__all__ = ["STAND_IN", "fitted", "write"]


def write(
    codebook: Codebook, path: Path | str, *, stand_in: Mapping[str, str] | None = None
) -> Path:
    """Write the structure.

    Parameters
    ----------
    codebook
        The questionnaire; its first language is the survey's base language.
    path
        Of the structure, .lss.
    stand_in
        Language to the code under which its texts stand; None takes STAND_IN.

    Returns
    -------
    Path
        The file; the same codebook gives the same bytes.  Save `fitted` beside the answers:
        by it they are read, with roles, codes of no answer and limits, which a structure
        does not keep.

    Raises
    ------
    DataError
        The codebook has no questions.
    """
    check_questions(codebook)
    path = Path(path)
    coded = replace(codebook, fields=tuple(coded_fields(codebook)))
    tables = _Tables(coded, dict(STAND_IN if stand_in is None else stand_in))
    root = ElementTree.Element("document")
    ElementTree.SubElement(root, "LimeSurveyDocType").text = "Survey"
    ElementTree.SubElement(root, "DBVersion").text = _VERSION
    languages = ElementTree.SubElement(root, "languages")
    for code in tables.codes.values():
        ElementTree.SubElement(languages, "language").text = code
    for name, rows in tables.all().items():
        _table(root, name, rows)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode", xml_declaration=False)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    path.write_text(head + text + "\n", encoding="utf-8", newline="\n")
    return path


Row = dict[str, str]


def _table(root: ElementTree.Element, name: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    table = ElementTree.SubElement(root, name)
    heads = ElementTree.SubElement(table, "fields")
    for column in rows[0]:
        ElementTree.SubElement(heads, "fieldname").text = column
    body = ElementTree.SubElement(table, "rows")
    for row in rows:
        entry = ElementTree.SubElement(body, "row")
        for column, value in row.items():
            ElementTree.SubElement(entry, column).text = value


@dataclass
class _Tables:
    """The tables of a structure, filled question by question."""

    codebook: Codebook  # with the columns of the export
    stand_in: Mapping[str, str]
    questions: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    attributes: list[Row] = field(default_factory=list)
    number: int = 0  # of the last question or part

    @property
    def codes(self) -> dict[str, str]:
        """The codebook's languages and their codes in LimeSurvey."""
        return {one: self.stand_in.get(one, one) for one in self.codebook.languages}

    @property
    def survey(self) -> str:
        """A number of six figures, the same for the same name."""
        return str(100_000 + zlib.crc32(self.codebook.name.encode()) % 900_000)

    def all(self) -> dict[str, list[Row]]:
        """Every table, in LimeSurvey's order."""
        for order, block in enumerate(blocks(self.codebook)):
            self._question(block, order)
        return {
            "answers": self.answers,
            "groups": self._groups(),
            "questions": self.questions,
            "subquestions": self.parts,
            "question_attributes": self.attributes,
            "surveys": [self._survey_row()],
            "surveys_languagesettings": self._settings(),
        }

    def _question(self, block: Sequence[Field], order: int) -> None:
        first = block[0]
        title = (first.column or first.name).partition("[")[0]
        kind = "F" if is_grid(block) else _kind(first)
        routed = len({one.relevant for one in block}) == 1
        equation = relevance(first.relevant, self.codebook) if routed else "1"
        required = all(one.required for one in block)
        texts = question(first) or {self.codebook.languages[0]: title}
        number = self._row(self.questions, title, texts, kind, order, equation, required=required)
        if kind == "F":
            for n, one in enumerate(block, start=1):
                own = "1" if routed else relevance(one.relevant, self.codebook)
                self._part(one.column, one.label or question(one), number, n, own)
        elif kind == "M":
            for n, code in enumerate(first.categories, start=1):
                self._part(code.column, code.label or {"en": str(code.value)}, number, n)
        else:
            self._limits(first, number)
        if kind in "F!L":
            self._answers((*first.categories, *first.missing), number)

    def _row(
        self, table: list[Row], title: str, texts: Texts, kind: str, order: int,
        relevance: str, *, required: bool = False, parent: str = "0",
    ) -> str:  # fmt: skip
        """A question or a part of one: a row a language."""
        self.number += 1
        for language, code in self.codes.items():
            table.append(
                {
                    "qid": str(self.number),
                    "parent_qid": parent,
                    "sid": self.survey,
                    "gid": "1",
                    "type": kind,
                    "title": title,
                    "question": said(texts, language),
                    "preg": "",
                    "help": "",
                    "other": "N",
                    "mandatory": "Y" if required else "N",
                    "question_order": str(order),
                    "language": code,
                    "scale_id": "0",
                    "same_default": "0",
                    "relevance": relevance,
                    "modulename": "",
                }
            )
        return str(self.number)

    def _part(
        self, column: str, texts: Texts, parent: str, order: int, relevance: str = "1"
    ) -> None:
        code = column.partition("[")[2].rstrip("]")
        self._row(self.parts, code, texts, "T", order, relevance, parent=parent)

    def _answers(self, codes: Sequence[Category], number: str) -> None:
        for order, code in enumerate(codes, start=1):
            for language, other in self.codes.items():
                self.answers.append(
                    {
                        "qid": number,
                        "code": code.column or str(code.value),
                        "answer": said(code.label, language) or str(code.value),
                        "sortorder": str(order),
                        "assessment_value": "0",
                        "language": other,
                        "scale_id": "0",
                    }
                )

    def _limits(self, one: Field, number: str) -> None:
        """What a number may be; where a code of no answer lies outside, nothing is checked."""
        if one.scale != "interval" or one.categories:
            return
        named = {"min_num_value_n": one.minimum, "max_num_value_n": one.maximum}
        limits = {name: f"{v:g}" for name, v in named.items() if v is not None and not one.missing}
        if one.type == "integer":
            limits["num_value_int_only"] = "1"
        self.attributes += [
            {"qid": number, "attribute": name, "value": value} for name, value in limits.items()
        ]

    def _title(self, language: str) -> str:
        return said(self.codebook.title, language) or self.codebook.name or "survey"

    def _groups(self) -> list[Row]:
        return [
            {
                "gid": "1",
                "sid": self.survey,
                "group_name": self._title(language),
                "group_order": "0",
                "description": "",
                "language": code,
                "randomization_group": "",
                "grelevance": "",
            }
            for language, code in self.codes.items()
        ]

    def _survey_row(self) -> Row:
        """Nobody's name is asked, no address is kept; a question a page; going back is allowed."""
        base, *more = self.codes.values()
        off = ("savetimings", "datestamp", "ipaddr", "refurl", "allowregister", "usetokens",
               "listpublic", "publicstatistics", "publicgraphs", "printanswers", "showxquestions",
               "showqnumcode", "nokeyboard", "assessments")  # fmt: skip
        on = ("anonymized", "usecookie", "allowsave", "allowprev", "showwelcome", "showprogress",
              "shownoanswer", "htmlemail")  # fmt: skip
        return {
            "sid": self.survey,
            "format": "S",
            "language": base,
            "additional_languages": " ".join(more),
            **dict.fromkeys(off, "N"),
            **dict.fromkeys(on, "Y"),
        }

    def _settings(self) -> list[Row]:
        return [
            {
                "surveyls_survey_id": self.survey,
                "surveyls_language": code,
                "surveyls_title": self._title(language),
                "surveyls_dateformat": "6",  # yyyy-mm-dd
                "surveyls_numberformat": "0",
            }
            for language, code in self.codes.items()
        ]


def _kind(one: Field) -> str:
    """LimeSurvey's type of a question that is no grid."""
    if one.scale == "multiple":
        return "M"
    if one.categories:
        return "!" if len(one.categories) + len(one.missing) >= DROP_DOWN else "L"
    return {"interval": "N", "date": "D"}.get(one.scale, "T")
