"""Broken and odd files: each gives a reading or one refusal of ours, and always the same.

The files lie in tests/corpus (those that are no text are made by its binary.py), what is
expected of each in its expected.csv.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from libmkt import cli, words
from libmkt.errors import DataError
from libmkt.read import counts
from tests.conftest import ROOT
from tests.corpus.binary import files
from tests.read.making import accounted

CORPUS = ROOT / "tests" / "corpus"
with (CORPUS / "expected.csv").open(encoding="utf-8", newline="") as _stream:
    EXPECTED = {row["file"]: row for row in csv.DictReader(_stream)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of the corpus, outside any workbench."""
    place = tmp_path_factory.mktemp("corpus")
    for path in CORPUS.iterdir():
        if path.name in EXPECTED:
            (place / path.name).write_bytes(path.read_bytes())
    for name, content in files().items():
        (place / name).write_bytes(content)
    return place


def test_every_file_of_the_corpus_is_expected_to_give_something(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == set(EXPECTED)
    here = {path.name for path in CORPUS.iterdir() if path.suffix in (".csv", ".xls")}
    assert here - set(EXPECTED) == {"expected.csv"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_gives_its_figures_or_its_one_refusal(folder: Path, name: str) -> None:
    expected = EXPECTED[name]
    if expected["outcome"] == "refused":
        with pytest.raises(DataError) as caught:
            counts(folder / name)
        assert str(caught.value.problems[0].what) == expected["why"]
        return
    reading = counts(folder / name)
    accounted(reading)
    assert len(reading.table) == int(expected["figures"])
    assert reading.table["value"].sum() == pytest.approx(float(expected["sum"]))


@pytest.mark.parametrize("name", list(EXPECTED)[::4])
def test_the_command_line_says_it_in_each_language(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    language = words.LANGUAGES[list(EXPECTED).index(name) // 4 % len(words.LANGUAGES)]
    monkeypatch.setenv("LIBMKT_LANGUAGE", language)
    status = cli.main(["check", str(folder / name)])
    out, err = capsys.readouterr()
    refused = EXPECTED[name]["outcome"] == "refused"
    assert status == (2 if refused else 0)
    assert bool(err) == refused
    assert bool(out) != refused
    assert name in out + err
    assert "Traceback" not in out + err
