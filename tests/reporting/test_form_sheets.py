"""The workbook of a ministry's form: its looks stay, and what cannot be filled is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from libmkt.errors import DataError, MissingError, ReportError
from libmkt.library import Library
from libmkt.period import Period
from libmkt.reporting import form_figures, form_sheets
from libmkt.reporting.forms import Form, Place

from .made_forms import LIBRARY, NOTED, counts, deviations, form


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A form with all that a ministry puts into one."""
    from openpyxl.drawing.image import Image
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
    from PIL import Image as Picture

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Form"
    sheet.merge_cells("A1:C1")
    sheet["A1"] = "Title"
    sheet["A1"].font = Font(bold=True, size=14, color="00AA0000")
    sheet["B2"].number_format = '# ##0" pcs"'
    sheet["B2"].fill = PatternFill("solid", fgColor="00FFEE00")
    sheet["B3"] = "=B2*2"
    sheet.column_dimensions["A"].width = 41
    sheet.row_dimensions[2].height = 33
    sheet.freeze_panes = "B2"
    rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    rule.add("B2")
    sheet.add_data_validation(rule)
    red = PatternFill("solid", bgColor="00FF0000")
    sheet.conditional_formatting.add("B2", CellIsRule(operator="lessThan", formula=["5"], fill=red))
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"
    sheet.print_area = "A1:C9"
    sheet.oddFooter.center.text = "Page &P"
    sheet.protection.sheet = True
    book.defined_names["LOANS"] = DefinedName("LOANS", attr_text="Form!$B$2")
    book.defined_names["AREA"] = DefinedName("AREA", attr_text="Form!$B$2:$C$3")
    Picture.new("RGB", (8, 8), "navy").save(tmp_path / "logo.png")
    sheet.add_image(Image(tmp_path / "logo.png"), "E1")
    path = tmp_path / "form.xlsx"
    book.save(path)
    return path


def filled(template: Path, mapping: Form, table: pd.DataFrame) -> openpyxl.Workbook:
    book = form_sheets.opened(template)
    assert form_sheets.targets(book, mapping)[1] == []
    found = form_figures.figures(mapping, table, period="2025")
    form_sheets.fill(
        book, mapping, found, library=LIBRARY, period=Period.parse("2025"), language="kaa"
    )
    out = template.with_name("out.xlsx")
    form_sheets.write_whole(out, book.save)
    return openpyxl.load_workbook(out)


def test_a_filled_form_keeps_the_looks_of_its_template(template: Path) -> None:
    named = Place(id="loans", name="LOANS", measure="loans")
    book = filled(template, form(named), counts(("A", "2025", "loans", 1234.0)))
    sheet = book["Form"]
    assert sheet["B2"].value == 1234
    assert isinstance(sheet["B2"].value, int)
    assert sheet["B2"].number_format == '# ##0" pcs"'
    assert sheet["B2"].fill.fgColor.rgb == "00FFEE00"
    assert sheet["B3"].value == "=B2*2"
    assert sheet["A1"].font.b
    assert sheet["A1"].font.color.rgb == "00AA0000"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet.column_dimensions["A"].width == 41
    assert sheet.row_dimensions[2].height == 33
    assert sheet.freeze_panes == "B2"
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["B2"]
    assert len(sheet.conditional_formatting) == 1
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Form'!$A$1:$C$9"
    assert sheet.oddFooter.center.text == "Page &P"
    assert sheet.protection.sheet
    assert set(book.defined_names) == {"LOANS", "AREA"}
    assert len(sheet._images) == 1
    assert book.calculation.fullCalcOnLoad


def test_a_text_that_looks_like_a_formula_stays_a_text(template: Path) -> None:
    hostile = Library(name={"en": "=cmd|' /C calc'!A0"})
    mapping = form(Place(id="who", cell="C3", text="library"))
    book = form_sheets.opened(template)
    form_sheets.fill(book, mapping, (), library=hostile, period=Period.parse("2025"), language="en")
    out = template.with_name("out.xlsx")
    form_sheets.write_whole(out, book.save)
    cell = openpyxl.load_workbook(out)["Form"]["C3"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_cells_that_cannot_be_filled_are_all_told(template: Path) -> None:
    mapping = form(
        Place(id="in a merged cell", cell="B1", measure="loans"),
        Place(id="a formula", cell="B3", measure="loans"),
        Place(id="no such sheet", sheet="Other", cell="B2", measure="loans"),
        Place(id="no such name", name="LOANZ", measure="loans"),
        Place(id="an area", name="AREA", measure="loans"),
        Place(id="one way", name="LOANS", measure="loans"),
        Place(id="another way", cell="B2", measure="loans"),
    )
    _spots, wrong = form_sheets.targets(form_sheets.opened(template), mapping)
    assert [p.where for p in wrong] == [
        "in a merged cell", "a formula", "no such sheet", "no such name", "an area", "another way",
    ]  # fmt: skip


def test_a_file_that_is_no_workbook_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("not a workbook", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read as an"):
        form_sheets.opened(path)
    with pytest.raises(MissingError):
        form_sheets.opened(tmp_path / "none.xlsx")


def test_what_the_copy_cannot_hold_is_said(template: Path, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
        sheet.insert_chart("C1", chart)
        sheet.insert_textbox("C20", "stamp here")
    assert [str(m) for m in form_sheets.losses(path)] == ["charts", "shapes and text boxes"]
    assert form_sheets.losses(template) == []


def test_checks_that_refer_to_another_sheet_are_said_to_be_lost(template: Path) -> None:
    import zipfile

    spoilt = template.with_name("spoilt.xlsx")
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                rule = b'<extLst><ext><x14:dataValidation type="list"/></ext></extLst>'
                content = content.replace(b"</worksheet>", rule + b"</worksheet>")
            new.writestr(name, content)
    assert [str(m) for m in form_sheets.losses(spoilt)] == [
        "checks and colours that refer to another sheet"
    ]


def test_a_file_held_open_is_one_clear_line_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "form.xlsx"
    out.write_text("old", encoding="utf-8")

    def held(self: Path, target: Path) -> None:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(ReportError, match="open in another program"):
        form_sheets.write_whole(out, lambda part: part.write_text("new", encoding="utf-8"))
    assert out.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["form.xlsx"]


def test_the_sheet_of_the_note_holds_the_reason_as_text(template: Path) -> None:
    mapping = NOTED.model_copy(update={"note_sheet": "Note"})
    book = form_sheets.opened(template)
    form_sheets.add_note_sheet(
        book, mapping, deviations(), {"loans": "=1+1"}, library=LIBRARY, language="en"
    )
    out = template.with_name("out.xlsx")
    form_sheets.write_whole(out, book.save)
    sheet = openpyxl.load_workbook(out)["Note"]
    assert [cell.value for cell in sheet[4]][:4] == ["Loans", "1,000", "1,500", "+50.0%"]
    assert (sheet["E4"].value, sheet["E4"].data_type) == ("=1+1", "s")
