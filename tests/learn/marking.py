"""Marks of a folder of submissions, and how the tests ask for them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from libmkt.learn.grading import Limits, Marking, grade
from libmkt.learn.grading_marks import Result
from tests.learn.classroom import ROOT

DAY = dt.date(2026, 11, 23)
HONEST = Limits(cell=20, notebook=300)  # whatever else the machine does


def marked(folder: Path, **options: Any) -> Marking:
    """The marks of a folder, in English unless told otherwise."""
    given = {"language": "en", "limits": HONEST, "jobs": 2, "lesson": "L05"}
    return grade(folder, root=ROOT, day=DAY, **{**given, **options})


def of(marking: Marking, student: str) -> Result:
    """The result of one student."""
    return next(one for one in marking.results if one.student == student)


def said(result: Result) -> str:
    """All problems of a result."""
    return "\n".join(map(str, [*result.problems, *result.doubts]))
