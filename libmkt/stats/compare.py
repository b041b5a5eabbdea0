"""Differences of groups; of waves and of the same people see `libmkt.stats.waves`.

Every table says what was compared, how, how many comparisons were made, and the p-values
as they are and as adjusted.  Where the sample gives no margin of error there is no test.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.adjusting import Adjust, adjusted
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import (
    Answers,
    By,
    Group,
    Missing,
    category_answers,
    groups,
    number_answers,
)
from libmkt.stats.margins import t_quantile
from libmkt.stats.notes import design_code, has_margin, joined_codes
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.variance import Estimated, degrees, picked, ratios

Family = Literal["table", "label"]
Kind = Literal["mean", "share"]

FAMILIES: Final = get_args(Family)
KINDS: Final = get_args(Kind)


def differences(
    table: pd.DataFrame,
    question: str,
    design: Design,
    by: By,
    *,
    kind: Kind = "mean",
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
    adjust: Adjust = "holm",
    family: Family = "table",
    level: float = 0.95,
) -> pd.DataFrame:
    """Differences of a mean or of shares between every two groups, each with its test.

    Parameters
    ----------
    table, design
        The whole sample and its design.
    question
        Column of numbers ("mean") or of categories ("share").
    by
        Column of groups, or what else `libmkt.stats.domains.groups` takes: groups that
        overlap are compared with what they share.
    kind
        "mean" of a question of numbers, or "share" of each of its categories.
    where, missing
        As of `libmkt.surveys.shares`.
    adjust, family
        How p-values are adjusted, and over what: all tests of the "table", or those of
        one "label" (one row of a banner table).
    level
        Confidence level of the interval, which is not adjusted.

    Returns
    -------
    DataFrame
        One row a label and pair of groups, in the order of labels and groups: question,
        label, group_a, group_b, n_a, n_b, estimate (b less a), std_error, statistic (t),
        df, p_value, p_adjusted, tests (how many were adjusted together), conf_low,
        conf_high, effect_size (Cohen's d of means, h of shares), method, note.

    Raises
    ------
    DataError
        A column is not there or not of numbers, or fewer than two groups answered.
    ParameterError
        A choice is not known.

    Notes
    -----
    The variance of the difference takes in that the groups come from the same clusters.
    df: first units less strata of the two groups, less 1: with two groups the test is
    that of R's `svyttest`.  d = (b - a) / sd, with sd^2 the weighted mean of the squared
    deviations within both groups; h = 2 asin(sqrt(b)) - 2 asin(sqrt(a)), Cohen (1988).

    Examples
    --------
    >>> table = pd.DataFrame({"mark": [1, 2, 3, 5, 6, 7], "sex": ["f"] * 3 + ["m"] * 3})
    >>> found = differences(table, "mark", Design(), "sex")
    >>> found[["group_a", "group_b", "estimate", "statistic", "df", "p_value"]].round(3)
      group_a group_b  estimate  statistic  df  p_value
    0       f       m       4.0      5.477   4    0.005
    """
    _check(kind, family)
    sample = prepared(table, design)
    answers = (
        category_answers(table, question, missing)
        if kind == "share"
        else next(number_answers(table, [question], missing))[1]
    )
    inside = [
        Group(group.name, group.rows[answers.answered[group.rows]])
        for group in groups(table, by, where)
    ]
    asked = [group for group in inside if len(group.rows)]
    if len(asked) < 2:
        raise DataError(
            Message(N_("groups cannot be compared")),
            [Problem("by", Message(N_("expected at least two groups with answers")))],
        )
    joint = joint_ratios(sample, answers, asked)
    labels = len(answers.labels)
    pairs = list(combinations(range(len(asked)), 2))
    dfs = {pair: _pair_df(sample, asked[pair[0]], asked[pair[1]]) for pair in pairs}
    spreads = [_within(sample, answers.values, group) for group in asked]
    rows: list[dict[str, Any]] = []
    for i, label in enumerate(answers.labels):
        for a, b in pairs:
            row = {"question": question, "label": "" if kind == "mean" else label}
            at = (a * labels + i, b * labels + i)
            row |= _difference(sample, joint, (asked[a], asked[b]), at, dfs[a, b], level)
            means = joint.estimate[at[0]], joint.estimate[at[1]]
            size = (
                cohens_h(*np.clip(means, 0, 1))
                if kind == "share"
                else _cohens_d(*means, spreads[a], spreads[b])
            )
            rows.append(row | {"effect_size": size})
    return with_adjusted(pd.DataFrame(rows), adjust, family, sample)


def _check(kind: str, family: str) -> None:
    wrong = [
        not_among(name, found, allowed)
        for name, found, allowed in (("kind", kind, KINDS), ("family", family, FAMILIES))
        if found not in allowed
    ]
    if wrong:
        raise ParameterError(Message(N_("groups cannot be compared")), wrong)


def joint_ratios(sample: Prepared, answers: Answers, asked: Sequence[Group]) -> Estimated:
    """Means of every label in every group with all their covariances, group by group."""
    rows = np.unique(np.concatenate([group.rows for group in asked]))
    below = np.zeros((len(rows), len(asked)), order="F")
    for i, group in enumerate(asked):
        below[np.searchsorted(rows, group.rows), i] = 1.0
    values = picked(answers.values, rows)
    labels = values.shape[1]
    above = np.empty((len(rows), len(asked) * labels), order="F")
    for i in range(len(asked)):
        above[:, i * labels : (i + 1) * labels] = values * below[:, i : i + 1]
    return ratios(sample, above, below, np.repeat(np.arange(len(asked)), labels), rows)


def _difference(
    sample: Prepared,
    joint: Estimated,
    pair: tuple[Group, Group],
    at: tuple[int, int],
    df: int,
    level: float,
) -> dict[str, Any]:
    a, b = at
    first, second = pair
    spread = joint.covariance
    variance = spread[a, a] + spread[b, b] - 2 * spread[a, b]
    estimate = float(joint.estimate[b] - joint.estimate[a])
    few = min(len(first.rows), len(second.rows)) < 2 or df < 1
    error = np.nan if few else float(np.sqrt(max(variance, 0)))
    names = {"group_a": first.name, "group_b": second.name}
    sizes = {"n_a": len(first.rows), "n_b": len(second.rows)}
    note = "too-few" if few and sample.design.sample != "census" else ""
    return names | sizes | t_row(estimate, error, df, level) | {"note": note}


def t_row(estimate: float, error: float, df: float, level: float) -> dict[str, float]:
    """A difference with its t test and interval."""
    from scipy.special import stdtr

    statistic = estimate / error if error > 0 else np.nan
    reach = t_quantile(df, level) * error
    return {
        "estimate": estimate,
        "std_error": error,
        "statistic": statistic,
        "df": df,
        "p_value": 2 * float(stdtr(df, -abs(statistic))) if df > 0 else np.nan,
        "conf_low": estimate - reach,
        "conf_high": estimate + reach,
    }


def _pair_df(sample: Prepared, first: Group, second: Group) -> int:
    return degrees(sample, np.concatenate([first.rows, second.rows])) - 1


def _within(sample: Prepared, values: Floats, group: Group) -> tuple[float, float]:
    """Weighted sum of the squared deviations in a group, of the first column, and its weight."""
    weights, own = sample.weights[group.rows], values[group.rows, 0]
    mean = float(weights @ own / weights.sum())
    return float(weights @ (own - mean) ** 2), float(weights.sum())


def _cohens_d(
    first: float, second: float, one: tuple[float, float], two: tuple[float, float]
) -> float:
    variance = (one[0] + two[0]) / (one[1] + two[1])
    return float((second - first) / np.sqrt(variance)) if variance > 0 else np.nan


def cohens_h(first: float, second: float) -> float:
    """Cohen's h of two shares: 0.2 small, 0.5 middling, 0.8 large.

    >>> round(cohens_h(0.4, 0.52), 4)
    0.2414
    """
    return float(2 * np.arcsin(np.sqrt(second)) - 2 * np.arcsin(np.sqrt(first)))


COLUMNS: Final = (
    *("question", "label", "group_a", "group_b", "n_a", "n_b", "estimate", "std_error"),
    *("statistic", "df", "p_value", "p_adjusted", "tests", "conf_low", "conf_high"),
    *("effect_size", "method", "note"),
)


def with_adjusted(
    table: pd.DataFrame, adjust: Adjust, family: Family, sample: Prepared | None
) -> pd.DataFrame:
    """Adjust the p-values, count them, say how."""
    together = [np.arange(len(table))]
    if family == "label":
        together = [np.flatnonzero(table["label"] == label) for label in table["label"].unique()]
    table["p_adjusted"], table["tests"] = np.nan, 0
    for rows in together:
        given = table["p_value"].to_numpy(float)[rows]
        index = table.index[rows]
        table.loc[index, "p_adjusted"] = adjusted(given, adjust)
        table.loc[index, "tests"] = int((~np.isnan(given)).sum())
    table["method"] = f"t, {adjust}"
    if sample is not None:
        if not has_margin(sample.design):
            table["method"] = "none"
        code = design_code(sample.design)
        table["note"] = [joined_codes([code, note]) for note in table["note"]]
    return table[[name for name in COLUMNS if name in table.columns]]
