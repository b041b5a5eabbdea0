"""What weights are fitted to: the margins of a sample as codes beside their targets.

A `Frame` is made once, by `libmkt.stats.weighting.checks`, and serves the fit, its standard
errors and every set of replicate weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
import pandas as pd

_TABLE = 4096  # cells of a table of sums that stays in the processor's nearest cache


@dataclass(frozen=True, eq=False)
class Block:
    """Several margins seen as one table, so that respondents are passed over once for all."""

    cell: np.ndarray  # (n,) position of each respondent in the table
    shape: tuple[int, ...]
    targets: tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Frame:
    """Respondents as codes, and what each category shall add up to."""

    index: pd.Index  # of the data, those left out included
    rows: np.ndarray  # positions in `index` of the n respondents that are weighted
    base: np.ndarray  # (n,) weights before, at least 0
    variables: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]  # of each variable, in the order of the targets
    codes: tuple[np.ndarray, ...]  # (n,) of each variable: position in its categories
    targets: tuple[np.ndarray, ...]  # of each variable: what the weights shall add up to
    numeric: np.ndarray  # (n, m) values whose weighted totals are known too
    numeric_names: tuple[str, ...]
    numeric_totals: np.ndarray  # (m,)
    total: float  # what all weights add up to

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The margins in tables of at most 4,096 cells; in one where it is below the sample."""
        if not self.variables:
            return ()
        if prod(self.sizes) <= max(_TABLE, len(self.rows)):
            return (_block(self, range(len(self.sizes))),)
        found: list[list[int]] = [[]]
        for at, size in enumerate(self.sizes):
            if found[-1] and prod(self.sizes[i] for i in found[-1]) * size > _TABLE:
                found.append([])
            found[-1].append(at)
        return tuple(_block(self, members) for members in found)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many categories each variable has."""
        return tuple(len(names) for names in self.categories)


def _block(frame: Frame, members: Iterable[int]) -> Block:
    places = list(members)
    shape = tuple(frame.sizes[at] for at in places)
    cell = frame.codes[places[0]].astype(np.intp)  # a copy: the codes stay as they are
    for at in places[1:]:
        cell *= frame.sizes[at]
        cell += frame.codes[at]
    return Block(cell, shape, tuple(frame.targets[at] for at in places))


def matrix(frame: Frame) -> Any:
    """Indicators of all categories, a one, and the numeric values: sparse, (n, k).

    The numeric values are centred on their target mean and divided by their spread, so
    that sums of squares stay accurate; with the one beside them they span the same space.
    """
    from scipy import sparse

    n, places = len(frame.rows), np.arange(len(frame.rows))
    parts = [
        sparse.csr_matrix((np.ones(n), (places, code)), shape=(n, size))
        for code, size in zip(frame.codes, frame.sizes, strict=True)
    ]
    parts.append(sparse.csr_matrix(np.ones((n, 1))))
    if frame.numeric_names:
        centre, spread = _scale(frame)
        parts.append(sparse.csr_matrix((frame.numeric - centre) / spread))
    return sparse.hstack(parts, format="csr")


def wanted(frame: Frame) -> np.ndarray:
    """What the columns of `matrix` shall add up to under the weights: (k,)."""
    parts = [*frame.targets, np.array([frame.total])]
    if frame.numeric_names:
        centre, spread = _scale(frame)
        parts.append((frame.numeric_totals - frame.total * centre) / spread)
    return np.concatenate(parts)


def _scale(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    spread = frame.numeric.std(axis=0)
    return frame.numeric_totals / frame.total, np.where(spread > 0, spread, 1.0)


def counted(block: Block, weights: np.ndarray) -> np.ndarray:
    """Sums of the weights in the cells of a table."""
    found = np.bincount(block.cell, weights=weights, minlength=prod(block.shape))
    return found.reshape(block.shape)


def sums(frame: Frame, weights: np.ndarray) -> list[np.ndarray]:
    """What the weights (n,) add up to in each category of each variable."""
    found: list[np.ndarray] = []
    for block in frame.blocks:
        table = counted(block, weights)
        axes = range(table.ndim)
        found += [table.sum(axis=tuple(i for i in axes if i != axis)) for axis in axes]
    return found
