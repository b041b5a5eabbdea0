"""A design and its table as arrays: weights, stages, replicates, the calibration's columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from libmkt.stats.design import Codes, Design, Floats, replicate_scale
from libmkt.stats.design_checks import checked
from libmkt.stats.stages import Stage, stages


@dataclass(frozen=True, eq=False)
class Prepared:
    """A checked design as arrays, one row an answer."""

    design: Design
    weights: Floats  # (rows,)
    stages: tuple[Stage, ...]
    replicates: Floats | None  # (rows, replicates) full weights
    factors: Floats  # (replicates,) scale times each replicate's own factor
    pattern: Codes  # (rows,) number of each row's pattern of replicates
    patterns: Floats  # (patterns, replicates) replicate over full weight; few where by unit
    replicate_df: int  # rank of all patterns less 1
    basis: Floats | None  # (rows, m) orthonormal: the calibration's columns
    pull: Floats | None  # (rows,) weight over the root of the base weight

    def __len__(self) -> int:
        return len(self.weights)


def prepared(table: pd.DataFrame, design: Design) -> Prepared:
    """The design as arrays, after `checked`.

    Examples
    --------
    >>> table = pd.DataFrame({"school": ["a", "a", "b"], "weight": [1, 1, 2]})
    >>> found = prepared(table, Design(weights="weight", clusters="school"))
    >>> found.stages[0].unit.tolist(), found.stages[0].drawn.tolist()
    ([0, 0, 1], [2.0])
    """
    checked(table, design)
    weights = _numbers(table, design.weights)
    replicates = None
    factors = np.empty(0)
    if design.replicates is not None:
        names = list(design.replicates.columns)
        replicates = table[names].to_numpy(float)
        own = np.asarray(design.replicates.factors or np.ones(len(names)), float)
        factors = replicate_scale(design.replicates) * own
    basis = pull = None
    if design.calibrated:
        base = weights if design.base_weights is None else _numbers(table, design.base_weights)
        basis, pull = _basis(table[list(design.calibrated)], base), weights / np.sqrt(base)
    pattern, patterns = _patterns(replicates, weights)
    # the rank of many replicates is dear, and not asked for where df is stated
    stated = design.replicates is not None and design.replicates.df is not None
    few = len(patterns) == 0 or stated
    df = 0 if few else replicate_rank(patterns[: 4 * patterns.shape[1]]) - 1
    drawn = stages(table, design)
    return Prepared(design, weights, drawn, replicates, factors, pattern, patterns, df, basis, pull)


def _patterns(replicates: Floats | None, weights: Floats) -> tuple[Codes, Floats]:
    """Rows that share their replicates (those of one unit), for degrees of freedom."""
    if replicates is None:
        return np.empty(0, np.intp), np.empty((0, 0))
    relative = replicates / weights[:, None]
    # Equal rows have equal products with any vector, different ones hardly ever.
    product = relative @ np.random.default_rng(0).random(relative.shape[1])
    _, first, code = np.unique(np.round(product, 9), return_index=True, return_inverse=True)
    return code.astype(np.intp), relative[first]


def _numbers(table: pd.DataFrame, name: str | None) -> Floats:
    if name is None:
        return np.ones(len(table))
    return np.asarray(pd.to_numeric(table[name]).to_numpy(float), float)


def _basis(columns: pd.DataFrame, base: Floats) -> Floats:
    """Orthonormal columns that span the calibration's, each times the root of `base`."""
    parts = [np.ones((len(columns), 1))]
    for name in columns:
        column = columns[name]
        if is_numeric_dtype(column) and not is_bool_dtype(column):
            parts.append(column.to_numpy(float)[:, None])
        else:
            parts.append(pd.get_dummies(column).to_numpy(float))
    spanned = np.hstack(parts) * np.sqrt(base)[:, None]
    left, values, _ = np.linalg.svd(spanned, full_matrices=False)
    return np.asarray(left[:, values > values.max() * 1e-10], float)


def replicate_rank(patterns: Floats) -> int:
    """How many independent replicates there are, to the precision that files keep.

    >>> replicate_rank(np.array([[0.0, 1.5, 1.5], [1.5, 0.0, 1.5], [1.5, 1.5, 0.0]]))
    3
    """
    return int(np.linalg.matrix_rank(patterns, rtol=1e-7))
