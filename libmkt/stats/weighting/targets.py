"""Targets of weighting: a tidy table, checked, as what each category shall add up to.

One category a row: `variable`, `category`, `target`, a share (0 to 1; those of a variable
sum to 1) or a count.  Categories are compared as text, so that 1, 1.0 and "1" are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem

COLUMNS = ("variable", "category", "target")
_EXACT = 1e-6  # how far sums may differ, relative


@dataclass(frozen=True)
class Margin:
    """The targets of one variable, in the order of the table."""

    variable: str
    categories: tuple[str, ...]
    targets: np.ndarray  # shares or counts, as given
    is_share: bool


def shown(value: object) -> str:
    """A category as text: 1.0 and 1 are "1".

    >>> shown(1.0), shown("18-24"), shown(np.int64(3)), shown(0.5)
    ('1', '18-24', '3', '0.5')
    """
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def read(targets: pd.DataFrame, problems: list[Problem]) -> list[Margin]:
    """The margins of a table of targets; what is wrong with it is added to `problems`."""
    if absent := [name for name in COLUMNS if name not in targets.columns]:
        found = ", ".join(map(str, targets.columns))
        problems += [
            Problem(
                name,
                Message(N_("column is missing")),
                Message(N_("found: {names}"), {"names": found}),
            )
            for name in absent
        ]
        return []
    numbers = pd.to_numeric(targets["target"], errors="coerce")
    for at in np.flatnonzero(~(numbers >= 0) | np.isinf(numbers)):
        row = targets.iloc[at]
        problems.append(
            Problem(
                f"{row['variable']}: {row['category']}",
                Message(N_("the target is not a number from 0")),
                Message("{value}", {"value": row["target"]}),
            )
        )
    for name in ("variable", "category"):
        blank = targets[name].isna() | (targets[name].astype(str).str.strip() == "")
        if blank.any():
            problems.append(
                Problem(
                    name,
                    Message(
                        N_("{n} row of the targets has none"),
                        {"n": int(blank.sum())},
                        plural=N_("{n} rows of the targets have none"),
                    ),
                )
            )
    margins = []
    for variable, part in targets.assign(target=numbers).groupby("variable", sort=False):
        names = tuple(shown(value) for value in part["category"])
        for name in sorted({name for name in names if names.count(name) > 1}):
            problems.append(
                Problem(f"{variable}: {name}", Message(N_("the category stands twice")))
            )
        values = part["target"].to_numpy(float)
        margins.append(Margin(str(variable), names, values, bool((values <= 1).all())))
    return margins


def scaled(
    margins: list[Margin], total: float | None, base: float, rescale: bool, problems: list[Problem]
) -> tuple[dict[str, np.ndarray], float, tuple[str, ...]]:
    """Targets as sums of weights by variable, their total, and which were rescaled.

    Parameters
    ----------
    total
        What the weights shall add up to; None takes the counts' total, or `base` where
        all targets are shares.
    rescale
        Whether targets that do not sum are scaled to their sum instead of refused.
    """
    sums = {margin.variable: float(margin.targets.sum()) for margin in margins}
    counts = [sums[m.variable] for m in margins if not m.is_share]
    whole = total if total is not None else _usual(counts) if counts else base
    found: dict[str, np.ndarray] = {}
    changed: list[str] = []
    for margin in margins:
        due = 1.0 if margin.is_share else whole
        if abs(sums[margin.variable] - due) > _EXACT * due:
            if rescale and sums[margin.variable] > 0:
                changed.append(margin.variable)
            else:
                problems.append(_differs(margin, sums[margin.variable], due))
        scale = whole / sums[margin.variable] if sums[margin.variable] > 0 else 1.0
        found[margin.variable] = margin.targets * scale
    return found, whole, tuple(changed)


def _usual(sums: Sequence[float]) -> float:
    """The sum of most of the margins, the first of equals: one that differs is the odd one out.

    >>> _usual([13_200, 24_000, 24_000]), _usual([5.0, 6.0])
    (24000, 5.0)
    """
    return max(sums, key=lambda one: sum(abs(one - other) <= _EXACT * one for other in sums))


def _differs(margin: Margin, found: float, due: float) -> Problem:
    what = (
        N_("shares do not sum to 1")
        if margin.is_share
        else N_("targets do not sum to the total of {due}")
    )
    return Problem(
        margin.variable,
        Message(what, {} if margin.is_share else {"due": f"{due:,.6g}"}),
        Message(N_("sum: {found}"), {"found": f"{found:,.6g}"}),
    )
