"""What each column of a table holds: as its description says, else as its headings say."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import replace
from typing import Any

from libmkt.errors import N_, Message, Problem
from libmkt.period import Period
from libmkt.read.by_cells import add
from libmkt.read.description import Column, Source
from libmkt.read.fields import KEYS, PARTED, TIMES, Field, Layout
from libmkt.read.grids import Grid
from libmkt.read.headings import Headings, headings
from libmkt.read.periods import period_of, period_within, written
from libmkt.read.vocabulary import Meaning, meaning
from libmkt.read.whole import settle, year_of
from libmkt.text.fold import plain, search_key, search_keys
from libmkt.text.months import month_number
from libmkt.text.totals import is_total

# Words that stand beside a year in a heading that names a measure too.
_BESIDE_A_YEAR = {
    *("jil", "jili", "jilgi", "yil", "yili", "yilgi", "god", "goda", "g", "year", "za", "v"),
}


def layout(grid: Grid, source: Source) -> Layout:
    """Find what each column holds.

    Parameters
    ----------
    grid
        The cells of one sheet.
    source
        What is described; what it does not say is taken from the headings.

    Returns
    -------
    Layout
        With `problems` for what neither says; nothing is raised here.
    """
    said = source.model_fields_set
    rows = source.header if isinstance(source.header, int) else len(source.header)
    head = headings(
        grid,
        skip=source.skip if "skip" in said else (0 if "header" in said else None),
        rows=rows if "header" in said else (1 if "skip" in said else None),
    )
    made = Layout(head)
    _check_described(source, head, made)
    year = made.year = source.period.year or year_of(grid, head)
    for index, path in enumerate(head.paths):
        if path or index < grid.width:
            add(made, _field(index, head, source, year), grid, source)
    made.told += [
        ("lost_letters", one.heading, one.column.measure or one.role)
        for one in made.fields
        if re.search(r"\w\?|\?\w", one.heading) and one.role != "leave out" and not one.told
    ]
    settle(made, grid, source)
    return made


def _check_described(source: Source, head: Headings, made: Layout) -> None:
    """Headings that the description names and the table lacks.

    A column that others take the place of (``POPU`` was renamed ``POPU_LSA``) or that
    holds one measure of many may be absent; the log says so.
    """
    shown = [_heading(path) for path in head.paths]
    absent = {
        name: column
        for name, column in source.columns.items()
        if "*" not in name and not any(_named(name, path) for path in head.paths)
    }
    here = {column.role for name, column in source.columns.items() if name not in absent}
    spare = {"figure", "leave out", "note", "name"} | here
    if gone := [name for name, column in absent.items() if column.role in spare]:
        made.told.append(("column_absent", ", ".join(gone), ""))
    for name, column in absent.items():
        if column.role not in spare:
            known = ", ".join(h for h in shown if h)[:300]
            made.problems.append(
                Problem(
                    name,
                    Message(N_("the description names this column; the table has none")),
                    Message(N_("found: {known}"), {"known": known}),
                )
            )


def _field(index: int, head: Headings, source: Source, year: int | None) -> Field:
    path = head.paths[index]
    heading = _heading(path)
    told = _told(path, source.columns)
    if isinstance(source.header, list) and told is None:
        return _by_levels(index, head, source, year)
    if told is not None and told.role != "figure":
        return Field(index, heading, told, told=True, why="told")
    found = _by_words(path, source, year)
    if told is None and source.columns and source.others == "leave out" and found.period is None:
        return Field(index, heading, Column(role="leave out"), why="others")
    if told is None and found.role in _told_roles(source):
        return Field(index, heading, Column(role="leave out"), why="text")
    if told is not None:
        period = told.period or found.period
        whole = told.model_copy(update={"period": period, "role": "figure"})
        return Field(index, heading, whole, told=True)
    if found.role == "figure" and not (found.measure or found.period or found.part):
        found = Column(role="leave out")
    return Field(index, heading, found, why="" if found.role == "figure" else "unknown")


def _told_roles(source: Source) -> set[str]:
    """Keys and times that the description gives to a column or to the whole file."""
    told = {c.role for c in source.columns.values() if c.role in (*KEYS, *TIMES, "value")}
    return told | ({"library"} if source.library else set())


def _told(path: tuple[str, ...], columns: dict[str, Column]) -> Column | None:
    """What the description says of a column: by its name first, then by a pattern."""
    for name, column in columns.items():
        if "*" not in name and _named(name, path):
            return column
    for name, column in columns.items():
        texts = (_heading(path), path[-1] if path else "")
        if "*" in name and any(
            fnmatch.fnmatchcase(text.casefold(), name.casefold()) for text in texts
        ):
            return column
    return None


def _named(name: str, path: tuple[str, ...]) -> bool:
    """Whether a description's name is this column's heading, whole or its last level."""
    keys = {search_key(_heading(path)), search_key(path[-1])} if path else {""}
    return search_key(name) in keys


def _heading(path: tuple[str, ...]) -> str:
    return " / ".join(path)


def _by_levels(index: int, head: Headings, source: Source, year: int | None) -> Field:
    """A column whose heading rows are described one by one."""
    rows = source.header if isinstance(source.header, list) else []
    heading = _heading(head.paths[index])
    said: dict[str, Any] = {}
    names, parts = [], []
    totals = {search_key(name) for name in source.totals}
    for cell, row in zip(head.levels[index], rows, strict=True):
        what, _, name = (part.strip() for part in row.partition(":"))
        shown = plain(cell)
        if not shown or what == "leave out":
            continue
        if what == "period":
            period = _period(cell, source, year)
            if period is None:
                return _unknown(index, heading)
            said["period"] = written(period)
        elif what == "measure":
            code = measure_code(shown, source)
            if code is None:
                return _unknown(index, heading)
            said["measure"] = code
        elif not is_total(shown) and search_key(shown) not in totals:
            word = meaning(shown)
            names.append(name or (word.breakdown if word else "") or "part")
            parts.append(shown)
    if not said:
        return _unknown(index, heading)
    if parts:
        said |= {"breakdown": PARTED.join(names), "part": PARTED.join(parts)}
    return Field(index, heading, Column(role="figure", **said))


def _unknown(index: int, heading: str) -> Field:
    return Field(index, heading, Column(role="leave out"), why="unknown")


def _period(cell: Any, source: Source, year: int | None) -> Period | None:
    rule = source.period
    return period_of(cell, year=year, unit=rule.unit, form=rule.format, fiscal=rule.fiscal)


def measure_code(text: str, source: Source) -> str | None:
    """The measure that a word under a heading or in a measure column stands for."""
    keys = set(search_keys(text))
    for word, code in source.codes.items():
        if search_key(word) in keys:
            return code
    found = meaning(text)
    return found.measure or None if found else None


def _by_words(path: tuple[str, ...], source: Source, year: int | None) -> Column:
    """What the levels of a heading say together.

    A level that is not understood makes the column unknown: "Online" above "Visits"
    must not be read as visits.
    """
    said: dict[str, Any] = {}
    total = unknown = False
    for text in path:
        period = _period(text, source, year)
        if period is not None and "period" not in said:
            said["period"] = written(period)
            continue
        word = _word(text, source) or _word_and_period(text, source, said)
        if word is None:
            unknown = True
            continue
        if word.personal:
            return Column(role="leave out", part="personal")
        if word.measure:
            said |= {"measure": word.measure, "scale": word.scale}
        if word.part:
            said |= {"breakdown": word.breakdown, "part": word.part}
        if word.role and word.role != "ignore" and len(path) == 1:
            return Column.of(word.role, breakdown=word.breakdown or None)
        total |= word.total
    if unknown:
        return Column(role="leave out")
    if set(said) <= {"scale"} and total:
        return Column(role="leave out", part="total")
    return Column(role="figure", **said)


def _word(text: str, source: Source) -> Meaning | None:
    """What one level says, by the description's codes first."""
    code = measure_code(text, source)
    word = meaning(text)
    return replace(word or Meaning(), measure=code) if code is not None else word


def _word_and_period(text: str, source: Source, said: dict[str, Any]) -> Meaning | None:
    """A measure and a time in one heading: ``2016 Population``, ``Visits, May 2023``."""
    period = period_within(text)
    if period is None or "period" in said:
        return None
    rest = [w for w in re.split(r"[\s,]+", text) if not re.fullmatch(r"\d{4}\D?", w)
            and (w.isdecimal() or month_number(w) is None)
            and search_key(w) not in _BESIDE_A_YEAR]  # fmt: skip
    word = _word(" ".join(rest).strip(" -–—:"), source)
    if word is not None and word.measure:
        said["period"] = written(period)
        return word
    return None
