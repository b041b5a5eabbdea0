"""Runs the cells of one submission: ``python -m libmkt.learn.grading_worker``.

A job comes as one line of JSON over standard input; what became of each cell goes out as
one line of JSON.  No kernel and no socket lie between: what a submission prints is counted
here and goes nowhere when it is too much, and when it ends this process, the lines that
are out already stand.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHOWN = 20_000  # characters of what a cell prints that are kept
WAITING = 3  # times as long as it may compute a cell may take by the clock
_SPARE = 512  # megabytes between what ends a submission from outside and what the system refuses


class OutputLimitError(Exception):
    """A cell has printed more than it may."""


class Capped(io.TextIOBase):
    """Takes what a cell prints, keeps the first of it, and stops the cell at the limit."""

    def __init__(self, limit: int) -> None:
        self.limit, self.taken = limit, 0
        self.parts: list[str] = []

    def write(self, text: str) -> int:
        """Take some text.

        Raises
        ------
        OutputLimitError
            It is too much.
        """
        room = SHOWN - self.taken
        if room > 0:
            self.parts.append(text[:room])
        self.taken += len(text)
        if self.taken > self.limit:
            raise OutputLimitError(f"more than {self.limit} characters were printed")
        return len(text)

    def writable(self) -> bool:
        """It takes text."""
        return True

    def text(self) -> str:
        """What was kept."""
        return "".join(self.parts)


class Runner:
    """One submission's cells, run one after the other in one space of names."""

    def __init__(self, job: dict[str, Any]) -> None:
        import matplotlib.font_manager  # noqa: F401 (it may start a program, which is refused later)

        from libmkt import learn
        from libmkt.learn.grading_guard import Guard

        self.job = job
        self.shell = _shell()
        self.session = learn.begin(job["lesson"])  # before any line of the submission
        self.answers = {one.code: one.name for one in self.session.lesson.exercises}
        self.guard = Guard(Path())
        self.running = self.late = False
        signal.signal(signal.SIGINT, self._interrupted)

    def run(self, cell: dict[str, Any]) -> dict[str, Any]:
        """What became of a cell: its outputs, whether it was late, what was refused it."""
        if cell["check"]:  # whatever the submission has made of that name
            self.shell.user_ns["lesson"] = self.session
        out, err = Capped(self.job["output"]), Capped(self.job["output"])
        shown = self._capture()
        self.late = False
        self.guard.refused.clear()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), self._watched():
            result = self.shell.run_cell(cell["source"], store_history=False)
        error = result.error_before_exec or result.error_in_exec
        outputs = [_stream(name, one.text()) for name, one in (("stdout", out), ("stderr", err))
                   if one.parts]  # fmt: skip
        outputs += [_display(one) for one in shown][:50]
        if error is not None:
            outputs.append(_error(error))
        return {
            "cell": cell["index"],
            "outputs": outputs,
            "late": self.late,
            "output": out.taken > out.limit or err.taken > err.limit,
            "memory": isinstance(error, MemoryError),
            "refused": list(self.guard.refused),
            "answer": self._answer(cell["check"]),
        }

    def _capture(self) -> list[Any]:
        from IPython.core.displayhook import CapturingDisplayHook
        from IPython.core.displaypub import CapturingDisplayPublisher

        publisher: Any = CapturingDisplayPublisher()  # type: ignore[no-untyped-call]
        self.shell.display_pub = publisher
        hook: Any = CapturingDisplayHook(self.shell, publisher.outputs)  # type: ignore[no-untyped-call]
        self.shell.display_trap.hook = hook
        found: list[Any] = publisher.outputs
        return found

    def _answer(self, check: str) -> str:
        """The answer that a check was about, as Python writes it."""
        if not check:
            return ""
        try:
            value = self.shell.user_ns.get(self.answers.get(check, ""), ...)
            return "" if callable(value) or value is ... else _shown(value)[:80]
        except Exception:  # a class of the student's own
            return ""

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Interrupt the cell after its time, as the stop button of a notebook would."""
        done = threading.Event()
        self.running = True
        threading.Thread(target=self._watch, args=(done,), daemon=True).start()
        try:
            yield
        finally:
            self.running = False
            done.set()

    def _watch(self, done: threading.Event) -> None:
        """Wait for a cell: what counts is its own computing, not how busy the machine is."""
        most = self.job["cell_seconds"]
        begun, computed = time.monotonic(), time.process_time()
        while not done.wait(0.1):
            waited = time.monotonic() - begun
            if time.process_time() - computed > most or waited > WAITING * most:
                self._time_is_up()
                return

    def _time_is_up(self) -> None:
        if not self.running:
            return
        self.late = True
        if hasattr(signal, "pthread_kill"):  # it also wakes a cell that sleeps
            main = threading.main_thread().ident
            signal.pthread_kill(main or 0, signal.SIGINT)
        else:
            import _thread

            _thread.interrupt_main()

    def _interrupted(self, _number: int, _frame: Any) -> None:
        if self.running:
            raise KeyboardInterrupt


def main() -> int:
    """Take one job, run its cells, say what became of each."""
    replies = os.fdopen(os.dup(1), "w", encoding="ascii")
    job = json.loads(sys.stdin.readline())
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # what is written past Python's own streams is lost
        os.dup2(nowhere, number)
    _limit(job["memory"], job["file_bytes"])
    for name, text in job["files"].items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    runner = Runner(job)
    _say(replies, {"ready": True})
    runner.guard.begin()
    for cell in job["cells"]:
        _say(replies, runner.run(cell))
    return 0


def _say(replies: Any, what: dict[str, Any]) -> None:
    replies.write(json.dumps(what, default=str) + "\n")
    replies.flush()


def _shell() -> Any:
    """A shell of IPython that keeps no history and prints no traceback."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    shell: Any = InteractiveShell.instance(config=config)
    shell._showtraceback = lambda *_: None  # the error is told by its name and words
    shell.showsyntaxerror = lambda *_, **__: None
    shell.ask_exit = lambda: None  # exit() ends nothing, as in a notebook's last cell
    return shell


def _limit(megabytes: int, file_bytes: int) -> None:
    """Let the system refuse too much memory and too large files, where it can."""
    if sys.platform == "win32":
        return
    import resource

    wanted = [(resource.RLIMIT_FSIZE, file_bytes), (resource.RLIMIT_CORE, 0)]
    if sys.platform == "linux":
        wanted.append((resource.RLIMIT_DATA, (megabytes + _SPARE) * 2**20))
    for what, most in wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def _shown(value: Any) -> str:
    """A value as short as a teacher reads it.

    >>> _shown([0.8655291527, 2]), _shown("flow")
    ('[0.865529, 2]', "'flow'")
    """
    if hasattr(value, "tolist"):  # of numpy or pandas
        value = value.tolist()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_shown(one) for one in value[:20])}]"
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def _stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def _display(shown: Any) -> dict[str, Any]:
    data = shown["data"] if isinstance(shown, dict) else shown.data
    made = {"output_type": "display_data", "metadata": {}, "data": data}
    if len(json.dumps(made, default=str)) > 50 * SHOWN:
        return _stream("stdout", "...\n")
    return made


def _error(error: BaseException) -> dict[str, Any]:
    name = type(error).__name__
    try:
        said = str(error)[:2000]
    except Exception:  # an error of the student's own making
        said = ""
    lines = [f"{name}: {said}"]
    return {"output_type": "error", "ename": name, "evalue": said, "traceback": lines}


if __name__ == "__main__":
    sys.exit(main())
