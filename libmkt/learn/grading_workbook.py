"""The workbook of marks, and what a teacher has filled in in the one before.

Two columns of the first sheet are a person's: points for the conclusion, and a note.
They are found again by names that the workbook gives its columns, so that it does not
matter how rows were sorted or where the columns were moved.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.learn import grading_sheets as sheets
from libmkt.learn.exercise import Lesson
from libmkt.learn.grading_layout import own_styles
from libmkt.learn.grading_marks import Result
from libmkt.learn.grading_sheets import About
from libmkt.learn.grading_table import NAMES, Manual, marks
from libmkt.reporting import store
from libmkt.reporting.session import sha256_file
from libmkt.reporting.workbook_layout import styles_of
from libmkt.workbench import ACCENT

NAME = "marks.xlsx"


def read(path: Path, lesson: Lesson) -> dict[str, Manual]:
    """What was filled in in a workbook of marks, by student; nothing where there is none.

    Raises
    ------
    DataError
        It cannot be read, or holds points that are none: nothing may be lost by writing
        a new one over it.
    """
    import openpyxl

    if not path.is_file():
        return {}
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
        columns = [_column(book, name) for name in NAMES]
    except Exception as error:  # whatever openpyxl says of a file that is no workbook
        raise DataError(
            Message(N_("{file} cannot be read, so what was filled in there would be lost"),
                    {"file": str(path)}),
            hints=[Message(N_("Repair it, or move it away to begin anew"))],
        ) from error  # fmt: skip
    found, problems = {}, []
    for student, points, note in zip(*columns, strict=True):
        if student in (None, ""):
            continue
        given = _points(points)
        if given is not None and not 0 <= given <= lesson.rubric_points:
            said = N_("points for the conclusion are a number from 0 to {most}")
            was = Message(N_("found: {found}"), {"found": str(points)})
            problems.append(
                Problem(str(student), Message(said, {"most": lesson.rubric_points}), was)
            )
        if given is not None or note not in (None, ""):
            found[str(student)] = Manual(given, str(note or ""))
    if problems:
        raise DataError(Message(N_("{file} cannot be used"), {"file": str(path)}), problems)
    return found


def forget_edits(folder: Path) -> None:
    """Note the workbook of marks as it is now: what was filled in has been taken over.

    Other files that a person has changed are still known as such, and kept.
    """
    known, path = store.manifest(folder), folder / NAME
    if path.is_file() and NAME in known.get("files", {}):
        known["files"][NAME] = sha256_file(path)
        text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / store.MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def write(
    path: Path,
    results: Sequence[Result],
    manual: Mapping[str, Manual],
    about: About,
    source: Mapping[str, Any],
    *,
    language: str,
) -> None:
    """Write the workbook: marks, wrong answers, problems, how it was marked.

    Parameters
    ----------
    source
        The lesson's source notebook, for its title.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    stream = io.BytesIO()
    with words.speaking(language), xlsxwriter.Workbook(stream, options) as book:
        title = words.markdown("".join(source["cells"][0]["source"])).splitlines()[0]
        head = f"{about.lesson.name} {title.removeprefix('# ')}"
        created = dt.datetime.combine(about.day, dt.time(), dt.UTC)
        book.set_properties({"title": head, "created": created})
        styles = {**styles_of(book, ACCENT), **own_styles(book)}
        marks(book, head, results, manual, about.lesson, styles)
        sheets.wrong(book, results, about.lesson, styles)
        sheets.problems(book, results, styles)
        sheets.how(book, about, styles)
    path.write_bytes(stream.getvalue())


def _column(book: Any, name: str) -> list[Any]:
    """The values of a named column."""
    sheet, area = next(iter(book.defined_names[name].destinations))
    cells = book[sheet][area]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return [row[0].value for row in rows]


def _points(value: Any) -> float | None:
    """Points as a person writes them; -1 for what is no number."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return float(str(value).strip().replace(",", "."))
    except ValueError:
        return -1.0
