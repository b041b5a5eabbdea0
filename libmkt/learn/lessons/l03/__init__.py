"""L03, indicators and their passports: the right numerator over the right denominator."""

from typing import Final

from libmkt.learn.exercise import Lesson
from libmkt.learn.lessons.l03.data import make, truth
from libmkt.learn.lessons.l03.exercises import EXERCISES

LESSON: Final = Lesson(name="L03", make=make, exercises=EXERCISES, truth=truth)
