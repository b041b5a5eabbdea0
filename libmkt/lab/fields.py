"""The fields of a parameter form, made from a report's own cell; no widget is known here.

A field has a kind that says how it is asked for, choices that are really there (names of
library.yml, periods and places of the data), and one way from what was typed to a value.
What is wrong with a value is said by the runner's own check.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from libmkt import words, workbench
from libmkt.errors import DataError, LibmktError, Problem
from libmkt.measures import MEASURES
from libmkt.period import Period
from libmkt.reporting import parameters
from libmkt.reporting.parameters import Declaration, Parameter
from libmkt.reporting.runfile import typed
from libmkt.words import _

Kind = Literal["period", "source", "choice", "flag", "whole", "number", "names", "text"]
GIVEN_BY_RUN = "language"  # the runner sets it: it is asked for beside the formats
NUMBERS: dict[Any, Kind] = {int: "whole", float: "number"}
MOST_BYTES = 20_000_000  # of data that are read to offer choices
MOST_PERIODS = 120


@dataclass(frozen=True)
class Field:
    """One parameter as a person is asked for it."""

    name: str
    label: str  # the comment of the cell, in the language in use
    kind: Kind
    value: Any  # the default
    options: tuple[str, ...] = ()  # offered; of a choice no other is allowed
    optional: bool = False  # empty means None


@dataclass(frozen=True)
class Choices:
    """What a source's data really hold, each in order; the newest period first."""

    periods: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def fields(declaration: Declaration, root: Path, choices: Choices) -> list[Field]:
    """The fields of a report's form, in the order of its cell; the language is not among them.

    Parameters
    ----------
    declaration
        The report's parameters, as `parameters.declared` reads them.
    root
        The workbench, whose library.yml names the sources.
    choices
        What the data hold: see `choices_of`.
    """
    return [_field(p, root, choices) for p in declaration.parameters if p.name != GIVEN_BY_RUN]


def _field(one: Parameter, root: Path, choices: Choices) -> Field:
    said = _(one.help).replace("`", "")  # a label is no Markdown
    label = said[:1].upper() + said[1:]
    optional = type(None) in get_args(one.type)
    kind = _kind(one)
    offered: Sequence[str] = ()
    if kind == "choice":
        offered = [str(option) for option in get_args(one.type)]
    elif kind == "source":
        offered = sorted(workbench.library(root).sources)
    elif kind == "period":
        offered = choices.periods
    elif kind == "text":
        offered = suggestions(one, choices)
    return Field(one.name, label, kind, one.default, tuple(offered), optional)


def _kind(one: Parameter) -> Kind:
    if one.is_period:
        return "period"
    kinds = set(get_args(one.type)) if type(None) in get_args(one.type) else {one.type}
    if get_origin(one.type) is Literal:
        return "choice"
    if one.data and list not in {get_origin(kind) for kind in kinds}:
        return "source"
    if list[str] in kinds:
        return "names"
    if bool in kinds:
        return "flag"
    return next((NUMBERS[kind] for kind in (int, float) if kind in kinds), "text")


def suggestions(one: Parameter, choices: Choices) -> tuple[str, ...]:
    """What the data offer for a text parameter: its places, or measures where one is meant."""
    if one.name in ("library", "branch"):
        return choices.libraries if one.name == "library" else choices.branches
    return choices.measures if one.default in MEASURES else ()


def main_source(declaration: Declaration) -> Parameter | None:
    """The parameter whose data the report is about: the first that names data."""
    return next((p for p in declaration.parameters if p.data and p.default), None)


def choices_of(source: str, root: Path) -> Choices:
    """What the counts of a source hold; nothing where they cannot be read or are very large.

    Parameters
    ----------
    source
        A name of library.yml, a file, a folder or a pattern.
    """
    from libmkt import read

    try:
        if sum(path.stat().st_size for path in workbench.files(source, root)) > MOST_BYTES:
            return Choices()
        reading = read.counts(source, root=root)
    except (LibmktError, OSError):
        return Choices()
    table = reading.table
    shown = [reading.names.get(name, name) for name in table["library"].unique()]
    return Choices(
        tuple(_newest(table["period"].unique().tolist())),
        tuple(sorted(name for name in shown if name)),
        tuple(sorted(name for name in table["branch"].unique() if name)),
        tuple(table["measure"].unique()),
    )


def _newest(names: Sequence[str]) -> list[str]:
    """Periods, the newest first: those of the data, then the quarters and years they lie in."""
    found = {Period.parse(name) for name in names}
    for unit in ("quarter", "year"):
        found |= {Period.containing(period.start, unit) for period in found if period.days < 32}
    newest = sorted(found, key=lambda period: period.start, reverse=True)
    return [str(period) for period in sorted(newest, key=_length)[:MOST_PERIODS]]


def _length(period: Period) -> int:
    return ("day", "week", "month", "quarter", "half", "year").index(period.unit)


def read_value(field: Field, given: Any) -> Any:
    """The value that an entry means, as the parameters' check takes it.

    A text that is none of the field's kind comes back as it is: the check then says so.

    Parameters
    ----------
    given
        What the widget holds: a text, or the value itself.

    Examples
    --------
    >>> read_value(Field("measures", "", "names", []), 'loans, "Visits, all"')
    ['loans', 'Visits, all']
    >>> read_value(Field("share", "", "number", 0.5), "0,25")
    0.25
    >>> read_value(Field("plan", "", "source", "plan", optional=True), " ") is None
    True
    """
    if not isinstance(given, str):
        return given
    text = given.strip()
    if field.optional and not text:
        return None
    if field.kind == "names":
        return [
            name.strip() for name in next(csv.reader([text], skipinitialspace=True), []) if name
        ]
    if field.kind in ("whole", "number"):
        if field.kind == "number" and re.fullmatch(r"[-−]?\d+,\d+", text):
            text = text.replace(",", ".")
        try:
            value = typed(text.replace("−", "-"), field.name).value
        except DataError:
            return text
        return float(value) if field.kind == "number" and type(value) is int else value
    return text


def shown_value(value: Any) -> str:
    """A value as it is typed into a text field.

    >>> shown_value(["loans", "Visits, all"]), shown_value(None), shown_value(12)
    ('loans, "Visits, all"', '', '12')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(f'"{name}"' if "," in str(name) else str(name) for name in value)
    return str(value)


def mistakes(
    declaration: Declaration, values: Mapping[str, Any], *, as_of: dt.date, root: Path
) -> dict[str, str]:
    """What is wrong, by field, in the language in use: the same check as the runner's.

    The check looks whether periods and data are there once all types fit: here the others
    are looked at all the same, so that every mistake is seen at once.
    """
    told: dict[str, list[str]] = {}
    rest = dict(values)
    for _again in range(2):
        _checked, problems, missing = parameters.resolved(declaration, rest, as_of=as_of, root=root)
        for problem in [*problems, *missing]:
            told.setdefault(str(problem.where), []).append(_told(problem))
        rest = {name: value for name, value in rest.items() if name not in told}
    return {name: "; ".join(lines) for name, lines in told.items()}


def _told(problem: Problem) -> str:
    said = words.translate(problem.what)
    return f"{said} ({words.translate(problem.found)})" if problem.found else said
