"""A full disk and a folder to read only: one clear error, and the last good report stays."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from libmkt import cli
from libmkt.demo import open_data
from tests.demo.test_open_data import server

from .faults import Faults, fill, mounted

__all__ = ["server"]

_faults: list[Faults] = []


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")


@pytest.fixture
def faults() -> Faults:
    """One hook for all tests of this process: it cannot be taken away."""
    if not _faults:
        _faults.append(Faults())
    return _faults[0]


def whole(folder: Path) -> bool:
    """Whether each file of a report is as its manifest says, and nothing else lies there."""
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    right = all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == told
        for name, told in listed.items()
    )
    return right and there == {*listed, "manifest.json"}


def one_error(said: str) -> bool:
    """Whether exactly one refusal was said, and no stack trace."""
    return said.count("the disk is full") == 1 and "Traceback" not in said


def test_a_fault_at_any_write_leaves_the_old_report_or_the_new_one(
    bench: Path, faults: Faults, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page alone is made again, with its code and without, so that no kernel is needed."""
    call = ["report", "small", "--as-of", "2026-11-23", "--to", "html,xlsx"]
    assert cli.main(call) == 0
    folder, options, number = bench / "reports/small/2025/en", ["--code"], 1
    while number < 200:
        capsys.readouterr()
        with faults.at(number, bench):
            status = cli.main([*call, *options])
        if not faults.came:
            break
        said = capsys.readouterr().err
        assert status == 1 and one_error(said), (number, said)
        assert whole(folder), number
        assert [p.name for p in folder.parent.iterdir()] == ["en"], number
        index = json.loads((bench / "reports/index.json").read_text(encoding="utf-8"))
        assert [entry["status"] for entry in index["reports"]] == ["whole"]
        if json.loads((folder / "manifest.json").read_text("utf-8"))["code"] == bool(options):
            options = [] if options else ["--code"]  # published, and then the index failed
        number += 1
    assert 8 < number < 200 and status == 0


def test_a_fault_at_any_write_of_a_first_run_leaves_no_half_report(
    bench: Path, faults: Faults, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "small", "--language", "en,ru"]) == 0  # the kernels' mother stays
    for number in (1, 2, 3, 4, 6, 8):
        shutil.rmtree(bench / "reports", ignore_errors=True)
        capsys.readouterr()
        with faults.at(number, bench):
            assert cli.main(["report", "small", "--language", "en,ru", "--jobs", "2"]) == 1
        said, err = capsys.readouterr()
        assert one_error(err), (number, err)
        assert "not begun: 1" in said and "Reports: 2" in said
        left = [p for p in (bench / "reports").rglob("*") if p.is_file()]
        assert not left, (number, left)


@pytest.fixture
def small_disk(bench: Path, tmp_path: Path) -> Iterator[Path]:
    """The workbench on a disk of four megabytes."""
    options = ("-t", "tmpfs", "-o", "size=4m", "tmpfs")
    with mounted(tmp_path / "disk", *options) as disk:
        shutil.copytree(bench, disk / "bench")
        yield disk


@pytest.mark.parametrize("leave", [0, 16_000, 60_000])
def test_a_disk_that_is_really_full_is_told_once_and_room_mends_it(
    small_disk: Path,
    leave: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = small_disk / "bench"
    monkeypatch.chdir(root)
    assert cli.main(["report", "small"]) == 0
    filler = fill(small_disk, leave=leave)
    capsys.readouterr()
    assert cli.main(["report", "small", "--force", "--language", "en,ru,uz", "--to", "pdf"]) == 1
    said = capsys.readouterr().err
    assert one_error(said) and "What is finished stays" in said, said
    assert whole(root / "reports/small/2025/en")
    assert not list(root.glob("reports/**/.*"))
    filler.unlink()
    assert cli.main(["report", "small", "--language", "en,ru,uz", "--to", "pdf"]) == 0
    assert all(whole(root / f"reports/small/2025/{name}") for name in ("en", "ru", "uz"))


def test_a_folder_to_read_only_is_told_once_and_what_is_unchanged_needs_no_writing(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "small", "--language", "en,ru"]) == 0
    with mounted(bench / "reports", "-o", "bind,ro", str(bench / "reports")):
        monkeypatch.chdir(bench)
        capsys.readouterr()
        assert cli.main(["report", "small", "--language", "en,ru"]) == 0
        assert capsys.readouterr().out.count("unchanged  ") == 2
        assert cli.main(["report", "small", "--language", "en,ru", "--force"]) == 1
        said = capsys.readouterr().err
        assert said.count("the disk can only be read") == 1 and "Traceback" not in said
        assert whole(bench / "reports/small/2025/en")
        monkeypatch.chdir("/")
    assert not list((bench / "reports").glob("**/.*"))


def test_init_leaves_no_folder_behind_when_the_disk_is_full(
    tmp_path: Path, faults: Faults, capsys: pytest.CaptureFixture[str]
) -> None:
    target, number = tmp_path / "mine", 1
    while number < 400:
        with faults.at(number, tmp_path):
            status = cli.main(["init", str(target), "--language", "en"])
        if not faults.came:
            break
        assert status == 1 and one_error(capsys.readouterr().err), number
        assert not list(tmp_path.iterdir()), number
        number += 1 if number < 6 else 9
    assert number > 30 and status == 0 and (target / "parameters/library.yml").is_file()


def test_a_saved_description_is_whole_or_not_there(
    bench: Path, faults: Faults, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        text = "branch,month,loans\nA,2026-01,5\nA,2026-02,6\n"
        (bench / f"data/{name}.csv").write_text(text, encoding="utf-8")
    for number in (1, 2):
        with faults.at(number, bench):
            assert cli.main(["check", "data/[ab].csv", "--save"]) == 1
        assert one_error(capsys.readouterr().err)
        assert not list((bench / "data").glob("*.yml")), number
    assert cli.main(["check", "data/[ab].csv", "--save"]) == 0
    assert len(list((bench / "data").glob("*.source.yml"))) == 2


def test_demo_says_once_that_the_disk_is_full(
    bench: Path, faults: Faults, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2, 5, 11):
        with faults.at(number, bench):
            assert cli.main(["demo", "--language", "en"]) == 1
        out, err = capsys.readouterr()
        assert one_error(err), (number, err)
        assert "The pages lie under" not in out
        demo = bench / "data/demo"
        assert not [p for p in demo.rglob("*") if p.is_file() and not p.stat().st_size]


def test_data_get_leaves_no_part_of_a_file(
    bench: Path,
    faults: Faults,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    from tests.demo.test_open_data import _set

    address = request.getfixturevalue("server")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(open_data, "dataset", lambda name: _set("bbbb"))
    for number in (1, 2, 3, 4):
        with faults.at(number, bench):
            status = cli.main(["data", "get", "counts", "--from", address])
        if not faults.came:
            break
        assert status == 1 and one_error(capsys.readouterr().err), number
        left = [p.name for p in (bench / "data").rglob("*") if p.is_file()]
        assert set(left) <= {"loans.csv", "loans 2024.csv"}, (number, left)
    assert cli.main(["data", "get", "counts", "--from", address]) == 0
