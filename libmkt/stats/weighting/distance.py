"""Calibration by a distance: linear, raking, logit, bounded or not, by Newton's method.

Deville and Särndal (1992), Journal of the American Statistical Association 87, 376-382.
The weights are w = d F(x'l); l minimises the convex sum of d Phi(x'l) - t'l, where Phi' = F,
so that a step that halves itself until the sum falls finds it from anywhere, if it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Distance = Literal["linear", "raking", "logit"]
Function = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Link:
    """F, its slope and its integral, of the linear predictor."""

    value: Function
    slope: Function
    integral: Function


def link(distance: Distance, low: Any = -np.inf, high: Any = np.inf) -> Link:
    """The functions of a distance; `low` and `high` bound w / d, one for all or one for each."""
    if distance == "logit":
        return _logit(float(low), float(high))
    if distance == "raking":
        with np.errstate(divide="ignore"):
            first, last = np.log(np.maximum(low, 0.0)), np.log(high)
        return _clipped(np.exp, np.exp, np.exp, first, last, np.maximum(low, 0.0), high)
    one: Function = np.ones_like
    return _clipped(lambda u: 1 + u, one, lambda u: u + u * u / 2, low - 1.0, high - 1.0, low, high)


def _clipped(
    value: Function, slope: Function, integral: Function, first: Any, last: Any, low: Any, high: Any
) -> Link:
    """A distance cut where the weight meets its bounds; beyond them it grows in a line."""

    def within(u: np.ndarray) -> np.ndarray:
        clipped: np.ndarray = np.clip(u, first, last)
        return clipped

    def whole(u: np.ndarray) -> np.ndarray:
        v = within(u)
        beyond = np.where(u > v, high, np.where(u < v, low, 0.0))
        summed: np.ndarray = integral(v) + np.where(beyond != 0.0, (u - v) * beyond, 0.0)
        return summed

    return Link(
        value=lambda u: value(within(u)),
        slope=lambda u: np.where((u >= first) & (u <= last), slope(within(u)), 0.0),
        integral=whole,
    )


def _logit(low: float, high: float) -> Link:
    a = (high - low) / ((1 - low) * (high - 1))

    def parts(u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        grown = np.exp(np.clip(a * u, -700, 700))
        return grown, (high - 1) + (1 - low) * grown

    def value(u: np.ndarray) -> np.ndarray:
        grown, below = parts(u)
        ratio: np.ndarray = (low * (high - 1) + high * (1 - low) * grown) / below
        return ratio

    def slope(u: np.ndarray) -> np.ndarray:
        grown, below = parts(u)
        steep: np.ndarray = grown * ((high - low) / below) ** 2
        return steep

    def integral(u: np.ndarray) -> np.ndarray:
        grow = np.logaddexp(np.log(high - 1), np.log1p(-low) + a * u)
        summed: np.ndarray = low * u + (high - low) / a * grow
        return summed

    return Link(value, slope, integral)


def fit(
    columns: Any,
    goal: np.ndarray,
    base: np.ndarray,
    functions: Link,
    *,
    allowed: float,
    max_iterations: int,
) -> tuple[np.ndarray, int, bool]:
    """Weights (n,) whose sums of `columns` (sparse, n by k) are `goal`; rounds; whether met.

    Parameters
    ----------
    allowed
        How far a sum may lie from its goal.
    """
    place = np.zeros(columns.shape[1])
    predictor = np.zeros(columns.shape[0])
    weights = base * functions.value(predictor)
    below = float(base @ functions.integral(predictor))
    for number in range(1, max_iterations + 1):
        missed = goal - columns.T @ weights
        if np.abs(missed).max() <= allowed:
            return weights, number - 1, True
        curve = base * functions.slope(predictor)
        crossed = (columns.T @ columns.multiply(curve[:, None])).toarray()
        direction = np.linalg.lstsq(crossed, missed, rcond=1e-12)[0]
        if direction @ missed <= 0 or not np.isfinite(direction).all():
            direction = missed / max(1.0, float(base.sum()))
        moved = columns @ direction
        rise = float(direction @ missed)
        for half in range(40):
            size = 0.5**half
            tried = predictor + size * moved
            value = float(base @ functions.integral(tried) - goal @ (place + size * direction))
            slack = 1e-12 * (1 + abs(below))
            if np.isfinite(value) and value <= below - 1e-4 * size * rise + slack:
                break
        place, predictor, below = place + size * direction, tried, value
        weights = base * functions.value(predictor)
    met = bool(np.abs(goal - columns.T @ weights).max() <= allowed)
    return weights, max_iterations, met
