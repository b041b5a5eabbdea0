"""Numbers, shares, lists and filled templates as each language writes them."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.period import Period
from libmkt.words import catalog, kaa
from libmkt.words.dates import LOCALES, Form, date, period

MISSING = "–"
MINUS = "−"
SPEC = re.compile(r"(?P<sign>\+?)(?P<kind>[np])(?P<digits>\d)")  # n0, +n1, p1, +p1
FORMS: dict[str, Form] = {"long": "long", "short": "short", "axis": "axis"}

_names: dict[str, str] = {}


@lru_cache(maxsize=4)
def _style(code: str) -> tuple[str, str, str]:
    """Decimal mark, thousands mark and pattern of a percentage."""
    if code == "kaa":
        return kaa.DECIMAL, kaa.THOUSANDS, kaa.PERCENT
    from babel import Locale

    locale = Locale.parse(LOCALES[code])
    marks = locale.number_symbols["latn"]
    percent_pattern = locale.percent_formats[None]
    before, after = percent_pattern.prefix[0], percent_pattern.suffix[0]
    return marks["decimal"], marks["group"], f"{before}{{number}}{after}"


def _decimal(x: Any) -> Decimal | None:
    """`x` as written in full, or None where it is missing (None, NaN, NaT, pandas' NA)."""
    if x is None or str(x) in ("nan", "NaN", "NaT", "<NA>"):
        return None
    return Decimal(str(x))


def number(x: Any, digits: int = 0, *, sign: bool = False) -> str:
    """A number with the marks of the language in use.

    Parameters
    ----------
    x
        A number; None, NaN and pandas' NA are missing.
    digits
        Decimal places; halves are rounded away from zero, as on paper.
    sign
        Write the plus of a number that is above zero after rounding.

    Returns
    -------
    str
        With a true minus (U+2212) and spaces at which no line ends; a missing
        number is "–", and what rounds to zero has no sign.

    Examples
    --------
    >>> number(1368047.5, 1), number(-28032), number(2.5), number(None)
    ('1,368,047.5', '−28,032', '3', '–')
    >>> number(12, sign=True), number(-0.04, 1, sign=True)
    ('+12', '0.0')
    >>> with catalog.speaking("kaa"):
    ...     number(1368047.5, 1).replace("\\N{NO-BREAK SPACE}", " ")
    '1 368 047,5'
    """
    value = _decimal(x)
    if value is None:
        return MISSING
    if value.is_infinite():
        return "∞" if value > 0 else f"{MINUS}∞"
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    decimal_mark, thousands, _ = _style(catalog.language())
    whole, _, part = f"{abs(rounded):,f}".partition(".")
    text = whole.replace(",", thousands) + (decimal_mark + part if part else "")
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if sign and rounded > 0 else text


def percent(share: Any, digits: int = 1, *, sign: bool = False) -> str:
    """A share (1 is all) as a percentage; a missing share is "–".

    >>> percent(-0.02637), percent(0.5, 0), percent(0.034, sign=True), percent(float("nan"))
    ('−2.6%', '50%', '+3.4%', '–')
    >>> with catalog.speaking("kaa"):
    ...     percent(-0.02637).replace("\\N{NO-BREAK SPACE}", " ")
    '−2,6 %'
    """
    value = _decimal(share)
    if value is None:
        return MISSING
    pattern = _style(catalog.language())[2]
    return pattern.replace("{number}", number(value * 100, digits, sign=sign))


def joined(items: Iterable[Any]) -> str:
    """A list in a sentence.

    >>> joined(["users", "visits", "loans"]), joined(["users"])
    ('users, visits and loans', 'users')
    >>> with catalog.speaking("kaa"):
    ...     joined(["a", "b", "c"])
    'a, b hám c'
    """
    texts = [str(item) for item in items]
    if catalog.language() == "kaa":
        return f" {kaa.AND} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)
    from babel.lists import format_list

    return format_list(texts, locale=LOCALES[catalog.language()])


def register_names(names: Mapping[str, str]) -> None:
    """Tell what the codes of measures and indicators are called (marked English names).

    The modules that define codes stand above this one, so they hand the names down;
    the slot ``{measure:m}`` then shows the name in the language in use.
    """
    _names.update(names)


def name(code: Message | str) -> str:
    """The name of a measure or indicator in the language in use; an unknown code as it is.

    >>> register_names({"a_code": "A name"})
    >>> name("a_code"), name("something_else")
    ('A name', 'something_else')
    """
    if isinstance(code, Message):
        return catalog.translate(code)
    return catalog.translate(_names.get(code, code))


def fill(template: str, /, **fields: Any) -> str:
    """Put values into a template's named slots, each as the language in use writes it.

    Parameters
    ----------
    template
        Text with slots: ``{value:n1}`` a number with one decimal place, ``{value:+n1}``
        the same with a plus, ``{share:p1}`` and ``{share:+p1}`` a share as a percentage,
        ``{measure:m}`` the name of a code, ``{period:short}`` and ``{period:axis}`` a period
        in another form than the long one.  Without a mark a `Period` or a date is written
        out, a `Message` translated, and anything else shown as it is.
    fields
        A value for every slot; more are allowed.

    Raises
    ------
    ParameterError
        A slot asks for an attribute or an item, has no value, or has an unknown mark.

    Examples
    --------
    >>> fill("Loans: {value:n0} ({change:+p1})", value=285693, change=-0.0264)
    'Loans: 285,693 (−2.6%)'
    >>> fill("{period}: {found}", period=Period.parse("2026-Q3"), found="31.02.2026")
    '3rd quarter 2026: 31.02.2026'
    >>> fill("{x.__class__}", x=1)
    Traceback (most recent call last):
    libmkt.errors.ParameterError: This text cannot be filled in: {x.__class__}
      x.__class__  a slot holds a name only
    """
    parts = []
    for literal, slot, mark, conversion in string.Formatter().parse(template):
        parts.append(literal)
        if slot is None:
            continue
        if not slot.isidentifier():
            raise _unfilled(template, slot, N_("a slot holds a name only"))
        if slot not in fields:
            raise _unfilled(template, slot, N_("there is no value for this slot"))
        value = repr(fields[slot]) if conversion == "r" else fields[slot]
        try:
            parts.append(_shown(value, mark or ""))
        except (ValueError, TypeError, ArithmeticError) as error:
            raise _unfilled(template, slot, N_("the value does not go with this mark")) from error
    return "".join(parts)


def _shown(value: Any, mark: str) -> str:
    if found := SPEC.fullmatch(mark):
        write = number if found["kind"] == "n" else percent
        return write(value, int(found["digits"]), sign=bool(found["sign"]))
    if mark == "m":
        return name(value)
    if mark in FORMS:
        return period(value, FORMS[mark])
    if mark:
        return format(value, mark)  # Python's own marks, for texts that no one translates
    if isinstance(value, Message):
        return catalog.translate(value)
    if isinstance(value, Period):
        return period(value)
    return date(value) if isinstance(value, dt.date) else str(value)


def _unfilled(template: str, slot: str, why: str) -> ParameterError:
    return ParameterError(
        Message(N_("This text cannot be filled in: {template}"), {"template": template}),
        [Problem(slot, Message(why))],
    )
