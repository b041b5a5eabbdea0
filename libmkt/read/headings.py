"""Where the headings of a table stand, and the path of headings above each column."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from libmkt.read.cells import KEPT, figure
from libmkt.read.grids import Grid
from libmkt.read.periods import YEARS, period_of, period_within
from libmkt.read.vocabulary import meaning
from libmkt.text.fold import plain

_LOOK = 60  # rows in which a table is expected to begin
_SERIALS = range(20000, 80000)


@dataclass(frozen=True)
class Headings:
    """The head of a table: rows from 0, `titles` above, `body` the first row of figures."""

    titles: tuple[str, ...]
    first: int
    rows: int
    body: int
    paths: tuple[tuple[str, ...], ...]  # one a column: its headings from the top, blanks gone
    levels: tuple[tuple[Any, ...], ...]  # one a column: the cell of each heading row, filled


def filled(cell: Any) -> bool:
    """Whether a cell shows anything."""
    if isinstance(cell, str):
        # most cells are plain: the slower look is for soft hyphens and their like
        return cell != "" and (cell[0].isalnum() or plain(cell) != "")
    return cell is not None


def headings(grid: Grid, *, skip: int | None = None, rows: int | None = None) -> Headings:
    """The head of a table, as told or as found.

    Parameters
    ----------
    grid
        The cells.
    skip, rows
        Title lines above the headings and number of heading rows; None finds both: the
        headings end above the first row with a figure that is not a year or a column's
        number.
    """
    if skip is None and rows is None:
        first, count = _found(grid)
    else:
        first, count = skip or 0, rows or 1
    head = [_padded(row, grid.width) for row in grid.rows[first : first + count]]
    full = _spread(head, grid, first)
    levels = tuple(tuple(row[c] for row in full) for c in range(grid.width))
    titles = tuple(dict.fromkeys(plain(c) for row in grid.rows[:first] for c in row if filled(c)))
    body = first + count
    while body < len(grid.rows) and _numbers_columns(grid.rows[body]):
        body += 1
    return Headings(titles, first, count, body, tuple(_path(cells) for cells in levels), levels)


def _found(grid: Grid) -> tuple[int, int]:
    """First heading row and how many, found from the cells."""
    blank = next((i for i, row in enumerate(grid.rows) if any(map(filled, row))), 0)
    rows = grid.rows[: blank + _LOOK]
    body = next((i for i, row in enumerate(rows) if _has_figure(row)), len(rows))
    first = next((i for i in range(body) if _distinct(rows[i]) > 1), None)
    if first is None:  # a table of one column, or none at all
        first = next((i for i in range(body) if _distinct(rows[i])), 0)
        return first, 1
    while first + 1 < body and not _heads(rows[first]) and _heads(rows[first + 1]):
        first += 1  # a line of the title with a date or a stamp beside it
    if first and _group_above(rows[first - 1]) and _heads(rows[first]):
        first -= 1
    count = 1
    while first + count < body:
        last, after = rows[first + count - 1], rows[first + count]
        if _complete(last, grid.width) or not _heads(after):
            break
        count += 1
    return first, count


def _group_above(row: list[Any]) -> bool:
    """Whether a row with one text may be a heading over some of the columns.

    Not a title: those stand at the left, are long or name a time.  A short text further
    right is read as a heading, so that "Online" above "Visits" is refused, not lost.
    """
    places = [i for i, cell in enumerate(row) if filled(cell)]
    if not places or not places[0]:
        return False
    text = plain(row[places[0]])
    return len(text) <= 30 and period_within(text) is None


def _has_figure(row: list[Any]) -> bool:
    """Whether a row shows a figure that is no year, no date and no column's number."""
    if _numbers_columns(row):
        return False
    numbers = [
        found.value
        for cell in row
        if (found := figure(cell, typed=False)).fate == KEPT and _is_number(cell)
    ]
    if len(numbers) > 2 and all(int(n) in _SERIALS for n in numbers):
        steps = [b - a for a, b in itertools.pairwise(numbers)]
        if all(28 <= step <= 31 for step in steps):
            return False  # months as Excel's serial days
    return any(not (n.is_integer() and int(n) in YEARS) for n in numbers)


def _is_number(cell: Any) -> bool:
    """Whether a cell is a figure by itself: ``2008-04`` and ``05.2026`` are periods."""
    if isinstance(cell, str):
        found = period_of(cell)
        return found is None or found.unit == "year"
    return not isinstance(cell, (bool, dt.date))


def _numbers_columns(row: list[Any]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 ... (as printed forms have it)."""
    shown = [plain(cell).removesuffix(".0") for cell in row if filled(cell)]
    body = shown[1:] if shown and shown[0].upper() in {"A", "А"} else shown
    start = 2 if len(body) < len(shown) and body[:1] == ["2"] else 1
    least = 3 if start == 1 and len(body) == len(shown) else 5
    return len(body) >= least and body == [str(i + start) for i in range(len(body))]


def _distinct(row: list[Any]) -> int:
    return len({plain(cell) for cell in row if filled(cell)})


def _complete(row: list[Any], width: int) -> bool:
    """Whether a heading row names every column, each by its own name."""
    shown = [plain(cell) for cell in _padded(row, width)]
    while shown and not shown[-1]:
        shown.pop()
    return all(shown) and len(set(shown)) == len(shown)


def _heads(row: list[Any]) -> bool:
    """Whether a row could be one more heading row: some cell of it is understood."""
    shown = [cell for cell in row if filled(cell)]
    known = [cell for cell in shown if period_of(cell) or meaning(plain(cell)) is not None]
    return _distinct(row) > 1 and len(known) * 3 >= len(set(map(str, shown)))


def _spread(head: list[list[Any]], grid: Grid, first: int) -> list[list[Any]]:
    """Heading rows with joined cells filled: by the file's own record, else to the right."""
    full = [list(row) for row in head]
    joined = False
    for top, left, bottom, right in grid.merged:
        if first <= top < first + len(head):
            joined = True
            for r in range(top, min(bottom, first + len(head) - 1) + 1):
                for c in range(left, min(right, grid.width - 1) + 1):
                    full[r - first][c] = grid.rows[top][left]
    if joined:
        return full
    for r, row in enumerate(full[:-1]):
        shown: Any = ""
        for c, cell in enumerate(row):
            if filled(cell):
                shown = cell
            elif filled(shown) and any(filled(below[c]) for below in head[r + 1 :]):
                row[c] = shown
    return full


def _path(cells: tuple[Any, ...]) -> tuple[str, ...]:
    """The headings above a column, from the top; a cell joined downwards counts once."""
    return tuple(dict.fromkeys(_text(cell) for cell in cells if filled(cell)))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, dt.date) else plain(cell)


def _padded(row: list[Any], width: int) -> list[Any]:
    return [*row, *[""] * (width - len(row))]
