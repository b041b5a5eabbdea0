"""Is there any difference between the groups: of means, and where only the order counts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows, categories, groups, no_column, number_answers
from libmkt.stats.models import least_squares
from libmkt.stats.notes import design_code
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.variance import degrees


def rank_test(
    table: pd.DataFrame,
    question: str,
    design: Design,
    by: str,
    *,
    where: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Wilcoxon's (two groups) or Kruskal and Wallis's test of ranks under a design.

    Parameters
    ----------
    question
        Column of numbers, such as answers on a scale.
    by
        Column of groups.

    Returns
    -------
    DataFrame
        One row: question, n, groups, estimate (of two groups: mean rank of the second
        less that of the first, as a share of all ranks), statistic (t of two groups,
        Wald's chi-square of several), df, df_residual, p_value, effect_size
        (rank-biserial correlation of two groups, -1 to 1; of several, eta squared: the
        share of the ranks' variance that lies between the groups), method, note
        (too-few: there are not people or units enough for a test).

    Raises
    ------
    DataError
        Fewer than two groups have answers.

    Notes
    -----
    Ranks are shares of the weighted population, ties at their middle; they are regressed
    on the groups and the design's error taken, the ranks being kept (with replicate
    weights too).  Lumley and Scott (2013), Biometrika 100,
    831-842; as R's `svyranktest`, version 4.1.  df: first units less strata less 1 (two
    groups), or the number of groups less 1 (several).

    Examples
    --------
    >>> table = pd.DataFrame({"mark": [1, 2, 3, 4, 5, 6], "sex": ["f"] * 3 + ["m"] * 3})
    >>> rank_test(table, "mark", Design(), "sex")[["n", "estimate", "effect_size"]].round(3)
       n  estimate  effect_size
    0  6       0.5          1.0
    """
    return _regressed(table, question, design, by, where, ranks=True)


def mean_test(
    table: pd.DataFrame,
    question: str,
    design: Design,
    by: str,
    *,
    where: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Do the means of the groups differ at all: analysis of variance under a design.

    Parameters
    ----------
    table, question, design, by, where
        As of `rank_test`.

    Returns
    -------
    DataFrame
        One row with the columns of `rank_test`; estimate is the difference of two means in
        the question's unit (missing of several), effect_size of two groups Cohen's d, of
        several eta squared (0 to 1).

    Raises
    ------
    DataError
        A column is missing or not of numbers, or fewer than two groups answered.

    Notes
    -----
    The question is regressed on the groups and the coefficients tested together, by t
    for two groups, by Wald's F for several; as R's `svyttest` and `regTermTest`.  Groups
    may differ in their spread.  Which of them differ: `libmkt.stats.compare.differences`.

    Examples
    --------
    >>> table = pd.DataFrame({"mark": [1, 2, 3, 5, 6, 7, 3, 4, 5], "town": [*"aaabbbccc"]})
    >>> found = mean_test(table, "mark", Design(), "town")
    >>> found[["groups", "statistic", "df", "df_residual", "p_value"]].round(3)
       groups  statistic  df  df_residual  p_value
    0       3       32.0   2            6    0.004
    """
    return _regressed(table, question, design, by, where, ranks=False)


def _regressed(
    table: pd.DataFrame,
    question: str,
    design: Design,
    by: str,
    where: str | pd.Series | None,
    *,
    ranks: bool,
) -> pd.DataFrame:
    sample = prepared(table, design)
    ((_, answers),) = number_answers(table, [question])
    if by not in table.columns:
        raise no_column(by, table)
    _, codes = categories(table[by])
    asked = groups(table, None, where)[0].rows
    rows = asked[answers.answered[asked] & (codes[asked] >= 0)]
    present, group = np.unique(codes[rows], return_inverse=True)
    if len(present) < 2:
        raise DataError(
            Message(N_("groups cannot be compared")),
            [Problem(by, Message(N_("expected at least two groups with answers")))],
        )
    values, weights = answers.values[rows, 0], sample.weights[rows]
    scores = _ranks(values, weights) if ranks else values
    dummies = (group[:, None] == np.arange(1, len(present))).astype(float)
    columns = np.asfortranarray(np.hstack([np.ones((len(rows), 1)), dummies]))
    fit = least_squares(sample, columns, scores, rows)
    effect, spread = fit.estimate[1:], fit.covariance[1:, 1:]
    two = len(effect) == 1
    row = {"question": f"{question}, {by}", "n": len(rows), "groups": len(present)}
    found = _wald(sample, effect, spread, rows)
    row |= {"estimate": float(effect[0]) if two else np.nan} | found
    within, whole = _spreads(scores, group, weights)
    if two:
        unit = 0.5 if ranks else np.sqrt(within / weights.sum())
        size = float(effect[0]) / unit if unit > 0 else np.nan
    else:
        size = 1 - within / whole if whole > 0 else np.nan
    kind = f"{'rank' if ranks else 'mean'} test of {'two' if two else 'several'} groups"
    untold = "too-few" if np.isnan(found["p_value"]) else ""
    row |= {"effect_size": size, "method": kind, "note": design_code(design) or untold}
    return pd.DataFrame([row])


def _wald(sample: Prepared, effect: Floats, spread: Floats, rows: Rows) -> dict[str, float]:
    from scipy.special import fdtrc, stdtr

    free = len(effect)
    left = degrees(sample, rows) - free
    nothing = sample.design.sample == "census" or np.isnan(spread).any()
    if left < 1 or nothing or np.linalg.matrix_rank(spread, hermitian=True) < free:
        return {"statistic": np.nan, "df": free, "df_residual": left, "p_value": np.nan}
    if free == 1:
        t = float(effect[0] / np.sqrt(spread[0, 0])) if spread[0, 0] > 0 else np.nan
        p = 2 * float(stdtr(left, -abs(t)))
        return {"statistic": t, "df": float(left), "df_residual": np.nan, "p_value": p}
    wald = float(effect @ np.linalg.solve(spread, effect))
    p = float(fdtrc(free, left, wald / free))
    return {"statistic": wald, "df": free, "df_residual": left, "p_value": p}


def _ranks(values: Floats, weights: Floats) -> Floats:
    """Weighted middle ranks as shares of the whole, 0 to 1."""
    order = np.argsort(values, kind="stable")
    reached = np.empty(len(values))
    reached[order] = np.cumsum(weights[order]) - weights[order] / 2
    _, tied = np.unique(values, return_inverse=True)
    middle = np.bincount(tied, reached) / np.bincount(tied)
    return np.asarray(middle[tied] / weights.sum())


def _spreads(scores: Floats, group: Rows, weights: Floats) -> tuple[float, float]:
    """Weighted sums of squared deviations from the groups' means, and from the mean of all."""
    means = np.bincount(group, weights * scores) / np.bincount(group, weights)
    middle = float(weights @ scores / weights.sum())
    return float(weights @ (scores - means[group]) ** 2), float(weights @ (scores - middle) ** 2)
