"""Estimates with the covariance that a design gives them.

Two primitives serve all: totals and ratios of totals.  A mean, a share and a domain's
mean are ratios; a quantile's interval comes from a share (Woodruff); a regression's from
the total of its scores.  Errors are Taylor's linearisation over the stages of drawing, or
the spread of the replicate weights where the design has them; both as in R's survey.

Arrays of shape (rows, k) are best laid out by column (Fortran order): k is small, and a
banner of many questions is then several times faster.  `picked` keeps that order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from libmkt.stats.design import Floats
from libmkt.stats.notes import design_code
from libmkt.stats.prepared import Prepared, replicate_rank
from libmkt.stats.stages import Stage


@dataclass(frozen=True, eq=False)
class Estimated:
    """Some estimates and how they vary together."""

    estimate: Floats  # (k,)
    covariance: Floats  # (k, k); missing where the sample gives no margin of error

    @property
    def std_error(self) -> Floats:
        """Standard errors, (k,)."""
        return np.sqrt(np.clip(np.diag(self.covariance), 0, None))


Rows = npt.NDArray[np.intp]


def totals(prepared: Prepared, values: Floats, rows: Rows | None = None) -> Estimated:
    """Weighted totals of the columns of `values`.

    Parameters
    ----------
    values
        (rows, k): the values of a domain's rows.
    rows
        Which rows of the table they are (a domain); None for all of them, in order.

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt.stats.design import Design
    >>> from libmkt.stats.prepared import prepared
    >>> sample = prepared(pd.DataFrame({"w": [10.0, 10, 10, 10]}), Design(weights="w"))
    >>> found = totals(sample, np.array([[1.0], [2], [3], [4]]))
    >>> float(found.estimate[0]), round(float(found.std_error[0]), 4)
    (100.0, 25.8199)
    """
    if prepared.replicates is not None:
        return _replicated(prepared, values, lambda sums: sums, rows)
    weighted = values * _taken(prepared.weights, rows)[:, None]
    return Estimated(weighted.sum(0), covariance(prepared, weighted, rows))


def ratios(
    prepared: Prepared,
    above: Floats,
    below: Floats,
    denominator: npt.NDArray[np.intp],
    rows: Rows | None = None,
) -> Estimated:
    """Ratios of weighted totals: column i of `above` over column denominator[i] of `below`.

    Parameters
    ----------
    above
        (rows, k); 0 outside its domain.
    below
        (rows, m): for means of m domains, 1 inside and 0 outside.
    denominator
        (k,) which column of `below` each ratio has.
    rows
        Which rows of the table these are, all others being 0; None for all, in order.

    Returns
    -------
    Estimated
        k ratios; missing where the denominator is 0.

    Notes
    -----
    r = sum(w y) / sum(w x), linearised as w (y - r x) / sum(w x).

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt.stats.design import Design
    >>> from libmkt.stats.prepared import prepared
    >>> sample = prepared(pd.DataFrame({"w": [10.0, 10, 10, 10]}), Design(weights="w"))
    >>> ones = np.ones((4, 1))
    >>> found = ratios(sample, np.array([[1.0], [0], [0], [1]]), ones, np.array([0]))
    >>> float(found.estimate[0]), round(float(found.std_error[0]), 4)
    (0.5, 0.2887)
    """
    if prepared.replicates is not None:
        k = above.shape[1]

        def divided(sums: Floats) -> Floats:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(sums[..., :k] / sums[..., k:][..., denominator])

        return _replicated(prepared, np.hstack([above, below]), divided, rows)
    weights = _taken(prepared.weights, rows)
    sums = weighed(weights, below)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = weighed(weights, above) / sums[denominator]
        inverse = np.where(sums != 0, 1 / sums, 0.0)
    expected = picked(below.T, denominator).T * np.where(np.isfinite(estimate), estimate, 0.0)
    influence = (above - expected) * weights[:, None] * inverse[denominator]
    spread = covariance(prepared, influence, rows)
    empty = ~np.isfinite(estimate)
    spread[empty, :] = spread[:, empty] = np.nan
    return Estimated(np.where(empty, np.nan, estimate), spread)


def weighed(weights: Floats, values: Floats) -> Floats:
    """Weighted sums of columns; not by BLAS, whose threads cost more than so thin a product."""
    return np.asarray(np.einsum("ij,i->j", values, weights))


def picked(values: Floats, rows: Rows) -> Floats:
    """Rows of an array, laid out by column if it is."""
    if values.flags.f_contiguous and values.ndim == 2:
        return np.asarray(np.take(values.T, rows, axis=1).T)
    return np.asarray(np.take(values, rows, axis=0))


def _taken(values: Floats, rows: Rows | None) -> Floats:
    return values if rows is None else values[rows]


def replicated(prepared: Prepared, statistic: Callable[[Floats], Floats]) -> Estimated:
    """Any statistic of the weights, computed anew with each replicate's weights.

    Parameters
    ----------
    statistic
        From weights, (rows,), to estimates, (k,).
    """
    assert prepared.replicates is not None
    estimate = statistic(prepared.weights)
    thetas = np.array([statistic(weights) for weights in prepared.replicates.T])
    return Estimated(estimate, replicate_covariance(prepared, thetas, estimate))


def _replicated(
    prepared: Prepared, values: Floats, of_sums: Callable[[Floats], Floats], rows: Rows | None
) -> Estimated:
    assert prepared.replicates is not None
    estimate = of_sums(weighed(_taken(prepared.weights, rows), values))
    thetas = of_sums(_taken(prepared.replicates, rows).T @ values)
    return Estimated(estimate, replicate_covariance(prepared, thetas, estimate))


def replicate_covariance(prepared: Prepared, thetas: Floats, estimate: Floats) -> Floats:
    """Covariance of replicates' estimates, (replicates, k); one that has none is left out."""
    replicates = prepared.design.replicates
    assert replicates is not None
    if settled_error(prepared) is not None:
        return np.full((len(estimate),) * 2, settled_error(prepared))
    usable = np.isfinite(thetas).all(1)
    thetas, factors = thetas[usable], prepared.factors[usable]
    kept = thetas[factors > 0]
    middle = kept.mean(0) if replicates.centre == "mean" and len(kept) else estimate
    moved = (thetas - middle) * np.sqrt(factors)[:, None]
    return np.asarray(moved.T @ moved)


