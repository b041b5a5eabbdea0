"""The rows of a sheet that hold figures: their keys, periods and breakdowns."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import Any

from libmkt.errors import N_
from libmkt.period import Period
from libmkt.read.description import Source
from libmkt.read.fields import KEYS, PARTED, Field, Layout
from libmkt.read.findings import Findings, cell_text, located
from libmkt.read.grids import Grid
from libmkt.read.headings import filled
from libmkt.read.layout import measure_code
from libmkt.read.lost import Repair
from libmkt.read.periods import period_of, written
from libmkt.read.source import RowLog
from libmkt.text.fold import plain, search_key
from libmkt.text.months import month_number, quarter_number
from libmkt.text.totals import is_total

_NOTES = (
    "note",
    "notes",
    "source",
    "izoh",
    "esletpe",
    "primechanie",
    "istochnik",
    "manba",
    "derek",
)
_STARS = "*†‡"


@dataclass
class Rows:
    """The rows that hold figures: their places in the file and their keys."""

    places: list[int] = field(default_factory=list)  # from 0
    library: list[str] = field(default_factory=list)
    branch: list[str] = field(default_factory=list)
    starred: list[bool] = field(default_factory=list)
    period: list[str | None] = field(default_factory=list)
    part: list[tuple[str, str]] = field(default_factory=list)  # breakdown's name and part
    measure: list[str | None] = field(default_factory=list)


class RowReader(Findings):
    """Reads the rows; those that are left out go to the log."""

    def __init__(
        self, grid: Grid, made: Layout, source: Source, log: RowLog, repair: Repair | None
    ) -> None:
        super().__init__(grid, made, source, log)
        self.repair = repair
        self.names: dict[str, str] = {}  # display names by id
        self.keys = made.of(*KEYS)
        self.times = made.of("period", "year", "quarter", "month")
        self.parts, self.words = made.of("breakdown"), made.of("measure")
        self.labels = made.of("name")
        self.totals = {search_key(name) for name in source.totals}
        self.notes = tuple(search_key(name) for name in source.notes)
        self.repaired: dict[str, str] = {}
        self.total_names: dict[str, bool] = {}

    def rows(self) -> Rows:
        """The rows with figures; those that are left out go to the log."""
        made, grid = self.made, self.grid
        keys = self.keys
        kept = Rows()
        left: dict[tuple[str, str], list[int]] = {}
        above = {one.role: "" for one in keys}
        last = made.head.first + made.head.rows - 1
        head = [plain(cell) for cell in grid.rows[last]] if last < len(grid.rows) else []
        head += [""] * (grid.width - len(head))
        columns = {one.index for one in self.fields}
        for place in range(made.head.body, len(grid.rows)):
            row = grid.rows[place]
            if not any(filled(cell) for cell in row):
                continue
            leave = self._left_out(row, head, keys, columns)
            if leave is not None:
                left.setdefault(leave, []).append(place)
                continue
            self._keep(row, place, keys, above, kept)
        for (rule, reason), places in left.items():
            cells = 0 if rule in ("note_row", "heading_again") else len(places) * len(self.fields)
            self.cells_in += cells
            first = [plain(c) for c in grid.rows[places[0]] if filled(c)]
            self.log.add(
                rule,
                "dropped" if cells else "noted",
                cells=cells,
                rows=len(places),
                example=located(places[0], first[0] if first else ""),
                reason=reason,
            )
        return kept

    def _left_out(
        self, row: list[Any], head: list[str], keys: list[Field], columns: set[int]
    ) -> tuple[str, str] | None:
        """The rule by which a row is left out, and its reason; None to keep it."""
        first = next(i for i, cell in enumerate(row) if filled(cell))
        if plain(row[first]) == head[first] and [plain(cell) for cell in row] == head:
            return "heading_again", ""
        key = search_key(row[first])
        figureless = not any(filled(row[i]) for i in columns if i < len(row))
        if self.notes and key.startswith(self.notes):
            return ("note_row", "") if figureless else ("note_with_figures", "")
        if figureless and self._is_note(row, plain(row[first]), key):
            return "note_row", ""
        named = [plain(row[one.index]) for one in keys if one.index < len(row)]
        if any(self._is_total(name) for name in named if name):
            return "total_row", ""
        if not any(named) and any(
            self._is_total(plain(cell)) for i, cell in enumerate(row) if i not in columns
        ):
            return "total_row", ""
        for rule in self.source.drop:
            if self._dropped(row, rule.where):
                return "described", rule.why
        return None

    def _is_total(self, name: str) -> bool:
        if name not in self.total_names:
            self.total_names[name] = is_total(name) or search_key(name) in self.totals
        return self.total_names[name]

    def _is_note(self, row: list[Any], text: str, key: str) -> bool:
        """Whether a row without figures is a remark: by its first word, sign or length."""
        if sum(map(filled, row)) > 2:
            return False
        return key.split(" ")[0] in _NOTES or text[0] in _STARS or len(text) > 60

    def _dropped(self, row: list[Any], where: dict[str, list[str]]) -> bool:
        for heading, patterns in where.items():
            index = self._index(heading)
            cell = plain(row[index]) if index is not None and index < len(row) else ""
            if not any(fnmatch.fnmatchcase(cell.casefold(), p.casefold()) for p in patterns):
                return False
        return True

    def _index(self, heading: str) -> int | None:
        for one in self.made.fields:
            last = one.heading.rsplit(" / ", 1)[-1]
            if search_key(heading) in (search_key(one.heading), search_key(last)):
                return one.index
        return None

    def _keep(
        self, row: list[Any], place: int, keys: list[Field], above: dict[str, str], kept: Rows
    ) -> None:
        """Add one row: its keys, its own period, breakdown, measure and note."""
        found = {"library": self.source.library or "", "branch": ""}
        starred = False
        for one in keys:
            text = self._name(row[one.index] if one.index < len(row) else "", place)
            bare = text.rstrip(_STARS + " ")
            starred |= bare != text
            if not bare and above[one.role] and self._joined(place, one.index):
                bare = above[one.role]
            above[one.role] = bare
            found[one.role] = bare
        if "library" in above and "branch" in above and not found["library"] and found["branch"]:
            found["library"] = above["library"]
        if keys and not any(found[one.role] for one in keys):
            values = [plain(row[f.index]) for f in self.fields
                      if f.index < len(row) and filled(row[f.index])]  # fmt: skip
            if values:
                self.problem(place, keys[0].heading, N_("figures without a name of the library"),
                              values[0])  # fmt: skip
            else:
                self.log.add("note_row", "noted", cells=0, rows=1, example=located(place, ""))
            return
        kept.places.append(place)
        kept.library.append(found["library"])
        kept.branch.append(found["branch"])
        kept.starred.append(starred)
        kept.period.append(self._row_period(row, place))
        kept.part.append(self._row_part(row))
        kept.measure.append(self._row_measure(row, place))
        self._remember_name(row, found)

    def _joined(self, place: int, column: int) -> bool:
        """Whether a blank cell is part of a cell joined downwards."""
        for top, left, bottom, right in self.grid.merged:
            if top < place <= bottom and left <= column <= right:
                return True
        return False

    def _of_joined(self, row: list[Any], place: int, column: int) -> Any:
        """The cell, or what the joined cell shows that it is a part of."""
        cell = row[column] if column < len(row) else ""
        if filled(cell):
            return cell
        for top, left, bottom, right in self.grid.merged:
            if top < place <= bottom and left <= column <= right:
                return self.grid.rows[top][left]
        return cell

    def _name(self, cell: Any, place: int) -> str:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = plain(cell) if filled(cell) else ""
        if self.repair is None or "?" not in text:
            return text
        if text not in self.repaired:
            fixed, candidates = self.repair(text)
            self.repaired[text] = fixed
            if len(candidates) > 1:
                self.problem(place, text, N_("lost letters: it may be {names}"), text,
                              names=", ".join(candidates))  # fmt: skip
            elif fixed != text:
                self.log.add(
                    "lost_letters",
                    "repaired",
                    cells=0,
                    rows=1,
                    example=located(place, f"{text} -> {fixed}"),
                    reason="data/places",
                )
            else:
                self.log.add("lost_letters_unknown", "noted", cells=0, rows=1,
                             example=located(place, text))  # fmt: skip
        return self.repaired[text]

    def _row_period(self, row: list[Any], place: int) -> str | None:
        """The row's own period, from one column or from year and month or quarter."""
        rule = self.source.period
        said = {one.role: self._of_joined(row, place, one.index) for one in self.times}
        if not said:
            return None
        found: Period | None = None
        if filled(said.get("period", "")):
            found = period_of(
                said["period"],
                year=self.made.year,
                unit=rule.unit or self.made.unit,
                form=rule.format,
                fiscal=rule.fiscal,
            )
        elif filled(said.get("year", "")):
            found = _year_and(said, rule.fiscal)
        elif filled(said.get("month", "")):
            found = period_of(said["month"], year=self.made.year, unit="month")
        elif filled(said.get("quarter", "")):
            found = _quarter(said["quarter"], self.made.year)
        if found is None:
            cell = next((plain(c) for c in said.values() if filled(c)), "")
            self.problem(place, self.times[0].heading,
                          N_("no period that can be read"), cell)  # fmt: skip
            return None
        return written(found)

    def _row_part(self, row: list[Any]) -> tuple[str, str]:
        names, parts = [], []
        for one in self.parts:
            text = plain(row[one.index]) if one.index < len(row) else ""
            if text and not is_total(text):
                names.append(one.column.breakdown or search_key(one.heading).replace(" ", "_"))
                parts.append(text)
        return PARTED.join(names), PARTED.join(parts)

    def _row_measure(self, row: list[Any], place: int) -> str | None:
        for one in self.words:
            text = plain(row[one.index]) if one.index < len(row) else ""
            code = measure_code(text, self.source)
            if code is None:
                self.problem(place, one.heading, N_("a measure that is not known"), text)
            return code
        return None

    def _remember_name(self, row: list[Any], found: dict[str, str]) -> None:
        for one in self.labels:
            shown = plain(row[one.index]) if one.index < len(row) else ""
            key = PARTED.join(part for part in (found["library"], found["branch"]) if part)
            if shown and key:
                self.names[key] = shown


def _year_and(said: dict[str, Any], fiscal: int) -> Period | None:
    """A year, or a month or quarter of it."""
    year = period_of(said["year"], fiscal=fiscal)
    if year is not None and year.unit == "day" and plain(said["year"]).isdecimal():
        return None  # 20244 is a year misspelt, not the day 20,244 of Excel's calendar
    if year is None or year.unit != "year":
        return year
    if filled(said.get("month", "")):
        month = month_number(cell_text(said["month"]))
        return Period.parse(f"{year}-{month}") if month else None
    if filled(said.get("quarter", "")):
        quarter = quarter_number(cell_text(said["quarter"]))
        return Period.parse(f"{year}-Q{quarter}") if quarter else None
    return year


def _quarter(cell: Any, year: int | None) -> Period | None:
    """A quarter, with its year or of the year given."""
    number = quarter_number(cell_text(cell))
    return Period.parse(f"{year}-Q{number}") if number and year else period_of(cell, year=year)
