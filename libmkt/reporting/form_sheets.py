"""The form's workbook: figures in, everything else left as it is."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_, DataError, Message, MissingError, Problem, ReportError, why
from libmkt.library import Library
from libmkt.period import Period
from libmkt.reporting.form_figures import Deviation, Figure
from libmkt.reporting.form_notes import note_rows
from libmkt.reporting.forms import Form, Place
from libmkt.words import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# What openpyxl leaves behind when it saves a workbook that it has read; pictures it keeps.
LOST = {
    r"xl/charts/chart\d+\.xml": N_("charts"),
    r"xl/ctrlProps/.*\.xml": N_("buttons and other form controls"),
    r"xl/threadedComments/.*\.xml": N_("threaded comments"),
    r"xl/vbaProject\.bin": N_("macros"),
    r"xl/embeddings/.*": N_("embedded objects"),
    r"xl/slicers/.*\.xml": N_("slicers"),
}
SHAPES = re.compile(rb"<xdr:(sp|cxnSp|grpSp)[ >]")
EXTENSION_RULES = re.compile(rb"<x14:(dataValidation|conditionalFormatting)[ >]")


def opened(template: Path) -> Workbook:
    """The template, ready to be filled.

    Raises
    ------
    MissingError, DataError
        It is not there, or no .xlsx workbook.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not template.is_file():
        raise MissingError(Message(N_("There is no file {file}"), {"file": template.name}))
    try:
        return openpyxl.load_workbook(template, rich_text=True)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        InvalidFileException,
    ):
        what = Message(N_("{file} cannot be read as an .xlsx workbook"), {"file": template.name})
        raise DataError(
            what, hints=[Message(N_("Open it in Excel and save it as an Excel workbook (.xlsx)"))]
        ) from None


def losses(template: Path) -> list[Message]:
    """What of the template will not be in the filled form: openpyxl does not carry it over.

    Values, formulas, number formats, fonts, borders, fills, merged cells, column widths,
    validations, conditional formats, defined names, frozen panes, headers, footers, print
    set-up, protection, comments and pictures are kept.
    """
    found = []
    with zipfile.ZipFile(template) as parts:
        names = parts.namelist()
        for pattern, what in LOST.items():
            count = sum(bool(re.fullmatch(pattern, name)) for name in names)
            found += [Message(what)] * bool(count)
        sheets = [parts.read(n) for n in names if n.startswith("xl/worksheets/sheet")]
        drawings = [parts.read(n) for n in names if n.startswith("xl/drawings/drawing")]
    if any(SHAPES.search(text) for text in drawings):
        found.append(Message(N_("shapes and text boxes")))
    if any(EXTENSION_RULES.search(text) for text in sheets):
        found.append(Message(N_("checks and colours that refer to another sheet")))
    return found


def targets(book: Workbook, form: Form) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    """Sheet and cell of each entry, and every entry that has none that can be filled."""
    from openpyxl.cell.cell import MergedCell

    spots: dict[str, tuple[str, str]] = {}
    wrong: list[Problem] = []
    for place in form.cells:
        spot = _spot(book, form, place)
        if isinstance(spot, Message):
            wrong.append(Problem(place.id, spot))
            continue
        sheet, address = spot
        cell = book[sheet][address]
        fields = {"sheet": sheet, "cell": address}
        if isinstance(cell, MergedCell):
            what = N_("{sheet}!{cell} lies within a merged cell: name its top left cell")
            wrong.append(Problem(place.id, Message(what, fields)))
        elif cell.data_type == "f":
            what = N_("{sheet}!{cell} holds a formula of the form")
            found = Message("{formula}", {"formula": str(cell.value)[:60]})
            wrong.append(Problem(place.id, Message(what, fields), found))
        elif spot in spots.values():
            what = N_("another entry fills {sheet}!{cell}")
            wrong.append(Problem(place.id, Message(what, fields)))
        else:
            spots[place.id] = spot
    if form.note_sheet in book.sheetnames:
        what = N_("the form has a sheet {sheet} already")
        wrong.append(Problem("note_sheet", Message(what, {"sheet": form.note_sheet})))
    return spots, wrong


