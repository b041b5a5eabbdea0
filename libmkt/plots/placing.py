"""Where the names of points can stand: no name on another, no line through a name."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

from libmkt.plots.labels import Box

Point = tuple[float, float]
Segment = tuple[Point, Point]
Size = tuple[float, float]

REACHES = (6.0, 9.0, 12.0, 16.0, 20.0, 25.0, 30.0, 42.0, 56.0, 72.0, 90.0, 110.0)  # points
NEAR = 9.0  # a name farther from its mark is tied to it by a line
TIED = 10.0  # what such a line costs, in points of distance
CROSSING = 60.0  # what it costs to stand on a line of the figure
BROKEN = 8.0  # what a second shape costs: more lines than it needs
ASTRAY = 14.0  # what it costs to stand nearer to another mark
_END = 4.0  # a line ends so far from the middle of its mark
_AIR = 2.0
_SWEEPS = 4
_ROUNDS = 4
_SIDES = (
    *((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)),
    *((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)),
    *((1.0, 0.5), (1.0, -0.5), (-1.0, 0.5), (-1.0, -0.5)),
    *((0.5, 1.0), (-0.5, 1.0), (0.5, -1.0), (-0.5, -1.0)),
)


class Stand(NamedTuple):
    """Where a name stands, and the line that ties it to its mark, if it stands off."""

    box: Box
    leader: Segment | None
    shape: int  # which of its sizes it has


class _Place(NamedTuple):
    cost: float
    stand: Stand


def place(
    points: Sequence[Point],
    sizes: Sequence[Sequence[Size]],
    room: Box,
    *,
    avoid: Sequence[Box] = (),
    rather_not: Sequence[Segment] = (),
) -> list[Stand | None]:
    """Where labels of points can stand without overlap, the first named first.

    Parameters
    ----------
    points
        The points that are labelled, in points of the page.
    sizes
        Width and height of each label, in the shapes that it may take, the best first.
    room
        Labels stay inside.
    avoid
        What neither they nor their lines may cover: the marks of the figure.
    rather_not
        Lines of the figure, which labels cover only where there is no other place near.

    Returns
    -------
    list of Stand or None
        One a point; None where no free place lies within reach.

    Notes
    -----
    Sixteen sides at growing distance (Imhof 1975, The American Cartographer 2(2),
    128-144), the cheapest free one; then each is set anew among the others, as long as
    one of them gains by it (discrete gradient descent: Christensen, Marks and Shieber
    1995, ACM Transactions on Graphics 14(3), 203-232).  Where one finds no place, all is
    done again with that one first.

    Examples
    --------
    >>> place([(50, 50), (54, 50)], [[(20, 8)], [(20, 8)]], Box(0, 0, 100, 100))[1].box
    Box(left=60.0, bottom=46.0, right=80.0, top=54.0)
    """
    order = list(range(len(points)))
    best: list[_Place | None] = []
    for _again in range(_ROUNDS):
        found = _round(order, points, sizes, room, avoid, rather_not)
        if not best or _loss(found) < _loss(best):
            best = found
        lost = [i for i in order if found[i] is None]
        if not lost:
            break
        order = [*lost, *(i for i in order if i not in lost)]  # those in a crowd come first
    return [one.stand if one else None for one in best]


def _round(
    order: Sequence[int],
    points: Sequence[Point],
    sizes: Sequence[Sequence[Size]],
    room: Box,
    avoid: Sequence[Box],
    rather_not: Sequence[Segment],
) -> list[_Place | None]:
    """Set labels in an order, then each anew among the others while one gains by it."""
    found: list[_Place | None] = [None] * len(points)
    for _sweep in range(_SWEEPS):
        moved = False
        for i in order:
            others = [one.stand for k, one in enumerate(found) if one and k != i]
            best = _cheapest(points[i], sizes[i], room, points, others, avoid, rather_not)
            now = found[i]
            if best and (now is None or best.cost < now.cost - 1e-9):
                found[i], moved = best, True
        if not moved:
            break
    return found


def _loss(found: Sequence[_Place | None]) -> tuple[int, float]:
    """How many labels have no place, and what the others' places cost."""
    return found.count(None), sum(one.cost for one in found if one)


def leader_of(point: Point, box: Box) -> Segment | None:
    """The line from a label to its mark; None where it stands so near that none is needed.

    >>> leader_of((0, 0), Box(20, -4, 40, 4))
    ((20, 0), (4.0, 0.0))
    >>> leader_of((0, 0), Box(6, -4, 26, 4)) is None
    True
    """
    edge = (min(max(point[0], box.left), box.right), min(max(point[1], box.bottom), box.top))
    dx, dy = edge[0] - point[0], edge[1] - point[1]
    far = hypot(dx, dy)
    if far <= NEAR:
        return None
    return edge, (point[0] + dx / far * _END, point[1] + dy / far * _END)


