"""One search key for one word, however it was written.

The same district is ``Нөкис``, ``No'kis``, ``Nókis`` or ``NÓKIS``; the same Uzbek
word ``ўқувчи``, ``o‘quvchi`` or ``oʻquvchi``.  Keys are for matching only and are
never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Karakalpak letters first where the Cyrillic alphabets differ; Uzbek ў is the other reading.
_CYRILLIC = {
    "а": "a", "ә": "á", "б": "b", "в": "v", "г": "g", "ғ": "ǵ", "д": "d", "е": "e", "ё": "yo",
    "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n",
    "ң": "ń", "о": "o", "ө": "ó", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "ú",
    "ў": "w", "ф": "f", "х": "x", "ҳ": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh",
    "ъ": "", "ы": "ı", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# Soft hyphen, ¬, zero widths, marks of writing direction, control signs of terminals.
_INVISIBLE = re.compile(
    "[\u00ad\u00ac\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f]"
)
_APOSTROPHES = re.compile("['’‘ʻʼ`´′＇ʹ]")
_SPACES = re.compile(r"\s+")
_NOT_A_WORD = re.compile(r"[^0-9a-z%?]+")


def plain(text: object) -> str:
    r"""The text with its invisible signs gone and its blanks made ordinary.

    >>> plain("Jámi\u00a0 kitap\u00adlar ")
    'Jámi kitaplar'
    """
    return _plain(text if isinstance(text, str) else str(text))


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def latin(text: str, *, short_u: str = "w") -> str:
    """Cyrillic letters in the acute Karakalpak Latin; the rest as it is.

    Parameters
    ----------
    text
        Karakalpak, Uzbek or Russian in Cyrillic, or already Latin.
    short_u
        What ``ў`` is: ``w`` in Karakalpak, ``o`` in Uzbek.

    Examples
    --------
    >>> latin("Қатнаўлар саны"), latin("Нөкис")
    ('Qatnawlar sanı', 'Nókis')
    """
    return "".join(_letter(letter, short_u) for letter in unicodedata.normalize("NFC", text))


def search_key(text: object, *, short_u: str = "w") -> str:
    """The key under which a name or a heading is found: Latin, small, without marks.

    Words stay apart by one blank; a ``?`` stays, since it may be a lost letter.

    Examples
    --------
    >>> {search_key(name) for name in ("Нөкис", "No'kis", "Nókis", "NÓKIS", "Nókis\u00a0")}
    {'nokis'}
    >>> search_key("Foydalanuvchilar\u00a0soni, ming")
    'foydalanuvchilar soni ming'
    """
    return _key(plain(text), short_u)


def search_keys(text: object) -> tuple[str, ...]:
    """All keys of a text: two where ``ў`` may be Karakalpak or Uzbek.

    >>> search_keys("ўқувчилар")
    ('wquvchilar', 'oquvchilar')
    """
    shown = plain(text)
    return tuple(dict.fromkeys((_key(shown, "w"), _key(shown, "o"))))


@lru_cache(maxsize=65536)
def _key(text: str, short_u: str) -> str:
    folded = ascii_latin(text, short_u=short_u)
    return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", folded)).strip()


def ascii_latin(text: str, *, short_u: str = "w") -> str:
    """Small Latin letters without marks; signs and figures as they stand.

    >>> ascii_latin("25 ёш ва ундан катта"), ascii_latin("0-14 jasqa shekemgi")
    ('25 yosh va undan katta', '0-14 jasqa shekemgi')
    """
    # The Turkish capital İ and the Karakalpak Í, ı all come down to i.
    small = latin(text, short_u=short_u).lower().replace("ı", "i")
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", small)
        if not unicodedata.combining(letter)
    )


def _letter(letter: str, short_u: str) -> str:
    small = letter.lower()
    found = short_u if small == "ў" else _CYRILLIC.get(small)
    if found is None:
        return letter
    return found if letter == small else found[:1].upper() + found[1:]
