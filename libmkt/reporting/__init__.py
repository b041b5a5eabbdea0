"""What a report notebook says, and how it becomes a page."""

from libmkt.reporting.boxes import actions, sources, sureness
from libmkt.reporting.disclosure import hidden, hidden_groups, hidden_note, visible
from libmkt.reporting.document import (
    col,
    figure,
    say,
    sentences,
    table,
    text,
    values,
    warning,
)
from libmkt.reporting.session import begin, publish

__all__ = [
    "actions",
    "begin",
    "col",
    "figure",
    "hidden",
    "hidden_groups",
    "hidden_note",
    "publish",
    "say",
    "sentences",
    "sources",
    "sureness",
    "table",
    "text",
    "values",
    "visible",
    "warning",
]
