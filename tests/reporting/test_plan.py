"""What was asked is checked as a whole before anything runs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from libmkt.errors import MissingError, ParameterError
from libmkt.reporting import plan

DAY = dt.date(2026, 11, 23)


def write(bench: Path, name: str, text: str) -> None:
    (bench / "parameters" / name).write_text(text, encoding="utf-8")


def make(bench: Path, *what: str, **more: object) -> plan.Plan:
    return plan.plan(what, root=bench, as_of=DAY, **more)  # type: ignore[arg-type]


def test_a_report_name_is_a_job_with_its_defaults(bench: Path) -> None:
    [job] = make(bench, "small").jobs
    assert job.folder == bench / "reports/small/2025/en"
    assert job.values == {
        "period": "2025", "language": "en", "source": "data/loans.csv", "least": 0,
    }  # fmt: skip
    assert list(job.data) == ["data/loans.csv"]


def test_languages_multiply(bench: Path) -> None:
    jobs = make(bench, "small", languages=["kaa", "ru", "kaa"]).jobs
    assert [job.values["language"] for job in jobs] == ["kaa", "ru"]


def test_a_command_line_value_wins_over_the_file(bench: Path) -> None:
    write(bench, "mine.yml", "report: small\nlanguage: ru\nset:\n  period: 2024\n  least: 5\n")
    [job] = make(bench, "mine.yml", overrides={"least": "9"}).jobs
    assert (job.run, job.values["period"], job.values["least"]) == ("mine", "2024", 9)
    assert job.folder == bench / "reports/mine/2024/ru"


def test_every_mistake_of_every_file_is_told_with_its_line(bench: Path) -> None:
    write(bench, "a.yml", "report: small\nset:\n  perod: 2024\n")
    write(bench, "b.yml", "report: smal\n")
    write(bench, "c.yml", "report: small\nlangauge: ru\n")
    write(bench, "d.yml", "report: [small\n")
    with pytest.raises(ParameterError) as refused:
        make(bench, "parameters")
    said = str(refused.value)
    assert "a.yml line 3" in said and "did you mean period?" in said
    assert "did you mean small?" in said
    assert "c.yml line 2" in said and "did you mean language?" in said
    assert "d.yml" in said


def test_a_folder_skips_runs_whose_data_are_not_here(bench: Path) -> None:
    write(bench, "far.yml", "report: small\nneeds: far-away\n")
    write(bench, "near.yml", "report: small\n")
    made = make(bench, "parameters")
    assert [job.run for job in made.jobs] == ["near"]
    assert [(s.run, s.needs) for s in made.skipped] == [("far", "far-away")]
    with pytest.raises(MissingError, match="far-away"):
        make(bench, "far.yml")


def test_two_runs_into_one_folder_are_refused(bench: Path) -> None:
    write(bench, "a.yml", "report: small\n")
    with pytest.raises(ParameterError, match="same folder"):
        make(bench, "a.yml", "parameters/a.yml")


@pytest.mark.parametrize("what", ["none.yml", "no/such/folder"])
def test_what_is_not_there_is_missing(bench: Path, what: str) -> None:
    with pytest.raises(MissingError, match="is not there"):
        make(bench, what)


def test_data_that_a_default_names_are_missing_by_the_parameters_name(bench: Path) -> None:
    for path in (bench / "data").rglob("*.csv"):
        path.unlink()
    with pytest.raises(MissingError) as told:
        make(bench, "small")
    assert [str(problem.where) for problem in told.value.problems] == ["small source"]


def test_the_run_key_follows_all_that_a_run_depends_on(bench: Path) -> None:
    first = make(bench, "small").jobs[0]
    assert make(bench, "small").jobs[0].run_key == first.run_key
    keys = {first.run_key, make(bench, "small", overrides={"least": "1"}).jobs[0].run_key}
    keys.add(make(bench, "small", languages=["ru"]).jobs[0].run_key)
    with (bench / "data/loans.csv").open("a", encoding="utf-8") as stream:
        stream.write("Shımbay,1\n")
    keys.add(make(bench, "small").jobs[0].run_key)
    (bench / "data/loans.csv.source.yml").write_text("kind: counts\n", encoding="utf-8")
    keys.add(make(bench, "small").jobs[0].run_key)
    assert len(keys) == 5


def test_a_note_or_another_name_changes_the_page_but_not_the_run(bench: Path) -> None:
    first = make(bench, "small").jobs[0]
    write(bench, "library.yml", "name: Another\n")
    renamed = make(bench, "small").jobs[0]
    folder = bench / "parameters/notes/small/2025"
    folder.mkdir(parents=True)
    (folder / "en.md").write_text("---\nauthor: A. B.\n---\nHot.\n", encoding="utf-8")
    noted = make(bench, "small").jobs[0]
    assert first.run_key == renamed.run_key == noted.run_key
    assert len({first.page_key, renamed.page_key, noted.page_key}) == 3
    assert noted.note == {"text": "Hot.", "author": "A. B.", "actions": None}


def test_mistakes_in_thirty_of_a_thousand_files_are_all_told(bench: Path) -> None:
    """One file's two hundred wrong rows hide no other file's mistake."""
    rows = "".join(f"{'x' if i % 5 == 0 else i}{i}\n" for i in range(1000))
    (bench / "data/rows.csv").write_text("least\n" + rows, encoding="utf-8")
    write(
        bench, "aa.yml", "report: small\nmatrix:\n  least: {file: data/rows.csv, column: least}\n"
    )
    for i in range(200):
        wrong = i % 7 == 3
        write(
            bench,
            f"b{i:03}.yml",
            f"report: small\nset:\n  {'perod' if wrong else 'period'}: 2024\n",
        )
    with pytest.raises(ParameterError) as refused:
        make(bench, "parameters")
    said = str(refused.value)
    lines = said.splitlines()
    assert all(f"b{i:03}.yml line 3" in said for i in range(200) if i % 7 == 3)
    assert sum(line.strip().startswith("rows.csv row") for line in lines) == 3
    assert any("197 more of this kind" in line for line in lines)
    assert len(lines) < 60
