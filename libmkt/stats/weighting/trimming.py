"""Trimming of extreme weights, the margins kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, get_args

import numpy as np

from libmkt.errors import N_, Message, ParameterError, Problem, not_among
from libmkt.stats.weighting import distance as distances
from libmkt.stats.weighting.checks import unmet
from libmkt.stats.weighting.frame import matrix, wanted
from libmkt.stats.weighting.record import Weighting, recorded

Unit = Literal["mean", "median", "weight"]
Then = Literal["calibrate", "spread"]
UNITS: Final = get_args(Unit)
THEN: Final = get_args(Then)


def trim(
    weighting: Weighting,
    *,
    upper: float = np.inf,
    lower: float = 0.0,
    unit: Unit = "mean",
    then: Then = "calibrate",
    tolerance: float = 1e-9,
    max_iterations: int = 200,
) -> Weighting:
    """Cut weights above and below a declared limit, and meet the margins again.

    Parameters
    ----------
    upper, lower
        Limits of a weight, in `unit`: 3 is three times the mean weight.
    unit
        "mean" or "median" of the weights as they come in, or "weight" for the limits
        themselves.
    then
        "calibrate": of all weights within the limits that meet the margins, those nearest
        to the ones that came in.  "spread": what was cut is added to the weights that were
        within, in equal parts, again and again until none is outside; the margins no
        longer hold exactly (the rule of R's `trimWeights(strict=TRUE)`).

    Returns
    -------
    Weighting
        With `trimmed`, the number of weights that lay outside; none leaves all as it was.

    Raises
    ------
    ParameterError
        Limits that are not in order, or do not leave room for the mean weight; a choice that
        is not known.
    DataError
        No weights within the limits meet the margins.

    Notes
    -----
    "calibrate" minimises the raking distance sum w log(w / v) - w + v from the weights v
    that came in, with low <= w <= high for each: w = v exp(x'l) cut at the limits.  It
    lowers the variance for a bias that cannot be seen in the sample: compare both.

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt.stats.weighting import rake
    >>> data = pd.DataFrame({"sex": list("ffffffmm"), "age": list("yyyyooyo")})
    >>> targets = pd.DataFrame(
    ...     [("sex", "f", 0.4), ("sex", "m", 0.6), ("age", "y", 0.6), ("age", "o", 0.4)],
    ...     columns=["variable", "category", "target"],
    ... )
    >>> raked = rake(data, targets)
    >>> raked.weights.round(2).tolist()
    [0.56, 0.56, 0.56, 0.56, 0.48, 0.48, 2.57, 2.23]
    >>> trim(raked, upper=2.5).weights.round(2).tolist()
    [0.58, 0.58, 0.58, 0.58, 0.45, 0.45, 2.5, 2.3]
    """
    _check_choices(unit, then)
    frame = weighting.frame
    w = weighting.weights.to_numpy()[frame.rows]
    scale = {"mean": w.mean(), "median": float(np.median(w)), "weight": 1.0}[unit]
    low, high = lower * scale, upper * scale
    _check(low, high, float(w.mean()))
    outside = int(((w < low) | (w > high))[frame.base > 0].sum())
    if not outside:
        return replace(weighting, limits=(low, high), trimming=then)
    if then == "spread":
        found, rounds = _spread(w, low, high), weighting.iterations
    else:
        # A linear weight may be negative: it starts from the smallest above 0.
        start = np.where(frame.base > 0, np.where(w > 0, w, w[w > 0].min()), 0.0)
        below = np.where(start > 0, start, 1.0)  # a weight before of 0 stays 0
        functions = distances.link("raking", low / below, high / below)
        found, rounds, met = distances.fit(
            matrix(frame),
            wanted(frame),
            start,
            functions,
            allowed=tolerance * frame.total,
            max_iterations=max_iterations,
        )
        if not met:
            raise unmet(frame, found, rounds)
    return recorded(
        frame,
        found,
        method=weighting.method,
        iterations=rounds,
        trimmed=outside,
        trimming=then,
        limits=(low, high),
        collapsed=weighting.collapsed,
        left_out=weighting.left_out,
        rescaled=weighting.rescaled,
    )


def _spread(w: np.ndarray, low: float, high: float) -> np.ndarray:
    """Cut, and share what was cut among those within, until all are within."""
    w = w.copy()
    slack = 1e-12 * max(1.0, abs(w).max())
    while ((w < low - slack) | (w > high + slack)).any():
        outside = (w < low) | (w > high)
        cut = np.clip(w, low, high)
        excess = float((w - cut).sum())
        w = np.where(outside, cut, w + excess / max(1, int((~outside).sum())))
        if outside.all():
            break
    return w


def _check_choices(unit: str, then: str) -> None:
    wrong = [
        not_among(name, found, allowed)
        for name, found, allowed in (("unit", unit, UNITS), ("then", then, THEN))
        if found not in allowed
    ]
    if wrong:
        raise ParameterError(Message(N_("the weights cannot be trimmed")), wrong)


def _check(low: float, high: float, mean: float) -> None:
    if not (low < high and low < mean < high):
        raise ParameterError(
            Message(N_("the weights cannot be trimmed")),
            [
                Problem(
                    "lower, upper",
                    Message(N_("limits below and above the mean weight were expected")),
                )
            ],
        )
