"""What a command and everything that it starts cost: CPU seconds, wall seconds, memory (Linux).

A kernel is started by a process that was started by another, and may outlive both.  So this
process makes itself the one to which orphans fall (PR_SET_CHILD_SUBREAPER), waits for every
process that it is left with, and adds up what the system says of each, which holds all those
that it waited for itself.  `check` proves it with a grandchild that nobody waits for.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PACKAGES = ("libmkt", "papermill", "nbconvert", "jupyter_client", "ipykernel", "pandas", "numpy",
            "statsmodels", "matplotlib", "seaborn", "scipy")  # fmt: skip
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_GRACE = 15.0  # seconds that orphans get to end by themselves


@dataclass(frozen=True)
class Cost:
    """What one command cost, all its descendants counted."""

    wall: float  # seconds until the command itself ended
    cpu: float  # seconds, user and system, of all its processes
    largest: float  # MB, the largest resident size that one process reached
    together: float  # MB, the largest sum of their proportional sizes, sampled; 0 if not asked for
    status: int  # exit status; -9 for one that was killed


def cost(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    log: Path | None = None,
    every: float = 0.0,
    kill_when: Callable[[], bool] | None = None,
) -> Cost:
    """Run a command and wait for everything that it started.

    Parameters
    ----------
    log
        Where its output goes; None drops it.
    every
        Seconds between two looks at memory; 0 looks at none.
    kill_when
        The command is killed (SIGKILL) once this is true, to see what is left behind.
    """
    _adopt()
    with (log or Path(os.devnull)).open("ab") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**_environment(), **(env or {})},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    watch = _Memory(every)
    over = threading.Event()
    if kill_when:
        threading.Thread(target=_kill, args=(process, kill_when, over), daemon=True).start()
    cpu = largest = wall = 0.0
    late: threading.Timer | None = None
    while True:
        try:
            pid, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += used.ru_utime + used.ru_stime
        largest = max(largest, used.ru_maxrss / 1024)
        if pid == process.pid:
            wall = time.perf_counter() - begun
            over.set()
            process.returncode = os.waitstatus_to_exitcode(status)
            late = threading.Timer(_GRACE, _end_all)
            late.start()
    if late:
        late.cancel()
    return Cost(wall, cpu, largest, watch.stop(), process.returncode)


def _kill(
    process: subprocess.Popen[bytes], when: Callable[[], bool], over: threading.Event
) -> None:
    while not over.wait(0.05):
        if when():
            process.kill()
            return


def _environment() -> dict[str, str]:
    """This environment, but modules are compiled once and kept, as on a user's machine."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _adopt() -> None:
    if sys.platform != "linux":
        raise SystemExit("Processes and their CPU time are counted on Linux only.")
    if ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _end_all() -> None:
    for pid in descendants():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def descendants() -> list[int]:
    """Every process that comes from this one."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            text = place.read_text(encoding="utf-8", errors="replace")
            pid, rest = int(text.split(" ", 1)[0]), text.rpartition(")")[2].split()
            parents.setdefault(int(rest[1]), []).append(pid)
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


class _Memory:
    """Looks again and again how much memory all descendants take together."""

    def __init__(self, every: float) -> None:
        self._every, self._peak, self._done = every, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        if every:
            self._thread.start()

    def _look(self) -> None:
        while not self._done.wait(self._every):
            self._peak = max(self._peak, sum(_proportional(pid) for pid in descendants()))

    def stop(self) -> float:
        self._done.set()
        if self._every:
            self._thread.join()
        return self._peak


def _proportional(pid: int) -> float:
    """Memory of a process in MB, pages that it shares counted by their share."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


def check() -> None:
    """Refuse to measure where the CPU time of an orphan would be lost."""
    burn = "import time; e = time.process_time() + 0.5\nwhile time.process_time() < e: pass"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"
    found = cost([sys.executable, "-c", code])
    if not 0.5 <= found.cpu < 2:
        raise SystemExit(f"CPU time of a grandchild is not counted rightly: {found.cpu:.2f} s")


def machine() -> dict[str, Any]:
    """What the numbers were measured on; nothing that names the machine."""
    model = ""
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(
            (ln.split(":", 1)[1].strip() for ln in lines if ln.startswith("model name")), ""
        )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": platform.system(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": model,
        "memory_gib": round(memory, 1),
        "load_before": round(os.getloadavg()[0], 2),  # others at work make wall times longer
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in PACKAGES},
    }


def save(name: str, result: dict[str, Any], place: Path | None = None) -> None:
    """Print a result as JSON and keep it under benchmarks/results/."""
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    path = place or RESULTS / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def rounded(found: Cost, reports: int = 1) -> dict[str, float]:
    """A cost for the record: seconds a report, memory in MB."""
    seconds = {f"{k}_per_report": round(getattr(found, k) / reports, 3) for k in ("wall", "cpu")}
    sizes = {k: round(v) for k, v in asdict(found).items() if k in ("largest", "together") and v}
    return {**seconds, **{f"{k}_mb": v for k, v in sizes.items()}}
