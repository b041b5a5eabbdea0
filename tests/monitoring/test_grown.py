"""Growth of what belongs to one service, with the limits of usual variation where there are any."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from libmkt import monitoring, read
from libmkt.errors import DataError
from libmkt.tables import Reading
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def city() -> Reading:
    return read.counts("city_monthly")


def test_some_measures_of_some_places_are_those_of_the_file(city: Reading) -> None:
    found = monitoring.grown(
        city, measures=["visits", "loans"], places=["Gúlzar filialı"], period="2026-09"
    )
    path = ROOT / "data" / "demo" / "city" / "monthly.csv"
    rows: Any = pd.read_csv(path).query("branch == 'Gúlzar filialı'").set_index("month")
    now: Any = found[found["period"] == "2026-09"].set_index("measure")
    assert now.index.tolist() == ["visits", "loans"]
    assert now["value"].tolist() == rows.loc["2026-09", ["visits", "loans"]].tolist()
    for measure in ("visits", "loans"):
        rate = rows.loc["2026-09", measure] / rows.loc["2025-09", measure] - 1
        assert now.loc[measure, "increment_rate_chain"] == pytest.approx(rate)
    chart = monitoring.control(
        city.table[city.table["branch"] == "Gúlzar filialı"], measure="visits", breaks=city.breaks
    )
    last = chart[chart["period"] == "2026-09"].iloc[0]
    assert now.loc["visits", ["low", "high"]].tolist() == [last["low"], last["high"]]


def test_nothing_counted_is_no_row_and_told(city: Reading) -> None:
    for measures, places in (([], []), (["refusals"], []), (["loans"], ["Nowhere"])):
        found = monitoring.grown(city, measures=measures, places=places, period="2026-09")
        assert found.empty and "increment_rate_chain" in found
    assert monitoring.grown_told(found, period="2026-09") == [("done_nothing", {})]


def test_a_year_has_no_limits_of_usual_variation_and_is_told_without(city: Reading) -> None:
    found = monitoring.grown(city, measures=["loans"], period="2025")
    assert found["low"].isna().all() and found["signal"].eq("").all()
    codes = [code for code, _ in monitoring.grown_told(found, period="2025")]
    assert codes[0] == "growth_change" or codes[0] == "growth_year_change"
    assert not any(code.startswith("chart") for code in codes)


def test_the_month_is_told_with_its_limits(city: Reading) -> None:
    found = monitoring.grown(city, measures=["loans", "renewals"], period="2026-09")
    codes = [code for code, _ in monitoring.grown_told(found, period="2026-09")]
    assert codes == ["growth_year_change", "growth_year_change", "chart_usual"]


def test_months_that_the_figures_do_not_have_are_refused() -> None:
    yearly = read.counts("region_yearly")
    with pytest.raises(DataError):
        monitoring.grown(yearly, measures=["loans"], period="2025-09")
