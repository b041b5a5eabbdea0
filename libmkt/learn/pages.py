"""The cells of a page that is made and not run: texts, and the objects of `libmkt.reporting`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from libmkt.reporting.document import Block

Cell = dict[str, Any]


def begin(language: str, day: dt.date) -> Cell:
    """The head of a page: its language and the date that is printed."""
    content = {"language": language, "period": None, "period_shown": "", "library": "",
               "as_of": day.isoformat()}  # fmt: skip
    return shown(Block("begin", content))


def markdown(text: str) -> Cell:
    """A text."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def shown(block: Block) -> Cell:
    """An object as if a cell had shown it."""
    return _with({"output_type": "display_data", "metadata": {}, "data": block._repr_mimebundle_()})


def plain(text: str) -> Cell:
    """A text that stands as it is, as if a cell had printed it."""
    return _with({"output_type": "stream", "name": "stdout", "text": text})


def notebook(cells: Sequence[Cell]) -> Any:
    """The notebook that a writer of pages takes."""
    from nbformat import NotebookNode, from_dict

    made: NotebookNode = from_dict(  # type: ignore[no-untyped-call]
        {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    )
    return made


def _with(output: dict[str, Any]) -> Cell:
    return {"cell_type": "code", "metadata": {}, "source": "", "outputs": [output],
            "execution_count": None}  # fmt: skip
