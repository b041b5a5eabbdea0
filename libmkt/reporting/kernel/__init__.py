"""What only one operating system can do: the one module with system calls of its own."""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Start = Literal["fork", "ahead", "cold"]
Why = Literal["time", "interrupt"]
MEMORY_VARIABLE = "LIBMKT_MEMORY"  # megabytes; the runner sets it in kernels
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


@dataclass
class Kernel:
    """What papermill needs to start one kernel, and a way to end it from outside."""

    arguments: dict[str, object]
    managers: list[Any] = field(default_factory=list)  # filled when it has started
    stopped: Why | None = None  # by us, not by itself

    def stop(self, why: Why) -> None:
        """End it at once; papermill then says that the kernel died."""
        self.stopped = why
        for manager in self.managers:
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                process.kill()


@contextmanager
def kernels(*, start: Start) -> Iterator[Callable[[], Kernel]]:
    """A batch of kernels on private sockets, started as asked.

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
        # A kernel that is shut down is interrupted first, and would log that as an error.
        quiet = ["--IPKernelApp.log_level=CRITICAL"]
        made = Kernel({"config": config, "extra_arguments": quiet})

        made.arguments["kernel_manager_class"] = _manager_class(made.managers)
        return made

    try:
        yield one
    finally:
        factory.default_provisioner_name = before
        shutil.rmtree(folder, ignore_errors=True)


def _manager_class(started: list[Any]) -> type:
    """A manager class that keeps the managers made of it in a list."""
    from jupyter_client.manager import AsyncKernelManager

    class Manager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            started.append(self)

    return Manager


def limit_memory() -> None:
    """Keep this kernel within the megabytes that the runner allows it (Linux)."""
    allowed = os.environ.get(MEMORY_VARIABLE)
    if not allowed or sys.platform != "linux":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (int(allowed) * 2**20, most))


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
