"""What of the source text the workbench covers: makes docs/coverage.md from its table.

The table docs/coverage.csv names functions, tests, data and a level for each of the 71
rows; which report section or lesson shows a row is read from the notebooks, whose cells
carry it in their metadata: ``"libmkt": {"rows": ["R24"]}``.  To make the page anew::

    python -m libmkt.cli.coverage
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from libmkt.lab.rows import LEVELS, Place, Row, places, read_rows, read_sentences

ROOT = Path(__file__).resolve().parents[2]


def page(
    rows: Sequence[Row], sentences: Mapping[str, str], cells: Mapping[str, Sequence[Place]]
) -> str:
    """The text of docs/coverage.md."""
    lines = [
        "# What the workbench covers",
        "",
        "<!-- Made by python -m libmkt.cli.coverage from coverage.csv, sentences.csv and the",
        "     metadata of notebook cells; a test holds it to them. Do not edit it here. -->",
        "",
        "The source text on marketing in libraries asks for 71 capabilities (R01 to R71) in 91",
        "sentences (T1 to T91, at the end). Each row says what serves it here, and how far it is:",
        "",
        "| level | meaning | rows |",
        "| --- | --- | --- |",
    ]
    for level, meaning in LEVELS.items():
        lines.append(f"| {level} | {meaning} | {sum(row.level == level for row in rows)} |")
    for part in dict.fromkeys(row.part for row in rows):
        lines += ["", f"## {part}", "", *_table([r for r in rows if r.part == part], cells)]
    lines += ["", "## The sentences", ""]
    for code, text in sentences.items():
        asked = [row.row for row in rows if code in row.sentences]
        lines.append(f"- **{code}** {text}" + (f" ({', '.join(asked)})" if asked else ""))
    return "\n".join(lines) + "\n"


def _table(rows: Iterable[Row], cells: Mapping[str, Sequence[Place]]) -> list[str]:
    names = "row, capability, sentences, functions, report section, lesson, tests, data, level"
    lines = [f"| {names.replace(', ', ' | ')} |", "| --- " * 9 + "|"]
    for row in rows:
        shown = [p for p in cells.get(row.row, ()) if not p.is_lesson]
        taught = [p for p in cells.get(row.row, ()) if p.is_lesson]
        tests = [f"[{Path(t).name}](../{t})" for t in row.tests]
        columns = [
            row.row,
            row.title,
            " ".join(row.sentences),
            "<br>".join(f"`{name.removeprefix('libmkt.')}`" for name in row.functions),
            "<br>".join(_link(p) for p in shown),
            "<br>".join(_link(p) for p in taught),
            "<br>".join(tests),
            "<br>".join(f"[{Path(d).name}](../{d})" for d in row.data),
            str(row.level),
        ]
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in columns) + " |")
    return lines


def _link(place: Place) -> str:
    return f"[{Path(place.notebook).stem}](../{place.notebook}): {place.heading}"


def made(root: Path = ROOT) -> str:
    """The page as the table, the sentences and the notebooks under `root` make it."""
    docs = root / "docs"
    return page(
        read_rows(docs / "coverage.csv"), read_sentences(docs / "sentences.csv"), places(root)
    )


if __name__ == "__main__":
    (ROOT / "docs" / "coverage.md").write_text(made(), encoding="utf-8", newline="\n")
