"""A calendar of reports: a table with a row a report, as people keep it in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from libmkt import words, yamlfile
from libmkt.errors import N_, DataError, Message, Problem, why
from libmkt.library import Format
from libmkt.reporting.runfile import Asked, Given, RunFile
from libmkt.text.fold import search_key

KINDS = (".xlsx", ".csv")
_LARGEST = 2_000_000  # bytes; a thousand rows have a tenth of it
_UNPACKED = 50_000_000  # bytes that a workbook may come to when it is unpacked
MOST = 20_000  # rows

# Headings as people write them; anything else is the name of a parameter.
HEADINGS = {
    "run": ("run", "name", "atı", "nomi", "название", "имя"),
    "report": ("report", "esabat", "hisobot", "отчет", "отчёт"),
    "period": ("period", "dáwir", "davr", "период"),
    "language": ("language", "til", "тил", "язык"),
    "to": ("formats", "format", "to", "formatlar", "форматы", "формат"),
    "needs": ("needs", "kerek", "kerak", "нужно"),
    "until": ("until", "deyin", "gacha", "до"),
    "active": ("active", "belsendi", "faol", "действует", "активен"),
}
# as a person writes them; the letters of both scripts are folded before they are compared
_YES = {"yes", "y", "true", "1", "x", "+", "awa", "ha", "да"}
_NO = {"no", "n", "false", "0", "-", "yaq", "joq", "yoq", "нет"}


@dataclass
class Calendar:
    """The rows of a calendar: those to be made, those left out, and what is wrong."""

    runs: list[Asked] = field(default_factory=list)
    left: list[tuple[str, Message]] = field(default_factory=list)  # run, and why it is left out
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Cell:
    value: Any  # text, number, bool, date or None
    where: str  # calendar.xlsx B7
    formula: bool = False
    month: bool = False  # a date that is shown without its day

    @property
    def text(self) -> str:
        """The cell as a person reads it."""
        value = self.value
        if isinstance(value, dt.datetime | dt.date):
            day = value.date() if isinstance(value, dt.datetime) else value
            return f"{day:%Y-%m}" if self.month else day.isoformat()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else str(value).strip()


def read(path: Path, *, as_of: dt.date) -> Calendar:
    """The runs of a calendar.

    Parameters
    ----------
    path
        An .xlsx or .csv file. Its first row names the columns, in any of the four
        languages: run, report, period, language, formats, needs, until, active; any other
        heading is the name of a parameter. An empty cell leaves the default.
    as_of
        A row whose `until` lies before this day is left out, as one that is not active.

    Returns
    -------
    Calendar
        With what is wrong by cell (``calendar.xlsx B7``); nothing is raised here.
    """
    found = Calendar()
    try:
        rows = [row for row in _rows(path) if any(cell.text or cell.formula for cell in row)]
    except DataError as error:
        found.problems = [*error.problems] or [Problem(path.name, error.summary)]
        return found
    if not rows:
        found.problems.append(Problem(path.name, Message(N_("the calendar is empty"))))
        return found
    head = _head(rows[0], found.problems)
    if "report" not in head.values():
        known = ", ".join(cell.text for cell in rows[0])
        found.problems.append(
            Problem(
                rows[0][0].where,
                Message(N_("the calendar has no column {name}"), {"name": "report"}),
                Message(N_("found: {known}"), {"known": known[:300]}),
            )
        )
        return found
    if len(rows) > MOST:
        what = Message(N_("more rows than {most:n0}"), {"most": MOST})
        found.problems.append(Problem(path.name, what))
        return found
    for row in rows[1:]:
        cells = {head[i]: cell for i, cell in enumerate(row) if i in head}
        _row(cells, as_of, found)
    return found


def _head(row: list[_Cell], problems: list[Problem]) -> dict[int, str]:
    """Columns and what they hold, from the headings."""
    known = {search_key(name): role for role, names in HEADINGS.items() for name in names}
    found: dict[int, str] = {}
    for i, cell in enumerate(row):
        if not cell.text:
            continue
        name = known.get(search_key(cell.text), cell.text)
        if name in found.values():
            what = Message(N_("{name} stands here twice"), {"name": cell.text})
            problems.append(Problem(cell.where, what))
        found[i] = name
    return found


def _row(cells: Mapping[str, _Cell], as_of: dt.date, found: Calendar) -> None:
    formulas = [cell for cell in cells.values() if cell.formula]
    if formulas:
        what = Message(N_("a formula stands here: write its result"))
        found.problems += [Problem(cell.where, what, _found(cell)) for cell in formulas]
        return
    filled = {name: cell for name, cell in cells.items() if cell.text}
    report = filled.get("report")
    if report is None:
        first = next(iter(filled.values()))
        found.problems.append(Problem(first.where, Message(N_("this row names no report"))))
        return
    name = filled["run"].text if "run" in filled else report.text
    why = _left_out(filled, as_of, found.problems)
    if why is not None:
        found.left.append((name, why))
        return
    languages = _of(filled, "language", words.LANGUAGES, found.problems)
    formats = _of(filled, "to", get_args(Format), found.problems)
    needs = _parts(filled["needs"].text) if "needs" in filled else []
    content = RunFile.model_construct(
        report=report.text, language=languages, to=formats, needs=needs,
        set={}, matrix={}, prepare=None,
    )  # fmt: skip
    own = {n: c for n, c in filled.items() if n not in HEADINGS or n == "period"}
    given = {n: Given(c.value if _is_plain(c) else c.text, c.text, c.where) for n, c in own.items()}
    places = {n: c.where for n, c in filled.items()}
    found.runs.append(Asked(name, report.where, content, given, places=places))


def _left_out(
    cells: Mapping[str, _Cell], as_of: dt.date, problems: list[Problem]
) -> Message | None:
    """Why a row is not made: it is switched off, or its time is over."""
    if "active" in cells:
        if _says(cells["active"].text, _NO):
            return Message(N_("not active"))
        if not _says(cells["active"].text, _YES):
            what = Message(N_("expected yes or no"))
            problems.append(Problem(cells["active"].where, what, _found(cells["active"])))
    if "until" in cells:
        try:
            until = dt.date.fromisoformat(cells["until"].text)
        except ValueError:
            what = Message(N_("expected a day such as 2026-09-05"))
            problems.append(Problem(cells["until"].where, what, _found(cells["until"])))
            return None
        if until < as_of:
            return Message(N_("until {until}"), {"until": until.isoformat()})
    return None


def _says(text: str, known: set[str]) -> bool:
    return text.lower() in known or search_key(text) in {search_key(k) for k in known} - {""}


def _of(
    cells: Mapping[str, _Cell], name: str, known: tuple[str, ...], problems: list[Problem]
) -> list[str]:
    """The parts of a cell, each of them one of the known."""
    if name not in cells:
        return []
    given = [part.lower() for part in _parts(cells[name].text)]
    expected = Message(N_("expected one of {known}"), {"known": ", ".join(known)})
    for part in given:
        if part not in known:
            meant = yamlfile.nearest(part, known)
            hint = (
                Message(N_("did you mean {meant}?"), {"meant": meant})
                if meant
                else Message(N_("found: {value}"), {"value": part[:80]})
            )
            problems.append(Problem(cells[name].where, expected, hint))
    return list(dict.fromkeys(given))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _is_plain(cell: _Cell) -> bool:
    return isinstance(cell.value, bool | int)


def _found(cell: _Cell) -> Message:
    return Message(N_("found: {value}"), {"value": cell.text[:80]})


def _rows(path: Path) -> Iterator[list[_Cell]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refusal(path, N_("cannot be read: {why}"), why=why(error)) from None
    if len(content) > _LARGEST:
        raise _refusal(path, N_("larger than two megabytes"))
    return _from_csv(path, content) if path.suffix.lower() == ".csv" else _from_xlsx(path, content)


def _from_csv(path: Path, content: bytes) -> Iterator[list[_Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refusal(path, N_("not UTF-8 text: save it as CSV UTF-8")) from None
    sign = max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        for i, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign), 1):
            yield [
                # a cell that begins so is a formula as soon as a spreadsheet opens the file
                _Cell(value, f"{path.name} {_letters(j)}{i}", formula=value.startswith("="))
                for j, value in enumerate(row)
            ]
    except csv.Error as error:
        raise _refusal(path, N_("not a table: {why}"), why=str(error)) from None


def _from_xlsx(path: Path, content: bytes) -> Iterator[list[_Cell]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
                raise _refusal(path, N_("the workbook is too large when it is unpacked"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise _refusal(path, N_("the workbook is damaged: {why}"), why=why) from None
    for i, row in enumerate(book.worksheets[0].iter_rows(max_row=MOST + 2, max_col=200), 1):
        yield [
            _Cell(
                cell.value,
                f"{path.name} {_letters(j)}{i}",
                formula=cell.data_type == "f",
                month=bool(getattr(cell, "is_date", False))
                and "d" not in re.sub(r"\[[^\]]*\]", "", str(cell.number_format)).lower(),
            )
            for j, cell in enumerate(row)
        ]


def _letters(index: int) -> str:
    """The name of a column, from 0.

    >>> _letters(0), _letters(26)
    ('A', 'AA')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _refusal(path: Path, what: str, **fields: Any) -> DataError:
    summary = Message(N_("{file} cannot be read"), {"file": path.name})
    return DataError(summary, [Problem(path.name, Message(what, fields))])
