"""From a grid and its layout to tidy counts, with an account of every figure."""

from __future__ import annotations

import fnmatch
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem
from libmkt.measures import MEASURES
from libmkt.period import Period
from libmkt.read.cells import EMPTY, KEPT, TEXT, Decimal, Figure, decimal_sign, figure
from libmkt.read.description import Source, Span
from libmkt.read.grids import Grid
from libmkt.read.headings import filled
from libmkt.read.layout import KEYS, PARTED, Field, Layout
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
LISTED = 5  # cases of one problem that an error shows


@dataclass
class _Rows:
    """The rows that hold figures: their places in the file and their keys."""

    places: list[int] = field(default_factory=list)  # from 0
    library: list[str] = field(default_factory=list)
    branch: list[str] = field(default_factory=list)
    starred: list[bool] = field(default_factory=list)
    period: list[str | None] = field(default_factory=list)
    part: list[tuple[str, str]] = field(default_factory=list)  # breakdown's name and part
    measure: list[str | None] = field(default_factory=list)


@dataclass(frozen=True)
class _Kept:
    """Figures of one column: places in `_Rows`, values, whether closed, whether starred."""

    at: np.ndarray[Any, Any]
    value: np.ndarray[Any, Any]
    closed: np.ndarray[Any, Any]
    footnote: np.ndarray[Any, Any]


@dataclass
class Tidied:
    """What became of one sheet."""

    table: pd.DataFrame  # columns of `tables.COUNTS` less source_id, and row (place in the file)
    log: RowLog
    cells_in: int
    problems: list[Problem]
    names: dict[str, str]  # display names of libraries, or "library / branch", by id


def tidy(grid: Grid, made: Layout, source: Source, log: RowLog, *, repair: Repair | None) -> Tidied:
    """Tidy counts of one sheet.

    Parameters
    ----------
    grid, made, source
        The cells, what the columns hold, and what is described.
    log
        Gets a line for every rule that touched a figure.
    repair
        Gives a name's true spelling and the candidates, where letters were lost.

    Returns
    -------
    Tidied
        Figures found are figures kept plus figures dropped by the log's rules.
    """
    work = _Work(grid, made, source, log, repair)
    rows = work.rows()
    table = work.figures(rows)
    if not work.problems:  # keys that could not be read would look like repeated ones
        table = work.without_duplicates(table)
    work.account(table)
    return Tidied(table, log, work.cells_in, work.problems, work.names)


