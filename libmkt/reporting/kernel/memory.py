"""Keeping a kernel within the memory that it may take."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable

_EVERY = 0.5  # seconds between two looks


def limited(process: int, megabytes: int) -> bool:
    """Let the system keep a process within so much memory; False where it cannot.

    On Linux an allocation beyond it fails in the process (a MemoryError of the cell that
    asked).  What counts is memory of its own, in use or reserved: files that are mapped,
    shared pages of libraries and the like do not.
    """
    if sys.platform != "linux":
        return False
    import resource

    allowed = megabytes * 2**20
    try:
        _, most = resource.prlimit(process, resource.RLIMIT_DATA)
        if most != resource.RLIM_INFINITY:
            allowed = min(allowed, most)
        resource.prlimit(process, resource.RLIMIT_DATA, (allowed, most))
    except ProcessLookupError:  # it has died already: that is told by itself
        return True
    except OSError:
        return False
    return True


def watch(process: int, megabytes: int, stop: Callable[[], None]) -> None:
    """Look at a process twice a second, and call `stop` when it takes more memory.

    For systems without a limit of their own.  Memory that is taken and given back between
    two looks is not seen.
    """
    threading.Thread(target=_watch, args=(process, megabytes, stop), daemon=True).start()


def _watch(process: int, megabytes: int, stop: Callable[[], None]) -> None:
    import time

    import psutil

    with contextlib.suppress(psutil.Error):  # it has ended
        watched = psutil.Process(process)
        while watched.memory_info().rss <= megabytes * 2**20:
            time.sleep(_EVERY)
            if not watched.is_running() or watched.status() == psutil.STATUS_ZOMBIE:
                return
        stop()
