"""An XLSForm (KoboToolbox, ODK) as a codebook: question texts, answers, routing of an export.

Sheets survey, choices and settings as xlsform.org describes them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from libmkt.codebook.records import UNKNOWN, Category, Codebook, Condition, Field, Texts
from libmkt.codebook.values import typed
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.survey_cells import text_of
from libmkt.text.fold import plain

Row = dict[str, str]
_LANGUAGE = re.compile(r"label(?:::?\s*(?P<name>[^()]*?)\s*(?:\((?P<code>[A-Za-z-]+)\))?)?")
_TYPES: Final = {
    "integer": ("interval", "integer"), "int": ("interval", "integer"),
    "decimal": ("interval", "number"), "range": ("interval", "number"),
    "text": ("text", "string"), "barcode": ("text", "string"), "time": ("text", "string"),
    "date": ("date", "date"), "today": ("date", "date"), "datetime": ("date", "datetime"),
    "dateTime": ("date", "datetime"), "acknowledge": ("nominal", "string"),
}  # fmt: skip
_TERM = re.compile(
    r"\$\{(?P<name>[^}]+)\}\s*(?P<sign>!=|>=|<=|=)\s*['\"]?(?P<value>[^'\"()]*?)['\"]?"
)
_CHOSEN = re.compile(r"selected\(\s*\$\{(?P<name>[^}]+)\}\s*,\s*['\"](?P<value>[^'\"]+)['\"]\s*\)")
_LIMIT = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")


def own_form(path: Path) -> Path:
    """Where the XLSForm of a file of answers lies: NAME.form.xlsx."""
    return path.with_name(path.stem + ".form.xlsx")


def forms_beside(path: Path) -> list[Path]:
    """The workbooks of the folder that are XLSForms by their sheets."""
    others = [one for one in sorted(path.parent.glob("*.xlsx"))
              if one != path and not one.name.startswith("~$")]  # fmt: skip
    return [one for one in others if {"survey", "choices"} <= set(_names(one))]


def _names(path: Path) -> list[str]:
    import python_calamine as calamine

    try:
        return list(calamine.CalamineWorkbook.from_path(str(path)).sheet_names)
    except Exception:  # calamine raises its own kinds: what cannot be opened is no form
        return []


def form(path: Path) -> Codebook:
    """The codebook of an XLSForm.

    Questions of repeated groups are left out: their answers stand on sheets of their own.
    Routing is taken where it compares other answers with values.

    Raises
    ------
    DataError
        It is no XLSForm.
    """
    if not {"survey", "choices"} <= set(_names(path)):
        raise _refused(path, Message(N_("it has no sheet {name}"), {"name": "survey, choices"}))
    try:
        return _codebook(path)
    except KeyError as error:  # a question, or a list of answers, without its column "name"
        missing = Message(N_("column is missing"))
        raise _refused(path, missing, where=str(error.args[0])) from None


def _refused(path: Path, what: Message, *, where: str = "") -> DataError:
    summary = Message(N_("{file} cannot be read as an XLSForm"), {"file": path.name})
    return DataError(summary, [Problem(where or path.name, what)])


def _codebook(path: Path) -> Codebook:
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_path(str(path))
    sheets = {name: _rows(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names
              if name in ("survey", "choices", "settings")}  # fmt: skip
    settings = next(iter(sheets.get("settings", [])), {})
    main = _code(settings.get("default_language", "")) or UNKNOWN
    choices = _choices(sheets["choices"], main)
    fields = _fields(sheets["survey"], choices, main)
    known = {one.name: one for one in fields}
    fields = [replace(one, relevant=_routing(text, known)) for one, text in
              zip(fields, _relevant(sheets["survey"], known), strict=True)]  # fmt: skip
    languages = tuple(dict.fromkeys([main, *(key for one in fields for key in one.wording)]))
    title = settings.get("form_title", "")
    return Codebook(tuple(fields), settings.get("form_id", "") or path.stem,
                    {main: title} if title else {}, "", languages, "kobo")  # fmt: skip


def _rows(cells: Sequence[Sequence[Any]]) -> list[Row]:
    if not cells:
        return []
    head = [plain(text_of(cell)) for cell in cells[0]]
    rows = [dict(zip(head, map(text_of, row), strict=False)) for row in cells[1:]]
    return [row for row in rows if any(row.values())]


def _code(text: str) -> str:
    """The code of a language: ru of "Русский (ru)"; "" where none is said.

    >>> _code("Русский (ru)"), _code("kaa"), _code("English")
    ('ru', 'kaa', '')
    """
    found = re.search(r"\(([A-Za-z]{2,3})\)\s*$", text) or re.fullmatch(r"([a-z]{2,3})", text)
    return found[1] if found else ""


def _labels(row: Row, main: str) -> Texts:
    found = {}
    for head, text in row.items():
        match = _LANGUAGE.fullmatch(head)
        if match and plain(text):
            found[match["code"] or _code(match["name"] or "") or main] = plain(text)
    return found


def _choices(rows: list[Row], main: str) -> dict[str, tuple[Category, ...]]:
    found: defaultdict[str, list[Category]] = defaultdict(list)
    for row in rows:
        name = row.get("list_name") or row.get("list name") or ""
        if name and row.get("name") and row["name"] not in [c.value for c in found[name]]:
            found[name].append(Category(row["name"], _labels(row, main)))
    return {name: tuple(codes) for name, codes in found.items()}


def _asked(rows: list[Row]) -> list[tuple[Row, str]]:
    """The rows that are questions outside repeated groups, each with the grid it stands in."""
    found = []
    groups: list[tuple[str, str]] = []
    for row in rows:
        kind = " ".join(row.get("type", "").replace("_", " ").split()[:2])
        if kind in ("begin group", "begin repeat"):
            grid = row.get("name", "") if "table-list" in row.get("appearance", "") else ""
            groups.append((kind, grid))
        elif kind in ("end group", "end repeat"):
            groups = groups[:-1]
        elif all(one != "begin repeat" for one, _ in groups) and _type(row):
            found.append((row, next((grid for _, grid in reversed(groups) if grid), "")))
    return found


def _type(row: Row) -> tuple[str, str, str]:
    """Scale, type and list of choices of a row; () of ones that ask nothing."""
    words = row.get("type", "").split()
    first = words[0] if words else ""
    if first in ("select_one", "select_multiple", "rank") and len(words) > 1:
        scale = {"select_one": "nominal", "select_multiple": "multiple"}.get(first, "text")
        return scale, "string", words[1]
    return (*_TYPES[first], "") if first in _TYPES else ()  # type: ignore[return-value]


def _fields(rows: list[Row], choices: dict[str, tuple[Category, ...]], main: str) -> list[Field]:
    found: list[Field] = []
    for row, grid in _asked(rows):
        scale, kind, listed = _type(row)
        labels = _labels(row, main)
        limits = {sign: float(text) for sign, text in _LIMIT.findall(row.get("constraint", ""))}
        made: Any = {"scale": scale, "type": kind, "categories": choices.get(listed, ())}
        found.append(
            Field(
                row["name"], **made, wording=labels, battery=grid,
                minimum=limits.get(">="), maximum=limits.get("<="),
                required=row.get("required", "").casefold() in ("yes", "true", "true()", "1"),
            )
        )  # fmt: skip
        if row.get("type", "").split()[-1:] == ["or_other"]:
            found.append(Field(f"{row['name']}_other", "text", role="other", other_of=row["name"]))
    return [_numbered(one) for one in found]


def _numbered(one: Field) -> Field:
    """Answers whose codes are figures as numbers: 1, 2 ... instead of "1", "2"."""
    if one.scale != "nominal" or not one.categories:
        return one
    if not all(re.fullmatch(r"-?[1-9]\d{0,8}|0", str(code.value)) for code in one.categories):
        return one
    whole = tuple(replace(code, value=int(code.value)) for code in one.categories)
    return replace(one, type="integer", categories=whole)


def _relevant(rows: list[Row], known: dict[str, Field]) -> list[str]:
    """The routing of each field, in their order; that of "other" is its question's."""
    said = {row["name"]: row.get("relevant", "") for row, _grid in _asked(rows)}
    return [said.get(one.other_of or one.name, "") for one in known.values()]


