"""Rows of answers that repeat an earlier one, wholly or nearly."""

from __future__ import annotations

import numpy as np
import pandas as pd

_ROWS = 256  # rows compared with their group at a time


def nearest_earlier(answers: pd.DataFrame, usable: np.ndarray, *, least: float) -> np.ndarray:
    """Largest share of answers that each row has in common with a row before it.

    Parameters
    ----------
    answers
        One row a respondent; a missing answer counts as an answer of its own.
    usable
        Which rows are compared.
    least
        Shares below this are not looked for, and may stand as 0.

    Returns
    -------
    ndarray
        One share a row, 0 to 1; 1 for a copy.

    Notes
    -----
    Two rows that differ in at most k of q answers agree wholly on at least one of k + 1
    parts of them, so only rows that agree on a part are compared: exact, and fast where
    most rows differ.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 1, 1], "b": [2, 2, 2], "c": [3, 4, 3], "d": [5, 5, 5]})
    >>> nearest_earlier(answers, np.array([True] * 3), least=0.5).tolist()
    [0.0, 0.75, 1.0]
    """
    columns = [pd.factorize(answers[name])[0] for name in answers]
    codes = np.column_stack(columns).astype(np.int32)
    best = np.zeros(len(codes))
    rows = np.flatnonzero(usable)
    width = codes.shape[1]
    differ = int(np.floor(width * (1 - least) + 1e-9))
    for part in np.array_split(np.arange(width), min(differ + 1, width)):
        keys = pd.util.hash_pandas_object(pd.DataFrame(codes[np.ix_(rows, part)]), index=False)
        order = np.argsort(keys.to_numpy(), kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(keys.to_numpy()[order]) != 0])
        for group in np.split(rows[order], starts[1:]):
            if len(group) > 1:
                _within(codes, group, best)
    return np.where(best >= least, best, 0.0)


def _within(codes: np.ndarray, group: np.ndarray, best: np.ndarray) -> None:
    """Raise `best` of each row of a group to what it shares with the earlier ones of it."""
    for start in range(1, len(group), _ROWS):
        mine = group[start : start + _ROWS]
        before = group[: start + len(mine) - 1]
        same = np.zeros((len(mine), len(before)), dtype=np.int32)
        for column in codes.T:
            same += column[mine][:, None] == column[before][None, :]
        same[before[None, :] >= mine[:, None]] = 0
        best[mine] = np.maximum(best[mine], same.max(axis=1) / codes.shape[1])
