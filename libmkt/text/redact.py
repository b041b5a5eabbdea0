"""What names persons in a text, blotted out: addresses, numbers, and names of people."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import Final

EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
IP: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]|\.\d)")
CARD: Final = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
# +998 61 222-33-44, 8 (917) 123 45 67, 998901234567, 90 123-45-67; not 100 000 000 so'm.
PHONE: Final = re.compile(
    r"(?<![\w+])(?:\+\d[\d ()-]{7,17}\d|(?:998|8|7)[ (-]{1,2}\d{2,3}[ )-]{1,2}[\d -]{6,10}\d"
    r"|998\d{9}|[78]9\d{9}|(?:\(?\d{2,3}\)?[ -])?\d{3}-\d{2}-\d{2})(?![\w-])"
)


def redacted(text: str) -> tuple[str, int]:
    """The text with e-mails, card numbers, phones and IP addresses blotted out, and how many.

    >>> redacted("Write to a.b@mail.uz or +998 61 222-33-44!")
    ('Write to [e-mail] or [phone]!', 2)
    >>> redacted("Open till 20:00, fines of 100 000 so'm since 2019-03-14 are too high")[1]
    0
    """
    count = 0
    if "@" in text:
        text, count = EMAIL.subn("[e-mail]", text)
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


_BLOTS = (("[card]", CARD, is_card), ("[ip]", IP, is_ip), ("[phone]", PHONE, bool))

# Names of people.  Better a place or a title too many than a person: quotes are read anyway.
_CAPITAL = r"[A-ZÁǴÍŃÓÚА-ЯЁӘҒҚҢӨҮЎҲ]"
_SMALL = r"[\w'’‘ʻʼ-]"
_WORD = rf"{_CAPITAL}{_SMALL}+"
_FEW = rf"{_WORD}(?:\s+{_WORD}){{0,2}}"
_INITIALS = rf"(?:{_CAPITAL}\.\s?){{1,2}}"
_TITLES = (
    r"(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|[Dd]r|[Pp]rof|[Pp]rofessor|[Ss]ir|[Mm]adam|[Гг]-н|[Гг]-жа"
    r"|[Гг]осподин\w*|[Гг]оспож\w+|[Тт][её]т\w|[Дд]яд\w|[Уу]стоз|[Uu]stoz|[Дд]омла|[Dd]omla)"
)
_STAFF = (
    r"(?:[Ll]ibrarian|[Bb]ibliotekar|[Кк]итапханашы|[Кк]утубхоначи|[Kk]itapxanashı|[Kk]utubxonachi"
    r"|[Бб]иблиотекар\w+|[Сс]отрудни\w+|[Сс]пасибо|[Tt]hank you|[Tt]hanks to|[Rr]axmet|[Rr]ahmat"
    r"|[Рр]ахмет|[Рр]аҳмат)"
)
_POLITE = r"(?:You|Вам|Вас|Sizge|Sizlerge|Sizga|Sizlarga|Сизге|Сизлерге|Сизга|Сизларга)\b"
_ADDRESSED = (
    r"(?:apa|aǵa|opa|aka|xonim|hanım|xanım|apay|aǵay|ajaǵa|muallim|muǵallim|апа|аға|опа|ака|хоним"
    r"|ханым|апай|ағай|муаллим|муғаллим)(?:\w{0,4})"
)
_PATRONYMIC = (
    r"[\w'’ʻ-]+(?:ович|евич|овн|евн|ичн|ovich|evich|ovna|evna)\w{0,3}"
    r"|(?:ulı|uli|uly|ugli|o['’‘ʻ]?g['’‘ʻ]li|qızı|qizi|kızı|улы|уғли|ўғли|қызы|қизи)\b"
)
_SURNAME = (
    rf"{_CAPITAL}[\w'’ʻ-]{{2,}}(?:ov|ova|ev|eva|yev|yeva|ovs?kiy|skaya|ов|ова|ев|ева|ёв|ёва|ский"
    r"|ская)(?:ой|ым|у|ым|a|а|у|ǵa|ga|ға|га|dıń|ning|ның|нинг|nıń)?\b"
)
_NAMES: Final = tuple(
    re.compile(form)
    for form in (
        rf"\b(?P<before>{_STAFF}[,:]?\s+)(?!{_POLITE}){_FEW}",
        rf"\b{_TITLES}\.?\s+(?:{_INITIALS}\s?)?{_FEW}",
        rf"{_WORD}(?:\s+{_WORD})?\s+(?:{_PATRONYMIC})",
        rf"\b{_WORD}\s+{_ADDRESSED}\b",
        rf"(?<![\w.]){_INITIALS}{_WORD}|\b{_WORD}\s+{_CAPITAL}\.\s?{_CAPITAL}\.",
        rf"\b(?:{_WORD}\s+)?{_SURNAME}(?:\s+{_WORD})?",
    )
)
_NAME: Final = "[name]"


def without_names(text: str, keep: Iterable[str] = ()) -> tuple[str, int]:
    """The text with what looks like names of people blotted out, and how many.

    Parameters
    ----------
    text
        In any of the four languages and both scripts.
    keep
        Names that may stand: of the library, of a hall.

    Notes
    -----
    By the words about a name (Mr, opa, librarian), its ending (-ova, -ovich, uli) and
    initials, not by a list: a bare first name stays.  A quote is to be read before it is
    published.

    Examples
    --------
    >>> without_names("Ask Ms Aygul Karimova or A. Petrov, not the Director.")
    ('Ask [name] or [name], not the Director.', 2)
    >>> without_names("Gúlnara apa járdem berdi. Спасибо Анне Ивановне!")[0]
    '[name] járdem berdi. Спасибо [name]!'
    """
    held = {name.casefold() for name in keep}
    count = 0

    def blotted(found: re.Match[str]) -> str:
        nonlocal count
        before = found.groupdict().get("before") or ""
        if any(name in found.group().casefold() for name in held):
            return found.group()
        count += 1
        return f"{before}{_NAME}"

    for form in _NAMES:
        text = form.sub(blotted, text)
    return text, count
