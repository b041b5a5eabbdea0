"""Folding of scripts and spellings, names of months, names of total rows."""

from libmkt.text.fold import latin, plain, search_key, search_keys
from libmkt.text.months import month_number
from libmkt.text.totals import is_total, without_count_words

__all__ = [
    "is_total",
    "latin",
    "month_number",
    "plain",
    "search_key",
    "search_keys",
    "without_count_words",
]
