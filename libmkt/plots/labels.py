"""Words in a figure: how wide they are, where they break, where they do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
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


def balanced(text: str, room: float, size: float = style.SIZE, bold: bool = False) -> str:
    """`text` in as few lines as `wrapped` needs, none of them much shorter than the others.

    Examples
    --------
    >>> wrapped("Ordering books that are not there", 130).split("\\n")
    ['Ordering books that are not', 'there']
    >>> balanced("Ordering books that are not there", 130).split("\\n")
    ['Ordering books', 'that are not there']
    """
    first = best = wrapped(text, room, size, bold)
    while "\n" in first:
        widest = max(line_width(line, size, bold) for line in best.split("\n"))
        shown = wrapped(text, widest - 0.5, size, bold)
        now = max(line_width(line, size, bold) for line in shown.split("\n"))
        if shown.count("\n") > first.count("\n") or now >= widest:
            break
        best = shown
    return best


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
