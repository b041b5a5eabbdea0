"""What one report of a batch has read, the others need not read again, and never see old."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from libmkt import read, words, workbench
from libmkt.read import batch
from libmkt.tables import Reading

SHEET = "district,month,loans,visits\nÁlim,2026-08,100,410\nÁlim,2026-09,120,400\n"


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.setenv(workbench.BATCH_VARIABLE, str(folder))
    return folder


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    root = tmp_path / "bench"
    (root / "parameters").mkdir(parents=True)
    (root / workbench.MARK).write_text("name: Kitapxana\n", encoding="utf-8")
    (root / "data").mkdir()
    (root / "data" / "sheet.csv").write_text(SHEET, encoding="utf-8")
    return root


def made(bench: Path, **options: Any) -> Reading:
    return read.counts("data/sheet.csv", root=bench, **options)


def equal(one: Reading, other: Reading) -> None:
    for name in ("table", "log", "breaks"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert (one.files, one.names) == (other.files, other.names)


def test_the_second_report_takes_what_the_first_has_read(
    bench: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(bench)
    # nobody may read cells again
    monkeypatch.setattr(sys.modules["libmkt.read.counts"], "tidy", None)
    second = made(bench)
    equal(first, second)
    second.table.loc[0, "value"] = -1.0
    equal(first, made(bench))
    assert len(list(shared.iterdir())) == 1


def test_without_a_batch_each_reads_for_itself(
    bench: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = made(bench)
    monkeypatch.delenv(workbench.BATCH_VARIABLE)
    equal(kept, made(bench))
    assert len(list(shared.iterdir())) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "data/sheet.csv").write_text(SHEET.replace("120", "121"), "utf-8"),
        lambda root: (root / "data/sheet.source.yml").write_text("about: ours\n", "utf-8"),
        lambda root: (root / "data/sheet.source.yml").write_text(
            "names: {file: names.csv, id: id, name: name}\n", "utf-8"
        ),
    ],
)
def test_a_file_or_its_description_that_has_changed_is_read_anew(
    bench: Path, shared: Path, change: Any
) -> None:
    (bench / "data" / "names.csv").write_text("id,name\nÁlim,Álim rayonı\n", "utf-8")
    before = made(bench)
    change(bench)
    after = made(bench)
    assert len(list(shared.iterdir())) == 2
    fresh = [before.table["value"].sum(), before.files, before.names]
    assert fresh != [after.table["value"].sum(), after.files, after.names]


def test_a_table_of_names_that_has_changed_is_read_anew(bench: Path, shared: Path) -> None:
    said = "names: {file: names.csv, id: id, name: name}\n"
    (bench / "data" / "sheet.source.yml").write_text(said, "utf-8")
    names = bench / "data" / "names.csv"
    names.write_text("id,name\nÁlim,Álim rayonı\n", "utf-8")
    assert made(bench).names == {"Álim": "Álim rayonı"}
    names.write_text("id,name\nÁlim,Álim awdanı\n", "utf-8")
    assert made(bench).names == {"Álim": "Álim awdanı"}


def test_another_language_or_other_columns_are_another_reading(bench: Path, shared: Path) -> None:
    made(bench)
    with words.speaking("kaa"):
        made(bench)
    made(bench, columns={"visits": "leave out"})
    assert len(list(shared.iterdir())) == 3


def test_a_batch_keeps_no_more_than_it_says(
    bench: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MOST", 1)
    made(bench)
    made(bench, columns={"visits": "leave out"})
    assert len(list(shared.iterdir())) == 1


def test_a_folder_that_is_gone_costs_only_time(bench: Path, shared: Path) -> None:
    shared.rmdir()
    assert len(made(bench).table) == 4
