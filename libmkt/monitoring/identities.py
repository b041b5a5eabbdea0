"""Checks that cost nothing: parts against totals, and what the formulas say must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from libmkt.measures import INDICATORS
from libmkt.monitoring.spans import days, parsed, tiled
from libmkt.text import is_total

_COLUMNS = [
    "check", "library", "branch", "period", "measure", "breakdown_name", "printed",
    "computed", "difference", "tolerance", "verdict", "parts", "explanation",
]  # fmt: skip
# Printed indicators that must agree: the first is the product of the other two.
PRODUCTS = (
    ("loans_per_user", "turnover", "stock_per_user"),  # L/U = L/S x S/U
    ("loans_per_user", "visits_per_user", "loans_per_visit"),  # L/U = V/U x L/V
    ("loans_per_capita", "loans_per_user", "coverage"),  # L/P = L/U x U/P
    ("loans_per_capita", "turnover", "stock_per_capita"),  # L/P = L/S x S/P
    ("visits_per_capita", "visits_per_user", "coverage"),  # V/P = V/U x U/P
)

ENOUGH = 10  # checks of a breakdown from which it can be told whether it is one


def identities(counts: pd.DataFrame, *, digits: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Check a table of counts, and of printed indicators if it has any, against itself.

    Parameters
    ----------
    counts
        The canonical table (`libmkt.tables`); a measure may also be the code of an
        indicator whose printed value it holds.
    digits
        Measure -> decimal places it was printed with; otherwise the most that any of
        its values shows.

    Returns
    -------
    DataFrame
        One row a check, those that differ first: check ("breakdown", "branches", "periods",
        "shares", "ratio", "product"), library, branch, period, measure, breakdown_name,
        printed (the whole, or the printed indicator), computed (from the parts), difference
        (printed - computed), tolerance (what rounding explains), verdict ("holds",
        "rounding", "differs"), parts (what was added, divided or multiplied), explanation
        (names of figures of the table whose value or sum equals the difference, parted by
        ";"; "" for none).

    Notes
    -----
    A breakdown that adds up in fewer than half of ten checks or more, and otherwise falls
    short, names some parts only (events for children and for the young, of all events): it
    is no identity, and only parts that exceed the whole are told.

    Rounding to d places moves a figure by at most u = 0.5 x 10^-d; a sum of n parts
    against its total by (n + 1) u; a product by |a| u_b + |b| u_a + u_a u_b + u.  Counts
    printed as whole numbers are taken as exact.

    Examples
    --------
    >>> counts = pd.DataFrame({"library": "A", "branch": "", "period": "2025",
    ...     "measure": "users", "value": [1806, 1700, 85, 21], "unit": "persons",
    ...     "kind": "flow", "breakdown_name": ["", "age", "age", "origin"],
    ...     "breakdown_value": ["", "adult", "child", "foreign"], "source_id": "x", "note": ""})
    >>> found = identities(counts)
    >>> found[["check", "difference", "verdict", "explanation"]]
           check  difference  verdict      explanation
    0  breakdown        21.0  differs  origin: foreign
    """
    places = _places(counts) | dict(digits or {})
    rows = [
        *_partitions(list(_breakdowns(counts, places))),
        *_branches(counts, places),
        *_periods(counts, places),
        *_indicators(counts, places),
    ]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    rank = found["verdict"].map({"differs": 0, "rounding": 1, "holds": 2})
    return (
        found.assign(_rank=rank)
        .sort_values("_rank", kind="stable")
        .drop(columns="_rank")
        .reset_index(drop=True)
    )


def decimals(value: float) -> int:
    """Decimal places that a number shows, at most nine.

    >>> decimals(26.0), decimals(1.61), decimals(0.316)
    (0, 2, 3)
    """
    text = f"{value:.9f}".rstrip("0")
    return len(text.partition(".")[2])


def half_unit(places: int) -> float:
    """The most that rounding to so many decimal places moves a number."""
    return 0.5 * float(10**-places)


def _places(counts: pd.DataFrame) -> dict[str, int]:
    return {
        str(measure): max(decimals(float(v)) for v in values)
        for measure, values in counts.groupby("measure")["value"]
    }


