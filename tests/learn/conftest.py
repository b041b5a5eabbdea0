"""Lessons with their exercises, and how an answer gets into a notebook's variables."""

from __future__ import annotations

from typing import Any

import pytest

from libmkt.learn import lessons
from libmkt.learn.exercise import Exercise, Lesson, Wrong, seed_of

LESSONS = [lessons.find(name) for name in lessons.names()]
EXERCISES = [(lesson, one) for lesson in LESSONS for one in lesson.exercises]
WRONGS = [(lesson, one, wrong) for lesson, one in EXERCISES for wrong in one.wrongs]
SEEDS = [2026, *(seed_of("any", str(i)) for i in range(1, 5))]


def answered(lesson: Lesson, exercise: Exercise, way: Any, seed: int) -> dict[str, Any]:
    """A notebook's variables with an answer that was found by `way`."""
    value = way if exercise.form == "function" else way(lesson.make(seed))
    return {exercise.name: value}


def code_of(value: Lesson | Exercise | Wrong) -> str:
    """What a case is called in the list of tests."""
    return value.name if isinstance(value, Lesson) else value.code


@pytest.fixture
def growth() -> Lesson:
    """L05."""
    return lessons.find("L05")
