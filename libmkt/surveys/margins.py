"""A sample beside its population: who is missing from the answers, and by how much."""

from __future__ import annotations

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.weighting import kish
from libmkt.stats.weighting.answers import base_weights
from libmkt.stats.weighting.targets import Margin, read, scaled, shown


def sample_margins(
    responses: pd.DataFrame,
    population: pd.DataFrame,
    *,
    weights: str | pd.Series | None = None,
    rescale: bool = False,
) -> pd.DataFrame:
    """Shares of the sample and of the population, category by category.

    Parameters
    ----------
    responses
        One row a respondent.
    population
        One row a category: variable (column of `responses`), category, target (share or
        count), as `libmkt.stats.weighting.rake` takes it.
    weights
        Column or series of weights, to see what they leave of the differences.
    rescale
        Whether targets that do not sum to 1, or to one total, are scaled to it.

    Returns
    -------
    DataFrame
        One row a category, in the order of the targets: variable, category, n
        (respondents), missing (respondents whose variable is missing), estimate (share of
        those known), target (share), difference, ratio (estimate / target; 1 is even),
        statistic, df, p_value, effect_size (Cohen's w), one test a variable, method
        ("chi_square", "chi_square_n_eff"), note ("few_expected": a category expects fewer
        than 5, so that p is rough; else "").

    Raises
    ------
    DataError
        A category without target, targets that do not sum, weights missing or negative.

    Notes
    -----
    Pearson's chi-square of fit, n sum (p - q)^2 / q; with weights n is Kish's effective
    size, so that the test is rough.
    A small p says that the sample is not a simple random one of that population, not that
    estimates are wrong; a large one does not say that those who answered are like the rest.

    Examples
    --------
    >>> responses = pd.DataFrame({"sex": ["f"] * 70 + ["m"] * 30})
    >>> targets = pd.DataFrame(
    ...     [("sex", "f", 0.5), ("sex", "m", 0.5)], columns=["variable", "category", "target"]
    ... )
    >>> sample_margins(responses, targets)[["category", "n", "difference", "ratio", "statistic"]]
      category   n  difference  ratio  statistic
    0        f  70         0.2    1.4       16.0
    1        m  30        -0.2    0.6       16.0
    """
    problems: list[Problem] = []
    margins = read(population, problems)
    if not margins and not problems:
        problems.append(Problem("targets", Message(N_("there are no targets"))))
    if not len(responses):
        problems.append(Problem("data", Message(N_("there are no respondents"))))
    w = base_weights(responses, weights, problems)
    goals, total, _rescaled = scaled(margins, None, 1.0, rescale, problems)
    parts = []
    for margin in margins:
        if margin.variable not in responses.columns:
            problems.append(Problem(margin.variable, Message(N_("column is missing"))))
            continue
        names = responses[margin.variable].map(shown, na_action="ignore")
        problems += _untargeted(margin, names)
        if not problems:
            parts.append(_compared(margin, names, w, goals[margin.variable] / total))
    if problems:
        raise DataError(Message(N_("the sample cannot be set beside its population")), problems)
    return pd.concat(parts, ignore_index=True)


def _untargeted(margin: Margin, names: pd.Series) -> list[Problem]:
    found = names.value_counts()
    return [
        Problem(
            f"{margin.variable}: {name}",
            Message(N_("the category has no target")),
            Message(N_("{n} respondent"), {"n": int(n)}, plural=N_("{n} respondents")),
        )
        for name, n in found.items()
        if name not in margin.categories
    ]


def _compared(margin: Margin, names: pd.Series, w: np.ndarray, target: np.ndarray) -> pd.DataFrame:
    from scipy.stats import chi2

    order = pd.Index(margin.categories)
    codes = order.get_indexer(pd.Index(names))
    known = codes >= 0
    counts = np.bincount(codes[known], minlength=len(order))
    held = np.bincount(codes[known], weights=w[known], minlength=len(order))
    share = held / held.sum() if held.sum() else np.full(len(order), np.nan)
    size = kish(w[known])[0] if held.sum() else 0.0
    apart = np.divide((share - target) ** 2, target, where=target > 0, out=np.zeros(len(order)))
    statistic, df = size * float(apart.sum()), int((target > 0).sum()) - 1
    even = bool((w == w[0]).all())
    few = bool((size * target[target > 0] < 5).any())
    return pd.DataFrame(
        {
            "variable": margin.variable,
            "category": margin.categories,
            "n": counts,
            "missing": int((~known).sum()),
            "estimate": share,
            "target": target,
            "difference": share - target,
            "ratio": np.divide(share, target, where=target > 0, out=np.full(len(order), np.nan)),
            "statistic": statistic,
            "df": df,
            "p_value": float(chi2.sf(statistic, df)) if df > 0 else np.nan,
            "effect_size": float(np.sqrt(apart.sum())),
            "method": "chi_square" if even else "chi_square_n_eff",
            "note": "few_expected" if few else "",
        }
    )
