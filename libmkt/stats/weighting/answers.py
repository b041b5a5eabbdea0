"""The columns of a sample as a frame takes them: base weights, codes, numbers, who is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, Problem
from libmkt.stats.weighting.targets import Margin, shown

Missing = Literal["refuse", "own", "leave_out"]
MISSING: Final = get_args(Missing)


def base_weights(
    data: pd.DataFrame, weights: str | pd.Series | None, problems: list[Problem]
) -> np.ndarray:
    """Weights before, one a row of the data; ones where none are given."""
    if weights is None:
        return np.ones(len(data))
    if isinstance(weights, str) and weights not in data.columns:
        problems.append(Problem(weights, Message(N_("column is missing")), columns_found(data)))
        return np.ones(len(data))
    given = data[weights] if isinstance(weights, str) else weights
    name = str(given.name or "weights")
    if len(given) == len(data) and not given.index.equals(data.index):
        problems.append(
            Problem(name, Message(N_("the weights stand in another order than the answers")))
        )
        return np.ones(len(data))
    if len(given) != len(data):
        problems.append(
            Problem(name, Message(N_("one weight a respondent was expected")), value(len(given)))
        )
        return np.ones(len(data))
    w = pd.to_numeric(given, errors="coerce").to_numpy(float, na_value=np.nan)
    wrong = ~np.isfinite(w) | (w < 0)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        problems.append(
            Problem(
                name,
                Message(
                    N_("{n} weight is missing or negative"),
                    {"n": int(wrong.sum())},
                    plural=N_("{n} weights are missing or negative"),
                ),
                Message(
                    N_("first in row {row}: {value}"),
                    {"row": str(data.index[first]), "value": str(given.iloc[first])},
                ),
            )
        )
        return np.ones(len(data))
    if len(w) and not w.any():
        problems.append(Problem(name, Message(N_("all weights are 0"))))
    return w


def columns_found(data: pd.DataFrame) -> Message:
    """The columns there are, for a refusal."""
    return Message(N_("found: {names}"), {"names": ", ".join(map(str, data.columns))[:300]})


def value(one: object) -> Message:
    """A value as it was given, for a refusal."""
    return Message("{value}", {"value": str(one)})


def coded(
    column: pd.Series, margin: Margin, joins: Mapping[str, str]
) -> tuple[np.ndarray, list[str]]:
    """Codes of the margin's categories (-1 missing; beyond them, categories without a target).

    A category of the data alone may be joined with one of the targets by the declared map.
    """
    found, uniques = pd.factorize(column)
    place = {name: at for at, name in enumerate(margin.categories)}
    becomes = {joins.get(name, name): at for name, at in reversed(place.items())}
    place |= {
        name: becomes[new] for name, new in joins.items() if name not in place and new in becomes
    }
    untargeted: list[str] = []
    of_unique = np.full(len(uniques) + 1, -1, dtype=np.intp)  # the last one is for missing
    for at, value in enumerate(uniques):
        name = shown(value)
        if name == "":
            continue
        if name not in place:
            place[name] = len(place)
            untargeted.append(name)
        of_unique[at] = place[name]
    return of_unique[found], untargeted


def numbers(
    data: pd.DataFrame, totals: Mapping[str, float], problems: list[Problem]
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """The columns that have totals, (respondents, columns), and where each is missing."""
    columns = np.empty((len(data), len(totals)))
    gaps: dict[str, np.ndarray] = {}
    for at, (name, total) in enumerate(totals.items()):
        if not np.isfinite(total):
            problems.append(Problem(name, Message(N_("the total is not a number")), value(total)))
        values = pd.to_numeric(data[name], errors="coerce")
        columns[:, at] = values.to_numpy(float, na_value=np.nan)
        gaps[name] = ~np.isfinite(columns[:, at])
    return columns, gaps


def kept(
    gaps: dict[str, np.ndarray], missing: Missing, numeric: set[str], problems: list[Problem]
) -> np.ndarray:
    """Which rows are weighted, under the choice made for missing values."""
    size = len(next(iter(gaps.values()))) if gaps else 0
    kept = np.ones(size, dtype=bool)
    for name, gap in gaps.items():
        if missing == "leave_out":
            kept &= ~gap
        elif gap.any() and (missing == "refuse" or name in numeric):
            problems.append(
                Problem(
                    name,
                    Message(
                        N_("{n} value is missing"),
                        {"n": int(gap.sum())},
                        plural=N_("{n} values are missing"),
                    ),
                    Message(N_('choose missing="leave_out", or "own" for a category of their own')),
                )
            )
    if size and not kept.any():
        problems.append(Problem("data", Message(N_("there are no respondents"))))
    return kept
