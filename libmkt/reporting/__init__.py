"""What a report notebook says, and how it becomes a page."""

from libmkt.reporting.banner_disclosure import hidden_banner
from libmkt.reporting.banners import banner_table, banner_tables
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
from libmkt.reporting.limits import limits
from libmkt.reporting.session import begin, publish

__all__ = [
    "actions",
    "banner_table",
    "banner_tables",
    "begin",
    "col",
    "figure",
    "hidden",
    "hidden_banner",
    "hidden_groups",
    "hidden_note",
    "limits",
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
