"""Zones of tolerance: what people would accept and wish for, and what they get."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.plots import notes, rows, scale, style
from libmkt.plots.columns import floats, present, printed_names
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where the perceived level stands: its mark and the name of the mark.
_MARKS = {"below": "v", "within": "o", "above": "D"}


def zone(
    table: pd.DataFrame,
    *,
    label: str = "item",
    minimum: str = "minimum",
    desired: str = "desired",
    value: str = "perceived",
    low: str | None = None,
    high: str | None = None,
    standing: str = "standing",
    undecided: str | None = "undecided",
    share: str | None = "below",
    ends: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar a row from the minimum to the desired level, and a mark at the perceived.

    Parameters
    ----------
    table
        One row an item, in order from the top; at most 40.
    label, minimum, desired, value
        Columns of names, of the ends of the zone and of the perceived level.
    low, high
        Columns of the doubt of the perceived level, drawn as a whisker; None takes those
        named after `value` with "_low" and "_high" where the table has them.
    standing
        Column of "below", "within" or "above": the shape of the mark.
    undecided
        Column of true where one cannot tell the standing: the mark is hollow.
    share
        Column of the share of people below their minimum, printed at the right, with its
        doubt where the table has the columns named after it with "_low" and "_high"; None
        prints the perceived level.
    ends
        Ends of the scale; None suits the axis to the table.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"item": ["Quiet"], "minimum": [5.5], "desired": [8.0],
    ...     "perceived": [5.0], "standing": ["below"], "undecided": [False], "below": [0.41]})
    >>> [text.get_text() for text in zone(table).texts][0]
    '41%'
    """
    if low is None and high is None and {f"{value}_low", f"{value}_high"} <= set(table.columns):
        low, high = f"{value}_low", f"{value}_high"
    present(table, [label, minimum, desired, value, low, high, standing, undecided, share])
    names = printed_names(table, label)
    kinds = [str(code) for code in table[standing]]
    faint = [bool(v) for v in table[undecided]] if undecided else [False] * len(names)
    spans = list(zip(floats(table[minimum]), floats(table[desired]), strict=True))
    points = floats(table[value])
    doubt = [floats(table[name]) for name in (low, high) if name]
    with style.house() as look:
        ax, places = rows.canvas(ax, names, extra=0.95)
        known = [v for part in (points, *zip(*spans, strict=True), *doubt) for v in part]
        known = [v for v in known if math.isfinite(v)] or [0.0, 1.0]
        first, last = ends or (min(known), max(known))
        scale.numbers(ax, "x", first, last, count=5)
        if ends:
            ax.set_xlim(*ends)
        for place, (begin, end) in zip(places, spans, strict=True):
            if math.isfinite(begin) and math.isfinite(end):
                ax.barh(place, end - begin, left=begin, height=rows.LINE, color=look.fill, zorder=2)
        for i, (place, point) in enumerate(zip(places, points, strict=True)):
            if math.isfinite(point):
                whisker = (doubt[0][i], doubt[1][i]) if len(doubt) == 2 else (point, point)
                _mark(ax, place, point, whisker, kinds[i], faint[i])
        texts = (
            scale.shares(table, share, f"{share}_low", f"{share}_high")
            if share
            else scale.texts(points)
        )
        rows.column(ax, places, texts)
        if share:
            rows.head(ax, _("below their minimum"), texts)
        _name_marks(ax, [k for k, p in zip(kinds, points, strict=True) if math.isfinite(p)], faint)
    return ax


def _mark(
    ax: Axes, place: float, point: float, whisker: tuple[float, float], kind: str, faint: bool
) -> None:
    look = style.current()
    colour = _colour(kind)
    if math.isfinite(whisker[0]) and math.isfinite(whisker[1]) and whisker[0] != whisker[1]:
        ax.plot(whisker, [place, place], color=look.ink, lw=1.2, zorder=3)
    ax.plot(
        point,
        place,
        _MARKS.get(kind, "o"),
        ms=7,
        mfc=look.paper if faint else colour,
        mec=colour if faint else look.paper,
        mew=1.2 if faint else 0.7,
        zorder=4,
        clip_on=False,
    )


def _colour(kind: str) -> str:
    look = style.current()
    return {"below": look.warn, "above": look.lines[2]}.get(kind, look.accent)


def _name_marks(ax: Axes, kinds: Sequence[str], faint: Sequence[bool]) -> None:
    look = style.current()
    told = {
        "below": _("what they get, below the minimum"),
        "within": _("within the zone"),
        "above": _("above the desired"),
    }
    met = [(_MARKS[code], _colour(code), told[code]) for code in told if code in kinds]
    met.insert(0, ("s", look.fill, _("from the minimum to the desired")))
    if any(faint):
        met.append(("o", look.paper, _("hollow: cannot be told")))
    notes.key(ax, met)
    legend = ax.get_legend()
    for line in legend.get_lines() if legend else ():
        if line.get_markerfacecolor() == look.paper:
            line.set_markeredgecolor(look.accent)
