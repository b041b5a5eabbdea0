"""Periods on an axis: where they stand, which are named, and how they are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from libmkt import words
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.period import Period
from libmkt.plots import labels

ROOM = 5.0  # points between two names on the axis
SHORT = 93  # days of a span whose days are named, not only its months


def parsed(texts: Iterable[object], column: str) -> list[Period]:
    """The periods of a column, of one length.

    Raises
    ------
    DataError
        They are of several lengths: a line through a year and a month would lie.
    """
    periods = [Period.parse(str(t)) for t in texts]
    units = sorted({p.unit for p in periods})
    if len(units) > 1:
        found = [
            Problem(
                column,
                Message(
                    N_("{unit}: {n} rows"), {"unit": u, "n": sum(p.unit == u for p in periods)}
                ),
                Message(
                    N_("first: {period}"), {"period": str(next(p for p in periods if p.unit == u))}
                ),
            )
            for u in units
        ]
        raise DataError(Message(N_("Periods of several lengths cannot share a line")), found)
    return periods


def middle(period: Period) -> float:
    """Where a period stands on the axis: the day number of its middle."""
    return period.start.toordinal() + period.days / 2


def run(first: Period, last: Period) -> list[Period]:
    """All periods from `first` to `last`.

    >>> [str(p) for p in run(Period.parse("2025-11"), Period.parse("2026-01"))]
    ['2025-11', '2025-12', '2026-01']
    """
    found = [first]
    while found[-1] < last:
        found.append(found[-1] + 1)
    return found


def ticks(first: Period, last: Period, room: float) -> list[tuple[float, str]]:
    """Place and name of the ticks from `first` to `last`: as many as fit in `room` points.

    Examples
    --------
    >>> [name for _, name in ticks(Period.parse("1992"), Period.parse("2016"), 200)]
    ['1995', '2000', '2005', '2010', '2015']
    >>> [name for _, name in ticks(Period.parse("2026-09-07"), Period.parse("2026-09-27"), 200)]
    ['7\\nSept', '14\\n ', '21\\n ']
    """
    span = max(last.end.toordinal() - first.start.toordinal(), 1)
    found: list[tuple[float, str]] = []
    for found in _choices(first, last):
        places = [(p - first.start.toordinal()) / span * room for p, _name in found]
        wide = [labels.extent(name)[0] for _p, name in found]
        free = all(
            b - a >= (v + w) / 2 + ROOM
            for a, b, v, w in zip(places, places[1:], wide, wide[1:], strict=False)
        )
        if found and free:
            return found
    return found[:1]


def _choices(first: Period, last: Period) -> Iterable[list[tuple[float, str]]]:
    """Ways to name a span, the fullest first."""
    unit = first.unit
    if unit in ("month", "week", "day"):
        months = run(Period.containing(first.start, "month"), Period.containing(last.last, "month"))
        if unit != "month":
            months = [m for m in months if m.start >= first.start] or months
        if unit != "month" and last.end.toordinal() - first.start.toordinal() <= SHORT:
            for step in (1, 7, 14):
                yield _days(first, last, step)
        for step in (1, 3, 6):
            chosen = [m for m in months if (m.start.month - 1) % step == 0] or months[:1]
            yield [(_at(m, unit), _month_name(m, i == 0)) for i, m in enumerate(chosen)]
    elif unit in ("quarter", "half"):
        spans = run(first, last)
        yield [(middle(p), words.period(p, form="axis")) for p in spans]
        if unit == "quarter":
            yield [(middle(p), _quarter_name(p, p == first)) for p in spans]
    years = run(Period.containing(first.start, "year"), Period.containing(last.last, "year"))
    if unit != "year":  # a year's name stands at its first period, where that is shown
        years = [y for y in years if y.start >= first.start] or years[:1]
    for step in (1, 2, 5, 10, 20, 50, 100):
        chosen = [y for y in years if y.start.year % step == 0] if step > 2 else years[::step]
        yield [
            (
                middle(y) if unit == "year" else _at(Period.containing(y.start, "month"), unit),
                words.period(y, form="axis"),
            )
            for y in chosen
        ]


def _days(first: Period, last: Period, step: int) -> list[tuple[float, str]]:
    """Every so many days with its number, the month where it begins to be."""
    days = run(Period.containing(first.start, "day"), Period.containing(last.last, "day"))[::step]
    if first.unit == "week":  # a week is named by its Monday
        days = days if step > 1 else days[::7]
    found, shown = [], 0
    for day in days:
        new = day.start.month != shown
        shown = day.start.month
        name = f"{day.start.day}\n{words.month(shown, form='short') if new else ' '}"
        place = middle(Period.containing(day.start, first.unit))
        found.append((place, name))
    return found


def _at(month: Period, unit: str) -> float:
    """The name of a month stands at the middle of its point, or at the first day's."""
    if unit == "month":
        return middle(month)
    return (
        middle(Period.containing(month.start, unit))
        if unit in ("quarter", "half")
        else float(month.start.toordinal())
    )


def _month_name(month: Period, first: bool) -> str:
    name = words.month(month.start.month, form="short")
    year = words.period(Period.containing(month.start, "year"), form="axis")
    # an empty second line keeps the names of all months on one height
    return f"{name}\n{year if first or month.start.month == 1 else ' '}"


def deepest(periods: Sequence[Period]) -> str:
    """The name on the axis that needs the most lines, to keep their room."""
    named = ticks(periods[0], periods[-1], 10_000.0)
    return max((name for _at, name in named), key=lambda name: name.count("\n"), default="")


def _quarter_name(quarter: Period, first: bool) -> str:
    number = (quarter.start.month + 2) // 3
    year = words.period(Period.containing(quarter.start, "year"), form="axis")
    return f"{words.quarter(number, form='short')}\n{year if first or number == 1 else ' '}"
