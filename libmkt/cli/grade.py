"""``libmkt grade FOLDER``: thirty notebooks to a workbook of marks and a page for each student."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from libmkt import words, workbench
from libmkt.cli.report import whole
from libmkt.errors import N_
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.learn.grading_marks import Result


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add(
        "folder",
        metavar="FOLDER",
        type=Path,
        help=_(N_("notebooks of students, called by number: 07/L05.ipynb, 07.ipynb or 07.zip")),
    )
    add("--lesson", metavar="NAME", default="", help=_(N_("default: what most of them are")))
    add("--language", choices=words.LANGUAGES, help=_(N_("kaa, uz, ru or en: of the workbook")))
    add("--to", metavar="FOLDER", type=Path, help=_(N_("where to write; default: FOLDER/_marks")))
    add("--timeout", type=whole, default=120, metavar="S",
        help=_(N_("seconds that a notebook may take (default: 120)")))  # fmt: skip
    add("--cell-timeout", type=whole, default=20, metavar="S",
        help=_(N_("seconds that a cell may compute (default: 20)")))  # fmt: skip
    add("--memory", type=whole, default=1024, metavar="MB",
        help=_(N_("megabytes of memory that a notebook may take (default: 1024)")))  # fmt: skip
    add("--jobs", type=whole, metavar="N",
        help=_(N_("notebooks run at a time (default: one a processor, at most 4)")))  # fmt: skip
    add("--as-of", type=dt.date.fromisoformat, help=argparse.SUPPRESS)
    parser.epilog = _("example: libmkt grade lessons --lesson L05")


def run(args: argparse.Namespace) -> int:
    """Mark, and say what was marked and where it stands."""
    from libmkt.learn import grading
    from libmkt.learn.grading_sheets import sandbox_told
    from libmkt.learn.grading_workbook import NAME
    from libmkt.reporting.session import as_of

    root = workbench.find_root()
    begun = time.monotonic()
    done = grading.grade(
        args.folder,
        root=root,
        language=args.language or words.language(),
        day=args.as_of or as_of(root),
        lesson=args.lesson,
        to=args.to,
        limits=grading.Limits(args.cell_timeout, args.timeout, args.memory),
        jobs=args.jobs or min(os.cpu_count() or 1, 4),
        told=_told,
    )
    seconds = time.monotonic() - begun
    n = sum(one.state == "marked" for one in done.results)
    marked = words.ngettext("{n} notebook was marked", "{n} notebooks were marked", n)
    print(words.fill(marked, n=n))
    took = _(N_("run now: {fresh}; not marked: {unmarked}; seconds: {seconds}"))
    print(words.fill(took, fresh=done.fresh, unmarked=done.unmarked, seconds=f"{seconds:.0f}"))
    for name in done.kept:
        print(words.fill(_(N_("changed by hand, and kept: {file}")), file=name))
    print(words.fill(_("made: {folder}"), folder=str(done.folder / NAME)))
    print(sandbox_told(bubblewrap=done.bubblewrap))
    return 1 if done.unmarked else 0


def _told(one: Result) -> None:
    """A line for a submission, and one for each problem of it."""
    if one.state == "marked":
        right = sum(answer.code == "right" for answer in one.answers.values())
        line = _(N_("{student}: {right} of {all} right"))
        print(words.fill(line, student=one.student, right=right, all=len(one.answers)), flush=True)
    else:
        print(words.fill(_(N_("{student}: not marked")), student=one.student), flush=True)
    for problem in [*one.problems, *one.doubts]:
        print(f"    {words.translate(problem)}", flush=True)
