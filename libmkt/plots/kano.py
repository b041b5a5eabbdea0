"""The Kano map: what a service adds where it is, and what is lost where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from libmkt.plots.columns import present
from libmkt.plots.quadrant import quadrant
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def kano_map(
    table: pd.DataFrame,
    regions: pd.DataFrame | None = None,
    *,
    label: str = "item",
    better: str = "better",
    worse: str = "worse",
    clear: str | None = "clear",
    numbered: bool | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each item by its effect where it is there and where it is not, with its region.

    Parameters
    ----------
    table
        One row an item.
    regions
        Points around each item in order, with the columns `label`, `better` and `worse`;
        None draws the items alone.
    label, better, worse
        Columns of names, of the gain in satisfaction (0 to 1) and of the loss (-1 to 0).
    clear
        Column of true where an item has a clear category; others are drawn hollow.
    numbered
        As of `quadrant`.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"item": ["Late hours", "Silence"], "better": [0.7, 0.2],
    ...                       "worse": [-0.2, -0.8], "clear": [True, True]})
    >>> ax = kano_map(table)
    >>> sorted(text.get_text() for text in ax.texts)[:4]
    ['Delights', 'Late hours', 'Must be', 'No matter']
    """
    present(table, [label, better, worse, clear])
    drawn = table.assign(**{worse: -pd.to_numeric(table[worse])})
    around = regions
    if regions is not None and len(regions):
        present(regions, [label, better, worse])
        around = regions.assign(**{worse: -pd.to_numeric(regions[worse])})
    if clear:
        drawn["_open"] = ~table[clear].astype(bool)
    return quadrant(
        drawn,
        x=worse,
        y=better,
        label=label,
        x_line=0.5,
        y_line=0.5,
        ends=(0.0, 1.0),
        undecided="_open" if clear else None,
        outlines=around,
        numbered=numbered,
        corners=(_("Delights"), _("The more the better"), _("No matter"), _("Must be")),
        x_label=_("dissatisfied without it"),
        y_label=_("satisfied with it"),
        x_unit="share",
        y_unit="share",
        ax=ax,
    )
