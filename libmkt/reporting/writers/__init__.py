"""Writers: each makes one file that a person opens from an executed notebook."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

# Loaded only when asked for: python-docx, python-pptx and typst take their time.
_MODULES = {"docx": "word", "xlsx": "sheets", "pdf": "typeset", "pptx": "slides"}


def write(form: str, notebook: Any, *, root: Path | None = None) -> bytes:
    """The file of one format: html, docx, xlsx, pdf or pptx."""
    if form == "html":
        from libmkt.reporting.page import page

        return page(notebook, root=root).encode("utf-8", errors="replace")
    module = import_module(f"libmkt.reporting.writers.{_MODULES[form]}")
    made: bytes = module.write(notebook, root=root)
    return made
