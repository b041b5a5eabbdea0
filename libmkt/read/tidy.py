"""From a grid and its layout to tidy counts, with an account of every figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem
from libmkt.measures import MEASURES
from libmkt.period import Period
from libmkt.read.cells import EMPTY, KEPT, TEXT, Decimal, Figure, decimal_sign, figure
from libmkt.read.closures import shut
from libmkt.read.description import Source
from libmkt.read.fields import PARTED, Field, Layout
from libmkt.read.findings import cell_text
from libmkt.read.grids import Grid
from libmkt.read.lost import Repair
from libmkt.read.periods import written
from libmkt.read.repeats import with_code, without_repeats
from libmkt.read.rows import RowReader, Rows
from libmkt.read.source import RowLog


@dataclass(frozen=True)
class _Kept:
    """Figures of one column: places in `Rows`, values, whether closed, whether starred."""

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
        table = without_repeats(
            table, source.duplicates, tell=work.problem, lines=made.lines, log=log
        )
    work.account(table)
    return Tidied(table, log, work.cells_in, work.problems, work.names)


class _Work(RowReader):
    """The figures of the rows, column by column."""

    def __init__(
        self, grid: Grid, made: Layout, source: Source, log: RowLog, repair: Repair | None
    ) -> None:
        super().__init__(grid, made, source, log, repair)
        self.cache: dict[Any, Figure] = {}
        self.codes: dict[Any, str | None] = {}
        self.decimal = self._decimal()

    def figures(self, rows: Rows) -> pd.DataFrame:
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

    def _column(self, one: Field, rows: Rows) -> _Kept:
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
        zero = self._closed(one, rows, raw, named=True) & (fate == EMPTY) & self._adds_up(one, rows)
        values[zero], fate[zero] = 0.0, KEPT
        fate[shut & (fate == EMPTY)] = "closed_empty"
        for i in np.flatnonzero(fate == TEXT).tolist():
            self.problem(rows.places[i], one.heading, N_("a text where a number belongs"), raw[i])
        for i in np.flatnonzero(self._percents(one, rows, found, fate)).tolist():
            self.problem(rows.places[i], one.heading, N_("a share where a count belongs"), raw[i])
        for i in self._joined_figures(one, rows, fate):
            self.problem(rows.places[i], one.heading, N_("a figure in a joined cell"), raw[i])
        for i in np.flatnonzero((values < 0) & (fate == KEPT)).tolist():
            self.problem(rows.places[i], one.heading, N_("a count below zero"), raw[i])
        self.tally(one, rows.places, raw, fate, codes, found, zero)
        kept = np.flatnonzero(fate == KEPT)
        starred = np.array([f.starred for f in found], dtype=bool)
        starred |= np.array(rows.starred, dtype=bool)
        return _Kept(kept, values[kept], shut[kept], starred[kept])

    def _percents(
        self, one: Field, rows: Rows, found: list[Figure], fate: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        """Where per cent stand although the measure is a count of something."""
        percent: np.ndarray[Any, Any] = np.array([f.percent for f in found], dtype=bool)
        percent &= fate == KEPT
        if percent.any():
            for i in np.flatnonzero(percent).tolist():
                code = one.column.measure or rows.measure[i] or self.made.measure or ""
                rule = self.source.measures.get(code)
                counted = code in MEASURES and not (rule and rule.unit)
                percent[i] = counted and self._unit(code) != "share"
        return percent

    def _joined_figures(self, one: Field, rows: Rows, fate: np.ndarray[Any, Any]) -> list[int]:
        """Figures in cells joined over several: nobody can say how much is of which."""
        ends = {
            top: (bottom, right)
            for top, left, bottom, right in self.grid.merged
            if left == one.index and top >= self.made.head.body
        }
        others = {field.index for field in self.fields} - {one.index}
        return [
            i
            for i, place in enumerate(rows.places if ends else ())
            if place in ends
            and fate[i] == KEPT
            and (
                ends[place][0] > place
                or not others.isdisjoint(range(one.index + 1, ends[place][1] + 1))
            )
        ]

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
                Problem(
                    "decimal", Message(N_("a comma or a point may part thousands or decimals here"))
                )
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
            text = cell_text(cell)
            self.codes[cell] = text if text in known else (number if number in known else None)
        return self.codes[cell]

    def _after_end(self, one: Field, rows: Rows, fate: np.ndarray[Any, Any]) -> None:
        if self.source.period.end is None:
            return
        end = Period.parse(self.source.period.end).end
        whole = one.column.period or (str(self.made.period) if self.made.period else None)
        for i, own in enumerate(rows.period):
            name = one.column.period or own or whole
            if name is not None and Period.parse(_bare(name)).start >= end:
                fate[i] = "after_end" if fate[i] != EMPTY else EMPTY

    def _adds_up(self, one: Field, rows: Rows) -> np.ndarray[Any, Any]:
        """Where the figure is counted over time, so that a closure makes it zero."""
        measures = [one.column.measure or m or self.made.measure or "" for m in rows.measure]
        adds = {c: self._kind(c) == "flow" and self._unit(c) != "share" for c in set(measures)}
        return np.array([adds[code] for code in measures], dtype=bool)

    def _closed(
        self, one: Field, rows: Rows, raw: list[Any], *, named: bool = False
    ) -> np.ndarray[Any, Any]:
        """Where a branch was closed: by a value, or by a described span.

        `named` asks for spans that name the branch alone: a span for all says nothing of
        a branch that had gone, or had not come, by then.
        """
        closed = self.source.closed
        spans = [span for span in closed.spans if span.branch or not named]
        whole = one.column.period or (str(self.made.period) if self.made.period else None)
        names = [one.column.period or own or whole for own in rows.period] if spans else []
        bare = [name and _bare(name) for name in names] or [None] * len(raw)
        found = shut(spans, bare, rows.library, rows.branch)
        if closed.values and not named:
            found |= np.array([cell_text(cell) in closed.values for cell in raw], dtype=bool)
        return found

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
            table["note"] = with_code(table["note"].to_numpy(dtype=object), beyond, "doubtful")
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


def _no_rows() -> pd.DataFrame:
    columns = ["row", "library", "branch", "value", "period", "measure",
               "breakdown_name", "breakdown_value", "note", "unit", "kind"]  # fmt: skip
    table = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    return table.astype({"row": "int64", "value": "float64"})
