"""Words that say "all of it", and words that only say that something is counted."""

from __future__ import annotations

import re

from libmkt.text.fold import search_key

_TOTALS = {
    "all", "total", "totals", "grand total", "sub total", "subtotal", "overall", "sum",
    "all libraries",
    "jami", "jamisi", "barligi", "hammasi", "umumiy", "uliwma", "jamlengen", "respublika boyinsha",
    "walayat boyinsha", "rayon boyinsha", "qala boyinsha", "viloyat boyicha", "jami boyinsha",
    "tuman boyicha", "shahar boyicha", "respublika boyicha",
    "itogo", "vsego", "vsego po oblasti", "itogo po oblasti", "itogo po rayonu", "itog", "summa",
    "vsego po rayonu", "vsego po respublike", "itogo po respublike", "v celom",
}  # fmt: skip
# "Итого по району", "Jámi rayon boyınsha", "Grand Total 2019": a total word in front is enough.
_IN_FRONT = re.compile(
    r"^(grand total|total for|total of|itogo|vsego|jami|barligi|umumiy|uliwma)\b"
)
_COUNT_WORDS = re.compile(
    r"\b(number of|total number of|no of|count of|kolichestvo|chislo|kol vo|obshee chislo"
    r"|obshee kolichestvo|sani|soni|muwgdari|mugdari|miqdori|jami|total|vsego|itogo|umumiy|uliwma"
    r"|barligi)\b"
)


def is_total(name: object) -> bool:
    """Whether a row or a part is named as the sum of the others.

    >>> [is_total(name) for name in ("Jámi", "ЖАМИ", "Итого:", "Всего по району", "Grand Total")]
    [True, True, True, True, True]
    >>> is_total("Totnes"), is_total("Jamila kitapxanası")
    (False, False)
    """
    key = search_key(name)
    if "?" in key.rstrip("?"):  # a letter was lost: J?mi
        form = re.compile(".?".join(re.escape(part) for part in key.split("?")))
        return any(form.fullmatch(known) for known in _TOTALS)
    return key in _TOTALS or bool(_IN_FRONT.match(key))


def without_count_words(key: str) -> str:
    """A heading's key less "number of", "all" and their like, which name no measure.

    >>> without_count_words("qatnawlar sani"), without_count_words("kolichestvo posesheniy")
    ('qatnawlar', 'posesheniy')
    """
    return " ".join(_COUNT_WORDS.sub(" ", key).split())
