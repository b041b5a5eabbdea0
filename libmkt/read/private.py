"""What names a person is stopped at the door: found by content, redacted, or made a keyed hash."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from libmkt.errors import N_, DataError, Message, Problem, why

KEY: Final = "data/private/key"
_KEY_BYTES = 32
_HASH_BYTES = 8  # 64 bits: among a million persons, two share one in 4e7 keys

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]|\.\d)")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
# +998 61 222-33-44, 8 (917) 123 45 67, 998901234567, 90 123-45-67; not 100 000 000 so'm.
_PHONE = re.compile(
    r"(?<![\w+])(?:\+\d[\d ()-]{7,17}\d|(?:998|8|7)[ (-]{1,2}\d{2,3}[ )-]{1,2}[\d -]{6,10}\d"
    r"|998\d{9}|[78]9\d{9}|(?:\(?\d{2,3}\)?[ -])?\d{3}-\d{2}-\d{2})(?![\w-])"
)
_COORDINATES = re.compile(r"-?\d{1,3}\.\d{4,}[, ]+-?\d{1,3}\.\d{4,}([, ]+-?[\d.]+){0,2}")
SHARE: Final = 0.5  # of a column's answers that look like one kind of address


def redacted(text: str) -> tuple[str, int]:
    """The text with e-mails, card numbers, phones and IP addresses blotted out, and how many.

    >>> redacted("Write to a.b@mail.uz or +998 61 222-33-44!")
    ('Write to [e-mail] or [phone]!', 2)
    >>> redacted("Open till 20:00, fines of 100 000 so'm since 2019-03-14 are too high")[1]
    0
    """
    count = 0
    if "@" in text:
        text, count = _EMAIL.subn("[e-mail]", text)
    if not any(map(str.isdigit, text)):
        return text, count
    for name, form, holds in _BLOTS:
        found = [hit.group() for hit in form.finditer(text) if holds(hit.group())]
        for hit in found:
            text = text.replace(hit, name, 1)
        count += len(found)
    return text, count


def is_ip(text: str) -> bool:
    """Whether a text is an address of the internet.

    >>> is_ip("10.20.30.40"), is_ip("2001:db8::7"), is_ip("1.2.3")
    (True, True, False)
    """
    if "." not in text and ":" not in text:
        return False
    try:
        ipaddress.ip_address(text.strip())
    except ValueError:
        return False
    return True


def is_card(text: str) -> bool:
    """Whether figures are a card's number by their check digit (Luhn, ISO/IEC 7812-1).

    >>> is_card("4539 1488 0343 6467"), is_card("4539 1488 0343 6468")
    (True, False)
    """
    digits = [int(sign) for sign in reversed(text) if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return len(digits) >= 13 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


_BLOTS = (("[card]", _CARD, is_card), ("[ip]", _IP, is_ip), ("[phone]", _PHONE, bool))


def looks(values: Sequence[str]) -> str:
    """What kind of address a column holds by its filled cells: a code, or "" for none.

    Parameters
    ----------
    values
        Texts of the filled cells.

    Returns
    -------
    str
        ``email``, ``ip``, ``phone``, ``card``, ``coordinates`` where half of the cells or
        more are one whole and nothing else; else "".

    Examples
    --------
    >>> looks(["a@b.uz", "none", "c@d.uz"]), looks(["5", "6"]), looks(["42.46000 59.61000 0 0"])
    ('email', '', 'coordinates')
    """
    counts = Counter(value.strip() for value in values)
    for name, test in _LOOKS:
        hits = sum(n for value, n in counts.items() if len(value) >= _SHORTEST and test(value))
        if values and hits >= SHARE * len(values):
            return name
    return ""


def _is_card_whole(text: str) -> bool:
    return _CARD.fullmatch(text) is not None and is_card(text)


_SHORTEST: Final = 6  # letters: a@b.uz, 1.1.1.1
_LOOKS: Final[tuple[tuple[str, Callable[[str], object]], ...]] = (
    ("email", _EMAIL.fullmatch),
    ("ip", is_ip),
    ("coordinates", _COORDINATES.fullmatch),
    ("card", _is_card_whole),
    ("phone", _PHONE.fullmatch),
)


def key(root: Path) -> tuple[bytes, bool]:
    """The secret of a workbench by which persons' numbers are hashed, and whether it is new.

    It is made at the first need, for its owner's eyes only, outside version control.
    Who loses it gets other hashes: the same person is no longer known again.

    Raises
    ------
    DataError
        The file cannot be read or written, or holds no key.
    """
    path = root / KEY
    try:
        if path.is_file():
            found = bytes.fromhex(path.read_text(encoding="ascii").strip())
            if len(found) != _KEY_BYTES:
                raise ValueError
            return found, False
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(_KEY_BYTES)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(made.hex() + "\n")
    except OSError as error:
        raise _no_key(Message("{why}", {"why": why(error)})) from None
    except ValueError:
        raise _no_key(Message(N_("it holds no key; put back the one from your copies"))) from None
    return made, True


def _no_key(what: Message) -> DataError:
    return DataError(
        Message(N_("The key by which persons' numbers are hashed cannot be used")),
        [Problem(KEY, what)],
    )


def hashed(values: Iterable[str], secret: bytes) -> list[str]:
    """Keyed hashes of persons' numbers: the same number, the same hash (BLAKE2b, RFC 7693).

    >>> one, two, again = hashed(["A1", "A2", "A1"], b"0" * 32)
    >>> one == again != two, len(one)
    (True, 16)
    """
    return [
        hashlib.blake2b(value.encode(), key=secret, digest_size=_HASH_BYTES).hexdigest()
        for value in values
    ]
