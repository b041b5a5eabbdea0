"""Questions with several answers: a column an option, or all in one cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from libmkt.codebook.answers import truth
from libmkt.codebook.guess import LONG, Guess, seen
from libmkt.codebook.records import Category, Field
from libmkt.errors import N_, Message
from libmkt.text.fold import plain

if TYPE_CHECKING:
    from libmkt.codebook.draft import Asked

MOST: Final = 60  # options of a question with several answers in one cell
_OUTSIDE = re.compile(r",\s*(?![^()]*\))")  # commas that do not stand in brackets


def options_of(columns: Sequence[Asked], group: str) -> list[Asked] | None:
    """The columns, if they are options of one question with several answers; else None.

    They are where the file says so, where each shows nothing but its own option's text, or
    where all show only yes and no (1 and 0) and belong to one question.
    """
    if not columns:
        return None
    told = [one.option for one in columns]
    if False in told:
        return None
    looks = [seen(one.cells) for one in columns]
    pairs = zip(columns, looks, strict=True)
    if all(told) or all(_only_itself(one, look.answers) for one, look in pairs):
        return list(columns)
    answers = {answer for look in looks for answer in look.answers}
    lone = len({answer.casefold() for answer in answers}) == 1  # ticked or not: 1 and empty
    if answers and all(truth(one) is not None for one in answers) and (group or lone):
        return list(columns) if len(columns) > 1 and (lone or _zero_one(answers)) else None
    return None


def _zero_one(answers: set[str]) -> bool:
    """Whether ticks are shown by 1 and 0, or true and false, which no question offers."""
    return {answer.casefold() for answer in answers} <= {"0", "1", "0.0", "1.0", "true", "false"}


def _only_itself(one: Asked, answers: dict[str, int]) -> bool:
    """Whether a column shows nothing but the text of its own option."""
    return bool(one.part_text) and set(answers) <= {plain(one.part_text)}


def multiple(columns: Sequence[Asked], name: str, language: str) -> tuple[Field, list[Guess]]:
    """The question behind columns of options.

    Parameters
    ----------
    columns
        A column an option.
    name
        Of the question.
    """
    options: list[Category] = []
    for number, one in enumerate(columns, start=1):
        value = one.part or re.sub(r"^.*?0*(\d+)$", r"\1", one.name or one.heading) or str(number)
        label = {language: one.part_text} if one.part_text else {}
        options.append(Category(_unique(value, options), label, one.heading))
    wording = columns[0].wording
    made = Field(
        name,
        "multiple",
        "string",
        wording={language: wording} if wording else {},
        categories=tuple(options),
    )
    what = Message(N_("{n} columns are options of one question"), {"n": len(options)})
    return made, [Guess(made.name, "guess_options", what)]


def _unique(value: str, options: list[Category]) -> str:
    taken = {str(one.value) for one in options}
    number = 2
    shown = value
    while shown in taken:
        shown, number = f"{value} {number}", number + 1
    return shown


def several(cells: Iterable[str], joined: str = "") -> tuple[str, ...]:
    """The options of a column that holds several answers a cell, most chosen first; () if none.

    Parameters
    ----------
    cells
        As the file shows them.
    joined
        What parts the answers; "" tries a semicolon, then commas outside brackets.

    Examples
    --------
    >>> several(["Loans, Wi-Fi", "Wi-Fi", "Loans", "Events (talks, films), Loans", "Wi-Fi, Loans"])
    ('Loans', 'Wi-Fi', 'Events (talks, films)')
    >>> several(["Nice, thank you", "Good", "Too loud, too cold"])
    ()
    """
    shown = [plain(cell) for cell in cells if plain(cell)]
    for form in [re.escape(joined)] if joined else [r"\s*;\s*", _OUTSIDE.pattern]:
        many = [re.split(form, cell) for cell in shown]
        counts = Counter(part for parts in many for part in set(parts) if part)
        joint = [parts for parts in many if len(parts) > 1]
        if not joint or not counts:
            continue
        again = sum(counts[part] > 1 for parts in joint for part in parts if part)
        total = sum(len(parts) for parts in joint)
        combos = len(set(shown))
        places = Counter(part for parts in {tuple(parts) for parts in many} for part in set(parts))
        if max(places.values()) < 2:  # "A festival, 28 May": always the same parts together
            continue
        fits = len(counts) <= min(MOST, max(combos, 2)) and max(map(len, counts)) <= LONG
        if fits and again >= 0.8 * total and len(joint) >= 2:
            return tuple(option for option, _n in counts.most_common())
    return ()
