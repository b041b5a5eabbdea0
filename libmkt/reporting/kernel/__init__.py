"""What only one operating system can do: the one module with system calls of its own."""

from __future__ import annotations

import ctypes
import hashlib
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from libmkt.reporting.kernel import memory as limits

if sys.platform != "win32":
    import fcntl

Start = Literal["fork", "ahead", "cold"]
Why = Literal["time", "memory", "interrupt"]
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, so that a reader never finds neither; False if it cannot.

    Linux has renameat2 for it; other systems and some file systems do not.
    """
    if sys.platform != "linux":
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    paths = [os.fsencode(one), os.fsencode(other)]
    return bool(call(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other process and thread that asks for the same folder waiting.

    The lock belongs to an open file: it ends with the process, however that ends, so that
    a killed run leaves none behind.  Where a file system has no locks, nobody waits.
    """
    if sys.platform == "win32":
        import msvcrt

        # a folder cannot be opened there
        mark = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=8).hexdigest()
        number = os.open(
            Path(tempfile.gettempdir()) / f"libmkt-{mark}.lock", os.O_RDWR | os.O_CREAT
        )
    else:
        number = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            if sys.platform == "win32":
                msvcrt.locking(number, msvcrt.LK_LOCK, 1)
            else:
                fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


@dataclass
class Kernel:
    """What papermill needs to start one kernel, and a way to end it from outside."""

    arguments: dict[str, object]
    managers: list[Any] = field(default_factory=list)  # filled when it has started
    stopped: Why | None = None  # by us, not by itself

    def stop(self, why: Why) -> None:
        """End it at once, or as soon as it has started; papermill then says that it died."""
        self.stopped = why
        for manager in self.managers:
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()


@contextmanager
def kernels(*, start: Start, memory: int | None = None) -> Iterator[Callable[[], Kernel]]:
    """A batch of kernels on private sockets, started as asked, each within `memory` megabytes.

    Yields what makes one.  Sockets of the file system need no ports, which two kernels at
    once could both take, and nobody else on the machine can listen; Windows has none.
    """
    from jupyter_client.provisioning.factory import KernelProvisionerFactory
    from traitlets.config import Config

    from libmkt.reporting.kernel.provisioner import AHEAD, FORK

    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    if start != "cold":
        factory.default_provisioner_name = {"fork": FORK, "ahead": AHEAD}[start]
    # A socket's path may have about 100 bytes, so it does not go under the workbench.
    folder = Path(tempfile.mkdtemp(prefix="mkt-", dir=_short_folder()))
    count = itertools.count()

    def one() -> Kernel:
        config = Config()
        if sys.platform != "win32":
            config.AsyncKernelManager.transport = "ipc"
            config.AsyncKernelManager.connection_file = str(folder / f"{next(count)}.json")
        # A kernel that is shut down is interrupted first, and would log that as an error; and
        # a report's cells are no commands that somebody typed and may want to find again.
        quiet = ["--IPKernelApp.log_level=CRITICAL", "--HistoryManager.enabled=False"]
        made = Kernel({"config": config, "extra_arguments": quiet})

        made.arguments["kernel_manager_class"] = _manager_class(made, memory)
        return made

    try:
        yield one
    finally:
        factory.default_provisioner_name = before
        shutil.rmtree(folder, ignore_errors=True)


def _manager_class(kernel: Kernel, megabytes: int | None) -> type:
    """A manager class that lists its managers with `kernel` and limits what they start."""
    from jupyter_client.manager import AsyncKernelManager

    class Manager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            kernel.managers.append(self)

        async def _async_post_start_kernel(self, **options: Any) -> None:
            # from outside, before the first cell: a notebook cannot forget to ask for it
            process = getattr(self.provisioner, "pid", None)
            if megabytes and process:
                limits.keep(process, megabytes, lambda: kernel.stop("memory"))
            await super()._async_post_start_kernel(**options)
            if kernel.stopped:  # while it was being started, when there was nothing to end
                kernel.stop(kernel.stopped)

    return Manager


def best_start(reports: int) -> Start:
    """How kernels are best started for so many reports.

    Forked where the system can; else ahead, while another works; a single report cold,
    since it would wait for the imports in any case.
    """
    if reports < 2 and not has_mother():
        return "cold"
    return "fork" if sys.platform == "linux" else "ahead"


def has_mother() -> bool:
    """Whether this process has a mother of kernels already, so that a fork costs nothing."""
    provisioner = sys.modules.get("libmkt.reporting.kernel.provisioner")
    return provisioner is not None and os.getpid() in provisioner.mothers


def _short_folder() -> str | None:
    wanted = tempfile.gettempdir()
    return wanted if len(wanted) < 40 else "/tmp"
