"""The source description: what must be told of a file once, in YAML, to read it as it is.

``FILE.source.yml`` or ``source.yml`` beside the file, or a file of
``parameters/sources/`` with ``match`` patterns.  docs/inputs/counts.md explains it
with an example.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from libmkt.errors import N_, Message, ParameterError
from libmkt.library import PerLanguage
from libmkt.period import Period

Role = Literal[
    "library", "branch", "name", "period", "year", "quarter", "month",
    "measure", "breakdown", "value", "figure", "note", "leave out",
]  # fmt: skip
ROLES: tuple[str, ...] = get_args(Role)
HEADER_ROLES = ("period", "measure", "breakdown", "leave out")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _texts(value: Any) -> Any:
    """One entry stands for a list of one; numbers are compared as the text they show."""
    if not isinstance(value, list):
        value = [value]
    return [entry if isinstance(entry, str) else str(entry) for entry in value]


Texts = Annotated[list[str], BeforeValidator(_texts)]
Text = Annotated[str, BeforeValidator(lambda value: str(value))]


def _period(value: Any) -> Any:
    name, at, month = str(value).partition("@")  # 2023@04: a year from April, as read
    return str(Period.parse(name)) + at + month


PeriodName = Annotated[str, BeforeValidator(_period)]


class Column(_Strict):
    """What one column holds.

    A word alone is a role (library, branch, name, period, year, quarter, month,
    measure, value, note, leave out) or else the code of a measure.
    """

    role: Role = "figure"
    measure: str | None = None  # of a figure column: the code of what it counts
    breakdown: str | None = None  # what its figures are broken down by: age, format ...
    part: Text | None = None  # which part of that breakdown the column holds
    period: PeriodName | None = None  # the period its figures are of, where no header says it
    scale: float = 1.0  # figures are multiplied by this: 1000 for thousands, 0.01 for per cent

    @classmethod
    def of(cls, role: str, breakdown: str | None = None) -> Column:
        """A column of a role that the vocabulary names."""
        return cls.model_validate({"role": role, "breakdown": breakdown})

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"role": value} if value in ROLES else {"measure": value}
        if isinstance(value, dict) and "role" not in value and "breakdown" in value:
            column = {"measure", "part", "period"}.isdisjoint(value)
            return {**value, "role": "breakdown" if column else "figure"}
        return value


class PeriodRule(_Strict):
    """Where the period stands when no column holds it, and how it is written."""

    fixed: PeriodName | None = None  # the whole file is of this period
    file: str | None = None  # regular expression on the file's name: groups year, month, quarter
    year: int | None = Field(default=None, ge=1800, le=2200)  # for headers that name months only
    unit: Literal["year", "half", "quarter", "month", "week", "day"] | None = None
    format: str | None = None  # of dates, as Python writes it: "%m/%d/%Y"
    fiscal: int = Field(default=1, ge=1, le=12)  # month in which the source's years begin
    end: PeriodName | None = None  # the last period with data; what follows is left out

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"fixed": value} if isinstance(value, (str, int)) else value

    @field_validator("file")
    @classmethod
    def _groups(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            known = set(re.compile(value).groupindex)
        except re.error as error:
            what = N_("not a regular expression: {why}")
            raise ParameterError(Message(what, {"why": str(error)})) from None
        if "year" not in known or known - {"year", "month", "quarter"}:
            what = N_("expected groups named year and, if need be, month or quarter")
            raise ParameterError(Message(what))
        return value


class Names(_Strict):
    """A table that gives the names of libraries known by an id."""

    file: str  # from the data file's own folder
    id: str  # heading of the column of ids
    name: str  # heading of the column of names


class MeasureRule(_Strict):
    """What differs from the indicator's passport, or what a measure of one's own is."""

    unit: str | None = None
    kind: Literal["stock", "flow"] | None = None
    scale: float = 1.0  # 0.01 where 39 means 39 per cent; a written % sign is understood


class Drop(_Strict):
    """Rows that are left out although they hold figures, and why."""

    where: dict[str, Texts] = Field(min_length=1)  # heading -> texts or patterns (*), any of them
    why: str


class Span(_Strict):
    """A time in which a branch, or every branch, was closed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    branch: Texts = []
    library: Texts = []
    first: PeriodName = Field(alias="from")
    last: PeriodName | None = Field(default=None, alias="to")
    why: str


