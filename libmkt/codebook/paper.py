"""A workbook for typing in paper questionnaires, with lists to choose the answers from."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from libmkt.codebook.records import Codebook, Field
from libmkt.codebook.store import beside, save
from libmkt.errors import N_, Message
from libmkt.words.catalog import speaking, translate

SHEET: Final = "answers"
BEFORE: Final = ("form_no", "filled_on", "form_language")  # before the answers
TICK: Final = "1"
_HEADS: Final = {
    "form_no": N_("number on the form"),
    "filled_on": N_("day it was filled in"),
    "form_language": N_("language of the form"),
}


def write(codebook: Codebook, path: Path | str, *, forms: int = 200, language: str = "en") -> Path:
    """Write the workbook, and the codebook beside it by which it is read.

    Parameters
    ----------
    codebook
        The questionnaire.
    path
        Of the workbook, .xlsx.
    forms
        Rows that have lists to choose from.
    language
        Of questions and answers.

    Returns
    -------
    Path
        The workbook: in its first row names, in its second questions, then a row a form.
        An option of a question with several answers is ticked with 1.
    """
    import xlsxwriter

    path = Path(path)
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(SHEET)
        lists = book.add_worksheet("lists")
        lists.hide()
        small = book.add_format({"font_color": "#777777", "font_size": 8})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        heads = _heads(codebook, language)
        for k, (name, text, _field) in enumerate(heads):
            sheet.write_string(0, k, name, small)
            sheet.write_string(1, k, text, bold)
        sheet.set_column(0, len(heads) - 1, 16)
        sheet.set_row(1, 75)
        sheet.freeze_panes(2, 1)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(1, 1, 14, day)
        for k, (name, _text, field) in enumerate(heads):
            rule = _rule(name, field, language, lists, k)
            if rule:
                sheet.data_validation(2, k, forms + 1, k, rule)
            if field is not None and field.scale == "date":
                sheet.set_column(k, k, 14, day)
    # a file that cannot be written is an OSError, which xlsxwriter would make its own of
    path.write_bytes(stream.getvalue())
    save(codebook, beside(path))
    return path


def _heads(codebook: Codebook, language: str) -> list[tuple[str, str, Field | None]]:
    """Name, text and field of each column."""
    with speaking(language if language in ("kaa", "uz", "ru") else "en"):
        found: list[tuple[str, str, Field | None]] = [
            (name, translate(Message(_HEADS[name])), None) for name in BEFORE
        ]
    for one in codebook.fields:
        asked = one.wording.get(language) or one.text(language)
        row = one.label.get(language, "") if one.battery else ""
        text = f"{asked} – {row}" if row and row != asked else asked
        if one.scale != "multiple":
            found.append((one.name, text, one))
            continue
        for column, option in zip(one.columns, one.categories, strict=True):
            found.append((column, f"{text} – {option.text(language)}", one))
    return found


def _rule(name: str, field: Field | None, language: str, lists: Any, k: int) -> dict[str, Any]:
    """What may be typed into a column; {} for anything."""
    if name == "form_language":
        return {"validate": "list", "source": ["kaa", "uz", "ru", "en"], "ignore_blank": True}
    if field is None or field.scale == "text":
        return {}
    if field.scale == "multiple":
        return {"validate": "list", "source": [TICK], "ignore_blank": True}
    if field.categories:
        shown = _choices(field, language)
        lists.write_column(0, k, shown)
        letters = _letters(k)
        source = f"=lists!${letters}$1:${letters}${len(shown)}"
        return {"validate": "list", "source": source, "ignore_blank": True}
    if field.scale == "interval":
        return {
            "validate": "integer" if field.type == "integer" else "decimal",
            "criteria": "between",
            "minimum": -1e9 if field.minimum is None else field.minimum,
            "maximum": 1e9 if field.maximum is None else field.maximum,
        }
    return {}


def _choices(field: Field, language: str) -> list[Any]:
    """The answers as they are typed: labels where each is another, and codes."""
    codes = (*field.categories, *field.missing)
    labels = [one.text(language) for one in codes]
    values = [one.value for one in codes]
    if len(set(labels)) < len(labels):
        return values
    # below the labels, so that a list lets a code be typed, which is quicker
    return [*labels, *(value for value in values if str(value) not in labels)]


def _letters(number: int) -> str:
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
