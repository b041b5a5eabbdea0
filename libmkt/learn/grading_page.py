"""A page for each student: what was right, what was not, and what to look at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from libmkt import words
from libmkt.errors import N_
from libmkt.learn import deliver, pages
from libmkt.learn.exercise import Exercise, Lesson
from libmkt.learn.grading_marks import Result, told
from libmkt.learn.grading_outcome import error_of, written_conclusion
from libmkt.learn.grading_table import Manual
from libmkt.learn.session import MORE
from libmkt.reporting import store
from libmkt.reporting.document import Block, col, table
from libmkt.words import _

FOLDER = "feedback"


def file_of(student: str) -> str:
    """Where a student's page stands, from the folder of results."""
    return f"{FOLDER}/{store.safe_name(student)}.html"


def write(
    folder: Path,
    lesson: Lesson,
    results: Sequence[Result],
    executed: Mapping[str, Any],
    manual: Mapping[str, Manual],
    *,
    root: Path,
    day: dt.date,
) -> None:
    """Write a page for each whose submission was marked, in the language of the notebook."""
    from libmkt.reporting.page import page

    (folder / FOLDER).mkdir()
    source = deliver.source(lesson, root)
    for one in results:
        if one.state != "marked":
            continue
        with words.speaking(one.language):
            given = manual.get(one.student, Manual())
            cells = list(_cells(lesson, source, one, executed[one.student], given, day))
            text = page(pages.notebook(cells), root=root)
        (folder / file_of(one.student)).write_text(text, encoding="utf-8", newline="\n")


def _cells(
    lesson: Lesson,
    source: deliver.Notebook,
    one: Result,
    notebook: Any,
    manual: Manual,
    day: dt.date,
) -> Iterator[Any]:
    heading = words.markdown("".join(source["cells"][0]["source"])).splitlines()[0]
    whose = words.fill(_(N_("Feedback for number {student}")), student=one.student)
    yield pages.markdown(f"{heading}\n\n{_plain(whose)}")
    yield pages.begin(one.language, day)
    yield pages.markdown(f"## {_(N_('Points'))}")
    yield pages.shown(_points(lesson, one, manual))
    for problem in one.problems:
        yield pages.shown(Block("sentence", {"text": words.translate(problem), "code": ""}))
    for number, exercise in enumerate(lesson.exercises, 1):
        if one.answers[exercise.code].code != "right":
            yield from _exercise(exercise, number, one, notebook)
    yield pages.markdown(f"## {_(N_('Your conclusion'))}")
    said = written_conclusion(notebook) if one.concluded else ""
    yield pages.markdown(_quoted(said) if said else _(N_("Nothing was written.")))
    if manual.note:
        yield pages.markdown(f"**{_(N_('From the teacher'))}**\n\n{_quoted(manual.note)}")


def _points(lesson: Lesson, one: Result, manual: Manual) -> Block:
    """One row an exercise, the conclusion and the sum below."""
    rows: list[dict[str, Any]] = []
    for number, exercise in enumerate(lesson.exercises, 1):
        answer = one.answers[exercise.code]
        right = answer.code == "right"
        rows.append({"title": f"{number}. {_(exercise.title)}", "points": answer.points,
                     "of": exercise.points, "sum": False,
                     "told": _(N_("right")) if right else _(N_("not yet right"))})  # fmt: skip
    marked = manual.points
    told_of = "" if marked is not None else _(N_("a person marks this"))
    rows.append({"title": _(N_("Conclusion")), "points": marked, "of": lesson.rubric_points,
                 "told": told_of, "sum": False})  # fmt: skip
    rows.append({"title": _(N_("Together")), "points": one.points + (marked or 0),
                 "of": sum(row["of"] for row in rows), "told": "", "sum": True})  # fmt: skip
    shown = pd.DataFrame(rows)
    halves = bool((shown["points"].dropna() % 1 != 0).any())
    columns = {"title": col(_(N_("Exercise"))), "points": col(_(N_("Points")), f"n{int(halves)}"),
               "of": col(_(N_("Possible")), "n0"), "told": col(_(N_("Outcome")))}  # fmt: skip
    return table(shown, columns, caption=_(N_("Points by exercise")), strong="sum", id="points")


def _exercise(exercise: Exercise, number: int, one: Result, notebook: Any) -> Iterator[Any]:
    """What the student wrote, what the check said of it, and the first two hints."""
    answer = one.answers[exercise.code]
    yield pages.markdown(f"## {number}. {_(exercise.title)}")
    code, error = _cell_of(notebook, exercise.code)
    if code.strip():
        yield pages.plain(code)
    if error:
        stopped = words.fill(_(N_("The cell stopped with: {error}")), error=error)
        yield pages.shown(Block("sentence", {"text": stopped, "code": ""}))
    text = answer.said or _(told(exercise, answer.code))
    asking = words.fill(_(MORE), call=f'`lesson.hint("{exercise.code}")`')
    text = text.removesuffix(asking).rstrip()  # there is no notebook to ask here
    yield pages.shown(Block("warning", {"text": text, "code": ""}))
    yield pages.markdown("\n".join(f"- {_(hint)}" for hint in exercise.hints[:2]))


def _cell_of(notebook: Any, code: str) -> tuple[str, str]:
    """What the student wrote for an exercise, and the error that it stopped with."""
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade_id") == code:
            return str(cell["source"]), error_of(cell["outputs"])
    return "", ""


def _quoted(text: str) -> str:
    """A person's text as a quotation: a heading in it is a line in bold, not one of the page's.

    >>> _quoted("# So\\nit is")
    '> **So**\\n> it is'
    """
    lines = [re.sub(r"^\s{0,3}#+\s+(.+?)\s*#*$", r"**\1**", line) for line in text.splitlines()]
    return "\n".join(f"> {line}" for line in lines)


def _plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>])", r"\\\1", text)
