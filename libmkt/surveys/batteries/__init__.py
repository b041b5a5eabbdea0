"""Ready sets of questions in four languages: `names`, `battery`, `questionnaire`.

The texts are our own and free to use and change.  Each set is a codebook file in this
folder, which a native reader can mend; ``doubts.csv`` names the words that await one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from libmkt.codebook import SUFFIX, Codebook, Field, Texts, load
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.yamlfile import nearest

FOLDER: Final = Path(__file__).parent
BACKGROUND: Final = "background"  # who answers: asked at the end of every questionnaire
# What each set is for, and which analysis reads its roles.
NAMES: Final = {
    "satisfaction": N_("users: satisfaction, would they advise the library, what to change"),
    "importance": N_("users: twelve services, how important and how well done"),
    "gaps": N_("users: lowest acceptable, desired and seen level, in three dimensions"),
    "needs": N_("users: what should be there, by pairs of questions (Kano)"),
    "nonusers": N_("people who do not come: what they know, why not, what would bring them"),
    BACKGROUND: N_("frequency of use, age, sex, place: added to every questionnaire"),
}


def names() -> tuple[str, ...]:
    """The names of all sets, as `battery` takes them.

    >>> names()
    ('satisfaction', 'importance', 'gaps', 'needs', 'nonusers', 'background')
    """
    return tuple(NAMES)


@cache
def battery(name: str) -> Codebook:
    """One set of questions, in Karakalpak, Uzbek, Russian and English.

    Raises
    ------
    ParameterError
        There is no set of this name; the nearest is told.

    Examples
    --------
    >>> [one.name for one in battery("background").fields]
    ['often', 'age', 'sex', 'place']
    >>> battery("satisfaction")["overall"].text("kaa")
    'Ulıwma qanaatlanıw'
    """
    if name not in NAMES:
        meant = nearest(name, names())
        hints = [Message(N_("did you mean {meant}?"), {"meant": meant})] if meant else []
        hints.append(Message(N_("All sets of questions: libmkt survey batteries")))
        what = Message(N_("there is no set of questions {name}"), {"name": name})
        raise ParameterError(what, hints=hints)
    return load(FOLDER / f"{name}{SUFFIX}")


def questionnaire(
    sets: Sequence[str],
    *,
    background: bool = True,
    languages: Sequence[str] | None = None,
    name: str = "",
    title: Texts | None = None,
    wave: str = "",
) -> Codebook:
    """Sets of questions as one questionnaire.

    Parameters
    ----------
    sets
        Names, in the order in which they are asked; a question that two of them share is
        asked once, where it stands first.
    background
        Ask at the end who answers, unless it is among the sets already.
    languages
        Those to keep, the first is the survey's own; None keeps all four.
    name, title, wave
        Of the questionnaire; without them those of the first set.

    Returns
    -------
    Codebook
        A codebook to be changed at will: it depends on the sets no longer.

    Raises
    ------
    ParameterError
        No set, one that is not there, or a language that the sets are not in.

    Examples
    --------
    >>> book = questionnaire(["satisfaction"], languages=["ru", "en"], wave="2026")
    >>> len(book.fields), book.languages, book["sex"].text("ru")
    (15, ('ru', 'en'), 'Пол')
    """
    wanted = [*sets, *([BACKGROUND] if background and BACKGROUND not in sets else [])]
    if not sets:
        raise ParameterError(Message(N_("which sets of questions? Name one or more")))
    books = [battery(one) for one in wanted]
    fields: dict[str, Field] = {}
    for one in (one for book in books for one in book.fields):
        fields.setdefault(one.name, one)
    chosen = tuple(languages or books[0].languages)
    _check_languages(chosen, books[0].languages)
    return Codebook(
        tuple(_speaking(one, chosen) for one in fields.values()),
        name or "-".join(sets),
        _only(title or books[0].title, chosen),
        wave,
        chosen,
    )


def _check_languages(chosen: Sequence[str], known: Sequence[str]) -> None:
    problems = [
        Problem(one, Message(N_("not a language of these questions: {known}"),
                             {"known": ", ".join(known)}))
        for one in chosen
        if one not in known
    ]  # fmt: skip
    if problems:
        raise ParameterError(Message(N_("the questionnaire cannot be put together")), problems)


def _speaking(one: Field, languages: Sequence[str]) -> Field:
    """The field in some of its languages."""
    return replace(
        one,
        label=_only(one.label, languages),
        wording=_only(one.wording, languages),
        categories=tuple(replace(c, label=_only(c.label, languages)) for c in one.categories),
        missing=tuple(replace(c, label=_only(c.label, languages)) for c in one.missing),
    )


def _only(texts: Texts, languages: Sequence[str]) -> Texts:
    return {one: texts[one] for one in languages if one in texts}
