"""A part reads as the whole would, filtered, or is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from libmkt import read
from libmkt.errors import DataError
from libmkt.read.split import split

ORDER = ["library", "branch", "period", "measure", "breakdown_value"]


def parts(tmp_path: Path, *paths: Path, by: str = "branch") -> dict[str, Path]:
    folder = tmp_path / "parts"
    names: list[str] = []

    def place(name: str) -> Path:
        names.append(name)
        return folder / str(len(names))

    return split(list(paths), by, place)


def same(made: dict[str, Path], *paths: Path, by: str = "branch") -> None:
    """Each part gives the rows of the whole that are its own, the source's name aside."""
    whole = read.counts(list(paths)).table
    assert set(made) == set(whole[by]) - {""}
    for name, place in made.items():
        wanted, got = (
            table.drop(columns="source_id").sort_values(ORDER).reset_index(drop=True)
            for table in (whole[whole[by] == name], read.counts(place).table)
        )
        assert len(got) and wanted.equals(got), name


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding, newline="")
    return path


def test_a_long_table_keeps_titles_totals_and_notes_and_parts_its_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "visits-2026-09.csv",
        "Qatnawlar 2026-jil sentyabr;;\r\nFilial;Qatnovlar soni;Tadbirlar soni\r\n"
        "Oraylıq;1 204;2\r\n../../x;7;1\r\n<script>;3;1\r\n=cmd|' /C calc'!A0;5;1\r\n"
        "Jami;1 219;5\r\nIzoh: sentyabrde jabıq;;\r\n",
    )
    made = parts(tmp_path, path)
    same(made, path)
    text = (made["Oraylıq"] / path.name).read_text(encoding="utf-8")
    assert "2026-jil" in text and "Jami" in text and "Izoh" in text and "<script>" not in text


def test_what_a_small_part_could_not_tell_is_told_beside_it(tmp_path: Path) -> None:
    """Alone, "1,204" is a thousand or one and a fifth; dates of one day may be months."""
    path = write(
        tmp_path / "loans.csv",
        'branch;date;loans\nA;2026-09-01;"1,204"\nA;2026-10-01;"2,300"\n'
        'B;2026-09-02;"1,204,000"\nB;2026-09-03;12\n',
    )
    made = parts(tmp_path, path)
    same(made, path)
    table = read.counts(made["A"]).table
    assert table["value"].tolist() == [1204, 2300]
    assert table["period"].tolist() == ["2026-09-01", "2026-10-01"]


def test_a_description_and_its_code_page_go_with_the_part(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "Филиал;Кто;Выдача\nЦентр;x;5\nСад;y;-1\n", "cp1251")
    write(
        tmp_path / "a.source.yml",
        "encoding: cp1251\ncolumns:\n  Филиал: branch\n  Кто: leave out\n  Выдача: loans\n"
        "missing: {-1: closed}\nperiod: 2026-09\nlibrary: Region\n",
    )
    write(tmp_path / "b.csv", "branch,loans,month\nСад,6,2026-08\nЦентр,4,2026-08\n")
    write(tmp_path / "b.source.yml", "library: Region\n")
    made = parts(tmp_path, tmp_path / "a.csv", tmp_path / "b.csv")
    same(made, tmp_path / "a.csv", tmp_path / "b.csv")


def test_libraries_of_the_demo_region_are_split_over_all_its_years(
    tmp_path: Path, root: Path
) -> None:
    files = sorted((root / "data/demo/region/monthly").glob("*.csv"))
    same(parts(tmp_path, *files, by="library"), *files, by="library")


def test_branches_of_the_demo_city_are_split(tmp_path: Path, root: Path) -> None:
    path = root / "data/demo/city/monthly.csv"
    same(parts(tmp_path, path), path)


def book(path: Path, rows: list[list[Any]], merged: list[str], second: bool = False) -> Path:
    from openpyxl import Workbook

    made = Workbook()
    sheet: Any = made.active
    sheet.title = "Esabat"
    for row in rows:
        sheet.append(row)
    for span in merged:
        sheet.merge_cells(span)
    if second:
        made.create_sheet("Izoh").append(["Esletpe", "hesh nárse"])
    made.save(path)
    return path


def test_a_workbook_keeps_joined_cells_dates_and_texts(tmp_path: Path) -> None:
    path = book(
        tmp_path / "loans.xlsx",
        [
            ["Region loans", None, None, None],
            ["Library", "Branch", "Date", "Loans"],
            ["North", "A", dt.date(2026, 9, 1), 5],
            [None, None, dt.date(2026, 10, 1), "6"],
            [None, "=B", dt.date(2026, 9, 1), 7],
            ["South", "C", dt.date(2026, 9, 1), 8.0],
            ["Total", None, None, 26],
        ],
        ["A1:D1", "A3:A5", "B3:B4"],
        second=True,
    )
    import openpyxl

    loaded = openpyxl.load_workbook(path)
    loaded["Esabat"]["B5"].data_type = "s"
    loaded.save(path)
    made = parts(tmp_path, path)
    same(made, path)
    same(split([path], "library", lambda n: tmp_path / "by" / n), path, by="library")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("month,loans\n2026-09,5\n", "branch"),
        ("branch,month,loans\nA,2026-09,5\n", "library"),
        ("library,2026-09,2026-10\nA,5,6\n", "branch"),
    ],
)
def test_a_table_without_names_cannot_be_split(tmp_path: Path, text: str, by: str) -> None:
    path = write(tmp_path / "loans.csv", text)
    write(
        tmp_path / "loans.source.yml",
        "library: X\n" if "library" not in text else "measure: loans\n",
    )
    with pytest.raises(DataError, match="cannot be"):
        parts(tmp_path, path, by=by)


def test_a_name_under_two_spellings_of_a_file_has_its_own_part(tmp_path: Path) -> None:
    path = write(tmp_path / "loans.csv", "branch,month,loans\nBulaq,2026-09,5\nBULAQ,2026-09,6\n")
    same(parts(tmp_path, path), path)


def test_shared_newcastle_reads_alike_in_parts(tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "newcastle-libraries/visitor-figures/2008-onwards-monthly-visits.csv"
    if not path.is_file():
        pytest.skip("the figures of Newcastle are not here")
    made = parts(tmp_path, path)
    assert len(made) > 10
    same(made, path)