def settled_error(prepared: Prepared) -> float | None:
    """The error where the kind of sample settles it, 0 or missing; None where it does not."""
    design = prepared.design
    if design.sample == "census":
        return 0.0
    # one answer has no variance: it says nothing of how others would differ
    return np.nan if design_code(design) == "no-margin" or len(prepared) < 2 else None


def covariance(prepared: Prepared, influence: Floats, rows: Rows | None = None) -> Floats:
    """Covariance of the totals of weighted influence values, (rows, k), over the stages.

    Notes
    -----
    At each stage, over its strata of n units out of N:
    (1 - n / N) n / (n - 1) sum (u - mean u)(u - mean u)', times the sampling fractions
    of the stages before.  Saerndal, Swensson and Wretman (1992), Model Assisted Survey
    Sampling, chapter 4.  Calibrated weights: u is first replaced by its residual.
    """
    count = influence.shape[1]
    fixed = settled_error(prepared)
    if fixed is not None:
        return np.full((count, count), fixed)
    if prepared.basis is not None and prepared.pull is not None:
        if rows is not None:
            whole = np.zeros((len(prepared), count))
            whole[rows] = influence
            influence, rows = whole, None
        scaled = influence / prepared.pull[:, None]
        scaled -= prepared.basis @ (prepared.basis.T @ scaled)
        influence = scaled * prepared.pull[:, None]
    found = np.zeros((count, count))
    for stage in prepared.stages:
        found += _of_stage(stage, influence, rows, average=prepared.design.lonely == "average")
    return found


def _of_stage(stage: Stage, influence: Floats, rows: Rows | None, *, average: bool) -> Floats:
    """One stage; units without a row among `rows` have a total of 0 and count all the same."""
    strata = len(stage.drawn)
    unit = stage.unit if rows is None else stage.unit[rows]
    if len(stage.stratum) == len(stage.unit):  # each row is a unit: only those inside
        stratum, summed = stage.stratum[unit], influence
    else:
        stratum, summed = stage.stratum, sums(unit, influence, len(stage.stratum))
    means = sums(stratum, summed, strata) / stage.drawn[:, None]
    open_share = 1 - stage.drawn / stage.population
    alone = (stage.drawn == 1) & (open_share > 0)
    scale = stage.factor * open_share * stage.drawn / np.maximum(stage.drawn - 1, 1)
    middle = means[0] if strata == 1 else picked(np.asfortranarray(means), stratum)
    moved = (summed - middle) * np.sqrt(scale)[stratum][:, None]
    absent = (stage.drawn - np.bincount(stratum, minlength=strata)) * scale
    rest = means * np.sqrt(absent * (stage.drawn > 1))[:, None]
    found: Floats = moved.T @ moved + rest.T @ rest
    if average and alone.any() and not alone.all():
        found = found * (strata / (strata - alone.sum()))
    return found


def sums(codes: npt.NDArray[np.intp], values: Floats, count: int) -> Floats:
    """Sums of the columns of `values` by code, (count, k).

    >>> sums(np.array([0, 1, 0]), np.array([[1.0], [2.0], [4.0]]), 2).tolist()
    [[5.0], [2.0]]
    """
    if count == 1:
        return np.asarray(values.sum(0, keepdims=True))
    found = np.empty((count, values.shape[1]), order="F")
    for i, column in enumerate(np.ascontiguousarray(values.T)):
        found[:, i] = np.bincount(codes, column, minlength=count)
    return found


def degrees(prepared: Prepared, rows: Rows | None = None) -> int:
    """Degrees of freedom: first units less strata, of those alone that have such rows.

    With replicate weights: the rank of such rows' replicates less 1 (as in R), unless the
    design states how many.
    """
    replicates = prepared.design.replicates
    if replicates is not None:
        if replicates.df is not None:
            return replicates.df
        met = prepared.patterns if rows is None else prepared.patterns[_met(prepared, rows)]
        # More patterns than replicates have the rank of all, which is dear to compute.
        if rows is None or len(met) > met.shape[1]:
            return prepared.replicate_df
        return replicate_rank(met) - 1 if len(met) else 0
    first = prepared.stages[0]
    if rows is None:
        return len(first.stratum) - len(first.drawn)
    units = np.zeros(len(first.stratum), dtype=bool)
    units[first.unit[rows]] = True
    strata = np.zeros(len(first.drawn), dtype=bool)
    strata[first.stratum[units]] = True
    return int(units.sum() - strata.sum())


def _met(prepared: Prepared, rows: Rows) -> npt.NDArray[np.bool_]:
    met = np.zeros(len(prepared.patterns), dtype=bool)
    met[prepared.pattern[rows]] = True
    return met
