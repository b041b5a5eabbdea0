"""Marks a folder of submissions: each run apart from the others, then a workbook and a page each.

The parts: grading_submissions.py finds what was handed in, grading_single.py marks one of it:
grading_cells.py puts it back into form, grading_run.py (with grading_worker.py,
grading_guard.py) runs it within limits; grading_book.py lets nbgrader give the points,
grading_workbook.py and grading_page.py write.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libmkt
from libmkt.errors import N_, Message, MissingError, ParameterError
from libmkt.learn import deliver, grading_book, lessons
from libmkt.learn import grading_page as page
from libmkt.learn import grading_submissions as submissions
from libmkt.learn import grading_workbook as workbook
from libmkt.learn.exercise import Lesson
from libmkt.learn.grading_marks import Result, kept, restored
from libmkt.learn.grading_run import Limits
from libmkt.learn.grading_sheets import About
from libmkt.learn.grading_single import Task, executed_file, result_of, task_of
from libmkt.learn.grading_table import Manual
from libmkt.reporting import store

GRADEBOOK = "gradebook.db"


@dataclass(frozen=True)
class Marking:
    """What was marked, and where it stands."""

    lesson: Lesson
    results: list[Result]
    folder: Path
    fresh: int  # submissions that were run now, and not before
    kept: list[str]  # files in the folder that a person had changed, as they are called now
    bubblewrap: bool

    @property
    def unmarked(self) -> int:
        """Submissions that have no marks."""
        return sum(one.state == "unmarked" for one in self.results)


def grade(
    folder: Path,
    *,
    root: Path,
    language: str,
    day: dt.date,
    lesson: str = "",
    to: Path | None = None,
    limits: Limits | None = None,
    jobs: int = 1,
    told: Callable[[Result], None] = lambda result: None,
) -> Marking:
    """Mark all submissions of one lesson in a folder.

    Parameters
    ----------
    folder
        Of submissions; see grading_submissions.py for what may stand in it.
    language
        Of the workbook; a student's page is in the language of the notebook.
    day
        That is printed on the pages.
    lesson
        Which is marked; "" takes the one that most notebooks are of.
    to
        Folder of the results, swapped in whole; default: `_marks` in `folder`.  What the
        teacher has filled in in its workbook is kept.
    jobs
        Submissions that run at the same time.
    told
        Called with each result as it is there.

    Raises
    ------
    MissingError
        nbgrader, the folder or any notebook in it is not there.
    ParameterError
        There is no such lesson, or no notebook says which it is of.
    DataError
        The workbook of the run before cannot be read, or has marks that are none.
    ReportError
        The results cannot be written.
    """
    grading_book.required()
    found = submissions.find(folder) if folder.is_dir() else []
    if not found:
        what = N_("There are no notebooks of students in {folder}")
        raise MissingError(Message(what, {"folder": str(folder)}),
                           hints=[Message(N_("A folder or a notebook a student, called by number: "
                                             "07/L05.ipynb or 07.ipynb"))])  # fmt: skip
    name = lesson or submissions.most_common_lesson(found)
    if not name:
        raise ParameterError(Message(N_("No notebook says which lesson it is of")),
                             hints=[Message(N_("Name it with --lesson"))])  # fmt: skip
    chosen = lessons.find(name)
    found = submissions.of_lesson(found, chosen.name)
    target = to or folder / submissions.MARKS
    manual = workbook.read(target / workbook.NAME, chosen)
    task = task_of(chosen, folder, root, limits or Limits(), found)
    before = _before(target)
    results: dict[str, Result] = {}
    executed: dict[str, Any] = {}
    fresh = 0
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        asked = [pool.submit(result_of, task, one, before, target) for one in found]
        try:
            for done in as_completed(asked):
                result, notebook, new = done.result()
                results[result.student] = result
                if notebook is not None:
                    executed[result.student] = notebook
                fresh += new
                told(result)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    ordered = [results[one.student] for one in found]
    ordered += [Result(student, "", "gone") for student in manual if student not in results]
    made = (ordered, executed, manual)
    names = _write(task, target, made, language=language, day=day)
    return Marking(chosen, ordered, target, fresh, names, bool(task.bubblewrap))


def _before(target: Path) -> dict[str, Result]:
    """The results of the run before, by student; none where they cannot be used."""
    try:
        found = [restored(one) for one in store.manifest(target).get("results", [])]
    except (KeyError, TypeError, AttributeError):
        return {}
    return {one.student: one for one in found}


def _write(
    task: Task,
    target: Path,
    made: tuple[list[Result], dict[str, Any], dict[str, Manual]],
    *,
    language: str,
    day: dt.date,
) -> list[str]:
    """Write gradebook, notebooks, pages and workbook, and swap them in whole."""
    import nbformat

    results, executed, manual = made
    staged = store.stage(target)
    try:
        spoken = {one.student: one.language for one in results}
        points = {who: given.points for who, given in manual.items() if given.points is not None}
        held = {who: (spoken[who], notebook) for who, notebook in executed.items()}
        path = staged / GRADEBOOK
        scored = grading_book.scores(path, task.lesson, task.released, held, points)
        for one in results:
            if one.state != "marked":
                continue
            for code, answer in one.answers.items():
                answer.points = float(scored[one.student][f"{code}-check"] or 0)
            file = executed_file(staged, task.lesson, one.student, one.language)
            file.parent.mkdir(parents=True, exist_ok=True)
            text = nbformat.writes(executed[one.student], 4)  # type: ignore[no-untyped-call]
            file.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        page.write(staged, task.lesson, results, executed, manual, root=task.root, day=day)
        about = About(task.lesson, task.limits, bool(task.bubblewrap), day)
        title = deliver.source(task.lesson, task.root)
        workbook.write(staged / workbook.NAME, results, manual, about, title, language=language)
        content = {"lesson": task.lesson.name, "libmkt": libmkt.__version__,
                   "results": [kept(one) for one in results if one.state != "gone"]}  # fmt: skip
        store.write_manifest(staged, content)
        workbook.forget_edits(target)
        return store.publish(staged, target)
    except OSError as error:
        raise store.cannot_write(target, error) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)


__all__ = ["Limits", "Marking", "grade"]
