"""The columns of a table and what the whole of it is of: `Field` and `Layout`."""

from __future__ import annotations

from dataclasses import dataclass, field

from libmkt.errors import Problem
from libmkt.period import Period
from libmkt.read.description import Column
from libmkt.read.headings import Headings

KEYS = ("library", "branch")
TIMES = ("period", "year", "quarter", "month")
PARTED = " | "  # between the names, and the parts, of two breakdowns at once


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
