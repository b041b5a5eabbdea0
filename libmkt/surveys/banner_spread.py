"""Estimates of many groups at once, with the covariances that comparisons of them need.

Where the units drawn are the people themselves (strata or none, population sizes or none),
people of the same groups are added up first: all covariances then come from a few sums a
pattern of groups.  Clusters, replicate weights and calibration go the general way of
`libmkt.stats.variance`; both give the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.stats.compare import joint_ratios
from libmkt.stats.design import Codes, Floats
from libmkt.stats.domains import Answers, Group
from libmkt.stats.prepared import Prepared
from libmkt.stats.variance import degrees, picked, settled_error


@dataclass(frozen=True, eq=False)
class Heading:
    """The groups of one heading; people who share all their groups have one pattern."""

    inside: np.ndarray  # (people, groups) bool
    pattern: Codes  # (people,)
    groups: Floats  # (patterns, groups): 1 where the pattern is in the group


@dataclass(frozen=True, eq=False)
class Spread:
    """Estimates of r rows in g groups; (g, g) tables have the groups themselves on the diagonal."""

    n: Floats  # (g, g) people in both groups
    weight: Floats  # (g,) sum of weights
    kish: Floats  # (g, g) sum of w^2 of those in both, over both sums of weights
    df: Floats  # (g, g) units less strata of the people in either group
    count: Floats  # (r, g) people with the answer; of scores their sum
    estimate: Floats  # (r, g)
    covariance: Floats  # (r, g, g)

    @property
    def n_eff(self) -> Floats:
        """Kish's effective number of people, (g,); 0 of an empty group."""
        own = np.diag(self.kish)
        return np.divide(1.0, own, out=np.zeros_like(own), where=own > 0)


def heading(inside: np.ndarray) -> Heading:
    """Groups as (people, groups) of true and false, with their patterns.

    >>> heading(np.array([[True, False], [True, True], [True, False]])).pattern.tolist()
    [0, 1, 0]
    """
    code = np.zeros(len(inside), np.intp)
    for column in inside.T:
        code = pd.factorize(code * 2 + column)[0].astype(np.intp)
    _, first = np.unique(code, return_index=True)
    return Heading(inside, code, inside[first].astype(float))


def spread(sample: Prepared, values: Floats, answered: np.ndarray, across: Heading) -> Spread:
    """Means of the columns of `values` in each group, over those who answered.

    Parameters
    ----------
    values
        (people, rows), 0 and 1 or scores.
    answered
        (people,) who is in the base.
    """
    rows = np.flatnonzero(answered & across.inside.any(1))
    weights, pattern, member = sample.weights[rows], across.pattern[rows], across.groups
    own, many = picked(values, rows), len(member)
    n = _both(member, np.bincount(pattern, minlength=many).astype(float))
    weight = member.T @ np.bincount(pattern, weights, minlength=many)
    inverse = np.divide(1.0, weight, out=np.zeros_like(weight), where=weight > 0)
    kish = _both(member, np.bincount(pattern, weights**2, minlength=many))
    kish = kish * inverse[:, None] * inverse
    count = np.array([member.T @ np.bincount(pattern, y, minlength=many) for y in own.T])
    found = (_quick if _people_are_units(sample) else _general)(sample, own, rows, across)
    estimate, covariance = found
    df = _degrees(sample, rows, across)
    estimate[:, weight <= 0] = np.nan
    return Spread(n, weight, kish, df, count, estimate, covariance)


def _both(member: Floats, sums: npt.NDArray[Any]) -> Floats:
    """Sums by pattern as sums over the people who are in both of two groups."""
    return np.asarray(member.T @ (member * sums[:, None]))


def _people_are_units(sample: Prepared) -> bool:
    stage = sample.stages[0]
    plain = sample.replicates is None and sample.basis is None and len(sample.stages) == 1
    uneven = sample.design.lonely == "average" and bool((stage.drawn == 1).any())
    return plain and not uneven and len(stage.stratum) == len(stage.unit)


