"""What a drawing says to who cannot see it: sizes that can be told apart."""

from __future__ import annotations

import pandas as pd

from libmkt import monitoring, words


def said(measure: str, values: list[float]) -> str:
    table = pd.DataFrame({"period": ["2024", "2025"], "measure": measure, "value": values})
    code, fields = monitoring.series_told(table)
    return words.sentence(code, **fields)


def test_rates_are_told_with_decimals_and_counts_without() -> None:
    assert said("loans_per_visit", [0.545, 0.424]) == (
        "Loans per visit: 2024 0.55, 2025 0.42; highest 0.55 (2024), lowest 0.42 (2025)."
    )
    assert "highest 1,418,113 (2024)" in said("loans", [1418113.0, 344576.0])
    assert "highest 12 (2024)" in said("branches", [12.0, 7.0])
    assert "highest 1,235 (2024)" in said("hours_open", [1234.5, 1000.25])


def test_a_ranking_of_rates_has_decimals() -> None:
    table = pd.DataFrame(
        {"library": ["A", "B"], "measure": "loans_per_capita", "value": [3.3, 1.35]}
    )
    code, fields = monitoring.ranking_told(table, by="library")
    assert "3.30 (A)" in words.sentence(code, **fields)
    code, _fields = monitoring.ranking_told(table.assign(value=[40.0, 20.0]), by="library")
    assert code == "alt_ranking"


def test_a_share_among_peers_is_told_as_the_figure_shows_it() -> None:
    position = pd.DataFrame(
        {"measure": ["coverage", "visits_per_capita"], "value": [0.11, 1.08],
         "median": [0.2, 0.9], "percentile": [0.1, 0.6], "rank": [9.0, 3.0], "n": [10, 10],
         "unit": ["share", "visits per inhabitant"]}
    )  # fmt: skip
    share, rate = (
        words.sentence(code, **fields) for code, fields in monitoring.position_told(position)
    )
    assert "11.0%" in share and "median 20.0%" in share and "0.110" not in share
    assert "1.080" in rate and "median 0.900" in rate
