"""Raking and post-stratification of a sample to known margins or cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem
from libmkt.stats.weighting import ipf
from libmkt.stats.weighting.answers import Missing
from libmkt.stats.weighting.checks import Choices, Prepared, prepared, refuse, unmet
from libmkt.stats.weighting.distance import Distance
from libmkt.stats.weighting.frame import sums
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
    ParameterError
        The treatment of missing values is not known.

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
    return weighted(made, found, "raking", rounds)


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
    return weighted(made, frame.base * ratio[frame.codes[0]], "post_stratification", 1)


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


def weighted(
    made: Prepared,
    weights: np.ndarray,
    method: str,
    rounds: int,
    distance: Distance = "raking",
    bounds: tuple[float, float] = (0.0, np.inf),
) -> Weighting:
    """The record of weights (n,) found for a prepared sample."""
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
