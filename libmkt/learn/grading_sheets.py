"""The other sheets of the workbook of marks: wrong answers, problems, how it was marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_
from libmkt.learn.exercise import Lesson
from libmkt.learn.grading_layout import height, paper
from libmkt.learn.grading_marks import Result, told, wrong_answers
from libmkt.learn.grading_run import Limits
from libmkt.words import _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


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
        sheet.set_row(row, height(texts, widths))
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
            sheet.set_row(row, height(cells, widths))
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
        sheet.set_row(i, height([line], [110]))
    paper(sheet, 0)


def _table_head(
    sheet: Worksheet, heads: Sequence[str], widths: Sequence[int], styles: dict[str, Any]
) -> None:
    for j, (text, wide) in enumerate(zip(heads, widths, strict=True)):
        sheet.write_string(0, j, text, styles["head"])
        sheet.set_column(j, j, wide)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    paper(sheet, 0)
