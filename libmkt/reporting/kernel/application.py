"""ipykernel's application as a kernel of ours starts it: without two detours at its start.

A fork shares its mother's memory until it touches it, and each page that is touched is
copied.  To read a command line of four options, traitlets looks at every option of every
class; to tell its debugger what is not the user's code, ipykernel asks each loaded module
for its file.  Together they were a third of what an empty kernel costs.  The options are
read here, the files are listed once by the mother; whatever else stands on the command
line goes the long way.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

_OPTION = re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)", re.DOTALL)
_listed: dict[str, SimpleNamespace] = {}  # stand-ins for modules: all that is asked is their file


class KernelApplication(IPKernelApp):
    """The application of one kernel, configured and used as ipykernel's own."""

    def parse_command_line(self, argv: Any = None) -> None:
        """Take options; those of other forms than a batch uses go to ipykernel."""
        found = options(argv or ())
        if found is None:
            super().parse_command_line(argv)
            return
        self.argv = list(argv)
        self.cli_config = found
        self.update_config(found)
        self.extra_args = []

    def init_kernel(self) -> None:
        """Make the kernel."""
        with _told_of_files():
            super().init_kernel()  # type: ignore[no-untyped-call]


def options(argv: Sequence[str]) -> Config | None:
    """The settings of ``-f FILE`` and ``--Class.trait=value``; None if anything else is there.

    Examples
    --------
    >>> print(options(["-f", "1.json", "--HistoryManager.enabled=False"]).HistoryManager.enabled)
    False
    >>> options(["--debug"]) is None
    True
    """
    found = Config()
    rest = list(argv)
    while rest:
        part = rest.pop(0)
        if part == "-f" and rest:
            found.IPKernelApp.connection_file = DeferredConfigString(rest.pop(0))
        elif match := _OPTION.fullmatch(part):
            name, trait, value = match.groups()
            found[name][trait] = DeferredConfigString(value)
        else:
            return None
    return found


def list_files() -> None:
    """List the files of all modules that are loaded, for the kernels that are forked later."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    # new texts lie side by side in memory: a fork that looks at them copies few pages
    texts = [file.encode().decode() for file in files if file]
    _listed.update({file: SimpleNamespace(__file__=file) for file in texts})


@contextmanager
def _told_of_files() -> Iterator[None]:
    """Give ipykernel the files that were listed when it asks each module for its own."""
    ours: Any = ipkernel
    before = ours.sys
    if _listed:
        ours.sys = SimpleNamespace(**{**vars(sys), "modules": _listed})
    try:
        yield
    finally:
        ours.sys = before
