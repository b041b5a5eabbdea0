"""A survey's file, opened: which format it is of, its columns, and its respondents' rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from libmkt import workbench
from libmkt.codebook.draft import Asked
from libmkt.codebook.records import Codebook
from libmkt.errors import N_, Message, MissingError, Problem
from libmkt.read.source import File
from libmkt.read.survey_cells import STATISTICS, Sheet, mended, sheets_of
from libmkt.read.survey_columns import Columns, columns_of
from libmkt.read.survey_format import PLAIN, Format, beside, fits, formats, named, recognised
from libmkt.read.survey_repeats import Repeat, repeats_of
from libmkt.read.survey_stat import statistics
from libmkt.text.totals import is_total

_FIGURE = re.compile(r"[-+]?\d[\d\s.,:-]*%?")  # a number, a date, a share


@dataclass
class Opened:
    """Columns of a file before anything is left out of them."""

    name: str  # of the format
    form: Format
    asked: list[Asked] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # row of the file (from 1) a respondent
    left: list[tuple[str, str, int]] = field(default_factory=list)
    told: list[tuple[str, str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    codebook: Codebook | None = None  # what the file itself says
    repeats: list[Repeat] = field(default_factory=list)
    beside: list[Sheet] = field(default_factory=list)  # other sheets of the workbook

    def repeated(self, keys: pd.Series) -> dict[str, pd.DataFrame]:
        """The tables of repeated questions, by sheet, each row with its respondent."""
        return {one.name: one.table(keys) for one in self.repeats}


def opened(file: File, told: str | None, sheet: str | None, root: Path | None) -> Opened:
    """Open a file as the format that was named, lies beside, or is recognised.

    Raises
    ------
    DataError
        It is no table, or damaged.
    ParameterError
        There is no format of the name that was told.
    """
    root = root or root_here()
    known = formats(root)
    if file.path.suffix.lower() in STATISTICS:
        return _statistics(file, known)
    said = beside(file.path, known)
    name, form = (told, named(told, known)) if told else said or ("", None)
    sheets = sheets_of(file.path, file.content, form or Format(), sheet)
    main = _main(sheets, known)
    head = [[cell.strip() for cell in row] for row in main.rows[:12]]
    found, skip = recognised(head, known)
    if form is None:
        name, form = found, known[found]
    if "skip" in form.model_fields_set or (found != name and form.marks):
        skip = form.skip
    made = Opened(name, form)
    main = _mended(main, made)
    if name == PLAIN and "skip" not in form.model_fields_set:
        skip = _titles(main)
    if skip:
        made.told.append(("rows_above", str(skip), skip))
    form = made.form = _fewer_headings(form, head[skip:], made)
    columns = columns_of(main, form, skip)
    _take(columns, made)
    _check_headings(columns, made)
    _drop_rows(made)
    if name == PLAIN:
        _drop_sums(made)
    # of a format that names its sheet the others are known not to hold answers
    unread = [one.name for one in sheets if one.name != main.name and not form.sheet]
    if form.repeats:
        made.repeats, unread = repeats_of(sheets, main, form, made.asked)
    made.beside = [one for one in sheets if one.name in unread]
    return made


def root_here() -> Path | None:
    """The workbench around the working directory, if there is one."""
    try:
        return workbench.find_root()
    except MissingError:
        return None


def _statistics(file: File, known: dict[str, Format]) -> Opened:
    asked, codebook = statistics(file.path)
    count = len(asked[0].cells) if asked else 0
    made = Opened(codebook.source, known[PLAIN], asked, list(range(1, count + 1)))
    made.codebook = codebook
    return made


def _main(sheets: Sequence[Sheet], known: dict[str, Format]) -> Sheet:
    """The sheet with the answers: one of a known format, else the one with most cells."""
    for one in sheets:
        head = [[cell.strip() for cell in row] for row in one.rows[:12]]
        name, _skip = recognised(head, known)
        if name != PLAIN and not any(fits(cell, ["_parent_index"]) for row in head for cell in row):
            return one
    return max(sheets, key=lambda one: sum(bool(cell) for row in one.rows for cell in row))


def _mended(sheet: Sheet, made: Opened) -> Sheet:
    """The sheet with letters put back that were decoded twice."""
    texts = {cell for row in sheet.rows for cell in row if cell and not cell.isascii()}
    better = {text: new for text in texts if (new := mended(text)) != text}
    if not better:
        return sheet
    rows = [[better.get(cell, cell) for cell in row] for row in sheet.rows]
    count = sum(cell in better for row in sheet.rows for cell in row)
    made.told.append(("letters_mended", next(iter(sorted(better.values())))[:60], count))
    return Sheet(sheet.name, rows)


def _titles(sheet: Sheet) -> int:
    """Rows above the headings of a plain table: a title has one cell where others have many."""
    widths = [sum(map(bool, row)) for row in sheet.rows[:8]]
    widest = max(widths, default=0)
    for n, width in enumerate(widths):
        if width >= max(2, widest / 2) or widest <= 2:
            return n if widest > 2 else 0
    return 0


def _fewer_headings(form: Format, head: Sequence[Sequence[str]], made: Opened) -> Format:
    """Without the second and third heading rows, where somebody has deleted them."""
    for mark in form.marks:
        if mark.row and mark.contains and len(form.header) > 1:
            row = head[mark.row - 1] if len(head) >= mark.row else []
            if not any(fits(cell, mark.contains) for cell in row):
                made.told.append(("headings_fewer", "", len(form.header) - 1))
                return form.model_copy(update={"header": ["name"]})
    return form


def _take(columns: Columns, made: Opened) -> None:
    made.asked, made.rows = columns.asked, columns.rows
    made.left += columns.left
    made.told += columns.told
    made.problems += columns.problems


def _check_headings(columns: Columns, made: Opened) -> None:
    """Refuse a first row that holds answers: headings were lost, or stand elsewhere."""
    shown = [one.heading for one in columns.asked]
    figures = [one for one in shown if one.replace(".", "", 1).isdecimal()]
    nameless = [one for one in shown if one.startswith("#") and one[1:].isdecimal()]
    if len(shown) >= 2 and len(figures) + len(nameless) > 0.5 * len(shown):
        what = N_("its first row holds answers, not headings: put the headings back")
        found = Message(N_("found: {known}"), {"known": ", ".join(shown[:8])})
        made.problems.append(Problem(Message(N_("row {first}"), {"first": columns.first}),
                                     Message(what), found))  # fmt: skip


def _drop_rows(made: Opened) -> None:
    """Leave out rows that the format says are no respondents, and rows that stand twice."""
    keep = [True] * len(made.rows)
    for rule in made.form.drop:
        column = next((one for one in made.asked if fits(one.heading, [rule.column])), None)
        if column is not None:
            hits = [n for n, cell in enumerate(column.cells) if cell and fits(cell, rule.values)]
            made.told += [("rows_described", rule.why or rule.column, len(hits))] if hits else []
            for n in hits:
                keep[n] = False
    ids = made.form.paradata.get("respondent", []) if made.form.marks else []
    key = next((one for one in made.asked if fits(one.heading, ids)), None)
    if key is not None and len(set(key.cells)) < len(key.cells):
        seen: set[tuple[str, ...]] = set()
        twice = 0
        for n, row in enumerate(zip(*(one.cells for one in made.asked), strict=True)):
            if keep[n] and row in seen:
                keep[n] = False
                twice += 1
            seen.add(row)
        made.told += [("row_twice", key.heading, twice)] if twice else []
    _keep(made, keep)


def _drop_sums(made: Opened) -> None:
    """Leave out sums below a plain table: "Jami" in a column without words, beside figures."""
    count = last = len(made.rows)
    named = ""
    while last and (word := _sum_of(made, last - 1)):
        last, named = last - 1, word
    if named:
        made.told.append(("total_row", named, count - last))
    _keep(made, [n < last for n in range(count)])


def _sum_of(made: Opened, at: int) -> str:
    """The word that calls a row a sum; "" of a respondent's row."""
    filled = [one for one in made.asked if one.cells[at]]
    if len(filled) < 2 or not is_total(filled[0].cells[at]):
        return ""
    others = [cell for n, cell in enumerate(filled[0].cells) if n != at and cell]
    words = any(not _FIGURE.fullmatch(cell) for cell in others if not is_total(cell))
    figures = all(_FIGURE.fullmatch(one.cells[at]) for one in filled[1:])
    return "" if words or not figures else filled[0].cells[at]


def _keep(made: Opened, keep: Sequence[bool]) -> None:
    if not all(keep):
        made.rows = [row for row, kept in zip(made.rows, keep, strict=True) if kept]
        made.asked = [
            replace(one, cells=[c for c, kept in zip(one.cells, keep, strict=True) if kept])
            for one in made.asked
        ]
