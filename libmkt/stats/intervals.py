"""The interval of a share, and the control limits of funnel plots.

Checked against R's `prop.test`, `qbinom` and `qpois` (`tests/golden/intervals.R`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.margins import wilson_limits

Family = Literal["poisson", "binomial"]
Dispersion = Literal["none", "multiplicative", "additive"]


def wilson(successes: int, trials: int, *, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share: low and high, 0 to 1.

    Notes
    -----
    (2 n p + z^2 -+ z sqrt(z^2 + 4 n p q)) / (2 (n + z^2)).  Newcombe (1998), Statistics
    in Medicine 17, 857-872, method 3 (without continuity correction).

    Raises
    ------
    ParameterError
        No trials, more successes than trials, or a level outside 0 to 1.

    Examples
    --------
    >>> low, high = wilson(15, 148)
    >>> round(low, 4), round(high, 4)
    (0.0624, 0.1605)
    """
    _checked(successes, trials, level)
    return wilson_limits(successes / trials, trials, level)


def _checked(successes: int, trials: int, level: float) -> None:
    if trials < 1 or not 0 <= successes <= trials:
        raise _refused(N_("expected at least one trial and no more successes than trials"))
    _checked_level(level)


def _checked_level(level: float) -> None:
    if not 0 < level < 1:
        raise _refused(N_("expected a level between 0 and 1"))


def _refused(what: str) -> ParameterError:
    return ParameterError(
        Message(N_("an interval cannot be computed")), [Problem("interval", Message(what))]
    )


def funnel_limits(
    events: Sequence[float] | pd.Series,
    exposure: Sequence[float] | pd.Series,
    *,
    family: Family = "poisson",
    target: float | None = None,
    levels: tuple[float, float] = (0.95, 0.998),
    dispersion: Dispersion = "none",
    winsorise: float = 0.1,
) -> pd.DataFrame:
    """Limits within which a place is expected to lie, by its size.

    Parameters
    ----------
    events, exposure
        Events and what they happened among, one of each a place: loans and inhabitants
        (poisson), requests filled and requests (binomial).
    family
        "poisson" for rates, "binomial" for shares.
    target
        The rate expected everywhere; None takes all events over all exposure.
    levels
        Coverage of the inner and the outer limits.
    dispersion
        What to do where places differ by more than chance: "none" keeps the exact
        limits; "multiplicative" widens them by sqrt(phi); "additive" adds a variance
        tau^2 between places.  Both leave the exact limits alone when phi is not above
        the 95 % point of its distribution under chance.
    winsorise
        Share of the z-values pulled in at each end before phi is estimated.

    Returns
    -------
    DataFrame
        One row a place, in the order given: events, n (the exposure), value (events / n),
        centre (the target), z (standardised difference from it), low_95, high_95, low_998,
        high_998 (named after `levels`), position ("below", "low", "within", "high",
        "above": beyond the outer limit, or beyond the inner one only), phi, tau2, family,
        method ("exact", "multiplicative", "additive").  Missing where n is missing or not
        above 0.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202: exact limits by
    interpolating the quantiles of the counts (appendix A.1.1); phi = mean of winsorised
    z^2; multiplicative limits centre +- z s sqrt(phi); additive centre +- z sqrt(s^2 +
    tau^2) with tau^2 by moments (DerSimonian and Laird).

    Examples
    --------
    >>> found = funnel_limits([30, 6], [1000, 100], target=0.03)
    >>> found[["value", "low_95", "high_95", "position"]].round(4)
       value  low_95  high_95 position
    0   0.03  0.0192   0.0407   within
    1   0.06  0.0000   0.0639   within
    """
    table = pd.DataFrame({"events": np.asarray(events, float), "n": np.asarray(exposure, float)})
    usable = (table["n"] > 0) & table["events"].notna()
    seen = table[usable]
    if target is None:
        target = float(seen["events"].sum() / seen["n"].sum()) if len(seen) else np.nan
    error = _error(seen["n"], target, family)
    table["value"] = seen["events"] / seen["n"]
    table["centre"] = target
    table["z"] = (table["value"] - target) / error
    phi, tau2, method = _dispersion(table["z"].dropna(), error, dispersion, winsorise)
    table = table.assign(phi=phi, tau2=tau2, family=family, method=method)
    limits = _limits(seen["n"], target, family, method, phi, tau2, levels)
    table = table.join(limits)
    low_in, high_in, low_out, high_out = limits.columns
    table["position"] = np.select(
        [
            ~usable,
            table["value"] < table[low_out],
            table["value"] > table[high_out],
            table["value"] < table[low_in],
            table["value"] > table[high_in],
        ],
        ["", "below", "above", "low", "high"],
        default="within",
    )
    front = ["events", "n", "value", "centre", "z", *limits.columns, "position"]
    return table[[*front, "phi", "tau2", "family", "method"]]


