"""Reversed ratings turned, so that more is better: `turned`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from libmkt.codebook.records import Category, Codebook, Condition, Field
from libmkt.errors import N_, DataError, Message, Problem

if TYPE_CHECKING:
    import pandas as pd

_NPS: Final = (0.0, 10.0)  # by its definition


def turned(
    table: pd.DataFrame, codebook: Codebook, names: Collection[str]
) -> tuple[pd.DataFrame, Codebook]:
    """Answers and codebook with the reversed ones of some questions turned: more is better.

    Parameters
    ----------
    table
        A respondent a row, coded as the codebook says.
    codebook
        What its columns mean.
    names
        The ratings that are to be computed with; those that the codebook does not mark as
        reversed, or does not have, stay as they are.

    Returns
    -------
    DataFrame, Codebook
        An answer x of a reversed question is low + high - x, missing ones stay missing.  Its
        categories have the turned codes with the labels of the same answers, in the opposite
        order; routing by it is turned too.  Nothing is marked as reversed any more among
        `names`: to turn again changes nothing.

    Raises
    ------
    DataError
        The lowest and the highest answer of a reversed question are not known, or it has
        answers beyond them or that are no numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> scale = tuple(Category(n, {"en": text}) for n, text in ((1, "good"), (2, "so"), (3, "bad")))
    >>> book = Codebook((Field("mark", "ordinal", "integer", categories=scale, reverse=True),))
    >>> table, book = turned(pd.DataFrame({"mark": [1, 1, 3]}), book, ["mark"])
    >>> table["mark"].tolist(), book["mark"].labels()
    ([3, 3, 1], {1: 'bad', 2: 'so', 3: 'good'})
    """
    marked = [one for one in codebook.fields if one.reverse and one.name in names]
    if not marked:
        return table, codebook
    problems = [said for one in marked if (said := _doubt(table, one))]
    if problems:
        raise DataError(
            Message(N_("questions that the codebook marks as reversed cannot be turned")),
            problems,
            [
                Message(
                    N_("Give them codes of which a higher one is better, and take the mark away")
                )
            ],
        )
    sums = {one.name: _sum(one) for one in marked}
    changed = {
        name: total - table[name]
        for name, total in sums.items()
        if name in table and table[name].notna().any()
    }
    fields = tuple(_turned(one, sums) for one in codebook.fields)
    return table.assign(**changed), replace(codebook, fields=fields)


def rating_ends(field: Field) -> tuple[float, float] | None:
    """The lowest and the highest answer of a question of numbers; None where not known.

    Examples
    --------
    >>> rating_ends(Field("mark", categories=(Category(1), Category(5))))
    (1.0, 5.0)
    >>> rating_ends(Field("wish", "text"))
    """
    limits = [one for one in (field.minimum, field.maximum) if one is not None]
    try:
        values = [float(one) for one in (*field.values, *limits)]
    except ValueError:  # codes that are words
        return None
    if field.role == "nps":
        return _NPS
    return (min(values), max(values)) if len(set(values)) > 1 else None


def _sum(field: Field) -> float:
    """What an answer and its turned one add up to: a whole number where it can be."""
    total = sum(rating_ends(field) or _NPS)
    return int(total) if total == int(total) else total


def _doubt(table: pd.DataFrame, field: Field) -> Problem | None:
    """Why a question cannot be turned."""
    import pandas as pd

    ends = rating_ends(field)
    if ends is None or field.scale in ("multiple", "text", "date"):
        what = N_("its lowest and its highest answer are not known as numbers")
        return Problem(field.name, Message(what))
    if field.name not in table:
        return None
    column = table[field.name]
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = column.notna() & ~numbers.between(*ends).fillna(False).astype(bool)
    if column.notna().any() and not pd.api.types.is_numeric_dtype(column):
        wrong = column.notna()
    if not wrong.any():
        return None
    row = int(wrong.to_numpy().argmax())
    found = Message(
        N_("{n} row, first row {row}: {value}"),
        {"n": int(wrong.sum()), "row": row + 1, "value": str(column.iloc[row])},
        plural=N_("{n} rows, first row {row}: {value}"),
    )
    shown = {"low": f"{ends[0]:g}", "high": f"{ends[1]:g}"}
    return Problem(field.name, Message(N_("expected answers from {low} to {high}"), shown), found)


def _turned(field: Field, sums: Mapping[str, float]) -> Field:
    """A field with its codes turned, where it is one of those, and its routing by them."""
    routing = tuple(_routed(one, sums) for one in field.relevant)
    if field.name not in sums:
        return replace(field, relevant=routing)
    total = sums[field.name]
    return replace(
        field,
        relevant=routing,
        categories=tuple(_coded(one, total) for one in reversed(field.categories)),
        minimum=None if field.maximum is None else total - field.maximum,
        maximum=None if field.minimum is None else total - field.minimum,
        reverse=False,
    )


def _coded(one: Category, total: float) -> Category:
    value = total - float(one.value)
    return replace(one, value=int(value) if value == int(value) else value)


def _routed(one: Condition, sums: Mapping[str, float]) -> Condition:
    if one.field not in sums:
        return one
    total = sums[one.field]
    return replace(
        one,
        values=tuple(total - float(value) for value in one.values),
        low=None if one.high is None else total - one.high,
        high=None if one.low is None else total - one.low,
    )
