"""Answers with the weights that make them like the population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from libmkt.codebook import Codebook
from libmkt.errors import N_, DataError, Message
from libmkt.stats.design import Design, Sample
from libmkt.stats.weighting import Weighting, design_columns, rake
from libmkt.tables import Reading

MISSING: Final = "own"  # of whom a margin is not known: a category of its own that keeps its share


@dataclass(frozen=True, eq=False)
class Weighted:
    """Answers, the design that they are estimated under, and how they were weighted."""

    table: pd.DataFrame  # the answers, with the columns that the design names
    design: Design
    weighting: Weighting | None  # None: not weighted

    def __str__(self) -> str:
        return str(self.weighting) if self.weighting else f"{len(self.table)} answers, not weighted"


def weighted(
    table: pd.DataFrame,
    targets: pd.DataFrame | Reading | None,
    *,
    codebook: Codebook | None = None,
    sample: Sample = "probability",
    modelled: bool = False,
    min_cell: int = 5,
    collapse: Mapping[str, Mapping[str, str]] | None = None,
) -> Weighted:
    """Rake answers to what is known of the population; without that, leave them as they are.

    Parameters
    ----------
    table
        A respondent a row.
    targets
        `libmkt.read.margins`, or its table: variable, category, target; None weights nobody.
    codebook
        Its fields of the roles weight, stratum, cluster and fpc are the design that the
        sample was drawn by; None, or none of them, is a simple random sample.
    sample, modelled
        As in `Design`; of a sample that is not opt-in nothing needs a model, so that
        `modelled` says nothing there.
    min_cell
        Categories of fewer respondents are joined with a neighbour, and it is told.
    collapse
        Categories to be joined, as in `libmkt.stats.weighting.rake`.

    Returns
    -------
    Weighted
        Errors under its design are those of the residuals: what is known of the population
        adds no doubt.  A respondent of whom a margin is not known is in a category of its
        own that keeps its share.

    Raises
    ------
    DataError
        A category without a target, a target without a respondent, targets that disagree.

    Examples
    --------
    >>> answers = pd.DataFrame({"sex": ["f", "f", "f", "m", "m"] * 4})
    >>> targets = pd.DataFrame({"variable": "sex", "category": ["f", "m"], "target": [0.5, 0.5]})
    >>> made = weighted(answers, targets)
    >>> made.table["weight"].round(3).unique().tolist(), made.design.weights
    ([0.833, 1.25], 'weight')
    """
    drawn = _drawn(table, codebook, sample, modelled and sample == "opt-in")
    if targets is None:
        return Weighted(table, drawn, None)
    goals = targets.table if isinstance(targets, Reading) else targets
    try:
        held = rake(
            table, goals, weights=drawn.weights, missing=MISSING, min_cell=min_cell,
            collapse=collapse,
        )  # fmt: skip
    except DataError as error:
        raise _named(error, targets) from None
    added = design_columns(held)
    design = replace(
        drawn,
        weights="weight",
        base_weights="weight_before",
        calibrated=tuple(str(name) for name in added if str(name).startswith("margin: ")),
    )
    kept = table.drop(columns=[name for name in added if name in table])
    return Weighted(kept.join(added), design, held)


def _drawn(
    table: pd.DataFrame, codebook: Codebook | None, sample: Sample, modelled: bool
) -> Design:
    """The design that the codebook's roles tell."""
    names: dict[str, tuple[str, ...]] = {
        role: tuple(one.name for one in codebook.having(role=role) if one.name in table)
        if codebook
        else ()
        for role in ("weight", "stratum", "cluster", "fpc")
    }
    return Design(
        weights=next(iter(names["weight"]), None),
        strata=next(iter(names["stratum"]), None),
        clusters=names["cluster"],
        population=names["fpc"],
        sample=sample,
        modelled=modelled,
    )


def _named(error: DataError, targets: pd.DataFrame | Reading) -> DataError:
    """The refusal with the file that the targets stand in, where it is known."""
    files = targets.files if isinstance(targets, Reading) else ()
    hints = [Message(N_("The targets stand in {file}"), {"file": one.file}) for one in files]
    return DataError(error.summary, error.problems, [*error.hints, *hints])
