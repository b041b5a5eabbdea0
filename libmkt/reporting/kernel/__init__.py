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
from pathlib import Path

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
def kernels(*, fork: bool) -> Iterator[Callable[[], dict[str, object]]]:
    """A batch of kernels on private sockets, forked where that is asked and can be.

    Yields what gives papermill's arguments for one kernel.  Sockets of the file system need
    no ports, which two kernels at once could both take, and nobody else on the machine can
    listen.  Windows has none: there the defaults stay.
    """
    if sys.platform == "win32":
        yield dict
        return
    from jupyter_client.manager import AsyncKernelManager
    from jupyter_client.provisioning.factory import KernelProvisionerFactory
    from traitlets.config import Config

    from libmkt.reporting.kernel.provisioner import CAN_FORK, NAME

    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    if fork and CAN_FORK:
        factory.default_provisioner_name = NAME
    # A socket's path may have about 100 bytes, so it does not go under the workbench.
    folder = Path(tempfile.mkdtemp(prefix="mkt-", dir=_short_folder()))
    count = itertools.count()

    def arguments() -> dict[str, object]:
        config = Config()
        config.AsyncKernelManager.transport = "ipc"
        config.AsyncKernelManager.connection_file = str(folder / f"{next(count)}.json")
        return {"kernel_manager_class": AsyncKernelManager, "config": config}

    try:
        yield arguments
    finally:
        factory.default_provisioner_name = before
        shutil.rmtree(folder, ignore_errors=True)


def has_mother() -> bool:
    """Whether this process has a mother of kernels already, so that a fork costs nothing."""
    provisioner = sys.modules.get("libmkt.reporting.kernel.provisioner")
    return provisioner is not None and os.getpid() in provisioner.mothers


def _short_folder() -> str | None:
    wanted = tempfile.gettempdir()
    return wanted if len(wanted) < 40 else "/tmp"
