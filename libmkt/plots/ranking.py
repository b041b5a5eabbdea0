"""Things in order: bars or dots with their doubt, and plans with what was reached."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import pandas as pd

from libmkt.plots import notes, rows, scale, style
from libmkt.plots.columns import floats, pair, present, printed_names, unit_of
from libmkt.words import _, fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ranking(
    table: pd.DataFrame,
    *,
    label: str = "label",
    value: str = "value",
    low: str | None = None,
    high: str | None = None,
    reference: float | None = None,
    reference_label: str = "",
    highlight: str | Sequence[str] | None = None,
    unit: str | None = None,
    digits: int | None = None,
    shape: Literal["bars", "dots"] = "bars",
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar or dot a row, in the table's order from the top, its value at the right.

    Parameters
    ----------
    table
        One row a thing, 1 to 40, already in order.
    label, value
        Columns of names and of values; a missing value is told as "no data".
    low, high
        Columns of the doubt; None takes `conf_low` and `conf_high` where the table has them.
    reference, reference_label
        A value to compare with, as an upright line, and its name.
    highlight
        Name or names that are shown in the accent and in bold.
    unit
        What is counted; "share" prints percentages.  None takes the table's only `unit`.
    digits
        Decimal places of the printed values; None suits them to each value's size.
    shape
        "bars" begin at zero; "dots" need not.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["Taxtakópir", "Moynaq"], "value": [12.5, 9.0]})
    >>> ax = ranking(table, highlight="Moynaq")
    >>> [text.get_text() for text in ax.texts]
    ['12.5', '9.0']
    """
    present(table, [label, value, low, high])
    unit = unit_of(table, unit)
    names, values = printed_names(table, label), floats(table[value])
    doubt = pair(table, low, high)
    own = rows.highlighted(names, highlight)
    with style.house() as look:
        ax, places = rows.canvas(ax, names, bold=own)
        drawn = [v for c in (value, *(doubt or ())) for v in floats(table[c]) if math.isfinite(v)]
        drawn += [reference] if reference is not None else []
        millions = scale.numbers(
            ax,
            "x",
            min(drawn, default=0),
            max(drawn, default=0),
            unit=unit,
            zero=shape == "bars",
            count=4,
        )
        plain = look.fill if any(own) else style.mix(look.accent, look.paper, 0.35)
        colours = [look.accent if o else plain for o in own]
        known = [i for i, one in enumerate(values) if math.isfinite(one)]
        if shape == "bars":
            bars = [places[i] for i in known], [values[i] for i in known]
            shades = [colours[i] for i in known]
            ax.barh(*bars, height=rows.LINE * 0.9, color=shades, zorder=2)
        else:
            for i in known:
                strong = look.accent if not any(own) else colours[i]
                ax.plot(values[i], places[i], "o", ms=6, color=strong, zorder=4, clip_on=False)
        if doubt:
            _whiskers(ax, places, floats(table[doubt[0]]), floats(table[doubt[1]]))
        if drawn and min(drawn) < 0:
            rows.upright(ax, 0.0, dashed=False)
        rows.column(ax, places, scale.texts(values, unit, digits=digits), bold=own)
        told: list[notes.Note] = []
        if reference is not None:
            rows.upright(ax, reference)
            told = [(reference, reference_label)] if reference_label else []
        _above(ax, told, scale.unit_text(unit, millions=millions))
    return ax


