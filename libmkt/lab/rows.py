"""The source text's sentences, the 71 rows they ask for, and the notebook cells that serve them.

Both tables are shipped: docs/sentences.csv holds the text, docs/coverage.csv says how far
each row is.  Which section of a report, an exploration or a lesson shows a row is read from
the notebooks, whose cells carry it in their metadata: ``"libmkt": {"rows": ["R24"]}``.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from libmkt.errors import N_

LEVELS = {
    0: N_("nothing"),
    1: N_("a function"),
    2: N_("held to an outside number or a planted truth"),
    3: N_("in a report that was looked at"),
    4: N_("an exercise too"),
}


@dataclass(frozen=True)
class Row:
    """One capability that the source text asks for."""

    row: str  # R01 to R71
    part: str
    title: str
    sentences: tuple[str, ...]  # T1 to T91
    functions: tuple[str, ...]  # full names: libmkt.monitoring.dynamics
    tests: tuple[str, ...]  # files under tests/
    data: tuple[str, ...]  # files under data/
    level: int


@dataclass(frozen=True)
class Place:
    """A notebook cell that serves a row."""

    notebook: str  # from the root: notebooks/reports/dynamics.ipynb
    heading: str  # the heading that the cell stands under

    @property
    def is_lesson(self) -> bool:
        """Whether the notebook teaches; the others report."""
        return "/lessons/" in self.notebook


def read_rows(path: Path) -> list[Row]:
    """The table of rows, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row=found["row"],
                part=found["part"],
                title=found["title"],
                sentences=tuple(found["sentences"].split()),
                functions=tuple(found["functions"].split()),
                tests=tuple(found["tests"].split()),
                data=tuple(found["data"].split()),
                level=int(found["level"]),
            )
            for found in csv.DictReader(file)
        ]


def read_sentences(path: Path) -> dict[str, str]:
    """The source text's sentences, T1 to T91, in English."""
    with path.open(encoding="utf-8", newline="") as file:
        return {found["sentence"]: found["text"] for found in csv.DictReader(file)}


def places(root: Path) -> dict[str, list[Place]]:
    """For each row the notebook cells that carry it, in order of notebook and cell."""
    found: dict[str, list[Place]] = {}
    for path in sorted(root.glob("notebooks/**/*.ipynb")):
        name = path.relative_to(root).as_posix()
        heading = ""
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                heading = _heading("".join(cell["source"])) or heading
            for row in cell.get("metadata", {}).get("libmkt", {}).get("rows", ()):
                place = Place(name, heading)
                if place not in found.setdefault(row, []):
                    found[row].append(place)
    return found


def _heading(markdown: str) -> str:
    lines = [line for line in markdown.splitlines() if line.startswith("#")]
    return lines[-1].lstrip("# ").strip() if lines else ""
