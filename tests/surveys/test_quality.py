"""Flags on doubtful answers, and what they do to the estimates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libmkt import words
from libmkt.errors import DataError, ParameterError
from libmkt.surveys.duplicates import nearest_earlier
from libmkt.surveys.quality import Rules, flagged, without_flagged


def answers(n: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(9)
    data = pd.DataFrame({f"q{i}": rng.integers(1, 6, n).astype(float) for i in range(20)})
    return data.assign(seconds=rng.integers(200, 400, n).astype(float))


QUESTIONS = tuple(f"q{i}" for i in range(20))


def test_each_rule_marks_what_it_names_and_nobody_is_deleted():
    data = answers()
    data.loc[3, "seconds"] = 50
    data.loc[5, list(QUESTIONS[:6])] = 4
    data.loc[7, "q9"] = 77
    data.loc[9, list(QUESTIONS[:11])] = np.nan
    data.loc[20, list(QUESTIONS)] = data.loc[10, list(QUESTIONS)]
    data.loc[30, list(QUESTIONS)] = data.loc[10, list(QUESTIONS)]
    data.loc[30, "q0"] = 9 - data.loc[10, "q0"]
    rules = Rules(
        questions=QUESTIONS,
        duration="seconds",
        batteries={"views": QUESTIONS[:6]},
        limits=dict.fromkeys(QUESTIONS[1:], (1, 5)),
    )
    found = flagged(data, rules)
    marked = {name: np.flatnonzero(found.flags[name]).tolist() for name in found.flags}
    assert marked == {
        "fast": [3], "straight: views": [5], "outside": [7], "missing": [9],
        "duplicate": [20], "near_duplicate": [30], "any": [3, 5, 7, 9, 20, 30],
    }  # fmt: skip
    assert len(found.flags) == len(data) and found.rules["n"].tolist() == [1, 1, 1, 1, 1, 1, 6]
    for row in found.rules.to_dict("records"):
        assert words.sentence(row["rule"], **row)


def test_flags_keep_the_index_of_the_answers():
    data = answers().set_index(pd.Index([f"r{i}" for i in range(40)]))
    assert flagged(data, Rules(duration="seconds")).flags.index.equals(data.index)


def test_no_rule_flags_nobody():
    found = flagged(answers(), Rules())
    assert found.flags.columns.tolist() == ["any"] and not found.flags["any"].any()


def test_a_missing_duration_is_not_fast():
    data = answers()
    data.loc[0, "seconds"] = np.nan
    assert not flagged(data, Rules(duration="seconds")).flags["fast"].iloc[0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.5, 0.7, 0.85, 0.95, 1.0]))
def test_near_copies_are_those_that_comparing_all_pairs_finds(seed, least):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(0, 3, (60, 7)).astype(float)).mask(rng.random((60, 7)) < 0.1)
    usable = rng.random(60) < 0.9
    codes = np.column_stack([pd.factorize(data[name])[0] for name in data])
    expected = [
        max((np.mean(codes[i] == codes[j]) for j in range(i) if usable[j]), default=0.0)
        if usable[i]
        else 0.0
        for i in range(60)
    ]
    expected = [x if x >= least - 1e-12 else 0.0 for x in expected]
    assert nearest_earlier(data, usable, least=least) == pytest.approx(expected)


def test_estimates_are_shown_with_and_without_those_flagged():
    data = answers().assign(likes=["yes"] * 30 + ["no"] * 10, w=2.0)
    data.loc[:4, "seconds"] = 30
    found = flagged(data, Rules(duration="seconds"))
    shown = without_flagged(data, found, ["q0", "likes"], weights="w")
    row = shown[(shown["question"] == "likes") & (shown["category"] == "yes")].iloc[0]
    assert row["estimate"] == 0.75 and row["kept"] == pytest.approx(25 / 35)
    assert row["n"] == 40 and row["n_kept"] == 35
    mean = shown[shown["question"] == "q0"].iloc[0]
    assert mean["estimate"] == pytest.approx(data["q0"].mean())
    assert mean["std_error"] == pytest.approx(data["q0"].sem())


def test_what_cannot_be_checked_is_refused():
    data = answers().assign(seconds="long")
    with pytest.raises(DataError, match="40 values are not numbers"):
        flagged(data, Rules(duration="seconds"))
    with pytest.raises(DataError, match="q99"):
        flagged(data, Rules(questions=("q99",)))
    with pytest.raises(ParameterError, match="fast"):
        flagged(answers(), Rules(fast=2))


def test_the_library_survey_of_2018_has_the_doubtful_answers_told_of_it(shared_data):
    place = shared_data / "smu-library-survey-2018" / "Raw Data LSR.csv"
    data = pd.read_csv(place, encoding="cp1252", low_memory=False)
    items = [name for name in data if data[name].dtype == float and data[name].max() <= 7]
    found = flagged(data, Rules(questions=tuple(items), batteries={"all": items}))
    counts = found.rules.set_index("flag")["n"]
    # docs/methods/weighting.md prints these.
    assert (len(found.flags), len(items)) == (2639, 85)
    assert counts[["duplicate", "near_duplicate", "missing"]].tolist() == [9, 46, 128]
