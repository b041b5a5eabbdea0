"""``libmkt list``: the reports that can be made and the lessons, a line each."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from libmkt import words, workbench
from libmkt.errors import N_
from libmkt.words import _


def configure(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments."""


def run(args: argparse.Namespace) -> int:
    """Print each report's and lesson's name and title; one's own is told apart."""
    from libmkt.cli import lesson
    from libmkt.reporting import plan

    root = workbench.find_root()
    found = plan.reports(root)
    wide = max(map(len, found), default=0)
    for name, path in found.items():
        own = path.is_relative_to(root) and not path.is_relative_to(workbench.shipped())
        mark = "  " + _(N_("(your own)")) if own else ""
        print(f"{name:<{wide}}  {_title(path)}{mark}")
    for line in lesson.listed(root, wide):
        print(line)
    return 0


def _title(notebook: Path) -> str:
    """The first heading of a notebook, in the language in use."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            text = words.markdown("".join(cell["source"]))
            if match := re.search(r"(?m)^#\s+(.+)$", text):
                return match[1]
    return ""