def _spot(book: Workbook, form: Form, place: Place) -> tuple[str, str] | Message:
    sheet = place.sheet or form.sheet or book.sheetnames[0]
    if place.name is not None:
        local = book[sheet].defined_names if sheet in book.sheetnames else {}
        defined = local.get(place.name) or book.defined_names.get(place.name)
        if defined is None:
            return Message(N_("the form defines no name {name}"), {"name": place.name})
        areas = list(defined.destinations)
        address = areas[0][1].replace("$", "") if len(areas) == 1 else ":"
        if ":" in address:
            return Message(N_("the name {name} is not one cell"), {"name": place.name})
        return areas[0][0], address
    if sheet not in book.sheetnames:
        known = ", ".join(book.sheetnames)
        what = N_("the form has no sheet {sheet} (it has {known})")
        return Message(what, {"sheet": sheet, "known": known})
    return sheet, str(place.cell)


def fill(
    book: Workbook,
    form: Form,
    found: Sequence[Figure],
    *,
    library: Library,
    period: Period,
    language: str,
) -> None:
    """Write figures and texts into the workbook; formats and everything else stay.

    A missing figure leaves its cell empty.  A text is stored as text even where it
    begins with ``=``, so that no name ever runs as a formula.
    """
    spots, _wrong = targets(book, form)
    values: dict[str, Any] = {f.place.id: f.value for f in found}
    spoken = form.language or language
    with words.speaking(spoken):
        shown = {
            "library": library.in_language(library.name, spoken),
            "period": words.period(period),
            "year": period.start.year,
        }
    for place in form.cells:
        value = shown[place.text] if place.text else values[place.id]
        sheet, address = spots[place.id]
        put(book[sheet], address, value, digits=place.digits)
    # What formulas showed before is stale: the program that opens the form reckons them anew.
    book.calculation.fullCalcOnLoad = True


def put(sheet: Worksheet, address: str, value: Any, *, digits: int = 0) -> None:
    """Write one value: a whole number as one, a text never as a formula."""
    cell = sheet[address]
    if value is None or isinstance(value, (str, int)):
        cell.value = value
    else:
        cell.value = float(value) if digits else int(value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def add_note_sheet(
    book: Workbook,
    form: Form,
    told: Sequence[Deviation],
    given: Mapping[str, str],
    *,
    library: Library,
    language: str,
) -> None:
    """Add the table of the note as a last sheet, where the mapping names one."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    if form.note_sheet is None:
        return
    sheet = book.create_sheet(form.note_sheet)
    with words.speaking(language):
        heading = words.fill(
            _(N_("Explanatory note: {form}")), form=library.in_language(form.title, language)
        )
        rows = note_rows(told, given, library, language)
    put(sheet, "A1", heading)
    sheet["A1"].font = Font(bold=True, size=13)
    line = Side(style="thin", color="BBBBBB")
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            address = f"{'ABCDE'[j]}{i + 3}"
            put(sheet, address, text)
            cell = sheet[address]
            cell.border = Border(top=line, bottom=line, left=line, right=line)
            side = "right" if j in (1, 2, 3) else "left"
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal=side, indent=int(j == 4)
            )
            if i == 0:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="E8EEF2")
    for column, width in zip("ABCDE", (38, 14, 14, 12, 60), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make the file beside `path`, then put it there in one step.

    Raises
    ------
    ReportError
        The place cannot be written to, most often since Excel holds the file open.
    """
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        part = Path(name)
        write(part)
        part.chmod(0o644)
        part.replace(path)
    except PermissionError:
        what = N_("{file} cannot be written: is it open in another program? Close it and try again")
        raise ReportError(Message(what, {"file": path.name})) from None
    except OSError as error:
        what = N_("{file} cannot be written: {why}")
        fields = {"file": path.name, "why": why(error)}
        raise ReportError(Message(what, fields)) from None
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