def progress(
    table: pd.DataFrame,
    *,
    label: str = "label",
    share: str = "fulfilment",
    value: str | None = "value",
    plan: str | None = "plan",
    expected: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how much of each plan was reached, against the line of the whole plan.

    Parameters
    ----------
    table
        One row a plan, in order from the top.
    label, share
        Columns of names and of the share of the plan that was reached (1 is the whole).
    value, plan
        Columns of the counts, printed at the right; None prints the share alone.
    expected
        Column of the share that should have been reached by now (0 to 1), drawn as a tick.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"label": ["Loans"], "fulfilment": [0.9], "value": [900], "plan": [1000]})
    >>> progress(table).texts[0].get_text()
    '90.0%  (900 of 1,000)'
    """
    present(table, [label, share, value, plan, expected])
    names, reached = printed_names(table, label), floats(table[share])
    with style.house() as look:
        ax, places = rows.canvas(ax, names, extra=0.85 if expected else 0.6)
        known = [v for v in reached if math.isfinite(v)]
        scale.numbers(ax, "x", 0.0, max([1.0, *known]), unit="share", zero=True, count=4)
        for place, one in zip(places, reached, strict=True):
            full = rows.LINE * 1.05
            ax.barh(place, 1.0, height=full, color=look.band, zorder=1.5)
            if math.isfinite(one):
                short = one < 1
                colour = style.mix(look.accent, look.paper, 0.35) if short else look.accent
                ax.barh(place, one, height=full * 0.6, color=colour, zorder=2)
        if expected:
            for place, one in zip(places, floats(table[expected]), strict=True):
                half = rows.LINE * 0.6
                ax.plot([one, one], [place - half, place + half], color=look.ink, lw=1.6, zorder=4)
        rows.upright(ax, 1.0, dashed=False)
        counts = zip(
            floats(table[value]) if value else reached,
            floats(table[plan]) if plan else reached,
            strict=True,
        )
        texts = []
        for one, (done, whole) in zip(reached, counts, strict=True):
            slots = {
                "share": scale.text(one, "share"),
                "value": scale.text(done),
                "plan": scale.text(whole),
            }
            told = (
                fill(_("{share}  ({value} of {plan})"), **slots)
                if value and plan
                else slots["share"]
            )
            texts.append(told if math.isfinite(one) else _("no data"))
        rows.column(ax, places, texts)
        if expected:
            kind = ("|", look.ink, _("expected by now"))
            notes.key(ax, [kind])
        _above(ax, [(1.0, _("plan"))], "")
    return ax


def factors(
    table: pd.DataFrame,
    *,
    label: str = "factor",
    value: str = "effect",
    total: str | None = "change",
    unit: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a change and its parts: each part begins where the one above it ended.

    Parameters
    ----------
    table
        One row a part, in order from the top, signed.
    label, value
        Columns of names (codes of measures are shown by their names) and of contributions,
        in the unit of the change.
    total
        Column that holds the whole change in each row, drawn from zero as the last bar;
        None draws the parts alone.
    unit
        What is counted.  None takes the table's only `unit`.

    Raises
    ------
    DataError
        A column is missing or the table is empty.

    Examples
    --------
    >>> parts = pd.DataFrame({"label": ["Users", "Loans per user"],
    ...                       "effect": [-12852, -15180], "change": -28032})
    >>> ax = factors(parts, label="label")
    >>> [round(bar.get_x() + bar.get_width()) for bar in ax.patches]
    [-12852, -28032, -28032]
    """
    present(table, [label, value, total])
    unit = unit_of(table, unit)
    names, values = printed_names(table, label), floats(table[value])
    spans, reached = [], 0.0
    for one in values:
        spans.append((reached, one if math.isfinite(one) else 0.0))
        reached += spans[-1][1]
    if total:
        whole = floats(table[total])[0]
        names, values = [*names, _("all together")], [*values, whole]
        spans.append((0.0, whole if math.isfinite(whole) else 0.0))
    bold = [total is not None and i == len(names) - 1 for i in range(len(names))]
    with style.house() as look:
        ax, places = rows.canvas(ax, names, bold=bold)
        ends = [end for begin, wide in spans for end in (begin, begin + wide)]
        low, high = min(ends), max(ends)
        millions = scale.numbers(ax, "x", low, high, unit=unit, zero=True, sign=True, count=4)
        for i, (place, (begin, wide)) in enumerate(zip(places, spans, strict=True)):
            colour = look.accent if wide >= 0 else look.warn
            colour = colour if bold[i] else style.mix(colour, look.paper, 0.3)
            ax.barh(place, wide, left=begin, height=rows.LINE * 0.9, color=colour, zorder=2)
            if i + 1 < len(places):
                end = begin + wide
                ax.plot([end, end], [place, places[i + 1]], color=look.quiet, lw=0.7, zorder=1.8)
        rows.upright(ax, 0.0, dashed=False)
        rows.column(ax, places, scale.texts(values, unit, sign=True), bold=bold)
        _above(ax, [], scale.unit_text(unit, millions=millions))
    return ax


def _whiskers(ax: Axes, places: Sequence[float], low: list[float], high: list[float]) -> None:
    look = style.current()
    for place, a, b in zip(places, low, high, strict=True):
        if math.isfinite(a) and math.isfinite(b):
            ax.plot([a, b], [place, place], color=look.ink, lw=1.1, zorder=3)
            for end in (a, b):
                half = rows.LINE * 0.22
                ax.plot([end, end], [place - half, place + half], color=look.ink, lw=1.1, zorder=3)


def _above(ax: Axes, told: Sequence[notes.Note], unit: str) -> None:
    """The unit at the left and the names of upright lines, above the rows."""
    if told or unit:
        # where there is but the unit, nothing need be laid out to find its place
        wide = style.room(ax, rough=True)[0] if told else 0.0
        notes.tell(ax, told, wide, unit)
