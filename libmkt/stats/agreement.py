"""How far those who rate or rank agree: intraclass correlations, Kendall's W.

Agreement on categories is in `libmkt.stats.kappa` and `libmkt.stats.krippendorff`.  Checked
against the printed table of Shrout and Fleiss (1979), R's psych and `friedman.test`
(`tests/golden/scales.R`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.design import Floats
from libmkt.stats.domains import number_answers


def icc(table: pd.DataFrame, raters: Sequence[str], *, level: float = 0.95) -> pd.DataFrame:
    """Intraclass correlations of ratings: the six forms of Shrout and Fleiss.

    Parameters
    ----------
    table
        One row a thing that was rated; things that somebody did not rate are left out.
    raters
        Columns of numbers, one a rater.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        Six rows: form ("ICC1": each thing has its own raters; "ICC2": raters are a sample
        of many; "ICC3": these raters alone; with "k": of the mean of all raters), n
        (things), raters, estimate, statistic (F), df, df_error, p_value, conf_low,
        conf_high, missing (things left out).

    Raises
    ------
    DataError
        Fewer than two raters, or fewer than two things that all rated; all ratings equal.

    Notes
    -----
    Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428; the interval of ICC2
    with Satterthwaite's degrees of freedom, as there.

    Examples
    --------
    >>> ratings = pd.DataFrame({"a": [9, 6, 8, 7, 10, 6], "b": [2, 1, 4, 1, 5, 2],
    ...                         "c": [5, 3, 6, 2, 6, 4], "d": [8, 2, 8, 6, 9, 7]})
    >>> icc(ratings, ["a", "b", "c", "d"])["estimate"].round(2).tolist()
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    values, gone = _rated(table, raters)
    n, k = values.shape
    between, within, judges, error = _mean_squares(values)
    if within == 0 and between == 0:
        raise _refused(raters, N_("all ratings are the same"))
    singles = {
        "ICC1": _one_way(between, within, n, k, level),
        "ICC2": _two_way_random(between, judges, error, n, k, level),
        "ICC3": _two_way_fixed(between, error, n, k, level),
    }
    # of the mean of k raters: the Spearman-Brown formula, of the interval's ends too
    ends = ("estimate", "conf_low", "conf_high")
    means = {
        f"{form}k": row | {name: _stepped(row[name], k) for name in ends}
        for form, row in singles.items()
    }
    rows = [{"form": form, **row} for form, row in (singles | means).items()]
    found = pd.DataFrame(rows).assign(n=n, raters=k, missing=gone)
    front = ["form", "n", "raters", "estimate", "statistic", "df", "df_error", "p_value"]
    return found[[*front, "conf_low", "conf_high", "missing"]]


def kendall_w(table: pd.DataFrame, judges: Sequence[str]) -> pd.DataFrame:
    """Kendall's W: how far judges put the same things in the same order.

    Parameters
    ----------
    table
        One row a thing that was ranked or rated; things that a judge left out are left out.
    judges
        Columns of ranks or ratings, one a judge; ratings are ranked, ties share a rank.

    Returns
    -------
    DataFrame
        One row: n (things), judges, missing, estimate (0 no agreement, 1 the same order),
        statistic (chi-square), df, p_value, mean_r (mean Spearman correlation of two
        judges), method ("w", or "w, ties corrected").

    Raises
    ------
    DataError
        Fewer than two judges or two things, or a judge for whom all things are equal.

    Notes
    -----
    W = 12 S / (m^2 (n^3 - n) - m sum of ties), chi-square m (n - 1) W with n - 1 degrees
    of freedom; Kendall and Gibbons (1990), Rank Correlation Methods, chapter 6.

    Examples
    --------
    >>> table = pd.DataFrame({"one": [1, 2, 3, 4], "two": [1, 3, 2, 4], "three": [2, 1, 3, 4]})
    >>> kendall_w(table, ["one", "two", "three"])[["n", "judges", "estimate"]].round(3)
       n  judges  estimate
    0  4       3     0.778
    """
    from scipy.stats import chi2, rankdata

    values, gone = _rated(table, judges)
    n, m = values.shape
    flat = [name for name, own in zip(judges, values.T, strict=True) if len(set(own)) == 1]
    if flat:
        raise _refused(flat, N_("all ratings are the same"))
    ranks = rankdata(values, axis=0)
    sums = ranks.sum(axis=1)
    counts = [np.unique(own, return_counts=True)[1] for own in values.T]
    ties = float(sum((c**3 - c).sum() for c in counts))
    estimate = float(12 * ((sums - sums.mean()) ** 2).sum() / (m**2 * (n**3 - n) - m * ties))
    statistic = m * (n - 1) * estimate
    row = {
        "n": n,
        "judges": m,
        "missing": gone,
        "estimate": estimate,
        "statistic": statistic,
        "df": n - 1,
        "p_value": float(chi2.sf(statistic, n - 1)),
        "mean_r": float((np.corrcoef(ranks, rowvar=False).sum() - m) / (m * (m - 1))),
        "method": "w, ties corrected" if ties else "w",
    }
    return pd.DataFrame([row])


