"""The shipped reports as a browser shows them: open to all, asking for nothing, whole on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from libmkt import words
from libmkt.reporting import page
from libmkt.reporting.banners import banner_tables
from libmkt.surveys import Design, Question, banner

from ..reporting.pages import cell, notebook
from .browsing import PHONE, WIDE, Browser, Tab
from .conftest import REPORTS, ROOT

PAPER = 673  # pixels: A4 less the margins of the print style, 178 mm
VIEWS = [(width, dark) for width in (WIDE, PHONE) for dark in (False, True)]
CORNERS = (VIEWS[0], VIEWS[-1])
Pages = dict[str, Path]
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Keep a page's text as a file that a browser can open."""

    def written(text: str) -> Path:
        path = tmp_path / "bet Нөкис.html"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def every_block(*, code: bool = False) -> str:
    """A page with each kind of block and hostile names."""
    made = notebook("en", hostile=True)
    made.metadata["libmkt"]["code"] = code
    return page.page(made, root=ROOT)


def asks_for_nothing(tab: Tab) -> None:
    assert tab.from_network() == []
    assert tab.said == []


def test_each_shipped_report_is_open_to_all_and_asks_for_nothing(
    pages: Pages, browser: Browser, axe_core: Path
) -> None:
    assert set(pages) == {f"{name} kaa" for name in REPORTS}
    for (_name, path), (width, dark) in zip(pages.items(), VIEWS, strict=False):
        tab = browser.show(path, width=width, dark=dark)
        assert tab.barriers(axe_core) == []
        asks_for_nothing(tab)
        assert tab.page.evaluate("document.images.length") >= 2


def test_a_page_with_every_block_and_hostile_names_is_open_to_all(
    browser: Browser, axe_core: Path, write: Write
) -> None:
    path = write(every_block(code=True))
    for width, dark in CORNERS:
        tab = browser.show(path, width=width, dark=dark)
        assert tab.barriers(axe_core) == []
        asks_for_nothing(tab)
        assert tab.across() == 0
        names = "[...document.querySelectorAll('tbody th')].map(name => name.clientWidth)"
        assert max(tab.page.evaluate(names)) < 400  # a name without end is broken


def test_a_banner_table_is_open_to_all_and_scrolls_in_its_box_below_its_names(
    browser: Browser, axe_core: Path, write: Write
) -> None:
    towns = [f"Town {n} on the river" for n in range(14)]
    people = pd.DataFrame({"town": towns * 60, "mark": [1, 2, 3, 4, 4, 4] * 140})
    by = [Question("town", label="Town")]
    made = notebook("en")
    found = banner(people, [Question("mark", "scale", "A mark")], by, Design())
    made.cells[-1:-1] = [cell(block) for block in banner_tables(found)]
    path = write(page.page(made, root=ROOT))
    for width, dark in CORNERS:
        tab = browser.show(path, width=width, dark=dark)
        assert tab.barriers(axe_core) == []
        asks_for_nothing(tab)
        assert tab.across() == 0
        tab.page.click("a[href='#t-banner-mark']")
        box = "document.querySelector('#t-banner-mark')"
        assert tab.page.evaluate(f"{box}.scrollWidth > {box}.clientWidth")
        tab.page.evaluate(f"{box}.scrollLeft = 200")
        name = f"{box}.querySelector('tbody th').getBoundingClientRect().left"
        assert tab.page.evaluate(f"{name} - {box}.getBoundingClientRect().left") == pytest.approx(
            0, abs=1
        )


@pytest.mark.parametrize(
    "language",
    ["kaa", *(pytest.param(code, marks=pytest.mark.slow) for code in ("uz", "ru", "en"))],
)
def test_the_page_of_a_failure_is_open_to_all(
    language: str, browser: Browser, axe_core: Path, write: Write
) -> None:
    with words.speaking(language):
        path = write(page.failure_page("monitoring", "visits: &lt;b&gt; " + "Ámiwdárya-" * 40))
    for width, dark in CORNERS:
        tab = browser.show(path, width=width, dark=dark)
        assert tab.barriers(axe_core) == []
        asks_for_nothing(tab)
        assert tab.across() == 0
        assert tab.page.evaluate("document.querySelector('main').clientWidth") > 0.85 * min(
            width, 900
        )


@pytest.mark.parametrize(
    "accent",
    [
        "#767676",  # the palest that library.yml may name
        *(pytest.param(dark, marks=pytest.mark.slow) for dark in ("#7a1f1f", "#000000", "#0a6e31")),
    ],
)
def test_a_library_s_own_accent_can_be_read_in_light_and_dark(
    accent: str, browser: Browser, axe_core: Path, write: Write
) -> None:
    ours = page.style("#1f5f8b")
    text = every_block()
    assert ours in text
    path = write(text.replace(ours, page.style(accent)))
    for dark in (False, True):
        assert browser.show(path, dark=dark).barriers(axe_core) == []


