"""The invented region: ``write`` makes data/demo again, ``director_sheet`` a director's sheet."""

from __future__ import annotations

from typing import Any

_WHERE = {"director_sheet": "libmkt.demo.sheet", "write": "libmkt.demo.files"}
__all__ = ["director_sheet", "write"]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        import importlib

        return getattr(importlib.import_module(_WHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
