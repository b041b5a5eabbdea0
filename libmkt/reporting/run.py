"""Making reports: execute a checked job, write its folder whole, or say why not."""

from __future__ import annotations

import csv
import datetime as dt
import json
import logging
import os
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from libmkt import words, workbench
from libmkt.errors import N_, LibmktError, Message, ReportError
from libmkt.reporting import kernel, keys, store, writers
from libmkt.reporting.content import blocks, pieces
from libmkt.reporting.document import escape
from libmkt.reporting.plan import Job, Plan
from libmkt.reporting.session import AS_OF_VARIABLE

Arguments = Callable[[], dict[str, object]]  # of papermill, for one kernel
CLOSING = ("actions", "sureness", "sources")


@dataclass(frozen=True)
class Outcome:
    """What became of one job."""

    job: Job
    status: str  # written, rendered, unchanged, failed
    seconds: float = 0.0
    message: str = ""  # why it failed, in the language of the interface
    kept: tuple[str, ...] = field(default=())  # edited files that were carried over
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Settings:
    """How a batch is made."""

    root: Path
    as_of: dt.date
    force: bool = False  # run again what has not changed
    code: bool = False  # keep the notebook's code on the page, folded
    timeout: int | None = None  # seconds that one cell may take
    fork: bool | None = None  # kernels from one process that has imported all (Linux)
    jobs: int = 1  # reports made at the same time


def run(
    plan: Plan, settings: Settings, *, tell: Callable[[Outcome], None] = lambda outcome: None
) -> list[Outcome]:
    """Make every job of a plan, `settings.jobs` at a time; one failure stops no other.

    Where `settings.fork` is None, kernels are forked for more than one report: the first
    has to wait for the process that they are forked from.

    Parameters
    ----------
    tell
        Called with each outcome as it comes.
    """
    if settings.fork is None:
        settings = replace(settings, fork=len(plan.jobs) > 1 or kernel.has_mother())
    outcomes: dict[str, Outcome] = {}
    with (
        _environment(settings),
        kernel.kernels(fork=bool(settings.fork)) as arguments,
        ThreadPoolExecutor(settings.jobs) as pool,
    ):
        # Threads: a report's work is done by its kernel, this process only waits and writes.
        pending = {
            pool.submit(copy_context().run, _make, job, settings, arguments): job
            for job in plan.jobs
        }
        try:
            for done in as_completed(pending):
                outcome = done.result()
                outcomes[outcome.job.folder.as_posix()] = outcome
                tell(outcome)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [outcomes[job.folder.as_posix()] for job in plan.jobs]


def _make(job: Job, settings: Settings, arguments: Arguments) -> Outcome:
    begun = time.perf_counter()
    old = store.manifest(job.folder)
    same_run = not settings.force and old.get("run_key") == job.run_key and _whole(job.folder, old)
    same_page = old.get("page_key") == job.page_key and old.get("code") == settings.code
    if same_run and same_page:
        (job.folder / store.FAILURE).unlink(missing_ok=True)
        return Outcome(job, "unchanged")
    try:
        staged = store.stage(job.folder)
    except ReportError as error:
        return Outcome(job, "failed", message=words.explain(error))
    try:
        if same_run:
            notebook = read(job.folder / "executed.ipynb")
            times = old.get("times", {})
        else:
            notebook = _execute(job, staged, settings, arguments)
            times = {
                "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                "seconds": round(time.perf_counter() - begun, 2),
            }
        warnings = _write(job, notebook, staged, settings, times)
        kept = store.publish(staged, job.folder)
    except (LibmktError, OSError) as error:
        failure = error if isinstance(error, LibmktError) else store.cannot_write(job.folder, error)
        _keep_failure(job, staged, failure)
        return Outcome(job, "failed", time.perf_counter() - begun, message=words.explain(failure))
    status = "rendered" if same_run else "written"
    seconds = time.perf_counter() - begun
    return Outcome(job, status, seconds, kept=tuple(kept), warnings=tuple(warnings))


def _whole(folder: Path, manifest: dict[str, Any]) -> bool:
    return all((folder / name).is_file() for name in manifest.get("files", {})) and bool(manifest)


def _execute(job: Job, staged: Path, settings: Settings, arguments: Arguments) -> Any:
    """Run the translated notebook through papermill in a kernel of its own."""
    papermill = _papermill()
    with words.speaking(job.language):
        source = _translated(job.notebook)
    entry, done = staged / "source.ipynb", staged / "executed.ipynb"
    entry.write_text(source, encoding="utf-8", newline="\n")
    try:
        papermill.execute_notebook(
            str(entry),
            str(done),
            parameters=job.values,
            kernel_name="python3",
            cwd=str(settings.root),
            progress_bar=False,
            log_output=False,
            execution_timeout=settings.timeout,
            **arguments(),
        )
    except papermill.PapermillExecutionError as error:
        raise _failed(error) from None
    except TimeoutError:
        what = N_("a cell took longer than {seconds} seconds")
        raise ReportError(Message(what, {"seconds": settings.timeout})) from None
    except RuntimeError as error:  # nbclient: the kernel died or did not start
        what = N_("the kernel stopped: {why}")
        raise ReportError(Message(what, {"why": str(error).splitlines()[0]})) from None
    finally:
        entry.unlink(missing_ok=True)
    notebook = read(done)
    _check(job, notebook)
    return notebook


