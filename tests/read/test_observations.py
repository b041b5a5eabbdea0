"""Observation sheets: as people fill them in, in four languages, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from libmkt import read, words
from libmkt.cli import main
from libmkt.errors import DataError
from libmkt.tables import OBSERVATIONS, Reading

from .making import book, csv

HEAD = "Date,Time,Branch,Area,Seats,Seats taken,Reading,On a phone\n"


def sheet(folder: Path, rows: str, head: str = HEAD, name: str = "sheet.csv") -> Path:
    return csv(folder, name, head + rows)


def refused(path: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        read.observations(path)
    return caught.value


def adds_up(reading: Reading) -> bool:
    """Whether in each file figures found are figures kept and dropped."""
    out = reading.log[reading.log["outcome"].isin(["kept", "dropped"])]
    sums = out.groupby("file")["cells"].sum()
    return all(sums[one.file] == one.cells_in for one in reading.files)


def test_a_row_becomes_one_line_for_the_seats_and_one_for_each_activity(tmp_path: Path) -> None:
    reading = read.observations(sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,9,4,0\n"))
    assert list(reading.table.columns) == list(OBSERVATIONS)
    assert reading.table[["activity", "seats", "occupied"]].to_numpy().tolist() == [
        ["", 40.0, 9.0],
        ["act_reading", 40.0, 4.0],
        ["act_phone", 40.0, 0.0],
    ]
    assert adds_up(reading) and reading.files[0].cells_kept == 3


def test_an_empty_cell_is_no_zero_and_an_area_not_looked_at_no_row(tmp_path: Path) -> None:
    rows = "2026-09-14,10:00,Main,Hall,40,9,,3\n2026-09-14,10:00,Main,Kids,20,,,\n"
    rows += "2026-09-14,10:00,Main,Lab,5,1,1,0\n"
    reading = read.observations(sheet(tmp_path, rows))
    assert reading.table["area"].unique().tolist() == ["Hall", "Lab"]
    assert reading.table["activity"].tolist() == ["", "act_phone", "", "act_reading", "act_phone"]
    log = reading.log.set_index("rule")["cells"]
    assert log["not_counted"] == 4 and log["kept"] == 5 and adds_up(reading)


def test_one_date_above_several_areas_is_that_of_all_of_them_and_is_told(tmp_path: Path) -> None:
    rows = "14.09.2026,10.00,Main,Hall,40,9,,\n,,,Kids,20,3,,\n,14-30,,Hall,40,0,,\n"
    rows += "Total,,,,,12,,\n"
    reading = read.observations(sheet(tmp_path, rows))
    seen = reading.table[["date", "time", "branch", "area"]].to_numpy().tolist()
    assert seen == [
        ["2026-09-14", "10:00", "Main", "Hall"],
        ["2026-09-14", "10:00", "Main", "Kids"],
        ["2026-09-14", "14:30", "Main", "Hall"],
    ]
    log = reading.log.set_index("rule")
    assert log.loc["as_above", "rows"] == 2 and log.loc["total_row", "cells"] == 1
    assert adds_up(reading)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_headings_of_our_own_sheet_are_known_in_every_language(
    language: str, tmp_path: Path
) -> None:
    from libmkt.measures.observed import ACTIVITIES, OWN_ACTIVITY, SHEET

    with words.speaking(language):
        heads = [words.translate(name) for name in (*SHEET.values(), *ACTIVITIES.values())]
        heads.append(f"{words.translate(OWN_ACTIVITY)}: шахмат")
    row = [dt.date(2026, 9, 14), dt.time(14, 0), "", "Zal", 30, 12, "", 1, 2, 3, 4, 5, 6, 7, 8]
    path = book(tmp_path, "лист.xlsx", {"Zal": [["A title", None], heads, row]})  # type: ignore[list-item]
    table = read.observations(path).table
    assert table["activity"].tolist() == ["", *ACTIVITIES, "шахмат"]
    assert table["occupied"].tolist() == [12.0, *range(1, 9)]
    assert set(table["date"] + " " + table["time"]) == {"2026-09-14 14:00"}


def test_everything_wrong_is_told_at_once_with_row_and_value(tmp_path: Path) -> None:
    error = refused(
        sheet(
            tmp_path,
            "31.02.2026,10:00,Main,Hall,40,9,,\n2026-09-14,26:00,Main,Hall,0,9,,\n"
            "2026-09-14,10:00,Main,,40,9,,\n2026-09-14,11:00,Main,Hall,40,-3,,\n"
            "2026-09-14,12:00,Main,Hall,40,310,,\n2026-09-14,13:00,Main,Hall,40,9,10,\n"
            "2026-09-14,14:00,Main,Hall,40,,2,\n2026-09-14,15:00,Main,Hall,40,many,,\n",
        )
    )
    told = {(str(p.where), str(p.what), str(p.found)) for p in error.problems}
    assert told == {
        ("Date", "expected a date", "row 2: 31.02.2026"),
        ("Time", "expected a time of day, as 14:00", "row 3: 26:00"),
        ("Seats", "expected a whole number from 1", "row 3: 0"),
        ("Area", "the area has no name", "row 4: 9"),
        ("Seats taken", "expected a whole number from 0", "row 5: -3; 9: many"),
        ("Seats taken", "more than twice the seats of the area (40)", "row 6: 310"),
        ("Reading", "more than the seats that were taken (9)", "row 7: 10"),
        (
            "Seats taken",
            "what people did is counted, but not how many seats were taken",
            "row 8: –",
        ),
    }


def test_more_people_than_seats_are_kept_and_noted(tmp_path: Path) -> None:
    reading = read.observations(sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,41,,\n"))
    assert reading.table["note"].tolist() == ["crowded"]
    assert reading.log.set_index("rule").loc["crowded", "cells"] == 1


def test_an_area_seen_twice_in_one_sweep_is_refused_across_files(tmp_path: Path) -> None:
    sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,9,,\n", name="a.csv")
    sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,8,,\n", name="b.csv")
    with pytest.raises(DataError, match=r"second time in one sweep .* 2026-09-14 10:00"):
        read.observations(tmp_path)


def test_a_column_that_is_not_understood_is_refused_with_the_lines_that_accept_it(
    tmp_path: Path,
) -> None:
    path = sheet(tmp_path, "2026-09-14,Hall,40,9,3\n", head="Date,Area,Seats,Seats taken,Hats\n")
    error = refused(path)
    assert [str(hint) for hint in error.hints][1:3] == ["kind: observations", "columns:"]
    path.with_name("sheet.source.yml").write_text(
        "kind: observations\ncolumns:\n  Hats: wearing a hat\n", encoding="utf-8"
    )
    reading = read.observations(path)
    assert reading.table["activity"].tolist() == ["", "wearing a hat"]
    assert reading.files[0].description.endswith("sheet.source.yml")
    assert read.observations(path, columns={"Hats": "leave out"}).table["activity"].tolist() == [""]


def test_an_observers_name_is_not_read(tmp_path: Path) -> None:
    head = "Date,Area,Seats,Seats taken,Observer,E-mail\n"
    reading = read.observations(sheet(tmp_path, "2026-09-14,Hall,40,9,A. B.,a@b.uz\n", head=head))
    assert "A. B." not in reading.table.to_csv() + reading.log.to_csv()
    assert "a@b.uz" not in reading.table.to_csv() + reading.log.to_csv()


def test_a_description_of_sheets_refuses_what_would_do_nothing(tmp_path: Path) -> None:
    path = sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,9,,\n")
    path.with_name("sheet.source.yml").write_text(
        "kind: observations\nmeasure: loans\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="no use for: measure"):
        read.observations(path)


def test_an_unfilled_sheet_beside_filled_ones_is_told_and_alone_is_refused(tmp_path: Path) -> None:
    sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,9,,\n", name="a.csv")
    empty = sheet(tmp_path, ",,Main,Hall,40,,,\n", name="b.csv")
    rules = read.observations(tmp_path).log["rule"].tolist()
    assert "file_without_figures" in rules
    assert "is it filled in" in str(refused(empty))


def test_what_check_saves_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheet(tmp_path, "2026-09-14,10:00,Main,Hall,40,9,4,\n")
    before = read.observations(path).table
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    assert main(["check", str(path), "--as", "observations", "--save"]) == 0
    assert "Hall" in capsys.readouterr().out
    saved = path.with_name("sheet.source.yml").read_text(encoding="utf-8")
    assert saved.startswith("kind: observations") and "Seats taken: occupied" in saved
    assert read.observations(path).table.equals(before)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"<html></html>", b"Date\n", b"\xff\xfe"])
def test_no_file_however_broken_gives_a_stack_trace(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    refused(path)


def test_a_time_behind_the_date_is_read_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    head = "Date,Area,Seats,Seats taken\n"
    good = sheet(tmp_path, "2026-09-14 10:00,Hall,40,9\n14.09.2026,Kids,9,1\n", head=head)
    assert read.observations(good).table["time"].tolist() == ["10:00", ""]
    error = refused(sheet(tmp_path, "2026-09-14 31:00,Hall,40,9\n", head=head))
    assert str(error.problems[0].what) == "expected a time of day, as 14:00"
