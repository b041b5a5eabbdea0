"""``libmkt lesson NAME``: a lesson in the student's language, or the teacher's page and slides."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from libmkt import words, workbench
from libmkt.cli.console import program
from libmkt.errors import N_, ParameterError
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.learn.exercise import Lesson

LESSONS = "lessons"  # where students' folders are made, from the workbench's root


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "lesson", metavar="NAME", nargs="?", help=_(N_("a lesson, such as L05; none lists them"))
    )
    parser.add_argument("--language", choices=words.LANGUAGES, help=_(N_("kaa, uz, ru or en")))
    parser.add_argument(
        "--student",
        metavar="ID",
        action="append",
        default=[],
        help=_(
            N_("number in the class list, not a name: each has data of their own; may be repeated")
        ),
    )
    parser.add_argument(
        "--to", metavar="FOLDER", type=Path, help=_(N_("where to write it; default: lessons/NAME"))
    )
    parser.add_argument(
        "--teacher",
        action="store_true",
        help=_(N_("write the teacher's page with the answers, and the slides")),
    )
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help=argparse.SUPPRESS)
    parser.epilog = _("example: libmkt lesson L05 --language kaa --student 07")


def run(args: argparse.Namespace) -> int:
    """Write the lesson and say where it is."""
    from libmkt.learn import lessons

    root = workbench.find_root()
    if not args.lesson:
        print("\n".join(listed(root)))
        return 0
    lesson = lessons.find(args.lesson)
    language = args.language or words.language()
    if args.teacher:
        from libmkt.learn import teach
        from libmkt.reporting.session import as_of

        folder = args.to or root / LESSONS / lesson.name
        day = args.as_of or as_of(root)
        made = teach.write(
            lesson, folder, root=root, language=language, students=args.student, day=day
        )
        for path in made:
            print(words.fill(_("made: {folder}"), folder=str(path)))
        return 0
    hand_out(args, lesson, root, language)
    print(words.fill(_(N_("Open it with: {command}")), command=f"{program()} lab"))
    return 0


def hand_out(args: argparse.Namespace, lesson: Lesson, root: Path, language: str) -> None:
    """Write the lesson for each student; those who have begun already keep their work.

    Raises
    ------
    ParameterError
        All of them have begun.
    """
    from libmkt.learn.deliver import deliver
    from libmkt.learn.exercise import seed_of

    begun: list[ParameterError] = []
    students = args.student or [""]
    for student in students:
        folder = folder_of(args.to or root / LESSONS, lesson.name, student, bare=bool(args.to))
        seed = seed_of(lesson.name, student)
        try:
            path = deliver(lesson, folder, root=root, language=language, seed=seed)
        except ParameterError as error:
            begun.append(error)
            continue
        print(words.fill(_("made: {folder}"), folder=str(path)))
    if len(begun) == len(students):
        raise begun[0]
    for refused in begun:
        print(words.explain(refused).splitlines()[0])


def folder_of(base: Path, lesson: str, student: str, *, bare: bool) -> Path:
    """Where a student's lesson goes: a folder a student, and in it one a lesson.

    Parameters
    ----------
    bare
        The folder was named: a lesson for nobody in particular goes right into it.

    >>> folder_of(Path("lessons"), "L05", "07", bare=False).as_posix()
    'lessons/07/L05'
    >>> folder_of(Path("mine"), "L05", "", bare=True).as_posix()
    'mine'
    """
    from libmkt.reporting.store import safe_name

    if student:
        return base / safe_name(student) / lesson
    return base if bare else base / lesson


def listed(root: Path, wide: int = 0) -> list[str]:
    """The lessons, a line each: name, as wide as told, and title in the language in use."""
    from libmkt.learn.deliver import notebooks
    from libmkt.reporting.notebooks import title

    return [f"{name:<{wide}}  {title(path)}" for name, path in notebooks(root).items()]
