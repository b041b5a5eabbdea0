"""What happened along a line: breaks, closures, signals, and the words for them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from libmkt.errors import N_
from libmkt.period import Period
from libmkt.plots import style, timeline
from libmkt.plots.line import Line
from libmkt.plots.notes import Kind, Note
from libmkt.words import _, fill, joined

if TYPE_CHECKING:
    from matplotlib.axes import Axes


SIGNALS = {  # codes of `monitoring.control`
    "signal": N_("signal"),
    "above": N_("above the upper limit"),
    "below": N_("below the lower limit"),
    "run_above": N_("one of eight or more in a row above the centre"),
    "run_below": N_("one of eight or more in a row below the centre"),
}
Cuts = dict[Period, str]  # first periods of a new stretch, with the reason or ""


def cuts(
    table: pd.DataFrame,
    *,
    x: str,
    by: str | None,
    names: Sequence[Hashable],
    breaks: pd.DataFrame | Sequence[str] | None,
) -> list[Cuts]:
    """Where each line begins anew: by the table's own `break_before`, or by declared breaks."""
    spans = timeline.parsed(table[x], x)
    found = []
    for name in names:
        if breaks is not None:
            found.append(_declared(breaks, table, by, name, spans))
        elif "break_before" in table:
            own = table if by is None else table[table[by] == name]
            rows = own[own["break_before"].fillna(False).astype(bool)]
            reasons = rows["break_reason"] if "break_reason" in rows else [""] * len(rows)
            pairs = zip(rows[x], reasons, strict=True)
            found.append({Period.parse(str(p)): _text(reason) for p, reason in pairs})
        else:
            found.append({})
    return found


def _declared(
    breaks: pd.DataFrame | Sequence[str],
    table: pd.DataFrame,
    by: str | None,
    name: Hashable,
    spans: Sequence[Period],
) -> Cuts:
    """The declared breaks that touch a line.

    A break inside a period (July 2009 in yearly figures) makes that period a mixture:
    it is parted from the one before and from the one after.
    """
    if not isinstance(breaks, pd.DataFrame):
        breaks = pd.DataFrame({"period": list(breaks)})
    rows = breaks
    if "comparable" in rows:
        rows = rows[~rows["comparable"].fillna(False).astype(bool)]
    if "measure" in rows and "measure" in table:
        rows = rows[rows["measure"].isin(["", *table["measure"].unique()])]
    if by is not None and by in rows:
        rows = rows[rows[by].isin(["", name])]
    first, last = min(spans), max(spans)
    found: Cuts = {}
    for row in rows.to_dict("records"):
        at = Period.parse(str(row["period"])).start
        begins = Period.containing(at, first.unit)
        for start in [begins] if begins.start == at else [begins, begins + 1]:
            if first < start <= last:  # a break outside the line cuts nothing
                found[start] = "" if start in found else _text(row.get("reason"))
    return found


def _text(value: Any) -> str:
    return str(value) if stated(value) else ""


def shade(ax: Axes, closed: pd.DataFrame | Sequence[str] | None) -> list[tuple[float, str]]:
    """Shade closed spans; return where they are named."""
    if closed is None or not len(closed):
        return []
    look = style.current()
    if not isinstance(closed, pd.DataFrame):
        closed = pd.DataFrame({"period": list(closed)})
    spans: list[tuple[float, float, str]] = []
    left, right = ax.get_xlim()
    for row in closed.to_dict("records"):
        first = Period.parse(str(row["period"]))
        until = row.get("until")
        last = Period.parse(str(until)) if stated(until) else first
        reason = row.get("reason")
        told = _(str(reason)) if stated(reason) else _("closed")
        start, end = float(first.start.toordinal()), float(last.end.toordinal())
        if spans and spans[-1][2] == told and spans[-1][1] >= start >= spans[-1][0]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]), told)
        else:
            spans.append((start, end, told))
    spans = [(max(a, left), min(b, right), told) for a, b, told in spans if a < right and b > left]
    for start, end, _told in spans:
        ax.axvspan(start, end, facecolor=look.band, lw=0, zorder=0.5)
    return [((start + end) / 2, told) for start, end, told in spans]


def cut_lines(ax: Axes, cuts: Sequence[Cuts], names: Sequence[Hashable]) -> list[Note]:
    """Draw a thin line at each break; return what is told of it, and where.

    A break that touches only some of the lines is told with their names.
    """
    look = style.current()
    told: dict[tuple[Period, str], list[str]] = {}
    for own, name in zip(cuts, names, strict=True):
        for at, reason in own.items():
            told.setdefault((at, reason), []).append(str(name))
    for at in {at for at, _reason in told}:
        ax.axvline(at.start.toordinal(), color=look.quiet, lw=0.8, ls=(0, (2, 2)), zorder=1)
    notes = []
    for (at, reason), whose in told.items():
        words = _(reason) or _("break")
        if len(whose) < len(names):
            words = fill(_("{names}: {reason}"), names=joined(whose), reason=words)
        notes.append((float(at.start.toordinal()), words))
    return notes


def signals(ax: Axes, lines: Sequence[Line], mark: str | None) -> list[Kind]:
    """Draw signals; return the shapes and names of their kinds."""
    if mark is None:
        return []
    look = style.current()
    kinds: dict[str, str] = {}
    for line in lines:
        for i, said in enumerate(line.rows[mark]):
            if not stated(said) or not math.isfinite(line.values[i]):
                continue
            kind = said if isinstance(said, str) else "signal"
            shape = kinds.setdefault(kind, style.SHAPES[len(kinds) % len(style.SHAPES)])
            ax.plot(
                timeline.middle(line.periods[i]),
                line.values[i],
                marker=shape,
                markersize=7.5,
                markerfacecolor=look.warn,
                markeredgecolor=look.paper,
                markeredgewidth=0.8,
                ls="none",
                zorder=4,
                clip_on=False,
            )
    return [(shape, look.warn, _(SIGNALS.get(kind, kind))) for kind, shape in kinds.items()]


def stated(value: Any) -> bool:
    return not pd.isna(value) and bool(value) if not isinstance(value, str) else bool(value.strip())
