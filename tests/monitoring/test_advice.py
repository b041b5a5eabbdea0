"""What figures give cause to do: by which rule, and not more than three."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.monitoring import growth_advice, month_advice

NO_CHECKS = pd.DataFrame(columns=["verdict"])
CHART = pd.DataFrame(
    {
        "library": "A",
        "branch": ["North", "South", "North"],
        "period": ["2023-11", "2023-12", "2023-12"],
        "measure": "loans",
        "x": [-0.5, 0.6, 0.0],
        "signal": ["below", "above", ""],
    }
)


@pytest.mark.parametrize("period, place", [("2023-12", "South"), ("2023-11", "North")])
def test_signals_of_the_month_alone_are_acted_on(period: str, place: str) -> None:
    found = month_advice(NO_CHECKS, None, CHART, period)
    assert [row["place"] for row in found["fields"]] == [place]


def test_of_a_year_the_last_month_counts() -> None:
    found = month_advice(NO_CHECKS, None, CHART, "2023")
    assert [row["place"] for row in found["fields"]] == ["South"]


def test_a_signal_of_all_places_together_names_none() -> None:
    together = CHART.drop(columns=["library", "branch"]).iloc[1:2]
    found = month_advice(NO_CHECKS, None, pd.concat([together, CHART]), "2023-12")
    assert found["code"].tolist() == ["advise_signal", "advise_signal_place"]


def growth(values: list[float]) -> pd.DataFrame:
    from libmkt.monitoring import dynamics

    counts = pd.DataFrame(
        {
            "library": "A",
            "branch": "",
            "period": [str(2018 + i) for i in range(len(values))],
            "measure": "loans",
            "value": values,
            "unit": "loans",
            "kind": "flow",
            "breakdown_name": "",
            "breakdown_value": "",
            "source_id": "x",
            "note": "",
        }
    )
    return dynamics(counts, measure="loans")


@pytest.mark.parametrize(
    "values, code",
    [
        ([100, 90, 80, 70], "advise_fall"),  # three in a row
        ([100, 60, 50, 55], "advise_decline"),  # 18 % a year, the last rises
        ([100, 99, 98, 99], None),
    ],
)
def test_a_lasting_decline_asks_for_its_cause(values: list[float], code: str | None) -> None:
    found = growth_advice(growth(values), NO_CHECKS, pd.DataFrame())
    assert found["code"].tolist() == ([code] if code else [])
