"""Files of counts as tests need them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd

from libmkt.read import counts
from libmkt.tables import COUNTS, LOG, Reading

Cell = str | int | float | dt.date | None


def csv(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A text file with the bytes of one encoding."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def book(
    folder: Path,
    name: str,
    sheets: dict[str, Sequence[Sequence[Cell]]],
    joined: Sequence[str] = (),
) -> Path:
    """A workbook; `joined` cells are those of its first sheet."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for cells in joined:
        made.worksheets[0].merge_cells(cells)
    made.save(folder / name)
    return folder / name


def read(path: Path | list[Path], description: str = "", **options: object) -> Reading:
    """Read files, with a description beside the first; hold the account to its promise."""
    first = path if isinstance(path, Path) else path[0]
    if description:
        first.with_name(first.stem + ".source.yml").write_text(description, encoding="utf-8")
    reading = counts(path, **options)  # type: ignore[arg-type]
    accounted(reading)
    return reading


def accounted(reading: Reading) -> None:
    """Nothing is lost silently: figures found = kept + dropped by rules, in every file."""
    assert list(reading.table.columns) == list(COUNTS)
    assert list(reading.log.columns) == list(LOG)
    for file in reading.files:
        log = reading.log[reading.log["file"] == file.file]
        dropped = log.loc[log["outcome"] == "dropped", "cells"].sum()
        assert file.cells_in == file.cells_kept + dropped
    assert len(reading.table) == sum(file.cells_kept for file in reading.files)
    assert reading.table["value"].notna().all()


def values(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    """The table's rows as tuples of these columns."""
    return list(reading.table[list(columns)].itertuples(index=False, name=None))


def totals(reading: Reading, measure: str, *, whole: bool = True) -> pd.Series:
    """Sums by year of one measure, without breakdown."""
    table = reading.table[reading.table["measure"] == measure]
    if whole:
        table = table[table["breakdown_name"] == ""]
    return table.groupby(table["period"].str[:4])["value"].sum()
