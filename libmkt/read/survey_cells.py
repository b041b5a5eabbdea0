"""A survey's file as rows of text, whatever program wrote it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.grids import Grid, sheets
from libmkt.read.survey_format import Format
from libmkt.text.months import month_number

STATISTICS: Final = frozenset({".sav", ".zsav", ".por", ".dta"})
_PAGES: Final = ("cp1252", "cp1251", "latin-1")  # that programs take UTF-8 for


def _pair(page: str) -> str:
    """Two bytes that begin a letter in UTF-8, as a page shows them: Ã©, РљР, в„ of №, К» of ʻ."""
    begin = bytes(range(0xC2, 0xF0)).decode(page)
    after = bytes(range(0x80, 0xC0)).decode(page, errors="ignore")
    return f"[{begin}][{re.escape(after)}]"


_TWICE = re.compile("|".join(map(_pair, _PAGES)))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}( 00:00:00)?")
_RANGE = re.compile(r"\D{0,12}\d{1,3}\s*([-–—/+]|\D*$)")  # 15-24, 65+, under 18
_LOST = re.compile(r"\?{3,}")


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: its cells as text, "" where empty; row 0 is row 1 of the file."""

    name: str
    rows: list[list[str]]


def sheets_of(path: Path, content: bytes, form: Format, sheet: str | None) -> list[Sheet]:
    """All sheets of a workbook, or the one of a text file.

    Parameters
    ----------
    path, content
        The file; its bytes say what it is.
    form
        Encoding and sheet, where the format says them.
    sheet
        Name or pattern of a sheet; wins.

    Raises
    ------
    DataError
        The file is no table.
    """
    wanted = sheet or form.sheet or "*"
    try:
        grids = sheets(path, content, encoding=form.encoding, sheet=wanted)
    except DataError as error:
        summary = Message(N_("{file} cannot be read as a survey"), {"file": path.name})
        raise DataError(summary, error.problems, error.hints) from None
    return [_sheet(grid) for grid in grids]


def _sheet(grid: Grid) -> Sheet:
    return Sheet(grid.sheet, [[text_of(cell) for cell in row] for row in grid.rows])


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without decimals, dates as ISO 8601 writes them.

    >>> text_of(5.0), text_of(2.5), text_of(dt.datetime(2026, 9, 5)), text_of(True), text_of(None)
    ('5', '2.5', '2026-09-05', '1', '')
    """
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").strip(" \t\r\n\u00a0\ufeff") if cell else ""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        shown = cell.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(" 00:00:00")
    return str(cell)


def mended(text: str) -> str:
    """The text with letters put back that were decoded in a wrong code page, if all can be.

    >>> mended("Ð\u0094Ð°"), mended("cafÃ©"), mended("РљР°Рє"), mended("Ñ in Niño")
    ('Да', 'café', 'Как', 'Ñ in Niño')
    >>> mended("в„–"), mended("15вЂ“24"), mended("YoК»q"), mended("«Парк»")
    ('№', '15–24', 'Yoʻq', '«Парк»')
    """
    if not _TWICE.search(text):
        return text
    for page in _PAGES:
        try:
            return text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
    # undefined bytes of cp1252 were kept as control signs
    try:
        return b"".join(
            letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")
            for letter in text
        ).decode("utf-8")
    except UnicodeError:
        return text


def spoiled(text: str) -> bool:
    """Whether letters of a text are lost for good: ``?????`` where a word stood.

    >>> spoiled("??????? ?????"), spoiled("Really???"), spoiled("Why?")
    (True, False, False)
    """
    if not _LOST.search(text):
        return False
    letters = sum(letter.isalpha() for letter in text)
    return text.count("?") > letters


def lost_letters(columns: Sequence[tuple[str, Sequence[str]]]) -> list[Problem]:
    """A problem for each column in which letters were lost for good, or saved as others."""
    signs = (
        (spoiled, N_("letters were lost (?) when the file was saved: export it again as UTF-8")),
        (garbled, N_("letters were saved as others (Рљ, Ðš): export the answers again as UTF-8")),
    )
    problems = []
    for heading, cells in columns:
        for sign, what in signs:
            bad = [cell for cell in cells if cell and sign(cell)]
            if bad or sign(heading):
                fields = {"n": len(bad), "value": (bad[0] if bad else heading)[:60]}
                found = Message(N_("{n} answers, first: {value}"), fields)
                problems.append(Problem(heading[:60], Message(what), found))
                break
    return problems


def _after(encoding: str) -> str:
    """The letters that a byte from 0x80 to 0xBF is shown as: the second of a pair in UTF-8."""
    text = bytes(range(0x80, 0xC0)).decode(encoding, errors="ignore") + "\ufffd"
    return f"[{re.escape(text)}]"


# Three letters or more of UTF-8 that a program has read as Windows-1252 or -1251.
_GARBLED = re.compile(f"(?:[ÐÑÒÓÄÅ]{_after('cp1252')}){{3}}|(?:[РСТУ]{_after('cp1251')}){{3}}")


def garbled(text: str) -> bool:
    """Whether UTF-8 was read in an old encoding and saved so.

    >>> garbled("Китап".encode().decode("cp1251")), garbled("Китапхана"), garbled("РСТУФ")
    (True, False, False)
    """
    return bool(_GARBLED.search(text))


def turned_to_dates(columns: Sequence[tuple[str, Sequence[str]]]) -> list[Problem]:
    """A problem for each column in which Excel made dates of some answers: 10-14, 1/2.

    Told where some answers are dates of a day, or of a day and a month, and others are none.
    """
    problems = []
    for heading, cells in columns:
        answers = set(filter(None, cells))
        dates = {one for one in answers if _made_date(one)}
        ranges = [one for one in answers - dates if _RANGE.match(one)]
        if dates and ranges:
            first = next(cell for cell in cells if cell in dates)
            what = N_("a date where an answer belongs: Excel turned it into one (10-14?)")
            found = Message(N_("found: {value}"), {"value": first})
            problems.append(Problem(heading[:60], Message(what), found))
    return problems


def _made_date(text: str) -> bool:
    """Whether a text is what Excel makes of 10-14 or 1/2: a date, 14.okt, Oct-14."""
    if _DAY.fullmatch(text):
        return True
    parts = re.split(r"[-. ]", text.rstrip("."))
    return len(parts) == 2 and any(
        part.isalpha() and month_number(part) is not None and other.isdecimal()
        for part, other in (parts, parts[::-1])
    )
