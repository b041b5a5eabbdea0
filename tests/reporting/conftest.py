"""A small workbench with one report, to break and mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

MARKDOWN = """# A small report

For the test: does the page hold what the notebook says?"""
IMPORTS = """import pandas as pd
from libmkt import reporting, workbench
from libmkt.tables import FileRecord, Reading"""
PARAMETERS = """period: str = "2025"  # the year
language: str = "en"  # kaa, uz, ru or en
source: "Source" = "data/loans.csv"  # loans by branch
least: int = 0  # smaller branches are left out"""
BODY = """reporting.begin(period=period, language=language)
[path] = workbench.files(source)
table = pd.read_csv(path, encoding="utf-8")
table = table[table["loans"] >= least]"""
SHOW = """reporting.table(
    table,
    {"branch": reporting.col("Branch"), "loans": reporting.col("Loans", "n0")},
    caption="Loans by branch",
    id="loans",
)"""
CLOSE = """total = {"measure": "loans", "value": table["loans"].sum()}
total |= {"unit": "loans", "period": period}
reporting.publish(pd.DataFrame([total]))
log = pd.DataFrame(columns=["file", "rule", "outcome", "cells", "rows", "example", "reason"])
display(reporting.actions(log))
display(reporting.sureness([("doubt_counted", {})]))
file = FileRecord("data/loans.csv", "0" * 64, 1, len(table), len(table))
reporting.sources(Reading(table, log, pd.DataFrame(), (file,)))"""


def notebook(*cells: str, parameters: str = PARAMETERS) -> str:
    """A notebook's JSON: text, imports, parameters, then `cells`."""
    made = [{"cell_type": "markdown", "metadata": {}, "source": MARKDOWN}]
    for source, tags in [(IMPORTS, []), (parameters, ["parameters"]), *((c, []) for c in cells)]:
        made.append(
            {"cell_type": "code", "metadata": {"tags": tags}, "source": source,
             "outputs": [], "execution_count": None}
        )  # fmt: skip
    for i, cell in enumerate(made):
        cell["id"] = f"c{i}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps(
        {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbench in a folder with a blank and Cyrillic letters, and here."""
    root = tmp_path / "kitap xana Нөкис"
    for folder in ("parameters/notes", "data", "notebooks/reports"):
        (root / folder).mkdir(parents=True)
    (root / "parameters/library.yml").write_text("name: Kitapxana\n", encoding="utf-8")
    (root / "data/loans.csv").write_text(
        "branch,loans\nÁmiwdárya,120\n=cmd|' /C calc'!A0,30\n<script>alert(1)</script>,7\n",
        encoding="utf-8",
    )
    (root / "notebooks/reports/small.ipynb").write_text(
        notebook(BODY, SHOW, CLOSE), encoding="utf-8"
    )
    monkeypatch.chdir(root)
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    return root
