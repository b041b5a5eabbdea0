"""Names beside the points of a plot, each tied to its own where it stands off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from libmkt.plots import keyed, labels, placing, style
from libmkt.plots.labels import Box
from libmkt.plots.placing import Point, Stand

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTHS = (
    keyed.WIDE,
    84.0,
)  # points; a longer name takes several lines, and more where room is short
MARK = 3.5  # points from the middle of a mark to its edge


class Name(NamedTuple):
    """A name and where it stands."""

    at: Point  # its point on the page, from the plot's lower left corner
    data: Point
    text: str  # as it is broken into lines
    told: str  # as it was given
    bold: bool
    stand: Stand | None  # None where there is no room for it


def names_of(
    ax: Axes,
    points: Sequence[Point],
    named: Sequence[tuple[int, str, bool]],
    avoid: Sequence[Box] = (),
    lines: Sequence[Sequence[Point]] = (),
) -> list[Name]:
    """Where the names of some of the points can stand; nothing is drawn.

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
    """
    wide, high = style.room(ax)
    corner = ax.get_window_extent()
    per_point = wide / corner.width

    def on_paper(data: Sequence[Point]) -> list[Point]:
        pixels = ax.transData.transform(list(data))
        return [
            (float(x - corner.x0) * per_point, float(y - corner.y0) * per_point) for x, y in pixels
        ]

    at = on_paper(points)
    dots = [Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in at]
    texts = [_shapes(name, bold) for _i, name, bold in named]
    found = placing.place(
        [at[i] for i, _n, _b in named],
        [
            [_size(text, bold) for text in shapes]
            for shapes, (_i, _n, bold) in zip(texts, named, strict=True)
        ],
        Box(0, 0, wide, high),
        avoid=[*dots, *avoid],
        rather_not=[part for line in lines for part in pairwise(on_paper(line))],
    )
    return [
        Name(at[i], points[i], shapes[stand.shape if stand else 0], told, bold, stand)
        for (i, told, bold), shapes, stand in zip(named, texts, found, strict=True)
    ]


def _shapes(name: str, bold: bool) -> list[str]:
    """A name broken into lines, in the ways that it may stand."""
    found = [labels.balanced(name, wide, style.SMALL, bold) for wide in WIDTHS]
    return list(dict.fromkeys(found))


def _size(text: str, bold: bool) -> tuple[float, float]:
    wide, high = labels.extent(text, style.SMALL, bold)
    return wide + 4, high  # a breath between a name and the next mark


def print_names(ax: Axes, names: Sequence[Name]) -> list[str]:
    """Print names where they stand, with their lines; return those that found no room."""
    look = style.current()
    for one in names:
        if one.stand is None:
            continue
        box, leader, _shape = one.stand
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        away = x - one.at[0]
        half = (box.right - box.left) / 2
        ax.annotate(
            one.text,
            one.data,
            (away, y - one.at[1]),
            textcoords="offset points",
            ha="center",
            va="center",
            multialignment="left" if away > half else "right" if away < -half else "center",
            fontsize=style.SMALL,
            fontweight="bold" if one.bold else "normal",
            color=look.ink,
            linespacing=1.15,
            zorder=5,
        )
        if leader:
            _tie(ax, one, leader)
    return [one.told for one in names if one.stand is None]


def _tie(ax: Axes, name: Name, leader: placing.Segment) -> None:
    """Draw the line from a name to its mark, measured in points of the page from the mark."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import Affine2D, ScaledTranslation

    figure = ax.get_figure(root=True)
    assert figure is not None
    page = Affine2D().scale(1 / 72) + figure.dpi_scale_trans  # inches are 72 points
    line = Line2D(
        [x - name.at[0] for x, _y in leader],
        [y - name.at[1] for _x, y in leader],
        color=style.current().quiet,
        lw=0.6,
        zorder=3.5,
        transform=page + ScaledTranslation(*name.data, ax.transData),  # type: ignore[arg-type]
        clip_on=False,
    )
    line.set_in_layout(False)
    ax.add_artist(line)


def name_points(
    ax: Axes,
    points: Sequence[Point],
    named: Sequence[tuple[int, str, bool]],
    avoid: Sequence[Box] = (),
    lines: Sequence[Sequence[Point]] = (),
) -> list[str]:
    """Name some of the points where there is room; as `names_of`, then `print_names`."""
    return print_names(ax, names_of(ax, points, named, avoid, lines))


def keep_height(ax: Axes, high: float) -> None:
    """Make the sheet so much higher that the plot is `high` points again.

    Words printed below a plot take its room, and names that were placed before would move
    onto one another.
    """
    for _again in range(2):  # the layout leaves a small margin in parts of the sheet
        heighten(ax, high - style.room(ax)[1])


def heighten(ax: Axes, more: float) -> None:
    """Make the sheet higher by so many points."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    width, high = figure.get_size_inches()
    figure.set_size_inches(width, high + more / 72)
