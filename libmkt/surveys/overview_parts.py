"""What of the overview of a survey a page shows, and what of it is published."""

from __future__ import annotations

import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.yamlfile import nearest


def worth_showing(found: pd.DataFrame, *, most: int = 12) -> pd.DataFrame:
    """Without the answers that nobody gave, where a question has more than `most` of them.

    Parameters
    ----------
    found
        Result of `overview`.
    most
        Answers of a question that are all shown.

    Returns
    -------
    DataFrame
        The same columns.  Of more than `most` answers that were given the most frequent stay,
        in the questionnaire's order; the shares are still of all who answered.

    Examples
    --------
    >>> found = pd.DataFrame({"question": "land", "label": list("abc"), "count": [1, 0, 5],
    ...                       "estimate": [1 / 6, 0, 5 / 6]})
    >>> worth_showing(found, most=2)["label"].to_list()
    ['a', 'c']
    """
    many = found.groupby("question", sort=False)["label"].transform("size") > most
    rank = found.groupby("question", sort=False)["estimate"].rank("first", ascending=False)
    kept = ~many | ((found["estimate"] > 0) & (rank <= most))
    return found[kept].reset_index(drop=True)


def main_question(found: pd.DataFrame, name: str = "") -> pd.DataFrame:
    """The rows of the question that a report begins with: the one named, else the first.

    Parameters
    ----------
    found
        Result of `overview`.
    name
        Name of a question; "" takes the first that somebody answered.

    Returns
    -------
    DataFrame
        The rows of one question; none where the survey has no closed question.

    Raises
    ------
    ParameterError
        The question is not among them.

    Examples
    --------
    >>> found = pd.DataFrame({"question": ["a", "b", "b"], "n": [0, 3, 3]})
    >>> main_question(found)["question"].to_list()
    ['b', 'b']
    """
    known = found["question"].unique()
    if name and name not in known:
        meant = nearest(name, known)
        hint = Message(N_("did you mean {meant}?"), {"meant": meant or ""})
        raise ParameterError(
            Message(N_("the survey has no such closed question")),
            [Problem("question", Message(N_("is not a closed question of the codebook")),
                     Message("{found}", {"found": name}))],
            hints=[hint] if meant else [],
        )  # fmt: skip
    answered = found.loc[found["n"] > 0, "question"]
    first = next(iter([*answered, *known]), "")
    return found[found["question"] == (name or first)].reset_index(drop=True)


def numbers_apart(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`overview` in two tables: questions of shares, and questions of numbers with their means.

    Returns
    -------
    (shares, means)
        Both with the columns of `overview`; one may have no rows.

    Examples
    --------
    >>> found = pd.DataFrame({"question": ["a", "b"], "kind": ["choice", "number"]})
    >>> [part["question"].to_list() for part in numbers_apart(found)]
    [['a'], ['b']]
    """
    number = found["kind"] == "number"
    return found[~number].reset_index(drop=True), found[number].reset_index(drop=True)


def once(found: pd.DataFrame) -> pd.DataFrame:
    """The words of each question on its first row alone, for a table that is read.

    Examples
    --------
    >>> found = pd.DataFrame({"question": ["a", "a", "b"], "asked": ["A?", "A?", "B?"]})
    >>> once(found)["asked"].to_list()
    ['A?', '', 'B?']
    """
    return found.assign(asked=found["asked"].where(~found.duplicated("question"), ""))


def published(found: pd.DataFrame, *, period: str) -> pd.DataFrame:
    """One question's answers as numbers to publish.

    Parameters
    ----------
    found
        Rows of `overview`.
    period
        That they are published for.

    Returns
    -------
    DataFrame
        One row an answer: measure ("question=answer"; of a number the question alone),
        value (share of 0 to 1, or mean; missing where nobody answered), period, unit, method.

    Examples
    --------
    >>> found = pd.DataFrame({"question": "again", "label": ["Yes", "No"],
    ...                       "estimate": [0.75, 0.25], "unit": "share", "method": "wilson"})
    >>> published(found, period="2026-09")[["measure", "value"]].to_numpy().tolist()
    [['again=Yes', 0.75], ['again=No', 0.25]]
    """
    names = [
        f"{q}={label}" if label else q
        for q, label in zip(found["question"], found["label"], strict=True)
    ]
    return found.assign(measure=names, value=found["estimate"], period=period)[
        ["measure", "value", "period", "unit", "method"]
    ]
