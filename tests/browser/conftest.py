"""A browser for each test, and the shipped reports to show it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from libmkt import cli

from . import axe
from .browsing import Browser, browser_program, running

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ("dynamics", "monitoring", "needs", "peers", "poll")
PATIENCE = 400  # seconds that one process of the tests waits for the other's reports


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one test: its event loop must not run on into tests of others."""
    if browser_program() is None:
        pytest.skip("no browser is installed (chromium or google-chrome)")
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with running() as shown:
        yield shown


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
    if browser_program() is None:
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
