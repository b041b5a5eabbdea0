"""Where the numbers of an executed report stand on its page, and how each is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_, Message, MissingError
from libmkt.reporting.document import MIME, write
from libmkt.reporting.markup import form_of


@dataclass(frozen=True)
class Place:
    """One place of a page where a number stands."""

    shown: str  # as it is printed
    value: float | None
    cell: int  # of the notebook, from 0
    source: str  # the cell's code
    what: Message  # the table and row, the key figure, the sentence
    row: dict[str, Any] = field(default_factory=dict)  # what else its row says


@dataclass(frozen=True)
class Shown:
    cell: int
    source: str
    content: dict[str, Any]


def cells_of(folder: Path) -> list[Shown]:
    """The objects that the executed notebook shows, with the code that made them."""
    try:
        cells = json.loads((folder / "executed.ipynb").read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        raise MissingError(
            Message(
                N_("The record of {folder} (executed.ipynb) cannot be read"),
                {"folder": folder.name},
            )
        ) from None
    return [
        Shown(i, "".join(cell["source"]), output["data"][MIME])
        for i, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    ]


def _numbers(shown: Shown) -> Iterator[tuple[Any, str, Message, dict[str, Any]]]:
    """Each number of an object: its value, its form, where it stands, what its row says."""
    content = shown.content
    if content["kind"] == "table":
        columns = content["columns"]
        names = [column["name"] for column in columns]
        for y, row in enumerate(content["rows"]):
            said = dict(zip(names, row, strict=True))
            label = write(row[0], columns[0]["form"])
            for x, (cell, column) in enumerate(zip(row, columns, strict=True)):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    fields = {"table": content["caption"], "row": label, "column": column["label"]}
                    what = Message(N_("table “{table}”, row {row}, column {column}"), fields)
                    yield cell, form_of(content, y, x), what, said
    elif content["kind"] == "values":
        for item in content["items"]:
            what = Message(N_("key figure “{label}”"), {"label": item["label"]})
            yield item["value"], item["form"], what, {}
            if item["change"] is not None:
                yield item["change"], item["change_form"], what, {}


def _texts(shown: Shown) -> list[str]:
    content = shown.content
    items = content.get("items", []) if content["kind"] in ("list", "sureness") else []
    return [str(t) for t in [content.get("text", ""), *items] if t and isinstance(t, str)]


def printed(cells: Sequence[Shown], wanted: str) -> Iterator[Place]:
    """Places where a number is printed so, as any of the four languages would write it."""
    key = _plain(wanted)
    if not re.search(r"\d", key):
        return
    said = words.language()
    spellings = {key}
    for shown in cells:
        for value, form, what, row in _numbers(shown):
            if value is None:
                continue
            own = write(value, form)
            written = {_plain(own)}
            for language in words.LANGUAGES:
                with words.speaking(language):
                    written.add(_plain(write(value, form)))
            if key in written:
                spellings.add(_plain(own))
                yield Place(own, float(value), shown.cell, shown.source, what, row)
    with words.speaking(said):
        for shown in cells:
            for text in _texts(shown):
                found = re.findall(r"[+−-]?\d[\d\s.,]*\d%?|[+−-]?\d%?", text)
                if any(_plain(n) in spellings for n in found):
                    what = Message(N_("sentence “{text}”"), {"text": text})
                    yield Place(wanted, None, shown.cell, shown.source, what)


def places_of(cells: Sequence[Shown], published: dict[str, Any]) -> Iterator[Place]:
    """Places where a published value is shown, rounded or not."""
    for shown in cells:
        for value, form, what, row in _numbers(shown):
            same = value is not None and published["value"] is not None
            if same and abs(value - published["value"]) <= 1e-12 * abs(value):
                yield Place(write(value, form), float(value), shown.cell, shown.source, what, row)


def _plain(text: str) -> str:
    """A printed number without its blanks, its minus and per cent as typed on a keyboard.

    >>> _plain("−2,6 %"), _plain("1 368 047"), _plain("+3.4%")
    ('-2,6%', '1368047', '3.4%')
    """
    return re.sub(r"\s", "", text).replace("−", "-").lstrip("+")
