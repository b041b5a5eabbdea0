"""Language and script of short answers: right or unknown, hardly ever wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from libmkt.text.language import UNKNOWN, script_of, written

ANSWERS = pd.read_csv(Path(__file__).with_name("open_answers.csv"), keep_default_na=False)


@pytest.mark.parametrize(
    "row", ANSWERS[ANSWERS["part"] == "tuned"].to_dict("records"), ids=lambda row: row["text"]
)
def test_invented_answers_are_known_in_both_scripts(row: dict[str, str]) -> None:
    found = written(row["text"])
    assert (found.language, found.script) == (row["language"], row["script"])


def test_answers_that_the_rules_were_not_made_on_are_right_or_unknown() -> None:
    fresh = ANSWERS[ANSWERS["part"] == "fresh"]
    found = fresh["text"].map(lambda text: written(text).language)
    assert len(fresh) == 32
    assert (found == fresh["language"]).sum() >= 27
    assert (found[found != fresh["language"]] == UNKNOWN).all()


@pytest.mark.parametrize("text", ["", "   ", "12:00-13:00", "...", "👍", "ok", "WiFi", "норм"])
def test_what_says_too_little_is_unknown(text: str) -> None:
    assert written(text).language == UNKNOWN


def test_two_scripts_in_one_answer_are_mixed() -> None:
    assert script_of("Нужны accounts в Scopus") == "mixed"
    assert script_of("Купите Harry Potter и все остальные книги про волшебников") == "cyrillic"