def crosses(line: Segment, box: Box) -> bool:
    """Whether a line runs through a rectangle (its edge does not count).

    >>> crosses(((0, 5), (20, 5)), Box(8, 0, 12, 10)), crosses(((0, 0), (20, 0)), Box(8, 0, 9, 9))
    (True, False)
    """
    (x, y), (u, v) = line
    begin, end = 0.0, 1.0
    for at, step, low, high in ((x, u - x, box.left, box.right), (y, v - y, box.bottom, box.top)):
        if step == 0:
            if not low < at < high:
                return False
            continue
        one, two = sorted(((low - at) / step, (high - at) / step))
        begin, end = max(begin, one), min(end, two)
    return end - begin > 1e-9


def meet(one: Segment, other: Segment) -> bool:
    """Whether two lines cross.

    >>> meet(((0, 0), (9, 9)), ((0, 9), (9, 0))), meet(((0, 0), (9, 0)), ((0, 1), (9, 1)))
    (True, False)
    """

    def side(line: Segment, point: Point) -> float:
        (x, y), (u, v) = line
        return (u - x) * (point[1] - y) - (v - y) * (point[0] - x)

    return (
        side(one, other[0]) * side(one, other[1]) < 0
        and side(other, one[0]) * side(other, one[1]) < 0
    )


def _cheapest(
    point: Point,
    sizes: Sequence[Size],
    room: Box,
    points: Sequence[Point],
    others: Sequence[Stand],
    avoid: Sequence[Box],
    rather_not: Sequence[Segment],
) -> _Place | None:
    best: _Place | None = None
    for cost, stand in _places(point, sizes):
        if best and cost >= best.cost:
            break  # they come in order of cost, and what follows is only added to it
        if not stand.box.within(room) or not _free(point, stand, others, avoid):
            continue
        cost += CROSSING * any(crosses(line, stand.box) for line in rather_not)
        if stand.leader:
            cost += 3.0 * min(sum(meet(line, stand.leader) for line in rather_not), 4)
        elif _nearest(points, stand.box) < _distance(point, stand.box) - 1e-9:
            cost += ASTRAY
        if best is None or cost < best.cost:
            best = _Place(cost, stand)
    return best


def _places(point: Point, sizes: Sequence[Size]) -> list[tuple[float, Stand]]:
    """All places around a point, the cheapest first."""
    found = []
    for shape, (wide, high) in enumerate(sizes):
        for reach in REACHES:
            for rank, (right, up) in enumerate(_SIDES):
                slant = 0.7 if abs(right) == abs(up) == 1 else 1.0
                x = point[0] + right * (reach * (abs(right) == 1) * slant + wide / 2)
                y = point[1] + up * (reach * (abs(up) == 1) * slant + high / 2)
                box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
                tie = leader_of(point, box)
                cost = reach + 0.2 * rank + TIED * (tie is not None) + BROKEN * shape
                found.append((cost, Stand(box, tie, shape)))
    return sorted(found, key=lambda one: one[0])


def _free(point: Point, stand: Stand, others: Sequence[Stand], avoid: Sequence[Box]) -> bool:
    """Whether a label and its line keep clear of marks, of other labels and of their lines."""
    box, tie, _shape = stand
    for other in others:
        if box.overlap(other.box) > 0 or (other.leader and crosses(other.leader, _wider(box))):
            return False
        if tie and (crosses(tie, _wider(other.box)) or (other.leader and meet(tie, other.leader))):
            return False
    for mark in avoid:
        if box.overlap(mark) > 0:
            return False
        own = mark.left <= point[0] <= mark.right and mark.bottom <= point[1] <= mark.top
        if tie and not own and crosses(tie, mark):
            return False
    return True


def _wider(box: Box) -> Box:
    """A label with the air that it needs beside another one's line."""
    return Box(box.left - _AIR, box.bottom, box.right + _AIR, box.top)


def _distance(point: Point, box: Box) -> float:
    across = max(box.left - point[0], 0.0, point[0] - box.right)
    up = max(box.bottom - point[1], 0.0, point[1] - box.top)
    return hypot(across, up)


def _nearest(points: Sequence[Point], box: Box) -> float:
    return min(_distance(one, box) for one in points)
