"""Proportional odds: ordered categories, one slope for all of their cuts."""

from __future__ import annotations

import numpy as np

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.design import Floats
from libmkt.stats.domains import Rows
from libmkt.stats.prepared import Prepared
from libmkt.stats.variance import Estimated, covariance, replicated


def unsettled() -> DataError:
    """The refusal of a fit that runs away."""
    return DataError(
        Message(N_("this model cannot be fitted")),
        [Problem("terms", Message(N_("the terms tell an answer exactly: leave one out")))],
    )


def fit_ordinal(sample: Prepared, columns: Floats, codes: Rows, rows: Rows) -> Estimated:
    """Slopes, then thresholds, of some rows' categories (numbered from 0, all present).

    Notes
    -----
    P(y <= k) = 1 / (1 + exp(-(threshold_k - x b))).  McCullagh (1980), Journal of the
    Royal Statistical Society B 42, 109-142.  Newton's steps on the weighted likelihood,
    halved while it does not rise; the observed information in the sandwich.
    """
    cuts = int(codes.max())
    own = sample.weights[rows]
    reached = np.cumsum(np.bincount(codes, own))[:-1] / own.sum()
    start = np.concatenate([np.zeros(columns.shape[1]), np.log(reached / (1 - reached))])
    upper, lower = _sides(columns, codes, cuts)

    def fit(weights: Floats, start: Floats) -> Floats:
        own = weights[rows]
        used = own > 0  # a replicate leaves people out
        return _newton(upper[used], lower[used], codes[used], cuts, own[used], start)

    beta = fit(sample.weights, start)
    if np.isnan(beta).any():
        raise unsettled()
    if sample.replicates is not None:
        return replicated(sample, lambda weights: fit(weights, beta))
    scores, information = _derivatives(upper, lower, codes, cuts, own, beta)
    influence = np.asfortranarray(scores @ np.linalg.inv(information))
    return Estimated(beta, covariance(sample, influence, rows))


def _sides(columns: Floats, codes: Rows, cuts: int) -> tuple[Floats, Floats]:
    """Derivatives of the two linear predictors that bound each answer's category."""
    at = np.arange(cuts)
    upper = np.hstack([-columns, (codes[:, None] == at).astype(float)])
    lower = np.hstack([-columns, (codes[:, None] - 1 == at).astype(float)])
    return upper, lower


def _chances(
    upper: Floats, lower: Floats, codes: Rows, cuts: int, beta: Floats
) -> tuple[Floats, Floats, Floats]:
    """Cumulative chances up to each answer's category and below it, and their difference."""
    from scipy.special import expit

    high = np.where(codes == cuts, 1.0, expit(upper @ beta))
    low = np.where(codes == 0, 0.0, expit(lower @ beta))
    return high, low, high - low


def _derivatives(
    upper: Floats, lower: Floats, codes: Rows, cuts: int, weights: Floats, beta: Floats
) -> tuple[Floats, Floats]:
    """Weighted scores, (rows, k), and the observed information, (k, k)."""
    high, low, chance = _chances(upper, lower, codes, cuts, beta)
    slope_high, slope_low = high * (1 - high), low * (1 - low)
    score = (upper * slope_high[:, None] - lower * slope_low[:, None]) / chance[:, None]
    bend_high = weights * slope_high * (1 - 2 * high) / chance
    bend_low = weights * slope_low * (1 - 2 * low) / chance
    curved = upper.T @ (upper * bend_high[:, None]) - lower.T @ (lower * bend_low[:, None])
    information = score.T @ (score * weights[:, None]) - curved
    return score * weights[:, None], np.asarray(information)


def _newton(
    upper: Floats, lower: Floats, codes: Rows, cuts: int, weights: Floats, start: Floats
) -> Floats:
    """The highest likelihood; all missing where it is not reached."""

    def height(beta: Floats) -> float:
        chance = _chances(upper, lower, codes, cuts, beta)[2]
        return float(weights @ np.log(chance)) if (chance > 0).all() else -np.inf

    beta, best = start, height(start)
    for _ in range(100):
        scores, information = _derivatives(upper, lower, codes, cuts, weights, beta)
        step = np.linalg.lstsq(information, scores.sum(0), rcond=None)[0]
        while height(beta + step) < best - 1e-9 * abs(best) and np.abs(step).max() > 1e-12:
            step = step / 2
        beta = beta + step
        best = height(beta)
        if np.abs(step).max() < 1e-9 * (1 + np.abs(beta).max()):
            settled = np.abs(beta).max() < 1e3
            return beta if settled else np.full(len(beta), np.nan)
    return np.full(len(beta), np.nan)
