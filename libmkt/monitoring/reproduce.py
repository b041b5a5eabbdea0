"""Which columns give the printed number?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.monitoring.identities import decimals, half_unit
from libmkt.period import Period


def reproduce(
    counts: pd.DataFrame,
    printed: Mapping[str, float] | Mapping[int, float],
    *,
    digits: int | None = None,
    scales: Sequence[float] = (1.0, 100.0, 1000.0),
    terms: int = 2,
    show: int = 5,
) -> pd.DataFrame:
    """Search the columns of a table for the formula behind a printed indicator.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`) of one library; each measure, and each part of
        a breakdown, is a column of the search.
    printed
        Period -> printed value.
    digits
        Decimal places of the printed values; None takes the most that any of them shows.
    scales
        Factors tried: as it is, per cent, per thousand.
    terms
        How many columns may be added up above the line and below it.
    show
        Rows returned at most.

    Returns
    -------
    DataFrame
        One row a formula, the best first: formula, numerator, denominator ("" for a plain
        sum; columns joined by " + "), scale, fits (periods it reproduces), periods (printed
        values), verdict ("all", "some", "none" of the periods), deviation (largest distance
        from a printed value, relative), computed (list of values, in order of period),
        tried (formulas tried: the more, the likelier a chance fit of one period).

    Raises
    ------
    DataError
        No period of `printed` is in the table.

    Notes
    -----
    A formula fits a period when it differs from the printed value by no more than half a
    unit of the last printed place.  Between formulas that fit as many periods, one of
    fewer terms comes first, then the nearer.  When no formula fits every period, the
    printed numbers do not come from these columns alone.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": ["2024", "2025"] * 3,
    ...     "measure": ["users"] * 2 + ["loans"] * 2 + ["loans of books"] * 2,
    ...     "value": [100, 110, 1500, 1400, 1150, 990], "unit": "x", "kind": "flow",
    ...     "breakdown_name": "", "breakdown_value": "", "source_id": "x", "note": ""})
    >>> found = reproduce(counts, {"2024": 11.5, "2025": 9.0}, show=1)
    >>> found[["formula", "fits", "periods", "verdict"]]
                      formula  fits  periods verdict
    0  loans of books / users     2        2     all
    """
    wanted = {str(Period.parse(key)): float(value) for key, value in printed.items()}
    columns = _columns(counts, list(wanted))
    target = np.array(list(wanted.values()))
    places = max(map(decimals, target)) if digits is None else digits
    rows = _tried(_sums(columns, terms), target, half_unit(places), scales)
    found = pd.DataFrame(rows)
    found["tried"] = len(found)
    ranked = found.sort_values(
        ["fits", "_terms", "deviation"], ascending=[False, True, True], kind="stable"
    )
    if not (ranked["fits"] > 0).any():
        ranked = found.sort_values("deviation", kind="stable")
    best = ranked.head(show).reset_index(drop=True)
    best["verdict"] = np.select(
        [best["fits"] == best["periods"], best["fits"] > 0], ["all", "some"], default="none"
    )
    order = ["formula", "numerator", "denominator", "scale", "fits", "periods", "verdict"]
    return best[[*order, "deviation", "computed", "tried"]]


def _columns(counts: pd.DataFrame, periods: list[str]) -> dict[str, np.ndarray]:
    """Figures by column name, one value a printed period; columns with gaps are left out."""
    rows = counts[counts["period"].isin(periods)]
    if rows.empty:
        found = ", ".join(sorted(counts["period"].unique())[:6])
        raise DataError(
            Message(N_("the table holds none of the periods of the printed values")),
            [Problem("period", Message(N_("found {found}"), {"found": found or "-"}))],
        )
    parts = rows["breakdown_value"] != ""
    names = rows["measure"].where(~parts, rows["measure"] + " [" + rows["breakdown_value"] + "]")
    wide = rows.assign(_name=names).pivot_table(
        index="period", columns="_name", values="value", aggfunc="sum", sort=False
    )
    wide = wide.reindex(periods).dropna(axis=1)
    return {str(name): wide[name].to_numpy(dtype=float) for name in wide}


def _sums(columns: dict[str, np.ndarray], terms: int) -> list[tuple[tuple[str, ...], np.ndarray]]:
    """Every column, and every sum of up to `terms` of them."""
    found = []
    for size in range(1, terms + 1):
        for names in combinations(columns, size):
            found.append((names, np.sum([columns[name] for name in names], axis=0)))
    return found


def _tried(
    sums: list[tuple[tuple[str, ...], np.ndarray]],
    target: np.ndarray,
    slack: float,
    scales: Sequence[float],
) -> list[dict[str, object]]:
    one: tuple[tuple[str, ...], np.ndarray] = ((), np.ones(len(target)))
    rows = []
    for above, top in sums:
        for below, bottom in [one, *sums]:
            if set(above) & set(below) or (bottom == 0).any():
                continue
            for scale in scales if below else (1.0,):
                values = scale * top / bottom
                off = np.abs(values - target)
                fits = int((off <= slack * (1 + 1e-9)).sum())
                numerator, denominator = " + ".join(above), " + ".join(below)
                rows.append(
                    {
                        "formula": _formula(above, below, scale),
                        "numerator": numerator,
                        "denominator": denominator,
                        "scale": scale,
                        "fits": fits,
                        "periods": len(target),
                        "deviation": float((off / np.maximum(np.abs(target), slack)).max()),
                        "computed": [float(value) for value in values],
                        "_terms": len(above) + len(below),
                    }
                )
    return rows


def _formula(above: tuple[str, ...], below: tuple[str, ...], scale: float) -> str:
    top, bottom = (
        f"({' + '.join(names)})" if len(names) > 1 and below else " + ".join(names)
        for names in (above, below)
    )
    shown = f"{top} / {bottom}" if below else top
    return shown if scale == 1 else f"{shown} x {scale:g}"
