"""What belongs to each service, as a librarian writes it into a small table: `services`."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import pandas as pd

from libmkt.codebook import Codebook
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.measures import MEASURES
from libmkt.measures.observed import SERVICE
from libmkt.read.findings import cell_text
from libmkt.read.named_rows import one_file, reading_of
from libmkt.read.observed_columns import in_all_languages
from libmkt.read.source import File, SourceLike, grids_of
from libmkt.read.vocabulary import meaning
from libmkt.tables import SERVICES, Reading
from libmkt.text.fold import plain, search_key
from libmkt.yamlfile import nearest

PARTED: Final = "; "  # between several measures, places or areas of one cell
_QUESTIONS: Final = ("importance", "performance", "satisfaction")
_NUMBERS: Final = ("ordinal", "interval")
LOOK: Final = 20  # rows in which the headings are expected


def services(
    source: SourceLike,
    *,
    codebook: Codebook | None = None,
    counts: pd.DataFrame | None = None,
    observations: pd.DataFrame | None = None,
) -> Reading:
    """Which questions, measures, places and areas belong to each service.

    Parameters
    ----------
    source
        A table with the column service and any of importance, performance, satisfaction, used,
        measures, places, areas (`libmkt.tables`), headed so or in the words of the fill-in
        workbook: a row a service.  Several measures, places or areas are parted by semicolons.
    codebook
        Of the survey: the questions named must be in it.
    counts
        The canonical table: the measures and places named must be in it.
    observations
        The canonical table: the areas named must be in it.

    Returns
    -------
    Reading
        Table: the columns of `tables.SERVICES`, in the file's order; places and areas are
        spelled as the data have them.

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        A name is not in the data, a service stands twice: all at once, with row and value.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "services.csv"
    >>> _ = path.write_text("service,measures,areas\\nLending,loans; renewals,\\n", "utf-8")
    >>> services(path).table.loc[0, ["service", "measures"]].tolist()
    ['Lending', 'loans; renewals']
    """
    file = one_file(source, N_("the services stand in one file; {n} were named"))
    rows = _rows(file)
    check = _Check(codebook, counts, observations)
    kept = [check.row(number, cells) for number, cells in rows]
    if not rows:
        check.problems.append(Problem(file.path.name, Message(N_("it has headings but no rows"))))
    if check.problems:
        raise _refused(file, check.problems)
    table = pd.DataFrame(kept, columns=list(SERVICES)).astype("str")
    return reading_of(file, table, found=len(rows))


def _rows(file: File) -> list[tuple[int, dict[str, str]]]:
    """The filled rows below the headings with their numbers in the file."""
    try:
        grid = grids_of(file)[0]
    except DataError as error:  # in the words of what is read here
        raise _refused(file, list(error.problems)) from None
    heads = [[_role(cell_text(cell)) for cell in row] for row in grid.rows[:LOOK]]
    head = next((i for i, roles in enumerate(heads) if "service" in roles), 0)
    roles, shown = heads[head] if heads else [], grid.rows[head] if grid.rows else []
    problems = [
        Problem(cell_text(cell), Message(N_("this column cannot be understood")))
        for cell, role in zip(shown, roles, strict=True)
        if cell_text(cell) and not role
    ]
    problems += [
        Problem(name, Message(N_("this heading stands twice")))
        for name in SERVICES
        if roles.count(name) > 1
    ]
    if "service" not in roles:
        what = Message(N_("column is missing"))
        names = Message(N_("found: {names}"), {"names": ", ".join(map(cell_text, shown)) or "–"})
        problems.insert(0, Problem(Message(SERVICE["service"]), what, names))
    if problems:
        raise _refused(file, problems)
    return [
        (number, {role: cell_text(cell) for role, cell in zip(roles, row, strict=False) if role})
        for number, row in enumerate(grid.rows[head + 1 :], start=head + 2)
        if any(cell_text(cell) for cell in row)
    ]


def _role(heading: str) -> str:
    return _known().get(search_key(heading), "")


@cache
def _known() -> dict[str, str]:
    """The keys of all headings: the names of the columns, and those of our own workbook."""
    return {
        search_key(text): name
        for name, heading in SERVICE.items()
        for text in (name, *in_all_languages(heading))
    }


class _Check:
    """Holds the names of each row to the data that are there."""

    def __init__(
        self,
        codebook: Codebook | None,
        counts: pd.DataFrame | None,
        observations: pd.DataFrame | None,
    ) -> None:
        self.book, self.counts = codebook, counts
        self.problems: list[Problem] = []
        self.seen: set[str] = set()
        self.places = _names(counts, "library", "branch")
        self.areas = _names(observations, "area")
        self.where = _where(observations)
        several = codebook.having(scale="multiple") if codebook else ()
        self.ticks = [name for one in several for name in one.columns]

    def row(self, number: int, cells: dict[str, str]) -> dict[str, str]:
        """One service, its names spelled as the data have them."""
        row = {name: plain(cells.get(name, "")) for name in SERVICES}
        service = row["service"]
        if not service:
            self._wrong(number, "service", N_("the service has no name"), "–")
        elif search_key(service) in self.seen:
            self._wrong(number, "service", N_("stands twice"), service)
        self.seen.add(search_key(service))
        for name in _QUESTIONS:
            self._question(number, name, row[name])
        if self.book is not None and row["used"] and row["used"] not in self.ticks:
            self._unknown(number, "used", N_("the survey has no such option to tick"),
                          row["used"], self.ticks)  # fmt: skip
        row["measures"] = self._each(number, "measures", row["measures"], self._measure)
        row["places"] = self._each(number, "places", row["places"], self._place)
        row["areas"] = self._each(number, "areas", row["areas"], self._area)
        self._elsewhere(number, row)
        return row

    def _question(self, number: int, column: str, name: str) -> None:
        if self.book is None or not name:
            return
        if name not in self.book:
            what = N_("the survey has no such question")
            self._unknown(number, column, what, name, list(self.book.names))
        elif self.book[name].scale not in _NUMBERS:
            what = N_("expected a question that is answered by numbers in an order")
            self._wrong(number, column, what, name)

    def _each(self, number: int, column: str, cell: str, check: Any) -> str:
        given = [plain(part) for part in cell.split(";") if plain(part)]
        return PARTED.join(dict.fromkeys(check(number, column, part) for part in given))

    def _measure(self, number: int, column: str, text: str) -> str:
        found = meaning(text)
        code = text if text in MEASURES else found.measure if found and found.measure else text
        known = set(MEASURES) if self.counts is None else set(self.counts["measure"])
        if code not in known:
            what = N_("the counts have no such measure")
            self._unknown(number, column, what, text, sorted(known))
        return code

    def _place(self, number: int, column: str, text: str) -> str:
        if self.counts is not None and search_key(text) not in self.places:
            what = N_("the counts have no such library or branch")
            self._unknown(number, column, what, text, list(self.places.values()))
        return self.places.get(search_key(text), text)

    def _area(self, number: int, column: str, text: str) -> str:
        if self.areas and search_key(text) not in self.areas:
            what = N_("the observation sheets have no such area")
            self._unknown(number, column, what, text, list(self.areas.values()))
        return self.areas.get(search_key(text), text)

    def _elsewhere(self, number: int, row: dict[str, str]) -> None:
        """Areas that the sheets have, but in other places alone."""
        places = {search_key(name) for name in row["places"].split(PARTED) if name}
        for area in row["areas"].split(PARTED):
            there = self.where.get(search_key(area), {})
            if places and there and "" not in there and not places & set(there):
                what = N_("the observation sheets have it in other places")
                found = {"value": f"{area}: {', '.join(there.values())}"}
                self._wrong(number, "areas", what, area, Message("{value}", found))

    def _unknown(self, number: int, column: str, what: str, text: str, known: list[str]) -> None:
        meant = nearest(text, known)
        hint = N_("{value}; did you mean {meant}?")
        found = Message(hint, {"value": text, "meant": meant}) if meant else None
        self._wrong(number, column, what, text, found)

    def _wrong(
        self, number: int, column: str, what: str, text: str, found: Message | None = None
    ) -> None:
        where = Message(
            N_("row {number}, {column:m}"), {"number": number, "column": Message(SERVICE[column])}
        )
        self.problems.append(
            Problem(where, Message(what), found or Message("{value}", {"value": text}))
        )  # fmt: skip


def _names(table: pd.DataFrame | None, *columns: str) -> dict[str, str]:
    """The names in these columns by their search keys."""
    if table is None:
        return {}
    names = [str(name) for column in columns for name in table[column].unique() if name]
    return {search_key(name): name for name in dict.fromkeys(names)}


def _where(observations: pd.DataFrame | None) -> dict[str, dict[str, str]]:
    """The libraries and branches of each area, by search keys; "" where a row names none."""
    found: dict[str, dict[str, str]] = {}
    if observations is None:
        return found
    for one in observations[["area", "library", "branch"]].drop_duplicates().to_dict("records"):
        names = [str(one[name]) for name in ("library", "branch") if one[name]] or [""]
        keys = found.setdefault(search_key(str(one["area"])), {})
        keys |= {search_key(name) if name else "": name for name in names}
    return found


def _refused(file: File, problems: list[Problem]) -> DataError:
    summary = Message(N_("{file} cannot be used as the table of services"), {"file": file.shown})
    return DataError(summary, problems)
