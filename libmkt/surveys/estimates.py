"""Shares, means, totals, ratios and quantiles of a survey, with the doubt its design gives.

The design is that of the whole table: groups (`by`) and parts (`where`) are named here,
never filtered out before, so that their errors know of all strata and clusters.

Every table has one row a question, group and label, in that order, with

========== ============================================================================
question   the column that was asked about
group      the group of `by`; "" for everybody
label      the answer (of shares), the quantile, or the question itself
n          people in the group who answered
count      of shares alone: people in the group with this answer, unweighted
missing    people in the group who did not answer
n_eff      Kish's effective number of the n under their weights
estimate   share (0 to 1), mean, total, ratio or quantile in the question's unit
std_error  its standard error; missing where the sample gives none
df         degrees of freedom of the group's own strata and clusters
conf_low   lower and upper limit of the interval at `level`
conf_high
deff       variance over that of a simple random sample of n people
method     how the error and the interval were made
note       "" or codes parted by ";": no-margin (opt-in: no margin of error), modelled,
           census, too-few (fewer than two people or two units), empty (nobody answered)
========== ============================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from libmkt.stats import variance
from libmkt.stats.design import Design, Floats, Prepared, named_columns, prepared
from libmkt.stats.domains import (
    Answers,
    Group,
    Missing,
    Rows,
    category_answers,
    effective,
    groups,
    number_answers,
)
from libmkt.stats.margins import ShareInterval, share_interval, t_interval
from libmkt.stats.quantile import QuantileRule, check_quantiles, quantile
from libmkt.stats.variance import Estimated, degrees, picked

COLUMNS = (
    *("question", "group", "label", "n", "missing", "n_eff", "estimate", "std_error", "df"),
    *("conf_low", "conf_high", "deff", "method", "note"),
)


def shares(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave out",
    interval: ShareInterval = "wilson",
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of each answer among those who answered.

    Parameters
    ----------
    table
        One row a person, all of the sample.
    questions
        Columns of categories, each reported in turn.
    design
        How the sample was drawn.
    by, where
        Groups to report, and the part of the table to report at all.
    missing
        "leave out" those who did not answer; keep them as a "category" ("no answer");
        or "refuse" a question that not all answered.
    interval
        "wilson", "beta" (Korn and Graubard), "logit" or "t"; see `share_interval`.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        The columns that the module names, with `count`; one row a question, group, answer.

    Raises
    ------
    DataError
        The design does not fit the table, a column is not there, nobody answered.

    Examples
    --------
    >>> table = pd.DataFrame({"visits": ["yes"] * 30 + ["no"] * 70})
    >>> found = shares(table, "visits", Design())
    >>> found[["label", "count", "estimate", "std_error", "conf_low", "conf_high"]].round(4)
      label  count  estimate  std_error  conf_low  conf_high
    0    no     70       0.7     0.0461    0.6042     0.7811
    1   yes     30       0.3     0.0461    0.2189     0.3958
    """
    sample = prepared(table, design)
    asked = groups(table, by, where)
    rows: list[dict[str, Any]] = []
    for question in named_columns(questions):
        answers = category_answers(table, question, missing)
        for group in asked:
            inside, gone = _answered(group, answers)
            values = picked(answers.values, inside)
            found, deff = _ratio_of_ones(sample, values, inside)
            row = _row(sample, question, group.name, inside, gone)
            for i, label in enumerate(answers.labels):
                share = float(found.estimate[i])
                low, high, method = share_interval(
                    share,
                    float(found.std_error[i]),
                    n=row["n"],
                    n_eff=row["n_eff"],
                    df=row["df"],
                    kind=interval,
                    level=level,
                )
                count = int(values[:, i].sum())
                rows.append(
                    row
                    | {"label": label, "count": count, "estimate": share}
                    | {"std_error": found.std_error[i], "deff": deff[i]}
                    | {"conf_low": low, "conf_high": high, "method": _how(sample, method)}
                )
    front = [*COLUMNS[:4], "count", *COLUMNS[4:]]
    return _sure(pd.DataFrame(rows, columns=front), sample)


