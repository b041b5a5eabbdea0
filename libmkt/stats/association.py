"""Do two questions go together: chi-square with and without a design, and shares compared."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import category_answers, groups
from libmkt.stats.notes import design_code, has_margin, joined_codes
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.variance import degrees, ratios

Method = Literal["second order", "first order", "pearson", "fisher"]

METHODS: Final = ("second order", "first order", "pearson", "fisher")


def association(
    table: pd.DataFrame,
    rows: str,
    columns: str,
    design: Design,
    *,
    method: Method = "second order",
    where: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Test of whether two questions of categories are independent, with Cramer's V.

    Parameters
    ----------
    table, design
        The whole sample, one row a person, and how it was drawn.
    rows, columns
        The two questions; people who did not answer both are left out.
    method
        "second order": Rao and Scott's F with Satterthwaite's correction; "first order":
        chi-square over the mean design effect; "pearson" and "fisher" (two by two)
        count people and ignore weights and design.

    Returns
    -------
    DataFrame
        One row: question ("rows, columns"), n, missing, statistic (F for "second order",
        else chi-square; the odds ratio for "fisher"), df, df_residual (of F), p_value,
        effect_size (Cramer's V of the weighted table, 0 to 1), smallest_expected (count,
        unweighted), method, note (small-expected: an expected count below 5; no-margin,
        modelled, census: the test is missing under the first and the last).

    Raises
    ------
    ParameterError
        The method is not known, or "fisher" was asked of more than two by two.
    DataError
        A column is missing, or a question has one answer alone.

    Notes
    -----
    With X^2 of the weighted table scaled to n people and the eigenvalues of the
    generalised design effects Delta: F = X^2 / trace(Delta) on d and d nu degrees of
    freedom, d = trace(Delta)^2 / trace(Delta^2), nu those of the design.  Rao and Scott
    (1984), Annals of Statistics 12, 46-60; as R's `svychisq`.  V = sqrt(X^2 / (n m)),
    m the smaller number of categories less 1.

    Examples
    --------
    >>> table = pd.DataFrame({"sex": ["f"] * 50 + ["m"] * 50, "uses": [1] * 70 + [0] * 30})
    >>> found = association(table, "sex", "uses", Design(), method="pearson")
    >>> found[["statistic", "df", "effect_size"]].round(4)
       statistic   df  effect_size
    0    42.8571  1.0       0.6547
    """
    if method not in METHODS:
        raise ParameterError(
            Message(N_("this test is not known")),
            [not_among("method", method, METHODS)],
        )
    sample = prepared(table, design)
    first, second = category_answers(table, rows), category_answers(table, columns)
    asked = groups(table, None, where)[0].rows
    inside = asked[(first.answered & second.answered)[asked]]
    left, right = first.values[inside], second.values[inside]
    left, right = left[:, left.any(0)], right[:, right.any(0)]
    if left.shape[1] < 2 or right.shape[1] < 2:
        raise DataError(
            Message(N_("these two questions cannot be tested for going together")),
            [
                Problem(name, Message(N_("expected at least two categories with answers")))
                for name, values in ((rows, left), (columns, right))
                if values.shape[1] < 2
            ],
        )
    counts = left.T @ right
    weighted = left.T @ (right * sample.weights[inside, None])
    smallest = float((counts.sum(1)[:, None] * counts.sum(0) / counts.sum()).min())
    found = _statistic(sample, left, right, weighted, counts, inside, method)
    plain = _pearson(weighted * len(inside) / weighted.sum())
    size = sqrt(plain / (len(inside) * (min(counts.shape) - 1)))
    row = {"question": f"{rows}, {columns}", "n": len(inside), "missing": len(asked) - len(inside)}
    row |= found | {"effect_size": size, "smallest_expected": smallest, "method": method}
    return pd.DataFrame([row | {"note": _note(sample, method, smallest)}])


def _note(sample: Prepared, method: Method, smallest: float) -> str:
    few = "small-expected" if smallest < 5 and method != "fisher" else ""
    return joined_codes([design_code(sample.design), few])


def _statistic(
    sample: Prepared,
    left: Floats,
    right: Floats,
    weighted: Floats,
    counts: Floats,
    inside: npt.NDArray[np.intp],
    method: Method,
) -> dict[str, float]:
    from scipy.special import chdtrc, fdtrc

    design = sample.design
    if not has_margin(design):
        return dict.fromkeys(("statistic", "df", "df_residual", "p_value"), np.nan)
    free = float((left.shape[1] - 1) * (right.shape[1] - 1))
    if method == "fisher":
        return _fisher(counts)
    if method == "pearson":
        value = _pearson(counts)
        p = float(chdtrc(free, value))
        return {"statistic": value, "df": free, "df_residual": np.nan, "p_value": p}
    value = _pearson(weighted * len(inside) / weighted.sum())
    effects = _design_effects(sample, left, right, inside)
    if method == "first order":
        p = float(chdtrc(free, value / (np.trace(effects) / free)))
        return {"statistic": value, "df": free, "df_residual": np.nan, "p_value": p}
    d = float(np.trace(effects) ** 2 / np.trace(effects @ effects))
    nu = d * degrees(sample, inside)
    statistic = value / float(np.trace(effects))
    p = float(fdtrc(d, nu, statistic)) if nu > 0 else np.nan
    return {"statistic": statistic, "df": d, "df_residual": nu, "p_value": p}


