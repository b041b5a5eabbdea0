"""``libmkt lesson``: lists, writes for students, writes for the teacher, refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from libmkt.cli import main


def test_without_a_name_the_lessons_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lesson"]) == 0
    assert "L05  " in capsys.readouterr().out


def test_each_number_gets_a_folder_and_data_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--language", "kaa", "--to", str(tmp_path), "--student", "07", "--student", "08"]
    assert main(["lesson", "l05", *options]) == 0
    told = capsys.readouterr().out
    seeds = set()
    for number in ("07", "08"):
        folder = tmp_path / number / "L05"
        assert str(folder / "L05.ipynb") in told
        seeds.add(json.loads((folder / "lesson.json").read_text(encoding="utf-8"))["seed"])
    assert len(seeds) == 2
    assert main(["lesson", "L05", *options]) == 2
    assert "L05.ipynb" in capsys.readouterr().err


def test_a_student_who_comes_later_is_added_and_the_others_keep_their_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["lesson", "L05", "--language", "en", "--to", str(tmp_path), "--student", "07"]
    assert main(options) == 0
    work = tmp_path / "07" / "L05" / "L05.ipynb"
    work.write_text("mine", encoding="utf-8")
    capsys.readouterr()
    assert main([*options, "--student", "08"]) == 0
    assert work.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "08" / "L05" / "L05.ipynb").is_file()
    assert str(work) in capsys.readouterr().out


def test_the_teacher_gets_a_page_and_slides(tmp_path: Path) -> None:
    assert main(["lesson", "L05", "--teacher", "--to", str(tmp_path), "--language", "ru"]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["L05-slides.pptx", "L05-teacher.html"]


def test_an_unknown_lesson_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["lesson", "L77", "--to", str(tmp_path)]) == 2
    assert "L05" in capsys.readouterr().err
