"""From what was asked to a list of checked jobs, before any kernel starts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from libmkt.errors import N_, Message, MissingError, ParameterError, Problem
from libmkt.library import Format
from libmkt.reporting import finding
from libmkt.reporting.bench import Bench
from libmkt.reporting.finding import Skipped
from libmkt.reporting.jobs import Job, jobs
from libmkt.reporting.notebooks import notebook_of, reports
from libmkt.reporting.prepare import Split

__all__ = ["FORMATS", "Job", "Plan", "Skipped", "notebook_of", "plan", "reports"]

FORMATS: tuple[str, ...] = get_args(Format)
SHOWN = 60  # problems that a refusal lists; a matrix can have thousands
ALIKE = 3  # then so many of each kind in each file ...
MOST = 400  # ... up to so many in all


@dataclass(frozen=True)
class Plan:
    """What a call comes to."""

    jobs: tuple[Job, ...]
    skipped: tuple[Skipped, ...] = field(default=())


def plan(
    what: Sequence[str],
    *,
    root: Path,
    as_of: dt.date,
    overrides: Mapping[str, str] | None = None,
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
    split: Split | None = None,
) -> Plan:
    """Check all that was asked and make the list of jobs.

    Parameters
    ----------
    what
        Report names, parameters files, folders of them, or calendars.
    overrides
        Values given on the command line; they win over a file.
    languages, formats
        Win over the file's and the library's; empty leaves those.
    split
        Splits a data file by branch, for ``prepare:``.

    Raises
    ------
    MissingError
        Data or a file that was named are not there, and nothing else is wrong.
    ParameterError
        Anything else; every problem of every job is listed.
    """
    found = finding.asked(what, root, as_of)
    bench = Bench(root, as_of, dict(overrides or {}), tuple(languages), tuple(formats), split)
    made: list[Job] = []
    problems, missing = list(found.problems), list(found.missing)
    for run in found.runs:
        some, wrong, absent = jobs(run, bench)
        made += some
        problems += wrong
        missing += absent
    problems += _collisions(made)
    if problems:
        raise ParameterError(Message(N_("Nothing was run")), _listed([*problems, *missing]))
    if missing:
        raise MissingError(
            Message(N_("Nothing was run")),
            _listed(missing),
            [
                Message(N_("This workbench is {folder}"), {"folder": root.name}),
                Message(N_("Its runs stand in parameters/; open data: libmkt data list")),
            ],
        )
    return Plan(tuple(made), tuple(found.skipped))


def _collisions(made: Sequence[Job]) -> list[Problem]:
    """Jobs that would write into one folder; case does not part folders everywhere."""
    places: dict[str, Job] = {}
    problems = []
    for job in made:
        key = job.folder.as_posix().casefold()
        if key in places:
            other = places[key]
            fields = {"other": other.asked or other.run}
            what = Message(N_("writes into the same folder as {other}"), fields)
            problems.append(Problem(job.asked or job.run, what))
        places[key] = job
    return problems


def _listed(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem once; of many, the first of each kind in each file and how many more.

    A thousand rows with one mistake must not hide the other mistake of the next file.
    """
    once = list({(str(p.where), str(p.what), str(p.found)): p for p in problems}.values())
    if len(once) <= SHOWN:
        return once
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in once:
        kinds.setdefault((_file(problem), problem.what.template), []).append(problem)
    listed = []
    for (file, _template), alike in kinds.items():
        listed += alike[:ALIKE]
        more = len(alike) - ALIKE
        if more > 0:
            listed.append(Problem(file, Message(N_("... and {n} more of this kind"), {"n": more})))
    rest = [Problem("", Message(N_("... and {n} more"), {"n": len(listed) - MOST}))]
    return listed if len(listed) <= MOST else [*listed[:MOST], *rest]


def _file(problem: Problem) -> str:
    """The file that a problem stands in: its place without line, row or cell."""
    return re.sub(r" (line \d+|row \d+|[A-Z]{1,3}\d+)$", "", str(problem.where))
