"""Fill-in workbooks of what is observed: the sheet for sweeps, and what belongs to a service.

Their headings are those of `libmkt.measures.observed`, which the readers know in every
language, so that a filled workbook is read without a description.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from libmkt import words
from libmkt.errors import N_
from libmkt.measures.observed import (
    ACTIVITIES,
    ACTIVITY_MEANING,
    OWN_ACTIVITY,
    SERVICE,
    SERVICE_MEANINGS,
    SHEET,
    SHEET_MEANINGS,
)
from libmkt.reporting.workbook_checks import MESSAGE, TITLE
from libmkt.reporting.workbook_layout import RULE, styles_of
from libmkt.words import _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

HEAD: Final = 3  # rows above the headings, from 0
SWEPT, RULED, LISTED = 300, 40, 30  # rows for sweeps, those ruled for paper, rows for services
SHEET_NAME: Final = 31  # letters that Excel allows
_KEYS: Final = ("date", "time", "branch", "area", "seats", "occupied")
_WIDE: Final = {"date": 13, "time": 9, "branch": 24, "area": 24, "note": 34}


def observation_sheet(
    path: Path, *, branches: Sequence[str] = (), library: str, language: str,
    created: dt.date, accent: str = "#1f5f8b",
) -> None:  # fmt: skip
    """Write an empty workbook for sweeps: a row an area in one walk.

    Parameters
    ----------
    path
        The .xlsx to write.
    branches
        Names that the column of branches offers.
    library
        Whose sheet it is: the title.
    language
        kaa, uz, ru or en.
    created
        The day that the file names as its own: same arguments, same bytes.
    accent
        Colour of the headings, as #rrggbb.
    """
    headings = [SHEET[name] for name in _KEYS] + list(ACTIVITIES.values())
    steps = [
        N_("Walk through all areas at set hours, on several days of a usual month."),
        N_(
            "One row an area in one walk. Date, time and branch may stand once above several areas."
        ),
        N_("Write 0 where nobody sat; leave empty what you did not look at."),
        N_("Count what people do without asking them, and write down nothing about who they are."),
        N_("An activity of your own: head an empty column with Activity: and its name."),
        N_("Save it in data/observations, then check it: libmkt check FILE --as observations"),
    ]
    meanings = {SHEET[name]: text for name, text in SHEET_MEANINGS.items()}
    meanings |= dict.fromkeys(ACTIVITIES.values(), ACTIVITY_MEANING)
    with words.speaking(language):
        own = f"{_(OWN_ACTIVITY)}: …"
        shown = [*map(_, headings), own, _(SHEET["note"])]
        stream = io.BytesIO()
        with _book(stream, N_("Observation sheet"), library, created) as book:
            styles = _styles(book, accent)
            sheet = book.add_worksheet(_(N_("Observations"))[:SHEET_NAME])
            _table(sheet, N_("Observation sheet"), library, shown, styles, RULED)
            _widths(sheet, [*_KEYS, *ACTIVITIES, "own", "note"], shown)
            _swept(sheet, styles, len(ACTIVITIES), branches)
            _guide(book, styles, steps, meanings)
    path.write_bytes(stream.getvalue())


def services_sheet(
    path: Path, *, library: str, language: str, created: dt.date, accent: str = "#1f5f8b"
) -> None:
    """Write an empty workbook that says what belongs to each service, a row a service.

    Parameters
    ----------
    path, library, language, created, accent
        As of `observation_sheet`.
    """
    steps = [
        N_("A row a service. Leave a cell empty where nothing of that kind is known."),
        N_(
            "Names of questions: libmkt check FILE --as survey. Names of measures: the headings "
            "of your own workbooks."
        ),
        N_("Several measures, places or areas stand in one cell, parted by semicolons."),
        N_(
            "Save it as data/services.xlsx, then make the page of a service: libmkt report "
            "parameters/service.yml"
        ),
    ]
    with words.speaking(language):
        shown = [_(heading) for heading in SERVICE.values()]
        stream = io.BytesIO()
        with _book(stream, N_("What belongs to each service"), library, created) as book:
            styles = _styles(book, accent)
            sheet = book.add_worksheet(_(N_("Services"))[:SHEET_NAME])
            _table(sheet, N_("What belongs to each service"), library, shown, styles, LISTED)
            sheet.set_column(0, len(shown) - 1, 26)
            meanings = {SERVICE[name]: text for name, text in SERVICE_MEANINGS.items()}
            _guide(book, styles, steps, meanings)
    path.write_bytes(stream.getvalue())


def _book(stream: io.BytesIO, title: str, library: str, created: dt.date) -> Workbook:
    import xlsxwriter

    # A branch named "=1+1" is a name, not a formula.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(stream, options)
    when = dt.datetime.combine(created, dt.time(), dt.UTC)
    book.set_properties({"title": _(title), "company": library, "created": when})
    return book


def _styles(book: Workbook, accent: str) -> dict[str, Any]:
    styles = styles_of(book, accent)
    plain = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
    ruled = {**plain, "border": 1, "border_color": RULE}
    for name, form in (("cell", "General"), ("day", "yyyy-mm-dd"), ("time", "hh:mm")):
        styles[name] = book.add_format({**plain, "num_format": form})
        styles[f"ruled_{name}"] = book.add_format({**ruled, "num_format": form})
    return styles


def _table(
    sheet: Worksheet, title: str, library: str, shown: Sequence[str], styles: dict[str, Any],
    rows: int,
) -> None:  # fmt: skip
    sheet.write_string(0, 0, library, styles["title"])
    sheet.write_string(1, 0, _(title), styles["subtitle"])
    for j, heading in enumerate(shown):
        sheet.write_string(HEAD, j, heading, styles["head"])
    sheet.set_row(0, 26)
    sheet.set_row(HEAD, 48)
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.set_selection(HEAD + 1, 0, HEAD + 1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    for row in range(HEAD + 1, HEAD + 1 + rows):
        for j in range(len(shown)):
            sheet.write_blank(row, j, None, styles["ruled_cell"])
    sheet.print_area(0, 0, HEAD + rows, len(shown) - 1)


def _widths(sheet: Worksheet, names: Sequence[str], shown: Sequence[str]) -> None:
    """A heading breaks between words only: the column is as wide as its longest word."""
    for j, (name, heading) in enumerate(zip(names, shown, strict=True)):
        longest = max(len(word) for word in heading.split())
        sheet.set_column(j, j, max(_WIDE.get(name, 10), 1.25 * longest + 1))


def _swept(
    sheet: Worksheet, styles: dict[str, Any], activities: int, branches: Sequence[str]
) -> None:
    """Dates, times and whole numbers only; counts that cannot be are red."""
    first, last = HEAD + 1, HEAD + SWEPT
    for row in range(first, last + 1):
        ruled = "ruled_" if row < first + RULED else ""
        for j, name in enumerate(("day", "time")):
            sheet.write_blank(row, j, None, styles[ruled + name])
    whole = {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9999,
        "error_title": _(N_("Not a whole number"))[:TITLE],
        "error_message": _(
            N_("Write a whole number from 0; leave empty what is not known.")
        )[:MESSAGE],
    }  # fmt: skip
    sheet.data_validation(first, 4, last, 6 + activities, whole)
    if branches and len(",".join(branches)) <= MESSAGE:
        known = {"validate": "list", "source": list(branches), "error_type": "warning"}
        sheet.data_validation(first, 2, last, 2, known)
    row = first + 1  # as formulas count
    for area, rule in (
        ((5, 5), f"=AND(ISNUMBER($F{row}),ISNUMBER($E{row}),$F{row}>$E{row})"),
        ((6, 6 + activities), f"=AND(ISNUMBER(G{row}),G{row}>$F{row})"),
    ):
        options = {"type": "formula", "criteria": rule, "format": styles["wrong"]}
        sheet.conditional_format(first, area[0], last, area[1], options)


def _guide(
    book: Workbook, styles: dict[str, Any], steps: Sequence[str], meanings: Mapping[str, str]
) -> None:
    """The sheet of instructions: steps, and what each column means."""
    guide = book.add_worksheet(_(N_("Instructions"))[:SHEET_NAME])
    guide.hide_gridlines(2)
    guide.set_column(0, 0, 32)
    guide.set_column(1, 1, 86)
    guide.write_string(0, 0, _(N_("How to fill in this workbook")), styles["title"])
    guide.set_row(0, 28)
    for i, step in enumerate(steps, start=1):
        guide.write_string(i + 1, 0, words.fill(_(N_("Step {n}")), n=i), styles["step"])
        guide.write_string(i + 1, 1, _(step), styles["text"])
    top = len(steps) + 3
    guide.write_string(top, 0, _(N_("Column")), styles["head"])
    guide.write_string(top, 1, _(N_("What it holds")), styles["head"])
    for i, (heading, text) in enumerate(meanings.items(), start=1):
        guide.write_string(top + i, 0, _(heading), styles["name"])
        guide.write_string(top + i, 1, _(text), styles["text"])
    guide.set_paper(9)
    guide.set_landscape()
    guide.fit_to_pages(1, 0)
