"""Raking, post-stratification and calibration of a sample to known totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats.weighting import distance as distances
from libmkt.stats.weighting import ipf
from libmkt.stats.weighting.checks import Choices, Missing, Prepared, prepared, refuse
from libmkt.stats.weighting.distance import Distance
from libmkt.stats.weighting.frame import Frame, matrix, sums, wanted
from libmkt.stats.weighting.record import Weighting, recorded
from libmkt.stats.weighting.targets import shown

JOINT = " | "  # parts the categories of a cell


def rake(
    data: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    weights: str | pd.Series | None = None,
    total: float | None = None,
    missing: Missing = "refuse",
    collapse: Mapping[str, Mapping[str, str]] | None = None,
    min_cell: int = 0,
    rescale: bool = False,
    tolerance: float = 1e-9,
    max_iterations: int = 1000,
) -> Weighting:
    """Weights under which each margin of a sample equals its target, as near the old as can be.

    Parameters
    ----------
    data
        One row a respondent.
    targets
        One row a category: variable (column of `data`), category, target (share 0 to 1,
        or count).  Categories are compared as text.
    weights
        Weights before, at least 0: a column of `data` or a series in its order; None
        gives everyone 1.
    total
        What the weights shall add up to; None takes the total of the counts, or the sum
        of the weights before where all targets are shares.
    missing
        What becomes of a respondent of whom a margin is missing: "refuse", "own" (a
        category of their own that keeps its share), "leave_out" (no weight: missing).
    collapse
        Categories to be joined, by variable: ``{"age": {"65-74": "65+", "75+": "65+"}}``.
    min_cell
        Categories of fewer respondents are joined with the neighbour, in the order of
        the targets, that has fewer respondents; 0 joins none.
    rescale
        Whether targets that do not sum to 1, or to one total, are scaled to it; else
        they are refused.
    tolerance
        How far a category may stay from its target, as a share of the total.
    max_iterations
        Rounds over all margins before it is refused as not converging.

    Returns
    -------
    Weighting
        `weights` on the index of the data, and what was done.

    Raises
    ------
    DataError
        All at once: a category without target, a target without respondent, targets
        that do not sum or disagree, weights missing or negative, a margin missing; or
        no convergence, with the margins that contradict one another.

    Notes
    -----
    w = d exp(x'l) with the margins as x: iterative proportional fitting (Deming and Stephan
    1940).  The order of the margins does not matter once it has converged.

    Examples
    --------
    >>> data = pd.DataFrame({"sex": ["f", "f", "f", "m"], "age": ["young", "old", "old", "old"]})
    >>> targets = pd.DataFrame(
    ...     [("sex", "f", 0.5), ("sex", "m", 0.5), ("age", "young", 0.4), ("age", "old", 0.6)],
    ...     columns=["variable", "category", "target"],
    ... )
    >>> found = rake(data, targets)
    >>> found.weights.round(3).tolist()
    [1.6, 0.2, 0.2, 2.0]
    >>> print(found)
    4 respondents weighted by raking on 2 margins: effective sample 2.4, design effect 1.660
    """
    choices = Choices(weights, total, missing, collapse, min_cell, rescale)
    made = prepared(data, targets, choices)
    found, rounds, met = ipf.fit(made.frame, tolerance=tolerance, max_iterations=max_iterations)
    if not met:
        raise unmet(made.frame, found, rounds)
    return _recorded(made, found, "raking", rounds)


def poststratify(
    data: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    by: Sequence[str],
    weights: str | pd.Series | None = None,
    total: float | None = None,
    missing: Missing = "refuse",
    collapse: Mapping[str, str] | None = None,
    min_cell: int = 0,
    rescale: bool = False,
) -> Weighting:
    """Weights under which each cell of one or several crossed variables equals its target.

    Parameters
    ----------
    targets
        One row a cell: the columns of `by`, and target (share or count).
    by
        The variables that are crossed: one for post-stratification by a margin, more for
        cell weighting.
    collapse
        Cells to be joined: ``{"75+ | f": "65+ | f", "65-74 | f": "65+ | f"}``.
    weights, total, missing, min_cell, rescale
        As of `rake`; a respondent of whom one variable is missing is missing.

    Returns
    -------
    Weighting
        Its one margin is the cell, named "age | sex", its categories "65+ | f".

    Raises
    ------
    DataError
        As of `rake`.

    Notes
    -----
    w = d N_h / sum of d in cell h.

    Examples
    --------
    >>> data = pd.DataFrame({"sex": ["f", "f", "f", "m"]})
    >>> targets = pd.DataFrame({"sex": ["f", "m"], "target": [600, 400]})
    >>> poststratify(data, targets, by=["sex"]).weights.tolist()
    [200.0, 200.0, 200.0, 400.0]
    """
    problems = [
        Problem(name, Message(N_("column is missing")))
        for name in [*by, "target"]
        if name not in targets.columns
    ]
    refuse(problems + [Problem(n, Message(N_("column is missing"))) for n in by if n not in data])
    name = JOINT.join(by)
    cells = pd.DataFrame(
        {"variable": name, "category": _joint(targets, by), "target": targets["target"]}
    )
    crossed = pd.DataFrame({name: _joint(data, by)}, index=data.index)
    base = (
        data[weights].rename(weights) if isinstance(weights, str) and weights in data else weights
    )
    joins = {name: collapse} if collapse else None
    choices = Choices(base, total, missing, joins, min_cell, rescale)
    made = prepared(crossed, cells, choices)
    frame = made.frame
    ratio = frame.targets[0] / sums(frame, frame.base)[0]
    return _recorded(made, frame.base * ratio[frame.codes[0]], "post-stratification", 1)


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
    method = distance if bounds is None else f"{distance} within {low:g} to {high:g}"
    return _recorded(made, found, method, rounds, distance, (low, high))


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


def _joint(table: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """The cell of each row as text, missing where one of the variables is."""
    codes = np.zeros(len(table), dtype=np.int64)
    names = [""]
    for at, column in enumerate(by):
        found, uniques = pd.factorize(table[column])
        labels = [shown(value) for value in uniques]
        codes = np.where((codes < 0) | (found < 0), -1, codes * len(labels) + found)
        names = [f"{n}{JOINT}{label}" if at else label for n in names for label in labels]
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(names)), index=table.index)


def unmet(frame: Frame, weights: np.ndarray, rounds: int) -> DataError:
    """The refusal of a fit that does not converge: what stays farthest from its target."""
    gaps = [
        (abs(found - target), f"{name}: {category}", found, target)
        for name, categories, now, goal in zip(
            frame.variables, frame.categories, sums(frame, weights), frame.targets, strict=True
        )
        for category, found, target in zip(categories, now, goal, strict=True)
    ]
    gaps += [
        (abs(found - target), name, found, target)
        for name, found, target in zip(
            frame.numeric_names, frame.numeric.T @ weights, frame.numeric_totals, strict=True
        )
    ]
    gaps.sort(key=lambda gap: -gap[0])
    problems = [
        Problem(
            where,
            Message(N_("target {target}"), {"target": f"{target:,.6g}"}),
            Message(N_("reached: {found}"), {"found": f"{found:,.6g}"}),
        )
        for _gap, where, found, target in gaps[:5]
    ]
    return DataError(
        Message(N_("no weights meet all targets: stopped after {n} rounds"), {"n": rounds}),
        problems,
        [Message(N_("Join small categories, widen the bounds, or leave a margin out."))],
    )


def _recorded(
    made: Prepared,
    weights: np.ndarray,
    method: str,
    rounds: int,
    distance: Distance = "raking",
    bounds: tuple[float, float] = (0.0, np.inf),
) -> Weighting:
    return recorded(
        made.frame,
        weights,
        method=method,
        iterations=rounds,
        distance=distance,
        bounds=bounds,
        collapsed=made.collapsed,
        left_out=made.left_out,
        rescaled=made.rescaled,
    )
