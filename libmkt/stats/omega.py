"""McDonald's omega: how much of a sum score is one thing, and how much is any common thing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import effective
from libmkt.stats.extraction import extracted, rotated
from libmkt.stats.notes import joined_codes
from libmkt.stats.scale_items import FEW, correlations, enough, scale_items


def omega(
    table: pd.DataFrame,
    items: Sequence[str],
    design: Design | None = None,
    *,
    factors: int = 1,
    reverse: Collection[str] = (),
    ends: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """Omega of a scale, over those who answered all its items.

    Parameters
    ----------
    table, items, design, reverse, ends
        See `scale_items`; of the design only the weights matter here.
    factors
        Groups of items below the general factor, 1 or from 3 on.  With 1 the scale is
        taken as one thing, and there is no hierarchical omega.

    Returns
    -------
    DataFrame
        One row: items, n, n_eff, total (share of the sum score's variance that the items
        have in common), hierarchical (share that the general factor alone explains;
        missing with one factor), factors, method, note ("few-100"; "heywood" where an
        item is wholly explained, which says that the number is not to be trusted).

    Raises
    ------
    ParameterError, DataError
        See `scale_items`; two factors, which leave the general factor undetermined, or
        fewer than three items a factor.

    Notes
    -----
    Of the correlations: least-squares factors, oblimin, the general factor from the
    factors' own correlations (Schmid and Leiman 1957, Psychometrika 22, 53-61).  Total is
    1 - sum of uniquenesses / sum of all correlations, hierarchical (sum of general
    loadings)^2 / the same.  Zinbarg, Revelle, Yovel and Li (2005), Psychometrika 70,
    123-133.  As R's `psych::omega`, but items are turned only as `reverse` says.

    Examples
    --------
    >>> random = np.random.default_rng(3)
    >>> one = random.normal(size=300)
    >>> made = {f"a{i}": one + random.normal(size=300) for i in range(4)}
    >>> omega(pd.DataFrame(made), list(made))[["items", "n", "total"]].round(2)
       items    n  total
    0      4  300   0.83
    """
    if factors < 1 or factors == 2 or len(items) < 3 * factors:
        what = Message(N_("expected 1, or 3 and more with three items each"))
        raise ParameterError(
            Message(N_("omega cannot be computed")),
            [Problem("factors", what, Message("{found}", {"found": factors}))],
        )
    scale = scale_items(table, items, design, reverse=reverse, ends=ends)
    rows = scale.complete
    enough(scale, rows, least=len(scale.names) + 1)
    related = correlations(scale.values[rows], scale.sample.weights[rows])
    loadings, uniqueness = extracted(related, factors, "least squares")
    whole = float(related.sum())
    total = 1 - float(uniqueness.sum()) / whole
    general = np.nan
    if factors > 1:
        general = float(_general(loadings).sum() ** 2) / whole
    codes = ["few-100" if len(rows) < FEW else "", "heywood" if uniqueness.min() <= 0.005 else ""]
    row = {
        "items": len(scale.names),
        "n": len(rows),
        "n_eff": effective(scale.sample, rows),
        "total": total,
        "hierarchical": general,
        "factors": factors,
        "method": "one factor" if factors == 1 else "schmid-leiman",
        "note": joined_codes(codes),
    }
    return pd.DataFrame([row])


def _general(loadings: Floats) -> Floats:
    """Loadings of the items on what their oblique factors have in common."""
    oblique, together = rotated(loadings, "oblimin")
    signs = np.where(oblique.sum(axis=0) < 0, -1.0, 1.0)
    oblique, together = oblique * signs, together * np.outer(signs, signs)
    above, _ = extracted(together, 1, "least squares")
    return np.asarray(oblique @ (above * np.sign(above.sum() or 1.0))[:, 0])
