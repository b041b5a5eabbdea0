"""Regression under a design: linear, logistic and ordinal (proportional odds).

Coefficients solve the weighted score equations; their errors are the design's errors of
the scores' totals, or the spread of the fits with each replicate's weights.  Checked
against R's `svyglm` and `svyolr` (`tests/golden/survey.R`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows, categories, groups, no_column
from libmkt.stats.margins import t_quantile
from libmkt.stats.notes import design_code, joined_codes
from libmkt.stats.ordinal import fit_ordinal, unsettled
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.variance import Estimated, covariance, degrees, replicated

Kind = Literal["linear", "logistic", "ordinal"]

KINDS: Final = ("linear", "logistic", "ordinal")
INTERCEPT: Final = "intercept"
THRESHOLD: Final = "threshold"


def regression(
    table: pd.DataFrame,
    outcome: str,
    terms: str | Sequence[str],
    design: Design,
    *,
    kind: Kind = "linear",
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Regression of an answer on others, with design-based errors.

    Parameters
    ----------
    table, design
        The whole sample and its design.
    outcome
        Column of numbers (linear); of 0 and 1, true and false or two categories, the
        second being the event (logistic); of three or more ordered categories (ordinal).
    terms
        Columns: numbers enter as they are, all else as categories against the first.
    where
        Part of the sample to fit.  People who miss any of the columns are left out.

    Returns
    -------
    DataFrame
        One row a coefficient: term (the column, "intercept" or "threshold"), label (the
        category, or "2|3" of a threshold), n, missing, estimate (log odds where not
        linear), std_error, statistic (t), df, p_value, conf_low, conf_high, effect_size
        (exp of the estimate, the odds ratio; missing where linear), method, note.

    Raises
    ------
    DataError
        A column is missing or of the wrong kind, columns say the same thing twice, or
        the fit does not settle (an answer is told exactly by the terms).

    Notes
    -----
    Binder (1983), International Statistical Review 51, 279-292: A^-1 V(U) A^-1 with the
    information A and the design's variance V of the scores' total.  df: first units less
    strata, plus 1, less the coefficients (without thresholds).

    Examples
    --------
    >>> table = pd.DataFrame({"loans": [1, 3, 2, 5, 4, 6], "visits": [1, 2, 3, 4, 5, 6]})
    >>> regression(table, "loans", "visits", Design())[["term", "estimate", "df"]].round(3)
            term  estimate  df
    0  intercept     0.400   4
    1     visits     0.886   4
    """
    if kind not in KINDS:
        raise ParameterError(
            Message(N_("this model is not known")),
            [not_among("kind", kind, KINDS)],
        )
    names = [terms] if isinstance(terms, str) else list(terms)
    for name in (outcome, *names):
        if name not in table.columns:
            raise no_column(name, table)
    sample = prepared(table, design)
    asked = groups(table, None, where)[0].rows
    rows = asked[table[[outcome, *names]].notna().all(axis=1).to_numpy()[asked]]
    used = table.iloc[rows]
    labels, columns = _columns(used, names)
    _independent(columns, labels, outcome)
    if kind == "ordinal":
        levels, codes = categories(used[outcome])
        codes = np.unique(codes, return_inverse=True)[1]
        present = [level for level in levels if level in set(_shown(used[outcome]))]
        if len(present) < 3:
            raise _wrong_outcome(outcome, N_("expected three or more ordered categories"))
        fit = fit_ordinal(sample, columns[:, 1:], codes, rows)
        labels = labels[1:]
        labels += [(THRESHOLD, f"{low}|{high}") for low, high in pairwise(present)]
        spent = columns.shape[1]
    elif kind == "logistic":
        fit = _logistic(sample, columns, _event(used[outcome]), rows)
        spent = columns.shape[1]
    else:
        fit = least_squares(sample, columns, _numbers(used[outcome]), rows)
        spent = columns.shape[1]
    df = degrees(sample, rows) + 1 - spent
    base = {"n": len(rows), "missing": len(asked) - len(rows)}
    return _told(sample, labels, fit, df, kind, level, base)


def _shown(column: pd.Series) -> list[str]:
    labels, codes = categories(column)
    return [labels[code] for code in np.unique(codes)]


def _columns(used: pd.DataFrame, names: Sequence[str]) -> tuple[list[tuple[str, str]], Floats]:
    """The model's columns, the intercept first, with their term and label."""
    labels, parts = [(INTERCEPT, "")], [np.ones((len(used), 1))]
    for name in names:
        column = used[name]
        if is_numeric_dtype(column) and not is_bool_dtype(column):
            labels.append((name, ""))
            parts.append(column.to_numpy(float)[:, None])
            continue
        found, codes = categories(column)
        present = np.unique(codes)
        labels += [(name, found[code]) for code in present[1:]]
        parts.append((codes[:, None] == present[1:]).astype(float))
    return labels, np.asfortranarray(np.hstack(parts))


