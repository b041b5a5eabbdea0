"""The page of all reports, ``reports/index.html``, and the same as ``reports/index.json``.

It is made from the manifests: a report whose manifest is as old as at the last time is
taken over unread.  Two runs at once each look again after they have written, so that the
last to write has seen what the other one made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from libmkt import words, workbench
from libmkt.reporting import store
from libmkt.reporting.index_page import page

JSON, PAGE = "index.json", "index.html"
_LEFT_OUT = {"samples"}  # under version control, with a page of their own
_DEEPEST = 4  # RUN/SUBJECT/BRANCH/LANGUAGE
_TRIES = 5
Entry = dict[str, Any]


def update(root: Path) -> list[Entry]:
    """Bring the index of a workbench's reports up to date; its entries in their order.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    reports = root / "reports"
    if not reports.is_dir():
        return []
    known = {entry["folder"]: entry for entry in entries(root)}
    found = _scanned(reports, known)
    for _again in range(_TRIES):
        _write(reports, found, root)
        seen = _scanned(reports, {entry["folder"]: entry for entry in found})
        if seen == found and entries(root) == found:
            break
        found = seen
    return found


def entries(root: Path) -> list[Entry]:
    """The entries of the index as it stands; [] where there is none."""
    try:
        content = json.loads((root / "reports" / JSON).read_text(encoding="utf-8"))
        found = content["reports"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    good = isinstance(found, list) and all(isinstance(e, dict) and "folder" in e for e in found)
    return found if good else []


def _scanned(reports: Path, known: dict[str, Entry]) -> list[Entry]:
    """One entry a report: run, then the latest subject first, branch, language."""
    found = [_entry(folder, reports, known) for folder in _folders(reports, 0)]
    found.sort(key=lambda e: (e["branch"].casefold(), e["language"]))
    found.sort(key=lambda e: e["subject"], reverse=True)
    found.sort(key=lambda e: e["run"].casefold())
    return found


def _folders(place: Path, depth: int) -> Iterator[Path]:
    """The folders that hold a report or the page that says why there is none."""
    try:
        with os.scandir(place) as listed:
            inside = list(listed)
    except OSError:  # taken away while we look
        return
    names = {entry.name for entry in inside}
    if depth and names & {store.MANIFEST, store.FAILURE}:
        yield place
        return
    if depth < _DEEPEST:
        for entry in inside:
            hidden = entry.name.startswith(".") or (not depth and entry.name in _LEFT_OUT)
            if entry.is_dir(follow_symlinks=False) and not hidden:
                yield from _folders(place / entry.name, depth + 1)


def _entry(folder: Path, reports: Path, known: dict[str, Entry]) -> Entry:
    name = folder.relative_to(reports).as_posix()
    failed = (folder / store.FAILURE).is_file()
    try:
        stamp = (folder / store.MANIFEST).stat().st_mtime_ns
    except OSError:
        stamp = 0
    old = known.get(name)
    if old is not None and old.get("stamp") == stamp and old.get("kind") == _KIND:
        return {**old, "status": _status(stamp, failed)}
    manifest = store.manifest(folder) if stamp else {}
    run, *rest = name.split("/")
    parameters = manifest.get("parameters") or {}
    files = sorted(f for f in manifest.get("files", {}) if f.startswith("report."))
    return {
        "kind": _KIND,
        "folder": name,
        "stamp": stamp,
        "run": str(manifest.get("run", run)),
        "report": str(manifest.get("report", run)),
        "title": str(manifest.get("title") or manifest.get("report") or run),
        "subject": str(manifest.get("subject") or (rest[0] if rest else "")),
        "branch": str(
            manifest.get("branch") or parameters.get("branch") or (rest[1] if len(rest) > 2 else "")
        ),
        "language": str(manifest.get("language") or (rest[-1] if rest else "")),
        "made": str((manifest.get("times") or {}).get("made", "")),
        "status": _status(stamp, failed),
        "formats": {f.rsplit(".", 1)[1]: f"{name}/{f}" for f in files if f.count(".") == 1},
    }


_KIND = 1  # of entries: others are made anew


def _status(stamp: int, failed: bool) -> str:
    return ("stale" if failed else "whole") if stamp else "failed"


def _write(reports: Path, found: list[Entry], root: Path) -> None:
    text = json.dumps({"reports": found}, ensure_ascii=False, indent=1)
    library = workbench.library(root)
    with words.speaking(library.language):
        name = library.in_language(library.name, words.language())
        shown = page(found, library=name, accent=library.accent)
    for path, said in ((reports / JSON, text + "\n"), (reports / PAGE, shown)):
        # what says the same already is left alone: a folder may be one to read only by now
        if not _says(path, said):
            workbench.replace_text(path, said)


def _says(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode("utf-8")
    except OSError:
        return False
