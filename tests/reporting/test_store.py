"""A report's folder is whole or not there, and edits are never lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt.errors import ReportError
from libmkt.reporting import kernel, store


def put(target: Path, text: str) -> list[str]:
    staged = store.stage(target)
    (staged / "report.html").write_text(text, encoding="utf-8")
    (staged / "tables").mkdir()
    (staged / "tables/loans.csv").write_text("1\n", encoding="utf-8")
    store.write_manifest(staged, {"run_key": text})
    return store.publish(staged, target)


def test_a_second_run_replaces_the_first_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "run/2026/en"
    put(target, "one")
    put(target, "two")
    assert (target / "report.html").read_text(encoding="utf-8") == "two"
    assert [p.name for p in target.parent.iterdir()] == ["en"]
    assert set(store.manifest(target)["files"]) == {"report.html", "tables/loans.csv"}


def test_an_edited_file_survives_two_runs_beside_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "en"
    put(target, "one")
    (target / "report.html").write_text("mine", encoding="utf-8")
    assert put(target, "two") == ["report.edited-1.html"]
    (target / "report.html").write_text("mine again", encoding="utf-8")
    kept = put(target, "three")
    assert sorted(kept) == ["report.edited-1.html", "report.edited-2.html"]
    assert (target / "report.edited-1.html").read_text(encoding="utf-8") == "mine"


def test_without_an_exchange_two_renames_do_and_a_cut_off_one_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "exchange", lambda one, other: False)
    target = tmp_path / "en"
    put(target, "one")
    put(target, "two")
    assert (target / "report.html").read_text(encoding="utf-8") == "two"
    target.rename(tmp_path / ".en.old-abcdef")  # died between the two renames
    store.mend(target)
    assert (target / "report.html").read_text(encoding="utf-8") == "two"


def test_what_a_killed_run_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "en"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine = store.stage(target)  # of a process that runs: another job of this batch
    name = mine.name.rsplit("-", 2)[0]
    left = [tmp_path / f"{name}-{gone.pid}-abcdef", tmp_path / ".en.new-zz-1-abcdef"]
    for folder in left:
        folder.mkdir()
        (folder / "half.html").write_text("half", encoding="utf-8")
    put(target, "whole")
    assert not left[0].exists()
    assert left[1].exists()  # of another machine: its run may still be going on
    assert mine.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders at once")
def test_linux_exchanges_two_folders_at_once(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert kernel.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a/b").exists() and (tmp_path / "b/a").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ReportError, match="cannot be written"):
            store.stage(tmp_path / "run/en")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_in_the_way_of_the_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be written"):
        store.stage(tmp_path / "run/en")


@given(st.text(max_size=200))
def test_any_text_gives_a_folder_name_that_stays_inside(text: str) -> None:
    name = store.safe_name(text)
    assert name and not set(name) & set('/\\:*?"<>|\0') and not name.startswith(".")
    assert Path(name).name == name and len(name) <= 81
