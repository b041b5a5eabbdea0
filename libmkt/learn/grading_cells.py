"""Puts a submission back into the form that was handed out, with the student's answers in it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from libmkt.errors import N_, Message

Cell = dict[str, Any]
_CHECK = re.compile(r'lesson\.check\("(\w+)"\)')
# What a lesson never asks for, and what a look into the answers or at the checks would need.
_REACHING = re.compile(
    r"libmkt\.learn|_getframe|NotRightError|__globals__|type\(\s*lesson|lesson\.(lesson|seed|_\w+)"
)


@dataclass(frozen=True)
class Restored:
    """The notebook that is run, and what had been done to it."""

    notebook: dict[str, Any]
    problems: list[Message]
    doubts: list[Message]  # for the teacher alone


def restored(submitted: dict[str, Any], released: dict[str, Any]) -> Restored:
    """The released notebook with the student's answers, and the cells that were added.

    Every cell that is not the student's comes from `released`, so that neither an edited
    check nor one that was deleted counts.  Cells that a student added run where they stood,
    after the same cell as before.

    Parameters
    ----------
    submitted
        The student's notebook.
    released
        The lesson as it was handed out, in the student's language.
    """
    own = {_id(cell): cell for cell in released["cells"] if _id(cell)}
    given, extra = _sorted_out(submitted["cells"], own)
    cells: list[Cell] = [*_added(extra.get("", []))]
    for cell in released["cells"]:
        made = copy.deepcopy(cell)
        name = _id(cell)
        if name and _is_answer(cell):
            made["source"] = _text(given[name]) if name in given else ""
        cells.append(made)
        if name:
            cells += _added(extra.get(name, []))
    doubts = []
    if any(_reaches(cell, own) for cell in cells):
        doubts.append(Message(N_("Code reaches into the checks or the lesson's own answers: "
                                   "read it before the marks are given")))  # fmt: skip
    # names of cells came with version 4.5 of the format: those of a student could collide
    made_whole = {**released, "cells": cells, "nbformat": 4, "nbformat_minor": 4}
    return Restored(made_whole, list(_changed(given, own)), doubts)


def checked(cell: Cell) -> str:
    """The exercise that a released cell checks; "" for other cells.

    >>> checked({"cell_type": "code", "source": 'lesson.check("base")'})
    'base'
    """
    found = _CHECK.search(_text(cell)) if cell["cell_type"] == "code" else None
    return found[1] if found else ""


def is_check(cell: Cell) -> bool:
    """Whether a cell of a restored notebook is a check that came with the lesson."""
    mark = _mark(cell)
    return bool(mark.get("grade")) and not mark.get("solution")


def _sorted_out(
    cells: list[Cell], own: dict[str, Cell]
) -> tuple[dict[str, Cell], dict[str, list[Cell]]]:
    """The first of each known cell, and the others by the known cell before them."""
    given: dict[str, Cell] = {}
    extra: dict[str, list[Cell]] = {}
    # another program may have saved the notebook without the marks of its cells
    texts = {_same(cell): name for name, cell in own.items() if not _is_answer(cell)}
    last = ""
    for cell in cells:
        name = _id(cell) or texts.get(_same(cell), "")
        if name in own and name not in given:
            given[name], last = cell, name
        elif cell.get("cell_type") == "code" and _same(cell) not in {"", *texts}:
            extra.setdefault(last, []).append(cell)
    return given, extra


def _changed(given: dict[str, Cell], own: dict[str, Cell]) -> Iterator[Message]:
    missing = [name for name in own if name not in given]
    if missing:
        said = N_("Cells are missing; they were put back: {cells}")
        yield Message(said, {"cells": ", ".join(missing)})
    edited = [name for name, cell in own.items()
              if name in given and not _is_answer(cell) and _same(given[name]) != _same(cell)
              ]  # fmt: skip
    checks = [name for name in edited if is_check(own[name])]
    if checks:
        said = N_("Check cells were changed; those handed out were used: {cells}")
        yield Message(said, {"cells": ", ".join(checks)})
    others = [name for name in edited if name not in checks]
    if others:
        said = N_("Cells that came with the lesson were changed; they were put back: {cells}")
        yield Message(said, {"cells": ", ".join(others)})


def _added(cells: list[Cell]) -> list[Cell]:
    return [
        {"cell_type": "code", "metadata": {"libmkt": {"added": True}}, "source": _text(cell),
         "outputs": [], "execution_count": None}
        for cell in cells
    ]  # fmt: skip


def _reaches(cell: Cell, own: dict[str, Cell]) -> bool:
    ours = _id(cell) in own and not _is_answer(cell)
    return cell["cell_type"] == "code" and not ours and bool(_REACHING.search(_text(cell)))


def _same(cell: Cell) -> str:
    """A cell's text as far as a change of it matters."""
    return "\n".join(line.rstrip() for line in _text(cell).strip().splitlines())


def _is_answer(cell: Cell) -> bool:
    return bool(_mark(cell).get("solution"))


def _id(cell: Cell) -> str:
    return str(_mark(cell).get("grade_id", ""))


def _mark(cell: Cell) -> dict[str, Any]:
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def _text(cell: Cell) -> str:
    return "".join(cell.get("source", ""))
