"""The three refusals: bad data, a bad parameter, a run that stopped.

An error carries a marked English template and its fields, so that ``str(error)``
is English for logs and tests while the command line shows it in the reader's
language (`libmkt.words.explain`).  It lists every problem found, not the first.
"""

from __future__ import annotations

import errno
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Told = tuple[str, Mapping[str, Any]]  # a sentence's code and its fields


def N_(message: str) -> str:
    """Mark a message for the catalogues without translating it here."""
    return message


class _Plain(string.Formatter):
    """Fills a template in plain English, with the marks that `libmkt.words.fill` knows."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if number := re.fullmatch(r"(\+?)([np])(\d)", format_spec):
            sign, kind, digits = number.groups()
            return format(value, f"{sign},.{digits}{'f' if kind == 'n' else '%'}")
        if format_spec in ("m", "long", "short", "axis"):
            return str(value)
        return format(value, format_spec)


@dataclass(frozen=True)
class Message:
    """A marked English template with its fields; `plural` is chosen by the field ``n``.

    Examples
    --------
    >>> str(Message("row {row}: {value}", {"row": 204, "value": "31.02.2026"}))
    'row 204: 31.02.2026'
    >>> str(Message("{n} value is missing", {"n": 3}, plural="{n} values are missing"))
    '3 values are missing'
    >>> str(Message("{measure:m}: {change:+p1}", {"measure": "loans", "change": 0.034}))
    'loans: +3.4%'
    """

    template: str
    fields: dict[str, Any] = field(default_factory=dict)
    plural: str | None = None

    def __str__(self) -> str:
        many = self.plural is not None and self.fields.get("n") != 1
        return _Plain().vformat(
            self.plural if many and self.plural else self.template, (), self.fields
        )


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where (a column, a name, a line), what, and what was found there."""

    where: str | Message
    what: Message
    found: Message | None = None


def not_among(where: str, found: object, allowed: Iterable[object]) -> Problem:
    """A value that is none of those allowed.

    >>> problem = not_among("unit", "max", ("mean", "median"))
    >>> print(problem.where, problem.what, problem.found, sep="; ")
    unit; expected one of: mean, median; max
    """
    what = Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(map(str, allowed))})
    return Problem(where, what, Message("{found}", {"found": found}))


class LibmktError(Exception):
    """Base of the three refusals; not raised itself."""

    def __init__(
        self,
        summary: Message | str,
        problems: Sequence[Problem] = (),
        hints: Sequence[Message] = (),
    ) -> None:
        self.summary = (
            Message(summary.replace("{", "{{").replace("}", "}}"))
            if isinstance(summary, str)
            else summary
        )
        self.problems = tuple(problems)
        self.hints = tuple(hints)
        super().__init__(str(self))

    def __str__(self) -> str:
        return layout(
            str(self.summary),
            [(str(p.where), str(p.what), str(p.found or "")) for p in self.problems],
            [str(hint) for hint in self.hints],
        )


class DataError(LibmktError, ValueError):
    """A file or table lacks what its use needs."""


class ParameterError(LibmktError, ValueError):
    """A name or value that was asked for is unknown or unusable."""


class ReportError(LibmktError, RuntimeError):
    """A run stopped."""


class MissingError(ParameterError):
    """A file, folder or extra that was named is not there (exit status 3)."""


_WHY = (
    (FileNotFoundError, N_("it is not there")),
    (PermissionError, N_("this is not allowed, or another program holds it open")),
    (FileExistsError, N_("it is there already")),
    (IsADirectoryError, N_("it is a folder")),
    (NotADirectoryError, N_("a part of its path is not a folder")),
)
_WHY_BY_NUMBER = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


def why(error: OSError) -> Message:
    """What the system says of a file, as a message of ours; its own words where we have none.

    >>> str(why(IsADirectoryError(21, "Is a directory")))
    'it is a folder'
    """
    for kind, message in _WHY:
        if isinstance(error, kind):
            return Message(message)
    if error.errno in _WHY_BY_NUMBER:
        return Message(_WHY_BY_NUMBER[error.errno])
    return Message("{why}", {"why": error.strerror or type(error).__name__})


def layout(summary: str, problems: Sequence[tuple[str, str, str]], hints: Sequence[str]) -> str:
    """Set the lines of an error: summary, one aligned line a problem, hints."""
    wide = max((len(where) for where, _, _ in problems), default=0)
    middle = max((len(what) for _, what, found in problems if found), default=0)
    lines = [summary]
    for where, what, found in problems:
        tail = f"{what:<{middle}}   {found}" if found else what
        lines.append(f"  {where:<{wide}}  {tail}".rstrip())
    return "\n".join([*lines, *hints])
