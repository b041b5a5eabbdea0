"""Observation sheets, seat by seat and sweep by sweep, as people fill them in: `observations`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.description import Column, Source
from libmkt.read.observed_columns import Sheet, sheet_of
from libmkt.read.observed_rows import Rows, rows_of
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
from libmkt.tables import BREAKS, OBSERVATIONS, FileRecord, Reading

SHOWN = 40  # problems that an error lists
_KEYS = ["library", "branch", "area", "date", "time", "activity"]


def observations(
    source: SourceLike,
    *,
    columns: Mapping[str, str] | None = None,
    description: Path | str | None = None,
    sheet: str | None = None,
    root: Path | None = None,
) -> Reading:
    """Seats and what people did on them, from observation sheets in Excel, ODS or CSV.

    Parameters
    ----------
    source
        A name in library.yml, a file, folder or pattern, or a list of these.
    columns
        Headings and what they hold (date, time, library, branch, area, seats, occupied, note,
        leave out; any other word names an activity), before what the description says.
    description
        A source description (docs/inputs/observations.md); None takes the one beside the
        file or the one of parameters/sources that matches it.
    sheet
        Sheet of a workbook; None takes those with figures.
    root
        The workbench; None finds it from the working directory.

    Returns
    -------
    Reading
        `table` has the columns of `tables.OBSERVATIONS`, in the order of the files.  An empty
        cell is not a 0: what nobody counted is no row, and the log tells it.  In each file,
        figures found = kept + dropped.

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        A file cannot be read as observations: every problem with its row and value.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "zal.csv"
    >>> text = ("Sáne,Waqtı,Zona,Orın,Bánt,Reading\\n14.09.2026,10:00,Oqıw zalı,40,9,4\\n"
    ...         ",14:00,Oqıw zalı,40,0,\\n")
    >>> _ = path.write_text(text, "utf-8")
    >>> reading = observations(path)
    >>> reading.table[["date", "time", "area", "activity", "seats", "occupied"]]
             date   time       area     activity  seats  occupied
    0  2026-09-14  10:00  Oqıw zalı                40.0       9.0
    1  2026-09-14  10:00  Oqıw zalı  act_reading   40.0       4.0
    2  2026-09-14  14:00  Oqıw zalı                40.0       0.0
    """
    found = files(source, description=description, root=root)
    results = [_read(file, columns or {}, sheet) for file in found]
    problems = [
        Problem(Message("{file}: {where}", {"file": one.file.shown, "where": problem.where}),
                problem.what, problem.found) if len(results) > 1 else problem
        for one in results for problem in one.problems
    ]  # fmt: skip
    problems = problems or _unfilled(results) or _repeated(results)
    if problems:
        raise _refusal(results, problems)
    tables = [
        pd.DataFrame(one.lines, columns=["row", *OBSERVATIONS]).assign(
            source_id=source_id(source, one.file)
        )
        for one in results
    ]
    table = pd.concat(tables, ignore_index=True)[list(OBSERVATIONS)]
    texts = [name for name in OBSERVATIONS if name not in ("seats", "occupied")]
    return Reading(
        table.astype(dict.fromkeys(texts, "str") | {"seats": "float64", "occupied": "float64"}),
        log_table([line for one in results for line in one.log.lines]),
        pd.DataFrame(columns=list(BREAKS)),
        tuple(one.record() for one in results),
    )


@dataclass
class _Result:
    """What one file gave."""

    file: File
    log: RowLog
    lines: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    cells_in: int = 0

    def record(self) -> FileRecord:
        """The file as a report prints it."""
        file = self.file
        size = len(file.content)
        return FileRecord(
            file.shown, file.sha256, size, self.cells_in, len(self.lines), file.description
        )


def _read(file: File, columns: Mapping[str, str], sheet: str | None) -> _Result:
    """Read one file; what is wrong with it is collected, not raised."""
    result = _Result(file, RowLog(file.shown))
    told = {**{name: said(one) for name, one in file.source.columns.items()}, **columns}
    try:
        grids = grids_of(file, sheet)
    except DataError as error:  # in the words of what is read here
        result.problems = list(error.problems)
        return result
    note_sheets(grids, result.log)
    for grid in grids:
        made = sheet_of(grid, file.source, told)
        if made.problems and made.at("occupied") is None and len(grids) > 1:
            result.log.add("sheet_without_figures", "noted", cells=0, example=grid.sheet)
            continue
        result.problems += made.problems
        result.hints += made.lines
        if not made.problems:
            _take(result, rows_of(grid, made, file.source, result.log))
    crowded = [line for line in result.lines if line["note"] and not line["activity"]]
    if crowded:
        first = Message(N_("row {first}"), {"first": int(str(crowded[0]["row"])) + 1})
        result.log.add("crowded", "noted", cells=len(crowded), rows=len(crowded), example=first)
    kept = {line["row"] for line in result.lines}
    result.log.add("kept", "kept", cells=len(result.lines), rows=len(kept))
    return result


def _take(result: _Result, found: Rows) -> None:
    result.lines += found.lines
    result.problems += found.problems.together
    result.cells_in += found.cells_in


def said(column: Column) -> str:
    """What a description says of a column: one of the sheet's keys, or an activity's name.

    >>> said(Column.model_validate("seats")), said(Column.model_validate("leave out"))
    ('seats', 'leave out')
    """
    if column.role == "figure":
        return column.measure or column.part or "leave out"
    return "date" if column.role == "period" else column.role


def _unfilled(results: list[_Result]) -> list[Problem]:
    """Files in which nobody was counted: told where others have figures, else what is wrong."""
    empty = [one for one in results if not one.lines]
    if len(empty) == len(results):
        what = Message(N_("no figure was found: is it filled in?"))
        return [Problem(one.file.path.name, what) for one in empty]
    for one in empty:
        one.log.add("file_without_figures", "noted", cells=0, example=one.file.path.name)
    return []


def _repeated(results: list[_Result]) -> list[Problem]:
    """An area that was seen twice in one sweep: which count is right is not ours to choose."""
    seen: set[tuple[object, ...]] = set()
    problems = []
    for one in results:
        for line in one.lines:
            key = tuple(line[name] for name in _KEYS)
            if key in seen and not line["activity"]:
                when = f"{line['date']} {line['time']}".strip()
                fields = {"row": int(str(line["row"])) + 1, "value": when}
                problems.append(
                    Problem(
                        Message("{file}: {where}",
                                {"file": one.file.shown, "where": line["area"]}),
                        Message(N_("the same area a second time in one sweep")),
                        Message(N_("row {row}: {value}"), fields),
                    )
                )  # fmt: skip
            seen.add(key)
    return problems


def _refusal(results: list[_Result], problems: list[Problem]) -> DataError:
    """One error with every problem, and the lines that would accept what may be accepted."""
    bad = [one for one in results if one.problems] or results
    shown = ", ".join(one.file.shown for one in bad[:3]) + (", ..." if len(bad) > 3 else "")
    lines = list(dict.fromkeys(line for one in bad for line in one.hints))
    lines = ["kind: observations", *lines] if lines else []
    many = len(problems)
    if many > SHOWN:
        more = Message(N_("... and {n} more"), {"n": many - SHOWN})
        problems = [*problems[:SHOWN], Problem("", more)]
    return DataError(
        Message(
            N_("{file} cannot be used as observations: {n} problem"),
            {"file": shown, "n": many},
            plural=N_("{file} cannot be used as observations: {n} problems"),
        ),
        problems,
        accepting(bad[0].file, lines),
    )


def described(
    source: SourceLike, *, root: Path | None = None, sheet: str | None = None
) -> dict[Path, str]:
    """For each file, the YAML that says what its columns were read as, to be kept beside it.

    Raises
    ------
    DataError
        A file is not a table at all, or a column of it cannot be understood.
    """
    found = {}
    for file in files(source, root=root):
        told = {name: said(one) for name, one in file.source.columns.items()}
        made = [sheet_of(grid, file.source, told) for grid in grids_of(file, sheet)]
        if problems := [problem for one in made for problem in one.problems]:
            raise _refusal([_Result(file, RowLog(file.shown), problems=problems)], problems)
        found[file.path.with_name(file.path.stem + ".source.yml")] = _yaml(file.source, made[0])
    return found


def _yaml(source: Source, made: Sheet) -> str:
    columns = {
        one.heading: Column.model_validate(one.what)
        for one in made.columns
        if one.heading and one.why not in ("empty", "told")
    }
    whole = {"kind": "observations", "columns": {**source.columns, **columns}, "match": []}
    return source.model_copy(update=whole).lines()