def _quick(sample: Prepared, values: Floats, rows: Codes, across: Heading) -> tuple[Floats, Floats]:
    """Sums by pattern; the stratum's own means come in where there are several strata.

    With u = w (y - r) / W: sum over strata of (1 - f) n / (n - 1) times
    (sum u_a u_b - sum u_a sum u_b / n), n all units of the stratum.
    """
    stage, member = sample.stages[0], across.groups
    strata, many, width = len(stage.drawn), len(member), member.shape[1]
    scale = (1 - stage.drawn / stage.population) * stage.drawn / np.maximum(stage.drawn - 1, 1)
    stratum = stage.stratum[stage.unit[rows]]
    weights, pattern = sample.weights[rows], across.pattern[rows]
    square = weights**2 * scale[stratum]
    key = stratum * many + pattern

    def by_stratum(w: Floats) -> Floats:
        return np.bincount(key, w, minlength=strata * many).reshape(strata, many) @ member

    below = by_stratum(weights)
    whole = below.sum(0)
    inverse = np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > 0)
    q0 = _both(member, np.bincount(pattern, square, minlength=many))
    estimates = np.empty((values.shape[1], width))
    spreads = np.empty((values.shape[1], width, width))
    for i, y in enumerate(values.T):
        above = by_stratum(weights * y)
        r = above.sum(0) * inverse
        weighed = square * y
        q1 = _both(member, np.bincount(pattern, weighed, minlength=many))
        q2 = _both(member, np.bincount(pattern, weighed * y, minlength=many))
        product = q2 - (r[:, None] + r) * q1 + r[:, None] * r * q0
        if strata > 1:
            summed = (above - r * below) * np.sqrt(scale / stage.drawn)[:, None]
            product -= summed.T @ summed
        estimates[i], spreads[i] = r, product * inverse[:, None] * inverse
    return estimates, _sayable(sample, spreads)


def _sayable(sample: Prepared, spreads: Floats) -> Floats:
    settled = settled_error(sample)
    return spreads if settled is None else np.full_like(spreads, settled)


def _general(
    sample: Prepared, values: Floats, rows: Codes, across: Heading
) -> tuple[Floats, Floats]:
    inside = across.inside[rows]
    full = np.flatnonzero(inside.any(0))
    whole = np.zeros((len(sample), values.shape[1]), order="F")
    whole[rows] = values
    answers = Answers([""] * values.shape[1], whole, np.zeros(0, bool))
    groups = [Group("", rows[inside[:, g]]) for g in full]
    found = joint_ratios(sample, answers, groups)
    count, width = values.shape[1], inside.shape[1]
    estimates = np.full((count, width), np.nan)
    spreads = np.full((count, width, width), np.nan)
    estimates[:, full] = found.estimate.reshape(len(full), count).T
    tables = found.covariance.reshape(len(full), count, len(full), count)
    for i in range(count):
        spreads[i][np.ix_(full, full)] = tables[:, i, :, i]
    return estimates, spreads


def _degrees(sample: Prepared, rows: Codes, across: Heading) -> Floats:
    inside = across.inside[rows]
    width = inside.shape[1]
    if _people_are_units(sample):
        return _plain_degrees(sample, rows, across)
    found = np.zeros((width, width))
    for a in range(width):
        for b in range(a, width):
            found[a, b] = found[b, a] = degrees(sample, rows[inside[:, a] | inside[:, b]])
    return found


def _plain_degrees(sample: Prepared, rows: Codes, across: Heading) -> Floats:
    stage, member = sample.stages[0], across.groups
    strata, many = len(stage.drawn), len(member)
    key = stage.stratum[stage.unit[rows]] * many + across.pattern[rows]
    counts = np.bincount(key, minlength=strata * many).reshape(strata, many).astype(float)
    one = counts @ member
    met = (one > 0).astype(float)
    both = _both(member, counts.sum(0))
    people = one.sum(0)
    either = people[:, None] + people - both
    # strata that neither group has: those of the one less those of both
    joint = met.sum(0)[:, None] + met.sum(0) - met.T @ met
    return np.asarray(either - joint)


def pairs(count: int) -> tuple[Codes, Codes]:
    """Every two of so many groups: numbers of the first and of the second.

    >>> [found.tolist() for found in pairs(3)]
    [[0, 0, 1], [1, 2, 2]]
    """
    first, second = np.triu_indices(count, 1)
    return first, second
