"""L04, does the number reproduce: parts against totals, rounding, the product of indicators."""

from typing import Final

from libmkt.learn.exercise import Lesson
from libmkt.learn.lessons.l04.data import make, truth
from libmkt.learn.lessons.l04.exercises import EXERCISES

LESSON: Final = Lesson(name="L04", make=make, exercises=EXERCISES, truth=truth)
