"""The parts of a slide: title, texts, cards, tables, charts a person can edit, pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from libmkt.reporting.document import write as shown
from libmkt.reporting.writers import drawings, grid, packing
from libmkt.reporting.writers.nodes import Figure, Table
from libmkt.reporting.writers.prose import broken
from libmkt.reporting.writers.sheet_tables import number_format

WIDTH, HEIGHT = 960.0, 540.0  # points of a 16:9 slide
MARGIN, TOP, BOTTOM = 40.0, 100.0, 500.0  # of what stands under the title
ROOM = WIDTH - 2 * MARGIN
FONT, MONOSPACED = "Arial", "Courier New"
INK, GREY, WASH = "1C2126", "59636E", "F4F6F8"

Line = tuple[str, float, bool, str]  # text, points, bold, colour


def box(slide: Any, place: tuple[float, float, float, float], lines: Sequence[Line]) -> Any:
    """A text box at (left, top, width, height) in points, one paragraph a line."""
    made = slide.shapes.add_textbox(*(Pt(side) for side in place))
    fill_frame(made.text_frame, lines)
    return made


def fill_frame(frame: Any, lines: Sequence[Line]) -> None:
    """Put lines into a text frame that wraps."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for i, (text, points, bold, colour) in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(points * 0.35)
        for j, part in enumerate(text.split("\n")):
            if j:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = part
            look(run.font, points, bold, colour)


def look(font: Any, points: float, bold: bool, colour: str) -> None:
    """Size, weight and colour of letters."""
    font.name, font.size, font.bold = FONT, Pt(points), bold
    font.color.rgb = _colour(colour)


def _colour(code: str) -> Any:
    """A colour written as rrggbb."""
    return RGBColor.from_string(code)  # type: ignore[no-untyped-call]


def title(slide: Any, text: str, accent: str, largest: float = 26.0) -> None:
    """The slide's title: smaller letters for long ones, never past its room."""
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in (MARGIN, 22, ROOM, 70))
    points = next((p for p in (largest, 20.0, 16.0) if lines(text, p, ROOM) <= 2), 13.0)
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    fill_frame(frame, [(text if len(text) <= 330 else text[:329] + "…", points, True, accent)])
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def output(slide: Any, text: str, top: float) -> None:
    """What a cell printed, in letters of one width that fit the slide."""
    printed = text.split("\n")
    across = (ROOM - 18) / (0.6 * max(map(len, printed)) or 1)
    points = max(min(14.0, across, (BOTTOM - top - 10) / (1.2 * len(printed))), 6.0)
    made = box(slide, (MARGIN, top, ROOM, BOTTOM - top), [(text, round(points, 1), False, INK)])
    for run in made.text_frame.paragraphs[0].runs:
        run.font.name = MONOSPACED


def lines(text: str, points: float, room: float) -> int:
    """Lines that a text of a size takes in `room` points, about."""
    return grid.lines(text, (room - 18) / points)


