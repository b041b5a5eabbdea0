"""A run leaves a whole report, or the last good one and a page that says why."""

from __future__ import annotations

import contextvars
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from libmkt import cli
from libmkt.reporting import content, execute, plan
from libmkt.reporting import run as running
from libmkt.reporting.kernel import Kernel, Start, Why

from .conftest import BODY, CLOSE, SHOW, notebook


@pytest.fixture
def small(bench: Path) -> Path:
    assert cli.main(["report", "small", "--as-of", "2026-11-23"]) == 0
    return bench / "reports/small/2025/en"


def test_a_report_is_whole_then_unchanged_then_only_its_page_is_made_again(
    small: Path, bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {p.relative_to(small).as_posix() for p in small.rglob("*") if p.is_file()}
    assert found == {"report.html", "executed.ipynb", "manifest.json", "tables/loans.csv"}
    page = (small / "report.html").read_text(encoding="utf-8")
    assert "Ámiwdárya" in page and "<script>alert" not in page and "&lt;script&gt;" in page
    table = (small / "tables/loans.csv").read_text(encoding="utf-8-sig")
    assert table.splitlines() == [
        "branch,loans", "Ámiwdárya,120", "'=cmd|' /C calc'!A0,30", "<script>alert(1)</script>,7",
    ]  # fmt: skip
    manifest = json.loads((small / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["published"][0]["value"] == 157
    assert str(bench) not in (small / "manifest.json").read_text(encoding="utf-8")
    assert str(bench) not in (small / "executed.ipynb").read_text(encoding="utf-8")

    capsys.readouterr()
    assert cli.main(["report", "small", "--as-of", "2026-11-24"]) == 0
    assert "unchanged" in capsys.readouterr().out

    folder = bench / "parameters/notes/small/2025"
    folder.mkdir(parents=True)
    note = "---\nauthor: A. B.\nactions:\n  - {text: Buy, owner: D.}\n---\nIt was <hot>.\n"
    (folder / "en.md").write_text(note, encoding="utf-8")
    assert cli.main(["report", "small", "--as-of", "2026-11-24"]) == 0
    assert "page only" in capsys.readouterr().out
    page = (small / "report.html").read_text(encoding="utf-8")
    assert "It was &lt;hot&gt;." in page and "A. B." in page and "Buy" in page


def test_a_failed_run_keeps_the_last_good_report_and_says_why(
    small: Path, bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (small / "report.html").read_bytes()
    (bench / "data/loans.csv").write_text("branch,lons\nA,1\n", encoding="utf-8")
    assert cli.main(["report", "small"]) == 1
    assert "FAILED" in capsys.readouterr().out
    assert (small / "report.html").read_bytes() == good
    failure = (small / "failure.html").read_text(encoding="utf-8")
    assert "KeyError" in failure and "Traceback" not in failure
    assert (small / "failed.ipynb").is_file()


def test_a_refusal_is_shown_without_a_trace_in_the_language_of_the_report(bench: Path) -> None:
    refuse = """from libmkt.errors import DataError, Message, Problem
raise DataError(Message("{file} cannot be used", {"file": "loans.csv"}))"""
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, refuse, SHOW, CLOSE), encoding="utf-8")
    assert cli.main(["report", "small", "--language", "ru"]) == 1
    folder = bench / "reports/small/2025/ru"
    assert {p.name for p in folder.iterdir()} == {"failure.html", "failed.ipynb"}
    failure = (folder / "failure.html").read_text(encoding="utf-8")
    assert "loans.csv" in failure and "File &" not in failure and "Traceback" not in failure


def test_a_report_that_reads_what_no_parameter_names_fails(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bench / "data/other.csv").write_text("x\n1\n", encoding="utf-8")
    sneaky = 'pd.read_csv(workbench.find_root() / "data/other.csv")'
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, sneaky, SHOW, CLOSE), encoding="utf-8")
    assert cli.main(["report", "small"]) == 1
    assert "data/other.csv" in capsys.readouterr().err


def test_a_report_without_its_closing_boxes_fails(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, SHOW), encoding="utf-8")
    assert cli.main(["report", "small"]) == 1
    assert "closing boxes" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments, status",
    [
        (["report", "small", "--set", "perod=2025"], 2),
        (["report", "small", "--set", "least=many"], 2),
        (["report", "small", "--set", "least"], 2),
        (["report", "small", "--language", "de"], 2),
        (["report", "small", "--as-of", "soon"], 2),
        (["report", "smal"], 2),
        (["report", "small", "--set", "source=data/none.csv"], 3),
        (["report", "none.yml"], 3),
        (["report", "small", "--plan"], 0),
    ],
)
def test_each_refusal_has_its_exit_status_and_starts_nothing(
    bench: Path, arguments: list[str], status: int
) -> None:
    assert cli.main(arguments) == status
    assert not (bench / "reports").exists()


def test_bare_papermill_and_run_all_give_the_same_table(small: Path, bench: Path) -> None:
    inside = bench / "notebooks/reports"
    calls = {
        "papermill": (bench, ["papermill", "notebooks/reports/small.ipynb", "reports/out.ipynb"]),
        "own folder": (inside, ["jupyter", "execute", "small.ipynb", "--output=../../reports/o"]),
    }
    for folder, call in calls.values():
        command = [str(Path(sys.executable).parent / call[0]), *call[1:]]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=dict(os.environ))
    tables = []
    for name in ("small/2025/en/executed.ipynb", "out.ipynb", "o.ipynb"):
        found = execute.read(bench / "reports" / name)
        tables.append(content.blocks(found, "table"))
    assert tables[0] == tables[1] == tables[2]


