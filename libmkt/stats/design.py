"""How a sample was drawn: weights, strata, clusters, population sizes, replicate weights.

A `Design` only names columns of the table of answers.  It is declared for the whole
table, before anybody is filtered out, so that estimates of a part (a domain) know of the
strata and clusters in which that part has no members.  `libmkt.stats.design_checks`
refuses a design that its table does not bear; `libmkt.stats.prepared` turns it into arrays
for `libmkt.stats.variance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from libmkt.codebook.records import REPLICATE_KINDS, Centre, ReplicateKind

Sample = Literal["probability", "opt-in", "census"]
Lonely = Literal["refuse", "average", "certainty"]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

SAMPLES: Final = ("probability", "opt-in", "census")
LONELY: Final = ("refuse", "average", "certainty")
KINDS: Final = REPLICATE_KINDS


@dataclass(frozen=True)
class Replicates:
    """Columns of replicate weights, and how their estimates become a variance.

    The variance of an estimate is scale * sum(factors * (replicate - centre)**2).
    """

    columns: tuple[str, ...]  # full weights, one column a replicate
    kind: ReplicateKind
    scale: float | None = None  # None takes the scale of the kind, see `replicate_scale`
    factors: tuple[float, ...] = ()  # one a replicate; empty for 1 each
    rho: float = 0.0  # Fay's coefficient, from 0 to below 1
    centre: Centre = "mean"  # of the replicates, as R's survey; or the estimate itself
    df: int | None = None  # degrees of freedom; None takes the rank of the weights less 1


@dataclass(frozen=True)
class Design:
    """The design of a sample, as names of columns of its table of answers.

    Parameters
    ----------
    weights
        Column of weights: how many of the population an answer stands for, or any
        multiple of it.  None gives all the same weight, 1.
    strata
        Column that names the part of the population a row was drawn in.
    clusters
        Column of the units drawn first (schools, branches, days), then of those drawn
        in them, and so on.  Units are told apart within their stratum: "1" in two
        strata is two units.
    population
        Column that says how many units the row's stratum has at the first stage (then
        within its unit at the second, and so on): the finite population correction.
    replicates
        Replicate weights; when given, all errors come from them.
    sample
        "probability"; "opt-in": whoever came, so that there is no margin of error
        (errors are missing); "census": everybody was asked, so that there is no error.
    modelled
        For opt-in samples alone: give the errors a probability sample of the same make
        would have, marked as modelled.
    lonely
        A stratum of one unit has no variance of its own: "refuse"; "average" gives it
        that of an average stratum; "certainty" takes the unit as drawn with certainty.
    calibrated
        Columns that the weights were calibrated, raked or post-stratified on: numbers
        enter as they are, all else as categories.  Errors are those of the residuals
        from them, so that what is known of the population adds no doubt.
    base_weights
        Column of the weights before the calibration; None takes `weights`.

    Examples
    --------
    >>> Design(weights="weight", strata="district", population="inhabitants").columns()
    ('weight', 'district', 'inhabitants')
    """

    weights: str | None = None
    strata: str | None = None
    clusters: str | tuple[str, ...] = ()
    population: str | tuple[str, ...] = ()
    replicates: Replicates | None = None
    sample: Sample = "probability"
    modelled: bool = False
    lonely: Lonely = "refuse"
    calibrated: tuple[str, ...] = ()
    base_weights: str | None = None

    def columns(self) -> tuple[str, ...]:
        """Names of all columns that the design needs, each once."""
        named = (self.weights, self.base_weights, self.strata)
        found = [name for name in named if name is not None]
        found += [*named_columns(self.clusters), *named_columns(self.population)]
        found += [*self.calibrated, *(self.replicates.columns if self.replicates else ())]
        return tuple(dict.fromkeys(found))


def named_columns(names: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several, as a tuple.

    >>> named_columns("school"), named_columns(["school", "class"])
    (('school',), ('school', 'class'))
    """
    return (names,) if isinstance(names, str) else tuple(names)


def replicate_scale(replicates: Replicates) -> float:
    """The scale of a kind of replicate weights, unless one is given.

    Notes
    -----
    With R replicates: bootstrap 1 / (R - 1), as Rao and Wu's in R's survey; jackknife
    (R - 1) / R; stratified jackknife 1, each replicate with its own factor (n - 1) / n;
    balanced repeated replication 1 / R; Fay's 1 / (R (1 - rho)^2).

    Examples
    --------
    >>> replicate_scale(Replicates(("r1", "r2", "r3", "r4"), "fay", rho=0.5))
    1.0
    """
    if replicates.scale is not None:
        return replicates.scale
    count = len(replicates.columns)
    scales: dict[str, float] = {
        "bootstrap": 1 / (count - 1),
        "jackknife": (count - 1) / count,
        "stratified jackknife": 1.0,
        "brr": 1 / count,
        "fay": 1 / (count * (1 - replicates.rho) ** 2),
    }
    return scales[replicates.kind]
