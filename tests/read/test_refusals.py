"""Files that cannot be read give one clear error; none gives a trace or a guess."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libmkt.errors import DataError, LibmktError, MissingError
from libmkt.read import counts
from tests.read.making import accounted, book, csv, read, values

BROKEN = {
    "empty.csv": (b"", "the file is empty"),
    "blank.csv": (b"\xef\xbb\xbf \r\n \r\n", "the file is empty"),
    "page.xls": (b"<html><body><table><tr><td>Branch</td></tr></table>", "web page"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\x00\x00", "binary file"),
    "zeros.csv": (b"Branch,Visits\x00\x00\x01", "binary file"),
    "broken.xlsx": (b"PK\x03\x04 not a workbook", "damaged"),
    "headings.csv": (b"Branch,Year,Visits\n", "no figure was found"),
    "text.csv": (b"Branch,Year,Visits\nA,2025,many\n", "a text where a number belongs"),
    "less.csv": (b"Branch,Year,Visits\nA,2025,-5\n", "a count below zero"),
    "twice.csv": (b"Branch,Year,Visits\nA,2025,5\nA,2025,6\n", "a second time"),
    "nokey.csv": (b"Branch,Year,Visits\nA,2025,5\n,2025,7\n", "without a name of the library"),
    "year.csv": (b"Branch,Year,Visits\nA,last,5\n", "no period that can be read"),
    "when.csv": (b"Branch,Visits\nA,5\n", "does not say of which time"),
    "what.csv": (b"Branch,2025,2026\nA,5,6\n", "does not say what it counts"),
    "strange.csv": (b"Branch,Year,Visits,Frobs\nA,2025,5,7\n", "cannot be understood"),
    "comma.csv": (b'Branch;Year;Visits\nA;2025;1,204\nB;2025;3,500\n', "thousands or decimals"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_what_is_wrong_with_it(tmp_path: Path, name: str) -> None:
    content, what = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=what) as caught:
        counts(path)
    assert name in str(caught.value)


def test_a_pattern_finds_its_files_wherever_they_lie(tmp_path: Path, root: Path) -> None:
    csv(tmp_path, "a.csv", "Branch,Year,Visits\nA,2025,5\n")
    csv(tmp_path, "b.csv", "Branch,Year,Visits\nA,2026,6\n")
    for place in (root, None):
        assert len(counts(str(tmp_path / "*.csv"), root=place).table) == 2
    with pytest.raises(MissingError):
        counts(str(tmp_path / "*.xlsx"))


@pytest.mark.parametrize("date", ["9999-12-31", "31.12.9999", "0001-01-01", "9999-01-01/P1Y"])
def test_a_date_that_only_says_no_end_is_no_period(tmp_path: Path, date: str) -> None:
    with pytest.raises(DataError, match="no period that can be read"):
        counts(csv(tmp_path, "x.csv", f"Branch,Date,Visits\nA,2025-05-01,5\nA,{date},6\n"))


def test_every_problem_is_listed_with_its_row_and_value(tmp_path: Path) -> None:
    text = "Branch,Year,Visits,Loans\nA,2025,many,-3\nB,2025,few,2\n"
    with pytest.raises(DataError) as caught:
        counts(csv(tmp_path, "x.csv", text))
    shown = str(caught.value)
    assert "row 2: many; 3: few" in shown
    assert "row 2: -3" in shown


def test_a_column_that_is_not_understood_is_accepted_by_the_lines_printed(tmp_path: Path) -> None:
    path = csv(tmp_path, "x.csv", "Branch,Year,Visits,Frobs\nA,2025,5,7\n")
    with pytest.raises(DataError) as caught:
        counts(path)
    lines = str(caught.value).split("x.source.yml:\n")[1]
    assert 'columns:\n  "Frobs": leave out' in lines
    reading = read(path, lines)
    assert values(reading, "measure", "value") == [("visits", 5)]
    assert read(path, columns={"Frobs": "loans"}).table["measure"].tolist() == ["visits", "loans"]


@pytest.mark.parametrize("name", ["what.csv", "comma.csv", "twice.csv"])
def test_the_lines_printed_accept_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name][0])
    with pytest.raises(DataError) as caught:
        counts(path)
    lines = str(caught.value).split(".source.yml:\n")[1]
    read(path, lines)


def test_a_wrong_encoding_is_told_with_its_row(tmp_path: Path) -> None:
    path = csv(tmp_path, "x.csv", "Район,Год,Посещения\nЧимбай,2025,5\n", "cp1251")
    with pytest.raises(DataError, match="the bytes are not utf-8"):
        read(path, "encoding: utf-8\n")
    assert read(path, "encoding: cp1251\n").table["library"].tolist() == ["Чимбай"]


def test_a_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"nowhere\.csv"):
        counts(tmp_path / "nowhere.csv")


def test_two_sheets_that_differ_on_one_figure_are_refused(tmp_path: Path) -> None:
    sheets = {
        "one": [["Branch", "Year", "Visits"], ["A", 2025, 5]],
        "two": [["Branch", "Year", "Visits"], ["A", 2025, 6]],
    }
    with pytest.raises(DataError, match="another figure for the same"):
        counts(book(tmp_path, "x.xlsx", sheets))  # type: ignore[arg-type]
    assert counts(tmp_path / "x.xlsx", sheet="two").table["value"].tolist() == [6]


def test_a_name_that_may_be_two_places_is_refused(tmp_path: Path) -> None:
    from libmkt.read.lost import repaired

    assert repaired("T?rt?l", ("Tórtúl", "Tartal")) == ("T?rt?l", ["Tórtúl", "Tartal"])
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "library.yml").write_text("name: X\ndata_roots: [.]\n", "utf-8")
    (tmp_path / "data" / "places").mkdir(parents=True)
    places = "kaa,uz,ru,en,kind\nTórtúl,,,,district\nTartal,,,,district\n"
    (tmp_path / "data" / "places" / "p.csv").write_text(places, "utf-8")
    path = csv(tmp_path, "x.csv", "Rayon;Year;Visits\nT?rt?l;2025;5\n")
    with pytest.raises(DataError, match="it may be Tórtúl, Tartal"):
        counts(path, root=tmp_path)


def test_a_misspelt_description_names_its_line(tmp_path: Path) -> None:
    path = csv(tmp_path, "x.csv", "Branch,Year,Visits\nA,2025,5\n")
    with pytest.raises(DataError, match=r"line 2 +colums is not known here +did you mean columns"):
        read(path, "kind: counts\ncolums:\n  A: loans\n")


def test_a_described_key_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = csv(tmp_path, "x.csv", "Branch,Year,Visits\nA,2025,5\n")
    with pytest.raises(DataError, match="the table has none"):
        read(path, "columns:\n  Site: branch\n")


CELLS = st.one_of(
    st.sampled_from(["", "2025", "2025-01", "Jámi", "Visits", "Loans", "Branch", "1 204", "39%"]),
    st.sampled_from(["A", "B", "-1", "1,5", "12,500", "–", "Note: x", "N?kis", "0", "7*"]),
    st.text(max_size=5),
    st.integers(-5, 10**6).map(str),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_any_grid_is_read_and_accounted_for_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], sign: str
) -> None:
    import csv as writer

    path = tmp_path_factory.mktemp("any") / "visits-2025.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer.writer(stream, delimiter=sign).writerows(rows)
    try:
        accounted(counts(path))
    except LibmktError as error:
        assert str(error)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "visits-2025.csv"
    path.write_bytes(content)
    try:
        accounted(counts(path))
    except LibmktError as error:
        assert str(error)


WIDE = st.lists(
    st.lists(st.one_of(st.integers(0, 9999).map(str), st.sampled_from(["", "–", "-1"])),
             min_size=3, max_size=3), min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(WIDE)
def test_the_sum_of_what_is_kept_is_the_sum_of_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    lines = ["Branch,2025-01,2025-02,2025-03"]
    lines += [",".join([f"Branch {i}", *row]) for i, row in enumerate(rows)]
    total = sum(int(cell) for row in rows for cell in row if cell.isdigit())
    path = csv(tmp_path_factory.mktemp("any"), "visits.csv", "\n".join(lines))
    description = "missing: {-1: not reported}\nmeasure: visits\ncolumns: {Branch: branch}\n"
    if not any(cell.isdigit() for row in rows for cell in row):
        with pytest.raises(DataError):
            read(path, description)
    else:
        assert read(path, description).table["value"].sum() == total


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_that_leads_to_itself_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    with pytest.raises(MissingError, match=r"loop\.csv"):
        counts(tmp_path / "loop.csv")
