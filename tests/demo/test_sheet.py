"""The director's sheet has the figures of the data in the shape of the region's workbooks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from libmkt.demo import director_sheet, facts
from libmkt.demo.sheet import SHEETS, figures
from libmkt.errors import ParameterError


def test_the_sheet_has_title_merged_headings_districts_and_total(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(director_sheet(tmp_path / "s.xlsx", "2026-09", "kaa")).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Demo wálayatı kitapxanalarınıń jumısı haqqında esabat: 2026-jıl sentyabr"
    assert rows[2][:3] == ("№", "Rayon", "Paydalanıwshılar")
    assert rows[3][2:6] == ("jámi", "0-14 jas", "15-24 jas", "25+ jas")
    assert [row[1] for row in rows[4:20]] == [d.name for d in facts.DISTRICTS]
    assert rows[20][1] == "Jámi"
    assert {"A3:A4", "B3:B4", "C3:F3", "G3:G4"} <= {str(r) for r in sheet.merged_cells.ranges}


def test_the_sheet_says_what_the_monthly_file_says(tmp_path: Path, monthly: pd.DataFrame) -> None:
    file = monthly[monthly["month"] == "2026-09"].set_index("district")
    for district, values in figures("2026-09"):
        assert {name: values[name] for name in facts.MEASURES} == file.loc[
            district, list(facts.MEASURES)
        ].to_dict()


def test_some_numbers_are_text_with_no_break_spaces_and_the_total_is_right(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(director_sheet(tmp_path / "s.xlsx", "2025", "ru")).active
    loans = [sheet.cell(row, 10).value for row in range(5, 21)]
    texts = [value for value in loans if isinstance(value, str)]
    assert len(texts) == 8 and all("\u00a0" in value for value in texts)
    whole = sum(int(str(value).replace("\u00a0", "")) for value in loans)
    assert sheet.cell(21, 10).value == whole


def test_the_same_sheet_is_the_same_bytes(tmp_path: Path) -> None:
    one, two = (director_sheet(tmp_path / f"{n}.xlsx", "2026-10", "uz") for n in "12")
    assert one.read_bytes() == two.read_bytes()


def test_next_month_is_there_for_the_walk_through() -> None:
    assert len(figures("2026-12")) == 16


@pytest.mark.parametrize("language", [code for code in SHEETS if code != "uz-cyrl"])
@pytest.mark.parametrize("period", ["2026-09", "2025"])
def test_the_reader_takes_the_sheet_without_any_mapping(
    language: str, period: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from libmkt import read

    root = tmp_path / "workbench"
    (root / "parameters").mkdir(parents=True)
    (root / "parameters" / "library.yml").write_text("name: Demo\n", encoding="utf-8")
    (root / "data").mkdir()
    monkeypatch.setenv("LIBMKT_ROOT", str(root))
    director_sheet(root / "data" / "sheet.xlsx", period, language)
    table = read.counts("data/sheet.xlsx").table
    assert set(table["period"]) == {period}
    whole = table[table["breakdown_name"] == ""].groupby("measure")["value"].sum()
    for name, measure in (("users", "users"), ("visits", "visits"), ("loans", "loans")):
        assert whole[measure] == sum(values[name] for _, values in figures(period))
    ages = table[(table["measure"] == "users") & (table["breakdown_name"] == "age")]
    assert ages["value"].sum() == whole["users"]


def test_a_month_or_a_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no director's sheet of 2027-01"):
        director_sheet(tmp_path / "s.xlsx", "2027-01")
    with pytest.raises(ParameterError, match="expected kaa, uz, uz-cyrl, ru, en"):
        director_sheet(tmp_path / "s.xlsx", "2026-09", "de")
    assert not (tmp_path / "s.xlsx").exists()
