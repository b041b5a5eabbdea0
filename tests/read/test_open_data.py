"""Real files, each as it was published, with the description kept for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.read import counts
from libmkt.tables import Reading
from tests.read.making import accounted, totals

pytestmark = pytest.mark.usefixtures("shared_data")


def published(*paths: str | Path, root: Path) -> Reading:
    """Files of the open data by their path there."""
    reading = counts(list(paths), root=root)
    accounted(reading)
    assert all(file.description.startswith("parameters/sources/") for file in reading.files)
    return reading


def test_newcastle_loans_have_their_known_sums_and_breaks(root: Path) -> None:
    reading = published(
        "newcastle-libraries/loans/2008-onwards-monthly-issues-by-branch.csv", root=root
    )
    loans = totals(reading, "loans")
    assert (loans["2009"], loans["2019"], loans["2023"]) == (1_368_047, 344_576, 285_693)
    assert reading.table["period"].max() == "2024-08"
    assert reading.table["branch"].nunique() == 19
    assert ("City", "2009-06", False) in list(
        reading.breaks[["branch", "period", "comparable"]].itertuples(index=False, name=None)
    )
    closed = reading.table[reading.table["note"] == "closed"]["period"]
    assert (closed.min(), closed.max()) == ("2010-12", "2024-08")


def test_newcastle_computers_are_shares_and_visits_have_no_closed_columns(root: Path) -> None:
    use = published(
        "newcastle-libraries/computer-usage/2008-onwards-monthly-computer-use.csv", root=root
    ).table
    beyond = use[~use["value"].between(0, 1)]
    assert beyond["value"].tolist() == [1.98]  # Blakelaw in one month: as published, but told
    assert beyond["note"].tolist() == ["doubtful"]
    first = use[(use["branch"] == "Blakelaw") & (use["period"] == "2008-04")]
    assert first["value"].tolist() == [0.39]
    visits = published(
        "newcastle-libraries/visitor-figures/2008-onwards-monthly-visits.csv", root=root
    ).table
    assert not visits["period"].between("2020-06", "2021-03").any()
    wifi = published("newcastle-libraries/Wi-Fi-users/2019-onwards-monthly-wifi-users.csv",
                     root=root)  # fmt: skip
    assert "Walker" not in set(wifi.table["branch"])


def test_newcastle_visits_are_thirds_of_quarters_until_the_declared_break(root: Path) -> None:
    reading = published(
        "newcastle-libraries/visitor-figures/2008-onwards-monthly-visits.csv", root=root
    )
    table = reading.table[reading.table["value"] > 0]
    wide = table.pivot(index="period", columns="branch", values="value")
    thirds = (wide == wide.shift(1)) & (wide == wide.shift(2))
    ends = thirds.index[thirds.any(axis=1)]
    assert thirds.to_numpy().sum() == 312 and ends.max() == "2020-01"
    (told,) = reading.breaks[reading.breaks["reason"].str.contains("divided by three")].itertuples()
    assert told.period == "2020-02" and told.comparable


# Sums of the long tables as the publisher's summary (services.csv) gives them by service.
ENGLAND = {
    "loans": ("loans", 126_390_926),
    "visits": ("visits", 113_173_328),
    "events": ("events", 285_079),
    "event_attendance": ("attendance", 4_876_692),
    "users": ("active_users", 4_398_843),
    "computers": ("computer_hours", 7_552_532),
    "wifi": ("wifi_sessions", 6_568_277),
}


@pytest.mark.parametrize("file", ENGLAND)
def test_england_sums_equal_the_publishers_summary(root: Path, file: str) -> None:
    measure, expected = ENGLAND[file]
    reading = published(f"england-libraries-activity/{file}.csv", root=root)
    assert reading.table["value"].sum() == expected
    summary = published("england-libraries-activity/services.csv", root=root)
    assert totals(summary, measure).sum() == expected
    by_service = reading.table.groupby("library")["value"].sum()
    given = summary.table[summary.table["measure"] == measure].set_index("library")["value"]
    assert by_service.to_dict() == given[given > 0].to_dict() | {
        code: 0.0 for code in by_service.index if by_service[code] == 0
    }


def test_england_keeps_months_quarters_and_a_year_apart(root: Path) -> None:
    reading = published("england-libraries-activity/loans.csv", root=root)
    log = reading.log.set_index("rule")
    assert str(log.loc["mixed_periods", "example"]) == "month: 10,095, quarter: 168, year: 29"
    assert log.loc["added_to_first", "cells"] == 163
    years = reading.table[reading.table["period"].str.len() == 4]
    assert set(years["note"]) == {"fiscal:04"}
    assert reading.names["E08000021"] == "Newcastle Libraries"


def test_chicago_zeros_are_closed_months_and_stars_are_footnotes(root: Path) -> None:
    path = "chicago-library-visitors/Libraries_-_2017_Visitors_by_Location.csv"
    table = published(path, root=root).table
    assert (table.loc[table["value"] == 0, "note"].str.contains("closed")).all()
    assert "Archer Heights" in set(table["branch"])
    assert set(table.loc[table["branch"] == "Archer Heights", "note"]) == {"footnote"}
    # the file's own YTD column, which is left out
    assert table.loc[table["branch"] == "Albany Park", "value"].sum() == 157_976


# Grand Total rows and the Total columns of the files themselves.
TORONTO = [
    ("Circulation", "loans", "2019", 30_662_033),
    ("Circulation_by_Cardholder_Type", "loans", "2019", 30_662_033),
    ("Circulation_by_Language_Group", "loans", "2012", 32_032_036),
    ("Programs", "attendance", "2019", 986_133),
    ("Programs", "events", "2010", 28_706 - 54),  # the grand total counts one row twice
    ("Cardholders", "active_users", "2019", 929_387),
    ("New_Registrations", "new_users", "2010", 168_976),
    ("Workstation_Users.", "computer_sessions", "2019", 3_987_543),
    ("Wireless_Sessions", "wifi_sessions", "2019", 4_883_758),
]


@pytest.mark.parametrize(("file", "measure", "year", "expected"), TORONTO)
def test_toronto_sums_are_those_of_its_total_rows(
    root: Path, file: str, measure: str, year: str, expected: int
) -> None:
    reading = published(f"toronto-public-library/{file}.csv", root=root)
    assert totals(reading, measure)[year] == expected


@pytest.mark.parametrize(
    ("file", "measure", "year", "expected"),
    [
        ("Programs_by_Age_Group", "attendance", "2019", 986_133),
        ("Programs_by_Type", "events", "2012", 28_075),
        ("Cardholders", "active_users", "2017", 937_518),
        ("Circulation_by_Intellectual_Level_of_Material", "loans", "2015", 32_505_963),
        ("Circulation_by_Language_Group", "loans", "2019", 30_662_033),
    ],
)
def test_toronto_parts_sum_to_the_whole(
    root: Path, file: str, measure: str, year: str, expected: int
) -> None:
    table = published(f"toronto-public-library/{file}.csv", root=root).table
    parts = table[
        (table["measure"] == measure)
        & (table["breakdown_name"] != "")
        & (table["breakdown_name"] != "language")
        & (table["period"] == year)
    ]
    assert parts["value"].sum() == expected


def test_survey_visits_fall_by_2_637_per_cent_over_systems_of_both_years(root: Path) -> None:
    reading = published(
        "imls-pls-ae/pls_fy2016_libraries.csv", "imls-pls-ae/pls_fy2017_libraries.csv", root=root
    )
    visits, loans = totals(reading, "visits"), totals(reading, "loans")
    assert visits.tolist() == [1_355_648_987, 1_319_803_999]
    assert loans.tolist() == [2_228_512_392, 2_163_935_857]
    table = reading.table[reading.table["measure"] == "visits"]
    both = table.pivot(index="library", columns="period", values="value").dropna()
    assert len(both) == 9_203
    assert both["2017"].sum() / both["2016"].sum() - 1 == pytest.approx(-0.02637, abs=5e-6)
    assert reading.names["AK0001"] == "ANCHOR POINT PUBLIC LIBRARY"


@pytest.mark.slow
def test_survey_systems_of_other_years_keep_names_that_changed(root: Path) -> None:
    paths = [f"imls-pls-ae/PUPLDF9{n}.csv" for n in range(2, 8)]
    reading = published(*paths, "imls-pls-ae/pls_fy2009_pupld09a.csv",
                        "imls-pls-ae/pls_fy2014_pupld14a.csv", root=root)  # fmt: skip
    visits = totals(reading, "visits")
    assert (visits["2009"], visits["2014"]) == (1_591_799_201, 1_425_930_900)
    assert totals(reading, "loans")[["2009", "2014"]].tolist() == [2_414_480_505, 2_314_312_117]
    assert [str(year) for year in range(1992, 1998)] == visits.index[:6].tolist()
    assert {"staff", "population", "expenditure"} <= set(
        reading.table.loc[reading.table["period"] == "1992", "measure"]
    )


def test_survey_states_make_25_years_without_a_gap(root: Path) -> None:
    reading = published("imls-pls-state", root=root)
    visits = totals(reading, "visits")
    assert visits.index.tolist() == [str(year) for year in range(1992, 2017)]
    # equal to the sums of the systems' own files, to the last digit
    assert (visits["2014"], visits["2016"]) == (1_425_930_900, 1_355_648_987)
    years = reading.table[reading.table["library"] == "OH"].groupby("measure")["period"].nunique()
    assert (years[["population", "visits", "loans", "staff", "expenditure"]] == 25).all()
    missing = reading.log[reading.log["rule"] == "missing_code -1"]
    assert missing["cells"].sum() > 0


def test_survey_outlets_are_read_in_their_own_encoding(root: Path) -> None:
    reading = published("imls-pls-outlet/PLS_FY2016_Outlet_puout16a.csv", root=root)
    assert reading.files[0].cells_in == 4 * 17_427
    area = reading.log[reading.log["rule"].str.startswith("missing_code -3")]
    assert area["cells"].sum() > 0
    assert reading.names["AK0001 | 002"] == "ANCHOR POINT PUBLIC LIBRARY"
