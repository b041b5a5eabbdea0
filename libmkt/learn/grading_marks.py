"""What marking found: one record a student, and which wrong answers were frequent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from libmkt.errors import N_, Message
from libmkt.learn import slips
from libmkt.learn.exercise import Exercise, Lesson
from libmkt.learn.judge import ENDLESS, OTHER, RIGHT

State = Literal["marked", "unmarked", "gone"]
CELL_STOPPED = "cell_stopped"  # there is no answer, because its cell stopped
NOT_RUN = "not_run"  # a check that was not reached, or ended the submission
SILENT = "silent"  # a check that neither refused nor said that all is right

# Of outcomes that no exercise lists, as the teacher reads them.
_TOLD = {
    "right": RIGHT,
    "other": OTHER,
    "endless": ENDLESS,
    "rounded": slips.ROUNDED,
    "empty": N_("Nothing was written."),
    "undefined": N_("The answer's name is not there."),
    "hidden": N_("Right for their own data, but not for other data."),
    "stopped": N_("The function stopped with an error."),
    "missing": N_("The result is a missing value."),
    "text": N_("A text, where a number is asked for."),
    "kind": N_("Something that is no number."),
    "several": N_("Several numbers, where one is asked for."),
    "one": N_("One number, where several are asked for."),
    "length": N_("A list of another length."),
    "choice": N_("None of the words to choose from."),
    "no_function": N_("No function, where one is asked for."),
    CELL_STOPPED: N_("The cell stopped with an error, so that there is no answer."),
    NOT_RUN: N_("The check could not be run."),
    SILENT: N_("The check said nothing: somebody has changed what it does."),
}


@dataclass
class Answer:
    """What became of one exercise of one student."""

    code: str  # "right", or which mistake
    said: str = ""  # what the student is told
    shown: str = ""  # the answer, as Python writes it
    points: float = 0.0


@dataclass
class Result:
    """What became of one student's submission."""

    student: str
    file: str
    state: State = "unmarked"
    language: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)  # by exercise
    concluded: bool = False  # something is written as the conclusion
    problems: list[Message] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)  # for the teacher alone to judge
    seconds: float = 0.0
    key: str = ""  # of all that the result depends on

    @property
    def points(self) -> float:
        """Points of the exercises that were checked."""
        return sum(answer.points for answer in self.answers.values())


_NOTES = ("problems", "doubts")


def kept(result: Result) -> dict[str, Any]:
    """A result as plain JSON values."""
    notes = {name: [_plain(one) for one in getattr(result, name)] for name in _NOTES}
    return {**asdict(result), **notes}


def restored(found: dict[str, Any]) -> Result:
    """A result from what `kept` gave.

    Raises
    ------
    KeyError, TypeError
        It was written by another version.
    """
    answers = {code: Answer(**one) for code, one in found["answers"].items()}
    notes = {name: [_message(one) for one in found[name]] for name in _NOTES}
    return Result(**{**found, "answers": answers, **notes})


def wrong_answers(lesson: Lesson, results: Sequence[Result]) -> pd.DataFrame:
    """Which mistakes were made, the most frequent of each exercise first.

    Returns
    -------
    DataFrame
        One row a mistake: exercise (its code), code, n (students), share (0 to 1, of those
        whose submission was marked), example (an answer, as Python writes it), students.
    """
    marked = [one for one in results if one.state == "marked"]
    rows: list[dict[str, Any]] = []
    for exercise in lesson.exercises:
        made: dict[str, list[Result]] = defaultdict(list)
        for one in marked:
            answer = one.answers[exercise.code]
            if answer.code != "right":
                made[answer.code].append(one)
        for code, many in sorted(made.items(), key=lambda item: (-len(item[1]), item[0])):
            example = next((r.answers[exercise.code].shown for r in many), "")
            rows.append(
                {
                    "exercise": exercise.code,
                    "code": code,
                    "n": len(many),
                    "share": len(many) / len(marked),
                    "example": example,
                    "students": ", ".join(one.student for one in many),
                }
            )
    names = ["exercise", "code", "n", "share", "example", "students"]
    return pd.DataFrame(rows, columns=names)


def told(exercise: Exercise, code: str) -> str:
    """What an outcome means: a template to be translated."""
    for wrong in exercise.wrongs:
        if wrong.code == code:
            return wrong.hint
    for slip in slips.SLIPS[exercise.unit]:
        if slip.code == code:
            return slip.hint
    return _TOLD.get(code, OTHER)


def _plain(message: Message) -> dict[str, Any]:
    fields = {k: _plain(v) if isinstance(v, Message) else v for k, v in message.fields.items()}
    return {"template": message.template, "fields": fields, "plural": message.plural}


def _message(found: dict[str, Any]) -> Message:
    fields = {k: _message(v) if isinstance(v, dict) else v for k, v in found["fields"].items()}
    return Message(found["template"], fields, found["plural"])
