"""Factors of a change against the worked figures of the Murmansk rural libraries."""

from __future__ import annotations

import pytest

from libmkt import words
from libmkt.errors import DataError, ParameterError
from libmkt.monitoring import factor_sentence, factors
from tests.golden import monitoring as golden

from .making import figure, murmansk, table
from .test_dynamics import broken

THREE = ["users", "visits", "loans"]


def effects(split) -> tuple[float, ...]:
    return tuple(split["effect"].round(2))


def test_two_factors_by_substitution():
    split = factors(murmansk(), chain=["users", "loans"], period=2013)
    assert effects(split) == golden.CHAIN_TWO


def test_three_factors_by_substitution():
    split = factors(murmansk(), chain=THREE, period=2013)
    assert effects(split) == golden.CHAIN_THREE
    assert split["factor"].tolist() == ["users", "visits_per_user", "loans_per_visit"]
    assert split["order"].tolist() == [1, 2, 3]


def test_three_factors_by_lmdi():
    split = factors(murmansk(), chain=THREE, period=2013, method="lmdi")
    assert effects(split) == golden.LMDI_THREE
    assert set(split["order"]) == {0}


@pytest.mark.parametrize("method", ["substitution", "lmdi"])
def test_the_effects_add_up_to_the_change(method):
    split = factors(murmansk(), chain=THREE, period=2013, base=2010, method=method)
    assert split["effect"].sum() == pytest.approx(822981 - 970109)
    assert split["share"].sum() == pytest.approx(1)


def test_another_order_gives_other_effects_and_is_told():
    split = factors(murmansk(), chain=["users", "loans"], period=2013, order=(1, 0))
    assert split["order"].tolist() == [2, 1]
    assert split["effect"].iloc[0] == pytest.approx((31891 - 32380) * 822981 / 31891)


def test_lmdi_does_not_depend_on_the_direction_of_time():
    there = factors(murmansk(), chain=THREE, period=2013, method="lmdi")["effect"]
    back = factors(murmansk(), chain=THREE, period=2012, base=2013, method="lmdi")["effect"]
    assert there.tolist() == pytest.approx((-back).tolist())


@pytest.mark.parametrize("method", ["substitution", "lmdi"])
@pytest.mark.parametrize(
    "before, after, taker",
    [((100, 0), (100, 500), "loans_per_user"), ((100, 500), (100, 0), "loans_per_user"),
     ((0, 0), (100, 500), "users"), ((100, 500), (0, 0), "users")],
)  # fmt: skip
def test_from_and_to_nothing_one_factor_takes_the_change(method, before, after, taker):
    rows = [figure(y, m, v) for y, pair in [("2024", before), ("2025", after)]
            for m, v in zip(("users", "loans"), pair, strict=True)]  # fmt: skip
    split = factors(table(rows), chain=["users", "loans"], period=2025, method=method)
    by_factor = split.set_index("factor")["effect"]
    assert by_factor[taker] == after[1] - before[1]
    assert by_factor.drop(taker).tolist() == [0]


def test_a_library_that_lacks_a_figure_is_told_and_not_computed():
    rows = [figure(y, m, 100, library=name) for name in ("A", "B") for y in ("2024", "2025")
            for m in ("users", "loans") if (name, y, m) != ("B", "2024", "users")]  # fmt: skip
    split = factors(table(rows), chain=["users", "loans"], period=2025, by="library")
    assert split.groupby("library")["note"].first().tolist() == ["", "incomplete"]


def test_periods_that_are_not_there_are_refused():
    with pytest.raises(DataError, match="2010, 2011, 2012, 2013"):
        factors(murmansk(), chain=["users", "loans"], period=2030)


def told(split):
    return factor_sentence(split)


def test_a_first_year_has_no_factors_and_says_so():
    split = factors(murmansk(), chain=THREE, period=2010)
    assert split["effect"].isna().all() and split["value"].notna().all()
    code, fields = told(split)
    assert "2009" in words.sentence(code, **fields)


def test_nothing_is_explained_across_a_break():
    split = factors(murmansk(), chain=THREE, period=2013, breaks=broken("2013"))
    assert split["effect"].isna().all() and set(split["note"]) == {"break_between"}
    code, fields = told(split)
    assert "a break lies between" in words.sentence(code, **fields)
    for harmless in (broken("2012"), broken("2013", comparable=True),
                     broken("2013").assign(measure="events"),
                     broken("2013").assign(library="Apatity")):  # fmt: skip
        split = factors(murmansk(), chain=THREE, period=2013, breaks=harmless, by="library")
        assert effects(split) == golden.CHAIN_THREE


def test_a_wrong_order_or_chain_is_refused():
    with pytest.raises(ParameterError, match="each of"):
        factors(murmansk(), chain=["users", "loans"], period=2013, order=(0, 0))
    with pytest.raises(ParameterError, match="two different"):
        factors(murmansk(), chain=["loans"], period=2013)


def test_the_sentence_of_the_fall_tells_each_factor():
    split = factors(murmansk(), chain=THREE, period=2013)
    code, fields = factor_sentence(split)
    said = words.sentence(code, **fields)
    for part in ("Loans", "28,032", "2013", "2012", "12,852", "12,748", "2,432"):
        assert part in said
