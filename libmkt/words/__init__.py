"""Words, numbers and dates in Karakalpak, Uzbek, Russian and English."""

from libmkt.words.catalog import (
    LANGUAGES,
    N_,
    _,
    check_language,
    explain,
    language,
    ngettext,
    speaking,
    translate,
    use,
)
from libmkt.words.numbers import (
    date,
    fill,
    joined,
    month,
    number,
    percent,
    period,
    quarter,
    weekday,
)
from libmkt.words.sentences import sentence

__all__ = [
    "LANGUAGES",
    "N_",
    "_",
    "check_language",
    "date",
    "explain",
    "fill",
    "joined",
    "language",
    "month",
    "ngettext",
    "number",
    "percent",
    "period",
    "quarter",
    "sentence",
    "speaking",
    "translate",
    "use",
    "weekday",
]
