"""What stands in a banner table: the questions down, and those whose groups stand across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.codebook import Codebook, Field, Value
from libmkt.codebook.turned import rating_ends
from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats.design import Floats
from libmkt.stats.domains import NO_ANSWER, Missing, categories, no_column, number_answers

Kind = Literal["single", "multiple", "scale", "number", "nps"]
Stat = Literal["share", "top", "bottom", "mean", "nps"]
KINDS: Final = get_args(Kind)
# roles whose codes are in order but are no marks
UNRATED: Final = ("kano_functional", "kano_dysfunctional", "background")
NPS_ROWS: Final = ("9-10", "7-8", "0-6")  # promoters, passives, detractors
_NPS_OF: Final = np.array([2] * 7 + [1] * 2 + [0] * 2)  # row of each answer 0 to 10
_NPS_SCORE: Final = np.array([100.0, 0.0, -100.0])


@dataclass(frozen=True)
class Question:
    """A question of a banner table.

    Parameters
    ----------
    name
        Column of the table; of a "multiple" question any name, its columns are `options`.
    kind
        "single": one answer; "multiple": several may be ticked, a column of true and
        false each; "scale": one of several numbers, with boxes and mean; "number": mean
        alone; "nps": 0 to 10, with the net promoter score.
    label
        What stands in the table; the name where it is empty.
    options
        Answer (of "multiple": column) to its label, in order.  Empty: the answers found.
    box
        How many answers of a scale are its top and its bottom box; 0 leaves boxes out.
    mirror
        Lowest and highest answer of a scale or of 0 to 10 whose lowest is the best: the mean,
        the boxes and the score are those of low + high - answer.  None: the highest is.
    """

    name: str
    kind: Kind = "single"
    label: str = ""
    options: Mapping[Any, str] = field(default_factory=dict)
    box: int = 2
    mirror: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a question in a banner table, one column of `values` each."""

    labels: list[str]
    stats: list[Stat]
    values: Floats  # (people, rows): 0 or 1 of shares, else the score
    answered: np.ndarray  # (people,) bool: who is in the base


def questions(
    codebook: Codebook,
    names: Sequence[str] | None = None,
    *,
    language: str = "en",
    box: int = 2,
) -> list[Question]:
    """Fields of a codebook as questions of a banner table.

    Parameters
    ----------
    names
        Which fields; None takes all that can stand in a table.
    language, box
        Of the labels; as of `Question`.

    Returns
    -------
    list of Question
        In the order named, or of the questionnaire.

    Raises
    ------
    ParameterError
        A named field is not there, or is of text or dates.

    Notes
    -----
    The role "nps" gives "nps"; several answers "multiple"; an ordered question whose codes
    are numbers "scale"; numbers without categories "number"; all else "single".  Kano's pairs
    and questions on who answers are "single" too: the codes of "I like it" to "I dislike it"
    and of ages are in order, but a mean of them says nothing, and their last two are no top.
    A reversed rating has its `mirror`; the shares of its answers stand as they were asked.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> marks = tuple(Category(n) for n in (1, 2, 3, 4, 5))
    >>> book = Codebook((Field("staff", "ordinal", "integer", categories=marks),))
    >>> questions(book)[0].kind
    'scale'
    """
    wanted = [codebook[name] for name in names] if names is not None else codebook.fields
    found = [(one, _kind(one)) for one in wanted]
    bad = [one.name for one, kind in found if kind is None]
    if names is not None and bad:
        what = Message(N_("answers in words or dates have no rows in a table"))
        raise ParameterError(
            Message(N_("this banner table cannot be made")), [Problem(one, what) for one in bad]
        )
    return [
        Question(
            one.name,
            kind,
            one.text(language),
            _options(one, kind, language),
            box,
            _mirror(one, kind),
        )
        for one, kind in found
        if kind is not None
    ]


