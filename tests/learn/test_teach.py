"""The teacher's page and the slides, in each language."""

from __future__ import annotations

import datetime as dt
import html
import io
from pathlib import Path

import pytest

from libmkt import words
from libmkt.learn import teach
from libmkt.learn.exercise import Lesson, seed_of
from tests.learn.conftest import LESSONS, code_of

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("lesson", LESSONS, ids=code_of)
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_page_tells_answers_mistakes_and_marking(
    lesson: Lesson, language: str, tmp_path: Path
) -> None:
    page, deck = teach.write(
        lesson, tmp_path, root=ROOT, language=language, students=["07", "08"], day=DAY
    )
    text = html.unescape(page.read_text(encoding="utf-8"))
    with words.speaking(language):
        for exercise in lesson.exercises:
            assert words._(exercise.title) in text
            assert all(words._(wrong.hint).split("`")[0] in text for wrong in exercise.wrongs)
            for student in ("07", "08"):
                data = lesson.make(seed_of(lesson.name, student))
                assert teach._shown(exercise, data) in text
    assert "SOLUTION" not in text and f'lang="{language}-' in text
    from pptx import Presentation

    slides = Presentation(io.BytesIO(deck.read_bytes())).slides
    titles = [slide.shapes.title.text for slide in slides]
    assert len(set(titles)) >= 5
    assert all(title.strip() for title in titles)


def test_the_same_day_gives_the_same_bytes(growth: Lesson, tmp_path: Path) -> None:
    made = [
        teach.write(growth, tmp_path / name, root=ROOT, language="kaa", day=DAY) for name in "ab"
    ]
    assert [p.read_bytes() for p in made[0]] == [p.read_bytes() for p in made[1]]