def _papermill() -> Any:
    """papermill with its engine; blocking one import of jsonschema's saves two seconds."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill
    from papermill.exceptions import PapermillExecutionError

    # It warns of parameters whose type it cannot read; they were checked before.
    logging.getLogger("papermill").setLevel(logging.ERROR)

    papermill.PapermillExecutionError = PapermillExecutionError
    return papermill


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
def _environment(settings: Settings) -> Iterator[None]:
    """What kernels of this run inherit: the workbench, the day, the epoch of all dates."""
    midnight = dt.datetime.combine(settings.as_of, dt.time(), dt.UTC)
    ours = {
        workbench.ROOT_VARIABLE: str(settings.root),
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


def _failed(error: Any) -> ReportError:
    """A cell's error: a refusal of ours as it stands, anything else by its name and cell."""
    ours = {"DataError", "ParameterError", "MissingError", "ReportError"}
    if error.ename in ours:
        said = "\n".join(error.traceback) if error.traceback else error.evalue
        return ReportError(Message("{said}", {"said": said}))
    what = N_("cell {cell} stopped with {name}: {why}")
    fields = {"cell": error.exec_count, "name": error.ename, "why": error.evalue}
    return ReportError(
        Message(what, fields), hints=[Message(N_("The executed copy is kept as failed.ipynb"))]
    )


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
            if name not in job.data and not name.startswith(keys.PLACES)
        }
    if unknown:
        what = N_("it read files that none of its parameters name: {files}")
        raise ReportError(Message(what, {"files": ", ".join(sorted(unknown))}))


def _write(
    job: Job, notebook: Any, staged: Path, settings: Settings, times: dict[str, Any]
) -> list[str]:
    """Everything in the folder but the notebook's run: pages, tables, figures, manifest."""
    notebook.metadata["libmkt"] = {"note": job.note, "code": settings.code, "report": job.report}
    for name in ("papermill", "widgets"):  # absolute paths and times of this machine
        notebook.metadata.pop(name, None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    (staged / "executed.ipynb").write_text(
        text + "\n", encoding="utf-8", newline="\n", errors="backslashreplace"
    )
    for name in job.formats:
        made = writers.write(name, notebook, root=settings.root)
        (staged / f"report.{name}").write_bytes(made)
    _tables(notebook, staged / "tables")
    _figures(notebook, staged / "figures")
    warnings = [
        Message(N_("cell {cell}: a bare output is shown as it came"), {"cell": piece.cell + 1})
        for piece in pieces(notebook)
        if piece.kind in ("plain", "image")
    ]
    closing = blocks(notebook, "sources")
    store.write_manifest(
        staged,
        {
            "report": job.report,
            "run": job.run,
            "parameters": job.values,
            "language": job.language,
            "run_key": job.run_key,
            "page_key": job.page_key,
            "code": settings.code,
            "as_of": settings.as_of.isoformat(),
            "data": job.data,
            "read": [file for content in closing for file in content["files"]],
            "rules": [rule for content in closing for rule in content["rules"]],
            "published": [value for content in closing for value in content["published"]],
            "versions": keys.versions(),
            "git_commit": _commit(settings.root),
            "kernel": notebook.metadata.get("kernelspec", {}).get("name", ""),
            "times": times,
            "warnings": [str(w) for w in warnings],
        },
    )
    return [words.translate(w) for w in warnings]


def _tables(notebook: Any, folder: Path) -> None:
    for number, content in enumerate(blocks(notebook, "table"), start=1):
        folder.mkdir(exist_ok=True)
        name = store.safe_name(content["id"] or f"table-{number}")
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(column["name"] for column in content["columns"])
            writer.writerows([_harmless(value) for value in row] for row in content["rows"])


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is written as text."""
    return (
        f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
    )


def _figures(notebook: Any, folder: Path) -> None:
    for number, content in enumerate(blocks(notebook, "figure"), start=1):
        folder.mkdir(exist_ok=True)
        name = store.safe_name(content["id"] or f"figure-{number}")
        if "svg" in content:
            (folder / f"{name}.svg").write_text(content["svg"], encoding="utf-8", newline="\n")
        else:
            (folder / f"{name}.png").write_bytes(b64decode(content["png"]))


def _commit(root: Path) -> str | None:
    """The commit of the workbench, where it is under git."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None


def _keep_failure(job: Job, staged: Path, error: LibmktError) -> None:
    """Leave the last good report, and put the page that says what failed beside it."""
    import shutil

    from libmkt.reporting.page import failure_page

    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        executed = staged / "executed.ipynb"
        if executed.is_file():
            executed.replace(job.folder / "failed.ipynb")
        with words.speaking(job.language):
            text = failure_page(job.run, escape(words.explain(error)))
        (job.folder / store.FAILURE).write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        pass  # the disk is full or read-only: the command line has said so
    shutil.rmtree(staged, ignore_errors=True)


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """0 when every report is there, 1 when one failed."""
    return int(any(outcome.status == "failed" for outcome in outcomes))
