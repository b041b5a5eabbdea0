"""What every form is made from: blocks of questions, codes a program takes, texts that lack."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from libmkt.codebook import Codebook, Field, Texts
from libmkt.errors import N_, DataError, Message
from libmkt.text.fold import ascii_latin, plain


@dataclass(frozen=True)
class Untold:
    """A text that a form shows and a language lacks: of which field, of which answer of it."""

    field: str
    answer: str  # its code; "" for the question itself
    language: str


def blocks(codebook: Codebook) -> list[tuple[Field, ...]]:
    """The questions in order; those that form a grid stand together.

    A grid is a run of fields of one battery that are asked in the same words and answered
    by the same codes.

    >>> from libmkt.codebook import Category
    >>> row = dict(scale="ordinal", type="integer", categories=(Category(1), Category(2)))
    >>> book = Codebook((Field("sat_a", battery="sat", **row), Field("sat_b", battery="sat", **row),
    ...                  Field("age")))
    >>> [[one.name for one in block] for block in blocks(book)]
    [['sat_a', 'sat_b'], ['age']]
    """
    keyed = itertools.groupby(enumerate(codebook.fields), lambda pair: _grid(*pair))
    return [tuple(one for _n, one in run) for _key, run in keyed]


def _grid(number: int, one: Field) -> object:
    """What the rows of one grid have in common; the number alone for a question of its own."""
    if not one.battery or not one.categories or one.scale == "multiple":
        return number
    codes = tuple((c.value, tuple(c.label.items())) for c in (*one.categories, *one.missing))
    return one.battery, tuple(one.wording.items()), codes


def is_grid(block: Sequence[Field]) -> bool:
    """Whether a block is a grid (one row of a battery is a small one)."""
    first = block[0]
    return len(block) > 1 or bool(first.battery and first.categories and first.scale != "multiple")


def question(one: Field) -> Texts:
    """What is asked, in each language; the label where there is no wording."""
    return {**one.label, **{k: text for k, text in one.wording.items() if text}}


def untold(codebook: Codebook) -> list[Untold]:
    """The texts that a form in all languages of the codebook would lack, in order.

    >>> untold(Codebook((Field("age", wording={"ru": "Возраст?"}),), languages=("ru", "kaa")))
    [Untold(field='age', answer='', language='kaa')]
    """
    return [one for field in codebook.fields for one in _untold(field, codebook.languages)]


def _untold(one: Field, languages: Sequence[str]) -> Iterator[Untold]:
    for language in languages:
        if not question(one).get(language):
            yield Untold(one.name, "", language)
        for code in (*one.categories, *one.missing):
            # a figure is the same in every language
            if not code.label.get(language) and (code.label or not isinstance(code.value, int)):
                yield Untold(one.name, str(code.value), language)


def short_codes(wanted: Sequence[str], takes: str, *, first: str) -> list[str]:
    """Codes that a program takes: as they are where they fit, else mended, each once.

    Parameters
    ----------
    wanted
        Names or codes.
    takes
        Pattern of a code that the program takes, with the number of its letters.
    first
        What a code begins with whose own beginning does not fit, or of which nothing is left.

    Examples
    --------
    >>> short_codes(["web_site", "Веб", "ok", "ok!", "?"], "[A-Za-z0-9]{1,5}", first="A")
    ['websi', 'veb', 'ok', 'ok2', 'A']
    """
    fits = re.compile(takes).fullmatch
    taken = {one.casefold() for one in wanted if fits(one)}
    found = []
    for one in wanted:
        if fits(one):
            found.append(one)
            continue
        latin = one if one.isascii() else ascii_latin(plain(one))
        bare = re.sub(r"[^0-9A-Za-z]", "", latin)
        bare = bare if bare[:1] and fits(bare[:1]) else first + bare
        padded = bare + "0" * 40
        longest = next(n for n in range(len(padded), 0, -1) if fits(padded[:n]))
        tries = (f"{bare[: longest - len(tail)]}{tail}" for tail in _tails())
        found.append(next(made for made in tries if made.casefold() not in taken and fits(made)))
        taken.add(found[-1].casefold())
    return found


def _tails() -> Iterator[str]:
    yield ""
    yield from map(str, itertools.count(2))


def check_questions(codebook: Codebook) -> None:
    """Refuse a codebook that no form can be made from: without a question, or a language."""
    if not codebook.fields or not codebook.languages:
        raise DataError(Message(N_("the codebook has no questions: there is nothing to ask")))
