"""Where the names of points can stand: no name on another, no line through a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice
from math import hypot
from operator import itemgetter
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
_SWEEPS = 6
_TRIED = 60  # places from which a label may push others
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


class _Offer:
    """The places of a label, the cheapest first, each looked for once and only when wanted."""

    def __init__(self, source: Iterator[_Place]) -> None:
        self._source = source
        self._seen: list[_Place] = []

    def __iter__(self) -> Iterator[_Place]:
        yield from self._seen
        for one in self._source:
            self._seen.append(one)
            yield one


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
    1995, ACM Transactions on Graphics 14(3), 203-232).  Descent stays where no single move
    helps, so one may push two others away if all three gain.

    Examples
    --------
    >>> place([(50, 50), (54, 50)], [[(20, 8)], [(20, 8)]], Box(0, 0, 100, 100))[1].box
    Box(left=60.0, bottom=46.0, right=80.0, top=54.0)
    """
    offered = [
        _Offer(_offered(point, shapes, room, points, avoid, rather_not))
        for point, shapes in zip(points, sizes, strict=True)
    ]
    found: list[_Place | None] = [None] * len(points)
    for _sweep in range(_SWEEPS):
        gained = [_moved(i, offered, found) for i in range(len(points))]
        gained += [_pushed(i, offered, found) for i in _dearest(found)]
        if not any(gained):
            break
    return [one.stand if one else None for one in found]


def _moved(i: int, offered: Sequence[_Offer], found: list[_Place | None]) -> bool:
    """Set a label where it is cheapest among the others; whether it gained by it."""
    now = found[i]
    found[i] = None
    found[i] = best = next((one for one in offered[i] if not _blocking(one.stand, found)), None)
    return best is not None and (now is None or best.cost < now.cost)


def _pushed(i: int, offered: Sequence[_Offer], found: list[_Place | None]) -> bool:
    """Set a label where one or two others stand, if these find other places and all gain."""
    own = found[i]
    for one in islice(offered[i], _TRIED):
        if own and one.cost >= own.cost:
            return False
        tried = list(found)
        tried[i] = None
        others = _blocking(one.stand, tried)
        if len(others) > 2:
            continue
        tried[i] = one
        for k in others:
            tried[k] = None
        for k in others:
            _moved(k, offered, tried)
        if _loss(tried) < _loss(found):
            found[:] = tried
            return True
    return False


def _dearest(found: Sequence[_Place | None]) -> list[int]:
    """Labels without a place, then those whose place costs most."""
    costs = [one.cost if one else float("inf") for one in found]
    return sorted(range(len(found)), key=lambda i: -costs[i])


def _loss(found: Sequence[_Place | None]) -> tuple[int, float]:
    """How many labels have no place, and what the others' places cost."""
    return found.count(None), round(sum(one.cost for one in found if one), 6)


def _blocking(stand: Stand, found: Sequence[_Place | None]) -> list[int]:
    """The labels that stand in the way of another."""
    return [k for k, one in enumerate(found) if one and _clash(stand, one.stand)]


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
    left, bottom, right, top = box
    if (x <= left and u <= left) or (x >= right and u >= right):
        return False
    if (y <= bottom and v <= bottom) or (y >= top and v >= top):
        return False
    begin, end = 0.0, 1.0
    for at, step, low, high in ((x, u - x, left, right), (y, v - y, bottom, top)):
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


def _offered(
    point: Point,
    sizes: Sequence[Size],
    room: Box,
    points: Sequence[Point],
    avoid: Sequence[Box],
    rather_not: Sequence[Segment],
) -> Iterator[_Place]:
    """The places around a point that are clear of the marks, the cheapest first."""
    waiting: list[tuple[float, int, Stand]] = []  # whose cost is known; the number parts equals
    for rank, (least, stand) in enumerate(sorted(_around(point, sizes), key=itemgetter(0))):
        while waiting and waiting[0][0] <= least:  # what follows costs at least this
            cost, _rank, first = heappop(waiting)
            yield _Place(cost, first)
        if not stand.box.within(room) or not _clear(point, stand, avoid):
            continue
        more = CROSSING * any(crosses(line, stand.box) for line in rather_not)
        if stand.leader:
            more += 3.0 * min(sum(meet(line, stand.leader) for line in rather_not), 4)
        elif _nearest(points, stand.box) < _distance(point, stand.box) - 1e-9:
            more += ASTRAY
        heappush(waiting, (least + more, rank, stand))
    while waiting:
        cost, _rank, first = heappop(waiting)
        yield _Place(cost, first)


def _around(point: Point, sizes: Sequence[Size]) -> Iterator[tuple[float, Stand]]:
    for shape, (wide, high) in enumerate(sizes):
        for reach in REACHES:
            for rank, (right, up) in enumerate(_SIDES):
                slant = 0.7 if abs(right) == abs(up) == 1 else 1.0
                x = point[0] + right * (reach * (abs(right) == 1) * slant + wide / 2)
                y = point[1] + up * (reach * (abs(up) == 1) * slant + high / 2)
                box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
                tie = leader_of(point, box)
                cost = reach + 0.2 * rank + TIED * (tie is not None) + BROKEN * shape
                yield cost, Stand(box, tie, shape)


def _clear(point: Point, stand: Stand, marks: Sequence[Box]) -> bool:
    """Whether a label and its line keep clear of marks, its own aside."""
    for mark in marks:
        if stand.box.overlap(mark) > 0:
            return False
        own = mark.left <= point[0] <= mark.right and mark.bottom <= point[1] <= mark.top
        if stand.leader and not own and crosses(stand.leader, mark):
            return False
    return True


def _clash(one: Stand, other: Stand) -> bool:
    """Whether two labels, or their lines, stand in each other's way."""
    if one.box.overlap(other.box) > 0:
        return True
    if one.leader and crosses(one.leader, _wider(other.box)):
        return True
    if other.leader and crosses(other.leader, _wider(one.box)):
        return True
    return bool(one.leader and other.leader and meet(one.leader, other.leader))


def _wider(box: Box) -> Box:
    """A label with the air that it needs beside another one's line."""
    return Box(box.left - _AIR, box.bottom, box.right + _AIR, box.top)


def _distance(point: Point, box: Box) -> float:
    across = max(box.left - point[0], 0.0, point[0] - box.right)
    up = max(box.bottom - point[1], 0.0, point[1] - box.top)
    return hypot(across, up)


def _nearest(points: Sequence[Point], box: Box) -> float:
    return min(_distance(one, box) for one in points)
