"""Dates and times as survey programs write them; a day that may be a month is asked for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_ZONE = re.compile(r"\s*(?:GMT|UTC|Z|[+-]\d{2}:?\d{2})(?:[+-]\d{1,2}(?::?\d{2})?)?$")
_SLASHES = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?"
)
_SERIAL = re.compile(r"[1-7]\d{4}([.,]\d+)?")  # days of Excel: 1927 to 2119
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - the programs write no zone
_FRACTION = re.compile(r"(:\d{2})\.\d+$")
# In slashes the order of day and month is the program's; with dots the day stands first.
_DAY_FIRST: Final = "."


@dataclass(frozen=True)
class Moments:
    """A column of dates: what each cell is, and what could not be settled."""

    values: list[dt.datetime | None]
    bad: list[int]  # cells that are no dates
    unclear: bool = False  # which of day and month stands first cannot be told
    serial: int = 0  # cells that held Excel's number of a day


def moments(
    cells: Sequence[str], forms: Iterable[str] = (), *, day_first: bool | None = None,
    never: Iterable[str] = (),
) -> Moments:  # fmt: skip
    """The dates of one column.

    Parameters
    ----------
    cells
        As the file shows them; "" is none.
    forms
        Formats that the program is known to write, as `datetime.strptime` has them.
    day_first
        Whether 5/10 is the fifth of October; None lets the column decide: some cell must
        have a day above 12.
    never
        What the program writes where there is no date.

    Returns
    -------
    Moments
        Times are as the program wrote them, without a zone.

    Examples
    --------
    >>> moments(["2026/09/27 3:00:00 PM GMT+3"], ["%Y/%m/%d %I:%M:%S %p"]).values
    [datetime.datetime(2026, 9, 27, 15, 0)]
    >>> moments(["5/10/2026 09:15:00"]).unclear, moments(["5/10/2026", "5/13/2026"]).unclear
    (True, False)
    >>> moments(["05.10.2026"]).values, moments(["44839.5"]).serial
    ([datetime.datetime(2026, 10, 5, 0, 0)], 1)
    """
    none = set(never)
    shown = {cell: "" if cell in none else _bare(cell) for cell in set(cells)}
    slashed = [m for cell in shown.values() if (m := _SLASHES.fullmatch(cell))]
    order, unclear = _order(slashed, day_first)
    forms = tuple(forms)
    known = {cell: _moment(bare, forms, order) for cell, bare in shown.items()}
    values = [known[cell] for cell in cells]
    bad = [n for n, cell in enumerate(cells) if shown[cell] and known[cell] is None]
    serial = sum(bool(_SERIAL.fullmatch(shown[cell])) for cell in cells)
    return Moments(values, [] if unclear else bad, unclear, serial)


def _bare(cell: str) -> str:
    """The text without its zone and fractions of seconds."""
    return _FRACTION.sub(r"\1", _ZONE.sub("", cell.strip()))


def _order(found: list[re.Match[str]], told: bool | None) -> tuple[bool | None, bool]:
    """Whether the day stands first, and whether that cannot be told."""
    if told is not None:
        return told, False
    if not found:
        return None, False
    if all(one[2] == _DAY_FIRST for one in found):
        return True, False
    first = any(int(one[1]) > 12 for one in found)
    second = any(int(one[3]) > 12 for one in found)
    if all(one[1] == one[3] for one in found):
        return True, False
    # above 12 at neither place, or at both: month first in some rows, day first in others
    return (first if first != second else None), first == second


def _moment(text: str, forms: tuple[str, ...], day_first: bool | None) -> dt.datetime | None:
    if not text:
        return None
    for form in forms:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007 - the programs write no zone
        except ValueError:
            continue
    if _SERIAL.fullmatch(text):
        days = dt.timedelta(days=float(text.replace(",", ".")))
        return _EPOCH + dt.timedelta(seconds=round(days.total_seconds()))
    found = _SLASHES.fullmatch(text)
    if found:
        return None if day_first is None else _of_slashes(found, day_first)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _of_slashes(found: re.Match[str], day_first: bool) -> dt.datetime | None:
    one, _sign, two, year, hour, minute, second, half = found.groups()
    day, month = (int(one), int(two)) if day_first else (int(two), int(one))
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "Pp" else 0)
    whole = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return dt.datetime(whole, month, day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None
