"""Zones of tolerance: gaps, shares, positions, who is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError
from libmkt.needs import Cleaning, zones
from libmkt.stats.design import Design
from libmkt.stats.intervals import wilson

ITEM = {"quiet": ("m", "d", "p")}


def people(n: int = 300) -> pd.DataFrame:
    """Invented answers to three items, 1 to 9."""
    random = np.random.default_rng(9)
    table = {}
    for item, perceived in enumerate((4.5, 6.5, 8.6)):
        minimum = np.clip(np.round(random.normal(5.5, 1, n)), 1, 7)
        table[f"m{item}"] = minimum
        table[f"d{item}"] = np.clip(minimum + random.integers(1, 3, n), 1, 9)
        table[f"p{item}"] = np.clip(np.round(random.normal(perceived, 0.8, n)), 1, 9)
    return pd.DataFrame(table)


THREE = {name: (f"m{i}", f"d{i}", f"p{i}") for i, name in enumerate(("books", "staff", "hours"))}


def test_gaps_zone_and_shares_by_hand() -> None:
    table = pd.DataFrame({"m": [4, 6, 5, 5], "d": [7, 8, 8, 9], "p": [3, 7, 9, 5]})
    row = zones(table, ITEM).items.iloc[0]
    assert (row["minimum"], row["desired"], row["perceived"]) == (5, 8, 6)
    assert (row["adequacy"], row["superiority"], row["zone_width"]) == (1, -2, 3)
    assert row["zone_position"] == pytest.approx(1 / 3)
    assert (row["below"], row["within"], row["above"]) == (0.25, 0.5, 0.25)
    own = table["p"] - table["m"]
    assert row["adequacy_error"] == pytest.approx(own.std() / 2)
    assert (row["below_low"], row["below_high"]) == pytest.approx(wilson(1, 4), abs=1e-9)


def test_each_standing_is_met_and_sure() -> None:
    found = zones(people(), THREE).items
    assert found["standing"].tolist() == ["below", "within", "above"]
    assert not found["undecided"].any()
    np.testing.assert_allclose(found[["below", "within", "above"]].sum(axis=1), 1)


def test_a_mean_gap_may_be_well_while_many_are_below_their_minimum() -> None:
    table = pd.DataFrame({"m": [5] * 10, "d": [8] * 10, "p": [4] * 4 + [7] * 6})
    row = zones(table, ITEM).items.iloc[0]
    assert row["standing"] == "within" and row["adequacy"] > 0
    assert row["below"] == pytest.approx(0.4)


def test_a_narrow_zone_has_no_position() -> None:
    table = pd.DataFrame({"m": [5, 6, 5, 6], "d": [5, 6, 6, 6], "p": [5, 5, 6, 7]})
    row = zones(table, ITEM).items.iloc[0]
    assert row["zone_width"] == pytest.approx(0.25) and np.isnan(row["zone_position"])


def test_dimensions_are_means_of_a_persons_items() -> None:
    table = people()
    named = {"books": "content", "staff": "people", "hours": "content"}
    found = zones(table, THREE, dimensions=named)
    rows = found.dimensions.set_index("dimension")
    assert rows.index.tolist() == ["content", "people", "overall"]
    assert rows.loc["people", "adequacy"] == pytest.approx(found.items["adequacy"].iloc[1])
    own = table[["p0", "p2"]].mean(axis=1)
    assert rows.loc["content", "perceived"] == pytest.approx(own.mean())
    below = (own < table[["m0", "m2"]].mean(axis=1)).mean()
    assert rows.loc["content", "below"] == pytest.approx(below)


def test_people_are_left_out_by_the_rules_and_counted_once_each() -> None:
    items = {str(i): (f"m{i}", f"d{i}", f"p{i}") for i in range(22)}
    levels = (("m", 5.0), ("d", 8.0), ("p", 6.0))
    table = pd.DataFrame({f"{k}{i}": [v] * 5 for i in range(22) for k, v in levels})
    table.loc[1, "p0"] = np.nan  # one item incomplete
    table.loc[2, [f"{k}{i}" for k in "mdp" for i in range(12)]] = np.nan  # 12 not applicable
    table.loc[3, [f"m{i}" for i in range(10)]] = 9  # 10 inversions
    table.loc[4, [f"{k}{i}" for k in "mdp" for i in range(11)]] = np.nan  # 11 are still well
    found = zones(table, items)
    assert found.dropped.set_index("rule")["n"].to_dict() == {
        "incomplete": 1,
        "not_applicable": 1,
        "inversions": 1,
        "no_answers": 0,
    }
    assert found.n == 2
    none = zones(table, items, cleaning=Cleaning(None, None, None))
    assert none.n == 5 and none.dropped["n"].sum() == 0
    assert none.items["n"].iloc[0] == 2  # an incomplete item does not count where it is incomplete


def test_those_left_out_stay_in_the_design() -> None:
    """A cluster whose people were all left out still counts as drawn."""
    table = people(60).assign(branch=np.arange(60) // 10)
    table.loc[table["branch"] == 5, [f"p{i}" for i in range(3)]] = np.nan
    found = zones(table, THREE, Design(clusters="branch"))
    assert found.n == 50 and found.dropped["n"].iloc[0] == 10
    assert (found.items["df"] == 4).all()


def test_an_opt_in_sample_has_gaps_without_doubt() -> None:
    row = zones(people(), THREE, Design(sample="opt-in")).items.iloc[0]
    assert np.isnan(row["adequacy_error"]) and row["undecided"] and row["note"] == "no-margin"


def test_an_answer_beyond_the_scale_nobody_left_and_no_dimension_are_refused() -> None:
    table = people()
    with pytest.raises(DataError, match=r"p1 +expected answers from 1 to 9"):
        zones(table.assign(p1=99), THREE)
    first = table.assign(p1=table["p1"].where(table.index == 0))
    with pytest.raises(DataError, match="nobody is left"):
        zones(first, THREE, where=table.index.to_series() > 0)
    with pytest.raises(DataError, match=r"staff +the item has no dimension"):
        zones(table, THREE, dimensions={"books": "a", "hours": "a"})
