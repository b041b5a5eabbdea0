"""What a fill-in workbook refuses and points at: whole numbers, sums, gaps, known names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from libmkt.errors import N_
from libmkt.period import Period
from libmkt.reporting.workbook_layout import AGES, FIRST, HEAD, LARGEST, Column
from libmkt.words import _

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE, MESSAGE = 32, 255  # letters that Excel allows in a box


def add_checks(
    sheet: Worksheet, shown: Sequence[Column], styles: dict[str, Any], rows: int
) -> None:
    """Whole numbers only; colours and a line above the table where figures disagree."""
    from xlsxwriter.utility import xl_col_to_name

    whole = N_("Write a whole number from 0; leave empty what is not known.")
    only_whole = {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": LARGEST,
        "error_title": _(N_("Not a whole number"))[:TITLE],
        "error_message": _(whole)[:MESSAGE],
    }
    sheet.data_validation(FIRST, 1, FIRST + rows - 1, len(shown), only_whole)
    where = {(c.measure, c.part): xl_col_to_name(j) for j, c in enumerate(shown, start=1)}
    alarms = [_events(sheet, shown, where, styles, rows)]
    if any(column.part for column in shown):
        alarms.insert(0, _ages(sheet, shown, where, styles, rows))
    row = FIRST + 1  # as formulas count
    begun = f"=AND(COUNT($B{row}:${xl_col_to_name(len(shown))}{row})>0,ISBLANK(B{row}))"
    _colour(sheet, 1, len(shown), rows, begun, styles["gap"])
    named = 'CELL("filename",A1)'  # empty until the workbook is saved
    alarms.insert(
        0,
        (
            f'IF({named}="",FALSE,ISERROR(FIND($A$3,{named})))',
            _(N_("The period in the yellow cell is not that of the file's name.")),
        ),
    )
    text = '""'
    for test, message in reversed(alarms):
        quoted = message.replace('"', '""')
        text = f'IF({test},"{quoted}",{text})'
    # IFERROR: a text among the figures is for the validation to refuse, not for this line.
    sheet.write_formula(HEAD - 1, 0, f'=IFERROR({text},"")', styles["alarm"], "")


def _colour(sheet: Worksheet, first: int, last: int, rows: int, rule: str, style: Any) -> None:
    options = {"type": "formula", "criteria": rule, "format": style}
    sheet.conditional_format(FIRST, first, FIRST + rows - 1, last, options)


def _ages(
    sheet: Worksheet,
    shown: Sequence[Column],
    where: dict[tuple[str, str], str],
    styles: dict[str, Any],
    rows: int,
) -> tuple[str, str]:
    """Mark rows whose ages do not add up to the users; the test and what it says."""
    row, last = FIRST + 1, FIRST + rows
    whole, parts = where["users", ""], [where["users", age] for age in AGES]
    added = f"SUM(${parts[0]}{row}:${parts[-1]}{row})"
    all_filled = f"COUNT(${whole}{row}:${parts[-1]}{row})={len(parts) + 1}"
    j = shown.index(Column("users")) + 1
    rule = f"=AND({all_filled},${whole}{row}<>{added})"
    _colour(sheet, j, j + len(parts), rows, rule, styles["wrong"])
    area = [f"{letter}{row}:{letter}{last}" for letter in (whole, *parts)]
    filled = "*".join(f"ISNUMBER({cells})" for cells in area)
    test = f"SUMPRODUCT({filled}*({area[0]}<>{'+'.join(area[1:])}))>0"
    return test, _(N_("Rows in red: the ages do not add up to the users."))


def _events(
    sheet: Worksheet,
    shown: Sequence[Column],
    where: dict[tuple[str, str], str],
    styles: dict[str, Any],
    rows: int,
) -> tuple[str, str]:
    """Mark rows in which people came to no event; the test and what it says."""
    row, last = FIRST + 1, FIRST + rows
    held, came = where["events", ""], where["attendance", ""]
    rule = f"=AND(ISNUMBER(${held}{row}),${held}{row}=0,${came}{row}>0)"
    for key in ("events", "attendance"):
        j = shown.index(Column(key)) + 1
        _colour(sheet, j, j, rows, rule, styles["wrong"])
    none = f"ISNUMBER({held}{row}:{held}{last})*({held}{row}:{held}{last}=0)"
    test = f"SUMPRODUCT({none}*({came}{row}:{came}{last}>0))>0"
    return test, _(N_("Rows in red: people came, but no event was held."))


def add_lists(lists: Worksheet, sheet: Worksheet, period: Period, names: Sequence[str]) -> None:
    """What the drop-downs offer, on a sheet that is not shown: periods and names."""
    offered = [str(period + step) for step in range(-24 if period.unit == "month" else -10, 25)]
    lists.write_column(0, 0, offered)
    title = lists.get_name().replace("'", "''")
    periods = {"validate": "list", "source": f"='{title}'!$A$1:$A${len(offered)}"}
    sheet.data_validation(2, 0, 2, 0, {**periods, "error_type": "warning"})
    if names:
        lists.write_column(0, 1, names)
        warning = N_("This name is not in the list. Another spelling makes another row in reports.")
        known = {
            "validate": "list",
            "source": f"='{title}'!$B$1:$B${len(names)}",
            "error_type": "warning",
            "error_title": _(N_("A new name"))[:TITLE],
            "error_message": _(warning)[:MESSAGE],
        }
        sheet.data_validation(FIRST, 0, FIRST + len(names) - 1, 0, known)
    lists.hide()
