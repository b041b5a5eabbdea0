"""One report made beside the notebook, by the command that a scheduler would give.

A process of its own: the notebook's kernel stays free, its environment is not touched, and
the run can be ended at any moment; what it leaves is whole or not there.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_
from libmkt.reporting import store
from libmkt.words import _
from libmkt.workbench import ROOT_VARIABLE

LANGUAGE_VARIABLE = "LIBMKT_LANGUAGE"
INTERRUPTED = 130
PATIENCE = 4.0  # seconds that a run which was told to end may take for it
NO_WINDOW = 0x08000000  # of Windows: subprocess.CREATE_NO_WINDOW


@dataclass(frozen=True)
class Result:
    """What became of a run."""

    status: int  # the command's exit status
    reports: tuple[dict[str, Any], ...] = ()  # run, folder, status, seconds, message, kept
    message: str = ""  # why nothing was run, in the reader's language
    folders: tuple[Path, ...] = field(default=(), repr=False)


def arguments(
    report: str,
    values: Mapping[str, Any],
    languages: Sequence[str],
    formats: Sequence[str],
) -> list[str]:
    """What stands behind ``libmkt`` to make this report.

    Values are written as JSON, which YAML reads without guessing: "no" stays a text.

    >>> arguments("peers", {"k": 5, "given": ["Aqsaǵa"]}, ["kaa"], ["html"])[2:5:2]
    ['--set', '--set']
    >>> arguments("peers", {"k": 5}, ["kaa"], [])
    ['report', 'peers', '--set', 'k=5', '--language', 'kaa']
    """
    made = ["report", report]
    for name, value in values.items():
        made += ["--set", f"{name}={json.dumps(value, ensure_ascii=False)}"]
    made += ["--language", ",".join(languages)] if languages else []
    return made + (["--to", ",".join(formats)] if formats else [])


def shown(words_given: Sequence[str]) -> str:
    """The command as a person types it into a terminal of Linux or macOS.

    >>> print(shown(["report", "peers", "--set", 'library="Kókótkel"', "--set", "k=5"]))
    libmkt report peers --set 'library="Kókótkel"' --set k=5
    """
    return shlex.join(["libmkt", *words_given])


class Run:
    """A report that is being made; it is ended with the process that began it."""

    def __init__(self, words_given: Sequence[str], root: Path, language: str) -> None:
        own = {
            ROOT_VARIABLE: str(root),
            LANGUAGE_VARIABLE: language,
            "PYTHONIOENCODING": "utf-8",
        }
        self.root, self._cancelled = root, False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "libmkt", *words_given, "--json"],
            cwd=root,
            env={**os.environ, **own},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=NO_WINDOW if sys.platform == "win32" else 0,
        )

    def result(self, timeout: float | None = None) -> Result | None:
        """What became of it; None while it runs, after `timeout` seconds of waiting."""
        try:
            said, complained = self._process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            return None
        status = self._process.returncode
        # told to end while Python was still starting, it ends in another way
        return _result(INTERRUPTED if self._cancelled else status, said, complained, self.root)

    def cancel(self) -> None:
        """Tell it to end; it stops its kernel and takes away what is half made."""
        if self._process.poll() is None:
            self._cancelled = True
            if sys.platform == "win32":
                self._process.terminate()
            else:
                self._process.send_signal(signal.SIGINT)
                late = threading.Timer(PATIENCE, self.kill)
                late.daemon = True
                late.start()

    def kill(self) -> None:
        """End it at once."""
        if self._process.poll() is None:
            self._process.kill()


def _result(status: int, said: bytes, complained: bytes, root: Path) -> Result:
    text = complained.decode("utf-8", errors="replace").strip()
    try:
        reports = tuple(json.loads(said)["reports"])
    except (ValueError, KeyError):
        reports = ()
    if status in (INTERRUPTED, -signal.SIGINT) and not reports:
        return Result(INTERRUPTED, message=_(N_("Stopped. Nothing half made is left.")))
    text = text.splitlines()[-1] if "Traceback (most recent call last)" in text else text
    if not reports and not text:
        text = words.fill(_(N_("The command ended with status {status}")), status=status)
    folders = tuple(root / one["folder"] for one in reports)
    return Result(status, reports, "" if reports else text, folders)


def usual_seconds(report: str, root: Path) -> float | None:
    """How long this report took when it was last made here; None where it never was."""
    times = []
    for manifest in (root / "reports" / store.safe_name(report)).glob("**/manifest.json"):
        old = store.manifest(manifest.parent)
        if "seconds" in old.get("times", {}):
            times.append((manifest.stat().st_mtime, float(old["times"]["seconds"])))
    return max(times)[1] if times else None
