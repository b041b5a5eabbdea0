"""Demand that was not met, and demand to come."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError
from libmkt.needs import juster, refusal_rate
from libmkt.stats.design import Design
from libmkt.stats.intervals import wilson

LOG = pd.DataFrame(
    {"branch": ["a", "a", "b", "b"], "refused": [10, 5, 0, np.nan], "asked": [100, 48, 20, 30]}
)


def test_refusals_are_added_up_before_they_are_divided() -> None:
    found = refusal_rate(LOG, refused="refused", asked="asked", by="branch")
    assert found["estimate"].tolist() == pytest.approx([15 / 148, 0])
    assert (found["conf_low"].iloc[0], found["conf_high"].iloc[0]) == wilson(15, 148)
    assert found["missing"].tolist() == [0, 1]
    together = refusal_rate(LOG, refused="refused", asked="asked").iloc[0]
    assert (together["n"], together["count"]) == (168, 15)


def test_a_branch_of_which_nothing_was_asked_has_no_share() -> None:
    log = pd.DataFrame({"refused": [0], "asked": [0]})
    found = refusal_rate(log, refused="refused", asked="asked").iloc[0]
    assert np.isnan(found["estimate"]) and found["note"] == "empty"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"refused": [-1, 5, 0, 0]}, "whole numbers from 0"),
        ({"asked": [100.5, 48, 20, 30]}, "whole numbers from 0"),
        ({"refused": [10, 49, 0, 0]}, "more requests were refused than made"),
    ],
)
def test_counts_that_cannot_be_are_refused(change: dict[str, list[float]], told: str) -> None:
    with pytest.raises(DataError, match=told):
        refusal_rate(LOG.assign(**change), refused="refused", asked="asked")


def test_the_mean_chance_is_the_share_expected() -> None:
    table = pd.DataFrame({"course": [0] * 60 + [5] * 20 + [10] * 20, "w": [1] * 60 + [2] * 40})
    plain = juster(table, "course").iloc[0]
    assert plain["estimate"] == pytest.approx(0.3)
    assert 0 <= plain["conf_low"] < 0.3 < plain["conf_high"] <= 1
    weighed = juster(table, "course", Design(weights="w")).iloc[0]
    assert weighed["estimate"] == pytest.approx((20 * 2 * 0.5 + 20 * 2) / 140)


def test_a_chance_above_ten_is_refused() -> None:
    with pytest.raises(DataError, match=r"course +expected answers from 0 to 10 +1 row"):
        juster(pd.DataFrame({"course": [3, 55]}), "course")
