"""Answers with the weights that make them like the population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from libmkt.codebook import Codebook, SurveyReading
from libmkt.codebook.replication import doubts
from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats.design import Design, Replicates, Sample
from libmkt.stats.weighting import Weighting, design_columns, rake, reweighted
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
    answers: pd.DataFrame | SurveyReading,
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
    answers
        `libmkt.read.survey`, or a table with a respondent a row.
    targets
        `libmkt.read.margins`, or its table: variable, category, target; None weights nobody.
    codebook
        Its fields of the roles weight, stratum, cluster, fpc and replicate are the design
        that the sample was drawn by; None takes that of a reading; without it, or without
        such fields, it is a simple random sample.
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
        adds no doubt; replicate weights are raked too.  A respondent of whom a margin is not
        known is in a category of its own that keeps its share.

    Raises
    ------
    DataError
        A category without a target, a target without a respondent, targets that disagree:
        with the files and, of the targets, the rows, where readings were given.
    ParameterError
        `min_cell` is below 0.

    Examples
    --------
    >>> answers = pd.DataFrame({"sex": ["f", "f", "f", "m", "m"] * 4})
    >>> targets = pd.DataFrame({"variable": "sex", "category": ["f", "m"], "target": [0.5, 0.5]})
    >>> made = weighted(answers, targets)
    >>> made.table["weight"].round(3).unique().tolist(), made.design.weights
    ([0.833, 1.25], 'weight')
    """
    _checked(min_cell)
    table = answers.table if isinstance(answers, SurveyReading) else answers
    if codebook is None and isinstance(answers, SurveyReading):
        codebook = answers.codebook
    drawn = _drawn(table, codebook, sample, modelled and sample == "opt-in")
    if targets is None:
        return Weighted(table, drawn, None)
    goals = targets.table if isinstance(targets, Reading) else targets
    try:
        held = rake(
            table, goals, weights=drawn.weights, missing=MISSING, min_cell=min_cell,
            collapse=collapse,
        )  # fmt: skip
        again = _reweighted(table, held, drawn.replicates)
    except DataError as error:
        raise _named(error, answers, targets) from None
    added = design_columns(held)
    design = replace(
        drawn,
        weights="weight",
        base_weights="weight_before",
        calibrated=tuple(str(name) for name in added if str(name).startswith("margin: ")),
    )
    if drawn.replicates is not None:
        design = replace(
            design, replicates=replace(drawn.replicates, columns=tuple(map(str, again)))
        )
    added = pd.concat([added, again], axis=1)
    kept = table.drop(columns=[name for name in added if name in table])
    return Weighted(kept.join(added), design, held)


def _reweighted(
    table: pd.DataFrame, held: Weighting, replicates: Replicates | None
) -> pd.DataFrame:
    """The replicate weights brought to the same targets, a column each."""
    if replicates is None:
        return pd.DataFrame(index=table.index)
    columns = list(replicates.columns)
    fitted = reweighted(held, table[columns])
    return pd.DataFrame(fitted, table.index, [f"weight: {name}" for name in columns])


def _checked(min_cell: int) -> None:
    if min_cell < 0:
        what = Message(N_("expected a whole number from 0"))
        raise ParameterError(
            Message(N_("the sample cannot be weighted")),
            [Problem("min_cell", what, Message("{found}", {"found": min_cell}))],
        )


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
        replicates=_replicates(table, codebook) if codebook else None,
        sample=sample,
        modelled=modelled,
    )


def _replicates(table: pd.DataFrame, codebook: Codebook) -> Replicates | None:
    """The replicate weights that the codebook tells of."""
    columns = tuple(one.name for one in codebook.having(role="replicate"))
    said = codebook.replication
    problems = [Problem("libmkt:replicates", what) for what in doubts(codebook)]
    missing = Message(N_("column is missing"))
    problems += [Problem(name, missing) for name in columns if name not in table]
    if problems:
        raise DataError(Message(N_("the replicate weights cannot be used")), problems)
    if said is None:
        return None
    return Replicates(columns, said.kind, said.scale, said.factors, said.rho, said.centre, said.df)


def _named(
    error: DataError, answers: pd.DataFrame | SurveyReading, targets: pd.DataFrame | Reading
) -> DataError:
    """The refusal with the rows of the targets and the files, where they are known."""
    hints = list(error.hints)
    if isinstance(answers, SurveyReading):
        what = N_("The answers stand in {file}")
        hints += [Message(what, {"file": one.file}) for one in answers.files]
    if isinstance(targets, Reading):
        what = N_("The targets stand in {file}")
        hints += [Message(what, {"file": one.file}) for one in targets.files]
    rows = _rows_of(targets.table if isinstance(targets, Reading) else targets)
    problems = [_placed(one, rows) for one in error.problems]
    return DataError(error.summary, problems, hints)


def _rows_of(targets: pd.DataFrame) -> dict[str, list[int]]:
    """Rows of the file by "variable: category" and by variable; none where they are not known."""
    found: dict[str, list[int]] = {}
    if "row" in targets:
        columns = (targets[name] for name in ("variable", "category", "row"))
        for variable, category, row in zip(*columns, strict=True):
            found.setdefault(str(variable), []).append(int(row))
            found.setdefault(f"{variable}: {category}", []).append(int(row))
    return found


def _placed(problem: Problem, rows: Mapping[str, list[int]]) -> Problem:
    """The problem with the rows of its target; of a category without one, of its variable."""
    where = str(problem.where)
    at = rows.get(where) or rows.get(where.split(": ")[0], [])
    if not at:
        return problem
    shown = {"rows": ", ".join(map(str, at)), "where": where}
    return replace(problem, where=Message(N_("row {rows}: {where}"), shown))
