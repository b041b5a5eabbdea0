"""The workbook holds real numbers, and text stays text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from libmkt.reporting import writers
from libmkt.reporting.writers.sheets import sheet_names

from .pages import HOSTILE, notebook


@pytest.fixture(scope="module")
def book() -> Any:
    """A workbook with hostile names, opened."""
    root = Path(__file__).resolve().parents[2]
    data = writers.write("xlsx", notebook("kaa", hostile=True), root=root)
    return openpyxl.load_workbook(io.BytesIO(data))


def test_notes_come_first_then_a_sheet_a_table(book: Any) -> None:
    names = book.sheetnames
    assert len(names) == 6 and names[1].startswith("1 Loans by branch") and len(names[1]) <= 31
    said = [row[0].value for row in book.worksheets[0].iter_rows() if row[0].value]
    assert said[0] == "Kitapxana xızmetleri monitoringi" and said[1].startswith("2026-jıl")
    for words in ("A. Biysenova", "1-keste. ", "1-súwret. ", "Loans rise from 3 to 10", "285"):
        assert any(words in line for line in said), words


def test_numbers_are_numbers_with_the_format_of_their_column(book: Any) -> None:
    row = book.worksheets[1][5]
    assert row[1].value.split() == ["sen", "2026"]
    assert [cell.value for cell in row][2:4] == [1234567, 0]
    formats = [cell.number_format for cell in row]
    assert formats[2:] == ["#,##0", "0.0%", "+0.0%;-0.0%;0.0%", "+#,##0.0;-#,##0.0;#,##0.0"]
    last = [cell for cell in book.worksheets[1]["C"] if cell.value is not None][-1]
    assert last.value == "–" and last.font.bold  # missing, in the row of totals


def test_what_looks_like_a_formula_is_text(book: Any) -> None:
    names = [book.worksheets[1].cell(row, 1) for row in range(5, 5 + len(HOSTILE))]
    assert names[2].value == HOSTILE[2] and {c.data_type for c in names} == {"s"}
    cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
    assert not [
        c.value for c in cells if c.data_type == "f" or (c.hyperlink and c.hyperlink.target)
    ]


def test_each_caption_of_the_first_sheet_leads_to_its_table_and_back(book: Any) -> None:
    links = [cell for row in book.worksheets[0] for cell in row if cell.hyperlink]
    assert len(links) == len(book.sheetnames) - 1
    for cell, sheet in zip(links, book.worksheets[1:], strict=True):
        name, place = str(cell.hyperlink.location).rsplit("!", 1)
        assert name.strip("'").replace("''", "'") == sheet.title
        assert sheet[place].value == cell.value
        back = str(sheet["A3"].hyperlink.location)
        assert back.rsplit("!", 1)[0].strip("'") == book.sheetnames[0]


def test_the_head_stays_in_sight_and_on_each_printed_page(book: Any) -> None:
    sheet = book.worksheets[1]
    assert sheet.freeze_panes == "B5" and sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
    assert sheet.auto_filter.ref == f"A4:F{4 + len(HOSTILE) + 6}"
    assert book.worksheets[2].page_setup.orientation == "landscape"  # thirteen columns
    assert book.worksheets[3].page_setup.orientation in (None, "portrait")  # two


def test_names_of_sheets_are_allowed_and_differ() -> None:
    names = sheet_names(["History", "a" * 40, "A" * 40, "'x'", "[]:*?/\\", ""])
    assert len({n.casefold() for n in names}) == 6 and max(map(len, names)) <= 31
    assert names[0] == "History (2)" and names[3] == "x"
