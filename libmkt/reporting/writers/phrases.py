"""What several writers say in the same words: captions, the day, page numbers, actions."""

from __future__ import annotations

import re
from typing import Any

from libmkt import words
from libmkt.reporting.document import write
from libmkt.reporting.writers.nodes import Figure, Table
from libmkt.reporting.writers.outline import LONG_AGO, Outline
from libmkt.words import N_, _

PAGE = N_("Page {page} of {pages}")
DAY = N_("Made on {day}")
FIGURE = N_("Figure {n}. {caption}")


def made_on(report: Outline) -> str:
    """The line with the day that a report counts from; "" where its notebook names none."""
    return "" if report.day == LONG_AGO else words.fill(_(DAY), day=words.date(report.day))


def caption(node: Table | Figure) -> tuple[str, str]:
    """What stands before and after the number of a caption; ("", caption) without a number.

    >>> caption(Table("Loans", (), (), number=2))
    ('Table ', '. Loans')
    """
    if not node.number:
        return "", node.caption
    template = N_("Table {n}. {caption}") if isinstance(node, Table) else FIGURE
    before, _mark, after = words.fill(_(template), n="\0", caption=node.caption).partition("\0")
    return before, after


def caption_text(node: Table | Figure) -> str:
    """The caption with its number."""
    before, after = caption(node)
    return f"{before}{node.number}{after}" if node.number else node.caption


def page_words() -> list[str]:
    """``Page {page} of {pages}`` in the language in use, cut at its two slots.

    >>> page_words()
    ['Page ', '{page}', ' of ', '{pages}']
    """
    return [part for part in re.split(r"(\{pages?\})", _(PAGE)) if part]


def short(text: str, most: int = 110) -> str:
    """A text for one line, cut with a mark where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def action_lines(item: dict[str, str]) -> dict[str, str]:
    """An action's three lines: what, whose, and the rule that proposed it (or none)."""
    rule = f"{_('Why:')} {item['rule']}" if item["rule"] else ""
    owner = words.fill(_("Owner: {owner}"), owner=item["owner"])
    return {"text": item["text"], "owner": owner, "rule": rule}


def change(item: dict[str, Any]) -> tuple[str, str]:
    """What a key figure changed by, and against what; both empty where it did not."""
    if item["change"] is None:
        return "", ""
    return write(item["change"], item["change_form"]), item["against"]
