"""Rates against size, with the limits that chance alone would keep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.plots import labels, notes, rows, scale, style
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
        and `outer`; None joins the limits of the libraries themselves.
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
        left_out = notes.name_points(ax, points, named[:NAMED], lines=lines)
        notes.unnamed(ax, [*left_out, *(name for _, name, _ in named[NAMED:])], below=len(kinds))
    return ax


def quadrant(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    label: str = "label",
    x_line: float,
    y_line: float,
    corners: tuple[str, str, str, str] = ("", "", "", ""),
    x_label: str = "",
    y_label: str = "",
    x_unit: str = "",
    y_unit: str = "",
    highlight: str | Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw things by two values, parted into four fields by two lines, each named.

    Parameters
    ----------
    table
        One row a thing; rows without one of the two values are told below the plot.
    x, y, label
        Columns of the two values and of the names.
    x_line, y_line
        Where the fields part.
    corners
        What the fields mean: top left, top right, bottom left, bottom right.
    x_label, y_label, x_unit, y_unit
        What the axes show, and their units ("share" prints percentages).
    highlight
        Names that are shown in the accent.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["A", "B"], "use": [1.0, 3.0], "stock": [2.0, 1.0]})
    >>> ax = quadrant(table, x="use", y="stock", x_line=2, y_line=1.5)
    >>> sorted(text.get_text() for text in ax.texts)
    ['A', 'B']
    """
    present(table, [x, y, label])
    names = printed_names(table, label)
    both = list(zip(floats(table[x]), floats(table[y]), strict=True))
    shown = [i for i, (a, b) in enumerate(both) if math.isfinite(a) and math.isfinite(b)]
    own = rows.highlighted(names, highlight)
    with style.house() as look:
        ax = style.sheet(ax, height=4.6)
        points = [both[i] for i in shown]
        for axis, at, line, unit in (("x", 0, x_line, x_unit), ("y", 1, y_line, y_unit)):
            values = [line, *(p[at] for p in points)]
            pad = (max(values) - min(values)) * 0.08
            low = min(values) - pad if min(values) < 0 or min(values) - pad > 0 else 0.0
            scale.numbers(ax, axis, low, max(values) + pad, unit=unit)  # type: ignore[arg-type]
        ax.grid(visible=False)
        ax.axvline(x_line, color=look.quiet, lw=0.9, ls=(0, (4, 2)))
        ax.axhline(y_line, color=look.quiet, lw=0.9, ls=(0, (4, 2)))
        for i, point in zip(shown, points, strict=True):
            ax.plot(
                *point,
                "D" if own[i] else "o",
                ms=7 if own[i] else 5.5,
                mec=look.paper,
                mew=0.7,
                mfc=look.accent if own[i] else look.fill,
                zorder=4,
                clip_on=False,
            )
        ax.set_xlabel(x_label, loc="right", fontsize=style.SMALL, color=look.quiet)
        if y_label:
            notes.above(ax, y_label, 0.0, 0)
        taken = _corners(ax, corners)
        order = sorted(range(len(shown)), key=lambda k: not own[shown[k]])
        named = [(k, names[shown[k]], own[shown[k]]) for k in order]
        ends = (*ax.get_xlim(), *ax.get_ylim())
        lines = [
            [(x_line, ends[2]), (x_line, ends[3])],
            [(ends[0], y_line), (ends[1], y_line)],
        ]
        left_out = notes.name_points(ax, points, named, taken, lines) if points else []
        notes.unnamed(ax, left_out, [n for i, n in enumerate(names) if i not in shown])
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


def _corners(ax: Axes, corners: Sequence[str]) -> list[labels.Box]:
    """Print what the four fields mean; return the room they take."""
    wide, high = style.room(ax)
    look = style.current()
    taken = []
    for i, told in enumerate(corners):
        if not told:
            continue
        right, below = i % 2 == 1, i >= 2
        shown = labels.wrapped(told, wide * 0.42, style.SMALL)
        w, h = labels.extent(shown, style.SMALL)
        ax.annotate(
            shown,
            (float(right), float(not below)),
            (-4 if right else 4, 3 if below else -3),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=style.SMALL,
            ha="right" if right else "left",
            va="bottom" if below else "top",
            color=look.quiet,
            style="italic",
        )
        left = wide - w - 6 if right else 0.0
        bottom = 0.0 if below else high - h - 6
        taken.append(labels.Box(left, bottom, left + w + 6, bottom + h + 6))
    return taken
