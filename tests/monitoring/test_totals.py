"""Adding up: nothing twice, nothing missing unsaid."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.monitoring import totals

from .making import figure, months, table


def one(found: pd.DataFrame) -> pd.Series:
    assert len(found) == 1
    return found.iloc[0]


def test_twelve_months_make_a_year():
    row = one(totals(table(months(2025, range(1, 13)))))
    assert (row["value"], row["parts"], row["expected"], row["method"]) == (78, 12, 12, "sum")
    assert row["complete"]


@pytest.mark.parametrize("gone", [0, 5, 11])
def test_a_missing_month_leaves_the_year_missing(gone):
    rows = months(2024, [10] * 12) + months(2025, [10] * 12) + months(2026, [10] * 12)
    del rows[12 + gone]
    found = totals(table(rows)).set_index("period")
    assert pd.isna(found.loc["2025", "value"])
    assert (found.loc["2025", "parts"], found.loc["2025", "expected"]) == (11, 12)
    assert found.loc["2025", "note"] == "incomplete"
    assert found.loc[["2024", "2026"], "value"].tolist() == [120, 120]


def test_what_is_there_can_be_asked_for():
    rows = months(2025, [10] * 11)
    row = one(totals(table(rows), incomplete="sum"))
    assert (row["value"], row["complete"]) == (110, False)


def test_a_year_that_begins_late_is_incomplete():
    rows = months(2024, [10] * 12)[3:] + months(2025, [10] * 12)
    found = totals(table(rows)).set_index("period")
    assert found.loc["2024", "expected"] == 12 and pd.isna(found.loc["2024", "value"])


def test_mixed_lengths_are_never_counted_twice():
    quarters = [figure(f"2025-Q{q}", "loans", 300) for q in (1, 2, 3, 4)]
    rows = [*months(2025, [100] * 12), *quarters]
    assert one(totals(table(rows)))["value"] == 1200
    rows.append(figure("2025", "loans", 1234))
    row = one(totals(table(rows)))
    assert (row["value"], row["parts"], row["method"]) == (1234, 1, "reported")


def test_a_quarter_stands_in_for_its_missing_months():
    rows = [*months(2025, [100] * 12)[3:], figure("2025-Q1", "loans", 310)]
    row = one(totals(table(rows)))
    assert (row["value"], row["complete"]) == (1210, True)


def test_a_year_is_not_split_into_months():
    with pytest.raises(DataError, match="no figure fits a period of one month"):
        totals(table([figure("2025", "loans", 5)]), unit="month")


def test_a_stock_takes_its_last_level():
    row = one(totals(table(months(2025, range(101, 113), measure="stock"))))
    assert (row["value"], row["method"]) == (112, "last_level")


def test_a_stock_without_its_last_level_is_incomplete():
    row = one(totals(table(months(2025, range(101, 110), measure="stock"))))
    assert pd.isna(row["value"]) and not row["complete"]


def test_closed_counts_as_it_stands_and_is_told():
    rows = months(2025, [10] * 12)
    rows[6] |= {"note": "closed", "value": 7}
    row = one(totals(table(rows)))
    assert (row["value"], row["note"], row["complete"]) == (117, "partly_closed", True)


def test_branches_add_up_to_the_library_but_its_own_figure_wins():
    rows = [figure("2025", "loans", v, branch=b) for b, v in [("A", 60), ("B", 40)]]
    row = one(totals(table(rows), by="library"))
    assert (row["value"], row["reporters"]) == (100, 2)
    rows.append(figure("2025", "loans", 105))
    assert one(totals(table(rows), by="library"))["value"] == 105
    assert totals(table(rows), by="branch")["value"].tolist() == [60, 40]


def test_monthly_branches_and_a_yearly_library_figure_are_not_added():
    rows = [*months(2025, [10] * 12, branch="A"), figure("2025", "loans", 130)]
    assert one(totals(table(rows)))["value"] == 130


def test_one_of_two_breakdowns_is_summed():
    ages = [figure("2025", "users", v, breakdown_name="age", breakdown_value=a)
            for a, v in [("0-14", 30), ("15+", 70)]]  # fmt: skip
    sexes = [figure("2025", "users", v, breakdown_name="sex", breakdown_value=s)
             for s, v in [("f", 55), ("m", 45)]]  # fmt: skip
    assert one(totals(table(ages + sexes)))["value"] == 100
    by_age = totals(table(ages + sexes), breakdown="age")
    assert by_age[["breakdown_value", "value"]].to_numpy().tolist() == [["0-14", 30], ["15+", 70]]
    whole = [figure("2025", "users", 101)]
    assert one(totals(table(ages + sexes + whole)))["value"] == 101


def test_all_ages_beside_the_ages_is_the_whole():
    rows = [figure("2025", "loans", v, breakdown_name="age", breakdown_value=a)
            for a, v in [("All ages", 110), ("Adult", 60), ("Child", 40)]]  # fmt: skip
    assert one(totals(table(rows)))["value"] == 110


def test_a_late_branch_is_missed_and_a_long_closed_one_is_not():
    rows = [figure(str(y), "loans", 10, branch="A") for y in range(2018, 2026)]
    rows += [figure(str(y), "loans", 5, branch="late") for y in range(2018, 2025)]
    rows += [figure(str(y), "loans", 3, branch="gone") for y in range(2018, 2022)]
    found = totals(table(rows)).set_index("period")
    assert pd.isna(found.loc["2025", "value"])
    assert (found.loc["2025", "parts"], found.loc["2025", "expected"]) == (1, 2)
    assert found.loc["2023", "value"] == 15
    assert found.loc["2021", "value"] == 18


def test_shares_are_not_added():
    rows = [figure("2025", "computer_use", v, branch=b) for b, v in [("A", 0.4), ("B", 0.5)]]
    row = one(totals(table(rows)))
    assert pd.isna(row["value"]) and row["note"] == "not_additive"


def test_one_figure_from_two_sources_counts_once_or_is_refused():
    same = [figure("2025", "loans", 7), figure("2025", "loans", 7, source_id="again")]
    assert one(totals(table(same)))["value"] == 7
    same[1]["value"] = 8
    with pytest.raises(DataError, match="7, 8"):
        totals(table(same))


def test_unknown_names_are_refused_with_the_nearest():
    counts = table(months(2025, [1] * 12))
    with pytest.raises(ParameterError, match="did you mean loans"):
        totals(counts, measures="loan")
    with pytest.raises(ParameterError, match="did you mean branch"):
        totals(counts, by="brunch")
    with pytest.raises(ParameterError, match="did you mean quarter"):
        totals(counts, unit="quater")


def test_the_input_is_left_as_it_was():
    counts = table(months(2025, [1] * 12))
    before = counts.copy()
    totals(counts)
    pd.testing.assert_frame_equal(counts, before)


# The publisher's monthly file, added by hand: 2009 1,368,047; 2019 344,576; 2023 285,693.
def test_newcastle_loans_give_the_known_totals(shared_data):
    path = shared_data / "newcastle-libraries/loans/2008-onwards-monthly-issues-by-branch.csv"
    wide = pd.read_csv(path, encoding="utf-8")
    long = wide.melt(id_vars=wide.columns[0], var_name="month").dropna(subset="value")
    long = long[long["month"].str.fullmatch(r"\d{4}-\d{1,2}")]
    rows = [
        figure(f"{month[:4]}-{int(month[5:]):02d}", "loans", value, branch=branch)
        for branch, month, value in long.itertuples(index=False)
    ]
    found = totals(table(rows)).set_index("period")["value"]
    assert found[["2009", "2019", "2023"]].tolist() == [1368047, 344576, 285693]
    assert pd.isna(found["2008"]) and pd.isna(found["2024"])
