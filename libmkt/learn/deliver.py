"""A lesson's notebook for one student: in the student's language, without the solutions.

The source notebook is the teacher's: it holds the solutions, between ``### BEGIN SOLUTION``
and ``### END SOLUTION``, and cells tagged ``teacher`` and ``slide`` that no student gets.
Grades are nbgrader's: cells tagged ``solution`` are the student's, ``lesson.check("code")``
gives an exercise's points, the cell tagged ``conclusion`` is marked by a person.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from libmkt import words
from libmkt.errors import N_, Message, MissingError, ParameterError, ReportError, why
from libmkt.learn.exercise import Lesson
from libmkt.learn.progress import write_whole
from libmkt.learn.session import SETTINGS
from libmkt.words.code import code as translated_code
from libmkt.workbench import shipped

FOLDER: Final = "notebooks/lessons"
NOT_FOR_STUDENTS: Final = {"teacher", "slide"}
_SOLUTION = re.compile(r"(?ms)^[ \t]*### BEGIN SOLUTION.*?^[ \t]*### END SOLUTION[^\n]*\n?")
_CHECK = re.compile(r'lesson\.check\("(\w+)"\)')

Notebook = dict[str, Any]


def notebooks(root: Path) -> dict[str, Path]:
    """The source notebooks of all lessons by name; the workbench's own before the shipped."""
    found: dict[str, Path] = {}
    for folder in (shipped() / FOLDER, root / FOLDER):
        found |= {path.stem.split("-")[0]: path for path in sorted(folder.glob("L*.ipynb"))}
    return dict(sorted(found.items()))


def source(lesson: Lesson, root: Path) -> Notebook:
    """The source notebook of a lesson.

    Raises
    ------
    MissingError
        It is not there.
    """
    path = notebooks(root).get(lesson.name)
    if path is None:
        raise MissingError(Message(N_("The notebook of lesson {name} is not there"),
                                   {"name": lesson.name}))  # fmt: skip
    found: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return found


def notebook(given: Notebook, lesson: Lesson, *, solved: bool = False) -> Notebook:
    """A lesson's notebook in the language in use.

    Parameters
    ----------
    given
        The source notebook.
    solved
        Leave the solutions in (for the teacher, and for tests).
    """
    cells = []
    for cell in given["cells"]:
        if tags(cell) & NOT_FOR_STUDENTS:
            continue
        made = copy.deepcopy(cell)
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            made["source"] = words.markdown(text)
        else:
            made["source"] = translated_code(text if solved else stripped(text)).strip("\n")
            made |= {"outputs": [], "execution_count": None}
        made["metadata"] = {}
        cells.append(made)
    for cell, marks in zip(cells, _marks(given, lesson), strict=True):
        if marks:
            cell["metadata"] = {"nbgrader": {"schema_version": 3, "task": False, **marks}}
            if marks["locked"]:
                cell["metadata"] |= {"editable": False, "deletable": False}
    metadata = {
        **given["metadata"],
        "libmkt": {"lesson": lesson.name, "language": words.language()},
    }
    return {**given, "cells": cells, "metadata": metadata}


def stripped(code: str) -> str:
    """Code without what stands between BEGIN SOLUTION and END SOLUTION.

    >>> stripped("x = ...\\n### BEGIN SOLUTION\\nx = 2\\n### END SOLUTION\\n")
    'x = ...\\n'
    """
    return _SOLUTION.sub("", code)


def tags(cell: dict[str, Any]) -> set[str]:
    """The tags of a cell."""
    return set(cell.get("metadata", {}).get("tags", []))


def _marks(given: Notebook, lesson: Lesson) -> Iterator[dict[str, Any]]:
    """What nbgrader is to know of each cell that a student gets; nothing of plain text."""
    kept = [cell for cell in given["cells"] if not tags(cell) & NOT_FOR_STUDENTS]
    checks = [_CHECK.search("".join(cell["source"])) if cell["cell_type"] == "code" else None
              for cell in kept]  # fmt: skip
    for i, cell in enumerate(kept):
        found = checks[i]
        if found:
            points = lesson.exercise(found[1]).points
            yield {"grade": True, "solution": False, "locked": True, "points": points,
                   "grade_id": f"{found[1]}-check"}  # fmt: skip
        elif "solution" in tags(cell):
            code = next(c[1] for c in checks[i:] if c)
            yield {"grade": False, "solution": True, "locked": False, "grade_id": code}
        elif "conclusion" in tags(cell):
            yield {"grade": True, "solution": True, "locked": False,
                   "points": lesson.rubric_points, "grade_id": "conclusion"}  # fmt: skip
        elif cell["cell_type"] == "code":
            yield {"grade": False, "solution": False, "locked": True, "grade_id": f"given-{i}"}
        else:
            yield {}


def deliver(
    lesson: Lesson, folder: Path, *, root: Path, language: str, seed: int, strict: bool = False
) -> Path:
    """Write a lesson into a student's folder: notebook, settings, data.

    Parameters
    ----------
    folder
        Made if it is not there.  A notebook of the lesson that stands there already is
        the student's work: it is never written over.
    strict
        Let a wrong answer stop the notebook: for marking.

    Returns
    -------
    Path
        The notebook.

    Raises
    ------
    ParameterError
        The folder holds the lesson already.
    ReportError
        It cannot be written there.
    """
    given = source(lesson, root)
    path = folder / f"{lesson.name}.ipynb"
    if path.exists():
        raise ParameterError(
            Message(N_("{file} is there already: nothing was written over"), {"file": str(path)}),
            hints=[Message(N_("Go on in it, or name another folder with --to"))],
        )
    with words.speaking(language):
        made = notebook(given, lesson)
    try:
        (folder / "data").mkdir(parents=True, exist_ok=True)
        for name, table in lesson.make(seed).items():
            # with a mark in front, so that Excel reads á, ǵ and ń
            text = table.to_csv(index=False, lineterminator="\n").rstrip("\n")
            write_whole(folder / "data" / f"{name}.csv", text, encoding="utf-8-sig")
        settings = {"lesson": lesson.name, "seed": seed, "language": language}
        settings |= {"strict": True} if strict else {}
        write_whole(folder / SETTINGS, json.dumps(settings, indent=1))
        write_whole(path, json.dumps(made, ensure_ascii=False, indent=1))
    except OSError as error:
        raise ReportError(
            Message(N_("The lesson cannot be written to {folder}: {why}"),
                    {"folder": str(folder), "why": why(error)})
        ) from None  # fmt: skip
    return path
