"""Numbers on axes, written as the language in use writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from libmkt import words
from libmkt.plots import style
from libmkt.plots.columns import floats
from libmkt.words import _, fill

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MILLION = 1_000_000


def text(value: Any, unit: str = "", *, digits: int | None = None, sign: bool = False) -> str:
    """A value as it stands beside a mark; a `unit` of "share" is a percentage.

    Without `digits`: whole from 100 upwards, else as many as make two or three figures.

    Examples
    --------
    >>> text(28032), text(4.257), text(0.3456, "share"), text(None)
    ('28,032', '4.26', '34.6%', '–')
    """
    if unit == "share":
        return words.percent(value, 1 if digits is None else digits, sign=sign)
    if digits is None:
        size = abs(float(value)) if value is not None and math.isfinite(float(value)) else 0.0
        whole = size >= 100 or size == round(size)
        digits = 0 if whole else 1 if size >= 10 else 2
    return words.number(value, digits, sign=sign)


def texts(
    values: Sequence[float], unit: str = "", *, digits: int | None = None, sign: bool = False
) -> list[str]:
    """The values of a column, all with as many places as the largest needs; missing in words.

    >>> texts([18.31, 9.634, float("nan")])
    ['18.3', '9.6', 'no data']
    """
    if digits is None and unit != "share":
        known = [abs(v) for v in values if math.isfinite(v)]
        size = max(known, default=0.0)
        whole = size >= 100 or all(v == round(v) for v in known)
        digits = 0 if whole else 1 if size >= 10 else 2
    return [
        text(v, unit, digits=digits, sign=sign) if math.isfinite(v) else _("no data")
        for v in values
    ]


def shares(table: pd.DataFrame, value: str, low: str, high: str) -> list[str]:
    """Shares as they stand beside a plot, with their intervals where the table has them.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"below": [0.41], "low": [0.36], "high": [0.462]})
    >>> shares(table, "below", "low", "high"), shares(table, "below", "none", "none")
    (['41% (36% to 46%)'], ['41%'])
    """
    found = texts(floats(table[value]), "share", digits=0)
    if not {low, high} <= set(table.columns):
        return found
    ends = zip(floats(table[low]), floats(table[high]), strict=True)
    return [
        fill(_("{share} ({low:p0} to {high:p0})"), share=told, low=a, high=b)
        if math.isfinite(a) and math.isfinite(b)
        else told
        for told, (a, b) in zip(found, ends, strict=True)
    ]


def unit_text(unit: str, *, millions: bool = False) -> str:
    """What an axis counts, as it is printed; shares say so by their percent signs."""
    if unit == "share" or (not unit and not millions):
        return ""
    if not millions:
        return _(unit)
    return _("{unit}, millions").format(unit=_(unit)) if unit else _("millions")


def numbers(
    ax: Axes,
    axis: Literal["x", "y"],
    low: float,
    high: float,
    *,
    unit: str = "",
    zero: bool = False,
    sign: bool = False,
    count: int = 5,
) -> bool:
    """Set the limits, the ticks and their texts of one axis; True where it counts millions.

    The ends of the axis are round numbers that hold `low` to `high`, and 0 if `zero`.
    """
    from matplotlib.ticker import MaxNLocator

    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - 1, high + 1) if low and not zero else (low, high + 1)
    ticks = [float(t) for t in MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    step = ticks[1] - ticks[0]
    # a tick beyond the data by nearly its whole step would waste the paper
    if ticks[-1] - high > 0.75 * step and len(ticks) > 3:
        ticks.pop()
    if low - ticks[0] > 0.75 * step and len(ticks) > 3:
        ticks.pop(0)
    millions = unit != "share" and max(abs(low), abs(high)) >= 10 * MILLION
    scale = 100.0 if unit == "share" else 1 / MILLION if millions else 1.0
    digits = decimals(step * scale)
    shown = [text(t / MILLION if millions else t, unit, digits=digits, sign=sign) for t in ticks]
    # a mark at the very end would touch what stands beside the plot
    air = 0.02 * (high - low)
    ends = (
        ticks[0] if low >= ticks[0] else low - air,
        ticks[-1] if high <= ticks[-1] else high + air,
    )
    if axis == "y":
        ax.set_yticks(ticks, shown)
        ax.set_ylim(*ends)
    else:
        ax.set_xticks(ticks, shown)
        ax.set_xlim(*ends)
    ax.grid(axis=axis, color=style.current().rule, linewidth=0.6)
    return millions


def decimals(step: float) -> int:
    """Decimal places that tell multiples of `step` apart.

    >>> decimals(20), decimals(0.5), decimals(0.25), decimals(2.5)
    (0, 1, 2, 1)
    """
    for digits in range(6):
        if math.isclose(step * 10**digits, round(step * 10**digits), rel_tol=1e-9):
            return digits
    return 6
