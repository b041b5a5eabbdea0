"""Which structure in a folder is a file's: its own, or the only one that fits; no other matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.codebook import SurveyReading
from libmkt.errors import DataError
from libmkt.read import survey
from tests.read.test_survey_formats import KOBO, workbench, xlsform

ANSWERS = "id,member,age\n1,A1,20\n2,A2,31\n3,A1,44\n"


@pytest.fixture(autouse=True)
def _workbench(tmp_path: Path) -> None:
    workbench(tmp_path)


def lss(path: Path, *questions: tuple[str, str], answers: tuple[str, ...] = ()) -> Path:
    """A structure of questions (type, code); those of type L have the answers."""
    rows = "".join(
        f"<row><qid>{n}</qid><parent_qid>0</parent_qid><gid>1</gid><type>{kind}</type>"
        f"<title>{code}</title><question>Text of {code}</question><language>en</language></row>"
        for n, (kind, code) in enumerate(questions, start=1)
    )
    codes = "".join(
        f"<row><qid>{n}</qid><code>{one}</code><answer>{one}</answer><language>en</language></row>"
        for n, (kind, _code) in enumerate(questions, start=1)
        if kind == "L"
        for one in answers
    )
    path.write_text(
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>"
        f"<answers><rows>{codes}</rows></answers>"
        "<groups><rows><row><gid>1</gid><group_order>0</group_order></row></rows></groups>"
        f"<questions><rows>{rows}</rows></questions></document>",
        encoding="utf-8",
    )
    return path


def read(folder: Path, text: str = ANSWERS, name: str = "poll.csv") -> SurveyReading:
    (folder / name).write_text(text, encoding="utf-8")
    return survey(folder / name, root=folder)


def told(reading: SurveyReading) -> dict[str, str]:
    part = reading.log[reading.log["rule"].str.startswith("structure")]
    return dict(zip(part["rule"], part["example"].astype(str), strict=True))


def test_a_structure_that_fits_is_used_whatever_its_name(tmp_path: Path) -> None:
    lss(tmp_path / "s245.lss", ("L", "member"), ("N", "age"), answers=("A1", "A2"))
    reading = read(tmp_path)
    assert told(reading) == {"structure_beside": "s245.lss"}
    assert reading.codebook["member"].text() == "Text of member"


def test_a_structure_of_another_survey_changes_nothing(tmp_path: Path) -> None:
    alone = read(tmp_path)
    lss(tmp_path / "other.lss", ("L", "visits"), ("T", "wish"), ("N", "age"), answers=("x",))
    beside = read(tmp_path)
    assert told(beside) == {"structure_other": "other.lss"}
    assert beside.codebook == alone.codebook and beside.table.equals(alone.table)


def test_questions_of_the_same_names_with_other_answers_are_another_surveys(tmp_path: Path) -> None:
    lss(tmp_path / "other.lss", ("L", "member"), ("L", "age"), answers=("yes", "no"))
    assert told(read(tmp_path)) == {"structure_other": "other.lss"}


@pytest.mark.parametrize(
    "text",
    ["<document><x></document>", "", "PK\x03\x04",
     "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row><type>L</type>"
     "<language>en</language></row></rows></questions></document>"],
)  # fmt: skip
def test_a_broken_structure_is_fatal_to_its_own_file_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.lss").write_text(text, encoding="utf-8")
    reading = read(tmp_path)
    assert told(reading) == {"structure_broken": "other.lss"} and len(reading.table) == 3
    assert str(reading.log.loc[reading.log["rule"] == "structure_broken", "reason"].item())
    (tmp_path / "poll.lss").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"poll\.lss cannot be read as a LimeSurvey structure"):
        read(tmp_path)


def test_a_broken_structure_does_not_keep_a_good_one_away(tmp_path: Path) -> None:
    (tmp_path / "a.lss").write_text("<", encoding="utf-8")
    lss(tmp_path / "b.lss", ("L", "visits"), answers=("x",))
    lss(tmp_path / "c.lss", ("L", "member"), ("N", "age"), answers=("A1", "A2"))
    assert told(read(tmp_path)) == {
        "structure_broken": "a.lss",
        "structure_other": "b.lss",
        "structure_beside": "c.lss",
    }


def test_of_two_structures_that_fit_none_is_guessed(tmp_path: Path) -> None:
    for name in ("2024.lss", "2026.lss"):
        lss(tmp_path / name, ("L", "member"), ("N", "age"), answers=("A1", "A2"))
    assert told(read(tmp_path)) == {"structures_several": "2024.lss, 2026.lss"}
    reading = read(tmp_path, name="2026.csv")  # its own
    assert told(reading) == {"structure_beside": "2026.lss"}


def test_a_form_of_another_kobo_survey_changes_nothing(tmp_path: Path) -> None:
    xlsform(tmp_path / "village.xlsx")
    town = "_id,_uuid,_submission_time,colour\n1,a,2026-09-05T05:09:10,red\n"
    assert told(read(tmp_path, town)) == {"structure_other": "village.xlsx"}
    assert told(read(tmp_path, KOBO)) == {"structure_beside": "village.xlsx"}


def test_a_form_without_names_is_told_in_words(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "poll.form.xlsx")) as book:
        book.add_worksheet("survey").write_column(0, 0, ["type", "integer"])
        book.add_worksheet("choices").write_column(0, 0, ["list_name"])
    with pytest.raises(DataError, match="name  column is missing"):
        read(tmp_path, KOBO)
