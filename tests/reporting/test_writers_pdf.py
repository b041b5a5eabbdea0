"""The PDF is tagged, says its language and title, and holds what the page holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from libmkt.reporting import document, writers
from libmkt.reporting.writers import grid
from libmkt.reporting.writers.nodes import Table

from .pages import notebook

pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler)")
CAPTIONS = {
    "kaa": ("1-keste. Loans", "1-súwret. Loans", "Mazmunı"),
    "uz": ("1-jadval. Loans", "1-rasm. Loans", "Mundarija"),
    "ru": ("Таблица 1. Loans", "Рисунок 1. Loans", "Содержание"),
    "en": ("Table 1. Loans", "Figure 1. Loans", "Contents"),
}


def text(data: bytes) -> str:
    """The words of a PDF, each line as it stands."""
    called = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(called, input=data, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("language", ["kaa", "uz", "ru", "en"])
def test_the_file_is_tagged_in_its_language(language: str, root: Path) -> None:
    data = writers.write("pdf", notebook(language), root=root)
    catalog = data[data.rindex(b"/Type/Catalog") :]
    assert f"/Lang({language})".encode() in catalog and b"/Marked true" in catalog
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"CreationDate" not in data
    alts = re.findall(rb"/S/Figure.{0,300}?/Alt", data, re.DOTALL)
    assert alts  # the drawing has its description
    assert data.count(b"/S/TH") >= 6 and b"/S/Caption" in data


@pdftotext
@pytest.mark.parametrize("language", ["kaa", "uz", "ru", "en"])
def test_captions_and_contents_speak_the_language(language: str, root: Path) -> None:
    said = text(writers.write("pdf", notebook(language), root=root))
    for words in CAPTIONS[language]:
        assert words in said


@pdftotext
def test_all_that_the_notebook_holds_stands_on_the_pages(root: Path) -> None:
    said = text(writers.write("pdf", notebook("en"), root=root))
    for words in (
        "For the director", "A. Biysenova", "285,693", "−2.6%", "against 2025", "Breaks: none.",
        "A smaller heading", "quoted", "code = 1", "the counter stood still", "One branch.",
        "What we would do", "Owner: Director", "Why: loans fell twice", "How sure",
        "data/demo/region/monthly/2025.csv", "0a1b2c0a1b2c",
    ):  # fmt: skip
        assert words in said, words
    assert re.search(r"Page 1 of \d", said)
    tall = said[said.index("Loans by year") :]
    assert tall.count("Year") >= 2  # the head stands again on the second page


def test_a_wide_table_turns_its_sheet_and_takes_its_heading_along(root: Path) -> None:
    data = writers.write("pdf", notebook("en"), root=root)
    sizes = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", data)
    turned = [float(wide) > float(high) for wide, high in sizes]
    assert turned.count(True) == 1
    if shutil.which("pdftotext"):
        page = text(data).split("\f")[turned.index(True)]
        assert "2 Months and years" in page and "December" in page


def test_columns_fit_the_page_whatever_they_hold() -> None:
    columns = tuple({"label": f"c{i}" * 9, "form": "n0", "align": "right"} for i in range(30))
    table = Table("", columns, ((123_456_789,) * 30,) * 3)
    found = grid.fit(table)
    assert found.landscape and sum(found.widths) <= grid.LANDSCAPE + 1
    short = Table("", columns[:2], ((1, 2),))
    assert not grid.fit(short).landscape and sum(grid.fit(short).widths) < grid.PORTRAIT


def test_a_table_of_few_rows_takes_smaller_letters_before_a_sheet_turned_aside() -> None:
    head = ("Reje", "Házirge shekem", "Orınlanıw páti", "Usı waqıtta", "Jıl aqırında", "Jaǵdayı")
    columns = tuple({"label": label, "form": "n0", "align": "right"} for label in head)
    columns = ({"label": "Kórsetkish", "form": "text", "align": "left"}, *columns)
    row = ("Paydalanıwshılar", *(1_234_567_890,) * 6)
    few, many = Table("", columns, (row,) * 5), Table("", columns, (row,) * 40)
    assert not grid.fit(few).landscape and grid.fit(few).size == 7.0
    assert grid.fit(many).landscape and grid.fit(many).size == 9.0


@pdftotext
def test_a_caption_stands_on_the_page_of_its_table(root: Path) -> None:
    import nbformat.v4 as v4
    import pandas as pd

    data = pd.DataFrame({"n": range(grid.WHOLE + 5)})
    block = document.table(data, {"n": document.col("Counted", "n0")}, caption="Its caption")
    content = {"kind": block.kind, "language": "en", **block.content}
    shown = v4.new_output("display_data", data={document.MIME: content})
    starts = set()
    for lines in range(35, 41):  # some leave room for the caption, but for no row
        told = "## One\n\n" + "\n\n".join(["A line."] * lines)
        cells = [v4.new_markdown_cell(part) for part in ("# Title", told)]
        cells.append(v4.new_code_cell("", outputs=[shown]))
        pages = text(writers.write("pdf", v4.new_notebook(cells=cells), root=root)).split("\f")
        [page] = [i for i, page in enumerate(pages) if "Its caption" in page]
        after = pages[page][pages[page].index("Its caption") :]
        assert re.search(r"Counted\s+0\b", after), lines
        starts.add(page)
    assert len(starts) == 2  # on the page of the text, and on the next one
