"""From the words of a command to the runs that they ask for, each still to be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from libmkt import workbench
from libmkt.errors import N_, DataError, LibmktError, Message, MissingError, Problem
from libmkt.reporting import calendar, runfile
from libmkt.reporting.runfile import Asked, RunFile

_RUNS = (".yml", ".yaml")


@dataclass(frozen=True)
class Skipped:
    """A run that was left out: its data are not here, or its time is over."""

    run: str
    needs: str = ""  # the folders that are not here
    why: Message | None = None  # another reason


@dataclass
class Found:
    """Runs as they were written, those left out, and what is wrong with the rest."""

    runs: list[Asked] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[Problem] = field(default_factory=list)


def asked(what: Sequence[str], root: Path, as_of: dt.date) -> Found:
    """The runs of report names, parameters files, folders of them, and calendars."""
    found = Found()
    for name in what:
        path = _place(name, root)
        if path is None and _is_report(name):
            found.runs.append(Asked(name, name, RunFile(report=name)))
        elif path is None:
            found.missing.append(Problem(name, Message(N_("is not there"))))
        elif path.suffix.lower() in calendar.KINDS:
            _add_calendar(path, root, as_of, found)
        elif path.is_dir():
            _add_folder(path, root, name, found)
        else:
            _add_file(path, root, found, in_folder=False)
    return found


def _is_report(name: str) -> bool:
    file = name.lower().endswith((*_RUNS, *calendar.KINDS))
    return not file and "/" not in name and "\\" not in name


def _place(name: str, root: Path) -> Path | None:
    """A file or folder of runs, from here, from the root, or from parameters/."""
    kinds = (*_RUNS, *calendar.KINDS)
    for place in (Path(name), root / name, root / "parameters" / name):
        try:
            if place.exists() and (place.is_dir() or place.suffix.lower() in kinds):
                return place.resolve()
        except OSError:  # a name that is too long for any file
            continue
    return None


def _add_folder(folder: Path, root: Path, name: str, found: Found) -> None:
    files = sorted(folder.glob("*.yml"))
    for file in files:
        if file.name != "library.yml":
            _add_file(file, root, found, in_folder=True)
    if not files:
        found.missing.append(Problem(name, Message(N_("the folder holds no parameters file"))))


def _add_file(file: Path, root: Path, found: Found, *, in_folder: bool) -> None:
    try:
        run = runfile.asked(file)
    except (DataError, MissingError) as error:
        found.problems += [
            Problem(
                Message("{file} {where}", {"file": file.name, "where": p.where}), p.what, p.found
            )
            for p in error.problems
        ]
        return
    _add(run, root, found, skip=in_folder)


def _add_calendar(path: Path, root: Path, as_of: dt.date, found: Found) -> None:
    rows = calendar.read(path, as_of=as_of)
    found.problems += rows.problems
    found.skipped += [Skipped(name, why=why) for name, why in rows.left]
    for run in rows.runs:
        _add(run, root, found, skip=True)


def _add(run: Asked, root: Path, found: Found, *, skip: bool) -> None:
    """Add a run; one whose data are not here is skipped, or refused where it was named."""
    lacking = [n for n in run.content.needs if not _is_here(n, root)]
    if lacking and skip:
        found.skipped.append(Skipped(run.name, ", ".join(lacking)))
    elif lacking:
        what = N_("there is no file or folder {path}")
        found.missing += [
            Problem(run.places.get("needs", run.where), Message(what, {"path": n})) for n in lacking
        ]
    else:
        found.runs.append(run)


def _is_here(path: str, root: Path) -> bool:
    try:
        workbench.resolve(path, root)
    except LibmktError:
        return False
    return True