class _Work:
    """The steps of `tidy`, which share the log, the problems and the count of cells."""

    def __init__(
        self, grid: Grid, made: Layout, source: Source, log: RowLog, repair: Repair | None
    ) -> None:
        self.grid, self.made, self.source, self.log = grid, made, source, log
        self.repair = repair
        self.found: dict[tuple[str, str, tuple[Any, ...]], list[tuple[int, str]]] = {}
        self.names: dict[str, str] = {}
        self.cells_in = 0
        self.typed = not grid.encoding
        self.fields = [one for one in made.of("figure", "value") if one.why != "empty"]
        self.keys = made.of(*KEYS)
        self.times = made.of("period", "year", "quarter", "month")
        self.parts, self.words, self.labels = (
            made.of("breakdown"), made.of("measure"), made.of("name")
        )  # fmt: skip
        self.totals = {search_key(name) for name in source.totals}
        self.notes = tuple(search_key(name) for name in source.notes)
        self.repaired: dict[str, str] = {}
        self.total_names: dict[str, bool] = {}
        self.codes: dict[Any, str | None] = {}
        self.cache: dict[Any, Figure] = {}
        self.decimal = self._decimal()

    # -- rows ---------------------------------------------------------------

    def rows(self) -> _Rows:
        """The rows with figures; those that are left out go to the log."""
        made, grid = self.made, self.grid
        keys = self.keys
        kept = _Rows()
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
                example=_at(places[0], first[0] if first else ""),
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
        self, row: list[Any], place: int, keys: list[Field], above: dict[str, str], kept: _Rows
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
                self._problem(place, keys[0].heading, N_("figures without a name of the library"),
                              values[0])  # fmt: skip
            else:
                self.log.add("note_row", "noted", cells=0, rows=1, example=_at(place, ""))
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
        """Whether a blank cell is part of a joined cell, or stands in a file without such."""
        for top, left, bottom, right in self.grid.merged:
            if top < place <= bottom and left <= column <= right:
                return True
        return False

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
                self._problem(place, text, N_("lost letters: it may be {names}"), text,
                              names=", ".join(candidates))  # fmt: skip
            elif fixed != text:
                self.log.add(
                    "lost_letters",
                    "repaired",
                    cells=0,
                    rows=1,
                    example=_at(place, f"{text} -> {fixed}"),
                    reason="data/places",
                )
            else:
                self.log.add("lost_letters_unknown", "noted", cells=0, rows=1,
                             example=_at(place, text))  # fmt: skip
        return self.repaired[text]

    def _row_period(self, row: list[Any], place: int) -> str | None:
        """The row's own period, from one column or from year and month or quarter."""
        rule = self.source.period
        said = {one.role: row[one.index] if one.index < len(row) else ""
                for one in self.times}  # fmt: skip
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
            self._problem(place, self.times[0].heading,
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
        from libmkt.read.layout import _code

        for one in self.words:
            text = plain(row[one.index]) if one.index < len(row) else ""
            code = _code(text, self.source)
            if code is None:
                self._problem(place, one.heading, N_("a measure that is not known"), text)
            return code
        return None

    def _remember_name(self, row: list[Any], found: dict[str, str]) -> None:
        for one in self.labels:
            shown = plain(row[one.index]) if one.index < len(row) else ""
            key = PARTED.join(part for part in (found["library"], found["branch"]) if part)
            if shown and key:
                self.names[key] = shown

    # -- figures ------------------------------------------------------------

    def figures(self, rows: _Rows) -> pd.DataFrame:
        """One row a figure that is kept, in the order of the file's rows."""
        made = self.made
        whole = written(made.period) if made.period else None
        found: dict[str, list[Any]] = {
            name: [] for name in ("at", "value", "column", "closed", "footnote")
        }
        said: list[tuple[list[str | None], list[str], list[tuple[str, str]]]] = []
        for one in self.fields:
            kept = self._column(one, rows)
            c = one.column
            own = (c.breakdown or "part", c.part) if c.part else None
            said.append(
                (
                    [c.period] if c.period else [p or whole for p in rows.period],
                    [c.measure] if c.measure else [m or made.measure or "" for m in rows.measure],
                    [_both(pair, own) for pair in rows.part],
                )
            )
            for name, values in zip(found, (kept.at, kept.value, None, kept.closed, kept.footnote),
                                    strict=True):  # fmt: skip
                found[name].append(
                    np.full(len(kept.at), len(said) - 1) if values is None else values
                )
        if not rows.places or not said:
            return _no_rows()
        at, column = np.concatenate(found["at"]), np.concatenate(found["column"])
        order = np.argsort(at, kind="stable")
        at, column = at[order], column[order]
        texts = {"period": 0, "measure": 1}
        table = pd.DataFrame(
            {
                "row": np.array(rows.places)[at],
                "library": _taken(rows.library, at),
                "branch": _taken(rows.branch, at),
                **{
                    name: _taken_by_column([s[k] for s in said], column, at)
                    for name, k in texts.items()
                },
                "value": np.concatenate(found["value"])[order],
                "breakdown_name": _taken_by_column(
                    [[n for n, _ in s[2]] for s in said], column, at
                ),
                "breakdown_value": _taken_by_column(
                    [[v for _, v in s[2]] for s in said], column, at
                ),
            }
        )
        closed, starred = (np.concatenate(found[n])[order] for n in ("closed", "footnote"))
        table["note"] = _notes(table["period"], closed, starred)
        table = table[table["period"].notna() & (table["measure"] != "")]
        return self._finished(table.reset_index(drop=True)) if len(table) else _no_rows()

    def _column(self, one: Field, rows: _Rows) -> _Kept:
        """The figures of one column that are kept; the rest goes to the log."""
        grid, index = self.grid.rows, one.index
        count = len(rows.places)
        raw = [row[index] if index < len(row := grid[p]) else "" for p in rows.places]
        self.cells_in += count
        found = [self._figure(cell) for cell in raw]
        fate = np.array([f.fate for f in found], dtype=object)
        codes = self._missing(raw)
        fate[np.array([code is not None for code in codes], dtype=bool)] = "missing_code"
        values = np.array([f.value for f in found], dtype=float)
        rule = self.source.measures.get(one.column.measure or self.made.measure or "")
        scale = one.column.scale * (rule.scale if rule else 1.0)
        if scale != 1.0:
            bare = np.array([not f.percent for f in found], dtype=bool)
            # a division where possible: 39 * 0.01 is not 0.39
            scaled = values / (1 / scale) if scale < 1 else values * scale
            values = np.where(bare, scaled, values)
        self._after_end(one, rows, fate)
        shut = self._closed(one, rows, raw)
        fate[shut & (fate == EMPTY)] = "closed_empty"
        for i in np.flatnonzero(fate == TEXT).tolist():
            self._problem(rows.places[i], one.heading, N_("a text where a number belongs"), raw[i])
        for i in np.flatnonzero((values < 0) & (fate == KEPT)).tolist():
            self._problem(rows.places[i], one.heading, N_("a count below zero"), raw[i])
        self._tally(one, rows, raw, fate, codes, found)
        kept = np.flatnonzero(fate == KEPT)
        starred = np.array([f.starred for f in found], dtype=bool)
        starred |= np.array(rows.starred, dtype=bool)
        return _Kept(kept, values[kept], shut[kept], starred[kept])

    def _figure(self, cell: Any) -> Figure:
        try:
            found = self.cache.get(cell)
        except TypeError:
            found = None
        if found is None:
            found = figure(cell, decimal=self.decimal, typed=self.typed)
            self.cache[cell] = found
        return found

    def _decimal(self) -> Decimal:
        if self.source.decimal:
            return self.source.decimal
        cells = (
            row[one.index]
            for row in self.grid.rows[self.made.head.body :]
            for one in self.fields
            if one.index < len(row)
        )
        found = decimal_sign(cells, delimiter=self.grid.delimiter)
        if found is None:
            self.made.problems.append(
                Problem("decimal", Message(N_("a comma may part thousands or decimals here")))
            )
            self.made.lines.append('decimal: ","   # or "."')
        return found or "."

    def _missing(self, raw: list[Any]) -> list[str | None]:
        """The code for "no figure" that each cell is, or None; -1.00 is the code -1."""
        if not self.source.missing:
            return [None] * len(raw)
        return [self._code(cell) for cell in raw]

    def _code(self, cell: Any) -> str | None:
        if cell not in self.codes:
            known = self.source.missing
            found = self._figure(cell)
            number = f"{found.value:g}" if found.fate == KEPT else ""
            text = _shown(cell)
            self.codes[cell] = text if text in known else (number if number in known else None)
        return self.codes[cell]

    def _after_end(self, one: Field, rows: _Rows, fate: np.ndarray[Any, Any]) -> None:
        if self.source.period.end is None:
            return
        end = Period.parse(self.source.period.end).end
        whole = one.column.period or (str(self.made.period) if self.made.period else None)
        for i, own in enumerate(rows.period):
            name = one.column.period or own or whole
            if name is not None and Period.parse(_bare(name)).start >= end:
                fate[i] = "after_end" if fate[i] != EMPTY else EMPTY

    def _closed(self, one: Field, rows: _Rows, raw: list[Any]) -> np.ndarray[Any, Any]:
        """Where a branch was closed: by a value, or by a described span."""
        closed = self.source.closed
        shut = np.zeros(len(raw), dtype=bool)
        if closed.values:
            shut |= np.array([_shown(cell) in closed.values for cell in raw], dtype=bool)
        whole = one.column.period or (str(self.made.period) if self.made.period else None)
        for i, own in enumerate(rows.period if closed.spans else ()):
            name = one.column.period or own or whole
            if name is not None:
                here = Period.parse(_bare(name))
                shut[i] |= any(
                    _shuts(span, here, rows.library[i], rows.branch[i]) for span in closed.spans
                )
        return shut

    def _tally(
        self, one: Field, rows: _Rows, raw: list[Any], fate: np.ndarray[Any, Any],
        codes: list[str | None], found: list[Figure],
    ) -> None:  # fmt: skip
        """Count what was dropped and repaired in one column."""
        tally = self.__dict__.setdefault("tallied", {})
        for i in np.flatnonzero(fate != KEPT).tolist():
            rule, reason = str(fate[i]), ""
            if rule == "missing_code":
                code = codes[i] or ""
                rule, reason = f"missing_code {code}", self.source.missing[code]
            _count(tally, (rule, "dropped", reason), rows.places[i], one, raw[i])
        for i, f in enumerate(found):
            if fate[i] == KEPT and f.repaired:
                rule = "number_as_text" if self.typed else "number_repaired"
                _count(tally, (rule, "repaired", ""), rows.places[i], one, raw[i])

    # -- the table ----------------------------------------------------------

    def _finished(self, table: pd.DataFrame) -> pd.DataFrame:
        """Periods without the month in which their year begins; units and kinds."""
        names = {name: _bare(name) for name in table["period"].unique()}
        if any(name != bare for name, bare in names.items()):
            table["period"] = table["period"].map(names)
        codes = table["measure"].unique()
        table["unit"] = table["measure"].map({code: self._unit(code) for code in codes})
        table["kind"] = table["measure"].map({code: self._kind(code) for code in codes})
        beyond = ((table["unit"] == "share") & (table["value"] > 1)).to_numpy()
        if beyond.any():  # 198% of the time available: kept as printed, but told
            table["note"] = _with_code(table["note"].to_numpy(dtype=object), beyond, "doubtful")
        return table

    def _unit(self, code: str) -> str:
        rule = self.source.measures.get(code)
        if rule and rule.unit:
            return rule.unit
        return MEASURES[code].unit if code in MEASURES else code

    def _kind(self, code: str) -> str:
        rule = self.source.measures.get(code)
        if rule and rule.kind:
            return rule.kind
        return MEASURES[code].kind if code in MEASURES else "flow"

    def without_duplicates(self, table: pd.DataFrame) -> pd.DataFrame:
        """One figure a key: the described way, or a problem for each that has two."""
        keys = ["library", "branch", "period", "measure", "breakdown_name", "breakdown_value"]
        twice = table.duplicated(keys, keep="first")
        if not twice.any():
            return table
        how = self.source.duplicates
        first = table.loc[twice].iloc[0]
        example = _at(int(first["row"]), _key_text(first))
        if how == "refuse":
            same = table[twice].head(5)
            for _, line in same.iterrows():
                self._problem(
                    int(line["row"]),
                    "duplicates",
                    N_("the figure stands here a second time"),
                    _key_text(line),
                )
            self.made.lines.append("duplicates: add   # or first")
            return table[~twice]
        if how == "add":
            sums = table.groupby(keys, sort=False, dropna=False)["value"].transform("sum")
            both = table.duplicated(keys, keep=False)
            table = table.assign(value=sums, note=_with_code(
                table["note"].to_numpy(dtype=object), both.to_numpy(), "combined"))  # fmt: skip
        rule = "added_to_first" if how == "add" else "duplicate"
        self.log.add(rule, "dropped", cells=int(twice.sum()),
                     rows=int(table.loc[twice, "row"].nunique()), example=example)  # fmt: skip
        return table[~twice].reset_index(drop=True)

    def account(self, table: pd.DataFrame) -> None:
        """Write the tallies, what was left out and what was understood to the log."""
        for (rule, outcome, reason), (cells, places, example) in self.__dict__.get(
            "tallied", {}
        ).items():
            self.log.add(
                rule, outcome, cells=cells, rows=len(places), example=example, reason=reason
            )
        why = Counter(one.why for one in self.made.fields if one.role == "leave out")
        for reason in why:
            names = [f.heading for f in self.made.fields
                     if f.role == "leave out" and f.why == reason and f.heading]  # fmt: skip
            if names:
                self.log.add("column_" + (reason or "word"), "noted", cells=0,
                             example=_shortened(names), reason=f"{len(names)} columns")  # fmt: skip
        for rule, example, reason in self.made.told:
            self.log.add(rule, "noted", cells=0, example=example, reason=reason)
        if self.grid.guessed:
            self.log.add("encoding_guessed", "noted", cells=0, example=self.grid.encoding)
        for code, rule in (
            ("footnote", "footnote_mark"),
            ("closed", "closed"),
            ("doubtful", "share_over_one"),
        ):
            marked = table["note"].str.contains(code, regex=False)
            if marked.any():
                self.log.add(rule, "noted", cells=int(marked.sum()),
                             rows=int(table.loc[marked, "row"].nunique()),
                             example=_key_text(table[marked].iloc[0]))  # fmt: skip
        periods = table["period"].value_counts()
        units: Counter[str] = Counter()
        for name, count in periods.items():
            units[Period.parse(str(name)).unit] += int(count)
        if len(units) > 1:
            shown = ", ".join(f"{unit}: {count}" for unit, count in units.most_common())
            self.log.add("mixed_periods", "noted", cells=0, example=shown)
        self.log.add("kept", "kept", cells=len(table), rows=int(table["row"].nunique()))

    def _problem(self, place: int, where: str, what: str, cell: Any, **fields: Any) -> None:
        """Collect one thing wrong; what is wrong in the same way is listed together."""
        key = (where, what, tuple(sorted(fields.items())))
        self.found.setdefault(key, []).append((place, _shown(cell)))

    @property
    def problems(self) -> list[Problem]:
        """Everything wrong, one a column and kind, with its rows and values."""
        together = [
            Problem(where, Message(what, dict(fields)), _listed(cases))
            for (where, what, fields), cases in self.found.items()
        ]
        return [*self.made.problems, *together]


def _year_and(said: dict[str, Any], fiscal: int) -> Period | None:
    """A year, or a month or quarter of it."""
    year = period_of(said["year"], fiscal=fiscal)
    if year is None or year.unit != "year":
        return year
    if filled(said.get("month", "")):
        month = month_number(_shown(said["month"]))
        return Period.parse(f"{year}-{month}") if month else None
    if filled(said.get("quarter", "")):
        quarter = quarter_number(_shown(said["quarter"]))
        return Period.parse(f"{year}-Q{quarter}") if quarter else None
    return year


def _quarter(cell: Any, year: int | None) -> Period | None:
    """A quarter, with its year or of the year given."""
    number = quarter_number(_shown(cell))
    return Period.parse(f"{year}-Q{number}") if number and year else period_of(cell, year=year)


def _bare(name: str) -> str:
    """A period's name less the month in which its year begins."""
    return name.partition("@")[0]


def _taken(texts: list[str], at: np.ndarray[Any, Any]) -> pd.Series:
    """The text of each figure's row."""
    return pd.Series(texts, dtype="str").take(at).reset_index(drop=True)


def _taken_by_column(
    texts: list[list[Any]], column: np.ndarray[Any, Any], at: np.ndarray[Any, Any]
) -> pd.Series:
    """The text that each figure's column says, for all rows alike (one) or row by row."""
    codes: dict[Any, int] = {}
    numbers = [
        np.array([codes.setdefault(text, len(codes)) for text in one], dtype="int64")
        for one in texts
    ]
    of_figure = np.empty(len(at), dtype="int64")
    for k, one in enumerate(numbers):
        here = column == k
        of_figure[here] = one[0] if len(one) == 1 else one[at[here]]
    return pd.Series(list(codes), dtype="str").take(of_figure).reset_index(drop=True)


def _notes(
    periods: pd.Series, closed: np.ndarray[Any, Any], starred: np.ndarray[Any, Any]
) -> list[str]:
    """Codes parted by semicolons: closed, footnote, fiscal:04."""
    plain_note = {name: _fiscal(name) for name in periods.dropna().unique()}
    if not (closed.any() or starred.any() or any(plain_note.values())):
        return [""] * len(periods)
    return [
        ";".join(
            code
            for code in ("closed" if c else "", "footnote" if s else "", plain_note.get(p, ""))
            if code
        )
        for p, c, s in zip(periods, closed, starred, strict=True)
    ]


def _fiscal(name: str) -> str:
    month = name.partition("@")[2]
    return f"fiscal:{month}" if month else ""


def _both(pair: tuple[str, str], own: tuple[str, str] | None) -> tuple[str, str]:
    """The breakdown of a row and of a column together."""
    if own is None:
        return pair
    if not pair[0]:
        return own
    return pair[0] + PARTED + own[0], pair[1] + PARTED + own[1]


def _shuts(span: Span, here: Period, library: str, branch: str) -> bool:
    """Whether a described closure covers a branch for the whole of a period."""
    return (
        _covers(span.library, library)
        and _covers(span.branch, branch)
        and Period.parse(span.first).start <= here.start
        and (span.last is None or here.end <= Period.parse(span.last).end)
    )


def _covers(patterns: list[str], name: str) -> bool:
    return not patterns or search_key(name) in {search_key(p) for p in patterns}


def _with_code(
    note: np.ndarray[Any, Any], where: np.ndarray[Any, Any], code: str
) -> np.ndarray[Any, Any]:
    """Notes with a code added where it applies, parted by a semicolon."""
    return np.array(
        [
            f"{n};{code}" if n and w else (code if w else n)
            for n, w in zip(note, where, strict=True)
        ],
        dtype=object,
    )


def _count(
    tally: dict[Any, Any], key: tuple[str, str, str], place: int, one: Field, cell: Any
) -> None:
    if key not in tally:
        tally[key] = [0, set(), _at(place, f"{one.heading}: {_shown(cell)}".strip())]
    tally[key][0] += 1
    tally[key][1].add(place)


def _listed(cases: list[tuple[int, str]]) -> Message:
    """Rows and values of one kind of problem: the first few, and how many more."""
    first = "; ".join(f"{place + 1}: {value}" for place, value in cases[:LISTED])
    if len(cases) <= LISTED:
        return Message(N_("row {first}"), {"first": first})
    more = len(cases) - LISTED
    return Message(N_("row {first}; and {n} more"), {"first": first, "n": more})


def _at(place: int, text: str) -> str:
    return f"row {place + 1}: {text}" if text else f"row {place + 1}"


def _shown(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return plain(cell) if cell is not None else ""


def _key_text(line: pd.Series) -> str:
    parts = [line[c] for c in ("library", "branch", "breakdown_value", "measure", "period")]
    return ", ".join(str(part) for part in parts if part)


def _shortened(names: list[str]) -> str:
    text = ", ".join(names[:12])
    return text + (", ..." if len(names) > 12 else "")


def _no_rows() -> pd.DataFrame:
    columns = ["row", "library", "branch", "starred", "value", "period", "measure",
               "breakdown_name", "breakdown_value", "note", "unit", "kind"]  # fmt: skip
    table = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    return table.astype({"row": "int64", "value": "float64"})
