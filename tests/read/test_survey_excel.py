"""A plain table of answers after Excel and many hands: mended and told, or refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from libmkt import read
from libmkt.codebook.draft import Asked
from libmkt.errors import DataError
from libmkt.read.survey_format import Format
from libmkt.read.survey_private import personal

HEAD = ["№", "Sana", "Yosh", "Baho", "Qayta kelasizmi?"]
DAY = dt.date(2026, 9, 1)
Table = list[list[object]]


def rows() -> Table:
    return [
        [i + 1, f"{1 + i % 28:02d}.09.2026", ("15–24", "25–34")[i % 2], 1 + i % 5,
         ("Ha", "Yoʻq")[i % 3 > 0]]
        for i in range(60)
    ]  # fmt: skip


def saved(folder: Path, table: Table, *, sep: str = ",", head: list[str] | None = None) -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=sep).writerows([head or HEAD, *table])
    path = folder / "poll.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def rules(path: Path) -> dict[str, int]:
    log = read.survey(path).log
    return dict(zip(log["rule"], log["cells"], strict=True))


def with_column(name: str, values: list[object]) -> Table:
    at = HEAD.index(name)
    return [[*row[:at], value, *row[at + 1 :]] for row, value in zip(rows(), values, strict=True)]


def test_a_poll_saved_twice_is_read_as_it_was(tmp_path: Path) -> None:
    """Days as numbers, codes as 1,0, semicolons, a byte order mark."""
    once = read.survey(saved(tmp_path, rows()))
    serial = [(DAY - dt.date(1899, 12, 30)).days + i % 28 for i in range(60)]
    table = with_column("Sana", list(serial))
    twice = [[f"{row[0]},0", *row[1:3], f"{row[3]},0", row[4]] for row in table]
    path = saved(tmp_path, twice, sep=";")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    again = read.survey(path)
    assert again.table.equals(once.table)
    assert list(again.table) == ["respondent", "submitted", "Yosh", "Baho", "Qayta_kelasizmi"]
    assert rules(path) | {"date_number": 60, "code_with_decimals": 60} == rules(path)


@pytest.mark.parametrize("page", ["cp1251", "latin-1"])
def test_letters_decoded_twice_are_put_back_in_headings_too(tmp_path: Path, page: str) -> None:
    path = saved(tmp_path, rows())
    once = read.survey(path).table
    garbled = path.read_text(encoding="utf-8").encode("utf-8").decode(page, errors="replace")
    path.write_text(garbled, encoding="utf-8", newline="")
    assert read.survey(path).table.equals(once)


def test_a_sum_below_the_answers_is_no_respondent(tmp_path: Path) -> None:
    path = saved(tmp_path, [*rows(), ["Jami", "", "", 180, ""], ["Итого", "", "", "180", ""]])
    assert len(read.survey(path).table) == 60 and rules(path)["total_row"] == 2
    # "all" among answers in words is an answer
    named = [[i, "Hammasi", i % 5] for i in range(9)] + [[9, "Wi-Fi", 3], ["", "Hammasi", 2]]
    kept = saved(tmp_path, named, head=["No", "Nima?", "Baho"])
    assert len(read.survey(kept).table) == 11


def test_numbers_of_forms_that_repeat_are_no_question(tmp_path: Path) -> None:
    path = saved(tmp_path, with_column("№", [1, 1, 1, *range(4, 61)]))
    found = read.survey(path)
    assert found.table["respondent"].tolist() == [str(n) for n in range(1, 61)]
    assert rules(path)["id_not_unique"] == 2 and "No" not in found.table


def test_one_answer_in_two_scripts_and_with_other_apostrophes_is_one(tmp_path: Path) -> None:
    said = (["Ha", "Yoʻq", "Yoʻq", "Ҳа", "Йўқ", "Yo'q"] * 10)[:60]
    found = read.survey(saved(tmp_path, with_column("Qayta kelasizmi?", list(said))))
    answers = found.table["Qayta_kelasizmi"].value_counts().to_dict()
    assert answers == {"Yoʻq": 40, "Ha": 20}


@pytest.mark.parametrize("error", ["#ЗНАЧ!", "#Н/Д", "#DIV/0!"])
def test_an_error_of_a_formula_is_no_answer(tmp_path: Path, error: str) -> None:
    values = [error if i % 10 == 0 else 1 + i % 5 for i in range(60)]
    found = read.survey(saved(tmp_path, with_column("Baho", list(values))))
    assert found.table["Baho"].isna().sum() == 6 and len(found.missing) == 6


def test_a_second_column_of_days_is_a_date_and_no_choice(tmp_path: Path) -> None:
    born = [f"{1 + i % 28:02d}.0{1 + i % 9}.20{10 + i % 9}" for i in range(60)]
    table = [[*row, day] for row, day in zip(rows(), born, strict=True)]
    found = read.survey(saved(tmp_path, table, head=[*HEAD, "Oxirgi kelgan kuningiz"]))
    assert found.codebook.fields[-1].scale == "date"
    unclear = [[*row, f"{1 + i % 9}/{1 + i % 3}/2025"] for i, row in enumerate(rows())]
    found = read.survey(saved(tmp_path, unclear, head=[*HEAD, "Oxirgi kelgan kuningiz"]))
    assert found.codebook.fields[-1].scale != "date"


def test_days_of_which_the_month_stands_first_in_some_are_refused(tmp_path: Path) -> None:
    days = [f"{1 + i % 28}/9/2026" if i % 2 else f"9/{1 + i % 28}/2026" for i in range(60)]
    with pytest.raises(DataError, match=r"Sana .*day or month first"):
        read.survey(saved(tmp_path, with_column("Sana", list(days))))


@pytest.mark.parametrize(
    "heading", ["Ваш возраст?", "Jasıńız", "Жасыңыз", "Yoshingiz nechada?", "Age group", "Ёшингиз"]
)
def test_a_question_on_who_answers_is_known_in_each_language(tmp_path: Path, heading: str) -> None:
    head = [heading if name == "Yosh" else name for name in HEAD]
    book = read.survey(saved(tmp_path, rows(), head=head)).codebook
    assert [one.role for one in book.fields] == ["background", "", ""]


@pytest.mark.parametrize(
    "heading",
    [*("F.I.Sh.", "Oʻquvchining F.I.Sh.", "FISh", "F.A.Á.", "FAÁ", "Ism", "Ism, familiya"),
     *("Ota ismi", "Oqıwshınıń atı", "Reader's name", "Ф. И. О. читателя", "PINFL", "Adres")],
)  # fmt: skip
def test_a_heading_that_names_persons_is_known_in_each_language(heading: str) -> None:
    assert personal(Asked(heading, [f"x{i}" for i in range(9)]), Format()) == "personal"
