"""Markdown cut into the blocks that translators see: a paragraph, a heading, a list item."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from libmkt.words.catalog import _

_FENCE = re.compile(r"\s*(```+|~~~+)")
_LEAD = re.compile(r"(?P<lead>\s*(?:>\s?)*(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)?)")
_RULE = re.compile(r"\s*([-*_=]\s*){3,}$|\s*\|?\s*:?-{2,}")
_NOT_WORDS = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|\$[^$]*\$")


@dataclass(frozen=True)
class Block:
    """A piece of Markdown: what stands before the text, the text, what follows.

    `text` is "" where nothing is to be translated; then all stands in `before`.
    """

    before: str
    text: str
    after: str


def blocks(text: str) -> Iterator[Block]:
    """Cut Markdown into blocks; put together again they say the same.

    Lines of one paragraph are joined by a space, so that wrapping a text anew does not
    ask for a new translation.  Code, formulas, rules and HTML stay as they are; a table
    is cut into its cells.

    >>> [b.text for b in blocks("# Loans\\n\\nOne\\nparagraph.\\n\\n- an item\\n- `code`\\n")]
    ['Loans', '', 'One paragraph.', '', 'an item', '']
    """
    held: list[str] = []  # the lines of the paragraph that is being read
    closing = ""  # the fence or sign that ends the code or formula that is being read
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if closing:
            yield Block(line + "\n", "", "")
            closing = "" if line.strip().startswith(closing) else closing
        elif fence or line.strip() == "$$":
            yield from _paragraph(held)
            closing = fence[1] if fence else "$$"
            yield Block(line + "\n", "", "")
        elif line.lstrip().startswith("|"):
            yield from _paragraph(held)
            yield from _table_row(line)
        elif not line.strip() or _RULE.match(line) or line.lstrip().startswith("<"):
            yield from _paragraph(held)
            yield Block(line + "\n", "", "")
        else:
            if held and _LEAD.match(line)["lead"].strip():  # type: ignore[index]
                yield from _paragraph(held)
            held.append(line)
            if line.lstrip().startswith("#"):
                yield from _paragraph(held)
    yield from _paragraph(held)


def markdown(text: str, say: Callable[[str], str] = _) -> str:
    """Markdown with each block in the language in use.

    Parameters
    ----------
    text
        Markdown, as a cell of a notebook holds it.
    say
        What gives the translation of one block.

    >>> markdown("# Loans\\n\\nOne\\nparagraph.", say=str.upper)
    '# LOANS\\n\\nONE PARAGRAPH.'
    """
    said = "".join(b.before + (say(b.text) if b.text else "") + b.after for b in blocks(text))
    return said if text.endswith("\n") else said.removesuffix("\n")


def _paragraph(held: list[str]) -> Iterator[Block]:
    """The block of the lines held, which are let go."""
    if not held:
        return
    lead = _LEAD.match(held[0])["lead"]  # type: ignore[index]
    first = held[0][len(lead) :]
    # two spaces at the end of a line are a line break that the author wants
    text = first + "".join(
        ("  \n" if before.endswith("  ") else " ") + line.strip()
        for before, line in itertools.pairwise(held)
    )
    text = re.sub(r" +(?=\n)| +$", lambda m: "  " if m.end() < len(text) else "", text)
    held.clear()
    yield Block(lead, text, "\n") if _has_words(text) else Block(f"{lead}{text}\n", "", "")


def _table_row(line: str) -> Iterator[Block]:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    yield Block("|", "", "")
    for cell in cells:
        text = cell.strip()
        if _has_words(text):
            yield Block(" ", text, " |")
        else:
            yield Block(f" {text} |", "", "")
    yield Block("\n", "", "")


def _has_words(text: str) -> bool:
    return any(letter.isalpha() for letter in _NOT_WORDS.sub("", text))
