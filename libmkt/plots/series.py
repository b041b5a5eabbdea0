"""Values over time: lines that stop at breaks and gaps, with limits, marks and doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.period import Period
from libmkt.plots import events, labels, line, notes, scale, style, timeline
from libmkt.plots.columns import pair, present, unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES = 6  # more lines than this cannot be told apart


def series(
    table: pd.DataFrame,
    *,
    y: str = "value",
    x: str = "period",
    by: str | None = None,
    limits: tuple[str, str] | None = None,
    centre: str | None = None,
    mark: str | None = None,
    breaks: pd.DataFrame | Sequence[str] | None = None,
    closed: pd.DataFrame | Sequence[str] | None = None,
    unit: str | None = None,
    zero: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw values over time, one line a group, each named at its end.

    Parameters
    ----------
    table
        One row a period (and group).  `conf_low` and `conf_high`, where the table has
        them, are drawn as a band.  A missing value or a missing period is a gap.
    y, x
        Columns of values and of canonical periods (2026, 2026-Q1, 2026-03), of one length.
    by
        Column whose groups are the lines, at most six, in order of first appearance.
    limits, centre
        Columns of control limits (low, high) and of the centre line; without `by`.
    mark
        Column of signals: true, or a text that names the kind of signal, where there is
        one (a code of `monitoring.control`, or words); false, "" or missing elsewhere.
        Kinds differ in shape and are named below.
    breaks
        Where the line must not be joined: periods that begin anew, or a table with
        `period` and `reason` as `read` gives it (rows with `comparable` true are passed
        over).  The reason is printed above.  None takes the columns `break_before` and
        `break_reason` of the table, where it has them.
    closed
        Periods to be shaded as closed, or a table with `period` and, as it has them,
        `until` (last period) and `reason`.
    unit
        What is counted; "share" prints percentages.  None takes the table's only `unit`.
    zero
        Whether the axis must begin at zero (counts do).

    Raises
    ------
    DataError
        A column is missing, the table is empty, or its periods are of several lengths.
    ParameterError
        More than six groups (use `panels`), or limits for several lines.

    Examples
    --------
    >>> table = pd.DataFrame({"period": ["2023", "2024", "2026"], "value": [9.0, 8.0, 7.0]})
    >>> ax = series(table)
    >>> [len(line.get_xdata()) for line in ax.lines]  # no line across the missing 2025
    [2, 1]
    """
    present(table, [x, y, by, centre, mark, *(limits or ())])
    names = line.groups(table, by)
    if len(names) > LINES or (by and (limits or centre)):
        raise _too_many(len(names))
    unit = unit_of(table, unit)
    cuts = events.cuts(table, x=x, by=by, names=names, breaks=breaks)
    doubt = pair(table, None, None) or ()
    lines = line.lines(table, x=x, y=y, by=by, names=names, cuts=cuts)
    periods = lines[0].periods
    with style.house():
        ax = style.sheet(ax)
        drawn = [c for c in (y, *(limits or ()), centre, *doubt) if c]
        millions = scale.numbers(ax, "y", *line.extent(table, drawn), unit=unit, zero=zero)
        _span(ax, periods)
        told = events.shade(ax, closed) + events.cut_lines(ax, cuts, names)
        ends = line.limits(ax, lines[0], limits, centre)
        for i, one in enumerate(lines):
            ends += line.draw(ax, one, i, doubt=doubt, alone=by is None, unit=unit)
        kinds = events.signals(ax, lines, mark)
        _name(ax, periods, ends, told, scale.unit_text(unit, millions=millions), kinds)
    return ax


