"""Small groups: what is hidden, what must go with it, and what can still be worked out."""

from __future__ import annotations

import itertools
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt import read, reporting, surveys, workbench, yamlfile
from libmkt.errors import DataError, ParameterError
from libmkt.library import read_library
from libmkt.reporting import session
from libmkt.reporting.disclosure import hide, hide_pairs, small, visible
from libmkt.stats.design import Design
from libmkt.surveys.groups import Groups

SIZES = st.lists(st.integers(0, 40), min_size=1, max_size=12)


def found(*n: int, **more: list[object]) -> pd.DataFrame:
    """A comparison of groups of these sizes."""
    names = [f"group {i}" for i in range(len(n))]
    return pd.DataFrame(
        {"group": names, "n": n, "estimate": np.arange(len(n)) + 0.5, "note": "", **more}
    )


@pytest.mark.parametrize(
    "n, k, hidden",
    [
        ([90, 3, 7, 8], 5, [1, 2]),  # the smallest of the others goes with it
        ([90, 3, 0, 8], 5, [1, 3]),  # a group of nobody tells nothing, and hides nothing
        ([90, 3, 4, 8], 5, [1, 2]),  # two that are 7 together stand by themselves
        ([90, 1, 2, 8], 5, [1, 2, 3]),  # two that are 3 together do not
        ([90, 1, 1, 1, 1, 1, 9], 5, [1, 2, 3, 4, 5, 6]),  # five of five: each alone
        ([90, 4, 4, 9], 5, [1, 2, 3]),  # eight of two: each as large as may be
        ([90, 3, 7, 7], 5, [1, 2, 3]),  # all that are as small, whatever their order
        ([90, 60], 5, []),
        ([90, 4], 5, [0, 1]),
        ([3], 5, [0]),
        ([3, 0], 5, [0]),
        ([90, 1], 1, []),  # 1 hides none
        ([90, 4, 7], 4, []),
    ],
)
def test_small_groups_go_with_what_would_give_them_away(
    n: list[int], k: int, hidden: list[int]
) -> None:
    assert np.flatnonzero(small(n, k)).tolist() == hidden


@pytest.mark.parametrize("k", [2, 3, 4, 5])
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_who_knows_the_rule_and_the_total_cannot_tell_the_size_of_a_hidden_group(
    k: int, groups: int
) -> None:
    could_be: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for n in itertools.product(range(2 * k + 1), repeat=groups):
        marks = small(n, k)
        if marks.any():
            seen = (sum(n), *(-1 if gone else size for size, gone in zip(n, marks, strict=True)))
            could_be[seen].append(n)
    for (_total, *shown), sizes in could_be.items():
        if all(size <= 0 for size in shown):
            continue  # nothing is shown, so that nothing follows but from the total
        for i in (i for i, size in enumerate(shown) if size == -1):
            assert len({one[i] for one in sizes}) > 1, (shown, sizes)


@given(SIZES, st.integers(1, 12))
def test_what_is_left_when_the_shown_are_taken_off_is_never_a_small_group(
    n: list[int], k: int
) -> None:
    sizes, marks = np.array(n), small(n, k)
    assert not (marks & (sizes == 0)).any()
    assert marks[(sizes > 0) & (sizes < k)].all()
    shown = sizes[~marks & (sizes > 0)]
    if marks.any() and len(shown):  # the total less those shown is of all hidden ones together
        rest = sizes.sum() - shown.sum()
        assert rest >= k and marks.sum() >= 2
        assert rest > marks.sum()  # one person at least can be moved from one to another
    if marks.sum() > (sizes[marks] < k).sum():  # no more is hidden than the smallest
        others = sizes[marks & (sizes >= k)]
        assert not len(shown) or others.max() < shown.min()


@given(st.permutations([0, 1, 3, 4, 5, 7, 7, 20]), st.integers(1, 9))
def test_what_is_hidden_does_not_depend_on_the_order_of_groups(n: list[int], k: int) -> None:
    first = sorted(np.array(n)[small(n, k)])
    assert first == sorted(np.array(sorted(n))[small(sorted(n), k)])


