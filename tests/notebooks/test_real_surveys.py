"""The survey reports on real surveys: their known numbers on the page and among the published."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from libmkt import read, surveys

from .conftest import report, table


def made(real: Path, run: str, subject: str, tail: str = "") -> Path:
    """The folder of one language of a run that ended well."""
    assert report(f"{run}.yml") == 0
    return real / "reports" / run / subject / tail / "en"


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert found["warnings"] == []
    return found


def words_of(folder: Path) -> str:
    text = (folder / "report.html").read_text(encoding="utf-8")
    plain = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>|<[^>]+>", " ", text)
    return re.sub(r"\s+", " ", html.unescape(plain))


@pytest.mark.slow
def test_the_university_library_has_its_known_score_and_shortfalls(
    real: Path, shared_data: Path
) -> None:
    folder = made(real, "smu-needs", "2018-02")
    said = words_of(folder)
    assert "2,639 persons answered." in said
    assert "net +31 points, from +28 to +34 (2,519 answers)." in said  # 31.04 by 1.96 x 1.374
    published = {one["name"]: one for one in manifest(folder)["published"]}
    assert published["NPS1=net (%)"]["value"] == pytest.approx(31.04, abs=0.005)
    assert published["NPS1=net (%)"]["unit"] == "points"
    names = pd.read_excel(
        shared_data / "smu-library-survey-2018/Code1.xlsx", header=None, engine="openpyxl"
    ).set_index(0)[1]
    ratings = table(folder, "ratings")
    assert len(ratings) == 26
    worst = [row["item"] for row in ratings[:3]]
    assert worst == [names[code].strip() for code in ("I14", "I15", "I19")]
    gaps = [float(row["gap"]) for row in ratings]
    assert gaps == sorted(gaps) and gaps[0] == pytest.approx(-1.49, abs=0.005)
    assert f"Falls furthest short of its importance: {worst[0]} (−1.49" in said


@pytest.mark.slow
def test_the_score_read_by_its_codebook_has_its_known_error(shared_data: Path) -> None:
    folder = shared_data / "smu-library-survey-2018"
    answers = read.survey(folder / "Raw data 2018-03-07 SMU LCS data file - KLG.xlsx")
    [row] = surveys.net_promoter(answers.table, "NPS1").to_dict("records")
    assert row["estimate"] == pytest.approx(31.04, abs=0.005)
    assert row["std_error"] == pytest.approx(1.374, abs=0.0005)
    assert (row["n"], row["missing"]) == (2519, 120)


@pytest.mark.slow
def test_every_event_form_becomes_a_page_of_counts_with_exact_intervals(real: Path) -> None:
    run = real / "reports/newcastle-events/2012"
    assert report("newcastle-events.yml") == 0
    pages = {path.parent.parent.name: path.parent for path in run.rglob("en/report.html")}
    assert len(pages) == 8
    [club] = [folder for name, folder in pages.items() if "Work-club" in name]
    said = words_of(club)
    assert "4 persons answered." in said
    assert "Answers are few (4): read the counts; a share may be far off." in said
    for folder in pages.values():
        assert manifest(folder)["published"]
        for row in table(folder, "answers"):
            if row["n"] and row["estimate"]:
                n, share = float(row["n"]), float(row["estimate"])
                assert float(row["count"]) == pytest.approx(share * n)
                assert float(row["conf_low"]) <= share <= float(row["conf_high"])
    whole = [row for row in table(club, "answers") if row["n"] and row["n"] == row["count"]]
    # Clopper and Pearson, n of n: the lower limit is (0.025)^(1 / n)
    assert whole
    for row in whole:
        assert float(row["conf_low"]) == pytest.approx(0.025 ** (1 / float(row["n"])))


@pytest.mark.slow
@pytest.mark.parametrize(
    "run, subject, said",
    [
        ("newcastle-datamorphosis", "2016-10", ("12 persons answered.", "Answers are few (12)")),
        (
            "uw-research-institute",
            "2021",
            ("42 persons answered.", "Recommended — most often: Strongly agree (52%; 22 of 42)."),
        ),
        (
            "rse-survey",
            "2017",
            ("253 persons answered.", "most often: Yes (58%; 147 of 253)."),
        ),
    ],
)
def test_real_polls_begin_with_their_known_answers(
    run: str, subject: str, said: tuple[str, ...], real: Path
) -> None:
    folder = made(real, run, subject)
    shown = words_of(folder)
    assert manifest(folder)["published"]
    for part in said:
        assert part in shown


@pytest.mark.slow
def test_a_long_list_of_answers_keeps_the_words_of_its_question(real: Path) -> None:
    rows = table(made(real, "rse-survey", "2017"), "answers")
    asked = [row["asked"] for row in rows]
    assert asked[0] == "In which country do you work?"
    assert asked.count(asked[0]) == 1 and rows[0]["label"] == "United Kingdom"


@pytest.mark.slow
@pytest.mark.parametrize(
    "run, subject, said, answered, left",
    [
        ("smu-survey", "2018-02", "Stopped before the end: 120 of 2,639 (5%).", 2519, 120),
        ("rse-tables", "2017", "Stopped before the end: 29 of 253 (11%).", 224, 29),
        ("uw-tables", "2021", "Nobody stopped before the end.", 42, 0),
    ],
)
def test_real_surveys_tell_where_people_stopped_and_no_rate_that_nobody_knows(
    run: str, subject: str, said: str, answered: int, left: int, real: Path
) -> None:
    folder = made(real, run, subject)
    shown = words_of(folder)
    assert said in shown and "so there is no response rate" in shown
    became = [float(row["n"]) for row in table(folder, "outcomes")]
    assert became[0] == answered and sum(became[1:]) == left
    assert not (folder / "tables/rates.csv").is_file() or not table(folder, "rates")
    pairs = table(folder, "banner-comparisons")
    assert pairs and all(0 <= float(row["p_value"]) <= 1 for row in pairs)


@pytest.mark.slow
def test_the_score_of_the_university_library_stands_in_its_table(real: Path) -> None:
    rows = {row["label"]: row for row in table(made(real, "smu-survey", "2018-02"), "banner-NPS1")}
    assert float(rows["Net promoter score"]["total"]) == pytest.approx(31.04, abs=0.005)
    assert float(rows["Standard error"]["total"]) == pytest.approx(1.374, abs=0.0005)
    assert float(rows["People who answered"]["total"]) == 2519
