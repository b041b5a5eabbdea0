"""Data are split once, each branch's report reads its own part, and the page says which."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from libmkt import cli
from libmkt.errors import ParameterError
from libmkt.read.split import split
from libmkt.reporting import plan

from .conftest import CLOSE, PARAMETERS, SHOW, notebook

DAY = dt.date(2026, 11, 23)
BODY = """reporting.begin(period=period, language=language)
from libmkt import read
data = read.counts(source)
table = data.table.rename(columns={"value": "loans"})"""
RUN = """report: small
set: {source: data/city.csv}
matrix:
  branch: [Bulaq, Dańq]
prepare: {split: source, by: branch}
"""


@pytest.fixture
def city(bench: Path) -> Path:
    """A workbench whose report has no parameter for the branch: the part alone says it."""
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, SHOW, CLOSE, parameters=PARAMETERS), encoding="utf-8")
    (bench / "data/city.csv").write_text(
        "branch,month,loans\nBulaq,2026-09,5\nDańq,2026-09,7\nJámi,2026-09,12\n", encoding="utf-8"
    )
    (bench / "data/city.source.yml").write_text("library: City\n", encoding="utf-8")
    (bench / "parameters/all.yml").write_text(RUN, encoding="utf-8")
    return bench


def made(city: Path) -> plan.Plan:
    return plan.plan(
        ["all.yml"], root=city, as_of=DAY,
        split=lambda paths, by, place: split(paths, by, place, root=city),
    )  # fmt: skip


def test_each_job_reads_its_part_and_names_the_original(city: Path) -> None:
    first, second = made(city).jobs
    assert first.values["source"].startswith("data/.cache/prepared/")
    part = city / first.values["source"] / "city.csv"
    assert part.read_text(encoding="utf-8").splitlines() == [
        "branch,month,loans", "Bulaq,2026-09,5", "Jámi,2026-09,12",
    ]  # fmt: skip
    assert "data/city.csv" in first.data and part.relative_to(city).as_posix() in first.data
    assert (first.branch, second.branch) == ("Bulaq", "Dańq")
    assert first.run_key != second.run_key


def test_a_mended_figure_makes_only_its_own_branch_again(city: Path) -> None:
    before = [job.run_key for job in made(city).jobs]
    path = city / "data/city.csv"
    path.write_text(path.read_text("utf-8").replace("Dańq,2026-09,7", "Dańq,2026-09,8"), "utf-8")
    after = [job.run_key for job in made(city).jobs]
    assert after[0] == before[0] and after[1] != before[1]


def test_a_split_is_made_once(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [job.run_key for job in made(city).jobs]

    def never(*_: object) -> dict[str, Path]:
        raise AssertionError("split again")

    again = plan.plan(["all.yml"], root=city, as_of=DAY, split=never)
    assert [job.run_key for job in again.jobs] == keys
    assert [p.name for p in (city / "data/.cache/prepared").iterdir() if p.name[0] == "."] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RUN.replace("Dańq", "Danq"), "Danq has no figures in data/city.csv"),
        (RUN.replace("split: source", "split: least"), "least names no data"),
        (RUN.replace("by: branch", "by: class"), "all.yml line 5"),
        (RUN.replace("by: branch", "by: library").replace("branch:", "least:")
         .replace("Bulaq, Dańq", "1, 2"), "neither matrix nor set"),
    ],
)  # fmt: skip
def test_what_cannot_be_split_is_refused(city: Path, text: str, said: str) -> None:
    (city / "parameters/all.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as refused:
        made(city)
    assert said in str(refused.value)


def test_a_batch_of_branches_has_a_page_each_and_an_index(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "all.yml", "--as-of", "2026-11-23"]) == 0, capsys.readouterr().err
    listed = json.loads((city / "reports/index.json").read_text(encoding="utf-8"))["reports"]
    assert [(e["folder"], e["branch"], e["status"]) for e in listed] == [
        ("all/2025/Bulaq/en", "Bulaq", "whole"), ("all/2025/Dańq/en", "Dańq", "whole"),
    ]  # fmt: skip
    page = (city / "reports/all/2025/Dańq/en/report.html").read_text(encoding="utf-8")
    assert "Dańq" in page.split("</header>")[0] and "Bulaq" not in page
    manifest = json.loads((city / "reports/all/2025/Dańq/en/manifest.json").read_text("utf-8"))
    assert "data/city.csv" in manifest["data"] and manifest["title"] == "A small report"
    assert cli.main(["report", "all.yml", "--as-of", "2026-11-24"]) == 0
    assert capsys.readouterr().out.count("unchanged  ") == 2
