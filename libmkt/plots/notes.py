"""Words that stand around a plot: above its top, below its axis, beside its points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from libmkt.plots import labels, style
from libmkt.plots.flags import flags
from libmkt.plots.labels import Box
from libmkt.words import _, fill, joined

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

Note = tuple[float, str]  # place on the axis, text
Kind = tuple[str, str, str]  # shape, colour, name


def tell(ax: Axes, notes: Sequence[Note], room: float, unit: str = "") -> list[Artist]:
    """Print notes above the plot, each near its place, and the unit at the left edge.

    Parameters
    ----------
    notes
        Place on the axis (data) and text.
    room
        Width of the plot in points.
    unit
        What the values count; "" for nothing.

    Returns
    -------
    list of Artist
        What was drawn.
    """
    low, high = ax.get_xlim()
    wide = min(room * 0.6, 230.0)
    texts = [labels.wrapped(told, wide, style.SMALL) for _place, told in notes]
    asked = [
        (
            (place - low) / (high - low) * room,
            labels.extent(text, style.SMALL)[0],
            text.count("\n") + 1,
        )
        for (place, _told), text in zip(notes, texts, strict=True)
    ]
    found, row = flags(asked, room, labels.line_width(unit, style.SMALL) if unit else 0.0)
    drawn: list[Artist] = [above(ax, unit, 0.0, row)] if unit else []
    for (place, _told), text, flag in zip(notes, texts, found, strict=True):
        drawn.append(above(ax, text, flag.left, flag.row))
        if flag.x is not None:
            drawn.append(_stem(ax, place, flag.row))
    return drawn


def above(ax: Axes, text: str, left: float, row: int) -> Annotation:
    """Print small text above the plot: points from its left edge, rows from its top."""
    return ax.annotate(
        text,
        (0.0, 1.0),
        (left, 5 + row * style.SMALL * 1.35),
        xycoords="axes fraction",
        textcoords="offset points",
        va="bottom",
        fontsize=style.SMALL,
        color=style.current().quiet,
        linespacing=1.15,
        annotation_clip=False,
    )


def _stem(ax: Axes, place: float, row: int) -> Annotation:
    arrow = {"arrowstyle": "-", "color": style.current().quiet, "lw": 0.8}
    return ax.annotate(
        "",
        (place, 1.0),
        (0, 5 + row * style.SMALL * 1.35),
        xycoords=ax.get_xaxis_transform(),
        textcoords="offset points",
        arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0},
        annotation_clip=False,
    )


def key(ax: Axes, kinds: Sequence[Kind], *, lines: int = 1) -> None:
    """Name the shapes of marks below the axis, whose names have so many lines."""
    if not kinds:
        return
    from matplotlib.lines import Line2D

    room, _high = style.room(ax)
    paper = style.current().paper
    handles = [
        Line2D([], [], marker=s, ls="none", ms=7, mfc=c, mec=c if s == "|" else paper)
        for s, c, _name in kinds
    ]
    names = [labels.wrapped(name, room - 30, style.SMALL) for _s, _c, name in kinds]
    wide = sum(labels.extent(name, style.SMALL)[0] + 28 for name in names)
    legend(ax, handles, names, lines=lines, columns=len(kinds) if wide <= room else 1)


def legend(
    ax: Axes, handles: Sequence[Artist], names: Sequence[str], *, lines: int, columns: int = 0
) -> None:
    """Set a legend below the names of the axis, which have so many lines; one row or columns."""
    from matplotlib.transforms import ScaledTranslation

    figure = ax.get_figure(root=True)
    assert figure is not None
    drop = (8 + lines * style.SIZE * 1.3) / 72
    ax.legend(
        list(handles),
        list(names),
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=ax.transAxes + ScaledTranslation(0, -drop, figure.dpi_scale_trans),
        ncols=columns or len(names),
        frameon=False,
        fontsize=style.SMALL,
        labelcolor=style.current().quiet,
        borderaxespad=0.0,
        borderpad=0.2,
        handletextpad=0.4,
        columnspacing=1.2,
    )


def name_points(
    ax: Axes,
    points: Sequence[tuple[float, float]],
    named: Sequence[tuple[int, str, bool]],
    avoid: Sequence[Box] = (),
    lines: Sequence[Sequence[tuple[float, float]]] = (),
) -> list[str]:
    """Name some of the points where there is room, with a thin line where the name stands off.

    Parameters
    ----------
    points
        All points drawn, in data.
    named
        Which are named, how, and whether in bold: those that matter most first.
    avoid
        Rectangles, in points from the plot's lower left corner, that must stay free.
    lines
        Lines through points in data, which names cross only where they must.

    Returns
    -------
    list of str
        Names that found no room.
    """
    wide, high = style.room(ax)
    look = style.current()
    corner = ax.get_window_extent()
    per_point = wide / corner.width

    def on_paper(data: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        pixels = ax.transData.transform(list(data))
        return [((x - corner.x0) * per_point, (y - corner.y0) * per_point) for x, y in pixels]

    at = on_paper(points)
    dots = [Box(x - 3.5, y - 3.5, x + 3.5, y + 3.5) for x, y in at]
    texts = [labels.wrapped(name, 130.0, style.SMALL, bold) for _i, name, bold in named]
    sizes = [
        labels.extent(text, style.SMALL, bold)
        for text, (_i, _n, bold) in zip(texts, named, strict=True)
    ]
    found = labels.place(
        [at[i] for i, _n, _b in named],
        [(wide + 4, high) for wide, high in sizes],  # a breath between a name and the next mark
        Box(0, 0, wide, high),
        avoid=[*dots, *avoid],
        rather_not=[box for line in lines for box in labels.along(on_paper(line))],
    )
    for (i, _name, bold), text, box in zip(named, texts, found, strict=True):
        if box is None:
            continue
        dx = (box.left + box.right) / 2 - at[i][0]
        dy = (box.bottom + box.top) / 2 - at[i][1]
        near_x = max(abs(dx) - (box.right - box.left) / 2, 0.0)
        near_y = max(abs(dy) - (box.top - box.bottom) / 2, 0.0)
        far = (near_x**2 + near_y**2) ** 0.5 > 9
        ax.annotate(
            text,
            points[i],
            (dx, dy),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=style.SMALL,
            fontweight="bold" if bold else "normal",
            color=look.ink,
            linespacing=1.15,
            arrowprops={
                "arrowstyle": "-",
                "lw": 0.6,
                "color": look.quiet,
                "shrinkA": 1,
                "shrinkB": 4,
            }
            if far
            else None,
            zorder=5,
        )
    return [name for (_i, name, _b), box in zip(named, found, strict=True) if box is None]


LISTED = 6  # names told below a plot for want of room in it


def unnamed(ax: Axes, names: Sequence[str], missing: Sequence[str] = (), *, below: int = 0) -> None:
    """Say under `below` lines of a key which points have no name, and which no value."""
    told = []
    if len(names) > LISTED:
        template = _("No room to name: {names} and {n:n0} more")
        told.append(fill(template, names=", ".join(names[:LISTED]), n=len(names) - LISTED))
    elif names:
        told.append(fill(_("No room to name: {names}"), names=joined(list(names))))
    if missing:
        told.append(fill(_("No data: {names}"), names=joined(list(missing))))
    if not told:
        return
    wide = style.paper_width(ax) * 0.85
    text = "\n".join(labels.wrapped(line, wide, style.SMALL) for line in told)
    ax.annotate(
        text,
        (0.0, 0.0),
        (0, -34 - 14 * below),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=style.SMALL,
        color=style.current().quiet,
        annotation_clip=False,
    )