@given(SIZES, st.integers(1, 12))
def test_nothing_but_the_numbers_of_hidden_rows_is_touched(n: list[int], k: int) -> None:
    table = found(*n)
    made = hide(table, k=k)
    gone = made["hidden"]
    assert gone.tolist() == small(n, k).tolist()
    assert made.loc[gone, ["n", "estimate"]].isna().all(axis=None)
    pd.testing.assert_frame_equal(
        made[~gone].drop(columns="hidden"), table[~gone], check_dtype=False
    )
    assert made[["group", "note"]].equals(table[["group", "note"]])
    again = hide(made, k=k)
    assert again.equals(made)


def test_each_breakdown_is_looked_at_by_itself_and_only_where_it_is_asked() -> None:
    table = pd.DataFrame(
        {
            "question": ["sex", "sex", "age", "age", "liked", "liked"],
            "count": [40, 3, 20, 23, 41, 2],
        }
    )
    ruled = table["question"] != "liked"
    assert hide(table, k=5, n="count", by="question")["hidden"].tolist() == [
        *(True, True, False, False, True, True)
    ]
    made = hide(table, k=5, n="count", by="question", where=ruled)
    assert made["hidden"].tolist() == [True, True, False, False, False, False]
    assert made["count"].to_list()[2:] == [20, 23, 41, 2]


def test_quotes_and_letters_go_with_their_group_and_targets_stay() -> None:
    table = found(90, 3, 9, quote=["a", "b", "c"], target=[0.5, 0.3, 0.2], said=["x", "y", "z"])
    made = hide(table, k=5, keep=["target"], also=["said"])
    assert made["quote"].to_list() == ["a", "", ""]
    assert made["said"].to_list() == ["x", "", ""]
    assert made["target"].to_list() == [0.5, 0.3, 0.2]


def test_a_table_without_rows_has_nothing_to_hide() -> None:
    assert hide(pd.DataFrame(), k=5)["hidden"].to_list() == []


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ParameterError, match="count"):
        hide(found(3), k=5, n="count")


