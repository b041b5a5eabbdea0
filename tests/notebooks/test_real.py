"""The six real runs end well and hold the totals that are known from elsewhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from libmkt import monitoring, read

from .conftest import ROOT, column, report, table

KNOWN = ROOT / "tests/golden/known_totals.csv"


def known(source: str, measure: str) -> dict[str, float]:
    with KNOWN.open(encoding="utf-8", newline="") as stream:
        return {
            row["period"]: float(row["value"])
            for row in csv.DictReader(stream)
            if (row["source"], row["measure"]) == (source, measure)
        }


def made(real: Path, run: str, subject: str) -> Path:
    """The folder of a run that ended well."""
    assert report(f"{run}.yml") == 0
    folder = real / "reports" / run / subject / "en"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["warnings"] == []
    return folder


@pytest.mark.slow
def test_newcastle_dynamics_hold_the_known_loans(real: Path) -> None:
    folder = made(real, "newcastle-dynamics", "2023")
    loans = column(folder, "dynamics", "period", "value")
    totals = known("newcastle-libraries", "loans")
    assert {year: loans[year] for year in totals} == totals
    growth = column(folder, "dynamics", "period", "increment_rate_chain")
    assert "2010" not in growth  # nothing is computed across the break of June 2009
    assert growth["2019"] == pytest.approx(loans["2019"] / loans["2018"] - 1)
    bases = {row["period"]: row["base_period"] for row in table(folder, "dynamics")}
    assert (bases["2009"], bases["2023"]) == ("2009", "2010")


@pytest.mark.slow
@pytest.mark.parametrize(
    "run, period", [("newcastle-2019-03", "2019-03"), ("newcastle-2023", "2023")]
)
def test_newcastle_by_branch_is_the_file(
    run: str, period: str, real: Path, shared_data: Path
) -> None:
    folder = made(real, run, period)
    path = shared_data / "newcastle-libraries/loans/2008-onwards-monthly-issues-by-branch.csv"
    wide = pd.read_csv(path).set_index("Library")
    year, _, month = period.partition("-")
    names = [f"{year}-{int(month):02d}"] if month else [c for c in wide if c[:4] == year]
    assert len(names) == (1 if month else 12)
    sums = wide[names].dropna(how="all").sum(axis=1)
    assert column(folder, "places", "branch", "value") == sums.to_dict()
    if not month:
        assert sums.sum() == known("newcastle-libraries", "loans")[year]
    [row] = table(folder, "indicators")
    assert float(row["numerator_value"]) == sums.sum()


@pytest.mark.slow
def test_the_states_hold_the_known_visits(real: Path) -> None:
    folder = made(real, "us-states-dynamics", "2016")
    visits = column(folder, "dynamics", "period", "value")
    assert visits["2016"] == known("imls-pls-state", "visits")["2016"]
    assert len(visits) == 25  # 1992 to 2016, columns renamed on the way


@pytest.mark.slow
def test_the_systems_hold_the_known_visits_and_their_change(real: Path) -> None:
    years = {}
    for year, total in known("imls-pls-ae", "visits").items():
        name = "pls_fy2016_libraries.csv" if year == "2016" else "pls_fy2017_libraries.csv"
        counts = read.counts(f"imls-pls-ae/{name}").table
        [row] = monitoring.totals(counts, measures="visits").to_dict("records")
        assert row["value"] == total
        rows = counts[(counts["measure"] == "visits") & (counts["breakdown_name"] == "")]
        years[year] = rows.set_index("library")["value"]
    both = pd.concat(years, axis=1).dropna().sum()
    assert len(pd.concat(years, axis=1).dropna()) == 9_203
    change = 100 * (both["2017"] / both["2016"] - 1)
    [told] = known("imls-pls-ae", "change of visits in systems with both years (%)").values()
    assert round(change, 3) == told


@pytest.mark.slow
def test_newcastle_stands_among_its_statistical_neighbours_by_name(
    real: Path, shared_data: Path
) -> None:
    folder = made(real, "england-peers", "2023")
    path = shared_data / "england-libraries-activity/services.csv"
    services = pd.read_csv(path).set_index("Authority code")
    own = services.loc["E08000021"]
    codes = [own[f"Nearest neighbour {n}"] for n in range(1, 6)]
    names = [row["library"] for row in table(folder, "peers")]
    assert names == services.loc[["E08000021", *codes], "Library service"].tolist()
    people = services.filter(like="Population").sum(axis=1)
    rates = (services["Loans"] / people).loc[codes].dropna()
    place = {row["measure"]: row for row in table(folder, "place")}["loans_per_capita"]
    assert float(place["value"]) == pytest.approx(own["Loans"] / people["E08000021"])
    assert float(place["median"]) == pytest.approx(rates.median())
    assert int(place["n"]) == len(rates) + 1


@pytest.mark.slow
def test_anchorage_stands_among_systems_of_its_size_by_name(real: Path, shared_data: Path) -> None:
    folder = made(real, "us-peers", "2016")
    systems = pd.read_csv(
        shared_data / "imls-pls-ae/pls_fy2016_libraries.csv", dtype={"FSCSKEY": "str"}
    ).rename(columns=str.upper).set_index("FSCSKEY")  # fmt: skip
    own = systems.loc["AK0002"]
    rows = table(folder, "peers")
    assert rows[0]["library"] == "ANCHORAGE PUBLIC LIBRARY" and len(rows) == 13
    assert float(rows[0]["population"]) == own["POPU_LSA"]
    for row in rows[1:]:  # of its size, in people and in books
        assert 0.7 < float(row["population"]) / own["POPU_LSA"] < 1.4
        assert 0.7 < float(row["stock"]) / own["BKVOL"] < 1.4
    place = {row["measure"]: row for row in table(folder, "place")}["visits_per_capita"]
    assert float(place["value"]) == pytest.approx(own["VISITS"] / own["POPU_LSA"])
