"""The first sheet of the workbook of marks: a row a student, a column an exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from libmkt.errors import N_
from libmkt.learn.exercise import Lesson
from libmkt.learn.grading_layout import at, height, paper, span
from libmkt.learn.grading_marks import Result
from libmkt.words import _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_HEAD, _FIRST = 4, 6  # rows: headings, possible points below them, then a row a student
SOLVED = N_("Solved by")
STATES = {
    "gone": N_("the submission is no longer there"),
    "unmarked": N_("not marked: see Problems"),
    "no conclusion": N_("no conclusion written"),
    "waits": N_("conclusion to be marked"),
    "marked": N_("marked"),
}
NAMES = ("students", "conclusion", "note")  # of the columns that are read again


@dataclass(frozen=True)
class Manual:
    """What a teacher has filled in for one student."""

    points: float | None = None
    note: str = ""


def marks(
    book: Workbook,
    head: str,
    results: Sequence[Result],
    manual: Mapping[str, Manual],
    lesson: Lesson,
    styles: dict[str, Any],
) -> None:
    """The first sheet: a row a student, a column an exercise."""
    sheet = book.add_worksheet(_(N_("Marks"))[:31])
    _headings(sheet, head, results, lesson, styles)
    n = len(lesson.exercises)
    for i, one in enumerate(results):
        _row(sheet, _FIRST + i, one, manual.get(one.student, Manual()), lesson, styles)
    last = _FIRST + len(results) - 1
    area = span(_FIRST, 1, last, n)
    right = {"type": "cell", "criteria": ">", "value": 0, "format": styles["right"]}
    zero = {"type": "formula", "format": styles["zero"],
            "criteria": f"=AND(ISNUMBER({at(_FIRST, 1)}),{at(_FIRST, 1)}=0)"}  # fmt: skip
    sheet.conditional_format(area, zero)
    sheet.conditional_format(area, right)
    _solved(sheet, last, results, lesson, styles)
    allowed = {"validate": "decimal", "criteria": "between", "minimum": 0,
               "maximum": lesson.rubric_points}  # fmt: skip
    sheet.data_validation(_FIRST, n + 2, last, n + 2, allowed)
    quoted = "'" + sheet.get_name().replace("'", "''") + "'"
    for name, column in zip(NAMES, (0, n + 2, n + 4), strict=True):
        book.define_name(name, f"={quoted}!{span(_FIRST, column, last, column, absolute=True)}")
    sheet.freeze_panes(_FIRST, 1)
    paper(sheet, _HEAD)


def _headings(
    sheet: Worksheet,
    head: str,
    results: Sequence[Result],
    lesson: Lesson,
    styles: dict[str, Any],
) -> None:
    n = len(lesson.exercises)
    sheet.write_string(0, 0, head, styles["title"])
    sheet.write_string(1, 0, _(N_(
        "Yellow columns are yours: fill them in, save, and mark again; they are kept.")),
        styles["hint"])  # fmt: skip
    sheet.write_string(2, 0, _(N_(
        "The other columns are written anew each time.")), styles["hint"])  # fmt: skip
    titles = [f"{i}. {_(one.title)}" for i, one in enumerate(lesson.exercises, 1)]
    heads = [_(N_("Number")), *titles, _(N_("Checked")), _(N_("Conclusion")), _(N_("Total")),
             _(N_("Note for the student")), _(N_("State")), _(N_("Page"))]  # fmt: skip
    for j, text in enumerate(heads):
        sheet.write_string(_HEAD, j, text, styles["head"])
    sheet.write_string(_HEAD + 1, 0, _(N_("Possible")), styles["part"])
    possible = [one.points for one in lesson.exercises]
    row = [*possible, sum(possible), lesson.rubric_points, sum(possible) + lesson.rubric_points]
    for j, points in enumerate(row, 1):
        sheet.write_number(_HEAD + 1, j, points, styles["part"])
    for j in range(n + 4, n + 7):
        sheet.write_blank(_HEAD + 1, j, None, styles["part"])
    # a heading breaks between words only: each column is as wide as its longest word
    widths = [max(12, 1.3 * max(map(len, text.split())) + 1) for text in heads]
    sheet.set_row(0, 26)
    sheet.set_row(_HEAD, height(heads[: n + 4], widths[: n + 4]))
    for j, wide in enumerate(widths[: n + 4]):
        sheet.set_column(j, j, wide)
    first = [_(SOLVED), heads[0], *(one.student for one in results)]
    sheet.set_column(0, 0, min(40, 1.2 * max(map(len, first)) + 3))
    sheet.set_column(n + 4, n + 4, 36)
    sheet.set_column(n + 5, n + 5, max(len(_(state)) for state in STATES.values()) + 2)
    sheet.set_column(n + 6, n + 6, 20)


def _row(
    sheet: Worksheet,
    row: int,
    one: Result,
    given: Manual,
    lesson: Lesson,
    styles: dict[str, Any],
) -> None:
    from libmkt.learn.grading_page import file_of

    n = len(lesson.exercises)
    marked = one.state == "marked"
    sheet.write_string(row, 0, one.student, styles["name"])
    for j, exercise in enumerate(lesson.exercises, 1):
        if marked:
            sheet.write_number(row, j, one.answers[exercise.code].points, styles["points"])
        else:
            sheet.write_blank(row, j, None, styles["points"])
    sums = f'=IF(COUNT({span(row, 1, row, n)})=0,"",SUM({span(row, 1, row, n)}))'
    sheet.write_formula(row, n + 1, sums, styles["points"], one.points if marked else "")
    sheet.write(row, n + 2, given.points, styles["fill"])
    total = f'=IF({at(row, n + 1)}="","",{at(row, n + 1)}+N({at(row, n + 2)}))'
    sheet.write_formula(row, n + 3, total, styles["sum"],
                        one.points + (given.points or 0) if marked else "")  # fmt: skip
    sheet.write(row, n + 4, given.note or None, styles["fill_text"])
    sheet.write_string(row, n + 5, _state(one, given), styles["cell"])
    if marked:
        page = file_of(one.student)
        sheet.write_url(row, n + 6, f"external:{page}", styles["cell"], page.split("/")[-1])
    else:
        sheet.write_blank(row, n + 6, None, styles["cell"])


def _state(one: Result, given: Manual) -> str:
    if one.state != "marked":
        return _(STATES[one.state])
    if not one.concluded:
        return _(STATES["no conclusion"])
    return _(STATES["waits" if given.points is None else "marked"])


def _solved(
    sheet: Worksheet, last: int, results: Sequence[Result], lesson: Lesson, styles: dict[str, Any]
) -> None:
    """Below the students: the share that solved each exercise."""
    row = last + 1
    marked = [one for one in results if one.state == "marked"]
    sheet.write_string(row, 0, _(SOLVED), styles["total_name"])
    for j, exercise in enumerate(lesson.exercises, 1):
        area = span(_FIRST, j, last, j)
        formula = f'=IF(COUNT({area})=0,"",COUNTIF({area},">0")/COUNT({area}))'
        solved = sum(one.answers[exercise.code].points > 0 for one in marked)
        value = solved / len(marked) if marked else ""
        sheet.write_formula(row, j, formula, styles["share"], value)
