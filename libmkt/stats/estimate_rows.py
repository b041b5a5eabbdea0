"""What every row of a table of estimates has: who answered, the doubt, and its note."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from libmkt.stats import variance
from libmkt.stats.design import Floats, named_columns
from libmkt.stats.domains import Answers, Group, Rows, effective
from libmkt.stats.margins import t_interval
from libmkt.stats.notes import design_code, has_margin, joined_codes
from libmkt.stats.prepared import Prepared
from libmkt.stats.variance import Estimated, degrees

COLUMNS = (
    *("question", "group", "label", "n", "missing", "n_eff", "estimate", "std_error", "df"),
    *("conf_low", "conf_high", "deff", "method", "note"),
)


def who_answered(group: Group, answers: Answers) -> tuple[Rows, int]:
    """Rows of the group that answered, and how many did not."""
    inside = group.rows[answers.answered[group.rows]]
    return inside, len(group.rows) - len(inside)


def base_row(
    sample: Prepared, question: str, group: str, inside: Rows, gone: int
) -> dict[str, Any]:
    return {
        "question": question,
        "group": group,
        "n": len(inside),
        "missing": gone,
        "n_eff": effective(sample, inside),
        "df": degrees(sample, inside),
    }


def means_of(sample: Prepared, values: Floats, inside: Rows) -> tuple[Estimated, Floats]:
    """Means of the columns over the rows inside, with their design effects."""
    ones = np.ones((len(inside), 1))
    found = variance.ratios(sample, values, ones, np.zeros(values.shape[1], np.intp), inside)
    return found, design_effect(np.diag(found.covariance), simple_variance(sample, values, inside))


def simple_variance(sample: Prepared, values: Floats, inside: Rows) -> Floats:
    """Variance of the means in a simple random sample of as many people.

    Without replacement where the design states population sizes, as R's default.
    """
    n = len(inside)
    if n < 2:
        return np.full(values.shape[1], np.nan)
    weights = sample.weights[inside]
    whole = weights.sum()
    centred = values - variance.weighed(weights, values) / whole
    spread = variance.weighed(weights, centred**2) / whole * n / (n - 1)
    finite = bool(named_columns(sample.design.population)) and whole > n
    return np.asarray(spread / n * ((whole - n) / whole if finite else 1.0))


def design_effect(variance: Floats, simple: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(simple > 0, variance / simple, np.nan)


def with_t(
    row: dict[str, Any], sample: Prepared, found: Estimated, i: int, level: float
) -> dict[str, Any]:
    estimate, error = float(found.estimate[i]), float(found.std_error[i])
    low, high = t_interval(estimate, error, df=row["df"], level=level)
    return row | {
        "estimate": estimate,
        "std_error": error,
        "conf_low": low,
        "conf_high": high,
        "method": how(sample, "t"),
    }


def how(sample: Prepared, interval: str) -> str:
    """How the error and the interval were made, as codes: "linearised, wilson"."""
    design = sample.design
    if not has_margin(design):
        return "census" if design.sample == "census" else "none"
    error = design.replicates.kind if design.replicates else "linearised"
    return f"{error}, {interval}"


def sure(table: pd.DataFrame, sample: Prepared) -> pd.DataFrame:
    """Take away errors that mean nothing, and say why in `note`."""
    design = sample.design
    empty = table["n"] == 0
    few = ~empty & ((table["n"] < 2) | (table["df"] < 1)) & (design.sample != "census")
    doubt = ["std_error", "conf_low", "conf_high", "deff"]
    table.loc[empty | few, doubt] = np.nan
    if design.sample == "census":
        table["deff"] = np.nan
        table.loc[~empty, "conf_low"] = table.loc[~empty, "conf_high"] = table["estimate"]
    said = pd.DataFrame({"kind": design_code(design), "few": "", "empty": ""}, table.index)
    said.loc[few, "few"], said.loc[empty, "empty"] = "too-few", "empty"
    table["note"] = [joined_codes(codes) for codes in said.to_numpy()]
    return table
