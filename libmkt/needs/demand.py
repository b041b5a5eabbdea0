"""Demand that was not met, and demand that people say is to come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Answers, Rows, groups, no_column
from libmkt.stats.estimate_rows import means_of, number_rows
from libmkt.stats.intervals import wilson
from libmkt.stats.jointly import columns_of
from libmkt.stats.prepared import Prepared
from libmkt.stats.variance import Estimated


def refusal_rate(
    requests: pd.DataFrame,
    *,
    refused: str,
    asked: str,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of requests that could not be met.

    Parameters
    ----------
    requests
        Counts: one row a day, a branch, a kind of item, or a single request (asked 1).
    refused, asked
        Columns of whole numbers from 0: requests not met, and all requests.
    by
        Column, or columns, whose groups are reported apart.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group, in order: group ("" for all), n (requests), count (not met),
        estimate (count / n, 0 to 1), conf_low, conf_high (Wilson), missing (rows without
        one of the two counts), method, note ("empty": nothing was asked for).

    Raises
    ------
    DataError
        A column is missing, a count is not a whole number from 0, or more were refused
        than asked for.

    Notes
    -----
    Only requests that somebody wrote down count: who looks, does not find and leaves is
    not seen.  The interval takes requests as independent; a title asked for by a whole
    class is not.

    Examples
    --------
    >>> log = pd.DataFrame({"branch": ["a", "a", "b"], "refused": [3, 2, 0], "asked": [40, 60, 20]})
    >>> found = refusal_rate(log, refused="refused", asked="asked", by="branch")
    >>> found[["group", "n", "count", "estimate", "conf_high"]].round(3)
      group    n  count  estimate  conf_high
    0     a  100      5      0.05      0.112
    1     b   20      0      0.00      0.161
    """
    for name in (refused, asked):
        if name not in requests.columns:
            raise no_column(name, requests)
    counts = columns_of(requests, [refused, asked])
    _check_counts(counts, refused, asked)
    rows = []
    for group in groups(requests, by):
        own = counts[group.rows]
        known = own[~np.isnan(own).any(axis=1)]
        count, n = (int(total) for total in known.sum(axis=0))
        low, high = wilson(count, n, level=level) if n else (np.nan, np.nan)
        rows.append(
            {
                "group": group.name,
                "n": n,
                "count": count,
                "estimate": count / n if n else np.nan,
                "conf_low": low,
                "conf_high": high,
                "missing": len(own) - len(known),
                "method": "wilson",
                "note": "" if n else "empty",
            }
        )
    return pd.DataFrame(rows)


def juster(
    responses: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design | None = None,
    *,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Expected share who will do it, from chances of 0 to 10 that people give themselves.

    Parameters
    ----------
    responses
        One row a respondent, all of the sample.
    questions
        Columns of numbers from 0 (no chance) to 10 (certain).
    design
        How the sample was drawn; None is a simple random sample.
    by, where
        Groups to report, and the part of the table to report at all.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        Columns of `libmkt.surveys.means`, in shares (0 to 1), one row a question and group.

    Raises
    ------
    DataError
        A column is missing or empty, or an answer lies outside 0 to 10.

    Notes
    -----
    Mean of answer / 10; Juster (1966), Journal of the American Statistical Association 61,
    658-696.  What people expect of themselves is commonly more than what they do: compare
    with what was done after an earlier survey before planning by it.

    Examples
    --------
    >>> responses = pd.DataFrame({"course": [0, 0, 2, 5, 8, 10, 0, 3]})
    >>> juster(responses, "course")[["n", "estimate", "conf_low", "conf_high"]].round(3)
       n  estimate  conf_low  conf_high
    0  8      0.35     0.028      0.672
    """
    names = [questions] if isinstance(questions, str) else list(questions)
    columns_of(responses, names, (0, 10), summary=Message(N_("chances cannot be averaged")))
    table = number_rows(
        responses, names, design or Design(), _chances, by=by, where=where, level=level
    )
    ends = ["conf_low", "conf_high"]
    table[ends] = table[ends].clip(0, 1)
    return table


def _chances(sample: Prepared, answers: Answers, rows: Rows) -> tuple[Estimated, Floats]:
    return means_of(sample, answers.values[rows] / 10, rows)


def _check_counts(counts: np.ndarray, refused: str, asked: str) -> None:
    wrong = []
    for name, column in zip((refused, asked), counts.T, strict=True):
        odd = np.flatnonzero((column < 0) | (column != np.round(column)) & ~np.isnan(column))
        if len(odd):
            what = Message(N_("expected whole numbers from 0"))
            wrong.append(Problem(name, what, _found(odd, column)))
    more = np.flatnonzero(counts[:, 0] > counts[:, 1])
    if len(more) and not wrong:
        what = Message(N_("more requests were refused than made"))
        wrong.append(Problem(refused, what, _found(more, counts[:, 0])))
    if wrong:
        raise DataError(Message(N_("the share of refusals cannot be computed")), wrong)


def _found(rows: np.ndarray, column: np.ndarray) -> Message:
    fields = {"n": len(rows), "row": int(rows[0]) + 1, "value": f"{column[rows[0]]:g}"}
    template = N_("{n} row, first row {row}: {value}")
    return Message(template, fields, plural=N_("{n} rows, first row {row}: {value}"))
