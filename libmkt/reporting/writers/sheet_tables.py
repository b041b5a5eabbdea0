"""A table as a sheet: heads that stay in sight, real numbers with formats, marks under them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import xlsxwriter

from libmkt.errors import N_
from libmkt.reporting.writers import grid
from libmkt.reporting.writers.nodes import Table
from libmkt.reporting.writers.outline import Outline
from libmkt.reporting.writers.phrases import caption_text
from libmkt.words import _

LONGEST = 32_767  # letters that a cell can hold
_FORM = re.compile(r"(?P<sign>\+?)(?P<kind>[np])(?P<digits>\d)")
_WIDEST = 40.0  # of a column, in letters
_PER_EM = 1.65  # letters of Excel's measure (a digit) in an em of DejaVu Sans
_MEASURED = 500  # rows of a long list by which its columns' widths are found


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


class Looks:
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

    def link(self, **look: Any) -> Any:
        return self(font_color=self._accent, underline=1, **look)

    def title(self) -> Any:
        return self(bold=True, font_size=16, text_wrap=True)

    def heading(self) -> Any:
        return self(bold=True, font_size=12, font_color=self._accent, text_wrap=True)

    def mark(self) -> Any:
        look = {"align": "right", "font_size": 9, "bold": True, "font_color": self._accent}
        return self(text_wrap=True, **look)

    def column(self, align: str, *, indent: int) -> Any:
        line = {"bottom": 2, "bottom_color": self._accent}
        return self(bold=True, text_wrap=True, valign="bottom", align=align, indent=indent, **line)


def link_to(name: str) -> str:
    """The address of a sheet within the workbook."""
    quoted = name.replace("'", "''")
    return f"internal:'{quoted}'!A1"


def height(text: str, width: float) -> float:
    """Points a row needs for a text that is wrapped in a column of `width` letters."""
    lines = grid.lines(text, width / _PER_EM)
    return min(3 + 12.75 * lines, 400)


def write_table(sheet: Any, table: Table, report: Outline, looks: Looks, first: str) -> None:
    """Caption, head, rows, note; the head stays in sight and on each printed page."""
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, caption_text(table)[:LONGEST], looks(bold=True, font_size=12))
    period = " · ".join(part for part in (report.library, report.period) if part)
    sheet.write_string(1, 0, period[:LONGEST], looks(font_color="#59636e"))
    sheet.write_url(2, 0, link_to(first), looks.link(), _(N_("Back to the first sheet")))
    widths = _widths(table)
    top = 3 + bool(table.spans)
    _spans(sheet, top - 1, table, looks)
    _heads(sheet, top, table, looks, widths)
    last = (_list if table.listed else _rows)(sheet, top, table, looks, widths)
    if table.note:
        sheet.write_string(last + 2, 0, table.note[:LONGEST], looks(font_color="#59636e"))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if table.rows and not table.row_forms:
        sheet.autofilter(top, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(3, top)
    printed(sheet, report, landscape=sum(widths) > 95)


def _spans(sheet: Any, row: int, table: Table, looks: Looks) -> None:
    """The headings over several columns."""
    head = looks(bold=True, text_wrap=True, align="center", valign="bottom", bottom=1)
    for begin, end, text in table.spans:
        if end > begin:
            sheet.merge_range(row, begin, row, end, text[:LONGEST], head)
        else:
            sheet.write_string(row, begin, text[:LONGEST], head)


def _heads(sheet: Any, top: int, table: Table, looks: Looks, widths: list[float]) -> None:
    for x, column in enumerate(table.columns):
        head = looks.column(column["align"], indent=int(x > 0 and column["align"] == "left"))
        sheet.write_string(top, x, column["label"][:LONGEST], head)
    heads = [column["label"] for column in table.columns]
    sheet.set_row(top, max(height(h, w / 1.2) for h, w in zip(heads, widths, strict=True)))


def _rows(sheet: Any, top: int, table: Table, looks: Looks, widths: list[float]) -> int:
    """The rows, marks in a row of their own under the values; gives the last row."""
    at = top
    mark = looks.mark()
    plain_table = replace(table, marks=())
    for y, (values, texts) in enumerate(zip(table.rows, plain_table.shown(), strict=True)):
        at += 1
        for x, (value, text, column) in enumerate(zip(values, texts, table.columns, strict=True)):
            side, strong = (column["align"], table.form(y, x)), y in table.strong
            _cell(sheet, (at, x), value, text, side, looks, strong=strong)
        tallest = max(height(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(at, tallest)
        if table.marks and any(table.marks[y]):
            at += 1
            for x, letters in enumerate(table.marks[y]):
                if letters:
                    sheet.write_string(at, x, letters, mark)
    _text_may_be_digits(sheet, top, at, table)
    return at


def _list(sheet: Any, top: int, table: Table, looks: Looks, _widths: list[float]) -> int:
    """The rows of a long list: numbers and texts as they are, each on one line."""
    forms = [number_format(column["form"]) for column in table.columns]
    numbers = [looks(num_format=form) if form else looks() for form in forms]
    texts = [looks(indent=int(x > 0)) for x in range(len(forms))]
    for y, row in enumerate(table.rows, start=top + 1):
        for x, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(y, x, value[:LONGEST], texts[x])
            elif value is not None:
                sheet.write_number(y, x, value, numbers[x])
    last = top + len(table.rows)
    _text_may_be_digits(sheet, top, last, table)
    return last


def _text_may_be_digits(sheet: Any, top: int, last: int, table: Table) -> None:
    if last > top:
        ref = xlsxwriter.utility.xl_range(top + 1, 0, last, len(table.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": ref})  # years and codes are text


def _cell(
    sheet: Any, at: tuple[int, int], value: Any, text: str, side: tuple[str, str],
    looks: Looks, *, strong: bool,
) -> None:  # fmt: skip
    """A number with its format, a missing one as the page shows it, text as text."""
    look: dict[str, Any] = {"bold": True} if strong else {}
    form = number_format(side[1])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if form and is_number:
        sheet.write_number(*at, value, looks(num_format=form, **look))
    elif side[0] == "right":
        sheet.write_string(*at, text[:LONGEST], looks(align="right", **look))
    else:  # text that follows a number is set off from it
        look |= {"align": "left", "indent": 1} if at[1] else {}
        sheet.write_string(*at, text[:LONGEST], looks(text_wrap=True, **look))


def _widths(table: Table) -> list[float]:
    """Letters a column: its longest cell or word of the head, within bounds."""
    first = table.rows[: _MEASURED if table.listed else None]
    rows = replace(table, rows=first).shown(between="\n")
    made = []
    for x, column in enumerate(table.columns):
        head = max((grid.em(word) for word in column["label"].split(" ")), default=0.0)
        cells = max((grid.em(line) for row in rows for line in row[x].split("\n")), default=0.0)
        made.append(round(min(max(cells, head * 1.1, 5.0) * _PER_EM + 3, _WIDEST), 1))
    return made


def printed(sheet: Any, report: Outline, *, landscape: bool) -> None:
    """A4, one page wide, page x of y below."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    if landscape:
        sheet.set_landscape()
    said = " · ".join(part for part in (report.title, report.period) if part)
    title = said.replace("&", "&&")
    sheet.set_footer(f"&L{title[:180]}&R&P / &N")
