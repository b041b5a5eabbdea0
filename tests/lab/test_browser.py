"""JupyterLab used as a new user would, in a browser that has never been there."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from libmkt import words
from libmkt.learn import lessons

from .browser import CHROMIUM, OPEN, Desk, Server, browsing, serving
from .conftest import ROOT

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed here"),
    pytest.mark.skipif(
        importlib.util.find_spec("playwright") is None, reason="playwright is not installed here"
    ),
    pytest.mark.skipif(sys.platform == "win32", reason="the tests end the server by a signal"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("lab") / "jumıs Нөкис"
    for folder in ("parameters", "data/demo"):
        shutil.copytree(ROOT / folder, root / folder)
    with serving(root, "kaa") as running:
        yield running


@pytest.fixture
def desk(server: Server) -> Iterator[Desk]:
    with browsing(server) as opened:
        yield opened


def said(message: str) -> str:
    """What stands on the screen for an English message."""
    with words.speaking("kaa"):
        return words._(message)


def text_of(word: Path) -> str:
    """What a Word file says, as XML."""
    return zipfile.ZipFile(word).read("word/document.xml").decode("utf-8")


def test_a_new_user_makes_a_report_by_the_form_reads_it_and_takes_it_to_word(desk: Desk) -> None:
    page = desk.page
    desk.open()  # where `libmkt lab` leads
    assert page.locator(f"h1:has-text('{said('The workbench')}')").count() == 1
    page.get_by_text("jámiyetshilik pikirin úyreniw").wait_for()  # shown before anything has run

    desk.run_all()
    desk.to_cell("lab.start()")
    page.get_by_role("button", name=said("Make a report")).click()
    page.get_by_label(said("Report"), exact=True).select_option("Uqsas kitapxanalar menen "
                                                                "salıstırıw (peers)")  # fmt: skip
    period = page.get_by_label(said("year that is compared").capitalize())
    period.fill("2025-13")
    period.press("Tab")
    wrong = page.locator(".libmkt-wrong", has_text="2025-13")
    wrong.wait_for()
    period.fill("2025")
    period.press("Tab")
    wrong.wait_for(state="hidden")

    page.get_by_role("button", name=said("Make the report")).click()
    page.get_by_text(said("The report is made.")).wait_for(timeout=60_000)
    shown = page.frame_locator(f"iframe[title='{said('The page of the report')}']")
    shown.locator("h1", has_text="Uqsas kitapxanalar").wait_for()
    page.get_by_role("link", name=said("Open the page")).click()
    page.locator(".jp-HTMLViewer iframe").wait_for(timeout=20_000)
    opened = page.frame_locator(".jp-HTMLViewer iframe").locator("h1")
    opened.wait_for(timeout=20_000)
    assert "Uqsas kitapxanalar" in opened.inner_text()

    desk.open("reports/peers/2025/kaa/executed.ipynb")
    made = desk.export("Libmkt-docx")  # JupyterLab names a format by its key
    assert "Uqsas kitapxanalar menen salıstırıw" in text_of(made)
    for form in ("html", "pdf", "pptx", "xlsx"):
        assert desk.offers("File", "Save and Export Notebook As", f"Libmkt-{form}")


@pytest.mark.slow
def test_a_student_answers_wrong_reads_the_hint_answers_right_and_takes_the_lesson_to_word(
    desk: Desk,
) -> None:
    page = desk.page
    task = lessons.find("L05").exercise("increments")
    counted_twice = next(w for w in task.wrongs if w.code == "total_row")
    title = "Ósiw dinamikası"

    desk.open("desk/kaa/start.ipynb")
    desk.run_all()
    desk.to_cell("lab.start()")
    page.get_by_role("button", name=said("Learn")).click()
    page.get_by_role("button", name="L05").click()
    page.get_by_role("link", name=said("Open the lesson {name}").format(name="L05")).click()
    page.locator(f"{OPEN} h1", has_text=title).wait_for(timeout=60_000)
    desk.kernel_is_ready()

    desk.run_all()  # before anything is answered: no check stops, each says what to do
    check = 'lesson.check("increments")'
    nothing = said("Nothing is written yet. Put your answer in place of the three points: {name}")
    desk.run(check).get_by_text(nothing.partition("{")[0]).wait_for()

    yearly = 'groupby("year")["loans"].sum().diff().dropna()'
    empty = f"increments = ...  # {said('four numbers, in loans')}"
    wrong, right = (
        f"increments = loans.{yearly}",
        f'increments = loans[loans["branch"] != "Jámi"].{yearly}',
    )
    desk.run(empty, instead=wrong)
    told = desk.run(check)
    told.get_by_text(said("Not yet right.")).wait_for()
    told.get_by_text(said(counted_twice.hint)).wait_for()

    desk.insert_below(check)
    hint = 'lesson.hint("increments")'
    for step, source in enumerate(["", hint]):
        told = desk.run(source, instead=hint)
        told.get_by_text(said("Hint {step} of {steps}").format(step=step + 1, steps=3)).wait_for()
        told.get_by_text(said(task.hints[step]).replace("`", "")).wait_for()

    desk.run(wrong, instead=right)
    desk.run(check).get_by_text(f"✓ {said('Right.')}").wait_for()
    told = desk.run("lesson.progress()")
    total = sum(one.points for one in lessons.find("L05").exercises)
    told.get_by_text(said("Points: {reached} of {total}").format(reached=1, total=total)).wait_for()
    told.get_by_text(f"✓ {said(task.title)}").wait_for()

    text = text_of(desk.export("Libmkt-docx"))
    assert title in text and said("Right.") in text