def funnel_curve(
    funnel: pd.DataFrame, *, points: int = 200, levels: tuple[float, float] = (0.95, 0.998)
) -> pd.DataFrame:
    """The limits of a funnel on a fine scale of sizes, for drawing.

    Parameters
    ----------
    funnel
        Result of `funnel_limits`.
    points
        Sizes, spaced evenly on a log scale from the smallest to the largest place.
    levels
        As given to `funnel_limits`.

    Returns
    -------
    DataFrame
        One row a size, rising: n, centre, low_95, high_95, low_998, high_998.

    Examples
    --------
    >>> curve = funnel_curve(funnel_limits([30, 6], [1000, 100], target=0.03), points=3)
    >>> curve["n"].round().tolist()
    [100.0, 316.0, 1000.0]
    """
    sizes = funnel["n"][funnel["n"] > 0]
    grid = pd.Series(np.geomspace(sizes.min(), sizes.max(), points), name="n")
    one = funnel.iloc[0]
    limits = _limits(
        grid, one["centre"], one["family"], one["method"], one["phi"], one["tau2"], levels
    )
    return pd.concat([grid, limits], axis=1).assign(centre=one["centre"])[
        ["n", "centre", *limits.columns]
    ]


def _error(n: pd.Series, target: float, family: Family) -> pd.Series:
    spread = target * (1 - target) if family == "binomial" else target
    return (spread / n) ** 0.5


def _limits(
    n: pd.Series,
    target: float,
    family: Family,
    method: str,
    phi: float,
    tau2: float,
    levels: tuple[float, float],
) -> pd.DataFrame:
    error = _error(n, target, family)
    found = {}
    for level in levels:
        _checked_level(level)
        if method == "exact":
            low = _quantile(n, target, (1 - level) / 2, family)
            high = _quantile(n, target, (1 + level) / 2, family)
        else:
            wide = error * sqrt(phi) if method == "multiplicative" else np.sqrt(error**2 + tau2)
            reach = NormalDist().inv_cdf((1 + level) / 2) * wide.to_numpy()
            top = 1.0 if family == "binomial" else np.inf
            low, high = np.clip(target - reach, 0, None), np.clip(target + reach, None, top)
        name = f"{100 * level:g}".replace(".", "")
        found[f"low_{name}"], found[f"high_{name}"] = low, high
    return pd.DataFrame(found, index=n.index)


def _quantile(exposure: pd.Series, target: float, p: float, family: Family) -> np.ndarray:
    """Interpolated quantile of the count at `p`, as a rate."""
    from scipy.stats import binom, poisson

    n = exposure.to_numpy()
    is_share = family == "binomial"
    law = binom(np.round(n).astype(int), target) if is_share else poisson(n * target)
    count = law.ppf(p)
    over, step = law.cdf(count) - p, law.pmf(count)
    moved = np.divide(over, step, where=step > 0, out=np.zeros(len(n)))
    limit: np.ndarray = np.maximum(0.0, count - moved) / n
    return limit


def _dispersion(
    z: pd.Series, error: pd.Series, wanted: Dispersion, winsorise: float
) -> tuple[float, float, str]:
    """phi of the winsorised z, the variance between places, and the method that follows."""
    from scipy.stats import chi2

    if len(z) < 2:
        return 1.0, 0.0, "exact"
    low, high = float(z.quantile(winsorise)), float(z.quantile(1 - winsorise))
    pulled = z.clip(low, high)
    phi = float((pulled**2).mean())
    if wanted == "none" or phi * len(z) <= chi2.ppf(0.95, len(z)):
        return phi, 0.0, "exact"
    weight = 1 / error**2
    below = float(weight.sum() - (weight**2).sum() / weight.sum())
    tau2 = max(0.0, (len(z) * phi - (len(z) - 1)) / below)
    return phi, tau2, wanted
