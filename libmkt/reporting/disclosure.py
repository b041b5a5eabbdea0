"""Small groups of persons hidden: groups of fewer than k, and what would give them away.

The rule stands at the edge: analyses count everybody, and a report empties the rows of
small groups before anything of them is shown, drawn, told, kept or published.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from libmkt import words
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.reporting import session

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

TEXTS: Final = ("quote", "letters")  # columns of text that tell of a group; emptied with it
Compared = TypeVar("Compared")


def small(
    n: npt.ArrayLike, k: int, *, hidden: npt.ArrayLike | None = None
) -> npt.NDArray[np.bool_]:
    """Which groups of one breakdown are hidden.

    Parameters
    ----------
    n
        Persons of each group; together they are the total, which is known.  Missing: not a
        group of persons.
    k
        Least number of persons that a group is shown with; 1 hides none.
    hidden
        Groups that are hidden in any case, for another reason.

    Returns
    -------
    array of bool
        Of the same length; it does not depend on the order of the groups.

    Notes
    -----
    Groups of 1 to k - 1 persons are hidden; a group of nobody tells nothing and stays.  The
    total less the groups that are shown is what the hidden ones have together.  So that
    nothing follows from it, the smallest of the others (all that are as small) are hidden
    too, until those hidden are two groups or more, have k persons or more together, and are
    neither all of one person nor all of k - 1: who knows the rule and the total can then
    not tell the size of any.  Where all groups are hidden and still too few, no more can be
    done here.

    Examples
    --------
    >>> small([3, 40, 12, 0], 5).tolist()
    [True, False, True, False]
    >>> small([3, 4, 40, 12], 5).tolist()
    [True, True, False, False]
    >>> small([1, 1, 40, 12], 5).tolist()
    [True, True, False, True]
    """
    import numpy as np

    persons = np.nan_to_num(np.asarray(n, dtype=float))
    gone = (persons >= 1) & (persons < k)
    if hidden is not None:
        gone = gone | np.asarray(hidden, dtype=bool)
    somebody = persons > 0
    while (gone & somebody).any() and not _enough(persons[gone & somebody], k):
        rest = ~gone & somebody
        if not rest.any():
            break
        gone = gone | (rest & (persons == persons[rest].min()))
    return np.asarray(gone, dtype=bool)


def _enough(hidden: npt.NDArray[np.float64], k: int) -> bool:
    """Whether what hidden groups have together tells the size of none."""
    groups, together = len(hidden), hidden.sum()
    told = together in (groups, groups * (k - 1))  # all alone, or all as large as may be
    return groups >= 2 and together >= k and not told


def hide(
    table: pd.DataFrame,
    *,
    k: int,
    n: str = "n",
    by: str | Sequence[str] | None = None,
    where: pd.Series | None = None,
    keep: Sequence[str] = (),
    also: Sequence[str] = (),
) -> pd.DataFrame:
    """The table with the rows of small groups emptied and marked.

    Parameters
    ----------
    table
        A row a group (a row an answer, where the answers are the groups).
    k
        Least number of persons that a group is shown with; 1 hides none.
    n
        Column of the persons in a group, as they answered (not weighted).
    by
        Columns that are alike within one breakdown, whose groups add up to a total; None
        takes the whole table for one.
    where
        Rows that the rule is for; None takes all.
    keep
        Columns of numbers that tell nothing of a group of this survey: what is known of the
        population, the number of a row.
    also
        Columns of text to be emptied too, beside quote and letters.

    Returns
    -------
    DataFrame
        The same rows in their order, with the column hidden (true and false).  Of hidden rows
        all numbers but those of `keep` are missing; whole numbers stay whole (Int64).

    Raises
    ------
    ParameterError
        `n`, or one of `by`, is no column of the table.

    Examples
    --------
    >>> import pandas as pd
    >>> found = pd.DataFrame({"group": ["centre", "hill", "lake"], "n": [90, 3, 7],
    ...                       "estimate": [4.1, 2.0, 3.5]})
    >>> hide(found, k=5)
        group     n  estimate  hidden
    0  centre    90       4.1   False
    1    hill  <NA>       NaN    True
    2    lake  <NA>       NaN    True
    """
    import pandas as pd

    columns = [by] if isinstance(by, str) else list(by or [])
    marks = pd.Series(False, index=table.index)
    if "hidden" in table:
        marks |= table["hidden"].astype(bool)
    if len(table):
        _check(table, [n, *columns])
        ruled = marks | True if where is None else where.astype(bool)
        for part in _parts(table[ruled], columns):
            gone = marks[part.index]
            marks.loc[part.index] = small(part[n].astype(float), k, hidden=gone)
    return emptied(table.assign(hidden=marks), keep=keep, also=also)


def _check(table: pd.DataFrame, columns: Sequence[str]) -> None:
    if absent := [name for name in columns if name not in table]:
        raise ParameterError(
            Message(N_("Small groups of this table cannot be hidden")),
            [Problem(name, Message(N_("is not a column of it"))) for name in absent],
        )


def _parts(table: pd.DataFrame, columns: Sequence[str]) -> list[pd.DataFrame]:
    if not columns:
        return [table]
    return [part for _name, part in table.groupby(list(columns), sort=False, dropna=False)]


def emptied(
    table: pd.DataFrame, *, keep: Sequence[str] = (), also: Sequence[str] = ()
) -> pd.DataFrame:
    """The table with nothing left in its hidden rows: see `hide`."""
    from pandas.api import types

    hidden = table["hidden"]
    if not hidden.any():
        return table
    new: dict[Hashable, pd.Series] = {}
    for name in table.columns.difference(["hidden", *keep], sort=False):
        values = table[name]
        if name in (*TEXTS, *also):
            new[name] = values.where(~hidden, "")
        elif types.is_bool_dtype(values) or not types.is_numeric_dtype(values):
            continue
        elif types.is_integer_dtype(values):
            new[name] = values.astype("Int64").mask(hidden)
        else:
            new[name] = values.mask(hidden)
    return table.assign(**{str(name): values for name, values in new.items()})


def visible(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not hidden, for a figure or for numbers to publish.

    Examples
    --------
    >>> import pandas as pd
    >>> visible(hide(pd.DataFrame({"group": ["a", "b", "c"], "n": [9, 3, 60]}), k=5))
      group   n  hidden
    0     c  60   False
    """
    return table[~table["hidden"].astype(bool)].reset_index(drop=True)


