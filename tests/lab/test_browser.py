"""JupyterLab used as a new user would, in a browser that has never been there."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import zipfile
from collections.abc import Iterator

import pytest

from libmkt import words

from .browser import CHROMIUM, Desk, Server, browsing, serving
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
    word = zipfile.ZipFile(made)
    text = word.read("word/document.xml").decode("utf-8")
    assert "Uqsas kitapxanalar menen salıstırıw" in text
    for form in ("html", "pdf", "pptx", "xlsx"):
        assert desk.offers("File", "Save and Export Notebook As", f"Libmkt-{form}")
