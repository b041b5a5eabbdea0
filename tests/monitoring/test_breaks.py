"""Suspected breaks: the Nile, a planted jump, and silence where nothing happened."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from libmkt.errors import ParameterError
from libmkt.monitoring import suspected_breaks
from libmkt.monitoring.breaks import FALSE_ALARMS
from libmkt.stats.level_shift import level_shift

from .making import figure, table
from .test_dynamics import broken


def yearly(values, start: int = 2000, **other: str) -> pd.DataFrame:
    return table(figure(str(start + i), "loans", float(v), **other) for i, v in enumerate(values))


@pytest.fixture(scope="module")
def nile(shared_data) -> pd.DataFrame:
    path = shared_data / "classical-causal-and-forecasting" / "Nile.csv"
    return pd.read_csv(path, encoding="utf-8")


# R 4.2, strucchange 1.5-3: sctest(Fstats(Nile ~ 1)) gives sup.F = 75.93, and
# breakpoints(Nile ~ 1) one break at observation 28, 1898 (tests/golden/nile.R).
def test_the_nile_gives_the_statistic_and_the_date_of_strucchange(nile):
    found = level_shift(nile["value"].to_numpy(), trend=False)
    assert found.statistic**2 == pytest.approx(75.93, abs=0.005)
    assert nile["time"].iloc[found.position - 1] == 1898
    before, after = nile["value"][:28].mean(), nile["value"][28:].mean()
    assert found.shift == pytest.approx(after - before)
    assert found.p_value <= 0.01


def test_the_nile_break_is_suspected_from_counts(nile):
    found = suspected_breaks(yearly(nile["value"], start=1871), measure="loans", window=0)
    assert found["period"].tolist() == ["1899"]
    assert -0.35 < found["shift"].iloc[0] < -0.2


def test_a_planted_jump_is_found_with_its_size():
    rng = np.random.default_rng(3)
    values = 1000 * np.exp(-0.03 * np.arange(16) + rng.normal(0, 0.03, 16))
    values[9:] *= 0.6
    row = suspected_breaks(yearly(values), measure="loans").iloc[0]
    assert row["period"] == "2009" and row["shift"] == pytest.approx(-0.4, abs=0.06)


def test_a_planted_jump_in_months_is_found_beside_the_season():
    rng = np.random.default_rng(4)
    season = np.tile(np.exp(0.4 * np.sin(np.arange(12) * np.pi / 6)), 5)
    values = 500 * season * np.exp(rng.normal(0, 0.05, 60))
    values[26:] *= 1.6
    counts = table(figure(f"{2020 + i // 12}-{i % 12 + 1:02d}", "visits", float(v))
                   for i, v in enumerate(values))  # fmt: skip
    found = suspected_breaks(counts, measure="visits", unit="month")
    assert "2022-03" in found["period"].tolist()
    shift = found.set_index("period").loc["2022-03", "shift"]
    assert shift == pytest.approx(0.6, abs=0.1)


def test_nothing_is_suspected_in_a_straight_decline_with_a_season():
    season = np.tile(np.exp(0.4 * np.sin(np.arange(12) * np.pi / 6)), 5)
    rng = np.random.default_rng(8)
    values = 500 * season * np.exp(-0.01 * np.arange(60) + rng.normal(0, 0.05, 60))
    counts = table(figure(f"{2020 + i // 12}-{i % 12 + 1:02d}", "visits", float(v))
                   for i, v in enumerate(values))  # fmt: skip
    found = suspected_breaks(counts, measure="visits", unit="month")
    assert found.empty and "declare" in found


def test_a_declared_break_is_not_suspected_again():
    values = [100, 103, 99, 104, 101, 105, 98, 102, 50, 52, 49, 51, 50, 53, 49, 51]
    assert len(suspected_breaks(yearly(values), measure="loans")) == 1
    assert suspected_breaks(yearly(values), measure="loans", breaks=broken("2008")).empty


def test_the_line_declares_the_break_in_yaml():
    values = [100, 103, 99, 104, 101, 105, 60, 62, 59, 63, 61, 62]
    name = 'Nökis "Oraylıq": №1'
    counts = yearly(values, library=name)
    line = suspected_breaks(counts, measure="loans", by="library")["declare"].iloc[0]
    assert yaml.safe_load("breaks:\n" + line)["breaks"] == [
        {"period": 2006, "measure": "loans", "library": name, "reason": "", "comparable": False}
    ]


def test_the_same_table_gives_the_same_answer():
    values = [100, 103, 99, 104, 101, 105, 60, 62, 59, 63, 61, 62]
    first, second = (suspected_breaks(yearly(values), measure="loans") for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_too_short_a_series_suspects_nothing():
    assert suspected_breaks(yearly([100, 101, 50, 51, 52]), measure="loans").empty


def test_a_unit_without_a_measured_test_is_refused():
    with pytest.raises(ParameterError, match="year, half, quarter, month"):
        suspected_breaks(yearly([1] * 10), measure="loans", unit="week")


def test_the_false_alarm_rates_told_are_those_measured():
    path = Path(__file__).parents[1] / "golden" / "false_alarms.csv"
    measured = pd.read_csv(path, encoding="utf-8")
    worst = measured[measured["test"] == "suspected_breaks"].groupby("unit")["share"].max()
    assert pytest.approx(worst.to_dict()) == FALSE_ALARMS
    assert (measured["series"] >= 200).all()


@pytest.mark.slow
def test_series_without_a_break_are_seldom_suspected():
    rng = np.random.default_rng(99)
    alarms = 0
    for _ in range(100):
        values = 1000 * np.exp(-0.02 * np.arange(15) + rng.normal(0, 0.05, 15))
        alarms += len(suspected_breaks(yearly(values), measure="loans")) > 0
    assert alarms <= 4
