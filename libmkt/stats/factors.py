"""Exploratory factor analysis: how many factors, their loadings, rotated.

See `libmkt.stats.extraction`; order and signs of the factors are set here.  Checked against
R's `factanal` and psych (`tests/golden/scales.R`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import effective
from libmkt.stats.extraction import (
    Extraction,
    Kind,
    Rotation,
    extracted,
    related_items,
    rotated,
)
from libmkt.stats.scale_items import Pairs, check_pairs, enough, scale_items

ROTATIONS: Final = ("varimax", "oblimin", "none")
EXTRACTIONS: Final = ("likelihood", "least squares")
KINDS: Final = ("pearson", "polychoric")
_HEYWOOD = 0.005  # uniqueness at which an item is wholly explained: a solution out of bounds


@dataclass(frozen=True, eq=False)
class Factors:
    """What an exploratory factor analysis found."""

    loadings: pd.DataFrame  # an item: item, factor_1 ..., communality, uniqueness, leads, note
    factors: pd.DataFrame  # a factor: factor, loading (sum of squares), share, cumulative
    together: pd.DataFrame  # correlations of the factors; 1 and 0 after varimax
    fit: pd.DataFrame  # one row: n, statistic, df, p_value, residual, method, note
    n: int  # people who answered all items

    def __str__(self) -> str:
        shown = float(self.factors["cumulative"].iloc[-1])
        many = len(self.factors)
        return f"{many} factors of {len(self.loadings)} items, {shown:.0%} of their variance"


def exploratory_factors(
    table: pd.DataFrame,
    items: Sequence[str],
    factors: int,
    design: Design | None = None,
    *,
    extraction: Extraction = "likelihood",
    rotation: Rotation = "varimax",
    kind: Kind = "pearson",
    pairs: Pairs = "complete",
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
) -> Factors:
    """Loadings of items on factors that are not known beforehand.

    Parameters
    ----------
    table, items, design, reverse, ends
        See `scale_items`; of the design only the weights matter here.
    factors
        How many; see `parallel_analysis`.
    extraction
        "likelihood" (with a test of fit) or "least squares" (principal axes until
        nothing changes: R's "minres" and "pa").
    rotation
        "varimax" with Kaiser's normalisation; "oblimin" (oblique, gamma 0, without it);
        "none".
    kind
        "pearson" or "polychoric" correlations.
    pairs
        "complete": those who answered all items; "pairwise" (of pearson alone).

    Returns
    -------
    Factors
        Factors stand by the sum of their squared loadings, each with the sign that makes
        its loadings' sum positive.  `leads` names the factor with the item's largest
        loading; `note` is "heywood" where an item is wholly explained, which says that
        the solution is not to be trusted.

    Raises
    ------
    ParameterError, DataError
        See `scale_items`; an unknown choice; more factors than the items bear; pairwise
        correlations that contradict each other.

    Notes
    -----
    Test of fit: (n - 1 - (2 p + 5) / 6 - 2 m / 3) F with ((p - m)^2 - p - m) / 2 degrees
    of freedom, Lawley and Maxwell (1971); n is the effective number under weights.
    `residual`: root mean square of the correlations that the factors leave.  Kaiser
    (1958), Psychometrika 23, 187-200.

    Examples
    --------
    >>> random = np.random.default_rng(3)
    >>> one, two = random.normal(size=(2, 300))
    >>> made = {f"a{i}": one + 0.6 * random.normal(size=300) for i in range(3)}
    >>> made |= {f"b{i}": two + 0.6 * random.normal(size=300) for i in range(3)}
    >>> found = exploratory_factors(pd.DataFrame(made), list(made), 2)
    >>> found.loadings["leads"].nunique(), found.loadings["leads"].value_counts().tolist()
    (2, [3, 3])
    """
    _check_choices(extraction, rotation, kind, pairs)
    scale = scale_items(table, items, design, reverse=reverse, ends=ends)
    rows = scale.complete
    enough(scale, rows, least=len(scale.names) + 1)
    _check_many(factors, len(scale.names))
    related = related_items(scale, kind, pairs)
    raw, uniqueness = extracted(related, factors, extraction)
    loadings, together = rotated(raw, rotation)
    loadings, together = _ordered(loadings, together)
    explained = np.diag(together @ loadings.T @ loadings)
    return Factors(
        _loadings_table(scale.names, loadings, uniqueness),
        _factor_table(explained, len(scale.names)),
        pd.DataFrame(together, index=_names(factors), columns=_names(factors)),
        _fit(related, raw, uniqueness, effective(scale.sample, rows), len(rows), extraction),
        len(rows),
    )


def parallel_analysis(
    table: pd.DataFrame,
    items: Sequence[str],
    design: Design | None = None,
    *,
    draws: int = 200,
    quantile: float = 0.95,
    seed: int = 0,
    kind: Kind = "pearson",
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """How many factors: eigenvalues beside those of as many unrelated answers.

    Parameters
    ----------
    table, items, design, reverse, ends
        See `scale_items`.
    draws, quantile, seed
        How many random tables are drawn; the share of them that a real eigenvalue must
        exceed; the start of the random numbers.
    kind
        Correlations of the answers; the random ones are always plain.

    Returns
    -------
    DataFrame
        One row a component, from the largest: factor (1, 2 ...), eigenvalue, expected
        (mean of the random ones), limit (their quantile), kept (this and all before it
        lie above the limit).

    Notes
    -----
    Horn (1965), Psychometrika 30, 179-185; the quantile after Glorfeld (1995),
    Educational and Psychological Measurement 55, 377-393.

    Examples
    --------
    >>> random = np.random.default_rng(3)
    >>> one, two = random.normal(size=(2, 300))
    >>> made = {f"a{i}": one + 0.6 * random.normal(size=300) for i in range(3)}
    >>> made |= {f"b{i}": two + 0.6 * random.normal(size=300) for i in range(3)}
    >>> parallel_analysis(pd.DataFrame(made), list(made))["kept"].sum().item()
    2
    """
    if kind not in KINDS:
        _check_choices("likelihood", "none", kind, "complete")
    scale = scale_items(table, items, design, reverse=reverse, ends=ends)
    rows = scale.complete
    enough(scale, rows, least=len(scale.names) + 1)
    values = _largest_first(related_items(scale, kind, "complete"))
    random = np.random.default_rng(seed)
    size = (max(round(effective(scale.sample, rows)), len(scale.names) + 1), len(scale.names))
    drawn = np.array(
        [
            _largest_first(np.asarray(np.corrcoef(random.standard_normal(size), rowvar=False)))
            for _ in range(draws)
        ]
    )
    limit = np.quantile(drawn, quantile, axis=0)
    return pd.DataFrame(
        {
            "factor": np.arange(1, len(values) + 1),
            "eigenvalue": values,
            "expected": drawn.mean(axis=0),
            "limit": limit,
            "kept": np.logical_and.accumulate(values > limit),
        }
    )


def _largest_first(related: Floats) -> Floats:
    return np.asarray(np.linalg.eigvalsh(related)[::-1])


def _ordered(loadings: Floats, together: Floats) -> tuple[Floats, Floats]:
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    loadings, together = loadings * signs, together * np.outer(signs, signs)
    order = np.argsort(-np.diag(together @ loadings.T @ loadings), kind="stable")
    return loadings[:, order], together[np.ix_(order, order)]


def _names(factors: int) -> list[str]:
    return [f"factor_{i + 1}" for i in range(factors)]


def _loadings_table(items: list[str], loadings: Floats, uniqueness: Floats) -> pd.DataFrame:
    names = _names(loadings.shape[1])
    found = pd.DataFrame(loadings, columns=names)
    found.insert(0, "item", items)
    return found.assign(
        communality=1 - uniqueness,
        uniqueness=uniqueness,
        leads=[names[i] for i in np.abs(loadings).argmax(axis=1)],
        note=np.where(uniqueness <= _HEYWOOD, "heywood", ""),
    )


def _factor_table(explained: Floats, items: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "factor": _names(len(explained)),
            "loading": explained,
            "share": explained / items,
            "cumulative": np.cumsum(explained) / items,
        }
    )


def _fit(
    related: Floats, loadings: Floats, uniqueness: Floats, n_eff: float, n: int, how: Extraction
) -> pd.DataFrame:
    from scipy.stats import chi2

    p, m = loadings.shape
    model = loadings @ loadings.T
    left = (related - model)[np.tril_indices(p, -1)]
    df = ((p - m) ** 2 - p - m) // 2
    statistic = p_value = np.nan
    if how == "likelihood" and df > 0:
        model = model + np.diag(uniqueness)
        apart = np.linalg.slogdet(model)[1] - np.linalg.slogdet(related)[1]
        apart += np.trace(np.linalg.solve(model, related)) - p
        statistic = (n_eff - 1 - (2 * p + 5) / 6 - 2 * m / 3) * apart
        p_value = float(chi2.sf(statistic, df))
    row = {"n": n, "n_eff": n_eff, "statistic": statistic, "df": df, "p_value": p_value}
    note = "heywood" if (uniqueness <= _HEYWOOD).any() else ""
    residual = float(np.sqrt((left**2).mean()))
    return pd.DataFrame([row | {"residual": residual, "method": how, "note": note}])


def _check_choices(extraction: str, rotation: str, kind: str, pairs: str) -> None:
    check_pairs(pairs)
    wrong = [
        not_among(name, found, allowed)
        for name, found, allowed in (
            ("extraction", extraction, EXTRACTIONS),
            ("rotation", rotation, ROTATIONS),
            ("kind", kind, KINDS),
        )
        if found not in allowed
    ]
    if wrong:
        raise ParameterError(Message(N_("factors cannot be found")), wrong)


def _check_many(factors: int, items: int) -> None:
    if factors >= 1 and (items - factors) ** 2 >= items + factors:
        return
    most = max((m for m in range(1, items) if (items - m) ** 2 >= items + m), default=0)
    what = Message(N_("{items} items bear 1 to {most} factors"), {"items": items, "most": most})
    raise ParameterError(
        Message(N_("factors cannot be found")),
        [Problem("factors", what, Message("{found}", {"found": factors}))],
    )
