"""What a report notebook says, and how it becomes a page."""

from libmkt.reporting.boxes import actions, sources, sureness
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
    "publish",
    "say",
    "sentences",
    "sources",
    "sureness",
    "table",
    "text",
    "values",
    "warning",
]
