"""A small table in one file: the file, its rows by the names of few columns, the reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.read.source import File, RowLog, SourceLike, files, grids_of, log_table
from libmkt.tables import BREAKS, FileRecord, Reading

Refused = Callable[[File, list[Problem]], DataError]


def one_file(source: SourceLike, several: str) -> File:
    """The file of a source that is one file.

    Parameters
    ----------
    source
        As of `libmkt.read.source.files`.
    several
        The refusal of a source of {n} files: a message of the catalogues.

    Raises
    ------
    MissingError
        Nothing is there.
    ParameterError
        There are several.
    """
    found = files(source)
    if len(found) != 1:
        names = ", ".join(file.shown for file in found)
        shown = Problem("source", Message("{names}", {"names": names}))
        raise ParameterError(Message(several, {"n": len(found)}), [shown])
    return found[0]


def reading_of(file: File, table: pd.DataFrame, *, found: int) -> Reading:
    """A table that was made of so many rows of a file, without breaks; the log says what is kept.

    Examples
    --------
    >>> from pathlib import Path
    >>> from libmkt.read.description import Source
    >>> file = File(Path("asked.csv"), "asked.csv", b"", Source())
    >>> str(reading_of(file, pd.DataFrame({"n": [1, 2]}), found=2))
    '1 files, 2 of 2 figures kept'
    """
    log = RowLog(file.shown)
    log.add("kept", "kept", cells=len(table), rows=len(table))
    record = FileRecord(
        file.shown, file.sha256, len(file.content), found, len(table), file.description
    )
    return Reading(table, log_table(log.lines), pd.DataFrame(columns=list(BREAKS)), (record,))


def named_rows(
    file: File, columns: Sequence[str], refused: Refused
) -> list[tuple[int, dict[str, Any]]]:
    """Rows with their numbers in the file, by the names of the columns; empty ones left out.

    Parameters
    ----------
    file
        As `one_file` gives it.
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
