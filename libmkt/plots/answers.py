"""The answers to one question: how many gave each, or which share with its doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from libmkt.plots.columns import present, unit_of
from libmkt.plots.ranking import ranking
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def answers(table: pd.DataFrame, *, small: int = 30, ax: Axes | None = None) -> Axes:
    """Draw a row an answer: counts where few answered, else shares with their intervals.

    Parameters
    ----------
    table
        One row an answer, 1 to 40: label, n (who answered the question), count, estimate,
        conf_low, conf_high, unit.  Without any interval the shares are bars.
    small
        Answers to the question below which counts are drawn in place of shares.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["Yes", "No"], "n": 8, "count": [6, 2], "unit": "share",
    ...                       "estimate": [0.75, 0.25], "conf_low": [0.35, 0.03],
    ...                       "conf_high": [0.97, 0.65]})
    >>> [text.get_text() for text in answers(table).texts]
    ['6', '2', 'persons']
    >>> [text.get_text() for text in answers(table.assign(n=80)).texts]
    ['75%', '25%']
    """
    present(table, ["label", "n", "count", "estimate", "conf_low", "conf_high"])
    doubt = ["conf_low", "conf_high"]
    if table["n"].max() < small:
        return ranking(table.drop(columns=doubt), value="count", unit=_("persons"), digits=0, ax=ax)
    if table[doubt].isna().all(axis=None):
        bare = table.drop(columns=doubt)
        return ranking(bare, value="estimate", unit=unit_of(table, None), digits=0, ax=ax)
    return ranking(
        table, value="estimate", unit=unit_of(table, None), digits=0, shape="dots", ax=ax
    )
