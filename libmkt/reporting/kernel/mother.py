"""The mother of kernels: imports everything once, then forks a kernel a request.

Started as ``python -m libmkt.reporting.kernel.mother`` by a provisioner, which talks to it
over its standard input and output, a line of JSON each way; when the owner's end closes,
the kernels are ended and the mother goes.

A fork is safe only from a process with one thread, no open event loop, no context of ZeroMQ
and no figure: this one opens none, keeps its libraries single-threaded, and refuses to fork
(the provisioner then starts a cold kernel) when it finds that it has threads after all.

With ``--once`` it does not fork: it imports ahead of time what every report needs and
becomes the first kernel it is asked for.  That is for Windows and macOS.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What every report notebook and its kernel import; the order does not matter.
EVERY = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
    "psutil",
    "matplotlib_inline.config",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "pandas",
    "pandas.core.reshape.reshape",
    "babel.dates",
    "babel.numbers",
    "pydantic",
    "yaml",
    "libmkt.read.counts",
    "libmkt.monitoring",
    "libmkt.plots",
    "libmkt.reporting",
    "libmkt.reporting.kernel.application",
    "libmkt.reporting.markup",
    "libmkt.words",
)
# What some reports import, or whoever works in a forked kernel by hand: a mother imports it once
# for all her children, a kernel started ahead leaves it to the cell that wants it.
SOME = (
    "jedi",
    "scipy.stats",
    "statsmodels.api",
    "statsmodels.formula.api",
    "statsmodels.tsa.api",
    "seaborn",
    "openpyxl",
    "python_calamine",
    "libmkt.read.margins",
    "libmkt.read.observations",
    "libmkt.read.services",
    "libmkt.read.survey",
    "libmkt.needs",
    "libmkt.services",
    "libmkt.surveys",
)
# Questions whose first answer is worked out and then remembered: asked here, each child knows.
REMEMBERED = (("libmkt.read.vocabulary", "meaning", "loans"),)
# Makes a small report and throws it away: all that is looked up at first use is looked up then.
# It brings several packages together, as a notebook does, and so stands in layer 4: here is the one
# place that may name it (NAMED_AHEAD in tests/test_layers.py).
REHEARSAL = "libmkt.demo.rehearsal"
# New objects after which Python looks for garbage, and how often it looks at older ones: what a
# report makes lives until its end, and looking after each 700 would be a tenth of its time.
LOOKS = (100_000, 10, 10)
# Before the imports: threads that these libraries would start are what makes a fork unsafe.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def main() -> int:
    """Preload, say that all is ready, and serve until the owner is gone."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever a library prints must not mix with the replies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's to handle
    preload((*EVERY, *SOME))
    rehearse()
    settle()
    children: dict[int, int | None] = {}
    print(json.dumps({"ready": threads()}), file=replies)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(serve(request, children, replies.fileno())), file=replies)
    for pid, status in children.items():
        if status is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
    return 0


def preload(modules: Sequence[str]) -> None:
    """Import what reports use; what is not installed is left to the kernel to miss.

    polars starts threads when it loads, and statsmodels loads it when it is there: it is
    hidden while preloading, so that children import it themselves, rightly.
    """
    sys.modules["polars"] = None  # type: ignore[assignment]
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    del sys.modules["polars"]
    for module, function, argument in REMEMBERED:
        getattr(importlib.import_module(module), function)(argument)


def rehearse() -> None:
    """Do once what each report would do at its first figure, number and month.

    Without it each kernel does that itself: a failure costs time, no report, and is told.
    """
    try:
        importlib.import_module(REHEARSAL).rehearse()
    except OSError:  # no room for its files
        return
    except Exception:  # a mistake of ours: on standard error, where her owner sees it
        import traceback

        print("The rehearsal of a report failed; reports are made without it.", file=sys.stderr)
        traceback.print_exc()


def settle() -> None:
    """Leave what is loaded out of the search for garbage: its pages stay shared by all children."""
    from libmkt.reporting.kernel.application import list_files

    list_files()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKS)


def threads() -> int:
    """Threads of this process."""
    return len(list(Path("/proc/self/task").iterdir()))


def serve(request: dict[str, Any], children: dict[int, int | None], reply: int) -> dict[str, Any]:
    """Answer one request: ``fork`` a kernel or ``poll`` one's exit status."""
    if request["do"] == "poll":
        return {"status": _poll(request["pid"], children)}
    if threads() != 1:
        return {"refused": f"{threads()} threads"}
    mother = os.getpid()
    pid = os.fork()
    if pid == 0:
        _child(request, reply, mother)
    children[pid] = None
    return {"pid": pid}


def _poll(pid: int, children: dict[int, int | None]) -> int | None:
    if children.get(pid) is None and pid in children:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            children[pid] = os.waitstatus_to_exitcode(status)
    return children.get(pid, 1)


def _child(request: dict[str, Any], reply: int, mother: int) -> None:
    """Become a kernel in a fork of the mother; never returns."""
    status = 1
    try:
        os.setsid()
        _end_with(mother)
        for number in (signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        os.close(reply)
        _reseed()
        become_kernel(request, parent=os.getppid())
        status = 0
    except SystemExit as done:
        status = done.code if isinstance(done.code, int) else 0
    except BaseException:  # whatever happens, a child must never go on as a second mother
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def _end_with(mother: int) -> None:
    """Have Linux end this process when the mother ends, however she does.

    ipykernel looks for its parent too, but from a thread, which a process that has come to
    its limit of memory may not be able to start.
    """
    if sys.platform != "linux":
        return
    import ctypes

    set_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    if os.getppid() != mother:  # she has ended already
        os._exit(1)


def become_kernel(request: dict[str, Any], *, parent: int) -> None:
    """Turn this process, which has imported everything, into the kernel asked for."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    os.environ.clear()
    os.environ.update(request["env"] | {"JPY_PARENT_PID": str(parent)})
    os.environ.setdefault("MPLBACKEND", ENVIRONMENT["MPLBACKEND"])
    os.chdir(request["cwd"])
    sys.argv = list(request["argv"])
    del sys.path[0]  # the mother's own folder, as ipykernel_launcher drops its own
    # Loaded anew at the first figure, when there is a shell that it can hook into.
    sys.modules.pop("matplotlib_inline.backend_inline", None)
    from libmkt.reporting.kernel.application import KernelApplication

    KernelApplication.launch_instance(argv=[*sys.argv[1:], f"--IPKernelApp.parent_handle={parent}"])


def wait() -> int:
    """Without fork: import what each report needs, wait for one request, become that kernel."""
    preload(EVERY)
    settle()
    print(json.dumps({"ready": 1}), flush=True)
    line = sys.stdin.readline()
    if line:
        become_kernel(json.loads(line), parent=os.getppid())
    return 0


def _reseed() -> None:
    """Random states as a fresh process has them: each kernel its own."""
    import random

    import numpy as np

    random.seed()
    np.random.seed()


if __name__ == "__main__":
    sys.exit(wait() if sys.argv[1:] == ["--once"] else main())
