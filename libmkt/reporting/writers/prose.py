"""Markdown as a few plain kinds of text that every writer can set: no HTML, no live links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

# What XML cannot hold, lone surrogates, and marks that turn the direction of a whole line.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


Runs = tuple[Run, ...]


PRINTED = ("code", "output", "error")  # looks of what is code as a whole, line by line


@dataclass(frozen=True)
class Text:
    """A paragraph; `look` is plain, quote, warning, note, author, rule, or one of PRINTED."""

    runs: Runs
    look: str = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading inside a section, from level 2 down."""

    text: str
    level: int


@dataclass(frozen=True)
class Items:
    """A list: the depth (from 0) and the text of each item."""

    items: tuple[tuple[int, Runs], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of texts that stands in Markdown."""

    rows: tuple[tuple[str, ...], ...]  # the first is the head
    right: tuple[bool, ...]  # columns that are set to the right


Prose = Text | Heading | Items | Grid


def clean(text: str) -> str:
    """Text that every format can hold; what it cannot is shown as U+FFFD.

    >>> clean("a\\x00b\\ud800"), clean("two\\nlines")
    ('a\ufffdb\ufffd', 'two\\nlines')
    """
    return _UNFIT.sub("\ufffd", text)


def broken(text: str, most: int = 32) -> str:
    """Text whose long words may be broken (zero-width spaces): after a slash, or anywhere.

    >>> broken("short " + "x" * 5, 3).count("\N{ZERO WIDTH SPACE}")
    2
    >>> broken("data/demo", 6).split("\N{ZERO WIDTH SPACE}")
    ['data/', 'demo']
    """

    def parted(found: re.Match[str]) -> str:
        pieces = re.split(r"(?<=[/_])", found[0])
        return "\u200b".join(p[i : i + most] for p in pieces for i in range(0, len(p), most))

    return re.sub(rf"\S{{{most + 1},}}", parted, text)


def prose(markdown: str) -> list[Prose]:
    """The paragraphs, headings, lists and tables of a Markdown text.

    HTML in it is text like any other; a link shows its address behind its words, and
    a picture its description.

    >>> prose("**so** <b>no</b>")[0].runs[0]
    Run(text='so', bold=True, italic=False, code=False)
    >>> [type(p).__name__ for p in prose("## A\\n\\n1. b\\n2. c")]
    ['Heading', 'Items']
    """
    return [made for token in _parser()(clean(markdown)) for made in _block(token)]


def plain(runs: Sequence[Run]) -> str:
    """The letters of some runs alone."""
    return "".join(run.text for run in runs)


@lru_cache(maxsize=1)
def _parser() -> Any:
    import mistune

    return mistune.create_markdown(renderer=None, plugins=["table"])


def _block(token: Mapping[str, Any]) -> Iterator[Prose]:
    kind = token["type"]
    if kind in ("paragraph", "block_text"):
        yield Text(_runs(token["children"]))
    elif kind == "heading":
        yield Heading(plain(_runs(token["children"])), token["attrs"]["level"])
    elif kind == "list":
        if items := tuple(_items(token, 0)):
            yield Items(items, token["attrs"]["ordered"])
    elif kind == "block_code":
        yield Text((Run(token["raw"].rstrip("\n"), code=True),), "code")
    elif kind == "block_html":
        yield Text((Run(token["raw"].strip()),))
    elif kind == "block_quote":
        for inner in (made for child in token["children"] for made in _block(child)):
            yield replace(inner, look="quote") if isinstance(inner, Text) else inner
    elif kind == "table":
        yield _grid(token)


def _items(token: Mapping[str, Any], depth: int) -> Iterator[tuple[int, Runs]]:
    for item in token["children"]:
        for child in item["children"]:
            if child["type"] == "list":
                yield from _items(child, depth + 1)
            elif child.get("children"):
                yield depth, _runs(child["children"])


def _grid(token: Mapping[str, Any]) -> Grid:
    head, *rest = token["children"]
    rows = [head, *(row for body in rest for row in body["children"])]
    texts = [tuple(plain(_runs(cell["children"])) for cell in row["children"]) for row in rows]
    right = tuple(cell["attrs"].get("align") == "right" for cell in head["children"])
    return Grid(tuple(texts), right)


def _runs(tokens: Sequence[Mapping[str, Any]], **look: bool) -> Runs:
    return tuple(run for token in tokens for run in _inline(token, look))


def _inline(token: Mapping[str, Any], look: Mapping[str, bool]) -> Iterator[Run]:
    kind = token["type"]
    if kind in ("strong", "emphasis"):
        more = {"bold" if kind == "strong" else "italic": True}
        yield from _runs(token["children"], **{**look, **more})
    elif kind == "codespan":
        yield Run(token["raw"], **{**look, "code": True})
    elif kind == "softbreak":
        yield Run(" ", **look)
    elif kind == "linebreak":
        yield Run("\n", **look)
    elif kind == "link":
        yield from _runs(token["children"], **look)
        address = token["attrs"]["url"]
        if address != plain(_runs(token["children"])):
            yield Run(f" ({address})", **look)
    elif kind == "image":
        yield from _runs(token["children"], **{**look, "italic": True})
    else:
        yield Run(token.get("raw", ""), **look)
