"""Doubtful answers in words: each rule that flagged somebody, and all of them once."""

from __future__ import annotations

import pandas as pd

from libmkt import words
from libmkt.codebook import Codebook, Field
from libmkt.surveys.flags_shown import flags_told, rules_shown
from libmkt.surveys.quality import Quality, Rules, flagged


def test_rules_that_flagged_nobody_are_not_shown_and_all_flagged_are_told_once() -> None:
    table = pd.DataFrame({f"q{i}": [3, 3, 1, 2] for i in range(4)})
    table["q0"] = [3, 3, 2, 1]
    names = tuple(map(str, table))
    found = flagged(table, Rules(questions=names, batteries={"marks": list(names)}))
    shown = rules_shown(found)
    assert len(shown) == (found.rules["n"] > 0).sum() and (shown["n"] > 0).all()
    assert flags_told(found) == [("flagged_answers", {"n": 2, "of": 4, "share": 0.5})]


def test_a_battery_is_called_by_what_its_questions_are_for() -> None:
    items = [Field(f"p{i}", "ordinal", role="performance", battery="b1") for i in range(4)]
    rules = pd.DataFrame(
        {"label": ["b1"], "n": [2], "rule": ["flag_straight"], "threshold": [1.0], "estimate": 0.5}
    )
    quality = Quality(pd.DataFrame({"any": [True, False]}), rules)
    [said] = rules_shown(quality, Codebook(tuple(items)))["rule"]
    assert words.name("performance") in said and "b1" not in said
    assert "b1" in rules_shown(quality)["rule"].item()


def test_nothing_is_told_where_nobody_is_flagged() -> None:
    rules = pd.DataFrame({"rule": ["flag_any"], "label": "", "n": 0, "threshold": None})
    assert flags_told(Quality(pd.DataFrame({"any": [False]}), rules)) == []