def _slack(measure: str, places: dict[str, int]) -> float:
    """Rounding of one figure: none for whole counts, which are not rounded."""
    digits = places[measure]
    return half_unit(digits) if digits or measure in INDICATORS else 0.0


def _row(
    check: str,
    like: Mapping[Any, Any],
    printed: float,
    computed: float,
    tolerance: float,
    parts: list[str],
    explanation: str = "",
) -> dict[str, object]:
    difference = printed - computed
    exact = abs(difference) <= 1e-9 * max(1.0, abs(printed))
    near = abs(difference) <= tolerance * (1 + 1e-9) + 1e-12
    verdict = "holds" if exact else "rounding" if near else "differs"
    return {
        "check": check,
        "library": like["library"],
        "branch": like.get("branch", ""),
        "period": like["period"],
        "measure": like["measure"],
        "breakdown_name": like.get("breakdown_name", ""),
        "printed": printed,
        "computed": computed,
        "difference": difference,
        "tolerance": tolerance,
        "verdict": verdict,
        "parts": ", ".join(parts),
        "explanation": explanation if verdict == "differs" else "",
    }


def _explained(counts: pd.DataFrame, like: Mapping[Any, Any], difference: float) -> str:
    """Figures of the same library and period that equal the difference, alone or in pairs."""
    same = counts[(counts["library"] == like["library"]) & (counts["period"] == like["period"])]
    figures = [
        (_figure_name(row), float(row["value"]))
        for row in same.to_dict("records")
        if row["value"] and (row["measure"], row["breakdown_name"]) != (like["measure"], "")
    ]
    size = abs(difference)
    alone = [name for name, value in figures if abs(value - size) < 1e-9]
    if alone or len(figures) > 40:
        return ";".join(dict.fromkeys(alone))
    pairs = [
        f"{a} + {b}" for (a, x), (b, y) in combinations(figures, 2) if abs(x + y - size) < 1e-9
    ]
    return ";".join(dict.fromkeys(pairs[:3]))


def _figure_name(row: Mapping[Any, Any]) -> str:
    if row["breakdown_value"]:
        return f"{row['breakdown_name']}: {row['breakdown_value']}"
    return str(row["measure"])


def _breakdowns(counts: pd.DataFrame, places: dict[str, int]) -> Iterator[dict[str, object]]:
    """The parts of each breakdown against the whole; shares against 1."""
    key = ["library", "branch", "period", "measure"]
    is_part = counts["breakdown_name"] != ""
    if not is_part.any():
        return
    own, parts = counts[~is_part], counts[is_part]
    wholes = {
        tuple(row[name] for name in key): float(row["value"]) for row in own.to_dict("records")
    }
    for where, group in parts.groupby([*key, "breakdown_name"], sort=False):
        like = dict(zip([*key, "breakdown_name"], where, strict=True))
        named = group["breakdown_value"].map(is_total).astype(bool)
        inner = group[~named]
        if len(inner) < 2:
            continue  # one part alone ("of these, foreign") is not meant to add up
        slack = _slack(str(like["measure"]), places) * (len(inner) + 1)
        computed = float(inner["value"].sum())
        names = [str(v) for v in inner["breakdown_value"]]
        if (inner["unit"] == "share").all():
            slack = half_unit(places[str(like["measure"])]) * len(inner)
            yield _row("shares", like, 1.0, computed, slack, names)
            continue
        if named.any():
            printed = float(group.loc[named, "value"].iloc[0])
        elif (index := tuple(like[name] for name in key)) in wholes:
            printed = wholes[index]
        else:
            continue
        why = _explained(counts, like, printed - computed)
        yield _row("breakdown", like, printed, computed, slack, names, why)


