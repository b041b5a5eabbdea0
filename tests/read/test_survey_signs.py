"""A hint that a file holds answers: for every survey that is here, and for no file of counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.read.survey_signs import looks_like_survey
from tests.read.test_survey_formats import GOOGLE, KOBO, QUALTRICS

SURVEYS = (
    "rse-survey-limesurvey/public_data_2017_uk.csv",
    "smu-library-survey-2018/Raw*",
    "survey-method-samples/bfi.csv",
    "survey-method-samples/electric.sav",
    "uw-gsri-survey/*.csv",
    "newcastle-libraries/feedback-forms/20*/*.csv",
)
COUNTS = (
    "chicago-library-visitors/*.csv",
    "england-libraries-activity/[lvecsw]*.csv",
    "imls-pls-state/*",
    "newcastle-libraries/loans/*.csv",
    "newcastle-libraries/visitor-figures/*.csv",
    "newcastle-libraries/computer-usage/*.csv",
    "newcastle-libraries/Wi-Fi-users/*.csv",
    "newcastle-libraries/membership/active-borrowers*2012*.csv",
    "counter-reports/**/*.csv",
    "seattle-public-library/*.csv",
    "toronto-public-library/*.csv",
    "ifla-library-map/*.csv",
    "facebook-page-metrics/*.csv",
)


def found(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(folder.glob(pattern))]


def test_every_survey_of_the_real_data_looks_like_one(shared_data: Path) -> None:
    paths = found(shared_data, SURVEYS)
    assert len(paths) == 17
    assert [path.name for path in paths if not looks_like_survey(path)] == []


def test_no_file_of_real_counts_looks_like_a_survey(shared_data: Path) -> None:
    paths = [path for path in found(shared_data, COUNTS) if path.stat().st_size < 500_000]
    assert len(paths) > 70
    assert [path.name for path in paths if looks_like_survey(path)] == []


def test_our_own_files_are_told_apart(root: Path) -> None:
    paths = [*(root / "data").glob("demo/**/*.csv"), *(root / "data").glob("published/*.csv")]
    surveys = {path.stem for path in paths if looks_like_survey(path)}
    assert surveys == {"needs-2024", "needs-2026", "poll-2026"}


@pytest.mark.parametrize("text", [KOBO, GOOGLE, QUALTRICS])
def test_the_layout_of_a_survey_program_is_enough(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert looks_like_survey(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "text",
    [
        "Timestamp,Door,In,Out\n2026-09-01 10:00,A,5,3\n2026-09-01 11:00,B,7,9\n",
        "Tuman,Oquvchilar san?,Kitap oqıw san?\nNokis,1200,54000\nXojeli,900,31000\n",
        "library,Q1,Q2,Q3,Q4\nNokis,5,6,7,8\nXojeli,1,2,3,4\n",
        "library,open\nA,yes\nB,no\n",
        "",
        "\x00\x01",
    ],
)
def test_counts_that_have_a_sign_of_surveys_are_not_taken_for_one(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert not looks_like_survey(tmp_path / "a.csv")