def means(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave out",
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean of questions answered by numbers; arguments and columns as of `shares`.

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
        return _ratio_of_ones(sample, picked(answers.values, inside), inside)

    return _numbers(table, questions, design, by, where, missing, level, of)


def totals(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave out",
    level: float = 0.95,
) -> pd.DataFrame:
    """Total in the population of questions answered by numbers; as `means`.

    Those who did not answer add nothing; weights must say how many a person stands for.

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
        simple = _simple(sample, values, inside) * whole**2
        return found, _over(np.diag(found.covariance), simple)

    return _numbers(table, questions, design, by, where, missing, level, of)


def _numbers(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    by: str | Sequence[str] | None,
    where: str | pd.Series | None,
    missing: Missing,
    level: float,
    of: Callable[[Prepared, Answers, Rows], tuple[Estimated, Floats]],
) -> pd.DataFrame:
    sample = prepared(table, design)
    asked = groups(table, by, where)
    rows = []
    for question, answers in number_answers(table, named_columns(questions), missing):
        for group in asked:
            inside, gone = _answered(group, answers)
            found, deff = of(sample, answers, inside)
            row = _row(sample, question, group.name, inside, gone) | {"label": question}
            rows.append(_with_t(row, sample, found, 0, level) | {"deff": deff[0]})
    return _sure(pd.DataFrame(rows, columns=list(COLUMNS)), sample)


def ratios(
    table: pd.DataFrame,
    above: str,
    below: str,
    design: Design,
    *,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Ratio of two totals (loans per visit), over those who answered both; as `means`.

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
        inside, gone = _answered(group, both)
        numerator, denominator = picked(top.values, inside), picked(bottom.values, inside)
        found = variance.ratios(sample, numerator, denominator, np.zeros(1, np.intp), inside)
        residual = numerator - denominator * found.estimate
        share = denominator.T @ sample.weights[inside] / sample.weights[inside].sum()
        simple = _simple(sample, residual, inside) / share**2
        deff = _over(np.diag(found.covariance), simple)
        row = _row(sample, name, group.name, inside, gone) | {"label": name}
        rows.append(_with_t(row, sample, found, 0, level) | {"deff": deff[0]})
    return _sure(pd.DataFrame(rows, columns=list(COLUMNS)), sample)


def quantiles(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    at: Sequence[float] = (0.25, 0.5, 0.75),
    rule: QuantileRule = "lower",
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave out",
    level: float = 0.95,
) -> pd.DataFrame:
    """Quantiles of questions answered by numbers; `label` is the quantile; as `means`.

    Parameters
    ----------
    at
        Which quantiles, between 0 and 1.
    rule
        "lower": the smallest answer that at least this share does not exceed;
        "middle": halfway to the next answer where the share is met exactly.

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
    asked = groups(table, by, where)
    rows = []
    for question, answers in number_answers(table, named_columns(questions), missing):
        for group in asked:
            inside, gone = _answered(group, answers)
            row = _row(sample, question, group.name, inside, gone) | {"deff": np.nan}
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
                how = {"label": f"{share:g}", "method": _how(sample, f"woodruff, {rule}")}
                rows.append(row | found | how)
    return _sure(pd.DataFrame(rows, columns=list(COLUMNS)), sample)


def _answered(group: Group, answers: Answers) -> tuple[Rows, int]:
    """Rows of the group that answered, and how many did not."""
    inside = group.rows[answers.answered[group.rows]]
    return inside, len(group.rows) - len(inside)


def _row(sample: Prepared, question: str, group: str, inside: Rows, gone: int) -> dict[str, Any]:
    return {
        "question": question,
        "group": group,
        "n": len(inside),
        "missing": gone,
        "n_eff": effective(sample, inside),
        "df": degrees(sample, inside),
    }


def _ratio_of_ones(sample: Prepared, values: Floats, inside: Rows) -> tuple[Estimated, Floats]:
    """Means of the columns over the rows inside, with their design effects."""
    ones = np.ones((len(inside), 1))
    found = variance.ratios(sample, values, ones, np.zeros(values.shape[1], np.intp), inside)
    return found, _over(np.diag(found.covariance), _simple(sample, values, inside))


def _simple(sample: Prepared, values: Floats, inside: Rows) -> Floats:
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


def _over(variance: Floats, simple: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(simple > 0, variance / simple, np.nan)


def _with_t(
    row: dict[str, Any], sample: Prepared, found: Estimated, i: int, level: float
) -> dict[str, Any]:
    estimate, error = float(found.estimate[i]), float(found.std_error[i])
    low, high = t_interval(estimate, error, df=row["df"], level=level)
    return row | {
        "estimate": estimate,
        "std_error": error,
        "conf_low": low,
        "conf_high": high,
        "method": _how(sample, "t"),
    }


def _how(sample: Prepared, interval: str) -> str:
    """How the error and the interval were made, as codes: "linearised, wilson"."""
    design = sample.design
    if design.sample == "census":
        return "census"
    if design.sample == "opt-in" and not design.modelled:
        return "none"
    error = design.replicates.kind if design.replicates else "linearised"
    return f"{error}, {interval}"


def _sure(table: pd.DataFrame, sample: Prepared) -> pd.DataFrame:
    """Take away errors that mean nothing, and say why in `note`."""
    design = sample.design
    kind = {"census": "census", "opt-in": "modelled" if design.modelled else "no-margin"}
    empty = table["n"] == 0
    few = ~empty & ((table["n"] < 2) | (table["df"] < 1)) & (design.sample != "census")
    doubt = ["std_error", "conf_low", "conf_high", "deff"]
    table.loc[empty | few, doubt] = np.nan
    if design.sample == "census":
        table["deff"] = np.nan
        table.loc[~empty, "conf_low"] = table.loc[~empty, "conf_high"] = table["estimate"]
    said = pd.DataFrame({"kind": kind.get(design.sample, ""), "few": "", "empty": ""}, table.index)
    said.loc[few, "few"], said.loc[empty, "empty"] = "too-few", "empty"
    table["note"] = [";".join(code for code in codes if code) for codes in said.to_numpy()]
    return table
