"""Means, totals, ratios and quantiles of questions that numbers answer, with their doubt.

Arguments and columns are those of `libmkt.surveys.estimates`, without `count`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from libmkt.stats import variance
from libmkt.stats.design import Design, Floats, named_columns
from libmkt.stats.domains import Answers, By, Missing, Rows, groups, number_answers
from libmkt.stats.estimate_rows import (
    COLUMNS,
    base_row,
    design_effect,
    how,
    means_of,
    number_rows,
    simple_variance,
    sure,
    who_answered,
    with_t,
)
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.quantile import QuantileRule, check_quantiles, quantile
from libmkt.stats.variance import Estimated, picked


def means(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    by: By | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean of questions answered by numbers.

    Parameters
    ----------
    table, design
        The whole sample, one row a person, and how it was drawn.
    questions
        Columns of numbers, each reported in turn.
    by, where, missing
        As of `libmkt.surveys.shares`.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a question and group, in that order: the columns of
        `libmkt.surveys.estimates`, in the unit of the question.

    Raises
    ------
    DataError
        The design does not fit the table, a column is not there, is not of numbers or
        empty.

    Notes
    -----
    sum(w y) / sum(w) over those who answered; interval estimate -+ t(df) std_error.

    Examples
    --------
    >>> table = pd.DataFrame({"mark": [4, 5, 3, 4]})
    >>> means(table, "mark", Design())[["n", "estimate", "std_error", "df"]].round(4)
       n  estimate  std_error  df
    0  4       4.0     0.4082   3
    """

    def of(sample: Prepared, answers: Answers, inside: Rows) -> tuple[Estimated, Floats]:
        return means_of(sample, picked(answers.values, inside), inside)

    return number_rows(
        table, questions, design, of, by=by, where=where, missing=missing, level=level
    )


def totals(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    by: By | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
    level: float = 0.95,
) -> pd.DataFrame:
    """Total in the population of questions answered by numbers.

    Arguments, columns and refusals as of `means`.  Those who did not answer add nothing;
    weights must say how many a person stands for.

    Notes
    -----
    sum(w y) over those who answered; interval estimate -+ t(df) std_error.

    Examples
    --------
    >>> table = pd.DataFrame({"loans": [4, 5, 3, 4], "w": [10, 10, 10, 10]})
    >>> found = totals(table, "loans", Design(weights="w"))
    >>> found[["estimate", "std_error"]].round(3)
       estimate  std_error
    0     160.0      16.33
    """

    def of(sample: Prepared, answers: Answers, inside: Rows) -> tuple[Estimated, Floats]:
        values = picked(answers.values, inside)
        found = variance.totals(sample, values, inside)
        whole = sample.weights[inside].sum()
        simple = simple_variance(sample, values, inside) * whole**2
        return found, design_effect(np.diag(found.covariance), simple)

    return number_rows(
        table, questions, design, of, by=by, where=where, missing=missing, level=level
    )


def ratios(
    table: pd.DataFrame,
    above: str,
    below: str,
    design: Design,
    *,
    by: By | None = None,
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Ratio of two totals (loans per visit), over those who answered both.

    Parameters
    ----------
    above, below
        Columns of numbers; who answered one of them alone is left out.
    table, design, by, where, level
        As of `means`, and so the columns and refusals.

    Notes
    -----
    sum(w y) / sum(w x), which is not the mean of the persons' own ratios; `question` is
    "above / below".

    Examples
    --------
    >>> table = pd.DataFrame({"loans": [4, 5, 3, 4], "visits": [2, 2, 2, 2]})
    >>> ratios(table, "loans", "visits", Design())[["question", "estimate"]]
             question  estimate
    0  loans / visits       2.0
    """
    sample = prepared(table, design)
    (_, top), (_, bottom) = number_answers(table, (above, below))
    both = Answers([], top.values, top.answered & bottom.answered)
    name = f"{above} / {below}"
    rows = []
    for group in groups(table, by, where):
        inside, gone = who_answered(group, both)
        numerator, denominator = picked(top.values, inside), picked(bottom.values, inside)
        found = variance.ratios(sample, numerator, denominator, np.zeros(1, np.intp), inside)
        residual = numerator - denominator * np.nan_to_num(found.estimate)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = denominator.T @ sample.weights[inside] / sample.weights[inside].sum()
            simple = simple_variance(sample, residual, inside) / share**2
        deff = design_effect(np.diag(found.covariance), simple)
        row = base_row(sample, name, group.name, inside, gone) | {"label": name}
        rows.append(with_t(row, sample, found, 0, level) | {"deff": deff[0]})
    return sure(pd.DataFrame(rows, columns=list(COLUMNS)), sample)


def quantiles(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    at: Sequence[float] = (0.25, 0.5, 0.75),
    rule: QuantileRule = "lower",
    by: By | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
    level: float = 0.95,
) -> pd.DataFrame:
    """Quantiles of questions answered by numbers; `label` is the quantile.

    Arguments not named here, columns and refusals as of `means`; deff is missing.

    Parameters
    ----------
    at
        Which quantiles, between 0 and 1.
    rule
        "lower": the smallest answer that at least this share does not exceed;
        "middle": halfway to the next answer where the share is met exactly.

    Raises
    ------
    ParameterError
        A quantile is not between 0 and 1, or the rule is not known.

    Notes
    -----
    Woodruff (1952), Journal of the American Statistical Association 47, 635-646: the t
    interval of the share at or below the quantile, read back through the distribution.
    It holds under the jackknife too, whose own spread of a quantile does not.  std_error
    is the interval's width over 2 t(df); a limit outside 0 to 1 is missing.  As R's
    `svyquantile(interval.type = "mean")`, rules "math" and "school".

    Examples
    --------
    >>> table = pd.DataFrame({"age": list(range(1, 101))})
    >>> found = quantiles(table, "age", Design(), at=[0.5])
    >>> found[["label", "estimate", "conf_low", "conf_high"]]
      label  estimate  conf_low  conf_high
    0   0.5      50.0      41.0       60.0
    """
    check_quantiles(at, rule)
    sample = prepared(table, design)
    asked = groups(table, by, where, missing)
    rows = []
    for question, answers in number_answers(table, named_columns(questions), missing):
        for group in asked:
            inside, gone = who_answered(group, answers)
            row = base_row(sample, question, group.name, inside, gone) | {"deff": np.nan}
            for share in at:
                found = quantile(
                    sample,
                    answers.values[inside, 0],
                    inside,
                    at=share,
                    rule=rule,
                    df=row["df"],
                    level=level,
                )
                named = {"label": f"{share:g}", "method": how(sample, f"woodruff, {rule}")}
                rows.append(row | found | named)
    return sure(pd.DataFrame(rows, columns=list(COLUMNS)), sample)
