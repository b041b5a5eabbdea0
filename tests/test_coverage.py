"""docs/coverage.md promises nothing that is not here."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from libmkt.cli import coverage
from libmkt.lab.rows import Place, Row

ROOT = Path(__file__).resolve().parent.parent
ROWS = coverage.read_rows(ROOT / "docs/coverage.csv")
SENTENCES = coverage.read_sentences(ROOT / "docs/sentences.csv")
PLACES = coverage.places(ROOT)


def test_the_page_is_what_its_table_makes() -> None:
    page = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
    assert page == coverage.made(), "make it anew: python -m libmkt.cli.coverage"


def test_all_rows_and_sentences_of_the_source_text_are_there() -> None:
    assert [row.row for row in ROWS] == [f"R{n:02d}" for n in range(1, 72)]
    assert list(SENTENCES) == [f"T{n}" for n in range(1, 92)]
    assert all(row.sentences and set(row.sentences) <= set(SENTENCES) for row in ROWS)


def imported(name: str) -> object:
    """What a full name names; a function wins over the module of its name."""
    parts = name.split(".")
    found: object = importlib.import_module(parts[0])
    for end, part in enumerate(parts[1:], start=2):
        if not hasattr(found, part):
            importlib.import_module(".".join(parts[:end]))
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("name", sorted({name for row in ROWS for name in row.functions}))
def test_a_named_function_can_be_imported_and_is_explained(name: str) -> None:
    function = imported(name)
    assert callable(function) and name.startswith("libmkt.")
    assert (function.__doc__ or "").strip()


@pytest.mark.parametrize("path", sorted({path for row in ROWS for path in row.tests}))
def test_a_named_test_file_is_there_and_tests(path: str) -> None:
    assert path.startswith("tests/") and "def test_" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted({path for row in ROWS for path in row.data}))
def test_named_data_are_there(path: str) -> None:
    assert path.startswith("data/") and (ROOT / path).is_file()


@pytest.mark.parametrize("row", sorted(PLACES))
def test_a_cell_that_carries_a_row_stands_under_a_heading_and_does_something(row: str) -> None:
    assert row in {known.row for known in ROWS}
    for place in PLACES[row]:
        assert place.heading
        cells = json.loads((ROOT / place.notebook).read_text(encoding="utf-8"))["cells"]
        marked = [c for c in cells if row in c["metadata"].get("libmkt", {}).get("rows", ())]
        assert any(c["cell_type"] == "code" and "".join(c["source"]).strip() for c in marked)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.row)
def test_a_level_has_what_it_claims(row: Row) -> None:
    assert row.level in coverage.LEVELS
    assert lacks(row, PLACES.get(row.row, [])) == []


def lacks(row: Row, places: list[Place]) -> list[str]:
    """What a row's level claims and its other columns do not have."""
    proofs = {
        1: ("functions", bool(row.functions)),
        2: ("tests", bool(row.tests)),
        3: ("a report section", any(not place.is_lesson for place in places)),
        4: ("a lesson", any(place.is_lesson for place in places)),
    }
    return [what for level, (what, there) in proofs.items() if row.level >= level and not there]


def test_a_level_without_its_proof_is_noticed() -> None:
    row = Row("R24", "C", "growth", ("T25",), ("libmkt.monitoring.dynamics",), (), (), 3)
    assert lacks(row, [Place("notebooks/lessons/l.ipynb", "x")]) == ["tests", "a report section"]


def test_the_rows_of_a_cell_are_found_under_its_last_heading(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Growth\n", "\n", "## Years"]},
        {"cell_type": "code", "metadata": {"libmkt": {"rows": ["R24"]}}, "source": ["x = 1"]},
    ]
    path = tmp_path / "notebooks/reports/growth.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert coverage.places(tmp_path) == {"R24": [Place("notebooks/reports/growth.ipynb", "Years")]}
    page = coverage.page(ROWS, SENTENCES, coverage.places(tmp_path))
    assert "[growth](../notebooks/reports/growth.ipynb): Years" in page
