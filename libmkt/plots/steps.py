"""Steps that ever fewer take: questions answered, stages of knowing and using."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.plots import rows, scale, style
from libmkt.plots.columns import floats, present, printed_names
from libmkt.words import _, fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 40  # steps that fit one under the other


def steps(
    table: pd.DataFrame,
    *,
    label: str = "label",
    n: str = "n",
    left: str | None = "left",
    low: str | None = None,
    high: str | None = None,
    worst: int = 3,
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar a step, as long as the number who came to it, and how many went no further.

    Parameters
    ----------
    table
        One row a step, in order from the top, 1 to 40.
    label, n
        Columns of names and of how many came to the step (or what share).
    left
        Column of how many went no further; None prints none.
    low, high
        Columns of the doubt of n, where it is an estimate.
    worst
        The steps at which the most left are drawn in the warning colour, so many.

    Raises
    ------
    DataError
        A column is missing, the table is empty or has more than 40 steps.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["Page 1", "Page 2"], "n": [200, 150], "left": [50, 0]})
    >>> [text.get_text() for text in steps(table).texts]
    ['200  (−50)', '150']
    """
    present(table, [label, n, left, low, high])
    if len(table) > MOST:
        what = Message(N_("expected at most {most} steps: draw pages, or a part"), {"most": MOST})
        found = Message("{found}", {"found": len(table)})
        raise DataError(Message(N_("This table cannot be drawn")), [Problem("table", what, found)])
    names, came = printed_names(table, label), floats(table[n])
    gone = floats(table[left]) if left else [0.0] * len(names)
    most = sorted((v for v in gone if v > 0), reverse=True)[:worst]
    share = max((v for v in came if math.isfinite(v)), default=0.0) <= 1
    with style.house() as look:
        ax, places = rows.canvas(ax, names)
        ends = [v for name in (n, high) if name for v in floats(table[name]) if math.isfinite(v)]
        unit = "share" if share else ""
        scale.numbers(ax, "x", 0.0, max(ends, default=1.0), unit=unit, zero=True, count=4)
        for place, count, lost in zip(places, came, gone, strict=True):
            heavy = bool(most) and lost >= most[-1] and lost > 0
            kept = max(count - lost, 0.0) if math.isfinite(lost) else count
            colour = style.mix(look.accent, look.paper, 0.35)
            fade = look.warn if heavy else look.fill
            height = rows.LINE * 0.9
            ax.barh(place, kept, height=height, color=colour, zorder=2)
            if count > kept:
                ax.barh(place, count - kept, left=kept, height=height, color=fade, zorder=2)
        if low and high:
            for place, a, b in zip(places, floats(table[low]), floats(table[high]), strict=True):
                ax.plot([a, b], [place, place], color=look.ink, lw=1.1, zorder=3)
        rows.column(ax, places, [_told(c, g, unit) for c, g in zip(came, gone, strict=True)])
    return ax


def _told(count: float, gone: float, unit: str) -> str:
    """How many came, and how many of them went no further: "200  (−50)"."""
    if not math.isfinite(count):
        return _("no data")
    shown = scale.text(count, unit)
    if not gone > 0:
        return shown
    return fill(_("{value}  ({change})"), value=shown, change=scale.text(-gone, unit, sign=True))
