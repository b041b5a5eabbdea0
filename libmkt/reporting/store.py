"""The folder of a report: written beside the old one, swapped in whole, edits carried over."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import platform
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any

from libmkt.errors import N_, Message, ReportError, why
from libmkt.reporting import kernel
from libmkt.reporting.session import sha256_file

MANIFEST = "manifest.json"
FAILURE = "failure.html"
_LONGEST = 200  # bytes; 255 is the most, and a folder in the making has a longer name
_DISK = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
_STAGE = ".new-"
_OLD = ".old-"
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))}


class DiskError(ReportError):
    """Nothing can be written there, whichever report it is: the disk is full or read-only."""


def safe_name(text: str) -> str:
    """A folder name that every system takes, readable and never a path.

    >>> safe_name("../../x"), safe_name("Nókis, 2026-09"), safe_name("con")
    ('x', 'Nókis-2026-09', 'con-')
    >>> safe_name("NUL.txt")  # Windows looks at what stands before the first dot
    'NUL-.txt'
    """
    plain = unicodedata.normalize("NFC", text)
    name = re.sub(r"[^\w.]+", "-", plain.replace("ʻ", "").replace("’", "")).strip("-._")[:80]
    # a file system counts bytes, and a name that was cut may end in a dot again
    name = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip("-._")
    stem, dot, rest = name.partition(".")
    reserved = unicodedata.normalize("NFKC", stem).lower() in _RESERVED  # COM¹ is COM1 there
    return (f"{stem}-{dot}{rest}" if reserved else name) or "all"


def manifest(folder: Path) -> dict[str, Any]:
    """A folder's manifest; empty where there is none or it cannot be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and _fits(found) else {}


def _fits(found: dict[str, Any]) -> bool:
    """Whether a manifest is built as ours are; one of another version may not be."""
    kinds = {"files": dict, "parameters": dict, "times": dict, "data": dict, "published": list}
    if not all(isinstance(found.get(name, kind()), kind) for name, kind in kinds.items()):
        return False
    values = found.get("published", [])
    return all(isinstance(value, dict) and value.keys() >= _PUBLISHED for value in values)


_PUBLISHED = {"name", "value", "period", "unit", "library", "branch", "definition_hash"}


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest of a folder, listing each file in it with its hash."""
    listed = {
        path.relative_to(folder).as_posix(): sha256_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    text = json.dumps({**content, "files": listed}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def stage(target: Path) -> Path:
    """A fresh folder beside `target`, on the same disk, to build its next contents in.

    Raises
    ------
    DiskError
        No report can be made there: no right to write, disk full.
    ReportError
        This one cannot: a file stands in the way.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with kernel.locked(target.parent):
            mend(target)
        own = f"{_machine()}-{os.getpid()}-{os.urandom(3).hex()}"
        folder = target.parent / f".{target.name}{_STAGE}{own}"
        folder.mkdir()
    except PermissionError as error:
        raise _disk(target, error) from None
    except OSError as error:
        raise cannot_write(target, error) from None
    return folder


def publish(staged: Path, target: Path) -> list[str]:
    """Swap the staged folder in for `target`; files that a person edited are carried over.

    Returns
    -------
    list of str
        Names of the edited files that were kept, as they are called now.

    Raises
    ------
    ReportError
        Neither folder could be moved; the old report stands as it was.
    """
    try:
        # another run must not put its own there between our look at the old and the swap
        with kernel.locked(target.parent):
            mend(target, begun=False)
            kept = _carry_over(target, staged) if target.is_dir() else []
            _swap(staged, target)
    except OSError as error:
        raise cannot_write(target, error) from None
    return kept


def _swap(staged: Path, target: Path) -> None:
    if not target.exists():
        staged.rename(target)
    elif kernel.exchange(staged, target):
        shutil.rmtree(staged, ignore_errors=True)
    else:
        aside = target.parent / f".{target.name}{_OLD}{os.urandom(3).hex()}"
        target.rename(aside)  # mend() brings it back if we die before the next line
        try:
            staged.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def mend(target: Path, *, begun: bool = True) -> None:
    """Put right what a run that was killed left behind; with its folder locked.

    The old report comes back if a swap by two renames was cut off between them; with
    `begun`, folders begun by processes of this machine that are gone are taken away.
    """
    aside = sorted(target.parent.glob(f".{target.name}{_OLD}*"))
    if aside and not target.exists():
        aside[-1].rename(target)
    left = [
        folder
        for folder in target.parent.glob(f".{target.name}{_STAGE}{_machine()}-*")
        if begun and not _running(folder.name.split("-")[-2])
    ]
    for folder in (*aside, *left):
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)


def _machine() -> str:
    """A short mark of this machine: on a shared disk a process id alone says nothing."""
    return hashlib.blake2b(platform.node().encode(), digest_size=2).hexdigest()


def _running(process: str) -> bool:
    import psutil  # os.kill(process, 0) would end the process on Windows

    return not process.isdecimal() or psutil.pid_exists(int(process))


def _carry_over(target: Path, staged: Path) -> list[str]:
    """Copy what a person changed or added in the old folder into the new one."""
    # Where the manifest is lost nobody knows which files are a person's: then all are kept.
    listed = manifest(target).get("files", {})
    kept = []
    for path in sorted(target.rglob("*")):
        name = path.relative_to(target).as_posix()
        if not path.is_file() or name in (MANIFEST, FAILURE, "failed.ipynb"):
            continue
        old, new = sha256_file(path), staged / name
        if listed.get(name) == old or (new.is_file() and sha256_file(new) == old):
            continue
        if name in listed or new.exists():
            new = free_name(new)
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, new)
        kept.append(new.relative_to(staged).as_posix())
    return kept


def free_name(path: Path) -> Path:
    """Where an edited file may go: ``report.edited-1.docx``, or the next number that is free."""
    count = 1
    while (tried := path.with_name(f"{path.stem}.edited-{count}{path.suffix}")).exists():
        count += 1
    return tried


def cannot_write(target: Path, error: OSError) -> ReportError:
    """One clear line for a folder that cannot be written or a file that is held open."""
    if error.errno in _DISK:
        return _disk(target, error)
    fields = {"folder": _shown(target, error), "why": why(error)}
    return ReportError(
        Message(N_("{folder} cannot be written: {why}"), fields),
        hints=[Message(N_("Is a file of it open in another program, the disk full or read-only?"))],
    )


def _disk(target: Path, error: OSError) -> DiskError:
    fields = {"folder": _shown(target, error), "why": why(error)}
    rest = N_("What is finished stays; when there is room, the same command makes the rest")
    return DiskError(
        Message(N_("{folder} cannot be written: {why}"), fields), hints=[Message(rest)]
    )


def _shown(target: Path, error: OSError) -> str:
    """The report's place under reports/, or the file elsewhere that the system names."""
    named = Path(error.filename) if isinstance(error.filename, str) else target
    if named.is_absolute() and not named.is_relative_to(target.parent):
        return named.name if target.is_relative_to(named) else str(named)
    parts = target.parts
    last = max((i for i, part in enumerate(parts) if part == "reports"), default=len(parts) - 2)
    return "/".join(parts[last + 1 :])