def _partitions(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The checks of breakdowns that are meant to add up, and parts that exceed their whole."""
    held: dict[tuple[str, str], list[bool]] = {}
    for row in rows:
        held.setdefault((row["measure"], row["breakdown_name"]), []).append(
            row["verdict"] != "differs"
        )
    for row in rows:
        found = held[row["measure"], row["breakdown_name"]]
        some_parts_only = len(found) >= ENOUGH and sum(found) < len(found) / 2
        if not some_parts_only or (row["verdict"] == "differs" and row["difference"] < 0):
            yield row


def _branches(counts: pd.DataFrame, places: dict[str, int]) -> Iterator[dict[str, object]]:
    """The branches' figures against the library's own."""
    whole = counts[(counts["breakdown_name"] == "") & (counts["unit"] != "share")]
    key = ["library", "period", "measure"]
    of_branch = whole["branch"] != ""
    if of_branch.all() or not of_branch.any():
        return
    for where, group in whole.groupby(key, sort=False):
        own, parts = group[group["branch"] == ""], group[group["branch"] != ""]
        if own.empty or parts.empty:
            continue
        like = dict(zip(key, where, strict=True))
        slack = _slack(str(like["measure"]), places) * (len(parts) + 1)
        printed, computed = float(own["value"].iloc[0]), float(parts["value"].sum())
        why = _explained(counts, like, printed - computed)
        names = [str(name) for name in parts["branch"]]
        yield _row("branches", like, printed, computed, slack, names, why)


def _periods(counts: pd.DataFrame, places: dict[str, int]) -> Iterator[dict[str, object]]:
    """Months and quarters against the longer period that they fill."""
    flows = counts[
        (counts["breakdown_name"] == "")
        & (counts["kind"] == "flow")
        & (counts["unit"] != "share")
        & ~counts["measure"].isin(list(INDICATORS))
    ]
    key = ["library", "branch", "measure"]
    if _one_length(flows):
        return
    for where, group in flows.groupby(key, sort=False):
        if _one_length(group):
            continue
        spans = group.assign(
            first=[days(name)[0] for name in group["period"]],
            end=[days(name)[1] for name in group["period"]],
        )
        for whole in spans.to_dict("records"):
            inside = (spans["first"] >= whole["first"]) & (spans["end"] <= whole["end"])
            parts = tiled(spans[inside & (spans["period"] != whole["period"])])
            if (parts["end"] - parts["first"]).sum() != whole["end"] - whole["first"]:
                continue
            like = dict(zip(key, where, strict=True)) | {"period": whole["period"]}
            slack = _slack(str(like["measure"]), places) * (len(parts) + 1)
            printed, computed = float(whole["value"]), float(parts["value"].sum())
            why = _explained(counts, like, printed - computed)
            shown = [str(name) for name in parts["period"]]
            yield _row("periods", like, printed, computed, slack, shown, why)


def _one_length(rows: pd.DataFrame) -> bool:
    """Whether all periods are of one unit, so that none fills another."""
    return len({parsed(name).unit for name in rows["period"].unique()}) < 2


def _indicators(counts: pd.DataFrame, places: dict[str, int]) -> Iterator[dict[str, object]]:
    """Printed indicators against their own formula, and against each other."""
    whole = counts[counts["breakdown_name"] == ""]
    if not whole["measure"].isin(list(INDICATORS)).any():
        return
    for where, group in whole.groupby(["library", "branch", "period"], sort=False):
        values = dict(zip(group["measure"], group["value"].astype(float), strict=True))
        like = dict(zip(["library", "branch", "period"], where, strict=True))
        for code in [c for c in values if c in INDICATORS]:
            one = INDICATORS[code]
            below = next((d for d in one.denominators if values.get(d)), "")
            if below and one.numerator in values:
                computed = values[one.numerator] / values[below] * one.scale
                yield _row(
                    "ratio", like | {"measure": code}, values[code], computed,
                    half_unit(places[code]), [one.numerator, below],
                )  # fmt: skip
        for code, a, b in PRODUCTS:
            if not {code, a, b} <= set(values):
                continue
            ua, ub = half_unit(places[a]), half_unit(places[b])
            slack = abs(values[a]) * ub + abs(values[b]) * ua + ua * ub + half_unit(places[code])
            computed = values[a] * values[b]
            yield _row("product", like | {"measure": code}, values[code], computed, slack, [a, b])
