"""Kano: the table, ties, the effects, how clear a category is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.needs import kano
from libmkt.needs.kano import TABLE
from libmkt.stats.design import Design

PAIR = {"late hours": ("there", "not")}
# One pair of answers that leads to each letter.
PAIRS = {"A": (1, 3), "O": (1, 5), "M": (3, 5), "I": (3, 3), "R": (5, 3), "Q": (1, 1)}


def said(**letters: int) -> pd.DataFrame:
    """So many people of each letter."""
    pairs = [PAIRS[letter] for letter, n in letters.items() for _ in range(n)]
    return pd.DataFrame(pairs, columns=["there", "not"])


def test_the_table_is_that_of_berger_1993() -> None:
    """Each row of the field's table, with its own words for the answers."""
    words = ["like", "must-be", "neutral", "live with", "dislike"]
    cells = [(a, b) for a in words for b in words]
    table = pd.DataFrame(cells, columns=["there", "not"])
    for i, letter in enumerate("".join(TABLE)):
        found = kano(table.iloc[[i, i]], PAIR, answers=words, replicates=2).items
        assert found["category"].item() == letter
    assert "".join(TABLE) == "QAAAO" + "RIIIM" * 3 + "RRRRQ"


def test_better_and_worse_leave_out_reverse_and_questionable() -> None:
    row = kano(said(A=20, O=30, M=10, I=15, R=5, Q=4), PAIR, replicates=100).items.iloc[0]
    assert row["better"] == pytest.approx(50 / 75) and row["worse"] == pytest.approx(-40 / 75)
    assert row["total_strength"] == pytest.approx(60 / 84)
    assert row["strength"] == pytest.approx(10 / 84)
    assert (row["category"], row["second"]) == ("O", "A")
    assert row["note"] == ""


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ({"M": 5, "O": 5}, "M"),
        ({"O": 5, "A": 5}, "O"),
        ({"A": 5, "I": 5}, "A"),
        ({"I": 5, "R": 5}, "I"),
    ],
)
def test_of_equal_shares_the_stronger_wins(letters: dict[str, int], first: str) -> None:
    row = kano(said(**letters), PAIR, replicates=10).items.iloc[0]
    assert row["category"] == first and not row["clear"]


def test_fongs_test_at_its_limit() -> None:
    """n = 100, a = 45: 1.65 sqrt(75 x 125 / 200) = 11.3, so 34 is too near and 30 is not."""
    near = kano(said(O=45, A=34, I=21), PAIR, replicates=10).items.iloc[0]
    far = kano(said(O=45, A=30, I=25), PAIR, replicates=10).items.iloc[0]
    assert far["fong"] * 100 == pytest.approx(1.65 * np.sqrt(75 * 125 / 200))
    assert (near["clear"], far["clear"]) == (False, True)


def test_contradictions_are_told() -> None:
    row = kano(said(O=70, A=10, Q=20), PAIR, replicates=10).items.iloc[0]
    assert row["questionable"] == pytest.approx(0.2) and row["note"] == "many-questionable"


def test_the_bootstrap_agrees_with_the_errors_of_plain_shares() -> None:
    row = kano(said(A=60, O=90, M=30, I=60), PAIR, replicates=2000).items.iloc[0]
    share = 150 / 240
    expected = np.sqrt(share * (1 - share) / 240)
    assert row["better_error"] == pytest.approx(expected, rel=0.06)
    assert row["better_low"] == pytest.approx(share - 1.96 * expected, abs=0.01)


def test_the_region_holds_the_point_and_most_of_the_bootstrap() -> None:
    found = kano(said(A=60, O=90, M=30, I=60), PAIR, replicates=300)
    outline = found.regions
    row = found.items.iloc[0]
    assert outline["better"].min() < row["better"] < outline["better"].max()
    # half the width of a region of two is sqrt(5.99) errors
    half = (outline["better"].max() - outline["better"].min()) / 2
    assert half == pytest.approx(np.sqrt(5.991) * row["better_error"], rel=0.01)


def test_clusters_widen_the_region() -> None:
    table = said(A=60, O=90, M=30, I=60).assign(branch=np.arange(240) // 30)
    plain = kano(table, PAIR, replicates=300).items["better_error"].item()
    drawn = kano(table, PAIR, Design(clusters="branch"), replicates=300).items
    assert drawn["better_error"].item() > 2 * plain


def test_weights_move_the_category() -> None:
    table = said(A=40, M=20).assign(w=[1.0] * 40 + [5.0] * 20)
    row = kano(table, PAIR, Design(weights="w"), replicates=20).items.iloc[0]
    assert row["category"] == "M" and row["must_be"] == pytest.approx(100 / 140)


def test_an_opt_in_sample_has_no_region() -> None:
    found = kano(said(A=40, M=20), PAIR, Design(sample="opt-in"), replicates=20)
    assert len(found.regions) == 0 and found.items["note"].item() == "no-margin"


def test_half_an_answer_is_missing() -> None:
    table = pd.concat([said(O=10), pd.DataFrame({"there": [1, None], "not": [None, 5]})])
    row = kano(table, PAIR, replicates=10).items.iloc[0]
    assert (row["n"], row["missing"]) == (10, 2)


def test_an_answer_that_is_not_in_the_list_is_refused_with_its_row() -> None:
    table = said(O=3).assign(there=[1, 7, 1])
    with pytest.raises(DataError, match=r"1, 2, 3, 4, 5 +1 row, first row 2: 7"):
        kano(table, PAIR)


def test_nobody_and_nothing_are_refused() -> None:
    table = pd.DataFrame({"there": [1.0, np.nan], "not": [np.nan, 5.0]})
    with pytest.raises(DataError, match=r"late hours +nobody answered both"):
        kano(table, PAIR)
    with pytest.raises(ParameterError, match="five different answers"):
        kano(said(O=3), PAIR, answers=[1, 2, 3])


def test_all_of_one_mind_say_nothing_of_the_doubt() -> None:
    row = kano(said(O=12), PAIR, replicates=20).items.iloc[0]
    assert (row["better"], row["worse"], row["note"]) == (1, -1, "no-spread")
    assert np.isnan(row["better_low"])


def test_a_census_has_no_doubt() -> None:
    row = kano(said(O=12, A=6), PAIR, Design(sample="census"), replicates=20).items.iloc[0]
    assert row["better_low"] == row["better_high"] == row["better"] == 1
    assert row["worse_low"] == row["worse"] == pytest.approx(-2 / 3)


def test_no_category_is_clear_without_a_margin_and_any_lead_is_in_a_census() -> None:
    responses = pd.DataFrame({"there": [1] * 40, "not": [5] * 21 + [3] * 19})
    clear = {
        sample: bool(
            kano(responses, {"late": ("there", "not")}, Design(sample=sample)).items["clear"][0]
        )
        for sample in ("probability", "census", "opt-in")
    }
    assert clear == {"probability": False, "census": True, "opt-in": False}
    sure = responses.assign(**{"not": 5})
    assert not kano(sure, {"late": ("there", "not")}, Design(sample="opt-in")).items["clear"][0]
