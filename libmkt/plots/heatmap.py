"""Values by two orders, as shades: months by years, hours by weekdays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from libmkt import words
from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.plots import labels, naming, notes, scale, style
from libmkt.plots.columns import floats, present, unit_of
from libmkt.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_UPRIGHT = 110.0  # points of a name that stands upright


def heatmap(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    value: str = "value",
    unit: str | None = None,
    digits: int | None = None,
    centre: float | None = None,
    doubt: tuple[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one shaded cell a row of the table, its value printed where there is room.

    Parameters
    ----------
    table
        One row a cell; a cell that is missing or has no value is hatched.
    x, y
        Columns of the two orders.  Numbers and periods stand in order, other texts in
        order of first appearance; ``month`` (1 to 12), ``weekday`` (0 is Monday) and
        ``quarter`` (1 to 4) are written as names.
    value
        Column of the values.
    unit
        What is counted; "share" prints percentages.  None takes the table's only `unit`.
    digits
        Decimal places of the printed values.
    centre
        Shade by distance from this value: above it in the accent, below in the warning
        colour, with signs printed.  None shades from the lowest to the highest.
    doubt
        Columns of the ends of the intervals of the values: a cell whose interval holds
        `centre`, or that has none, is left unshaded, its value in brackets.

    Raises
    ------
    DataError
        A column is missing, the table is empty, or a cell stands in it twice.
    ParameterError
        Doubt without a centre: there is no side that could be told.

    Examples
    --------
    >>> table = pd.DataFrame({"month": [1, 2, 1], "year": [2025, 2025, 2026],
    ...                       "value": [5.0, 7.0, 6.0]})
    >>> ax = heatmap(table, x="month", y="year")
    >>> [text.get_text() for text in ax.get_xticklabels()]
    ['Jan', 'Feb']
    """
    present(table, [x, y, value, *(doubt or ())])
    _once(table, x, y)
    unclear = _unclear(table, x, y, centre, doubt)
    unit = unit_of(table, unit)
    across, down = _order(table[x]), _order(table[y])
    cells = {
        (a, b): v
        for a, b, v in zip(table[x], table[y], floats(table[value]), strict=True)
        if math.isfinite(v)
    }
    with style.house() as look:
        own_sheet = ax is None
        ax = style.sheet(ax, height=0.75 + 0.26 * len(down))
        ax.spines["bottom"].set_visible(False)
        low, high = min(cells.values(), default=0.0), max(cells.values(), default=0.0)
        sign = centre is not None
        texts = {at: scale.text(v, unit, digits=digits, sign=sign) for at, v in cells.items()}
        texts |= {at: f"({texts[at]})" for at in unclear if at in texts}
        shades = {at: _shade(v, low, high, centre) or look.paper for at, v in cells.items()}
        shades |= dict.fromkeys(unclear & set(cells), look.paper)
        for j, b in enumerate(down):
            for i, a in enumerate(across):
                _cell(ax, i, j, shades.get((a, b)))
        ax.set_xlim(-0.5, len(across) - 0.5)
        ax.set_ylim(len(down) - 0.5, -0.5)
        ax.set_yticks(range(len(down)), [_name(y, b) for b in down])
        below = _head(ax, [_name(x, a) for a in across], _ordered(table[x]), own_sheet)
        _values(ax, across, down, texts, shades)
        if printed := scale.unit_text(unit):
            notes.above(ax, printed, 0.0, 0)
        gone = len(cells) < len(across) * len(down)
        _legend(
            ax, low, high, centre, unit, digits, missing=gone, unclear=bool(unclear), lines=below
        )
    return ax


def _head(ax: Axes, names: Sequence[str], ordered: bool, own_sheet: bool) -> int:
    """Name the columns; how many lines the names stand in."""
    ax.set_xticks(range(len(names)), list(names))
    wide = style.room(ax)[0] / len(names)
    if ordered:
        _thin(ax, names, wide)
        return 1
    lines = _broken(ax, names, wide)
    if own_sheet:
        naming.heighten(ax, (lines - 1) * style.SIZE * 1.3)
    return lines


def _values(
    ax: Axes,
    across: Sequence[Any],
    down: Sequence[Any],
    texts: Mapping[tuple[Any, Any], str],
    shades: Mapping[tuple[Any, Any], str],
) -> None:
    """Print the values into their cells, if there is room for all."""
    wide, tall = style.room(ax)
    size = _fitting(list(texts.values()), wide / len(across) - 3, tall / len(down))
    if not size:
        return
    for (a, b), told in texts.items():
        ax.text(
            across.index(a),
            down.index(b),
            told,
            ha="center",
            va="center",
            fontsize=size,
            color=style.readable_on(shades[a, b]),
        )


def _unclear(
    table: pd.DataFrame, x: str, y: str, centre: float | None, doubt: tuple[str, str] | None
) -> set[tuple[Any, Any]]:
    """Cells of which one cannot tell on which side of the centre they lie."""
    if doubt is None:
        return set()
    if centre is None:
        raise ParameterError(
            Message(N_("This table cannot be drawn")),
            [Problem("doubt", Message(N_("needs a centre: which side is it that is in doubt?")))],
        )
    low, high = (floats(table[name]) for name in doubt)
    ends = zip(table[x], table[y], low, high, strict=True)
    return {(a, b) for a, b, begin, end in ends if not (begin > centre or end < centre)}


