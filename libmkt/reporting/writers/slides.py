"""PPTX: one message a slide; what can be edited stays editable, the notes name the source."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from libmkt import words
from libmkt.errors import N_
from libmkt.reporting.content import blocks, spoken
from libmkt.reporting.writers import drawings, packing, slide_parts
from libmkt.reporting.writers.messages import Slide, Visual, slides
from libmkt.reporting.writers.nodes import Figure, Table, Values
from libmkt.reporting.writers.outline import Outline, outline
from libmkt.reporting.writers.phrases import caption_text, change, made_on
from libmkt.reporting.writers.prose import Text, broken, clean, plain
from libmkt.reporting.writers.word_parts import TAGS
from libmkt.words import _

ROWS_SHOWN = N_("{shown} of {all} rows; all of them stand in the report")
COLUMNS_SHOWN = N_("{shown} of {all} columns; all of them stand in the report")
SOURCE = N_("Source: {files}")
ROWS, COLUMNS, BARS = 10, 8, 60  # most that a slide can show
_TITLE_ONLY = 5  # of python-pptx's own layouts


def write(notebook: Any, *, root: Path | None = None) -> bytes:
    """An executed notebook as slides; the same bytes for the same notebook.

    Drawings come as pictures, because a chart of PowerPoint would lose the doubt, the
    breaks and the marks that are drawn in them.  Short tables come as tables; longer
    ones as bar charts that can be edited, their data behind them.
    """
    with words.speaking(spoken(notebook)):
        report = outline(notebook, root=root)
        files = [clean(f["file"]) for c in blocks(notebook, "sources") for f in c["files"]]
        deck = Presentation()
        slide_parts.widen(deck)
        _properties(deck, report)
        _cover(deck, report)
        for slide in slides(report):
            _show(deck, slide, report, files)
        for slide in deck.slides:
            for run in slide._element.iter(qn("a:rPr")):
                run.set("lang", TAGS[report.language])
    stream = io.BytesIO()
    deck.save(stream)
    return packing.fixed(stream.getvalue())


def _properties(deck: Any, report: Outline) -> None:
    """Title and library; every date is the report's, and no person is named."""
    core = deck.core_properties
    core.title, core.author = report.title[:250], report.library[:250]
    core.subject, core.language = report.period, TAGS[report.language]
    core.comments, core.keywords, core.category, core.last_modified_by = "", "", "", ""
    core.created = core.modified = dt.datetime.combine(report.day, dt.time())
    core.revision = 1
    package = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of the empty template
            package.drop_rel(key)


def _cover(deck: Any, report: Outline) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    accent = report.accent[1:].upper()
    title = report.title or report.library or "libmkt"
    slide_parts.bar(slide, accent)
    slide_parts.title(slide, title, accent, 36.0)
    shape = slide.shapes.title
    shape.top, shape.height = Pt(170), Pt(120)
    logo = drawings.logo(report.logo) if report.logo else ""
    if logo:
        png = drawings.png(logo)
        place = (Pt(slide_parts.MARGIN), Pt(30))
        made = slide.shapes.add_picture(io.BytesIO(png), *place, height=Pt(60))
        slide_parts.describe(made, report.library)
    size = 16.0 if len(report.library) <= 120 else 11.0
    lines = [(broken(report.library, 60), size, False, slide_parts.GREY)]
    slide_parts.box(slide, (slide_parts.MARGIN, 100, slide_parts.ROOM, 60), lines)
    said = [
        (report.period, 20.0, False, slide_parts.INK),
        (made_on(report), 14.0, False, slide_parts.GREY),
    ]
    lead = [plain(node.runs) for node in report.lead if isinstance(node, Text)]
    said += [(text, 14.0, False, slide_parts.INK) for text in lead if len(text) <= 400]
    below = (slide_parts.MARGIN, 300, slide_parts.ROOM, 180)
    slide_parts.box(slide, below, [line for line in said if line[0]])


def _show(deck: Any, slide: Slide, report: Outline, files: Sequence[str]) -> None:
    made = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    accent = report.accent[1:].upper()
    slide_parts.title(made, broken(slide.title or report.title, 60), accent)
    top = slide_parts.TOP
    if slide.message:
        lines = slide_parts.lines(slide.message, 18, slide_parts.ROOM)
        place = (slide_parts.MARGIN, top, slide_parts.ROOM, lines * 26.0)
        slide_parts.box(made, place, [(broken(slide.message, 60), 18, False, slide_parts.INK)])
        top += lines * 25 + 14
    if slide.lines:
        _lines(made, slide.lines, top)
    if slide.output:
        slide_parts.output(made, slide.output, top)
    if slide.visual is not None:
        _drawn(made, slide.visual, top, accent)
    _foot(made, report, len(deck.slides))
    made.notes_slide.notes_text_frame.text = "\n".join(_notes(slide, report, files))


def _lines(made: Any, told: Sequence[str], top: float) -> None:
    room = slide_parts.BOTTOM - top
    size = next(
        size for size in (20.0, 18.0, 16.0, 14.0, 12.0, 9.0)
        if size == 9 or sum(
            (slide_parts.lines(t, size, slide_parts.ROOM) * 1.2 + 0.4) * size for t in told
        ) <= room
    )  # fmt: skip
    place = (slide_parts.MARGIN, top, slide_parts.ROOM, room)
    slide_parts.box(made, place, [(broken(t, 60), size, False, slide_parts.INK) for t in told])


