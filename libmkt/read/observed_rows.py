"""The rows of an observation sheet: one area in one sweep, and what was done there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any, Final

from libmkt.errors import N_
from libmkt.read.cells import EMPTY, KEPT, NO_DATA, TEXT, Figure, figure
from libmkt.read.description import Source
from libmkt.read.findings import Problems, cell_text, located
from libmkt.read.grids import Grid
from libmkt.read.headings import filled
from libmkt.read.observed_columns import Seen, Sheet
from libmkt.read.periods import period_of
from libmkt.read.source import RowLog
from libmkt.text.fold import plain
from libmkt.text.totals import is_total

CROWD: Final = 2  # more than so many times the seats is a slip of the pen
_CLOCK = re.compile(r"(\d{1,2})(?:[:.hч-](\d{2}))?(?::\d{2})?(?:\s*[-–—].*)?")
_MOMENT = re.compile(r"(\S+)[ T]+(\d{1,2}[:.]\d{2}(?::\d{2})?)")
_PERSISTENT: Final = ("date", "time", "branch", "library")


@dataclass
class Rows:
    """What became of a sheet: lines of the table with their places, and what is wrong."""

    lines: list[dict[str, Any]] = field(default_factory=list)  # `tables.OBSERVATIONS`, and row
    problems: Problems = field(default_factory=Problems)
    cells_in: int = 0


def rows_of(grid: Grid, sheet: Sheet, source: Source, log: RowLog) -> Rows:
    """The lines of one sheet; what was left out or mended goes to the log.

    Parameters
    ----------
    grid, sheet, source
        The cells, what the columns hold and what is described.
    log
        Gets a line for every rule that touched a figure.

    Returns
    -------
    Rows
        Figures are seats taken and persons by activity: those found are kept or dropped.
    """
    work = _Work(grid, sheet, source, log)
    for place in range(sheet.body, len(grid.rows)):
        row = grid.rows[place]
        if any(filled(cell) for cell in row):
            work.take(place, row)
    work.account()
    return work.made


def clock(cell: Any) -> str | None:
    """A time of day as "14:00"; None if the cell is none.

    >>> [clock(c) for c in ("9", "14.30", "10:00-10:20", dt.time(16, 5), 0.5, "noon", "25:00")]
    ['09:00', '14:30', '10:00', '16:05', '12:00', None, None]
    """
    if isinstance(cell, dt.datetime | dt.time):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, dt.timedelta):
        cell = cell.total_seconds() / 86_400
    if isinstance(cell, float) and 0 <= cell < 1:  # Excel's part of a day
        minutes = round(cell * 1440)
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
    found = _CLOCK.fullmatch(cell_text(cell))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _parted(cell: Any) -> tuple[Any, Any]:
    """A day and the time behind it, None where there is none.

    >>> _parted("2026-09-14 10:00"), _parted("14.09.2026")
    (('2026-09-14', '10:00'), ('14.09.2026', None))
    """
    if isinstance(cell, dt.datetime):
        return cell.date(), cell.time() if cell.time() != dt.time() else None
    found = _MOMENT.fullmatch(plain(cell)) if isinstance(cell, str) else None
    return (found[1], found[2]) if found else (cell, None)


class _Work:
    """One sheet while it is read."""

    def __init__(self, grid: Grid, sheet: Sheet, source: Source, log: RowLog) -> None:
        self.sheet, self.source, self.log = sheet, source, log
        self.typed = not grid.encoding
        self.made = Rows()
        self.above: dict[str, Any] = {}
        self.tally: dict[tuple[str, str], list[Any]] = {}  # rule and outcome: cells, rows, example
        self.figures = [Seen(at, "", "")] if (at := sheet.at("occupied")) is not None else []
        self.figures += sheet.activities

    def take(self, place: int, row: list[Any]) -> None:
        """One row: left out, or its lines."""
        cells = {name: self._cell(row, self.sheet.at(name)) for name in ("area", *_PERSISTENT)}
        raw = [self._cell(row, one.index) for one in self.figures]
        named = [plain(cells[name]) for name in ("area", "branch", "date") if filled(cells[name])]
        if any(is_total(name) for name in named):
            self._leave("total_row", "dropped", raw, place, named)
        elif not filled(cells["area"]) and not any(map(filled, raw)):
            self._leave("note_row", "noted", raw, place, named)  # a remark under the table
        else:
            self._keep(place, row, cells, raw)

    def _keep(self, place: int, row: list[Any], cells: dict[str, Any], raw: list[Any]) -> None:
        above = {name: self._persistent(name, cells[name], place) for name in _PERSISTENT}
        counted = [
            self._count_of(place, one, cell) for one, cell in zip(self.figures, raw, strict=True)
        ]
        if all(value is None for value in counted):
            return  # an area that nobody has looked at
        problem = self.made.problems.problem
        if not filled(cells["area"]):
            problem(place, self._heading("area"), N_("the area has no name"), raw[0])
        whole = counted[0]
        line = {
            "library": plain(above["library"]) or self.source.library or "",
            "branch": plain(above["branch"]),
            "area": plain(cells["area"]),
            "date": self._day(place, above["date"]),
            "time": self._time(place, above["time"], above["date"]),
            "seats": self._seats(place, row, whole),
        }
        if whole is None:
            what = N_("what people did is counted, but not how many seats were taken")
            problem(place, self._heading("occupied"), what, "–")
            return
        self._lines(place, line, whole, counted[1:])

    def _lines(
        self, place: int, line: dict[str, Any], whole: float, done: list[float | None]
    ) -> None:
        crowded = line["seats"] is not None and whole > line["seats"]
        line["note"] = "crowded" if crowded else ""
        self.made.lines.append({**line, "row": place, "activity": "", "occupied": whole})
        for one, value in zip(self.sheet.activities, done, strict=True):
            if value is None:
                continue
            if value > whole:
                what = N_("more than the seats that were taken ({whole})")
                self.made.problems.problem(place, one.heading, what, value, whole=int(whole))
            done_here = {"row": place, "activity": one.what, "occupied": value}
            self.made.lines.append({**line, **done_here})

    def _cell(self, row: list[Any], index: int | None) -> Any:
        return row[index] if index is not None and index < len(row) else ""

    def _persistent(self, name: str, cell: Any, place: int) -> Any:
        """The cell, or where it is empty that of the row above: one date for several areas."""
        if filled(cell):
            self.above[name] = cell
            return cell
        if filled(self.above.get(name, "")):
            tally = self.tally.setdefault(("as_above", "repaired"), [0, set(), ""])
            tally[1].add(place)
            tally[2] = tally[2] or located(
                place, f"{self._heading(name)}: {plain(self.above[name])}"
            )
        return self.above.get(name, "")

    def _day(self, place: int, cell: Any) -> str:
        """The day of a sweep; a time behind it is for `_time`."""
        found = None
        if filled(cell):
            day, _moment = _parted(cell)
            found = period_of(day, form=self.source.period.format)
        if found is None or found.unit != "day":
            self.made.problems.problem(place, self._heading("date"), N_("expected a date"), cell)
            return ""
        return str(found)

    def _time(self, place: int, cell: Any, day: Any) -> str:
        """When a sweep began; "" where the sheet says no times: one sweep a day."""
        if self.sheet.at("time") is None:
            cell = _parted(day)[1]
            if cell is None:
                return ""
        found = clock(cell) if filled(cell) else None
        if found is None:
            what = N_("expected a time of day, as 14:00")
            self.made.problems.problem(place, self._heading("time"), what, cell)
        return found or ""

    def _seats(self, place: int, row: list[Any], whole: float | None) -> float | None:
        cell = self._cell(row, self.sheet.at("seats"))
        found = self._figure(cell)
        if found.fate != KEPT or found.value < 1 or not found.value.is_integer():
            what = N_("expected a whole number from 1")
            self.made.problems.problem(place, self._heading("seats"), what, cell)
            return None
        if whole is not None and whole > CROWD * found.value:
            what = N_("more than twice the seats of the area ({seats})")
            self.made.problems.problem(
                place, self._heading("occupied"), what, whole, seats=int(found.value)
            )
        return found.value

    def _count_of(self, place: int, one: Seen, cell: Any) -> float | None:
        """A count of persons; None where nobody counted."""
        found = self._figure(cell)
        self.made.cells_in += 1
        if found.fate in (EMPTY, NO_DATA):
            rule = "not_counted" if found.fate == EMPTY else "no_data"
            tally = self.tally.setdefault((rule, "dropped"), [0, set(), located(place, "")])
            tally[0] += 1
            tally[1].add(place)
            return None
        heading = one.heading or self._heading("occupied")
        if found.fate == TEXT or found.value < 0 or not found.value.is_integer():
            what = N_("expected a whole number from 0")
            self.made.problems.problem(place, heading, what, cell)
            return None
        return found.value

    def _figure(self, cell: Any) -> Figure:
        return figure(cell, decimal=self.source.decimal or ".", typed=self.typed)

    def _leave(self, rule: str, outcome: str, raw: list[Any], place: int, named: list[str]) -> None:
        cells = sum(map(filled, raw))
        self.made.cells_in += cells
        first = located(place, named[0] if named else "")
        tally = self.tally.setdefault((rule, outcome), [0, set(), first])
        tally[0] += cells
        tally[1].add(place)

    def _heading(self, name: str) -> str:
        """The heading of a column as the file has it; that of the date where there is none."""
        heads = {one.what: one.heading for one in self.sheet.columns}
        return heads.get(name) or heads["date"]

    def account(self) -> None:
        """Write the tallies and the columns that were not read to the log."""
        for (rule, outcome), (cells, places, example) in self.tally.items():
            self.log.add(rule, outcome, cells=cells, rows=len(places), example=example)
        left: dict[str, list[str]] = {}
        for one in self.sheet.columns:
            if one.what == "leave out" and one.heading:
                left.setdefault(one.why or "word", []).append(one.heading)
        for why, names in left.items():
            self.log.add("column_" + why, "noted", cells=0, example=", ".join(names))
        own = [one.heading for one in self.sheet.activities if not one.what.startswith("act_")]
        if own:
            self.log.add("own_activity", "noted", cells=0, example=", ".join(own))
