"""Breaks that nobody declared: warnings, with the line of YAML that would declare them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.monitoring.dynamics import dynamics
from libmkt.monitoring.spans import parsed
from libmkt.stats.level_shift import LevelShift, level_shift

_SEASON: Final = {"year": 1, "half": 2, "quarter": 4, "month": 12}
_WINDOW: Final = {"year": 16, "half": 16, "quarter": 24, "month": 48}
# Share of simulated series without a break in which one was suspected at level 0.01: the
# worst of the processes tried (tests/golden/false_alarms.py, false_alarms.csv).
FALSE_ALARMS: Final = {"year": 0.04, "month": 0.07}
_COLUMNS = [
    "period", "measure", "shift", "statistic", "p_value", "p_adjusted", "level",
    "false_alarms", "start", "end", "n", "windows", "method", "declare",
]  # fmt: skip


def suspected_breaks(
    counts: pd.DataFrame,
    *,
    measure: str,
    by: str | Sequence[str] = (),
    unit: str = "year",
    breaks: pd.DataFrame | None = None,
    level: float = 0.01,
    window: int | None = None,
    simulations: int = 1999,
    seed: int = 0,
) -> pd.DataFrame:
    """Lasting jumps of level that no declared break explains.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`).
    measure
        Code of the measure.
    by, unit
        As in `totals`; the unit is year, half, quarter or month.
    breaks
        Declared breaks: the stretches between them are tested apart.
    level
        A jump is suspected when its adjusted p-value is at most this.
    window
        Longest piece tested at once, in periods (0 for the whole series); None is 16 years
        or half-years, 24 quarters, 48 months.  Pieces overlap by half.  Longer pieces see
        smaller jumps, and take a slow drift for one more often.
    simulations, seed
        Of the bootstrap: the same table gives the same answer.

    Returns
    -------
    DataFrame
        One row a suspicion (often none), by group and period: the columns of `by`, period
        (the first after the jump), measure, shift (share of the level before, -0.2 is a
        fall by a fifth), statistic (largest |t|), p_value, p_adjusted (times the pieces
        tested), level, false_alarms (share of series without a break that are suspected at
        level 0.01; missing where not measured), start, end (of the piece), n (its values),
        windows (pieces tested), method ("sup_t_ar1_bootstrap"), declare (YAML line for
        `breaks:` of the source description).

    Raises
    ------
    ParameterError
        A unit that is tested neither by year nor by month.

    Notes
    -----
    Andrews' (1993) largest t of a step over all dates, in logs, beside a straight line and
    the month pattern, p by a bootstrap of autoregressive errors (`stats.level_shift`).
    Values of zero, closures and incomplete periods part a series.  Of 200 simulated series
    a row without a break, at level 0.01, at most 4 in 100 of 10 to 25 yearly figures were
    suspected and 7 in 100 of 60 to 120 monthly ones, the worst when errors are a random
    walk; 3 in 100 otherwise, mostly none (`tests/golden/false_alarms.csv`).  A jump of
    eight times the usual noise was seen in 54 of 100 series of ten years and in 88 of
    fifteen.  A suspicion is a question to the library, not a finding: a building that
    opened looks just like a definition that changed.

    Examples
    --------
    >>> values = [100, 103, 99, 104, 101, 105, 60, 62, 59, 63, 61, 62]
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "measure": "visits",
    ...     "period": [str(y) for y in range(2010, 2022)], "value": values,
    ...     "unit": "visits", "kind": "flow", "breakdown_name": "", "breakdown_value": "",
    ...     "source_id": "x", "note": ""})
    >>> found = suspected_breaks(counts, measure="visits")
    >>> found[["period", "shift"]].round(2)
      period  shift
    0   2016  -0.42
    >>> found["declare"].item()
    '- {period: 2016, measure: visits, reason: "", comparable: false}'
    """
    if unit not in _SEASON:
        raise ParameterError(
            Message(N_("breaks are not looked for by {unit}"), {"unit": unit}),
            [
                Problem(
                    "unit", Message(N_("expected one of {known}"), {"known": ", ".join(_SEASON)})
                )
            ],
        )
    size = _WINDOW[unit] if window is None else window
    growth = dynamics(counts, measure=measure, by=by, unit=unit, breaks=breaks)
    keys = list(growth.columns[: growth.columns.get_loc("period")])
    rows = []
    for key, group in growth.groupby([*keys, "measure"], sort=False):
        head = dict(zip(keys, key, strict=False))
        pieces = [p for part in _unbroken(group) for p in _pieces(part, size)]
        tested = [
            (piece, found)
            for piece in pieces
            if (found := _test(piece, _SEASON[unit], simulations, seed)) is not None
        ]
        rows += _suspicions(head, measure, unit, tested, level)
    result = pd.DataFrame(rows, columns=[*keys, *_COLUMNS])
    return result.drop_duplicates([*keys, "period"]).reset_index(drop=True)


def _unbroken(group: pd.DataFrame) -> list[pd.DataFrame]:
    """Runs of neighbouring periods with a value above zero, within one stretch."""
    closed = group["note"].str.split(";").map(lambda codes: "closed" in codes).astype(bool)
    known = group[(group["linked_value"] > 0) & ~closed]
    spans = [parsed(name) for name in known["period"]]
    starts = [True] * len(spans)
    for at in range(1, len(spans)):
        same = known["stretch"].iloc[at] == known["stretch"].iloc[at - 1]
        starts[at] = not (same and spans[at - 1] + 1 == spans[at])
    number = np.cumsum(starts)
    return [part for _number, part in known.groupby(number)]


def _pieces(part: pd.DataFrame, size: int) -> list[pd.DataFrame]:
    """Half-overlapping pieces of a series; the last one ends where the series ends."""
    n = len(part)
    if not size or n <= size:
        return [part]
    firsts = [*range(0, n - size, max(1, size // 2)), n - size]
    return [part.iloc[first : first + size] for first in firsts]


def _test(piece: pd.DataFrame, season: int, simulations: int, seed: int) -> LevelShift | None:
    logs = np.log(piece["linked_value"].to_numpy(dtype=float))
    return level_shift(logs, season=season, simulations=simulations, seed=seed)


def _suspicions(
    head: dict[str, object],
    measure: str,
    unit: str,
    tested: list[tuple[pd.DataFrame, LevelShift]],
    level: float,
) -> list[dict[str, object]]:
    rows = []
    for piece, found in sorted(tested, key=lambda pair: pair[1].p_value):
        adjusted = min(1.0, found.p_value * len(tested))
        if adjusted > level:
            continue
        period = str(piece["period"].iloc[found.position])
        rows.append(
            head
            | {
                "period": period,
                "measure": measure,
                "shift": float(np.expm1(found.shift)),
                "statistic": found.statistic,
                "p_value": found.p_value,
                "p_adjusted": adjusted,
                "level": level,
                "false_alarms": FALSE_ALARMS.get(unit, np.nan) if level == 0.01 else np.nan,
                "start": piece["period"].iloc[0],
                "end": piece["period"].iloc[-1],
                "n": found.n,
                "windows": len(tested),
                "method": "sup_t_ar1_bootstrap",
                "declare": _line(head, period, measure),
            }
        )
    return sorted(rows, key=lambda row: parsed(str(row["period"])))


def _line(head: dict[str, object], period: str, measure: str) -> str:
    """The declaration in YAML flow style, places in double quotes."""
    # A JSON string is a YAML string in double quotes.
    places = [
        f"{name}: {json.dumps(str(head[name]), ensure_ascii=False)}"
        for name in ("library", "branch")
        if head.get(name)
    ]
    parts = [f"period: {period}", f"measure: {measure}", *places]
    return "- {" + ", ".join([*parts, 'reason: ""', "comparable: false"]) + "}"