@pytest.mark.parametrize(
    "cell, options, said",
    [
        ("import time; time.sleep(60)", {"timeout": 8}, "longer than 8 seconds"),
        ("hog = bytearray(3_000_000_000)", {"memory": 2000}, "more than 2000 megabytes"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", {}, "the kernel stopped"),
    ],
)
def test_a_report_that_takes_too_much_is_stopped_and_told(
    bench: Path, cell: str, options: dict[str, int], said: str
) -> None:
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, cell, SHOW, CLOSE), encoding="utf-8")
    day = dt.date(2026, 11, 23)
    made = plan.plan(["small"], root=bench, as_of=day)
    [outcome] = running.run(made, running.Settings(bench, day, **options))
    assert outcome.status == "failed" and said in outcome.message
    assert not (outcome.job.folder / "report.html").exists()


def test_a_kernel_that_dies_once_is_tried_again(bench: Path) -> None:
    die_once = """import os, signal
if not os.path.exists("data/died"):
    open("data/died", "w").close()
    os.kill(os.getpid(), signal.SIGKILL)"""
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, die_once, SHOW, CLOSE), encoding="utf-8")
    assert cli.main(["report", "small"]) == 0
    assert (bench / "reports/small/2025/en/report.html").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
def test_an_interrupted_run_ends_soon_and_leaves_nothing_half_made(bench: Path) -> None:
    path = bench / "notebooks/reports/small.ipynb"
    sleep = 'from pathlib import Path; Path("data/begun").touch(); import time; time.sleep(120)'
    path.write_text(notebook(BODY, sleep, SHOW, CLOSE), encoding="utf-8")
    # A shell starts what runs in its background deaf to SIGINT: hear it all the same.
    call = """import signal, sys
from libmkt.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(["report", "small"]))"""
    command = [sys.executable, "-c", call]
    with subprocess.Popen(command, cwd=bench, stderr=subprocess.PIPE, env=dict(os.environ)) as run:
        until = time.monotonic() + 60
        while not (bench / "data/begun").exists() and time.monotonic() < until:
            time.sleep(0.1)
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=30) == 130
    assert not list((bench / "reports/small/2025").iterdir())


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C is heard, also where the tests run in the background and it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
@pytest.mark.parametrize("start", ["cold", "fork"])
@pytest.mark.usefixtures("heard")
def test_a_run_interrupted_while_its_kernel_is_being_started_ends_too(
    bench: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bench / "notebooks/reports/small.ipynb"
    sleep = 'from pathlib import Path; Path("data/begun").touch(); import time; time.sleep(120)'
    path.write_text(notebook(BODY, sleep, SHOW, CLOSE), encoding="utf-8")
    told, started = threading.Event(), []
    launch, stop = LocalProvisioner.pre_launch, Kernel.stop

    async def interrupted(self: LocalProvisioner, **options: Any) -> Any:
        """Ctrl-C when a kernel is wanted and there is none to end yet."""
        os.kill(os.getpid(), signal.SIGINT)
        assert told.wait(30)
        started.append(self)
        return await launch(self, **options)

    def stopped(self: Kernel, why: Why) -> None:
        stop(self, why)
        told.set()

    monkeypatch.setattr(LocalProvisioner, "pre_launch", interrupted)
    monkeypatch.setattr(Kernel, "stop", stopped)
    day = dt.date(2026, 11, 23)
    made = plan.plan(["small"], root=bench, as_of=day)
    with pytest.raises(KeyboardInterrupt):
        running.run(made, running.Settings(bench, day, start=start))
    [provisioner] = started
    assert provisioner.process is None or provisioner.process.poll() is not None
    assert not (bench / "data/begun").exists()
    assert not list((bench / "reports/small/2025").iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to another process")
@pytest.mark.usefixtures("heard")
def test_a_run_interrupted_while_its_thread_is_being_started_ends_too(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, begin, execute = threading.Event(), threading.Thread.start, running.execute
    seen: list[threading.Thread] = []

    def interrupted(self: threading.Thread) -> None:
        """Ctrl-C before the pool has the thread in its books, and the thread works already."""
        begin(self)
        if self.name.startswith("ThreadPoolExecutor") and not seen:
            seen.append(self)
            assert started.wait(30)
            signal.raise_signal(signal.SIGINT)

    def slow(*given: Any) -> Any:
        started.set()
        time.sleep(0.5)
        return execute(*given)

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    monkeypatch.setattr(running, "execute", slow)
    day = dt.date(2026, 11, 23)
    made = plan.plan(["small"], root=bench, as_of=day)
    with pytest.raises(KeyboardInterrupt):
        running.run(made, running.Settings(bench, day, start="cold"))
    assert not list((bench / "reports/small/2025").iterdir())


def test_reports_made_at_the_same_time_do_not_share_an_event_loop(bench: Path) -> None:
    from jupyter_core.utils import ensure_event_loop

    day = dt.date(2026, 11, 23)
    made = plan.plan(["small"], root=bench, as_of=day, languages=["en", "ru", "uz", "kaa"])

    def within() -> list[running.Outcome]:
        ensure_event_loop().close()  # as whatever used Jupyter here before has left one
        return running.run(made, running.Settings(bench, day, jobs=2))

    outcomes = contextvars.copy_context().run(within)
    assert [outcome.status for outcome in outcomes] == ["written"] * 4
