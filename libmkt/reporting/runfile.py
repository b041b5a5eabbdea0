"""A parameters file: which report, in which languages, with which values, multiplied how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from libmkt import yamlfile
from libmkt.errors import N_, Message, ParameterError
from libmkt.library import Format, Language


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Axis(_Strict):
    """The values that a matrix gives one parameter: a list, or a column of a table.

    ``[kaa, ru]`` is short for ``{values: [kaa, ru]}``.
    """

    values: list[str | int | float | bool | None] = []
    file: str = Field(default="", description="a CSV table, from the workbench")
    column: str = Field(default="", description="its column, by the heading")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"values": _list(value)}

    @model_validator(mode="after")
    def _one_kind(self) -> Axis:
        if bool(self.values) == bool(self.file) or bool(self.file) != bool(self.column):
            raise ParameterError(Message(N_("expected a list, or file: and column:")))
        return self


class Prepare(_Strict):
    """Which data are split once, so that each report reads its own part alone."""

    split: str = Field(description="the parameter that names the data")
    by: Literal["branch", "library"]


class RunFile(_Strict):
    """A parameters file: which report, in which languages and formats, from which data."""

    report: str
    language: list[Language] = []
    to: list[Format] = []
    needs: list[str] = Field(default=[], description="folders without which it is skipped")
    set: dict[str, Any] = {}
    matrix: dict[str, Axis] = Field(
        default={}, description="parameters with several values each: every combination is made"
    )
    prepare: Prepare | None = None

    @field_validator("language", "to", "needs", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return _list(value)


@dataclass(frozen=True)
class Given:
    """One value as it was written: what it is, its text where that is known, and its place."""

    value: Any
    text: str | None
    where: str


@dataclass(frozen=True)
class Asked:
    """One run as written, not yet checked: its name, where it stands, what it says."""

    name: str
    where: str
    content: RunFile
    given: dict[str, Given] = field(default_factory=dict)
    axes: dict[str, list[Given]] = field(default_factory=dict)  # of the matrix
    places: dict[str, str] = field(default_factory=dict)  # entry -> where it stands


def asked(path: Path) -> Asked:
    """A parameters file, read and checked by itself; an axis from a file is still empty.

    Raises
    ------
    DataError
        It is not YAML, has an unknown entry or a value that does not fit; all with lines.
    """
    found = yamlfile.read(path)
    content = yamlfile.checked(found, RunFile)

    def place(*key: str | int) -> str:
        return f"{path.name} line {found.line(*key)}"

    def given(value: Any, *key: str | int) -> Given:
        return Given(value, found.texts.get(key), place(*key))

    values = {name: given(value, "set", name) for name, value in content.set.items()}
    axes = {
        name: [given(value, *_key(found, name, i)) for i, value in enumerate(axis.values)]
        for name, axis in content.matrix.items()
    }
    entries = {entry: place(entry) for entry in ("report", "needs", "prepare")}
    entries |= {name: place("matrix", name) for name in content.matrix}
    return Asked(path.stem, path.name, content, values, axes, entries)


def _key(found: yamlfile.YamlFile, name: str, i: int) -> tuple[str | int, ...]:
    """Where the i-th value of an axis stands, in each of its three ways to be written."""
    tries: tuple[tuple[str | int, ...], ...] = (
        ("matrix", name, i),
        ("matrix", name, "values", i),
        ("matrix", name),
    )
    return next((key for key in tries if key in found.texts), tries[-1])


def typed(text: str, where: str) -> Given:
    """A value of the command line, of a table or of a cell: as YAML would take it.

    >>> typed("12", "--set months").value, typed("", "--set note").value
    (12, '')

    Raises
    ------
    DataError
        The text is not YAML.
    """
    parsed = yamlfile.parse(f"value: {text}" if text else "value: ''", Path(where))
    value = parsed.data.get("value") if isinstance(parsed.data, Mapping) else None
    return Given(value, text, where)


def _list(value: Any) -> Any:
    return [value] if isinstance(value, str | int | float) else value
