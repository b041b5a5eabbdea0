"""Measured values with their doubt, one a row; and where one library stands among its peers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.plots import notes, rows, scale, style
from libmkt.plots.columns import floats, present, printed_names
from libmkt.plots.ranking import ranking
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def estimates(
    table: pd.DataFrame,
    *,
    label: str = "label",
    value: str = "estimate",
    low: str = "conf_low",
    high: str = "conf_high",
    reference: float | None = None,
    reference_label: str = "",
    highlight: str | Sequence[str] | None = None,
    unit: str | None = None,
    digits: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one dot and whisker a row, in the table's order from the top.

    Parameters
    ----------
    table
        One row an estimate: its name, the estimate and the ends of its interval.
    label, value, low, high
        Columns of these.
    reference, reference_label, highlight, unit, digits
        As for `ranking`.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["Events"], "estimate": [0.31],
    ...                       "conf_low": [0.27], "conf_high": [0.36]})
    >>> estimates(table, unit="share").texts[0].get_text()
    '31.0%'
    """
    return ranking(
        table,
        label=label,
        value=value,
        low=low,
        high=high,
        reference=reference,
        reference_label=reference_label,
        highlight=highlight,
        unit=unit,
        digits=digits,
        shape="dots",
        ax=ax,
    )


def strip(
    table: pd.DataFrame,
    *,
    own: str,
    label: str = "label",
    who: str = "library",
    position: str = "percentile",
    value: str | None = None,
    unit: str | None = "unit",
    digits: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw where one library stands among its peers: a strip a measure, a dot a peer.

    Parameters
    ----------
    table
        One row a measure and library, the measures in order from the top.
    own
        The library that is shown in the accent.
    label, who
        Columns of the measures' names and of the libraries.
    position
        Column of percentiles, 0 (lowest) to 1 (highest of the peers).
    value, unit
        Columns of the library's own value, printed at the right, and of its unit; without
        `value` the percentile is printed.  A table need not have a column `unit`.

    Raises
    ------
    DataError
        A column is missing, the table is empty, `own` is not in it, or a percentile lies
        outside 0 to 1.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["Loans per user"] * 3, "library": ["A", "B", "C"],
    ...                       "percentile": [0.0, 0.5, 1.0]})
    >>> strip(table, own="B").texts[0].get_text()
    '50%'
    """
    present(table, [label, who, position, value])
    _among(table, own=own, who=who, position=position)
    codes = list(dict.fromkeys(table[label]))
    names = list(dict.fromkeys(printed_names(table, label)))
    with style.house() as look:
        ax, places = rows.canvas(ax, names, extra=0.85)
        ax.set_xlim(-0.03, 1.03)
        ends = (_("lowest"), "", _("middle"), "", _("highest"))
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ends)
        ax.get_xticklabels()[0].set_horizontalalignment("left")
        ax.get_xticklabels()[-1].set_horizontalalignment("right")
        ax.grid(axis="x", color=look.rule, linewidth=0.6)
        texts = []
        for code, place in zip(codes, places, strict=True):
            here = table[table[label] == code]
            peers = floats(here.loc[here[who] != own, position])
            ax.barh(place, 0.5, left=0.25, height=rows.LINE, color=look.band, zorder=1)
            ax.plot(
                peers,
                [place] * len(peers),
                "o",
                ms=5,
                mfc=look.fill,
                mec=look.paper,
                mew=0.6,
                ls="none",
                zorder=3,
                clip_on=False,
            )
            mine = here[here[who] == own]
            at = floats(mine[position])[0] if len(mine) else math.nan
            if math.isfinite(at):
                ax.plot(
                    at,
                    place,
                    "D",
                    ms=8,
                    mfc=look.accent,
                    mec=look.paper,
                    mew=0.8,
                    zorder=4,
                    clip_on=False,
                )
                texts.append(_own_text(mine, at, value, unit, digits))
            else:
                texts.append(_("no data"))
        rows.column(ax, places, texts)
        kinds = [
            ("D", look.accent, own),
            ("o", look.fill, _("peers")),
            ("s", look.band, _("middle half")),
        ]
        notes.key(ax, kinds)
    return ax


def _own_text(
    mine: pd.DataFrame, at: float, value: str | None, unit: str | None, digits: int | None
) -> str:
    if value is None:
        return scale.text(at, "share", digits=0)
    own_unit = str(mine[unit].iloc[0]) if unit and unit in mine else ""
    return scale.text(floats(mine[value])[0], own_unit, digits=digits)


def _among(table: pd.DataFrame, *, own: str, who: str, position: str) -> None:
    problems = []
    if not (table[who] == own).any():
        found = Message(N_("{n} libraries"), {"n": int(table[who].nunique())})
        problems.append(Problem(who, Message(N_("{own} is not among them"), {"own": own}), found))
    outside = [v for v in floats(table[position]) if v < 0 or v > 1]
    if outside:
        problems.append(
            Problem(
                position,
                Message(N_("a percentile is a share from 0 to 1")),
                Message("{value}", {"value": f"{outside[0]:g}"}),
            )
        )
    if problems:
        raise DataError(Message(N_("This table cannot be drawn")), problems)
