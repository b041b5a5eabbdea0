"""The same inputs give the same bytes: in another folder, on another day, anywhere on earth."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import AS_OF, REPORTS, ROOT

FORMATS = "html,pdf,docx,xlsx,pptx"
RECORDS = {"manifest.json", "executed.ipynb"}  # they say when and how long
EDGES = {  # the first and the last place where a day begins
    "here": {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    "later": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C", "USER": "other"},
}
LATER = 400  # days


def made(root: Path, when: str, *what: str) -> dict[str, str]:
    """Make reports as one would at that place and time; the hash of each file they left."""
    clock = ["faketime", "-f", f"+{LATER}d"] if when == "later" and shutil.which("faketime") else []
    command = [sys.executable, "-m", "libmkt", "report", *what, "--to", FORMATS, *AS_OF]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, **EDGES[when], "PYTHONPATH": path, "PYTHONUTF8": "1"}
    env.pop("SOURCE_DATE_EPOCH", None)
    done = subprocess.run(
        [*clock, *command], cwd=root, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    folders = [path.parent for path in (root / "reports").rglob("manifest.json")]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.name not in RECORDS
    }


def day(root: Path) -> dt.datetime:
    """When the first report of a workbench was made, as its clock said."""
    [manifest, *_more] = sorted((root / "reports").rglob("manifest.json"))
    times = json.loads(manifest.read_text(encoding="utf-8"))["times"]
    return dt.datetime.fromisoformat(times["made"])


def the_same_bytes_come_out(bench: Path, *what: str) -> dict[str, str]:
    other = bench.with_name("elsewhere")
    shutil.copytree(bench, other)
    first, second = made(bench, "here", *what), made(other, "later", *what)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    if shutil.which("faketime"):  # the clock really stood elsewhere
        assert day(other) - day(bench) > dt.timedelta(days=LATER - 1)
    return first


def test_a_report_has_the_same_bytes_on_another_day_and_in_another_folder(bench: Path) -> None:
    files = the_same_bytes_come_out(bench, "dynamics", "--language", "kaa")
    kinds = {Path(name).suffix[1:] for name in files}
    assert kinds == {*FORMATS.split(","), "csv", "svg"}


@pytest.mark.slow
def test_every_shipped_report_has_the_same_bytes_in_every_language(bench: Path) -> None:
    languages = ("--language", "kaa,uz,ru,en")
    others = [name for name in REPORTS if name != "survey"]  # 59 tables: in one language
    files = the_same_bytes_come_out(bench, *others, "parameters/city.yml", *languages)
    pages = [name for name in files if name.endswith("/report.pdf")]
    assert len(pages) == 4 * (len(others) + 1)


@pytest.mark.slow
def test_the_tables_of_a_survey_have_the_same_bytes_in_one_language(bench: Path) -> None:
    what = ("survey", "--set", "headings=[sex, place]", "--language", "kaa")
    assert any(name.endswith("/report.xlsx") for name in the_same_bytes_come_out(bench, *what))
