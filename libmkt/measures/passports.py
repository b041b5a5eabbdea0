"""Look up an indicator's passport by code, formula number or name in any language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from libmkt import words
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.measures.counted import MEASURES, nearest
from libmkt.measures.records import Passport
from libmkt.measures.registry import PASSPORTS

__all__ = ["INDICATORS", "Passport", "label", "passport"]

INDICATORS: Final[Mapping[str, Passport]] = MappingProxyType({p.code: p for p in PASSPORTS})
"""Every indicator's passport by its code, in the order in which reports show them."""


def passport(code: str) -> Passport:
    """The passport of an indicator.

    Parameters
    ----------
    code
        Code ("turnover"), formula number ("F03") or name in one of the four languages.

    Raises
    ------
    ParameterError
        There is none; the nearest codes are named.

    Examples
    --------
    >>> passport("turnover").denominators
    ('stock',)
    >>> passport("F01").code
    'loans_per_user'
    >>> passport("turnovr")
    Traceback (most recent call last):
    ...
    libmkt.errors.ParameterError: turnovr is not an indicator of libmkt
      indicator  did you mean turnover?
    """
    wanted = code.strip().casefold()
    for one in PASSPORTS:
        if wanted in (one.code, one.formula.casefold()) or wanted in _names(one):
            return one
    raise ParameterError(
        Message(N_("{code} is not an indicator of libmkt"), {"code": code}),
        [Problem("indicator", nearest(wanted, INDICATORS))],
    )


def _names(one: Passport) -> set[str]:
    found = set()
    for language in words.LANGUAGES:
        with words.speaking(language):
            found.add(words.translate(one.name).casefold())
    return found


def label(code: str) -> str:
    """The marked name of a measure or an indicator; an unknown code is its own name.

    >>> label("loans"), label("turnover"), label("Lego kits lent")
    ('Loans', 'Turnover of stock', 'Lego kits lent')
    """
    if code in MEASURES:
        return MEASURES[code].name
    return INDICATORS[code].name if code in INDICATORS else code
