"""What a report holds, in order, before any format: head, note, sections, tables, figures.

Every writer beside the HTML page goes through an `Outline`, so that all formats hold the
same things, and what a format cannot bear (control characters, lone surrogates) is
mended in one place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt import words, workbench
from libmkt.errors import MissingError
from libmkt.reporting.content import Piece, blocks, pieces
from libmkt.reporting.page import BOXES
from libmkt.reporting.writers.nodes import Figure, Node, cleaned, nodes
from libmkt.reporting.writers.prose import Heading, Prose, Run, Text, clean, prose
from libmkt.words import _

if TYPE_CHECKING:
    from libmkt.library import Library

ACCENT = "#1f5f8b"
LONG_AGO = dt.date(1980, 1, 1)  # the first day a zip archive can name


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; `box` names one of the three closing boxes."""

    title: str
    nodes: tuple[Node, ...]
    box: str = ""


@dataclass(frozen=True)
class Outline:
    """A whole report in the reader's language."""

    language: str
    title: str
    library: str
    address: str
    period: str  # and before it the branch, where the report is one branch's
    day: dt.date
    accent: str
    logo: Path | None
    letterhead: Path | None
    signatories: tuple[tuple[str, str], ...]  # position, name
    lead: tuple[Prose, ...]
    note: tuple[Text, ...]
    sections: tuple[Section, ...]


def outline(notebook: Any, *, root: Path | None = None, lists: bool = False) -> Outline:
    """The outline of an executed notebook; call it while its language is spoken.

    Parameters
    ----------
    notebook
        Executed; `metadata.libmkt` may hold `note` (a person's words) and `code` (whether
        all code is in it; a student's answers in a lesson always are).
    root
        The workbench whose name, logo and accent are shown; None looks for one.
    lists
        Whether tables that are no part of a page are in it, as a workbook has them.
    """
    begun = {k: cleaned(v) for k, v in (blocks(notebook, "begin") or [{}])[0].items()}
    meta = notebook.metadata.get("libmkt", {})
    library, root = _library(root)
    title, lead, body = _split(pieces(notebook))
    return Outline(
        language=words.language(),
        title=title,
        library=_name(library) if library else begun.get("library", ""),
        address=_said(library, library.address) if library else "",
        period=" · ".join(
            part
            for part in (clean(str(meta.get("branch") or "")), begun.get("period_shown"))
            if part
        ),
        day=dt.date.fromisoformat(begun["as_of"]) if begun.get("as_of") else LONG_AGO,
        accent=library.accent if library else ACCENT,
        logo=_file(library.logo, root) if library else None,
        letterhead=_file(library.letterhead, root) if library else None,
        signatories=tuple(
            (_said(library, who.position), clean(who.name))
            for who in (library.signatories if library else [])
        ),
        # the contents begin below the lead, so that a heading there is but a bold line
        lead=tuple(
            Text((Run(made.text, bold=True),)) if isinstance(made, Heading) else made
            for made in prose(lead)
        ),
        note=tuple(_note(meta.get("note"))),
        sections=tuple(_sections(body, meta, lists)),
    )


def _library(root: Path | None) -> tuple[Library | None, Path | None]:
    try:
        root = root or workbench.find_root()
    except MissingError:  # exported far from its workbench: no house style
        return None, None
    return workbench.library(root), root


def _name(library: Library) -> str:
    return _said(library, library.name)


def _said(library: Library | None, texts: dict[Any, str]) -> str:
    return clean(library.in_language(texts, words.language())) if library else ""


def _file(name: str | None, root: Path | None) -> Path | None:
    return workbench.resolve(name, root) if name and root else None


def _split(found: Sequence[Piece]) -> tuple[str, str, list[Piece]]:
    """The title, the lead text under it, and the rest, as on the HTML page."""
    for i, piece in enumerate(found):
        if piece.kind == "markdown" and (match := re.match(r"#\s+(.+)", piece.text)):
            rest = [*found[:i], *found[i + 1 :]]
            title = "".join(run.text for run in _line(match[1]))
            return title, piece.text[match.end() :].strip(), rest
    return "", "", list(found)


def _line(markdown: str) -> tuple[Run, ...]:
    made = prose(markdown.strip())
    return made[0].runs if made and isinstance(made[0], Text) else (Run(clean(markdown)),)


def _sections(body: Sequence[Piece], meta: dict[str, Any], lists: bool) -> Iterator[Section]:
    title, box, nodes = "", "", list[Node]()
    for part in _parts(body, meta, lists):
        if isinstance(part, tuple):
            if title or nodes:
                yield Section(title, tuple(nodes), box)
            (title, box), nodes = part, []
        else:
            nodes.append(part)
    if title or nodes:
        yield Section(title, tuple(nodes), box)


def _parts(
    body: Sequence[Piece], meta: dict[str, Any], lists: bool
) -> Iterator[Node | tuple[str, str]]:
    """Nodes, and a pair (title, box) where a section begins."""
    for piece in body:
        if piece.kind == "markdown":
            for made in prose(piece.text):
                begins = isinstance(made, Heading) and made.level <= 2
                yield (made.text, "") if begins and isinstance(made, Heading) else made
        elif piece.kind == "block" and piece.block != "begin":
            content = piece.content
            if piece.block in BOXES:
                yield _(BOXES[piece.block]), piece.block
            own = (meta.get("note") or {}).get("actions")
            if piece.block == "actions" and own is not None:
                content = {"items": [{**cleaned(action), "rule": ""} for action in own]}
            yield from nodes(piece.block, content, piece.number, lists=lists)
        elif piece.kind == "image":
            yield Figure("", _("A drawing without a description"), png=piece.text.strip())
        elif piece.kind in ("plain", "error"):
            look = "output" if piece.kind == "plain" else piece.kind
            yield Text((Run(clean(piece.text.rstrip("\n")), code=True),), look)
        elif piece.kind == "answer" or (piece.kind == "code" and meta.get("code")):
            yield Text((Run(clean(piece.text), code=True),), "code")


def _note(note: dict[str, Any] | None) -> Iterator[Text]:
    """The words of a person: blank lines part paragraphs; nothing in them is Markdown."""
    if not note or not note.get("text"):
        return
    for paragraph in re.split(r"\n\s*\n", clean(note["text"]).strip()):
        yield Text((Run(" ".join(paragraph.split("\n"))),), "note")
    if note.get("author"):
        yield Text((Run(clean(note["author"]), italic=True),), "author")
