"""A file and the structure or labels that came with it, where the questionnaire changed since.

A structure (.lss) is of one day, the answers are of another: questions got rows, answers were
reworded.  What can be told without doubt is mended and told; the rest is drafted or refused.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from libmkt.codebook.draft import Asked, draft
from libmkt.codebook.records import UNKNOWN, Category, Codebook, Field
from libmkt.read.private import redacted
from libmkt.read.survey_coding import unknown_answers
from libmkt.read.survey_format import Format
from libmkt.read.survey_match import Matched, matched

NEAR: Final = 0.9  # likeness from which a spelling is another's: Neitheir, Neither
MOST_ADDED: Final = 40  # answers that a structure does not know


@dataclass
class Fit:
    """The codebook as it fits the file, the columns it does not know, and what was done."""

    codebook: Codebook
    unknown: list[Asked] = field(default_factory=list)
    told: list[tuple[str, str, int]] = field(default_factory=list)


def fitted(book: Codebook, questions: Sequence[Asked], form: Format) -> Fit:
    """Fit a structure to the columns and answers of a file.

    Parameters
    ----------
    book
        What the structure says.
    questions
        The columns of answers.
    form
        What the program writes for chosen and not chosen.

    Returns
    -------
    Fit
        Fields without a column are left out; a grid takes new rows that are answered like
        its own; answers that are spelled nearly like a label that nobody gave are that
        label; new answers are added to questions without order.  An ordered scale gets no
        new answers: where they would stand is not known, and coding refuses them.
    """
    made = Fit(book)
    match = matched(book, questions)
    changed = _changed(book, match, form)
    if changed:
        made.told.append(("question_changed", ", ".join(changed), 0))
    gone = {one.name for one in book.fields if one.battery in changed} | set(match.absent)
    if match.absent:
        made.told.append(("field_absent", ", ".join(match.absent)[:200], 0))
    fields = [one for one in book.fields if one.name not in gone]
    match = matched(replace(book, fields=tuple(fields)), questions)
    fields = [_answers(one, match, made) for one in fields]
    for one in match.unknown:
        row = _row(one, fields, made)
        if row is None:
            made.unknown.append(one)
        else:
            last = max(n for n, other in enumerate(fields) if other.battery == row.battery)
            fields.insert(last + 1, row)
    made.codebook = replace(book, fields=tuple(fields))
    return made


def _changed(book: Codebook, match: Matched, form: Format) -> list[str]:
    """Grids of texts or numbers that are questions with several answers by now."""
    ticked = {*form.options.chosen, *form.options.not_chosen, ""}
    found = []
    for group in dict.fromkeys(one.group for one in match.unknown if one.group):
        rows = [one for one in book.having(battery=group) if not one.categories]
        columns = [match.single[one.name] for one in rows if one.name in match.single]
        if columns and all(set(one.cells) <= ticked for one in columns):
            found.append(group)
    return found


def _row(one: Asked, fields: Sequence[Field], made: Fit) -> Field | None:
    """A new row of a grid that is answered like its others."""
    like = next((f for f in fields if f.battery and f.battery == one.group and f.categories), None)
    name = one.name or f"{one.group}_{one.part}"
    if like is None or unknown_answers(like, one.cells) or name in {f.name for f in fields}:
        return None
    made.told.append(("row_added", name, sum(map(bool, one.cells))))
    label = {UNKNOWN: one.part_text} if one.part_text else {}
    return replace(like, name=name, label=label, column=one.heading, role="", item="")


def _answers(one: Field, match: Matched, made: Fit) -> Field:
    """The field with spellings and answers that its structure does not know."""
    column = match.single.get(one.name)
    if column is None or one.scale in ("text", "date", "multiple"):
        return one
    if not one.categories:
        return _numbers(one, column, made)
    one = _respelled(one, column, made)
    new = unknown_answers(one, column.cells)
    if not new or one.scale == "ordinal" or len(new) > MOST_ADDED:
        return one
    if any(redacted(answer)[1] for answer in new):  # an address is no answer to add
        return one
    first = max((v for v in one.values if isinstance(v, int)), default=0) + 1
    more = tuple(
        Category(n if one.type == "integer" else text, {UNKNOWN: text})
        for n, (text, _count) in enumerate(new.most_common(), start=first)
    )
    told = " | ".join(text for text, _count in new.most_common())
    made.told.append(("answer_added", f"{one.name}: {told}"[:200], new.total()))
    return replace(one, categories=(*one.categories, *more))


def _respelled(one: Field, column: Asked, made: Fit) -> Field:
    """With the file's spelling of labels that nobody gave as they stand in the structure."""
    new = unknown_answers(one, column.cells)
    given = {cell.casefold() for cell in column.cells}
    categories = list(one.categories)
    for answer, count in new.items():
        near = [
            n for n, code in enumerate(categories)
            if not {text.casefold() for text in code.label.values()} & given
            and _like(answer, code.text()) >= NEAR
        ]  # fmt: skip
        if len(near) == 1:
            code = categories[near[0]]
            categories[near[0]] = replace(code, label={**code.label, UNKNOWN: answer})
            made.told.append(("label_near", f"{one.name}: {code.text()} = {answer}"[:200], count))
    return replace(one, categories=tuple(categories))


def _like(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _numbers(one: Field, column: Asked, made: Fit) -> Field:
    """A field of numbers whose answers are words: another question by now, drafted anew."""
    filled = sum(map(bool, column.cells))
    bad = unknown_answers(one, column.cells).total()
    if not bad or bad < filled / 2:
        return one
    made.told.append(("question_changed", one.name, filled))
    drawn = draft([replace(column, name=one.name, group="", part="")]).codebook.fields[0]
    return replace(one, scale=drawn.scale, type=drawn.type, categories=drawn.categories,
                   missing=drawn.missing, minimum=None, maximum=None)  # fmt: skip


def ticks(questions: Sequence[Asked], form: Format) -> list[Asked]:
    """Columns of one question that show only what the program writes for chosen and not.

    They are options; columns that already say so, or that are texts, stay as they are.
    """
    said = {*form.options.chosen, *form.options.not_chosen, *form.options.not_asked, ""}
    groups: dict[str, list[Asked]] = {}
    for one in questions:
        if one.group and not one.free:
            groups.setdefault(one.group, []).append(one)
    options = {
        group
        for group, columns in groups.items()
        if len(said) > 1 and len(columns) > 1
        and all(one.option is None and set(one.cells) <= said for one in columns)
        and any(any(one.cells) for one in columns)
    }  # fmt: skip
    return [replace(one, option=True) if one.group in options and not one.free else one
            for one in questions]  # fmt: skip


def is_counter(one: Asked) -> bool:
    """Whether a column without a heading only numbers the rows (some may have been cut since).

    >>> is_counter(Asked("#1", ["1", "2", "3"])), is_counter(Asked("No", ["1", "2", "3"]))
    (True, False)
    """
    cells = list(one.cells)
    if not one.heading.startswith("#") or not cells or not all(map(str.isdecimal, cells)):
        return False
    numbers = [int(cell) for cell in cells]
    return all(one < other for one, other in itertools.pairwise(numbers))
