"""Words, numbers and dates in Karakalpak, Uzbek, Russian and English."""

from libmkt.words.catalog import (
    LANGUAGES,
    N_,
    OWN_NAMES,
    _,
    check_language,
    explain,
    language,
    ngettext,
    speaking,
    translate,
    use,
)
from libmkt.words.dates import date, month, period, quarter, weekday
from libmkt.words.numbers import fill, joined, name, number, percent, register_names
from libmkt.words.prose import markdown
from libmkt.words.sentences import sentence

__all__ = [
    "LANGUAGES",
    "N_",
    "OWN_NAMES",
    "_",
    "check_language",
    "date",
    "explain",
    "fill",
    "joined",
    "language",
    "markdown",
    "month",
    "name",
    "ngettext",
    "number",
    "percent",
    "period",
    "quarter",
    "register_names",
    "sentence",
    "speaking",
    "translate",
    "use",
    "weekday",
]
