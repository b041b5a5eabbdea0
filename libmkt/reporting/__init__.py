"""What a report notebook says, and how it becomes a page."""

from libmkt.reporting.boxes import Action, actions, sources, sureness
from libmkt.reporting.document import (
    Value,
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
    "Action",
    "Value",
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
