"""Words that stand around a plot: above its top, below its axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from libmkt.plots import labels, style
from libmkt.plots.flags import flags
from libmkt.words import _, fill, joined

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

Note = tuple[float, str]  # place on the axis, text
Kind = tuple[str, str, str]  # shape, colour, name
SURE = 0.6  # share of a plot's first width that is left to it, whatever its rows and ends are named


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

    paper = style.current().paper
    handles = [
        Line2D([], [], marker=s, ls="none", ms=7, mfc=c, mec=c if s == "|" else paper)
        for s, c, _name in kinds
    ]
    names = [name for _s, _c, name in kinds]
    # what is so short has room below any plot: to know that, nothing need be laid out
    room = SURE * ax.get_position().width * style.paper_width(ax)
    if _row(names) > room:
        room, _high = style.room(ax)
        names = [labels.wrapped(name, room - 30, style.SMALL) for name in names]
    columns = len(kinds) if _row(names) <= room else 1
    legend(ax, handles, names, lines=lines, columns=columns)


def _row(names: Sequence[str]) -> float:
    """Width in points of names of shapes, one beside the other."""
    return sum(labels.extent(name, style.SMALL)[0] + 28 for name in names)


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
