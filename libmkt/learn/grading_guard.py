"""Refuses a submission what it has no business with: the network, programs, others' files.

A guard against accidents and pranks, on every system.  It is no sandbox: who knows
Python's inner parts can get round it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

# Events of Python's audit table whose first argument (and second) is a path that is changed.
_ONE = {"os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.utime", "shutil.rmtree"}
_TWO = {"os.rename", "os.link", "os.symlink", "shutil.move"}
_NETWORK = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn",
             "os.spawn", "os.startfile", "os.killpg"}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
KEPT = 5  # refusals that are told of one cell


class Guard:
    """From `begin` on nothing outside `home` is written, nothing fetched, nothing started."""

    def __init__(self, home: Path) -> None:
        self._home = os.path.realpath(home)
        self.refused: list[str] = []  # "files", "network" or "programs", and what was asked

    def begin(self) -> None:
        """Guard this process for the rest of its life: Python cannot take a hook away."""
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = any(sign in mode for sign in "wax+") if mode else bool(flags & _WRITING)
            if writes and not isinstance(path, int):
                self._stay_inside(event, path)
        elif event in _ONE or event in _TWO:
            if len(arguments) > 1 and event in ("os.remove", "os.rmdir") and arguments[-1] != -1:
                return  # a step of shutil.rmtree, which was asked before
            for path in arguments[: 2 if event in _TWO else 1]:
                self._stay_inside(event, path)
        elif event in _NETWORK:
            self._refuse("network", event, arguments[-1])
        elif event in _PROGRAMS or (event == "os.kill" and arguments[0] != os.getpid()):
            self._refuse("programs", event, arguments[0] if arguments else "")

    def _stay_inside(self, event: str, path: Any) -> None:
        if isinstance(path, int):
            return
        whole = os.path.realpath(os.fsdecode(path))
        if whole != os.path.realpath(os.devnull) and not _within(whole, self._home):
            self._refuse("files", event, os.fsdecode(path))

    def _refuse(self, kind: str, event: str, what: Any) -> None:
        if len(self.refused) < KEPT:
            self.refused.append(f"{kind} {event} {str(what)[:120]}")
        raise PermissionError(f"not allowed while marking: {event}")


def _within(path: str, home: str) -> bool:
    return path == home or path.startswith(home + os.sep)
