"""The record of a run: whole, and no longer than it must be."""

from __future__ import annotations

import json
from pathlib import Path

from libmkt.reporting.document import LIST, MIME, Block
from libmkt.reporting.outputs import _tables, as_text

from .pages import cell, notebook


def test_a_long_list_takes_a_line_a_row_and_stays_the_same() -> None:
    made = notebook("kaa")
    rows = [['Ǵarezsiz \ue0000\ue001 [\n"', 0.5, None]] * 300
    content = {"id": "all", "caption": "All", "columns": [], "rows": rows, "place": LIST}
    before = len(as_text(made).splitlines())
    made.cells.append(cell(Block("table", content)))
    text = as_text(made)
    assert json.loads(text) == json.loads(json.dumps(made))
    assert made.cells[-1].outputs[0].data[MIME]["rows"] == rows
    assert len(text.splitlines()) < before + 300 + 40


def test_no_table_is_written_over_another_whose_name_is_alike(tmp_path: Path) -> None:
    made = notebook("kaa")
    made.cells = []
    long = "banner-" + "x" * 80
    for i, name in enumerate(["banner-q1", "banner-Q1", f"{long}1", f"{long}2", "banner-q1-2", ""]):
        shown = [{"name": "n", "label": "n", "form": "n0", "align": "right"}]
        content = {"id": name, "caption": "c", "columns": shown, "rows": [[i]], "strong": []}
        made.cells.append(cell(Block("table", content)))
    _tables(made, tmp_path / "tables")
    files = sorted((tmp_path / "tables").iterdir())
    assert len({path.name.casefold() for path in files}) == 6
    held = sorted(int(path.read_text(encoding="utf-8-sig").split()[1]) for path in files)
    assert held == [0, 1, 2, 3, 4, 5]