class Closed(_Strict):
    """How the source shows that a branch was closed: by a value, or told here."""

    values: Texts = []  # figures that mean "closed", most often 0
    spans: list[Span] = []

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """A list of spans alone is short for `spans`."""
        return {"spans": value} if isinstance(value, list) else value


class Break(_Strict):
    """From this period on, figures are not comparable with those before."""

    library: str = ""
    branch: str = ""
    measure: str = ""
    period: PeriodName
    reason: PerLanguage  # one text, or one a language
    comparable: bool = False
    link_factor: float | None = Field(default=None, gt=0)


# The fields of a description that an observation sheet needs.
OBSERVED = {
    *("kind", "about", "match", "encoding", "delimiter", "decimal", "sheet", "skip"),
    *("library", "columns", "others", "period"),
}


class Source(_Strict):
    """A source description; every field may be left out."""

    kind: Literal["counts", "observations"] = "counts"
    about: str = ""  # publisher, address, licence: what a reader should know
    match: Texts = []  # file patterns, in parameters/sources/ only: pls/pusum*.csv
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    decimal: Literal[".", ","] | None = None
    sheet: str | None = None
    skip: int = Field(default=0, ge=0)  # title lines above the headings
    # number of heading rows, or what each says: [period, "breakdown: age", measure]
    header: int | list[str] = 1
    layout: Literal["wide", "long"] | None = None  # long: a column `value` holds the figures
    library: str | None = None  # name of the library when no column holds it
    measure: str | None = None  # code of the measure when no column or heading holds it
    columns: dict[str, Column] = {}  # heading (or pattern, *) -> what it holds
    others: Literal["refuse", "leave out"] = "refuse"  # columns not understood
    period: PeriodRule = PeriodRule()
    names: Names | None = None
    measures: dict[str, MeasureRule] = {}
    codes: dict[str, str] = {}  # words under a heading or in a `measure` column -> measure code
    missing: dict[str, str] = {}  # cell text -> what it means: no figure
    totals: Texts = []  # rows that are sums, beside the usual names
    notes: Texts = []  # rows that are remarks, by how they begin
    drop: list[Drop] = []
    duplicates: Literal["refuse", "add", "first"] = "refuse"
    closed: Closed = Closed()
    breaks: list[Break] = []

    @field_validator("missing", mode="before")
    @classmethod
    def _codes(cls, value: Any) -> Any:
        """A list of codes is short for codes without a meaning given."""
        if isinstance(value, dict):
            return {str(code): str(meaning) for code, meaning in value.items()}
        return dict.fromkeys(_texts(value), "")

    @field_validator("header")
    @classmethod
    def _rows(cls, value: int | list[str]) -> int | list[str]:
        rows = value if isinstance(value, list) else []
        bad = [row for row in rows if row.split(":")[0].strip() not in HEADER_ROLES]
        if bad:
            fields = {"known": ", ".join(HEADER_ROLES)}
            raise ParameterError(Message(N_("expected one of {known}"), fields))
        if isinstance(value, int) and not 1 <= value <= 9:
            raise ParameterError(Message(N_("expected 1 to 9 heading rows")))
        return value

    @model_validator(mode="after")
    def _of_its_kind(self) -> Source:
        """Fields that would do nothing to an observation sheet are refused."""
        idle = self.model_fields_set - OBSERVED if self.kind == "observations" else set()
        if idle:
            what = N_("a description of kind observations has no use for: {names}")
            raise ParameterError(Message(what, {"names": ", ".join(sorted(idle))}))
        return self

    @model_validator(mode="after")
    def _one_layout(self) -> Source:
        has_value = any(column.role == "value" for column in self.columns.values())
        if self.layout == "long" and not has_value:
            raise ParameterError(Message(N_("layout long needs a column mapped to value")))
        if self.layout == "wide" and has_value:
            raise ParameterError(Message(N_("layout wide has no column mapped to value")))
        return self

    def lines(self) -> str:
        """The description as YAML, only what was said."""
        import yaml

        said = self.model_dump(exclude_defaults=True, by_alias=True)
        said["columns"] = {
            name: _shortest(column) for name, column in said.get("columns", {}).items()
        }
        if not said["columns"]:
            del said["columns"]
        said = {"kind": self.kind, **said}
        return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)


def _shortest(column: dict[str, Any]) -> Any:
    """A column's description in its shortest form."""
    if set(column) == {"role"}:
        return column["role"]
    if set(column) == {"measure"}:
        return column["measure"]
    return {key: value for key, value in column.items() if key != "role"}
