"""Real survey files, each read to the respondents, questions and labels that it has."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from libmkt.codebook import SurveyReading, load, save
from libmkt.read import survey, waves
from libmkt.read.survey_lss import structure


@pytest.fixture(scope="module")
def rse(shared_data: Path) -> SurveyReading:
    return survey(shared_data / "rse-survey-limesurvey" / "public_data_2017_uk.csv")


def test_smu_has_2639_respondents_and_the_published_score(shared_data: Path) -> None:
    reading = survey(shared_data / "smu-library-survey-2018" / "Raw Data LSR.csv")
    table = reading.table
    assert len(table) == 2639 and table["respondent"].is_unique
    nps = table["NPS1"].dropna()
    assert len(nps) == 2519
    score = 100 * ((nps >= 9).mean() - (nps <= 6).mean())
    assert score == pytest.approx(31.04, abs=0.005)
    importance = reading.codebook.having(battery="I")
    performance = reading.codebook.having(battery="P")
    assert (len(importance), len(performance)) == (26, 27)
    assert {one.scale for one in (*importance, *performance)} == {"ordinal"}
    assert importance[0].values == tuple(range(1, 8))
    assert reading.codebook["NPS1"].role == "nps"
    assert len(reading.codebook["NA"].columns) == 26
    # 1,730 where "NA", "N/A", "n/a" and "None" (46 comments) are taken for empty cells
    empty = table["Comment1"].isin(["NA", "N/A", "n/a", "None"])
    assert (table["Comment1"].notna().sum(), empty.sum()) == (1776, 46)


def test_smu_as_a_workbook_is_the_same_as_its_csv(shared_data: Path) -> None:
    folder = shared_data / "smu-library-survey-2018"
    book = survey(folder / "Raw data 2018-03-07 SMU LCS data file - KLG.xlsx").table
    text = survey(folder / "Raw Data LSR.csv").table
    assert len(book) == len(text)
    pd.testing.assert_frame_equal(
        book[["respondent", "I01", "P27", "NPS1"]], text[["respondent", "I01", "P27", "NPS1"]]
    )


def test_smu_labels_are_taken_from_its_legend(shared_data: Path) -> None:
    folder = shared_data / "smu-library-survey-2018"
    reading = survey(folder / "Raw data 2018-03-07 SMU LCS data file - KLG.xlsx")
    book = reading.codebook
    assert reading.log.set_index("rule").loc["legend_sheet", "example"] == "Legend"
    assert book["HowOftenL"].labels("und")[5] == "Never"
    assert book["Position"].labels("und")[14] == "Others"
    assert book["NPS1"].text("und").startswith("How likely are you to rec")
    assert book["NPS1"].role == "nps"
    pairs = book.pairs("importance", "performance")
    assert [(a.name, b.name) for a, b in pairs[:2]] == [("I01", "P01"), ("I02", "P02")]
    assert len(pairs) == 26 and book["P27"].role == ""
    assert book["NA"].categories[25].text("und").startswith("I find it easy to use mobile")
    # the largest shortfall of performance against importance: items 14, 15 and 19
    gaps = {a.item: reading.table[b.name].mean() - reading.table[a.name].mean() for a, b in pairs}
    assert sorted(gaps, key=gaps.__getitem__)[:3] == ["14", "15", "19"]


def test_every_question_of_the_rse_structure_with_a_column_is_read_with_its_labels(
    shared_data: Path, rse: SurveyReading
) -> None:
    folder = shared_data / "rse-survey-limesurvey"
    with (folder / "public_data_2017_uk.csv").open(encoding="utf-8-sig", newline="") as stream:
        head = next(csv.reader(stream))
    assert (len(rse.table), len(head)) == (253, 245)
    columns = {re.split(r"\. ", heading)[0] for heading in head if heading}
    known = structure(folder / "uk_core_survey.lss")
    there = [
        one for one in known.fields
        if {one.column or one.name, *(c.column for c in one.categories)} & columns
    ]  # fmt: skip
    assert len(there) == 79
    read = set(rse.codebook.names)
    missed = [one.name for one in there if one.name not in read]
    # by 2017 the programming languages were a question with several answers, not three texts
    assert missed == ["tool4can_SQ001", "tool4can_SQ002", "tool4can_SQ003"]
    assert len(rse.codebook["tool4can"].columns) == 39
    for one in there:
        if one.name in read:
            found = rse.codebook[one.name]
            assert found.wording == one.wording
            assert [c.text() for c in found.categories][: len(one.categories)] == [
                c.text() for c in one.categories
            ]


def test_every_answer_of_the_rse_file_is_kept_or_listed(
    shared_data: Path, rse: SurveyReading
) -> None:
    path = shared_data / "rse-survey-limesurvey" / "public_data_2017_uk.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    filled = int((raw != "").to_numpy().sum())
    (file,) = rse.files
    assert file.cells_in == filled
    assert file.cells_kept + int(rse.dropped["cells"].sum()) == filled
    assert rse.dropped["reason"].tolist() == ["row_numbers"]


def test_a_middle_answer_respelled_since_keeps_its_place_in_the_scale(
    shared_data: Path, rse: SurveyReading
) -> None:
    path = shared_data / "rse-survey-limesurvey" / "public_data_2017_uk.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    (heading,) = [name for name in raw if name.startswith("likertagree2[affSat1]")]
    middle = (raw[heading] == "Neither agree or disagree").sum()
    assert (rse.table["likertagree2_affSat1"] == 3).sum() == middle == 20
    assert rse.table["likertagree2_affSat1"].max() == 5


def test_the_rse_codebook_reads_the_file_to_the_same_table(
    shared_data: Path, rse: SurveyReading, tmp_path: Path
) -> None:
    place = save(rse.codebook, tmp_path / "rse.codebook.json")
    assert load(place) == rse.codebook
    path = shared_data / "rse-survey-limesurvey" / "public_data_2017_uk.csv"
    again = survey(path, codebook=place)
    pd.testing.assert_frame_equal(again.table, rse.table)


def test_two_years_of_a_programmes_feedback_are_two_waves(shared_data: Path) -> None:
    files = {
        year: shared_data / "uw-gsri-survey" / f"GSRI-{year}-Refined.csv"
        for year in ("2021", "2022")
    }
    reading = waves(files)
    assert reading.table.groupby("wave").size().to_dict() == {"2021": 42, "2022": 56}
    assert reading.codebook["Recommended"].values == (1, 2, 3, 4, 5)
    raw = pd.read_csv(files["2022"])
    agree = (raw["Recommended"].str.casefold() == "strongly agree").sum()
    table = reading.table
    assert ((table["wave"] == "2022") & (table["Recommended"] == 5)).sum() == agree
    told = reading.log.set_index("rule")["example"]
    assert told["wave_added"] == "Comfort_Level"
    assert set(told["wave_removed"]) == {"Comfort_Before", "Comfort_After"}
    assert table["respondent"].is_unique


def test_newcastle_event_forms_are_read_one_by_one(shared_data: Path) -> None:
    folder = shared_data / "newcastle-libraries" / "feedback-forms"
    counts = {path.name: len(survey(path).table) for path in sorted(folder.glob("*/*.csv"))}
    assert len(counts) == 10
    assert max(counts.values()) == 37 and counts["Work club - City.csv"] == 4


def test_a_grid_spread_over_columns_is_one_question_a_row(shared_data: Path) -> None:
    folder = shared_data / "newcastle-libraries" / "feedback-forms" / "2011-2012"
    reading = survey(folder / "Art and craft club - City.csv")
    calmer = next(f for f in reading.codebook.fields if "feel more confident" in f.text("und"))
    assert calmer.values == ("Yes", "No")
    raw = pd.read_csv(folder / "Art and craft club - City.csv", header=1)
    yes = raw["a) feel more confident - Yes"].notna().sum()
    assert (reading.table[calmer.name] == "Yes").sum() == yes
    uses = next(f for f in reading.codebook.having(scale="multiple"))
    assert reading.table[f"{uses.name}/Borrow books"].sum() == raw["Borrow books"].notna().sum()


def test_spss_labels_and_user_missing_are_kept_apart(shared_data: Path) -> None:
    reading = survey(shared_data / "survey-method-samples" / "electric.sav")
    assert len(reading.table) == 240
    day = reading.codebook["DAYOFWK"]
    assert day.labels()[1] == "SUNDAY" and [c.value for c in day.missing] == [9]
    assert reading.table["DAYOFWK"].max() == 7
    none = reading.missing[reading.missing["field"] == "DAYOFWK"]
    assert len(none) == reading.table["DAYOFWK"].isna().sum() == 130
    assert set(none["label"]) == {"MISSING"}


def test_stata_and_a_plain_csv_of_items(shared_data: Path) -> None:
    folder = shared_data / "survey-method-samples"
    iris = survey(folder / "iris.dta")
    assert iris.codebook["species"].values == ("setosa", "versicolor", "virginica")
    assert iris.table["sepallength"].mean() == pytest.approx(5.8433, abs=1e-4)
    bfi = survey(folder / "bfi.csv")
    assert len(bfi.table) == 2800
    items = [one for one in bfi.codebook.fields if one.battery]
    assert len(items) == 25 and {one.values for one in items} == {(1, 2, 3, 4, 5, 6)}
    assert bfi.codebook["age"].scale == "interval"
