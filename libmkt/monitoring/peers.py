"""Where a library stands: nearest peers, percentiles, an index with its scale, funnels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.measures import INDICATORS
from libmkt.measures.counted import nearest as nearest_names
from libmkt.stats.intervals import Dispersion, Family, funnel_limits

NEAREST_BY = ("population", "stock", "libraries", "expenditure")


def nearest(
    table: pd.DataFrame,
    library: str,
    *,
    k: int = 10,
    by: Sequence[str] | None = None,
    given: Sequence[str] | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    group: str = "",
) -> pd.DataFrame:
    """The libraries most like one, or a list of one's own, with what made them alike.

    Parameters
    ----------
    table
        One row a library and measure, of one period: library, measure, value (`counts` or
        `peers` of `libmkt.tables`, or a result of `indicators` by library).
    library
        The library that is compared.
    k
        How many peers are wanted.
    by
        Measures in which peers should be alike; None takes those of population, stock,
        libraries and expenditure that the table has.
    given
        Peers named by the library itself (a ministry's list, statistical neighbours): they
        are taken in this order, none is searched.
    include, exclude
        Names added to the list and kept out of it.
    group
        Only peers of this `peer_group` (column of `table`); "" takes all.

    Returns
    -------
    DataFrame
        The library itself (rank 0), then one row a peer in order of distance: rank,
        library, distance (root mean square difference of standardised logs; missing for
        peers that lack a measure), a column for each measure of `by`, method ("self",
        "nearest", "given", "included"), compared (libraries among which was searched),
        left_out (libraries without a positive value in each measure).

    Raises
    ------
    ParameterError
        The library, a named peer or a measure is not in the table.
    DataError
        Two values stand for one library and measure (more than one period), or the
        library lacks a measure of `by`.

    Notes
    -----
    z = ln(value) over its standard deviation among all libraries compared, so that one
    doubling counts alike in a village and a city.

    Examples
    --------
    >>> table = pd.DataFrame({"library": list("ABCD"), "measure": "population",
    ...     "value": [1000, 1100, 5000, 900]})
    >>> nearest(table, "A", k=2)[["rank", "library", "method"]]
       rank library   method
    0     0       A     self
    1     1       B  nearest
    2     2       D  nearest
    """
    wide = _wide(table)
    chosen = [m for m in NEAREST_BY if m in wide] if by is None else list(by)
    _known(wide, [library, *(given or ()), *include], chosen)
    if not chosen:
        raise ParameterError(
            Message(N_("peers need a measure in which they are alike")),
            [Problem("by", nearest_names("", [str(name) for name in wide.columns]))],
        )
    values = wide[chosen].where(wide[chosen] > 0)
    lacking = [name for name in chosen if np.isnan(float(values[name][library]))]
    if lacking:
        raise DataError(
            Message(N_("{library} lacks what peers are looked for by"), {"library": library}),
            [Problem(name, Message(N_("expected a value above 0"))) for name in lacking],
        )
    whole = values.dropna()
    logs = np.log(whole)
    spread = logs.std(ddof=1)
    z = logs / spread.where(spread > 0, 1.0)
    distance = ((z - z.loc[library]) ** 2).mean(axis=1) ** 0.5
    barred = {library, *exclude}
    if group:
        members = set(table.loc[table["peer_group"] == group, "library"])
        barred |= set(distance.index) - members
    if given is not None:
        names, method = [name for name in given if name not in (library, *exclude)], "given"
    else:
        ordered = [str(name) for name in distance.sort_values(kind="stable").index]
        names, method = [name for name in ordered if name not in barred][:k], "nearest"
    added = [name for name in include if name not in (*names, library)]
    methods = ["self", *[method] * len(names), *["included"] * len(added)]
    listed = [library, *names, *added]
    found = wide.reindex(listed)[chosen].reset_index(names="library")
    found.insert(0, "rank", range(len(listed)))
    found.insert(2, "distance", distance.reindex(listed).to_numpy())
    return found.assign(method=methods, compared=len(whole), left_out=len(wide) - len(whole))


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    """One row a library, one column a measure; whole figures only."""
    rows = table.dropna(subset="value")
    for name in ("breakdown_name", "branch"):
        if name in rows:
            rows = rows[rows[name] == ""]
    twice = rows[rows.duplicated(["library", "measure"])]
    if len(twice):
        one = twice.iloc[0]
        raise DataError(
            Message(N_("peers are compared in one period")),
            [
                Problem(
                    str(one["library"]),
                    Message(N_("{measure} has more than one value"), {"measure": one["measure"]}),
                )
            ],
        )
    wide = rows.pivot(index="library", columns="measure", values="value").astype(float)
    return wide.rename_axis(columns=None)


def _known(wide: pd.DataFrame, libraries: Sequence[str], measures: Sequence[str]) -> None:
    places = [str(name) for name in wide.index]
    columns = [str(name) for name in wide.columns]
    problems = [Problem(m, nearest_names(m, columns)) for m in measures if m not in wide]
    for name in libraries:
        if name not in wide.index:
            near = nearest_names(name, places) if len(places) < 30 else _near_place(name, places)
            problems.append(Problem(name, near))
    if problems:
        raise ParameterError(
            Message(N_("the peer table does not hold what was asked for")), problems
        )


def _near_place(name: str, places: list[str]) -> Message:
    from difflib import get_close_matches

    near = get_close_matches(name, places, n=3, cutoff=0.5)
    if near:
        return Message(N_("did you mean {near}?"), {"near": ", ".join(near)})
    return Message(N_("is not among the {n} libraries"), {"n": len(places)})


def percentiles(
    table: pd.DataFrame, library: str | None, *, peers: Sequence[str] | None = None
) -> pd.DataFrame:
    """Where a library, or each of them, stands among its peers in each measure.

    Parameters
    ----------
    table
        One row a library and measure of one period: library, measure, value, and
        `direction` and `unit` if known (a result of `indicators` by library has them).
    library
        The library that is placed; None places each of `peers` among the others.
    peers
        Names of the libraries it is compared with; None takes all others.

    Returns
    -------
    DataFrame
        One row a measure, in the table's order: library, measure, value, n (libraries with a value,
        itself included), rank (1 is the highest; ties share the mean), percentile (share of
        the others that are lower, ties counted half, 0 to 1), minimum, q25, median, q75,
        maximum (of the peers, without the library), direction, unit.  A measure that the
        library lacks has no row.

    Raises
    ------
    ParameterError
        The library or a peer is not in the table.
    DataError
        More than one value stands for one library and measure.

    Examples
    --------
    >>> table = pd.DataFrame({"library": list("ABCDE"), "measure": "visits_per_capita",
    ...     "value": [3.0, 1.0, 2.0, 4.0, 3.0]})
    >>> percentiles(table, "A")[["measure", "value", "n", "rank", "percentile", "median"]]
                 measure  value  n  rank  percentile  median
    0  visits_per_capita    3.0  5   2.5       0.625     2.5
    """
    wide = _wide(table)
    among = [str(name) for name in (wide.index if peers is None else peers)]
    placed = among if library is None else [library]
    _known(wide, [*placed, *among], [])
    about = table.drop_duplicates("measure").set_index("measure")
    rows = []
    for measure in about.index:
        for place in placed:
            others = wide[measure].reindex([name for name in among if name != place]).dropna()
            value = float(wide[measure][place])
            if not np.isnan(value):
                head = {"library": place, "measure": measure, "value": value}
                told = {name: _of(about, measure, name) for name in ("direction", "unit")}
                rows.append(head | _place(value, others) | told)
    return pd.DataFrame(rows)


def _place(value: float, others: pd.Series) -> dict[str, object]:
    """Rank, percentile and the quartiles of the others."""
    higher, equal = int((others > value).sum()), int((others == value).sum())
    lower = len(others) - higher - equal
    quartiles = others.quantile([0, 0.25, 0.5, 0.75, 1.0]).tolist()
    names = ["minimum", "q25", "median", "q75", "maximum"]
    return {
        "n": len(others) + 1,
        "rank": 1 + higher + equal / 2,
        "percentile": (lower + equal / 2) / len(others) if len(others) else np.nan,
        **dict(zip(names, quartiles, strict=True)),
    }


def _of(about: pd.DataFrame, measure: str, name: str) -> str:
    if name in about:
        return str(about.at[measure, name])
    return str(getattr(INDICATORS[measure], name)) if measure in INDICATORS else ""


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
    wide = _wide(table)
    _known(wide, list(peers or ()), measures)
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
    from libmkt.monitoring.factors import factor_code

    wide = _wide(table)
    _known(wide, list(peers or ()), [numerator, denominator])
    rows = wide if peers is None else wide.loc[list(peers)]
    rows = rows[[numerator, denominator]].dropna()
    rows = rows[rows[denominator] > 0].sort_values(denominator, ascending=False, kind="stable")
    limits = funnel_limits(
        rows[numerator], rows[denominator], family=family, target=target, dispersion=dispersion
    )
    limits.insert(0, "label", [str(name) for name in rows.index])
    limits.insert(1, "measure", factor_code(numerator, denominator))
    return limits
