"""What a fill-in workbook holds and how it looks: columns, places and house style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from libmkt.errors import N_

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Of = Literal["district", "branch"]
EMPTY_ROWS = 10
HEAD = 5  # rows above the headings, from 0
FIRST = HEAD + 2  # first row of figures, from 0: the headings take two rows
LARGEST = 999_999_999
AGES = ("0-14", "15-24", "25+")
INK, RULE, PALE, INPUT = "#22303c", "#b8c4cc", "#eef3f6", "#fffbe6"

MONTHLY = ("users", "visits", "loans", "events", "attendance")
YEARLY = (
    "libraries",
    "stock",
    "acquisitions",
    "users",
    "visits",
    "loans",
    "events",
    "attendance",
    "population",
)
# What each column counts, for the sheet of instructions.
MEANINGS = {
    "libraries": N_("Libraries that work at the end of the year."),
    "stock": N_("Copies held on 31 December, all kinds of documents."),
    "acquisitions": N_("Copies that came in during the period."),
    "users": N_("Persons registered or registered anew in the period, each once."),
    "visits": N_("Visits to the library in the period, visits to its events included."),
    "loans": N_("Documents issued in the period, to the home and to the reading room."),
    "events": N_("Events held in the period."),
    "attendance": N_("Persons who came to the events."),
    "population": N_("Inhabitants of the area at the end of the year."),
}


@dataclass(frozen=True)
class Column:
    """One column of figures: a measure, or one part of it."""

    measure: str
    part: str = ""  # "0-14"; "" for the whole


def columns(kind: Literal["monthly", "yearly"], of: Of) -> list[Column]:
    """The columns of a workbook, in order.

    >>> [c.measure for c in columns("monthly", "branch")]
    ['users', 'visits', 'loans', 'events', 'attendance']
    """
    codes = MONTHLY if kind == "monthly" else YEARLY
    made: list[Column] = []
    for code in codes:
        if of == "branch" and code in ("libraries", "population"):
            continue
        made.append(Column(code))
        if code == "users" and kind == "yearly":
            made += [Column(code, age) for age in AGES]
    return made


def area(column: int, rows: int) -> str:
    """The cells of one column of figures, as formulas write them."""
    from xlsxwriter.utility import xl_range

    return str(xl_range(FIRST, column, FIRST + rows - 1, column))


def styles_of(book: Workbook, accent: str) -> dict[str, Any]:
    """The formats of a workbook by what they are for."""
    base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": RULE}
    head = {
        **cell,
        "bold": True,
        "font_color": "#ffffff",
        "bg_color": accent,
        "align": "center",
        "text_wrap": True,
        "border_color": "#ffffff",
    }
    total = {**cell, "bold": True, "bg_color": PALE, "top": 2, "top_color": accent}
    return {
        name: book.add_format(style)
        for name, style in {
            "title": {**base, "bold": True, "font_size": 16, "font_color": accent},
            "subtitle": {**base, "font_size": 12},
            "label": {**base, "bold": True},
            "hint": {**base, "italic": True, "font_color": "#5b6b78"},
            "alarm": {**base, "bold": True, "font_color": "#b3261e"},
            "period": {
                **cell,
                "bold": True,
                "bg_color": INPUT,
                "align": "center",
                "num_format": "@",
            },
            "head": head,
            "part": {**head, "bold": False, "font_size": 10},
            "name": {**cell, "align": "left", "indent": 1},
            "figure": {**cell, "num_format": "#,##0", "align": "right"},
            "total": {**total, "num_format": "#,##0;-#,##0;", "align": "right"},
            "total_name": {**total, "align": "left", "indent": 1},
            "text": {**base, "text_wrap": True, "valign": "top"},
            "step": {**base, "bold": True, "font_color": accent, "valign": "top"},
            "wrong": {"bg_color": "#f9d6d2", "font_color": "#8c1d18"},
            "gap": {"bg_color": INPUT},
        }.items()
    }
