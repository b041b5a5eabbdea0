"""A headless browser that writes down what a page asks for and says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
WIDE, PHONE = 1280, 390  # pixels
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


def browser_program() -> str | None:
    """The browser that is installed; None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def running() -> Iterator[Browser]:
    """The installed browser, started without a window and ended after."""
    from playwright.sync_api import sync_playwright

    root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium refuses a sandbox as root
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(
            executable_path=browser_program(), args=["--no-sandbox"] if root else []
        )
        yield Browser(program)
        program.close()
