"""Banner tables on the page and as a workbook: real numbers, letters apart, links that lead."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from libmkt import words
from libmkt.errors import ParameterError
from libmkt.reporting.banner_workbook import Layout, banner_workbook
from libmkt.reporting.banners import banner_table
from libmkt.surveys import Banner, Design, Question, banner


@pytest.fixture(scope="module")
def made() -> Banner:
    table = pd.DataFrame(
        {
            "town": [*("a" * 100), *("b" * 100), *("c" * 10)],
            "mark": [1] * 60 + [5] * 40 + [1] * 30 + [5] * 70 + [3] * 10,
            "w": [1.0, 2.0] * 105,
            "told": list(range(10)) * 21,
        }
    )
    asked = [
        Question("mark", "scale", "How's it: good/bad?", {n: f"mark {n}" for n in range(1, 6)}),
        Question("told", "nps", "Would you recommend it?"),
    ]
    return banner(table, asked, [Question("town", label="Town")], Design(weights="w"))


def cells(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}


def test_a_sheet_a_question_with_numbers_and_letters_of_their_own(made: Banner) -> None:
    book = openpyxl.load_workbook(io.BytesIO(banner_workbook(made, title="Visitors")))
    assert book.sheetnames == [
        *("Contents", "1 How's it good bad", "2 Would you recommend it", "Comparisons", "Notes"),
    ]
    sheet = book.worksheets[1]
    found = cells(sheet)
    row = next(int(key[1:]) for key, value in found.items() if value == "mark 5")
    assert [found[f"{column}{row}"] for column in "BCD"] == pytest.approx([110 / 210, 0.4, 0.7])
    assert sheet[f"D{row}"].number_format == "0%"
    assert found[f"D{row + 1}"] == "A" and f"C{row + 1}" not in found
    assert found[f"E{row}"] == "too few"
    assert found["B5"] == "Total" and found["C4"] == "Town" and found["D6"] == "B"
    assert sheet.freeze_panes == "B7"


def test_every_link_of_the_contents_leads_to_its_sheet(made: Banner) -> None:
    layouts: tuple[Layout, ...] = ("sheets", "one")
    for layout in layouts:
        data = banner_workbook(made, title="Visitors", layout=layout)
        book = openpyxl.load_workbook(io.BytesIO(data))
        links = [cell.hyperlink for row in book["Contents"] for cell in row if cell.hyperlink]
        assert len(links) == 4
        for link in links:
            name, place = str(link.location).rsplit("!", 1)
            sheet = book[name.strip("'").replace("''", "'")]
            assert sheet[place].value is not None


def test_every_comparison_has_its_p_value_in_a_list(made: Banner) -> None:
    book = openpyxl.load_workbook(io.BytesIO(banner_workbook(made, title="Visitors")))
    sheet = book["Comparisons"]
    heads = {cell.value: x for x, cell in enumerate(sheet[1], start=1)}
    assert sheet.max_row == 1 + len(made.comparisons)
    found = [sheet.cell(y, heads["p, adjusted"]).value for y in range(2, sheet.max_row + 1)]
    told = made.comparisons["p_adjusted"]
    assert [one for one in found if one is not None] == pytest.approx(told.dropna().tolist())
    small = [y for y in range(2, sheet.max_row + 1) if sheet.cell(y, heads["Note"]).value]
    assert small
    assert {sheet.cell(y, heads["Second less first"]).value for y in small} == {None}


def test_the_notes_say_how_it_was_made(made: Banner) -> None:
    notes = cells(openpyxl.load_workbook(io.BytesIO(banner_workbook(made, title="x")))["Notes"])
    said = " ".join(notes.values())
    for part in ("95%", "not adjusted", "weighted", "fewer than 30", "not in the base"):
        assert part in said


def test_the_same_table_gives_the_same_bytes_and_a_formula_stays_text(made: Banner) -> None:
    assert banner_workbook(made, title="=1+1") == banner_workbook(made, title="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(banner_workbook(made, title="=1+1")))
    assert book["Contents"]["A1"].data_type == "s"


@pytest.mark.parametrize("language", ["kaa", "uz", "ru"])
def test_the_workbook_speaks_the_readers_language(made: Banner, language: str) -> None:
    with words.speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(banner_workbook(made, title="x")))
    assert not {"Contents", "Comparisons", "Notes"} & set(book.sheetnames)
    assert "People who answered" not in cells(book.worksheets[1]).values()


def test_the_page_shows_bases_values_and_letters(made: Banner) -> None:
    shown = banner_table(made, "mark", caption="Marks").content
    assert [head["label"] for head in shown["columns"]] == ["", "Total", "a (A)", "b (B)", "c (C)"]
    lines = {row[0]: row[1:] for row in shown["rows"]}
    assert lines["People who answered"] == ["210", "100", "100", "10"]
    assert lines["mark 5"] == ["52%", "40%", "70% A", "too few"]
    assert lines["Bottom box: 1, 2"][1] == "60% B"
    assert {head["align"] for head in shown["columns"][1:]} == {"right"}
    with pytest.raises(ParameterError, match="not a question"):
        banner_table(made, "nothing", caption="x")
