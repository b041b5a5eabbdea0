"""Banner tables on the page and as a workbook: real numbers, letters apart, links that lead."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from libmkt import words
from libmkt.errors import ParameterError
from libmkt.reporting.banner_workbook import banner_workbook
from libmkt.reporting.banners import banner_table, banner_tables
from libmkt.reporting.writers.grid import fit, on_paper
from libmkt.reporting.writers.nodes import Table, nodes
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


def opened(made: Banner, title: str = "Visitors") -> Any:
    return openpyxl.load_workbook(io.BytesIO(banner_workbook(made, title=title)))


def cells(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}


def heads(sheet: Any, row: int = 4) -> dict[str, int]:
    return {cell.value: x for x, cell in enumerate(sheet[row], start=1) if cell.value}


def test_a_sheet_a_question_with_numbers_and_letters_of_their_own(made: Banner) -> None:
    book = opened(made)
    assert [name.split(" ", 1)[0] for name in book.sheetnames] == ["Notes", *"12345"]
    assert book.sheetnames[4] == "4 How's it good bad"
    sheet = book.worksheets[4]
    found = cells(sheet)
    row = next(int(key[1:]) for key, value in found.items() if value == "mark 5")
    assert [found[f"{column}{row}"] for column in "BCD"] == pytest.approx([110 / 210, 0.4, 0.7])
    assert sheet[f"D{row}"].number_format == "0%"
    assert found[f"D{row + 1}"] == "A" and f"C{row + 1}" not in found
    assert found[f"E{row}"] == "too few"
    assert found["C4"] == "Town" and [str(one) for one in sheet.merged_cells.ranges] == ["C4:E4"]
    assert [found[f"{column}5"] for column in "ABCD"] == ["Answer", "Total", "a (A)", "b (B)"]
    mean = next(int(key[1:]) for key, value in found.items() if value == "Mean")
    assert sheet[f"B{mean}"].number_format == "#,##0.00" and sheet[f"B{mean}"].font.bold
    assert sheet.freeze_panes == "B6" and sheet.print_title_rows == "$4:$5"


def test_every_table_is_reached_from_the_first_sheet(made: Banner) -> None:
    book = opened(made)
    links = [cell.hyperlink for row in book["Notes"] for cell in row if cell.hyperlink]
    assert len(links) == len(book.sheetnames) - 1
    for link, title in zip(links, book.sheetnames[1:], strict=True):
        name, place = str(link.location).rsplit("!", 1)
        assert name.strip("'").replace("''", "'") == title
        assert book[title][place].value is not None


def test_every_comparison_has_its_p_value_in_a_list(made: Banner) -> None:
    sheet = opened(made).worksheets[3]
    place = heads(sheet)["p, adjusted"]
    tested = made.comparisons["p_adjusted"].dropna()
    assert len(tested) and sheet.max_row == 4 + len(tested)
    found = [sheet.cell(y, place).value for y in range(5, sheet.max_row + 1)]
    assert found == pytest.approx(tested.tolist())
    assert sheet.auto_filter.ref.startswith("A4:")


def test_every_value_has_its_error_and_its_interval_in_a_list(made: Banner) -> None:
    sheet = opened(made).worksheets[2]
    place = heads(sheet)
    assert sheet.max_row == 4 + len(made.cells)
    for head, column in (("Standard error", "std_error"), ("Upper limit", "conf_high")):
        found = [sheet.cell(y, place[head]).value for y in range(5, sheet.max_row + 1)]
        known = [one for one in found if one is not None]
        assert known == pytest.approx(made.cells[column].dropna().tolist())


def test_the_overview_counts_the_pairs_that_differ(made: Banner) -> None:
    overview = banner_tables(made)[1].content
    pairs = made.comparisons
    for name, row in zip(("mark", "told"), overview["rows"], strict=True):
        mine = pairs[(pairs["question"] == name) & (pairs["p_adjusted"] < 0.05)]
        assert row[2] == len(mine)
    assert overview["rows"][0][2] > 0
    assert overview["links"] == ["banner-mark", "banner-told"]


def test_the_first_sheet_says_how_it_was_made(made: Banner) -> None:
    said = " ".join(str(value) for value in cells(opened(made, "x")["Notes"]).values())
    for part in ("95%", "not adjusted", "weighted", "fewer than 30", "not in the base"):
        assert part in said


def test_the_same_table_gives_the_same_bytes_and_a_formula_stays_text(made: Banner) -> None:
    assert banner_workbook(made, title="=1+1") == banner_workbook(made, title="=1+1")
    assert opened(made, "=1+1")["Notes"]["A1"].data_type == "s"


@pytest.mark.parametrize("language", ["kaa", "uz", "ru"])
def test_the_workbook_speaks_the_readers_language(made: Banner, language: str) -> None:
    with words.speaking(language):
        book = opened(made, "x")
    assert "Notes" not in book.sheetnames
    assert "People who answered" not in cells(book.worksheets[4]).values()


def test_the_page_shows_bases_values_and_letters(made: Banner) -> None:
    block = banner_table(made, "mark", caption="Marks", id="marks")
    shown = block.content
    assert [head["label"] for head in shown["columns"]] == [
        *("Answer", "Total", "a (A)", "b (B)", "c (C)"),
    ]
    assert shown["spans"] == [(2, 4, "Town")]
    lines = {row[0]: row[1:] for row in shown["rows"]}
    assert lines["People who answered"] == [210, 100, 100, 10]
    assert lines["mark 5"][:3] == pytest.approx([110 / 210, 0.4, 0.7])
    assert lines["mark 5"][3] == "too few"
    marks = {row[0]: line for row, line in zip(shown["rows"], shown["marks"], strict=True)}
    assert marks["mark 5"] == ["", "", "", "A", ""] and marks["Bottom box: 1, 2"][2] == "B"
    page = block._repr_mimebundle_()["text/html"]
    assert '<th scope="colgroup" class="over" colspan="3">Town</th>' in page
    assert '70%<span class="mark">A</span>' in page and 'id="t-marks"' in page
    with pytest.raises(ParameterError, match="not a question"):
        banner_table(made, "nothing", caption="x")


def test_only_the_questions_asked_for_stand_on_the_page(made: Banner) -> None:
    tables = banner_tables(made, questions=["told"])
    places = [block.content.get("place", "page") for block in tables]
    assert places == ["page", "page", "list", "list", "workbook", "page"]
    assert tables[4]._repr_mimebundle_()["text/html"] == ""
    few = banner_tables(made, most=1)
    assert [block.content["place"] for block in few[4:6]] == ["page", "workbook"]
    assert few[1].content["links"] == ["banner-mark", ""]
    assert "1 of 2 questions" in few[1].content["note"]
    told = tables[3]._repr_mimebundle_()["text/html"]
    assert "tables/banner-comparisons.csv" in told and "<table" not in told
    with pytest.raises(ParameterError, match="not a question"):
        banner_tables(made, questions=["nothing"])
    with pytest.raises(ParameterError, match=r"most .* -2"):
        banner_tables(made, most=-2)


def test_paper_parts_a_heading_that_is_wider_than_the_sheet() -> None:
    names = [f"a rather long name of a branch, number {i}" for i in range(24)]
    people = pd.DataFrame({"branch": names * 40, "mark": [1, 2, 3, 4] * 240})
    made = banner(people, [Question("mark")], [Question("branch", label="Branch")], Design())
    [table] = nodes("table", banner_table(made, "mark", caption="Marks").content, 1)
    assert isinstance(table, Table)
    parts = on_paper([table])
    assert len(parts) > 1 and all(not fit(part).landscape for part in parts)
    assert [spans for part in parts for _a, _b, spans in part.spans] == ["Branch"] * len(parts)
    wide = [len(part.columns) for part in parts]
    assert sum(wide) == 24 + 2 * len(parts) and max(wide) - min(wide) <= 2


def test_paper_parts_a_wide_table_between_its_headings() -> None:
    people = pd.DataFrame({f"by{i}": ["aa", "bb", "cc", "dd", "ee"] * 40 for i in range(6)})
    people["mark"] = [1, 2, 3, 4] * 50
    by = [Question(f"by{i}", label=f"Heading {i}") for i in range(6)]
    wide = banner(people, [Question("mark", label="Mark")], by, Design())
    [table] = nodes("table", banner_table(wide, "mark", caption="Marks").content, 3)
    assert isinstance(table, Table)
    parts = on_paper([table])
    assert len(parts) > 1 and [part.number for part in parts] == [3] + [0] * (len(parts) - 1)
    assert parts[1].caption == "Marks (continued)"
    assert [text for part in parts for _a, _b, text in part.spans] == [
        f"Heading {i}" for i in range(6)
    ]
    for part in parts:
        assert [head["label"] for head in part.columns[:2]] == ["Answer", "Total"]
        assert not fit(part).landscape
    kept = [head["label"] for part in parts for head in part.columns[2:]]
    assert kept == [head["label"] for head in table.columns[2:]]
    assert [bool(part.note) for part in parts] == [False] * (len(parts) - 1) + [True]