def _kind(one: Field) -> Kind | None:
    if one.scale in ("text", "date"):
        return None
    if one.role == "nps":
        return "nps"
    if one.scale == "multiple":
        return "multiple"
    if not one.categories:
        return "number" if one.type in ("integer", "number") else "single"
    numbers = all(isinstance(value, (int, float)) for value in one.values)
    rated = numbers and one.scale in ("ordinal", "interval") and one.role not in UNRATED
    return "scale" if rated else "single"


def _mirror(one: Field, kind: Kind) -> tuple[float, float] | None:
    """The ends of a reversed rating; a number without categories keeps its unit."""
    return rating_ends(one) if one.reverse and kind in ("scale", "nps") else None


def _options(one: Field, kind: Kind, language: str) -> dict[Value, str]:
    if kind in ("nps", "number"):
        return {}
    labels = one.labels(language)
    if kind == "multiple":
        return dict(zip(one.columns, labels.values(), strict=True))
    return labels


def labelled(question: str | Question) -> Question:
    """A question with its label; a bare name is a "single" one."""
    made = Question(question) if isinstance(question, str) else question
    if made.kind not in KINDS:
        what = Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(KINDS)})
        raise ParameterError(
            Message(N_("this banner table cannot be made")),
            [Problem(made.name, what, Message("{found}", {"found": made.kind}))],
        )
    return made if made.label else replace(made, label=made.name)


def rows_of(table: pd.DataFrame, question: Question, missing: Missing) -> Rows:
    """The rows of a question, everybody's answer to each.

    Raises
    ------
    DataError
        A column is missing, an answer is none of the options, nobody answered.
    """
    made = _ROWS[question.kind](table, question, missing)
    gone = int((~made.answered).sum())
    if gone and (missing == "refuse" or gone == len(table)):
        what = Message(
            N_("{n} answer is missing"), {"n": gone}, plural=N_("{n} answers are missing")
        )
        raise DataError(
            Message(N_("the question was to be answered by all"))
            if missing == "refuse"
            else Message(N_("nobody answered this question")),
            [Problem(question.name, what)],
        )
    return made


def _coded(table: pd.DataFrame, question: Question) -> tuple[list[str], list[Value], np.ndarray]:
    """Labels and values of the options, and the number of each person's (-1: missing)."""
    if question.name not in table.columns:
        raise no_column(question.name, table)
    column = table[question.name]
    if not question.options:
        labels, codes = categories(column)
        ordered = (
            column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype("category")
        )
        return labels, list(ordered.cat.categories), codes
    values = list(question.options)
    plain = column.astype(object).where(column.notna(), None)
    known = pd.Index(values, dtype=object)
    codes = np.asarray(known.get_indexer(pd.Index(plain, dtype=object)), np.intp)
    odd = np.flatnonzero((codes < 0) & column.notna().to_numpy())
    if len(odd):
        found = Message(
            N_("{n} row, first row {row}: {value}"),
            {"n": len(odd), "row": int(odd[0]) + 1, "value": str(column.iloc[odd[0]])},
            plural=N_("{n} rows, first row {row}: {value}"),
        )
        raise DataError(
            Message(N_("this banner table cannot be made")),
            [Problem(question.name, Message(N_("answers that are none of its options")), found)],
        )
    return list(question.options.values()), values, codes


def _single(table: pd.DataFrame, question: Question, missing: Missing) -> Rows:
    labels, _, codes = _coded(table, question)
    answered = codes >= 0
    if missing == "category" and not answered.all():
        codes = np.where(answered, codes, len(labels))
        labels, answered = [*labels, NO_ANSWER], np.ones(len(table), dtype=bool)
    return Rows(labels, ["share"] * len(labels), _ticked(codes, len(labels)), answered)


