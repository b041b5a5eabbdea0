"""What a student changed about the cells: checks count as they were handed out."""

from __future__ import annotations

from pathlib import Path

from libmkt.learn import deliver, grading_cells
from libmkt.learn.exercise import Lesson
from tests.learn.classroom import ROOT, answer, cell, hand_in, solved
from tests.learn.marking import marked, of, said


def test_an_edited_check_earns_nothing_and_is_told(growth: Lesson, tmp_path: Path) -> None:
    work = answer(solved(growth), "one_percent", "one_percent = 1")
    cell(work, "one_percent-check")["source"] = "print('right')"
    del work["cells"][work["cells"].index(cell(work, "points-check"))]
    answer(work, "points", "points = 1\nlesson = 5")
    hand_in(tmp_path, "07", work, growth)
    done = of(marked(tmp_path), "07")
    assert done.answers["one_percent"].points == done.answers["points"].points == 0
    assert done.answers["printed"].code == "right"  # although `lesson` was something else
    assert "changed; those handed out were used: one_percent-check" in said(done)
    assert "missing; they were put back: points-check" in said(done)


def test_a_check_that_was_silenced_gives_no_points(growth: Lesson, tmp_path: Path) -> None:
    trick = "type(lesson).check = lambda *a: None"
    hand_in(tmp_path, "07", answer(solved(growth), "increments", trick), growth)
    done = of(marked(tmp_path), "07")
    assert done.points == 0
    assert "Checks say nothing" in said(done) and "reaches into" in said(done)


def test_answers_are_found_where_another_program_dropped_the_marks_of_cells(
    growth: Lesson, tmp_path: Path
) -> None:
    work = solved(growth)
    for one in work["cells"]:
        one["metadata"] = {}
    hand_in(tmp_path, "07", work, growth)
    done = of(marked(tmp_path), "07")
    assert all(one.code == "right" for one in done.answers.values())
    assert "Cells are missing" in said(done)


def test_a_notebook_restored_from_itself_is_as_it_was_handed_out(growth: Lesson) -> None:
    released = deliver.notebook(deliver.source(growth, ROOT), growth)
    done = grading_cells.restored(released, released)
    assert done.problems == []
    assert [c["source"] for c in done.notebook["cells"]] == [c["source"] for c in released["cells"]]


def test_cells_that_a_student_added_run_where_they_stood(growth: Lesson) -> None:
    released = deliver.notebook(deliver.source(growth, ROOT), growth)
    work = solved(growth)
    at = work["cells"].index(cell(work, "one_percent"))
    added = {"cell_type": "code", "metadata": {}, "source": "z = 1", "outputs": []}
    work["cells"].insert(at, added)
    sources = [c["source"] for c in grading_cells.restored(work, released).notebook["cells"]]
    assert sources.index("z = 1") < sources.index(cell(work, "one_percent")["source"])
    assert sources.index("z = 1") > sources.index('lesson.check("chain_rates")')
