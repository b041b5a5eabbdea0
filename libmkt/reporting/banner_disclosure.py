"""Banner tables without their small groups: columns, and rows and crossings of who answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from libmkt.reporting import session
from libmkt.reporting.disclosure import small

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

HIDDEN: Final = "hidden"  # the code in a cell's note
_BASES: Final = ("n", "weighted", "n_eff", "missing", "df")
_VALUES: Final = ("count", "estimate", "std_error", "conf_low", "conf_high")
_SHARES: Final = ("share",)
Made = TypeVar("Made")


def hidden_banner(banner: Made, *, describing: Collection[str] = (), k: int | None = None) -> Made:
    """A banner table of which nothing tells of a group of fewer than k persons.

    Parameters
    ----------
    banner
        What `libmkt.surveys.banner` gives.
    describing
        Names of the questions that say who answers (`Codebook.describing`): their own rows
        are groups of persons too.
    k
        Least number of persons that a group is shown with; None takes that of library.yml.

    Returns
    -------
    As `banner`
        In `cells` the bases and values of hidden columns, and the values of hidden rows and
        crossings, are missing and the note says hidden; letters of hidden columns are gone,
        and so are their `comparisons`; in `columns` their bases are missing.

    Notes
    -----
    Columns: of each heading by how many are in them, as `libmkt.reporting.hide`, and these of every
    question: hidden in one and shown in another, who answered and who did not would tell its
    size.  Beside them, of each question by how many answered it.  Where
    groups overlap, also those whose absence is small (the total less the column).  Rows of a
    question that says who answers: by how many of all are in them; under weights all of them,
    for a small category may have been weighted together with a large one, whose weighted share
    then tells of both.  Where such a question
    crosses a heading, cells of 1 to k - 1 persons, and others until in no row and no column of
    the crossing what is hidden tells anything, and no hidden count follows from all the sums
    together.

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt.surveys import Design, banner
    >>> table = pd.DataFrame({"at": ["hill"] * 3 + ["lake"] * 40 + ["town"] * 60,
    ...                       "uses": [True] * 50 + [False] * 53})
    >>> made = hidden_banner(banner(table, ["uses"], ["at"], Design()), k=5)
    >>> made.columns[["group", "n"]].to_numpy().tolist()
    [['', 103.0], ['hill', nan], ['lake', nan], ['town', 60.0]]
    """
    least = session.least_group() if k is None else k
    made: Any = banner
    if least <= 1:
        return banner
    cells = made.cells
    overlaps = set(made.comparisons.loc[made.comparisons["n_both"] > 0, "heading"])
    always = _small_columns(made.columns, overlaps, least)
    gone = _hidden_columns(cells, overlaps, least, always)
    rows = _hidden_cells(cells, gone, describing, least, weighted=made.weighted)
    kept: Made = replace(
        made,
        cells=_emptied(cells, gone, rows),
        comparisons=_compared(made.comparisons, cells[gone], cells[rows]),
        columns=_columns(made.columns, always),
    )
    return kept


def _small_columns(columns: pd.DataFrame, overlaps: Collection[str], k: int) -> set[int]:
    """The columns that are hidden whatever is asked, by the people in them."""
    total = float(columns["n"].iloc[0])
    found: set[int] = set()
    for heading, part in columns.groupby("heading", sort=False):
        if heading:
            found |= set(part["column"][_small(part, total, heading in overlaps, k, ())])
    return found


def _hidden_columns(
    cells: pd.DataFrame, overlaps: Collection[str], k: int, always: Collection[int]
) -> pd.Series:
    """The cells whose column is hidden for their question."""
    import pandas as pd

    bases = cells.drop_duplicates(["question", "column"])
    total = bases[bases["heading"] == ""].set_index("question")["n"]
    found: set[tuple[str, int]] = set()
    for name, part in bases.groupby(["question", "heading"], sort=False):
        question, heading = map(str, name)
        if heading:
            whole = float(total.loc[question])
            marks = _small(part, whole, heading in overlaps, k, always)
            found |= {(question, int(column)) for column in part["column"][marks]}
    keys = zip(cells["question"], cells["column"], strict=True)
    return cells["n"].isna() | pd.Series([key in found for key in keys], index=cells.index)


def _small(
    part: pd.DataFrame, total: float, overlap: bool, k: int, always: Collection[int]
) -> npt.NDArray[np.bool_]:
    n, hidden = part["n"], part["column"].isin(list(always)).to_numpy(bool)
    if not overlap:
        return small(n, k, hidden=hidden)
    return (n.between(1, k - 1) | (total - n).between(1, k - 1)).to_numpy(bool) | hidden


def _hidden_cells(
    cells: pd.DataFrame, gone: pd.Series, describing: Collection[str], k: int, *, weighted: bool
) -> pd.Series:
    """Rows and crossings of questions that say who answers, which would tell of a few."""
    marks = gone & False
    told = cells[cells["question"].isin(list(describing)) & cells["stat"].isin(_SHARES)]
    for _question, part in told.groupby("question", sort=False):
        whole = part[part["heading"] == ""].set_index("row")["count"]
        few = set(whole.index[small(whole, k)])
        few = set(whole.index) if weighted and few else few
        marks.loc[part.index[part["row"].isin(few)]] = True
        for heading, crossing in part.groupby("heading", sort=False):
            if heading:
                hidden = _crossing(crossing, marks | gone, k)
                marks.loc[hidden] = True
    return marks


def _crossing(part: pd.DataFrame, known: pd.Series, k: int) -> list[Any]:
    """Rows of `part` (a question by a heading) to be hidden beside those that are."""
    import numpy as np

    n = part.pivot(index="row", columns="column", values="count").to_numpy(float)
    begun = part.assign(known=known[part.index]).pivot(
        index="row", columns="column", values="known"
    )
    names = part.assign(name=part.index).pivot(index="row", columns="column", values="name")
    return list(names.to_numpy()[crossed(np.nan_to_num(n), begun.to_numpy(bool), k)])


def crossed(
    n: npt.NDArray[np.float64], hidden: npt.NDArray[np.bool_], k: int
) -> npt.NDArray[np.bool_]:
    """Which cells of a two-way table of counts are hidden, so that its sums give none away.

    Parameters
    ----------
    n
        (rows, columns) of persons.
    hidden
        Those that are hidden in any case.
    k
        Least number of persons that a cell is shown with.

    Notes
    -----
    In each row and each column by the rule of `libmkt.reporting.disclosure.small`; then
    linear programming looks whether the sums of all rows and columns together leave a hidden
    count of fewer than k persons no room, and the smallest cell beside it goes too; where
    there is none, nothing of the table is shown.

    Examples
    --------
    >>> import numpy as np
    >>> n = np.array([[2.0, 20, 60], [30, 9, 40], [50, 70, 80]])
    >>> crossed(n, n < 5, 5).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    """
    import numpy as np

    marks = hidden | ((n >= 1) & (n < k))
    while True:
        before = marks.copy()
        for line, counts in [*zip(marks, n, strict=True), *zip(marks.T, n.T, strict=True)]:
            line |= small(counts, k, hidden=line)
        if not (marks == before).all():
            continue
        beside = np.zeros_like(marks)
        for at, below in _fixed(n, marks, k):
            beside[at], beside[:, below] = True, True
        if not beside.any():
            return marks
        free = beside & ~marks & (n > 0)
        if not free.any():  # two persons in two cells beside an empty one: nobody else is there
            return np.ones_like(marks)
        marks |= free & (n == n[free].min())


def _fixed(
    n: npt.NDArray[np.float64], marks: npt.NDArray[np.bool_], k: int
) -> Iterator[tuple[int, int]]:
    """Small hidden cells whose count follows from what the sums leave for the hidden ones."""
    import numpy as np
    from scipy.optimize import linprog

    places = np.argwhere(marks & (n > 0))
    sums = np.zeros((sum(n.shape), len(places)))
    for at, (row, column) in enumerate(places):
        sums[row, at] = sums[n.shape[0] + column, at] = 1.0
    counts = n[tuple(places.T)]
    for i in np.flatnonzero(counts < k):
        ends = [
            linprog(sign * np.eye(len(places))[i], A_eq=sums, b_eq=sums @ counts, bounds=(1, None))
            for sign in (1, -1)
        ]
        if ends[0].fun + ends[1].fun > -1:  # the largest less the smallest is below one person
            yield int(places[i][0]), int(places[i][1])


def _emptied(cells: pd.DataFrame, gone: pd.Series, rows: pd.Series) -> pd.DataFrame:
    """Nothing is left in hidden columns, no value in hidden rows; no letter of a hidden column."""
    import numpy as np

    made = cells.copy()
    made[list(_BASES)] = made[list(_BASES)].astype(float)
    made.loc[gone, list(_BASES)] = np.nan
    hidden = gone | rows
    made.loc[hidden, list(_VALUES)] = np.nan
    said = [_noted(note) for note in made.loc[hidden, "note"]]
    made.loc[hidden, "note"] = said
    made["letters"] = list(_letters(made, gone, hidden))
    return made


def _noted(note: str) -> str:
    parts = [part for part in note.split(";") if part and part not in ("too-few", HIDDEN)]
    return ";".join([*parts, HIDDEN])


def _letters(cells: pd.DataFrame, gone: pd.Series, hidden: pd.Series) -> Iterator[str]:
    few = set(zip(cells["question"][gone], cells["letter"][gone], strict=True))
    for question, letters, off in zip(cells["question"], cells["letters"], hidden, strict=True):
        left = [one for one in str(letters).split() if (question, one) not in few]
        yield "" if off else " ".join(left)


def _compared(pairs: pd.DataFrame, gone: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The comparisons in which neither column, nor the row in either, is hidden."""
    import numpy as np

    few = set(zip(gone["question"], gone["letter"], strict=True))
    off = set(zip(rows["question"], rows["row"], rows["letter"], strict=True))
    keep = [
        not few & {(question, a), (question, b)}
        and not off & {(question, row, a), (question, row, b)}
        for question, row, a, b in zip(
            *(pairs[name] for name in ("question", "row", "letter_a", "letter_b")), strict=True
        )
    ]
    return pairs[np.array(keep, dtype=bool)].reset_index(drop=True)


def _columns(columns: pd.DataFrame, hidden: Collection[int]) -> pd.DataFrame:
    import numpy as np

    made = columns.astype({"n": float})
    made.loc[made["column"].isin(list(hidden)), ["n", "weighted", "n_eff"]] = np.nan
    return made
