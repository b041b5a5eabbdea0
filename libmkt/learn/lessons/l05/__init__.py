"""L05, growth dynamics: the whole table, the mean of a flow and of a stock, breaks."""

from typing import Final

from libmkt.learn.exercise import Lesson
from libmkt.learn.lessons.l05.data import make, truth
from libmkt.learn.lessons.l05.exercises import EXERCISES

LESSON: Final = Lesson(name="L05", make=make, exercises=EXERCISES, truth=truth)
