"""Figures as cells show them: blanks and commas in thousands, decimal commas, per cent, stars."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from libmkt.text.fold import plain, search_key

Decimal = Literal[".", ","]
_BLANKS = re.compile("[\\s\u00a0\u202f\u2007\u2009\ufeff'’]")
_PLAIN = re.compile(r"[-+−]?(\d+|\d*\.\d+|\d+\.)([eE][-+]?\d+)?")
_GROUPED = re.compile("[-+−]?\\d{1,3}([\\s\u00a0\u202f\u2007\u2009'’]\\d{3})+([.,]\\d+)?")
_COMMAS = re.compile(r"[-+−]?\d{1,3}(,\d{3})+(\.\d+)?")
_DOTS = re.compile(r"[-+−]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[-+−]?\d{1,3}(\.\d{3})+,\d+")
_ONE_DOT = re.compile(r"[-+−]?[1-9]\d{0,2}\.\d{3}")  # 1.204: thousands or decimals
_DECIMAL_DOT = re.compile(r"[-+−]?\d*\.\d+")
_DECIMAL_COMMA = re.compile(r"[-+−]?\d+,\d+")
_MARKS = re.compile(r"\s*[*†‡¹²³]+$|\s*\(\d\)$")
_DASHES = {"-", "--", "–", "—", "―", "...", "…", "..", ".", "n/a", "#n/a"}
_NO_DATA = {"na", "nan", "null", "none", "n a", "no data", "nd", "net dannih", "n d", "net",
            "magliwmat joq", "malumot yoq", "not available", "not reported", "x"}  # fmt: skip

# What became of a cell.
KEPT: Final = ""
EMPTY: Final = "empty"
NO_DATA: Final = "no_data"
TEXT: Final = "not_a_number"


@dataclass(frozen=True)
class Figure:
    """One cell as a figure.

    `fate` is KEPT, EMPTY, NO_DATA or TEXT; `value` is 0 unless kept.  `repaired`: it was
    text with marks of thousands, a decimal comma, or a number kept as text in a workbook.
    """

    value: float = 0.0
    fate: str = KEPT
    repaired: bool = False
    starred: bool = False  # a footnote mark stood behind it
    percent: bool = False  # a % sign stood behind it; the value is a share


def figure(cell: Any, *, decimal: Decimal = ".", typed: bool = False) -> Figure:
    """The figure that a cell holds.

    Parameters
    ----------
    cell
        A number, a bool, a date or text.
    decimal
        What parts the decimals where a comma with three digits could be either.
    typed
        The cell comes from a workbook, where a number kept as text is a repair.

    Examples
    --------
    >>> figure("623,148").value, figure("12 345,5").value, figure("39%").value
    (623148.0, 12345.5, 0.39)
    >>> figure("0,125", decimal=",").value, figure(" 0").value, figure("1 234*").starred
    (0.125, 0.0, True)
    >>> figure("–").fate, figure("").fate, figure("closed").fate
    ('no_data', 'empty', 'not_a_number')
    """
    if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
        return Figure(fate=TEXT)
    if isinstance(cell, (int, float)):
        return Figure(fate=NO_DATA) if cell != cell else Figure(float(cell))
    if cell is None:
        return Figure(fate=EMPTY)
    text = str(cell).strip().strip("\u00a0\u202f\ufeff\u00ad").strip()
    if not text:
        return Figure(fate=EMPTY)
    if decimal == "," and _ONE_DOT.fullmatch(text):
        return _kept(text.replace(".", ""), repaired=True)
    if _PLAIN.fullmatch(text):
        return _kept(text, repaired=typed)
    if text.lower() in _DASHES or search_key(text) in _NO_DATA:
        return Figure(fate=NO_DATA)
    return _marked(text, decimal)


def _marked(text: str, decimal: Decimal) -> Figure:
    """A figure with thousands, decimal comma, per cent or footnote marks."""
    text = plain(text)  # marks of writing direction are no part of a figure
    bare = _MARKS.sub("", text)
    starred = bare != text
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    if bare[:1] in ("'", "’") and bare[1:2].isdigit():
        bare = bare[1:]  # how a spreadsheet is told to keep a number as text
    number: str | None = None
    if _PLAIN.fullmatch(bare):
        number = bare
    elif _GROUPED.fullmatch(bare):
        number = _BLANKS.sub("", bare).replace(",", ".")
    elif _DOTS.fullmatch(bare):
        number = bare.replace(".", "").replace(",", ".")
    elif _COMMAS.fullmatch(bare) and decimal == ".":
        number = bare.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(bare):
        number = bare.replace(",", ".")
    if number is None:
        return Figure(fate=TEXT)
    found = _kept(number, repaired=not percent or "," in bare)
    # 39% is 0.39 to the last digit, not 39 * 0.01
    value = found.value / 100 if percent else found.value
    return Figure(value, KEPT, found.repaired, starred, percent)


def _kept(text: str, *, repaired: bool) -> Figure:
    value = float(text.replace("−", "-"))
    return Figure(value, KEPT, repaired) if abs(value) < 1e300 else Figure(fate=TEXT)


def decimal_sign(cells: Iterable[Any], *, delimiter: str) -> Decimal | None:
    """What parts the decimals in a file's texts; None if both or neither can be told.

    ``623,148`` alone could be thousands or decimals.  Proof of a decimal comma is a comma
    with one, two or more than three digits behind it; proof of thousands is a second comma,
    or a point behind.  Without proof a comma is a thousands' comma in a file parted by
    commas (nobody writes decimals so there), and unsettled in any other.

    ``1.204`` is the same riddle for a point, which a second point or a decimal comma solves
    one way, and any other count of digits behind it the other.

    Examples
    --------
    >>> decimal_sign(["623,148", "1,061,437"], delimiter=",")
    '.'
    >>> decimal_sign(["12,5", "623,148"], delimiter=";")
    ','
    >>> decimal_sign(["623,148"], delimiter=";") is None
    True
    >>> decimal_sign(["1.204", "1.204.500"], delimiter=";"), decimal_sign(["1.204"], delimiter=";")
    (',', None)
    """
    comma = point = unsettled = False  # proof of a decimal comma, of a decimal point; doubt
    for cell in cells:
        if not isinstance(cell, str) or not ("," in cell or "." in cell):
            continue
        bare = _MARKS.sub("", cell.strip()).removesuffix("%").strip()
        if _COMMAS.fullmatch(bare):
            sure = bare.count(",") > 1 or "." in bare
            point |= sure
            unsettled |= not sure
        elif _DOTS.fullmatch(bare):
            comma = True
        elif _ONE_DOT.fullmatch(bare):
            unsettled = True
        elif _DECIMAL_COMMA.fullmatch(bare) or (_GROUPED.fullmatch(bare) and "," in bare):
            comma = True
        elif _DECIMAL_DOT.fullmatch(bare):
            point = True
    if comma and point:
        return None
    if comma:
        return ","
    return "." if point or not unsettled or delimiter == "," else None