def _rated(table: pd.DataFrame, raters: Sequence[str]) -> tuple[Floats, int]:
    """Ratings of the things that all rated, and how many things were left out."""
    columns = [
        np.where(answers.answered, answers.values[:, 0], np.nan)
        for _, answers in number_answers(table, list(raters))
    ]
    if len(columns) < 2:
        raise _refused(raters, N_("expected two raters or more"))
    values = np.column_stack(columns)
    known = ~np.isnan(values).any(axis=1)
    if known.sum() < 2:
        raise _refused(raters, N_("expected two things or more that all rated"))
    return values[known], int((~known).sum())


def _refused(names: Sequence[str], what: str) -> DataError:
    return DataError(
        Message(N_("agreement cannot be computed")), [Problem(", ".join(names), Message(what))]
    )


def _mean_squares(values: Floats) -> tuple[float, float, float, float]:
    """Mean squares between things, within things, between raters, and what is left."""
    n, k = values.shape
    of_things, of_raters = values.mean(axis=1), values.mean(axis=0)
    mean = values.mean()
    between = k * ((of_things - mean) ** 2).sum() / (n - 1)
    within = ((values - of_things[:, None]) ** 2).sum() / (n * (k - 1))
    judges = n * ((of_raters - mean) ** 2).sum() / (k - 1)
    left = values - of_things[:, None] - of_raters + mean
    return between, within, judges, (left**2).sum() / ((n - 1) * (k - 1))


def _one_way(between: float, within: float, n: int, k: int, level: float) -> dict[str, float]:
    return _from_f(between, within, n - 1, n * (k - 1), k, level)


def _two_way_fixed(between: float, error: float, n: int, k: int, level: float) -> dict[str, float]:
    return _from_f(between, error, n - 1, (n - 1) * (k - 1), k, level)


def _from_f(
    above: float, below: float, df: int, df_error: int, k: int, level: float
) -> dict[str, float]:
    """A single rating's ICC and its exact interval from F = above / below."""
    row, low, high = _f_test(above, below, df, df_error, level)
    value = row["statistic"]
    return row | {
        "estimate": (above - below) / (above + (k - 1) * below),
        "conf_low": (value / high - 1) / (value / high + k - 1),
        "conf_high": (value * low - 1) / (value * low + k - 1),
    }


def _f_test(
    above: float, below: float, df: int, df_error: int, level: float
) -> tuple[dict[str, float], float, float]:
    from scipy.stats import f

    statistic = float(np.divide(above, below)) if below > 0 else np.inf
    row = {
        "statistic": statistic,
        "df": df,
        "df_error": df_error,
        "p_value": float(f.sf(statistic, df, df_error)),
    }
    tail = (1 + level) / 2
    return row, float(f.ppf(tail, df_error, df)), float(f.ppf(tail, df, df_error))


def _two_way_random(
    between: float, judges: float, error: float, n: int, k: int, level: float
) -> dict[str, float]:
    from scipy.stats import f

    row, _, _ = _f_test(between, error, n - 1, (n - 1) * (k - 1), level)
    estimate = (between - error) / (between + (k - 1) * error + k * (judges - error) / n)
    # Satterthwaite's degrees of freedom of a mix of two mean squares, as on p. 424 there
    ratio = judges / error if error > 0 else np.inf
    mixed = k * estimate * ratio + n * (1 + (k - 1) * estimate) - k * estimate
    parts = (n - 1) * (k * estimate * ratio) ** 2 + (
        n * (1 + (k - 1) * estimate) - k * estimate
    ) ** 2
    df = (k - 1) * (n - 1) * mixed**2 / parts if np.isfinite(parts) and parts > 0 else np.nan
    tail = (1 + level) / 2
    over, under = f.ppf(tail, n - 1, df), f.ppf(tail, df, n - 1)
    rest = k * judges + (k * n - k - n) * error
    return row | {
        "estimate": estimate,
        "conf_low": float(n * (between - over * error) / (over * rest + n * between)),
        "conf_high": float(n * (under * between - error) / (rest + n * under * between)),
    }


def _stepped(single: float, k: int) -> float:
    """Reliability of the mean of k raters from that of one (Spearman and Brown).

    >>> round(_stepped(0.5, 2), 4)
    0.6667
    """
    return k * single / (1 + (k - 1) * single)
