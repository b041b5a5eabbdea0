"""What a notebook of one's own offers: the form of a report, the contents page, the magics."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libmkt.lab.needed import has, need
    from libmkt.lab.report_form import form
    from libmkt.lab.shell import load_ipython_extension, ready, unload_ipython_extension
    from libmkt.lab.source_text import contents, indicators, state
    from libmkt.lab.start_page import start

__all__ = [
    "contents",
    "form",
    "has",
    "indicators",
    "load_ipython_extension",
    "need",
    "ready",
    "start",
    "state",
    "unload_ipython_extension",
]

_WHERE = {
    "contents": "source_text",
    "form": "report_form",
    "has": "needed",
    "indicators": "source_text",
    "state": "source_text",
    "load_ipython_extension": "shell",
    "need": "needed",
    "ready": "shell",
    "start": "start_page",
    "unload_ipython_extension": "shell",
}


def __getattr__(name: str) -> Any:
    """Load a public function when it is first named: widgets are not needed by everyone."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
