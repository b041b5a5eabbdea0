"""What each column of an observation sheet holds: as described, else as it is headed."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from libmkt import words
from libmkt.errors import N_, Message, Problem
from libmkt.measures.observed import ACTIVITIES, OWN_ACTIVITY, SHEET
from libmkt.read.description import Source
from libmkt.read.grids import Grid
from libmkt.read.headings import filled
from libmkt.read.vocabulary import meaning
from libmkt.read.whole import quoted
from libmkt.text.fold import plain, search_key, search_keys

LOOK: Final = 60  # rows in which the headings are expected
NEEDED: Final = ("date", "area", "seats", "occupied")
KEYS: Final = ("library", "date", "time", "branch", "area", "seats", "occupied")
# More ways to head these columns, beside those of our own sheet in the four languages.
_FORMS: Final = {
    "date": "day; sáne; sana; дата; sweep date; observation date; kún; kuni; kun; день;"
    " дата наблюдения; дата обхода",
    "time": "hour; waqtı; waqıt; vaqti; vaqt; время; start; start time; sweep; saat; soat; час;"
    " начало; время обхода",
    "library": "library; kitapxana; kutubxona; библиотека; library name",
    "branch": "location; site; filial; филиал; bólim; boʻlim",
    "area": "area; zone; room; space; floor; place; zal; oqıw zalı; oʻquv zali; xona; зал; зона;"
    " помещение; место; участок; qabat; qavat; этаж",
    "seats": "seats in all; number of seats; capacity; orın; orınlar; orınlar sanı; oʻrin;"
    " oʻrinlar;"
    " oʻrinlar soni;"
    " мест; число мест; всего мест; количество мест",
    "occupied": "occupied; taken; seated; people; persons; users; head count; headcount;"
    " occupied seats; seats occupied; bánt; band; занято; занято мест; человек; людей; сидит",
    "note": "notes; remark; remarks; comment; comments; esletpe; izoh; примечания; комментарий",
    "leave out": "observer; weather; no; no.; №; id; baqlawshı; kuzatuvchi; наблюдатель; погода;"
    " hawa rayı; ob-havo; п/п; t/r; weekday; hápte kúni; hafta kuni; день недели",
}
_DONE: Final = {
    "act_reading": "read; reads; oqıp otır; oʻqiyapti; читает; читают; чтение",
    "act_writing": "writing; studying; study; jazıp otır; yozyapti; пишет; пишут; занимаются;"
    " учатся",
    "act_laptop": "laptop; laptops; own device; own computer; noutbuk; ноутбук; за своим ноутбуком",
    "act_computer": "computer; computers; library computer; kompyuter; компьютер; за компьютером",
    "act_phone": "phone; phones; telefon; телефон",
    "act_talking": "talking; group work; groups; sóylesip otır; gaplashyapti; разговаривают;"
    " работа в группе",
    "act_playing": "playing; play; oynap otır; oʻynayapti; играют; игры",
}


@dataclass(frozen=True)
class Seen:
    """One column: a key of the sheet, an activity ("act_..." or one's own), or left out."""

    index: int
    heading: str
    what: str  # one of KEYS, "note", "leave out", or the activity
    activity: bool = False
    why: str = ""  # of a column left out


@dataclass
class Sheet:
    """The columns of a sheet, and what is wrong with its headings."""

    body: int  # first row of figures, from 0
    columns: list[Seen] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of YAML that would accept it

    def at(self, what: str) -> int | None:
        """Where the column of a key stands."""
        return next((one.index for one in self.columns if one.what == what), None)

    @property
    def activities(self) -> list[Seen]:
        """The columns of activities, in order."""
        return [one for one in self.columns if one.activity]


def sheet_of(grid: Grid, source: Source, told: Mapping[str, str]) -> Sheet:
    """The columns of one sheet.

    Parameters
    ----------
    grid, source
        The cells and what is described of them.
    told
        Headings (or patterns, *) and what they hold: a key, "leave out", or the name of an
        activity; before what headings say.

    Examples
    --------
    >>> from pathlib import Path
    >>> rows = [["Sáne", "Zona", "Orın", "Bánt", "Telefonda"], ["2026-09-14", "Zal", 20, 5, 2]]
    >>> found = sheet_of(Grid(Path("x.csv"), rows), Source(), {"Telefonda": "act_phone"})
    >>> [one.what for one in found.columns]
    ['date', 'area', 'seats', 'occupied', 'act_phone']
    """
    head = source.skip if "skip" in source.model_fields_set else _head(grid, told)
    made = Sheet(head + 1)
    row = grid.rows[head] if head < len(grid.rows) else []
    for index in range(grid.width):
        cell = row[index] if index < len(row) else ""
        heading = plain(cell) if filled(cell) else ""
        body = [line[index] for line in grid.rows[head + 1 :] if index < len(line)]
        shown = next((one for one in body if filled(one)), None)
        if heading or shown is not None:
            _add(made, index, heading, shown, source, told)
    _check(made, row)
    return made


def _head(grid: Grid, told: Mapping[str, str]) -> int:
    """The row that heads most of the columns that are needed; else the first with several texts."""
    rows = grid.rows[:LOOK]

    def known(row: list[Any]) -> int:
        said = {_told(plain(cell), told) or role_of(plain(cell)) for cell in row if filled(cell)}
        return len(said & set(KEYS))

    best = max(range(len(rows)), key=lambda i: (known(rows[i]), -i), default=0)
    if rows and known(rows[best]) >= len(NEEDED) - 1:
        return best
    return next((i for i, row in enumerate(rows) if sum(map(filled, row)) > 1), 0)


def _add(
    made: Sheet, index: int, heading: str, shown: Any, source: Source, told: Mapping[str, str]
) -> None:
    said = _told(heading, told)
    if said is not None:
        what, activity = said, said not in (*KEYS, "note", "leave out")
        made.columns.append(Seen(index, heading, what, activity, "told"))
        return
    what = role_of(heading) or ""
    found = meaning(heading) if heading and not what else None
    activity = bool(what) and what not in (*KEYS, "note", "leave out")
    if what and not (activity and shown is None):
        made.columns.append(Seen(index, heading, what, activity, "word"))
    elif found is not None and found.personal:
        made.columns.append(Seen(index, heading, "leave out", why="personal"))
    elif shown is None:
        made.columns.append(Seen(index, heading, "leave out", why="empty"))
    elif source.others == "leave out":
        made.columns.append(Seen(index, heading, "leave out", why="others"))
    else:
        from xlsxwriter.utility import xl_col_to_name

        name = heading or xl_col_to_name(index)
        first = Message(N_("first value: {value}"), {"value": plain(shown)})
        made.problems.append(Problem(name, Message(N_("this column cannot be understood")), first))
        made.lines.append(f"  {quoted(name)}: leave out   # or area, seats ..., or what people did")


def _check(made: Sheet, row: list[Any]) -> None:
    """Columns that are missing, and two that say the same."""
    seen: dict[str, str] = {}
    for one in made.columns:
        if one.what in ("note", "leave out"):
            continue
        if one.what in seen:
            what = Message(N_("this column says the same as {other}"), {"other": seen[one.what]})
            made.problems.append(Problem(one.heading, what))
            made.lines.append(f"  {quoted(one.heading)}: leave out")
        seen.setdefault(one.what, one.heading)
    known = ", ".join(plain(cell) for cell in row if filled(cell))[:300]
    made.problems += [
        Problem(
            Message(SHEET[name]),
            Message(N_("column is missing")),
            Message(N_("found: {known}"), {"known": known or "–"}),
        )
        for name in NEEDED
        if name not in seen
    ]


def _told(heading: str, told: Mapping[str, str]) -> str | None:
    """What is told of a heading: by its name first, then by a pattern."""
    if not heading:
        return None
    key = search_key(heading)
    for name, what in told.items():
        if "*" not in name and search_key(name) == key:
            return what
    folded = heading.casefold()
    for name, what in told.items():
        if "*" in name and fnmatch.fnmatchcase(folded, name.casefold()):
            return what
    return None


def role_of(heading: str) -> str | None:
    """What a heading says by itself: a key, "note", "leave out", or an activity; None if nothing.

    >>> role_of("Занято мест"), role_of("Oʻqiyapti"), role_of("Activity: knitting")
    ('occupied', 'act_reading', 'knitting')
    """
    before, colon, after = heading.partition(":")
    if colon and plain(after) and search_key(before) in _own():
        own = plain(after)
        return next((found for key in search_keys(own) if (found := _known().get(key))), own)
    return next((found for key in search_keys(heading) if (found := _known().get(key))), None)


@cache
def _known() -> dict[str, str]:
    """Every known key; our own sheet's headings win."""
    found: dict[str, str] = {}
    own = {**SHEET, **ACTIVITIES}
    for code, name in own.items():
        for text in (code, code.removeprefix("act_"), *in_all_languages(name)):
            found.setdefault(search_key(text), code)
    for code, forms in {**_FORMS, **_DONE}.items():
        for form in forms.split(";"):
            for key in search_keys(form):
                if key:
                    found.setdefault(key, code)
    return found


@cache
def _own() -> set[str]:
    """What stands before the colon above an activity of one's own."""
    return {search_key(text) for text in in_all_languages(OWN_ACTIVITY)}


def in_all_languages(message: str) -> list[str]:
    """A marked message as each of the four languages says it."""
    found = []
    for language in words.LANGUAGES:
        with words.speaking(language):
            found.append(words.translate(message))
    return found
