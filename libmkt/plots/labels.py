"""Words in a figure: how wide they are, where they break, where they do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from libmkt.plots import style


class Box(NamedTuple):
    """A rectangle in points: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """Area that both cover, square points."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(wide, 0.0) * max(high, 0.0)

    def within(self, other: Box) -> bool:
        """Whether this lies wholly in `other`."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


@lru_cache(maxsize=4096)
def line_width(text: str, size: float = style.SIZE, bold: bool = False) -> float:
    """Width in points of one line of text in the house typeface."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=style.FONT, size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def extent(text: str, size: float = style.SIZE, bold: bool = False) -> tuple[float, float]:
    """Width and height in points of text that may have several lines."""
    lines = text.split("\n")
    return max(line_width(line, size, bold) for line in lines), len(lines) * size * 1.35


def wrapped(text: str, room: float, size: float = style.SIZE, bold: bool = False) -> str:
    """`text` broken at blanks into lines of at most `room` points; no word is cut.

    A word longer than the room keeps its line to itself.

    Examples
    --------
    >>> wrapped("Republic children's library", 100).split("\\n")
    ["Republic children's", 'library']
    """
    lines: list[str] = []
    for word in str(text).split(" "):  # a no-break space holds its words together
        if lines and line_width(f"{lines[-1]} {word}", size, bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres nearest to those wanted at which labels of these heights do not overlap.

    Parameters
    ----------
    wanted
        Where each label would stand, any order.
    heights
        Its height, in the same unit.
    low, high
        The labels stay between these; when they cannot all stand there they are set
        from `low` upwards, touching, and reach beyond `high`.

    Returns
    -------
    list of float
        In the order of `wanted`.

    Notes
    -----
    Least squares under order: pooling of adjacent violators on the positions less the
    heights stacked below them, then cut to the bounds.  Ayer et al. (1955), Annals of
    Mathematical Statistics 26(4), 641-647.

    Examples
    --------
    >>> spread([10, 11, 40], [8, 8, 8], 0, 100)
    [6.5, 14.5, 40.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    stacked, below = [], 0.0
    for i in order:
        stacked.append(below + heights[i] / 2)
        below += heights[i]
    pools: list[tuple[float, int]] = []  # mean, how many
    for i, offset in zip(order, stacked, strict=True):
        pools.append((wanted[i] - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, n), (other, m) = pools[-2:]
            pools[-2:] = [((one * n + other * m) / (n + m), n + m)]
    floors = [mean for mean, many in pools for _ in range(many)]
    found = [0.0] * len(wanted)
    for i, offset, floor in zip(order, stacked, floors, strict=True):
        found[i] = max(low, min(floor, high - below)) + offset
    return found


def place(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    room: Box,
    *,
    avoid: Sequence[Box] = (),
    rather_not: Sequence[Box] = (),
) -> list[Box | None]:
    """Where labels of points can stand without overlap, the first named first.

    Parameters
    ----------
    points
        The points that are labelled, in points of the page.
    sizes
        Width and height of each label.
    room
        Labels stay inside.
    avoid
        What they must not cover: the marks of the figure.
    rather_not
        What they cover only where there is no other place near: lines.

    Returns
    -------
    list of Box or None
        One a point; None where no free place lies within reach.

    Notes
    -----
    Eight sides at growing distance, the first free one: right, left, above, below,
    then the corners (Imhof 1975, The American Cartographer 2(2), 128-144).

    Examples
    --------
    >>> place([(50, 50), (54, 50)], [(20, 8), (20, 8)], Box(0, 0, 100, 100))[1]
    Box(left=28.0, bottom=46.0, right=48.0, top=54.0)
    """
    taken: list[Box] = []
    found: list[Box | None] = []
    for point, size in zip(points, sizes, strict=True):
        box = _free(point, size, room, (*taken, *avoid, *rather_not), _NEAR)
        box = box or _free(point, size, room, (*taken, *avoid), (*_NEAR, *_FAR))
        found.append(box)
        if box:
            taken.append(box)
    return found


_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
_NEAR = (6.0, 12.0, 20.0, 30.0)  # points between a mark and its name
_FAR = (42.0, 56.0, 72.0, 90.0, 110.0)


def _free(
    point: tuple[float, float],
    size: tuple[float, float],
    room: Box,
    taken: Sequence[Box],
    reaches: Sequence[float],
) -> Box | None:
    for reach in reaches:
        for right, up in _SIDES:
            slant = 0.7 if right and up else 1.0
            x = point[0] + right * (reach * slant + size[0] / 2)
            y = point[1] + up * (reach * slant + size[1] / 2)
            box = Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
            if box.within(room) and not any(box.overlap(other) > 0 for other in taken):
                return box
    return None


def along(line: Sequence[tuple[float, float]], step: float = 4.0) -> list[Box]:
    """Small boxes that cover a line of points.

    >>> len(along([(0, 0), (8, 0)]))
    3
    """
    boxes = []
    for (x, y), (u, v) in pairwise(line):
        parts = max(int(max(abs(u - x), abs(v - y)) / step), 1)
        for k in range(parts + 1):
            cx, cy = x + (u - x) * k / parts, y + (v - y) * k / parts
            boxes.append(Box(cx - step / 2, cy - 1, cx + step / 2, cy + 1))
    return boxes
