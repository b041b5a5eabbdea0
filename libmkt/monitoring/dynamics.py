"""Growth dynamics: increments, rates and the value of one per cent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.monitoring.spans import days, parsed
from libmkt.monitoring.stretches import in_stretches
from libmkt.monitoring.totals import Incomplete, totals
from libmkt.period import Period

Against = Literal["previous", "year_before"]


def dynamics(
    counts: pd.DataFrame,
    *,
    measure: str | Sequence[str],
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
        Code of the measure, or of several.
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
        One row a group, measure and period in order: the columns of `by`, period, measure, value,
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
    wanted = [measure] if isinstance(measure, str) else list(measure)
    levels = totals(
        counts, measures=wanted, by=by, unit=unit, breakdown=breakdown, incomplete=incomplete
    )
    keys = list(levels.columns[: levels.columns.get_loc("period")])
    base_name = None if base is None else str(Period.parse(base))
    if base_name is not None and base_name not in set(levels["period"]):
        raise DataError(
            Message(N_("the base period {period} is not in the table"), {"period": base_name}),
            [Problem("base", Message(N_("found {found}"), {"found": _range(levels)}))],
        )
    rows = in_stretches(levels, [*keys, "measure"], breaks)
    rows = rows.assign(**_grown(rows, base_name, against))
    first = ~rows.duplicated([*keys, "measure"])
    rows["note"] = _noted(rows, first)
    return rows[[*keys, *_COLUMNS]].reset_index(drop=True)


def _range(levels: pd.DataFrame) -> str:
    periods = sorted(set(levels["period"]), key=lambda name: days(name)[0])
    return f"{periods[0]} - {periods[-1]}" if periods else "-"


def _grown(rows: pd.DataFrame, base_name: str | None, against: Against) -> dict[str, Any]:
    """Increments and rates of all series at once."""
    now = rows["linked_value"].to_numpy()
    names, segment = rows["period"].tolist(), rows["segment"].tolist()
    before = _compared(names, segment, now, against)
    bases = _bases(names, segment, now, base_name)
    base_period = [bases[number][0] for number in segment]
    base_value = np.array([bases[number][1] for number in segment], dtype=float)
    starts = np.array([days(name)[0] for name in names])
    base_starts = np.array([days(name)[0] if name else 0 for name in base_period])
    later = starts > base_starts
    rate = now / np.where(before != 0, before, np.nan)
    base_rate = np.where(later, now / np.where(base_value != 0, base_value, np.nan), np.nan)
    linked = (rows["linked_value"] != rows["value"]) & rows["value"].notna()
    uses_link = (rows["link_factor"] != 1) | linked
    return {
        "base_period": pd.Series(base_period, index=rows.index, dtype="str"),
        "increment_chain": now - before,
        "increment_base": np.where(later, now - base_value, np.nan),
        "rate_chain": rate,
        "rate_base": base_rate,
        "increment_rate_chain": rate - 1,
        "increment_rate_base": base_rate - 1,
        "one_percent": before / 100,
        "method": np.where(uses_link, f"{against};linked", against),
    }


def _compared(
    names: list[str], segment: list[int], values: np.ndarray, against: Against
) -> np.ndarray:
    """The linked value that each row is compared with; missing where there is none."""
    known = dict(zip(zip(segment, names, strict=True), values, strict=True))
    return np.array(
        [
            known.get((number, _earlier(name, against)), np.nan)
            for number, name in zip(segment, names, strict=True)
        ],
        dtype=float,
    )


@lru_cache(maxsize=50_000)
def _earlier(name: str, against: Against) -> str:
    period = parsed(name)
    return str(period.year_before() if against == "year_before" else period - 1)


def _bases(
    names: list[str], segment: list[int], values: np.ndarray, base_name: str | None
) -> dict[int, tuple[str, float]]:
    """Name and linked value of the base period of each segment; ("", missing) for none."""
    found = dict.fromkeys(segment, ("", np.nan))
    for number, name, value in zip(segment, names, values, strict=True):
        if not found[number][0] and not np.isnan(value) and base_name in (None, name):
            found[number] = (name, float(value))
    return found


def _noted(rows: pd.DataFrame, first: pd.Series) -> list[str]:
    """The notes of `totals`, and where the period compared with is not there."""
    is_base = rows["period"] == rows["base_period"]
    lonely = rows["one_percent"].isna() & ~rows["break_before"] & ~is_base & ~first
    return [
        ";".join(part for part in (note, "gap_before") if part) if gap else note
        for note, gap in zip(rows["note"], lonely, strict=True)
    ]


_COLUMNS = [
    "period", "measure", "value", "unit", "kind", "parts", "expected", "complete",
    "base_period", "increment_chain", "increment_base", "rate_chain", "rate_base",
    "increment_rate_chain", "increment_rate_base", "one_percent", "break_before",
    "break_reason", "stretch", "link_factor", "linked_value", "method", "note",
]  # fmt: skip
