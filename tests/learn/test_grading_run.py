"""Cells of a submission run: nothing gets out, and one that fails leaves the others."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from libmkt.learn import grading_run
from libmkt.learn.grading import Limits
from tests.learn.classroom import MISCHIEF

QUICK = Limits(cell=2, notebook=120)
WRAPPED = pytest.param(
    True,
    id="bubblewrap",
    marks=pytest.mark.skipif(not grading_run.bubblewrap(), reason="bubblewrap does not work here"),
)
BOTH = pytest.mark.parametrize("wrapped", [WRAPPED, pytest.param(False, id="bare")])


def run(cells: list[str], *, wrapped: bool, limits: Limits = QUICK) -> grading_run.Executed:
    """Some cells, run as a submission to L05."""
    given = [{"index": i, "source": text, "check": ""} for i, text in enumerate(cells)]
    settings = json.dumps({"lesson": "L05", "seed": 5, "language": "en", "strict": True})
    program = grading_run.bubblewrap() if wrapped else None
    return grading_run.execute(
        given, {"lesson.json": settings}, lesson="L05", limits=limits, bubblewrap=program
    )


def outputs(done: grading_run.Executed, index: int) -> str:
    """What a cell showed."""
    return json.dumps(done.replies[index]["outputs"])


@BOTH
def test_a_cell_that_goes_too_far_is_stopped_and_the_next_one_runs(wrapped: bool) -> None:
    done = run([MISCHIEF["endless"], MISCHIEF["gigabyte"], "6 * 7"], wrapped=wrapped)
    assert done.replies[0]["late"] and not done.replies[0]["output"]
    assert done.replies[1]["output"] and len(outputs(done, 1)) < 50_000
    assert "42" in outputs(done, 2)


@BOTH
@pytest.mark.parametrize(("kind", "why"), [("dies", "died"), ("memory", "memory")])
def test_a_cell_that_ends_its_process_is_left_out_and_the_others_run(
    kind: str, why: str, wrapped: bool
) -> None:
    # on a busy machine a gigabyte may take longer than the two seconds of `QUICK`
    patient = Limits(cell=30, notebook=240)
    done = run(["before = 1", MISCHIEF[kind], "before + 41"], wrapped=wrapped, limits=patient)
    assert done.ended == {1: why} and "42" in outputs(done, 2)


@BOTH
def test_files_the_network_and_programs_are_refused(wrapped: bool, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "work.txt").write_text("mine", encoding="utf-8")
    attempts = [
        f"import shutil; shutil.rmtree({str(precious)!r})",
        f"open({str(precious / 'work.txt')!r}, 'w')",
        f"import os; os.remove({str(precious / 'work.txt')!r})",
        MISCHIEF["deletes"],
        MISCHIEF["network"],
        MISCHIEF["program"],
        "open('own.txt', 'w').write('x')",
    ]
    done = run(attempts, wrapped=wrapped)
    kinds = [done.replies[i]["refused"][0].split()[0] for i in range(6)]
    assert kinds == ["files"] * 4 + ["network", "programs"]
    assert "error" not in outputs(done, 6) and done.replies[6]["refused"] == []
    assert (precious / "work.txt").read_text(encoding="utf-8") == "mine"


@BOTH
def test_home_is_an_empty_folder_of_the_submission(wrapped: bool) -> None:
    done = run([MISCHIEF["deletes-home"], "import pathlib; str(pathlib.Path.home())"],
               wrapped=wrapped)  # fmt: skip
    assert str(Path.home()) not in outputs(done, 1)


@pytest.mark.skipif(not grading_run.bubblewrap(), reason="bubblewrap does not work here")
def test_under_bubblewrap_the_other_submissions_cannot_be_seen(tmp_path: Path) -> None:
    (tmp_path / "08.ipynb").write_text("secret", encoding="utf-8")
    source = f"import os; print(os.listdir({str(tmp_path)!r}))"
    done = grading_run.execute(
        [{"index": 0, "source": source, "check": ""}],
        {"lesson.json": json.dumps({"lesson": "L05", "seed": 5, "language": "en"})},
        lesson="L05",
        limits=QUICK,
        bubblewrap=grading_run.bubblewrap(),
        hidden=[tmp_path],
    )
    assert "08.ipynb" not in outputs(done, 0)


def test_a_notebook_ends_when_its_time_is_over() -> None:
    begun = time.monotonic()
    done = run(["import time; time.sleep(60)"] * 4, wrapped=False, limits=Limits(1, 5))
    assert done.unfinished == "time" and len(done.replies) < 4
    assert time.monotonic() - begun < 60
