"""Tables in a notebook as the house writes them; others as pandas does."""

from __future__ import annotations

import re

import pandas as pd

from libmkt import words
from libmkt.lab import frames
from libmkt.measures import MEASURES


def cells(table: pd.DataFrame) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", frames.html(table))
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]


def test_a_result_is_written_in_the_forms_of_its_columns_and_of_the_language() -> None:
    table = pd.DataFrame(
        {
            "period": ["2026-09", "2026-Q3"],
            "measure": ["loans", "visits"],
            "value": [1368047.0, 0.25],
            "unit": ["loans", "share"],
            "p_value": [0.00004, 0.0312],
            "n": [1200, None],
            "increment_rate_chain": [-0.02637, None],
        }
    )
    _head, first, second = cells(table)
    assert first == ["Sept 2026".replace(" ", "\xa0"), "Loans", "1,368,047", "loans", "&lt; 0.001",
                     "1,200", "−2.6%"]  # fmt: skip
    assert second[2:] == ["25.0%", "share", "0.031", "–", "–"]
    with words.speaking("kaa"):
        _head, first, _second = cells(table)
        assert first[1] == words._(MEASURES["loans"].name)
        assert first[2] == "1 368 047".replace(" ", "\xa0")
        assert first[6] == words.percent(-0.02637)


def test_a_number_without_a_form_keeps_four_digits() -> None:
    table = pd.DataFrame({"estimate": [0.012345, 3.14159, 27.5, 1234.5, 12.0]})
    assert [row[0] for row in cells(table)[1:]] == ["0.012", "3.142", "27.50", "1,235", "12"]


def test_a_year_is_no_amount() -> None:
    table = pd.DataFrame({"year": [2025.0, None], "loans": [56347, 1]})
    with words.speaking("kaa"):
        shown = cells(table)
        assert shown == [["year", "loans"], ["2025", words.number(56347)], ["–", "1"]]


def test_text_cannot_become_markup() -> None:
    [_head, row] = cells(pd.DataFrame({"group": ["<b>x</b>"], "n": [1]}))
    assert row[0] == "&lt;b&gt;x&lt;/b&gt;"


def test_a_long_table_shows_its_ends_and_its_size() -> None:
    html = frames.html(
        pd.DataFrame({"period": [f"{y}" for y in range(1000, 1100)], "n": range(100)})
    )
    assert html.count("<tr>") == 1 + 1 + 2 * frames.HEAD
    assert "100 rows, 2 columns" in html and ">1099<" in html and ">1050<" not in html


def test_what_the_house_does_not_know_is_left_to_pandas() -> None:
    plain = pd.DataFrame({"a": [1.5], "b": ["x"]})
    assert 'class="dataframe"' in frames.html(plain)
    stacked = pd.DataFrame({("n", "x"): [1]})
    assert 'class="dataframe"' in frames.html(stacked)


def test_an_index_that_says_something_is_shown() -> None:
    table = pd.DataFrame({"n": [3]}, index=pd.Index(["Aqsaǵa"], name="library"))
    assert cells(table) == [["library", "n"], ["Aqsaǵa", "3"]]
