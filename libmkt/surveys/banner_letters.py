"""Which columns of a heading differ: every two of them, tested and adjusted."""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.stats.adjusting import Adjust, adjusted
from libmkt.stats.design import Codes, Floats
from libmkt.surveys.banner_spread import Spread, pairs

Test = Literal["design", "pooled"]
TESTS: Final = get_args(Test)
_NOTHING: Final = 1e-18  # a variance that rounding alone can leave


def pair_tests(found: Spread, shares: np.ndarray, usable: np.ndarray, test: Test) -> pd.DataFrame:
    """Every two groups in every row: difference, error, test, not yet adjusted.

    Parameters
    ----------
    shares
        (rows,) whether a row is a share; means and scores always go by the design.
    usable
        (groups,) which groups are large enough to be tested: none where the sample gives no
        error.
    test
        "design": t with the linearised or replicated variance; "pooled": z with the
        pooled share and Kish's effective numbers.

    Returns
    -------
    DataFrame
        One row a row and pair: row, a, b (numbers of rows and groups), n_a, n_b, n_both,
        estimate (b less a), std_error, statistic, df (missing: normal), p_value, method.

    Notes
    -----
    Design: var = V_a + V_b - 2 C_ab, which takes in people who are in both groups and
    clusters that both share; df as of `libmkt.stats.compare.differences`.  Pooled:
    p (1 - p) (K_a + K_b - 2 K_ab), K the sum of w^2 (of those in both) over both sums of
    weights, so that without weights and overlap it is p (1 - p) (1 / n_a + 1 / n_b).
    A share of 0 or 1 has no linearised error: it is compared by the pooled one.
    """
    a, b = pairs(len(found.weight))
    first, second = found.estimate[:, a], found.estimate[:, b]
    own = np.diagonal(found.covariance, axis1=1, axis2=2)
    variance = own[:, a] + own[:, b] - 2 * found.covariance[:, a, b]
    df = np.broadcast_to(found.df[a, b] - 1, variance.shape).copy()
    edge = np.isin(first, (0.0, 1.0)) | np.isin(second, (0.0, 1.0))
    pool = shares[:, None] & (edge | (test == "pooled"))
    variance = np.where(pool, _pooled(found, first, second, a, b), variance)
    df[pool] = np.nan
    enough = np.asarray(usable & (np.diag(found.n) >= 2), dtype=bool)
    ready = np.take(enough, a) & np.take(enough, b)
    variance[:, ~ready] = np.nan
    error = np.sqrt(np.where(variance > _NOTHING, variance, np.nan))
    statistic = (second - first) / error
    rows, count = first.shape
    return pd.DataFrame(
        {
            "row": np.repeat(np.arange(rows), count),
            "a": np.tile(a, rows),
            "b": np.tile(b, rows),
            "n_a": np.tile(found.n[a, a], rows).astype(int),
            "n_b": np.tile(found.n[b, b], rows).astype(int),
            "n_both": np.tile(found.n[a, b], rows).astype(int),
            "estimate": (second - first).ravel(),
            "std_error": error.ravel(),
            "statistic": statistic.ravel(),
            "df": df.ravel(),
            "p_value": _p_values(statistic, df).ravel(),
            "method": np.where(pool, "z, pooled", "t, design").ravel(),
        }
    )


def _pooled(found: Spread, first: Floats, second: Floats, a: Codes, b: Codes) -> Floats:
    kish, size = found.kish, found.n_eff
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (first * size[a] + second * size[b]) / (size[a] + size[b])
    rest = kish[a, a] + kish[b, b] - 2 * kish[a, b]
    return np.asarray(share * (1 - share) * rest)


def _p_values(statistic: Floats, df: Floats) -> Floats:
    from scipy.special import ndtr, stdtr

    far = -np.abs(statistic)
    with np.errstate(invalid="ignore"):
        by_t = np.where(df >= 1, stdtr(np.where(df >= 1, df, 1.0), far), np.nan)
        return np.asarray(2 * np.where(np.isnan(df), ndtr(far), by_t))


def with_adjusted(tests: pd.DataFrame, adjust: Adjust) -> pd.DataFrame:
    """p-values adjusted within each row of the heading, and how many were counted together."""
    p = tests["p_value"].to_numpy(float)
    new, counted = p.copy(), np.zeros(len(p), int)
    for part in np.split(np.arange(len(p)), np.flatnonzero(np.diff(tests["row"])) + 1):
        counted[part] = int((~np.isnan(p[part])).sum())
        if adjust != "none":
            new[part] = adjusted(p[part], adjust)
    return tests.assign(p_adjusted=new, tests=counted)


def letters_of(tests: pd.DataFrame, letters: list[str], rows: int, alpha: float) -> np.ndarray:
    """(rows, groups): the letters of the groups whose value is surely lower.

    >>> tests = pd.DataFrame({"row": [0], "a": [0], "b": [1], "estimate": [0.2],
    ...                       "p_adjusted": [0.01]})
    >>> letters_of(tests, ["A", "B"], 1, 0.05).tolist()
    [['', 'A']]
    """
    found = np.full((rows, len(letters)), "", dtype=object)
    sure = tests[tests["p_adjusted"].to_numpy() < alpha]
    for row, a, b, apart in zip(*(sure[c] for c in ("row", "a", "b", "estimate")), strict=True):
        high, low = (b, a) if apart > 0 else (a, b)
        found[row, high] = f"{found[row, high]} {letters[low]}".strip()
    return found


def letter(number: int) -> str:
    """A column's letter: A to Z, then AA, AB and on.

    >>> letter(0), letter(25), letter(26), letter(52)
    ('A', 'Z', 'AA', 'BA')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
