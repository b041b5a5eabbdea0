"""The notebooks that reports are made from: one's own win over the shipped."""

from __future__ import annotations

import json
import re
from pathlib import Path

from libmkt import words
from libmkt.workbench import shipped


def notebook_of(report: str, root: Path) -> Path | None:
    """The notebook of a report: the workbench's own wins over the shipped one."""
    return reports(root).get(report)


def reports(root: Path) -> dict[str, Path]:
    """All reports by name, one's own before the shipped."""
    found: dict[str, Path] = {}
    for folder in (shipped() / "notebooks" / "reports", root / "notebooks" / "reports"):
        found |= {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    return dict(sorted(found.items()))


def title(notebook: Path) -> str:
    """The first heading of a notebook, in the language in use; "" where it has none."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            text = words.markdown("".join(cell["source"]))
            if match := re.search(r"(?m)^#\s+(.+)$", text):
                return match[1].strip()
    return ""
