"""What each column of a table holds: as its description says, else as its headings say."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from libmkt.errors import N_, Message, Problem
from libmkt.period import Period
from libmkt.read.cells import KEPT, TEXT, figure
from libmkt.read.description import Column, Source
from libmkt.read.grids import Grid
from libmkt.read.headings import Headings, filled, headings
from libmkt.read.periods import period_of, period_of_file, period_within, written
from libmkt.read.vocabulary import Meaning, meaning
from libmkt.text.fold import plain, search_key, search_keys
from libmkt.text.months import month_number
from libmkt.text.totals import is_total

KEYS = ("library", "branch")
TIMES = ("period", "year", "quarter", "month")
PARTED = " | "  # between the names, and the parts, of two breakdowns at once
_TIME_WORDS = {
    "jil",
    "jili",
    "jilgi",
    "yil",
    "yili",
    "yilgi",
    "god",
    "goda",
    "g",
    "year",
    "za",
    "v",
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """One column and what it holds."""

    index: int  # from 0
    heading: str  # as the file shows it, levels parted by " / "
    column: Column
    told: bool = False  # the description says it, not the heading
    why: str = ""  # of a column left out: personal, total, text, empty, told

    @property
    def role(self) -> str:
        """The column's role; "figure" for one that holds figures."""
        return self.column.role


@dataclass
class Layout:
    """All columns of a table, and what the whole table is of."""

    head: Headings
    fields: list[Field] = field(default_factory=list)
    period: Period | None = None  # of the whole table
    measure: str | None = None  # of the whole table
    unit: str | None = None  # the length of time that a date stands for, where settled
    year: int | None = None  # of months that are named without one
    told: list[tuple[str, str, str]] = field(default_factory=list)  # rule, example, reason: guesses
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # YAML that would accept unknown columns

    def of(self, *roles: str) -> list[Field]:
        """The fields of these roles, in the order of the columns."""
        return [one for one in self.fields if one.role in roles]


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
    year = made.year = source.period.year or _year_of(grid, head)
    for index, path in enumerate(head.paths):
        if path or index < grid.width:
            _add(made, _field(index, grid, head, source, year), grid, source)
    made.told += [
        ("lost_letters", one.heading, one.column.measure or one.role)
        for one in made.fields
        if re.search(r"\w\?|\?\w", one.heading) and one.role != "leave out" and not one.told
    ]
    _settle_keys(made, grid)
    _settle_whole(made, grid, source)
    _dates_as_months(made, grid, source)
    _check_columns(made)
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


def _field(index: int, grid: Grid, head: Headings, source: Source, year: int | None) -> Field:
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
        if "*" in name and any(fnmatch.fnmatch(text.casefold(), name.casefold()) for text in texts):
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
            return _of_role(word.role, breakdown=word.breakdown or None)
        total |= word.total
    if unknown:
        return Column(role="leave out")
    if set(said) <= {"scale"} and total:
        return Column(role="leave out", part="total")
    return Column(role="figure", **said)


def _of_role(role: str, breakdown: str | None = None) -> Column:
    """A column of a role that the vocabulary names."""
    return Column.model_validate({"role": role, "breakdown": breakdown})


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
            and search_key(w) not in _TIME_WORDS]  # fmt: skip
    word = _word(" ".join(rest).strip(" -–—:"), source)
    if word is not None and word.measure:
        said["period"] = written(period)
        return word
    return None


