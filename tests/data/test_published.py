"""The printed figures add up, or fail to, as is known of them (formulas 2.5 and 2.6)."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt import read
from tests.conftest import ROOT

PUBLISHED = ROOT / "data" / "published"


def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(PUBLISHED / f"{name}.csv")


def test_every_table_has_its_source_and_every_source_its_table() -> None:
    sources = pd.read_csv(PUBLISHED / "sources.csv")
    here = {p.name for p in PUBLISHED.glob("*.csv")} - {"sources.csv"}
    assert set(sources["file"]) == here
    assert sources[["key", "title", "address", "note"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("murmansk-rural-2010-2013", 12),
        ("tver-2021-2023", 9),
        ("school-library-2020-2023", 27),
        ("national-library-2019-06", 8),
        ("uzbekistan-2025", 4),
        ("khorezm-2024", 3),
        ("uzbekistan-libraries-2000-2021", 7),
        ("nukus-institute-stock-2024", 14),
        ("nukus-institute-users-2024", 4),
        ("nukus-institute-acquisitions-2020-2024", 10),
    ],
)
def test_a_table_of_counts_is_read_as_it_stands(name: str, figures: int) -> None:
    reading = read.counts(f"data/published/{name}.csv")
    assert len(reading.table) == figures


def test_nukus_stock_and_users_add_up_to_the_printed_totals() -> None:
    for name, columns in (("stock", ["titles", "copies"]), ("users", ["users"])):
        table = _table(f"nukus-institute-{name}-2024")
        total = table.iloc[:, 0] == "Jámi"
        assert (
            table.loc[~total, columns].sum().tolist() == table.loc[total, columns].iloc[0].tolist()
        )
    stock, users = _table("nukus-institute-stock-2024"), _table("nukus-institute-users-2024")
    assert stock["copies"].iloc[-1] / users["users"].iloc[-1] == pytest.approx(15.62, abs=0.005)


def test_murmansk_gives_the_printed_readership_and_attendance_rates() -> None:
    table = _table("murmansk-rural-2010-2013")
    readership = (table["loans"] / table["users"]).round(2)
    assert readership.tolist() == [26.19, 25.95, 26.28, 25.81]
    assert (table["visits"] / table["users"]).round(2).tolist() == [9.34, 9.55, 9.49, 9.34]


def test_tver_holds_the_identity_within_rounding() -> None:
    table = _table("tver-2021-2023")
    implied = table["loans_per_user"] / table["turnover"]
    # half a unit of the last printed digit in each of the three
    doubt = implied * (0.05 / table["loans_per_user"] + 0.005 / table["turnover"]) + 0.05
    assert ((implied - table["stock_per_user"]).abs() <= doubt).all()


def test_school_loans_add_up_but_its_readership_counts_books_alone() -> None:
    table = _table("school-library-2020-2023")
    kinds = table[["loans_newspapers", "loans_journals", "loans_books"]].sum(axis=1)
    assert kinds.tolist() == table["loans"].tolist()
    printed = table["printed_loans_per_user"].tolist()
    assert (table["loans_books"] / table["users"]).tolist() == pytest.approx(printed, abs=0.006)
    assert (table["loans"] / table["users"]).round(2).tolist() == [15.03, 12.23, 7.89]
    turnover = table["loans_books"] / table["stock_fiction"]
    assert turnover.tolist() == pytest.approx(table["printed_turnover"].tolist(), abs=0.006)
    # no combination of the printed columns gives the printed stock per user
    fiction = table["stock_fiction"] / table["users"]
    assert ((fiction - table["printed_stock_per_user"]).abs() > 3).all()


def test_national_library_headline_exceeds_its_categories_by_the_foreign_citizens() -> None:
    table = _table("national-library-2019-06").set_index("measure")
    users = table.loc["new_users"].set_index("part")["value"]
    headline = table.loc["new_users"].query("part.isna()")["value"].item()
    assert headline - users["named categories"] == users["foreign citizens"] == 21
    books = table.loc["acquisitions"]
    assert books.query("part.notna()")["value"].sum() == books.query("part.isna()")["value"].item()


def test_age_shares_of_uzbekistan_add_up_to_a_tenth_too_much() -> None:
    shares = _table("uzbekistan-2025-age")["share_of_users_per_cent"]
    assert shares.sum() == pytest.approx(100.1)


def test_copies_per_user_of_uzbekistan_and_khorezm_are_those_computed() -> None:
    for name, expected in (("uzbekistan-2025", 6.64), ("khorezm-2024", 8.74)):
        row = _table(name).iloc[0]
        assert row["copies"] / row["users"] == pytest.approx(expected, abs=0.005)


def test_series_of_libraries_breaks_where_the_coverage_changes() -> None:
    series = _table("uzbekistan-libraries-2000-2021").set_index("year")["libraries"]
    change = (series / series.shift()).dropna()
    assert sorted(change[(change < 0.5) | (change > 2)].index) == [2006, 2018, 2019]
    declared = read.counts("data/published/uzbekistan-libraries-2000-2021.csv").breaks
    assert declared["period"].tolist() == ["2006", "2019"]


def test_lj_example_gives_its_z() -> None:
    q = _table("lj-example").set_index("quantity")["value"]
    assert q["visits"] / q["population"] == pytest.approx(q["visits_per_capita"], abs=0.05)
    z = (q["visits_per_capita"] - q["peers_mean"]) / q["peers_sd"]
    assert z == pytest.approx(q["z"], abs=0.005)
