"""One notebook run through papermill, in a kernel of its own, within its limits."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from libmkt import words, workbench
from libmkt.errors import N_, Message, ReportError
from libmkt.reporting.content import blocks
from libmkt.reporting.kernel import Kernel, Start
from libmkt.reporting.plan import Job
from libmkt.reporting.session import AS_OF_VARIABLE

CLOSING = ("actions", "sureness", "sources")


@dataclass(frozen=True)
class Settings:
    """How a batch is made."""

    root: Path
    as_of: dt.date
    force: bool = False  # run again what has not changed
    code: bool = False  # keep the notebook's code on the page, folded
    timeout: int | None = None  # seconds that one report may take
    memory: int | None = None  # megabytes that one kernel may take
    start: Start | None = None  # how kernels are started; None takes the best way
    jobs: int = 1  # reports made at the same time


class KernelDied(ReportError):
    """The kernel ended by itself: killed for want of memory, or crashed."""


def execute(job: Job, staged: Path, settings: Settings, kernels: Callable[[], Kernel]) -> Any:
    """Run a job's notebook, its Markdown translated, and return it executed.

    A kernel that dies is tried once more, in a fresh one.

    Raises
    ------
    ReportError
        A cell stopped, the report took too long, the kernel died twice, a closing box is
        missing, or a file was read that no parameter names.
    """
    try:
        notebook = _once(job, staged, settings, kernels())
    except KernelDied:
        notebook = _once(job, staged, settings, kernels())
    _check(job, notebook)
    return notebook


def _once(job: Job, staged: Path, settings: Settings, kernel: Kernel) -> Any:
    papermill, stopped = _papermill()
    with words.speaking(job.language):
        source = _translated(job.notebook)
    entry, done = staged / "source.ipynb", staged / "executed.ipynb"
    entry.write_text(source, encoding="utf-8", newline="\n")
    watch = Timer(settings.timeout, kernel.stop, ["time"]) if settings.timeout else None
    if watch is not None:
        watch.start()
    try:
        notebook = papermill.execute_notebook(
            str(entry),
            str(done),
            parameters=job.values,
            # the whole notebook at each cell would be a tenth of the work
            request_save_on_cell_execute=False,
            kernel_name="python3",
            language="python",  # of a notebook that does not say
            cwd=str(settings.root),
            progress_bar=False,
            log_output=False,
            **kernel.arguments,
        )
    except stopped as error:
        raise _failed(error, settings) from None
    except RuntimeError as error:  # nbclient: the kernel died or did not start
        if kernel.stopped == "interrupt":
            raise KeyboardInterrupt from None
        if kernel.stopped == "time":
            what = N_("it took longer than {seconds} seconds")
            raise ReportError(Message(what, {"seconds": settings.timeout})) from None
        if kernel.stopped == "memory":
            raise _too_large(settings) from None
        why = str(error).splitlines()[0]
        hints = [_limit(settings)] if settings.memory else []
        raise KernelDied(
            Message(N_("the kernel stopped: {why}"), {"why": why}), (), hints
        ) from None
    finally:
        if watch is not None:
            watch.cancel()
        entry.unlink(missing_ok=True)
    return notebook


def _papermill() -> tuple[Any, type[Exception]]:
    """papermill and its error; blocking one import of jsonschema's saves two seconds."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill
    from papermill.exceptions import PapermillExecutionError

    # It warns of parameters whose type it cannot read; they were checked before.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    # A kernel that was stopped on purpose is told by us, in the reader's language.
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    return papermill, PapermillExecutionError


def read(path: Path) -> Any:
    """A notebook from its file."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def _translated(notebook: Path) -> str:
    """The notebook's JSON with its Markdown in the language in use."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = words.markdown("".join(cell["source"]))
    return json.dumps(content, ensure_ascii=False)


@contextmanager
def environment(settings: Settings, shared: Path) -> Iterator[None]:
    """What kernels of this run inherit: the workbench, the day, the epoch of all dates.

    Parameters
    ----------
    shared
        A private folder of this run, for what one report has read and others need too.
    """
    midnight = dt.datetime.combine(settings.as_of, dt.time(), dt.UTC)
    ours = {
        workbench.ROOT_VARIABLE: str(settings.root),
        workbench.BATCH_VARIABLE: str(shared),
        AS_OF_VARIABLE: settings.as_of.isoformat(),
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _failed(error: Any, settings: Settings) -> ReportError:
    """A cell's error: a refusal of ours as it stands, anything else by its name and cell."""
    ours = {"DataError", "ParameterError", "MissingError", "ReportError"}
    if error.ename in ours:
        said = "\n".join(error.traceback) if error.traceback else error.evalue
        return ReportError(Message("{said}", {"said": said}))
    if settings.memory and _wants_memory(error.ename, error.evalue):
        what = N_("cell {cell} needed more than {memory} megabytes of memory")
        fields = {"cell": error.exec_count, "memory": settings.memory}
        return ReportError(Message(what, fields), hints=[_limit(settings)])
    what = N_("cell {cell} stopped with {name}: {why}")
    fields = {"cell": error.exec_count, "name": error.ename, "why": error.evalue}
    return ReportError(
        Message(what, fields), hints=[Message(N_("The executed copy is kept as failed.ipynb"))]
    )


def _wants_memory(name: str, said: str) -> bool:
    """Whether a cell's error is one of memory, in the words of Python or of a library."""
    plain = ("Cannot allocate memory", "can't start new thread", "bad_alloc", "out of memory")
    return name.endswith("MemoryError") or any(text in said for text in plain)


def _too_large(settings: Settings) -> ReportError:
    what = N_("it needed more than {memory} megabytes of memory")
    return ReportError(Message(what, {"memory": settings.memory}), hints=[_limit(settings)])


def _limit(settings: Settings) -> Message:
    told = N_("The limit is set by --memory; here it is {memory} megabytes for each report")
    return Message(told, {"memory": settings.memory})


def _check(job: Job, notebook: Any) -> None:
    """A report closes with its three boxes and reads nothing that its key does not know."""
    absent = [kind for kind in CLOSING if not blocks(notebook, kind)]
    if absent:
        what = N_("the notebook lacks its closing boxes: {boxes}")
        raise ReportError(Message(what, {"boxes": ", ".join(absent)}))
    unknown: set[str] = set()
    for content in blocks(notebook, "sources"):
        unknown |= {
            name
            for name in content["opened"]
            if name not in job.data and not name.startswith(workbench.PLACES)
        }
    if unknown:
        what = N_("it read files that none of its parameters name: {files}")
        raise ReportError(Message(what, {"files": ", ".join(sorted(unknown))}))
