"""Raking by iterative proportional fitting, of one set of weights or of many at once.

Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444.  Each margin in
turn is brought to its target; the sums of several margins are taken from one table, which
changes nothing in the numbers and saves most of the passes over the respondents.
"""

from __future__ import annotations

from math import prod

import numpy as np

from libmkt.stats.weighting.frame import Block, Frame, counted

_BATCH = 4_000_000  # numbers of one batch of replicates: 32 MB


def fit(frame: Frame, *, tolerance: float, max_iterations: int) -> tuple[np.ndarray, int, bool]:
    """Raked weights (n,), rounds taken, and whether every margin was met.

    A margin is met when no category misses its target by more than `tolerance` of the total.
    """
    found = frame.blocks
    weights = frame.base.astype(float)
    if len(found) == 1:  # the table of all margins says everything: respondents only at the end
        factor, rounds, met = _table(found[0], weights, frame.total * tolerance, max_iterations)
        return weights * factor[found[0].cell], rounds, met
    factor_of = np.empty_like(weights)
    for number in range(1, max_iterations + 1):
        worst = 0.0
        for block in found:
            table = counted(block, weights)
            factor, missed = _round(table, block.targets)
            np.take(factor.ravel(), block.cell, out=factor_of, mode="clip")
            weights *= factor_of
            worst = max(worst, missed)
        if worst <= frame.total * tolerance:
            return weights, number, True
    return weights, max_iterations, False


def fit_many(
    frame: Frame, bases: np.ndarray, *, tolerance: float, max_iterations: int
) -> tuple[np.ndarray, bool]:
    """Raked replicates (n, replicates) of base weights of that shape, and whether all were met.

    The caller has seen to it that no category is empty in a replicate.
    """
    found = frame.blocks
    out = np.empty(bases.shape)
    step = max(1, _BATCH // max(len(frame.rows), prod(found[0].shape)))
    met = True
    for start in range(0, bases.shape[1], step):
        part = slice(start, start + step)
        out[:, part], fine = _batch(found, bases[:, part], frame.total * tolerance, max_iterations)
        met &= fine
    return out, met


def _batch(
    found: tuple[Block, ...], bases: np.ndarray, allowed: float, max_iterations: int
) -> tuple[np.ndarray, bool]:
    adders = [_adder(block) for block in found]
    weights = np.array(bases, dtype=float)
    replicates = weights.shape[1]
    if len(found) == 1:
        block = found[0]
        table = (adders[0] @ weights).reshape(*block.shape, replicates)
        factor = np.ones_like(table)
        for _ in range(max_iterations):
            step, worst = _round(table, block.targets)
            factor *= step
            if worst <= allowed:
                break
        weights *= factor.reshape(-1, replicates)[block.cell]
        return weights, worst <= allowed
    for _ in range(max_iterations):
        worst = 0.0
        for block, adder in zip(found, adders, strict=True):
            table = (adder @ weights).reshape(*block.shape, replicates)
            step, missed = _round(table, block.targets)
            weights *= step.reshape(-1, replicates)[block.cell]
            worst = max(worst, missed)
        if worst <= allowed:
            return weights, True
    return weights, False


def _adder(block: Block):  # type: ignore[no-untyped-def]
    """Sparse (cells, n): times weights it gives the sums of the cells."""
    from scipy import sparse

    n = len(block.cell)
    return sparse.csr_matrix((np.ones(n), (block.cell, np.arange(n))), shape=(prod(block.shape), n))


def _table(
    block: Block, weights: np.ndarray, allowed: float, max_iterations: int
) -> tuple[np.ndarray, int, bool]:
    table = counted(block, weights)
    factor = np.ones(block.shape)
    with np.errstate(over="ignore"):  # margins that contradict one another drive it to infinity
        return _rounds(table, factor, block.targets, allowed, max_iterations)


def _rounds(
    table: np.ndarray,
    factor: np.ndarray,
    targets: tuple[np.ndarray, ...],
    allowed: float,
    max_iterations: int,
) -> tuple[np.ndarray, int, bool]:
    for number in range(1, max_iterations + 1):
        step, worst = _round(table, targets)
        factor *= step
        if worst <= allowed:
            return factor.ravel(), number, True
    return factor.ravel(), max_iterations, False


def _round(table: np.ndarray, targets: tuple[np.ndarray, ...]) -> tuple[np.ndarray, float]:
    """Bring each margin of a table to its target in turn, in place: the factors, the worst miss.

    The table may have one axis more than targets: replicates, each brought there by itself.
    """
    factor = np.ones_like(table)
    extra = table.ndim - len(targets)
    worst = 0.0
    for axis, target in enumerate(targets):
        others = tuple(i for i in range(len(targets)) if i != axis)
        seen = table.sum(axis=others)
        goal = target.reshape(-1, *(1,) * extra)
        worst = max(worst, float(np.abs(seen - goal).max()))
        shape = [1] * len(targets) + list(table.shape[len(targets) :])
        shape[axis] = len(target)
        step = (goal / seen).reshape(shape)
        table *= step
        factor *= step
    return factor, worst
