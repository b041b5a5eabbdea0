"""A ministry's form: figures, checks, deviations, the workbook's looks and the note."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from libmkt import tables, words
from libmkt.errors import DataError, LibmktError, MissingError, ReportError
from libmkt.library import Library
from libmkt.period import Period
from libmkt.reporting import form_figures, form_notes, form_sheets, forms
from libmkt.reporting.forms import Check, Form, Place

LIBRARY = Library(name={"en": "Centre", "kaa": "Oray"})
FORMS = Path(__file__).resolve().parents[2] / "parameters" / "forms"


def counts(*rows: tuple) -> pd.DataFrame:
    """Rows of library, period, measure, value [, kind, part of the ages, branch]."""
    made = []
    for library, period, measure, value, *more in rows:
        kind, part, branch = [*more, *["flow", "", ""][len(more) :]]
        name = "age" if part else ""
        made.append([library, branch, period, measure, value, "", kind, name, part, "x", ""])
    return pd.DataFrame(made, columns=list(tables.COUNTS))


def form(*places: Place, checks: tuple[Check, ...] = (), **more: object) -> Form:
    fields = {"title": "Form", "template": "form.xlsx", "cells": list(places), **more}
    return Form.model_validate({**fields, "checks": list(checks)})


LOANS = Place(id="loans", cell="B2", measure="loans")


def value(place: Place, table: pd.DataFrame, period: str = "2025") -> Decimal | None:
    (found,) = form_figures.figures(form(place), table, period=period)
    return found.value


def lacks(place: Place, table: pd.DataFrame, period: str = "2025") -> str:
    (found,) = form_figures.figures(form(place), table, period=period)
    assert found.value is None
    return str(found.lacks)


# --- figures


def test_a_cell_is_the_sum_over_the_libraries() -> None:
    table = counts(("A", "2025", "loans", 120.0), ("B", "2025", "loans", 30.0))
    assert value(LOANS, table) == 150


def test_a_cell_of_one_library_is_its_own_figure() -> None:
    table = counts(("A", "2025", "loans", 120.0), ("B", "2025", "loans", 30.0))
    assert value(LOANS.model_copy(update={"library": "B"}), table) == 30


def test_a_library_that_reports_without_this_figure_makes_the_sum_missing() -> None:
    table = counts(
        ("A", "2025", "loans", 120.0), ("A", "2025", "visits", 1.0), ("B", "2025", "visits", 2.0)
    )
    assert "B 2025" in lacks(LOANS, table)


def test_a_year_of_months_is_their_sum_and_a_stock_its_last() -> None:
    months = [f"2025-{m:02d}" for m in range(1, 13)]
    table = counts(
        *(("A", month, "loans", 10.0) for month in months),
        *(("A", month, "stock", float(i), "stock") for i, month in enumerate(months)),
    )
    assert value(LOANS, table) == 120
    assert value(Place(id="stock", cell="B2", measure="stock"), table) == 11


def test_a_year_with_a_month_missing_is_missing_and_names_the_month() -> None:
    months = [f"2025-{m:02d}" for m in range(1, 13) if m != 7]
    table = counts(*(("A", month, "loans", 10.0) for month in months))
    assert "A 2025-07" in lacks(LOANS, table)


def test_the_figure_of_a_library_is_not_added_to_those_of_its_branches() -> None:
    table = counts(
        ("A", "2025", "loans", 50.0),
        ("A", "2025", "loans", 20.0, "flow", "", "North"),
        ("A", "2025", "loans", 30.0, "flow", "", "South"),
        ("B", "2025", "loans", 7.0, "flow", "", "One"),
        ("B", "2025", "loans", 3.0, "flow", "", "Two"),
    )
    assert value(LOANS, table) == 60


def test_a_figure_that_stands_twice_is_refused() -> None:
    table = counts(("A", "2025", "loans", 1.0), ("A", "2025", "loans", 2.0))
    assert "2025 x 2" in lacks(LOANS, table)


def test_a_breakdown_takes_its_part_alone() -> None:
    table = counts(("A", "2025", "users", 9.0), ("A", "2025", "users", 4.0, "flow", "0-14"))
    place = Place(id="u", cell="B2", measure="users", breakdown={"age": "0-14"})
    assert value(place, table) == 4
    assert value(Place(id="u", cell="B2", measure="users"), table) == 9


def test_halves_are_rounded_up_as_on_paper() -> None:
    place = LOANS.model_copy(update={"times": 0.001, "digits": 1})
    assert value(place, counts(("A", "2025", "loans", 2450.0))) == Decimal("2.5")
    assert value(place, counts(("A", "2025", "loans", 2449.0))) == Decimal("2.4")


def test_an_indicator_is_the_ratio_of_the_sums() -> None:
    table = counts(
        ("A", "2025", "loans", 300.0),
        ("B", "2025", "loans", 100.0),
        ("A", "2025", "users", 10.0),
        ("B", "2025", "users", 30.0),
    )
    place = Place(id="r", cell="B2", indicator="loans_per_user", digits=2)
    assert value(place, table) == 10  # the mean of 30 and 3.33 would be 16.67


def test_an_indicator_over_nothing_is_missing_not_infinite() -> None:
    table = counts(("A", "2025", "loans", 300.0), ("A", "2025", "users", 0.0))
    assert "Users is 0" in lacks(Place(id="r", cell="B2", indicator="loans_per_user"), table)


# --- checks


def test_everything_wrong_is_told_at_once() -> None:
    places = [
        Place(
            id=name, cell=f"B{i}", measure="users", breakdown={"age": name} if name != "u" else {}
        )
        for i, name in enumerate(("u", "young", "old"), start=1)
    ]
    table = counts(
        ("A", "2025", "users", 10.0),
        ("A", "2025", "users", 4.0, "flow", "young"),
        ("A", "2025", "users", 5.0, "flow", "old"),
    )
    mapping = form(
        *places,
        Place(id="loans", cell="B9", measure="loans"),
        checks=(Check(whole="u", parts=["young", "old"]), Check(whole="old", among=["u"])),
    )
    found = form_figures.figures(mapping, table, period="2025")
    told = {(p.where, str(p.what)) for p in form_figures.problems(mapping, found)}
    assert told == {
        ("u", "is 10, but 9 by its parts: young 4 + old 5"),
        ("old", "u is 10, more than old: 5"),
        ("loans", "the source has no Loans for 2025"),
    }


def test_what_rounding_may_add_is_the_tolerance() -> None:
    check = Check(whole="u", parts=["loans"], tolerance=1)
    mapping = form(LOANS, Place(id="u", cell="B3", measure="users"), checks=(check,))
    for users, held in ((11.0, True), (12.0, False)):
        table = counts(("A", "2025", "loans", 10.0), ("A", "2025", "users", users))
        found = form_figures.figures(mapping, table, period="2025")
        assert (form_figures.problems(mapping, found) == []) is held


def test_a_product_is_checked_as_an_identity() -> None:
    places = [
        Place(id="f01", cell="B1", indicator="loans_per_user", digits=2),
        Place(id="f03", cell="B2", indicator="turnover", digits=2),
        Place(id="f04", cell="B3", indicator="stock_per_user", digits=2),
    ]
    table = counts(
        ("A", "2025", "loans", 300.0),
        ("A", "2025", "users", 20.0),
        ("A", "2025", "stock", 600.0, "stock"),
    )
    right = form(*places, checks=(Check(whole="f01", factors=["f03", "f04"]),))
    found = form_figures.figures(right, table, period="2025")
    assert form_figures.problems(right, found) == []
    wrong = form(*places, checks=(Check(whole="f04", factors=["f01", "f03"]),))
    assert len(form_figures.problems(wrong, found)) == 1


# --- deviations


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        (100.0, 110.0, []),  # exactly 10 % is not over 10 %
        (100.0, 111.0, ["change"]),
        (100.0, 90.0, []),
        (100.0, 89.0, ["change"]),
        (70.0, 77.0, []),  # 77 / 70 - 1 is 0.10000000000000009 in binary
        (0.0, 5.0, ["from_zero"]),
        (0.0, 0.0, []),
        (None, 5.0, ["not_compared"]),
    ],
)
def test_a_deviation_counts_above_ten_per_cent(
    before: float | None, now: float, kinds: list[str]
) -> None:
    rows = [("A", "2025", "loans", now)]
    rows += [("A", "2024", "loans", before)] if before is not None else []
    mapping = form(LOANS)
    found = form_figures.figures(mapping, counts(*rows), period="2025")
    told = form_figures.deviations(mapping, found)
    assert [d.kind for d in told] == kinds
    assert len(form_notes.unexplained(told, {})) == len([k for k in kinds if k != "not_compared"])


def test_a_month_is_compared_with_the_same_month_of_the_year_before() -> None:
    table = counts(("A", "2025-03", "loans", 150.0), ("A", "2024-03", "loans", 100.0),
                   ("A", "2025-02", "loans", 150.0))  # fmt: skip
    mapping = form(LOANS)
    found = form_figures.figures(mapping, table, period="2025-03")
    assert [str(d.share) for d in form_figures.deviations(mapping, found)] == ["0.5"]


def test_the_column_of_the_year_before_is_filled_and_asks_for_no_reason() -> None:
    table = counts(("A", "2025", "loans", 10.0), ("A", "2024", "loans", 99.0),
                   ("A", "2023", "loans", 10.0))  # fmt: skip
    earlier = Place(id="earlier", cell="C2", measure="loans", period="year-before")
    mapping = form(earlier)
    (found,) = form_figures.figures(mapping, table, period="2025")
    assert found.value == 99
    assert form_figures.deviations(mapping, (found,)) == []


# --- the mapping file


def mapped(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "form.yml"
    path.write_text("title: Form\ntemplate: form.xlsx\n" + text, encoding="utf-8")
    return path


def test_a_mapping_tells_all_that_is_wrong_with_its_lines(tmp_path: Path) -> None:
    path = mapped(
        tmp_path,
        "cells:\n"
        "  - {id: a, cell: B2, measure: loans}\n"
        "  - {id: a, cell: B2, measure: visits}\n"
        "  - {id: c, measure: visits}\n"
        "  - {id: d, cell: B5}\n"
        "  - {id: e, cell: B6, indicator: turnovr}\n"
        "checks:\n"
        "  - {whole: d, parts: [aa]}\n",
    )
    with pytest.raises(DataError) as refused:
        forms.read_form(path)
    text = str(refused.value)
    for said in ("stands here twice", "fills the same cell", "give a cell or a name",
                 "give one of measure", "turnovr is no indicator", "no figure aa"):  # fmt: skip
        assert said in text
    assert "line 10" in text


def test_a_misspelt_field_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = mapped(tmp_path, "cells:\n  - {id: a, cell: B2, mesure: loans}\n")
    with pytest.raises(DataError, match="did you mean measure"):
        forms.read_form(path)


@pytest.mark.parametrize("name", ["year-report", "6-nk-4-5"])
def test_the_example_forms_fit_their_templates(name: str) -> None:
    mapping = forms.read_form(FORMS / f"{name}.yml")
    book = form_sheets.opened(FORMS / mapping.template)
    spots, wrong = form_sheets.targets(book, mapping)
    assert wrong == []
    assert len(spots) == len(mapping.cells)


@pytest.mark.parametrize("name", ["year-report", "6-nk-4-5"])
def test_the_templates_are_what_their_script_makes(name: str, tmp_path: Path) -> None:
    import runpy

    made = runpy.run_path(str(FORMS / "make_examples.py"))
    make = {"year-report": made["year_report"], "6-nk-4-5": made["form_6nk"]}[name]
    make(tmp_path / "again.xlsx")
    cells = [
        {(s.title, c.coordinate): (c.value, c.number_format) for s in book for r in s for c in r}
        for book in map(openpyxl.load_workbook, (tmp_path / "again.xlsx", FORMS / f"{name}.xlsx"))
    ]
    assert cells[0] == cells[1]


def test_the_example_in_the_shape_of_6nk_says_that_it_is_one() -> None:
    book = openpyxl.load_workbook(FORMS / "6-nk-4-5.xlsx")
    assert all("не официальный бланк" in sheet["A2"].value for sheet in book)


# --- the workbook


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


# --- reasons and the note

TOLD = counts(
    ("A", "2025", "loans", 1500.0),
    ("A", "2024", "loans", 1000.0),
    ("A", "2025", "visits", 4.0),
)
NOTED = form(LOANS, Place(id="visits", cell="B3", measure="visits"))


def deviations() -> list[form_figures.Deviation]:
    found = form_figures.figures(NOTED, TOLD, period="2025")
    return form_figures.deviations(NOTED, found)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "+50.0%"), ("ru", "+50,0 %"), ("uz", "+50,0%"), ("kaa", "+50,0 %")],
)
def test_the_note_speaks_the_language_asked(language: str, shown: str) -> None:
    text = form_notes.note(
        NOTED,
        deviations(),
        {"loans": "Repairs | *done*"},
        library=LIBRARY,
        period=Period.parse("2025"),
        language=language,
    )
    with words.speaking(language):
        assert words._("Loans") in text
        assert words._("No figure of the year before") in text
        assert words.period("2025") in text
        assert words.number(1500) in text
    assert shown in text.replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )
    assert r"Repairs \| \*done\*" in text
    assert ("Oray" if language == "kaa" else "Centre") in text


@pytest.mark.parametrize(
    ("period", "told"), [("2023", False), ("2024", False), ("2025", True), ("2026", False)]
)
def test_a_break_since_the_year_before_stands_in_the_note(period: str, told: bool) -> None:
    row = ["A", "", "loans", period, "Renewals are counted", False, None]
    text = form_notes.note(
        NOTED,
        deviations(),
        {},
        library=LIBRARY,
        period=Period.parse("2025"),
        language="en",
        breaks=pd.DataFrame([row], columns=list(tables.BREAKS)),
    )
    assert ("- 2025: A, Loans: Renewals are counted" in text) is told
    assert ("not comparable" in text) is told


def test_a_reasons_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    told = deviations()
    path = tmp_path / "reasons.yml"
    texts = {"loans": {"kaa": 'Jóndew: "3 ay" # remont', "ru": "Ремонт"}}
    page = form_notes.reasons_file(NOTED, told, texts, library=LIBRARY, language="kaa")
    path.write_text(page, encoding="utf-8")
    back = form_notes.written(path, NOTED)
    assert form_notes.reasons(back, "kaa") == {"loans": 'Jóndew: "3 ay" # remont'}
    assert form_notes.reasons(back, "ru") == {"loans": "Ремонт"}
    assert form_notes.unexplained(told, form_notes.reasons(back, "uz")) == []


def test_an_empty_reasons_file_leaves_the_deviation_unexplained(tmp_path: Path) -> None:
    told = deviations()
    path = tmp_path / "reasons.yml"
    page = form_notes.reasons_file(NOTED, told, {}, library=LIBRARY, language="en")
    path.write_text(page, encoding="utf-8")
    given = form_notes.reasons(form_notes.written(path, NOTED), "en")
    assert [d.figure.place.id for d in form_notes.unexplained(told, given)] == ["loans"]


def test_a_reason_for_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reasons.yml"
    path.write_text("reasons:\n  lones: Repairs\n", encoding="utf-8")
    with pytest.raises(LibmktError, match=r"line 2\s+lones is not known here"):
        form_notes.written(path, NOTED)


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
