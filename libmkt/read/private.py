"""What names a person is stopped at the door: found by content, redacted, or made a keyed hash."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from libmkt.errors import N_, DataError, Message, Problem, why
from libmkt.text.redact import CARD, EMAIL, PHONE, is_card, is_ip, redacted

__all__ = ["KEY", "hashed", "is_card", "is_ip", "key", "looks", "redacted"]

KEY: Final = "data/private/key"
_KEY_BYTES = 32
_HASH_BYTES = 8  # 64 bits: among a million persons, two share one in 4e7 keys

_COORDINATES = re.compile(r"-?\d{1,3}\.\d{4,}[, ]+-?\d{1,3}\.\d{4,}([, ]+-?[\d.]+){0,2}")
SHARE: Final = 0.5  # of a column's answers that look like one kind of address


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
    return CARD.fullmatch(text) is not None and is_card(text)


_SHORTEST: Final = 6  # letters: a@b.uz, 1.1.1.1
_LOOKS: Final[tuple[tuple[str, Callable[[str], object]], ...]] = (
    ("email", EMAIL.fullmatch),
    ("ip", is_ip),
    ("coordinates", _COORDINATES.fullmatch),
    ("card", _is_card_whole),
    ("phone", PHONE.fullmatch),
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
