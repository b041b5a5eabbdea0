"""Banner tables: columns, rows and crossings of a few persons, and what would give them away."""

from __future__ import annotations

import io
import itertools

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from libmkt.reporting import session
from libmkt.reporting.banner_disclosure import crossed, hidden_banner
from libmkt.reporting.banner_workbook import banner_workbook
from libmkt.reporting.banners import banner_table, banner_tables
from libmkt.surveys import Banner, Design, Question, banner

NUMBERS = ["n", "weighted", "n_eff", "missing", "count", "estimate", "std_error", "df"]
NUMBERS += ["conf_low", "conf_high"]


@pytest.fixture
def people() -> pd.DataFrame:
    """103 persons of three towns, three of them of the smallest, who think otherwise."""
    return pd.DataFrame(
        {
            "town": ["hill"] * 3 + ["lake"] * 40 + ["plain"] * 60,
            "mark": [1, 1, 2] + [4, 5] * 20 + [3, 4, 5] * 20,
            "member": [False] * 3 + [True] * 97 + [False] * 3,
            "guest": [True] * 50 + [False] * 53,
            "age": ["young", "old"] * 50 + ["old"] * 3,
        }
    )


def made(people: pd.DataFrame) -> Banner:
    marks = Question("mark", "scale", "Mark", {n: f"mark {n}" for n in range(1, 6)})
    towns = Question("town", label="Town")
    return banner(people, [marks, towns], [towns], Design(weights=None), minimum=2)


@pytest.fixture(autouse=True)
def least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_session", session._Session(least=5))


def test_a_column_of_three_is_hidden_with_the_next_smallest(people: pd.DataFrame) -> None:
    before = made(people)
    assert (before.comparisons["p_adjusted"] < 0.05).any()
    assert before.cells["letters"].str.contains("A|B").any()
    after = hidden_banner(before)
    gone = after.cells["group"].isin(["hill", "lake"])
    assert after.cells.loc[gone, NUMBERS].isna().all(axis=None)
    assert (after.cells.loc[gone, "note"] == "hidden").all()
    assert after.comparisons.empty and not after.cells["letters"].str.contains("A|B").any()
    kept = after.cells.loc[~gone, NUMBERS]
    pd.testing.assert_frame_equal(kept, before.cells.loc[~gone, NUMBERS], check_dtype=False)
    assert after.columns["n"].dropna().to_list() == [103, 60]
    again = hidden_banner(after)
    pd.testing.assert_frame_equal(again.cells, after.cells)


def test_what_is_hidden_of_one_question_is_hidden_of_all() -> None:
    """7 and 3 are hidden; 6 of 8 answered a question, and nobody of the three another one."""
    towns = ["hill"] * 3 + ["lake"] * 7 + ["moon"] * 8 + ["plain"] * 60
    yes = [True] * len(towns)
    people = pd.DataFrame({"town": towns, "all": yes, "most": yes, "others": yes}).astype("object")
    people.loc[10:11, "most"] = None
    people.loc[:2, "others"] = None
    after = hidden_banner(banner(people, ["all", "most", "others"], ["town"], Design()))
    shown = after.cells[after.cells["n"].notna() & (after.cells["heading"] != "")]
    assert set(shown["group"]) == {"moon", "plain"}  # with 7 of lake shown, 10 less 7 were hill
    assert set(after.columns.loc[after.columns["n"].isna(), "group"]) == {"hill", "lake"}


def test_without_headings_nothing_is_hidden_and_nothing_compared(people: pd.DataFrame) -> None:
    after = hidden_banner(banner(people, ["member"], [], Design()))
    assert after.cells["n"].notna().all() and after.comparisons.empty
    assert banner_tables(after)


def test_one_hides_nothing(people: pd.DataFrame) -> None:
    before = made(people)
    assert hidden_banner(before, k=1) is before


def test_no_table_of_the_page_or_the_workbook_holds_a_hidden_number(people: pd.DataFrame) -> None:
    blocks = banner_tables(made(people), describing=["town"])
    for content in (block.content for block in blocks if block.kind == "table"):
        columns = [head["name"] for head in content["columns"]]
        for row in content["rows"]:
            if row[0] in ("hill", "lake"):  # towns as answers: groups of persons as well
                assert {type(cell) for cell in row[1:]} <= {str, type(None)}, row
            if "A" in columns:  # hill and lake as columns
                found = [row[columns.index(name)] for name in ("A", "B")]
                assert not any(isinstance(cell, int | float) for cell in found), row
            if "group" in columns and row[columns.index("group")] in ("hill", "lake"):
                assert not any(isinstance(cell, int | float) for cell in row), row
    notes = [block.content["note"] for block in blocks if block.kind == "table"]
    assert any("groups are hidden: those of fewer than 5" in note for note in notes)
    whole = banner_workbook(made(people), title="x", describing=["town"])
    rows = [row for sheet in openpyxl.load_workbook(io.BytesIO(whole)) for row in sheet.values]
    beside = {cell for row in rows if {"hill", "lake"} & {*row} for cell in row}
    numbers = {cell for cell in beside if isinstance(cell, int | float)}
    assert numbers == {0, 60, 103}  # nobody without an answer; the bases of what is shown


