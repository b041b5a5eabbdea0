"""``libmkt data`` says the terms first, fetches, and ends with the right exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.cli import main
from libmkt.demo import open_data
from tests.demo.test_open_data import CONTENT, _set, server

__all__ = ["server"]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_list_shows_every_data_set_with_its_publisher_and_terms(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["data", "list"]) == 0
    shown = capsys.readouterr().out
    for data in open_data.datasets():
        assert f"{data.name}: {data.what}\n  Publisher: {data.publisher}\n" in shown
    assert "Terms: Open Government Licence v3.0" in shown
    assert "To fetch: 1 file, 7 kB" in shown  # Chicago's
    assert "Not available for download: 1 file\n" in shown  # the outlets of the Survey


def test_list_of_one_shows_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "list", "imls-pls-state"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "      18 kB  PUSUM92.csv" in lines
    assert "      32 kB  pusum07.csv  (not available for download)" in lines


def test_get_says_unknown_terms_then_fetches_and_says_where(
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(open_data, "dataset", lambda name: _set("bbbb"))
    assert main(["data", "get", "counts", "--to", str(tmp_path), "--from", server]) == 0
    out, progress = capsys.readouterr()
    assert "Terms: unknown" in out
    assert out.index("Terms: unknown") < out.index("2 files are in")
    assert progress.splitlines() == ["1/2  fetched  loans 2024.csv", "2/2  fetched  visits.csv"]
    assert (tmp_path / "counts" / "visits.csv").read_bytes() == CONTENT["visits.csv"]


def test_get_puts_the_files_into_the_workbench_unless_told_otherwise(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "library.yml").write_text("name: Demo\n", encoding="utf-8")
    monkeypatch.setenv("LIBMKT_ROOT", str(tmp_path))
    monkeypatch.setattr(open_data, "dataset", lambda name: _set("bbbb"))
    assert main(["data", "get", "counts", "--from", server]) == 0
    assert (tmp_path / "data" / "counts" / "visits.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["get", "newcastle-library"], 2, "did you mean newcastle-libraries?"),
        (["get", "cdnow"], 3, "cdnow is not available for download"),
        (["get"], 2, "needs list, or get with the name of a data set"),
        (["fetch", "cdnow"], 2, "needs list, or get"),
        (
            ["get", "chicago-library-visitors", "--from", "http://127.0.0.1:9"],
            1,
            "cannot be reached",
        ),
    ],
)
def test_a_refusal_is_said_in_one_place_with_its_status(
    arguments: list[str],
    status: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["data", *arguments, "--to", str(tmp_path)]) == status
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
