"""Raking by iterative proportional fitting, of one set of weights or of many at once.

Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444.  Each margin in
turn is brought to its target; the sums of several margins are taken from one table, which
changes nothing in the numbers and saves most of the passes over the respondents.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from libmkt.stats.weighting.frame import Block, Frame, counted


def fit(frame: Frame, *, tolerance: float, max_iterations: int) -> tuple[np.ndarray, int, bool]:
    """Raked weights (n,), rounds taken, and whether every margin was met.

    A margin is met when no category misses its target by more than `tolerance` of the total.
    """
    allowed = frame.total * tolerance
    weights = frame.base.astype(float)
    if len(frame.blocks) == 1:  # one table says everything: respondents only at the end
        block = frame.blocks[0]
        factor, rounds, met = _fitted(counted(block, weights), block, allowed, max_iterations)
        return weights * factor.ravel()[block.cell], rounds, met
    factor_of = np.empty_like(weights)
    for number in range(1, max_iterations + 1):
        worst = 0.0
        for block in frame.blocks:
            table = counted(block, weights)
            factor, missed = _turn(table, block)
            np.take(factor.ravel(), block.cell, out=factor_of, mode="clip")
            weights *= factor_of
            worst = max(worst, missed)
        if worst <= allowed:
            return weights, number, True
    return weights, max_iterations, False


def fit_many(
    frame: Frame,
    bases: np.ndarray,
    tables: list[np.ndarray],
    *,
    tolerance: float,
    max_iterations: int,
) -> tuple[np.ndarray, bool]:
    """Raked replicates (n, replicates) of base weights of that shape, and whether all were met.

    Parameters
    ----------
    tables
        `counted_many` of the base weights; no category is empty in a replicate.
    """
    allowed = frame.total * tolerance
    weights = np.empty(bases.shape)
    if len(frame.blocks) == 1:
        block = frame.blocks[0]
        factor, _rounds, met = _fitted(tables[0], block, allowed, max_iterations)
        np.take(factor.reshape(-1, bases.shape[1]), block.cell, axis=0, out=weights, mode="clip")
        weights *= bases
        return weights, met
    weights[:] = bases
    adders = [adder(block) for block in frame.blocks]
    for _ in range(max_iterations):
        worst = 0.0
        for block, added in zip(frame.blocks, adders, strict=True):
            table = (added @ weights).reshape(*block.shape, -1)
            factor, missed = _turn(table, block)
            weights *= factor.reshape(-1, bases.shape[1])[block.cell]
            worst = max(worst, missed)
        if worst <= allowed:
            return weights, True
    return weights, False


def counted_many(frame: Frame, bases: np.ndarray) -> list[np.ndarray]:
    """Sums of replicates (n, replicates) in the cells of each table: its shape, replicates last."""
    return [(adder(block) @ bases).reshape(*block.shape, -1) for block in frame.blocks]


def adder(block: Block) -> Any:
    """Sparse (cells, n): times weights it gives the sums of the cells."""
    from scipy import sparse

    n = len(block.cell)
    return sparse.csr_matrix((np.ones(n), (block.cell, np.arange(n))), shape=(prod(block.shape), n))


def _fitted(
    table: np.ndarray, block: Block, allowed: float, max_iterations: int
) -> tuple[np.ndarray, int, bool]:
    """Factors that bring all margins of a table to their targets; rounds; whether met."""
    now = table.copy()
    with np.errstate(over="ignore"):  # margins that contradict one another drive it to infinity
        for number in range(1, max_iterations + 1):
            if _round(now, block.targets) <= allowed:
                return _ratio(now, table), number, True
    return _ratio(now, table), max_iterations, False


def _turn(table: np.ndarray, block: Block) -> tuple[np.ndarray, float]:
    """Factors of one round over the margins of a table, and the worst miss before it."""
    now = table.copy()
    worst = _round(now, block.targets)
    return _ratio(now, table), worst


def _ratio(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.divide(now, before, where=before > 0, out=np.ones_like(now))
    return found


def _round(table: np.ndarray, targets: tuple[np.ndarray, ...]) -> float:
    """Bring each margin of a table to its target in turn, in place: the worst miss before.

    The table may have one axis more than targets: replicates, each brought there by itself.
    """
    worst = 0.0
    for axis, target in enumerate(targets):
        others = tuple(i for i in range(len(targets)) if i != axis)
        seen = table.sum(axis=others, keepdims=True)
        shape = [1] * table.ndim
        shape[axis] = len(target)
        goal = target.reshape(shape)
        worst = max(worst, float(np.abs(seen - goal).max()))
        table *= goal / seen
    return worst