def _routing(text: str, known: dict[str, Field]) -> tuple[Condition, ...]:
    """The conditions of an equation; none where it says more than they can.

    >>> _routing("${member} = 'y' and selected(${uses}, 'wifi')",
    ...          {"member": Field("member"), "uses": Field("uses", "multiple")})[1].values
    ('wifi',)
    """
    found = []
    for part in re.split(r"\s+and\s+", text.strip()) if text.strip() else []:
        terms = [_term(term.strip().strip("()") if "selected" not in term else term.strip())
                 for term in re.split(r"\s+or\s+", part)]  # fmt: skip
        one = _condition(terms, known)
        if one is None:
            return ()
        found.append(one)
    return tuple(found)


def _term(text: str) -> tuple[str, str, str] | None:
    """Name, sign and value of one comparison; None if it is another."""
    if match := _CHOSEN.fullmatch(text.strip("() ") + (")" if "selected(" in text else "")):
        return match["name"], "=", match["value"]
    match = _TERM.fullmatch(text)
    return (match["name"], match["sign"], match["value"].strip()) if match else None


def _condition(
    terms: Sequence[tuple[str, str, str] | None], known: dict[str, Field]
) -> Condition | None:
    told = [term for term in terms if term is not None]
    names, signs = {name for name, *_ in told}, {sign for _, sign, _ in told}
    if len(told) != len(terms) or len(names) != 1 or not names <= set(known):
        return None
    field = known[names.pop()]
    values = tuple(typed(value, field.type) for *_, value in told)
    if signs == {"="} or (signs == {"!="} and len(told) == 1):
        return Condition(field.name, values, negated=signs == {"!="})
    if len(told) == 1 and signs <= {">=", "<="} and isinstance(values[0], (int, float)):
        low, high = (float(values[0]), None) if signs == {">="} else (None, float(values[0]))
        return Condition(field.name, (), low, high)
    return None
