"""How far a batch has come: on a terminal one line with the time left, else a line a report."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from libmkt import words
from libmkt.errors import N_
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.reporting.run import Outcome

FEW = 10  # so many reports are named on a terminal too; of more, those that failed
_EVERY = 1.0  # seconds


class Progress:
    """Tells outcomes as they come; on a terminal one line below says how far it is.

    The line is written over in place with a carriage return and blanks, which every
    console understands; where one cannot even that (``TERM=dumb``), and where the output
    goes into a file, there is none of it.

    Parameters
    ----------
    total
        Reports to be made.
    tell
        Prints what became of one report.
    """

    def __init__(
        self,
        total: int,
        tell: Callable[[Outcome], None],
        *,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.done, self.made, self.failed = total, 0, 0, 0
        self._tell, self._clock = tell, clock
        self._stream = sys.stderr if stream is None else stream
        self.live = _can_rewrite(self._stream)
        # Where the lines go into a file while the terminal shows the progress, all are told.
        self._every_one = not self.live or total <= FEW or not _isatty(sys.stdout)
        self._begun = self._last = clock()
        self._wide = 0  # of the line that stands there
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __enter__(self) -> Progress:
        if self.live:
            self._draw()
            # a daemon: should it ever hang on a console, it must not keep the run from ending
            threading.Thread(target=self._tick, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        with self._lock:
            self._wipe()

    def __call__(self, outcome: Outcome) -> None:
        """Take in one outcome, and tell it where it is to be told."""
        with self._lock:
            self.done += 1
            self.failed += outcome.status == "failed"
            self.made += outcome.status != "unchanged"
            self._last = self._clock()
            remarkable = outcome.status == "failed" or outcome.kept or outcome.warnings
            if self._every_one or remarkable:
                self._wipe()
                self._tell(outcome)
            if self.live:
                self._draw()

    def left(self) -> float | None:
        """Seconds left at the rate until now; None while no report has been made.

        Reports that are unchanged take no time, so that the rate is of the others alone.
        """
        if not self.made:
            return None
        each = (self._last - self._begun) / self.made
        return max(0.0, each * (self.total - self.done) - (self._clock() - self._last))

    def line(self) -> str:
        """What the progress line says."""
        fields = {"done": self.done, "total": self.total, "failed": self.failed}
        left = self.left()
        if left is None:
            spent = clock_time(self._clock() - self._begun)
            return words.fill(_(N_("{done:n0}/{total:n0} · time: {spent}")), spent=spent, **fields)
        template = N_("{done:n0}/{total:n0} · failed: {failed:n0} · time left: {left}")
        return words.fill(_(template), left=clock_time(left), **fields)

    def _tick(self) -> None:
        while not self._over.wait(_EVERY):
            with self._lock:
                if not self._over.is_set():
                    self._draw()

    def _draw(self) -> None:
        # the last column stays free: a console may break the line there
        room = max(10, shutil.get_terminal_size().columns - 1)
        text = self.line()[:room]
        self._put("\r" + text.ljust(min(self._wide, room)))
        self._wide = len(text)

    def _wipe(self) -> None:
        if self._wide:
            self._put("\r" + " " * self._wide + "\r")
            self._wide = 0

    def _put(self, text: str) -> None:
        with suppress(OSError, ValueError):  # a terminal that was closed must not end the run
            self._stream.write(text)
            self._stream.flush()


def clock_time(seconds: float) -> str:
    """Seconds as people read them off a clock.

    >>> clock_time(59.6), clock_time(245), clock_time(3_723)
    ('1:00', '4:05', '1:02:03')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def summary(outcomes: list[Outcome]) -> str:
    """One line that counts what became of the reports of a batch."""
    count = {
        status: sum(outcome.status == status for outcome in outcomes)
        for status in ("written", "rendered", "unchanged", "failed", "stopped")
    }
    template = N_(
        "Reports: {total:n0} · written: {written:n0} · unchanged: {unchanged:n0}"
        " · failed: {failed:n0}"
    )
    said = words.fill(
        _(template),
        total=len(outcomes),
        written=count["written"] + count["rendered"],
        unchanged=count["unchanged"],
        failed=count["failed"],
    )
    if not count["stopped"]:
        return said
    return f"{said} · " + words.fill(_(N_("not begun: {n:n0}")), n=count["stopped"])


def _isatty(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):  # none, or closed
        return False


def _can_rewrite(stream: TextIO) -> bool:
    return _isatty(stream) and os.environ.get("TERM", "") != "dumb"
