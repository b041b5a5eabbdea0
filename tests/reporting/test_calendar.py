"""A calendar gives a report a row; what is wrong is told by cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from libmkt.errors import MissingError, ParameterError
from libmkt.reporting import plan

DAY = dt.date(2026, 11, 23)


def write(bench: Path, *rows: list[Any], name: str = "calendar.xlsx") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, dt.date) and cell.value.day == 1:
                cell.number_format = "mmm\\-yy"
    path = bench / "parameters" / name
    book.save(path)
    return path


def make(bench: Path, what: str = "parameters/calendar.xlsx") -> plan.Plan:
    return plan.plan([what], root=bench, as_of=DAY)


def refused(bench: Path, what: str = "parameters/calendar.xlsx") -> str:
    with pytest.raises(ParameterError) as error:
        make(bench, what)
    return str(error.value)


def test_a_row_is_a_report_with_its_parameters(bench: Path) -> None:
    write(
        bench,
        ["run", "report", "period", "language", "formats", "least"],
        ["monthly", "small", dt.date(2026, 9, 1), "kaa, ru", "html; xlsx", 5],
        [None, "small", 2024, None, None, None],
        [],
    )
    made = make(bench).jobs
    assert [job.folder.relative_to(bench / "reports").as_posix() for job in made] == [
        "monthly/2026-09/kaa", "monthly/2026-09/ru", "small/2024/en",
    ]  # fmt: skip
    assert made[0].formats == ("html", "xlsx") and made[0].values["least"] == 5
    assert made[2].values["least"] == 0 and made[2].asked == "calendar.xlsx B3"


@pytest.mark.parametrize(
    "head",
    [
        ["Atı", "Esabat", "Dáwir", "Til"],
        ["Nomi", "Hisobot", "Davr", "Til"],
        ["Название", "Отчёт", "Период", "Язык"],
        ["Name", "Report", "Period", "Language"],
    ],
)
def test_headings_may_stand_in_any_of_the_four_languages(bench: Path, head: list[str]) -> None:
    write(bench, head, ["a", "small", "2025", "uz"])
    [job] = make(bench).jobs
    assert (job.run, job.values["period"], job.language) == ("a", "2025", "uz")


def test_a_csv_calendar_is_read_the_same_way(bench: Path) -> None:
    text = "report;period;language\nsmall;2025;ru\n"
    (bench / "parameters/calendar.csv").write_text(text, encoding="utf-8-sig")
    [job] = make(bench, "calendar.csv").jobs
    assert (job.values["period"], job.language) == ("2025", "ru")


def test_a_row_that_is_over_or_switched_off_is_left_out_and_told(bench: Path) -> None:
    write(
        bench,
        ["run", "report", "until", "active"],
        ["a", "small", dt.date(2026, 11, 22), None],
        ["b", "small", dt.date(2026, 11, 23), "ha"],
        ["c", "small", None, "нет"],
    )
    made = make(bench)
    assert [job.run for job in made.jobs] == ["b"]
    assert [(s.run, str(s.why)) for s in made.skipped] == [
        ("a", "until 2026-11-22"), ("c", "not active"),
    ]  # fmt: skip


def test_every_mistake_is_told_by_its_cell(bench: Path) -> None:
    write(
        bench,
        ["run", "report", "period", "language", "formats", "until", "active", "least", "lest"],
        ["a", "smal", "2025", "en"],
        ["b", "small", "2025-13", "de", "htm", "soon", "perhaps", "many"],
        ["c", None, "2025"],
        ["d", "small", "2025", None, None, None, None, None, 3],
        ["e", "small", "2025-13"],
        ["f", "small", "2025", None, None, None, None, "many"],
    )
    said = refused(bench)
    for cell in ("B2", "D3", "E3", "F3", "G3", "A4", "I5", "C6", "H7"):
        assert f"calendar.xlsx {cell} " in said, (cell, said)
    assert "did you mean html?" in said and "did you mean small?" in said


def test_a_formula_is_refused_by_its_cell(bench: Path) -> None:
    write(bench, ["report", "period"], ["small", "=2020+5"], ["=cmd|' /C calc'!A0", "2025"])
    said = refused(bench)
    assert "calendar.xlsx B2" in said and "calendar.xlsx A3" in said and "a formula" in said
    (bench / "parameters/c.csv").write_text("report\n=1+1\n", encoding="utf-8")
    assert "c.csv A2" in refused(bench, "c.csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a workbook", "damaged"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged"),
        (b"\0" * 3_000_000, "larger than two megabytes"),
    ],
)
def test_what_is_no_workbook_is_refused(bench: Path, content: bytes, said: str) -> None:
    (bench / "parameters/calendar.xlsx").write_bytes(content)
    assert said in refused(bench)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread(bench: Path) -> None:
    import zipfile

    path = bench / "parameters/calendar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    assert path.stat().st_size < 2_000_000
    assert "too large when it is unpacked" in refused(bench)


def test_a_calendar_without_reports_or_rows_says_so(bench: Path) -> None:
    write(bench, ["when", "what"], ["2025", "small"])
    assert "no column report" in refused(bench)
    write(bench)
    assert "is empty" in refused(bench)
    with pytest.raises(MissingError):
        make(bench, "parameters/none.xlsx")
