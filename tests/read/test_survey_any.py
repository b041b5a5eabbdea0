"""Any table of answers is read or refused in words; its codebook reads it to the same table."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libmkt.codebook import load, save
from libmkt.errors import LibmktError
from libmkt.read import survey

HEADINGS = [
    *("id", "Timestamp", "Q1", "Q2[SQ001]", "Q2[SQ002]", "Q2[other]", "submitdate", "lastpage"),
    *("_uuid", "_submission_time", "_index", "g/q", "g/q/a", "g/q/b", "ResponseId", "Progress"),
    *("Status", "Finished", "Response", "Open-Ended Response", "", "Rate 1-5", "I1", "I2", "I3"),
    *("Name", "#", "Вопрос?", "Other (please specify)", "wave", "seconds", "token", "Q2_2_TEXT"),
]
ANSWERS = [
    *("", "1", "2", "5", "99", "0", "Yes", "No", "Да", "N/A", "2026-09-05", "13/10/2026 10:00"),
    *("a@b.uz", "10.0.0.1", "x;y", "x, y", "x", "1.0", "3,5", "-", "Ð”Ð°", "Agree", "Neutral"),
    *("5 - very", "15-24", "46292.5", "+998901234567", "True", "long text " * 10, "=1+1", "1e400"),
]


@st.composite
def tables(draw: st.DrawFn) -> str:
    head = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8, unique=True))
    kinds = [draw(st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=4)) for _ in head]
    count = draw(st.integers(1, 12))
    rows = [[draw(st.sampled_from(kind)) for kind in kinds] for _ in range(count)]
    out = io.StringIO()
    csv.writer(out, delimiter=draw(st.sampled_from(",;\t"))).writerows([head, *rows])
    return out.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables())
def test_a_table_is_read_or_refused_and_its_codebook_reads_it_again(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "parameters").mkdir()
        (root / "parameters" / "library.yml").write_text("name: Library\n", encoding="utf-8")
        path = root / "answers.csv"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            reading = survey(path, root=root)
        except LibmktError as refused:
            assert refused.problems
            return
        table, book = reading.table, reading.codebook
        assert table["respondent"].is_unique
        assert tuple(table.columns)[-len(book.columns) :] == book.columns
        (file,) = reading.files
        assert file.cells_in == file.cells_kept + reading.dropped["cells"].sum()
        place = save(book, root / "answers.codebook.json")
        assert load(place) == book
        pd.testing.assert_frame_equal(survey(path, root=root).table, table)
