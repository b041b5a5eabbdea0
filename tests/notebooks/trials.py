"""Surveys made from the demo's, each with its run, and what is expected of a refusal."""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import report

Rows = list[list[str]]
TARGETS = "variable,category,target\n"


def page(bench: Path, run: str) -> str:
    """The words of a report's page, without its marks."""
    text = (bench / f"reports/{run}/2026-09/en/report.html").read_text(encoding="utf-8")
    plain = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>|<[^>]+>", " ", text)
    return re.sub(r"\s+", " ", html.unescape(plain))


class Trials:
    """Surveys made from the demo's, each with its run; all are run at once."""

    def __init__(self, bench: Path) -> None:
        self.bench = bench
        demo = bench / "data/demo/survey"
        with (demo / "needs-2026.csv").open(encoding="utf-8", newline="") as stream:
            self.head, *self.rows = list(csv.reader(stream))
        self.population = (demo / "population.csv").read_text(encoding="utf-8")
        self.codebook = (demo / "needs-2026.codebook.json").read_text(encoding="utf-8")
        self.runs = bench / "parameters/trials"
        self.runs.mkdir()

    def file(self, name: str, text: str) -> str:
        (self.bench / "data" / name).write_text(text, encoding="utf-8", newline="\n")
        return f"data/{name}"

    def survey(self, name: str, change: Callable[[Rows], Rows]) -> str:
        """The demo's answers, changed, beside their codebook."""
        path = self.bench / "data" / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([self.head, *change([list(row) for row in self.rows])])
        self.file(f"{name}.codebook.json", self.codebook)
        return f"data/{name}.csv"

    def column(self, name: str, value: str, rows: slice = slice(None)) -> Callable[[Rows], Rows]:
        """A change: one value in a column of some rows."""
        at = self.head.index(name)

        def changed(answers: Rows) -> Rows:
            for row in answers[rows]:
                row[at] = value
            return answers

        return changed

    def add(self, run: str, notebook: str, **values: Any) -> None:
        lines = [f"  {key}: {json.dumps(value)}" for key, value in values.items()]
        text = "\n".join([f"report: {notebook}", "language: [en]", "set:", *lines, ""])
        (self.runs / f"{run}.yml").write_text(text, encoding="utf-8", newline="\n")


def choices(n: int, *, seed: int = 3) -> str:
    """A poll typed by hand: two closed questions and an open one."""
    draw = random.Random(seed)
    rows = [
        f"{i},{draw.choice(['Yes', 'No', 'Perhaps'])},{draw.randint(1, 5)},"
        for i in range(1, n + 1)
    ]
    return "\n".join(["id,Do you come again?,How satisfied are you?,Your wish", *rows, ""])


def refused(
    trials: Trials, capsys: pytest.CaptureFixture[str], said: dict[str, tuple[str, ...]]
) -> None:
    """Every run fails with its words, on the screen and on its page, and nothing is published."""
    assert report("parameters/trials") == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown and "Error:" not in shown and "stopped with" not in shown
    for run, parts in said.items():
        folder = trials.bench / f"reports/{run}/2026-09/en"
        assert {one.name for one in folder.iterdir()} == {"failure.html", "failed.ipynb"}, run
        failure = html.unescape((folder / "failure.html").read_text(encoding="utf-8"))
        for part in parts:
            assert part in shown and part in failure, run
    assert len(list((trials.bench / "reports").rglob("failure.html"))) == len(said)
