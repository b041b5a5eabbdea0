"""How the sheets of the workbook of marks look: styles, heights, paper, names of cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from libmkt.reporting.writers.grid import lines

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet


def own_styles(book: Workbook) -> dict[str, Any]:
    """Formats that no other workbook has: points, right, zero, what a teacher fills in."""
    base = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "border": 1,
            "border_color": "#c9d1d8"}  # fmt: skip
    return {
        "points": book.add_format({**base, "num_format": "0.##", "align": "center"}),
        "right": book.add_format({"bg_color": "#dff0dd"}),
        "zero": book.add_format({"bg_color": "#f9d6d2"}),
        "fill": book.add_format(
            {**base, "num_format": "0.##", "align": "center", "bg_color": "#fff6d6"}
        ),
        "fill_text": book.add_format({**base, "text_wrap": True, "bg_color": "#fff6d6"}),
        "sum": book.add_format({**base, "num_format": "0.##", "align": "center", "bold": True}),
        "cell": book.add_format({**base, "text_wrap": True, "valign": "top"}),
        "share": book.add_format({**base, "num_format": "0%", "align": "center"}),
    }


def height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that a row of wrapped texts needs: not every program finds it out by itself."""
    room = [0.55 * wide for wide in widths]  # em
    most = max(lines(text, wide) for text, wide in zip(texts, room, strict=True))
    return 15.0 * most + 3


def paper(sheet: Worksheet, head: int) -> None:
    """A4 across, as wide as a page, the row of headings on each."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&C&P / &N&R&F")


def at(row: int, column: int) -> str:
    """A cell's name, rows and columns from 0.

    >>> at(5, 1)
    'B6'
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def span(top: int, left: int, bottom: int, right: int, *, absolute: bool = False) -> str:
    """An area's name, rows and columns from 0.

    >>> span(5, 1, 8, 1), span(5, 1, 8, 1, absolute=True)
    ('B6:B9', '$B$6:$B$9')
    """
    from xlsxwriter.utility import xl_range, xl_range_abs

    return str((xl_range_abs if absolute else xl_range)(top, left, bottom, right))
