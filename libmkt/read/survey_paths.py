"""Headings of ODK programs: groups, question and option in one, ``about/uses/loans``.

The sign between them is the user's choice when exporting, and so is whether headings are
names or labels, and whether a question with several answers has a column an option, one
column of names parted by blanks, or both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from libmkt.codebook.draft import Asked
from libmkt.read.survey_format import Format, fits

AGREE: Final = 0.9  # share of respondents whose options must be those of the column of names


@dataclass
class Parted:
    """The columns with what their headings say, and the columns of names that were left out."""

    asked: list[Asked] = field(default_factory=list)
    summaries: list[Asked] = field(default_factory=list)


def sign_of(headings: Iterable[str], form: Format) -> str:
    """The sign that parts these headings: by options under their question, else by names.

    >>> form = Format(paths=["/", "."])
    >>> sign_of(["about.age", "uses", "uses.loans"], form), sign_of(["Old? Yes. No", "age"], form)
    ('.', '/')
    """
    own = [one for one in headings if one and not fits(one, form.internal)]
    there = set(own)
    under = Counter(
        sign for one in own for sign in form.paths if sign in one
        and one.rpartition(sign)[0] in there
    )  # fmt: skip
    if under:
        return max(form.paths, key=lambda sign: under[sign])
    named = [one for one in own if not _labelled(one)]
    return next((s for s in form.paths if any(s in one for one in named)), form.paths[0])


def _labelled(heading: str) -> bool:
    """Whether a heading is a text: a name has no blanks."""
    return len(heading.split()) > 1


def parted(headings: Sequence[str], form: Format) -> list[Asked]:
    """A column a heading, with its group; a text that belongs to no group stays whole."""
    sign = sign_of(headings, form)
    groups = Counter(heading.rpartition(sign)[0] for heading in headings)
    found = []
    for heading in headings:
        group, _, last = heading.rpartition(sign)
        if _labelled(heading):
            # "quiet and/or clean?" is one text, "About you/How old are you?" a group and its own
            alone = groups[group] < 2 and group not in headings and last[:1].islower()
            text = heading if alone else last
            found.append(Asked(heading, (), "", text, group="" if alone else group))
        else:
            found.append(Asked(heading, (), last, last if group else "", group=group))
    return found


def options(asked: Sequence[Asked], form: Format) -> Parted:
    """Columns of 1 and 0 that are options: under a column that names what they say.

    Without such a column they may be questions of their own (how many children, how many
    at school): each keeps its group, for a codebook that knows better, with `option` False.
    """
    sign = sign_of((one.heading for one in asked), form)
    members: dict[str, list[Asked]] = {}
    for one in asked:
        members.setdefault(one.group, []).append(one)
    whole = {one.heading: one for one in asked if one.heading in members}
    told = {g for g, one in whole.items() if _says(one, _ticked(members[g], sign), form)}
    ticks = {*form.options.chosen, *form.options.not_chosen, ""}
    apart = {
        group
        for group, columns in members.items()
        if group and group not in told and len(columns) > 1
        and all(set(one.cells) <= ticks for one in columns)
        and any(any(one.cells) for one in columns)
    }  # fmt: skip
    made = Parted()
    for one in asked:
        question = one.group.rpartition(sign)[2]
        last = one.heading.rpartition(sign)[2]
        if one.heading in told:
            made.summaries.append(one)
        elif one.group in told:
            free = _own_words(one, sign)
            text = question if _labelled(question) else ""
            made.asked.append(replace(one, name="", wording=text, group=question, part=last,
                                      option=not free, free=free))  # fmt: skip
        elif one.group in apart:
            made.asked.append(replace(one, group=question, part=last, option=False))
        else:
            made.asked.append(replace(one, group=""))
    return made


def _own_words(one: Asked, sign: str) -> bool:
    """Whether a column under a question is its "other, please say"."""
    last = one.heading.rpartition(sign)[2]
    return last in ("other_text", f"{one.group.rpartition(sign)[2]}_other")


def _ticked(columns: Sequence[Asked], sign: str) -> list[tuple[str, Asked]]:
    return [(one.heading.rpartition(sign)[2], one) for one in columns if not _own_words(one, sign)]


def _says(whole: Asked, columns: Sequence[tuple[str, Asked]], form: Format) -> bool:
    """Whether a column holds the names (or labels) of the options chosen, parted by blanks."""
    agree = filled = 0
    for n, cell in enumerate(whole.cells):
        chosen = [name for name, one in columns if one.cells[n] in form.options.chosen]
        if not cell and not chosen:
            continue
        filled += 1
        given = " ".join(cell.split())
        agree += len(given) == len(" ".join(chosen)) and all(name in given for name in chosen)
    return agree >= AGREE * filled


def ungrouped(questions: Sequence[Asked]) -> list[Asked]:
    """Columns of 1 and 0 that no codebook knows for options, as questions of their own."""
    return [
        replace(one, group="", part="", option=None) if one.option is False else one
        for one in questions
    ]
