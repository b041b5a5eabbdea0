"""A source split by branch or library: parts that read as the whole would, filtered.

Each part keeps the title and heading rows, its own rows, and those that name nobody (total
rows, notes).  What the reader has found out of the whole, a part may be too small to tell
(the sign that parts decimals, the unit of dates): a description beside it says so.  Every
part is read again and compared before any is used.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.cells import decimal_sign
from libmkt.read.counts import counts
from libmkt.read.description import Column, Source
from libmkt.read.fields import Layout
from libmkt.read.grids import Grid, refusal, sheets
from libmkt.read.layout import layout
from libmkt.read.lost import Repair, repairer
from libmkt.read.rows import RowReader
from libmkt.read.source import File, RowLog, files

_ORDER = ["library", "branch", "period", "measure", "breakdown_name", "breakdown_value", "value"]
_DATES = {dt.datetime: "yyyy-mm-dd hh:mm:ss", dt.date: "yyyy-mm-dd", dt.time: "hh:mm:ss"}


@dataclass(frozen=True, eq=False)
class _Sheet:
    """One sheet: its cells, and whose each row below the headings is (None: everybody's)."""

    grid: Grid
    body: int
    owner: dict[int, str | None]
    made: Layout

    @cached_property
    def _by_name(self) -> dict[str | None, list[int]]:
        found: dict[str | None, list[int]] = {}
        for place, whose in self.owner.items():
            found.setdefault(whose, []).append(place)
        return found

    def holds(self, name: str) -> bool:
        """Whether a row is of this name."""
        return name in self._by_name

    def places(self, name: str) -> list[int]:
        """The rows of one part, in their order."""
        own = sorted([*self._by_name.get(None, []), *self._by_name.get(name, [])])
        return [*range(min(self.body, len(self.grid.rows))), *own]


def split(
    paths: list[Path], by: str, place: Callable[[str], Path], *, root: Path | None = None
) -> dict[str, Path]:
    """Write each name's part of some files into a folder of its own.

    Parameters
    ----------
    paths
        CSV files or workbooks that `counts` reads together.
    by
        "branch" or "library": a column of the files holds the names.
    place
        The folder of each name, to be made: files keep their names in it.
    root
        The workbench; None finds it from the working directory.

    Returns
    -------
    dict
        Each name and its folder, in the order of the files.  ``counts(folder)`` gives the
        rows of ``counts(paths)`` where `by` is the name, but for source_id; files by name.

    Raises
    ------
    DataError
        A file cannot be read, has no column of names, or a part would read otherwise.
    """

    whole = counts(list(paths), root=root).table
    repair = repairer(root)
    found = [(file, _sheets(file, by, repair)) for file in files(list(paths), root=root)]
    names = [name for name in whole[by].unique() if name]
    if not names:
        raise _cannot(found[0][0], by)
    called = _file_names([file for file, _ in found])
    days = bool(whole["period"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all())
    told = {file.path: _description(file, sheets_, days=days) for file, sheets_ in found}
    groups = dict(iter(whole.groupby(by, sort=False)))
    parts = {}
    for name in names:
        parts[name] = place(name)
        here = set(groups[name]["source_id"])
        for file, sheets_ in found:
            if file.path.stem in here:  # a part without a figure would be refused by itself
                _write(file, sheets_, name, parts[name], called[file.path], told[file.path])
    for name, part in parts.items():
        _check(name, groups[name], part, root)
    return parts


def _sheets(file: File, by: str, repair: Repair | None) -> list[_Sheet]:
    source = file.source
    grids = sheets(
        file.path,
        file.content,
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
    )
    found = []
    for grid in grids:
        made = layout(grid, source)
        if made.problems and not made.of("figure", "value") and len(grids) > 1:
            continue  # a sheet of remarks, as `counts` sees it
        if not made.of(by):
            raise _cannot(file, by)
        owner = _owners(grid, made, source, by, repair)
        found.append(_Sheet(grid, made.head.body, owner, made))
    return found


def _owners(
    grid: Grid, made: Layout, source: Source, by: str, repair: Repair | None
) -> dict[int, str | None]:
    """Whose each row below the headings is, in the order of the file."""
    rows = RowReader(grid, made, source, RowLog(grid.path.name), repair).rows()
    names = rows.branch if by == "branch" else rows.library
    owner: dict[int, str | None] = dict(zip(rows.places, names, strict=True))
    known = set(names)
    column = made.of(by)[0].index
    for place in range(made.head.body, len(grid.rows)):
        if place not in owner:  # a total, a note, a row that is left out
            row = grid.rows[place]
            named = str(row[column]).strip() if column < len(row) else ""
            owner[place] = named if named in known else None
    return dict(sorted(owner.items()))


def _write(
    file: File, found: list[_Sheet], name: str, place: Path, called: str, told: Source
) -> None:
    """Write one file's part with what must be told of it."""
    own = [sheet for sheet in found if sheet.holds(name)]
    place.mkdir(parents=True, exist_ok=True)
    path = place / called
    if own[0].grid.encoding:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=own[0].grid.delimiter, lineterminator="\n")
            writer.writerows(own[0].grid.rows[i] for i in own[0].places(name))
    else:
        _workbook(path, own, name)
    if told.names is not None:
        _copy_names(file, place)
    description = place / f"{path.stem}.source.yml"
    description.write_text(told.lines(), encoding="utf-8", newline="\n")


def _description(file: File, own: list[_Sheet], *, days: bool) -> Source:
    """What is told of the whole, and what the reader has found out of it."""
    source, grid, made = file.source, own[0].grid, own[0].made
    told: dict[str, Any] = {"match": [], "columns": {**source.columns, **_columns(own)}}
    if grid.encoding:
        told |= {"encoding": "utf-8", "delimiter": grid.delimiter}
        if source.decimal is None:
            told["decimal"] = _decimal(grid, made)
    elif source.sheet is None:
        told["sheet"] = "*"
    unit = made.unit or ("day" if days else None)  # a part's days may look like months
    if unit and source.period.unit is None:
        told["period"] = source.period.model_copy(update={"unit": unit})
    if source.names is not None:
        name = f"names/{Path(source.names.file).name}"
        told["names"] = source.names.model_copy(update={"file": name})
    return source.model_copy(update=told)


def _columns(own: list[_Sheet]) -> dict[str, Column]:
    """What each column of the whole holds: in a part it may be empty, or look otherwise."""
    found: dict[str, list[Column]] = {}
    for sheet in own:
        for one in sheet.made.fields:
            if one.heading and "*" not in one.heading and one.why != "empty":
                found.setdefault(one.heading, []).append(one.column)
    return {
        heading: columns[0]
        for heading, columns in found.items()
        if all(column == columns[0] for column in columns)
    }


def _decimal(grid: Grid, made: Layout) -> str | None:
    cells = (
        row[one.index]
        for row in grid.rows[made.head.body :]
        for one in made.of("figure", "value")
        if one.index < len(row) and one.why != "empty"
    )
    return decimal_sign(cells, delimiter=grid.delimiter)


def _copy_names(file: File, place: Path) -> None:
    """Copy the table of names to where it is taken for no data."""
    names = file.source.names
    table = file.path.parent / names.file if names is not None else None
    if table is not None and table.is_file():
        (place / "names").mkdir(exist_ok=True)
        shutil.copyfile(table, place / "names" / table.name)


def _workbook(path: Path, found: list[_Sheet], name: str) -> None:
    """A workbook with the same cells, joined ones included; formulas stay texts."""
    import xlsxwriter

    created = dt.datetime(1980, 1, 1)  # noqa: DTZ001 (a workbook's times have no zone)
    with path.open("wb") as stream:
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        book.set_properties({"created": created})
        forms = {kind: book.add_format({"num_format": form}) for kind, form in _DATES.items()}
        for sheet in found:
            page = book.add_worksheet(sheet.grid.sheet)
            places = sheet.places(name)
            at = {place: i for i, place in enumerate(places)}
            for top, left, bottom, right in sheet.grid.merged:
                here = [at[p] for p in range(top, bottom + 1) if p in at]
                if here and (len(here) > 1 or right > left):
                    page.merge_range(here[0], left, here[-1], right, "")
            for row, column, value in _cells(sheet, at):
                _put(page, row, column, value, forms)
        book.close()


def _cells(sheet: _Sheet, at: dict[int, int]) -> Iterator[tuple[int, int, Any]]:
    """The filled cells of a part; a joined cell's value stands in its first row there."""
    rows = sheet.grid.rows
    for place, i in at.items():
        yield from ((i, j, value) for j, value in enumerate(rows[place]) if value not in ("", None))
    for top, left, bottom, _right in sheet.grid.merged:
        first = next((p for p in range(top, bottom + 1) if p in at), None)
        if first not in (None, top) and left < len(rows[top]):
            yield at[first], left, rows[top][left]


def _put(page: Any, row: int, column: int, value: Any, forms: dict[type, Any]) -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif type(value) in forms:
        page.write_datetime(row, column, value, forms[type(value)])
    elif isinstance(value, dt.timedelta):
        page.write_datetime(row, column, value, forms[dt.time])
    else:
        page.write_string(row, column, str(value))


def _file_names(found: list[File]) -> dict[Path, str]:
    """A name for each file's part; two of one name are told apart by their folders."""
    names = [file.path.name for file in found]
    return {
        file.path: file.path.name
        if names.count(file.path.name) == 1
        else f"{file.path.parent.name}-{file.path.name}"
        for file in found
    }


def _check(name: str, wanted: pd.DataFrame, place: Path, root: Path | None) -> None:
    """Refuse a part that reads otherwise than the whole, filtered."""
    why: Message | None = None
    try:
        # the description is named: looking for one would read all of parameters/sources again
        read = [
            counts(path, description=path.with_name(f"{path.stem}.source.yml"), root=root).table
            for path in sorted(place.iterdir())
            if path.is_file() and path.suffix != ".yml"
        ]
        got = pd.concat(read).drop_duplicates(_ORDER[:-1])
    except DataError as error:
        why = error.problems[0].what if error.problems else error.summary
    else:
        one, other = (
            table.drop(columns="source_id").sort_values(_ORDER).reset_index(drop=True)
            for table in (wanted, got)
        )
        if not one.equals(other):
            why = Message(N_("it would read otherwise than in the whole"))
    if why is not None:
        raise DataError(
            Message(N_("The part of {name} cannot be split off"), {"name": name}),
            [Problem(name, why)],
        )


def _cannot(file: File, by: str) -> DataError:
    what = N_("it cannot be split: no column names the {by} of each row")
    return refusal(file.path, what, by=by)


def numbered(path: Path, *, root: Path | None = None) -> pd.DataFrame:
    """The figures of one file with the rows that they stand in.

    Returns
    -------
    DataFrame
        As `tidy` gives it: columns of `tables.COUNTS` less source_id, and row (from 0, in the
        file or its sheet).

    Raises
    ------
    DataError
        The file cannot be read.
    """
    from libmkt.read.tidy import tidy

    [file] = files(path, root=root)
    source, tables = file.source, []
    for grid in sheets(file.path, file.content, encoding=source.encoding,
                       delimiter=source.delimiter, sheet=source.sheet):  # fmt: skip
        made = layout(grid, source)
        if made.of("figure", "value"):
            log = RowLog(file.shown)
            tables.append(tidy(grid, made, source, log, repair=repairer(root)).table)
    if not tables:
        raise refusal(file.path, N_("no figure was found"))
    return pd.concat(tables, ignore_index=True)
