"""Whose notebook is which, and what is none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from libmkt.learn import grading_submissions as submissions
from libmkt.learn.exercise import Lesson
from tests.learn.classroom import hand_in, solved


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1, 2]", "not a notebook"),
        (b'{"cells": [{"cell_type": 3}]}', "not a notebook"),
        (b'{"cells": []}', "it is empty"),
    ],
)
def test_what_is_no_notebook_is_told_and_not_opened(
    content: bytes, why: str, growth: Lesson, tmp_path: Path
) -> None:
    hand_in(tmp_path, "07", content, growth)
    (found,) = submissions.find(tmp_path)
    assert not found.notebook and why in str(found.problems[0])


def test_students_are_called_what_their_files_and_folders_are_called(
    growth: Lesson, tmp_path: Path
) -> None:
    work = json.dumps(solved(growth)).encode()
    for name in ("L05-3.ipynb", "Студент 2.ipynb", "10 L05.ipynb", "_marks/1.ipynb", ".x/4.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(work)
    hand_in(tmp_path / "L05", "07", work, growth)
    hand_in(tmp_path, "08", work, growth)
    found = [one.student for one in submissions.find(tmp_path)]
    assert found == ["3", "07", "08", "10", "Студент 2"]


def test_of_several_notebooks_of_one_student_the_newest_of_the_lesson_counts(
    tmp_path: Path,
) -> None:
    for name, when in (("L05 07.ipynb", 200), ("L05-07.ipynb", 100), ("L04-07.ipynb", 300)):
        (tmp_path / name).write_bytes(b'{"cells": [{"cell_type": "raw", "source": ""}]}')
        os.utime(tmp_path / name, (when, when))
    everything = submissions.find(tmp_path)
    assert submissions.most_common_lesson(everything) == "L05"
    (found,) = submissions.of_lesson(everything, "L05")
    assert found.file == "L05 07.ipynb" and "2 notebooks" in str(found.problems[0])


def test_a_notebook_that_is_nobodys_is_not_marked(growth: Lesson, tmp_path: Path) -> None:
    (tmp_path / "L05").mkdir()
    (tmp_path / "L05" / "L05.ipynb").write_text(json.dumps(solved(growth)), encoding="utf-8")
    (found,) = submissions.of_lesson(submissions.find(tmp_path), "L05")
    assert not found.notebook and "whose it is" in str(found.problems[0])
