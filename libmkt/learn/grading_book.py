"""The gradebook: nbgrader's own, so that its tools and exporters can go on from here.

Cells are put back before (grading_cells.py) and run elsewhere (grading_run.py): nbgrader's
exchange and its kernels do not work on Windows, and its OverwriteCells stops where both an
answer and its check were deleted.  What a cell earns, it decides.
"""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import logging
import shutil
import sqlite3
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from libmkt.errors import N_, Message, MissingError
from libmkt.learn.exercise import Lesson

CONCLUSION = "conclusion"
Scores = dict[str, float | None]  # points by grade_id; None where a person has to mark


def required() -> None:
    """Nothing, where nbgrader is installed.

    Raises
    ------
    MissingError
        It is not.
    """
    if importlib.util.find_spec("nbgrader") is not None:
        return
    pip = "uv pip install" if shutil.which("uv") else f'"{sys.executable}" -m pip install'
    raise MissingError(
        Message(N_("Marking needs nbgrader, which is not installed")),
        hints=[Message(N_("Install it with: {command}"), {"command": f'{pip} "nbgrader>=0.9.5"'})],
    )


def with_checksums(released: dict[str, Any]) -> Any:
    """A released notebook as nbgrader knows it: whether an answer was touched can be seen."""
    import nbformat
    from nbgrader.preprocessors import ComputeChecksums

    made: Any = nbformat.from_dict(copy.deepcopy(released))  # type: ignore[no-untyped-call]
    return ComputeChecksums().preprocess(made, {})[0]


def scores(
    path: Path,
    lesson: Lesson,
    released: Mapping[str, Any],
    executed: Mapping[str, tuple[str, Any]],
    manual: Mapping[str, float],
) -> dict[str, Scores]:
    """Write a new gradebook, and what each student's cells earn.

    Parameters
    ----------
    path
        Of the gradebook, a SQLite file that is not there yet.
    released
        The notebook handed out, by language, with checksums: an assignment each, since the
        texts of its cells differ.
    executed
        Language and executed notebook by student.
    manual
        Points for the conclusion that a person gave, by student.
    """
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    _begin(path)
    with warnings.catch_warnings():  # of SQLAlchemy, about how nbgrader asks it
        warnings.simplefilter("ignore")
        return _scores(f"sqlite:///{path.as_posix()}", lesson, released, executed, manual)


def _scores(
    url: str,
    lesson: Lesson,
    released: Mapping[str, Any],
    executed: Mapping[str, tuple[str, Any]],
    manual: Mapping[str, float],
) -> dict[str, Scores]:
    from nbgrader.api import Gradebook
    from nbgrader.preprocessors import SaveAutoGrades, SaveCells

    names = {language: f"{lesson.name}-{language}" for language in released}
    with Gradebook(url) as book:
        for name in names.values():
            book.update_or_create_assignment(name)
    where: dict[str, Any] = {"notebook": lesson.name, "db_url": url}
    for language, notebook in released.items():
        there = {**where, "assignment": names[language], "student": ""}
        SaveCells().preprocess(copy.deepcopy(notebook), {"nbgrader": there})
    with Gradebook(url) as book:
        for student, (language, _notebook) in executed.items():
            book.update_or_create_student(student)
            book.update_or_create_submission(names[language], student)
    for student, (language, notebook) in executed.items():
        there = {**where, "assignment": names[language], "student": student}
        SaveAutoGrades().preprocess(notebook, {"nbgrader": there})
    with Gradebook(url) as book:
        found = {}
        for student, (language, _notebook) in executed.items():
            own = book.find_submission_notebook(lesson.name, names[language], student)
            for grade in own.grades:
                if grade.name == CONCLUSION and student in manual:
                    grade.manual_score = manual[student]
                    grade.needs_manual_grade = False
            found[student] = {grade.name: grade.auto_score for grade in own.grades}
        book.db.commit()
    return found


def _begin(path: Path) -> None:
    """Note the version of the tables, which nbgrader would ask of a program on PATH.

    Where libmkt is called by its whole path, alembic is not found there.
    """
    import nbgrader
    from alembic.script import ScriptDirectory

    head = ScriptDirectory(Path(nbgrader.__file__).parent / "alembic").get_current_head()
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES (?)", (head,))
