"""Disks that fail: a small one that is full, one that can only be read, and faults one by one."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_CHANGES = {"os.mkdir", "os.rename"}


class Faults:
    """Lets the n-th thing that this process writes under a folder fail, as a full disk would."""

    def __init__(self) -> None:
        self.root, self.number, self.seen = "", 0, 0
        sys.addaudithook(self._hear)  # cannot be taken away: it is deaf without a root

    @contextmanager
    def at(self, number: int, root: Path) -> Iterator[None]:
        """Within it the `number`-th write under `root` fails, and every one after it."""
        self.root, self.number, self.seen = str(root), number, 0
        try:
            yield
        finally:
            self.root = ""

    @property
    def came(self) -> bool:
        """Whether there were so many writes that one has failed."""
        return self.seen >= self.number

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.root or (event != "open" and event not in _CHANGES):
            return
        if event == "open" and not (arguments[2] or 0) & _WRITES:
            return
        path = arguments[0]
        if not isinstance(path, str | os.PathLike) or not str(path).startswith(self.root):
            return
        self.seen += 1
        if self.seen >= self.number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A file system of its own at `place`; skips where nobody may mount one."""
    place.mkdir(parents=True, exist_ok=True)
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("mounting a small disk takes root on Linux")
    done = subprocess.run(["mount", *options, str(place)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        os.chdir("/")
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, *, leave: int) -> Path:
    """Fill a disk but for so many bytes; the file that does it."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    size = max(0, free.f_bavail * free.f_frsize - leave)
    filler.write_bytes(b"\0" * size)
    return filler
