"""Every lesson, held to what docs/lessons.md promises of one."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from libmkt import words
from libmkt.learn import deliver
from libmkt.learn.exercise import HIDDEN, SEED, Exercise, Lesson, Wrong, seed_of
from libmkt.learn.judge import judge
from libmkt.learn.session import Session
from tests.learn.conftest import EXERCISES, LESSONS, SEEDS, WRONGS, answered, code_of

ROOT = Path(__file__).resolve().parents[2]
EACH = pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=code_of)
LANGUAGES = pytest.mark.parametrize("language", words.LANGUAGES)


def session(lesson: Lesson, language: str, seed: int = SEED) -> Session:
    return Session(lesson, seed=seed, language=language, folder=None, strict=False)


def shown(made: Session, code: str, space: dict[str, Any]) -> str:
    """What a check prints where a notebook holds these variables."""
    names = {"lesson": made, **space}
    exec(f'box = lesson.check("{code}")', names)
    return str(names["box"])


@EACH
@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_way_is_right_for_every_student(
    lesson: Lesson, exercise: Exercise, seed: int
) -> None:
    outcome = judge(lesson, exercise, answered(lesson, exercise, exercise.right, seed), seed)
    assert outcome.right


@pytest.mark.parametrize(("lesson", "exercise", "wrong"), WRONGS, ids=code_of)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_listed_wrong_answer_is_known_for_what_it_is(
    lesson: Lesson, exercise: Exercise, wrong: Wrong, seed: int
) -> None:
    outcome = judge(lesson, exercise, answered(lesson, exercise, wrong.of, seed), seed)
    assert (outcome.code, outcome.message.template) == (wrong.code, wrong.hint)


@pytest.mark.parametrize(("lesson", "exercise", "wrong"), WRONGS, ids=code_of)
@LANGUAGES
def test_a_wrong_answer_is_told_its_own_hint_in_the_students_language(
    lesson: Lesson, exercise: Exercise, wrong: Wrong, language: str
) -> None:
    space = answered(lesson, exercise, wrong.of, SEED)
    told = shown(session(lesson, language), exercise.code, space)
    with words.speaking(language):
        own = words._(wrong.hint)
    assert own in told
    assert (own == wrong.hint) == (language == "en")


@EACH
@LANGUAGES
def test_an_empty_cell_is_told_so_and_is_no_attempt(
    lesson: Lesson, exercise: Exercise, language: str
) -> None:
    made = session(lesson, language)
    empty = (lambda *given: None) if exercise.form == "function" else ...
    told = shown(made, exercise.code, {exercise.name: empty})
    assert exercise.name in told and told.startswith("○")
    undefined = shown(made, exercise.code, {})
    assert exercise.name in undefined and undefined != told
    assert made._progress.of(exercise.code)["attempts"] == 0


@EACH
def test_an_exercise_lists_three_wrong_answers_and_three_hints_that_differ(
    lesson: Lesson, exercise: Exercise
) -> None:
    assert len({wrong.code for wrong in exercise.wrongs}) == len(exercise.wrongs) >= 3
    assert len({wrong.hint for wrong in exercise.wrongs}) == len(exercise.wrongs)
    assert len(set(exercise.hints)) == 3
    assert re.fullmatch("[a-z_]+", exercise.code) and exercise.name.isidentifier()


@EACH
@LANGUAGES
def test_three_hints_come_one_after_another(
    lesson: Lesson, exercise: Exercise, language: str
) -> None:
    made = session(lesson, language)
    told = [str(made.hint(exercise.code)) for _ in range(4)]
    with words.speaking(language):
        hints = [words._(hint) for hint in exercise.hints]
    assert all(hint in box for hint, box in zip(hints, told, strict=False))
    assert told[3] == told[2]
    assert language == "en" or set(hints).isdisjoint(exercise.hints)


@EACH
def test_the_right_answer_of_one_student_is_refused_for_another(
    lesson: Lesson, exercise: Exercise
) -> None:
    if exercise.form == "function" or not exercise.personal:
        pytest.skip("the same for all by its nature")
    for one, other in itertools.pairwise(SEEDS):
        space = answered(lesson, exercise, exercise.right, one)
        assert not judge(lesson, exercise, space, other).right


@EACH
def test_a_typed_in_result_does_not_pass_for_a_function(lesson: Lesson, exercise: Exercise) -> None:
    if exercise.cases is None:
        pytest.skip("a value")
    seen = {repr(c): exercise.right(*c) for c in exercise.cases(lesson.make(SEED))}
    typed = lambda *given: seen.get(repr(given), 1.0)  # noqa: E731
    outcome = judge(lesson, exercise, {exercise.name: typed}, SEED)
    assert outcome.code == "hidden"


@pytest.mark.parametrize("lesson", LESSONS, ids=code_of)
def test_data_differ_between_students_and_from_the_hidden_ones(lesson: Lesson) -> None:
    made = [lesson.make(seed) for seed in SEEDS] + lesson.hidden(SEED)
    assert len(made) == len(SEEDS) + HIDDEN
    told = [json.dumps({k: t.to_csv() for k, t in data.items()}) for data in made]
    assert len(set(told)) == len(told)
    again = {name: table.to_csv() for name, table in lesson.make(SEED).items()}
    assert json.dumps(again) == told[0]


@pytest.mark.parametrize("lesson", LESSONS, ids=code_of)
def test_an_hour_and_a_half_is_enough(lesson: Lesson) -> None:
    assert 4 <= len(lesson.exercises) <= 8
    assert 20 <= sum(one.minutes for one in lesson.exercises) <= 60


@pytest.mark.parametrize("lesson", LESSONS, ids=code_of)
def test_students_have_seeds_of_their_own(lesson: Lesson) -> None:
    seeds = {seed_of(lesson.name, str(i)) for i in range(1000)}
    assert len(seeds) == 1000


@pytest.mark.parametrize("lesson", LESSONS, ids=code_of)
def test_the_notebook_has_every_exercise_once_in_order(lesson: Lesson) -> None:
    cells = deliver.source(lesson, ROOT)["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    assert re.findall(r'lesson\.check\("(\w+)"\)', text) == [e.code for e in lesson.exercises]
    tags = [tag for cell in cells for tag in deliver.tags(cell)]
    assert tags.count("solution") == len(lesson.exercises)
    assert tags.count("conclusion") == 1 and "teacher" in tags and "slide" in tags