def _fisher(counts: Floats) -> dict[str, float]:
    from scipy.stats import fisher_exact

    if counts.shape != (2, 2):
        raise ParameterError(
            Message(N_("this test is not known")),
            [Problem("method", Message(N_("Fisher's exact test is for two by two categories")))],
        )
    odds, p = fisher_exact(counts.astype(int))
    return {"statistic": float(odds), "df": np.nan, "df_residual": np.nan, "p_value": float(p)}


def _pearson(counts: Floats) -> float:
    expected = counts.sum(1)[:, None] * counts.sum(0) / counts.sum()
    return float(((counts - expected) ** 2 / expected).sum())


def _design_effects(
    sample: Prepared, left: Floats, right: Floats, inside: npt.NDArray[np.intp]
) -> Floats:
    """Rao and Scott's generalised design effects of the interaction, as a matrix."""
    rows, columns = left.shape[1], right.shape[1]
    cells = np.asfortranarray((left[:, :, None] * right[:, None, :]).reshape(len(left), -1))
    ones = np.ones((len(left), 1))
    found = ratios(sample, cells, ones, np.zeros(rows * columns, np.intp), inside)
    at_row, at_column = np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)
    row = (at_row[:, None] == np.arange(1, rows)).astype(float)
    column = (at_column[:, None] == np.arange(1, columns)).astype(float)
    main = np.hstack([np.ones((rows * columns, 1)), row, column])
    both = (row[:, :, None] * column[:, None, :]).reshape(rows * columns, -1)
    contrast = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    share = found.estimate
    scaled = contrast * np.divide(1, share, out=np.zeros_like(share), where=share > 0)[:, None]
    simple = contrast.T @ scaled / len(inside)
    return np.asarray(np.linalg.pinv(simple) @ (scaled.T @ found.covariance @ scaled))


def two_shares(
    successes: Sequence[int], trials: Sequence[int], *, level: float = 0.95
) -> pd.DataFrame:
    """Difference of two shares of plain counts: z with the pooled error.

    Parameters
    ----------
    successes, trials
        Two counts each, of independent simple random samples.

    Returns
    -------
    DataFrame
        One row: estimate (second less first), std_error (pooled), statistic (z), p_value,
        conf_low, conf_high (unpooled), method.

    Raises
    ------
    ParameterError
        No trials, or more successes than trials.

    Notes
    -----
    z = (p2 - p1) / sqrt(p q (1 / n1 + 1 / n2)) with p of both together, q = 1 - p; the
    interval is (p2 - p1) -+ z sqrt(p1 q1 / n1 + p2 q2 / n2).

    Examples
    --------
    >>> two_shares([96, 130], [240, 250])[["estimate", "statistic", "p_value"]].round(4)
       estimate  statistic  p_value
    0      0.12     2.6638   0.0077
    """
    from scipy.special import ndtr, ndtri

    (a, b), (n, m) = successes, trials
    if not (0 <= a <= n and 0 <= b <= m and n > 0 and m > 0):
        what = Message(N_("expected at least one trial and no more successes than trials"))
        raise ParameterError(
            Message(N_("two shares cannot be compared")), [Problem("trials", what)]
        )
    first, second, pooled = a / n, b / m, (a + b) / (n + m)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    apart = sqrt(first * (1 - first) / n + second * (1 - second) / m)
    z = (second - first) / error if error > 0 else np.nan
    reach = float(ndtri((1 + level) / 2)) * apart
    row = {
        "estimate": second - first,
        "std_error": error,
        "statistic": z,
        "p_value": 2 * float(ndtr(-abs(z))),
        "conf_low": second - first - reach,
        "conf_high": second - first + reach,
        "method": "z, pooled",
    }
    return pd.DataFrame([row])


def mcnemar(before: pd.Series, after: pd.Series, *, exact: bool = True) -> pd.DataFrame:
    """Did the same people's yes or no change: McNemar's test, unweighted.

    Parameters
    ----------
    before, after
        True or false (1 or 0), one row a person; pairs with a missing one are left out.
    exact
        The binomial test of the changes, or chi-square without continuity correction.

    Returns
    -------
    DataFrame
        One row: n (pairs), gained (no, then yes), lost, estimate (gained less lost, as
        a share of the pairs), statistic (chi-square; missing when exact), p_value, method.

    Examples
    --------
    >>> before, after = pd.Series([0] * 12 + [1] * 8), pd.Series([1] * 9 + [0] * 5 + [1] * 6)
    >>> mcnemar(before, after)[["gained", "lost", "p_value"]].round(4)
       gained  lost  p_value
    0       9     2   0.0654
    """
    from scipy.special import bdtr, chdtrc

    both = before.notna().to_numpy() & after.notna().to_numpy()
    first = before.to_numpy()[both].astype(bool)
    second = after.to_numpy()[both].astype(bool)
    gained, lost = int((~first & second).sum()), int((first & ~second).sum())
    changed = gained + lost
    statistic = (gained - lost) ** 2 / changed if changed else 0.0
    p = float(chdtrc(1, statistic))
    if exact:
        p = min(1.0, 2 * float(bdtr(min(gained, lost), changed, 0.5))) if changed else 1.0
    row: dict[str, float] = {"n": len(first), "gained": gained, "lost": lost}
    row |= {"estimate": (gained - lost) / len(first) if len(first) else np.nan}
    row |= {"statistic": np.nan if exact else statistic, "p_value": p}
    return pd.DataFrame([row | {"method": "mcnemar, exact" if exact else "mcnemar, chi-square"}])
