"""The sheets to fill in for sweeps and services: read as they are filled, in every language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from libmkt import read, words
from libmkt.errors import DataError
from libmkt.measures.observed import ACTIVITIES, SERVICE
from libmkt.reporting.observation_book import HEAD, observation_sheet, services_sheet

DAY = dt.date(2026, 9, 1)


def sheet(folder: Path, language: str) -> Path:
    path = folder / "observations.xlsx"
    observation_sheet(
        path, branches=["Oraylıq", "=1+1"], library="Kitapxana", language=language, created=DAY
    )
    return path


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_filled_sheet_is_read_as_it_is(language: str, tmp_path: Path) -> None:
    path = sheet(tmp_path, language)
    book = openpyxl.load_workbook(path)
    page: Any = book.worksheets[0]
    rows: list[list[Any]] = [
        [dt.date(2026, 9, 14), dt.time(10, 0), "Oraylıq", "Zal 1", 40, 9, 4],
        [None, None, None, "Zal 2", 20, 0, None],
        [None, dt.time(14, 0), None, "Zal 1", 40, 12, 7],
    ]
    for i, row in enumerate(rows, start=HEAD + 2):
        for j, value in enumerate(row, start=1):
            if value is not None:
                page.cell(i, j, value)
    own = 7 + len(ACTIVITIES)
    page.cell(HEAD + 1, own, page.cell(HEAD + 1, own).value.replace("…", "шахмат"))
    page.cell(HEAD + 2, own, 2)
    book.save(path)
    table = read.observations(path).table
    whole = table[table["activity"] == ""]
    assert whole[["date", "time", "branch", "area"]].to_numpy().tolist() == [
        ["2026-09-14", "10:00", "Oraylıq", "Zal 1"],
        ["2026-09-14", "10:00", "Oraylıq", "Zal 2"],
        ["2026-09-14", "14:00", "Oraylıq", "Zal 1"],
    ]
    done = table[table["activity"] != ""][["activity", "occupied"]].to_numpy().tolist()
    assert done == [["act_reading", 4.0], ["шахмат", 2.0], ["act_reading", 7.0]]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_an_unfilled_sheet_says_that_it_is_not_filled_in(language: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is it filled in"):
        read.observations(sheet(tmp_path, language))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_filled_table_of_services_is_read_as_it_is(language: str, tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    services_sheet(path, library="Kitapxana", language=language, created=DAY)
    with pytest.raises(DataError, match="no rows"):
        read.services(path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for j, value in enumerate(["Zal", "imp", "", "", "", "loans; visits", "", "Zal 1"], start=1):
        page.cell(HEAD + 2, j, value)
    book.save(path)
    row = read.services(path).table.iloc[0].to_dict()
    assert list(row) == list(SERVICE) and row["measures"] == "loans; visits"


def test_the_same_day_makes_the_same_bytes_and_a_name_is_no_formula(tmp_path: Path) -> None:
    first = sheet(tmp_path, "kaa").read_bytes()
    assert sheet(tmp_path, "kaa").read_bytes() == first
    page = openpyxl.load_workbook(sheet(tmp_path, "kaa")).worksheets[0]
    lists = [one.formula1 for one in page.data_validations.dataValidation if one.type == "list"]
    assert lists == ['"Oraylıq,=1+1"']
