"""Lines over periods: what is joined, and where it is not."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from libmkt.period import Period
from libmkt.plots import scale, style, timeline
from libmkt.plots.columns import printed_names
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

End = tuple[float, str, str]  # where a line ends (value), its name, its colour


@dataclass(frozen=True)
class Line:
    """One line, a value (or NaN) for each period of the axis."""

    name: str
    periods: list[Period]
    rows: pd.DataFrame  # one row a period of the axis, empty where the table has none
    values: list[float]
    starts: frozenset[Period]  # the line begins anew at these

    @property
    def pieces(self) -> list[list[int]]:
        """Positions that are joined by a line: no gap and no break between them."""
        found: list[list[int]] = [[]]
        for i, (period, value) in enumerate(zip(self.periods, self.values, strict=True)):
            if period in self.starts or not math.isfinite(value):
                found.append([])
            if math.isfinite(value):
                found[-1].append(i)
        return [piece for piece in found if piece]

    def column(self, name: str) -> list[float]:
        """Another column along the same periods."""
        return [float(v) for v in pd.to_numeric(self.rows[name])]


def groups(table: pd.DataFrame, by: str | None) -> list[Hashable]:
    """The groups in order of first appearance; one nameless group without `by`."""
    return list(dict.fromkeys(table[by])) if by else [""]


def lines(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    by: str | None,
    names: Sequence[Hashable],
    cuts: Sequence[Iterable[Period]],
) -> list[Line]:
    periods = timeline.parsed(table[x], x)
    axis = timeline.run(min(periods), max(periods))
    texts = [str(p) for p in axis]
    keyed = table.assign(**{x: [str(p) for p in periods]})
    found = []
    titles = printed_names(pd.DataFrame({by: names}), by) if by else [""]
    for name, shown, own in zip(names, titles, cuts, strict=True):
        rows = keyed if by is None else keyed[keyed[by] == name]
        rows = rows.drop_duplicates(x, keep="last").set_index(x).reindex(texts)
        values = [float(v) for v in pd.to_numeric(rows[y])]
        found.append(Line(shown, axis, rows, values, frozenset(own)))
    return found


def extent(table: pd.DataFrame, columns: Sequence[str]) -> tuple[float, float]:
    values = pd.concat([pd.to_numeric(table[c]) for c in columns]).dropna()
    return (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)


def draw(
    ax: Axes, line: Line, index: int, *, doubt: tuple[str, ...], alone: bool, unit: str
) -> list[tuple[float, str, str]]:
    """Draw one line; return where its end is named: (value, text, colour)."""
    look = style.current()
    colour = look.lines[index % len(look.lines)]
    for joined in line.pieces:
        if doubt:
            xs = [timeline.middle(line.periods[i]) for i in joined]
            low, high = (line.column(name) for name in doubt)
            ax.fill_between(
                xs,
                [low[i] for i in joined],
                [high[i] for i in joined],
                color=style.mix(colour, look.paper, 0.8),
                lw=0,
                zorder=1.5,
            )
        dash = style.DASHES[index % len(style.DASHES)]
        piece(ax, line, joined, colour, dash, 1.8, dots=len(line.periods) <= 40)
    known = [v for v in line.values if math.isfinite(v)]
    if not known:
        return [] if alone else [(math.nan, f"{line.name}: {_('no data')}", colour)]
    return [(known[-1], scale.text(known[-1], unit) if alone else line.name, colour)]


def piece(
    ax: Axes, line: Line, joined: list[int], colour: str, dash: Any, wide: float, *, dots: bool
) -> None:
    """Draw joined points; one alone is always dotted, or it would not be seen."""
    ax.plot(
        [timeline.middle(line.periods[i]) for i in joined],
        [line.values[i] for i in joined],
        color=colour,
        linestyle=dash,
        linewidth=wide,
        marker="o" if dots or len(joined) == 1 else "",
        markersize=3.2,
        zorder=3,
        clip_on=False,
    )


def limits(
    ax: Axes, line: Line, limits: tuple[str, str] | None, centre: str | None
) -> list[tuple[float, str, str]]:
    """Draw control limits and centre as steps; return where they are named."""
    look = style.current()
    ends = []
    names = [(centre, _("centre"))] if centre else []
    if limits:
        names += [(limits[0], _("lower limit")), (limits[1], _("upper limit"))]
    for name, told in names:
        values = line.column(name)
        edges = [float(p.start.toordinal()) for p in line.periods]
        edges.append(float(line.periods[-1].end.toordinal()))
        ax.stairs(
            values,
            edges,
            baseline=None,
            color=look.quiet,
            lw=1.0,
            ls="solid" if name == centre else (0, (4, 2)),
            zorder=2,
        )
        known = [v for v in values if math.isfinite(v)]
        if known:
            ends.append((known[-1], told, look.quiet))
    return ends
