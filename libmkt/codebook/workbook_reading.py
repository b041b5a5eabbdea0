"""A codebook read back from its workbook: the same codebook, mistakes told by cell."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from libmkt.codebook import replication
from libmkt.codebook.checks import Fault, faults
from libmkt.codebook.records import Category, Codebook, Condition, Field, Texts, Value
from libmkt.codebook.values import Say
from libmkt.codebook.workbook import KINDS, PLAIN
from libmkt.errors import N_, DataError, Message, Problem, why


def read(path: Path | str) -> Codebook:
    """Read a codebook from the workbook that `write` made, or that people filled in.

    Raises
    ------
    DataError
        It is no such workbook, or says what a codebook cannot: each mistake with its cell
        (``fields!C7``).
    """
    path = Path(path)
    sheets = _sheets(path)
    problems: list[Problem] = []
    told = {str(row[0]): row[1] if len(row) > 1 else "" for row in sheets["survey"] if row}
    languages = tuple(_text(told.get("languages", "")).replace(" ", "").split(","))
    answers = _answers(sheets["answers"], problems)
    fields, rows = _fields(sheets["fields"], answers, problems)
    for name in answers:
        if name not in {one.name for one in fields}:
            cell = answers[name][0][3]
            what = Message(N_("there is no field {name}"), {"name": name})
            problems.append(Problem(cell, what))
    codebook = Codebook(
        tuple(fields),
        _text(told.get("name", "")),
        {key[6:]: _text(text) for key, text in told.items()
         if key.startswith("title:") and _text(text)},
        _text(told.get("wave", "")),
        tuple(filter(None, languages)) or ("en",),
        _text(told.get("source", "")),
        replication.of_rows(told, Say(problems)),
    )  # fmt: skip
    codebook = _typed_routing(codebook)
    if not problems:
        head = [_text(cell) for cell in sheets["fields"][0]]
        problems = [_place(fault, rows, head, answers, codebook) for fault in faults(codebook)]
        problems += [Problem("survey!replicates", what) for what in replication.doubts(codebook)]
    if problems:
        raise DataError(
            Message(
                N_("{file} cannot be used as a codebook: {n} problem"),
                {"file": path.name, "n": len(problems)},
                plural=N_("{file} cannot be used as a codebook: {n} problems"),
            ),
            problems,
        )
    return codebook


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    import python_calamine as calamine

    refused = Message(N_("{file} cannot be read as a codebook"), {"file": path.name})
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                 for name in book.sheet_names}  # fmt: skip
    except OSError as error:
        raise DataError(
            refused, [Problem(path.name, Message("{why}", {"why": why(error)}))]
        ) from None
    except Exception as error:  # calamine raises its own kinds, one a format
        what = Message(N_("the workbook is damaged: {why}"), {"why": str(error)[:100]})
        raise DataError(refused, [Problem(path.name, what)]) from None
    gone = [name for name in ("survey", "fields", "answers") if not found.get(name)]
    if gone:
        what = Message(N_("it has no sheet {name}"), {"name": ", ".join(gone)})
        raise DataError(refused, [Problem(path.name, what)])
    return found


Coded = list[tuple[str, Category, int, str]]  # kind, code, row, cell


def _answers(rows: list[list[Any]], problems: list[Problem]) -> dict[str, Coded]:
    """The codes of each field, in the order of the sheet."""
    head = [_text(cell) for cell in rows[0]]
    found: dict[str, Coded] = defaultdict(list)
    for n, row in enumerate(rows[1:], start=2):
        entry = dict(zip(head, row, strict=False))
        if not any(_text(cell) for cell in row):
            continue
        cell = f"answers!{_column(head, 'code')}{n}"
        code = entry.get("code", "")
        kind = _text(entry.get("kind", "")) or KINDS[0]
        if _text(code) == "":
            problems.append(Problem(cell, Message(N_("expected a code: text or a number"))))
        elif kind not in KINDS:
            what = Message(N_("{name} is not known here; known: {known}"),
                           {"name": kind, "known": ", ".join(KINDS)})  # fmt: skip
            problems.append(Problem(f"answers!{_column(head, 'kind')}{n}", what))
        else:
            label = _texts(entry, "label")
            made = Category(_value(code), label, _text(entry.get("column", "")))
            found[_text(entry.get("field", ""))].append((kind, made, n, cell))
    return dict(found)


def _fields(
    rows: list[list[Any]], answers: dict[str, Coded], problems: list[Problem]
) -> tuple[list[Field], list[int]]:
    """The fields, and the row of each."""
    head = [_text(cell) for cell in rows[0]]
    found, places = [], []
    for n, row in enumerate(rows[1:], start=2):
        if not any(_text(cell) for cell in row):
            continue
        entry = dict(zip(head, row, strict=False))
        texts = {name: _text(entry.get(name, "")) for name in PLAIN}
        codes = answers.get(texts["name"], [])
        of_text = texts["type"] in ("string", "") and texts["scale"] != "multiple"
        categories = [_as_text(code) if of_text else code for kind, code, *_ in codes
                      if kind == KINDS[0]]  # fmt: skip
        scale: Any = texts["scale"] or "nominal"
        kind_of: Any = texts["type"] or "string"
        found.append(
            Field(
                texts["name"],
                scale,
                kind_of,
                _texts(entry, "label"),
                _texts(entry, "wording"),
                _waves(entry),
                tuple(categories),
                tuple(code for kind, code, *_ in codes if kind == KINDS[1]),
                _number(entry, "minimum", head, n, problems),
                _number(entry, "maximum", head, n, problems),
                texts["required"].casefold() in ("yes", "1", "true"),
                _routing(texts["relevant"], f"fields!{_column(head, 'relevant')}{n}", problems),
                texts["battery"],
                texts["role"],
                texts["item"],
                texts["other_of"],
                texts["reverse"].casefold() in ("yes", "1", "true"),
                texts["column"],
            )
        )
        places.append(n)
    return found, places


def _as_text(code: Category) -> Category:
    return Category(str(code.value), code.label, code.column)


def _waves(entry: dict[str, Any]) -> dict[str, Texts]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, cell in entry.items():
        match = re.fullmatch(r"wording:([^@]+)@(.+)", name)
        if match and _text(cell):
            found[match[2]][match[1]] = _text(cell)
    return dict(found)


def _texts(entry: dict[str, Any], kind: str) -> dict[str, str]:
    return {
        name.partition(":")[2]: _text(cell)
        for name, cell in entry.items()
        if name.startswith(f"{kind}:") and "@" not in name and _text(cell)
    }


def _routing(text: str, cell: str, problems: list[Problem]) -> tuple[Condition, ...]:
    """Conditions as `write` says them, joined by "and"."""
    found = []
    for part in re.split(r"\s+and\s+", text) if text else []:
        condition = _condition(" ".join(part.split()))
        if condition is None:
            what = N_("not understood: write FIELD is CODE | CODE, or FIELD from 18 to 29")
            problems.append(
                Problem(cell, Message(what), Message(N_("found: {value}"), {"value": part}))
            )
        else:
            found.append(condition)
    return tuple(found)


def _condition(text: str) -> Condition | None:
    """One condition as the workbook writes it, or None.

    >>> _condition("age from 18 to 29"), _condition("member is not y")
    (Condition(field='age', values=(), low=18.0, high=29.0, negated=False),
     Condition(field='member', values=('y',), low=None, high=None, negated=True))
    """
    chosen = re.fullmatch(r"(\S+) is (not )?(.+)", text)
    if chosen:
        values = tuple(value.strip() for value in chosen[3].split("|"))
        return Condition(chosen[1], values, negated=bool(chosen[2]))
    span = re.fullmatch(r"(\S+)( not)?(?: from (-?[\d.]+))?(?: to (-?[\d.]+))?", text)
    if span and (span[3] or span[4]):
        low, high = (float(one) if one else None for one in (span[3], span[4]))
        return Condition(span[1], (), low, high, bool(span[2]))
    return None


def _typed_routing(codebook: Codebook) -> Codebook:
    """Codes of conditions as the fields that they ask have them: 1, not "1"."""
    known = {
        one.name: {str(code.value): code.value for code in (*one.categories, *one.missing)}
        for one in codebook.fields
    }
    fields = []
    for one in codebook.fields:
        routing = tuple(
            replace(c, values=tuple(known.get(c.field, {}).get(str(v), v) for v in c.values))
            for c in one.relevant
        )
        fields.append(replace(one, relevant=routing))
    return replace(codebook, fields=tuple(fields))


def _place(
    fault: Fault, rows: list[int], head: list[str], answers: dict[str, Coded], book: Codebook
) -> Problem:
    """A contradiction with the cell in which it stands."""
    name = book.fields[fault.field].name
    if fault.part in ("categories", "missing") and fault.entry is not None:
        kind = KINDS[fault.part == "missing"]
        cells = [cell for k, _code, _row, cell in answers.get(name, []) if k == kind]
        return Problem(cells[fault.entry], fault.what)
    part = fault.part if fault.part in head else "name"
    column = next((one for one in head if one.partition(":")[0] == fault.part), part)
    return Problem(f"fields!{_column(head, column)}{rows[fault.field]}", fault.what)


def _number(
    entry: dict[str, Any], name: str, head: list[str], row: int, problems: list[Problem]
) -> float | None:
    cell = entry.get(name, "")
    if _text(cell) == "":
        return None
    try:
        number = float(_text(cell).replace(",", "."))
    except ValueError:
        found = Message(N_("found: {value}"), {"value": _text(cell)})
        problems.append(
            Problem(f"fields!{_column(head, name)}{row}", Message(N_("expected a number")), found)
        )
        return None
    return int(number) if number.is_integer() else number


def _column(head: list[str], name: str) -> str:
    """The letter of a column of the sheet."""
    number = head.index(name) if name in head else 0
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip() if cell is not None else ""


def _value(cell: Any) -> Value:
    """A code as it was typed: a number where the cell holds one."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return _text(cell)
    return int(cell) if float(cell).is_integer() else float(cell)
