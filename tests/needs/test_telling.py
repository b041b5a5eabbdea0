"""What is told of needs, and the parts of a report that a survey may not ask for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt import words
from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import ParameterError
from libmkt.needs.advice import needs_advice
from libmkt.needs.sections import (
    derived,
    other_questions,
    rated,
    ratings_shown,
    unanswered_told,
    wanted,
)
from libmkt.needs.telling import (
    drawn_doubt,
    ends,
    kano_shown,
    kano_told,
    paired,
    shortfall_told,
)
from libmkt.stats.design import Design

FIVE = tuple(Category(value) for value in (1, 2, 3, 4, 5))


def item(role: str, number: str, label: str) -> Field:
    return Field(
        f"{role[0]}{number}", "ordinal", "integer", label={"en": label}, categories=FIVE,
        role=role, item=number,
    )  # fmt: skip


def book(*labels: str) -> Codebook:
    fields = [
        item(role, str(number), label)
        for role in ("importance", "performance")
        for number, label in enumerate(labels, 1)
    ]
    return Codebook((*fields, Field("whole", "ordinal", "integer", categories=FIVE)))


def found(**rows: tuple[float, str, bool]) -> pd.DataFrame:
    """A result of importance and performance by hand: gap, field, undecided."""
    return pd.DataFrame(
        [
            {"item": name, "n": 50, "gap": gap, "gap_low": gap - 0.2, "gap_high": gap + 0.2,
             "field": where, "undecided": undecided, "importance_low": 1.0}
            for name, (gap, where, undecided) in rows.items()
        ]
    )  # fmt: skip


RATINGS = found(
    wifi=(-2.0, "concentrate", False),
    halls=(-0.5, "concentrate", True),
    loans=(-0.3, "keep_up", False),
    events=(1.9, "overkill", False),
)


def test_items_are_paired_by_their_number_and_called_by_the_last_roles_words() -> None:
    codes = Codebook(
        (
            item("importance", "1", "How much does Wi-Fi matter?"),
            item("importance", "2", "Loans matter"),
            item("performance", "1", "Wi-Fi"),
        )
    )
    assert paired(codes, "importance", "performance") == {"Wi-Fi": ("i1", "p1")}
    assert paired(codes, "minimum", "desired", "perceived") == {}


def test_two_items_of_the_same_words_keep_their_numbers() -> None:
    assert list(paired(book("Staff", "Staff"), "importance", "performance")) == [
        "Staff (1)",
        "Staff (2)",
    ]


def test_the_ends_of_a_scale_are_those_of_its_answers_or_the_codebook_is_refused() -> None:
    pairs = {"Wi-Fi": ("i1", "p1")}
    assert ends(book("Wi-Fi"), pairs) == (1.0, 5.0)
    bare = Codebook((Field("i1", "interval"), Field("p1", "interval")))
    with pytest.raises(ParameterError, match="p1"):
        ends(bare, pairs)


def test_the_largest_shortfall_and_what_to_mend_beyond_doubt_are_told() -> None:
    told = dict(shortfall_told(RATINGS))
    assert told["shortfall_largest"] == {"item": "wifi", "gap": -2.0}
    assert told["concentrate_on"] == {"n": 1, "items": "wifi"}
    assert told["undecided_items"] == {"n": 1}


def test_where_nothing_falls_short_or_nothing_is_sure_that_is_told() -> None:
    told = dict(shortfall_told(found(events=(0.4, "overkill", False))))
    assert set(told) == {"shortfall_none", "concentrate_none"}
    open_fields = RATINGS.assign(importance_low=np.nan, undecided=True)
    told = dict(shortfall_told(open_fields))
    assert set(told) == {"shortfall_largest", "concentrate_bare", "fields_open"}
    assert told["concentrate_bare"] == {"n": 2, "items": "wifi; halls"}
    assert shortfall_told(RATINGS.head(0)) == []


KANO = pd.DataFrame(
    {
        "item": ["late", "phone", "corner", "home"],
        "category": ["M", "O", "A", "M"],
        "clear": [True, True, False, False],
        "must_be": [0.7, 0.1, 0.2, 0.9],
        "n": [60, 60, 60, 5],
    }
)


def test_only_clear_categories_are_named() -> None:
    told = kano_told(KANO)
    assert told == [
        ("kano_must", {"n": 1, "items": "late"}),
        ("kano_performance", {"n": 1, "items": "phone"}),
        ("kano_few", {"least": 30, "items": "home"}),
        ("kano_unclear", {"n": 1, "items": "corner"}),
    ]
    assert kano_shown(KANO)["category"].tolist() == ["kano_M", "kano_O", "open", "open"]
    assert kano_told(KANO.head(0)) == []


@pytest.mark.parametrize("letter", list("AOMIRQ"))
def test_whatever_the_category_a_figure_of_it_has_words(letter: str) -> None:
    told = kano_told(KANO.head(1).assign(category=letter))
    assert len(told) == 1 and "late" in words.sentence(told[0][0], **told[0][1])


def test_advice_is_three_actions_at_most_and_none_that_is_open() -> None:
    advice = needs_advice(RATINGS, KANO)
    assert advice["code"].tolist() == ["advise_mend", "advise_must", "advise_enough"]
    assert [row["item"] for row in advice["fields"]] == ["wifi", "late", "events"]
    assert needs_advice(RATINGS.assign(undecided=True)).empty
    assert needs_advice(pd.DataFrame(), pd.DataFrame()).empty
    many = found(a=(-1, "concentrate", False), b=(-2, "concentrate", False),
                 c=(-3, "concentrate", False), d=(1, "overkill", False))  # fmt: skip
    assert [row["item"] for row in needs_advice(many)["fields"]] == ["c", "b", "d"]


def test_without_a_margin_one_is_told_where_to_look_and_to_ask_at_random() -> None:
    bare = RATINGS.assign(importance_low=np.nan, undecided=True, note="no-margin")
    advice = needs_advice(bare, KANO)
    assert advice["code"].tolist() == ["advise_look", "advise_look", "advise_sample"]
    assert [row.get("item") for row in advice["fields"]] == ["wifi", "halls", None]
    assert advice["fields"].iloc[-1] == {"n": 385}
    assert drawn_doubt(bare, "drawn_crosses") == "drawn_none"
    assert drawn_doubt(bare, "kano_fong", none="kano_open") == "kano_open"
    assert drawn_doubt(RATINGS.assign(note=""), "drawn_crosses") == "drawn_crosses"
    assert drawn_doubt(RATINGS.assign(note="census"), "drawn_crosses") == "drawn_all"


def test_a_table_names_no_field_that_a_cross_leaves_open() -> None:
    assert ratings_shown(RATINGS)["field"].tolist() == [
        "concentrate", "open", "keep_up", "overkill",
    ]  # fmt: skip
    bare = RATINGS.assign(importance_low=np.nan, undecided=True)
    assert ratings_shown(bare)["field"].tolist() == RATINGS["field"].tolist()


def test_without_a_margin_no_kano_category_is_clear_and_the_largest_is_shown() -> None:
    items = KANO.assign(clear=False, note="no-margin")
    assert kano_told(items) == [("kano_open", {}), ("kano_few", {"least": 30, "items": "home"})]
    assert kano_shown(items)["category"].tolist() == ["kano_M", "kano_O", "kano_A", "open"]


def answers(n: int = 60) -> pd.DataFrame:
    random = np.random.default_rng(4)
    table = pd.DataFrame(
        {name: random.integers(1, 6, n) for name in ("i1", "i2", "p1", "p2")}, dtype=float
    )
    table["whole"] = np.clip(np.round((3 * table["p1"] + table["p2"]) / 4), 1, 5)
    return table


def test_ratings_stand_in_the_order_of_their_shortfall_with_limits_on_the_scale() -> None:
    table = pd.DataFrame(
        {"i1": [5, 5, 4], "p1": [1, 1, 2], "i2": [2, 2, 3], "p2": [3, 3, 3]}, dtype=float
    )
    made = rated(table, book("Wi-Fi", "Loans"), Design())
    assert made["item"].tolist() == ["Wi-Fi", "Loans"]
    assert made["gap"].tolist() == pytest.approx([(4 - 14) / 3, (9 - 7) / 3])
    crosses = made[["importance_low", "performance_low", "importance_high", "performance_high"]]
    assert crosses.min(axis=None) >= 1 and crosses.max(axis=None) <= 5


def test_an_item_that_nobody_rated_is_left_out_and_told() -> None:
    codes, table = book("Wi-Fi", "Loans"), answers().assign(p2=np.nan)
    assert rated(table, codes, Design())["item"].tolist() == ["Wi-Fi"]
    assert unanswered_told(table, codes) == [("items_unanswered", {"items": "Loans"})]
    assert unanswered_told(answers(), codes) == []


def test_a_survey_that_asks_none_of_it_has_empty_parts() -> None:
    codes = Codebook((Field("again"),))
    table = pd.DataFrame({"again": ["yes", "no"]})
    assert rated(table, codes, Design()).empty and wanted(table, codes, Design()).items.empty
    made = derived(table, codes, Design(), overall="")
    assert made.table.empty and made.told == [("derived_not_asked", {})]
    assert other_questions(table, codes) == ["again"]


def test_what_goes_with_satisfaction_is_told_by_its_largest_part() -> None:
    made = derived(answers(), book("Wi-Fi", "Loans"), Design(), overall="whole", replicates=20)
    assert made.table["label"].tolist() == ["Wi-Fi", "Loans"]
    assert made.table["share"].sum() == pytest.approx(1)
    [(code, fields)] = made.told
    assert code == "derived_most" and fields["label"] == "Wi-Fi"
    assert fields["explained"] == pytest.approx(made.table["estimate"].sum())


def test_ratings_that_are_too_few_alike_or_tangled_are_not_computed_and_told() -> None:
    codes = book("Wi-Fi", "Loans")
    few = derived(answers(12), codes, Design(), overall="whole")
    assert few.told == [("derived_few", {"n": 12, "items": 2, "least": 20})]
    alike = derived(answers().assign(p2=3.0), codes, Design(), overall="whole")
    assert alike.told == [("derived_few", {"n": 60, "items": 1, "least": 20})]
    table = answers()
    twin = derived(table.assign(p2=table["p1"]), codes, Design(), overall="whole")
    assert twin.told == [("derived_tangled", {})] and twin.table.empty


def test_three_of_one_mind_make_no_clear_category() -> None:
    kano = Codebook(
        (
            item("kano_functional", "1", "Late hours"),
            Field("absent", "ordinal", "integer", label={"en": "Late hours"}, categories=FIVE,
                  role="kano_dysfunctional", item="1"),
        )
    )  # fmt: skip
    few = pd.DataFrame({"k1": [1, 1, 1], "absent": [5, 5, 5]})
    many = pd.concat([few] * 20, ignore_index=True)
    assert not wanted(few, kano, Design(), replicates=20).items["clear"].any()
    assert wanted(many, kano, Design(), replicates=20).items["clear"].all()


def test_what_is_known_of_all_readers_stands_in_a_table_of_its_own() -> None:
    book = Codebook((Field("sex"), Field("again")))
    answers = pd.DataFrame({"sex": [1], "again": [1]})
    known = pd.DataFrame({"variable": ["sex"], "category": ["1"], "target": [1.0]})
    assert other_questions(answers, book) == ["sex", "again"]
    assert other_questions(answers, book, known=known) == ["again"]
