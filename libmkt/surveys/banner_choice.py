"""Which questions of a codebook stand in a banner table, and what the whole of it says."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from libmkt.codebook import Codebook
from libmkt.errors import N_, Message, ParameterError, Problem, Told
from libmkt.surveys.asked import answered, closed_fields
from libmkt.surveys.banner_questions import Question, questions
from libmkt.surveys.banners import Banner
from libmkt.surveys.shown import titles
from libmkt.yamlfile import nearest

MOST: Final = 60  # groups of one heading
MANY: Final = 12  # answers of a question beyond which those that nobody gave are left out


def heading_questions(
    table: pd.DataFrame,
    codebook: Codebook,
    names: Sequence[str] = (),
    *,
    language: str = "en",
) -> list[Question]:
    """The questions whose groups stand across a banner table.

    Parameters
    ----------
    table
        A respondent a row (`read.survey`).
    codebook
        What its columns mean.
    names
        Of questions with answers to choose from; empty takes those that the codebook gives
        the role "background": age, sex, place.
    language
        Of the labels.

    Returns
    -------
    list of Question
        Without the answers that nobody gave.

    Raises
    ------
    ParameterError
        A name is not in the codebook or stands twice, nobody answered it, or it makes more
        than 60 groups: each pair of them is compared, in each row.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> kinds = tuple(Category(code) for code in "ab")
    >>> book = Codebook((Field("sex", categories=kinds, role="background"), Field("liked")))
    >>> table = pd.DataFrame({"sex": ["a", "a"], "liked": ["x", "y"]})
    >>> [(one.name, dict(one.options)) for one in heading_questions(table, book)]
    [('sex', {'a': 'a'})]
    """
    there = {one.name: one for one in closed_fields(table, codebook)}
    told = {name for name, one in there.items() if answered(table, one).any()}
    if not names:
        names = [one.name for one in codebook.having(role="background") if one.name in told]
    problems = [_unfit(name, codebook, there) for name in names if name not in told]
    twice = dict.fromkeys(name for name in names if list(names).count(name) > 1)
    problems += [Problem(name, Message(N_("stands twice"))) for name in twice]
    if problems:
        raise ParameterError(Message(N_("the headings of the tables cannot be used")), problems)
    made = questions(codebook, names, language=language)
    found = [_trimmed(one, table, most=0) for one in made]
    if problems := [_too_many(one) for one in found if len(one.options) > MOST]:
        raise ParameterError(Message(N_("the headings of the tables cannot be used")), problems)
    return found


def _too_many(one: Question) -> Problem:
    fields = {"n": len(one.options), "most": MOST}
    what = Message(N_("makes {n} groups; at most {most} can be told apart"), fields)
    return Problem(one.name, what)


def _unfit(name: str, codebook: Codebook, closed: Container[str]) -> Problem:
    if name in codebook and name not in closed:
        return Problem(name, Message(N_("is not a closed question of the codebook")))
    if name in codebook:
        return Problem(name, Message(N_("nobody answered this question")))
    meant = nearest(name, codebook.names)
    hint = Message(N_("did you mean {meant}?"), {"meant": meant}) if meant else None
    return Problem(name, Message(N_("the survey has no such question")), hint)


def table_questions(
    table: pd.DataFrame,
    codebook: Codebook,
    *,
    without: Sequence[Question] = (),
    named: Sequence[str] = (),
    language: str = "en",
) -> list[Question]:
    """The closed questions that a banner table asks for: all that somebody answered.

    Parameters
    ----------
    table, codebook, language
        As in `heading_questions`.
    without
        Questions that stand across; they stand down only where `named` says so.
    named
        Names of questions that must be among them.

    Returns
    -------
    list of Question
        In the order of the questionnaire.  Of a question of more than 12 answers those that
        nobody gave are left out.

    Raises
    ------
    ParameterError
        A name is no closed question, or nobody answered it.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> kinds = tuple(Category(code) for code in "ab")
    >>> book = Codebook(tuple(Field(name, categories=kinds) for name in ("sex", "liked")))
    >>> table = pd.DataFrame({"sex": ["a", "b"], "liked": ["a", "b"]})
    >>> across = heading_questions(table, book, ["sex"])
    >>> [one.name for one in table_questions(table, book, without=across)]
    ['liked']
    """
    fields = [one for one in closed_fields(table, codebook) if answered(table, one).any()]
    known = [one.name for one in fields]
    closed = [one.name for one in closed_fields(table, codebook)]
    if problems := [_unfit(name, codebook, closed) for name in named if name not in known]:
        raise ParameterError(Message(N_("the questions of the tables cannot be used")), problems)
    across = {one.name for one in without} - set(named)
    names = [name for name in known if name not in across]
    called = titles(codebook, language=language)
    made = questions(codebook, names, language=language)
    return [replace(_trimmed(one, table, most=MANY), label=called[one.name]) for one in made]


def _trimmed(question: Question, table: pd.DataFrame, *, most: int) -> Question:
    """The question without answers that nobody gave, where it has more than `most`."""
    if len(question.options) <= most:
        return question
    if question.kind == "multiple":
        given = {name for name in question.options if table[name].eq(True).any()}
    elif question.kind == "single":
        given = set(table[question.name].dropna())
    else:
        return question
    kept = {value: label for value, label in question.options.items() if value in given}
    return replace(question, options=kept or question.options)


def banner_told(made: Banner) -> list[Told]:
    """What a banner table holds, and how many of its differences chance alone would make.

    Returns
    -------
    list of (code, fields)
        "banner_size" (questions, columns), then "banner_differ" (n, of: pairs tested),
        "banner_chance" (n, level) where p-values are not adjusted; or "banner_untested"
        where the sample gives no errors, "banner_no_headings" without a heading.

    Examples
    --------
    >>> from libmkt.stats.design import Design
    >>> from libmkt.surveys.banners import banner
    >>> table = pd.DataFrame({"branch": ["a"] * 240 + ["b"] * 250,
    ...                       "uses": [True] * 96 + [False] * 144 + [True] * 130 + [False] * 120})
    >>> found = banner(table, ["uses"], ["branch"], Design(), adjust="none")
    >>> [code for code, _fields in banner_told(found)]
    ['banner_size', 'banner_differ', 'banner_chance']
    """
    size = {"questions": made.cells["question"].nunique(), "columns": len(made.columns)}
    told: list[Told] = [("banner_size", size)]
    pairs = made.comparisons
    tested = int(pairs["p_adjusted"].notna().sum()) if len(pairs) else 0
    if len(made.columns) == 1:
        told.append(("banner_no_headings", {}))
    elif made.sample in ("census", "opt-in") or not tested:
        told.append(("banner_untested", {}))
    else:
        sure = int((pairs["p_adjusted"] < 1 - made.level).sum())
        told.append(("banner_differ", {"n": sure, "of": tested}))
        if made.adjust == "none":
            chance = {"n": round(tested * (1 - made.level)), "share": 1 - made.level}
            told.append(("banner_chance", chance))
    return told
