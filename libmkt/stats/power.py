"""How many answers it takes to see a difference of two groups, and the power of those there are.

Held to R's `power.prop.test` and `power.t.test` (tests/golden/sample_size.R).
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pandas as pd

from libmkt.errors import N_
from libmkt.stats.sample_size import check, refused


def power_of_shares(
    first: float,
    second: float,
    *,
    n: int | None = None,
    power: float | None = None,
    alpha: float = 0.05,
    deff: float = 1.0,
) -> pd.DataFrame:
    """Answers a group that a difference of two shares takes to be seen, or its power with n.

    Parameters
    ----------
    first, second
        The two shares, 0 to 1, that differ.
    n, power
        Answers in each group, or the wanted chance of seeing the difference: one of them.
    alpha
        Two-sided level of the test.
    deff
        Design effect: n answers count as n / deff.

    Returns
    -------
    DataFrame
        One row: first, second, difference, n (a group, not rounded), power, alpha, method.

    Raises
    ------
    ParameterError
        Both or neither of n and power; shares that are equal or outside 0 to 1.

    Notes
    -----
    The normal approximation of R's `power.prop.test` (the far tail left out).

    Examples
    --------
    >>> power_of_shares(0.40, 0.52, power=0.8)[["n", "power"]].round(1)
           n  power
    0  269.6    0.8
    """
    check(share=first, alpha=alpha, deff=deff)
    check(share=second)
    _one_of(n, power)
    if first == second:
        raise refused("first, second", N_("two numbers that differ were expected"), first)
    middle = np.sqrt((first + second) * (1 - (first + second) / 2))
    apart = np.sqrt(first * (1 - first) + second * (1 - second))
    z = NormalDist().inv_cdf(1 - alpha / 2)
    if power is not None:
        reach = z * middle + NormalDist().inv_cdf(power) * apart
        found = deff * float(reach / (first - second)) ** 2
    else:
        found = float(n or 0)
        power = NormalDist().cdf(
            float((np.sqrt(found / deff) * abs(first - second) - z * middle) / apart)
        )
    return _power(first, second, found, power, alpha, "normal")


def power_of_means(
    difference: float,
    std_dev: float,
    *,
    n: int | None = None,
    power: float | None = None,
    alpha: float = 0.05,
    deff: float = 1.0,
) -> pd.DataFrame:
    """Answers a group that a difference of two means takes to be seen, or its power with n.

    Parameters
    ----------
    difference, std_dev
        Difference of the means, not 0, and spread within a group, in one unit.
    n, power, alpha, deff
        As of `power_of_shares`.

    Returns
    -------
    DataFrame
        As of `power_of_shares`, without first and second.

    Notes
    -----
    Two groups of one size and spread, t test; power by the noncentral t, far tail left out, as
    R's `power.t.test`.

    Examples
    --------
    >>> power_of_means(0.5, 1.2, power=0.8)[["n", "power"]].round(1)
          n  power
    0  91.4    0.8
    """
    from scipy.optimize import brentq

    check(alpha=alpha, deff=deff)
    _one_of(n, power)
    if difference == 0 or not std_dev > 0:
        raise refused("difference", N_("a difference and a spread above 0 were expected"), std_dev)
    reached = _t_power(abs(difference) / std_dev, alpha)
    if power is not None:
        wanted = power
        try:
            found = deff * float(brentq(lambda size: reached(size) - wanted, 2, 1e9, xtol=1e-9))
        except ValueError:
            raise refused(
                "power", N_("two answers a group give more power than this"), power
            ) from None
    else:
        found = float(n or 0)
        power = reached(found / deff)
    table = _power(np.nan, np.nan, found, power, alpha, "noncentral_t")
    return table.drop(columns=["first", "second"]).assign(difference=difference)


def _t_power(effect: float, alpha: float) -> Callable[[float], float]:
    from scipy.stats import nct, t

    def power(n: float) -> float:
        df = 2 * (n - 1)
        return float(nct.sf(t.isf(alpha / 2, df), df, np.sqrt(n / 2) * effect))

    return power


def _power(
    first: float, second: float, n: float, power: float, alpha: float, method: str
) -> pd.DataFrame:
    row = {"first": first, "second": second, "difference": second - first, "n": n}
    return pd.DataFrame([{**row, "power": power, "alpha": alpha, "method": method}])


def _one_of(n: int | None, power: float | None) -> None:
    if (n is None) == (power is None):
        raise refused("n, power", N_("one of the two was expected"), f"{n}, {power}")
    if n is not None and n < 2:
        raise refused("n", N_("a number from 2 was expected"), n)
    if power is not None:
        check(power=power)
