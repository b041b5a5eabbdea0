"""Killed at any moment, run twice at once, met by folders of other versions: only whole reports."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from libmkt import cli
from libmkt.reporting import index, kernel, store

CALL = [sys.executable, "-m", "libmkt", "report", "all.yml", "--jobs", "2"]
ENVIRONMENT = {**os.environ, "LIBMKT_LANGUAGE": "en"}
BRANCHES = 40


@pytest.fixture
def region(bench: Path) -> Path:
    """The small workbench with forty branches' reports to make."""
    names = "".join(f"{i + 1}\n" for i in range(BRANCHES))
    (bench / "data/branches.csv").write_text("least\n" + names, encoding="utf-8")
    asked = "report: small\nmatrix:\n  least: {file: data/branches.csv, column: least}\n"
    (bench / "parameters/all.yml").write_text(asked, encoding="utf-8")
    return bench


def wholes(root: Path) -> dict[str, int]:
    """When each report was put in its place; fails where one is not whole."""
    found = {}
    for folder in (root / "reports").glob("all/2025/[0-9]*/en"):
        listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert "report.html" in listed
        for name, told in listed.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told, folder / name
        found[folder.parent.name] = (folder / "manifest.json").stat().st_mtime_ns
    return found


def hidden(root: Path) -> list[Path]:
    """What runs have begun and not ended."""
    return list((root / "reports").rglob(".*"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_batch_killed_again_and_again_goes_on_where_it_was(region: Path) -> None:
    chance, made, kills = random.Random(3), dict[str, int](), 0
    while len(made) < BRANCHES * 0.7 and kills < 12:
        with subprocess.Popen(CALL, cwd=region, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as run:
            goal = len(made) + chance.randint(2, 9)
            until = time.monotonic() + 90
            while len(list(region.glob("reports/all/2025/[0-9]*/en"))) < goal:
                assert time.monotonic() < until and run.poll() is None
                time.sleep(0.02)
            time.sleep(chance.random() * 0.5)  # at any moment of a report's making
            run.send_signal(signal.SIGKILL)
        kills += 1
        now = wholes(region)
        assert all(now[name] == stamp for name, stamp in made.items())  # none made twice
        made = now
    assert kills >= 3
    done = subprocess.run(CALL, cwd=region, env=ENVIRONMENT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    now = wholes(region)
    assert len(now) == BRANCHES and all(now[name] == made[name] for name in made)
    assert f"unchanged: {len(made)}" in done.stdout
    assert not hidden(region)
    entries = json.loads((region / "reports/index.json").read_text(encoding="utf-8"))["reports"]
    assert [entry["status"] for entry in entries] == ["whole"] * BRANCHES


@pytest.mark.slow
def test_two_batches_at_once_leave_whole_reports_and_one_index(region: Path) -> None:
    runs = [
        subprocess.Popen(
            [*CALL, "--force"],
            cwd=region,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=300)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert len(wholes(region)) == BRANCHES and not hidden(region)
    assert not list((region / "reports").rglob("*.edited-*"))
    entries = json.loads((region / "reports/index.json").read_text(encoding="utf-8"))["reports"]
    assert [entry["status"] for entry in entries] == ["whole"] * BRANCHES


@pytest.mark.parametrize("can_exchange", [True, False])
def test_threads_that_publish_into_one_folder_lose_nothing_and_invent_no_edit(
    tmp_path: Path, can_exchange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:
        monkeypatch.setattr(kernel, "exchange", lambda one, other: False)
    target, wrong = tmp_path / "reports/run/2025/en", list[object]()

    def publish(name: str) -> None:
        try:
            for turn in range(12):
                staged = store.stage(target)
                (staged / "report.html").write_text(f"{name} {turn}", encoding="utf-8")
                store.write_manifest(staged, {"run_key": name})
                wrong.extend(store.publish(staged, target))
        except Exception as error:  # a thread's own would be lost
            wrong.append(error)

    threads = [threading.Thread(target=publish, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert {p.name for p in target.iterdir()} == {"report.html", "manifest.json"}
    assert [p.name for p in target.parent.iterdir()] == ["en"]


def test_a_lock_ends_with_the_process_that_held_it(tmp_path: Path) -> None:
    hold = """import sys, time
from pathlib import Path
from libmkt.reporting import kernel
with kernel.locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)"""
    command = [sys.executable, "-c", hold, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline().strip() == b"held"
        entered = threading.Event()

        def enter() -> None:
            with kernel.locked(tmp_path):
                entered.set()

        waiting = threading.Thread(target=enter, daemon=True)
        waiting.start()
        assert not entered.wait(0.4)
        holder.kill()
    assert entered.wait(10)
    assert not list(tmp_path.iterdir())


MANIFESTS: list[Any] = [
    "[",
    [],
    {},
    {"files": ["report.html"], "run_key": "k"},
    {"files": {"report.html": 1}, "published": [{"name": "loans"}], "times": None},
    {"files": {"../../../data/loans.csv": "0"}, "parameters": [], "title": ["x"], "branch": 7},
]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_folder_of_another_version_is_made_anew_and_nothing_of_a_person_is_lost(
    bench: Path, manifest: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The index reads it first, and the report of the next year compares its values."""
    folder = bench / "reports/small/2025/en"
    folder.mkdir(parents=True)
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    (folder / "report.html").write_text("of old", encoding="utf-8")
    (folder / "mine.txt").write_text("a person's", encoding="utf-8")
    assert [entry["folder"] for entry in index.update(bench)] == ["small/2025/en"]
    assert cli.main(["report", "small", "--set", "period=2026"]) == 0
    assert cli.main(["report", "small"]) == 0
    assert "Traceback" not in capsys.readouterr().err
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "a person's"
    assert (folder / "report.edited-1.html").read_text(encoding="utf-8") == "of old"
    assert "Ámiwdárya" in (folder / "report.html").read_text(encoding="utf-8")