def _drawn(made: Any, visual: Visual, top: float, accent: str) -> None:
    if isinstance(visual, Values):
        items = [
            (broken(v["label"], 24), slide_parts.value(v), " ".join(change(v)).strip())
            for v in visual.items
        ]
        slide_parts.cards(made, items, top)
        return
    caption = caption_text(visual)
    small = 13.0 if len(caption) <= 160 else 10.0
    high = slide_parts.lines(caption, small, slide_parts.ROOM) * small * 1.25 + 8
    place = (slide_parts.MARGIN, top, slide_parts.ROOM, high)
    if caption:
        slide_parts.box(made, place, [(broken(caption, 60), small, True, slide_parts.INK)])
        top += high + 4
    if isinstance(visual, Figure):
        slide_parts.picture(made, visual, top)
    elif columns := _charted(visual):
        slide_parts.chart(made, _without_totals(visual, columns[0]), columns, top, accent)
    else:
        _table(made, visual, top, accent)


def _charted(table: Table) -> list[int]:
    """Columns of a long table that one chart can show: the first numbers, in one form.

    Bars are named by the first column; where that does not name each row, it stays a table.
    """
    names = [row[0] for row in table.rows]
    if "" in names or len(set(names)) < len(names):
        return []
    most = BARS if table.columns[0]["form"] == "period" else BARS // 2
    if table.small or table.row_forms or not ROWS < len(table.rows) <= most:
        return []
    numbers = [
        i
        for i, column in enumerate(table.columns)
        if i and column["align"] == "right" and not any(isinstance(r[i], str) for r in table.rows)
    ]
    alike = [i for i in numbers if table.columns[i]["form"] == table.columns[numbers[0]]["form"]]
    together = 3 if len(table.rows) <= BARS // 4 else 1
    return [i for i in alike[:together] if any(row[i] is not None for row in table.rows)]


def _without_totals(table: Table, column: int) -> Table:
    """The table without rows in bold that are the sum of the others: they would dwarf them."""
    values = [row[column] for row in table.rows]
    others = sum(v for i, v in enumerate(values) if v is not None and i not in table.strong)
    kept = [
        i for i, value in enumerate(values)
        if i not in table.strong or (value is not None and abs(value - others) > abs(others) / 100)
    ]  # fmt: skip
    return _some(table, kept, len(table.columns))


def _some(table: Table, rows: Sequence[int], columns: int) -> Table:
    """Some rows and the first columns of a table."""
    return replace(
        table,
        columns=table.columns[:columns],
        rows=tuple(table.rows[i][:columns] for i in rows),
        row_forms=tuple(table.row_forms[i] for i in rows) if table.row_forms else (),
        marks=tuple(table.marks[i][:columns] for i in rows) if table.marks else (),
        spans=tuple((a, min(b, columns - 1), t) for a, b, t in table.spans if a < columns),
        strong=frozenset(new for new, old in enumerate(rows) if old in table.strong),
    )


def _table(made: Any, table: Table, top: float, accent: str) -> None:
    """Ten rows and eight columns at most: all rows in bold, then the first; the rest is told."""
    most = max(min(ROWS, int((slide_parts.BOTTOM - top - 24) // 26) - 1), 1)
    rows = list(range(len(table.rows)))
    if len(rows) > most:
        strong = [i for i in rows if i in table.strong][:most]
        rows = sorted([*strong, *[i for i in rows if i not in strong][: most - len(strong)]])
    slide_parts.table(made, _some(table, rows, COLUMNS), top, accent)
    told = []
    if len(rows) < len(table.rows):
        told.append(words.fill(_(ROWS_SHOWN), shown=len(rows), all=len(table.rows)))
    if len(table.columns) > COLUMNS:
        told.append(words.fill(_(COLUMNS_SHOWN), shown=COLUMNS, all=len(table.columns)))
    if told:
        place = (slide_parts.MARGIN, slide_parts.BOTTOM - 10, slide_parts.ROOM, 20)
        slide_parts.box(made, place, [(". ".join(told), 11, False, slide_parts.GREY)])


def _foot(made: Any, report: Outline, number: int) -> None:
    said = " · ".join(part for part in (report.library, report.period) if part)
    said = said if len(said) <= 130 else said[:129].rstrip() + "…"
    place = (slide_parts.MARGIN, 512, slide_parts.ROOM - 60, 20)
    slide_parts.box(made, place, [(said, 9, False, slide_parts.GREY)])
    place = (slide_parts.WIDTH - slide_parts.MARGIN - 50, 512, 50, 20)
    shape = slide_parts.box(made, place, [(str(number), 9, False, slide_parts.GREY)])
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _notes(slide: Slide, report: Outline, files: Sequence[str]) -> Iterator[str]:
    """What the speaker should have at hand: what the picture shows, its note, the source."""
    visual = slide.visual
    if isinstance(visual, Figure):
        yield visual.alt
    if isinstance(visual, Figure | Table):
        yield from (text for text in (caption_text(visual), visual.note) if text)
    if files:
        yield words.fill(_(SOURCE), files=", ".join(files))
    yield " · ".join(part for part in (report.library, report.period) if part)
