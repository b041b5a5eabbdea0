"""What weighting gives: the weights, the margins before and after, what was joined or cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from libmkt.stats.weighting.distance import Distance
from libmkt.stats.weighting.frame import Frame, sums


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights that bring a sample to its targets, and what was done to find them."""

    weights: pd.Series  # one a row of the data, its index; missing for those left out
    margins: pd.DataFrame  # one category: variable, category, n, before, after, target (0 to 1)
    collapsed: pd.DataFrame  # one category that was joined: variable, category, into, n, rule
    left_out: int  # rows left out because a margin is missing
    rescaled: tuple[str, ...]  # variables whose targets did not sum and were rescaled
    method: str  # raking, post_stratification, linear, logit
    iterations: int
    trimmed: int  # weights cut
    trimming: str  # what became of what was cut: calibrate, spread, or "" without trimming
    limits: tuple[float, float]  # of a weight, by trimming
    n: int  # respondents weighted
    n_eff: float  # Kish: (sum w)^2 / sum w^2
    deff: float  # n / n_eff
    distance: Distance  # raking for post-stratification too; its replicates are found alike
    bounds: tuple[float, float]  # of weight / base weight under which they were fitted
    frame: Frame  # what `linearised` and `reweighted` work with

    def __str__(self) -> str:
        margins = len(self.frame.variables) + len(self.frame.numeric_names)
        says = [
            f"{self.n:,} respondents weighted by {self.method.replace('_', '-')} on {margins} "
            f"{'margin' if margins == 1 else 'margins'}: effective sample {self.n_eff:,.1f}, "
            f"design effect {self.deff:.3f}"
        ]
        if len(self.collapsed):
            says.append(f"categories joined: {len(self.collapsed)}")
        if self.trimmed:
            says.append(f"weights trimmed ({self.trimming}): {self.trimmed}")
        if self.left_out:
            says.append(f"left out for a missing margin: {self.left_out}")
        if self.rescaled:
            says.append(f"targets rescaled to their sum: {', '.join(self.rescaled)}")
        return "; ".join(says)


def kish(weights: np.ndarray | pd.Series) -> tuple[float, float]:
    """Effective sample size (sum w)^2 / sum w^2 and design effect n / n_eff of weights (F33).

    Parameters
    ----------
    weights
        At least 0, one a respondent; missing ones do not count.

    Returns
    -------
    (n_eff, deff)
        Answers, at most n; times, from 1.

    Notes
    -----
    Kish (1965), Survey Sampling, section 11.7.  It is what
    unequal weights cost an estimate that has nothing to do with them; the error of a given
    estimate comes from its design.

    Examples
    --------
    >>> n_eff, deff = kish(np.repeat([0.5, 1.0, 1.75], [60, 80, 60]))
    >>> round(n_eff, 2), round(deff, 3)
    (165.83, 1.206)
    """
    w = np.asarray(weights, dtype=float)
    w = w[~np.isnan(w)]
    n_eff = float(w.sum() ** 2 / (w**2).sum())
    return n_eff, len(w) / n_eff


def recorded(
    frame: Frame,
    weights: np.ndarray,
    *,
    method: str,
    distance: Distance = "raking",
    iterations: int = 1,
    trimmed: int = 0,
    trimming: str = "",
    limits: tuple[float, float] = (-np.inf, np.inf),
    bounds: tuple[float, float] = (0.0, np.inf),
    collapsed: pd.DataFrame,
    left_out: int,
    rescaled: tuple[str, ...],
) -> Weighting:
    """Put weights (n,) on the index of the data, and the margins beside their targets."""
    series = pd.Series(np.nan, index=frame.index, name="weight")
    series.array[frame.rows] = weights
    n_eff, deff = kish(weights)
    return Weighting(
        weights=series,
        margins=_margins(frame, weights),
        collapsed=collapsed,
        left_out=left_out,
        rescaled=rescaled,
        method=method,
        iterations=iterations,
        trimmed=trimmed,
        trimming=trimming,
        limits=limits,
        n=len(frame.rows),
        n_eff=n_eff,
        deff=deff,
        distance=distance,
        bounds=bounds,
        frame=frame,
    )


def _margins(frame: Frame, weights: np.ndarray) -> pd.DataFrame:
    before, after = sums(frame, frame.base), sums(frame, weights)
    alike = bool((frame.base == 1).all())
    counts = before if alike else sums(frame, np.ones(len(weights)))
    parts = [
        pd.DataFrame(
            {
                "variable": name,
                "category": list(frame.categories[at]),
                "n": counts[at].astype(int),
                "before": before[at] / frame.base.sum(),
                "after": after[at] / weights.sum(),
                "target": frame.targets[at] / frame.total,
            }
        )
        for at, name in enumerate(frame.variables)
    ]
    for at, name in enumerate(frame.numeric_names):
        x = frame.numeric[:, at]
        row = {
            "variable": name,
            "category": "mean",
            "n": len(x),
            "before": frame.base @ x / frame.base.sum(),
            "after": weights @ x / weights.sum(),
            "target": frame.numeric_totals[at] / frame.total,
        }
        parts.append(pd.DataFrame([row]))
    columns = ["variable", "category", "n", "before", "after", "target"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
