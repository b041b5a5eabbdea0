"""DOCX: the report on the library's letterhead, with styles, captions and signatures."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm, Pt, RGBColor

import libmkt
from libmkt import words
from libmkt.errors import Message, ParameterError
from libmkt.reporting import markup
from libmkt.reporting.content import spoken
from libmkt.reporting.writers import (
    drawings,
    grid,
    packing,
    word_blocks,
    word_parts,
    word_styles,
)
from libmkt.reporting.writers.nodes import Table
from libmkt.reporting.writers.outline import Outline, Section, outline
from libmkt.reporting.writers.phrases import made_on, page_words
from libmkt.reporting.writers.prose import clean
from libmkt.words import N_, _

_MARGIN = Mm(20)
_FEW = 4  # sections that need no list of contents: a letter has none


def write(notebook: Any, *, root: Path | None = None) -> bytes:
    """An executed notebook as a Word document; the same bytes for the same notebook.

    Where library.yml names a `letterhead` (a .docx), the report is written into it, below
    what stands there, with its margins, header and footer.

    Raises
    ------
    ParameterError
        The letterhead is not a Word document.
    """
    with words.speaking(spoken(notebook)):
        report = outline(notebook, root=root)
        document = _opened(report)
        word_styles.prepare(document, report.accent)
        word_parts.speak(document, report.language)
        _properties(document, report)
        if report.letterhead is None:
            _sheet(document, report)
        _opening(document, report)
        body = word_blocks.Body(document, report.accent)
        for number, section in enumerate(report.sections, start=1):
            _section(body, section, number)
        _closing(document, report)
    stream = io.BytesIO()
    document.save(stream)
    return packing.fixed(stream.getvalue())


def _opened(report: Outline) -> Any:
    if report.letterhead is None:
        fresh = Document()
        word_parts.modernise(fresh)
        return fresh
    try:
        return Document(str(report.letterhead))
    except (PackageNotFoundError, zipfile.BadZipFile, ValueError, KeyError):
        what = N_("{file} is not a Word document (.docx)")
        raise ParameterError(Message(what, {"file": report.letterhead.name})) from None


def _properties(document: Any, report: Outline) -> None:
    """Title and library; every date is the report's, and no person is named."""
    core = document.core_properties
    day = dt.datetime.combine(report.day, dt.time())
    core.title, core.author = report.title[:250], report.library[:250]
    core.subject, core.language = report.period, word_parts.TAGS[report.language]
    core.comments, core.keywords, core.category, core.last_modified_by = "", "", "", ""
    core.created = core.modified = day
    core.revision = 1


def _sheet(document: Any, report: Outline) -> None:
    """A4, the letterhead on the first page, a short head on the others, page numbers."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.bottom_margin = _MARGIN
    section.top_margin, section.header_distance = _MARGIN, Mm(10)
    section.different_first_page_header_footer = True
    _letterhead(section.first_page_header, report)
    head = section.header.paragraphs[0]
    head.style = document.styles["Header"]
    said = " · ".join(part for part in (report.title, report.period) if part)
    head.add_run(said if len(said) <= 110 else said[:109].rstrip() + "…")
    word_parts.rule_below(head, "C9D0D7")
    for footer in (section.footer, section.first_page_footer):
        _page_number(footer.paragraphs[0], document)


def _letterhead(header: Any, report: Outline) -> None:
    first = header.paragraphs[0]
    logo = drawings.logo(report.logo) if report.logo else ""
    if logo:
        picture = first.add_run().add_picture(io.BytesIO(drawings.png(logo)), height=Mm(15))
        if picture.width > Mm(60):  # a wide logo must leave the sheet its margins
            picture.height, picture.width = int(picture.height * Mm(60) / picture.width), Mm(60)
        word_parts.describe(picture, report.library)
        first = header.add_paragraph()
    name = first.add_run(report.library)
    name.bold, name.font.size = True, Pt(12 if len(report.library) < 120 else 9)
    name.font.color.rgb = RGBColor.from_string(report.accent[1:].upper())
    last = first
    if report.address:
        last = header.add_paragraph()
        last.add_run(report.address).font.size = Pt(9)
    for paragraph in header.paragraphs:
        paragraph.paragraph_format.space_after = Pt(2)
    word_parts.rule_below(last, report.accent[1:].upper(), 12)


def _page_number(paragraph: Any, document: Any) -> None:
    paragraph.style = document.styles["Footer"]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in page_words():
        if part in ("{page}", "{pages}"):
            word_parts.field(paragraph, "PAGE" if part == "{page}" else "NUMPAGES", "1")
        else:
            paragraph.add_run(part)


def _opening(document: Any, report: Outline) -> None:
    """Title, period, day, lead, the words of a person, contents."""
    title = document.add_paragraph(report.title, style="Title")
    if len(report.title) > 90:
        title.runs[0].font.size = Pt(15)
    if report.period:
        document.add_paragraph(report.period, style="Subtitle")
    if day := made_on(report):
        document.add_paragraph(day, style=word_styles.SOFT)
    body = word_blocks.Body(document, report.accent)
    for node in (*report.lead, *report.note):
        body.add(node)
    entries = [(f"section{i}", s.title) for i, s in enumerate(report.sections, start=1) if s.title]
    if len(entries) > _FEW:
        document.add_paragraph(_("Contents"), style=word_styles.CONTENTS)
        word_parts.contents(
            document.add_paragraph(style="TOC 1"),
            lambda: document.add_paragraph(style="TOC 1"),
            entries,
        )


def _section(body: word_blocks.Body, section: Section, number: int) -> None:
    nodes = grid.on_paper(section.nodes)
    # A heading goes with its first table onto the sheet that is turned aside.
    wide = [isinstance(node, Table) and body.wide(node) for node in nodes]
    if wide[:1] == [True]:
        _turn(body.document, aside=True)
    if section.title:
        heading = body.document.add_heading(section.title, 1)
        word_parts.bookmark(heading, f"section{number}", number)
    for i, node in enumerate(nodes):
        if wide[i] and i and not wide[i - 1]:
            _turn(body.document, aside=True)
        body.add(node)
        if wide[i] and not any(wide[i + 1 : i + 2]):
            _turn(body.document, aside=False)


def _turn(document: Any, *, aside: bool) -> None:
    """Begin a new page that is turned aside, or upright again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    if aside != (section.page_width > section.page_height):
        section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = WD_ORIENT.LANDSCAPE if aside else WD_ORIENT.PORTRAIT


def _closing(document: Any, report: Outline) -> None:
    """The signatures, and what made the file."""
    if report.signatories:
        word_blocks.signatures(document, report.signatories)
    made = words.fill(_(markup.MADE_WITH.template), version=libmkt.__version__)
    document.add_paragraph(clean(made), style=word_styles.SOFT)
