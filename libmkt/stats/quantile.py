"""Quantiles of a weighted sample with Woodruff's interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from libmkt.errors import N_, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Floats
from libmkt.stats.domains import Rows
from libmkt.stats.margins import t_interval, t_quantile
from libmkt.stats.prepared import Prepared
from libmkt.stats.variance import ratios

QuantileRule = Literal["lower", "middle"]

RULES: Final = ("lower", "middle")


def check_quantiles(at: Sequence[float], rule: str) -> None:
    """Refuse quantiles outside 0 to 1 and unknown rules.

    >>> check_quantiles([0.5], "lower")
    """
    wrong = []
    if not at or not all(0 < share < 1 for share in at):
        wrong.append(Problem("at", Message(N_("expected shares between 0 and 1"))))
    if rule not in RULES:
        wrong.append(not_among("rule", rule, RULES))
    if wrong:
        raise ParameterError(Message(N_("these quantiles cannot be computed")), wrong)


def quantile(
    sample: Prepared,
    values: Floats,
    rows: Rows,
    *,
    at: float,
    rule: QuantileRule,
    df: float,
    level: float,
) -> dict[str, float]:
    """One quantile of the values of some rows: estimate, std_error, conf_low, conf_high.

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt.stats.design import Design
    >>> from libmkt.stats.prepared import prepared
    >>> sample = prepared(pd.DataFrame({"w": [1.0] * 4}), Design(weights="w"))
    >>> rows, values = np.arange(4), np.array([1.0, 2, 3, 4])
    >>> found = quantile(sample, values, rows, at=0.5, rule="middle", df=3, level=0.95)
    >>> found["estimate"]
    2.5
    """
    empty = dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), np.nan)
    if not len(rows):
        return empty
    weights = sample.weights[rows]
    estimate = _weighted(values, weights, at, rule)
    below = (values <= estimate).astype(float)[:, None]
    share = ratios(sample, below, np.ones((len(rows), 1)), np.zeros(1, np.intp), rows)
    ends = t_interval(float(share.estimate[0]), float(share.std_error[0]), df=df, level=level)
    low, high = (_weighted(values, weights, p, rule) if 0 <= p <= 1 else np.nan for p in ends)
    error = (high - low) / (2 * t_quantile(df, level))
    return {"estimate": estimate, "std_error": error, "conf_low": low, "conf_high": high}


def _weighted(values: Floats, weights: Floats, share: float, rule: QuantileRule) -> float:
    """The smallest value with at least this share of the weight at or below it."""
    distinct, code = np.unique(values, return_inverse=True)
    reached = np.cumsum(np.bincount(code, weights))
    wanted = share * reached[-1]
    near = 1e-9 * reached[-1]  # sums of weights in another order may differ in the last digits
    at = min(int(np.searchsorted(reached, wanted - near)), len(distinct) - 1)
    exact = abs(reached[at] - wanted) <= near
    if rule == "middle" and exact and at + 1 < len(distinct):
        return float(distinct[at] + distinct[at + 1]) / 2
    return float(distinct[at])
