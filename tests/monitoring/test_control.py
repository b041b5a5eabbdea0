"""Control charts: a season is no signal, a closure is no signal, a change is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.monitoring import control, course, dynamics

from .making import figure, table
from .test_dynamics import broken

SEASON = np.array([120, 110, 115, 100, 90, 80, 40, 35, 95, 115, 120, 100], float) * 10


def series(values, start: int = 2020, **notes: str):
    return table(
        figure(f"{start + i // 12}-{i % 12 + 1:02d}", "loans", float(v),
               note=notes.get(f"m{i}", ""))
        for i, v in enumerate(values)
    )  # fmt: skip


def quiet(years: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.tile(SEASON, years) * np.exp(rng.normal(0, 0.03, 12 * years))


@pytest.mark.parametrize("centre, scale", [("mean", 2.66), ("median", 3.145)])
def test_limits_are_those_of_wheeler(centre, scale):
    values = [100, 102, 99, 104, 101, 103, 98, 100, 102, 101, 99, 100]
    counts = table(
        [figure(f"2024-{m:02d}", "loans", 100) for m in range(1, 13)]
        + [figure(f"2025-{m:02d}", "loans", v) for m, v in enumerate(values, start=1)]
    )
    chart = control(counts, measure="loans", centre=centre)
    x = np.array(values) / 100 - 1
    middle = getattr(np, centre)
    reach = scale * middle(np.abs(np.diff(x)))
    assert chart["centre"].iloc[0] == pytest.approx(middle(x))
    assert chart["high"].iloc[0] == pytest.approx(middle(x) + reach)
    assert chart["low"].iloc[0] == pytest.approx(middle(x) - reach)


def test_one_wild_month_does_not_hide_another():
    values = quiet(5)
    values[40] *= 60
    values[50] *= 0.5
    chart = control(series(values), measure="loans").set_index("period")
    assert chart.loc["2023-05", "signal"] == "above"
    assert chart.loc["2024-03", "signal"] == "below"


@pytest.mark.parametrize("of", ["year_change", "deseasonalised"])
def test_a_deep_season_is_no_signal(of):
    chart = control(series(quiet(5)), measure="loans", of=of)
    assert (chart["signal"].isin(["above", "below"])).sum() <= 1


@pytest.mark.parametrize("of", ["year_change", "deseasonalised"])
def test_a_fall_that_stays_is_found(of):
    values = quiet(5)
    values[48:] *= 0.75
    chart = control(series(values), measure="loans", of=of).set_index("period")
    late = chart.loc[chart.index >= "2024-01", "signal"]
    assert late.isin(["below", "run_below"]).sum() >= 8


def test_a_closed_month_is_no_signal_and_widens_no_limit():
    values = quiet(5)
    values[30] = 0
    chart = control(series(values, m30="closed"), measure="loans").set_index("period")
    assert chart.loc["2022-07", "excluded"] == "closed"
    assert chart.loc["2023-07", "excluded"] == "compared_with_closed"
    assert set(chart.loc[["2022-07", "2023-07"], "signal"]) == {""}
    whole = control(series(quiet(5)), measure="loans")
    assert chart["high"].iloc[0] == pytest.approx(whole["high"].iloc[0], abs=0.03)


def test_a_counter_fault_can_be_named():
    values = quiet(5)
    values[40] *= 5
    named = control(series(values), measure="loans", closed=["2023-05"]).set_index("period")
    assert named.loc["2023-05", "signal"] == ""
    unnamed = control(series(values), measure="loans").set_index("period")
    assert unnamed.loc["2023-05", "signal"] == "above"


def test_limits_begin_anew_after_a_break():
    values = quiet(8)
    values[48:] *= 2
    chart = control(series(values), measure="loans", breaks=broken("2024-01"))
    assert sorted(chart["stretch"].unique()) == [1, 2]
    assert not chart["signal"].isin(["above", "below"]).any() or (
        chart["signal"].isin(["above", "below"]).mean() < 0.05
    )


def test_too_short_a_series_is_charted_without_limits_and_signals():
    chart = control(series(quiet(2)[:18]), measure="loans")
    assert len(chart) == 6 and chart["x"].notna().all()
    assert chart[["centre", "low", "high"]].isna().all(axis=None) and set(chart["signal"]) == {""}
    nothing = control(series(quiet(1)), measure="loans")
    assert nothing.empty and list(nothing.columns) == list(chart.columns)


def test_the_rules_and_the_method_are_in_the_result():
    chart = control(series(quiet(3)), measure="loans")
    assert set(chart["rules"]) == {"beyond_limits;run_of_8"}
    assert set(chart["method"]) == {"year_change;median"} and set(chart["x_unit"]) == {"share"}


@pytest.mark.parametrize("unit", ["month", "quarter"])
@pytest.mark.parametrize("by", [(), "library"])
def test_a_course_is_the_growth_and_the_chart_that_are_worked_out_apart(unit, by):
    rows = table(
        figure(f"{2022 + i // 12}-{i % 12 + 1:02d}", measure, float(v), library=library)
        for measure, seed in (("visits", 1), ("loans", 2))
        for library in ("A", "B")
        for i, v in enumerate(quiet(4, seed + (library == "B")))
    )
    found = course(rows, measure=["loans", "visits"], by=by, unit=unit)
    growth = dynamics(rows, measure=["loans", "visits"], by=by, unit=unit, against="year_before")
    pd.testing.assert_frame_equal(found.growth, growth)
    pd.testing.assert_frame_equal(found.chart, control(rows, measure="loans", by=by))
    assert len(found.chart)
