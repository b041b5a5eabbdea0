"""One notebook, three ways to run it, and two ways to start its kernel: one result."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from libmkt.reporting import execute, parameters, plan
from libmkt.reporting import run as running

from .conftest import REPORTS, SUBJECT, report, shown

# A period that is not the default, so that the injected parameter is seen to count.
OTHER = {
    "dynamics": "2024",
    "monitoring": "2026-08",
    "needs": "2026-08",
    "peers": "2024",
    "poll": "2026-08",
    "service": "2026-08",
    "survey": "2026-08",
}
BY_KEY = {"service": "2026-09"}  # named by another parameter; the period of its cell
DAY = dt.date(2026, 10, 20)
OTHER_REPORTS = [
    pytest.param(name, marks=[] if name in ("peers", "poll") else [pytest.mark.slow])
    for name in REPORTS
]


def command(name: str, *arguments: str, folder: Path) -> None:
    """A program of this environment, in a folder."""
    program = Path(sys.executable).parent / name
    done = subprocess.run(
        [str(program), *arguments], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env=dict(os.environ), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.slow  # of a small report in tests/reporting/test_run.py
@pytest.mark.parametrize("name", REPORTS)
def test_bare_papermill_and_run_all_give_the_tables_of_the_report(
    name: str, bench: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    notebook = bench / "notebooks/reports" / f"{name}.ipynb"
    assert report(name, "--language", "en", "--set", f"period={OTHER[name]}") == 0
    folder = SUBJECT[name] if name in BY_KEY else OTHER[name]
    made = shown(bench / f"reports/{name}/{folder}/en/executed.ipynb")
    command(
        "papermill", str(notebook), "out.ipynb", "-p", "period", OTHER[name], "-p", "language",
        "en", folder=elsewhere,
    )  # fmt: skip
    assert shown(elsewhere / "out.ipynb") == made
    # JupyterLab starts in the notebook's folder and injects nothing: its defaults are the cell's.
    text = notebook.read_text(encoding="utf-8")
    own = notebook.with_name("own.ipynb")
    changed = text.replace(
        f'period: str = \\"{BY_KEY.get(name, SUBJECT[name])}\\"',
        f'period: str = \\"{OTHER[name]}\\"',
    )
    assert changed != text
    own.write_text(changed, encoding="utf-8", newline="\n")
    command("jupyter", "execute", "own.ipynb", "--output=done.ipynb", folder=own.parent)
    assert shown(own.with_name("done.ipynb")) == made
    assert notebook.read_text(encoding="utf-8") == text  # a run never changes its notebook


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
@pytest.mark.parametrize("name", OTHER_REPORTS)
def test_a_cold_kernel_and_a_forked_one_give_equal_outputs(
    name: str, bench: Path, forks: Callable[[], int]
) -> None:
    outputs = []
    for start in ("cold", "fork"):
        made = plan.plan([name], root=bench, as_of=DAY, languages=["en"])
        settings = running.Settings(bench, DAY, force=True, start=start)
        [outcome] = running.run(made, settings)
        assert outcome.status == "written", outcome.message
        assert forks() == (1 if start == "fork" else 0)
        outputs.append(cells(execute.read(made.jobs[0].folder / "executed.ipynb")))
    assert outputs[0] == outputs[1]


def cells(notebook: Any) -> list[Any]:
    """The outputs of each cell, addresses of objects aside."""
    text = [repr([dict(out) for out in cell.get("outputs", [])]) for cell in notebook.cells]
    return [re.sub(r"0x[0-9a-f]{6,}", "0x", one) for one in text]


@pytest.mark.parametrize("name", REPORTS)
def test_every_parameter_is_explained(name: str, bench: Path) -> None:
    declared = parameters.declared(bench / "notebooks/reports" / f"{name}.ipynb")
    assert all(one.help for one in declared.parameters)
