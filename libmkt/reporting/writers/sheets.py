"""XLSX: a sheet of notes, then a sheet a table, with real numbers a person can go on with."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

import libmkt
from libmkt import words
from libmkt.errors import N_
from libmkt.reporting import markup
from libmkt.reporting.content import spoken
from libmkt.reporting.document import write as shown
from libmkt.reporting.writers.nodes import Actions, Figure, Table, Values
from libmkt.reporting.writers.outline import Outline, outline
from libmkt.reporting.writers.phrases import action_lines, caption_text, change, made_on
from libmkt.reporting.writers.prose import PRINTED, Grid, Heading, Items, Text, plain
from libmkt.reporting.writers.sheet_tables import (
    LONGEST,
    Looks,
    height,
    link_to,
    printed,
    write_table,
)
from libmkt.words import _

NOTES = N_("Notes")
_NOTES_WIDTH = 76  # letters: fits A4 upright, also in the wider font of LibreOffice


def write(notebook: Any, *, root: Path | None = None) -> bytes:
    """An executed notebook as a workbook; the same bytes for the same notebook.

    The first sheet holds what is said: title, period, library, key figures, sentences,
    what each picture shows, the boxes.  Each table has a sheet of its own, the sources last;
    its caption on the first sheet leads there.  Tables that no page has, long lists among
    them, are in the workbook too.
    Text is text: nothing that begins with ``=`` becomes a formula, no address a link.
    """
    with words.speaking(spoken(notebook)):
        return workbook(outline(notebook, root=root, lists=True))


def workbook(report: Outline) -> bytes:
    """A report's outline as a workbook, in the language in use; see `write`."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(stream, options)
    _properties(book, report)
    looks = Looks(book, report.accent)
    tables = [
        node for section in report.sections for node in section.nodes if isinstance(node, Table)
    ]
    wanted = [f"{t.number} {t.caption}" if t.number else t.caption for t in tables]
    names = sheet_names([_(NOTES), *wanted])
    made = [book.add_worksheet(name) for name in names]
    _notes(made[0], report, looks, iter(names[1:]))
    for sheet, table in zip(made[1:], tables, strict=True):
        write_table(sheet, table, report, looks, names[0])
    book.close()
    return stream.getvalue()


def sheet_names(wanted: list[str]) -> list[str]:
    r"""Names that Excel takes: at most 31 letters, without ``[]:*?/\``, no two alike.

    >>> sheet_names(["Notes", "1 Loans: a/b", "1 loans: a?b"])
    ['Notes', '1 Loans a b', '1 loans a b (2)']
    """
    made: list[str] = []
    for name in wanted:
        plain_name = " ".join(re.sub(r"[\[\]:*?/\\\n\t]", " ", name).split()).strip("' ")
        short = tried = plain_name[:31].strip("' ") or "-"
        count = 1
        while tried.casefold() in {m.casefold() for m in made} or tried.casefold() == "history":
            count += 1
            tried = f"{short[: 31 - len(str(count)) - 3].strip()} ({count})"
        made.append(tried)
    return made


def _properties(book: Any, report: Outline) -> None:
    book.set_properties(
        {
            "title": report.title[:250],
            "author": report.library[:250],
            "subject": report.period[:250],
            "comments": "",
            "created": dt.datetime.combine(report.day, dt.time()),
        }
    )


def _notes(sheet: Any, report: Outline, looks: Looks, names: Iterator[str]) -> None:
    """The sheet that says everything but the tables; their captions lead to `names`."""
    sheet.set_column(0, 0, _NOTES_WIDTH)
    sheet.hide_gridlines(2)
    caption = looks.link(bold=True, text_wrap=True)
    for row, (text, look) in enumerate(_said(report, looks)):
        if look is caption:
            sheet.write_url(row, 0, link_to(next(names)), look, text[:LONGEST])
        else:
            sheet.write_string(row, 0, text[:LONGEST], look)
        size = look.font_size if look is not None else 10
        sheet.set_row(row, height(text, _NOTES_WIDTH * 10 / size) * size / 10)
    printed(sheet, report, landscape=False)


def _said(report: Outline, looks: Looks) -> Iterator[tuple[str, Any]]:
    soft, text = looks(font_color="#59636e", text_wrap=True), looks(text_wrap=True)
    yield report.title, looks.title()
    for line in (report.period, report.library, report.address):
        if line:
            yield line, text
    if day := made_on(report):
        yield day, soft
    for begun in (*report.lead, *report.note):
        yield from _node(begun, looks)
    for section in report.sections:
        yield "", None
        if section.title:
            yield section.title, looks.heading()
        for node in section.nodes:
            yield from _node(node, looks)
    yield "", None
    yield words.fill(_(markup.MADE_WITH.template), version=libmkt.__version__), soft


def _node(node: Any, looks: Looks) -> Iterator[tuple[str, Any]]:
    text, soft = looks(text_wrap=True), looks(font_color="#59636e", text_wrap=True)
    if isinstance(node, Text):
        looked = {"warning": looks(text_wrap=True, bg_color="#fff6e0")}
        printed = looks(text_wrap=True, font_name="Courier New", font_size=8)  # 80 letters fit
        own = printed if node.look in PRINTED else looked.get(node.look, text)
        yield plain(node.runs), own
    elif isinstance(node, Heading):
        yield node.text, looks(bold=True, text_wrap=True)
    elif isinstance(node, Items):
        for depth, runs in node.items:
            yield f"{'   ' * depth}• {plain(runs)}", text
    elif isinstance(node, Table):
        yield caption_text(node), looks.link(bold=True, text_wrap=True)
    elif isinstance(node, Grid):
        for row in node.rows:
            yield " | ".join(row), text
    elif isinstance(node, Figure):
        yield caption_text(node), looks(bold=True, text_wrap=True)
        yield node.alt, text
        if node.note:
            yield node.note, soft
    elif isinstance(node, Values):
        for item in node.items:
            yield _value(item), text
    elif isinstance(node, Actions):
        for item in node.items:
            lines = action_lines(item)
            yield f"• {lines['text']}", text
            yield "   ".join(part for part in (lines["owner"], lines["rule"]) if part), soft


def _value(item: dict[str, Any]) -> str:
    more = " ".join(part for part in change(item) if part)
    value = f"{item['label']}: {shown(item['value'], item['form'])}"
    return f"{value} ({more})" if more else value
