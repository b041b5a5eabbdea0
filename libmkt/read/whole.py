"""What the columns of a table say together: its keys, its measure, its period."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from libmkt.errors import N_, Message, Problem
from libmkt.period import Period
from libmkt.read.description import Column, Source
from libmkt.read.fields import KEYS, TIMES, Layout
from libmkt.read.grids import Grid
from libmkt.read.headings import Headings
from libmkt.read.periods import period_of, period_of_file, period_within
from libmkt.read.vocabulary import meaning, says_thousands
from libmkt.text.fold import plain


def settle(made: Layout, grid: Grid, source: Source) -> None:
    """Settle what no single column says; what stays open becomes a problem of the layout."""
    _settle_keys(made, grid)
    _settle_whole(made, grid, source)
    _dates_as_months(made, grid, source)
    _check_scale(made, source)
    _check_columns(made)


def _check_scale(made: Layout, source: Source) -> None:
    """A title that says "in thousands" where no column does."""
    scales = [one.column.scale for one in made.of("figure", "value")]
    scales += [rule.scale for rule in source.measures.values()]
    told = "scale" in {name for rule in source.measures.values() for name in rule.model_fields_set}
    told |= any("scale" in column.model_fields_set for column in source.columns.values())
    title = next((text for text in made.head.titles if says_thousands(text)), None)
    if title is None or told or any(scale != 1 for scale in scales):
        return
    codes = dict.fromkeys(
        one.column.measure or made.measure or "loans" for one in made.of("figure", "value")
    )
    made.problems.append(
        Problem("scale", Message(N_("the title speaks of thousands")),
                Message(N_("found: {known}"), {"known": title[:80]}))
    )  # fmt: skip
    rules = [f"  {code}: {{scale: 1000}}   # or 1" for code in codes]
    made.lines.append("\n".join(["measures:", *rules]))


def year_of(grid: Grid, head: Headings) -> int | None:
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
            column = Column.of(role or "leave out")
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
    if not all(one.contains(other) or other.contains(one)
               for _, _, one in found for _, _, other in found):  # fmt: skip
        shown = [str(one) for one in dict.fromkeys(period for _, _, period in found)]
        made.problems.append(
            Problem(
                "period",
                Message(N_("title, sheet and file name are of different times")),
                Message(N_("found: {known}"), {"known": ", ".join(shown)}),
            )
        )
        made.lines.append(f"period: {shown[0]}   # or {shown[1]}")
        return first
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
            made.lines.append(f"  {quoted(one.heading)}: leave out")
        seen.setdefault(what, one.heading)


def quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
