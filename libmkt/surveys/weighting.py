"""What was done to weight a sample, as codes for a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from libmkt.stats.weighting import Weighting

Told = tuple[str, Mapping[str, Any]]  # a sentence's code and its fields


def weighting_told(weighting: Weighting) -> list[Told]:
    """How a sample was weighted, what was joined, cut or left out, and what it costs.

    Returns
    -------
    list of (code, fields)
        First "weighted_" and the method (n, margins), then what applies of
        weighted_bounds (low, high), weighted_joined (n, pairs), weighted_trimmed (n, low,
        high), weighted_spread, weighted_rescaled (names), weighted_left_out (n); last
        weighted_range (low, high: smallest and largest weight over the mean) and
        weighted_cost (n_eff, deff).

    Examples
    --------
    >>> import pandas as pd
    >>> from libmkt.stats.weighting import rake
    >>> targets = pd.DataFrame(
    ...     [("sex", "f", 0.5), ("sex", "m", 0.5)], columns=["variable", "category", "target"]
    ... )
    >>> held = rake(pd.DataFrame({"sex": ["f", "f", "f", "m"]}), targets)
    >>> [code for code, _fields in weighting_told(held)]
    ['weighted_raking', 'weighted_range', 'weighted_cost']
    """
    frame = weighting.frame
    names = ", ".join([*frame.variables, *frame.numeric_names])
    told: list[Told] = [(f"weighted_{weighting.method}", {"n": weighting.n, "margins": names})]
    low, high = weighting.bounds
    if not weighting.trimmed and (np.isfinite(high) or low > 0):
        told.append(("weighted_bounds", {"low": low, "high": high}))
    if len(weighting.collapsed):
        pairs = weighting.collapsed.groupby(["variable", "into"], sort=False)["category"]
        joined = "; ".join(
            f"{v}: {_named(' + '.join(part), str(into))}" for (v, into), part in pairs
        )
        told.append(("weighted_joined", {"n": len(weighting.collapsed), "pairs": joined}))
    if weighting.trimming:
        low, high = weighting.limits
        cut = {"n": weighting.trimmed, "low": low, "high": high}
        unbounded = "_above" if low <= 0 else "_below" if np.isinf(high) else ""
        told.append((f"weighted_trimmed{unbounded}", cut))
        if weighting.trimmed and weighting.trimming == "spread":
            told.append(("weighted_spread", {}))
    if weighting.rescaled:
        told.append(("weighted_rescaled", {"names": ", ".join(weighting.rescaled)}))
    if weighting.left_out:
        told.append(("weighted_left_out", {"n": weighting.left_out}))
    w = weighting.weights / weighting.weights.mean()
    told.append(("weighted_range", {"low": float(w.min()), "high": float(w.max())}))
    told.append(("weighted_cost", {"n_eff": weighting.n_eff, "deff": weighting.deff}))
    return told


def _named(parts: str, into: str) -> str:
    """Joined categories and their new name, where it is another than theirs put together."""
    return parts if parts == into else f"{parts} = {into}"
