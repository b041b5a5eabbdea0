"""The commands test, doctor, schema and lab."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from libmkt import cli, workbench
from libmkt.cli import doctor, lab
from libmkt.cli import test as testing
from libmkt.errors import MissingError
from libmkt.reporting import plan

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ["-m", "pytest", "-rs"]


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")


def outside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder that is no workbench, with a package that is no checkout."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    monkeypatch.setattr(workbench, "__file__", str(folder / "libmkt/workbench.py"))


def test_the_suite_runs_on_two_processes_and_leaves_the_slow_tests_out() -> None:
    assert testing.command([], slow=False)[1:] == [*PYTEST, "-n", "2", "-m", "not slow"]
    assert testing.command([], slow=True)[1:] == [*PYTEST, "-n", "2"]


def test_the_suite_is_not_steered_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_ROOT", "/elsewhere")
    monkeypatch.setenv("LIBMKT_DATA", "/data")
    found = testing.environment()
    assert "LIBMKT_ROOT" not in found and "LIBMKT_LANGUAGE" not in found
    assert found["LIBMKT_DATA"] == "/data"


def test_an_installed_package_says_where_the_tests_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(testing, "ROOT", tmp_path)
    assert cli.main(["test"]) == 3
    assert "They are in libmkt's repository" in capsys.readouterr().err


def test_arguments_of_test_go_on_to_pytest(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", "-n0", "--version"]) == 0
    assert "pytest" in (said := capfd.readouterr()).out + said.err


def test_doctor_finds_a_checkout_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "+ libmkt" in said and "+ pandas" in said and "+ reports can be written" in said


def test_doctor_outside_a_workbench_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outside(tmp_path, monkeypatch)
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "! There is no workbench" in said and "libmkt init" in said


def test_doctor_names_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    last = list(doctor.installed())[-1]
    assert last.good is False and "no-such-package is missing" in str(last.what)


def test_doctor_tells_what_an_optional_program_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name, path: None)
    assert {finding.good for finding in doctor.programs()} == {None}


@pytest.mark.parametrize("name", ["library", "source", *plan.reports(ROOT)])
def test_a_schema_describes_its_fields(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", name]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["type"] == "object" and found["additionalProperties"] is False
    assert found["properties"]


def test_the_schema_of_nothing_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "libary"]) == 2
    assert "did you mean library?" in capsys.readouterr().err


def test_lab_opens_at_the_workbench_on_its_contents_page(tmp_path: Path) -> None:
    made = lab.command(tmp_path, Path("desk/kaa/start.ipynb"), ["--no-browser"])
    assert f"--ServerApp.root_dir={tmp_path}" in made
    assert "--LabApp.default_url=/lab/tree/desk/kaa/start.ipynb" in made
    assert made[-1] == "--no-browser"  # what a user asks for wins over what stands before it


def test_lab_needs_a_workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside(tmp_path, monkeypatch)
    with pytest.raises(MissingError, match="no workbench"):
        lab.run(argparse.Namespace(rest=[]))
