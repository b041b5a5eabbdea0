"""Which codebook a survey's file is read by: told, beside it, in it, or drafted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from libmkt.codebook import beside as codebook_beside
from libmkt.codebook import load
from libmkt.codebook.draft import Asked, draft
from libmkt.codebook.records import Codebook, Field
from libmkt.errors import N_, Message, Problem
from libmkt.read.private import redacted
from libmkt.read.survey_account import Account
from libmkt.read.survey_beside import structure_of
from libmkt.read.survey_legend import labelled, legend
from libmkt.read.survey_match import Matched, matched
from libmkt.read.survey_paths import ungrouped
from libmkt.read.survey_structure import fitted, ticks

FEW = 10  # respondents: below, what is drafted from their answers is weak


def codebook_of(
    told: Codebook | Path | str | None, questions: list[Asked], made: Account
) -> tuple[Codebook, Matched, bool]:
    """The codebook, its columns, and whether it is said by somebody (not guessed)."""
    path = made.file.path
    book = load(told) if isinstance(told, (str, Path)) else told
    place = codebook_beside(path)
    if book is None and place.is_file():
        book = load(place)
        made.note("codebook_beside", place.name, 0)
    if book is not None:
        return book, matched(book, questions), True
    book = made.opened.codebook
    if book is None:
        book = structure_of(questions, made)
    if book is None:
        book = _with_legend(_drafted(questions, made), questions, made)
        return book, matched(book, questions), False
    fit = fitted(book, questions, made.opened.form)
    for rule, example, cells in fit.told:
        made.note(rule, example, cells)
    more = _drafted(fit.unknown, made).fields if fit.unknown else ()
    book = replace(fit.codebook, fields=(*fit.codebook.fields, *more))
    return book, matched(book, questions), False


def _with_legend(book: Codebook, questions: list[Asked], made: Account) -> Codebook:
    """The draft with what another sheet of the workbook says of its codes."""
    for sheet in made.opened.beside:
        said = legend(sheet, [one.heading for one in questions])
        if said:
            made.opened.beside.remove(sheet)
            made.note("legend_sheet", sheet.name, 0)
            return labelled(book, said)
    return book


def _own_words(one: Asked) -> Asked:
    """A column in which somebody left an address is in one's own words, however short."""
    told = any(redacted(cell)[1] for cell in set(one.cells))
    return replace(one, free=True) if told and not one.option else one


def _apart(questions: list[Asked]) -> dict[str, list[Asked]]:
    """Columns of 1 and 0 that may have been options, by their group."""
    found: dict[str, list[Asked]] = {}
    for one in questions:
        if one.option is False:
            found.setdefault(one.group, []).append(one)
    return found


def _drafted(questions: list[Asked], made: Account) -> Codebook:
    layout = made.opened.form
    for group, columns in _apart(questions).items():
        made.note("ticks_apart", group, sum(sum(map(bool, one.cells)) for one in columns))
    questions = [_own_words(one) for one in ticks(ungrouped(questions), layout)]
    found = draft(questions, joined=layout.joined[0] if layout.joined == [" "] else "",
                  name=made.file.path.stem)  # fmt: skip
    for guess in found.guesses:
        made.note(guess.rule, guess.field, 0, why=guess.what)
    if len(made.opened.rows) < FEW:
        made.note("few_respondents", str(len(made.opened.rows)), 0)
    return replace(found.codebook, source=made.opened.name)


def present(book: Codebook, match: Matched, made: Account, strict: bool) -> Codebook:
    """The codebook of the fields that the file has; the rest is told."""
    if strict:
        for one in match.unknown:
            made.leave(one.heading, "not_in_codebook", sum(map(bool, one.cells)))
    if match.absent:
        made.note("field_absent", ", ".join(match.absent)[:200], 0,
                  why=Message("{n}", {"n": len(match.absent)}))  # fmt: skip
    present = [one for one in book.fields if one.name not in match.absent]
    if not present or (strict and len(match.absent) > len(present)):
        other = N_("most questions of the codebook have no column here: is it another survey's?")
        what = other if strict else N_("no column of answers was found")
        known = ", ".join(one.heading for one in match.unknown)[:200]
        found = Message(N_("found: {known}"), {"known": known}) if known else None
        made.problems.append(Problem(made.file.path.name, Message(what), found))
    names = {one.name for one in present}
    return replace(book, fields=tuple(_routed(one, names) for one in present))


def _routed(one: Field, names: set[str]) -> Field:
    """Without routing by questions that the file does not have."""
    kept = tuple(c for c in one.relevant if c.field in names)
    belongs = one.other_of if one.other_of in names else ""
    return replace(one, relevant=kept, other_of=belongs)
