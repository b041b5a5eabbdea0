"""Data split once a batch, so that each branch's report reads its own part alone.

The parts lie under ``data/.cache/prepared/KEY/BRANCH/``, where KEY is made from the hashes
of the source's files and their descriptions: other data are other parts, and parts that are
there already are taken as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libmkt import workbench, yamlfile
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.reporting.bench import beside
from libmkt.reporting.parameters import Declaration
from libmkt.reporting.runfile import Asked, Given
from libmkt.reporting.session import fingerprint, sha256_file

CACHE = Path("data") / ".cache" / "prepared"
LIST = "parts.json"
KEPT = 6  # splits that are kept; the oldest go

# (files, by, place of a name) -> folder of each name: writes each name's part of the files
Split = Callable[[list[Path], str, Callable[[str], Path]], dict[str, Path]]


@dataclass(frozen=True)
class Parts:
    """The parts of one parameter's data."""

    parameter: str
    by: str  # branch or library
    source: str  # as the parameter named it
    originals: dict[str, str]  # file as shown -> sha256
    folder: Path
    shown: str  # of the folder
    parts: dict[str, dict[str, str]]  # name -> its files, from the folder -> sha256


@dataclass(frozen=True)
class Part:
    """What one report reads."""

    path: str  # what the parameter points to
    data: dict[str, str]  # file as shown -> sha256
    content: dict[str, str]  # the same by bare name: what the run depends on


def parts(
    run: Asked,
    given: Mapping[str, Given],
    axes: Mapping[str, list[Given]],
    declaration: Declaration,
    root: Path,
    files: Callable[[str], list[Path]],
    split: Split | None,
) -> Parts | None:
    """Split the data that a run's ``prepare:`` names; None where it names none.

    Raises
    ------
    ParameterError
        There is nothing to split by, or the parameter names no data.
    DataError
        The data cannot be split.
    """
    asked = run.content.prepare
    if asked is None:
        return None
    declared = {p.name: p for p in declaration.parameters}
    parameter = declared.get(asked.split)
    if parameter is None or not parameter.data:
        known = ", ".join(name for name, p in declared.items() if p.data)
        what = Message(N_("{name} names no data"), {"name": asked.split})
        raise ParameterError(what, [Problem(asked.split, what, _known(known))])
    if asked.by not in axes and asked.by not in given:
        what = Message(N_("nothing says which {by} a report is of: neither matrix nor set"),
                       {"by": asked.by})  # fmt: skip
        raise ParameterError(what)
    source = given[asked.split].value if asked.split in given else parameter.default
    if not isinstance(source, str) or not source or split is None:
        raise ParameterError(Message(N_("{name} cannot be split"), {"name": asked.split}))
    paths = files(source)
    originals = {workbench.shown(path, root): sha256_file(path) for path in paths}
    key = fingerprint([originals, asked.by, _descriptions(paths, root)])[:12]
    folder = root / CACHE / key
    listed = _listed(folder)
    if listed is None:
        listed = _made(paths, asked.by, folder, split)
    return Parts(
        asked.split, asked.by, source, originals, folder, workbench.shown(folder, root), listed
    )


def part(parts: Parts, chosen: Mapping[str, Given], values: Mapping[str, Any]) -> Part | Problem:
    """The part that one combination of the matrix reads, or why there is none."""
    one = chosen.get(parts.by)
    name = str(values.get(parts.by, "")) if one is None else (one.text or str(one.value))
    where = one.where if one is not None else parts.by
    found = parts.parts.get(name)
    if found is None:
        meant = yamlfile.nearest(name, parts.parts)
        what = Message(N_("{name} has no figures in {source}"),
                       {"name": name, "source": parts.source})  # fmt: skip
        hint = Message(N_("did you mean {meant}?"), {"meant": meant}) if meant else None
        return Problem(where, what, hint)
    folder = next(iter(found)).split("/", 1)[0]
    return Part(
        f"{parts.shown}/{folder}",
        {f"{parts.shown}/{file}": sha for file, sha in found.items()},
        {file.split("/", 1)[1]: sha for file, sha in found.items()},
    )


def folder_name(name: str) -> str:
    """A part's folder: readable, and never that of another name.

    >>> folder_name("../../x")
    'x-9cdf6a50'
    """
    from libmkt.reporting.store import safe_name

    return f"{safe_name(name)[:40]}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:8]}"


def _known(known: str) -> Message:
    return Message(N_("known: {known}"), {"known": known})


def _descriptions(paths: list[Path], root: Path) -> list[str]:
    """Hashes of all that may say how the files are read."""
    said = {file for path in paths for file in beside(path)}
    said |= set(root.glob("parameters/sources/*.yml"))
    return [sha256_file(path) for path in sorted(said)]


def _listed(folder: Path) -> dict[str, dict[str, str]] | None:
    """The parts of a split that is there and whole."""
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _made(paths: list[Path], by: str, folder: Path, split: Split) -> dict[str, dict[str, str]]:
    """Split into a fresh folder and move it into place; another run may have been first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = folder.with_name(f".{folder.name}-{os.urandom(4).hex()}")
    try:
        made = split(paths, by, lambda name: staged / folder_name(name))
        listed = {
            name: {
                file.relative_to(staged).as_posix(): sha256_file(file)
                for file in sorted(place.rglob("*"))
                if file.is_file()
            }
            for name, place in made.items()
        }
        text = json.dumps(listed, ensure_ascii=False, indent=1)
        (staged / LIST).write_text(text, encoding="utf-8", newline="\n")
        try:
            staged.rename(folder)
        except OSError:
            if _listed(folder) is None:
                raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    _forget(folder)
    return _listed(folder) or {}


def _forget(newest: Path) -> None:
    """Remove the oldest splits beyond those that are kept."""
    others = [p for p in newest.parent.iterdir() if p.is_dir() and not p.name.startswith(".")]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        if old != newest:
            shutil.rmtree(old, ignore_errors=True)
