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
from libmkt.reporting.writers import grid
from libmkt.reporting.writers.nodes import Actions, Figure, Table, Values
from libmkt.reporting.writers.outline import Outline, outline
from libmkt.reporting.writers.phrases import action_lines, caption_text, change, made_on
from libmkt.reporting.writers.prose import PRINTED, Grid, Heading, Items, Text, plain
from libmkt.words import _

NOTES = N_("Notes")
LONGEST = 32_767  # letters that a cell can hold
_FORM = re.compile(r"(?P<sign>\+?)(?P<kind>[np])(?P<digits>\d)")
_WIDEST = 40.0  # of a column, in letters
_PER_EM = 1.65  # letters of Excel's measure (a digit) in an em of DejaVu Sans
_NOTES_WIDTH = 76  # letters: fits A4 upright, also in the wider font of LibreOffice


def write(notebook: Any, *, root: Path | None = None) -> bytes:
    """An executed notebook as a workbook; the same bytes for the same notebook.

    The first sheet holds what is said: title, period, library, key figures, sentences,
    what each picture shows, the boxes.  Each table has a sheet of its own, the sources last.
    Text is text: nothing that begins with ``=`` becomes a formula, no address a link.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(stream, options)
    with words.speaking(spoken(notebook)):
        report = outline(notebook, root=root)
        _properties(book, report)
        looks = _Looks(book, report.accent)
        tables = [
            node for section in report.sections for node in section.nodes if isinstance(node, Table)
        ]
        wanted = [f"{t.number} {t.caption}" if t.number else t.caption for t in tables]
        names = sheet_names([_(NOTES), *wanted])
        _notes(book.add_worksheet(names[0]), report, looks)
        for name, table in zip(names[1:], tables, strict=True):
            _table(book.add_worksheet(name), table, report, looks)
    book.close()
    return stream.getvalue()


def number_format(form: str) -> str | None:
    """A column's form as Excel writes it; None for text.

    >>> number_format("n0"), number_format("p1"), number_format("+p1"), number_format("text")
    ('#,##0', '0.0%', '+0.0%;-0.0%;0.0%', None)
    """
    found = _FORM.fullmatch(form)
    if not found:
        return None
    digits = int(found["digits"])
    decimals = "." + "0" * digits if digits else ""
    body = f"#,##0{decimals}" if found["kind"] == "n" else f"0{decimals}%"
    return f"+{body};-{body};{body}" if found["sign"] else body


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


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, accent: str) -> None:
        self._book, self._accent = book, accent
        self._made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._made[key] = self._book.add_format({**base, **look})
        return self._made[key]

    def title(self) -> Any:
        return self(bold=True, font_size=16, text_wrap=True)

    def heading(self) -> Any:
        return self(bold=True, font_size=12, font_color=self._accent, text_wrap=True)

    def column(self, align: str, *, indent: int) -> Any:
        line = {"bottom": 2, "bottom_color": self._accent}
        return self(bold=True, text_wrap=True, valign="bottom", align=align, indent=indent, **line)


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


def _notes(sheet: Any, report: Outline, looks: _Looks) -> None:
    """The sheet that says everything but the numbered tables."""
    sheet.set_column(0, 0, _NOTES_WIDTH)
    sheet.hide_gridlines(2)
    for row, (text, look) in enumerate(_said(report, looks)):
        sheet.write_string(row, 0, text[:LONGEST], look)
        size = look.font_size if look is not None else 10
        sheet.set_row(row, _height(text, _NOTES_WIDTH * 10 / size) * size / 10)
    _print(sheet, report, landscape=False)


def _said(report: Outline, looks: _Looks) -> Iterator[tuple[str, Any]]:
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


def _node(node: Any, looks: _Looks) -> Iterator[tuple[str, Any]]:
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
        yield caption_text(node), looks(bold=True, text_wrap=True)
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


def _height(text: str, width: float) -> float:
    """Points a row needs for a text that is wrapped in a column of `width` letters."""
    lines = grid.lines(text, width / _PER_EM)
    return min(3 + 12.75 * lines, 400)


def _table(sheet: Any, table: Table, report: Outline, looks: _Looks) -> None:
    """Caption, head, rows, note; the head stays in sight and on each printed page."""
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, caption_text(table)[:LONGEST], looks(bold=True, font_size=12))
    period = " · ".join(part for part in (report.library, report.period) if part)
    sheet.write_string(1, 0, period[:LONGEST], looks(font_color="#59636e"))
    widths = _widths(table)
    _rows(sheet, 3, table, looks, widths)
    last = 3 + len(table.rows)
    if table.note:
        sheet.write_string(last + 2, 0, table.note[:LONGEST], looks(font_color="#59636e"))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if table.rows:
        sheet.autofilter(3, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    _print(sheet, report, landscape=sum(widths) > 95)


def _rows(sheet: Any, top: int, table: Table, looks: _Looks, widths: list[float]) -> None:
    for x, column in enumerate(table.columns):
        head = looks.column(column["align"], indent=int(x > 0 and column["align"] == "left"))
        sheet.write_string(top, x, column["label"][:LONGEST], head)
    heads = [column["label"] for column in table.columns]
    sheet.set_row(top, max(_height(h, w / 1.2) for h, w in zip(heads, widths, strict=True)))
    for y, (values, texts) in enumerate(zip(table.rows, table.shown(), strict=True)):
        for x, (value, text, column) in enumerate(zip(values, texts, table.columns, strict=True)):
            _cell(sheet, (top + 1 + y, x), value, text, column, looks, strong=y in table.strong)
        tallest = max(_height(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(top + 1 + y, tallest)
    if table.rows:
        area = (top + 1, 0, top + len(table.rows), len(table.columns) - 1)
        ref = xlsxwriter.utility.xl_range(*area)
        sheet.ignore_errors({"number_stored_as_text": ref})  # years and codes are text


def _cell(
    sheet: Any, at: tuple[int, int], value: Any, text: str, column: dict[str, str],
    looks: _Looks, *, strong: bool,
) -> None:  # fmt: skip
    """A number with its format, a missing one as the page shows it, text as text."""
    look: dict[str, Any] = {"bold": True} if strong else {}
    form = number_format(column["form"])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if form and is_number:
        sheet.write_number(*at, value, looks(num_format=form, **look))
    elif column["align"] == "right":
        sheet.write_string(*at, text[:LONGEST], looks(align="right", **look))
    else:  # text that follows a number is set off from it
        look |= {"align": "left", "indent": 1} if at[1] else {}
        sheet.write_string(*at, text[:LONGEST], looks(text_wrap=True, **look))


def _widths(table: Table) -> list[float]:
    """Letters a column: its longest cell or word of the head, within bounds."""
    rows = table.shown()
    made = []
    for x, column in enumerate(table.columns):
        head = max((grid.em(word) for word in column["label"].split(" ")), default=0.0)
        cells = max((grid.em(row[x]) for row in rows), default=0.0)
        made.append(round(min(max(cells, head * 1.1, 5.0) * _PER_EM + 3, _WIDEST), 1))
    return made


def _print(sheet: Any, report: Outline, *, landscape: bool) -> None:
    """A4, one page wide, page x of y below."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    if landscape:
        sheet.set_landscape()
    said = " · ".join(part for part in (report.title, report.period) if part)
    title = said.replace("&", "&&")
    sheet.set_footer(f"&L{title[:180]}&R&P / &N")