def _scale(table: pd.DataFrame, question: Question, missing: Missing) -> Rows:
    labels, values, codes = _coded(table, question)
    scores = pd.to_numeric(pd.Series(values, dtype=object), errors="coerce").to_numpy(float)
    if np.isnan(scores).any():
        raise DataError(
            Message(N_("these answers cannot be averaged or added up")),
            [Problem(question.name, Message(N_("expected numbers")))],
        )
    scores = _turned(scores, question)
    ticked, answered = _ticked(codes, len(labels)), codes >= 0
    order = np.argsort(scores, kind="stable")
    columns, names, stats = [ticked], list(labels), ["share"] * len(labels)
    if 0 < question.box <= len(labels) / 2:
        for stat, part in (("top", order[-question.box :]), ("bottom", order[: question.box])):
            columns.append(ticked[:, part].sum(1, keepdims=True))
            names.append(", ".join(str(values[i]) for i in part))
            stats.append(stat)
    columns.append((ticked @ scores)[:, None])
    return Rows([*names, ""], [*stats, "mean"], np.asfortranarray(np.hstack(columns)), answered)  # type: ignore[list-item]


def _turned(marks: Floats, question: Question) -> Floats:
    return marks if question.mirror is None else np.asarray(sum(question.mirror) - marks)


def _number(table: pd.DataFrame, question: Question, missing: Missing) -> Rows:
    ((_, answers),) = number_answers(table, [question.name])
    return Rows([""], ["mean"], answers.values, answers.answered)


def _nps(table: pd.DataFrame, question: Question, missing: Missing) -> Rows:
    ((_, answers),) = number_answers(table, [question.name])
    marks = answers.values[:, 0]
    odd = answers.answered & ((marks < 0) | (marks > 10) | (marks != np.floor(marks)))
    if odd.any():
        row = int(np.flatnonzero(odd)[0])
        found = Message(
            N_("{n} row, first row {row}: {value}"),
            {"n": int(odd.sum()), "row": row + 1, "value": f"{marks[row]:g}"},
            plural=N_("{n} rows, first row {row}: {value}"),
        )
        raise DataError(
            Message(N_("this banner table cannot be made")),
            [Problem(question.name, Message(N_("expected whole numbers from 0 to 10")), found)],
        )
    marks = np.clip(_turned(marks, question), 0, 10).astype(int)
    codes = np.where(answers.answered, _NPS_OF[marks], -1)
    ticked = _ticked(codes, 3)
    values = np.asfortranarray(np.hstack([ticked, (ticked @ _NPS_SCORE)[:, None]]))
    return Rows([*NPS_ROWS, ""], ["share", "share", "share", "nps"], values, answers.answered)


def _multiple(table: pd.DataFrame, question: Question, missing: Missing) -> Rows:
    """All who were asked are in the base, also those who ticked nothing."""
    ticks, answered = options_of(table, question)
    labels = list(question.options.values())
    return Rows(labels, ["share"] * len(labels), ticks.astype(float), answered)


def options_of(table: pd.DataFrame, question: Question) -> tuple[np.ndarray, np.ndarray]:
    """Of a "multiple" question: (people, options) ticked or not, and who was asked."""
    absent = [name for name in question.options if name not in table.columns]
    if absent or not question.options:
        raise no_column(str(absent[0] if absent else question.name), table)
    part = table[list(question.options)]
    odd = [name for name in part if not part[name].dropna().isin([True, False]).all()]
    if odd:
        what = Message(N_("expected true or false for each row"))
        raise DataError(
            Message(N_("this banner table cannot be made")),
            [Problem(str(name), what) for name in odd],
        )
    asked = part.notna().all(axis=1).to_numpy()
    ticks = part.astype(object).where(part.notna(), False).to_numpy().astype(bool)
    return ticks & asked[:, None], asked


def across(table: pd.DataFrame, question: Question) -> tuple[list[str], np.ndarray]:
    """The groups of a heading: labels, and (people, groups) who is in which."""
    if question.kind == "multiple":
        return list(question.options.values()), options_of(table, question)[0]
    labels, _, codes = _coded(table, question)
    return labels, codes[:, None] == np.arange(len(labels))


def _ticked(codes: np.ndarray, count: int) -> Floats:
    return np.asarray((np.arange(count)[:, None] == codes).astype(float).T)


_ROWS: Final = {
    "single": _single,
    "multiple": _multiple,
    "scale": _scale,
    "number": _number,
    "nps": _nps,
}
