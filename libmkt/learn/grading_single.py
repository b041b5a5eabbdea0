"""One submission marked: known from before, or run on the data of its student."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_, Message
from libmkt.learn import deliver, grading_book, grading_cells, grading_run
from libmkt.learn.exercise import SEED, Lesson, seed_of
from libmkt.learn.grading_marks import Result
from libmkt.learn.grading_outcome import composed, outcome
from libmkt.learn.grading_run import Limits
from libmkt.learn.grading_submissions import Submission
from libmkt.learn.session import SETTINGS
from libmkt.reporting import keys, store
from libmkt.reporting.session import fingerprint

EXECUTED = "autograded"  # as nbgrader calls it: STUDENT/ASSIGNMENT/NOTEBOOK.ipynb


@dataclass(frozen=True)
class Task:
    """What all submissions of one run share."""

    lesson: Lesson
    folder: Path
    root: Path
    limits: Limits
    bubblewrap: str | None
    basis: str  # key of the lesson and the code that marks it
    released: dict[str, Any]  # by language
    students: tuple[str, ...]


def task_of(
    lesson: Lesson, folder: Path, root: Path, limits: Limits, found: Sequence[Submission]
) -> Task:
    """What is found once for all submissions: the lesson as handed out in their languages."""
    source = deliver.source(lesson, root)
    released = {}
    for language in sorted({_language(one) for one in found}):
        with words.speaking(language):
            released[language] = grading_book.with_checksums(deliver.notebook(source, lesson))
    bubblewrap = grading_run.bubblewrap()
    basis = keys.basis(deliver.notebooks(root)[lesson.name], root)
    key = fingerprint([basis, repr(limits), bool(bubblewrap)])
    students = tuple(one.student for one in found)
    return Task(lesson, folder, root, limits, bubblewrap, key, released, students)


def _language(one: Submission) -> str:
    return one.language if one.language in words.LANGUAGES else words.language()


def result_of(
    task: Task, one: Submission, before: dict[str, Result], target: Path
) -> tuple[Result, Any, bool]:
    """The result of one submission, its executed notebook, and whether it was run now."""
    import nbformat

    language = _language(one)
    said = [str(problem) for problem in [*one.problems, *one.doubts]]
    key = fingerprint(
        [task.basis, one.student, one.file, language, one.settings, one.content.hex(), said]
    )
    known = before.get(one.student)
    path = executed_file(target, task.lesson, one.student, language)
    if known is not None and known.key == key and (known.state != "marked" or path.is_file()):
        ran = known.state == "marked"
        notebook: Any = nbformat.read(path, 4) if ran else None  # type: ignore[no-untyped-call]
        return known, notebook, False
    result = Result(one.student, one.file, language=language, key=key)
    result.problems += one.problems
    result.doubts += one.doubts
    if not one.notebook:
        return result, None, True
    if one.lesson and one.lesson != task.lesson.name:
        what = N_("This is lesson {found}, not {name}: not marked")
        fields = {"found": one.lesson[:20], "name": task.lesson.name}
        result.problems.append(Message(what, fields))
        return result, None, True
    result.doubts += _of_seed(task, one)
    return (*_run(task, one, result), True)


def _run(task: Task, one: Submission, result: Result) -> tuple[Result, Any]:
    """Run a submission on the data of its student, and judge what came out."""
    form = grading_cells.restored(one.notebook, task.released[result.language])
    result.problems += form.problems
    result.doubts += form.doubts
    cells = [
        {"index": i, "source": "".join(cell["source"]),
         "check": grading_cells.checked(cell) if grading_cells.is_check(cell) else ""}
        for i, cell in enumerate(form.notebook["cells"])
        if cell["cell_type"] == "code"
    ]  # fmt: skip
    done = grading_run.execute(
        cells,
        _files(task.lesson, seed_of(task.lesson.name, one.student), result.language),
        lesson=task.lesson.name,
        limits=task.limits,
        bubblewrap=task.bubblewrap,
        hidden=[task.folder],
    )
    outcome(result, task.lesson, form.notebook, done, task.limits)
    return result, composed(form.notebook, done, result)


def _files(lesson: Lesson, seed: int, language: str) -> dict[str, str]:
    """What stands in the folder that a submission runs in: never what the student sent."""
    settings = {"lesson": lesson.name, "seed": seed, "language": language, "strict": True}
    tables = {
        f"data/{name}.csv": "\ufeff" + table.to_csv(index=False, lineterminator="\n")
        for name, table in lesson.make(seed).items()
    }
    return {SETTINGS: json.dumps(settings), **tables}


def _of_seed(task: Task, one: Submission) -> list[Message]:
    """Whether the student worked with the data of another number."""
    found = one.settings.get("seed")
    name = task.lesson.name
    if not isinstance(found, int) or found == seed_of(name, one.student):
        return []
    if found == SEED:
        return [Message(N_("The student worked with the data shown in class, not with those of "
                           "number {student}"), {"student": one.student})]  # fmt: skip
    others = [who for who in task.students if seed_of(name, who) == found]
    if others:
        return [Message(N_("The data that came along are those of number {other}: is the work?"),
                        {"other": others[0]})]  # fmt: skip
    return [Message(N_("The data that came along are not those of number {student}: is the number "
                       "right?"), {"student": one.student})]  # fmt: skip


def executed_file(folder: Path, lesson: Lesson, student: str, language: str) -> Path:
    """Where the executed notebook of a student stands in the folder of results."""
    name = store.safe_name(student)
    return folder / EXECUTED / name / f"{lesson.name}-{language}" / f"{lesson.name}.ipynb"
