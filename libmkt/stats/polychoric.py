"""Correlations of what lies behind ordered answers (polychoric), in two steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from libmkt.stats.design import Design, Floats
from libmkt.stats.scale_items import Items, enough, scale_items

_NODES, _SHARES = np.polynomial.legendre.leggauss(64)
_NEAR_ONE = 0.9999


def polychoric(
    table: pd.DataFrame,
    items: Sequence[str],
    design: Design | None = None,
    *,
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """Polychoric correlations of all items, over those who answered all.

    Parameters
    ----------
    table, items, design, reverse, ends
        See `scale_items`; of the design only the weights matter here.

    Returns
    -------
    DataFrame
        One row and one column an item, correlations from -1 to 1; 1 on the diagonal.

    Raises
    ------
    ParameterError, DataError
        See `scale_items`; fewer than 3 people answered all items.

    Notes
    -----
    The cuts of each item come from its own shares, then each correlation maximises the
    likelihood of the two items' table.  Olsson (1979), Psychometrika 44, 443-460.  Empty
    cells are left empty (R's psych can add a half to them; polycor does not).  Without the
    assumption that answers are cut from a normal attitude the numbers mean little.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1, 1, 1, 2, 2, 2, 1, 2], "b": [1, 1, 2, 2, 2, 2, 1, 1]})
    >>> polychoric(table, ["a", "b"]).round(3).loc["a", "b"].item()
    0.707
    """
    scale = scale_items(table, items, design, reverse=reverse, ends=ends)
    rows = scale.complete
    enough(scale, rows)
    return pd.DataFrame(polychoric_of(scale), index=scale.names, columns=scale.names)


def polychoric_of(scale: Items) -> Floats:
    """Polychoric correlations of checked items, as an array."""
    rows = scale.complete
    values, weights = scale.values[rows], scale.sample.weights[rows]
    codes, cuts = [], []
    for column in values.T:
        _, code = np.unique(column, return_inverse=True)
        codes.append(code)
        cuts.append(_cuts(np.bincount(code, weights).astype(float)))
    k = values.shape[1]
    found = np.eye(k)
    for i in range(k):
        for j in range(i):
            shape = len(cuts[i]) - 1, len(cuts[j]) - 1
            cells = np.zeros(shape)
            np.add.at(cells, (codes[i], codes[j]), weights)
            found[i, j] = found[j, i] = _most_likely(cells, cuts[i], cuts[j])
    return found


def _cuts(counts: Floats) -> Floats:
    """Where the normal attitude is cut, with both infinities."""
    from scipy.special import ndtri

    return np.asarray(ndtri(np.concatenate([[0.0], np.cumsum(counts)[:-1] / counts.sum(), [1.0]])))


def _most_likely(cells: Floats, rows: Floats, columns: Floats) -> float:
    from scipy.optimize import minimize_scalar

    met = cells > 0

    def against(rho: float) -> float:
        below = normal_below(rows[:, None], columns[None, :], rho)
        chance = np.diff(np.diff(below, axis=0), axis=1)
        return -float((cells[met] * np.log(np.maximum(chance[met], 1e-300))).sum())

    best = minimize_scalar(
        against, bounds=(-_NEAR_ONE, _NEAR_ONE), method="bounded", options={"xatol": 1e-9}
    )
    return float(best.x)


def normal_below(x: Floats, y: Floats, rho: float) -> Floats:
    """Chance that two normal variables with correlation rho lie below x and y.

    Notes
    -----
    Phi(x) Phi(y) + integral from 0 to asin(rho) of exp(-(x^2 + y^2 - 2 x y sin t) /
    (2 cos^2 t)) / (2 pi) dt, by Gauss and Legendre at 64 points.  Drezner and Wesolowsky
    (1990), Journal of Statistical Computation and Simulation 35, 101-107.

    Examples
    --------
    >>> float(normal_below(np.array(0.0), np.array(0.0), 0.5).round(10))
    0.3333333333
    """
    from scipy.special import ndtr

    end = np.arcsin(rho)
    angle = end * (_NODES + 1) / 2
    # a cut at infinity adds nothing: 40 is as far
    u, v = np.clip(x, -40, 40)[..., None], np.clip(y, -40, 40)[..., None]
    apart = (u * u + v * v - 2 * u * v * np.sin(angle)) / (2 * np.cos(angle) ** 2)
    area = (np.exp(-apart) * _SHARES).sum(-1) * end / (4 * np.pi)
    return np.asarray(ndtr(x) * ndtr(y) + area)
