"""A codebook as an XLSForm, for KoboToolbox, ODK and SurveyCTO: `write`.

Sheets survey, choices, settings as xlsform.org describes them; routing becomes XPath
(`libmkt.surveys.xlsform_terms`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from libmkt.codebook import UNKNOWN, Category, Codebook, Field, Texts, said
from libmkt.codebook.store import described
from libmkt.surveys.form_parts import blocks, check_questions, is_grid, question, short_codes
from libmkt.surveys.xlsform_terms import choice, limits_of, name_of, relevant
from libmkt.words.catalog import OWN_NAMES

NAME: Final = r"[A-Za-z_][A-Za-z0-9_.-]{0,63}"
CHOICE: Final = r"[A-Za-z0-9_.-]{1,64}"
LIKERT: Final = 7  # answers up to which a scale is laid out in one line
_CREATED: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the same form, the same bytes
SURVEY: Final = ("type", "name", "label", "required", "relevant", "constraint",
                 "constraint_message", "appearance")  # fmt: skip
_TRANSLATED: Final = ("label", "constraint_message")


def fitted(codebook: Codebook) -> Codebook:
    """The codebook with the names that the form uses, where its own do not fit.

    Returns
    -------
    Codebook
        Names and codes stay; ``column`` of a field, option or answer says what the export
        will call it, so that `libmkt.read.survey` knows it again.

    Examples
    --------
    >>> book = Codebook((Field("Пол", categories=(Category("not sure"), Category("m"))),))
    >>> one, = fitted(book).fields
    >>> one.column, [code.column for code in one.categories]
    ('pol', ['notsure', ''])
    """
    names = short_codes(codebook.names, NAME, first="q")
    return replace(codebook, fields=tuple(map(_fitted, codebook.fields, names)))


def _fitted(one: Field, name: str) -> Field:
    codes = (*one.categories, *one.missing)
    short = short_codes([str(code.value) for code in codes], CHOICE, first="a")
    columns = [
        new if new != str(code.value) else "" for new, code in zip(short, codes, strict=True)
    ]
    if one.scale == "multiple":
        changed = name != one.name
        columns = [f"{name}/{new}" if changed or column else ""
                   for new, column in zip(short, columns, strict=True)]  # fmt: skip
    made = tuple(replace(code, column=c) for code, c in zip(codes, columns, strict=True))
    count = len(one.categories)
    return replace(one, column="" if name == one.name else name,
                   categories=made[:count], missing=made[count:])  # fmt: skip


def write(codebook: Codebook, path: Path | str) -> Path:
    """Write the form.

    Parameters
    ----------
    codebook
        The questionnaire; its first language is the form's own.
    path
        Of the workbook, .xlsx.

    Returns
    -------
    Path
        The workbook.  Save `fitted` beside the answers: by it they are read.

    Raises
    ------
    DataError
        The codebook has no questions.
    """
    import xlsxwriter

    path = Path(path)
    stream = io.BytesIO()
    plain = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    options = {**dict.fromkeys(plain, False), "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True})
        for name, rows in sheets(codebook).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for n, row in enumerate(rows):
                for k, cell in enumerate(row):
                    if cell != "":
                        sheet.write_string(n, k, cell, bold if n == 0 else None)
            sheet.set_column(0, len(rows[0]) - 1, 22)
    # a file that cannot be written is an OSError, which xlsxwriter would make its own of
    path.write_bytes(stream.getvalue())
    return path


def sheets(codebook: Codebook) -> dict[str, list[list[str]]]:
    """The rows of the three sheets, headings first.

    >>> book = Codebook((Field("age", "interval", "integer", wording={"en": "Age?"},
    ...                        minimum=6, maximum=120),), name="needs")
    >>> for row in sheets(book)["survey"]: print([cell for cell in row if cell])
    ['type', 'name', 'label::English (en)', 'required', 'relevant', 'constraint',
     'constraint_message::English (en)', 'appearance']
    ['integer', 'age', 'Age?', '. >= 6 and . <= 120', 'Enter a number: 6 – 120']
    """
    check_questions(codebook)
    made = _Form(fitted(codebook))
    for block in blocks(made.codebook):
        if is_grid(block):
            made.grid(block)
        else:
            made.ask(block[0], question(block[0]))
    return {"survey": made.survey(), "choices": made.choices(), "settings": _settings(codebook)}


Row = dict[str, Any]  # heading to text, or to a text a language


@dataclass
class _Form:
    """The form so far."""

    codebook: Codebook  # fitted
    rows: list[Row] = field(default_factory=list)
    lists: dict[str, tuple[Category, ...]] = field(default_factory=dict)

    def grid(self, block: Sequence[Field]) -> None:
        """Rows that share question and answers: a group on one screen."""
        names = {name_of(one) for one in self.codebook.fields} | {str(r["name"]) for r in self.rows}
        name = short_codes([block[0].battery], NAME, first="g")[0]
        while name in names:
            name += "_"
        routings = {one.relevant for one in block}
        shared = relevant(block[0].relevant, self.codebook) if len(routings) == 1 else ""
        self.rows.append({"type": "begin_group", "name": name, "label": question(block[0]),
                          "relevant": shared, "appearance": "field-list"})  # fmt: skip
        for one in block:
            self.ask(one, one.label or question(one), routed=not shared)
        self.rows.append({"type": "end_group", "name": name})

    def ask(self, one: Field, label: Texts, *, routed: bool = True) -> None:
        """One question."""
        kind, look = self._kind(one)
        limits, told = limits_of(one)
        self.rows.append(
            {
                "type": kind,
                "name": name_of(one),
                "label": label or {self.codebook.languages[0]: one.name},
                "required": "yes" if one.required else "",
                "relevant": relevant(one.relevant, self.codebook) if routed else "",
                "constraint": limits,
                "constraint_message": told,
                "appearance": look,
            }
        )

    def _kind(self, one: Field) -> tuple[str, str]:
        """Type and appearance of a question."""
        if one.scale == "multiple":
            return f"select_multiple {self._list(one.categories, one)}", ""
        if one.categories:
            codes = (*one.categories, *one.missing)
            likert = one.scale == "ordinal" and len(codes) <= LIKERT
            return f"select_one {self._list(codes, one)}", "likert" if likert else ""
        if one.scale == "date":
            return ("dateTime" if one.type == "datetime" else "date"), ""
        if one.scale == "interval":
            return ("integer" if one.type == "integer" else "decimal"), ""
        return "text", "multiline" if one.role == "comment" else ""

    def _list(self, codes: tuple[Category, ...], one: Field) -> str:
        """The name of the list of these answers; lists that are equal are one."""
        for name, known in self.lists.items():
            if known == codes:
                return name
        name = short_codes([one.battery], NAME, first="g")[0] if one.battery else name_of(one)
        while name in self.lists:
            name += "_"
        self.lists[name] = codes
        return name

    def survey(self) -> list[list[str]]:
        """The sheet of questions."""
        return _laid_out(self.rows, SURVEY, self.codebook.languages)

    def choices(self) -> list[list[str]]:
        """The sheet of answers."""
        rows = [
            {"list_name": name, "name": choice(code), "label": code.label or str(code.value)}
            for name, codes in self.lists.items()
            for code in codes
        ]
        return _laid_out(rows, ("list_name", "name", "label"), self.codebook.languages)


def _laid_out(
    rows: Sequence[Row], columns: Sequence[str], languages: Sequence[str]
) -> list[list[str]]:
    """Headings and rows; a translated column becomes one a language."""
    heads = [(name, language) for name in columns
             for language in (languages if name in _TRANSLATED else [""])]  # fmt: skip
    shown = [f"{name}::{_language(language)}" if _language(language) else name
             for name, language in heads]  # fmt: skip
    return [shown, *([_cell(row.get(name, ""), language) for name, language in heads]
                     for row in rows)]  # fmt: skip


def _cell(value: str | Texts, language: str) -> str:
    """A text in a language, or the nearest there is: an empty label would be shown as a dash."""
    return said(value, language) if isinstance(value, Mapping) else value


def _language(code: str) -> str:
    """A language as headings name it; "" of the one that is not known."""
    if code in ("", UNKNOWN):
        return ""
    return f"{OWN_NAMES.get(code, code)} ({code})"


def _settings(codebook: Codebook) -> list[list[str]]:
    """Title, name, a version that changes with the questions, and the language to begin with."""
    first = codebook.languages[0]
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", codebook.name).strip("_") or "survey"
    text = json.dumps(described(codebook), ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(text.encode()).hexdigest()[:10]
    return [
        ["form_title", "form_id", "version", "default_language"],
        [said(codebook.title, first) or name, name, version, _language(first)],
    ]
