"""What is kept beside the notebook: attempts, hints, mistakes; nobody's name."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from libmkt.errors import Message, ParameterError
from libmkt.learn.exercise import SEED, Lesson
from libmkt.learn.judge import Outcome
from libmkt.learn.progress import FILE, Progress
from libmkt.learn.session import Session, begin
from libmkt.reporting.document import MIME


def outcome(code: str, mark: str) -> Outcome:
    return Outcome("increments", code, Message("x"), mark)


def test_the_same_answer_twice_is_one_attempt(tmp_path: Path) -> None:
    kept = Progress("L05", tmp_path)
    assert [kept.attempt(outcome("base", m)) for m in ("a", "a", "b", "a")] == [1, 1, 2, 3]
    kept.attempt(outcome("right", "c"))
    again = Progress("L05", tmp_path).of("increments")
    assert (again["right"], again["attempts"], again["mistakes"]) == (True, 4, {"base": 3})


SPOILT = [
    "",
    "[]",
    "\x00",
    '{"lesson": "L05", "exercises": 3}',
    '{"lesson": "L05", "exercises": {"a": {"attempts": "x"}}}',
]


@pytest.mark.parametrize("text", SPOILT)
def test_a_spoilt_file_begins_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    kept = Progress("L05", tmp_path)
    assert kept.attempt(outcome("base", "a")) == 1
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["lesson"] == "L05"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_folder_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    kept = Progress("L05", tmp_path / "gone")
    assert kept.attempt(outcome("base", "a")) == 1
    assert kept.of("increments")["attempts"] == 1


def test_a_page_shows_a_hint_without_the_marks_of_code(growth: Lesson) -> None:
    made = Session(growth, seed=SEED, language="kaa", folder=None, strict=False)
    made.hint("increments")
    shown = made.hint("increments")._repr_mimebundle_()
    assert "<code>branch</code>" in shown["text/html"]
    assert "branch" in shown[MIME]["text"] and "`" not in shown[MIME]["text"]


def test_hints_grow_with_attempts_that_nobody_foresaw(growth: Lesson) -> None:
    made = Session(growth, seed=SEED, language="en", folder=None, strict=False)
    told = []
    for value in (1.0, 2.0, 3.0, 4.0):
        names: dict[str, Any] = {"lesson": made, "one_percent": value}
        exec('box = lesson.check("one_percent")', names)
        told.append(names["box"].lines[1])
    hints = growth.exercise("one_percent").hints
    assert told == [*hints, hints[2]]


def test_points_add_up(growth: Lesson) -> None:
    made = Session(growth, seed=SEED, language="en", folder=None, strict=False)
    total = sum(one.points for one in growth.exercises)
    assert f"Points: 0 of {total}" in str(made.progress())
    right = growth.exercise("one_percent").right(growth.make(SEED))
    exec('lesson.check("one_percent")', {"lesson": made, "one_percent": right})
    assert f"Points: 1 of {total}" in str(made.progress())


def test_a_box_shows_code_as_code_and_escapes_the_rest(growth: Lesson) -> None:
    made = Session(growth, seed=SEED, language="en", folder=None, strict=False)
    page = made.check("<b>no</b>")._repr_html_()
    assert "&lt;b&gt;" in page and "<b>" not in page
    shown = made.hint("after_break"), made.hint("after_break"), made.hint("after_break")
    assert "<code>mean_growth(list(" in shown[2]._repr_html_()
    assert "&quot;" not in shown[2]._repr_html_()


def test_a_lesson_begins_with_what_lies_beside_its_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert begin("L05").seed == SEED
    said = {"lesson": "L05", "seed": 7, "language": "ru"}
    (tmp_path / "lesson.json").write_text(json.dumps(said), encoding="utf-8")
    made = begin("l05")
    assert (made.seed, made.language) == (7, "ru") and "Урок" in repr(made)
    with pytest.raises(ParameterError, match="no table visitors"):
        made.table("visitors")
    for text in ("{", '{"seed": "x"}', '{"lesson": "L99"}'):
        (tmp_path / "lesson.json").write_text(text, encoding="utf-8")
        with pytest.raises(ParameterError):
            begin("L05")
    with pytest.raises(ParameterError, match="no lesson L98"):
        begin("L98")
    assert sys.modules["libmkt.learn"].__all__ == ["begin"]
