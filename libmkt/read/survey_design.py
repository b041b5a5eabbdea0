"""What a codebook says of how a sample was drawn, held to the file: weights, strata, sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from libmkt.codebook.records import Codebook
from libmkt.errors import N_, Message, Problem
from libmkt.read.findings import listed
from libmkt.read.survey_match import Matched

_WEIGHT: Final = N_("a weight must be a number above 0")
_RULES: Final[dict[str, tuple[str, Callable[[np.ndarray], np.ndarray]]]] = {
    "weight": (_WEIGHT, lambda found: found > 0),
    "replicate": (N_("a replicate weight must be a number from 0"), lambda found: found >= 0),
    "fpc": (N_("expected a size above 0"), lambda found: found > 0),
}


def design_problems(
    book: Codebook, match: Matched, columns: dict[str, pd.Series], rows: list[int]
) -> list[Problem]:
    """Weights that are none, respondents without stratum or cluster, replicates that are gone.

    Estimates would refuse them too, but only here file, row and cell are known.  A column
    that nobody has filled in yet is no problem of reading.

    Parameters
    ----------
    book, match
        The fields and their columns of the file.
    columns
        The coded columns of the table.
    rows
        Row of the file of each respondent.
    """
    replicates = [one.name for one in book.having(role="replicate")]
    gone = [name for name in replicates if name in match.absent]
    problems = [Problem(name, Message(N_("column is missing"))) for name in gone]
    for one in book.fields:
        if one.name not in columns or one.name not in match.single:
            continue
        cells = match.single[one.name].cells
        if not any(cells):
            continue
        values = columns[one.name]
        if one.role in _RULES:
            what, holds = _RULES[one.role]
            numbers = pd.to_numeric(values, errors="coerce").to_numpy(float, na_value=np.nan)
            bad = ~(np.isfinite(numbers) & holds(numbers))
            if one.role == "weight" and len(numbers) and not np.nan_to_num(numbers).any():
                what = N_("all weights are 0")
        elif one.role in ("stratum", "cluster"):
            what, bad = N_("a value is missing"), values.isna().to_numpy()
        else:
            continue
        cases = [(rows[at] - 1, cells[at] or "–") for at in np.flatnonzero(bad).tolist()]
        if cases:
            problems.append(Problem(one.name, Message(what), listed(cases)))
    return problems
