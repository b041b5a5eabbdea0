"""Marks a folder of submissions: each run apart from the others, then a workbook and a page each.

The parts: grading_submissions.py finds what was handed in, grading_cells.py puts it back
into form, grading_run.py (with grading_worker.py, grading_guard.py) runs it within limits,
grading_book.py lets nbgrader give the points, grading_workbook.py and grading_page.py write.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libmkt
from libmkt import words
from libmkt.errors import N_, Message, MissingError, ParameterError
from libmkt.learn import deliver, grading_book, grading_cells, grading_run, lessons
from libmkt.learn import grading_page as page
from libmkt.learn import grading_submissions as submissions
from libmkt.learn import grading_workbook as workbook
from libmkt.learn.exercise import SEED, Lesson, seed_of
from libmkt.learn.grading_marks import Result, kept, restored
from libmkt.learn.grading_outcome import composed, outcome
from libmkt.learn.grading_run import Limits
from libmkt.learn.grading_sheets import About, Manual
from libmkt.learn.grading_submissions import Submission
from libmkt.learn.session import SETTINGS
from libmkt.reporting import keys, store
from libmkt.reporting.session import fingerprint

GRADEBOOK = "gradebook.db"
EXECUTED = "autograded"  # as nbgrader calls it: STUDENT/ASSIGNMENT/NOTEBOOK.ipynb


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


@dataclass(frozen=True)
class _Task:
    """What all submissions of one run share."""

    lesson: Lesson
    folder: Path
    root: Path
    limits: Limits
    bubblewrap: str | None
    basis: str
    released: dict[str, Any]  # by language
    students: tuple[str, ...]


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
    task = _task(chosen, folder, root, limits or Limits(), found)
    before = _before(target)
    results: dict[str, Result] = {}
    executed: dict[str, Any] = {}
    fresh = 0
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        asked = [pool.submit(_one, task, one, before, target) for one in found]
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


def _task(
    lesson: Lesson, folder: Path, root: Path, limits: Limits, found: Sequence[Submission]
) -> _Task:
    source = deliver.source(lesson, root)
    released = {}
    for language in sorted({_language(one) for one in found}):
        with words.speaking(language):
            released[language] = grading_book.with_checksums(deliver.notebook(source, lesson))
    bubblewrap = grading_run.bubblewrap()
    basis = keys.basis(deliver.notebooks(root)[lesson.name], root)
    key = fingerprint([basis, repr(limits), bool(bubblewrap)])
    students = tuple(one.student for one in found)
    return _Task(lesson, folder, root, limits, bubblewrap, key, released, students)


def _language(one: Submission) -> str:
    return one.language if one.language in words.LANGUAGES else words.language()


def _before(target: Path) -> dict[str, Result]:
    """The results of the run before, by student; none where they cannot be used."""
    try:
        found = [restored(one) for one in store.manifest(target).get("results", [])]
    except (KeyError, TypeError, AttributeError):
        return {}
    return {one.student: one for one in found}


def _one(
    task: _Task, one: Submission, before: dict[str, Result], target: Path
) -> tuple[Result, Any, bool]:
    """The result of one submission, its executed notebook, and whether it was run now."""
    import nbformat

    language = _language(one)
    said = [str(problem) for problem in [*one.problems, *one.doubts]]
    key = fingerprint(
        [task.basis, one.student, one.file, language, one.settings, one.content.hex(), said]
    )
    known = before.get(one.student)
    path = _executed(target, task.lesson, one.student, language)
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


def _run(task: _Task, one: Submission, result: Result) -> tuple[Result, Any]:
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


def _of_seed(task: _Task, one: Submission) -> list[Message]:
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


def _executed(folder: Path, lesson: Lesson, student: str, language: str) -> Path:
    name = store.safe_name(student)
    return folder / EXECUTED / name / f"{lesson.name}-{language}" / f"{lesson.name}.ipynb"


def _write(
    task: _Task,
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
            file = _executed(staged, task.lesson, one.student, one.language)
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
