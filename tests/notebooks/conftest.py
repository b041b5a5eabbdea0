"""A workbench of its own with the shipped notebooks, so that no test writes to the checkout."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from libmkt import cli
from libmkt.reporting import execute
from libmkt.reporting.content import blocks

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ("dynamics", "monitoring", "needs", "peers", "poll", "service", "survey")
SUBJECT = {
    "dynamics": "2025",
    "monitoring": "2026-09",
    "needs": "2026-09",
    "peers": "2025",
    "poll": "2026-09",
    "survey": "2026-09",
    "service": "Oqıw-zalı",
}
AS_OF = ("--as-of", "2026-10-20")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout's notebooks, parameters and demo data in a folder with Cyrillic letters."""
    root = tmp_path / "kitap xana Нөкис"
    for folder in ("parameters", "notebooks/reports", "data/demo"):
        shutil.copytree(ROOT / folder, root / folder)
    monkeypatch.chdir(root)
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    return root


@pytest.fixture
def real(bench: Path, shared_data: Path) -> Path:
    """The same workbench, which may read the real data where they lie."""
    library = bench / "parameters/library.yml"
    text = library.read_text(encoding="utf-8")
    roots = "data_roots: [data, ../shared/data]"
    assert roots in text
    beside = Path(os.path.relpath(shared_data, bench)).as_posix()
    library.write_text(
        text.replace(roots, f'data_roots: [data, "{beside}"]'), encoding="utf-8", newline="\n"
    )
    return bench


def report(*arguments: str) -> int:
    """`libmkt report ...` for the day that the tests live in."""
    return cli.main(["report", *arguments, *AS_OF])


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one of a report's tables, as its CSV holds them."""
    path = folder / "tables" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def column(folder: Path, name: str, key: str, value: str) -> dict[str, float]:
    """One column of a report's table by another; cells without a number are left out."""
    return {row[key]: float(row[value]) for row in table(folder, name) if row[value]}


def shown(path: Path) -> list[dict[str, Any]]:
    """The tables of an executed notebook, as their writers get them."""
    return list(blocks(execute.read(path), "table"))


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """How many kernels have been forked."""
    from libmkt.reporting.kernel import provisioner

    made: list[object] = []
    fork = provisioner._forked

    def counted(request: dict[str, Any]) -> Any:
        if (process := fork(request)) is not None:
            made.append(process)
        return process

    monkeypatch.setattr(provisioner, "_forked", counted)
    yield lambda: len(made)
