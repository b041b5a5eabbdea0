"""The language in use and its gettext catalogue; English is the message itself."""

from __future__ import annotations

import contextvars
import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from libmkt.errors import N_, LibmktError, Message, ParameterError, Problem, layout

__all__ = [
    "LANGUAGES",
    "N_",
    "OWN_NAMES",
    "_",
    "check_language",
    "explain",
    "language",
    "ngettext",
    "speaking",
    "translate",
    "use",
]

LANGUAGES = ("kaa", "uz", "ru", "en")
# How each calls itself: never translated.
OWN_NAMES = {"kaa": "Qaraqalpaqsha", "uz": "Oʻzbekcha", "ru": "Русский", "en": "English"}
_current = contextvars.ContextVar("libmkt_language", default="en")


def check_language(code: str) -> str:
    """Return `code` if it is one of the four languages, else refuse it.

    >>> check_language("kaa")
    'kaa'
    """
    if code not in LANGUAGES:
        raise ParameterError(
            Message(N_("{code} is not a language of libmkt"), {"code": code}),
            [
                Problem(
                    "language",
                    Message(N_("expected one of {known}"), {"known": ", ".join(LANGUAGES)}),
                )
            ],
        )
    return code


def use(code: str) -> None:
    """Speak `code` (kaa, uz, ru or en) from here on."""
    _current.set(check_language(code))


def language() -> str:
    """The language in use: kaa, uz, ru or en."""
    return _current.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language inside a ``with`` block.

    >>> with speaking("ru"):
    ...     language()
    'ru'
    """
    token = _current.set(check_language(code))
    try:
        yield
    finally:
        _current.reset(token)


@lru_cache(maxsize=8)
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("libmkt", Path(__file__).parent, [code], fallback=True)


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message that goes with the number `n`, in the language in use."""
    return _catalogue(language()).ngettext(singular, plural, n)


def translate(message: Message | str) -> str:
    """A marked message with its fields filled in, in the language in use.

    Fields that are messages themselves are translated too.
    """
    from libmkt.words.numbers import fill

    if isinstance(message, str):
        return _(message)
    if message.plural is not None:
        n = message.fields.get("n", 0)
        template = ngettext(message.template, message.plural, int(n))
    else:
        template = _(message.template)
    fields = {k: translate(v) if isinstance(v, Message) else v for k, v in message.fields.items()}
    return fill(template, **fields)


def explain(error: LibmktError) -> str:
    """The text of an error in the language in use, laid out as ``str(error)`` is."""
    return layout(
        translate(error.summary),
        [
            (
                translate(p.where) if isinstance(p.where, Message) else p.where,
                translate(p.what),
                translate(p.found) if p.found else "",
            )
            for p in error.problems
        ],
        [translate(hint) for hint in error.hints],
    )
