"""Standard errors that keep the calibration: residuals, and replicate weights fitted anew.

A raked estimate varies less than its weights alone suggest, because the margins are held.
An error that ignores it can be more than twice too wide; both ways here respect it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.weighting import distance as distances
from libmkt.stats.weighting import ipf
from libmkt.stats.weighting.frame import Frame, matrix, wanted
from libmkt.stats.weighting.record import Weighting


def linearised(weighting: Weighting, scores: np.ndarray | pd.DataFrame | pd.Series) -> np.ndarray:
    """What is left of scores after regression on the margins, for the design's variance.

    Parameters
    ----------
    scores
        Scores (influence values) of an estimate, one row a row of the data, without
        weights: y for a total, (y - mean) / sum of weights for a mean.  One column an
        estimate.  Rows outside a domain carry 0.

    Returns
    -------
    ndarray
        Residuals e of the shape of `scores`; the variance of the calibrated estimate is
        that of the total of w e under the design, strata and clusters.  0 in rows that
        were left out.

    Notes
    -----
    e = z - x'B, B = (X'dX)^-1 X'dz with the weights d before calibration: Deville and
    Särndal (1992), formula 3.4.  It holds for raking too, whose weights are those of the
    linear method in the limit.  R's `calibrate` does the same; R's `rake` takes means without
    weights for B, which is the same only where the weights before are equal.

    Examples
    --------
    >>> from libmkt.stats.weighting import poststratify
    >>> data = pd.DataFrame({"sex": ["f", "f", "m", "m"]})
    >>> held = poststratify(
    ...     data, pd.DataFrame({"sex": ["f", "m"], "target": [6, 4]}), by=["sex"]
    ... )
    >>> linearised(held, np.array([1.0, 3.0, 10.0, 10.0])).round(9).tolist()
    [-1.0, 1.0, 0.0, 0.0]
    """
    frame = weighting.frame
    given = np.asarray(scores, dtype=float)
    z = given[frame.rows].reshape(len(frame.rows), -1)
    columns = matrix(frame)
    crossed = (columns.T @ columns.multiply(frame.base[:, None])).toarray()
    slope = np.linalg.lstsq(crossed, columns.T @ (frame.base[:, None] * z), rcond=1e-12)[0]
    out = np.zeros((len(given), z.shape[1]))
    out[frame.rows] = z - columns @ slope
    return out.reshape(given.shape)


def design_columns(weighting: Weighting) -> pd.DataFrame:
    """What `libmkt.stats.design.Design` needs to know of the calibration, on the data's index.

    Returns
    -------
    DataFrame
        One row a row of the data: weight, weight_before, and for each margin
        "margin: NAME", its category after joining (a number stays a number).  Missing in
        rows that were left out: leave them out of the table of the design.

    Examples
    --------
    >>> from libmkt.stats.design import Design
    >>> from libmkt.stats.weighting import poststratify
    >>> data = pd.DataFrame({"sex": ["f", "f", "m", "m"]})
    >>> held = poststratify(
    ...     data, pd.DataFrame({"sex": ["f", "m"], "target": [6, 4]}), by=["sex"]
    ... )
    >>> added = design_columns(held)
    >>> added.columns.tolist()
    ['weight', 'weight_before', 'margin: sex']
    >>> margins = tuple(added.columns[2:])
    >>> design = Design(weights="weight", base_weights="weight_before", calibrated=margins)
    """
    frame = weighting.frame
    before = np.full(len(frame.index), np.nan)
    before[frame.rows] = frame.base
    out = pd.DataFrame({"weight": weighting.weights, "weight_before": before}, index=frame.index)
    for name, names, codes in zip(frame.variables, frame.categories, frame.codes, strict=True):
        placed = np.full(len(frame.index), -1)
        placed[frame.rows] = codes
        out[f"margin: {name}"] = pd.Categorical.from_codes(placed, pd.Index(names))
    for at, name in enumerate(frame.numeric_names):
        values = np.full(len(frame.index), np.nan)
        values[frame.rows] = frame.numeric[:, at]
        out[f"margin: {name}"] = values
    return out


def reweighted(
    weighting: Weighting,
    replicates: np.ndarray | pd.DataFrame,
    *,
    tolerance: float = 1e-9,
    max_iterations: int = 1000,
) -> np.ndarray:
    """Replicate weights brought to the same targets, as the weights themselves were.

    Parameters
    ----------
    replicates
        Replicates of the weights *before*: one row a row of the data, one column a
        replicate, at least 0 (those of R's `weights(design, "analysis")`).

    Returns
    -------
    ndarray
        The same shape; the spread of an estimate over the columns, by the rule of the
        replicates, is its error.  Missing in rows that were left out.

    Raises
    ------
    DataError
        Replicates missing or negative; a category without weight in a replicate; a
        replicate that cannot be brought to the targets.

    Notes
    -----
    What trimming did to a weight, its ratio to the calibrated one, is carried to each
    replicate as a part of its weight before; the margins are then met without bounds.

    Examples
    --------
    >>> from libmkt.stats.weighting import poststratify
    >>> data = pd.DataFrame({"sex": ["f", "f", "m", "m"]})
    >>> held = poststratify(
    ...     data, pd.DataFrame({"sex": ["f", "m"], "target": [6, 4]}), by=["sex"]
    ... )
    >>> reweighted(held, np.array([[2.0], [0.0], [1.0], [1.0]])).ravel().tolist()
    [6.0, 0.0, 2.0, 2.0]
    """
    frame = weighting.frame
    given = np.asarray(replicates, dtype=float)
    whole = len(frame.rows) == len(frame.index)
    _check_shape(given, len(frame.index))
    bases = given if whole else given[frame.rows]
    _check_weights(bases)
    if weighting.trimmed:
        kept = weighting.weights.to_numpy()[frame.rows]
        with np.errstate(divide="ignore", invalid="ignore"):
            bases = bases * np.where(frame.base > 0, kept / frame.base, 0.0)[:, None]
    tables = ipf.counted_many(frame, bases)
    _check_categories(frame, tables)
    plain = weighting.distance == "raking" and weighting.bounds == (0.0, np.inf)
    if plain and not frame.numeric_names:
        fitted, met = ipf.fit_many(
            frame, bases, tables, tolerance=tolerance, max_iterations=max_iterations
        )
        failed = 0 if met else bases.shape[1]
    else:
        fitted, failed = _one_by_one(weighting, bases, tolerance, max_iterations)
    if failed:
        raise _refused(
            Problem(
                "replicates",
                Message(
                    N_("{n} replicate cannot be brought to the targets"),
                    {"n": failed},
                    plural=N_("{n} replicates cannot be brought to the targets"),
                ),
            )
        )
    if whole:
        return fitted
    out = np.full(given.shape, np.nan)
    out[frame.rows] = fitted
    return out


def _one_by_one(
    weighting: Weighting, bases: np.ndarray, tolerance: float, max_iterations: int
) -> tuple[np.ndarray, int]:
    frame = weighting.frame
    columns, goal = matrix(frame), wanted(frame)
    functions = distances.link(weighting.distance, *weighting.bounds)
    out = np.empty(bases.shape)
    failed = 0
    for at, base in enumerate(bases.T):
        out[:, at], _rounds, met = distances.fit(
            columns,
            goal,
            base * (frame.total / base.sum()),
            functions,
            allowed=tolerance * frame.total,
            max_iterations=max_iterations,
        )
        failed += not met
    return out, failed


def _check_shape(given: np.ndarray, rows: int) -> None:
    if given.ndim != 2 or given.shape[0] != rows:
        raise _refused(
            Problem(
                "replicates",
                Message(N_("one row a respondent was expected: {n}"), {"n": rows}),
                Message("{value}", {"value": " x ".join(map(str, given.shape))}),
            )
        )


def _check_weights(bases: np.ndarray) -> None:
    if not bases.size or (bases.min() >= 0 and bases.max() < np.inf):
        return
    wrong = int((~np.isfinite(bases) | (bases < 0)).any(axis=0).sum())
    raise _refused(
        Problem(
            "replicates",
            Message(
                N_("{n} replicate holds a missing or negative weight"),
                {"n": wrong},
                plural=N_("{n} replicates hold missing or negative weights"),
            ),
        )
    )


def _check_categories(frame: Frame, tables: list[np.ndarray]) -> None:
    margins = [
        table.sum(axis=tuple(i for i in range(table.ndim - 1) if i != axis))
        for table in tables
        for axis in range(table.ndim - 1)
    ]
    problems = [
        Problem(
            f"{name}: {category}",
            Message(
                N_("no respondent in {n} replicate"),
                {"n": int(empty)},
                plural=N_("no respondent in {n} replicates"),
            ),
        )
        for name, names, held in zip(frame.variables, frame.categories, margins, strict=True)
        for category, empty in zip(names, (held == 0).sum(axis=1), strict=True)
        if empty
    ]
    if problems:
        raise _refused(*problems, hint=N_("Join small categories, or use the residuals instead."))


def _refused(*problems: Problem, hint: str = "") -> DataError:
    return DataError(
        Message(N_("the replicate weights cannot be calibrated")),
        problems,
        [Message(hint)] if hint else [],
    )
