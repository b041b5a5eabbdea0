"""Means of many questions at once, with how they vary together under a design.

What gaps, crosses and regions need: the doubt of a difference of two means of the same
people is not that of two groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.errors import N_, DataError, Message
from libmkt.stats import variance
from libmkt.stats.design import Floats
from libmkt.stats.domains import Rows, effective, number_answers
from libmkt.stats.margins import t_interval
from libmkt.stats.prepared import Prepared
from libmkt.stats.scale_items import outside


@dataclass(frozen=True, eq=False)
class Joint:
    """Means of k columns, each over those who answered it, and their covariances."""

    estimate: Floats  # (k,)
    covariance: Floats  # (k, k)
    n: npt.NDArray[np.intp]  # (k,) answers
    n_eff: Floats  # (k,)
    df: npt.NDArray[np.intp]  # (k,) degrees of freedom of the design

    def combined(self, parts: Sequence[tuple[int, float]]) -> tuple[float, float]:
        """A sum of multiples of the means and its standard error: [(column, times), ...]."""
        columns, times = [i for i, _ in parts], np.array([t for _, t in parts])
        spread = float(times @ self.covariance[np.ix_(columns, columns)] @ times)
        error = float(np.sqrt(max(spread, 0))) if np.isfinite(spread) else np.nan
        return float(times @ self.estimate[columns]), error

    def interval(
        self, parts: Sequence[tuple[int, float]], level: float
    ) -> tuple[float, float, float, float]:
        """Estimate, error and t interval of a sum of multiples of the means."""
        estimate, error = self.combined(parts)
        # One person, or one unit, leaves nothing to tell the doubt from.
        few = min(self.n[i] for i, _ in parts) < 2
        df = min(int(self.df[i]) for i, _ in parts)
        error = np.nan if few else error
        return estimate, error, *t_interval(estimate, error, df=df, level=level)


def joint_means(sample: Prepared, values: Floats, rows: Rows | None = None) -> Joint:
    """Means of the columns over those who answered, with their covariances.

    Parameters
    ----------
    sample
        The design of the whole table.
    values
        (people, k), missing as NaN.
    rows
        Which people count; None for all.

    Examples
    --------
    >>> from libmkt.stats.design import Design
    >>> from libmkt.stats.prepared import prepared
    >>> sample = prepared(pd.DataFrame({"w": [1.0, 1, 1]}), Design(weights="w"))
    >>> found = joint_means(sample, np.array([[1.0, 2.0], [2.0, np.nan], [3.0, 6.0]]))
    >>> found.estimate.tolist(), found.n.tolist()
    ([2.0, 4.0], [3, 2])
    """
    rows = np.arange(len(values)) if rows is None else rows
    own = values[rows]
    known = ~np.isnan(own)
    k = values.shape[1]
    found = variance.ratios(
        sample, np.nan_to_num(own), known.astype(float), np.arange(k, dtype=np.intp), rows
    )
    answered = [rows[column] for column in known.T]
    return Joint(
        found.estimate,
        found.covariance,
        np.array([len(own) for own in answered], np.intp),
        np.array([effective(sample, own) for own in answered]),
        np.array([variance.degrees(sample, own) if len(own) else 0 for own in answered], np.intp),
    )


def columns_of(
    table: pd.DataFrame,
    names: Sequence[str],
    ends: tuple[float, float] | None = None,
    *,
    summary: Message | None = None,
) -> Floats:
    """Columns of numbers as an array, (people, columns), missing as NaN.

    Parameters
    ----------
    names
        The columns.
    ends
        Lowest and highest answer possible.
    summary
        What cannot be done when an answer lies beyond the ends.

    Raises
    ------
    DataError
        A column is missing, not of numbers or empty, or has an answer beyond the ends.
    """
    found = np.column_stack(
        [np.where(a.answered, a.values[:, 0], np.nan) for _, a in number_answers(table, names)]
    )
    if ends is not None and (wrong := outside(names, found, *ends)):
        raise DataError(summary or Message(N_("these answers do not make a scale")), wrong)
    return found
