"""A JupyterLab as `libmkt lab` starts it, and a browser that uses it as a person does.

For tests of the lab and of the lessons: `serving` starts the server, `Desk` holds one page.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (p for name in ("chromium", "google-chrome", "chrome") if (p := shutil.which(name))), None
)
ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1):(\d+)/\S*\?token=(\w+)")
OPEN = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # the notebook that is seen
OPTIONS = ("--allow-root", "--LabApp.expose_app_in_browser=True")


@dataclass
class Server:
    """A running JupyterLab."""

    url: str  # http://127.0.0.1:8888
    token: str
    process: subprocess.Popen[str]

    def address(self, path: str = "lab") -> str:
        """A page of it, with the key to it."""
        return f"{self.url}/{path}?token={self.token}"


@contextlib.contextmanager
def serving(root: Path, language: str, *options: str) -> Iterator[Server]:
    """`libmkt lab` at a workbench, closed at the end as Ctrl-C closes it.

    What JupyterLab remembers of a user (settings, open tabs) goes to a folder of its own.
    """
    own = {k: v for k, v in os.environ.items() if not k.startswith("LIBMKT_")}
    own["JUPYTER_CONFIG_DIR"] = tempfile.mkdtemp(prefix="jupyter-")
    command = ["libmkt", "lab", "--language", language, "--no-browser", "--port", "0"]
    try:
        with started([*command, *OPTIONS, *options], root, own) as server:
            yield server
    finally:
        shutil.rmtree(own["JUPYTER_CONFIG_DIR"], ignore_errors=True)


@contextlib.contextmanager
def started(command: Sequence[str], root: Path, own: Mapping[str, str]) -> Iterator[Server]:
    """A module of Python that serves notebooks, with an environment of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=root, env=own,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        port, token = _address(process)
        _drain(process)
        wait_until(lambda: _listens(int(port)))  # it tells its address before it listens
        yield Server(f"http://127.0.0.1:{port}", token, process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(25)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _address(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := ADDRESS.search(line):
            return found[1], found[2]
    raise AssertionError("JupyterLab did not start:\n" + "".join(said))


def _drain(process: subprocess.Popen[str]) -> None:
    """Let the server log on: a full pipe would stop it."""
    import threading

    assert process.stderr is not None
    stream = process.stderr
    threading.Thread(target=lambda: [None for _ in stream], daemon=True).start()


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


class Desk:
    """One page of JupyterLab, with the steps that a person takes there."""

    def __init__(self, page: Any, server: Server) -> None:
        self.page, self.server = page, server

    def open(self, path: str = "") -> None:
        """Open JupyterLab, at a notebook or where its command leads; wait until it can be used.

        At a notebook, nothing else is open beside it.
        """
        self.page.goto(self.server.address(f"lab/tree/{path}") + "&reset" if path
                       else self.server.address(""))  # fmt: skip
        self.page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
        self.page.wait_for_selector(f"{OPEN} .jp-Notebook", timeout=60_000)
        self.kernel_is_ready()

    def kernel_is_ready(self, seconds: float = 60) -> None:
        """Wait until the open notebook's kernel is there and has nothing to do."""
        self._wait("kernel && kernel.status === 'idle'", seconds)

    def menu(self, *names: str) -> None:
        """Choose an entry of the menu bar: its menu, its submenus, itself."""
        self.page.click(f'.lm-MenuBar-itemLabel:text-is("{names[0]}")')
        for name in names[1:]:
            entry = self.page.locator(f'.lm-Menu-itemLabel:text-is("{name}")').last
            entry.wait_for(timeout=10_000)
            entry.hover()
            if name == names[-1]:
                entry.click()

    def run_all(self) -> None:
        """Run all cells and wait until the kernel has nothing left to do."""
        self.menu("Run", "Run All Cells")
        self.idle()

    def idle(self, seconds: float = 90, *, every: bool = True) -> None:
        """Wait until no cell of the open notebook is running, and all have run.

        Without `every` cells may be left that have not run: behind one that stopped.
        """
        ran = "cells.every(c => c.executionCount !== null)" if every else "true"
        self._wait(
            f"{ran} && cells.length && cells.every(c => c.executionState === 'idle')"
            " && kernel.status === 'idle'",
            seconds,
        )

    def _wait(self, question: str, seconds: float) -> None:
        self.page.wait_for_function(
            """() => {
              const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
              const session = panel && panel.sessionContext && panel.sessionContext.session;
              if (!session) return false;
              const kernel = session.kernel;
              const cells = panel.content.widgets.map(w => w.model)
                .filter(m => m.type === 'code' && m.sharedModel.getSource().trim());
              return QUESTION;
            }""".replace("QUESTION", question),
            timeout=seconds * 1000,
        )

    def offers(self, *names: str) -> bool:
        """Whether a menu holds an entry."""
        self.menu(*names[:-1])
        entry = self.page.locator(f'.lm-Menu-itemLabel:text-is("{names[-1]}")')
        entry.first.wait_for(timeout=10_000)
        for _ in names:
            self.page.keyboard.press("Escape")
        return True

    def to_cell(self, source: str) -> int:
        """Scroll to the cell with this code; its place among the cells."""
        at: int = self.page.evaluate(
            """async source => {
              const book = window.jupyterapp.shell.currentWidget.content;
              const at = book.widgets.findIndex(w => w.model.sharedModel.getSource() === source);
              book.activeCellIndex = at;
              await book.scrollToItem(at, 'center');
              return at;
            }""",
            source,
        )
        assert at >= 0, f"no cell holds {source!r}"
        return at

    def run(self, source: str, *, instead: str | None = None) -> Any:
        """Run the cell with this code as its user does, and give where its outputs are shown.

        Parameters
        ----------
        instead
            What is typed into the cell first, in place of all that stands there: one line.
        """
        cell = self._clicked(source)
        if instead is not None:
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.type(instead)
        self.page.keyboard.press("Control+Enter")
        self.idle(every=False)
        return cell.locator(".jp-Cell-outputArea")

    def insert_below(self, source: str) -> None:
        """Make an empty cell below the one with this code, by the key for it."""
        self._clicked(source)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")

    def _clicked(self, source: str) -> Any:
        at = self.to_cell(source)
        cell = self.page.locator(f"{OPEN} .jp-Cell[data-windowed-list-index='{at}']")
        cell.locator(".cm-content").click()
        return cell

    def export(self, label: str) -> Path:
        """Save and export the open notebook, and give the file that comes."""
        with self.page.expect_download(timeout=60_000) as coming:
            self.menu("File", "Save and Export Notebook As", label)
        return Path(coming.value.path())

    def screenshot(self, path: Path) -> None:
        """A picture of what is seen."""
        self.page.screenshot(path=str(path))


@contextlib.contextmanager
def browsing(server: Server, *, width: int = 1280, height: int = 900) -> Iterator[Desk]:
    """A new browser that has never been here."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True
        )
        try:
            yield Desk(context.new_page(), server)
        finally:
            browser.close()


def wait_until(done: Any, seconds: float = 30) -> None:
    """Wait until a question is answered with yes."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
