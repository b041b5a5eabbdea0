"""A small table of few named columns in one file: its rows with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.source import File, grids_of

Refused = Callable[[File, list[Problem]], DataError]


def named_rows(
    file: File, columns: Sequence[str], refused: Refused
) -> list[tuple[int, dict[str, Any]]]:
    """Rows with their numbers in the file, by the names of the columns; empty ones left out.

    Parameters
    ----------
    columns
        Headings that must be there, in any order; others are passed over.
    refused
        Makes the refusal, in the words of what is read.

    Raises
    ------
    DataError
        The file is no table, or a column is missing.
    """
    try:
        grid = grids_of(file)[0]
    except DataError as error:
        raise refused(file, list(error.problems)) from None
    heads = [str(cell).strip().casefold() for cell in grid.rows[0]]
    if missing := [name for name in columns if name not in heads]:
        there = Message(N_("found: {names}"), {"names": ", ".join(heads)})
        what = Message(N_("column is missing"))
        raise refused(file, [Problem(name, what, there) for name in missing])
    places = {name: heads.index(name) for name in columns}
    return [
        (number, {name: row[at] if at < len(row) else "" for name, at in places.items()})
        for number, row in enumerate(grid.rows[1:], start=2)
        if any(str(cell).strip() for cell in row)
    ]
