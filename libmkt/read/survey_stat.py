"""SPSS and Stata files: answers with the labels, scales and missing codes that they carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt.codebook.draft import Asked
from libmkt.codebook.guess import CHOICES, SCALE_TO
from libmkt.codebook.records import UNKNOWN, Category, Codebook, Field, Value
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.private import redacted
from libmkt.read.survey_cells import text_of

if TYPE_CHECKING:
    import pandas as pd


def statistics(path: Path) -> tuple[list[Asked], Codebook]:
    """Columns and codebook of an SPSS (.sav, .zsav, .por) or Stata (.dta) file.

    Parameters
    ----------
    path
        The file; its ending says what it is.

    Returns
    -------
    tuple
        The columns as text (codes, not labels), and a field for each: value labels are its
        answers, user-missing values its codes of no answer.

    Raises
    ------
    DataError
        The file is damaged, or is something else.
    """
    import pyreadstat

    reader: Any = {".dta": pyreadstat.read_dta, ".por": pyreadstat.read_por}.get(
        path.suffix.lower(), pyreadstat.read_sav
    )
    more = {} if path.suffix.lower() == ".por" else {"user_missing": True}
    try:
        table, meta = reader(str(path), apply_value_formats=False, **more)
    except Exception as error:  # the library raises its own kinds, one a format
        summary = Message(N_("{file} cannot be read as a survey"), {"file": path.name})
        what = Message(
            N_("the file is damaged or of another kind: {why}"), {"why": str(error)[:200]}
        )
        raise DataError(summary, [Problem(path.name, what)]) from None
    asked = []
    fields = []
    for name in table.columns:
        cells = _cells(table[name])
        label = (meta.column_names_to_labels.get(name) or "").strip()
        asked.append(Asked(name, cells, name=name, wording=label))
        fields.append(_field(name, label, cells, table[name], meta))
    title = {UNKNOWN: meta.file_label} if getattr(meta, "file_label", None) else {}
    return asked, Codebook(
        tuple(fields), path.stem, title, languages=(UNKNOWN,), source=path.suffix[1:].lower()
    )


def _cells(column: pd.Series) -> list[str]:
    return [text_of(value) for value in column.tolist()]


def _field(name: str, label: str, cells: Sequence[str], column: pd.Series, meta: Any) -> Field:
    labels: Mapping[Any, str] = meta.variable_value_labels.get(name, {})
    none = _none(name, cells, labels, meta)
    seen = [cell for cell in Counter(cells) if cell and cell not in none]
    wording = {UNKNOWN: label} if label else {}
    missing = tuple(
        Category(_value(code), {UNKNOWN: text} if text else {}) for code, text in none.items()
    )
    answers = {text_of(code): text.strip() for code, text in labels.items()
               if text_of(code) not in none}  # fmt: skip
    kind, scale = _kind(column, seen)
    loose = [cell for cell in seen if cell not in answers]
    if scale == "date" or not answers or (loose and _is_measure(loose, answers)):
        if kind == "string" and not answers:
            offered = len(seen) <= CHOICES and len(cells) >= 5 * len(seen) > 0
            offered = offered and not any(redacted(cell)[1] for cell in seen)
            codes = tuple(Category(cell) for cell in sorted(seen)) if offered else ()
            return Field(name, "nominal" if offered else "text", "string", wording=wording,
                         categories=codes, missing=missing)  # fmt: skip
        return Field(name, scale, kind, wording=wording, missing=missing)
    values = sorted({*answers, *loose}, key=lambda cell: _order(cell))
    whole = all(isinstance(_value(value), int) for value in values)
    codes = tuple(
        Category(
            _value(value) if whole else value,
            {UNKNOWN: answers[value]} if answers.get(value) else {},
        )
        for value in values
    )
    ordered = meta.variable_measure.get(name) == "ordinal" if meta.variable_measure else False
    return Field(name, "ordinal" if ordered else "nominal", "integer" if whole else "string",
                 wording=wording, categories=codes, missing=missing)  # fmt: skip


def _is_measure(loose: Sequence[str], answers: Mapping[str, str]) -> bool:
    """Whether labels name only some values of a measure: 0 "none" among numbers of visits."""
    numbers = [_order(cell)[0] for cell in loose]
    return len(loose) > len(answers) and max(numbers) > SCALE_TO


def _none(name: str, cells: Sequence[str], labels: Mapping[Any, str], meta: Any) -> dict[str, str]:
    """User-missing codes, with their labels: those of ranges as far as they occur."""
    known = {text_of(code): text.strip() for code, text in labels.items()}
    found: dict[str, str] = {}
    for span in meta.missing_ranges.get(name, []):
        low, high = span["lo"], span["hi"]
        if isinstance(low, str):
            found[low] = known.get(low, "")
            continue
        for cell in {*known, *cells}:
            if cell and low <= _order(cell)[0] <= high:
                found[cell] = known.get(cell, "")
    for code in meta.missing_user_values.get(name, []):
        found[text_of(code)] = known.get(text_of(code), "")
    return dict(sorted(found.items(), key=lambda pair: _order(pair[0])))


def _kind(column: pd.Series, seen: Sequence[str]) -> tuple[Any, Any]:
    import pandas as pd

    values = [value for value in column.tolist() if value is not None and value == value]
    if values and all(hasattr(value, "isoformat") for value in values):
        return ("datetime" if any(" " in cell for cell in seen) else "date"), "date"
    if pd.api.types.is_numeric_dtype(column) or (seen and all(_is_number(c) for c in seen)
                                                 and not _all_text(column)):  # fmt: skip
        whole = all("." not in cell and "e" not in cell for cell in seen)
        return ("integer" if whole else "number"), "interval"
    return "string", "text"


def _all_text(column: pd.Series) -> bool:
    return all(isinstance(value, str) for value in column.dropna().tolist())


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _value(cell: str) -> Value:
    if not _is_number(cell):
        return cell
    number = float(cell)
    return int(number) if number.is_integer() else number


def _order(cell: str) -> tuple[float, str]:
    return (float(cell), "") if _is_number(cell) else (float("inf"), cell)
