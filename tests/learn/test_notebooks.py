"""The lessons' notebooks as a student gets them: whole, translated, without solutions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from libmkt import words
from libmkt.errors import ParameterError
from libmkt.learn import deliver
from libmkt.learn.exercise import Lesson, seed_of
from tests.learn import classroom
from tests.learn.conftest import LESSONS, code_of

ROOT = Path(__file__).resolve().parents[2]
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=code_of)


def written(lesson: Lesson, folder: Path, language: str, **options: Any) -> dict[str, Any]:
    """The notebook that is delivered."""
    seed = seed_of(lesson.name, "07")
    path = deliver.deliver(lesson, folder, root=ROOT, language=language, seed=seed, **options)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def run(notebook: dict[str, Any], folder: Path) -> Any:
    """Run all its cells in a folder, in a kernel of Jupyter's."""
    import nbformat
    from nbclient import NotebookClient

    made: Any = nbformat.reads(json.dumps(notebook), as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(made, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return made


def boxes(executed: Any) -> list[str]:
    """What each check of an executed notebook says, by code."""
    record = "application/vnd.libmkt.check.v1+json"
    outputs = [o for cell in executed.cells for o in cell.get("outputs", [])]
    return [o["data"][record]["code"] for o in outputs if record in o.get("data", {})]


@EACH
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_solution_and_no_teachers_word_reaches_a_student(
    lesson: Lesson, language: str, tmp_path: Path
) -> None:
    made = written(lesson, tmp_path, language)
    text = "\n".join(cell["source"] for cell in made["cells"])
    assert "SOLUTION" not in text and "_(" not in text
    source = deliver.source(lesson, ROOT)
    for cell in source["cells"]:
        if "teacher" in deliver.tags(cell):
            heading = "".join(cell["source"]).splitlines()[0]
            with words.speaking(language):
                assert words.markdown(heading) not in text
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            compile(cell["source"], "cell", "exec")


@EACH
def test_the_words_are_the_students(lesson: Lesson, tmp_path: Path) -> None:
    texts = {}
    for language in words.LANGUAGES:
        made = written(lesson, tmp_path / language, language)
        texts[language] = [c["source"] for c in made["cells"] if c["cell_type"] == "markdown"]
        comments = re.findall(r"#\s(.+)", "\n".join(
            c["source"] for c in made["cells"] if c["cell_type"] == "code"))  # fmt: skip
        if language == "ru":
            assert comments and all(re.search("[а-я]", comment) for comment in comments)
    for language in ("kaa", "uz", "ru"):
        pairs = zip(texts[language], texts["en"], strict=True)
        assert [told for told, english in pairs if told == english] == []


@EACH
def test_the_cells_are_what_nbgrader_grades(lesson: Lesson, tmp_path: Path) -> None:
    import nbformat
    from nbgrader.nbgraderformat import MetadataValidator

    given = written(lesson, tmp_path, "kaa")
    made = nbformat.from_dict(given)  # type: ignore[no-untyped-call]
    nbformat.validate(made)
    MetadataValidator().validate_nb(made)
    marks = [cell.metadata.get("nbgrader", {}) for cell in made.cells]
    points = sum(mark["points"] for mark in marks if mark.get("grade"))
    assert points == sum(e.points for e in lesson.exercises) + lesson.rubric_points
    solutions = {m["grade_id"] for m in marks if m.get("solution") and not m["grade"]}
    assert solutions == {e.code for e in lesson.exercises}


@EACH
def test_run_all_goes_through_before_anything_is_solved(lesson: Lesson, tmp_path: Path) -> None:
    folder = tmp_path / "Студент 07"
    executed = run(written(lesson, folder, "kaa"), folder)
    codes = boxes(executed)
    assert len(codes) == len(lesson.exercises)
    assert set(codes) <= {"empty", "undefined"}


@EACH
def test_the_teachers_notebook_runs_in_its_own_folder_and_every_solution_passes(
    lesson: Lesson,
) -> None:
    folder = ROOT / "notebooks" / "lessons"
    before = sorted(folder.iterdir())
    assert boxes(run(deliver.source(lesson, ROOT), folder)) == ["right"] * len(lesson.exercises)
    assert sorted(folder.iterdir()) == before


def test_where_answers_are_marked_a_wrong_one_stops_its_cell(
    growth: Lesson, tmp_path: Path
) -> None:
    from nbclient.exceptions import CellExecutionError

    made = written(growth, tmp_path, "en", strict=True)
    with pytest.raises(CellExecutionError, match="NotRightError: empty"):
        run(made, tmp_path)


@EACH
def test_a_students_work_is_never_written_over(lesson: Lesson, tmp_path: Path) -> None:
    written(lesson, tmp_path, "kaa")
    work = tmp_path / f"{lesson.name}.ipynb"
    work.write_text("mine", encoding="utf-8")
    with pytest.raises(ParameterError, match="nothing was written over"):
        written(lesson, tmp_path, "ru")
    assert work.read_text(encoding="utf-8") == "mine"
    assert json.loads((tmp_path / "lesson.json").read_text(encoding="utf-8"))["language"] == "kaa"


@EACH
def test_the_data_open_in_excel_with_their_letters(lesson: Lesson, tmp_path: Path) -> None:
    written(lesson, tmp_path, "kaa")
    files = sorted(path.stem for path in (tmp_path / "data").iterdir())
    assert files == sorted(lesson.make(1))
    assert all(p.read_bytes()[:3] == b"\xef\xbb\xbf" for p in (tmp_path / "data").iterdir())


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_an_exported_lesson_holds_the_students_code_and_no_other(form: str, growth: Lesson) -> None:
    import io
    import zipfile

    from nbformat import from_dict

    from libmkt.reporting import writers
    from libmkt.reporting.page import page

    work = classroom.answer(classroom.solved(growth), "increments", "increments = [11, 12, 13]")
    at = work["cells"].index(classroom.cell(work, "increments"))
    added = {"cell_type": "code", "metadata": {}, "source": "tried = 4711", "outputs": []}
    work["cells"].insert(at, added)
    made: Any = from_dict(work)  # type: ignore[no-untyped-call]
    if form == "html":
        said = page(made)
    else:
        with zipfile.ZipFile(io.BytesIO(writers.write(form, made))) as parts:
            said = " ".join(
                parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
            )
    assert "increments = [11, 12, 13]" in said and "tried = 4711" in said
    assert "lesson.check" not in said and "learn.begin" not in said
