"""Open data are fetched from where the list says, and only what the list says."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from libmkt.demo import open_data
from libmkt.demo.open_data import DataFile, DataSet
from libmkt.errors import DataError, ParameterError, ReportError

CONTENT = {
    "loans 2024.csv": b"branch,loans\nBulaq,12\n",
    "visits.csv": b"branch,visits\nBulaq,30\n",
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of this machine stands between the test and its own server."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A mirror on this machine that holds two files at one commit and an old one at another."""
    for commit, change in (("aaaa", b"old"), ("bbbb", b"")):
        place = tmp_path / "mirror" / "owner" / "repo" / commit / "data"
        place.mkdir(parents=True)
        for name, content in CONTENT.items():
            (place / name).write_bytes(content + change)
    handler = functools.partial(_Quiet, directory=str(tmp_path / "mirror"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def _set(*commits: str) -> DataSet:
    files = tuple(
        DataFile(
            name,
            len(content),
            hashlib.sha256(content).hexdigest(),
            "owner/repo",
            f"data/{name}",
            commits,
        )
        for name, content in CONTENT.items()
    )
    return DataSet("counts", "Counts", "Owner", "https://example.org/page", "", files)


def test_files_are_fetched_under_the_names_of_the_list(server: str, tmp_path: Path) -> None:
    told: list[tuple[int, str, str]] = []
    found = open_data.fetch(
        _set("bbbb"), tmp_path, base=server, said=lambda i, f, o: told.append((i, f.file, o))
    )
    assert [p.relative_to(tmp_path).as_posix() for p in found] == [
        "counts/loans 2024.csv",
        "counts/visits.csv",
    ]
    assert [p.read_bytes() for p in found] == list(CONTENT.values())
    assert told == [(1, "loans 2024.csv", "fetched"), (2, "visits.csv", "fetched")]


def test_a_second_run_leaves_what_is_there(server: str, tmp_path: Path) -> None:
    open_data.fetch(_set("bbbb"), tmp_path, base=server)
    outcomes: list[str] = []
    # no server is needed: nothing is asked for
    open_data.fetch(
        _set("bbbb"), tmp_path, base="http://127.0.0.1:9", said=lambda i, f, o: outcomes.append(o)
    )
    assert outcomes == ["here", "here"]


def test_the_hash_picks_the_right_one_of_several_versions(server: str, tmp_path: Path) -> None:
    found = open_data.fetch(_set("aaaa", "bbbb"), tmp_path, base=server)
    assert found[0].read_bytes() == CONTENT["loans 2024.csv"]


def test_a_file_whose_hash_differs_is_refused_and_not_kept(server: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        open_data.fetch(_set("aaaa"), tmp_path, base=server)
    assert [p.where for p in refused.value.problems] == list(CONTENT)
    assert "its hash differs" in str(refused.value)
    assert "https://example.org/page" in str(refused.value)
    assert not list((tmp_path / "counts").glob("*"))


def test_a_file_that_is_gone_is_told_so(server: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no longer at the publisher's address"):
        open_data.fetch(_set("cccc"), tmp_path, base=server)


def test_a_file_of_the_user_is_never_overwritten(server: str, tmp_path: Path) -> None:
    mine = tmp_path / "counts" / "visits.csv"
    mine.parent.mkdir()
    mine.write_text("my own\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"visits.csv +a file with another content"):
        open_data.fetch(_set("bbbb"), tmp_path, base=server)
    assert mine.read_text(encoding="utf-8") == "my own\n"
    assert (tmp_path / "counts" / "loans 2024.csv").exists()


def test_without_a_network_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as stopped:
        open_data.fetch(_set("bbbb"), tmp_path, base="http://127.0.0.1:9")
    assert str(stopped.value) == "127.0.0.1:9 cannot be reached: is there a network?"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match="did you mean newcastle-libraries"):
        open_data.dataset("newcastle-library")


def test_the_list_is_whole_and_its_places_are_well_formed() -> None:
    entries = json.loads(open_data.REGISTRY.read_text(encoding="utf-8"))
    assert len({e["name"] for e in entries}) == len(entries) == 20
    for data in open_data.datasets():
        assert data.what and data.publisher and data.page.startswith("https://")
        assert len({f.file for f in data.files}) == len(data.files)
        for file in data.files:
            assert len(file.sha256) == 64 and file.size > 0
            assert bool(file.commits) == bool(file.repository) == bool(file.path)
            assert all(c == "HEAD" or len(c) == 40 for c in file.commits)
            assert file.file.rsplit("/", 1)[-1] == file.path.rsplit("/", 1)[-1] or not file.path
            assert not file.file.startswith(("/", ".")) and ".." not in file.file.split("/")


def test_the_hashes_of_the_list_are_those_of_the_real_files(shared_data: Path) -> None:
    for name in ("chicago-library-visitors", "newcastle-libraries", "england-libraries-activity"):
        for file in open_data.dataset(name).files:
            path = shared_data / name / file.file
            assert (path.stat().st_size, open_data.sha256(path)) == (file.size, file.sha256)
