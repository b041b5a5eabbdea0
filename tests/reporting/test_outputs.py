"""The record of a run: whole, and no longer than it must be."""

from __future__ import annotations

import json

from libmkt.reporting.document import LIST, MIME, Block
from libmkt.reporting.outputs import as_text

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
