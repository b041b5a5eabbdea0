"""Periods as headings, cells, titles and file names write them."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from libmkt.errors import ParameterError
from libmkt.period import Period
from libmkt.text.fold import plain, search_key
from libmkt.text.months import month_number, quarter_number

YEARS = range(1900, 2101)  # a bare number outside is no year
_TIME_WORDS = {
    *("jil", "jilgi", "jili", "jildin", "jilliq", "yil", "yilgi", "yili", "yilning", "yillik"),
    *("god", "goda", "godu", "gg", "g", "year", "fy", "fiscal", "sh", "j", "y", "r"),
    *("ay", "ayi", "ayinda", "ayliq", "oy", "oyi", "oyida", "oylik", "mesyac", "mes", "month"),
    *("za", "v", "na", "s", "po", "for", "in", "of", "the", "to", "from", "ushin", "uchun"),
    *("boyinsha", "boyicha", "shekem", "period", "dawirinde", "davomida"),
}
_ISO_SPAN = re.compile(r"(\d{4})-(\d{2})-(\d{2})/P(\d+)([DWMY])")
_UNIT_OF = {("M", 1): "month", ("M", 3): "quarter", ("M", 6): "half", ("M", 12): "year",
            ("Y", 1): "year", ("W", 1): "week", ("D", 1): "day", ("D", 7): "week"}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-./](\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?[gjy]?\.?)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_YEAR_WORDS = r"(?:jil|jilgi|jili|jilliq|yil|yilgi|yili|god|goda|g|year|fy|sh j|y|j)"
_YEAR_ONLY = re.compile(rf"(?:fy |fiscal year )?(\d{{4}}) ?{_YEAR_WORDS}?")
_QUARTER_WORDS = {"q", "quarter", "kvartal", "kvartali", "kv", "chorak", "choragi", "sherek",
                  "sheregi", "shorek", "kvartala"}  # fmt: skip
_HALF_WORDS = {"polugodie", "yarim", "half", "h"}
_TWO_YEARS = re.compile(r"(\d{4}) ?[-–/] ?(\d{4}|\d{2})")
_EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's calendar, leap error of 1900 included
_SERIALS = range(20000, 80000)  # 1954 to 2119: what may be a date kept as a number


def period_of(
    cell: Any,
    *,
    year: int | None = None,
    unit: str | None = None,
    form: str | None = None,
    fiscal: int = 1,
) -> Period | None:
    """The period that a cell names, or None.

    Parameters
    ----------
    cell
        Text, a date, or a number (a year, or Excel's serial day).
    year
        The year of months that are named without one.
    unit
        The length meant: a date then stands for the year, month ... in which it lies.
    form
        How dates are written, as `datetime.strptime` takes it.
    fiscal
        Month in which a year begins; ``2023/24`` is read only where that is not January.

    Examples
    --------
    >>> [str(period_of(t)) for t in ("2023-1", "2023-04-01/P3M", "сентябрь 2026 г.", 2019)]
    ['2023-01', '2023-Q2', '2026-09', '2019']
    >>> str(period_of("2026-jıl sentyabr")), str(period_of("September", year=2017))
    ('2026-09', '2017-09')
    >>> str(period_of("01.09.2026")), str(period_of("01.09.2026", unit="month"))
    ('2026-09-01', '2026-09')
    >>> period_of("Qatnawlar sanı") is None, period_of("Visits, May 2023") is None
    (True, True)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return _containing(cell, unit)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found: Period | None = None
    if isinstance(cell, int):
        found = _of_number(cell, year, unit)
    elif isinstance(cell, str):
        found = _of_text(cell, year, unit, form)
        if found is None and fiscal != 1 and (match := _TWO_YEARS.fullmatch(plain(cell))):
            first, second = int(match[1]), int(match[2])
            if second % 100 == (first + 1) % 100:
                found = _of_number(first, None, None)
    if found is not None and found.unit == "year" and found.start.month == 1 and fiscal != 1:
        return Period("year", found.start.replace(month=fiscal))
    return found


def _containing(day: dt.date, unit: str | None) -> Period | None:
    """The span in which a day lies; None for a day that only says "no end", as 9999-12-31."""
    return Period.containing(day, unit or "day") if day.year in YEARS else None


def _of_number(number: int, year: int | None, unit: str | None) -> Period | None:
    if number in YEARS:
        return Period("year", dt.date(number, 1, 1))
    if year is not None and 1 <= number <= 12 and unit in ("month", None):
        return Period("month", dt.date(year, number, 1))
    if number in _SERIALS:
        return Period.containing(_EPOCH + dt.timedelta(days=number), unit or "day")
    return None


@lru_cache(maxsize=65536)
def _of_text(text: str, year: int | None, unit: str | None, form: str | None) -> Period | None:
    shown = plain(text).rstrip("*")
    if form is not None:
        try:
            day = dt.datetime.strptime(shown, form).date()  # noqa: DTZ007 - a date, no clock
        except ValueError:
            return None
        return _containing(day, unit)
    try:
        found = _of_figures(shown, unit) or _of_words(shown, year)
    except (ValueError, ParameterError):
        return None
    if found is None and shown.isdecimal():
        return _of_number(int(shown), year, unit)
    return found


def _of_figures(text: str, unit: str | None) -> Period | None:
    """Periods written without words."""
    if match := _ISO_SPAN.fullmatch(text):
        start = dt.date(int(match[1]), int(match[2]), int(match[3]))
        length = _UNIT_OF.get((match[5], int(match[4]))) if start.year in YEARS else None
        if length in ("quarter", "half") and (start.month - 1) % (3 if length == "quarter" else 6):
            return None  # three months that are no quarter of the calendar
        # A year from April has no calendar name: it keeps its start (tidy notes it).
        return Period(length, start) if length else None
    if match := _ISO_DAY.fullmatch(text):
        return _containing(dt.date(int(match[1]), int(match[2]), int(match[3])), unit)
    if match := _DAY_FIRST.fullmatch(text):
        return _containing(dt.date(int(match[3]), int(match[2]), int(match[1])), unit)
    if match := _YEAR_FIRST.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if match := _MONTH_FIRST.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    if re.fullmatch(r"\d{4}-?[QqHhWw]\d{1,2}", text):
        return Period.parse(text)
    return None


def _month(year: int, month: int) -> Period | None:
    if year not in YEARS or not 1 <= month <= 12:
        return None
    return Period("month", dt.date(year, month, 1))


def _of_words(text: str, year: int | None, *, alone: bool = True) -> Period | None:
    """Periods with the name of a month or a quarter, or with a word for year.

    `alone`: every word must be one of time, so that "Visits, May 2023" is no period.
    """
    key = search_key(text)
    if match := _YEAR_ONLY.fullmatch(key):
        return _of_number(int(match[1]), None, None) if int(match[1]) in YEARS else None
    words = key.split()
    years = [int(w) for w in words if w.isdecimal() and len(w) == 4 and int(w) in YEARS]
    when = years[0] if len(set(years)) == 1 else year
    rest = [w for w in words if not (w.isdecimal() and len(w) == 4)]
    if when is None or (alone and not all(map(_of_time, rest))):
        return None
    months = [m for w in rest if not w.isdecimal() if (m := month_number(w))]
    if len(set(months)) == 2 and set(months) == {1, 12}:  # "January to December 2019"
        return Period("year", dt.date(when, 1, 1))
    if len(months) == 1:
        return _month(when, months[0])
    for i, word in enumerate(rest):
        beside = [rest[i - 1] if i else "", rest[i + 1] if i + 1 < len(rest) else ""]
        if word in _QUARTER_WORDS:
            number = next((n for b in beside if (n := quarter_number(b))), None)
            return Period.parse(f"{when}-Q{number}") if number else None
        if word in _HALF_WORDS:
            number = next((n for b in beside if (n := quarter_number(b))), None)
            return Period.parse(f"{when}-H{number}") if number in (1, 2) else None
        if match := re.fullmatch(r"q([1-4])", word):
            return Period.parse(f"{when}-Q{match[1]}")
    return None


def written(period: Period) -> str:
    """A period's name; a year that begins in another month than January has it behind an @.

    >>> import datetime as dt
    >>> written(Period("year", dt.date(2023, 4, 1))), written(Period.parse("2023"))
    ('2023@04', '2023')
    """
    if period.unit == "year" and period.start.month != 1:
        return f"{period}@{period.start:%m}"
    return str(period)


def _of_time(word: str) -> bool:
    """Whether a folded word belongs to the name of a period."""
    return (
        month_number(word) is not None
        or quarter_number(word) is not None
        or word in _QUARTER_WORDS | _HALF_WORDS | _TIME_WORDS
        or re.fullmatch(r"q[1-4]|\d{1,2}", word) is not None
    )


def period_within(text: str) -> Period | None:
    """The period that a title, a sheet's name or a file's name holds somewhere, or None.

    Two different periods in one text give None: which is meant is not ours to choose.

    Examples
    --------
    >>> str(period_within("Отчёт библиотек за сентябрь 2026 г."))
    '2026-09'
    >>> str(period_within("counts-2026-09")), str(period_within("Jıllıq esabat 2025-jıl"))
    ('2026-09', '2025')
    >>> period_within("2025-2026") is None
    True
    """
    shown = plain(text).replace("_", " ")
    if re.search(r"(?<!\d)\d{4} ?[-–—/] ?\d{4}(?!\d)", shown):
        return None
    for form in (r"(?<!\d)\d{4}[-.]\d{1,2}(?![\d.-]|\w)", r"(?<!\d)\d{1,2}\.\d{4}(?!\d)",
                 r"(?<!\d)\d{4}-?[QqHh][1-4](?!\d)"):  # fmt: skip
        found = {period_of(part) for part in re.findall(form, shown)} - {None}
        if found:
            return found.pop() if len(found) == 1 else None
    years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", shown))
    if len(years) != 1:
        return None
    year = int(years.pop())
    return _of_words(shown, year, alone=False) or Period("year", dt.date(year, 1, 1))


def period_of_file(stem: str, pattern: str) -> Period | None:
    """The period that a regular expression with named groups finds in a file's name.

    Years of two digits are of 1970 to 2069.

    >>> str(period_of_file("PUSUM97", r"PUSUM(?P<year>\\d\\d)"))
    '1997'
    """
    match = re.search(pattern, stem, flags=re.IGNORECASE)
    if match is None:
        return None
    groups = {name: text for name, text in match.groupdict().items() if text}
    year = int(groups["year"])
    if len(groups["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    if "month" in groups:
        month = month_number(groups["month"])
        return _month(year, month) if month else None
    if "quarter" in groups:
        return Period.parse(f"{year}-Q{quarter_number(groups['quarter'])}")
    return Period("year", dt.date(year, 1, 1))
