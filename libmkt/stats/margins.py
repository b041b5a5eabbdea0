"""Intervals of estimates whose error comes from a design.

For plain counts see `libmkt.stats.intervals`; without weights, strata or clusters these
intervals of shares are the same.
"""

from __future__ import annotations

from math import exp, isfinite, log, nan, sqrt
from statistics import NormalDist
from typing import Final, Literal

from libmkt.errors import N_, Message, ParameterError, Problem, not_among

ShareInterval = Literal["wilson", "exact", "by_size", "beta", "logit", "t"]

SHARE_INTERVALS: Final = ("wilson", "exact", "by_size", "beta", "logit", "t")
SMALL: Final = 30  # answers: below, "by_size" is exact


def t_interval(
    estimate: float, std_error: float, *, df: float, level: float = 0.95
) -> tuple[float, float]:
    """Estimate -+ t(df) std_error; missing without degrees of freedom.

    >>> low, high = t_interval(662.29, 9.4089, df=197)
    >>> round(low, 2), round(high, 2)
    (643.73, 680.85)
    """
    reach = t_quantile(df, level) * std_error
    return estimate - reach, estimate + reach


def t_quantile(df: float, level: float) -> float:
    """The t that holds `level` of its distribution between -t and t; missing below df 1.

    >>> round(t_quantile(10, 0.95), 3)
    2.228
    """
    from scipy.special import stdtrit

    if not 0 < level < 1:
        raise ParameterError(
            Message(N_("an interval cannot be computed")),
            [Problem("level", Message(N_("expected a level between 0 and 1")))],
        )
    return float(stdtrit(df, (1 + level) / 2)) if df >= 1 else nan


def share_interval(
    share: float,
    std_error: float,
    *,
    n: int,
    n_eff: float,
    df: float,
    kind: ShareInterval = "wilson",
    level: float = 0.95,
) -> tuple[float, float, str]:
    """Interval of a share, 0 to 1, and the code of how it was made.

    Parameters
    ----------
    share, std_error
        The estimate and its design-based standard error.
    n, n_eff
        Answers, and Kish's effective number of them.
    df
        Degrees of freedom of the design.
    kind
        "wilson": score interval of the effective sample; "exact": Clopper and Pearson's
        of it; "by_size": exact below 30 answers, else Wilson's; "beta": exact after Korn
        and Graubard; "logit": t interval of the log odds; "t": share -+ t std_error,
        which can leave 0 to 1.

    Notes
    -----
    Wilson and exact: the effective sample is n (p (1 - p) / (n - 1)) / std_error^2 times
    (t(n - 1) / t(df))^2, so that a simple random sample has its plain interval.  Beta:
    p (1 - p) / std_error^2 times the same, as R's `svyciprop(method = "beta")`; Korn and
    Graubard (1998), Survey Methodology 24, 193-201.  Where nobody or everybody gave the
    answer there is no standard error: n_eff stands for the effective sample, and "logit"
    gives a "beta" interval.  A share that the weights hold fixed has no width.

    Examples
    --------
    >>> error = (15 / 148 * 133 / 148 / 147) ** 0.5
    >>> low, high, _ = share_interval(15 / 148, error, n=148, n_eff=148, df=147)
    >>> round(low, 4), round(high, 4)
    (0.0624, 0.1605)
    """
    if kind not in SHARE_INTERVALS:
        raise ParameterError(
            Message(N_("an interval cannot be computed")),
            [not_among("interval", kind, SHARE_INTERVALS)],
        )
    if kind == "by_size":
        kind = "exact" if n < SMALL else "wilson"
    reach = t_quantile(df, level)
    if not (isfinite(share) and isfinite(std_error) and isfinite(reach)) or n < 2:
        return nan, nan, kind
    share = min(max(share, 0.0), 1.0)
    extreme = share in (0.0, 1.0)
    if not extreme and std_error < 1e-12:  # held fixed by the calibration
        return share, share, kind
    if kind == "t":
        return share - reach * std_error, share + reach * std_error, kind
    if kind == "logit" and extreme:
        kind = "beta"
    if kind == "logit":
        middle, wide = log(share / (1 - share)), reach * std_error / (share * (1 - share))
        return 1 / (1 + exp(wide - middle)), 1 / (1 + exp(-wide - middle)), kind
    size = n_eff if extreme else share * (1 - share) / std_error**2
    if kind != "beta" and not extreme:
        size *= n / (n - 1)
    size *= (t_quantile(n - 1, level) / reach) ** 2
    low, high = (wilson_limits if kind == "wilson" else exact_limits)(share, size, level)
    return low, high, kind


def wilson_limits(share: float, size: float, level: float) -> tuple[float, float]:
    """Wilson's score interval of a share of `size` answers, which may be a fraction.

    >>> low, high = wilson_limits(0.5, 10.5, 0.95)
    >>> round(low, 3), round(high, 3)
    (0.241, 0.759)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = 2 * size * share + z * z
    spread = z * sqrt(z * z + 4 * size * share * (1 - share))
    below = 2 * (size + z * z)
    return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


def exact_limits(share: float, size: float, level: float) -> tuple[float, float]:
    """Clopper and Pearson's interval of a share of `size` answers, which may be a fraction.

    >>> low, high = exact_limits(0.0, 20, 0.95)
    >>> low, round(high, 4)
    (0.0, 0.1684)
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    yes, no = size * share, size * (1 - share)
    low = 0.0 if yes <= 0 else float(betaincinv(yes, no + 1, tail))
    high = 1.0 if no <= 0 else float(betaincinv(yes + 1, no, 1 - tail))
    return low, high
