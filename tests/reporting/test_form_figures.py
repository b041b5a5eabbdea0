"""The figures of a ministry's form: sums, periods, checks and deviations."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from libmkt.reporting import form_figures, form_notes
from libmkt.reporting.forms import Check, Place

from .made_forms import LOANS, counts, form


def value(place: Place, table: pd.DataFrame, period: str = "2025") -> Decimal | None:
    (found,) = form_figures.figures(form(place), table, period=period)
    return found.value


def lacks(place: Place, table: pd.DataFrame, period: str = "2025") -> str:
    (found,) = form_figures.figures(form(place), table, period=period)
    assert found.value is None
    return str(found.lacks)


def test_a_cell_is_the_sum_over_the_libraries() -> None:
    table = counts(("A", "2025", "loans", 120.0), ("B", "2025", "loans", 30.0))
    assert value(LOANS, table) == 150


def test_a_cell_of_one_library_is_its_own_figure() -> None:
    table = counts(("A", "2025", "loans", 120.0), ("B", "2025", "loans", 30.0))
    assert value(LOANS.model_copy(update={"library": "B"}), table) == 30


def test_a_library_that_reports_without_this_figure_makes_the_sum_missing() -> None:
    table = counts(
        ("A", "2025", "loans", 120.0), ("A", "2025", "visits", 1.0), ("B", "2025", "visits", 2.0)
    )
    assert "B 2025" in lacks(LOANS, table)


def test_a_year_of_months_is_their_sum_and_a_stock_its_last() -> None:
    months = [f"2025-{m:02d}" for m in range(1, 13)]
    table = counts(
        *(("A", month, "loans", 10.0) for month in months),
        *(("A", month, "stock", float(i), "stock") for i, month in enumerate(months)),
    )
    assert value(LOANS, table) == 120
    assert value(Place(id="stock", cell="B2", measure="stock"), table) == 11


def test_a_year_with_a_month_missing_is_missing_and_names_the_month() -> None:
    months = [f"2025-{m:02d}" for m in range(1, 13) if m != 7]
    table = counts(*(("A", month, "loans", 10.0) for month in months))
    assert "A 2025-07" in lacks(LOANS, table)


def test_the_figure_of_a_library_is_not_added_to_those_of_its_branches() -> None:
    table = counts(
        ("A", "2025", "loans", 50.0),
        ("A", "2025", "loans", 20.0, "flow", "", "North"),
        ("A", "2025", "loans", 30.0, "flow", "", "South"),
        ("B", "2025", "loans", 7.0, "flow", "", "One"),
        ("B", "2025", "loans", 3.0, "flow", "", "Two"),
    )
    assert value(LOANS, table) == 60


def test_a_figure_that_stands_twice_is_refused() -> None:
    table = counts(("A", "2025", "loans", 1.0), ("A", "2025", "loans", 2.0))
    assert "2025 x 2" in lacks(LOANS, table)


def test_a_breakdown_takes_its_part_alone() -> None:
    table = counts(("A", "2025", "users", 9.0), ("A", "2025", "users", 4.0, "flow", "0-14"))
    place = Place(id="u", cell="B2", measure="users", breakdown={"age": "0-14"})
    assert value(place, table) == 4
    assert value(Place(id="u", cell="B2", measure="users"), table) == 9


def test_halves_are_rounded_up_as_on_paper() -> None:
    place = LOANS.model_copy(update={"times": 0.001, "digits": 1})
    assert value(place, counts(("A", "2025", "loans", 2450.0))) == Decimal("2.5")
    assert value(place, counts(("A", "2025", "loans", 2449.0))) == Decimal("2.4")


def test_an_indicator_is_the_ratio_of_the_sums() -> None:
    table = counts(
        ("A", "2025", "loans", 300.0),
        ("B", "2025", "loans", 100.0),
        ("A", "2025", "users", 10.0),
        ("B", "2025", "users", 30.0),
    )
    place = Place(id="r", cell="B2", indicator="loans_per_user", digits=2)
    assert value(place, table) == 10  # the mean of 30 and 3.33 would be 16.67


def test_an_indicator_over_nothing_is_missing_not_infinite() -> None:
    table = counts(("A", "2025", "loans", 300.0), ("A", "2025", "users", 0.0))
    assert "Users is 0" in lacks(Place(id="r", cell="B2", indicator="loans_per_user"), table)


def test_everything_wrong_is_told_at_once() -> None:
    places = [
        Place(
            id=name, cell=f"B{i}", measure="users", breakdown={"age": name} if name != "u" else {}
        )
        for i, name in enumerate(("u", "young", "old"), start=1)
    ]
    table = counts(
        ("A", "2025", "users", 10.0),
        ("A", "2025", "users", 4.0, "flow", "young"),
        ("A", "2025", "users", 5.0, "flow", "old"),
    )
    mapping = form(
        *places,
        Place(id="loans", cell="B9", measure="loans"),
        checks=(Check(whole="u", parts=["young", "old"]), Check(whole="old", among=["u"])),
    )
    found = form_figures.figures(mapping, table, period="2025")
    told = {(p.where, str(p.what)) for p in form_figures.problems(mapping, found)}
    assert told == {
        ("u", "is 10, but 9 by its parts: young 4 + old 5"),
        ("old", "u is 10, more than old: 5"),
        ("loans", "the source has no Loans for 2025"),
    }


def test_what_rounding_may_add_is_the_tolerance() -> None:
    check = Check(whole="u", parts=["loans"], tolerance=1)
    mapping = form(LOANS, Place(id="u", cell="B3", measure="users"), checks=(check,))
    for users, held in ((11.0, True), (12.0, False)):
        table = counts(("A", "2025", "loans", 10.0), ("A", "2025", "users", users))
        found = form_figures.figures(mapping, table, period="2025")
        assert (form_figures.problems(mapping, found) == []) is held


def test_a_product_is_checked_as_an_identity() -> None:
    places = [
        Place(id="f01", cell="B1", indicator="loans_per_user", digits=2),
        Place(id="f03", cell="B2", indicator="turnover", digits=2),
        Place(id="f04", cell="B3", indicator="stock_per_user", digits=2),
    ]
    table = counts(
        ("A", "2025", "loans", 300.0),
        ("A", "2025", "users", 20.0),
        ("A", "2025", "stock", 600.0, "stock"),
    )
    right = form(*places, checks=(Check(whole="f01", factors=["f03", "f04"]),))
    found = form_figures.figures(right, table, period="2025")
    assert form_figures.problems(right, found) == []
    wrong = form(*places, checks=(Check(whole="f04", factors=["f01", "f03"]),))
    assert len(form_figures.problems(wrong, found)) == 1


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        (100.0, 110.0, []),  # exactly 10 % is not over 10 %
        (100.0, 111.0, ["change"]),
        (100.0, 90.0, []),
        (100.0, 89.0, ["change"]),
        (70.0, 77.0, []),  # 77 / 70 - 1 is 0.10000000000000009 in binary
        (0.0, 5.0, ["from_zero"]),
        (0.0, 0.0, []),
        (None, 5.0, ["not_compared"]),
    ],
)
def test_a_deviation_counts_above_ten_per_cent(
    before: float | None, now: float, kinds: list[str]
) -> None:
    rows = [("A", "2025", "loans", now)]
    rows += [("A", "2024", "loans", before)] if before is not None else []
    mapping = form(LOANS)
    found = form_figures.figures(mapping, counts(*rows), period="2025")
    told = form_figures.deviations(mapping, found)
    assert [d.kind for d in told] == kinds
    assert len(form_notes.unexplained(told, {})) == len([k for k in kinds if k != "not_compared"])


def test_a_month_is_compared_with_the_same_month_of_the_year_before() -> None:
    table = counts(("A", "2025-03", "loans", 150.0), ("A", "2024-03", "loans", 100.0),
                   ("A", "2025-02", "loans", 150.0))  # fmt: skip
    mapping = form(LOANS)
    found = form_figures.figures(mapping, table, period="2025-03")
    assert [str(d.share) for d in form_figures.deviations(mapping, found)] == ["0.5"]


def test_the_column_of_the_year_before_is_filled_and_asks_for_no_reason() -> None:
    table = counts(("A", "2025", "loans", 10.0), ("A", "2024", "loans", 99.0),
                   ("A", "2023", "loans", 10.0))  # fmt: skip
    earlier = Place(id="earlier", cell="C2", measure="loans", period="year-before")
    mapping = form(earlier)
    (found,) = form_figures.figures(mapping, table, period="2025")
    assert found.value == 99
    assert form_figures.deviations(mapping, (found,)) == []
