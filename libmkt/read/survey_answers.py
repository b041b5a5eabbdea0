"""All answers of a file in the codes of its codebook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from libmkt.codebook.records import Codebook, Field, Value
from libmkt.codebook.routing import asked as was_asked
from libmkt.errors import Problem
from libmkt.read.survey_coding import Coded, coded
from libmkt.read.survey_match import Matched
from libmkt.read.survey_open import Opened
from libmkt.read.survey_sets import Ticked, from_cell, from_columns

DELIMITERS = (";", ", ", ",", "|")  # between several answers in one cell


@dataclass
class Answers:
    """The columns of the table, and what became of the answers."""

    columns: dict[str, pd.Series] = field(default_factory=dict)
    missing: list[tuple[str, int, Value, str]] = field(default_factory=list)
    told: list[tuple[str, str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def answers_of(book: Codebook, match: Matched, opened: Opened) -> Answers:
    """Code every field, those with several answers last: what routes them is known then.

    Parameters
    ----------
    book
        Fields that have columns.
    match
        Their columns.
    opened
        The file: rows for messages, and what its format says of options and dates.
    """
    made = Answers()
    rules: dict[str, Counter[str]] = {}
    for one in book.fields:
        if one.scale != "multiple":
            found = _single(one, match, opened)
            made.problems += found.problems
            _count(rules, one, found.told)
            _note_missing(made, one, found.missing)
            if found.values is not None:
                made.columns[one.name] = found.values
    if not made.problems:
        table = pd.DataFrame(made.columns, index=range(len(opened.rows)))
        for one in book.having(scale="multiple"):
            ticked = _several(one, match, opened, was_asked(one, table, book).to_numpy())
            made.problems += ticked.problems
            _note_missing(made, one, ticked.missing)
            made.columns |= ticked.columns
            if ticked.unseen:
                rules.setdefault("set_not_reached", Counter())[one.name] += ticked.unseen
    for rule, fields in rules.items():
        made.told.append((rule, ", ".join(fields)[:200], sum(fields.values())))
    if made.missing:
        names = dict.fromkeys(name for name, *_ in made.missing)
        made.told.append(("user_missing", ", ".join(names)[:200], len(made.missing)))
    made.columns = {name: made.columns[name] for name in book.columns if name in made.columns}
    return made


def _single(one: Field, match: Matched, opened: Opened) -> Coded:
    form = opened.form
    cells = list(match.single[one.name].cells)
    if form.missing:
        none = set(form.missing)
        known = {str(code.value) for code in (*one.categories, *one.missing)}
        cells = ["" if cell in none and cell not in known else cell for cell in cells]
    settings = {"dates": form.dates, "day_first": form.day_first} if one.scale == "date" else {}
    return coded(one, cells, opened.rows, **settings)


def _several(one: Field, match: Matched, opened: Opened, routed: np.ndarray) -> Ticked:
    form = opened.form
    if one.name in match.options:
        columns = match.options[one.name]
        reached = _reached([c.heading for c in columns.values()], opened) & routed
        cells = {name: column.cells for name, column in columns.items()}
        none = {code: column.cells for code, column in match.none[one.name].items()}
        return from_columns(one, cells, opened.rows, reached, form.options, none)
    column = match.single[one.name]
    reached = _reached([column.heading], opened) & routed
    return from_cell(one, column.cells, opened.rows, reached, form.joined or DELIMITERS)


def _reached(headings: list[str], opened: Opened) -> np.ndarray:
    """Whether each respondent answered one of these columns or one that stands after them."""
    places = [n for n, one in enumerate(opened.asked) if one.heading in set(headings)]
    beside = {n for n, one in enumerate(opened.asked) if _is_beside(one.heading, opened)}
    reached = np.zeros(len(opened.rows), dtype=bool)
    for n in range(min(places), len(opened.asked)):
        if n not in beside:
            reached |= np.array([bool(cell) for cell in opened.asked[n].cells], dtype=bool)
    return reached


def _is_beside(heading: str, opened: Opened) -> bool:
    """Whether a column is the program's own and says nothing of what was answered."""
    from libmkt.read.survey_format import fits

    form = opened.form
    own = [pattern for many in form.paradata.values() for pattern in many]
    return fits(heading, (*own, *form.internal, *form.timings, *form.personal))


def _count(rules: dict[str, Counter[str]], one: Field, told: Counter[str]) -> None:
    for rule, n in told.items():
        if n:
            rules.setdefault(rule, Counter())[one.name] += n


def _note_missing(made: Answers, one: Field, rows: list[tuple[int, Value]]) -> None:
    labels = {code.value: code.text() for code in one.missing}
    made.missing += [(one.name, n, value, labels.get(value, str(value))) for n, value in rows]