def test_the_watch_sees_a_request_and_the_policy_of_our_pages_stops_it(
    browser: Browser, write: Write
) -> None:
    image = '<img src="http://127.0.0.1:9/x.png" alt=""><script>alert(1)</script>'
    text = every_block().replace("</main>", f"{image}</main>")
    policy = text[text.index("<meta http-equiv") :]
    policy = policy[: policy.index(">") + 1]
    open_page = browser.show(write(text.replace(policy, "").replace("alert(1)", "1")))
    assert open_page.from_network() == ["http://127.0.0.1:9/x.png"]
    assert open_page.stopped == []
    ours = browser.show(write(text))
    assert ours.stopped == ["http://127.0.0.1:9/x.png"]
    assert any("Content Security Policy" in line and "x.png" in line for line in ours.said)
    assert any("Content Security Policy" in line and "script" in line for line in ours.said)


def test_tables_and_drawings_scroll_in_their_box_on_a_phone(pages: Pages, browser: Browser) -> None:
    for path in pages.values():
        tab = browser.show(path, width=PHONE)
        assert tab.across() == 0
        boxes = "[...document.querySelectorAll('.table, .drawing')]"
        assert tab.page.evaluate(f"{boxes}.some(box => box.scrollWidth > box.clientWidth)")
        assert tab.page.evaluate(
            f"{boxes}.every(box => box.tabIndex === 0 && box.getAttribute('aria-label')"
            " && box.getBoundingClientRect().right <= innerWidth)"
        )
        first, last = tab.page.evaluate(
            f"""() => {{
                const box = {boxes}.find(box => box.matches('.table')
                    && box.scrollWidth > box.clientWidth + 20);
                box.scrollLeft = 9999;
                const edge = box.getBoundingClientRect(), row = box.querySelector('tbody tr');
                return [row.querySelector('th').getBoundingClientRect().left - edge.left,
                        row.lastElementChild.getBoundingClientRect().right - edge.right];
            }}"""
        )
        assert abs(first) < 1  # the name of the row stays in sight
        assert abs(last) < 1  # and the last column can be reached


def test_no_table_is_cut_on_a_wide_screen_or_on_paper(pages: Pages, browser: Browser) -> None:
    cut = """() => [...document.querySelectorAll('table, .drawing img')]
        .filter(part => part.getBoundingClientRect().right
            > part.closest('main').getBoundingClientRect().right + 1)
        .map(part => part.textContent.slice(0, 60) || part.alt)"""
    for path in pages.values():
        tab = browser.show(path)
        assert tab.page.evaluate(cut) == []
        tab.page.emulate_media(media="print")
        tab.page.set_viewport_size({"width": PAPER, "height": 950})
        assert tab.page.evaluate(cut) == []
        assert tab.across() == 0
        assert not tab.page.is_visible("nav")
        paper = "getComputedStyle(document.body).backgroundColor"
        assert tab.page.evaluate(paper) == "rgb(255, 255, 255)"


def test_links_of_the_contents_lead_to_their_headings(pages: Pages, browser: Browser) -> None:
    for path in pages.values():
        tab = browser.show(path)
        ids = tab.page.evaluate("[...document.querySelectorAll('[id]')].map(part => part.id)")
        assert len(ids) == len(set(ids))
        links = tab.page.locator("nav a")
        assert links.count() == tab.page.locator("main h2").count() >= 6
        for i in range(links.count()):
            text = links.nth(i).inner_text()
            heading = tab.page.locator(f"main {links.nth(i).get_attribute('href')}")
            assert heading.inner_text() == text
        last = links.nth(links.count() - 1)
        last.click()
        assert tab.page.url.endswith(str(last.get_attribute("href")))
        seen = "document.querySelector(':target').getBoundingClientRect().top < innerHeight"
        for _wait in range(100):  # the page glides there
            if tab.page.evaluate(seen):
                break
            tab.page.wait_for_timeout(50)
        assert tab.page.evaluate(seen)


def test_the_first_key_leads_past_the_contents(pages: Pages, browser: Browser) -> None:
    tab = browser.show(pages["peers kaa"])
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "skip"
    assert tab.page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    tab.page.keyboard.press("Enter")
    assert tab.page.url.endswith("#main")


def test_code_is_folded_and_unfolds_by_a_key(browser: Browser, write: Write) -> None:
    plain = browser.show(write(every_block()))
    assert plain.page.locator(".code").count() == 0
    tab = browser.show(write(every_block(code=True)))
    code = tab.page.locator(".code pre").first
    assert tab.page.locator(".code").count() > 5 and not code.is_visible()
    tab.page.locator(".code summary").first.focus()
    tab.page.keyboard.press("Enter")
    assert code.is_visible()


@pytest.mark.slow
@pytest.mark.parametrize("width, dark", VIEWS)
def test_every_report_in_every_language_is_open_to_all(
    width: int, dark: bool, all_pages: Pages, browser: Browser, axe_core: Path
) -> None:
    assert len(all_pages) == len(REPORTS) * len(words.LANGUAGES)
    for path in all_pages.values():
        tab = browser.show(path, width=width, dark=dark)
        assert tab.barriers(axe_core) == []
        asks_for_nothing(tab)
        assert tab.across() == 0
