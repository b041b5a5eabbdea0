"""How far a student has come, kept beside the notebook; it names nobody."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from libmkt.learn.judge import Outcome

FILE = "progress.json"


class Progress:
    """Attempts, hints taken and mistakes of each exercise of one lesson.

    Kept as JSON in `folder` after every change, whole or not at all.  A folder that
    cannot be written to, and a file that cannot be read, are no reason to stop: then it
    holds for as long as the notebook runs.
    """

    def __init__(self, lesson: str, folder: Path | None) -> None:
        self.lesson, self.folder = lesson, folder
        self._held: dict[str, dict[str, Any]] = self._read()

    def of(self, exercise: str) -> dict[str, Any]:
        """What is known of an exercise: right, attempts, hints (taken), mistakes (code: times)."""
        empty = {"right": False, "attempts": 0, "hints": 0, "mistakes": {}, "last": ""}
        return {**empty, **self._held.get(exercise, {})}

    def attempt(self, outcome: Outcome) -> int:
        """Note an answer; how many different ones there were. An empty one is not counted."""
        known = self.of(outcome.exercise)
        if not outcome.answered and not known["right"]:
            return int(known["attempts"])
        if outcome.answered and outcome.mark != known["last"]:
            known["attempts"] += 1
            if not outcome.right:
                mistakes = known["mistakes"]
                known["mistakes"] = {**mistakes, outcome.code: mistakes.get(outcome.code, 0) + 1}
            known["last"] = outcome.mark
        known["right"] = outcome.right
        self._keep(outcome.exercise, known)
        return int(known["attempts"])

    def hint(self, exercise: str, step: int) -> None:
        """Note that a hint was taken."""
        known = self.of(exercise)
        known["hints"] = max(int(known["hints"]), step)
        self._keep(exercise, known)

    def _keep(self, exercise: str, known: dict[str, Any]) -> None:
        self._held[exercise] = known
        if self.folder is not None:
            content = {"lesson": self.lesson, "exercises": self._held}
            with contextlib.suppress(OSError):
                write_whole(self.folder / FILE, json.dumps(content, indent=1, sort_keys=True))

    def _read(self) -> dict[str, dict[str, Any]]:
        if self.folder is None:
            return {}
        try:
            found = json.loads((self.folder / FILE).read_text(encoding="utf-8"))
            held = found["exercises"] if found["lesson"] == self.lesson else {}
            return {str(k): dict(v) for k, v in held.items() if _sound(v)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


def _sound(known: Any) -> bool:
    counts = [known.get("attempts", 0), known.get("hints", 0)]
    return all(isinstance(n, int) for n in counts) and isinstance(known.get("mistakes", {}), dict)


def write_whole(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a text file so that it is never seen half-written."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_text(text + "\n", encoding=encoding, newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
