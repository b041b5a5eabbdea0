"""Fill-in workbooks: one row a district or branch, the measures as columns, checks built in.

Headings are the measures' own names in the chosen language, which `read.counts`
knows, so that a filled workbook is read without a description.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from libmkt import words
from libmkt.errors import N_
from libmkt.measures import MEASURES
from libmkt.period import Period
from libmkt.reporting.workbook_checks import add_checks, add_lists
from libmkt.reporting.workbook_layout import (
    EMPTY_ROWS,
    FIRST,
    HEAD,
    MEANINGS,
    Column,
    Of,
    area,
    columns,
    styles_of,
)
from libmkt.words import _

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


SHEET_NAME = 31  # letters that Excel allows


def fill_in(
    path: Path,
    *,
    period: Period,
    names: Sequence[str] = (),
    of: Of = "district",
    library: str,
    language: str,
    accent: str = "#1f5f8b",
) -> None:
    """Write an empty workbook for the figures of one month or year.

    Parameters
    ----------
    path
        The .xlsx to write.
    period
        A month or a year; it stands in the workbook, and a drop-down changes it.
    names
        Districts or branches, a row each; none gives ten rows without a name.
    of
        What a row is.
    library
        Whose figures they are: the title.
    language
        kaa, uz, ru or en.
    accent
        Colour of the headings, as #rrggbb.
    """
    import xlsxwriter

    kind: Literal["monthly", "yearly"] = "yearly" if period.unit == "year" else "monthly"
    # A district named "=1+1" is a name, not a formula.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    # Put on the disk by ourselves: a full one is then the system's error, told like any other.
    stream = io.BytesIO()
    with words.speaking(language), xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": _title(kind),
                "company": library,
                "created": dt.datetime.combine(period.start, dt.time(), dt.UTC),
            }
        )
        styles = styles_of(book, accent)
        sheet = book.add_worksheet(_(N_("Figures"))[:SHEET_NAME])
        guide = book.add_worksheet(_(N_("Instructions"))[:SHEET_NAME])
        lists = book.add_worksheet(_(N_("Lists"))[:SHEET_NAME])
        shown = columns(kind, of)
        _table(sheet, shown, styles, period, list(names), of, library, _title(kind))
        add_checks(sheet, shown, styles, len(names) or EMPTY_ROWS)
        add_lists(lists, sheet, period, list(names))
        _paper(sheet)
        _guide(guide, shown, styles, kind)
    path.write_bytes(stream.getvalue())


def _title(kind: str) -> str:
    return _(N_("Figures of the year")) if kind == "yearly" else _(N_("Figures of the month"))


def _table(
    sheet: Worksheet,
    shown: Sequence[Column],
    styles: dict[str, Any],
    period: Period,
    names: Sequence[str],
    of: Of,
    library: str,
    title: str,
) -> None:
    sheet.write_string(0, 0, library, styles["title"])
    sheet.write_string(1, 0, title, styles["subtitle"])
    # Alone in its row: a title to whoever reads the sheet, and to `read.counts`.
    sheet.write_string(2, 0, str(period), styles["period"])
    hint = _(N_("Whole numbers only. Leave empty what is not known; write 0 where there was none."))
    sheet.write_string(3, 0, hint, styles["hint"])
    heading = _(N_("District")) if of == "district" else _(N_("Branch"))
    sheet.merge_range(HEAD, 0, HEAD + 1, 0, heading, styles["head"])
    sheet.set_column(0, 0, 30)
    _headings(sheet, shown, styles)
    rows = list(names) or [""] * EMPTY_ROWS
    for i, name in enumerate(rows):
        sheet.write(FIRST + i, 0, name or None, styles["name"])
        for j in range(len(shown)):
            sheet.write_blank(FIRST + i, j + 1, None, styles["figure"])
        sheet.set_row(FIRST + i, 19)
    last = FIRST + len(rows)
    sheet.write_string(last, 0, _(N_("Total")), styles["total_name"])
    for j in range(len(shown)):
        total = f"=SUM({area(j + 1, len(rows))})"
        sheet.write_formula(last, j + 1, total, styles["total"], 0)
    sheet.set_row(0, 26)
    sheet.set_row(2, 21)
    sheet.set_row(last, 21)
    sheet.freeze_panes(FIRST, 1)
    sheet.set_selection(FIRST, 1 if names else 0, FIRST, 1 if names else 0)
    sheet.hide_gridlines(2)


def _headings(sheet: Worksheet, shown: Sequence[Column], styles: dict[str, Any]) -> None:
    """Two rows: the measure, and below it the parts where there are any."""
    for j, column in enumerate(shown, start=1):
        name = _(MEASURES[column.measure].name)
        span = sum(c.measure == column.measure for c in shown)
        if column.part:
            sheet.write_string(HEAD + 1, j, column.part, styles["part"])
        elif span > 1:
            sheet.merge_range(HEAD, j, HEAD, j + span - 1, name, styles["head"])
            sheet.write_string(HEAD + 1, j, _(N_("Total")), styles["part"])
        else:
            sheet.merge_range(HEAD, j, HEAD + 1, j, name, styles["head"])
        # A heading breaks between words only: the column is as wide as its longest word.
        longest = 0 if span > 1 else max(len(word) for word in name.split())
        sheet.set_column(j, j, max(13, 1.25 * longest + 1))
    sheet.set_row(HEAD, 32)
    sheet.set_row(HEAD + 1, 22)


def _paper(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD, HEAD + 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.8)
    signed = words.fill(_(N_("Prepared by: {line}")), line="_" * 24)
    sheet.set_footer(f"&L{signed.replace('&', '&&')}&C&P / &N&R&F")
    sheet.ignore_errors({"formula_range": "B1:Z400"})


def _guide(guide: Worksheet, shown: Sequence[Column], styles: dict[str, Any], kind: str) -> None:
    """The sheet of instructions: steps, and what each column counts."""
    guide.hide_gridlines(2)
    guide.set_column(0, 0, 32)
    guide.set_column(1, 1, 86)
    guide.write_string(0, 0, _(N_("How to fill in this workbook")), styles["title"])
    guide.set_row(0, 28)
    folder = "data/monthly" if kind == "monthly" else "data/yearly"
    example = "2026-10.xlsx" if kind == "monthly" else "2026.xlsx"
    steps = [
        _(N_("Choose the reporting period in the yellow cell; the file is named after it.")),
        _(N_("One row a district or branch. Keep the spelling of the names from month to month.")),
        _(
            N_(
                "Only whole numbers. Yellow cells in a row begun are still empty; red figures "
                "disagree with one another."
            )
        ),
        _(N_("Do not change the headings: the program knows the columns by them.")),
        words.fill(
            _(N_("Save the workbook in {folder} under the name of its period, such as {example}.")),
            folder=folder,
            example=example,
        ),
        _(N_("Then make the report: libmkt report parameters")),
    ]
    for i, step in enumerate(steps, start=1):
        guide.write_string(i + 1, 0, words.fill(_(N_("Step {n}")), n=i), styles["step"])
        guide.write_string(i + 1, 1, step, styles["text"])
    top = len(steps) + 3
    guide.write_string(top, 0, _(N_("Column")), styles["head"])
    guide.write_string(top, 1, _(N_("What it counts")), styles["head"])
    counted = list(dict.fromkeys(column.measure for column in shown))
    for i, code in enumerate(counted, start=1):
        guide.write_string(top + i, 0, _(MEASURES[code].name), styles["name"])
        guide.write_string(top + i, 1, _(MEANINGS[code]), styles["name"])
    guide.set_paper(9)
    guide.set_landscape()
    guide.fit_to_pages(1, 0)