def cards(slide: Any, items: Sequence[tuple[str, str, str]], top: float) -> None:
    """Key figures: label, value, change; at most six, three beside each other."""
    across = 2 if len(items) in (2, 4) else min(3, len(items)) or 1
    rows = -(-len(items) // across)
    wide, high = ROOM / across, min((BOTTOM - top) / rows, 170)
    for i, (label, value, change) in enumerate(items):
        left, y = MARGIN + wide * (i % across), top + high * (i // across)
        shape = slide.shapes.add_textbox(*(Pt(s) for s in (left, y, wide - 12, high - 12)))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(WASH)
        small = 14 if lines(label, 14, wide - 30) <= 2 else 11
        told = [(label, small, False, GREY), (value, 30, True, INK), (change, 13, False, GREY)]
        fill_frame(shape.text_frame, [line for line in told if line[0]])


def picture(slide: Any, figure: Figure, top: float) -> None:
    """A drawing as a picture with its description, as large as its room."""
    png = drawings.png(drawings.svg(figure))
    wide, high = drawings.size(png)
    scale = min(ROOM / wide, (BOTTOM - top) / high)
    left = MARGIN + (ROOM - wide * scale) / 2
    made = slide.shapes.add_picture(
        io.BytesIO(png), Pt(left), Pt(top), Pt(wide * scale), Pt(high * scale)
    )
    describe(made, figure.alt)


def table(slide: Any, node: Table, top: float, accent: str) -> None:
    """A table that can be edited."""
    found = grid.fit(node, width=ROOM, turned=None, sizes=(16.0, 14.0, 12.0, 10.0, 8.0))
    texts = [[column["label"] for column in node.columns], *node.shown()]
    place = (Pt(MARGIN), Pt(top), Pt(sum(found.widths)), Pt(20))
    shape = slide.shapes.add_table(len(texts), len(node.columns), *place)
    describe(shape, node.caption)
    made = shape.table
    made.horz_banding = False
    for column, width in zip(made.columns, found.widths, strict=True):
        column.width = Pt(width)
    sides = [PP_ALIGN.RIGHT if c["align"] == "right" else PP_ALIGN.LEFT for c in node.columns]
    for y, (row, told) in enumerate(zip(made.rows, texts, strict=True)):
        row.height = Pt(found.size * 1.6)
        ground, ink = (accent, "FFFFFF") if y == 0 else ("FFFFFF", INK)
        for cell, text, side in zip(row.cells, told, sides, strict=True):
            cell.margin_left = cell.margin_right = Pt(4)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(ground)
            strong = y == 0 or y - 1 in node.strong
            fill_frame(cell.text_frame, [(broken(text, 24), found.size, strong, ink)])
            cell.text_frame.paragraphs[0].alignment = side
            cell.text_frame.paragraphs[0].space_after = Pt(0)


def chart(slide: Any, node: Table, columns: Sequence[int], top: float, accent: str) -> None:
    """A table's columns as bars that can be edited, one a row of the table.

    Bars, not lines: a line would join years across a break that the table does not name.
    """
    form = number_format(node.columns[columns[0]]["form"])
    names = [_label(row[0]) for row in node.shown()]
    data: Any = CategoryChartData(number_format=form)  # type: ignore[no-untyped-call]
    data.categories = names
    for x in columns:
        data.add_series(node.columns[x]["label"], [row[x] for row in node.rows])
    upright = node.columns[0]["form"] == "period"
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if upright else XL_CHART_TYPE.BAR_CLUSTERED
    place = (Pt(MARGIN), Pt(top), Pt(ROOM), Pt(BOTTOM - top))
    shape = slide.shapes.add_chart(kind, *place, data)
    describe(shape, node.caption)
    shape.chart.part.chart_workbook.update_from_xlsx_blob(_data(node, names, columns))
    _dress(shape.chart, accent, upright=upright)
    shape.chart.font.size = Pt(12 if len(names) <= 20 else 10)
    axis = shape.chart.value_axis
    axis.tick_labels.number_format = form
    if all(row[x] is None or row[x] >= 0 for row in node.rows for x in columns):
        axis.minimum_scale = 0  # a bar's length is its value


def _label(text: str) -> str:
    """The name of a bar: a long one would leave the bars no room."""
    return (text if len(text) <= 40 else f"{text[:39].rstrip()}…") or "–"


def _dress(made: Any, accent: str, *, upright: bool) -> None:
    """A chart in the report's look: no frame, quiet lines, the library's colour first."""
    made.font.name = FONT
    made.has_title = False
    made.has_legend = len(made.plots[0].series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    if not upright:
        made.category_axis.reverse_order = True  # the first row stands on top
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    made.value_axis.tick_labels.number_format_is_linked = False
    made.value_axis.format.line.fill.background()
    made.value_axis.major_gridlines.format.line.color.rgb = _colour("D8DEE4")
    made.plots[0].gap_width = 40
    for series, colour in zip(made.plots[0].series, (accent, "E08A1E", "5B8C5A"), strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _colour(colour)
        series.invert_if_negative = False


def _data(node: Table, names: Sequence[str], columns: Sequence[int]) -> bytes:
    """The workbook behind a chart: text stays text (python-pptx would make formulas of it)."""
    import xlsxwriter

    stream = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, safe)
    book.set_properties({"created": packing.EPOCH})
    sheet = book.add_worksheet("Sheet1")
    for y, name in enumerate(names, start=1):
        sheet.write_string(y, 0, name)
    for x, column in enumerate(columns, start=1):
        sheet.write_string(0, x, node.columns[column]["label"])
        form = book.add_format({"num_format": number_format(node.columns[column]["form"])})
        for y, values in enumerate(node.rows, start=1):
            if values[column] is not None:
                sheet.write_number(y, x, values[column], form)
    book.close()
    return stream.getvalue()


def bar(slide: Any, accent: str) -> None:
    """A bar in the library's colour along the top of the cover."""
    from pptx.enum.shapes import MSO_SHAPE

    made = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(0), Pt(0), Pt(WIDTH), Pt(14))
    made.fill.solid()
    made.fill.fore_color.rgb = _colour(accent)
    made.line.fill.background()
    made.shadow.inherit = False


def describe(shape: Any, alt: str) -> None:
    """The words for a person who cannot see a shape."""
    for properties in shape._element.iter(qn("p:cNvPr")):
        properties.set("descr", alt)
        return


def value(item: dict[str, Any]) -> str:
    """A key figure as it is printed."""
    return shown(item["value"], item["form"])


def widen(presentation: Any) -> None:
    """Make the slides 16:9, and the layouts with them."""
    old = presentation.slide_width
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    master = presentation.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.xfrm is None:  # its place comes from the master
                continue
            shape.left = Emu(int(shape.left * Pt(WIDTH) / old))
            shape.width = Emu(int(shape.width * Pt(WIDTH) / old))
