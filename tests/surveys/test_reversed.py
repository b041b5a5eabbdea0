"""A rating whose lowest answer is the best gives what it gives when asked the other way round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from libmkt import needs, surveys
from libmkt.codebook import Category, Codebook, Condition, Field, turned
from libmkt.codebook.routing import asked
from libmkt.errors import DataError, ParameterError
from libmkt.surveys import Design

TEXTS = ("bad", "poor", "so", "fine", "good")
SCALE = tuple(Category(n, {"en": text}) for n, text in enumerate(TEXTS, 1))
MIRRORED = tuple(Category(6 - n, {"en": text}) for n, text in enumerate(TEXTS, 1))[::-1]
ROLES = ("importance", "performance", "minimum", "desired", "perceived")
RATED = [f"{role[:4]}{i}" for role in ROLES for i in (1, 2)] + ["whole", "recommend"]


def field(name: str, role: str, item: str = "") -> Field:
    return Field(name, "ordinal", "integer", role=role, item=item, categories=SCALE,
                 label={"en": f"{role} {item}"})  # fmt: skip


BOOK = Codebook(
    (
        *(field(f"{role[:4]}{i}", role, str(i)) for role in ROLES for i in (1, 2)),
        field("whole", "satisfaction"),
        Field("recommend", "interval", "integer", role="nps", minimum=0, maximum=10),
        Field("place", categories=(Category("hill"), Category("lake")), role="background"),
    )
)


def answers(n: int = 240) -> pd.DataFrame:
    random = np.random.default_rng(11)
    base = random.integers(1, 5, n)
    made = {name: np.clip(base + random.integers(-1, 3, n), 1, 5) for name in RATED[:-1]}
    for i in (1, 2):  # people accept less than they wish for
        made[f"mini{i}"], made[f"desi{i}"] = np.minimum(base, 3), np.maximum(base, 3) + 1
    table = pd.DataFrame(made, dtype="Int64").assign(
        recommend=pd.array(random.integers(0, 11, n), dtype="Int64"),
        place=np.where(np.arange(n) % 3, "hill", "lake"),
    )
    table.loc[:4, "perf1"] = pd.NA
    return table


TABLE = answers()


def reversed_survey(*names: str) -> tuple[pd.DataFrame, Codebook]:
    """The same answers to the same questions, some asked with their codes the other way round."""
    total = {name: 10 if name == "recommend" else 6 for name in names}
    fields = [
        replace(one, reverse=True, categories=MIRRORED if one.categories else ())
        if one.name in names
        else one
        for one in BOOK.fields
    ]
    table = TABLE.assign(**{name: total[name] - TABLE[name] for name in names})
    return table, replace(BOOK, fields=tuple(fields))


def banner(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    made = surveys.questions(book, ["perf1", "perf2", "recommend"])
    found = surveys.banner(table, made, surveys.heading_questions(table, book), Design()).cells
    found = found[found["stat"].isin(["top", "bottom", "mean", "nps"])]
    return found.drop(columns=["label"])  # the codes of the boxes are those of the file


def moved(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    flags = pd.DataFrame({"any": np.arange(len(table)) % 5 == 0})
    return surveys.moved_by_flags(table, surveys.Quality(flags, pd.DataFrame()), book)


Analysis = Callable[[pd.DataFrame, Codebook], Any]
ANALYSES: dict[str, Analysis] = {
    "said_of": lambda t, b: surveys.said_of(
        t, b, Design(), {"importance": "impo1", "performance": "perf1", "satisfaction": "whole"}
    ),
    "recommended": lambda t, b: surveys.headline(t, b, Design(), overall="whole").nps,
    "satisfied": lambda t, b: surveys.headline(t, b, Design(), overall="whole").satisfied,
    "spread": lambda t, b: surveys.rating_spread(t, b, Design()).answers,
    "tops": lambda t, b: surveys.rating_spread(t, b, Design()).tops,
    "groups": lambda t, b: (
        surveys.group_comparison(t, b, Design(), question="whole", by="place").means
    ),
    "pairs": lambda t, b: (
        surveys.group_comparison(t, b, Design(), question="whole", by="place").pairs
    ),
    "rated": lambda t, b: needs.rated(t, b, Design()),
    "tolerated": lambda t, b: needs.tolerated(t, b, Design()).items,
    "derived": lambda t, b: needs.derived(t, b, Design(), overall="whole", replicates=5).table,
    "banner": banner,
    "moved": moved,
}


@pytest.mark.parametrize("name", ANALYSES)
@pytest.mark.parametrize("which", [("perf1",), tuple(RATED)], ids=["one", "all"])
def test_a_reversed_rating_gives_what_it_gives_unreversed(
    name: str, which: tuple[str, ...]
) -> None:
    expected = ANALYSES[name](TABLE, BOOK)
    assert len(expected)
    found = ANALYSES[name](*reversed_survey(*which))
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


@pytest.mark.parametrize("name", [name for name in ANALYSES if name != "derived"])
def test_without_the_mark_the_same_answers_give_something_else(name: str) -> None:
    # not so of derived importance: parts of an explained variance know no direction
    table, book = reversed_survey(*RATED)
    unmarked = replace(book, fields=tuple(replace(one, reverse=False) for one in book.fields))
    with pytest.raises(AssertionError):
        pd.testing.assert_frame_equal(
            ANALYSES[name](table, unmarked), ANALYSES[name](TABLE, BOOK), check_dtype=False
        )


def test_one_way_tables_keep_the_answers_and_their_order_in_the_file() -> None:
    table, book = reversed_survey("perf1")
    found = surveys.overview(table, book, Design(), questions=["perf1"])
    assert found["label"].tolist() == list(TEXTS[::-1])
    assert found["count"].tolist() == [int((table["perf1"] == n).sum()) for n in (1, 2, 3, 4, 5)]
    [made] = surveys.questions(book, ["perf1"])
    rows = surveys.banner(table, [made], [], Design()).cells
    assert rows["label"].tolist()[:7] == [*TEXTS[::-1], "2, 1", "5, 4"]


def test_a_scale_takes_its_reversed_items_from_the_codebook() -> None:
    table, book = reversed_survey("impo1", "perf1")
    items = ["impo1", "perf1", "perf2", "whole"]
    marked = [name for name in items if book[name].reverse]
    found = surveys.alpha(table, items, reverse=marked, ends=(1, 5))
    pd.testing.assert_frame_equal(
        found.drop(columns="reversed", errors="ignore"),
        surveys.alpha(TABLE, items).drop(columns="reversed", errors="ignore"),
    )


def test_turning_takes_the_routing_along_and_twice_is_once() -> None:
    often = Field("why", "text", relevant=(Condition("whole", (1, 2)),))
    rated = Field("mark", "interval", relevant=(Condition("whole", low=4.0),))
    table, book = reversed_survey("whole")
    book = replace(book, fields=(*book.fields, often, rated))
    again, other = turned(table, book, ["whole"])
    for one in ("why", "mark"):
        assert asked(other[one], again, other).equals(asked(book[one], table, book))
        assert asked(other[one], again, other).any()
    assert turned(again, other, ["whole"])[0] is again
    assert again["whole"].equals(TABLE["whole"])


def test_a_turned_statement_of_other_answers_stands_in_no_figure_with_the_rest() -> None:
    table, book = reversed_survey("perf1")
    noisy = tuple(Category(n, {"en": text}) for n, text in enumerate(TEXTS, 1))
    fields = [replace(one, categories=noisy) if one.name == "perf1" else one for one in book.fields]
    found = surveys.rating_spread(table, replace(book, fields=tuple(fields)), Design())
    assert found.tops["question"].tolist() == ["performance 2"]


def test_what_cannot_be_turned_is_refused_by_name() -> None:
    table, book = reversed_survey("perf1", "whole")
    fields = [replace(one, categories=()) if one.name == "whole" else one for one in book.fields]
    table.loc[6, "perf1"] = 9
    with pytest.raises(DataError) as error:
        turned(table, replace(book, fields=tuple(fields)), ["perf1", "whole"])
    assert [one.where for one in error.value.problems] == ["perf1", "whole"]
    assert "row 7: 9" in str(error.value)
    assert "take the mark away" in str(error.value)


def test_a_reversed_pair_of_kano_is_refused() -> None:
    pair = [
        Field(role, "ordinal", "integer", role=role, item="1", categories=SCALE,
              reverse=role == "kano_functional")
        for role in ("kano_functional", "kano_dysfunctional")
    ]  # fmt: skip
    table = pd.DataFrame({one.name: [1, 2, 5] for one in pair})
    with pytest.raises(ParameterError, match="kano_functional"):
        needs.wanted(table, Codebook(tuple(pair)), Design())
