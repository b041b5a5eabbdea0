"""Has the cells of a submission run in a process of its own, and ends it when it takes too much.

Each gets an empty folder with its own data.  Where bubblewrap is found the process also
sees no network, no other person's files, and nothing that it could change.  That keeps
accidents and pranks away; it is no sandbox against somebody who means harm.
"""

from __future__ import annotations

import functools
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from libmkt.learn.grading_worker import WAITING

Why = Literal["time", "memory", "output", "died"]
_GRACE = 3.0  # seconds from the interruption of a cell to the end of its process
_START = 120.0  # seconds that the imports may take
_RESTARTS = 3  # cells that may end the process; what comes after the last is not run
_LINE = 8_000_000  # bytes of what is told of one cell
_INSIDE = "/tmp/marking/submission/here"  # where a submission runs within bubblewrap
_DISK = 256 * 2**20  # bytes that a submission may write


@dataclass(frozen=True)
class Limits:
    """What one submission may take."""

    cell: float = 20.0  # seconds of computing; three times as many by the clock
    notebook: float = 120.0  # seconds by the clock
    memory: int = 1024  # megabytes
    output: int = 1_000_000  # characters that a cell may print


@dataclass
class Executed:
    """What became of the cells, by their index; those not reached are not there."""

    replies: dict[int, dict[str, Any]] = field(default_factory=dict)
    ended: dict[int, Why] = field(default_factory=dict)  # cells that ended the process, and how
    unfinished: Why | None = None  # why cells were not reached
    seconds: float = 0.0


def execute(
    cells: Sequence[Mapping[str, Any]],
    files: Mapping[str, str],
    *,
    lesson: str,
    limits: Limits,
    bubblewrap: str | None,
    hidden: Sequence[Path] = (),
) -> Executed:
    """Run cells in order; one that ends the process is left out, and the others run anew.

    Parameters
    ----------
    cells
        Each with index, source and check (the exercise's code in a check cell, else "").
    files
        The text of each file that stands in the folder beforehand, by relative name.
    bubblewrap
        Its program, from `bubblewrap()`; None runs without.
    hidden
        Folders that the submission should not see, where that can be had.
    """
    done = Executed()
    begun = time.monotonic()
    deadline = begun + limits.notebook
    while True:
        job: dict[str, Any] = {
            "lesson": lesson,
            "files": {**files, **_fonts()},
            "cells": [dict(cell) for cell in cells if cell["index"] not in done.ended],
            "cell_seconds": limits.cell,
            "output": limits.output,
            "memory": limits.memory,
            "file_bytes": _DISK // 4,
        }
        replies, why = _attempt(job, limits, deadline, _command(bubblewrap, hidden))
        done.replies |= replies
        left = [cell["index"] for cell in job["cells"] if cell["index"] not in replies]
        if not left or why is None:
            break
        done.ended[left[0]] = why
        if len(left) > 1 and (len(done.ended) >= _RESTARTS or time.monotonic() >= deadline):
            done.unfinished = why
            break
    done.seconds = time.monotonic() - begun
    return done


@functools.cache
def bubblewrap() -> str | None:
    """The program bwrap, if it is here and this system lets it work."""
    program = shutil.which("bwrap") if sys.platform == "linux" else None
    if program is None:
        return None
    command = [*_wrapped(program, ()), sys.executable, "-c", "pass"]
    with suppress(OSError, subprocess.TimeoutExpired):
        tried = subprocess.run(command, capture_output=True, timeout=30, check=False)
        return program if tried.returncode == 0 else None
    return None


