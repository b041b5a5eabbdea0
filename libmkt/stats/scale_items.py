"""The items of a scale as numbers: reversed ones turned, answers held to the scale's ends.

What reliability, factor analysis and derived importance share: the answers as an array and
their means, covariances and correlations under the weights of a design.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows, number_answers
from libmkt.stats.prepared import Prepared, prepared

Pairs = Literal["complete", "pairwise"]

PAIRS: Final = ("complete", "pairwise")
_BLOCK: Final = 2000  # people whose products are held at a time
FEW: Final = 100  # people below which a scale's reliability is hardly known


@dataclass(frozen=True, eq=False)
class Items:
    """Answers to the items of one scale, all pointing the same way."""

    names: list[str]
    values: Floats  # (people, items), missing as NaN; reversed items are turned
    turned: list[bool]  # which items were
    ends: tuple[float, float]  # lowest and highest answer possible, or found
    sample: Prepared

    @property
    def complete(self) -> Rows:
        """Rows of those who answered all items."""
        return np.flatnonzero(~np.isnan(self.values).any(axis=1))


def scale_items(
    table: pd.DataFrame,
    items: Sequence[str],
    design: Design | None = None,
    *,
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
) -> Items:
    """The items of a scale as an array, after checks.

    Parameters
    ----------
    table
        One row a person; answers are numbers, missing where not answered.
    items
        Columns of the items, two or more.
    design
        How the sample was drawn; None is a simple random sample.
    reverse
        Items whose wording points the other way: answer x becomes low + high - x.
    ends
        Lowest and highest answer of the scale.  Needed to turn items; None takes the
        lowest and the highest that were given.

    Raises
    ------
    ParameterError
        Fewer than two items, or items to reverse without ends or not among the items.
    DataError
        A column is missing, not of numbers or empty, has one answer only, or an answer
        outside the ends.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 5, 4], "b": [5, 1, 3]})
    >>> scale_items(table, ["a", "b"], reverse=["b"], ends=(1, 5)).values.tolist()
    [[1.0, 1.0], [5.0, 5.0], [4.0, 3.0]]
    """
    names = list(items)
    _check_named(names, reverse, ends)
    sample = prepared(table, design or Design())
    columns = [
        np.where(a.answered, a.values[:, 0], np.nan) for _, a in number_answers(table, names)
    ]
    values = np.column_stack(columns)
    low, high = (float(np.nanmin(values)), float(np.nanmax(values))) if ends is None else ends
    _check_answers(names, values, low, high)
    turned = [name in reverse for name in names]
    values[:, turned] = low + high - values[:, turned]
    return Items(names, values, turned, (low, high), sample)


def _check_named(
    names: list[str], reverse: Collection[str], ends: tuple[float, float] | None
) -> None:
    wrong = []
    if len(names) < 2 or len(set(names)) < len(names):
        wrong.append(Problem("items", Message(N_("expected two or more items, each once"))))
    for name in reverse:
        if name not in names:
            wrong.append(Problem(name, Message(N_("an item to reverse is not among the items"))))
    if reverse and ends is None:
        what = Message(N_("to reverse items, the lowest and highest answer must be given"))
        wrong.append(Problem("ends", what))
    if ends is not None and not ends[0] < ends[1]:
        what = Message(N_("expected the lowest answer, then the highest"))
        wrong.append(Problem("ends", what, Message("{low}, {high}", _ends(*ends))))
    if wrong:
        raise ParameterError(Message(N_("these items do not make a scale")), wrong)


def _ends(low: float, high: float) -> dict[str, str]:
    return {"low": f"{low:g}", "high": f"{high:g}"}


def _check_answers(names: list[str], values: Floats, low: float, high: float) -> None:
    wrong = outside(names, values, low, high)
    named = {problem.where for problem in wrong}
    for name, column in zip(names, values.T, strict=True):
        if name not in named and np.nanmin(column) == np.nanmax(column):
            found = Message("{value}", {"value": f"{np.nanmin(column):g}"})
            wrong.append(Problem(name, Message(N_("all gave the same answer")), found))
    if wrong:
        raise DataError(Message(N_("these answers do not make a scale")), wrong)


def outside(names: Sequence[str], values: Floats, low: float, high: float) -> list[Problem]:
    """A problem for each column, (people, columns), with answers beyond the scale's ends."""
    wrong = []
    for name, column in zip(names, values.T, strict=True):
        rows = np.flatnonzero((column < low) | (column > high))
        if len(rows):
            fields = {"n": len(rows), "row": int(rows[0]) + 1, "value": f"{column[rows[0]]:g}"}
            template = N_("{n} row, first row {row}: {value}")
            found = Message(template, fields, plural=N_("{n} rows, first row {row}: {value}"))
            what = Message(N_("expected answers from {low} to {high}"), _ends(low, high))
            wrong.append(Problem(name, what, found))
    return wrong


