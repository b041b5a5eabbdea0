"""On a terminal one line says how far a batch is; elsewhere there is a line a report."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from libmkt import words
from libmkt.cli import progress
from tests.reporting.conftest import bench

__all__ = ["bench"]


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def outcome(status: str, **more: Any) -> Any:
    return SimpleNamespace(status=status, kept=(), warnings=(), **more)


def test_the_time_left_is_reckoned_from_the_reports_that_were_made() -> None:
    now = [0.0]
    shown = progress.Progress(10, lambda one: None, stream=Terminal(), clock=lambda: now[0])
    assert shown.left() is None
    for status in ("unchanged", "unchanged", "written", "failed"):
        now[0] += 5 if status in ("written", "failed") else 0
        shown(outcome(status))
    assert shown.left() == 30  # 6 to be made, 5 seconds each
    assert shown.line() == "4/10 · failed: 1 · time left: 0:30"
    now[0] += 12
    assert shown.left() == 18
    now[0] += 100
    assert shown.left() == 0


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("columns", [20, 80])
def test_the_line_keeps_within_the_terminal_and_is_wiped(
    language: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with words.speaking(language), progress.Progress(1000, lambda one: None, stream=stream) as on:
        for _ in range(3):
            on(outcome("written"))
        told = on.line()
    drawn = stream.getvalue()
    assert "3" in told and (language == "en" or "time left" not in told)
    assert "\x1b" not in drawn and "\n" not in drawn
    assert all(len(part) < columns for part in drawn.split("\r"))
    assert screen(drawn) == [""]


def screen(written: str) -> list[str]:
    """What stands on a terminal in the end, the blanks at the ends of lines aside."""
    lines, here, at = [], "", 0
    for letter in written.replace("\r\n", "\n"):
        if letter == "\n":
            lines.append(here)
            here, at = "", 0
        elif letter == "\r":
            at = 0
        else:
            here, at = here[:at].ljust(at) + letter + here[at + 1 :], at + 1
    return [line.rstrip() for line in [*lines, here]]


def test_of_many_reports_a_terminal_names_those_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream, told = Terminal(), []
    monkeypatch.setattr(sys, "stdout", Terminal())
    with progress.Progress(30, lambda one: told.append(one.status), stream=stream) as on:
        for i in range(30):
            on(outcome("failed" if i == 7 else "written"))
    assert told == ["failed"]
    # into a file goes a line a report all the same
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    on = progress.Progress(30, lambda one: told.append(one.status), stream=stream)
    on(outcome("written"))
    assert told == ["failed", "written"]


def test_a_console_that_cannot_rewrite_and_a_closed_one_get_no_progress(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with progress.Progress(5, lambda one: None, stream=stream) as on:
        on(outcome("written"))
    assert stream.getvalue() == ""
    monkeypatch.setenv("TERM", "xterm")
    with progress.Progress(5, lambda one: None, stream=stream) as on:
        stream.close()
        on(outcome("written"))  # not a ValueError
    assert on.done == 1


COMMAND = [sys.executable, "-m", "libmkt", "report", "small", "--language", "en,ru,uz"]


def test_without_a_terminal_there_is_a_line_a_report_and_a_count(bench: Path) -> None:
    environment = {**os.environ, "LIBMKT_LANGUAGE": "en"}
    done = subprocess.run(
        COMMAND, cwd=bench, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["written"] * 3 + ["Reports:"]
    assert lines[-1] == "Reports: 3 · written: 3 · unchanged: 0 · failed: 0"
    assert "\r" not in done.stdout and "\x1b" not in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_on_a_terminal_the_line_moves_and_is_gone_at_the_end(bench: Path) -> None:
    import pty

    environment = {**os.environ, "LIBMKT_LANGUAGE": "en", "COLUMNS": "60", "TERM": "xterm"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        COMMAND, cwd=bench, env=environment, stdout=theirs, stderr=theirs, close_fds=True
    ) as run:
        os.close(theirs)
        heard = b""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                heard += (new := os.read(ours, 4096))
            except OSError:  # the other end is closed
                break
            if not new:
                break
        assert run.wait(timeout=30) == 0
    os.close(ours)
    text = heard.decode("utf-8")
    assert re.search(r"\r0/3 · time: 0:0\d", text)
    assert re.search(r"\r2/3 · failed: 0 · time left: 0:\d\d", text)
    assert "\x1b" not in text
    left = screen(text)
    assert [line.split()[:1] for line in left] == [["written"]] * 3 + [["Reports:"], []]