def _add(made: Layout, one: Field, grid: Grid, source: Source) -> None:
    """Settle one column with its cells in view, and note what cannot be settled."""
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
        name = one.heading or _letter(one.index)
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
            made.lines.append(f"  {_quoted(name)}: leave out   # or loans, library, branch ...")


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


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _letter(index: int) -> str:
    """A column's letter in a spreadsheet."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _year_of(grid: Grid, head: Headings) -> int | None:
    """The year of months that are named alone: of a title, the sheet or the file."""
    for text in (*head.titles, grid.sheet, grid.path.stem):
        years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))
        if len(years) == 1:
            return int(years.pop())
    return None


def _settle_keys(made: Layout, grid: Grid) -> None:
    """Two columns that both name places: the coarser is the library, the finer the branch."""
    places = made.of("library")
    if len(places) < 2 or any(one.told for one in places):
        return
    kinds = [len({plain(row[one.index]) for row in grid.rows[made.head.body :]
                  if one.index < len(row)}) for one in places]  # fmt: skip
    order = sorted(range(len(places)), key=lambda i: kinds[i])
    wanted = {places[i].index: role for i, role in zip(order[-2:], KEYS, strict=False)}
    if made.of("branch"):
        wanted = {places[order[-1]].index: "library"}
    for i, one in enumerate(made.fields):
        if one.role == "library":
            role = wanted.get(one.index)
            column = _of_role(role or "leave out")
            made.fields[i] = replace(one, column=column, why="" if role else "text")
            made.told.append(("column_understood", one.heading, role or "leave out"))


def _settle_whole(made: Layout, grid: Grid, source: Source) -> None:
    """The measure and the period of the whole table, where no column says them."""
    figures = made.of("figure", "value")
    if not figures:
        made.problems.append(
            Problem(grid.sheet or grid.path.name, Message(N_("no column of figures was found")))
        )
        return
    if (
        source.measure is None
        and not made.of("measure")
        and any(one.column.measure is None for one in figures)
    ):
        made.measure = _measure_within(made.head.titles, grid)
        if made.measure:
            made.told.append(("measure_from_title", made.measure, ""))
        else:
            made.problems.append(
                Problem("measure", Message(N_("the table does not say what it counts")))
            )
            made.lines.append("measure: loans   # or visits, users, events ...")
    else:
        made.measure = source.measure
    if made.of("period", "year", "quarter", "month") or all(one.column.period for one in figures):
        return
    made.period = _period_of_table(made, grid, source)
    if made.period is None:
        made.problems.append(
            Problem("period", Message(N_("the table does not say of which time it is")))
        )
        made.lines.append("period: 2026-09")


def _period_of_table(made: Layout, grid: Grid, source: Source) -> Period | None:
    if source.period.fixed is not None:
        return Period.parse(source.period.fixed)
    if source.period.file is not None:
        return period_of_file(grid.path.stem, source.period.file)
    found: list[tuple[str, str, Period]] = []
    for place, text in (("title", " ".join(made.head.titles)), ("sheet", grid.sheet),
                        ("file", grid.path.stem)):  # fmt: skip
        period = period_within(text)
        if period is None and place == "sheet" and made.year is not None and text:
            period = period_of(text, year=made.year)  # a sheet called "Yanvar"
        if period is not None:
            found.append((place, text, period))
    if not found:
        return None
    first = found[0][2]
    # the shortest of those that agree: "2026" in the title, "January" on the sheet
    place, text, period = min(
        (one for one in found if first.contains(one[2])), key=lambda one: one[2].days
    )
    made.told.append(("period_from_" + place, str(period), text))
    return period


def _dates_as_months(made: Layout, grid: Grid, source: Source) -> None:
    """Dates that are all firsts, or all lasts, of a month stand for the months."""
    if source.period.unit is not None or source.period.format is not None:
        return
    times = made.of("period")
    cells = {row[times[0].index] for row in grid.rows[made.head.body :]
             if times[0].index < len(row)} if times else set()  # fmt: skip
    days = [period for cell in cells if (period := period_of(cell)) is not None]
    headed = [one for one in made.of("figure") if one.column.period]
    if not times:
        days = [Period.parse(str(one.column.period).partition("@")[0]) for one in headed]
    if len(days) < 2 or any(day.unit != "day" for day in days):
        return
    if not (all(d.start.day == 1 for d in days) or all(d.end.day == 1 for d in days)):
        return
    made.unit = "month"
    made.told.append(("dates_as_months", str(days[0]), ""))
    for i, one in enumerate(made.fields):
        if one in headed and not times:
            month = Period.containing(Period.parse(str(one.column.period)).start, "month")
            column = one.column.model_copy(update={"period": str(month)})
            made.fields[i] = replace(one, column=column)


def _measure_within(titles: tuple[str, ...], grid: Grid) -> str | None:
    """The one measure that a title, the sheet or the file name names, or None."""
    for text in (*titles, grid.sheet, grid.path.stem.replace("-", " ").replace("_", " ")):
        words = plain(text).split()
        spans = [
            (b - a, found.measure)
            for a in range(len(words))
            for b in range(a + 1, min(len(words), a + 4) + 1)
            if (found := meaning(" ".join(words[a:b]))) is not None and found.measure
        ]
        longest = {code for size, code in spans if size == max(s for s, _ in spans)}
        if len(longest) == 1:
            return longest.pop()
    return None


def _check_columns(made: Layout) -> None:
    """Two columns that say the same, or a long table without what it needs."""
    seen: dict[tuple[Any, ...], str] = {}
    for one in made.fields:
        c = one.column
        if one.role == "figure":
            what: tuple[Any, ...] = (c.measure or made.measure, c.period, c.breakdown, c.part)
        elif one.role in (*KEYS, *TIMES, "value", "measure"):
            what = (one.role,)
        else:
            continue
        if what in seen and one.why != "empty":
            made.problems.append(
                Problem(
                    one.heading,
                    Message(N_("this column says the same as {other}"), {"other": seen[what]}),
                )
            )
            made.lines.append(f"  {_quoted(one.heading)}: leave out")
        seen.setdefault(what, one.heading)
