"""The HTML page alone: ours against nbconvert's lab template, from one executed notebook.

    python benchmarks/page.py [--pages 20] [--report monitoring] [--out FILE]

A shipped report is executed on the demo data once.  Then each exporter makes its page so many
times in one process, in turn, the first of each not counted (it loads modules and compiles
templates); nbconvert's exporter object is kept between pages, which is the kindest way.
Where Chromium, playwright and axe-core are here, both pages are opened: what each asks the
network for and what axe-core finds, at 1280 px; else these stand as null, with the reason.
Goals: 5 times less CPU, half the size, no request, no finding.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import ROOT, machine, save

GOAL_CPU, GOAL_SIZE = 5.0, 0.5


def main() -> int:
    """Measure, open, save; 0 whatever the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=20, help="of each exporter (default: 20)")
    parser.add_argument("--report", default="monitoring", help="a shipped report")
    parser.add_argument("--out", type=Path, help="where the result goes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="libmkt-bench-") as place:
        found = measured(executed(Path(place), args.report), args.pages)
        seen, why = opened(Path(place))
    for way in found:
        found[way] |= seen.get(way, {"requests": None, "findings": None})
    save(
        "page",
        {
            "benchmark": "page",
            "report": args.report,
            "pages": args.pages,
            "machine": machine(),
            "ways": found,
            "not_opened_because": why,
            "ratios": ratios(found),
        },
        args.out,
    )
    return 0


def executed(work: Path, report: str) -> Path:
    """The executed notebook of a shipped report, made in a workbench of its own."""
    import os

    from libmkt import cli

    for folder in ("parameters", "notebooks/reports", "data/demo", "data/places"):
        shutil.copytree(ROOT / folder, work / folder)
    os.chdir(work)
    if cli.main(["report", report, "--language", "en", "--as-of", "2026-10-20"]):
        raise SystemExit("The report could not be made")
    return next((work / "reports").glob("*/*/en/executed.ipynb"))


def measured(notebook: Path, pages: int) -> dict[str, dict[str, Any]]:
    """CPU seconds a page (median) and its size, by exporter; the last pages are kept."""
    import nbformat
    from nbconvert.exporters import HTMLExporter
    from nbconvert.exporters.base import get_exporter

    ways: dict[str, Callable[[Any], Any]] = {
        "nbconvert lab": HTMLExporter(template_name="lab").from_notebook_node,  # type: ignore[no-untyped-call]
        "libmkt-html": get_exporter("libmkt-html")().from_notebook_node,  # type: ignore[no-untyped-call]
    }
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(pages + 1):
        for way, made in ways.items():
            node = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
            begun = time.process_time()
            text = made(node)[0]
            if number:
                taken[way].append(time.process_time() - begun)
            else:
                _kept(notebook.parents[4], way).write_text(text, encoding="utf-8", newline="\n")
    return {
        way: {
            "cpu_per_page": round(statistics.median(taken[way]), 4),
            "bytes": _kept(notebook.parents[4], way).stat().st_size,
        }
        for way in ways
    }


def opened(work: Path) -> tuple[dict[str, dict[str, int]], str]:
    """What a browser sees of the kept pages, by exporter; or nothing and the reason."""
    sys.path.insert(0, str(ROOT))
    from tests.browser import axe, browsing

    try:
        script = axe.script()
        import playwright.sync_api  # noqa: F401 (is it here?)
    except (LookupError, ImportError) as error:
        return {}, str(error)
    if browsing.browser_program() is None:
        return {}, "no browser is installed"
    seen = {}
    with browsing.running() as browser:
        for way in ("nbconvert lab", "libmkt-html"):
            tab = browser.show(_kept(work, way))
            barriers = tab.barriers(script)
            seen[way] = {"requests": len(set(tab.from_network())), "findings": len(barriers)}
    return seen, ""


def ratios(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Ours against theirs, and whether the goals are met; null where it was not looked at."""
    ours, theirs = found["libmkt-html"], found["nbconvert lab"]
    cpu = theirs["cpu_per_page"] / ours["cpu_per_page"]
    size = ours["bytes"] / theirs["bytes"]
    looked = ours["requests"] is not None
    return {
        "cpu_times_less": round(cpu, 1),
        "cpu_met": cpu >= GOAL_CPU,
        "size_share": round(size, 3),
        "size_met": size <= GOAL_SIZE,
        "no_request": ours["requests"] == 0 if looked else None,
        "no_finding": ours["findings"] == 0 if looked else None,
    }


def _kept(work: Path, way: str) -> Path:
    return work / f"{way.replace(' ', '-')}.html"


if __name__ == "__main__":
    sys.exit(main())