def test_tests_against_a_hidden_group_are_gone_and_the_rest_adjusted_anew() -> None:
    pairs = pd.DataFrame(
        [("group 0", "group 1", 0.03), ("group 0", "group 2", 0.0001), ("group 1", "group 2", 0.2)],
        columns=["group_a", "group_b", "p_value"],
    ).assign(p_adjusted=[0.06, 0.0003, 0.2], tests=3)
    left = hide_pairs(pairs, ["group 0", "group 1"])
    assert left[["p_adjusted", "tests"]].to_numpy().tolist() == [[0.03, 1]]
    assert hide_pairs(pairs, ["group 0", "group 1", "group 2"]).equals(pairs)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbench whose library hides groups of fewer than four."""
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters/library.yml").write_text("name: X\nk: 4\n", encoding="utf-8")
    monkeypatch.setattr(workbench, "find_root", lambda start=None: tmp_path)
    monkeypatch.setattr(session, "_session", session._Session(listening=True))
    return tmp_path


def test_a_report_takes_k_from_its_library_and_says_it(house: Path) -> None:
    reporting.begin(language="en")
    assert reporting.sureness([]).content["items"] == []
    made = reporting.hidden(found(90, 3, 9, 20))
    shown = {"group": reporting.col("Group"), "n": reporting.col("n", "n0"),
             "estimate": reporting.col("Mean", "n1")}  # fmt: skip
    block = reporting.table(made, shown, caption="c", note="First.")
    assert block.content["rows"][1] == ["group 1", "hidden", None]
    assert block.content["rows"][3] == ["group 3", 20, 3.5]
    assert block.content["note"].startswith("First. 2 groups are hidden: those of fewer than 4 ")
    assert reporting.hidden_note(visible(made)) == ""
    assert "fewer than 4 persons" in reporting.sureness([]).content["items"][0]
    assert "hidden" in block._repr_mimebundle_()["text/plain"]


def test_a_library_that_hides_nothing_says_so(house: Path) -> None:
    (house / "parameters/library.yml").write_text("name: X\nk: 1\n", encoding="utf-8")
    reporting.begin(language="en")
    made = reporting.hidden(found(90, 3, 9, 20))
    assert not made["hidden"].any()
    assert "not hidden" in reporting.sureness([]).content["items"][0]


def test_numbers_of_hidden_groups_are_not_published(house: Path) -> None:
    reporting.begin(language="en")
    table = found(90, 3, 9, 20).assign(period="2026", unit="points")
    reporting.publish(reporting.hidden(table), name="group", value="estimate")
    assert [one["name"] for one in session.record()["published"]] == ["group 0", "group 3"]


def test_what_goes_with_a_small_group_is_the_same_in_each_table(house: Path) -> None:
    """Of 3, 6 and 7 persons all, all and 5 answered: by answers the third would go instead."""
    reporting.begin(language="en")
    answered = found(3, 6, 5, 60, persons=[3, 6, 7, 60])
    made = reporting.hidden_groups(Groups(answered, pd.DataFrame(), "")).means
    beside = reporting.hidden(found(3, 6, 7, 60))
    assert made["hidden"].tolist() == beside["hidden"].tolist() == [True, True, False, False]
    assert made.loc[made["hidden"], ["n", "persons"]].isna().all(axis=None)


def test_a_comparison_tells_nothing_of_its_small_groups(house: Path) -> None:
    reporting.begin(language="en")
    pairs = pd.DataFrame(
        [("group 0", "group 1", 0.001), ("group 0", "group 3", 0.2)],
        columns=["group_a", "group_b", "p_value"],
    ).assign(p_adjusted=[0.002, 0.2], tests=2)
    made = reporting.hidden_groups(Groups(found(90, 3, 9, 20), pairs))
    assert made.pairs["group_b"].to_list() == ["group 3"]
    assert visible(made.means)["group"].to_list() == ["group 0", "group 3"]
    none = reporting.hidden_groups(Groups(pd.DataFrame(), pd.DataFrame(), "groups_one"))
    assert none.why == "groups_one" and none.means.empty and none.pairs.empty
    with pytest.raises(ParameterError, match="means and pairs"):
        reporting.hidden_groups("no comparison")


@pytest.mark.parametrize("said", ["0", "-2", "2.5", "true", "five", "1001"])
def test_a_k_that_is_no_number_of_persons_is_refused(said: str) -> None:
    with pytest.raises(DataError, match="line 2"):
        read_library(yamlfile.parse(f"name: X\nk: {said}\n"))


def test_a_library_that_says_nothing_of_k_has_five() -> None:
    assert read_library(yamlfile.parse("name: X\n")).k == 5
    assert read_library(yamlfile.parse("name: X\nk: 10\n")).k == 10


@pytest.mark.slow
def test_lecturers_of_a_real_university_go_with_its_professors(shared_data: Path) -> None:
    folder = shared_data / "smu-library-survey-2018"
    answers = read.survey(folder / "Raw data 2018-03-07 SMU LCS data file - KLG.xlsx")
    whole = surveys.group_comparison(
        answers.table, answers.codebook, Design(), question="P27", by="Position"
    )
    made = hide(whole.means, k=8)
    gone = made["group"][made["hidden"]].to_list()
    assert gone == ["Faculty: Professor", "Faculty: Lecturer/Senior Lecturer"]  # 12 and 7
    pairs = hide_pairs(whole.pairs, visible(made)["group"].to_list())
    assert len(whole.pairs) == 14 * 13 / 2 and len(pairs) == 12 * 11 / 2
    assert (pairs["tests"] == len(pairs)).all()
    # what the total gives back is of both together
    n, mean = whole.means["n"].to_numpy(), whole.means["estimate"].to_numpy()
    shown = ~made["hidden"].to_numpy()
    rest = ((n * mean).sum() - (n * mean)[shown].sum()) / (n.sum() - n[shown].sum())
    assert rest == pytest.approx((12 * mean[7] + 7 * mean[10]) / 19)
    assert not np.isclose(rest, mean[~shown]).any()


@pytest.mark.slow
def test_no_answer_of_a_real_survey_of_few_is_worked_out(shared_data: Path) -> None:
    answers = read.survey(shared_data / "rse-survey-limesurvey/public_data_2017_uk.csv")
    found = surveys.overview(answers.table, answers.codebook, Design(sample="opt-in"))
    choice = found[(found["kind"] == "choice") & (found["n"] > 0)]
    made = hide(choice, k=5, n="count", by="question")
    assert made["hidden"].any()
    for name, part in choice.groupby("question"):
        told = made[made["question"] == name]
        rest = part["count"].sum() - told["count"].sum()  # persons of what is hidden, together
        hidden = told["hidden"].sum()
        assert (
            not hidden or (rest >= 5 and rest > hidden >= 2) or told["count"].fillna(0).max() == 0
        )
