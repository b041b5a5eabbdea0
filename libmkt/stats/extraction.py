"""Factors drawn from a correlation matrix and rotated: what factor analysis and omega share.

Extraction and rotation are statsmodels'; starting values and Kaiser's normalisation are ours.
"""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.design import Floats
from libmkt.stats.polychoric import polychoric_of
from libmkt.stats.scale_items import Items, Pairs, correlations

Extraction = Literal["likelihood", "least squares"]
Rotation = Literal["varimax", "oblimin", "none"]
Kind = Literal["pearson", "polychoric"]


def related_items(scale: Items, kind: Kind, pairs: Pairs) -> Floats:
    """Correlations of a scale's items.

    Raises
    ------
    DataError
        An item follows from others, or pairwise correlations contradict each other.
    """
    related = (
        polychoric_of(scale)
        if kind == "polychoric"
        else correlations(scale.values, scale.sample.weights, pairs)
    )
    smallest = float(np.linalg.eigvalsh(related)[0]) if np.isfinite(related).all() else np.nan
    if not smallest > 1e-8:
        what = Message(N_("some items follow wholly from others, or their correlations clash"))
        raise DataError(
            Message(N_("factors cannot be found")), [Problem(", ".join(scale.names), what)]
        )
    return related


def extracted(related: Floats, factors: int, extraction: Extraction) -> tuple[Floats, Floats]:
    """Unrotated loadings, (items, factors), and uniquenesses, of a correlation matrix.

    >>> loadings, uniqueness = extracted(np.full((3, 3), 0.25) + 0.75 * np.eye(3), 1, "likelihood")
    >>> np.abs(loadings[:, 0]).round(4).tolist(), uniqueness.round(4).tolist()
    ([0.5, 0.5, 0.5], [0.75, 0.75, 0.75])
    """
    from statsmodels.multivariate.factor import Factor

    with warnings.catch_warnings():
        # out-of-bounds solutions carry the note "heywood" instead
        warnings.simplefilter("ignore")
        axes = Factor(corr=related, n_factor=factors, method="pa")
        axes.fit(maxiter=5000, tol=1e-10)
        loadings = np.asarray(axes.loadings, float)
        uniqueness = np.asarray(1 - (loadings**2).sum(1), float)
        if extraction == "likelihood":
            likely = Factor(corr=related, n_factor=factors, method="ml")
            start = loadings, np.clip(uniqueness, 0.05, None)
            likely.fit(start=start, opt={"gtol": 1e-9, "maxiter": 2000})
            loadings = np.asarray(likely.loadings, float)
            uniqueness = np.asarray(likely.uniqueness, float)
    return loadings, uniqueness


def rotated(loadings: Floats, rotation: Rotation) -> tuple[Floats, Floats]:
    """Rotated loadings and the correlations of the factors.

    Varimax after Kaiser's normalisation: each item's loadings have length 1 meanwhile, so
    that items that share little have an equal say.
    """
    from statsmodels.multivariate.factor_rotation import rotate_factors

    many = loadings.shape[1]
    if rotation == "none" or many == 1:
        return loadings, np.eye(many)
    # a stricter end than statsmodels' default
    if rotation == "oblimin":
        turned, axes = rotate_factors(loadings, "oblimin", 0, "oblique", tol=1e-7, max_tries=5000)
        return np.asarray(turned), np.asarray(axes.T @ axes)
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    scaled = np.divide(loadings, length, where=length > 0, out=np.zeros_like(loadings))
    turned, _ = rotate_factors(scaled, "varimax", tol=1e-7, max_tries=5000)
    return np.asarray(turned * length), np.eye(many)
