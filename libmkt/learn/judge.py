"""Judging an answer by what it is or does: right, a known mistake, or something else.

Nothing a student writes makes `judge` fail: what cannot be read, and a function that
stops, are outcomes like any other.
"""

from __future__ import annotations

import copy
import hashlib
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libmkt.errors import N_, Message
from libmkt.learn import answers, slips
from libmkt.learn.answers import Answer, UnusableError
from libmkt.learn.exercise import Data, Exercise, Lesson

Case = tuple[Any, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one answer.

    `code` is "right", "undefined", "empty", the code of a `Wrong` or of a slip, "hidden"
    (right on the student's own data alone), "stopped", "other", or says what kind of
    thing the answer is (text, missing, length ...).
    """

    exercise: str
    code: str
    message: Message
    mark: str = ""  # a fingerprint of the answer; "" where there is none

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.code == "right"

    @property
    def answered(self) -> bool:
        """Whether there is an answer at all: an empty cell is no attempt."""
        return bool(self.mark)


RIGHT = N_("Right.")
OTHER = N_("Not yet right.")
ENDLESS = N_("Your function did not come to an end: is there a loop that never stops?")


def judge(lesson: Lesson, exercise: Exercise, space: Mapping[str, Any], seed: int) -> Outcome:
    """Judge the answer to an exercise that a notebook holds.

    Parameters
    ----------
    space
        The notebook's variables by name.
    seed
        Of the student's data.
    """
    if exercise.name not in space:
        return _told(exercise, "undefined", N_("There is no {name} yet: run the cell above, and "
                                               "keep the name as it is."))  # fmt: skip
    value = space[exercise.name]
    if answers.empty(value):
        return _told(exercise, "empty", N_("Nothing is written yet. Put your answer in place of "
                                           "the three points: {name}"))  # fmt: skip
    if exercise.form == "function":
        return _function(lesson, exercise, value, seed)
    data = lesson.make(seed)
    right = _answer(exercise, exercise.right(data))
    mark = _mark(value)
    try:
        found = _read(exercise, value, right)
    except UnusableError as unusable:
        known = _of_other_length(exercise, value, data) if unusable.code == "length" else None
        return known or Outcome(exercise.code, unusable.code, unusable.message, mark)
    wrongs = ((w.code, _answer(exercise, w.of(data)), w.hint) for w in exercise.wrongs)
    return _compared(exercise, found, right, wrongs, mark)


def _compared(
    exercise: Exercise,
    found: Answer,
    right: Answer,
    wrongs: Iterator[tuple[str, Answer, str]],
    mark: str,
) -> Outcome:
    """The first that fits: right, a mistake of this exercise, a slip, rounding, unknown."""
    if answers.same(found, right, exercise.within):
        return Outcome(exercise.code, "right", Message(RIGHT), mark)
    for code, wrong, hint in [*wrongs, *slips.slipped(right, exercise.unit)]:
        if answers.same(found, wrong, exercise.within):
            return Outcome(exercise.code, code, Message(hint), mark)
    if slips.close(found, right):
        return Outcome(exercise.code, "rounded", Message(slips.ROUNDED), mark)
    return Outcome(exercise.code, "other", Message(OTHER), mark)


def _function(lesson: Lesson, exercise: Exercise, value: Any, seed: int) -> Outcome:
    """Judge a function by what it returns on the student's own data and on hidden data."""
    if not callable(value):
        return _told(exercise, "no_function", N_("{name} is to be a function: def {name}(...):"),
                     _mark(value))  # fmt: skip
    own = _cases(exercise, lesson.make(seed))
    hidden = [case for data in lesson.hidden(seed) for case in _cases(exercise, data)]
    right = [_answer(exercise, exercise.right(*copy.deepcopy(case))) for case in [*own, *hidden]]
    found: list[Answer] = []
    for case, wanted in zip([*own, *hidden], right, strict=True):
        got = _called(exercise, value, case, wanted)
        if isinstance(got, Outcome):
            return got
        found.append(got)
    mark = _mark(found)
    agree = [answers.same(a, b, exercise.within) for a, b in zip(found, right, strict=True)]
    if all(agree):
        return Outcome(exercise.code, "right", Message(RIGHT), mark)
    for code, wrong, hint in _wrong_functions(exercise, [*own, *hidden], right):
        if all(a is None or answers.same(b, a, exercise.within)
               for a, b in zip(wrong, found, strict=True)):  # fmt: skip
            return Outcome(exercise.code, code, Message(hint), mark)
    if all(agree[: len(own)]):
        return _told(exercise, "hidden", N_(
            "Right for your own data, but not for other data. Use only what the function is "
            "given: no figure and no table of your own inside it."), mark)  # fmt: skip
    if all(slips.close(a, b) for a, b in zip(found, right, strict=True)):
        return Outcome(exercise.code, "rounded", Message(slips.ROUNDED), mark)
    return Outcome(exercise.code, "other", Message(OTHER), mark)


def _called(exercise: Exercise, value: Any, case: Case, wanted: Answer) -> Answer | Outcome:
    """What the student's function returns for a case, or why there is nothing to compare."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the answer is judged, not how it was come by
            got = value(*copy.deepcopy(case))
    except KeyboardInterrupt:
        return _told(exercise, "endless", ENDLESS, _mark("endless"))
    except (Exception, SystemExit) as error:  # whatever a student's code may raise
        said = f"{type(error).__name__}: {error}"[:300]
        return Outcome(
            exercise.code,
            "stopped",
            Message(N_("Your function stopped: {error}"), {"error": said}),
            _mark(said),
        )
    if answers.empty(got):
        return _told(exercise, "empty", N_("{name} returns nothing yet: its last line is to be "
                                           "return and the result."))  # fmt: skip
    try:
        return _read(exercise, got, wanted)
    except UnusableError as unusable:
        return Outcome(exercise.code, unusable.code, unusable.message, _mark(got))


def _wrong_functions(
    exercise: Exercise, cases: Sequence[Case], right: Sequence[Answer]
) -> Iterator[tuple[str, list[Answer | None], str]]:
    """Code, results and hint of each known mistake; None where it has no result."""
    for wrong in exercise.wrongs:
        results: list[Answer | None] = []
        for case in cases:
            try:
                results.append(_answer(exercise, wrong.of(*copy.deepcopy(case))))
            except (ArithmeticError, ValueError, IndexError):
                results.append(None)
        yield wrong.code, results, wrong.hint
    slipped = [list(slips.slipped(one, exercise.unit)) for one in right]
    for rows in zip(*slipped, strict=True):
        yield rows[0][0], [row[1] for row in rows], rows[0][2]


def _of_other_length(exercise: Exercise, value: Any, data: Data) -> Outcome | None:
    """The mistake that gives a list of another length than the right one, if it is known."""
    for wrong in exercise.wrongs:
        expected = _answer(exercise, wrong.of(data))
        if isinstance(expected, list):
            try:
                found = answers.numbers(value, len(expected))
            except UnusableError:
                continue
            if answers.same(found, expected, exercise.within):
                return Outcome(exercise.code, wrong.code, Message(wrong.hint), _mark(value))
    return None


def _cases(exercise: Exercise, data: Data) -> Sequence[Case]:
    return exercise.cases(data) if exercise.cases is not None else [(data,)]


def _read(exercise: Exercise, value: Any, right: Answer) -> Answer:
    """The student's answer in the form of the right one."""
    if exercise.form == "choice":
        return answers.choice(value, exercise.choices)
    if isinstance(right, list):
        return answers.numbers(value, len(right))
    return answers.number(value)


def _answer(exercise: Exercise, value: Any) -> Answer:
    """An answer that a lesson's own functions give."""
    if exercise.form == "choice":
        return str(value)
    if exercise.form == "numbers":
        return [float(one) for one in value]
    return float(value)


def _told(exercise: Exercise, code: str, message: str, mark: str = "") -> Outcome:
    return Outcome(exercise.code, code, Message(message, {"name": exercise.name}), mark)


def _mark(value: Any) -> str:
    """A fingerprint of an answer: the same answer twice is one attempt."""
    try:
        shown = repr(value)
    except Exception:  # a class of the student's own
        shown = str(type(value))
    return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:12]