def _independent(columns: Floats, labels: Sequence[tuple[str, str]], outcome: str) -> None:
    """Refuse columns that follow from others, and too few people for the columns."""
    problems = []
    if len(columns) <= columns.shape[1]:
        what = Message(
            N_("{n} answer is too few for the terms"),
            {"n": len(columns)},
            plural=N_("{n} answers are too few for the terms"),
        )
        problems.append(Problem(outcome, what))
    else:
        scale = np.sqrt((columns**2).sum(0))
        triangle = np.abs(np.diag(np.linalg.qr(columns / np.where(scale > 0, scale, 1))[1]))
        for (term, label), size in zip(labels, triangle, strict=True):
            if size < 1e-9:
                name = f"{term}: {label}" if label else term
                problems.append(Problem(name, Message(N_("follows from the terms before it"))))
    if problems:
        raise DataError(Message(N_("this model cannot be fitted")), problems)


def _wrong_outcome(outcome: str, what: str) -> DataError:
    return DataError(Message(N_("this model cannot be fitted")), [Problem(outcome, Message(what))])


def _numbers(column: pd.Series) -> Floats:
    if not is_numeric_dtype(column):
        raise _wrong_outcome(str(column.name), N_("expected numbers"))
    return np.asarray(column.to_numpy(float))


def _event(column: pd.Series) -> Floats:
    _, codes = categories(column)
    present, event = np.unique(codes, return_inverse=True)
    if len(present) != 2:
        raise _wrong_outcome(str(column.name), N_("expected two categories"))
    return event.astype(float)


def least_squares(sample: Prepared, columns: Floats, values: Floats, rows: Rows) -> Estimated:
    """Weighted least squares of some rows' values, with the design's covariance."""

    def fit(weights: Floats) -> Floats:
        own = weights[rows]
        moments = columns.T @ (columns * own[:, None])
        return np.asarray(np.linalg.lstsq(moments, columns.T @ (own * values), rcond=None)[0])

    if sample.replicates is not None:
        return replicated(sample, fit)
    weights = sample.weights[rows]
    beta = fit(sample.weights)
    inverse = np.linalg.inv(columns.T @ (columns * weights[:, None]))
    scores = columns * (weights * (values - columns @ beta))[:, None]
    return Estimated(beta, covariance(sample, np.asfortranarray(scores @ inverse), rows))


def _logistic(sample: Prepared, columns: Floats, event: Floats, rows: Rows) -> Estimated:
    def fit(weights: Floats, start: Floats) -> Floats:
        own = weights[rows]
        beta = start
        for _ in range(50):
            expected = _logit_mean(columns @ beta)
            spread = own * expected * (1 - expected)
            information = columns.T @ (columns * spread[:, None])
            step = np.linalg.lstsq(information, columns.T @ (own * (event - expected)), rcond=None)[
                0
            ]
            beta = beta + step
            if np.abs(step).max() < 1e-10 * (1 + np.abs(beta).max()):
                return np.asarray(beta)
        return np.full(len(start), np.nan)

    beta = fit(sample.weights, np.zeros(columns.shape[1]))
    expected = _logit_mean(columns @ beta)
    if np.isnan(beta).any() or np.abs(beta).max() > 1e3:
        raise unsettled()
    if sample.replicates is not None:
        return replicated(sample, _starting(fit, beta))
    weights = sample.weights[rows]
    information = columns.T @ (columns * (weights * expected * (1 - expected))[:, None])
    scores = columns * (weights * (event - expected))[:, None]
    influence = np.asfortranarray(scores @ np.linalg.inv(information))
    return Estimated(beta, covariance(sample, influence, rows))


def _starting(fit: Callable[[Floats, Floats], Floats], start: Floats) -> Callable[[Floats], Floats]:
    return lambda weights: fit(weights, start)


def _logit_mean(linear: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(linear))


def _told(
    sample: Prepared,
    labels: Sequence[tuple[str, str]],
    fit: Estimated,
    df: int,
    kind: Kind,
    level: float,
    base: dict[str, Any],
) -> pd.DataFrame:
    from scipy.special import stdtr

    design = sample.design
    few = df < 1 and design.sample == "probability"
    error = np.full(len(fit.std_error), np.nan) if few else fit.std_error
    statistic = np.divide(fit.estimate, error, out=np.full(len(error), np.nan), where=error > 0)
    reach = (t_quantile(df, level) if df > 0 else np.nan) * error
    how = design.replicates.kind if design.replicates else "linearised"
    found = pd.DataFrame(labels, columns=["term", "label"]).assign(**base)
    return found.assign(
        estimate=fit.estimate,
        std_error=error,
        statistic=statistic,
        df=df,
        p_value=2 * stdtr(df, -np.abs(statistic)) if df > 0 else np.nan,
        conf_low=fit.estimate - reach,
        conf_high=fit.estimate + reach,
        effect_size=np.nan if kind == "linear" else np.exp(fit.estimate),
        method=f"{kind}, {how}",
        note=joined_codes([design_code(design), "too-few" if few else ""]),
    )
