"""The published tables that do not reproduce are found and explained."""

from __future__ import annotations

import pytest

from libmkt.errors import DataError
from libmkt.monitoring import identities, indicators, reproduce
from tests.golden import monitoring as golden

from .making import figure, months, murmansk, table

YEARS = ("2021", "2022", "2023")


def tver(**changed: tuple[float, ...]):
    values = golden.TVER | changed
    return table(
        figure(year, code, value, unit="ratio")
        for code, printed in values.items()
        for year, value in zip(golden.TVER_YEARS, printed, strict=True)
    )


def school():
    return table(
        figure(year, code, value)
        for code, values in golden.SCHOOL.items()
        for year, value in zip(YEARS, values, strict=True)
    )


def printed(values: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(YEARS, values, strict=True))


def test_tver_readership_is_turnover_times_stock_per_user_within_rounding():
    found = identities(tver())
    assert (found["check"] == "product").all() and len(found) == 3
    assert set(found["verdict"]) <= {"holds", "rounding"}
    implied = tuple(
        round(r / t, 2)
        for r, t in zip(golden.TVER["loans_per_user"], golden.TVER["turnover"], strict=True)
    )
    assert implied == golden.TVER_STOCK_PER_USER_IMPLIED


def test_an_error_is_told_apart_from_rounding():
    wrong = identities(tver(stock_per_user=(16.2, 16.5, 15.2)))
    assert wrong["verdict"].tolist().count("differs") == 1
    assert wrong.loc[0, "period"] == "2022"


def test_the_identities_hold_on_indicators_made_from_counts():
    made = indicators(murmansk())
    rows = [figure(r["period"], r["measure"], r["value"], unit="ratio", library="Murmansk")
            for r in made.to_dict("records")]  # fmt: skip
    found = identities(table([*murmansk().to_dict("records"), *rows]))
    assert {"ratio", "product"} <= set(found["check"])
    assert "differs" not in set(found["verdict"])


def test_the_gap_of_the_national_library_is_its_foreign_readers():
    parts = {"students": 900, "pupils": 500, "applicants": 185, "workers": 200}
    assert sum(parts.values()) == golden.NATIONAL_CATEGORIES_SUM
    rows = [figure("2019-06", "new_users", golden.NATIONAL_HEADLINE)]
    rows += [figure("2019-06", "new_users", v, breakdown_name="category", breakdown_value=c)
             for c, v in parts.items()]  # fmt: skip
    rows.append(figure("2019-06", "new_users", golden.NATIONAL_FOREIGN,
                       breakdown_name="citizenship", breakdown_value="foreign"))  # fmt: skip
    found = identities(table(rows))
    row = found[found["breakdown_name"] == "category"].iloc[0]
    assert (row["difference"], row["verdict"]) == (golden.NATIONAL_FOREIGN, "differs")
    assert row["explanation"] == "citizenship: foreign"


def test_the_acquisitions_of_the_national_library_do_add():
    rows = [figure("2019-06", "acquisitions", golden.NATIONAL_ACQUISITIONS_TOTAL)]
    rows += [figure("2019-06", "acquisitions", v, breakdown_name="type", breakdown_value=str(n))
             for n, v in enumerate(golden.NATIONAL_ACQUISITIONS)]  # fmt: skip
    assert identities(table(rows))["verdict"].tolist() == ["holds"]


def test_age_shares_of_100_point_1_are_rounding():
    rows = [figure("2025", "users", v / 100, unit="share", breakdown_name="age", breakdown_value=a)
            for a, v in zip(("<14", "15-24", "25+"), golden.AGE_SHARES, strict=True)]  # fmt: skip
    row = identities(table(rows)).iloc[0]
    assert (row["check"], row["verdict"]) == ("shares", "rounding")
    assert row["computed"] == pytest.approx(1.001)
    rows[0]["value"] = 0.326
    assert identities(table(rows)).iloc[0]["verdict"] == "differs"


def test_months_that_do_not_make_their_year_are_found():
    rows = [*months(2025, [10] * 12), figure("2025", "loans", 130)]
    row = identities(table(rows)).iloc[0]
    assert (row["check"], row["difference"], row["explanation"]) == ("periods", 10, "")
    assert row["verdict"] == "differs"


def test_a_branch_left_out_of_the_sum_is_named():
    rows = [figure("2025", "loans", v, branch=b) for b, v in [("A", 60), ("B", 40), ("C", 9)]]
    rows.append(figure("2025", "loans", 100))
    row = identities(table(rows)).iloc[0]
    assert (row["check"], row["difference"], row["verdict"]) == ("branches", -9, "differs")


def test_the_schools_readership_is_books_only():
    found = reproduce(school(), printed(golden.SCHOOL_READERSHIP), digits=2)
    assert found.loc[0, ["formula", "verdict"]].tolist() == ["loans_books / readers", "all"]
    all_loans = [15222 / 1013, 12919 / 1056, 8687 / 1101]
    assert [round(v, 2) for v in all_loans] == [15.03, 12.23, 7.89]


def test_the_schools_turnover_is_books_by_fiction():
    found = reproduce(school(), printed(golden.SCHOOL_TURNOVER))
    best = found[found["verdict"] == "all"]
    assert best["formula"].tolist()[0] == "loans_books / stock_fiction"


def test_the_schools_stock_per_reader_fits_no_combination():
    readers = golden.SCHOOL["readers"]
    whole = [round(r * v) for r, v in zip(readers, golden.SCHOOL_STOCK_PER_READER_WITH_TEXTBOOKS,
                                          strict=True)]  # fmt: skip
    rows = school().to_dict("records")
    rows += [figure(year, "stock_all", v) for year, v in zip(YEARS, whole, strict=True)]
    found = reproduce(table(rows), printed(golden.SCHOOL_STOCK_PER_READER), digits=2)
    assert "all" not in set(found["verdict"])
    assert found["tried"].iloc[0] > 300


def test_a_formula_that_fits_some_years_says_so():
    values = dict(printed(golden.SCHOOL_READERSHIP)) | {"2023": 6.0}
    found = reproduce(school(), values, digits=2)
    row = found[found["formula"] == "loans_books / readers"].iloc[0]
    assert (row["fits"], row["verdict"]) == (2, "some")


def test_parts_of_a_breakdown_can_be_the_numerator():
    rows = [figure("2025", "users", 200)]
    rows += [figure("2025", "loans", v, breakdown_name="type", breakdown_value=t)
             for t, v in [("book", 555), ("disc", 31)]]  # fmt: skip
    found = reproduce(table(rows), {2025: 2.775}, show=1)
    assert found.loc[0, "formula"] == "loans [book] / users"


def test_periods_that_are_not_there_are_refused():
    with pytest.raises(DataError, match="found 2021, 2022, 2023"):
        reproduce(school(), {"1999": 1.0})
