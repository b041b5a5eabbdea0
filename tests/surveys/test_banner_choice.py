"""Which questions of a codebook are tabulated, by which headings, and what the whole says."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from libmkt import surveys
from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import ParameterError
from libmkt.surveys import Design

MARKS = tuple(Category(n, {"en": str(n)}) for n in (1, 2, 3))
TOWNS = tuple(Category(name, {"en": name.title()}) for name in ("hill", "lake", "moon"))
BOOK = Codebook(
    (
        Field("liked", "ordinal", "integer", label={"en": "Wi-Fi"}, categories=MARKS,
              role="performance"),
        Field("wanted", "ordinal", "integer", label={"en": "Wi-Fi"}, categories=MARKS,
              role="importance"),
        Field("silent", categories=TOWNS),
        Field("said", "text"),
        Field("town", label={"en": "Town"}, categories=TOWNS, role="background"),
    )
)  # fmt: skip
TABLE = pd.DataFrame(
    {
        "liked": [1, 2, 3, 3] * 40,
        "wanted": [3, 2, 1, 1] * 40,
        "silent": pd.array([None] * 160, dtype="str"),
        "said": ["x"] * 160,
        "town": ["hill"] * 80 + ["lake"] * 80,
    }
)


def test_headings_are_those_who_answer_without_groups_that_nobody_is_in() -> None:
    [town] = surveys.heading_questions(TABLE, BOOK)
    assert dict(town.options) == {"hill": "Hill", "lake": "Lake"}
    [named] = surveys.heading_questions(TABLE, BOOK, ["liked"])
    assert named.name == "liked" and len(named.options) == 3


def test_tables_are_of_all_closed_questions_that_somebody_answered() -> None:
    across = surveys.heading_questions(TABLE, BOOK)
    asked = surveys.table_questions(TABLE, BOOK, without=across)
    assert [one.label for one in asked] == ["Performance: Wi-Fi", "Importance: Wi-Fi"]
    named = surveys.table_questions(TABLE, BOOK, without=across, named=["town"])
    assert [one.name for one in named] == ["liked", "wanted", "town"]


@pytest.mark.parametrize(
    "names, said",
    [
        (["towm"], "did you mean town"),
        (["silent"], "nobody answered"),
        (["said"], "said +is not a closed question"),  # in own words, and answered
    ],
)
def test_a_heading_that_cannot_be_used_is_named_with_its_reason(
    names: list[str], said: str
) -> None:
    with pytest.raises(ParameterError, match=said):
        surveys.heading_questions(TABLE, BOOK, names)
    with pytest.raises(ParameterError, match=said):
        surveys.table_questions(TABLE, BOOK, named=names)


def test_a_heading_that_is_named_twice_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"headings.*\n +town +stands twice"):
        surveys.heading_questions(TABLE, BOOK, ["town", "town"])


def test_a_heading_of_too_many_groups_is_refused() -> None:
    towns = tuple(Category(n, {"en": f"town {n}"}) for n in range(61))
    book = Codebook((Field("town", "nominal", "integer", categories=towns, role="background"),))
    people = pd.DataFrame({"town": range(61)})
    assert len(surveys.heading_questions(people.iloc[:60], book)[0].options) == 60
    with pytest.raises(ParameterError, match=r"town .*61 groups; at most 60"):
        surveys.heading_questions(people, book)


def test_of_many_answers_those_that_nobody_gave_are_left_out() -> None:
    lands = tuple(Category(n, {"en": f"land {n}"}) for n in range(20))
    book = Codebook((Field("land", "nominal", "integer", categories=lands),))
    [asked] = surveys.table_questions(pd.DataFrame({"land": [3, 7, 7]}), book)
    assert list(asked.options.values()) == ["land 3", "land 7"]


def test_what_a_banner_says_depends_on_the_sample_and_the_headings() -> None:
    across = surveys.heading_questions(TABLE, BOOK)
    asked = surveys.table_questions(TABLE, BOOK, without=across)
    told = surveys.banner_told(surveys.banner(TABLE, asked, across, Design()))
    codes = [code for code, _fields in told]
    assert codes == ["banner_size", "banner_differ", "banner_chance"]
    tested = told[1][1]["of"]
    assert told[2][1] == {"n": round(tested * 0.05), "share": pytest.approx(0.05)}
    holm = surveys.banner_told(surveys.banner(TABLE, asked, across, Design(), adjust="holm"))
    assert [code for code, _fields in holm] == ["banner_size", "banner_differ"]
    free = surveys.banner(TABLE, asked, across, Design(sample="opt-in"))
    assert surveys.banner_told(free)[1] == ("banner_untested", {})
    bare = surveys.banner(TABLE, asked, [], Design())
    assert surveys.banner_told(bare)[1] == ("banner_no_headings", {})


def test_the_means_that_move_without_the_doubtful_come_first() -> None:
    table = TABLE.assign(seconds=[10.0] * 8 + [300.0] * 152)
    table.loc[:7, "liked"] = 1
    quality = surveys.flagged(table, surveys.Rules(duration="seconds"))
    moved = surveys.moved_by_flags(table, quality, BOOK)
    assert moved["asked"].iloc[0] == "Performance: Wi-Fi"
    kept = table.loc[8:, "liked"].mean()
    assert moved["kept"].iloc[0] == pytest.approx(kept)
    assert moved["difference"].iloc[0] == pytest.approx(kept - table["liked"].mean())
    nobody = surveys.flagged(TABLE, surveys.Rules())
    assert surveys.moved_by_flags(TABLE, nobody, BOOK).empty


def test_the_mean_of_a_question_on_who_answers_is_not_told() -> None:
    quality = surveys.Quality(pd.DataFrame({"any": TABLE.index < 9}), pd.DataFrame())
    rating = BOOK["liked"]
    about = Codebook((replace(rating, role="background"),))
    assert len(surveys.moved_by_flags(TABLE, quality, Codebook((rating,)))) == 1
    assert surveys.moved_by_flags(TABLE, quality, about).empty
    across = [surveys.Question("liked")]
    assert surveys.moved_by_flags(TABLE, quality, Codebook((rating,)), without=across).empty


@pytest.mark.parametrize("role", ["kano_functional", "kano_dysfunctional", "background"])
def test_codes_that_are_no_marks_have_no_top_and_no_mean(role: str) -> None:
    asked = Field("wanted", "ordinal", "integer", categories=MARKS, role=role)
    assert [one.kind for one in surveys.questions(Codebook((asked,)))] == ["single"]
    assert [one.kind for one in surveys.questions(BOOK, ["liked"])] == ["scale"]
