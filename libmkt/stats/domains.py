"""Questions and the groups of people that they are reported for.

What tables of estimates and comparisons share: the answers of a question as columns of
numbers, and the rows of each group.  The design belongs to the whole table; a group is
only a choice of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Floats, named_columns
from libmkt.stats.prepared import Prepared

Missing = Literal["leave_out", "category", "refuse"]
Rows = npt.NDArray[np.intp]

# A column of groups, several to be crossed, or named columns of true and false (may overlap).
By = str | Sequence[str] | Mapping[str, str | pd.Series]

MISSING: Final = ("leave_out", "category", "refuse")
NO_ANSWER: Final = "no answer"  # the label of missing answers that are kept as a category
ALL: Final = ""  # the group of everybody, where no groups were asked for


@dataclass(frozen=True, eq=False)
class Group:
    """Some people, by their rows in the table."""

    name: str
    rows: Rows


@dataclass(frozen=True, eq=False)
class Answers:
    """What a question found, one row of `values` a person of the table."""

    labels: list[str]
    values: Floats  # (rows, labels): 1 for the category that was answered, 0 for others
    answered: npt.NDArray[np.bool_]  # (rows,)


def groups(
    table: pd.DataFrame,
    by: By | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
) -> list[Group]:
    """The groups to report, in the order of their categories.

    Parameters
    ----------
    table
        One row a person.
    by
        Column of groups; several are crossed and their names joined by " | ".  Or names
        with columns of true and false, whose groups may overlap (answers of which several
        could be ticked).
    where
        Column of true and false, or such a series: who is reported at all.
    missing
        Rows without a group are in none ("leave_out"), in one of their own ("category",
        named "no answer") or refused ("refuse").

    Examples
    --------
    >>> table = pd.DataFrame({"sex": ["f", "m", "f"], "member": [True, True, False]})
    >>> [(group.name, group.rows.tolist()) for group in groups(table, "sex", "member")]
    [('f', [0]), ('m', [1])]
    """
    inside = _inside(table, where)
    if by is None:
        return [Group(ALL, np.flatnonzero(inside))]
    if isinstance(by, Mapping):
        return [Group(name, np.flatnonzero(inside & _inside(table, by[name]))) for name in by]
    columns = [_column(table, name) for name in named_columns(by)]
    code = np.zeros(len(table), np.intp)
    names = [""]
    for column in columns:
        labels, codes = categories(column)
        gone = codes < 0
        if missing == "refuse" and (gone & inside).any():
            _refused(str(column.name), ~(gone & inside), missing)
        if missing == "category" and gone.any():
            codes = np.where(gone, len(labels), codes)
            labels = [*labels, NO_ANSWER]
        inside = inside & (codes >= 0)
        code = code * len(labels) + codes
        names = [f"{name} | {label}" if name else label for name in names for label in labels]
    found = [Group(name, np.flatnonzero(inside & (code == i))) for i, name in enumerate(names)]
    return found if len(columns) == 1 else [group for group in found if len(group.rows)]


def _inside(table: pd.DataFrame, where: str | pd.Series | None) -> npt.NDArray[np.bool_]:
    if where is None:
        return np.ones(len(table), dtype=bool)
    column = _column(table, where) if isinstance(where, str) else where
    if len(column) != len(table) or not column.dropna().isin([True, False]).all():
        name = where if isinstance(where, str) else "where"
        what = Message(N_("expected true or false for each row"))
        raise DataError(
            Message(N_("the table cannot be reported for a part of it")), [Problem(name, what)]
        )
    return np.asarray(column.eq(True).fillna(False), dtype=bool)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in table.columns:
        raise no_column(name, table)
    column = table[name]
    if isinstance(column, pd.DataFrame):
        raise DataError(
            Message(N_("a column that was asked for is not in the table")),
            [Problem(name, Message(N_("more than one column has this name")))],
        )
    return column


def no_column(name: str, table: pd.DataFrame) -> DataError:
    """The refusal of a column that a table does not have."""
    found = Message(N_("found: {names}"), {"names": ", ".join(map(str, table.columns[:20]))})
    return DataError(
        Message(N_("a column that was asked for is not in the table")),
        [Problem(name, Message(N_("column is missing")), found)],
    )


def categories(column: pd.Series) -> tuple[list[str], Rows]:
    """Labels of a column in their order, and the number of each row's label (-1: missing).

    A pandas categorical keeps the order of its categories (the codebook's), also of those
    that nobody chose; all else is sorted.

    Examples
    --------
    >>> labels, codes = categories(pd.Series([2.0, None, 1.0]))
    >>> labels, codes.tolist()
    (['1', '2'], [1, -1, 0])
    """
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("category")
    labels = [shown(value) for value in column.cat.categories]
    return labels, np.asarray(column.cat.codes, np.intp)


def shown(value: object) -> str:
    """A category as a label: 1.0 is "1".

    >>> shown(1.0), shown("1.0"), shown(True)
    ('1', '1.0', 'True')
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def category_answers(table: pd.DataFrame, question: str, missing: Missing = "leave_out") -> Answers:
    """A question as one column of 0 and 1 a category."""
    column = _column(table, question)
    labels, codes = categories(column)
    answered = codes >= 0
    if missing == "category" and not answered.all():
        codes = np.where(answered, codes, len(labels))
        labels, answered = [*labels, NO_ANSWER], np.ones(len(column), dtype=bool)
    _refused(question, answered, missing)
    values = (np.arange(len(labels))[:, None] == codes).astype(float).T
    return Answers(labels, values, answered)


def number_answers(
    table: pd.DataFrame, questions: Sequence[str], missing: Missing = "leave_out"
) -> Iterator[tuple[str, Answers]]:
    """Each question of numbers as one column, with its name.

    Raises
    ------
    DataError
        A question is not of numbers.
    """
    for question in questions:
        column = _column(table, question)
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)
        odd = np.isnan(numbers) & column.notna().to_numpy() | np.isinf(numbers)
        if odd.any():
            row = int(np.flatnonzero(odd)[0])
            found = Message(
                N_("{n} row, first row {row}: {value}"),
                {"n": int(odd.sum()), "row": row + 1, "value": str(column.iloc[row])},
                plural=N_("{n} rows, first row {row}: {value}"),
            )
            raise DataError(
                Message(N_("these answers cannot be averaged or added up")),
                [Problem(question, Message(N_("expected numbers")), found)],
            )
        answered = ~np.isnan(numbers)
        _refused(question, answered, missing)
        yield question, Answers([question], np.nan_to_num(numbers)[:, None], answered)


def _refused(question: str, answered: npt.NDArray[np.bool_], missing: Missing) -> None:
    if missing not in MISSING:
        raise ParameterError(
            Message(N_("this treatment of missing answers is not known")),
            [not_among("missing", missing, MISSING)],
        )
    gone = int((~answered).sum())
    if missing == "refuse" and gone:
        what = Message(
            N_("{n} answer is missing"), {"n": gone}, plural=N_("{n} answers are missing")
        )
        raise DataError(
            Message(N_("the question was to be answered by all")), [Problem(question, what)]
        )
    if not answered.any():
        raise DataError(
            Message(N_("nobody answered this question")),
            [Problem(question, Message(N_("all answers are missing")))],
        )


def effective(prepared: Prepared, rows: Rows) -> float:
    """Kish's effective number of answers: (sum w)^2 / sum w^2.

    >>> from libmkt.stats.design import Design
    >>> from libmkt.stats.prepared import prepared
    >>> weights = [0.5] * 60 + [1.0] * 80 + [1.75] * 60
    >>> sample = prepared(pd.DataFrame({"w": weights}), Design(weights="w"))
    >>> round(effective(sample, np.arange(200)), 2)
    165.83
    """
    weights = prepared.weights[rows]
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(rows) else 0.0
