"""The teacher's page (answers, what students get wrong, how to mark) and the slides."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from libmkt import plots, reporting, words
from libmkt.errors import N_, Message, ReportError, why
from libmkt.learn import deliver, pages
from libmkt.learn.exercise import SEED, Exercise, Lesson, seed_of
from libmkt.learn.session import Session
from libmkt.reporting.document import Block, col, table
from libmkt.words import _

_DIGITS = {"count": 2, "rate": 4, "ratio": 2, "share": 4, "points": 2}


def write(
    lesson: Lesson,
    folder: Path,
    *,
    root: Path,
    language: str,
    students: Sequence[str] = (),
    day: dt.date,
) -> list[Path]:
    """Write NAME-teacher.html and NAME-slides.pptx, anew where they are there already.

    Parameters
    ----------
    students
        Those whose answers are listed; none gives the answers of the data shown in class.
    day
        The date that is printed.

    Raises
    ------
    ReportError
        They cannot be written there.
    """
    from libmkt.reporting.page import page
    from libmkt.reporting.writers import slides

    given = deliver.source(lesson, root)
    with words.speaking(language):
        head = pages.begin(language, day)
        for_page = [*_head(given, N_("{title} – for the teacher")), head,
                    *_page(given, lesson, students)]  # fmt: skip
        session = Session(lesson, seed=SEED, language=language, folder=None, strict=False)
        shown = _slides(given, session)
        for_slides = [*_head(given, "{title}"), head, *shown]
        texts = page(pages.notebook(for_page), root=root).encode("utf-8")
        deck = slides.write(pages.notebook(for_slides), root=root)
    made = {f"{lesson.name}-teacher.html": texts, f"{lesson.name}-slides.pptx": deck}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise ReportError(
            Message(N_("The lesson cannot be written to {folder}: {why}"),
                    {"folder": str(folder), "why": why(error)})
        ) from None  # fmt: skip
    return [folder / name for name in made]


def _page(given: deliver.Notebook, lesson: Lesson, students: Sequence[str]) -> Iterator[Any]:
    """The cells of the teacher's page: plan and marking, answers, each exercise."""
    yield from _tagged(given, "teacher")
    yield pages.markdown(f"## {_(N_('Answers'))}")
    yield pages.shown(_answers(lesson, students))
    for number, exercise in enumerate(lesson.exercises, 1):
        yield from _exercise(given, lesson, exercise, number)


def _answers(lesson: Lesson, students: Sequence[str]) -> Block:
    """One row an exercise, one column a student."""
    data = {who: lesson.make(seed_of(lesson.name, who)) for who in (students or [""])}
    rows = [
        {
            "title": f"{i}. {_(one.title)}",
            "minutes": one.minutes,
            "points": one.points,
            **{f"of {who}": _shown(one, data[who]) for who in data},
        }
        for i, one in enumerate(lesson.exercises, 1)
    ]
    heads = {
        f"of {who}": col(words.fill(_(N_("Number {id}")), id=who) if who else _(N_("In class")))
        for who in data
    }
    columns = {
        "title": col(_(N_("Exercise"))),
        "minutes": col(_(N_("Minutes")), "n0"),
        "points": col(_(N_("Points")), "n0"),
        **heads,
    }
    note = N_("Of a function the table shows what it returns for the first of its data.")
    caption = _(N_("Right answers, by whose data"))
    return table(pd.DataFrame(rows), columns, caption=caption, note=_(note), id="answers")


def _exercise(
    given: deliver.Notebook, lesson: Lesson, exercise: Exercise, number: int
) -> Iterator[Any]:
    task, solution = _cells_of(given, exercise.code)
    title = f"## {number}. {_(exercise.title)}"
    yield pages.markdown("\n".join([title, *task.splitlines()[1:]]))
    yield pages.markdown(f"```python\n{solution}\n```")
    data = lesson.make(seed_of(lesson.name, ""))
    wrongs = [
        {"answer": _shown(exercise, data, wrong.of), "told": _(wrong.hint)}
        for wrong in exercise.wrongs
    ]
    columns = {
        "answer": col(_(N_("Wrong answer, data shown in class"))),
        "told": col(_(N_("What the student is told"))),
    }
    caption = _(N_("What students really answer"))
    yield pages.shown(table(pd.DataFrame(wrongs), columns, caption=caption, id=exercise.code))
    yield pages.markdown(_(N_("The three hints:")))
    yield pages.markdown("\n".join(f"{i}. {_(hint)}" for i, hint in enumerate(exercise.hints, 1)))


def _cells_of(given: deliver.Notebook, code: str) -> tuple[str, str]:
    """The task of an exercise in the language in use, and its solution."""
    task = solution = ""
    for cell in given["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("## "):
            task = words.markdown(text)
        elif "solution" in deliver.tags(cell):
            solution = text
        elif f'lesson.check("{code}")' in text:
            break
    kept = [line for line in solution.splitlines() if "###" not in line and "..." not in line]
    return task, "\n".join(kept)


def _shown(exercise: Exercise, data: Any, way: Any = None) -> str:
    """An answer as the page prints it; of a function, its first result."""
    answer = way or exercise.right
    given = exercise.cases(data)[0] if exercise.cases is not None else (data,)
    value = answer(*given)
    if isinstance(value, str):
        return value
    digits = _DIGITS[exercise.unit]
    held = value if isinstance(value, list) else [value]
    if exercise.unit == "count" and all(float(one).is_integer() for one in held):
        digits = 0
    return "; ".join(words.number(one, digits) for one in held)


def _head(given: deliver.Notebook, title: str) -> list[Any]:
    """The first cell of the lesson as the head of another page."""
    first, *rest = words.markdown("".join(given["cells"][0]["source"])).splitlines()
    shown = _(title).replace("{title}", first.removeprefix("# "))
    return [pages.markdown("\n".join([f"# {shown}", *rest]))]


def _tagged(given: deliver.Notebook, tag: str) -> list[Any]:
    return [
        pages.markdown(words.markdown("".join(cell["source"])))
        for cell in given["cells"]
        if tag in deliver.tags(cell)
    ]


def _slides(given: deliver.Notebook, session: Session) -> Iterator[dict[str, Any]]:
    """The cells tagged ``slide``: texts as they are, code by what its last line shows."""
    names = {"lesson": session, "plots": plots, "reporting": reporting, "_": _}
    for cell in given["cells"]:
        text = "".join(cell["source"])
        if "slide" in deliver.tags(cell) and cell["cell_type"] == "markdown":
            yield pages.markdown(words.markdown(text))
        elif "slide" in deliver.tags(cell):
            *before, last = ast.parse(text).body  # of a lesson that comes with libmkt
            exec(compile(ast.Module(before, []), "slide", "exec"), names)
            yield pages.shown(eval(ast.unparse(last), names))