def _order(column: pd.Series) -> list[Any]:
    found = list(dict.fromkeys(column))
    return sorted(found) if _ordered(column) else found


def _ordered(column: pd.Series) -> bool:
    """Whether a column is of numbers or periods, whose names follow from one another."""
    return pd.api.types.is_numeric_dtype(column) or all(str(v)[:4].isdigit() for v in column)


def _name(column: str, item: Any) -> str:
    if column == "month":
        return words.month(int(item), form="short")
    if column == "weekday":
        return words.weekday(int(item), form="short")
    if column == "quarter":
        return words.quarter(int(item), form="short")
    if column == "period":
        return words.period(str(item), form="axis")
    return str(item)


def _shade(value: float | None, low: float, high: float, centre: float | None) -> str | None:
    """The colour of a value; None where there is none."""
    if value is None:
        return None
    look = style.current()
    if centre is None:
        part = (value - low) / (high - low) if high > low else 0.5
        return style.mix(look.paper, look.accent, 0.08 + 0.92 * part)
    reach = max(abs(high - centre), abs(low - centre)) or 1.0
    part = (value - centre) / reach
    return style.mix(look.paper, look.accent if part > 0 else look.warn, 0.9 * abs(part))


def _cell(ax: Axes, i: float, j: float, shade: str | None) -> None:
    from matplotlib.patches import Rectangle

    look = style.current()
    if shade is None:
        patch = Rectangle(
            (i - 0.5, j - 0.5), 1, 1, facecolor=look.paper, edgecolor=look.rule, hatch="////", lw=0
        )
    else:
        patch = Rectangle((i - 0.5, j - 0.5), 1, 1, facecolor=shade, edgecolor=look.paper, lw=1)
    ax.add_patch(patch)


def _thin(ax: Axes, names: Sequence[str], room: float) -> None:
    """Leave out names of columns that would overlap: every second, third ... is kept."""
    widest = max(labels.extent(name)[0] for name in names) + 4
    step = max(math.ceil(widest / room), 1)
    ax.set_xticks(range(0, len(names), step), list(names)[::step])


def _broken(ax: Axes, names: Sequence[str], room: float) -> int:
    """Break names of columns into lines, or turn them upright; how many lines they stand in."""
    shown = [labels.wrapped(name, room - 4, style.SMALL) for name in names]
    upright = max(labels.extent(text, style.SMALL)[0] for text in shown) * 1.05 > room
    if upright:
        shown = [labels.wrapped(name, _UPRIGHT, style.SMALL) for name in names]
    ax.set_xticks(range(len(names)), shown, fontsize=style.SMALL, rotation=90 if upright else 0)
    for text in ax.get_xticklabels():
        text.set_linespacing(1.1)
    sizes = [labels.extent(text, style.SMALL) for text in shown]
    high = max(size[0] * 1.05 if upright else size[1] for size in sizes)
    return math.ceil(high / (style.SIZE * 1.3))


def _fitting(texts: Sequence[str], wide: float, high: float) -> float | None:
    """The size, at least 6 points, at which all texts fit a cell; None where none does."""
    for size in (style.SMALL, 7.0, 6.5, 6.0):
        if size * 1.3 <= high and all(labels.line_width(t, size) <= wide for t in texts):
            return size
    return None


def _legend(
    ax: Axes,
    low: float,
    high: float,
    centre: float | None,
    unit: str,
    digits: int | None,
    *,
    missing: bool,
    unclear: bool,
    lines: int,
) -> None:
    """Below the plot: the shades with their ends, and what hatching means."""
    from matplotlib.patches import Patch

    look = style.current()
    if centre is None:
        steps = [low, (low + high) / 2, high] if high > low else [low]
    else:
        reach = max(abs(high - centre), abs(low - centre))
        steps = [centre - reach, centre, centre + reach] if reach else [centre]
    handles = [
        Patch(facecolor=_shade(v, low, high, centre), edgecolor=look.rule, lw=0.5) for v in steps
    ]
    sign = centre is not None
    names = [scale.text(v, unit, digits=_whole(v, digits), sign=sign) for v in steps]
    if unclear:
        handles.append(Patch(facecolor=look.paper, edgecolor=look.rule, lw=0.5))
        names.append(_("in brackets: cannot be told"))
    if missing:
        handles.append(Patch(facecolor=look.paper, edgecolor=look.rule, hatch="////", lw=0.5))
        names.append(_("no data"))
    notes.legend(ax, handles, names, lines=lines)


def _whole(value: float, digits: int | None) -> int | None:
    """The middle of the shades is a whole number where that says enough."""
    return 0 if digits is None and abs(value) >= 100 else digits


def _once(table: pd.DataFrame, x: str, y: str) -> None:
    twice = table[table.duplicated([x, y])]
    if len(twice):
        first = twice.iloc[0]
        raise DataError(
            Message(N_("This table cannot be drawn")),
            [
                Problem(
                    f"{x}, {y}",
                    Message(N_("a cell stands in the table twice")),
                    Message("{x}, {y}", {"x": str(first[x]), "y": str(first[y])}),
                )
            ],
        )