def _wrapped(program: str, hidden: Sequence[Path]) -> list[str]:
    """bwrap's arguments: all is read-only, home and /tmp are empty, there is no network."""
    import libmkt

    command = [program, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    covered = [Path.home().resolve(), *(path.resolve() for path in hidden), Path("/run")]
    for path in covered:
        if path.is_dir() and path != Path("/"):
            command += ["--tmpfs", str(path)]
    command += ["--size", str(_DISK), "--tmpfs", "/tmp"]
    needed = {sys.prefix, sys.base_prefix, str(Path(libmkt.__file__).resolve().parent.parent)}
    for place in sorted(needed):
        if any(Path(place).is_relative_to(path) for path in [*covered, Path("/tmp")]):
            command += ["--ro-bind", place, place]
    command += ["--dir", _INSIDE, "--chdir", _INSIDE]
    return [*command, "--unshare-all", "--die-with-parent", "--new-session"]


def _command(program: str | None, hidden: Sequence[Path]) -> list[str]:
    worker = [sys.executable, "-P", "-m", "libmkt.learn.grading_worker"]
    return [*_wrapped(program, hidden), *worker] if program else worker


def _attempt(
    job: dict[str, Any], limits: Limits, deadline: float, command: list[str]
) -> tuple[dict[int, dict[str, Any]], Why | None]:
    """One process's replies by cell, and why it was ended or ended itself before the last."""
    wrapped = "--unshare-all" in command
    with tempfile.TemporaryDirectory(prefix="mkt-", ignore_cleanup_errors=True) as made:
        home = Path(made) / "marking" / "submission" / "here"
        home.mkdir(parents=True)
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env=_environment(_INSIDE if wrapped else str(home)),
            start_new_session=True,
        )
        try:
            return _followed(process, job, limits, deadline)
        finally:
            _end(process)


def _followed(
    process: subprocess.Popen[bytes], job: dict[str, Any], limits: Limits, deadline: float
) -> tuple[dict[int, dict[str, Any]], Why | None]:
    """Collect what the process says until all is said or it has to be ended."""
    lines = _lines(process)
    with suppress(OSError):
        assert process.stdin is not None
        process.stdin.write(json.dumps(job).encode("ascii") + b"\n")
        process.stdin.close()
    replies: dict[int, dict[str, Any]] = {}
    allowed = time.monotonic() + _START
    while len(replies) < len(job["cells"]):
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            line = None
        if line == b"":
            return replies, "died"
        if line is not None:
            said = _parsed(line)
            if said is None:
                return replies, "output"
            if said.get("memory"):  # what the cell holds would leave the others too little
                return replies, "memory"
            if "cell" in said:
                replies[said["cell"]] = said
            cell = WAITING * limits.cell + _GRACE
            allowed = min(time.monotonic() + cell, deadline + _GRACE)
        if time.monotonic() > allowed:
            return replies, "time"
        if _memory(process.pid) > limits.memory * 2**20:
            return replies, "memory"
    return replies, None


def _lines(process: subprocess.Popen[bytes]) -> queue.Queue[bytes]:
    """What the process says, a line at a time; an empty one when it has ended."""
    found: queue.Queue[bytes] = queue.Queue(maxsize=16)  # a flood waits in the pipe

    def read() -> None:
        assert process.stdout is not None
        with suppress(OSError, ValueError):
            while line := process.stdout.readline(_LINE):
                found.put(line)
        found.put(b"")

    threading.Thread(target=read, daemon=True).start()
    return found


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _memory(pid: int) -> int:
    """Bytes that a process and all its children hold."""
    import psutil

    total = 0
    with suppress(psutil.Error):
        parent = psutil.Process(pid)
        for one in (parent, *parent.children(recursive=True)):
            with suppress(psutil.Error):
                total += one.memory_info().rss
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it has started."""
    import psutil

    with suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream is not None:
                stream.close()


def _environment(home: str) -> dict[str, str]:
    """What the process inherits: no key and no path of the person who marks."""
    kept = (
        "PATH",
        "LANG",
        "LC_ALL",
        "SYSTEMROOT",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "LD_LIBRARY_PATH",
    )
    found = {name: os.environ[name] for name in kept if name in os.environ}
    places = (
        "HOME",
        "USERPROFILE",
        "TMPDIR",
        "TEMP",
        "TMP",
        "APPDATA",
        "LOCALAPPDATA",
        "IPYTHONDIR",
    )
    single = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        **found,
        **dict.fromkeys(places, home),
        **dict.fromkeys(single, "1"),
        "MPLCONFIGDIR": str(Path(home) / ".fonts"),
        "MPLBACKEND": "agg",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
    }


@functools.cache
def _fonts() -> dict[str, str]:
    """matplotlib's list of fonts, which it would take a second to make anew."""
    import matplotlib

    found = Path(matplotlib.get_cachedir()).glob("fontlist-*.json")
    with suppress(OSError):
        return {f".fonts/{path.name}": path.read_text(encoding="utf-8") for path in found}
    return {}
