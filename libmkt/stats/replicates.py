"""Replicate weights made from a design: Rao and Wu's bootstrap and the jackknife."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Design, Floats, Replicates
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.stages import Stage
from libmkt.stats.variance import degrees

Kind = Literal["bootstrap", "jackknife"]
KINDS: Final = get_args(Kind)


def with_replicates(
    table: pd.DataFrame,
    design: Design,
    *,
    kind: Kind,
    replicates: int = 500,
    seed: int = 0,
    prefix: str = "replicate_",
) -> tuple[pd.DataFrame, Design]:
    """The table with columns of replicate weights, and the design that names them.

    Weights that are calibrated must be calibrated anew in each column
    (`libmkt.stats.weighting`) before these replicates say how sure they are.

    Parameters
    ----------
    table, design
        The whole sample and its design, without replicate weights yet.
    kind
        "bootstrap": units are drawn anew within strata; "jackknife": each first unit is
        left out in turn.
    replicates
        How many, of the bootstrap; the jackknife has as many as there are first units.
    seed
        Start of the random numbers of the bootstrap.
    prefix
        Of the names of the new columns, which are numbered from 1.

    Returns
    -------
    tuple
        The table with its new columns, and the design with `replicates`.

    Raises
    ------
    ParameterError
        The kind is not known, there are replicates already, or fewer than two are asked.

    Notes
    -----
    Bootstrap: of the n units of a stratum n - 1 are drawn with replacement, and a unit
    drawn k times has weight w k n / (n - 1); Rao and Wu (1988), Journal of the American
    Statistical Association 83, 231-241.  It takes no account of population sizes.
    Jackknife: the stratum's other units have weight w n / (n - 1), each replicate the
    factor (n - 1) / n, times 1 - n / N where the first stage's population is stated.
    Strata of one unit keep their weight.  As R's `as.svrepdesign`.

    Examples
    --------
    >>> table = pd.DataFrame({"branch": ["a", "b", "c"], "w": [1.0, 1, 1], "loans": [1, 2, 6]})
    >>> table, design = with_replicates(
    ...     table, Design(weights="w", clusters="branch"), kind="jackknife"
    ... )
    >>> table["replicate_1"].tolist()
    [0.0, 1.5, 1.5]
    """
    wrong = []
    if kind not in KINDS:
        wrong.append(not_among("kind", kind, KINDS))
    if design.replicates is not None:
        wrong.append(Problem("design", Message(N_("the design has replicate weights already"))))
    if replicates < 2:
        what = Message(N_("expected at least two replicate weights"))
        wrong.append(Problem("replicates", what))
    if wrong:
        raise ParameterError(Message(N_("replicate weights cannot be made")), wrong)
    sample = prepared(table, design)
    first = sample.stages[0]
    made: tuple[Floats, Floats] = (
        _jackknife(first) if kind == "jackknife" else _bootstrap(first, replicates, seed)
    )
    of_units, factors = made
    weights = of_units[first.unit] * sample.weights[:, None]
    names = tuple(f"{prefix}{i + 1}" for i in range(weights.shape[1]))
    columns = pd.DataFrame(weights, columns=list(names), index=table.index)
    named = Replicates(
        names,
        "bootstrap" if kind == "bootstrap" else "stratified jackknife",
        factors=tuple(factors.tolist()),
    )
    return pd.concat([table, columns], axis=1), replace(design, replicates=named)


def replicated_sample(
    table: pd.DataFrame, sample: Prepared, replicates: int, seed: int
) -> Prepared:
    """The sample with its own replicate weights, or else with those of a bootstrap.

    The bootstrap's degrees of freedom are those of the design that it draws from.
    """
    if sample.replicates is not None:
        return sample
    made, design = with_replicates(
        table, sample.design, kind="bootstrap", replicates=replicates, seed=seed
    )
    assert design.replicates is not None
    named = replace(design.replicates, df=degrees(sample))
    return prepared(made, replace(design, replicates=named))


def _bootstrap(stage: Stage, count: int, seed: int) -> tuple[Floats, Floats]:
    """Multiples of each unit's weight, (units, replicates)."""
    random = np.random.default_rng(seed)
    found = np.ones((len(stage.stratum), count))
    for stratum, drawn in enumerate(stage.drawn.astype(int)):
        if drawn > 1:
            times = random.multinomial(drawn - 1, np.full(drawn, 1 / drawn), size=count).T
            found[stage.stratum == stratum] = times * drawn / (drawn - 1)
    return found, np.ones(count)


def _jackknife(stage: Stage) -> tuple[Floats, Floats]:
    drawn = stage.drawn[stage.stratum]
    same = stage.stratum[:, None] == stage.stratum
    found = np.where(same & (drawn > 1)[:, None], (drawn / np.maximum(drawn - 1, 1))[:, None], 1)
    np.fill_diagonal(found, np.where(drawn > 1, 0.0, 1.0))
    kept = np.flatnonzero(drawn > 1)
    factors = (1 - stage.drawn / stage.population)[stage.stratum] * (drawn - 1) / drawn
    return found[:, kept].astype(float), factors[kept]
