"""Slides carry one message each; what can be edited stays editable."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from libmkt.reporting import writers
from libmkt.reporting.writers import messages, slides
from libmkt.reporting.writers.nodes import Figure, Table
from libmkt.reporting.writers.outline import Section
from libmkt.reporting.writers.prose import Items, Run, Text

from .pages import HOSTILE, notebook


@pytest.fixture(scope="module")
def deck() -> Any:
    """Slides of a report with hostile names, opened."""
    root = Path(__file__).resolve().parents[2]
    data = writers.write("pptx", notebook("kaa", hostile=True), root=root)
    return Presentation(io.BytesIO(data))


def _shapes(deck: Any, kind: str) -> list[Any]:
    return [s for slide in deck.slides for s in slide.shapes if getattr(s, kind, False)]


def test_each_slide_has_a_title_and_its_source_in_the_notes(deck: Any) -> None:
    slides = list(deck.slides)
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    for slide in slides[1:]:
        assert "data/demo/region/monthly/2025.csv" in slide.notes_slide.notes_text_frame.text


def test_nothing_stands_outside_its_slide(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height


def test_a_long_table_is_a_chart_with_its_data_behind_it(deck: Any) -> None:
    branches, years = (shape.chart for shape in _shapes(deck, "has_chart"))
    assert list(years.plots[0].categories)[:2] == ["1966", "1967"]
    assert tuple(years.plots[0].series[0].values) == tuple(range(60))
    assert years.value_axis.minimum_scale == 0  # a bar's length is its value
    names = list(branches.plots[0].categories)
    assert names[:3] == HOSTILE[:3] and "Jámi" not in names  # the total would dwarf the rest
    behind = openpyxl.load_workbook(io.BytesIO(branches.part.chart_workbook.xlsx_part.blob)).active
    assert behind["A4"].value == HOSTILE[2] and behind["A4"].data_type == "s"
    assert behind["B2"].value == 1_234_567


def test_short_tables_are_tables_and_long_ones_say_what_is_left_out(deck: Any) -> None:
    months = _shapes(deck, "has_table")[1].table
    assert len(months.columns) == 8 and months.cell(0, 1).text == "yanvar"
    said = [s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame]
    assert any("13" in text and "8" in text and len(text) < 120 for text in said)


def test_drawings_are_pictures_with_their_description(deck: Any) -> None:
    pictures = [s for slide in deck.slides for s in slide.shapes if s.shape_type == 13]
    [alt] = [s._element.nvPicPr.cNvPr.get("descr") for s in pictures]
    assert alt.startswith("Loans rise from 3 to 10 thousand.")


def test_letters_say_their_language(deck: Any) -> None:
    from pptx.oxml.ns import qn

    runs = [r for s in deck.slides for r in s._element.iter(qn("a:rPr"))]
    assert runs and {r.get("lang") for r in runs} == {"kaa-Latn"}


def test_a_drawing_takes_how_it_is_read_and_what_it_shows() -> None:
    def told(text: str) -> Text:
        return Text((Run(text),))

    drawn = Figure("Loans", "They fall.", svg="<svg/>")
    finding = Items(((0, (Run("Loans fell."),)),))
    [slide] = messages.slides(_outline(told("The line is the year before."), drawn, finding))
    assert slide.message == "The line is the year before.\nLoans fell." and slide.visual is drawn
    long = "x" * messages.BOTH
    first, second = messages.slides(_outline(told(long), drawn, finding))
    assert first.lines == (long,) and second.message == "Loans fell."
    [slide] = messages.slides(_outline(finding, drawn))
    assert slide.message == "Loans fell." and not slide.lines


def _outline(*nodes: Any) -> Any:
    return SimpleNamespace(note=(), sections=(Section("Loans", nodes),))


@pytest.mark.parametrize("second, charted", [("b", True), ("", False), ("a", False)])
def test_rows_that_their_first_cell_does_not_name_are_no_chart(second: str, charted: bool) -> None:
    columns = (
        {"label": "Question", "form": "text", "align": "left"},
        {"label": "Answers", "form": "n0", "align": "right"},
    )
    names = ["a", second, *(f"row {i}" for i in range(12))]
    table = Table("Answers", columns, tuple((name, 5.0) for name in names))
    assert bool(slides._charted(table)) is charted
