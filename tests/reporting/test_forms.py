"""The mapping file of a ministry's form, and the examples that are shipped."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from libmkt.errors import DataError
from libmkt.reporting import form_sheets, forms

FORMS = Path(__file__).resolve().parents[2] / "parameters" / "forms"


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
