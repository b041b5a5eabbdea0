"""The page of all reports: filtered by keys, whole without its script."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt import words
from libmkt.reporting import index_page

from .browsing import PHONE, WIDE, Browser, Tab


def entry(run: str, subject: str, language: str, status: str = "whole", branch: str = "") -> dict:
    folder = f"{run}/{subject}/{language}"
    return {
        "folder": folder, "run": run, "report": "monitoring", "title": f"Monitoring <{run}>",
        "subject": subject, "branch": branch, "language": language, "status": status,
        "made": "2026-10-20T10:00:00+05:00",
        "formats": {"html": f"{folder}/report.html", "docx": f"{folder}/report.docx"},
    }  # fmt: skip


ENTRIES = [
    entry("monitoring", "2026-09", "kaa"),
    entry("monitoring", "2026-09", "ru", branch="Ámiwdárya"),
    entry("city", "2026-08", "kaa", "stale"),
    entry("../../x", "<script>alert(1)</script>", "en", "failed"),
]


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    with words.speaking("kaa"):
        text = index_page.page(ENTRIES, library="Demo kitapxanası", accent="#1f5f8b")
    path = tmp_path / "index.html"
    path.write_text(text, encoding="utf-8")
    return path


def rows(tab: Tab) -> int:
    return int(tab.page.locator("tbody tr:visible").count())


def test_it_is_open_to_all_and_asks_for_nothing(
    shown: Path, browser: Browser, axe_core: Path
) -> None:
    for width, dark in ((WIDE, False), (PHONE, True)):
        tab = browser.show(shown, width=width, dark=dark)
        assert tab.barriers(axe_core) == []
        assert (tab.from_network(), tab.said, tab.across()) == ([], [], 0)


def test_rows_go_away_by_keys_alone(shown: Path, browser: Browser) -> None:
    tab = browser.show(shown)
    keys, told = tab.page.keyboard, tab.page.locator("#filter output")
    assert rows(tab) == 4 and told.inner_text().count("4") == 2
    for _to_the_field in range(2):  # past the link that skips to the reports
        keys.press("Tab")
    keys.type("ÁMIW")
    assert rows(tab) == 1 and "1" in told.inner_text()
    assert "Ámiwdárya" in tab.page.locator("tbody tr:visible").inner_text()
    keys.type(" city")  # all words must be in the row
    assert rows(tab) == 0
    for _letter in "ÁMIW city":
        keys.press("Backspace")
    assert rows(tab) == 4
    keys.press("Tab")
    keys.press("ArrowDown")  # the first run of the list
    assert rows(tab) == 1
    keys.press("Home")
    for _to_the_state in range(2):
        keys.press("Tab")
    keys.press("ArrowDown")
    assert rows(tab) < 4
    keys.press("Enter")  # sends nothing anywhere
    assert tab.page.url == shown.as_uri() and tab.said == []


def test_a_reader_without_scripts_has_the_whole_list(shown: Path, browser: Browser) -> None:
    tab = browser.show(shown, scripts=False)
    assert tab.page.locator("tbody tr").count() == 4
    assert not tab.page.locator("#filter").is_visible()
    assert tab.page.locator("tbody tr a").first.get_attribute("href") == (
        "monitoring/2026-09/kaa/report.html"
    )
