"""A lesson as its notebook uses it: tables, checks, hints, how far one has come."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.learn import lessons
from libmkt.learn.box import Box
from libmkt.learn.exercise import SEED, Lesson
from libmkt.learn.judge import OTHER, Outcome, judge
from libmkt.learn.progress import Progress
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd

SETTINGS = "lesson.json"  # beside the notebook: lesson, seed, language, strict


class NotRightError(Exception):
    """An answer is not right; raised only where answers are being marked.

    Its text begins with the outcome's code: "base: These compare with the first year ...".
    """

    def _render_traceback_(self) -> list[str]:  # what IPython shows: where it arose tells nothing
        return [f"{type(self).__name__}: {self}"]


class Session:
    """One student's lesson: `begin` makes it."""

    def __init__(
        self, lesson: Lesson, *, seed: int, language: str, folder: Path | None, strict: bool
    ) -> None:
        self.lesson, self.seed, self.language, self.strict = lesson, seed, language, strict
        self._data = lesson.make(seed)
        self._progress = Progress(lesson.name, None if strict else folder)

    @property
    def truth(self) -> dict[str, float]:
        """What was put into the data of the worked example, to hold the results against."""
        return self.lesson.truth(self.seed)

    def table(self, name: str) -> pd.DataFrame:
        """A copy of one of the lesson's tables.

        Raises
        ------
        ParameterError
            The lesson has no such table.
        """
        if name not in self._data:
            known = Message(N_("known: {known}"), {"known": ", ".join(self._data)})
            raise ParameterError(
                Message(N_("The lesson has no table {name}"), {"name": str(name)}),
                [Problem("table", known)],
            )
        return self._data[name].copy()

    def check(self, exercise: str) -> Box:
        """Check the answer to an exercise that stands in the notebook; never a traceback.

        Where answers are being marked, a wrong one raises `NotRightError` with what the
        student would read.
        """
        space = sys._getframe(1).f_globals  # the notebook's variables
        with words.speaking(self.language):
            try:
                asked = self.lesson.exercise(exercise)
            except ParameterError as error:
                return Box("note", tuple(words.explain(error).splitlines()), self.language)
            outcome = judge(self.lesson, asked, space, self.seed)
            attempts = self._progress.attempt(outcome)
            box = self._box(outcome, attempts)
        if self.strict and not outcome.right:
            raise NotRightError(f"{outcome.code}: {' '.join(box.lines)}")
        return box

    def hint(self, exercise: str) -> Box:
        """The next hint to an exercise: three, each of which says more."""
        with words.speaking(self.language):
            try:
                asked = self.lesson.exercise(exercise)
            except ParameterError as error:
                return Box("note", tuple(words.explain(error).splitlines()), self.language)
            step = min(int(self._progress.of(exercise)["hints"]) + 1, len(asked.hints))
            self._progress.hint(exercise, step)
            head = words.fill(_(HINT), step=step, steps=len(asked.hints))
            return Box("hint", (head, _(asked.hints[step - 1])), self.language)

    def progress(self) -> Box:
        """Which exercises are right, and how many points that makes."""
        with words.speaking(self.language):
            rows = []
            reached = 0
            for one in self.lesson.exercises:
                known = self._progress.of(one.code)
                reached += one.points if known["right"] else 0
                sign = "✓" if known["right"] else "○"
                tries = words.ngettext("{n} attempt", "{n} attempts", int(known["attempts"]))
                told = words.fill(tries, n=known["attempts"])
                rows.append(f"{sign} {_(one.title)} ({told})")
            total = sum(one.points for one in self.lesson.exercises)
            head = words.fill(_(POINTS), reached=reached, total=total)
            return Box("right" if reached == total else "note", (head, *rows), self.language)

    def _box(self, outcome: Outcome, attempts: int) -> Box:
        lines = [words.translate(outcome.message)]
        if outcome.answered and not outcome.right and outcome.code != "other":
            lines.insert(0, _(OTHER))
        exercise = self.lesson.exercise(outcome.exercise)
        if outcome.code == "other":
            # the second and third hint come by themselves, after as many attempts
            step = min(max(attempts, 1), len(exercise.hints))
            lines.append(_(exercise.hints[step - 1]))
        if not outcome.right and outcome.answered:
            lines.append(words.fill(_(MORE), call=f'`lesson.hint("{outcome.exercise}")`'))
        kind = "right" if outcome.right else "wrong" if outcome.answered else "empty"
        record = {"lesson": self.lesson.name, "exercise": outcome.exercise, "code": outcome.code}
        return Box(kind, tuple(lines), self.language, record)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        with words.speaking(self.language):
            return words.fill(_(BEGUN), lesson=self.lesson.name, seed=self.seed)


HINT = N_("Hint {step} of {steps}")
POINTS = N_("Points: {reached} of {total}")
MORE = N_("For a hint, in a new cell: {call}")
BEGUN = N_("Lesson {lesson}; your data have the number {seed}.")


def begin(name: str) -> Session:
    """Open a lesson in its notebook, with the data and in the language of the student.

    Both are taken from lesson.json beside the notebook, which `libmkt lesson` writes;
    without it the data are those shown in class, and the language is the one in use.

    Parameters
    ----------
    name
        Of the lesson: L05.

    Returns
    -------
    Session
        With ``table``, ``check``, ``hint`` and ``progress``.

    Raises
    ------
    ParameterError
        There is no such lesson, or lesson.json is another lesson's.

    Examples
    --------
    >>> list(begin("L05").table("loans"))
    ['branch', 'year', 'loans']
    """
    lesson = lessons.find(name)
    folder = Path()
    said = settings(folder)
    if said and said.get("lesson") != lesson.name:
        raise ParameterError(
            Message(N_("{file} belongs to the lesson {found}, not to {name}"),
                    {"file": SETTINGS, "found": str(said.get("lesson")), "name": lesson.name}),
        )  # fmt: skip
    language = words.check_language(str(said.get("language", words.language())))
    words.use(language)
    return Session(
        lesson,
        seed=int(said.get("seed", SEED)),
        language=language,
        folder=folder if said else None,
        strict=bool(said.get("strict", False)),
    )


def settings(folder: Path) -> dict[str, Any]:
    """What lesson.json of a folder says; nothing where there is none.

    Raises
    ------
    ParameterError
        It cannot be read.
    """
    path = folder / SETTINGS
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and isinstance(found.get("seed", SEED), int):
            return found
    except (OSError, ValueError):
        pass
    raise ParameterError(
        Message(N_("{file} cannot be used"), {"file": SETTINGS}),
        hints=[Message(N_("Write the lesson anew with: libmkt lesson NAME --to FOLDER"))],
    )
