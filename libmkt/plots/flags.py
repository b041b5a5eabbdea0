"""Where notes stand above a plot so that neither words nor their thin lines cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROWS = 12  # more rows than this would leave no plot
GAP = 8.0  # points between two notes in a row
CLEAR = 3.0  # points between a thin line and words that it passes
# Words about their line, to its right, to its left: tried in these orders.
ORDERS = ((0.5, 0.0, 1.0), (0.0, 0.5, 1.0), (1.0, 0.5, 0.0))


@dataclass(frozen=True)
class Flag:
    """A note: the place it belongs to, and its words' left end and rows (0 is the lowest)."""

    x: float | None  # None has no thin line
    left: float
    right: float
    row: int
    rows: int

    def crosses(self, other: Flag) -> bool:
        """Whether words stand on words, or the line of one passes through the other's words."""
        meet = self.row < other.row + other.rows and other.row < self.row + self.rows
        if meet and self.left < other.right + GAP and other.left < self.right + GAP:
            return True
        return self._struck(other) or other._struck(self)

    def _struck(self, other: Flag) -> bool:
        below = other.row < self.row
        return below and self.x is not None and other.left - CLEAR < self.x < other.right + CLEAR


def flags(
    notes: Sequence[tuple[float, float, int]], room: float, taken: float = 0.0
) -> tuple[list[Flag], int]:
    """Places for notes above a plot, and the row in which the text at the left edge stands.

    Parameters
    ----------
    notes
        Place, width (points) and number of lines of each.
    room
        Width of the plot in points; words stay inside.
    taken
        Width of a text at the left edge (a unit); 0 for none.  It stands in the lowest row,
        or above all notes where one belongs to a place below it.

    Returns
    -------
    tuple
        A flag a note, in their order, and the row of the text at the left edge.

    Examples
    --------
    >>> found, _row = flags([(50, 80, 1), (90, 80, 1)], 300)
    >>> [(flag.left, flag.row) for flag in found]
    [(0.0, 0), (90.0, 0)]
    """
    unit = [Flag(None, 0.0, taken, 0, 1)] if taken else []
    found = next((ways for order in ORDERS if (ways := _placed(notes, room, unit, order))), None)
    if found is not None or not notes:
        return found or [], 0
    found = next((ways for order in ORDERS if (ways := _placed(notes, room, [], order))), None)
    if found is None:  # too many in one place: each in a row of its own, without lines
        order = sorted(range(len(notes)), key=lambda i: -notes[i][0])
        rows = {i: sum(notes[j][2] for j in order[:k]) for k, i in enumerate(order)}
        found = [
            Flag(None, left := _left(x, wide, room, 0.5), left + wide, rows[i], lines)
            for i, (x, wide, lines) in enumerate(notes)
        ]
    return found, max((flag.row + flag.rows for flag in found), default=0)


def _placed(
    notes: Sequence[tuple[float, float, int]],
    room: float,
    fixed: Sequence[Flag],
    order: Sequence[float],
) -> list[Flag] | None:
    """From the right to the left, each in the lowest row that is free; None where one is not."""
    placed = list(fixed)
    found: dict[int, Flag] = {}
    for i in sorted(range(len(notes)), key=lambda i: -notes[i][0]):
        x, wide, lines = notes[i]
        for row in range(ROWS):
            for share in order:
                left = _left(x, wide, room, share)
                flag = Flag(x, left, left + wide, row, lines)
                if i not in found and not any(flag.crosses(other) for other in placed):
                    found[i] = flag
        if i not in found:
            return None
        placed.append(found[i])
    return [found[i] for i in range(len(notes))]


def _left(x: float, wide: float, room: float, share: float) -> float:
    return min(max(x - wide * share, 0.0), max(room - wide, 0.0))
