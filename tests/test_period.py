"""Periods: names, ends, order, relatives."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt.errors import ParameterError
from libmkt.period import UNITS, Period

DAYS = st.dates(dt.date(1990, 1, 8), dt.date(2090, 1, 1))


@given(DAYS, st.sampled_from(UNITS))
def test_a_period_is_read_back_from_its_own_name(day: dt.date, unit: str) -> None:
    span = Period.containing(day, unit)
    assert Period.parse(str(span)) == span
    assert span.start <= day < span.end


@given(DAYS, st.sampled_from(UNITS), st.integers(-30, 30))
def test_steps_forward_and_back_meet(day: dt.date, unit: str, steps: int) -> None:
    span = Period.containing(day, unit)
    assert span + steps - steps == span
    assert (span + 1).start == span.end


@given(DAYS)
def test_months_of_a_year_fill_it(day: dt.date) -> None:
    year = Period.containing(day, "year")
    months = year.parts("month")
    assert len(months) == 12
    assert sum(m.days for m in months) == year.days


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("2026", "2026-01-01", "2027-01-01"),
        (2026, "2026-01-01", "2027-01-01"),
        ("2026-H2", "2026-07-01", "2027-01-01"),
        ("2026-q1", "2026-01-01", "2026-04-01"),
        ("2026-9", "2026-09-01", "2026-10-01"),
        ("2026-W36", "2026-08-31", "2026-09-07"),
        ("2026-09-05", "2026-09-05", "2026-09-06"),
    ],
)
def test_each_form_has_its_span(text: str | int, start: str, end: str) -> None:
    span = Period.parse(text)
    assert (span.start.isoformat(), span.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text, expected",
    [("last-month", "2025-12"), ("this-quarter", "2026-Q1"), ("last-year", "2025"),
     ("last-week", "2025-W52"), ("this-half", "2026-H1"), ("last-day", "2025-12-31")],
)  # fmt: skip
def test_relative_names_count_from_the_day_given(text: str, expected: str) -> None:
    assert str(Period.parse(text, as_of=dt.date(2026, 1, 1))) == expected


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-W54", "2026-02-30", "26", "soon", "", "2026-Q5", "9999", "0026"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="is not a period"):
        Period.parse(text)


def test_a_relative_name_without_a_day_is_refused() -> None:
    with pytest.raises(ParameterError, match="counted from"):
        Period.parse("last-month")


def test_the_year_before_a_leap_day_is_the_28th() -> None:
    assert str(Period.parse("2024-02-29").year_before()) == "2023-02-28"
