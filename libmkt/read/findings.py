"""What is found out while a sheet is read: problems, tallies, and the row log from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem
from libmkt.period import Period
from libmkt.read.cells import KEPT, Figure
from libmkt.read.description import Source
from libmkt.read.fields import Field, Layout
from libmkt.read.grids import Grid
from libmkt.read.source import RowLog
from libmkt.text.fold import plain

LISTED = 5  # cases of one problem that an error shows
Case = tuple[int, str | Message]  # a row of the file, from 0, and what stands there


class Problems:
    """What is wrong with the cells of a sheet; the same in many rows is told together."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, tuple[Any, ...]], list[Case]] = {}

    def problem(self, place: int, where: str, what: str, cell: Any, **fields: Any) -> None:
        """Collect one thing wrong; what is wrong in the same way is listed together."""
        key = (where, what, tuple(sorted(fields.items())))
        told = cell if isinstance(cell, Message) else cell_text(cell)
        self.found.setdefault(key, []).append((place, told))

    @property
    def together(self) -> list[Problem]:
        """One problem a column and kind, with its rows and values."""
        return [
            Problem(where, Message(what, dict(fields)), listed(cases))
            for (where, what, fields), cases in self.found.items()
        ]


class Findings(Problems):
    """A sheet with its layout, its log, and what is wrong with it so far.

    `cells_in` counts the figures found; `tally` and `account` see that each is either
    kept or in the log.
    """

    def __init__(self, grid: Grid, made: Layout, source: Source, log: RowLog) -> None:
        super().__init__()
        self.grid, self.made, self.source, self.log = grid, made, source, log
        self.fields = [one for one in made.of("figure", "value") if one.why != "empty"]
        self.typed = not grid.encoding  # a workbook's cells have types
        self.cells_in = 0
        self.tallied: dict[tuple[str, str, str], list[Any]] = {}

    @property
    def problems(self) -> list[Problem]:
        """Everything wrong, that of the layout first."""
        return [*self.made.problems, *self.together]

    def tally(
        self, one: Field, places: list[int], raw: list[Any], fate: np.ndarray[Any, Any],
        codes: list[str | None], found: list[Figure], zero: np.ndarray[Any, Any],
    ) -> None:  # fmt: skip
        """Count what was dropped and repaired in one column; `zero`: empty, because closed."""
        tally = self.tallied
        for i in np.flatnonzero(fate != KEPT).tolist():
            rule, reason = str(fate[i]), ""
            if rule == "missing_code":
                code = codes[i] or ""
                rule, reason = f"missing_code {code}", self.source.missing[code]
            _count(tally, (rule, "dropped", reason), places[i], one, raw[i])
        for i in np.flatnonzero(zero).tolist():
            _count(tally, ("closed_zero", "repaired", ""), places[i], one, "")
        for i, f in enumerate(found):
            if fate[i] == KEPT and f.repaired:
                rule = "number_as_text" if self.typed else "number_repaired"
                _count(tally, (rule, "repaired", ""), places[i], one, raw[i])

    def account(self, table: pd.DataFrame) -> None:
        """Write the tallies, what was left out and what was understood to the log."""
        for (rule, outcome, reason), (cells, places, example) in self.tallied.items():
            self.log.add(
                rule, outcome, cells=cells, rows=len(places), example=example, reason=reason
            )
        why = Counter(one.why for one in self.made.fields if one.role == "leave out")
        for reason in why:
            names = [f.heading for f in self.made.fields
                     if f.role == "leave out" and f.why == reason and f.heading]  # fmt: skip
            if names:
                counted = Message(N_("{n} column"), {"n": len(names)}, plural=N_("{n} columns"))
                self.log.add(
                    "column_" + (reason or "word"),
                    "noted",
                    cells=0,
                    example=_shortened(names),
                    reason=counted,
                )
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
                             example=key_text(table[marked].iloc[0]))  # fmt: skip
        units: Counter[str] = Counter()
        for name, count in table["period"].value_counts().items():
            units[Period.parse(str(name)).unit] += int(count)
        if len(units) > 1:
            self.log.add("mixed_periods", "noted", cells=0, example=_each(units))
        self.log.add("kept", "kept", cells=len(table), rows=int(table["row"].nunique()))


def _each(units: Counter[str]) -> Message:
    """How many figures are of each unit of time, the most frequent first."""
    found = units.most_common()
    shown = ", ".join(f"{{unit_{i}:m}}: {{n_{i}:n0}}" for i in range(len(found)))
    fields: dict[str, Any] = {f"unit_{i}": unit for i, (unit, _n) in enumerate(found)}
    return Message(shown, fields | {f"n_{i}": n for i, (_unit, n) in enumerate(found)})


def _count(
    tally: dict[Any, Any], key: tuple[str, str, str], place: int, one: Field, cell: Any
) -> None:
    if key not in tally:
        tally[key] = [0, set(), located(place, f"{one.heading}: {cell_text(cell)}".strip())]
    tally[key][0] += 1
    tally[key][1].add(place)


def listed(cases: Sequence[Case]) -> Message:
    """Rows and values of one kind of problem: the first few, and how many more.

    >>> str(listed([(1, "x"), (7, Message("{code:m}", {"code": "loans"}))]))
    'row 2: x; 8: loans'
    """
    shown = cases[:LISTED]
    template = "; ".join(f"{place + 1}: {{v{n}}}" for n, (place, _value) in enumerate(shown))
    first = Message(template, {f"v{n}": value for n, (_place, value) in enumerate(shown)})
    if len(cases) <= LISTED:
        return Message(N_("row {cases}"), {"cases": first})
    more = len(cases) - LISTED
    return Message(N_("row {cases}; and {n} more"), {"cases": first, "n": more})


def located(place: int, text: str | Message) -> Message:
    """A row of the file and what it shows."""
    if not text:
        return Message(N_("row {first}"), {"first": place + 1})
    return Message(N_("row {row}: {value}"), {"row": place + 1, "value": text})


def cell_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return plain(cell) if cell is not None else ""


def key_text(line: pd.Series) -> Message:
    """Of what a figure is: library, branch, part, measure by its name, period.

    >>> line = {"library": "Nókis", "branch": "", "breakdown_value": "",
    ...         "measure": "loans", "period": "2026-09"}
    >>> str(key_text(pd.Series(line)))
    'Nókis, loans, 2026-09'
    """
    columns = ("library", "branch", "breakdown_value", "measure", "period")
    parts = {name: str(line[name]) for name in columns if line[name]}
    named = (f"{{{name}:m}}" if name == "measure" else f"{{{name}}}" for name in parts)
    return Message(", ".join(named), parts)


def _shortened(names: list[str]) -> str:
    text = ", ".join(names[:12])
    return text + (", ..." if len(names) > 12 else "")
