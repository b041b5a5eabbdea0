"""An index of several measures with the scale it was made by, and funnels of rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.monitoring.factors import factor_code
from libmkt.monitoring.peers import check_names, one_period
from libmkt.stats.intervals import Dispersion, Family, funnel_limits


@dataclass(frozen=True, eq=False)
class PeerIndex:
    """An index of several per-capita measures, with the scale that it was made by."""

    scores: pd.DataFrame  # one row a library, best first: rank, library, index, z_MEASURE ...
    scale: pd.DataFrame  # one row a measure: measure, mean, sd, n
    left_out: tuple[str, ...]  # libraries that lack a measure

    def __str__(self) -> str:
        return f"Index of {len(self.scale)} measures for {len(self.scores)} libraries"


def peer_index(
    table: pd.DataFrame,
    *,
    measures: Sequence[str],
    peers: Sequence[str] | None = None,
    constant: float = 8.0,
    factor: float = 100.0,
    ddof: int = 1,
) -> PeerIndex:
    """An index after the pattern of the LJ Index (F16), which anyone can work out again.

    Parameters
    ----------
    table
        One row a library and measure of one period: library, measure, value.
    measures
        The per-capita measures added up, all of the kind where more is better.
    peers
        The libraries compared; None takes all of the table.
    constant, factor
        Added to the sum of z, and what it is multiplied by: 8 and 100 as in the LJ Index.
    ddof
        1 for the standard deviation of a sample, 0 for that of all libraries.

    Returns
    -------
    PeerIndex
        The scores (rank, library, index, then z_ and the measure's code) and the scale:
        the mean and standard deviation of each measure, to be printed with the index.

    Raises
    ------
    ParameterError
        A measure or peer is not in the table.
    DataError
        Fewer than three libraries have all measures, or all of them one value.

    Notes
    -----
    z_k = (x_k - mean_k) / sd_k; index = factor (sum z_k + constant).  It orders libraries
    within these peers only: with other peers the mean and the deviation change.

    Examples
    --------
    >>> table = pd.DataFrame({"library": list("ABC"), "measure": "visits_per_capita",
    ...     "value": [1.0, 2.0, 3.0]})
    >>> made = peer_index(table, measures=["visits_per_capita"])
    >>> made.scores[["rank", "library", "index"]]
       rank library  index
    0     1       C  900.0
    1     2       B  800.0
    2     3       A  700.0
    >>> made.scale[["mean", "sd"]].values.tolist()
    [[2.0, 1.0]]
    """
    wide = one_period(table)
    check_names(wide, list(peers or ()), measures)
    rows = wide[list(measures)] if peers is None else wide.loc[list(peers), list(measures)]
    whole = rows.dropna()
    mean, sd = whole.mean(), whole.std(ddof=ddof)
    flat = [str(name) for name in sd.index[~(sd > 0)]]
    if len(whole) < 3 or flat:
        raise DataError(
            Message(N_("an index needs at least three libraries that differ")),
            [Problem(name, Message(N_("all values are the same"))) for name in flat],
        )
    z = (whole - mean) / sd
    scores = z.add_prefix("z_").assign(index=factor * (z.sum(axis=1) + constant))
    scores = scores.sort_values("index", ascending=False, kind="stable")
    scores = scores.rename_axis(columns=None).reset_index(names="library")
    scores.insert(0, "rank", scores["index"].rank(ascending=False, method="min").astype(int))
    front = ["rank", "library", "index"]
    scale = pd.DataFrame({"measure": list(measures), "mean": mean.to_numpy(), "sd": sd.to_numpy()})
    left_out = tuple(str(name) for name in rows.index.difference(whole.index))
    return PeerIndex(
        scores[[*front, *(name for name in scores if name not in front)]],
        scale.assign(n=len(whole)),
        left_out,
    )


def funnel(
    table: pd.DataFrame,
    *,
    numerator: str,
    denominator: str,
    family: Family = "poisson",
    peers: Sequence[str] | None = None,
    target: float | None = None,
    dispersion: Dispersion = "multiplicative",
) -> pd.DataFrame:
    """A rate of each library with the limits that its size alone explains.

    Parameters
    ----------
    table
        One row a library and measure of one period: library, measure, value.
    numerator, denominator
        Measures: loans and population (poisson), requests_filled and requests (binomial).
    family
        "poisson" for rates, "binomial" for shares.
    peers
        Libraries shown; None takes all that have both measures.
    target
        The rate expected everywhere; None takes that of all together.
    dispersion
        As in `stats.intervals.funnel_limits`: libraries differ by far more than chance, so
        the limits are widened unless "none" is asked for.

    Returns
    -------
    DataFrame
        One row a library, by falling size: label (library), measure (code of the rate),
        then the columns of `funnel_limits`: events, n (the denominator), value, centre, z,
        low_95, high_95, low_998, high_998, position, phi, tau2, family, method.

    Raises
    ------
    ParameterError
        A measure or peer is not in the table.

    Examples
    --------
    >>> table = pd.DataFrame({"library": ["A", "B"] * 2,
    ...     "measure": ["events"] * 2 + ["population"] * 2, "value": [30, 6, 1000, 100]})
    >>> found = funnel(table, numerator="events", denominator="population", target=0.03)
    >>> found[["label", "n", "value", "position"]]
      label       n  value position
    0     A  1000.0   0.03   within
    1     B   100.0   0.06   within
    """
    wide = one_period(table)
    check_names(wide, list(peers or ()), [numerator, denominator])
    rows = wide if peers is None else wide.loc[list(peers)]
    rows = rows[[numerator, denominator]].dropna()
    rows = rows[rows[denominator] > 0].sort_values(denominator, ascending=False, kind="stable")
    limits = funnel_limits(
        rows[numerator], rows[denominator], family=family, target=target, dispersion=dispersion
    )
    limits.insert(0, "label", [str(name) for name in rows.index])
    limits.insert(1, "measure", factor_code(numerator, denominator))
    return limits
