"""What a lesson is made of: data from a seed, exercises, and the mistakes that students make."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from libmkt.errors import N_, Message, ParameterError, Problem

if TYPE_CHECKING:
    import pandas as pd

Data = Mapping[str, "pd.DataFrame"]
Form = Literal["number", "numbers", "choice", "function"]
# count: of things; rate: 1 is unchanged; ratio: one count to another; share: 0 to 1; points: per
# cent less per cent
Unit = Literal["count", "rate", "ratio", "share", "points"]

HIDDEN = 3  # other data sets on which a student's function is tried
SEED = 2026  # of a lesson that is nobody's: the one shown in class


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that students really give, and what to tell them then.

    `of` takes what `Exercise.right` takes, and returns the wrong answer.
    """

    code: str
    of: Callable[..., Any]
    hint: str  # marked with N_


@dataclass(frozen=True)
class Exercise:
    """One task that the notebook checks by itself.

    The student's answer is a variable or a function called `name`.  `right` makes the
    right answer from the lesson's data; for a function it is a right function, which is
    tried on what `cases` takes from the data, and from data that the student never sees.
    """

    code: str
    name: str
    form: Form
    right: Callable[..., Any]
    wrongs: tuple[Wrong, ...]
    hints: tuple[str, str, str]  # each says more than the one before; marked with N_
    title: str  # marked with N_
    unit: Unit = "count"
    within: float = 0.5  # how far from the right number is right, in the answer's unit
    points: int = 1
    minutes: int = 5
    cases: Callable[[Data], Sequence[tuple[Any, ...]]] | None = None
    choices: tuple[str, ...] = ()
    personal: bool = True  # False where printed figures give all students one answer


@dataclass(frozen=True)
class Lesson:
    """A lesson: its notebook is notebooks/lessons/NAME-*.ipynb, its words are there."""

    name: str  # L05
    make: Callable[[int], dict[str, pd.DataFrame]]  # the data of one seed
    exercises: tuple[Exercise, ...]
    truth: Callable[[int], dict[str, float]] = field(default=lambda seed: {})  # put into the data
    rubric_points: int = 4  # of the conclusion that a person marks

    def exercise(self, code: str) -> Exercise:
        """The exercise of a code.

        Raises
        ------
        ParameterError
            The lesson has none of that code.
        """
        for one in self.exercises:
            if one.code == code:
                return one
        known = ", ".join(one.code for one in self.exercises)
        raise ParameterError(
            Message(N_("The lesson has no exercise {code}"), {"code": str(code)}),
            [Problem("check", Message(N_("known: {known}"), {"known": known}))],
        )

    def hidden(self, seed: int) -> list[dict[str, pd.DataFrame]]:
        """Data like the student's own, which the notebook does not show."""
        return [self.make(seed_of(self.name, f"{seed}/hidden/{i}")) for i in range(HIDDEN)]


def seed_of(lesson: str, student: str) -> int:
    """The seed of one student in one lesson: the same on every machine.

    Parameters
    ----------
    student
        What the teacher calls the student by (a number in the list, say); "" for nobody.

    >>> seed_of("L05", "")
    2026
    >>> seed_of("L05", "07") == seed_of("L05", "08")
    False
    """
    if not student:
        return SEED
    digest = hashlib.sha256(f"{lesson}/{student}".encode()).hexdigest()
    return int(digest[:12], 16) % 1_000_000_000
