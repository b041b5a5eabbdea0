"""Rates against size, with the limits that chance alone would keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.plots import labels, naming, notes, rows, scale, style
from libmkt.plots.columns import floats, present, printed_names, unit_of
from libmkt.words import _, fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes


NAMED = 15  # points named in a funnel, the largest first


def funnel(
    table: pd.DataFrame,
    *,
    label: str = "label",
    size: str = "n",
    value: str = "value",
    centre: str = "centre",
    inner: tuple[str, str] = ("low_95", "high_95"),
    outer: tuple[str, str] = ("low_998", "high_998"),
    curve: pd.DataFrame | None = None,
    highlight: str | Sequence[str] | None = None,
    size_label: str = "",
    unit: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a dot a library: its rate against its size, between limits of 95 % and 99.8 %.

    Libraries outside the outer limits are named, and those highlighted.

    Parameters
    ----------
    table
        One row a library.
    label, size, value
        Columns of names, of sizes (the denominator, above 0) and of rates.
    centre, inner, outer
        Columns of the common rate and of the two pairs of limits.
    curve
        The limits on a finer scale of sizes, with the columns `size`, `centre`, `inner`
        and `outer` (`libmkt.stats.intervals.funnel_curve`); None joins the limits of the
        libraries themselves.
    highlight
        Names that are shown in the accent.
    size_label
        What the size counts, printed below the axis.
    unit
        Unit of the rate; "share" prints percentages.  None takes the table's only `unit`.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["A", "B"], "n": [100, 400], "value": [9.0, 5.0],
    ...     "centre": 5.0, "low_95": [4.4, 4.7], "high_95": [5.6, 5.3],
    ...     "low_998": [4.0, 4.5], "high_998": [6.0, 5.5]})
    >>> [text.get_text() for text in funnel(table).texts][-1]
    'A'
    """
    columns = [size, centre, *inner, *outer]
    present(table, [label, value, *columns])
    drawn = table if curve is None else curve
    present(drawn, columns)
    unit = unit_of(table, unit)
    names = printed_names(table, label)
    own = rows.highlighted(names, highlight)
    points = list(zip(floats(table[size]), floats(table[value]), strict=True))
    limits = list(zip(floats(table[outer[0]]), floats(table[outer[1]]), strict=True))
    beyond = [not low <= v <= high for (_n, v), (low, high) in zip(points, limits, strict=True)]
    beyond = [b and math.isfinite(v) for b, (_n, v) in zip(beyond, points, strict=True)]
    with style.house() as look:
        own_sheet = ax is None
        ax = style.sheet(ax, height=4.2)
        spread = [v for v in floats(table[value]) if math.isfinite(v)]
        low, high = _seen(drawn, spread, outer)
        millions = scale.numbers(ax, "y", low, high, unit=unit, zero=low >= 0 and low < high / 3)
        sizes = floats(drawn[size]) + [n for n, _v in points]
        scale.numbers(ax, "x", 0.0, max(sizes) * 1.02, zero=True)
        ax.grid(visible=False)
        ends = _curves(ax, drawn.sort_values(size), size, centre, inner, outer)
        for (n, v), mine, out in zip(points, own, beyond, strict=True):
            colour = look.accent if mine else look.warn if out else look.fill
            shape = "D" if mine else "^" if out else "o"
            ax.plot(
                n,
                v,
                shape,
                ms=6.5 if mine or out else 5,
                mfc=colour,
                mec=look.paper,
                mew=0.7,
                zorder=4,
                clip_on=False,
            )
        _name_ends(ax, ends)
        if told := scale.unit_text(unit, millions=millions):
            notes.above(ax, told, 0.0, 0)
        if size_label:
            ax.set_xlabel(size_label, loc="right", fontsize=style.SMALL, color=look.quiet)
        order = sorted(
            (i for i in range(len(names)) if own[i] or beyond[i]),
            key=lambda i: (not own[i], -points[i][0]),
        )
        kinds = (
            [("^", look.warn, fill(_("beyond the limits of {share:p1}"), share=0.998))]
            if any(beyond)
            else []
        )
        notes.key(ax, kinds, lines=2 if size_label else 1)
        known = drawn.sort_values(size)
        lines = [
            list(zip(floats(known[size]), floats(known[name]), strict=True))
            for name in (*inner, *outer, centre)
        ]
        named = [(i, names[i], own[i]) for i in order]
        high = style.room(ax)[1]
        left_out = naming.name_points(ax, points, named[:NAMED], lines=lines)
        notes.unnamed(ax, [*left_out, *(name for _, name, _ in named[NAMED:])], below=len(kinds))
        if own_sheet:
            naming.keep_height(ax, high)
    return ax


def _seen(drawn: pd.DataFrame, values: list[float], outer: tuple[str, str]) -> tuple[float, float]:
    """What the axis must hold: all rates, and limits as far as they tell something.

    The limits of the smallest library may be ten times its rate; the axis then ends at
    the rates and half as much again.
    """
    ends = [v for c in outer for v in floats(drawn[c]) if math.isfinite(v)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.5
    return max(min([low, *ends]), low - room), min(max([high, *ends]), high + room)


def _curves(
    ax: Axes,
    drawn: pd.DataFrame,
    size: str,
    centre: str,
    inner: tuple[str, str],
    outer: tuple[str, str],
) -> list[tuple[float, str]]:
    """Draw limits and centre; return where their right ends are named."""
    look = style.current()
    xs = floats(drawn[size])
    ax.plot(xs, floats(drawn[centre]), color=look.quiet, lw=1.0, zorder=2)
    ends = [(floats(drawn[centre])[-1], _("all together"))]
    for pair, dash, share in ((inner, (0, (2, 2)), 0.95), (outer, (0, (6, 2)), 0.998)):
        for name in pair:
            ax.plot(xs, floats(drawn[name]), color=look.quiet, lw=1.0, ls=dash, zorder=2)
        ends.append(
            (
                floats(drawn[pair[1]])[-1],
                scale.text(share, "share", digits=0 if share == 0.95 else 1),
            )
        )
    return ends


def _name_ends(ax: Axes, ends: Sequence[tuple[float, str]]) -> None:
    texts = [
        ax.annotate(
            labels.wrapped(told, 70, style.SMALL),
            (1.0, at),
            (6, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
            color=style.current().quiet,
            annotation_clip=False,
        )
        for at, told in ends
    ]
    _wide, high = style.room(ax)
    low_y, high_y = ax.get_ylim()
    per = (high_y - low_y) / high
    heights = [labels.extent(text.get_text(), style.SMALL)[1] for text in texts]
    places = labels.spread([(at - low_y) / per for at, _t in ends], heights, 0, high)
    for text, place in zip(texts, places, strict=True):
        text.xy = (1.0, low_y + place * per)
