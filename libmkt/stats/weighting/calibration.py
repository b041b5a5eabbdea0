"""Calibration of a sample to margins and to totals of numbers, by a declared distance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.weighting import distance as distances
from libmkt.stats.weighting.answers import Missing
from libmkt.stats.weighting.checks import Choices, prepared, unmet
from libmkt.stats.weighting.distance import Distance
from libmkt.stats.weighting.frame import matrix, wanted
from libmkt.stats.weighting.methods import weighted
from libmkt.stats.weighting.record import Weighting


def calibrate(
    data: pd.DataFrame,
    targets: pd.DataFrame | None = None,
    *,
    totals: Mapping[str, float] | None = None,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
    weights: str | pd.Series | None = None,
    total: float | None = None,
    missing: Missing = "refuse",
    collapse: Mapping[str, Mapping[str, str]] | None = None,
    min_cell: int = 0,
    rescale: bool = False,
    tolerance: float = 1e-9,
    max_iterations: int = 200,
) -> Weighting:
    """Weights that meet margins, and totals of numbers, and stay nearest to those before.

    Parameters
    ----------
    targets
        Margins, as of `rake`; None where only numbers are known.
    totals
        Columns of numbers and their totals over the population: ``{"visits": 48200}``.
    distance
        How far weights are from those before: "linear" (may become negative), "raking"
        (never negative), "logit" (within `bounds`, which it needs).
    bounds
        Least and largest ratio of a weight to the one before, after those before were
        scaled to the total; around 1: ``(0.3, 3)``.
    weights, total, missing, collapse, min_cell, rescale, tolerance, max_iterations
        As of `rake`; a missing number is refused or left out, never a category of its own.

    Returns
    -------
    Weighting
        A number's row of `margins` holds its mean before and after, and the target's.

    Raises
    ------
    DataError
        As of `rake`; no weights within the bounds meet the targets.
    ParameterError
        Neither targets nor totals; bounds that do not lie around 1; "logit" without them.

    Notes
    -----
    w = d F(x'l), F(u) = 1 + u, exp(u), or the logit between L and U.  Deville and Särndal
    (1992), Journal of the American Statistical Association 87, 376-382.

    Examples
    --------
    >>> data = pd.DataFrame({"visits": [0.0, 2.0, 4.0, 10.0]})
    >>> found = calibrate(data, totals={"visits": 12}, total=4)
    >>> found.weights.round(3).tolist()
    [1.286, 1.143, 1.0, 0.571]
    """
    if targets is None and not totals:
        raise _parameter("targets", N_("margins or totals to be met were expected"))
    low, high = _bounds(distance, bounds)
    choices = Choices(weights, total, missing, collapse, min_cell, rescale)
    made = prepared(data, targets, choices, totals=totals)
    frame = made.frame
    found, rounds, met = distances.fit(
        matrix(frame),
        wanted(frame),
        frame.base * (frame.total / frame.base.sum()),
        distances.link(distance, low, high),
        allowed=tolerance * frame.total,
        max_iterations=max_iterations,
    )
    if not met:
        raise unmet(frame, found, rounds)
    return weighted(made, found, distance, rounds, distance, (low, high))


def _bounds(distance: str, bounds: tuple[float, float] | None) -> tuple[float, float]:
    if distance not in ("linear", "raking", "logit"):
        raise _parameter("distance", N_("linear, raking or logit was expected"))
    if bounds is None:
        if distance == "logit":
            raise _parameter("bounds", N_("the logit distance needs bounds"))
        return (-np.inf if distance == "linear" else 0.0), np.inf
    low, high = bounds
    if not low < 1 < high or (distance == "logit" and not np.isfinite([low, high]).all()):
        raise _parameter("bounds", N_("a number below 1 and one above 1 were expected"))
    return low, high


def _parameter(where: str, what: str) -> ParameterError:
    return ParameterError(
        Message(N_("the sample cannot be weighted")), [Problem(where, Message(what))]
    )
