"""``libmkt grade``: right marks for honest work, a line for everything else, nothing lost."""

from __future__ import annotations

import errno
import json
import re
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from libmkt import words
from libmkt.cli import main
from libmkt.errors import DataError, MissingError, ReportError
from libmkt.learn import grading, lessons
from libmkt.learn.exercise import Lesson, seed_of
from libmkt.learn.grading import Limits
from libmkt.learn.grading_marks import Result, kept, restored, wrong_answers
from libmkt.learn.grading_table import Manual
from libmkt.learn.grading_workbook import NAME, read
from tests.learn.classroom import ROOT, answer, cell, hand_in, solved, thirty, zipped
from tests.learn.marking import DAY, marked, of, said


def fill_in(path: Path, student: str, points: Any, note: str = "") -> None:
    """Fill in a teacher's columns, as a teacher would in Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {}
    for name in ("students", "conclusion", "note"):
        area = next(iter(book.defined_names[name].destinations))[1]
        columns[name] = re.sub(r"[$\d]|:.*", "", area)
    row = next(c.row for c in sheet[columns["students"]] if c.value == student)
    sheet[f"{columns['conclusion']}{row}"] = points
    sheet[f"{columns['note']}{row}"] = note
    book.save(path)


def test_a_small_class_is_marked_and_each_of_them_gets_a_page(
    growth: Lesson, tmp_path: Path
) -> None:
    folder = tmp_path / "Класс 5"
    hand_in(folder, "07", solved(growth, "kaa"), growth)
    base = "base = loans[loans['branch'] != 'Jámi'].groupby('year')['loans'].sum()"
    wrong = f"yearly = {base[7:]}\nincrements = list((yearly - yearly.iloc[0])[1:])"
    hand_in(folder, "08", answer(solved(growth, "ru"), "increments", wrong), growth)
    hand_in(folder, "09", b"", growth)
    (folder / "10.zip").write_bytes(zipped(solved(growth), growth))
    done = marked(folder)
    assert [one.student for one in done.results] == ["07", "08", "09", "10"]
    assert [one.state for one in done.results] == ["marked", "marked", "unmarked", "marked"]
    full = sum(exercise.points for exercise in growth.exercises)
    assert [one.points for one in done.results] == [full, full - 1, 0, full]
    assert of(done, "08").answers["increments"].code == "base"
    assert "it is empty" in said(of(done, "09"))
    pages = {path.name: path.read_text(encoding="utf-8")
             for path in (folder / "_marks" / "feedback").iterdir()}  # fmt: skip
    assert sorted(pages) == ["07.html", "08.html", "10.html"]
    assert 'lang="kaa-Latn"' in pages["07.html"] and 'lang="ru-Cyrl"' in pages["08.html"]
    base_told = next(w.hint for w in growth.exercise("increments").wrongs if w.code == "base")
    with words.speaking("ru"):
        assert words._(base_told).split(":")[0] in pages["08.html"]
    assert "http" not in pages["08.html"].replace("http-equiv", "").replace("www.w3.org", "")
    book = openpyxl.load_workbook(done.folder / NAME)
    rows = [[c.value for c in row[:3]] for row in book.worksheets[0].iter_rows(min_row=7)]
    assert rows[0] == ["07", 1, 1] and rows[1] == ["08", 0, 1] and rows[2] == ["09", None, None]
    assert [c.value for c in book.worksheets[1][2]][2] == 1  # one student made that mistake


def test_a_second_run_keeps_what_the_teacher_filled_in_and_runs_only_what_is_new(
    growth: Lesson, tmp_path: Path
) -> None:
    from nbgrader.api import Gradebook

    work = solved(growth)
    cell(work, "conclusion")["source"] = "# Loans fell\n\n<script>alert(1)</script>"
    hand_in(tmp_path, "07", work, growth)
    first = marked(tmp_path)
    path = first.folder / NAME
    fill_in(path, "07", "3,5", "The break is missing.")
    (first.folder / "my own.txt").write_text("mine", encoding="utf-8")
    hand_in(tmp_path, "08", b"[]", growth)
    second = marked(tmp_path)
    assert (first.fresh, second.fresh) == (1, 1)
    assert read(path, growth) == {"07": Manual(3.5, "The break is missing.")}
    page = (second.folder / "feedback" / "07.html").read_text(encoding="utf-8")
    assert "The break is missing." in page and "3.5" in page and "<script" not in page
    assert (second.folder / "my own.txt").read_text(encoding="utf-8") == "mine"
    assert not list(second.folder.glob("marks.edited*"))
    assert of(second, "07").points == of(first, "07").points
    with Gradebook(f"sqlite:///{(second.folder / 'gradebook.db').as_posix()}") as gradebook:
        found = gradebook.find_submission("L05-en", "07")
        assert found.score == of(second, "07").points + 3.5
        assert found.max_score == sum(e.points for e in growth.exercises) + growth.rubric_points
    # the student is taken off the list: the marks are not lost with the notebook
    (tmp_path / "07" / "L05" / "L05.ipynb").unlink()
    third = marked(tmp_path)
    assert of(third, "07").state == "gone"
    assert read(path, growth)["07"].points == 3.5


def test_marks_that_are_none_are_refused_before_anything_is_written(
    growth: Lesson, tmp_path: Path
) -> None:
    hand_in(tmp_path, "07", b"[]", growth)
    path = marked(tmp_path).folder / NAME
    for points in (9, "three"):
        fill_in(path, "07", points)
        before = path.read_bytes()
        with pytest.raises(DataError, match=r"07[^\n]*from 0 to 4"):
            marked(tmp_path)
        assert path.read_bytes() == before
    path.write_bytes(b"no workbook")
    with pytest.raises(DataError, match="would be lost"):
        marked(tmp_path)


def test_results_that_cannot_be_written_leave_the_old_ones_as_they_were(
    growth: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(tmp_path, "07", b"[]", growth)
    folder = marked(tmp_path).folder
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    monkeypatch.setattr("libmkt.learn.grading_workbook.write", full)
    hand_in(tmp_path, "08", b"[]", growth)
    with pytest.raises(ReportError, match="the disk is full"):
        marked(tmp_path)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_data_of_another_number_are_told(growth: Lesson, tmp_path: Path) -> None:
    hand_in(tmp_path, "07", b"[]", growth)
    other = seed_of("L05", "07")
    text = "increments = [1, 2, 3, 4]"
    hand_in(tmp_path, "08", answer(solved(growth), "increments", text), growth, seed=other)
    hand_in(tmp_path, "Azamat", solved(growth), growth, seed=2026)
    done = marked(tmp_path)
    assert "those of number 07" in said(of(done, "08"))
    page = (done.folder / "feedback" / "08.html").read_text(encoding="utf-8")
    assert "number 07" not in page  # a doubt is the teacher's to judge
    assert "shown in class" in said(of(done, "Azamat"))
    assert "a person's name?" in said(of(done, "Azamat"))
    assert of(done, "Azamat").answers["increments"].code == "right"  # found from its own data


def test_mistakes_are_counted_by_exercise_the_most_frequent_first(growth: Lesson) -> None:
    from libmkt.learn.grading_marks import Answer

    def result(student: str, code: str) -> Result:
        right = {one.code: Answer("right") for one in growth.exercises}
        return Result(student, "", "marked", answers={**right, "points": Answer(code, shown="7")})

    results = [result("1", "other"), result("2", "sign"), result("3", "sign"), Result("4", "")]
    table = wrong_answers(growth, results)
    assert table["code"].tolist() == ["sign", "other"]
    assert table["n"].tolist() == [2, 1]
    assert table["share"].round(2).tolist() == [0.67, 0.33]
    assert table["students"].tolist() == ["2, 3", "1"]
    assert restored(json.loads(json.dumps(kept(results[0])))) == results[0]


def test_without_nbgrader_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingError, match='pip install "nbgrader'):
        marked(tmp_path)


def test_the_command_tells_each_result_and_that_this_is_no_sandbox(
    growth: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    assert main(["grade", str(tmp_path)]) == 3
    assert "no notebooks" in capsys.readouterr().err
    (tmp_path / "06.ipynb").write_bytes(b"[]")
    assert main(["grade", str(tmp_path)]) == 2
    assert "--lesson" in capsys.readouterr().err
    (tmp_path / "06.ipynb").unlink()
    hand_in(tmp_path, "07", solved(growth), growth)
    hand_in(tmp_path, "08", solved(lessons.find("L04")), growth)
    assert main(["grade", str(tmp_path), "--lesson", "L05", "--as-of", "2026-11-23"]) == 1
    told = capsys.readouterr().out
    assert "07: 8 of 8 right" in told and "08: not marked" in told and "This is lesson L04" in told
    assert "no sandbox" in told.lower() and "marks.xlsx" in told


def test_the_same_submissions_give_the_same_bytes(growth: Lesson, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        hand_in(tmp_path / name, "07", b"[]", growth)
        made.append((marked(tmp_path / name).folder / NAME).read_bytes())
    assert made[0] == made[1]


@pytest.mark.slow
def test_thirty_submissions_are_marked_whatever_they_do(growth: Lesson, tmp_path: Path) -> None:
    did = thirty(tmp_path, growth, lessons.find("L04"))
    begun = time.monotonic()
    done = grading.grade(tmp_path, root=ROOT, language="kaa", day=DAY, jobs=2,
                         limits=Limits(cell=5))  # fmt: skip
    print(f"thirty submissions: {time.monotonic() - begun:.0f} seconds")
    states = {one.student: one.state for one in done.results}
    assert list(states) == list(did)
    full = sum(exercise.points for exercise in growth.exercises)
    for student, kind in did.items():
        found = of(done, student)
        if kind in ("empty file", "not json", "other lesson"):
            assert (found.state, len(found.problems)) == ("unmarked", 1), kind
        elif kind == "right":
            assert found.points == full and found.problems == [], student
        elif kind == "wrong":
            assert 0 < found.points < full, student
        elif kind == "untouched":
            assert found.points == 0
        else:  # what stands after the mischief is still marked
            assert found.answers["increments"].points == 0, kind
            assert found.points >= 8, kind
    again = time.monotonic()
    assert marked(tmp_path, limits=Limits(cell=5), language="kaa").fresh == 0
    print(f"again, nothing new: {time.monotonic() - again:.0f} seconds")
