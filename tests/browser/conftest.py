"""A headless browser that writes down what a page asks for and says, and pages to show it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from libmkt import cli

from . import axe

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ("dynamics", "monitoring", "peers")
PROGRAMS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
WIDE, PHONE = 1280, 390  # pixels
PATIENCE = 400  # seconds that one process of the tests waits for the other's reports
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")


@dataclass
class Tab:
    """One page as it is shown, with what it asked for and what the console said."""

    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)  # by the page's own policy

    def from_network(self) -> list[str]:
        """Addresses that were asked for beyond the page's own file and what it holds."""
        own = self.page.url
        return [url for url in self.asked if url != own and not url.startswith("data:")]

    def barriers(self, script: Path) -> list[str]:
        """What axe-core finds, a line each; the rules for size of targets are switched on too."""
        self.page.evaluate(script.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            """tags => axe.run(document, {
                runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}
            }).then(found => found.violations)""",
            list(RULES),
        )
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    def across(self) -> int:
        """Pixels by which the page is wider than its window."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wide))


class Browser:
    """Chromium without a window; each page gets a profile of its own."""

    def __init__(self, program: Any) -> None:
        self._program = program

    def show(
        self, path: Path, *, width: int = WIDE, dark: bool = False, scripts: bool = True
    ) -> Tab:
        """A file, as a reader who opens it sees it."""
        view = self._program.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        tab = Tab(view.new_page())
        tab.page.on("request", lambda request: tab.asked.append(request.url))
        tab.page.on(
            "requestfailed",
            lambda request: tab.stopped.append(request.url) if request.failure == "csp" else None,
        )
        tab.page.on("console", lambda message: tab.said.append(message.text))
        tab.page.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.page.goto(path.as_uri())
        return tab


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one test: its event loop must not run on into tests of others."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no browser is installed (chromium or google-chrome)")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with api.sync_playwright() as playwright:
        shown = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if root else []
        )
        yield Browser(shown)
        shown.close()


@pytest.fixture(scope="session")
def axe_core() -> Path:
    """The file of axe-core."""
    try:
        return axe.script()
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped reports on demo data, made once for all processes of a test run."""
    return _made(tmp_path_factory, "kaa")


@pytest.fixture(scope="session")
def all_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same in the four languages."""
    return _made(tmp_path_factory, "kaa,uz,ru,en")


def _made(factory: pytest.TempPathFactory, languages: str) -> dict[str, Path]:
    """Pages by report and language; where another process makes them, waits for it."""
    if not any(map(shutil.which, PROGRAMS)):
        return {}  # the test skips itself for want of a browser
    base = factory.getbasetemp()
    place = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"pages-{languages}"
    try:
        place.mkdir()
    except FileExistsError:
        begun = time.monotonic()
        while not (place / "done").is_file():
            if time.monotonic() - begun > PATIENCE:
                pytest.fail("the other process has made no reports")
            time.sleep(0.2)
    else:
        _write(place, languages)
    found = (place / "reports").glob("*/*/*/report.html")
    return {f"{path.parts[-4]} {path.parts[-2]}": path for path in sorted(found)}


def _write(place: Path, languages: str) -> None:
    """A workbench with the shipped reports, made."""
    for folder in ("parameters", "notebooks/reports", "data/demo", "data/places"):
        shutil.copytree(ROOT / folder, place / folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.delenv("LIBMKT_ROOT", raising=False)
        options = ["--language", languages, "--to", "html", "--as-of", "2026-10-20"]
        status = cli.main(["report", *REPORTS, *options])
    (place / "done").touch()
    assert status == 0
