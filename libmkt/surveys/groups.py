"""The questions that a report's parameters name, and its comparison of groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from pandas.api.types import is_numeric_dtype

from libmkt.codebook import Codebook, Field, turned
from libmkt.errors import N_, Message, ParameterError, Problem, Told
from libmkt.stats.compare import differences
from libmkt.stats.design import Design
from libmkt.surveys.number_estimates import means
from libmkt.surveys.overview import labelled
from libmkt.yamlfile import nearest

MOST: Final = 30  # groups that can be told apart on a page
_FEWEST: Final = 3  # answers of a scale of which the two best are a part
_NUMBERS: Final = ("ordinal", "interval")
_LEAST_P: Final = 0.001  # a smaller p is told as below it


@dataclass(frozen=True, eq=False)
class Groups:
    """A mean by groups, and which of them differ; empty where nothing is compared."""

    means: pd.DataFrame  # a row a group: as `libmkt.surveys.means`
    pairs: pd.DataFrame  # a row a pair: as `libmkt.surveys.differences`
    why: str = ""  # code of a sentence: why nothing is compared

    def __str__(self) -> str:
        return f"{len(self.means)} groups compared in {len(self.pairs)} pairs"


def marked_question(
    table: pd.DataFrame, codebook: Codebook, role: str, *, named: str = "", parameter: str = ""
) -> str:
    """The question of ratings that is named, else the first that the codebook marks so.

    Parameters
    ----------
    table
        A respondent a row (`read.survey`).
    codebook
        What its columns mean.
    role
        Of the question: "satisfaction", "nps".
    named
        Name of a question; "" takes the codebook's.
    parameter
        What the report calls it, for the refusal.

    Returns
    -------
    str
        Its name; "" where none is named and the survey has none that somebody answered.

    Raises
    ------
    ParameterError
        The named question is not there, is no scale of numbers, or nobody answered it.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> scale = tuple(Category(n) for n in (1, 2, 3))
    >>> book = Codebook((Field("whole", "ordinal", categories=scale, role="satisfaction"),))
    >>> marked_question(pd.DataFrame({"whole": [1, 3]}), book, "satisfaction")
    'whole'
    >>> marked_question(pd.DataFrame({"whole": [None, None]}), book, "satisfaction")
    ''
    """
    if not named:
        fit = (one for one in codebook.having(role=role) if _unfit(one, table) is None)
        return next((one.name for one in fit), "")
    if (wrong := _unfit(_field(codebook, named, parameter), table)) is not None:
        raise _refused(parameter, wrong, named)
    return named


def _unfit(field: Field, table: pd.DataFrame) -> Message | None:
    """Why a question is no scale of numbers that somebody answered."""
    answers = table.get(field.name)
    if answers is None or answers.notna().sum() == 0:
        return Message(N_("nobody answered this question"))
    if field.scale not in _NUMBERS or not is_numeric_dtype(answers):
        return Message(N_("expected a question that is answered by numbers in an order"))
    bounded = field.minimum is not None and field.maximum is not None
    if not (len(field.categories) >= _FEWEST or bounded):
        return Message(N_("expected a scale of three answers or more, with its ends known"))
    return None


def group_comparison(
    table: pd.DataFrame,
    codebook: Codebook,
    design: Design,
    *,
    question: str,
    by: str,
    language: str = "en",
) -> Groups:
    """The mean of one question in the groups of another, each two groups tested.

    Parameters
    ----------
    table, codebook, design
        The answers, what they mean and how the sample was drawn; a reversed question is turned.
    question
        Name of a question of numbers; "" compares nothing.
    by
        Name of the question whose answers are the groups; "" compares nothing.
    language
        Of the groups' names.

    Returns
    -------
    Groups
        Groups in the order of the questionnaire; those without an answer are left out.  Its
        means have persons too: all who are in the group, whether or not they answered.

    Raises
    ------
    ParameterError
        `by` is not in the codebook, is `question` itself, has several answers a person, is
        answered in own words, or makes more than 30 groups.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> both = (Category(1, {"en": "town"}), Category(2, {"en": "hill"}))
    >>> place = Field("place", categories=both)
    >>> book = Codebook((place, Field("mark", "ordinal")))
    >>> table = pd.DataFrame({"place": [1, 1, 2, 2], "mark": [1, 2, 3, 4]})
    >>> found = group_comparison(table, book, Design(), question="mark", by="place")
    >>> found.means[["group", "n", "estimate"]]
      group  n  estimate
    0  town  2       1.5
    1  hill  2       3.5
    """
    if by:
        _check_by(table, _field(codebook, by, "by"), question)
    why = "groups_no_question" if not question else "groups_none_named" if not by else ""
    if why:
        return Groups(pd.DataFrame(), pd.DataFrame(), why)
    table, _ = turned(table, codebook, [question])
    texts = labelled(table[[by]], codebook, language=language)[by]
    grouped = table.assign(group=texts)
    if texts[table[question].notna()].nunique() < 2:
        return Groups(pd.DataFrame(), pd.DataFrame(), "groups_one")
    found = means(grouped, question, design, by="group")
    found = found.assign(persons=found["group"].map(texts.value_counts()).astype(int))
    return Groups(
        found[found["n"] > 0].reset_index(drop=True),
        differences(grouped, question, design, "group"),
    )


def _check_by(table: pd.DataFrame, field: Field, question: str) -> None:
    if field.scale in ("multiple", "text", "date"):
        what = Message(N_("expected a question with one answer a person, not in own words"))
    elif field.name == question:
        what = Message(N_("the groups of a question cannot be compared by itself"))
    elif field.name not in table or not table[field.name].notna().any():
        what = Message(N_("nobody answered this question"))
    elif (many := table[field.name].nunique()) > MOST:
        fields = {"n": many, "most": MOST}
        what = Message(N_("makes {n} groups; at most {most} can be told apart"), fields)
    else:
        return
    raise _refused("by", what, field.name)


def _field(codebook: Codebook, name: str, parameter: str) -> Field:
    if name in codebook:
        return codebook[name]
    meant = nearest(name, codebook.names)
    hint = Message(N_("did you mean {meant}?"), {"meant": meant or ""})
    what = Message(N_("the survey has no such question"))
    raise _refused(parameter, what, name, [hint] if meant else [])


def _refused(
    parameter: str, what: Message, found: str, hints: Sequence[Message] = ()
) -> ParameterError:
    return ParameterError(
        Message(N_("this question does not suit the report")),
        [Problem(parameter, what, Message("{found}", {"found": found}))],
        hints=hints,
    )


def groups_told(found: Groups, *, alpha: float = 0.05) -> list[Told]:
    """Which groups differ, the largest difference first, at most three; or why none is told.

    Parameters
    ----------
    found
        Result of `group_comparison`.
    alpha
        Level that an adjusted p must stay below.

    Returns
    -------
    list of (code, fields)
        The reason why nothing was compared; "groups_untested" where nothing has an error;
        "groups_alike" (n: comparisons); else "groups_differ" or, of a p too small to be
        printed, "groups_differ_surely" (group, other, estimate: group less other, in the
        question's unit, p_adjusted, n).

    Examples
    --------
    >>> groups_told(Groups(pd.DataFrame(), pd.DataFrame(), "groups_none_named"))
    [('groups_none_named', {})]
    """
    if found.why:
        return [(found.why, {})]
    tested = found.pairs.dropna(subset="p_adjusted")
    if tested.empty:
        return [("groups_untested", {})]
    n = int(tested["tests"].iloc[0])
    clear = tested[tested["p_adjusted"] < alpha]
    largest = clear.loc[clear["estimate"].abs().sort_values(ascending=False).index].head(3)
    if largest.empty:
        return [("groups_alike", {"n": n})]
    return [
        (
            "groups_differ" if row["p_adjusted"] >= _LEAST_P else "groups_differ_surely",
            {
                "group": row["group_b"],
                "other": row["group_a"],
                "estimate": row["estimate"],
                "p_adjusted": row["p_adjusted"],
                "n": n,
            },
        )
        for row in largest.to_dict("records")
    ]
