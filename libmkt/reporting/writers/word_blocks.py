"""The blocks of a report as Word paragraphs, tables and pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from libmkt.reporting.document import write as shown
from libmkt.reporting.writers import drawings, grid, word_parts, word_styles
from libmkt.reporting.writers.nodes import Actions, Figure, Node, Table, Values, as_table
from libmkt.reporting.writers.phrases import action_lines, caption, change
from libmkt.reporting.writers.prose import PRINTED, Grid, Heading, Items, Run, Runs, Text
from libmkt.words import N_, _

_WASH, _LINE = "F4F6F8", "C9D0D7"
_HIGHEST = 620  # points a picture may be high
KEY_FIGURES = N_("Key figures")


class Body:
    """Adds blocks at the end of a document."""

    def __init__(self, document: Any, accent: str) -> None:
        self.document, self.accent = document, accent[1:].upper()

    def add(self, node: Node) -> None:
        """One block, whatever its kind."""
        if isinstance(node, Text):
            self._text(node)
        elif isinstance(node, Heading):
            self.document.add_heading(node.text, max(2, min(node.level - 1, 3)))
        elif isinstance(node, Items):
            self._items(node)
        elif isinstance(node, Grid):
            self._table(as_table(node))
        elif isinstance(node, Table):
            self._table(node)
        elif isinstance(node, Figure):
            self._figure(node)
        elif isinstance(node, Values):
            self._values(node)
        elif isinstance(node, Actions):
            self._actions(node)

    def wide(self, table: Table) -> bool:
        """Whether a table needs a sheet turned aside."""
        return self._fit(table).landscape

    def _fit(self, table: Table) -> grid.Fit:
        sizes, turned = ((8.5, 7.5), None) if table.small else ((9.5, 8.5, 7.0), grid.LANDSCAPE)
        return grid.fit(table, turned=turned, sizes=sizes)

    def _text(self, node: Text) -> None:
        if node.look in PRINTED:
            lines = self.document.add_paragraph(node.runs[0].text, style=word_styles.CODE)
            word_parts.shade_paragraph(lines, _WASH, "A32A22" if node.look == "error" else _LINE)
            return
        styles = {"warning": word_styles.WARNING, "quote": word_styles.NOTE}
        styles |= {"note": word_styles.NOTE, "author": word_styles.NOTE}
        paragraph = self.document.add_paragraph(style=styles.get(node.look, "Normal"))
        write_runs(paragraph, node.runs)
        if node.look == "warning":
            word_parts.shade_paragraph(paragraph, "FFF6E0", "7A4D00")
        elif node.look in ("note", "author"):
            word_parts.shade_paragraph(paragraph, _WASH, self.accent)
        elif node.look == "quote":
            paragraph.paragraph_format.left_indent = Pt(18)

    def _items(self, node: Items) -> None:
        number = word_parts.new_numbering(self.document) if node.ordered else None
        for depth, runs in node.items:
            ordered = node.ordered and depth == 0
            paragraph = word_parts.item(self.document, depth, number if ordered else None)
            write_runs(paragraph, runs)
            paragraph.paragraph_format.space_after = Pt(3)

    def _caption(self, node: Table | Figure, *, above: bool) -> None:
        if not node.caption:
            return
        paragraph = self.document.add_paragraph(style="Caption")
        before, after = caption(node)
        if node.number:
            paragraph.add_run(before)
            kind = "Table" if isinstance(node, Table) else "Figure"
            word_parts.field(paragraph, rf"SEQ {kind} \* ARABIC", str(node.number))
        paragraph.add_run(after)
        paragraph.paragraph_format.keep_with_next = above
        if not above:  # nearer to its picture than to what follows
            paragraph.paragraph_format.space_before = Pt(4)
            paragraph.paragraph_format.space_after = Pt(2 if node.note else 10)

    def _table(self, node: Table) -> None:
        self._caption(node, above=True)
        found = self._fit(node)
        rows = node.shown(between="\n")
        over = int(bool(node.spans))
        table = self._grid(over + len(rows) + 1, found.widths)
        word_parts.describe_table(table, node.caption or _("A table without a caption"))
        for row in table.rows[: over + 1]:
            word_parts.repeat_header(row)
        if over:
            self._spans(table.rows[0], node, found.size)
        sides = [c["align"] for c in node.columns]
        # Cells are taken from the rows' own elements: asking a table for a cell by its place
        # costs as much as the whole table each time.
        for y, (row, texts) in enumerate(
            zip(table.rows[over:], [[c["label"] for c in node.columns], *rows], strict=True)
        ):
            word_parts.keep_whole(row)
            size = (12, self.accent) if y == 0 else (4, _LINE)
            bold = y == 0 or (y - 1) in node.strong
            for cell, text, side in zip(row.cells, texts, sides, strict=True):
                word_parts.borders(cell, bottom=size)
                if y == 0:
                    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
                paragraph = cell.paragraphs[0]
                _compact(paragraph, 2)
                follows = y < len(rows) or bool(node.note)
                whole = len(rows) <= grid.WHOLE or y < 2  # no head without a row under it
                paragraph.paragraph_format.keep_with_next = follows and whole
                if side == "right":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                run = paragraph.add_run(text)
                run.font.size, run.bold = Pt(found.size), bold
        self._after(node.note)

    def _spans(self, row: Any, node: Table, size: float) -> None:
        """The headings over several columns, each in one cell."""
        word_parts.keep_whole(row)
        cells = row.cells
        for first, last, text in node.spans:
            cell = cells[first].merge(cells[last]) if last > first else cells[first]
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(size), True
        for cell in cells:
            _compact(cell.paragraphs[0], 2)
            cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _grid(self, rows: int, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows, len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Pt(width)
        word_parts.cell_margins(table, 4.5)
        return table

    def _after(self, note: str) -> None:
        """The note under a table or figure; without one, the room that parts it from text."""
        paragraph = self.document.add_paragraph(note, style=word_styles.SOFT)
        paragraph.paragraph_format.space_before = Pt(3 if note else 0)
        if not note:
            _compact(paragraph, 0)

    def _figure(self, node: Figure) -> None:
        png = drawings.png(drawings.svg(node))
        wide, high = (side * 72 / drawings.DENSITY for side in drawings.size(png))
        scale = min(1.0, grid.PORTRAIT / wide, _HIGHEST / high)
        paragraph = self.document.add_paragraph()
        picture = paragraph.add_run().add_picture(io.BytesIO(png), width=Pt(wide * scale))
        word_parts.describe(picture, node.alt)
        paragraph.paragraph_format.keep_with_next = bool(node.caption)
        paragraph.paragraph_format.space_before = Pt(8)
        self._caption(node, above=False)
        if node.note:
            self.document.add_paragraph(node.note, style=word_styles.SOFT)

    def _values(self, node: Values) -> None:
        across = 2 if len(node.items) in (2, 4) else min(3, len(node.items)) or 1
        rows = -(-len(node.items) // across)
        table = self._grid(rows, [grid.PORTRAIT / across] * across)
        word_parts.describe_table(table, _(KEY_FIGURES))
        white = (36, "FFFFFF")
        for i, cell in enumerate(cell for row in table.rows for cell in row.cells):
            if i >= len(node.items):
                break
            word_parts.borders(cell, top=white, left=white, bottom=white, right=white)
            word_parts.shade(cell, _WASH)
            _card(cell, node.items[i])
        for row in table.rows:
            word_parts.keep_whole(row)
        self._after("")

    def _actions(self, node: Actions) -> None:
        number = word_parts.new_numbering(self.document)
        for item in node.items:
            lines = action_lines(item)
            paragraph = word_parts.item(self.document, 0, number)
            paragraph.paragraph_format.keep_together = True  # what, whose and why on one page
            paragraph.add_run(lines["text"])
            paragraph.add_run().add_break()
            paragraph.add_run(lines["owner"]).bold = True
            if lines["rule"]:
                paragraph.add_run().add_break()
                rule = paragraph.add_run(lines["rule"])
                rule.font.size, rule.font.color.rgb = Pt(9), RGBColor.from_string("59636E")


def write_runs(paragraph: Any, runs: Runs) -> None:
    """Runs of text with their looks."""
    for run in runs:
        _run(paragraph, run)


def signatures(document: Any, people: Sequence[tuple[str, str]]) -> None:
    """A line to sign on for each person: position, line, name; never parted by a page."""
    _hold_last(document)
    document.add_paragraph().paragraph_format.keep_with_next = True
    widths = (172, 110, 200)
    table = document.add_table(len(people), len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    word_parts.describe_table(table, _("Signatures"))
    for row, texts in zip(table.rows, people, strict=True):
        word_parts.keep_whole(row)
        for cell, text, width in zip(row.cells, (texts[0], "", texts[1]), widths, strict=True):
            cell.width = Pt(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            cell.paragraphs[0].add_run(text)
            cell.paragraphs[0].paragraph_format.space_before = Pt(18)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        word_parts.borders(row.cells[1], bottom=(6, "1C2126"))
    document.add_paragraph()


def _hold_last(document: Any) -> None:
    """Let what stands last go with the signatures: no page bears them alone."""
    for block in reversed(list(document.iter_inner_content())[-2:]):
        rows = getattr(block, "rows", None)
        held = [p for cell in rows[-1].cells for p in cell.paragraphs] if rows else [block]
        for paragraph in held:
            paragraph.paragraph_format.keep_with_next = True
        if rows or block.text:
            return


def _run(paragraph: Any, run: Run) -> None:
    made = paragraph.add_run(run.text)
    made.bold, made.italic = run.bold or None, run.italic or None
    if run.code:
        made.font.name = "Courier New"


def _card(cell: Any, item: dict[str, Any]) -> None:
    moved, against = change(item)
    label = cell.paragraphs[0]
    _compact(label, 3)
    small = label.add_run(item["label"])
    small.font.size, small.font.color.rgb = Pt(9), RGBColor.from_string("59636E")
    value = cell.add_paragraph()
    _compact(value, 1)
    big = value.add_run(shown(item["value"], item["form"]))
    big.font.size, big.bold = Pt(16), True
    if moved:
        line = cell.add_paragraph()
        _compact(line, 3)
        line.add_run(f"{moved} ").font.size = Pt(9)
        rest = line.add_run(against)
        rest.font.size, rest.font.color.rgb = Pt(9), RGBColor.from_string("59636E")


def _compact(paragraph: Any, points: float) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(points)
