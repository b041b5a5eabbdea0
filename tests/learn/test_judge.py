"""Whatever a student writes gets an answer, and never a traceback of ours."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from libmkt.learn.exercise import SEED, Lesson
from libmkt.learn.judge import Outcome, judge


def code(growth: Lesson, exercise: str, value: Any) -> str:
    return outcome(growth, exercise, value).code


def outcome(growth: Lesson, exercise: str, value: Any) -> Outcome:
    asked = growth.exercise(exercise)
    return judge(growth, asked, {asked.name: value}, SEED)


class Odd:
    """A thing that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.95", "text"), ("", "text"), (True, "kind"), (Odd(), "kind"), (1j, "kind"),
        (float("nan"), "missing"), (float("inf"), "missing"), (pd.NA, "kind"),
        ([1.0, 2.0], "several"), (pd.DataFrame({"a": [1, 2]}), "several"), ({}, "several"),
        (print, "kind"), (12345.6, "other"), (None, "empty"), (..., "empty"),
    ],
)  # fmt: skip
def test_any_value_for_a_number_is_told_what_it_is(
    growth: Lesson, value: Any, expected: str
) -> None:
    assert code(growth, "one_percent", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "one"), ("text", "text"), ([], "length"), ([1, 2], "length"),
        ([1, 2, 3, "4"], "text"), ([1, 2, 3, None], "kind"), (Odd(), "kind"),
        (pd.DataFrame({"a": [1], "b": [2]}), "length"), ([[1, 2]] * 4, "several"),
    ],
)  # fmt: skip
def test_any_value_for_a_list_is_told_what_it_is(growth: Lesson, value: Any, expected: str) -> None:
    assert code(growth, "increments", value) == expected


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, pd.DataFrame])
def test_a_right_list_is_right_in_whatever_it_is_kept(growth: Lesson, kind: Any) -> None:
    right = growth.exercise("increments").right(growth.make(SEED))
    assert code(growth, "increments", kind(right)) == "right"
    assert code(growth, "increments", pd.Series([np.nan, *right])) == "right"
    assert code(growth, "increments", dict(enumerate(right))) == "right"


def test_a_number_is_right_as_a_column_of_one(growth: Lesson) -> None:
    right = growth.exercise("one_percent").right(growth.make(SEED))
    for value in (np.float64(right), pd.Series([right]), np.array(right)):
        assert code(growth, "one_percent", value) == "right"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda x: 100 * x, "percent"), (lambda x: x - 1, "increment_for_rate"),
        (lambda x: 100 * (x - 1), "increment_percent"), (lambda x: 1 / x, "inverse"),
        (lambda x: round(x, 3), "rounded"), (lambda x: x + 0.001, "rounded"),
        (lambda x: x + 0.3, "other"),
    ],
)  # fmt: skip
def test_slips_of_unit_and_rounding_are_known_in_numbers_and_functions(
    growth: Lesson, change: Any, expected: str
) -> None:
    right = growth.exercise("after_break").right(growth.make(SEED))
    assert code(growth, "after_break", change(right)) == expected
    function = growth.exercise("mean_growth").right
    assert code(growth, "mean_growth", lambda values: change(function(values))) == expected


def test_slips_of_points_and_of_thousands_are_known(growth: Lesson) -> None:
    points = growth.exercise("points").right(growth.make(SEED))
    assert code(growth, "points", points / 100) == "share_for_points"
    assert code(growth, "points", -points) == "sign"
    one = growth.exercise("one_percent").right(growth.make(SEED))
    assert code(growth, "one_percent", one / 1000) == "thousands"
    assert code(growth, "one_percent", round(one)) == "rounded"


def interrupted(values: list[float]) -> float:
    raise KeyboardInterrupt


def raising(values: list[float]) -> float:
    return values[99]


def leaving(values: Any) -> float:
    raise SystemExit(3)


def deep(values: Any) -> float:
    return deep(values)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (interrupted, "endless"),
        (raising, "stopped"), (leaving, "stopped"), (deep, "stopped"), (lambda: 1, "stopped"),
        (lambda values: None, "empty"), (lambda values: "1", "text"), (0.95, "no_function"),
        (lambda values: float("nan"), "missing"), (lambda values: [1, 2], "several"),
        (lambda values: 1.0, "other"), (lambda values: values.clear() or 1.0, "other"),
    ],
)  # fmt: skip
def test_any_function_is_told_what_it_does(growth: Lesson, value: Any, expected: str) -> None:
    assert code(growth, "mean_growth", value) == expected


def test_what_stopped_a_function_is_said(growth: Lesson) -> None:
    assert "IndexError" in str(outcome(growth, "mean_growth", raising).message)


def test_a_function_cannot_spoil_the_data_it_is_given(growth: Lesson) -> None:
    right = growth.exercise("mean_growth").right

    def spoils(values: list[float]) -> float:
        found = float(right(list(values)))
        values.clear()
        return found

    assert code(growth, "mean_growth", spoils) == "right"
