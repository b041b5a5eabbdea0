"""Zones of tolerance in a report: what is gravest, what a mean hides, who was left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt import words
from libmkt.codebook import Category, Codebook, Field
from libmkt.needs import needs_advice, tolerated, zones_sureness, zones_told
from libmkt.stats.design import Design

NINE = tuple(Category(value) for value in range(1, 10))
SIDES = {"minimum": "m", "desired": "d", "perceived": "p"}
ITEMS = ("Wi-Fi", "Quiet", "Staff", "Books")
LEVELS = {"Wi-Fi": (6, 8, 4), "Quiet": (5, 8, 5), "Staff": (4, 6, 8), "Books": (4, 8, 6)}


def book(*items: str) -> Codebook:
    return Codebook(
        tuple(
            Field(f"{short}{i}", "ordinal", "integer", label={"en": item}, categories=NINE,
                  role=role, item=str(i))
            for role, short in SIDES.items()
            for i, item in enumerate(items)
        )
    )  # fmt: skip


def answers(n: int = 120) -> pd.DataFrame:
    """Wi-Fi surely below, Staff surely above, Quiet split in two, Books within."""
    random = np.random.default_rng(8)
    found = {}
    for i, levels in enumerate(LEVELS.values()):
        for short, level in zip(SIDES.values(), levels, strict=True):
            found[f"{short}{i}"] = np.clip(level + random.integers(-1, 2, n), 1, 9).astype(float)
    found["p1"] = np.where(np.arange(n) % 2, 2.0, 8.0)
    return pd.DataFrame(found)


def test_the_gravest_comes_first_and_what_a_mean_hides_is_said() -> None:
    found = tolerated(answers(), book(*ITEMS), Design())
    assert found.items["item"].tolist() == ["Wi-Fi", "Quiet", "Books", "Staff"]
    assert found.n == 120
    told = zones_told(found.items)
    assert [code for code, _fields in told] == [
        "zone_gravest", "zone_hidden", "zones_above", "zones_undecided",
    ]  # fmt: skip
    said = dict(told)
    assert said["zone_gravest"]["item"] == "Wi-Fi" and said["zone_hidden"]["item"] == "Quiet"
    assert said["zones_above"]["items"] == "Staff" and said["zones_undecided"]["n"] == 1
    hidden = said["zone_hidden"]
    assert hidden["below"] == pytest.approx(0.5, abs=0.05)
    assert 0.25 < hidden["below_low"] < hidden["below"] < hidden["below_high"]
    for code, fields in told:
        assert "nan" not in words.sentence(code, **fields)


def test_two_that_lie_below_are_both_named() -> None:
    table = answers()
    table["p3"] = 1.0
    told = dict(zones_told(tolerated(table, book(*ITEMS), Design()).items))
    assert told["zone_gravest"]["item"] == "Books"
    assert told["zones_also_below"] == {"n": 1, "items": "Wi-Fi"}


def test_where_nothing_lies_below_that_is_said() -> None:
    table = answers().drop(columns=["m0", "m1"])
    told = [code for code, _fields in zones_told(tolerated(table, book(*ITEMS), Design()).items)]
    assert told == ["zones_none_below", "zones_above"]


def test_answers_without_a_margin_are_told_without_limits_and_nothing_is_sure() -> None:
    opt_in = Design(sample="opt-in")
    table = answers()
    table["p1"] = table["p1"].replace(8.0, 9.0)
    items = tolerated(table, book(*ITEMS), opt_in).items
    assert items["undecided"].all() and items["below_low"].isna().all()
    told = [code for code, _fields in zones_told(items)]
    assert told == ["zone_gravest_bare", "zone_hidden_bare", "zones_open"]
    assert needs_advice(pd.DataFrame(), None, items).empty


def test_what_lies_below_is_advised_after_all_else_and_only_if_sure() -> None:
    items = tolerated(answers(), book(*ITEMS), Design()).items
    [row] = needs_advice(pd.DataFrame(), None, items).to_dict("records")
    assert (row["code"], row["fields"]["item"]) == ("advise_minimum", "Wi-Fi")
    quiet = items[items["item"] == "Quiet"]
    assert needs_advice(pd.DataFrame(), None, quiet).empty


def test_who_is_left_out_is_counted_and_a_part_of_the_statements_is_enough() -> None:
    table = answers()
    table.loc[:59, [f"{short}{i}" for short in "mdp" for i in (0, 1)]] = np.nan  # not asked
    table.loc[100, "p3"] = np.nan
    table.loc[101, ["m0", "m1", "m2"]] = 9.0
    table.loc[101, ["d0", "d1", "d2"]] = 1.0
    table.loc[110:] = np.nan
    found = tolerated(table, book(*ITEMS), Design())
    assert found.n == 108
    assert found.items.set_index("item")["n"].to_dict() == {
        "Wi-Fi": 48, "Quiet": 48, "Staff": 108, "Books": 108,
    }  # fmt: skip
    assert zones_sureness(found, len(table)) == [
        ("zones_answered", {"n": 108, "of": 120}),
        ("zones_incomplete", {"n": 1}),
        ("zones_inverted", {"n": 1}),
    ]


def test_a_survey_that_does_not_ask_so_or_keeps_nobody_has_no_zones() -> None:
    none = tolerated(pd.DataFrame({"a": [1]}), Codebook((Field("a"),)), Design())
    assert none.items.empty and zones_told(none.items) == [] and zones_sureness(none, 1) == []
    torn = answers(3)
    torn.loc[0, "m0"] = torn.loc[1, "d1"] = torn.loc[2, "p2"] = np.nan
    left = tolerated(torn, book(*ITEMS), Design())
    assert left.items.empty
    assert zones_sureness(left, 3) == [
        ("zones_answered", {"n": 0, "of": 3}), ("zones_incomplete", {"n": 3}),
    ]  # fmt: skip
