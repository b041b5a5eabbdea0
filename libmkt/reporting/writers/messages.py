"""A report as messages for slides: a title, a sentence, and what shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from libmkt.reporting.writers import slide_parts
from libmkt.reporting.writers.nodes import Actions, Figure, Node, Table, Values, as_table
from libmkt.reporting.writers.outline import Outline, Section
from libmkt.reporting.writers.phrases import action_lines
from libmkt.reporting.writers.prose import PRINTED, Grid, Heading, Items, Text, plain
from libmkt.words import _

MESSAGE = 240  # letters: a sentence short enough to stand over a drawing
BOTH = 330  # letters: how it is read and what it shows together, about four lines
OUTPUT = 40  # lines of a bare output that can still be read

Visual = Figure | Table | Values


@dataclass(frozen=True)
class Slide:
    """One message: a title, a sentence, and what shows it, or some lines of text."""

    title: str
    message: str = ""
    visual: Visual | None = None
    lines: tuple[str, ...] = ()
    output: str = ""  # what a cell printed, its lines as they are


def slides(report: Outline) -> Iterator[Slide]:
    """The messages of a report in order, the cover apart."""
    said = [plain(text.runs) for text in report.note]
    if said:
        yield from _texts(_("A person's note"), said)
    for section in report.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[Slide]:
    """A drawing, table or row of figures takes the sentence before it and the one after it."""
    title, told = section.title, list[str]()
    nodes = list(section.nodes)
    while nodes:
        node = nodes.pop(0)
        if isinstance(node, Grid):
            node = as_table(node)
        if isinstance(node, Heading):
            yield from _texts(title, told)
            title, told = node.text, []
        elif isinstance(node, Figure | Values | Table):
            message = _message(told, nodes)
            yield from _texts(title, told)
            yield from _visual(title, message, node)
            told = []
        elif isinstance(node, Text) and node.look == "output":
            yield from _texts(title, told)
            yield from _outputs(title, plain(node.runs))
            told = []
        else:
            told += _told(node)
    yield from _texts(title, told)


def _message(told: list[str], nodes: list[Node]) -> str:
    """How a drawing is read and what it shows, if short; what is used is taken away."""
    after = _sentence(nodes[0]) if nodes else ""
    if after:
        nodes.pop(0)
    both = [*told, after] if len(told) == 1 else [after]
    if len("".join(both)) > (BOTH if after else MESSAGE):
        return after
    if len(both) > 1:
        told.clear()
    return "\n".join(part for part in both if part)


def _sentence(node: Node) -> str:
    """A sentence short enough to stand over a drawing; a list of one is a sentence."""
    if isinstance(node, Items) and len(node.items) == 1:
        text = plain(node.items[0][1])
    elif isinstance(node, Text) and node.look == "plain":
        text = plain(node.runs)
    else:
        return ""
    return text if len(text) <= MESSAGE else ""


def _visual(title: str, message: str, node: Visual) -> Iterator[Slide]:
    """One slide, or for more than six key figures several."""
    if not isinstance(node, Values):
        yield Slide(title, message, node)
        return
    for i in range(0, len(node.items), 6):
        yield Slide(title, message, replace(node, items=node.items[i : i + 6]))


def _told(node: Node) -> list[str]:
    if isinstance(node, Text):
        return [] if node.look in PRINTED else [plain(node.runs)]
    if isinstance(node, Items):
        alone = len(node.items) == 1
        return [
            plain(runs) if alone else f"{'    ' * depth}• {plain(runs)}"
            for depth, runs in node.items
        ]
    if isinstance(node, Actions):
        made = [action_lines(item) for item in node.items]
        return [
            f"{number}. " + "\n".join(line for line in one.values() if line)
            for number, one in enumerate(made, start=1)
        ]
    return []


def _texts(title: str, told: Sequence[str]) -> Iterator[Slide]:
    """Lines of text on as many slides as they need."""
    page: list[str] = []
    used, number = 0, 1
    for text in told:
        for piece in _pieces(text):
            need = slide_parts.lines(piece, 16, slide_parts.ROOM)
            if page and used + need > 14:
                yield Slide(_numbered(title, number), lines=tuple(page))
                page, used, number = [], 0, number + 1
            page.append(piece)
            used += need
    if page:
        yield Slide(_numbered(title, number), lines=tuple(page))


def _outputs(title: str, text: str) -> Iterator[Slide]:
    """A bare output, cut where it is longer than a slide."""
    printed = text.splitlines()
    for number, i in enumerate(range(0, len(printed), OUTPUT), start=1):
        yield Slide(_numbered(title, number), output="\n".join(printed[i : i + OUTPUT]))


def _pieces(text: str) -> list[str]:
    """A text cut between words where it would fill more than a slide."""
    return [text] if len(text) <= 1000 else textwrap.wrap(text, 1000)


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title} ({number})"
