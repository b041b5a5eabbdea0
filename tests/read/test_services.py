"""The table of services: names held to the data, all mistakes told at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from libmkt import read, words
from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import DataError, ParameterError
from libmkt.measures.observed import SERVICE

from .making import book, csv

SCALE = tuple(Category(n) for n in (1, 2, 3))
BOOK = Codebook(
    (
        Field("imp_loan", "ordinal", categories=SCALE),
        Field("perf_loan", "ordinal", categories=SCALE),
        Field("better", "text"),
        Field("uses", "multiple", categories=(Category("loans"), Category("wifi"))),
    )
)
COUNTS = pd.DataFrame(
    {"library": "City", "branch": ["Gúlzar filialı", "Bulaq filialı"], "measure": "loans"}
)
SEEN = pd.DataFrame({"library": "", "branch": "", "area": ["Oqıw zalı", "Balalar zalı"]})
HEAD = "service,importance,performance,satisfaction,used,measures,places,areas\n"


def test_names_are_spelled_as_the_data_have_them(tmp_path: Path) -> None:
    row = (
        "Lending,imp_loan,perf_loan,,uses/loans,Книговыдача;loans,gulzar filiali; CITY,ОҚЫЎ ЗАЛЫ\n"
    )
    path = csv(tmp_path, "services.csv", HEAD + row)
    reading = read.services(path, codebook=BOOK, counts=COUNTS, observations=SEEN)
    assert reading.table.iloc[0].to_list() == [
        *("Lending", "imp_loan", "perf_loan", "", "uses/loans", "loans"),
        *("Gúlzar filialı; City", "Oqıw zalı"),
    ]
    assert reading.log["cells"].tolist() == [1]


def test_everything_wrong_is_told_at_once_with_row_and_value(tmp_path: Path) -> None:
    rows = "Lending,imp_lone,better,,uses/loan,lones,Nowhere,Garden\n"
    rows += "lending,imp_loan,,,,loans,,\n,,,,,loans,,\n"
    path = csv(tmp_path, "services.csv", HEAD + rows)
    with pytest.raises(DataError) as caught:
        read.services(path, codebook=BOOK, counts=COUNTS, observations=SEEN)
    told = [(str(p.where), str(p.what), str(p.found)) for p in caught.value.problems]
    assert told == [
        ("row 2, Question: importance", "the survey has no such question",
         "imp_lone; did you mean imp_loan?"),
        ("row 2, Question: performance",
         "expected a question that is answered by numbers in an order", "better"),
        ("row 2, Option: use", "the survey has no such option to tick",
         "uses/loan; did you mean uses/loans?"),
        ("row 2, Measures", "the counts have no such measure", "lones; did you mean loans?"),
        ("row 2, Places", "the counts have no such library or branch", "Nowhere"),
        ("row 2, Rooms or zones", "the observation sheets have no such area", "Garden"),
        ("row 3, Service", "stands twice", "lending"),
        ("row 4, Service", "the service has no name", "–"),
    ]  # fmt: skip


def test_a_room_that_was_seen_in_other_places_alone_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path, "services.csv", "service,places,areas\nReading,Gúlzar filialı,Oqıw zalı\n")
    there = SEEN.assign(branch=["Bulaq filialı", ""])
    with pytest.raises(DataError) as caught:
        read.services(path, counts=COUNTS, observations=there)
    [told] = caught.value.problems
    assert str(told.what) == "the observation sheets have it in other places"
    assert str(told.found) == "Oqıw zalı: Bulaq filialı"
    for branch in ("Гүлзар филиалы", ""):  # in the other script, or not named at all
        read.services(path, counts=COUNTS, observations=SEEN.assign(branch=branch))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_headings_of_our_own_workbook_are_known(language: str, tmp_path: Path) -> None:
    with words.speaking(language):
        heads = [words.translate(name) for name in SERVICE.values()]
    rows = [["A title"], heads, ["Lending", "imp_loan", "", "", "", "loans", "", ""]]
    table = read.services(book(tmp_path, "x.xlsx", {"Sheet": rows})).table
    assert table[["importance", "measures"]].iloc[0].to_list() == ["imp_loan", "loans"]


@pytest.mark.parametrize(
    "text, what",
    [
        ("measures\nloans\n", "column is missing"),
        ("service,hats\nLending,1\n", "cannot be understood"),
        ("service,areas,areas\nLending,,\n", "stands twice"),
        ("service,areas\n", "no rows"),
        ("", "empty"),
    ],
)
def test_a_table_that_is_none_is_refused(text: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=what):
        read.services(csv(tmp_path, "services.csv", text))


def test_two_files_are_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        csv(tmp_path, name, "service\nLending\n")
    with pytest.raises(ParameterError, match="one file"):
        read.services(tmp_path)
