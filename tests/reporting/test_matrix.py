"""A matrix multiplies lists and columns into jobs, and refuses what would be too many."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from libmkt.errors import MissingError, ParameterError
from libmkt.reporting import plan

from .conftest import BODY, CLOSE, PARAMETERS, SHOW, notebook

DAY = dt.date(2026, 11, 23)
BRANCHED = PARAMETERS + '\nbranch: str = ""  # one branch only'


@pytest.fixture
def branched(bench: Path) -> Path:
    """The workbench, its report with a parameter `branch`."""
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, SHOW, CLOSE, parameters=BRANCHED), encoding="utf-8")
    return bench


def write(bench: Path, name: str, text: str) -> None:
    (bench / name).write_text(text, encoding="utf-8")


def make(bench: Path, *what: str, **more: object) -> plan.Plan:
    return plan.plan(what, root=bench, as_of=DAY, **more)  # type: ignore[arg-type]


def folders(bench: Path, made: plan.Plan) -> list[str]:
    return [job.folder.relative_to(bench / "reports").as_posix() for job in made.jobs]


def test_branches_of_a_table_and_languages_multiply(branched: Path) -> None:
    write(branched, "data/branches.csv", "no;branch\n1;Oraylıq\n2;007\n3;\n4;Oraylıq\n")
    write(
        branched,
        "parameters/all.yml",
        "report: small\nmatrix:\n  branch: {file: data/branches.csv, column: branch}\n"
        "  language: [kaa, ru]\nset:\n  least: 3\n",
    )
    made = make(branched, "all.yml")
    assert folders(branched, made) == [
        "all/2025/Oraylıq/kaa", "all/2025/Oraylıq/ru", "all/2025/007/kaa", "all/2025/007/ru",
    ]  # fmt: skip
    assert [job.values["branch"] for job in made.jobs] == ["Oraylıq", "Oraylıq", "007", "007"]
    assert {job.values["least"] for job in made.jobs} == {3}
    assert made.jobs[2].branch == "007" and made.jobs[2].asked == "branches.csv row 3"
    assert len({job.run_key for job in made.jobs}) == 4


def test_an_axis_keeps_texts_as_they_were_written(branched: Path) -> None:
    write(branched, "parameters/all.yml", "report: small\nmatrix:\n  branch: [007, 1.10, no]\n")
    made = make(branched, "all.yml")
    assert [job.values["branch"] for job in made.jobs] == ["007", "1.10", "no"]


def test_an_axis_of_periods_is_the_subject_and_one_of_numbers_a_branch(branched: Path) -> None:
    write(branched, "parameters/all.yml",
          "report: small\nmatrix:\n  period: [2024, last-year]\n  least: [1, 2]\n")  # fmt: skip
    assert folders(branched, make(branched, "all.yml")) == [
        "all/2024/1/en", "all/2024/2/en", "all/2025/1/en", "all/2025/2/en",
    ]  # fmt: skip


def test_a_value_of_the_command_line_takes_the_place_of_an_axis(branched: Path) -> None:
    write(branched, "parameters/all.yml", "report: small\nmatrix:\n  branch: [A, B]\n")
    made = make(branched, "all.yml", overrides={"branch": "B"}, languages=["ru"])
    assert folders(branched, made) == ["all/2025/B/ru"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("matrix:\n  brnch: [A]\n", "brnch is no parameter of small"),
        ("matrix:\n  branch: [A]\nset:\n  branch: B\n", "stands in the matrix and beside it"),
        ("matrix:\n  language: [de]\n", "expected one of kaa, uz, ru, en"),
        ("matrix:\n  branch: []\n", "expected a list, or file: and column:"),
        ("matrix:\n  branch: {file: data/loans.csv}\n", "expected a list, or file: and column:"),
        ("matrix:\n  branch: {file: data/loans.csv, column: brnch}\n", "did you mean branch?"),
        ("matrix:\n  branch: {file: ../../x.csv, column: branch}\n", "outside the workbench"),
        ("matrix:\n  branch: [[A]]\n", "line 3"),
        ("matrix:\n  least: [many]\n", "expected a whole number"),
        ("matrix:\n  branch: [A/B, A-B]\n", "writes into the same folder as"),
        ("matrix:\n  branch: [Oray, ORAY]\n", "writes into the same folder as"),
    ],
)
def test_a_matrix_that_cannot_be_is_refused_with_its_line(
    branched: Path, text: str, said: str
) -> None:
    write(branched, "parameters/all.yml", f"report: small\n{text}")
    with pytest.raises(ParameterError) as refused:
        make(branched, "all.yml")
    assert said in str(refused.value) and "all.yml line" in str(refused.value)


def test_a_table_of_branches_that_is_not_there_is_missing(branched: Path) -> None:
    write(branched, "parameters/all.yml",
          "report: small\nmatrix:\n  branch: {file: data/none.csv, column: branch}\n")  # fmt: skip
    with pytest.raises(MissingError, match=r"data/none\.csv"):
        make(branched, "all.yml")


def test_a_matrix_of_a_million_jobs_is_refused_with_the_limit(branched: Path) -> None:
    axis = ", ".join(f"b{i}" for i in range(1000))
    write(branched, "parameters/all.yml",
          f"report: small\nmatrix:\n  branch: [{axis}]\n  least: [{', '.join(map(str, range(1000)))}]\n")  # fmt: skip  # noqa: E501
    with pytest.raises(ParameterError, match=r"1,000,000 reports; 20,000 is the most"):
        make(branched, "all.yml")


def test_one_mistake_of_a_thousand_jobs_is_told_once(branched: Path) -> None:
    axis = ", ".join(f"b{i}" for i in range(1000))
    write(branched, "parameters/all.yml",
          f"report: small\nmatrix:\n  branch: [{axis}]\nset:\n  least: many\n")  # fmt: skip
    with pytest.raises(ParameterError) as refused:
        make(branched, "all.yml")
    assert len(refused.value.problems) == 1


def test_hostile_branches_stay_in_their_folder(branched: Path) -> None:
    names = ["../../x", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "con", "x" * 300]
    listed = "".join(f"  - {name!r}\n" for name in names).replace(
        "\"=cmd|' /C calc'!A0\"", "\"=cmd|' /C calc'!A0\""
    )
    write(branched, "parameters/all.yml", f"report: small\nmatrix:\n  branch:\n{listed}")
    made = make(branched, "all.yml")
    assert [job.values["branch"] for job in made.jobs] == names
    for job in made.jobs:
        inside = job.folder.resolve().relative_to((branched / "reports/all/2025").resolve())
        assert len(inside.parts) == 2
        assert not set(inside.parts[0]) & set("<>|'/\\:*?\"=") and len(inside.parts[0]) <= 81


def test_a_yaml_bomb_and_a_file_that_is_not_yaml_are_refused(branched: Path) -> None:
    levels = "".join(f"  l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 9))
    write(branched, "parameters/bomb.yml", f"report: small\nset:\n  l0: &l0 [a]\n{levels}")
    (branched / "parameters/binary.yml").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    write(branched, "parameters/list.yml", "- report\n- small\n")
    with pytest.raises(ParameterError) as refused:
        make(branched, "parameters")
    said = str(refused.value)
    assert "bomb.yml line" in said and "alias" in said
    assert "binary.yml line" in said and "list.yml" in said


@pytest.mark.parametrize("name", ["x" * 300, "../small", "small\0"])
def test_a_report_that_cannot_be_a_file_is_refused(branched: Path, name: str) -> None:
    with pytest.raises(ParameterError):
        make(branched, name)
