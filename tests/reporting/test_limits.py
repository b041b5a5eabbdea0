"""A report that wants more memory than it may have fails alone, and says which limit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from libmkt import cli
from libmkt.reporting import plan
from libmkt.reporting import run as running
from libmkt.reporting.kernel import Start, memory

from .conftest import BODY, CLOSE, SHOW, notebook

DAY = dt.date(2026, 11, 23)
LIMIT = 700  # megabytes
GREEDY = {
    "array": "import numpy as np; hog = np.ones(400_000_000)",
    "bit by bit": """hog = []
while len(hog) < 4_000:
    hog.append(bytearray(b"x" * 1_000_000))""",
    "small objects": """hog = {}
while len(hog) < 40_000_000:
    hog[len(hog)] = [len(hog)] * 3""",
}


@pytest.fixture
def greedy(bench: Path) -> Path:
    """A workbench with a report that takes too much in one language and not in others."""
    write(bench, 'if language == "ru":\n    hog = bytearray(3_000_000_000)')
    return bench


def write(bench: Path, cell: str) -> None:
    text = notebook(BODY, cell, SHOW, CLOSE)
    (bench / "notebooks/reports/small.ipynb").write_text(text, encoding="utf-8")


def made(bench: Path, languages: list[str], start: Start | None) -> list[running.Outcome]:
    wanted = plan.plan(["small"], root=bench, as_of=DAY, languages=languages)
    return running.run(wanted, running.Settings(bench, DAY, memory=LIMIT, start=start))


@pytest.mark.parametrize("start", ["fork", "cold", "ahead"])
def test_the_greedy_report_fails_with_the_limit_and_the_others_are_made(
    greedy: Path, start: Start
) -> None:
    outcomes = made(greedy, ["en", "ru", "uz"], start)
    assert [one.status for one in outcomes] == ["written", "failed", "written"]
    assert f"more than {LIMIT} megabytes" in outcomes[1].message
    assert "--memory" in outcomes[1].message and "Traceback" not in outcomes[1].message


@pytest.mark.parametrize("way", GREEDY)
def test_however_it_is_taken_it_is_told_in_the_same_words(bench: Path, way: str) -> None:
    write(bench, GREEDY[way])
    [outcome] = made(bench, ["en"], "fork")
    assert outcome.status == "failed"
    assert f"more than {LIMIT} megabytes" in outcome.message, outcome.message


def test_a_notebook_need_not_begin_to_be_limited(bench: Path) -> None:
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook("hog = bytearray(3_000_000_000)", BODY, CLOSE), encoding="utf-8")
    [outcome] = made(bench, ["en"], "fork")
    assert f"more than {LIMIT} megabytes" in outcome.message, outcome.message


@pytest.mark.parametrize("start", ["cold", "ahead"])
def test_where_the_system_has_no_limit_a_kernel_is_watched(
    bench: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_refuse_above", lambda process, megabytes: None)
    write(bench, 'hog = bytearray(b"x" * 1_200_000_000); import time; time.sleep(60)')
    [outcome] = made(bench, ["en"], start)
    assert outcome.status == "failed" and outcome.seconds < 45
    assert f"more than {LIMIT} megabytes" in outcome.message, outcome.message


@pytest.mark.parametrize("value", ["0", "-5", "1.5", "much", "99999999999999999999"])
@pytest.mark.parametrize("option", ["--memory", "--timeout", "--jobs"])
def test_a_limit_that_is_no_whole_number_from_1_is_refused(
    bench: Path, option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "small", f"{option}={value}"]) == 2
    said = capsys.readouterr().err
    assert option in said and value in said and not (bench / "reports").exists()


def test_the_option_of_the_command_is_the_limit(
    greedy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["report", "small", "--language", "en,ru", "--memory", str(LIMIT)]
    assert cli.main(call) == 1
    said = capsys.readouterr()
    assert "written: 1" in said.out and f"more than {LIMIT} megabytes" in said.err
