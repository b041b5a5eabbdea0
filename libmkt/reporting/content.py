"""An executed notebook as a list of pieces that every page writer goes through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from libmkt import words
from libmkt.reporting.document import MIME, PAGE

CLOSING = ("actions", "sureness", "sources")


@dataclass(frozen=True)
class Piece:
    """Markdown, one of our objects, a foreign output, an error, or code.

    Code is shown where somebody asks for it; an answer, the code that a student of a
    lesson wrote, always.
    """

    kind: str  # markdown, block, image, plain, error, code, answer
    text: str = ""
    block: str = ""  # the object's kind
    content: dict[str, Any] = field(default_factory=dict, repr=False)
    number: int = 0  # of the table or figure
    cell: int = 0


def pieces(notebook: Any) -> list[Piece]:
    """All pieces in order, tables and figures numbered."""
    counts = {"table": 0, "figure": 0}
    found = []
    for piece in _raw(notebook):
        if piece.block == "list" and not piece.content.get("items"):
            continue  # no sentence, no list
        # an empty table is a sentence, and a table that no page shows has no number
        shown = piece.content.get("place", PAGE) == PAGE and piece.content.get("rows") != []
        if piece.block in counts and shown:
            counts[piece.block] += 1
            piece = Piece(**{**vars(piece), "number": counts[piece.block]})
        found.append(piece)
    return found


def blocks(notebook: Any, kind: str) -> list[dict[str, Any]]:
    """The contents of all objects of one kind."""
    return [p.content for p in _raw(notebook) if p.block == kind]


def spoken(notebook: Any) -> str:
    """The language a notebook speaks: the one it began in, else that of its first object.

    An exploration begins no report; its page is in its language all the same.
    """
    found = (p.content.get("language") for p in _raw(notebook) if p.kind == "block")
    return str(next(filter(None, found), words.language()))


def title(notebook: Any) -> str:
    """The first heading of the report; "" where it has none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.search(r"(?m)^#\s+(.+)$", cell.source)):
            return match[1].strip()
    return ""


def _raw(notebook: Any) -> Iterator[Piece]:
    """The pieces as the cells give them; what changed stands before the closing boxes."""
    changes = notebook.metadata.get("libmkt", {}).get("changes", {}).get("blocks", [])
    for piece in _of_cells(notebook):
        if changes and piece.block in CLOSING:
            yield from (_added(one, piece.cell) for one in changes)
            changes = []
        yield piece


def _added(one: Any, cell: int) -> Piece:
    """A block that the runner has added, as a piece."""
    content = dict(one)
    kind = content.pop("kind")
    if kind == "heading":
        return Piece("markdown", f"## {content['text']}", cell=cell)
    return Piece("block", block=kind, content=content, cell=cell)


def _of_cells(notebook: Any) -> Iterator[Piece]:
    written = _written(notebook)
    for i, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            yield Piece("markdown", cell.source, cell=i)
        if cell.cell_type != "code":
            continue
        if cell.source.strip():
            yield Piece("answer" if i in written else "code", cell.source, cell=i)
        for output in cell.get("outputs", []):
            yield from _output(output, i)


def _written(notebook: Any) -> set[int]:
    """The cells of a lesson that are the student's: answers, and what was added to it.

    Those that came with the lesson are locked (nbgrader); a report has no marks at all.
    """
    marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return {i for i, mark in enumerate(marks) if any(marks) and not mark.get("locked")}


def _output(output: Any, cell: int) -> Iterator[Piece]:
    if output.output_type == "error":
        yield Piece("error", f"{output.ename}: {output.evalue}", cell=cell)
    if output.output_type == "stream" and output.name == "stdout":
        yield Piece("plain", output.text, cell=cell)
    data = output.get("data", {})
    if MIME in data:
        content = dict(data[MIME])
        yield Piece("block", block=content.pop("kind"), content=content, cell=cell)
    elif "image/png" in data:
        yield Piece("image", data["image/png"], cell=cell)
    elif "text/plain" in data:
        yield Piece("plain", data["text/plain"], cell=cell)
