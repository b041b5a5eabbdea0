"""Spans of time as libraries report them: a year, half, quarter, month, ISO week or day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

from libmkt.errors import N_, Message, ParameterError, Problem

UNITS = (N_("year"), N_("half"), N_("quarter"), N_("month"), N_("week"), N_("day"))
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_FORMS = {
    "year": re.compile(r"(\d{4})"),
    "half": re.compile(r"(\d{4})-?[Hh]([12])"),
    "quarter": re.compile(r"(\d{4})-?[Qq]([1-4])"),
    "month": re.compile(r"(\d{4})-(\d{1,2})"),
    "week": re.compile(r"(\d{4})-?[Ww](\d{1,2})"),
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
}
# Others leave no room for the year before or after, and stand for "no end" in exports.
_YEARS = range(1000, 9000)
_RELATIVE = re.compile(r"(this|last)-(year|half|quarter|month|week|day)")


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of time with a start and an exclusive end.

    Make one with `Period.parse`; ``str`` gives the canonical name back.  Periods
    order by start, the longer first where they start together.

    Examples
    --------
    >>> p = Period.parse("2026-Q3")
    >>> p.start, p.end
    (datetime.date(2026, 7, 1), datetime.date(2026, 10, 1))
    >>> str(p + 2), str(p.year_before()), p.unit
    ('2027-Q1', '2025-Q3', 'quarter')
    >>> [str(m) for m in p.parts("month")]
    ['2026-07', '2026-08', '2026-09']
    """

    unit: str
    start: dt.date

    @classmethod
    def parse(cls, text: str | int | Period, *, as_of: dt.date | None = None) -> Period:
        """Read ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-09``, ``2026-W36``, ``2026-09-05``.

        With `as_of` also ``last-month``, ``this-quarter`` and their like.  A whole
        number is a year (YAML reads ``2026`` as one).

        Raises
        ------
        ParameterError
            The text is none of these, names no real span, or is relative without `as_of`.
        """
        if isinstance(text, Period):
            return text
        given = str(text).strip()
        if relative := _RELATIVE.fullmatch(given.lower()):
            if as_of is None:
                raise _refuse(given, N_("a relative period needs the day it is counted from"))
            here = cls.containing(as_of, relative[2])
            return here if relative[1] == "this" else here + -1
        for unit, form in _FORMS.items():
            if match := form.fullmatch(given):
                try:
                    return cls(unit, _start(unit, [int(part) for part in match.groups()]))
                except ValueError:
                    raise _refuse(given, N_("there is no such {unit:m}"), unit=unit) from None
        raise _refuse(given, N_("expected 2026, 2026-H1, 2026-Q3, 2026-09, 2026-W36 or 2026-09-05"))

    @classmethod
    def containing(cls, day: dt.date, unit: str) -> Period:
        """The year, half, quarter, month, week or day in which `day` lies.

        >>> str(Period.containing(dt.date(2026, 9, 5), "half"))
        '2026-H2'
        """
        if unit in _MONTHS:
            size = _MONTHS[unit]
            return cls(unit, dt.date(day.year, (day.month - 1) // size * size + 1, 1))
        return cls(unit, day - dt.timedelta(days=day.weekday()) if unit == "week" else day)

    @property
    def end(self) -> dt.date:
        """The first day after the span."""
        return (self + 1).start

    @property
    def last(self) -> dt.date:
        """The last day of the span."""
        return self.end - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        """Days in the span."""
        return (self.end - self.start).days

    def __add__(self, count: int) -> Period:
        if self.unit in _MONTHS:
            month = self.start.year * 12 + self.start.month - 1 + count * _MONTHS[self.unit]
            return Period(self.unit, dt.date(month // 12, month % 12 + 1, 1))
        step = 7 if self.unit == "week" else 1
        return Period(self.unit, self.start + dt.timedelta(days=step * count))

    def __sub__(self, count: int) -> Period:
        return self + -count

    def year_before(self) -> Period:
        """The same span a year earlier (a week: the same number, or the last of its year)."""
        if self.unit in _MONTHS:
            return self + -(12 // _MONTHS[self.unit])
        if self.unit == "week":
            year, week, _day = self.start.isocalendar()
            last_week = dt.date(year - 1, 12, 28).isocalendar().week
            return Period("week", dt.date.fromisocalendar(year - 1, min(week, last_week), 1))
        day = 28 if (self.start.month, self.start.day) == (2, 29) else self.start.day
        return Period("day", self.start.replace(year=self.start.year - 1, day=day))

    def contains(self, other: Period) -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def parts(self, unit: str) -> list[Period]:
        """The spans of `unit` that lie wholly within this one, in order."""
        part = Period.containing(self.start, unit)
        found = []
        while part.start < self.end:
            if self.contains(part):
                found.append(part)
            part = part + 1
        return found

    def __str__(self) -> str:
        year, month = self.start.year, self.start.month
        if self.unit == "week":
            iso = self.start.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        return {
            "year": f"{year:04d}",
            "half": f"{year:04d}-H{(month - 1) // 6 + 1}",
            "quarter": f"{year:04d}-Q{(month - 1) // 3 + 1}",
            "month": f"{year:04d}-{month:02d}",
            "day": self.start.isoformat(),
        }[self.unit]

    def __lt__(self, other: Period) -> bool:
        return (self.start, -self.days) < (other.start, -other.days)


def _start(unit: str, numbers: list[int]) -> dt.date:
    year, rest = numbers[0], numbers[1:]
    if year not in _YEARS:
        raise ValueError(year)
    if unit == "year":
        return dt.date(year, 1, 1)
    if unit == "week":
        return dt.date.fromisocalendar(year, rest[0], 1)
    if unit == "day":
        return dt.date(year, rest[0], rest[1])
    return dt.date(year, (rest[0] - 1) * _MONTHS[unit] + 1, 1)


def _refuse(given: str, what: str, **fields: str) -> ParameterError:
    return ParameterError(
        Message(N_("{given} is not a period"), {"given": given}),
        [Problem("period", Message(what, fields))],
    )
