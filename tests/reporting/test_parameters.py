"""The parameters cell is the only declaration, and it is read without being run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from libmkt.errors import ParameterError
from libmkt.reporting import parameters

from .conftest import notebook

DAY = dt.date(2026, 11, 23)


def cell(root: Path, source: str) -> parameters.Declaration:
    path = root / "notebooks/reports/other.ipynb"
    path.write_text(notebook(parameters=source), encoding="utf-8")
    return parameters.declared(path)


def test_types_defaults_help_and_key_are_read(bench: Path) -> None:
    found = cell(
        bench,
        'wave: str = "2026"  # key: the wave\n'
        'kind: Literal["a", "b"] = "a"  # which\n'
        "years: list[int] = [1, 2]  # some\n"
        "share: float | None = None  # a share",
    )
    assert found.names == ["wave", "kind", "years", "share"]
    assert found.subject is not None and found.subject.name == "wave"
    assert found.parameters[0].help == "the wave"
    assert found.parameters[2].default == [1, 2]


@pytest.mark.parametrize(
    "source, said",
    [
        ("x = 1  # no type", "expected NAME"),
        ("x: int = open('x')  # not a literal", "not a literal"),
        ("x: Frame = 1  # unknown type", "not a literal"),
        ("x: int = 1", "no comment"),
        ("import os", "expected NAME"),
        ("x: int = ", "not Python"),
    ],
)
def test_a_cell_that_is_more_than_typed_literals_is_refused(
    bench: Path, source: str, said: str
) -> None:
    with pytest.raises(ParameterError, match=said):
        cell(bench, source)


def test_a_notebook_without_the_cell_is_refused(bench: Path) -> None:
    path = bench / "notebooks/reports/none.ipynb"
    path.write_text(notebook().replace('"parameters"', '"other"'), encoding="utf-8")
    with pytest.raises(ParameterError, match="one cell tagged parameters"):
        parameters.declared(path)


def resolve(bench: Path, **given: object) -> tuple[dict, list, list]:
    declaration = parameters.declared(bench / "notebooks/reports/small.ipynb")
    return parameters.resolved(declaration, given, as_of=DAY, root=bench)


def test_a_relative_period_enters_as_an_absolute_one(bench: Path) -> None:
    values, problems, missing = resolve(bench, period="last-month")
    assert (values["period"], problems, missing) == ("2026-10", [], [])


def test_a_year_that_yaml_read_as_a_number_is_a_period(bench: Path) -> None:
    assert resolve(bench, period=2026)[0]["period"] == "2026"


@pytest.mark.parametrize(
    "given, said",
    [
        ({"perod": "2025"}, "did you mean period?"),
        ({"least": "many"}, "whole number"),
        ({"least": 1.5}, "whole number"),
        ({"period": "soon"}, "expected 2026"),
        ({"source": "../../etc/passwd"}, "outside the workbench"),
    ],
)
def test_each_mistake_is_named(bench: Path, given: dict[str, object], said: str) -> None:
    _, problems, _ = resolve(bench, **given)
    assert said in "\n".join(f"{p.what} {p.found}" for p in problems)


def test_absent_data_are_told_apart_from_mistakes(bench: Path) -> None:
    _, problems, missing = resolve(bench, source="data/none.csv")
    assert not problems and "none.csv" in str(missing[0].what)
