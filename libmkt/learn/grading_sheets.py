"""The sheets of the workbook of marks: marks, wrong answers, problems, how it was marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_
from libmkt.learn.exercise import Lesson
from libmkt.learn.grading_marks import Result, told, wrong_answers
from libmkt.learn.grading_run import Limits
from libmkt.reporting.writers.grid import lines
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


@dataclass(frozen=True)
class About:
    """How it was marked."""

    lesson: Lesson
    limits: Limits
    bubblewrap: bool
    day: dt.date


def sandbox_told(*, bubblewrap: bool) -> str:
    """What protects the teacher's machine, and what does not, in the language in use."""
    if bubblewrap:
        return _(N_(
            "Each notebook ran in an empty copy with limits, under bubblewrap: no network, no "
            "files of yours. That keeps accidents away; it is no sandbox against an attack."
        ))  # fmt: skip
    return _(N_(
        "Each notebook ran in an empty copy with limits; writing elsewhere, the network and other "
        "programs were refused. That keeps accidents away; it is NO sandbox: mark the work of "
        "people you know, or on a machine of its own."
    ))  # fmt: skip


def own_styles(book: Workbook) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "border": 1,
            "border_color": "#c9d1d8"}  # fmt: skip
    return {
        "points": book.add_format({**base, "num_format": "0.##", "align": "center"}),
        "right": book.add_format({"bg_color": "#dff0dd"}),
        "zero": book.add_format({"bg_color": "#f9d6d2"}),
        "fill": book.add_format(
            {**base, "num_format": "0.##", "align": "center", "bg_color": "#fff6d6"}
        ),
        "fill_text": book.add_format({**base, "text_wrap": True, "bg_color": "#fff6d6"}),
        "sum": book.add_format({**base, "num_format": "0.##", "align": "center", "bold": True}),
        "cell": book.add_format({**base, "text_wrap": True, "valign": "top"}),
        "share": book.add_format({**base, "num_format": "0%", "align": "center"}),
    }


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
    area = _span(_FIRST, 1, last, n)
    right = {"type": "cell", "criteria": ">", "value": 0, "format": styles["right"]}
    zero = {"type": "formula", "format": styles["zero"],
            "criteria": f"=AND(ISNUMBER({_at(_FIRST, 1)}),{_at(_FIRST, 1)}=0)"}  # fmt: skip
    sheet.conditional_format(area, zero)
    sheet.conditional_format(area, right)
    _solved(sheet, last, results, lesson, styles)
    allowed = {"validate": "decimal", "criteria": "between", "minimum": 0,
               "maximum": lesson.rubric_points}  # fmt: skip
    sheet.data_validation(_FIRST, n + 2, last, n + 2, allowed)
    quoted = "'" + sheet.get_name().replace("'", "''") + "'"
    for name, column in zip(NAMES, (0, n + 2, n + 4), strict=True):
        book.define_name(name, f"={quoted}!{_span(_FIRST, column, last, column, absolute=True)}")
    sheet.freeze_panes(_FIRST, 1)
    _paper(sheet, _HEAD)


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
    sheet.set_row(_HEAD, _height(heads[: n + 4], widths[: n + 4]))
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
    sums = f'=IF(COUNT({_span(row, 1, row, n)})=0,"",SUM({_span(row, 1, row, n)}))'
    sheet.write_formula(row, n + 1, sums, styles["points"], one.points if marked else "")
    sheet.write(row, n + 2, given.points, styles["fill"])
    total = f'=IF({_at(row, n + 1)}="","",{_at(row, n + 1)}+N({_at(row, n + 2)}))'
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
        area = _span(_FIRST, j, last, j)
        formula = f'=IF(COUNT({area})=0,"",COUNTIF({area},">0")/COUNT({area}))'
        solved = sum(one.answers[exercise.code].points > 0 for one in marked)
        value = solved / len(marked) if marked else ""
        sheet.write_formula(row, j, formula, styles["share"], value)


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that a row of wrapped texts needs: not every program finds it out by itself."""
    room = [0.55 * wide for wide in widths]  # em
    most = max(lines(text, wide) for text, wide in zip(texts, room, strict=True))
    return 15.0 * most + 3


def wrong(
    book: Workbook, results: Sequence[Result], lesson: Lesson, styles: dict[str, Any]
) -> None:
    sheet = book.add_worksheet(_(N_("Wrong answers"))[:31])
    heads = [_(N_("Exercise")), _(N_("What was wrong")), _(N_("Students")), _(N_("Share")),
             _(N_("For example")), _(N_("Who"))]  # fmt: skip
    widths = (26, 70, 12, 10, 30, 30)
    _table_head(sheet, heads, widths, styles)
    titles = {one.code: f"{i}. {_(one.title)}" for i, one in enumerate(lesson.exercises, 1)}
    table = wrong_answers(lesson, results)
    for row, found in enumerate(table.to_dict("records"), 1):
        exercise = lesson.exercise(str(found["exercise"]))
        texts = [titles[exercise.code], _(told(exercise, str(found["code"]))), "", "",
                 str(found["example"]), str(found["students"])]  # fmt: skip
        for j, text in enumerate(texts):
            sheet.write_string(row, j, text, styles["cell"])
        sheet.write_number(row, 2, found["n"], styles["points"])
        sheet.write_number(row, 3, found["share"], styles["share"])
        sheet.set_row(row, _height(texts, widths))
    if table.empty:
        sheet.write_string(1, 0, _(N_("There are none.")), styles["cell"])


def problems(book: Workbook, results: Sequence[Result], styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_(N_("Problems"))[:31])
    heads = [_(N_("Number")), _(N_("File")), _(N_("What there was"))]
    widths = (14, 40, 110)
    _table_head(sheet, heads, widths, styles)
    row = 0
    for one in results:
        for problem in [*one.problems, *one.doubts]:
            row += 1
            cells = (one.student, one.file, words.translate(problem))
            for j, text in enumerate(cells):
                sheet.write_string(row, j, text, styles["cell"])
            sheet.set_row(row, _height(cells, widths))
    if not row:
        sheet.write_string(1, 0, _(N_("There are none.")), styles["cell"])


def how(book: Workbook, about: About, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_(N_("How it was marked"))[:31])
    limits = about.limits
    told_lines = [
        sandbox_told(bubblewrap=about.bubblewrap),
        words.fill(_(N_(
            "Limits: {cell} seconds of computing a cell, {notebook} seconds a notebook, "
            "{memory} megabytes of memory, {output} characters printed a cell.")),
            cell=f"{limits.cell:g}", notebook=f"{limits.notebook:g}", memory=limits.memory,
            output=words.number(limits.output)),
        _(N_("The data of each student were made anew from the number; what came with the "
             "notebook was not used. Check cells were taken from the lesson.")),
        _(N_("The answers stand in libmkt's own code, which a student may find: let the conclusion "
             "count as well.")),
        words.fill(_(N_("Date: {date}")), date=words.date(about.day)),
    ]  # fmt: skip
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110)
    for i, line in enumerate(told_lines):
        sheet.write_string(i, 0, line, styles["text"])
        sheet.set_row(i, _height([line], [110]))
    _paper(sheet, 0)


def _table_head(
    sheet: Worksheet, heads: Sequence[str], widths: Sequence[int], styles: dict[str, Any]
) -> None:
    for j, (text, wide) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(0, j, text, styles["head"])
        sheet.set_column(j, j, wide)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    _paper(sheet, 0)


def _paper(sheet: Worksheet, head: int) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&C&P / &N&R&F")


def _at(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def _span(top: int, left: int, bottom: int, right: int, *, absolute: bool = False) -> str:
    from xlsxwriter.utility import xl_range, xl_range_abs

    return str((xl_range_abs if absolute else xl_range)(top, left, bottom, right))
