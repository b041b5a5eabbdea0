"""The codebook as a workbook for people; `libmkt.codebook.workbook_reading` reads it back.

Sheets ``survey`` (title, wave, languages), ``fields`` (a row a question) and ``answers``
(a row an answer, a code of no answer, or an option); labels stand in a column a language.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from libmkt.codebook import replication
from libmkt.codebook.records import ROLES, SCALES, TYPES, Codebook, Condition, Texts

PLAIN: Final = ("name", "scale", "type", "battery", "role", "item", "other_of", "column",
                "minimum", "maximum", "required", "reverse", "relevant")  # fmt: skip
ANSWERS: Final = ("field", "code", "kind", "column")
KINDS: Final = ("answer", "no answer")
_WIDTHS: Final = {"name": 16, "label": 28, "wording": 44, "relevant": 28, "field": 16, "code": 12}


def write(codebook: Codebook, path: Path | str) -> Path:
    """Write the workbook, with lists to choose from where only some words fit.

    Returns
    -------
    Path
        The file written.
    """
    import xlsxwriter

    path = Path(path)
    languages = _languages(codebook)
    stream = io.BytesIO()
    plain = ("strings_to_numbers", "strings_to_formulas", "strings_to_urls")
    options = {**dict.fromkeys(plain, False), "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheets = {
            "survey": _survey_rows(codebook, languages),
            "fields": _field_rows(codebook, languages),
            "answers": _answer_rows(codebook, languages),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for k, cell in enumerate(row):
                    if cell not in (None, ""):
                        sheet.write(n, k, cell, bold if n == 0 and name != "survey" else wrap)
            for k, head in enumerate(rows[0]):
                kind = str(head).partition(":")[0]
                sheet.set_column(k, k, _WIDTHS.get(kind, 12 if name != "survey" else 30))
            if name != "survey":
                sheet.freeze_panes(1, 1)
                _lists(sheet, list(rows[0]), len(rows))
    # a file that cannot be written is an OSError, which xlsxwriter would make its own of
    path.write_bytes(stream.getvalue())
    return path


def _lists(sheet: Any, head: list[Any], rows: int) -> None:
    for name, known in (("scale", SCALES), ("type", TYPES), ("role", ROLES), ("kind", KINDS)):
        if name in head:
            k = head.index(name)
            rule = {"validate": "list", "source": list(known), "ignore_blank": True}
            sheet.data_validation(1, k, rows + 200, k, rule)


def _languages(codebook: Codebook) -> list[str]:
    """Every language that a text of the codebook is in, its own first."""
    found = dict.fromkeys(codebook.languages)
    texts: list[Texts] = [codebook.title]
    for one in codebook.fields:
        texts += [one.label, one.wording, *one.waves.values()]
        texts += [code.label for code in (*one.categories, *one.missing)]
    for text in texts:
        found |= dict.fromkeys(text)
    return list(found)


def _survey_rows(codebook: Codebook, languages: list[str]) -> list[list[Any]]:
    return [
        ["name", codebook.name],
        ["wave", codebook.wave],
        ["languages", ", ".join(codebook.languages)],
        ["source", codebook.source],
        *([f"title:{language}", codebook.title.get(language, "")] for language in languages),
        *replication.rows(codebook.replication),
    ]


def _field_rows(codebook: Codebook, languages: list[str]) -> list[list[Any]]:
    waves = list(dict.fromkeys(wave for one in codebook.fields for wave in one.waves))
    texts = [f"label:{language}" for language in languages]
    texts += [f"wording:{language}" for language in languages]
    texts += [f"wording:{language}@{wave}" for wave in waves for language in languages]
    rows: list[list[Any]] = [[*PLAIN, *texts]]
    for one in codebook.fields:
        plain = [getattr(one, name) for name in PLAIN[:-3]]
        marks = ["yes" if one.required else "", "yes" if one.reverse else ""]
        routing = " and\n".join(map(_said, one.relevant))
        shown = [one.label.get(language, "") for language in languages]
        shown += [one.wording.get(language, "") for language in languages]
        shown += [one.waves.get(w, {}).get(language, "") for w in waves for language in languages]
        rows.append([*plain, *marks, routing, *shown])
    return rows


def _answer_rows(codebook: Codebook, languages: list[str]) -> list[list[Any]]:
    rows: list[list[Any]] = [[*ANSWERS, *(f"label:{language}" for language in languages)]]
    for one in codebook.fields:
        for kind, codes in zip(KINDS, (one.categories, one.missing), strict=True):
            for code in codes:
                labels = [code.label.get(language, "") for language in languages]
                rows.append([one.name, code.value, kind, code.column, *labels])
    return rows


def _said(one: Condition) -> str:
    """A condition in words: ``member is y | n``, ``age from 18``.

    >>> _said(Condition("member", ("y",), negated=True)), _said(Condition("age", low=18, high=29))
    ('member is not y', 'age from 18 to 29')
    """
    if one.values:
        sign = "is not" if one.negated else "is"
        return f"{one.field} {sign} {' | '.join(str(value) for value in one.values)}"
    low = "" if one.low is None else f" from {one.low:g}"
    high = "" if one.high is None else f" to {one.high:g}"
    return f"{one.field}{' not' if one.negated else ''}{low}{high}"
