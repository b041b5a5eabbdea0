"""The population that a survey is weighted to: codes, labels, refusals with their rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from libmkt.codebook import Category, Codebook, Field
from libmkt.errors import DataError, MissingError, ParameterError
from libmkt.read.margins import margins

HEAD = "variable,category,target\n"
BOOK = Codebook(
    (
        Field(
            "sex", type="integer",
            categories=(Category(1, {"en": "women", "kaa": "hayal", "ru": "женщины"}),
                        Category(2, {"en": "men", "kaa": "erkek", "ru": "мужчины"})),
        ),
        Field("place", categories=(Category("Gúlzar filialı"), Category("Bulaq filialı"))),
    )
)  # fmt: skip


def written(folder: Path, rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "population.csv"
    path.write_text(head + rows, encoding=encoding)
    return path


def test_codes_are_kept_and_the_reading_counts_its_rows(tmp_path: Path) -> None:
    found = margins(written(tmp_path, "sex,1,520\nsex,2,480\n"), BOOK)
    assert found.table.to_numpy().tolist() == [["sex", "1", 520.0, 2], ["sex", "2", 480.0, 3]]
    assert found.log["cells"].sum() == 2 and found.files[0].file.endswith("population.csv")


@pytest.mark.parametrize("pair", ["hayal erkek", " Hayal  ERKEK ", "женщины мужчины", "women men"])
def test_labels_of_any_language_become_codes(pair: str, tmp_path: Path) -> None:
    first, second = pair.split()
    found = margins(written(tmp_path, f"sex, {first} ,0.5\nsex,{second},0.5\n"), BOOK)
    assert found.table["category"].tolist() == ["1", "2"]


def test_names_with_apostrophes_and_accents_are_codes_too(tmp_path: Path) -> None:
    rows = "place,Gúlzar filialı,3\nplace,Bulaq filialı,2\n"
    assert margins(written(tmp_path, rows), BOOK).table["category"].tolist() == [
        "Gúlzar filialı",
        "Bulaq filialı",
    ]


def test_a_workbooks_numbers_are_codes_and_percentages_are_shares(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["variable", "category", "target"], ["sex", 1.0, "55%"], ["sex", 2, 0.45]):
        book.active.append(row)
    book.save(tmp_path / "population.xlsx")
    found = margins(tmp_path / "population.xlsx", BOOK).table
    assert found["category"].tolist() == ["1", "2"]
    assert found["target"].tolist() == pytest.approx([0.55, 0.45])


def test_headings_may_be_in_capitals_and_rows_may_be_empty(tmp_path: Path) -> None:
    head = " Variable ;CATEGORY;Target;source\n"
    rows = "sex;1;12 000;census\n;;;\nsex;2;11 000,5;census\n"
    found = margins(written(tmp_path, rows, head), BOOK).table
    assert found["target"].tolist() == [12_000, 11_000.5]


@pytest.mark.parametrize(
    "rows, said",
    [
        ("sex,1,-5\n", r"row 2 .* from 0 .*-5"),
        ("sex,1,many\nsex,2,\n", r"(?s)row 2 .*many.*row 3 .*–"),
        ("sex,1,5\nage,2,5\n", r"row 3 .*no such question .*age"),
        ("sex,1,5\nsex,3,5\n", r"row 3 .*no such answer .*sex: 3"),
        ("sex,1,5\nsex,women,6\n", r"row 3 .*stands twice .*sex: 1"),
        ("sex,1,5\n\nsex,1,6\n", r"row 4 .*stands twice .*sex: 1"),
        ("", "headings but no rows"),
    ],
)
def test_what_is_wrong_is_named_with_file_row_and_value(
    rows: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=said) as refused:
        margins(written(tmp_path, rows), BOOK)
    assert "population.csv cannot be used as the population" in str(refused.value)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        margins(written(tmp_path, "sex,1,x\nage,1,1\nsex,9,1\n"), BOOK)
    assert len(refused.value.problems) == 3


def test_a_missing_column_an_empty_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"category .*missing .*variable, kategory, target"):
        margins(written(tmp_path, "sex,1,5\n", "variable,kategory,target\n"))
    with pytest.raises(DataError, match=r"(?s)as the population.*empty"):
        margins(written(tmp_path, "", ""))
    with pytest.raises(MissingError):
        margins(tmp_path / "none.csv")


def test_two_files_are_one_too_many(tmp_path: Path) -> None:
    first = written(tmp_path, "sex,1,5\n")
    second = first.with_name("other.csv")
    second.write_bytes(first.read_bytes())
    with pytest.raises(ParameterError, match="one file"):
        margins([first, second])