def test_a_table_of_its_own_says_in_its_cells_that_they_are_hidden(people: pd.DataFrame) -> None:
    content = banner_table(made(people), "mark", caption="c").content
    head = [one["label"].split(" (")[0] for one in content["columns"]]
    assert head == ["Answer", "Total", "hill", "lake", "plain"]
    assert content["rows"][0] == ["People who answered", 103, None, None, 60]
    assert content["rows"][1][2:4] == ["hidden", "hidden"]


def test_where_columns_overlap_a_small_rest_is_not_told_either(people: pd.DataFrame) -> None:
    kinds = {"member": "member", "guest": "guest"}
    by = Question("kind", "multiple", label="Kind", options=kinds)
    found = banner(people, ["mark"], [by], Design(), minimum=2)
    assert (found.comparisons["n_both"] > 0).any()
    assert hidden_banner(found, k=5).columns["n"].to_list() == [103, 97, 50]
    after = hidden_banner(found, k=7)  # the 103 less the 97 members are six
    assert after.columns["n"].fillna(0).to_list() == [103, 0, 50]
    shown = after.cells.dropna(subset="n")
    assert set(shown["group"]) == {"", "guest"}


def test_who_answers_crossed_with_a_heading_tells_of_no_small_cell(people: pd.DataFrame) -> None:
    people.loc[:42, "town"] = ["hill"] * 10 + ["lake"] * 33
    people["age"] = ["young"] * 2 + ["old"] * 48 + ["young"] * 53
    found = banner(people, ["age"], ["town"], Design(), minimum=2)
    bare = hidden_banner(found, k=5)
    assert bare.cells["count"].notna().all()  # an answer like any other
    after = hidden_banner(found, describing=["age"], k=5).cells
    gone = after["count"].isna()
    told = list(zip(after["label"][gone], after["group"][gone], strict=True))
    assert told == [("old", "hill"), ("old", "plain"), ("young", "hill"), ("young", "plain")]
    assert after["n"].notna().all()


@pytest.mark.parametrize("weights, shown", [(None, ["plain"]), ("w", [])])
def test_under_weights_no_share_of_who_answers_tells_of_a_small_one(
    people: pd.DataFrame, weights: str | None, shown: list[str]
) -> None:
    people["w"] = 1.0
    found = banner(people, ["town"], ["guest"], Design(weights=weights), minimum=2)
    after = hidden_banner(found, describing=["town"], k=5).cells
    whole = after[(after["heading"] == "") & after["estimate"].notna()]
    assert whole["label"].to_list() == shown


@given(
    st.lists(st.integers(0, 9), min_size=6, max_size=6),
    st.integers(2, 5),
)
@example([0, 1, 1, 2, 2, 2], 2)
def test_no_small_cell_of_a_crossing_follows_from_its_sums(cells: list[int], k: int) -> None:
    n = np.array(cells, dtype=float).reshape(2, 3)
    assume(n.sum(0).min() >= k and n.sum(1).min() >= k)  # else the column or the row is hidden
    marks = crossed(n, n < 0, k)
    assert marks[(n >= 1) & (n < k)].all()
    if (marks | (n == 0)).all():
        return  # nothing is shown but the sums
    for place in np.argwhere(marks & (n > 0) & (n < k)):
        values = {table[tuple(place)] for table in _tables(n, marks)}
        assert len(values) > 1, (n, marks)


def _tables(n: np.ndarray, marks: np.ndarray) -> list[np.ndarray]:
    """All tables of two rows with the sums and the shown cells of `n`; hidden ones have one."""
    hidden = marks & (n > 0)
    room = [range(1, int(n[:, x].sum()) + 1) if hidden[0, x] else [n[0, x]] for x in range(3)]
    found = []
    for first in itertools.product(*room):
        table = np.array([first, n.sum(0) - np.array(first)])
        same = (table[~hidden] == n[~hidden]).all() and (table[hidden] >= 1).all()
        if same and table[0].sum() == n[0].sum():
            found.append(table)
    return found