def enough(items: Items, rows: Rows, least: int = 3) -> None:
    """Refuse a scale that fewer than `least` people answered in full.

    Raises
    ------
    DataError
        How many did, and how many passed over each item.
    """
    if len(rows) >= least:
        return
    gone = np.isnan(items.values).sum(axis=0)
    problems = [
        Problem(
            name,
            Message(
                N_("{n} answer is missing"), {"n": int(n)}, plural=N_("{n} answers are missing")
            ),
        )
        for name, n in zip(items.names, gone, strict=True)
        if n
    ]
    summary = Message(
        N_("too few people answered all items: {n} of {all}, at least {least} are needed"),
        {"n": len(rows), "all": len(items.values), "least": least},
    )
    raise DataError(summary, problems)


def covariances(values: Floats, weights: Floats, pairs: Pairs = "complete") -> Floats:
    """Weighted covariances of the columns.

    Parameters
    ----------
    values
        (people, items), missing as NaN.
    weights
        (people,).
    pairs
        "complete": those who answered all; "pairwise": for each two items those who
        answered both (the matrix may then contradict itself).

    Notes
    -----
    sum w (x - mean x)(y - mean y) / sum w, times n / (n - 1).

    Examples
    --------
    >>> covariances(np.array([[1.0, 2], [2, 4], [3, 9]]), np.ones(3)).tolist()
    [[1.0, 3.5], [3.5, 13.0]]
    """
    return _moments(values, weights, pairs)[0]


def _moments(values: Floats, weights: Floats, pairs: Pairs) -> tuple[Floats, Floats]:
    """Covariances, and the variance of each row's item among those who answered the pair."""
    known = ~np.isnan(values)
    if pairs == "complete":
        known &= known.all(axis=1, keepdims=True)
    seen, weighed = known.astype(float), known * weights[:, None]
    x = np.where(known, values, 0.0)
    centre = (x * weighed).sum(0) / weighed.sum(0)
    x = np.where(known, x - centre, 0.0)  # near 0, so that no digits are lost below
    n, whole = seen.T @ seen, weighed.T @ seen
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (x * weights[:, None]).T @ seen / whole  # of the row's item in the pair
        shared = (x * weights[:, None]).T @ x / whole - means * means.T
        spread = (x**2 * weights[:, None]).T @ seen / whole - means**2
        return np.asarray(shared * n / (n - 1)), np.asarray(spread * n / (n - 1))


def correlations(values: Floats, weights: Floats, pairs: Pairs = "complete") -> Floats:
    """Weighted correlations of the columns; see `covariances`.

    Pairwise, the means and deviations too are those of the people who answered both.

    Examples
    --------
    >>> correlations(np.array([[1.0, 2], [2, 4], [3, 6]]), np.ones(3)).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    shared, spread = _moments(values, weights, pairs)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = shared / np.sqrt(spread * spread.T)
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)


def replicated_correlations(values: Floats, weights: Floats, pairs: Pairs) -> Floats:
    """Correlations under many weights at once, (replicates, items, items).

    Parameters
    ----------
    values
        (people, items), missing as NaN.
    weights
        (people, replicates).
    pairs
        As of `covariances`.

    Notes
    -----
    Sums of products are linear in the weights: one product of matrices serves all
    replicates, a block of people at a time.

    Examples
    --------
    >>> values = np.array([[1.0, 2], [2, 4], [3, 5]])
    >>> found = replicated_correlations(values, np.ones((3, 2)), "complete")
    >>> bool(np.allclose(found, correlations(values, np.ones(3))))
    True
    """
    known = ~np.isnan(values)
    if pairs == "complete":
        known &= known.all(axis=1, keepdims=True)
    centre = np.nanmean(np.where(known, values, np.nan), axis=0)
    seen, x = known.astype(float), np.where(known, values - centre, 0.0)
    k, many = values.shape[1], weights.shape[1]
    sums = np.zeros((4, many, k * k))
    for start in range(0, len(values), _BLOCK):
        rows = slice(start, start + _BLOCK)
        own = seen[rows, None, :]
        left = (seen[rows], x[rows], x[rows] ** 2)
        products = [one[:, :, None] * own for one in left]
        products.append(x[rows, :, None] * x[rows, None, :])
        for total, product in zip(sums, products, strict=True):
            total += weights[rows].T @ product.reshape(len(product), k * k)
    whole, first, squares, shared = (total.reshape(many, k, k) for total in sums)
    turned = (0, 2, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = first / whole
        shared = shared / whole - means * means.transpose(turned)
        spread = squares / whole - means**2
        found = shared / np.sqrt(spread * spread.transpose(turned))
    own = np.arange(k)
    found[:, own, own] = 1.0
    return np.asarray(found)


def check_pairs(pairs: str) -> None:
    """Refuse a treatment of missing answers that is not one of `PAIRS`."""
    if pairs not in PAIRS:
        raise ParameterError(
            Message(N_("this treatment of missing answers is not known")),
            [not_among("pairs", pairs, PAIRS)],
        )