def hide_pairs(pairs: pd.DataFrame, shown: Sequence[str]) -> pd.DataFrame:
    """Differences between groups that are shown, p-values adjusted over these alone.

    Parameters
    ----------
    pairs
        One row a pair: group_a, group_b, and what else `libmkt.stats.compare.differences`
        gives, adjusted by Holm's method.
    shown
        Names of the groups that are not hidden.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"group_a": ["a", "a", "b"], "group_b": ["b", "c", "c"],
    ...     "p_value": [0.02, 0.01, 0.5], "p_adjusted": [0.04, 0.03, 0.5], "tests": 3})
    >>> hide_pairs(pairs, ["a", "b"])[["group_a", "group_b", "p_adjusted", "tests"]]
      group_a group_b  p_adjusted  tests
    0       a       b        0.02      1
    """
    from libmkt.stats.adjusting import adjusted

    if pairs.empty:
        return pairs
    names = [str(name) for name in shown]
    open_pairs = pairs["group_a"].astype(str).isin(names) & pairs["group_b"].astype(str).isin(names)
    if open_pairs.all():
        return pairs
    left = pairs[open_pairs].reset_index(drop=True)
    return left.assign(p_adjusted=adjusted(left["p_value"]), tests=int(left["p_value"].count()))


# What notebooks call: k is the library's own, from parameters/library.yml.


def hidden(
    table: pd.DataFrame,
    *,
    n: str = "n",
    by: str | Sequence[str] | None = None,
    where: pd.Series | None = None,
    keep: Sequence[str] = (),
    also: Sequence[str] = (),
) -> pd.DataFrame:
    """`hide` with the k of parameters/library.yml; the box *How sure* then says which.

    `reporting.table` says in hidden rows that they are, and under the table how many;
    `reporting.publish` leaves them out.  A figure is drawn of `visible` rows.
    """
    return hide(table, k=session.least_group(), n=n, by=by, where=where, keep=keep, also=also)


def hidden_groups(found: Compared) -> Compared:
    """A comparison of groups without its small ones: their means emptied, their tests gone.

    Parameters
    ----------
    found
        A record with the tables means (a row a group: group, n, ...) and pairs (a row a
        pair: group_a, group_b, ...), such as `libmkt.surveys.group_comparison` gives.  Where
        means has persons, groups are hidden by it first, as other tables of the report hide
        them: else what goes with a small group could differ, and tell its size.

    Raises
    ------
    ParameterError
        It has no such tables.
    """
    record: Any = found
    if not is_dataclass(found) or not hasattr(record, "means") or not hasattr(record, "pairs"):
        raise ParameterError(Message(N_("expected a comparison of groups with means and pairs")))
    means = record.means
    if "persons" in means:
        means = hidden(means, n="persons", keep=["n"])
    means = hidden(means)
    shown = visible(means)["group"].to_list() if len(means) else []
    made: Compared = replace(record, means=means, pairs=hide_pairs(record.pairs, shown))
    return made


def hidden_note(table: pd.DataFrame) -> str:
    """How many groups are hidden, and which k; "" where none is: for the note of a figure."""
    return hidden_sentence(int(table["hidden"].sum()) if "hidden" in table else 0)


def hidden_sentence(n: int) -> str:
    """That `n` groups are hidden, and which k; "" of none."""
    return words.sentence("groups_hidden", n=n, k=session.least_group()) if n else ""
