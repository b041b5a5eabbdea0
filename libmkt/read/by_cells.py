"""A column with its cells in view: what no heading says, or what its heading says too quickly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from libmkt.errors import N_, Message, Problem
from libmkt.read.cells import KEPT, TEXT, figure
from libmkt.read.description import Column, Source
from libmkt.read.fields import KEYS, Field, Layout
from libmkt.read.grids import Grid
from libmkt.read.headings import Headings, filled
from libmkt.read.periods import period_of
from libmkt.read.vocabulary import meaning
from libmkt.read.whole import quoted
from libmkt.text.fold import plain

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)


def add(made: Layout, one: Field, grid: Grid, source: Source) -> None:
    """Add a column to the layout as its cells allow; what cannot be settled is a problem there.

    Parameters
    ----------
    made
        The layout; gets the column, and the problem with the line of YAML that would accept it.
    one
        What the description or the heading says.
    grid, source
        The cells, and what is described.
    """
    if one.told or one.why == "others":
        made.fields.append(one)
        return
    body = [row[one.index] for row in grid.rows[made.head.body :] if one.index < len(row)]
    shown = [cell for cell in dict.fromkeys(body) if filled(cell)]
    text_only = bool(shown) and _texts(shown) > len(shown) / 2
    column = one.column
    if column.part in ("personal", "total") and column.role == "leave out":
        made.fields.append(replace(one, why=str(column.part), column=Column(role="leave out")))
    elif not shown:
        empty = column if column.role != "leave out" else Column(role="leave out")
        made.fields.append(replace(one, column=empty, why="empty"))
    elif (
        column.role == "figure" and text_only and column.measure in ("libraries", "titles", "stock")
    ):
        # "Libraries" above names, "Название" above names
        made.fields.append(replace(one, column=Column(role="library"), why=""))
    elif column.role == "library" and not text_only and _texts(shown) == 0 and not one.heading:
        made.fields.append(replace(one, column=Column(role="leave out"), why="unknown"))
    elif column.role == "leave out" and one.why == "unknown" and _left_by_word(one):
        made.fields.append(replace(one, why="word"))
    elif column.role == "leave out" and one.why == "unknown":
        _unknown_column(made, one, shown, text_only, source)
    else:
        made.fields.append(one)


def _left_by_word(one: Field) -> bool:
    """Whether the heading is one of those known to hold no figures: №, code, address."""
    found = meaning(one.heading)
    return found is not None and found.role == "leave out"


def _unknown_column(
    made: Layout, one: Field, shown: list[Any], text_only: bool, source: Source
) -> None:
    left = replace(one, column=Column(role="leave out"))
    if any(_EMAIL.fullmatch(plain(cell)) for cell in shown[:200]):
        made.fields.append(replace(left, why="personal"))
    elif source.others == "leave out":
        made.fields.append(replace(left, why="others"))
    elif text_only and not any(figure(cell).fate == KEPT for cell in shown):
        if not one.heading and one.index == 0 and not made.of(*KEYS):
            # names of rows under an empty corner cell
            made.fields.append(replace(one, column=Column(role="library")))
        else:
            made.fields.append(replace(left, why="text"))
    else:
        from xlsxwriter.utility import xl_col_to_name

        name = one.heading or xl_col_to_name(one.index)
        made.fields.append(replace(left, why="refused"))
        made.problems.append(
            Problem(
                name,
                Message(N_("this column cannot be understood")),
                Message(N_("first value: {value}"), {"value": plain(shown[0])}),
            )
        )
        if len(made.head.paths[one.index]) > 1:
            made.lines.append(_header_line(made.head))
        else:
            made.lines.append(f"  {quoted(name)}: leave out   # or loans, library, branch ...")


def _header_line(head: Headings) -> str:
    """The line of YAML that says what each of several heading rows holds."""
    roles = []
    for level in range(head.rows):
        shown = [cells[level] for cells in head.levels if filled(cells[level])]
        times = sum(period_of(cell) is not None for cell in shown)
        known = [word for cell in shown if (word := meaning(plain(cell))) is not None]
        counted = sum(bool(word.measure) for word in known)
        roles.append(
            "period" if times * 2 > len(shown)
            else "measure" if counted * 2 > len(shown) else '"breakdown: part"'
        )  # fmt: skip
    return f"skip: {head.first}\nheader: [{', '.join(roles)}]"


def _texts(cells: Iterable[Any]) -> int:
    return sum(figure(cell).fate == TEXT and period_of(cell) is None for cell in cells)
