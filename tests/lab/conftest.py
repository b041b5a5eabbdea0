"""A workbench for the lab: a small report of its own, and the shipped ones on the demo data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from libmkt import words
from tests.reporting.conftest import BODY, CLOSE, PARAMETERS, SHOW, notebook

ROOT = Path(__file__).resolve().parents[2]
CHOSEN = (
    PARAMETERS
    + """
order: 'Literal["up", "down"]' = "up"  # how the branches stand
names: list[str] = []  # branches that are shown; empty shows all
share: float = 0.5  # a share
told: bool = True  # whether anything is told"""
)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbench in a folder with a blank and Cyrillic letters, and here."""
    root = tmp_path / "kitap xana Нөкис"
    for folder in ("parameters", "data/demo"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "notebooks/reports").mkdir(parents=True)
    text = notebook(BODY, SHOW, CLOSE, parameters=CHOSEN)
    (root / "notebooks/reports/small.ipynb").write_text(text, encoding="utf-8")
    (root / "data/loans.csv").write_text("branch,loans\nÁmiwdárya,120\n", encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    words.use("en")
    return root
