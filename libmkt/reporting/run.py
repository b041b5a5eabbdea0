"""Making reports: a pool of jobs, each written whole or told why not."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from libmkt import words, workbench
from libmkt.errors import N_, LibmktError, Message, ReportError
from libmkt.reporting import kernel, outputs, store
from libmkt.reporting.document import escape
from libmkt.reporting.execute import Settings, environment, execute, read
from libmkt.reporting.plan import Job, Plan

__all__ = ["Outcome", "Settings", "exit_status", "run"]


@dataclass(frozen=True)
class Outcome:
    """What became of one job."""

    job: Job
    status: str  # written, rendered, unchanged, failed, or stopped: not begun
    seconds: float = 0.0
    message: str = ""  # why it failed, in the language of the interface
    kept: tuple[str, ...] = field(default=())  # edited files that were carried over
    warnings: tuple[str, ...] = field(default=())
    disk: bool = False  # it failed because nothing can be written: no other can be made either


def run(
    plan: Plan, settings: Settings, *, tell: Callable[[Outcome], None] = lambda outcome: None
) -> list[Outcome]:
    """Make every job of a plan, `settings.jobs` at a time; one failure stops no other.

    Only a disk that is full or cannot be written ends the batch: that is said once, and
    what was not begun is `stopped`.

    Parameters
    ----------
    tell
        Called with each outcome as it comes.
    """
    start = settings.start or kernel.best_start(len(plan.jobs))
    outcomes: dict[str, Outcome] = {}
    language = words.language()
    with (
        tempfile.TemporaryDirectory(prefix="mkt-", ignore_cleanup_errors=True) as shared,
        environment(settings, Path(shared)),
        kernel.kernels(start=start, memory=settings.memory) as kernels,
        ThreadPoolExecutor(settings.jobs) as pool,
    ):
        made: list[kernel.Kernel] = []
        working: list[Event] = []  # one for each report begun, set when it is over
        interrupted = Event()

        def one() -> kernel.Kernel:
            made.append(begun := kernels())
            if interrupted.is_set():  # and those that were there have been stopped
                raise KeyboardInterrupt
            return begun

        def make(job: Job) -> Outcome:
            working.append(over := Event())
            try:
                if interrupted.is_set():  # and those that were working have been waited for
                    raise KeyboardInterrupt
                with words.speaking(language):
                    return _make(job, settings, one)
            finally:
                over.set()

        pending: dict[Future[Outcome], Job] = {}
        try:
            # Threads: a report's work is done by its kernel, this process only waits and writes.
            # Each begins with nothing of this one: an event loop that Jupyter has left here
            # would be run by several at once.
            for job in plan.jobs:
                pending[pool.submit(make, job)] = job
            full = False
            for done in as_completed(pending):
                job = pending[done]
                outcome = Outcome(job, "stopped") if done.cancelled() else done.result()
                if outcome.disk and full:  # begun before the first had said it
                    outcome = Outcome(job, "stopped")
                elif outcome.disk:
                    full = True
                    for waiting in pending:
                        waiting.cancel()
                outcomes[job.folder.as_posix()] = outcome
                if outcome.status != "stopped":
                    tell(outcome)
        except BaseException:  # Ctrl-C above all: let nothing go on behind it
            interrupted.set()
            pool.shutdown(wait=False, cancel_futures=True)
            for started in made:
                started.stop("interrupt")
            for over in working:  # the pool does not know a thread that it was just starting
                over.wait()
            raise
    return [outcomes[job.folder.as_posix()] for job in plan.jobs]


def _make(job: Job, settings: Settings, kernels: Callable[[], kernel.Kernel]) -> Outcome:
    begun = time.perf_counter()
    old = store.manifest(job.folder)
    same_run = not settings.force and old.get("run_key") == job.run_key and _whole(job.folder, old)
    same_page = old.get("page_key") == job.page_key and old.get("code") == settings.code
    if same_run and same_page:
        page = job.folder / store.FAILURE
        try:
            if page.is_file():  # what failed since has been taken back
                page.unlink()
        except OSError as error:
            said = words.explain(store.cannot_write(job.folder, error))
            return Outcome(job, "failed", message=said)
        return Outcome(job, "unchanged")
    try:
        staged = store.stage(job.folder)
    except ReportError as error:
        full = isinstance(error, store.DiskError)
        return Outcome(job, "failed", message=words.explain(error), disk=full)
    try:
        if same_run:
            notebook = read(job.folder / "executed.ipynb")
            times = old.get("times", {})
        else:
            notebook = execute(job, staged, settings, kernels)
            times = {
                "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                "seconds": round(time.perf_counter() - begun, 2),
            }
        warnings = outputs.write(job, notebook, staged, settings, times)
        kept = store.publish(staged, job.folder)
    except Exception as error:
        failure = _failure(job, error)
        full = isinstance(failure, store.DiskError)
        if full:  # the report is as good as before, and a page that says so has no room
            shutil.rmtree(staged, ignore_errors=True)
        else:
            _keep_failure(job, staged, failure)
        said = words.explain(failure)
        return Outcome(job, "failed", time.perf_counter() - begun, message=said, disk=full)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    status = "rendered" if same_run else "written"
    seconds = time.perf_counter() - begun
    return Outcome(job, status, seconds, kept=tuple(kept), warnings=tuple(warnings))


def _failure(job: Job, error: Exception) -> LibmktError:
    """Why a report failed; a fault of our own with its place, so that it can be mended."""
    if isinstance(error, LibmktError):
        return error
    if isinstance(error, OSError):
        return store.cannot_write(job.folder, error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    fields = {
        "name": type(error).__name__,
        "why": str(error)[:300],
        "place": f"{Path(last.filename).name}:{last.lineno}",
    }
    return ReportError(Message(N_("it could not be written: {name}: {why} ({place})"), fields))


def _whole(folder: Path, manifest: dict[str, Any]) -> bool:
    return all((folder / name).is_file() for name in manifest.get("files", {})) and bool(manifest)


def _keep_failure(job: Job, staged: Path, error: LibmktError) -> None:
    """Leave the last good report, and put the page that says what failed beside it."""
    from libmkt.reporting.page import failure_page

    with suppress(OSError):  # the disk is full or read-only: the command line has said so
        job.folder.mkdir(parents=True, exist_ok=True)
        executed = staged / "executed.ipynb"
        if executed.is_file():
            executed.replace(job.folder / "failed.ipynb")
        with words.speaking(job.language):
            text = failure_page(job.run, escape(words.explain(error)))
        workbench.replace_text(job.folder / store.FAILURE, text)
    shutil.rmtree(staged, ignore_errors=True)


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """0 when every report is there, 1 when one failed or was not begun."""
    return int(any(outcome.status in ("failed", "stopped") for outcome in outcomes))
