"""The part of a counts table that a report is about."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.period import Period
from libmkt.tables import Reading
from libmkt.yamlfile import nearest


def scope(
    counts: pd.DataFrame,
    *,
    library: str = "",
    branch: str = "",
    since: str | Period = "",
    to: str | Period = "",
) -> pd.DataFrame:
    """Figures of one library or branch, within a span of time.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    library, branch
        Names as the table has them; "" takes all.
    since, to
        First and last period: figures that begin before the one or end after the other
        are left out; "" sets no bound.

    Raises
    ------
    DataError
        There is no such library or branch, or nothing lies in the span.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": ["A", "A", "B"], "branch": "",
    ...     "period": ["2024", "2025-03", "2025"], "value": [1.0, 2.0, 3.0]})
    >>> scope(counts, library="A", since="2025")["value"].tolist()
    [2.0]
    """
    problems = [
        problem
        for column, name in (("library", library), ("branch", branch))
        if name and (problem := _absent(counts, column, name))
    ]
    if problems:
        raise DataError(Message(N_("The figures asked for are not in the data")), problems)
    keep = pd.Series(True, index=counts.index)
    for column, name in (("library", library), ("branch", branch)):
        if name:
            keep &= counts[column] == name
    spans = {name: Period.parse(name) for name in counts["period"].unique()}
    if since:
        first = Period.parse(since).start
        keep &= counts["period"].isin([name for name in spans if spans[name].start >= first])
    if to:
        end = Period.parse(to).end
        keep &= counts["period"].isin([name for name in spans if spans[name].end <= end])
    if not keep.any():
        last = max(spans.values(), default=None)
        found = Message(N_("the last period in them is {period}"), {"period": str(last)})
        raise DataError(
            Message(N_("The figures asked for are not in the data")),
            [Problem("period", Message(N_("nothing lies in this span")), found)],
        )
    return counts[keep].reset_index(drop=True)


def named(reading: Reading) -> Reading:
    """A reading whose libraries bear their names instead of the ids of the file.

    Parameters
    ----------
    reading
        What `read.counts` gave; those without names stay as they are.

    Returns
    -------
    Reading
        Library of table and breaks by name; where several share one, the id follows in
        brackets.  `names` says which id became which name.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": ["AK0001", "AK0002", "AK0003"], "value": 1.0})
    >>> empty = pd.DataFrame(columns=["library"])
    >>> names = {"AK0001": "Anchor Point", "AK0002": "Anchorage", "AK0003": "Anchorage"}
    >>> named(Reading(counts, empty, empty, (), names)).table["library"].tolist()
    ['Anchor Point', 'Anchorage (AK0002)', 'Anchorage (AK0003)']
    """
    ids = pd.Series(sorted(set(reading.table["library"])), dtype="str")
    shown = ids.map(lambda key: reading.names.get(key, key))
    unique = shown.where(~shown.duplicated(keep=False) | (shown == ids), shown + " (" + ids + ")")
    names = dict(zip(ids, unique, strict=True))
    table, breaks = (
        part.assign(library=part["library"].map(lambda key: names.get(key, key)).astype("str"))
        for part in (reading.table, reading.breaks)
    )
    return replace(reading, table=table, breaks=breaks, names=names)


def recent(table: pd.DataFrame, period: str, *, months: int) -> pd.DataFrame:
    """Rows whose period begins in the months that end with `period`.

    Parameters
    ----------
    table
        Any result with a column `period`.
    period
        The last period wanted.
    months
        How many months back from its end.

    Examples
    --------
    >>> table = pd.DataFrame({"period": ["2026-05", "2026-08", "2026-09", "2026-10"]})
    >>> recent(table, "2026-09", months=2)["period"].tolist()
    ['2026-08', '2026-09']
    """
    end = Period.parse(period).end
    first = (Period.containing(end, "month") - months).start
    starts = table["period"].map(lambda name: Period.parse(name).start)
    return table[(starts >= first) & (starts < end)]


def unit_of(period: str) -> str:
    """The kind of a period: year, half, quarter, month, week or day.

    >>> unit_of("2026-Q3")
    'quarter'
    """
    return Period.parse(period).unit


def _absent(counts: pd.DataFrame, column: str, name: str) -> Problem | None:
    known = sorted(counts[column].unique())
    if name in known:
        return None
    meant = nearest(name, known)
    hint = (
        Message(N_("did you mean {meant}?"), {"meant": meant})
        if meant
        else Message(N_("known: {known}"), {"known": ", ".join(known[:20])})
    )
    return Problem(column, Message(N_("there is no {name}"), {"name": name}), hint)
