"""Questions that parameters name, comparisons of groups, the two figures of a first page."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt import words
from libmkt.codebook import Codebook, Field
from libmkt.errors import ParameterError
from libmkt.stats.design import Design
from libmkt.surveys.groups import Groups, group_comparison, groups_told, marked_question
from libmkt.surveys.headline import headline, published_headline

from .answered import labels, scale

FIVE = scale(1, 2, 3, 4, 5)
WHOLE = Field("whole", "ordinal", "integer", categories=FIVE, role="satisfaction")
PLACE = Field("place", categories=labels("town", "hill", "lake"))
WISH = Field("wish", "text")
USES = Field("uses", "multiple", categories=labels("loans", "wifi"))
NPS = Field("advise", "interval", "integer", minimum=0, maximum=10, role="nps")
BOOK = Codebook((WHOLE, PLACE, WISH, USES, NPS, Field("many")))
TABLE = pd.DataFrame(
    {
        "whole": [1, 2, 3, 4, 4, 5] * 6,
        "place": [1, 1, 1, 2, 2, 2] * 6,
        "wish": ["quiet"] * 36,
        "uses/1": [True] * 36,
        "uses/2": [False] * 36,
        "advise": [10, 9, 9, 7, 6, 0] * 6,
        "many": [str(n) for n in range(36)],
    }
)


def test_groups_have_their_means_in_the_order_of_the_questionnaire() -> None:
    found = group_comparison(TABLE, BOOK, Design(), question="whole", by="place")
    assert found.means[["group", "n"]].to_numpy().tolist() == [["town", 18], ["hill", 18]]
    assert found.means["estimate"].tolist() == pytest.approx([2, 13 / 3])
    [(code, fields)] = groups_told(found)
    assert (fields["group"], fields["other"], fields["n"]) == ("hill", "town", 1)
    assert fields["estimate"] == pytest.approx(7 / 3)
    assert code == "groups_differ_surely" and fields["p_adjusted"] < 0.001


@pytest.mark.parametrize("p, told", [(0.0004, "p below 0.001"), (0.001, "p = 0.001")])
def test_a_p_is_never_told_as_nought(p: float, told: str) -> None:
    pair = {"group_a": "town", "group_b": "hill", "estimate": 1.0, "p_adjusted": p, "tests": 1}
    found = Groups(pd.DataFrame(), pd.DataFrame([pair]), "")
    [(code, fields)] = groups_told(found)
    assert told in words.sentence(code, **fields)


def test_groups_that_chance_may_part_are_called_alike() -> None:
    even = TABLE.assign(place=[1, 2, 2, 1, 1, 2] * 6)  # means 3 and 10/3
    found = group_comparison(even, BOOK, Design(), question="whole", by="place")
    assert groups_told(found) == [("groups_alike", {"n": 1})]
    assert words.sentence("groups_alike", n=1) == "No two groups differ clearly (1 pair tested)."
    assert "(3 pairs tested, adjusted" in words.sentence("groups_alike", n=3)


@pytest.mark.parametrize(
    "question, by, code",
    [("", "place", "groups_no_question"), ("whole", "", "groups_none_named")],
)
def test_it_is_told_why_no_groups_are_compared(question: str, by: str, code: str) -> None:
    found = group_comparison(TABLE, BOOK, Design(), question=question, by=by)
    assert groups_told(found) == [(code, {})] and found.means.empty


def test_one_group_is_not_compared_and_without_errors_nothing_is_tested() -> None:
    one = group_comparison(TABLE.assign(place=1), BOOK, Design(), question="whole", by="place")
    assert groups_told(one) == [("groups_one", {})]
    bare = Design(sample="opt-in")
    found = group_comparison(TABLE, BOOK, bare, question="whole", by="place")
    assert groups_told(found) == [("groups_untested", {})] and len(found.means) == 2


@pytest.mark.parametrize(
    "by, said",
    [
        ("plase", "no such question .*plase"),
        ("wish", "not in own words"),
        ("uses", "one answer a person"),
        ("whole", "by itself"),
        ("many", "makes 36 groups; at most 30"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(by: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said) as refused:
        group_comparison(TABLE, BOOK, Design(), question="whole", by=by)
    assert "by" in str(refused.value)
    if by == "plase":
        assert "did you mean place?" in str(refused.value)


def test_the_codebook_marks_the_question_unless_one_is_named() -> None:
    again = Field("again", "ordinal", "integer", categories=FIVE)
    book = Codebook((again, *BOOK.fields))
    table = TABLE.assign(again=3)
    assert marked_question(table, book, "satisfaction") == "whole"
    assert marked_question(table, book, "satisfaction", named="again") == "again"
    assert marked_question(table.assign(whole=None), book, "satisfaction") == ""
    assert marked_question(table, Codebook((again,)), "satisfaction") == ""


@pytest.mark.parametrize(
    "name, said",
    [
        ("wish", "by numbers in an order"),
        ("place", "by numbers in an order"),
        ("none", "no such question"),
        ("silent", "nobody answered"),
        ("yesno", "three answers or more"),
        ("open_end", "ends known"),
    ],
)
def test_a_named_question_that_is_no_scale_is_refused(name: str, said: str) -> None:
    fields = (
        Field("silent", "ordinal", "integer", categories=FIVE),
        Field("yesno", "ordinal", "integer", categories=scale(0, 1)),
        Field("open_end", "interval", "integer"),
    )
    table = TABLE.assign(silent=None, yesno=1, open_end=7)
    book = Codebook((*BOOK.fields, *fields))
    with pytest.raises(ParameterError, match=rf"(?s)overall.*{said}"):
        marked_question(table, book, "satisfaction", named=name, parameter="overall")


def test_the_headline_is_the_net_score_and_the_share_of_the_two_best_answers() -> None:
    found = headline(TABLE, BOOK, Design(), overall="whole")
    assert found.nps["estimate"].item() == pytest.approx(100 * (3 / 6 - 2 / 6))
    assert found.satisfied["estimate"].item() == pytest.approx(3 / 6)
    made = published_headline(found, period="2026")
    assert made[["measure", "unit"]].to_numpy().tolist() == [
        ["advise=net (%)", "points"],
        ["whole=satisfied", "share"],
    ]
    assert made["value"].tolist() == pytest.approx([100 / 6, 0.5])


def test_what_is_not_asked_is_no_headline() -> None:
    found = headline(TABLE, Codebook((PLACE,)), Design())
    assert found.nps.empty and found.satisfied.empty
    assert published_headline(found, period="2026").empty
