"""Replicate weights of published files: read by the codebook, used, and refused where unclear."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from libmkt.codebook import Codebook, Field, Replication, load, save, workbook, workbook_reading
from libmkt.errors import DataError
from libmkt.read import survey
from libmkt.surveys import means
from libmkt.surveys.weighted import weighted
from tests.surveys.test_estimates import script

FIELDS = (
    Field("y", "interval", "number"),
    Field("w", "interval", "number", role="weight"),
    Field("r1", "interval", "number", role="replicate"),
    Field("r2", "interval", "number", role="replicate"),
)
TABLE = "id,y,w,r1,r2\n1,1,1,2,0\n2,3,1,0,2\n3,5,2,2,2\n"
BOOK = Codebook(FIELDS, replication=Replication("brr"))


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    """All numbers, ours and R's, worked out once."""
    found: pd.DataFrame = script("comparison").compared(None, "compare_replicates")
    return found


def test_a_published_files_estimates_are_those_of_r(compared: pd.DataFrame) -> None:
    assert len(compared) == 170
    assert compared["equal"].all(), compared[~compared["equal"]].to_string()


def test_the_page_says_what_the_comparison_finds(root: Path, compared: pd.DataFrame) -> None:
    page = (root / "docs" / "methods" / "surveys.md").read_text(encoding="utf-8")
    lines = script("comparison").lines(compared)[4:]
    told = ["|".join(line.split("|")[1:5]) for line in lines]
    assert len(told) == 2 and [line for line in told if line not in page] == []


def test_the_error_is_the_spread_of_the_replicates(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    answers = survey(tmp_path / "a.csv", codebook=BOOK)
    held = weighted(answers, None)
    # means 3.5 by the weights, 3 and 4 by the replicates: ((3 - 3.5)² + (4 - 3.5)²) / 2
    found = means(held.table, "y", held.design).iloc[0]
    assert (found["estimate"], found["std_error"]) == pytest.approx((3.5, 0.5))


@pytest.mark.parametrize(
    "said",
    [
        Replication("brr"),
        Replication("fay", rho=0.5, centre="estimate"),
        Replication("stratified jackknife", 1.0, (0.5, 0.75), df=7),
    ],
)
def test_how_they_were_made_is_kept_in_both_kinds_of_codebook(
    tmp_path: Path, said: Replication
) -> None:
    book = replace(BOOK, replication=said)
    assert load(save(book, tmp_path / "a.codebook.json")) == book
    again = workbook_reading.read(workbook.write(book, tmp_path / "a.xlsx"))
    assert again.replication == said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (None, "say how the replicate weights were made: kind"),
        ({"kind": "sdr"}, r"replicates\.kind  expected one of: bootstrap, .*found: sdr"),
        ({"kind": "brr", "factors": [1]}, "one factor for each replicate weight"),
        ({"kind": "stratified jackknife"}, "one factor for each replicate weight"),
        ({"kind": "fay", "rho": 1}, "from 0 to below 1"),
        ({"kind": "brr", "scale": "small"}, r"replicates\.scale +expected a number"),
        ({"kind": "brr", "mse": True}, r"replicates\.mse +mse is not known here"),
        ("brr", "expected names with values"),
    ],
)
def test_what_is_unclear_of_them_refuses_the_codebook(
    tmp_path: Path, entry: object, said: str
) -> None:
    path = save(BOOK, tmp_path / "a.codebook.json")
    data = json.loads(path.read_text("utf-8")) | {"libmkt:replicates": entry}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        load(path)


def test_replicates_without_their_weight_or_method_are_not_used() -> None:
    table = pd.DataFrame({"y": [1.0, 3, 5], "w": [1.0, 1, 2], "r1": [2.0, 0, 2], "r2": [0.0, 2, 2]})
    with pytest.raises(DataError, match="say how the replicate weights were made"):
        weighted(table, None, codebook=replace(BOOK, replication=None))
    with pytest.raises(DataError, match="no field of the role weight"):
        weighted(table, None, codebook=replace(BOOK, fields=(FIELDS[0], *FIELDS[2:])))
    with pytest.raises(DataError, match="r2  column is missing"):
        weighted(table.drop(columns="r2"), None, codebook=BOOK)


def test_a_replicate_that_the_file_lacks_is_told_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE.replace("r2", "other"), encoding="utf-8")
    with pytest.raises(DataError, match="r2  column is missing"):
        survey(tmp_path / "a.csv", codebook=BOOK)


def test_a_mistake_in_the_workbook_names_its_row(tmp_path: Path) -> None:
    path = workbook.write(replace(BOOK, replication=None), tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="survey!replicates  say how"):
        workbook_reading.read(path)
