"""Keeping a kernel within the memory that it may take."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable

_EVERY = 0.25  # seconds between two looks
_SPARE = 512  # megabytes between what ends a kernel and what the system refuses it


def keep(process: int, megabytes: int, stop: Callable[[], None]) -> None:
    """Call `stop` when a process takes more memory than so much.

    What counts is what it holds at one time, as a task manager shows it; four looks a
    second.  On Linux the system also refuses what is asked for at once and far too much (a
    MemoryError of the cell that asked).  That limit lies higher: a process that has reached
    it to the last byte cannot even say so, and would wait for ever.
    """
    _refuse_above(process, megabytes + _SPARE)
    threading.Thread(target=_watch, args=(process, megabytes, stop), daemon=True).start()


def _refuse_above(process: int, megabytes: int) -> None:
    """Let the system refuse a process what goes beyond so much, where it can (Linux)."""
    if sys.platform != "linux":
        return
    import resource

    with contextlib.suppress(OSError):  # it has died already; or this system forbids it
        _, most = resource.prlimit(process, resource.RLIMIT_DATA)
        allowed = megabytes * 2**20
        allowed = allowed if most == resource.RLIM_INFINITY else min(allowed, most)
        resource.prlimit(process, resource.RLIMIT_DATA, (allowed, most))


def _watch(process: int, megabytes: int, stop: Callable[[], None]) -> None:
    import psutil

    with contextlib.suppress(psutil.Error):  # it has ended
        watched = psutil.Process(process)
        while watched.is_running() and watched.status() != psutil.STATUS_ZOMBIE:
            if watched.memory_info().rss > megabytes * 2**20:
                stop()
                return
            time.sleep(_EVERY)
