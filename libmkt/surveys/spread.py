"""How the answers to one kind of rating spread over their scale, service by service."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from libmkt.codebook import Codebook, Field, turned
from libmkt.errors import Told
from libmkt.stats.design import Design
from libmkt.surveys.overview import overview
from libmkt.surveys.scores import top_box

COLUMNS = ("question", "label", "estimate", "n")
MOST = 15  # questions; more than these are no figure any more


@dataclass(frozen=True, eq=False)
class Spread:
    """The shares of all answers to questions of one scale, and of the highest two."""

    answers: pd.DataFrame  # a row a question and answer, lowest first: question, label, estimate, n
    tops: pd.DataFrame  # a row a question: question, estimate, conf_low, conf_high, n, note

    def __str__(self) -> str:
        return f"Answers to {len(self.tops)} questions of one scale"


def rating_spread(
    table: pd.DataFrame,
    codebook: Codebook,
    design: Design,
    *,
    role: str = "performance",
    language: str = "en",
    most: int = MOST,
) -> Spread:
    """The shares of each answer to the questions of a role, the best rated first.

    Parameters
    ----------
    table, codebook, design
        The answers, what they mean and how the sample was drawn; reversed ratings are turned.
    role
        What the questions are for.
    language
        Of the labels.
    most
        With more questions, only so many: half of the best and half of the worst rated.

    Returns
    -------
    Spread
        Questions that share the answers of the first one (that is not reversed), and that
        somebody answered; without rows where there is none.  Turned ratings share them if they
        have the same labels too.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> scale = tuple(Category(value, {"en": str(value)}) for value in (1, 2, 3))
    >>> book = Codebook((Field("p", "ordinal", "integer", label={"en": "Wi-Fi"},
    ...                        role="performance", item="1", categories=scale),))
    >>> found = rating_spread(pd.DataFrame({"p": [1, 2, 2, 3]}), book, Design())
    >>> found.answers["estimate"].tolist(), found.tops["estimate"].tolist()
    ([0.25, 0.5, 0.25], [0.75])
    """
    marked = {one.name for one in codebook.having(role=role) if one.reverse}
    table, codebook = turned(table, codebook, marked)
    asked = [
        one
        for one in codebook.having(role=role)
        if one.scale == "ordinal" and one.name in table and table[one.name].notna().any()
    ]
    first = next((one for one in asked if one.name not in marked), asked[0] if asked else None)
    alike = [one for one in asked if first and _alike(one, first, marked)]
    if not alike:
        return Spread(pd.DataFrame(columns=list(COLUMNS)), pd.DataFrame())
    names = [one.name for one in alike]
    ends = (int(min(alike[0].values)), int(max(alike[0].values)))
    tops = top_box(table, names, design, ends=ends)
    tops = tops.sort_values("estimate", ascending=False, kind="stable")
    if len(tops) > most:
        tops = pd.concat([tops.head(most - most // 2), tops.tail(most // 2)])
    answers = overview(table, codebook, design, questions=list(tops["question"]), language=language)
    texts = {one.name: one.text(language) for one in alike}
    shown = [frame.assign(question=frame["question"].map(texts)) for frame in (answers, tops)]
    return Spread(shown[0].reset_index(drop=True), shown[1].reset_index(drop=True))


def _alike(one: Field, first: Field, turned_ones: set[str]) -> bool:
    """Whether two questions have the same answers.

    Of a statement that was turned "I agree" stands where "I disagree" does in the others: in
    one figure with them the two would be mixed up.
    """
    if (one.name in turned_ones) != (first.name in turned_ones) and one.labels() != first.labels():
        return False
    return one.values == first.values


def spread_told(found: Spread, many: int) -> list[Told]:
    """What is rated best and worst by the highest two answers, and how many are not shown.

    Parameters
    ----------
    found
        Result of `rating_spread`.
    many
        How many questions there are, those that are not in it too.

    Returns
    -------
    list of (code, fields)
        "rated_best" and "rated_worst" (question, share: 0 to 1), or "rated_one" of a single
        question; "rated_middle" (n) where some are not shown.  Nothing of no questions.

    Examples
    --------
    >>> tops = pd.DataFrame({"question": ["Loans", "Wi-Fi"], "estimate": [0.8, 0.1]})
    >>> [(code, *fields.values()) for code, fields in spread_told(Spread(pd.DataFrame(), tops), 2)]
    [('rated_best', 'Loans', 0.8), ('rated_worst', 'Wi-Fi', 0.1)]
    """
    if not len(found.tops):
        return []
    best, worst = found.tops.iloc[0], found.tops.iloc[-1]
    if len(found.tops) == 1:
        fields = {"question": best["question"], "share": float(best["estimate"])}
        return [("rated_one", fields)]
    told: list[Told] = [
        ("rated_best", {"question": best["question"], "share": float(best["estimate"])}),
        ("rated_worst", {"question": worst["question"], "share": float(worst["estimate"])}),
    ]
    if many > len(found.tops):
        told.append(("rated_middle", {"n": many - len(found.tops)}))
    return told
