"""Counts of libraries from files as they are: `counts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd

from libmkt import words
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.library import in_language
from libmkt.read.batch import once
from libmkt.read.description import Column, Names
from libmkt.read.grids import refusal, sheets
from libmkt.read.layout import layout
from libmkt.read.lost import Repair, repairer, spellings
from libmkt.read.source import (
    File,
    RowLog,
    SourceLike,
    accepting,
    files,
    grids_of,
    log_table,
    note_sheets,
    source_id,
)
from libmkt.read.tidy import tidy
from libmkt.tables import BREAKS, COUNTS, FileRecord, Reading
from libmkt.text.fold import plain

SHOWN = 40  # problems of one file that an error lists


def counts(
    source: SourceLike,
    *,
    columns: Mapping[str, str] | None = None,
    description: Path | str | None = None,
    sheet: str | None = None,
    root: Path | None = None,
) -> Reading:
    """Tidy counts from CSV files and workbooks, with an account of every figure.

    Parameters
    ----------
    source
        A name in library.yml, a file, folder or pattern, or a list of these.
    columns
        Headings and what they hold (``{"Authority": "library", "Issues": "loans"}``),
        before what the description says.
    description
        A source description (docs/inputs/counts.md); None takes the one beside the
        file or the one of parameters/sources that matches it.
    sheet
        Sheet of a workbook, or a pattern of sheets; None takes those with figures.
    root
        The workbench; None finds it from the working directory.

    Returns
    -------
    Reading
        `table` has the columns of `tables.COUNTS`, in the order of the files: a figure a
        row, never missing.  `log` tells by rule what was kept, dropped, repaired and
        noted: in each file, figures found = kept + dropped.  `breaks` are those the
        descriptions declare.  Periods of different length stand side by side, never
        added up.  A year that does not begin in January bears the note ``fiscal:MM``.

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        A file cannot be read as counts: every problem with its row and value, and the
        lines of YAML that would accept what may be accepted.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "visits-2026-09.csv"
    >>> _ = path.write_text("Tuman;Qatnovlar soni\\nChimboy;1 204\\nJami;1 204\\n", "utf-8")
    >>> reading = counts(path)
    >>> reading.table[["library", "period", "measure", "value"]]
       library   period measure   value
    0  Chimboy  2026-09  visits  1204.0
    >>> reading.log.loc[reading.log["outcome"] != "noted", ["rule", "cells"]]
                  rule  cells
    0        total_row      1
    1  number_repaired      1
    3             kept      1
    """
    found = files(source, description=description, root=root)
    told = {name: Column.model_validate(what) for name, what in (columns or {}).items()}
    # all that the result depends on: another spelling of a place is another reading
    key = (
        "counts",
        tuple(
            (one.shown, one.sha256, one.description, _name_table(one), repr(one.source))
            for one in found
        ),
        (repr(source), repr(told), sheet, words.language(), spellings(root)),
    )
    repair = repairer(root)
    return once(lambda: _counted(source, found, told, sheet, repair), key)


def _counted(
    source: SourceLike,
    found: list[File],
    columns: Mapping[str, Column],
    sheet: str | None,
    repair: Repair | None,
) -> Reading:
    results = [_read(file, columns, sheet, repair) for file in found]
    problems = [
        replace(problem, where=_in_file(one.file, problem.where)) if len(results) > 1 else problem
        for one in results
        for problem in one.problems
    ]
    problems = problems or _unfilled(results) or _without_repeats(results)
    if problems:
        raise _refusal(results, problems)
    tables = [one.table.assign(source_id=source_id(source, one.file)) for one in results]
    table = pd.concat(tables, ignore_index=True)[list(COUNTS)]
    return Reading(
        table.astype(dict.fromkeys([c for c in COUNTS if c != "value"], "str")),
        log_table([line for one in results for line in one.log.lines]),
        _breaks(found),
        tuple(one.record() for one in results),
        {key: name for one in results for key, name in one.names.items()},
    )


def _in_file(file: File, where: str | Message) -> Message:
    return Message("{file}: {where}", {"file": file.shown, "where": where})


@dataclass
class _Result:
    """What one file gave."""

    file: File
    log: RowLog
    tables: list[pd.DataFrame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    unfilled: bool = False  # a table without a figure
    cells_in: int = 0

    @property
    def table(self) -> pd.DataFrame:
        """The figures of all its sheets."""
        return pd.concat(self.tables, ignore_index=True) if len(self.tables) > 1 else self.tables[0]

    def record(self) -> FileRecord:
        """The file as a report prints it."""
        kept = sum(len(table) for table in self.tables)
        size = len(self.file.content)
        file = self.file
        return FileRecord(file.shown, file.sha256, size, self.cells_in, kept, file.description)


def _read(
    file: File, columns: Mapping[str, Column], sheet: str | None, repair: Repair | None
) -> _Result:
    """Read one file; what is wrong with it is collected, not raised."""
    result = _Result(file, RowLog(file.shown))
    both = {**columns, **file.source.columns, **columns}  # the caller first, and last
    source = file.source.model_copy(update={"columns": both})
    try:
        grids = grids_of(file, sheet)
    except DataError as error:
        result.problems = list(error.problems)
        return result
    note_sheets(grids, result.log)
    for grid in grids:
        made = layout(grid, source)
        if made.problems and not made.of("figure", "value") and len(grids) > 1:
            result.log.add("sheet_without_figures", "noted", cells=0, example=grid.sheet)
            continue
        done = tidy(grid, made, source, result.log, repair=repair)
        result.tables.append(done.table)
        result.problems += done.problems
        result.lines += [line for line in made.lines if line not in result.lines]
        result.names |= done.names
        result.cells_in += done.cells_in
    if source.names is not None:
        result.names |= _names(file.path, source.names)
    result.unfilled = not result.problems and not any(len(table) for table in result.tables)
    return result


def _unfilled(results: list[_Result]) -> list[Problem]:
    """Files without a figure: told where others have some, else what is wrong.

    A workbook that waits to be filled in lies beside those that are.
    """
    empty = [one for one in results if one.unfilled]
    if len(empty) == len(results):
        what = Message(N_("no figure was found: is it filled in?"))
        return [Problem(one.file.path.name, what) for one in empty]
    for one in empty:
        one.log.add("file_without_figures", "noted", cells=0, example=one.file.path.name)
    return []


def _names(beside: Path, names: Names) -> dict[str, str]:
    """Names of libraries by id, from the table that the description points to.

    A missing table only costs the names: the figures stand by themselves.
    """
    path = beside.parent / names.file
    if not path.is_file():
        return {}
    grid = sheets(path, path.read_bytes())[0]
    head = [plain(cell) for cell in grid.rows[0]]
    if names.id not in head or names.name not in head:
        raise refusal(path, N_("it has no columns {id} and {name}"), id=names.id, name=names.name)
    by, shown = head.index(names.id), head.index(names.name)
    return {plain(row[by]): plain(row[shown]) for row in grid.rows[1:] if len(row) > max(by, shown)}


def _name_table(file: File) -> str:
    """Hash of the table of names that a description points to; "" for none."""
    names = file.source.names
    path = file.path.parent / names.file if names is not None else None
    return sha256(path.read_bytes()).hexdigest() if path is not None and path.is_file() else ""


def _without_repeats(results: list[_Result]) -> list[Problem]:
    """Drop figures that an earlier sheet or file gave too; a problem where they differ."""
    keys = ["library", "branch", "period", "measure", "breakdown_name", "breakdown_value"]
    parts = [
        table.assign(place=n, part=k)
        for n, one in enumerate(results)
        for k, table in enumerate(one.tables)
    ]
    if len(parts) < 2:
        return []
    whole = pd.concat(parts, ignore_index=True)
    twice = whole.duplicated(keys, keep="first")
    if not twice.any():
        return []
    first = whole[~twice].set_index(keys)["value"]
    again = whole[twice]
    differ = (
        again["value"].to_numpy() != first.loc[pd.MultiIndex.from_frame(again[keys])].to_numpy()
    )
    if differ.any():
        return [
            Problem(
                results[line.place].file.shown,
                Message(N_("an earlier file or sheet gives another figure for the same")),
                Message(
                    N_("row {row}: {value}"), {"row": line.row + 1, "value": f"{line.value:g}"}
                ),
            )
            for line in again[differ].head(10).itertuples()
        ]
    for n, one in enumerate(results):
        gone = again[again["place"] == n]
        if len(gone):
            one.log.add(
                "repeated_elsewhere", "dropped", cells=len(gone), rows=gone["row"].nunique()
            )
            left = whole[~twice & (whole["place"] == n)].drop(columns=["place", "part"])
            one.tables = [left.reset_index(drop=True)]
            for line in one.log.lines:
                if line["rule"] == "kept":
                    line["cells"] = len(left)
                    break
    return []


def _breaks(found: list[File]) -> pd.DataFrame:
    """The breaks that the descriptions declare, each once."""
    lines = [
        {name: getattr(one, name) for name in BREAKS}
        | {"reason": in_language(one.reason, words.language())}
        for source in {id(f.source): f.source for f in found}.values()
        for one in source.breaks
    ]
    table = pd.DataFrame(lines, columns=list(BREAKS)).drop_duplicates(ignore_index=True)
    table["comparable"] = table["comparable"].astype(bool)
    table["link_factor"] = table["link_factor"].astype(float)
    texts = [name for name in BREAKS if name not in ("comparable", "link_factor")]
    return table.astype(dict.fromkeys(texts, "str"))


def _refusal(results: list[_Result], problems: list[Problem]) -> DataError:
    """One error with every problem, and the lines that would accept what may be accepted."""
    bad = [one for one in results if one.problems] or results
    shown = ", ".join(one.file.shown for one in bad[:3]) + (", ..." if len(bad) > 3 else "")
    lines = list(dict.fromkeys(line for one in bad for line in one.lines))
    if len(problems) > SHOWN:
        more = Message(N_("... and {n} more"), {"n": len(problems) - SHOWN})
        problems = [*problems[:SHOWN], Problem("", more)]
    return DataError(
        Message(
            N_("{file} cannot be used as counts: {n} problem"),
            {"file": shown, "n": len(problems)},
            plural=N_("{file} cannot be used as counts: {n} problems"),
        ),
        problems,
        accepting(bad[0].file, lines),
    )
