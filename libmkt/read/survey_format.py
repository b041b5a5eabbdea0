"""How a survey program lays out its export: descriptions in YAML, and which one fits a file.

The shipped ones lie in ``survey_formats/``; a user's own in ``parameters/survey-formats/``
of the workbench, or beside one file as ``FILE.survey.yml`` (which may begin with
``like: kobo``).  docs/inputs/surveys.md explains the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from libmkt import yamlfile
from libmkt.errors import N_, Message, ParameterError
from libmkt.text.fold import plain

SHIPPED: Final = Path(__file__).with_name("survey_formats")
OWN: Final = Path("parameters") / "survey-formats"
BESIDE: Final = ".survey.yml"
PLAIN: Final = "plain"
Told = Literal["respondent", "wave", "started", "submitted", "seconds", "last_page", "language",
               "mode", "complete"]  # fmt: skip
Level = Literal["name", "wording", "question", "option", "leave out"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _texts(value: Any) -> Any:
    if not isinstance(value, list):
        value = [value]
    return [entry if isinstance(entry, str) else str(entry) for entry in value]


Texts = Annotated[list[str], BeforeValidator(_texts)]


class Mark(_Strict):
    """By what a file is known; all that is said must hold."""

    columns: Texts = []  # headings that are all there
    any: Texts = []  # headings of which one is there
    first: Texts = []  # what the first heading is
    row: int | None = None  # a row of the file, from 1 ...
    contains: Texts = []  # ... in which one of these cells stands
    matching: str | None = None  # a pattern that headings match ...
    share: float = 0.5  # ... at least this share of them


class Options(_Strict):
    """What a column of one option shows."""

    chosen: Texts = []
    not_chosen: Texts = []
    not_asked: Texts = []


class Rows(_Strict):
    """Rows that are no respondents."""

    column: str
    values: Texts
    why: str = ""


class Repeats(_Strict):
    """Columns by which a sheet of repeated questions is joined to the respondents."""

    parent: str
    index: str


class Format(_Strict):
    """One program's layout.  Patterns of headings may hold ``*``; case does not matter."""

    about: str = ""
    like: str = ""  # the format that this one changes
    marks: list[Mark] = []  # one of them must hold
    delimiters: list[str] = []
    encoding: str | None = None
    sheet: str | None = None
    skip: int = 0  # rows above the headings
    header: list[Level] = ["name"]  # what each heading row says
    question: str | None = None  # pattern of a heading: name, part, wording
    wording: str | None = None  # pattern of a wording: wording, option
    paths: Texts = []  # what may part groups, question and option in a heading
    alone: Texts = []  # second headings that say: a question of one column
    free: Texts = []  # second headings that say: in one's own words
    grid: str | None = None  # pattern of an option: row, answer
    other: Texts = []  # parts, or headings, that are "other, please say"
    paradata: dict[Told, Texts] = {}
    personal: Texts = []  # never read
    internal: Texts = []  # of the program, not read
    timings: Texts = []  # seconds a page or a question, not read
    columns: dict[str, str] = {}  # heading to name; "leave out" leaves it out
    options: Options = Options()
    joined: Texts = []  # what parts several answers in one cell, the first that fits
    missing: Texts = []  # cells that mean: not asked
    never: Texts = []  # dates that mean: none
    drop: list[Rows] = []
    dates: list[str] = []
    day_first: bool | None = None  # of 5/10/2026: None refuses what could be either
    repeats: Repeats | None = None
    paper: bool = False  # what it holds was typed in by hand

    @field_validator("question", "wording", "grid")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            what = Message(N_("not a pattern: {why}"), {"why": str(error)})
            raise ParameterError(what) from None
        return value


def formats(root: Path | None = None) -> dict[str, Format]:
    """The formats that are known, by name: a workbench's own first, then the shipped.

    Raises
    ------
    DataError
        A description cannot be used: each mistake with its line.
    """
    own = sorted((root / OWN).glob("*.yml")) if root is not None else []
    return {path.stem: _read(path, path.stat().st_mtime_ns) for path in own} | {
        path.stem: _read(path, 0) for path in sorted(SHIPPED.glob("*.yml"))
    }


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> Format:
    return yamlfile.checked(yamlfile.read(path), Format)


def beside(path: Path, known: dict[str, Format]) -> tuple[str, Format] | None:
    """The description that lies beside a file, on top of the format it is like.

    Raises
    ------
    DataError
        It cannot be used.
    ParameterError
        It is like a format that is not known.
    """
    for place in (path.with_name(path.stem + BESIDE), path.with_name(path.name + BESIDE)):
        if place.is_file():
            said = yamlfile.checked(yamlfile.read(place), Format)
            if not said.like:
                return place.name, said
            base = named(said.like, known)
            told = {name: getattr(said, name) for name in said.model_fields_set}
            return said.like, base.model_copy(update=told)
    return None


def named(name: str, known: dict[str, Format]) -> Format:
    """The format of a name.

    Raises
    ------
    ParameterError
        There is none.
    """
    if name in known:
        return known[name]
    raise ParameterError(
        Message(
            N_("There is no survey format {name}; known: {known}"),
            {"name": name, "known": ", ".join(known)},
        )
    )


def recognised(rows: Sequence[Sequence[str]], known: dict[str, Format]) -> tuple[str, int]:
    """Which format a file's first rows are of, and how many rows stand above its headings.

    Parameters
    ----------
    rows
        The first rows as text.
    known
        Formats by name.

    Returns
    -------
    tuple
        The name (``plain`` where no mark holds) and the number of rows above the headings.

    Examples
    --------
    >>> rows = [["id", "submitdate", "lastpage", "Q1"], ["1", "", "2", "Y"]]
    >>> recognised(rows, formats())
    ('limesurvey', 0)
    """
    for skip in range(min(6, max(len(rows) - 1, 1))):
        for name, form in known.items():
            if any(_holds(mark, rows[skip:]) for mark in form.marks):
                return name, skip
    return PLAIN, 0


def _holds(mark: Mark, rows: Sequence[Sequence[str]]) -> bool:
    head = [cell for cell in rows[0] if cell] if rows else []
    if not head:
        return False
    if mark.columns and not all(fits_any(head, [name]) for name in mark.columns):
        return False
    if mark.any and not fits_any(head, mark.any):
        return False
    if mark.first and not fits(rows[0][0], mark.first):
        return False
    if mark.contains:
        if len(rows) < (mark.row or 1):
            return False
        if not fits_any(rows[(mark.row or 1) - 1], mark.contains):
            return False
    if mark.matching:
        form = re.compile(mark.matching, re.DOTALL)
        # a bracket is what tells: any short heading would match the rest of the pattern
        hits = sum(bool(form.fullmatch(cell)) for cell in head)
        return hits >= max(1, mark.share * len(head))
    return True


def fits(heading: str, patterns: Iterable[str]) -> bool:
    """Whether a heading is one of the patterns, in which only ``*`` is a sign of its own.

    >>> fits("Quiz [Score]", ["* [Score]"]), fits("score", ["Score"]), fits("My score", ["Score"])
    (True, True, False)
    """
    shown = plain(heading).casefold()
    return any(_form(pattern).fullmatch(shown) for pattern in patterns)


def fits_any(headings: Iterable[str], patterns: Sequence[str]) -> bool:
    """Whether one of the headings is one of the patterns."""
    return any(fits(heading, patterns) for heading in headings)


@lru_cache(maxsize=4096)
def _form(pattern: str) -> re.Pattern[str]:
    shown = plain(pattern).casefold()
    return re.compile(re.escape(shown).replace(r"\*", ".*"), re.DOTALL)
