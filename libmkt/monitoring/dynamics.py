"""Growth dynamics: increments, rates and the value of one per cent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.monitoring.spans import days, parsed
from libmkt.monitoring.totals import Incomplete, totals
from libmkt.period import Period

Against = Literal["previous", "year_before"]


def dynamics(
    counts: pd.DataFrame,
    *,
    measure: str,
    by: str | Sequence[str] = (),
    unit: str = "year",
    base: str | int | Period | None = None,
    against: Against = "previous",
    breaks: pd.DataFrame | None = None,
    breakdown: str | None = None,
    incomplete: Incomplete = "missing",
) -> pd.DataFrame:
    """The classical table of growth: chain and base increments and rates (F10-F13).

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    measure
        Code of the measure.
    by, unit, breakdown, incomplete
        As in `totals`.
    base
        The period that base increments start from; None takes the first period of each
        stretch between breaks.
    against
        What chain increments compare with: the "previous" period, or the same period the
        "year_before" (the right choice for months and quarters, which have a season).
    breaks
        Declared breaks (`libmkt.tables`): no growth is computed across one, unless it is
        declared comparable or has a link factor.

    Returns
    -------
    DataFrame
        One row a group and period in order: the columns of `by`, period, measure, value,
        unit, kind, parts, expected, complete, base_period, increment_chain, increment_base
        (unit of the measure), rate_chain, rate_base (F11; 1 is unchanged),
        increment_rate_chain, increment_rate_base (F12; 0 is unchanged), one_percent (F13,
        unit of the measure), break_before (bool), break_reason, stretch (number of the
        comparable stretch, from 1), link_factor (applied to the earlier values at this
        break; 1 for none), linked_value (value on the stretch's last definition), method
        ("previous" or "year_before", then ";linked" where a link factor was used), note
        (of `totals`, and "gap_before" where the period compared with is not there).
        What a break, a gap or an incomplete period forbids is missing.

    Raises
    ------
    DataError
        `base` is not among the periods.

    Notes
    -----
    y_i against the period before: d = y_i - y_(i-1), rate y_i / y_(i-1), value of one per
    cent y_(i-1) / 100; against the base y_0 likewise.  A link factor f says that an old
    figure y is f y on the new definition, and earlier values are multiplied by it.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": ["2012", "2013"],
    ...     "measure": "loans", "value": [851013, 822981], "unit": "loans", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> growth = dynamics(counts, measure="loans")
    >>> growth[["period", "increment_chain", "rate_chain", "one_percent"]].round(4)
      period  increment_chain  rate_chain  one_percent
    0   2012              NaN         NaN          NaN
    1   2013         -28032.0      0.9671      8510.13
    """
    levels = totals(
        counts, measures=measure, by=by, unit=unit, breakdown=breakdown, incomplete=incomplete
    )
    keys = list(levels.columns[: levels.columns.get_loc("period")])
    declared = _declared(breaks, measure)
    base_name = None if base is None else str(Period.parse(base))
    if base_name is not None and base_name not in set(levels["period"]):
        raise DataError(
            Message(N_("the base period {period} is not in the table"), {"period": base_name}),
            [Problem("base", Message(N_("found {found}"), {"found": _range(levels)}))],
        )
    groups = [group for _key, group in levels.groupby(keys, sort=False)] if keys else [levels]
    grown = [_grown(group, declared, base_name, against) for group in groups]
    return pd.concat(grown, ignore_index=True)


def _range(levels: pd.DataFrame) -> str:
    periods = sorted(set(levels["period"]), key=lambda name: days(name)[0])
    return f"{periods[0]} - {periods[-1]}" if periods else "-"


def _declared(breaks: pd.DataFrame | None, measure: str) -> pd.DataFrame:
    columns = ["library", "branch", "period", "reason", "comparable", "link_factor"]
    if breaks is None or breaks.empty:
        return pd.DataFrame(columns=columns)
    return breaks.loc[breaks["measure"].isin(["", measure]), columns]


def _breaks_of(group: pd.DataFrame, declared: pd.DataFrame) -> pd.DataFrame:
    """The breaks that touch a group: a sum is broken by a break in any of its parts."""
    mine = declared
    for name in ("library", "branch"):
        if name in group.columns:
            mine = mine[mine[name].isin(["", group[name].iloc[0]])]
    return mine


def _marked(group: pd.DataFrame, declared: pd.DataFrame) -> pd.DataFrame:
    """Add break_before, break_reason, stretch and link_factor.

    A break that begins inside a period (July 2009 in yearly figures) makes that period
    a mixture: it is parted from the one before and from the one after.
    """
    marked = group.assign(break_before=False, break_reason="", link_factor=1.0)
    parted = pd.Series(False, index=group.index)
    spans = [days(name) for name in group["period"]]
    for one in _breaks_of(group, declared).to_dict("records"):
        at = days(str(one["period"]))[0]
        link = float(one["link_factor"]) if pd.notna(one["link_factor"]) else np.nan
        links = not np.isnan(link)
        for place, (first, end) in enumerate(spans):
            inside = first < at < end
            if place == 0 and first >= at:
                break  # the series begins after the break
            if first >= at or inside:
                label = group.index[place]
                if place:  # before the first figure there is nothing to part it from
                    _note_break(marked, label, str(one["reason"]))
                following = place + 1 < len(spans)
                if inside and following and not bool(one["comparable"]):
                    _note_break(marked, group.index[place + 1], str(one["reason"]))
                    parted[group.index[place + 1]] = True
                if links and not inside:
                    marked.loc[label, "link_factor"] *= link
                elif not bool(one["comparable"]):
                    parted[label] = True
                break
    marked["stretch"] = parted.cumsum().astype(int) + 1
    return marked


def _note_break(marked: pd.DataFrame, label: int, reason: str) -> None:
    held = str(marked.at[label, "break_reason"])
    marked.at[label, "break_before"] = True
    if reason not in held:
        marked.at[label, "break_reason"] = f"{held}; {reason}" if held else reason


def _linked(marked: pd.DataFrame) -> pd.Series:
    """Values on the definition of the last period of their stretch."""
    linked = marked["value"].copy()
    for _stretch, rows in marked.groupby("stretch"):
        factors = rows["link_factor"].copy()
        factors.iloc[0] = 1.0  # links to the stretch before, from which it is parted
        later = factors[::-1].cumprod()[::-1].shift(-1, fill_value=1.0)
        linked.loc[rows.index] = rows["value"] * later
    return linked


def _compared(rows: pd.DataFrame, against: Against) -> pd.Series:
    """The linked value that each row is compared with; missing where there is none."""
    known = {
        (stretch, period): value
        for stretch, period, value in zip(
            rows["stretch"], rows["period"], rows["linked_value"], strict=True
        )
    }
    found = []
    for stretch, name in zip(rows["stretch"], rows["period"], strict=True):
        period = parsed(name)
        before = period.year_before() if against == "year_before" else period - 1
        found.append(known.get((stretch, str(before)), np.nan))
    return pd.Series(found, index=rows.index, dtype=float)


def _base(rows: pd.DataFrame, base_name: str | None) -> tuple[pd.Series, pd.Series]:
    """Name and linked value of the base period of each row."""
    names = pd.Series("", index=rows.index, dtype="str")
    values = pd.Series(np.nan, index=rows.index)
    for _stretch, part in rows.groupby("stretch"):
        known = part[part["linked_value"].notna()]
        if base_name is not None:
            known = known[known["period"] == base_name]
        if len(known):
            first = known.iloc[0]
            names[part.index] = first["period"]
            values[part.index] = first["linked_value"]
    return names, values


def _grown(
    group: pd.DataFrame, declared: pd.DataFrame, base_name: str | None, against: Against
) -> pd.DataFrame:
    """Growth of one group's series."""
    rows = _marked(group, declared)
    rows["linked_value"] = _linked(rows)
    before = _compared(rows, against)
    rows["base_period"], base_value = _base(rows, base_name)
    now = rows["linked_value"]
    is_base = rows["period"] == rows["base_period"]
    starts = [days(name)[0] for name in rows["period"]]
    base_start = [days(name)[0] if name else 0 for name in rows["base_period"]]
    later = pd.Series(starts, index=rows.index) > pd.Series(base_start, index=rows.index)
    divisor = before.where(before != 0)
    base_divisor = base_value.where(base_value != 0)
    rows["increment_chain"] = now - before
    rows["increment_base"] = (now - base_value).where(later)
    rows["rate_chain"] = now / divisor
    rows["rate_base"] = (now / base_divisor).where(later)
    rows["increment_rate_chain"] = rows["rate_chain"] - 1
    rows["increment_rate_base"] = rows["rate_base"] - 1
    rows["one_percent"] = before / 100
    linked = (rows["linked_value"] != rows["value"]) & rows["value"].notna()
    uses_link = (rows["link_factor"] != 1) | linked
    rows["method"] = np.where(uses_link, f"{against};linked", against)
    lonely = before.isna() & ~rows["break_before"] & ~is_base & (rows.index != rows.index[0])
    rows["note"] = [
        ";".join(part for part in (note, "gap_before" if gap else "") if part)
        for note, gap in zip(rows["note"], lonely, strict=True)
    ]
    front = list(group.columns[: group.columns.get_loc("period")])
    return rows[[*front, *_COLUMNS]]


_COLUMNS = [
    "period", "measure", "value", "unit", "kind", "parts", "expected", "complete",
    "base_period", "increment_chain", "increment_base", "rate_chain", "rate_base",
    "increment_rate_chain", "increment_rate_base", "one_percent", "break_before",
    "break_reason", "stretch", "link_factor", "linked_value", "method", "note",
]  # fmt: skip