def panels(
    table: pd.DataFrame,
    *,
    by: str,
    y: str = "value",
    x: str = "period",
    breaks: pd.DataFrame | Sequence[str] | None = None,
    unit: str | None = None,
    zero: bool = True,
    same_scale: bool = True,
    columns: int = 4,
) -> Figure:
    """Draw one small plot a group, in order of first appearance, on the same axes.

    Parameters
    ----------
    table, by, y, x, breaks, unit, zero
        As for `series`; any number of groups.
    same_scale
        Whether all plots share the scale of values (sizes can be compared), or each has
        its own (shapes can).
    columns
        Plots side by side.

    Returns
    -------
    Figure
        Its axes stand in order of the groups.

    Examples
    --------
    >>> table = pd.DataFrame({"branch": ["A", "A", "B"], "period": ["2025", "2026", "2026"],
    ...                       "value": [1.0, 2.0, 3.0]})
    >>> [ax.get_title(loc="left") for ax in panels(table, by="branch").axes]
    ['A', 'B']
    """
    import matplotlib.pyplot as plt

    present(table, [x, y, by])
    names = line.groups(table, by)
    unit = unit_of(table, unit)
    columns = min(columns, len(names))
    rows = -(-len(names) // columns)
    cuts = events.cuts(table, x=x, by=by, names=names, breaks=breaks)
    lines = line.lines(table, x=x, y=y, by=by, names=names, cuts=cuts)
    periods = lines[0].periods
    room = style.WIDTH * 72 / columns - (24 if same_scale else 50)
    with style.house() as look:
        figure = plt.figure(figsize=(style.WIDTH, 0.4 + 1.2 * rows), layout="constrained")
        for i, (one, name) in enumerate(zip(lines, names, strict=True)):
            ax = style.sheet(figure.add_subplot(rows, columns, i + 1))
            seen = table if same_scale else table[table[by] == name]
            low, high = line.extent(seen, [y])
            millions = scale.numbers(ax, "y", low, high, unit=unit, zero=zero, count=3)
            _span(ax, periods)
            for piece in one.pieces:
                line.piece(ax, one, piece, look.accent, "solid", 1.5, dots=False)
            events.cut_lines(ax, [cuts[i]], [name])
            named = timeline.ticks(periods[0], periods[-1], room * 0.85)
            below = i + columns < len(names)
            ax.set_xticks([at for at, _n in named], ["" if below else n for _at, n in named])
            if same_scale and i % columns:
                ax.set_yticklabels([])
            title = labels.wrapped(one.name, room, style.SMALL)
            ax.set_title(title, loc="left", fontsize=style.SMALL, pad=5)
            if i == 0 and (printed := scale.unit_text(unit, millions=millions)):
                figure.suptitle(printed, x=0.005, ha="left", fontsize=style.SMALL, color=look.quiet)
    return figure


def _too_many(count: int) -> ParameterError:
    if count <= LINES:
        what = Message(N_("limits and centre are drawn for one line only"))
    else:
        what = Message(
            N_("{n} lines cannot be told apart; at most {most}"), {"n": count, "most": LINES}
        )
    return ParameterError(
        Message(N_("These lines cannot be drawn together")),
        [Problem("by", what)],
        [Message(N_("Small plots side by side: plots.panels(table, by=...)"))],
    )


def _span(ax: Axes, periods: Sequence[Period]) -> None:
    """The axis reaches a little beyond its first and last point."""
    first, last = timeline.middle(periods[0]), timeline.middle(periods[-1])
    room = max((last - first) * 0.02, periods[0].days * 0.5)
    ax.set_xlim(first - room, last + room)


def _name(
    ax: Axes,
    periods: Sequence[Period],
    ends: Sequence[line.End],
    told: Sequence[notes.Note],
    unit: str,
    kinds: Sequence[notes.Kind],
) -> None:
    """Name ends, periods, notes and marks: laid out once, then set where there is room."""
    guess = ax.get_position().width * style.paper_width(ax)
    texts = [
        ax.annotate(
            labels.wrapped(name, guess * 0.28),
            (1.0, value if math.isfinite(value) else 0.0),
            (7, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )
        for value, name, colour in ends
    ]
    ax.set_xticks([timeline.middle(periods[0])], [timeline.deepest(periods)])
    guessed = notes.tell(ax, told, guess - 60, unit)
    notes.key(ax, kinds, lines=timeline.deepest(periods).count("\n") + 1)
    wide, high = style.room(ax, rough=True)
    for artist in guessed:
        artist.remove()
    notes.tell(ax, told, wide, unit)
    named = timeline.ticks(periods[0], periods[-1], wide)
    ax.set_xticks([at for at, _n in named], [name for _at, name in named])
    low_y, high_y = ax.get_ylim()
    scale_y = (high_y - low_y) / high
    wanted = [(text.xy[1] - low_y) / scale_y for text in texts]
    heights = [labels.extent(text.get_text())[1] * 1.04 for text in texts]
    for text, at in zip(texts, labels.spread(wanted, heights, -6, high + 6), strict=True):
        text.xy = (1.0, low_y + at * scale_y)
