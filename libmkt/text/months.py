"""Names of months in four languages, both scripts, short and in their cases."""

from __future__ import annotations

from functools import cache

from libmkt.text.fold import search_key

# Stems after folding; the endings of Russian, Uzbek and Karakalpak cases may follow.
_STEMS = (
    ("yanvar", "january", "jan", "yanv"),
    ("fevral", "february", "feb", "fev", "fevr"),
    ("mart", "march", "mar"),
    ("aprel", "april", "apr"),
    ("may",),
    ("iyun", "june", "jun"),
    ("iyul", "july", "jul"),
    ("avgust", "august", "aug", "avg"),
    ("sentyabr", "sentabr", "september", "sep", "sept", "sen", "sent"),
    ("oktyabr", "oktabr", "october", "oct", "okt"),
    ("noyabr", "november", "nov", "noya"),
    ("dekabr", "december", "dec", "dek"),
)
_ENDINGS = ("", "a", "e", "i", "y", "ya", "da", "de", "u", "yu", "inda", "ida", "ndagi", "i ayi")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def month_number(name: object) -> int | None:
    """Number of the month that `name` is, or None; digits 1 to 12 count as names.

    Examples
    --------
    >>> month_number("sentyabr"), month_number("Сентябрь"), month_number("сентября")
    (9, 9, 9)
    >>> month_number("Sentabr"), month_number("SEPT."), month_number("May"), month_number("07")
    (9, 9, 5, 7)
    >>> month_number("monitoring") is None
    True
    """
    key = search_key(name)
    if key.isdecimal():
        return int(key) if 1 <= int(key) <= 12 else None
    return _names().get(key)


@cache
def _names() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, stems in enumerate(_STEMS, start=1):
        for stem in stems:
            for ending in _ENDINGS if len(stem) > 3 or stem == "may" else ("",):
                found.setdefault(stem + ending, number)
    return found


def quarter_number(text: object) -> int | None:
    """Number of a quarter written 3, III or Q3, or None.

    >>> quarter_number("III"), quarter_number("4"), quarter_number("V")
    (3, 4, None)
    """
    key = search_key(text).removeprefix("q")
    if key in _ROMAN:
        return _ROMAN[key]
    return int(key) if key in {"1", "2", "3", "4"} else None
