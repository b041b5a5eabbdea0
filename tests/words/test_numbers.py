"""Numbers, shares, lists and filled templates."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt import words
from libmkt.errors import Message, ParameterError
from libmkt.period import Period

NB = "\u00a0"


@pytest.mark.parametrize(
    "code, shown",
    [
        ("kaa", f"1{NB}368{NB}047,5"),
        ("uz", f"1{NB}368{NB}047,5"),
        ("ru", f"1{NB}368{NB}047,5"),
        ("en", "1,368,047.5"),
    ],
)
def test_a_number_has_the_marks_of_its_language(code: str, shown: str) -> None:
    with words.speaking(code):
        assert words.number(1368047.5, 1) == shown
        assert words.number(-1368047.5, 1) == "−" + shown


@pytest.mark.parametrize(
    "code, shown",
    [("kaa", f"−2,6{NB}%"), ("uz", "−2,6%"), ("ru", f"−2,6{NB}%"), ("en", "−2.6%")],
)
def test_a_share_is_printed_as_a_percentage(code: str, shown: str) -> None:
    with words.speaking(code):
        assert words.percent(-0.02637) == shown


@pytest.mark.parametrize("nothing", [None, math.nan, np.nan, pd.NA, pd.NaT, np.float64("nan")])
def test_what_is_missing_is_a_dash(nothing: object) -> None:
    assert words.number(nothing) == words.percent(nothing) == "–"


def test_a_text_is_not_taken_for_a_missing_number() -> None:
    with pytest.raises(ArithmeticError):
        words.number("many")


@pytest.mark.parametrize(
    "x, digits, shown",
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (1.005, 2, "1.01"),
        (-0.4, 0, "0"),
        (999.5, 0, "1,000"),
        (1e15, 0, "1,000,000,000,000,000"),
        (np.int64(7), 0, "7"),
        (np.float32(0.1), 2, "0.10"),
        (math.inf, 0, "∞"),
    ],
)
def test_halves_are_rounded_away_from_zero(x: float, digits: int, shown: str) -> None:
    assert words.number(x, digits) == shown


def test_a_sign_is_written_only_beside_what_is_not_zero_as_printed() -> None:
    shown = [words.number(x, 1, sign=True) for x in (0.3, -0.3, 0.04, -0.04, 0)]
    assert shown == ["+0.3", "−0.3", "0.0", "0.0", "0.0"]


@given(st.floats(-1e9, 1e9), st.integers(0, 4), st.sampled_from(words.LANGUAGES))
def test_a_printed_number_can_be_read_back(x: float, digits: int, code: str) -> None:
    with words.speaking(code):
        shown = words.number(x, digits).replace("−", "-").replace(NB, "")
    plain = shown.replace(",", "") if code == "en" else shown.replace(",", ".")
    assert float(plain) == pytest.approx(x, abs=0.5000001 * 10**-digits)


@pytest.mark.parametrize(
    "code, shown",
    [("kaa", "a, b hám c"), ("uz", "a, b va c"), ("ru", "a, b и c"), ("en", "a, b and c")],
)
def test_a_list_ends_with_and(code: str, shown: str) -> None:
    with words.speaking(code):
        assert words.joined(["a", "b", "c"]) == shown
        assert words.joined(["a"]) == "a"
        assert words.joined([]) == ""


def test_a_template_is_filled_as_the_language_writes() -> None:
    template = "{measure:m}, {period:short}: {value:n0} ({change:+p1}, {x:+n2}); {day}"
    fields = {
        "measure": Message("Loans"),
        "period": "2026-Q3",
        "value": 285693.4,
        "change": -0.0264,
        "x": 0.5,
        "day": dt.date(2026, 9, 5),
    }
    assert (
        words.fill(template, **fields) == "Loans, Q3 2026: 285,693 (−2.6%, +0.50); 5 September 2026"
    )
    with words.speaking("kaa"):
        shown = words.fill("{p}: {value:n0} ({change:+p1})", p=Period.parse("2026"), **fields)
    assert shown == f"2026-jıl: 285{NB}693 (−2,6{NB}%)"


def test_a_value_without_a_mark_is_shown_as_it_is() -> None:
    assert words.fill("{a} {b} {{c}}", a="31.02.2026", b=-3) == "31.02.2026 -3 {c}"


@pytest.mark.parametrize(
    "template",
    ["{x.__class__}", "{x[0]}", "{}", "{0}", "{missing}", "{x:q9}", "{word:n0}"],
)
def test_a_slot_that_is_not_a_name_with_a_known_mark_is_refused(template: str) -> None:
    with pytest.raises(ParameterError, match="cannot be filled in"):
        words.fill(template, x=1, word="many")


def test_a_code_shows_the_name_that_was_registered_for_it() -> None:
    words.register_names({"test_code": "Too few answers"})
    with words.speaking("ru"):
        assert words.name("test_code") == words.sentence("too_few") != "Too few answers"
        assert words.name("unknown_code") == "unknown_code"
