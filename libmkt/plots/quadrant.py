"""Things by two values, parted into four fields by two lines, each named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.plots import keyed, labels, naming, notes, rows, scale, style
from libmkt.plots.columns import floats, present, printed_names
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]
Cross = tuple[float, float, float, float]  # x from, to, y from, to


def quadrant(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    label: str = "label",
    x_line: float,
    y_line: float,
    x_doubt: tuple[str, str] | None = None,
    y_doubt: tuple[str, str] | None = None,
    undecided: str | None = None,
    outlines: pd.DataFrame | None = None,
    ends: tuple[float, float] | None = None,
    diagonal: bool = False,
    numbered: bool | None = None,
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
    x_doubt, y_doubt
        Columns of the ends of the intervals of the two values, drawn as crosses.
    undecided
        Column of true where one cannot tell the field: drawn as a hollow mark.
    outlines
        Regions of doubt instead of crosses: columns `label`, `x` and `y` (under their names
        here), points in order around each thing.
    ends
        Ends of both axes; None suits them to what is drawn.
    diagonal
        Whether to draw the line on which both values are equal.
    numbered
        Names the points by number, in order of the table, and lists the names below.
        None does so where more than twelve are drawn, or a name needs more than three lines
        or finds no room.
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
    doubt = (*(x_doubt or ()), *(y_doubt or ()))
    present(table, [x, y, label, undecided, *doubt])
    if outlines is not None and len(outlines):
        present(outlines, [label, x, y])
    names = printed_names(table, label)
    both = list(zip(floats(table[x]), floats(table[y]), strict=True))
    shown = [i for i, (a, b) in enumerate(both) if math.isfinite(a) and math.isfinite(b)]
    points = [both[i] for i in shown]
    own = rows.highlighted(names, highlight)
    faint = [bool(v) for v in table[undecided]] if undecided else [False] * len(names)
    spans = _crosses(table, both, x_doubt, y_doubt)
    rings = _rings(outlines, label, x, y, names)
    many = keyed.wanted([names[i] for i in shown]) if numbered is None else numbered
    with style.house() as look:
        own_sheet = ax is None
        ax = style.sheet(ax, height=4.6)
        held = [spans[i] for i in shown]
        _axes(ax, points, held, rings, (x_line, y_line), (x_unit, y_unit), ends)
        ax.axvline(x_line, color=look.quiet, lw=0.9, ls=(0, (4, 2)))
        ax.axhline(y_line, color=look.quiet, lw=0.9, ls=(0, (4, 2)))
        if diagonal:
            _diagonal(ax)
        for i in shown:
            _mark(ax, both[i], spans[i], rings.get(names[i], []), own[i], faint[i])
        ax.set_xlabel(x_label, loc="right", fontsize=style.SMALL, color=look.quiet)
        if y_label:
            notes.above(ax, y_label, 0.0, 0)
        kinds = [("o", look.paper, _("cannot be told"))] if any(faint[i] for i in shown) else []
        kinds += [("_", look.quiet, _("both are equal"))] if diagonal else []
        notes.key(ax, kinds, lines=2 if x_label else 1)
        _outlined(ax)
        high = style.room(ax)[1]
        taken = _corners(ax, corners)
        order = sorted(range(len(shown)), key=lambda k: (not own[shown[k]], faint[shown[k]]))
        lines = [
            *_lines(ax, x_line, y_line),
            *_arms(points, held),
            *(ring[::3] for ring in rings.values()),
        ]

        def named(texts: Sequence[str]) -> list[naming.Name]:
            asked = [(k, texts[shown[k]], own[shown[k]]) for k in order]
            return naming.names_of(ax, points, asked, taken, lines) if points else []

        found = [] if many else named(names)
        if numbered is None and any(one.stand is None for one in found):
            many = True
        below = int(bool(kinds))
        if many:
            columns = keyed.columns_of(names, style.room(ax)[0])
            below += keyed.lines_of(columns)
            if own_sheet:
                naming.heighten(ax, below * style.SIZE * 1.35)
            keyed.print_below(ax, columns, many=len(names), lines=2 + bool(kinds))
            if own_sheet:
                naming.keep_height(ax, high)
            found = named([f"{i + 1}" for i in range(len(names))])
        left_out = naming.print_names(ax, found)
        gone = [name for i, name in enumerate(names) if i not in shown]
        notes.unnamed(ax, left_out, gone, below=below)
        if own_sheet:
            naming.keep_height(ax, high)
    return ax


def _crosses(
    table: pd.DataFrame,
    points: Sequence[Point],
    x_doubt: tuple[str, str] | None,
    y_doubt: tuple[str, str] | None,
) -> list[Cross]:
    """Ends of each cross; the point itself where there is no interval."""
    ends = []
    for at, pair in ((0, x_doubt), (1, y_doubt)):
        for name in pair or (None, None):
            own = floats(table[name]) if name else [math.nan] * len(points)
            pairs = zip(own, points, strict=True)
            ends.append([v if math.isfinite(v) else p[at] for v, p in pairs])
    return list(zip(*ends, strict=True))


def _rings(
    outlines: pd.DataFrame | None, label: str, x: str, y: str, names: Sequence[str]
) -> dict[str, list[Point]]:
    if outlines is None or not len(outlines):
        return {}
    own = printed_names(outlines, label)
    found: dict[str, list[Point]] = {name: [] for name in names}
    for name, a, b in zip(own, floats(outlines[x]), floats(outlines[y]), strict=True):
        found.setdefault(name, []).append((a, b))
    return found


def _axes(
    ax: Axes,
    points: Sequence[Point],
    spans: Sequence[Cross],
    rings: dict[str, list[Point]],
    lines: Point,
    units: tuple[str, str],
    ends: Point | None,
) -> None:
    """Set both axes: to given ends, or so that marks, crosses and regions lie inside."""
    around = [point for ring in rings.values() for point in ring]
    for axis, at in (("x", 0), ("y", 1)):
        values = [lines[at], *(p[at] for p in points), *(p[at] for p in around)]
        values += [end for span in spans for end in span[2 * at : 2 * at + 2]]
        pad = (max(values) - min(values)) * 0.08
        low = min(values) - pad if min(values) < 0 or min(values) - pad > 0 else 0.0
        low, high = ends or (low, max(values) + pad)
        scale.numbers(ax, axis, low, high, unit=units[at])  # type: ignore[arg-type]
    ax.grid(visible=False)


def _mark(
    ax: Axes, point: Point, span: Cross, ring: Sequence[Point], own: bool, faint: bool
) -> None:
    """One thing: its doubt, and a mark that is hollow where its field cannot be told."""
    look = style.current()
    colour = look.accent if own else look.fill
    if ring:
        area = style.mix(colour, look.paper, 0.75 if faint else 0.55)
        ax.fill(*zip(*ring, strict=True), fc=area, ec=colour, lw=0.7, alpha=0.55, zorder=2.2)
    arm = style.mix(look.ink, look.paper, 0.65 if faint else 0.35)
    for xs, ys in (((span[0], span[1]), (point[1],) * 2), ((point[0],) * 2, (span[2], span[3]))):
        if xs[0] != xs[1] or ys[0] != ys[1]:
            ax.plot(xs, ys, color=arm, lw=0.9, zorder=3)
    ax.plot(
        *point,
        "D" if own else "o",
        ms=7 if own else 5.5,
        mec=style.mix(look.ink, look.paper, 0.35) if faint else look.paper,
        mew=0.9 if faint else 0.7,
        mfc=look.paper if faint else colour,
        zorder=4,
        clip_on=False,
    )


def _outlined(ax: Axes) -> None:
    """Give the marks of the legend the rings that they have in the plot."""
    look = style.current()
    legend = ax.get_legend()
    for line in legend.get_lines() if legend else ():
        hollow = line.get_marker() == "o"
        line.set_markeredgecolor(style.mix(look.ink, look.paper, 0.35) if hollow else look.quiet)
        line.set_markersize(5.5 if hollow else 12)


def _diagonal(ax: Axes) -> None:
    low = max(ax.get_xlim()[0], ax.get_ylim()[0])
    high = min(ax.get_xlim()[1], ax.get_ylim()[1])
    if low < high:
        ax.plot([low, high], [low, high], color=style.current().rule, lw=1.0, zorder=1.5)


def _lines(ax: Axes, x_line: float, y_line: float) -> list[list[Point]]:
    left, right, bottom, top = (*ax.get_xlim(), *ax.get_ylim())
    return [[(x_line, bottom), (x_line, top)], [(left, y_line), (right, y_line)]]


def _arms(points: Sequence[Point], spans: Sequence[Cross]) -> list[list[Point]]:
    """The lines of the crosses, which names cross only where they must."""
    found = []
    for (x, y), (left, right, bottom, top) in zip(points, spans, strict=True):
        if left != right:
            found.append([(left, y), (right, y)])
        if bottom != top:
            found.append([(x, bottom), (x, top)])
    return found


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
