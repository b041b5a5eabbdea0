"""The Word file is a letter of the library: styles, captions that count, signatures."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from libmkt.errors import ParameterError
from libmkt.reporting import writers

from .pages import notebook
from .test_writers_common import archive, house

__all__ = ["house"]


def opened(language: str, root: Path) -> Any:
    return Document(io.BytesIO(writers.write("docx", notebook(language), root=root)))


def test_the_sheet_is_a4_with_the_letterhead_first(house: Path) -> None:
    document = opened("en", house)
    first = document.sections[0]
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    head = "\n".join(p.text for p in first.first_page_header.paragraphs)
    assert "Kitapxana" in head and "Nókis, 1" in head
    assert first.header.paragraphs[0].text == "Monitoring of library services · September 2026"
    assert "PAGE" in first.footer._element.xml and "NUMPAGES" in first.footer._element.xml


def test_the_branch_stands_beside_the_period(house: Path) -> None:
    made = notebook("en")
    made.metadata["libmkt"]["branch"] = "Tórtkúl <1>"
    document = Document(io.BytesIO(writers.write("docx", made, root=house)))
    [line] = [p.text for p in document.paragraphs if p.style.name == "Subtitle"]
    assert line == "Tórtkúl <1> · September 2026"


def test_headings_are_styles_and_contents_lead_to_them(house: Path) -> None:
    document = opened("kaa", house)
    headings = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [h.text for h in headings][1:] == [
        "Months and years", "Biziń usınısımız", "Qanshelli isenimli", "Derekler",
    ]  # fmt: skip
    marks = [b.get(qn("w:name")) for b in document.element.iter(qn("w:bookmarkStart"))]
    links = [h.get(qn("w:anchor")) for h in document.element.iter(qn("w:hyperlink"))]
    assert links == marks and len(links) == 5
    assert r'TOC \o "1-1"' in document.element.xml


@pytest.mark.parametrize(("language", "table"), [("kaa", "1-keste. "), ("ru", "Таблица 1. ")])
def test_captions_count_by_a_field(house: Path, language: str, table: str) -> None:
    document = opened(language, house)
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    numbered = [p for p in captions if "SEQ" in p._p.xml]
    assert len(numbered) == 4  # three tables and a figure
    assert numbered[0].text.replace(r" SEQ Table \* ARABIC ", "").startswith(table)


def test_tables_repeat_their_head_and_set_numbers_right(house: Path) -> None:
    table = opened("en", house).tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [c.text for c in table.rows[1].cells][2:4] == ["1,234,567", "0.0%"]
    assert table.rows[1].cells[2].paragraphs[0].alignment == 2
    assert table.rows[1].cells[0].paragraphs[0].alignment is None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")).startswith("Loans by branch")
    total = table.rows[len(table.rows) - 1].cells[0]
    assert total.text == "Jámi" and total.paragraphs[0].runs[0].bold


def test_pictures_have_their_description(house: Path) -> None:
    document = opened("en", house)
    alts = [s._inline.docPr.get("descr") for s in document.inline_shapes]
    assert len(alts) == 1 and alts[0].startswith("Loans rise from 3 to 10 thousand.")


@pytest.mark.parametrize(
    ("language", "tag"),
    [("kaa", "kaa-Latn"), ("uz", "uz-Latn-UZ"), ("ru", "ru-RU"), ("en", "en-GB")],
)
def test_the_language_is_told_and_karakalpak_is_not_spelled_as_english(
    house: Path, language: str, tag: str
) -> None:
    styles = archive(writers.write("docx", notebook(language), root=house))["word/styles.xml"]
    assert f'<w:lang w:val="{tag}"' in styles
    assert ("w:noProof" in styles) == (language == "kaa")


def test_those_who_sign_have_a_line(house: Path) -> None:
    last = opened("en", house).tables[-1]
    assert [[c.text for c in row.cells] for row in last.rows] == [
        ["Direktor", "", "A. B."], ["Bas", "", "C. D."],
    ]  # fmt: skip


def test_numbered_lists_begin_anew(house: Path) -> None:
    document = opened("en", house)
    ids = [
        p._p.pPr.numPr.numId.val
        for p in document.paragraphs
        if p.style.name == "List Number" and p._p.pPr.numPr is not None
    ]
    assert len(set(ids)) == 2  # the list of the text, and what we would do


def test_a_letterhead_of_the_library_is_written_into(house: Path) -> None:
    base = Document()
    base.add_paragraph("Ministirlik blankası")
    base.sections[0].header.paragraphs[0].text = "Blank"
    base.save(str(house / "parameters/blank.docx"))
    text = "name: K\nletterhead: parameters/blank.docx\n"
    (house / "parameters/library.yml").write_text(text, encoding="utf-8")
    document = opened("en", house)
    assert document.paragraphs[0].text == "Ministirlik blankası"
    assert document.sections[0].header.paragraphs[0].text == "Blank"
    assert "Monitoring of library services" in [p.text for p in document.paragraphs]


def test_a_letterhead_that_is_not_word_is_refused(house: Path) -> None:
    (house / "parameters/blank.docx").write_text("no", encoding="utf-8")
    text = "name: K\nletterhead: parameters/blank.docx\n"
    (house / "parameters/library.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"blank.docx is not a Word document"):
        opened("en", house)


def test_word_opens_it_as_a_document_of_today_without_a_preview(house: Path) -> None:
    data = writers.write("docx", notebook("en"), root=house)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name]
        settings = parts.read("word/settings.xml").decode()
        relations = parts.read("_rels/.rels").decode()
    assert re.search(r'w:name="compatibilityMode"[^>]* w:val="15"', settings)
    assert "thumbnail" not in relations


def test_an_action_is_not_parted_and_a_signature_has_room(house: Path) -> None:
    document = opened("en", house)
    [action, *_rest] = [p for p in document.paragraphs if "Owner: Director" in p.text]
    assert action.paragraph_format.keep_together
    widths = [column.width for column in document.tables[-1].columns]
    assert widths[2] > widths[0] > widths[1]
    last = document.tables[-2].rows[-1]  # goes along, so that no page bears signatures alone
    assert all(p.paragraph_format.keep_with_next for c in last.cells for p in c.paragraphs)


def test_a_day_that_nobody_named_is_not_printed(house: Path) -> None:
    import nbformat.v4 as v4

    made = v4.new_notebook(cells=[v4.new_markdown_cell("# Title\n\n## One\n\nText")])
    for form in ("docx", "pptx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(writers.write(form, made, root=house))) as parts:
            shown = [n for n in parts.namelist() if n.endswith(".xml") and "docProps" not in n]
            said = " ".join(parts.read(name).decode() for name in shown)
        assert "Title" in said and "1980" not in said
