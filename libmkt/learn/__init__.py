"""Lessons: data of one's own, checks by what an answer does, hints in three steps.

A lesson's notebook uses `begin` alone::

    lesson = learn.begin("L05")
    loans = lesson.table("loans")
    lesson.check("increments")
    lesson.hint("increments")
    lesson.progress()

How a lesson is written stands in docs/lessons.md.
"""

from libmkt.learn.session import begin

__all__ = ["begin"]
