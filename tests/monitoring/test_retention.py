"""Retention from totals against the worked example of its inventors."""

from __future__ import annotations

import pandas as pd

from libmkt.monitoring import retention
from tests.golden import monitoring as golden

from .making import figure, table

ROWS = [
    figure("2024", "active_users", golden.RETENTION["at_start"]),
    figure("2025", "active_users", golden.RETENTION["active_at_end"]),
    figure("2025", "new_users", golden.RETENTION["new"]),
]


def test_the_mid_hudson_example_gives_its_share():
    row = retention(table(ROWS)).iloc[0]
    assert round(100 * row["value"], 1) == golden.RETENTION["percent"]
    assert row["period"] == "2025"


def test_without_the_new_users_nothing_is_claimed():
    rows = [*ROWS, figure("2026", "active_users", 4000)]
    found = retention(table(rows)).set_index("period")["value"]
    assert pd.isna(found["2026"]) and not pd.isna(found["2025"])


def test_libraries_are_kept_apart():
    other = [row | {"library": "Moynaq", "value": row["value"] / 2} for row in ROWS]
    found = retention(table([*ROWS, *other]), by="library")
    assert found["value"].round(2).tolist() == [0.68, 0.68]
