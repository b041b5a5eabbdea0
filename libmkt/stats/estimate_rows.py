"""What every row of a table of estimates has: who answered, the doubt, and its note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from libmkt.stats import variance
from libmkt.stats.design import Design, Floats, named_columns
from libmkt.stats.domains import (
    Answers,
    By,
    Group,
    Missing,
    Rows,
    effective,
    groups,
    number_answers,
)
from libmkt.stats.margins import t_interval
from libmkt.stats.notes import design_code, has_margin, joined_codes
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.variance import Estimated, degrees

COLUMNS = (
    *("question", "group", "label", "n", "missing", "n_eff", "estimate", "std_error", "df"),
    *("conf_low", "conf_high", "deff", "method", "note"),
)


def who_answered(group: Group, answers: Answers) -> tuple[Rows, int]:
    """Rows of the group that answered, and how many did not."""
    inside = group.rows[answers.answered[group.rows]]
    return inside, len(group.rows) - len(inside)


def base_row(
    sample: Prepared, question: str, group: str, inside: Rows, gone: int
) -> dict[str, Any]:
    return {
        "question": question,
        "group": group,
        "n": len(inside),
        "missing": gone,
        "n_eff": effective(sample, inside),
        "df": degrees(sample, inside),
    }


def means_of(sample: Prepared, values: Floats, inside: Rows) -> tuple[Estimated, Floats]:
    """Means of the columns over the rows inside, with their design effects."""
    ones = np.ones((len(inside), 1))
    found = variance.ratios(sample, values, ones, np.zeros(values.shape[1], np.intp), inside)
    return found, design_effect(np.diag(found.covariance), simple_variance(sample, values, inside))


def simple_variance(sample: Prepared, values: Floats, inside: Rows) -> Floats:
    """Variance of the means in a simple random sample of as many people.

    Without replacement where the design states population sizes, as R's default.
    """
    n = len(inside)
    if n < 2:
        return np.full(values.shape[1], np.nan)
    weights = sample.weights[inside]
    whole = weights.sum()
    centred = values - variance.weighed(weights, values) / whole
    spread = variance.weighed(weights, centred**2) / whole * n / (n - 1)
    finite = bool(named_columns(sample.design.population)) and whole > n
    return np.asarray(spread / n * ((whole - n) / whole if finite else 1.0))


def design_effect(variance: Floats, simple: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(simple > 0, variance / simple, np.nan)


def with_t(
    row: dict[str, Any], sample: Prepared, found: Estimated, i: int, level: float
) -> dict[str, Any]:
    estimate, error = float(found.estimate[i]), float(found.std_error[i])
    low, high = t_interval(estimate, error, df=row["df"], level=level)
    return row | {
        "estimate": estimate,
        "std_error": error,
        "conf_low": low,
        "conf_high": high,
        "method": how(sample, "t"),
    }


def number_rows(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    of: Callable[[Prepared, Answers, Rows], tuple[Estimated, Floats]],
    *,
    by: By | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
    level: float = 0.95,
) -> pd.DataFrame:
    """What `of` estimates, of questions answered by numbers: a row a question and group.

    Parameters
    ----------
    table, design
        The whole sample, one row a person, and how it was drawn.
    questions
        Columns of numbers.
    of
        From the sample, the answers and the rows of those in the group who answered, the
        estimate with its error, and the design effect.
    by, where, missing
        As of `libmkt.stats.domains.groups`.
    level
        Confidence level of the t intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        COLUMNS, in the unit of the estimate; label is the question.

    Raises
    ------
    DataError
        The design does not fit the table, a column is not there or not of numbers.

    Examples
    --------
    >>> table = pd.DataFrame({"mark": [4, 5, 3, 4]})
    >>> def of(sample, answers, rows):
    ...     return means_of(sample, answers.values[rows], rows)
    >>> found = number_rows(table, "mark", Design(), of)
    >>> found[["n", "estimate", "std_error", "df"]].round(4)
       n  estimate  std_error  df
    0  4       4.0     0.4082   3
    """
    sample = prepared(table, design)
    asked = groups(table, by, where, missing)
    rows = []
    for question, answers in number_answers(table, named_columns(questions), missing):
        for group in asked:
            inside, gone = who_answered(group, answers)
            found, deff = of(sample, answers, inside)
            row = base_row(sample, question, group.name, inside, gone) | {"label": question}
            rows.append(with_t(row, sample, found, 0, level) | {"deff": deff[0]})
    return sure(pd.DataFrame(rows, columns=list(COLUMNS)), sample)


def how(sample: Prepared, interval: str) -> str:
    """How the error and the interval were made, as codes: "linearised, wilson"."""
    design = sample.design
    if not has_margin(design):
        return "census" if design.sample == "census" else "none"
    error = design.replicates.kind if design.replicates else "linearised"
    return f"{error}, {interval}"


def sure(table: pd.DataFrame, sample: Prepared) -> pd.DataFrame:
    """Take away errors that mean nothing, and say why in `note`."""
    design = sample.design
    empty = table["n"] == 0
    few = ~empty & ((table["n"] < 2) | (table["df"] < 1)) & (design.sample != "census")
    doubt = ["std_error", "conf_low", "conf_high", "deff"]
    table.loc[empty | few, doubt] = np.nan
    if design.sample == "census":
        table["deff"] = np.nan
        table.loc[~empty, "conf_low"] = table.loc[~empty, "conf_high"] = table["estimate"]
    said = pd.DataFrame({"kind": design_code(design), "few": "", "empty": ""}, table.index)
    said.loc[few, "few"], said.loc[empty, "empty"] = "too-few", "empty"
    table["note"] = [joined_codes(codes) for codes in said.to_numpy()]
    return table
