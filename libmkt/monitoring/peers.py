"""The libraries most like one, and where it stands among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.measures import INDICATORS
from libmkt.measures.counted import nearest as nearest_names

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
    wide = one_period(table)
    chosen = [m for m in NEAREST_BY if m in wide] if by is None else list(by)
    check_names(wide, [library, *(given or ()), *include], chosen)
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


def one_period(table: pd.DataFrame) -> pd.DataFrame:
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


def check_names(wide: pd.DataFrame, libraries: Sequence[str], measures: Sequence[str]) -> None:
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
    wide = one_period(table)
    among = [str(name) for name in (wide.index if peers is None else peers)]
    placed = among if library is None else [library]
    check_names(wide, [*placed, *among], [])
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
