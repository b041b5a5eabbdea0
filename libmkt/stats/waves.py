"""Differences between two waves of a survey, and between two answers of the same people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.adjusting import Adjust
from libmkt.stats.compare import COLUMNS, t_row, with_adjusted
from libmkt.stats.design import Design
from libmkt.stats.domains import groups, number_answers
from libmkt.stats.prepared import prepared
from libmkt.stats.variance import degrees, ratios, weighed


def waves(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    adjust: Adjust = "holm",
    level: float = 0.95,
) -> pd.DataFrame:
    """Differences between two independent surveys, from their tables of estimates.

    Parameters
    ----------
    before, after
        Tables of `libmkt.surveys` (`shares`, `means` ...), one a wave; rows are matched
        by question, group and label, and only those in both are compared.
    adjust
        How p-values are adjusted, over all rows: "holm", "bonferroni" or "none".
    level
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a question, group and label: question, group, label, n_a, n_b, estimate
        (after less before), std_error, statistic (t), df, p_value, p_adjusted, tests,
        conf_low, conf_high, method, note.

    Raises
    ------
    DataError
        No question, group and label is in both.

    Notes
    -----
    Variances add; df after Welch and Satterthwaite.  People asked in both waves: `paired`.

    Examples
    --------
    >>> keys = {"question": ["visits"], "group": [""], "label": ["yes"], "note": [""]}
    >>> one = pd.DataFrame(keys | {"n": 240, "estimate": 0.40, "std_error": 0.0316, "df": 239})
    >>> two = pd.DataFrame(keys | {"n": 250, "estimate": 0.52, "std_error": 0.0316, "df": 249})
    >>> waves(one, two)[["estimate", "statistic", "p_value", "tests"]].round(4)
       estimate  statistic  p_value  tests
    0      0.12     2.6852   0.0075      1
    """
    keys = ["question", "group", "label"]
    both = before.merge(after, on=keys, suffixes=("_a", "_b"), sort=False)
    if both.empty:
        raise DataError(
            Message(N_("two waves cannot be compared")),
            [Problem("question", Message(N_("no question, group and label is in both")))],
        )
    rows = []
    for row in both.to_dict("records"):
        first, second = row["std_error_a"] ** 2, row["std_error_b"] ** 2
        below = first**2 / max(row["df_a"], 1) + second**2 / max(row["df_b"], 1)
        df = (first + second) ** 2 / below if below > 0 else np.nan
        found = t_row(row["estimate_b"] - row["estimate_a"], np.sqrt(first + second), df, level)
        notes = [code for side in ("note_a", "note_b") for code in row[side].split(";") if code]
        kept = {name: row[name] for name in (*keys, "n_a", "n_b")}
        rows.append(kept | found | {"note": ";".join(dict.fromkeys(notes))})
    return with_adjusted(pd.DataFrame(rows), adjust, "table", None).assign(
        group=[row["group"] for row in rows], method=f"independent waves, t, {adjust}"
    )[["question", "group", "label", *COLUMNS[4:15], "method", "note"]]


def paired(
    table: pd.DataFrame,
    before: str,
    after: str,
    design: Design,
    *,
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean difference of two answers of the same people, over those who gave both.

    Parameters
    ----------
    table, design
        The whole sample, one row a person, and how it was drawn.
    before, after
        Columns of numbers.
    where
        Column of true and false, or such a series: who is compared at all.
    level
        Confidence level of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row: question ("before, after"), n, estimate (after less before), std_error,
        statistic (t), df, p_value, conf_low, conf_high, effect_size (the difference in
        its own standard deviations), method, note ("too-few": fewer than two gave both).

    Raises
    ------
    DataError
        A column is missing, not of numbers or empty, or the design does not fit the table.

    Notes
    -----
    The weighted mean of after - before, with the error that the design gives a mean; t on
    the design's degrees of freedom.  effect_size: Cohen's d_z (1988).

    Examples
    --------
    >>> table = pd.DataFrame({"2025": [3, 4, 2, 5], "2026": [4, 4, 4, 6]})
    >>> found = paired(table, "2025", "2026", Design())
    >>> found[["n", "estimate", "statistic", "df"]].round(3)
       n  estimate  statistic  df
    0  4       1.0      2.449   3
    """
    sample = prepared(table, design)
    (_, first), (_, second) = number_answers(table, (before, after))
    rows = groups(table, None, where)[0].rows
    rows = rows[(first.answered & second.answered)[rows]]
    moved = second.values[rows] - first.values[rows]
    found = ratios(sample, moved, np.ones((len(rows), 1)), np.zeros(1, np.intp), rows)
    df = degrees(sample, rows) if len(rows) else 0
    few = len(rows) < 2 or df < 1
    estimate = float(found.estimate[0])
    error = np.nan if few else float(found.std_error[0])
    weights = sample.weights[rows]
    sd = np.sqrt(weighed(weights, (moved - estimate) ** 2)[0] / weights.sum()) if len(rows) else 0
    row = {"question": f"{before}, {after}", "n": len(rows)} | t_row(estimate, error, df, level)
    row |= {"effect_size": estimate / sd if sd > 0 else np.nan, "note": "too-few" if few else ""}
    marked = with_adjusted(pd.DataFrame([row | {"label": ""}]), "none", "table", sample)
    return pd.DataFrame([row]).assign(
        method="paired " + marked["method"].str.replace(", none", ""), note=marked["note"]
    )
