"""A key below a plot: the names that the numbers in it stand for, in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from libmkt.plots import labels, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MANY = 12  # names; more than these are told by number
TALL = 3  # lines of a name beside its mark
WIDE = 130.0  # points of such a line
_PITCH = 1.3  # of a line
_DRAWN = 0.95  # letters may be drawn wider than measured; a key wider than the plot narrows it
_APART = 14.0  # points between the columns


class Column(NamedTuple):
    """One column of a key, as two texts of equally many lines."""

    numbers: str
    names: str


def columns_of(names: Sequence[str], width: float) -> list[Column]:
    """The numbered names in two columns of about equal height, `width` points together.

    Examples
    --------
    >>> columns_of(["Wi-Fi", "Copying, scanning and printing", "Loans"], 300)[0].numbers
    '1\\n2\\n'
    >>> columns_of(["Wi-Fi", "Copying, scanning and printing", "Loans"], 300)[1]
    Column(numbers='3', names='Loans')
    """
    wide = _half(width) * _DRAWN - _number_room(len(names))
    texts = [labels.wrapped(name, wide, style.SMALL) for name in names]
    heights = [text.count("\n") + 1 for text in texts]
    half, taken = len(texts), 0
    for i, height in enumerate(heights):
        taken += height
        if 2 * taken >= sum(heights):
            half = i + 1
            break
    found = []
    for begin, end in ((0, half), (half, len(texts))):
        if begin < end:
            numbers = [f"{i + 1}" + "\n" * (heights[i] - 1) for i in range(begin, end)]
            found.append(Column("\n".join(numbers), "\n".join(texts[begin:end])))
    return found


def wanted(names: Sequence[str]) -> bool:
    """Whether names are too many or too long to stand beside their marks.

    >>> wanted(["Wi-Fi", "Loans"]), wanted(["Wi-Fi"] * 13), wanted(["A very long name " * 9])
    (False, True, True)
    """
    lines = [labels.wrapped(name, WIDE, style.SMALL).count("\n") + 1 for name in names]
    return len(names) > MANY or max(lines, default=0) > TALL


def lines_of(columns: Sequence[Column]) -> int:
    """How many lines the longest column has."""
    return max((column.names.count("\n") + 1 for column in columns), default=0)


def print_below(ax: Axes, columns: Sequence[Column], *, many: int, lines: int) -> None:
    """Print a key of so `many` names under so many lines of text below the plot."""
    wide, _high = style.room(ax)
    indent = _number_room(many)
    for i, column in enumerate(columns):
        left = i * (_half(wide) + _APART)
        for text, at, side in (
            (column.numbers, left + indent - 5, "right"),
            (column.names, left + indent, "left"),
        ):
            ax.annotate(
                text,
                (0.0, 0.0),
                (at, -11 - lines * style.SIZE * 1.35),
                xycoords="axes fraction",
                textcoords="offset points",
                ha=side,
                va="top",
                multialignment=side,
                fontsize=style.SMALL,
                linespacing=_PITCH,
                color=style.current().ink,
                annotation_clip=False,
            )


def _half(width: float) -> float:
    """Points of a column, of a key that is a little narrower than the plot."""
    return (width * 0.98 - _APART) / 2


def _number_room(many: int) -> float:
    """Points that the widest number takes, and the gap after it."""
    return labels.line_width(str(many), style.SMALL) + 5
