"""The lessons by name: a module each, which holds a `LESSON`."""

from __future__ import annotations

import importlib
import pkgutil

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.learn.exercise import Lesson


def names() -> list[str]:
    """The names of all lessons, in order.

    >>> "L05" in names()
    True
    """
    return sorted(found.name.upper() for found in pkgutil.iter_modules(__path__))


def find(name: str) -> Lesson:
    """The lesson of a name: "L05", "l05" or the name of its notebook.

    Raises
    ------
    ParameterError
        There is none.

    >>> find("l05-growth-dynamics").name
    'L05'
    """
    short = name.strip().upper().split("-")[0]
    if short not in names():
        raise ParameterError(
            Message(N_("There is no lesson {name}"), {"name": name}),
            [Problem("lesson", Message(N_("known: {known}"), {"known": ", ".join(names())}))],
        )
    lesson: Lesson = importlib.import_module(f"{__name__}.{short.lower()}").LESSON
    return lesson
