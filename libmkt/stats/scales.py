"""Reliability of a scale: alpha with its interval, and how each item serves the scale.

Checked against R's psych (`tests/golden/scales.R`, `docs/methods/scales.md`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from libmkt.stats import variance
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows, effective
from libmkt.stats.margins import t_quantile
from libmkt.stats.notes import design_code, joined_codes
from libmkt.stats.scale_items import FEW, Items, covariances, enough, scale_items


def alpha(
    table: pd.DataFrame,
    items: Sequence[str],
    design: Design | None = None,
    *,
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Cronbach's alpha of a scale, over those who answered all its items.

    Parameters
    ----------
    table, items, design, reverse, ends
        See `scale_items`.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row: items (how many), n (answered all), missing (people who did not), n_eff,
        estimate, conf_low, conf_high, standardised (alpha of the correlations), mean_r
        (mean correlation of two items), method ("feldt", or "linearised" under a design),
        note ("few-100" below 100 people, and as in `libmkt.stats.estimate_rows`).

    Raises
    ------
    ParameterError, DataError
        See `scale_items`; fewer than 3 people answered all items.

    Notes
    -----
    k / (k - 1) (1 - sum of the items' variances / variance of their sum).  Interval of a
    simple random sample: Feldt, Woodruff and Salih (1987), Applied Psychological
    Measurement 11, 93-103: 1 - (1 - alpha) F(n - 1, (n - 1)(k - 1)).  With weights, strata,
    clusters or replicates: the ratio of variances is linearised under the design, and the
    t interval of log(1 - alpha) is read back; it does not suppose normal answers.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 2, 3, 5, 4], "c": [1, 3, 3, 4, 5]})
    >>> alpha(table, ["a", "b", "c"])[["n", "estimate", "conf_low", "conf_high"]].round(3)
       n  estimate  conf_low  conf_high
    0  5     0.945     0.723      0.994
    """
    scale = scale_items(table, items, design, reverse=reverse, ends=ends)
    rows = scale.complete
    enough(scale, rows)
    values, weights = scale.values[rows], scale.sample.weights[rows]
    shared = covariances(values, weights)
    estimate = alpha_of(shared)
    spread = np.sqrt(np.diag(shared))
    related = shared / np.outer(spread, spread)
    k, n = len(scale.names), len(rows)
    plain = scale.sample.design == Design()
    low, high = feldt(estimate, n, k, level) if plain else _linearised(scale, rows, estimate, level)
    row = {
        "items": k,
        "n": n,
        "missing": len(table) - n,
        "n_eff": effective(scale.sample, rows),
        "estimate": estimate,
        "conf_low": low,
        "conf_high": high,
        "standardised": alpha_of(related),
        "mean_r": float((related.sum() - k) / (k * (k - 1))),
        "method": "feldt" if plain else "linearised",
        "note": joined_codes([design_code(scale.sample.design), "few-100" if n < FEW else ""]),
    }
    return pd.DataFrame([row])


def item_statistics(
    table: pd.DataFrame,
    items: Sequence[str],
    design: Design | None = None,
    *,
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """How each item of a scale is answered, and how it serves the scale.

    Parameters
    ----------
    table, items, design, reverse, ends
        See `scale_items`.

    Returns
    -------
    DataFrame
        One row an item, in the order given: item, reversed, n, missing, mean, sd, floor
        and ceiling (shares of the lowest and the highest answer; all these over those who
        answered the item, after turning), item_rest (correlation with the sum of the other
        items) and alpha_deleted (alpha without the item; missing for two items), both over
        those who answered all items.

    Raises
    ------
    ParameterError, DataError
        See `scale_items`; fewer than 3 people answered all items.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 2, 3, 5, 4], "c": [3, 3, 1, 4, 2]})
    >>> found = item_statistics(table, ["a", "b", "c"])
    >>> found[["item", "mean", "item_rest", "alpha_deleted"]].round(2)
      item  mean  item_rest  alpha_deleted
    0    a   3.0       0.49           0.38
    1    b   3.2       0.89          -0.30
    2    c   2.6       0.03           0.91
    """
    scale = scale_items(table, items, design, reverse=reverse, ends=ends)
    rows = scale.complete
    enough(scale, rows)
    shared = covariances(scale.values[rows], scale.sample.weights[rows])
    own, together = np.diag(shared), shared.sum(axis=0)
    rest = together.sum() - 2 * together + own
    low, high = scale.ends
    found = []
    for i, name in enumerate(scale.names):
        answered = ~np.isnan(scale.values[:, i])
        given, weights = scale.values[answered, i], scale.sample.weights[answered]
        others = np.delete(np.delete(shared, i, 0), i, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            item_rest = (together[i] - own[i]) / np.sqrt(own[i] * rest[i])
        found.append(
            {
                "item": name,
                "reversed": scale.turned[i],
                "n": len(given),
                "missing": len(table) - len(given),
                "mean": float(np.average(given, weights=weights)),
                "sd": float(np.sqrt(covariances(given[:, None], weights)[0, 0])),
                "floor": float(np.average(given == low, weights=weights)),
                "ceiling": float(np.average(given == high, weights=weights)),
                "item_rest": float(item_rest),
                "alpha_deleted": alpha_of(others) if len(others) > 1 else np.nan,
            }
        )
    return pd.DataFrame(found)


def alpha_of(shared: Floats) -> float:
    """Alpha of a covariance or correlation matrix.

    >>> alpha_of(np.array([[1.0, 0.5], [0.5, 1.0]])).__round__(4)
    0.6667
    """
    k, whole = len(shared), float(shared.sum())
    return k / (k - 1) * (1 - float(np.trace(shared)) / whole) if whole > 0 else np.nan


def feldt(estimate: float, n: int, items: int, level: float = 0.95) -> tuple[float, float]:
    """Feldt's interval of alpha in a simple random sample of n people.

    >>> low, high = feldt(0.8, 100, 5)
    >>> round(low, 3), round(high, 3)
    (0.731, 0.856)
    """
    from scipy.stats import f

    upper = f.ppf([(1 - level) / 2, (1 + level) / 2], n - 1, (n - 1) * (items - 1))
    return float(1 - (1 - estimate) * upper[1]), float(1 - (1 - estimate) * upper[0])


def _linearised(scale: Items, rows: Rows, estimate: float, level: float) -> tuple[float, float]:
    """The interval of alpha that a design gives, by way of log(1 - alpha)."""
    values, weights = scale.values[rows], scale.sample.weights[rows]
    centred = values - np.average(values, axis=0, weights=weights)
    above = (centred**2).sum(axis=1, keepdims=True)
    below = centred.sum(axis=1, keepdims=True) ** 2
    ratio = variance.ratios(scale.sample, above, below, np.zeros(1, np.intp), rows)
    k = len(scale.names)
    error = k / (k - 1) * float(ratio.std_error[0]) / (1 - estimate) if estimate < 1 else np.nan
    reach = np.exp(t_quantile(variance.degrees(scale.sample, rows), level) * error)
    return float(1 - (1 - estimate) * reach), float(1 - (1 - estimate) / reach)
