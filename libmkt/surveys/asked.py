"""The closed questions of a survey: who was asked, who answered, who went to the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from libmkt.codebook import Codebook, Field, SurveyReading
from libmkt.codebook.routing import asked
from libmkt.errors import N_, Message, ParameterError, Problem

CLOSED: Final = ("nominal", "ordinal", "multiple", "interval")
OF_DESIGN: Final = ("weight", "fpc", "replicate")  # numbers that nobody answered


def closed_fields(table: pd.DataFrame, codebook: Codebook) -> list[Field]:
    """The closed questions that were read, in the order of the questionnaire.

    Examples
    --------
    >>> book = Codebook((Field("sex"), Field("said", "text"), Field("w", role="weight")))
    >>> [field.name for field in closed_fields(pd.DataFrame(columns=["sex", "said", "w"]), book)]
    ['sex']
    """
    return [
        field
        for field in codebook.fields
        if field.scale in CLOSED
        and field.role not in OF_DESIGN
        and all(column in table for column in field.columns)
    ]


def answered(table: pd.DataFrame, field: Field) -> pd.Series:
    """Whether each respondent answered a question: of several answers, any option is known."""
    return table[list(field.columns)].notna().any(axis=1)


def reacted(answers: SurveyReading, field: Field) -> pd.Series:
    """Whether each respondent answered a question or gave a code for no answer.

    Who says "I do not use it" has not passed the question over.
    """
    table, said = answers.table, answers.missing
    given = answered(table, field)
    if len(said) and "respondent" in table:
        told = said.loc[said["field"].isin([field.name, *field.columns]), "respondent"]
        given = given | table["respondent"].isin(told)
    return given


def steps(answers: SurveyReading, *, last: str = "") -> dict[str, list[Field]]:
    """The closed questions step by step, to the last that everybody was asked.

    Parameters
    ----------
    answers
        What was read.
    last
        Name of the last question that everybody was asked; "" takes the last that says who
        answers (role "background"), where it stands in the second half: what comes after it
        may be a part that only some were given.  Else the last of all.

    Returns
    -------
    dict
        Step (a battery, else the question's name) to its questions, in order.

    Raises
    ------
    ParameterError
        There is no such closed question.

    Examples
    --------
    >>> none = pd.DataFrame()
    >>> book = Codebook((Field("a"), Field("sex", role="background"), Field("b")))
    >>> list(steps(SurveyReading(pd.DataFrame(columns=["a", "sex", "b"]), book, none, none, none)))
    ['a', 'sex']
    """
    fields = closed_fields(answers.table, answers.codebook)
    names = [one.name for one in fields]
    if last and last not in names:
        what = Message(N_("is not a closed question of the codebook"))
        raise ParameterError(
            Message(N_("the survey has no such closed question")),
            [Problem("last", what, Message("{found}", {"found": last}))],
        )
    about = [at for at, one in enumerate(fields) if one.role == "background"]
    end = names.index(last) if last else len(fields) - 1
    if not last and about and about[-1] >= len(fields) // 2:
        end = about[-1]
    found: dict[str, list[Field]] = {}
    for one in fields[: end + 1]:
        found.setdefault(one.battery or one.name, []).append(one)
    return found


def finished(answers: SurveyReading, *, last: str = "") -> pd.Series:
    """Whether each respondent went to the end.

    Parameters
    ----------
    answers, last
        As in `steps`.

    Returns
    -------
    Series
        Booleans on the table's index: what the program recorded (`complete`), where it did;
        else whether anything was answered on the last step that the person was asked.

    Examples
    --------
    >>> book = Codebook((Field("a"), Field("b")))
    >>> none = pd.DataFrame()
    >>> table = pd.DataFrame({"a": ["x", "x"], "b": ["y", None]})
    >>> finished(SurveyReading(table, book, none, none, none)).tolist()
    [True, False]
    """
    table = answers.table
    if "complete" in table and table["complete"].notna().any() and not last:
        return table["complete"].fillna(False).astype(bool)
    done = pd.Series(False, index=table.index)
    open_still = pd.Series(True, index=table.index)  # whose last step is not found yet
    for fields in reversed(steps(answers, last=last).values()):
        met = _any([asked(one, table, answers.codebook) for one in fields])
        told = _any([reacted(answers, one) for one in fields])
        done |= open_still & met & told
        open_still &= ~met
    return done


def answered_share(answers: SurveyReading, *, last: str = "") -> pd.Series:
    """Share of the closed questions that each respondent was asked and answered, 0 to 1.

    Questions after the last that everybody was asked (`steps`) are left out; who was asked
    nothing has 0.
    """
    table = answers.table
    met, told = np.zeros(len(table)), np.zeros(len(table))
    for field in (one for fields in steps(answers, last=last).values() for one in fields):
        here = asked(field, table, answers.codebook).to_numpy(bool)
        met += here
        told += here & reacted(answers, field).to_numpy(bool)
    return pd.Series(np.divide(told, met, out=np.zeros(len(table)), where=met > 0), table.index)


def _any(found: Sequence[pd.Series]) -> pd.Series:
    return pd.concat(list(found), axis=1).any(axis=1)
