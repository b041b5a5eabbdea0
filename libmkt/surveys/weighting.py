"""What was done to weight a sample, as codes for a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from libmkt.codebook import Codebook
from libmkt.stats.weighting import Weighting
from libmkt.surveys.shown import words_of

Told = tuple[str, Mapping[str, Any]]  # a sentence's code and its fields


def weighting_told(
    weighting: Weighting, codebook: Codebook | None = None, *, language: str = "en"
) -> list[Told]:
    """How a sample was weighted, what was joined, cut or left out, and what it costs.

    Parameters
    ----------
    weighting
        What was made of the answers.
    codebook, language
        Where the words of its questions and categories stand, and in which language; without
        a codebook they go by their names and codes.

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
    texts, labels = words_of(codebook, frame.variables, language=language)
    names = ", ".join(texts.get(name, name) for name in [*frame.variables, *frame.numeric_names])
    told: list[Told] = [(f"weighted_{weighting.method}", {"n": weighting.n, "margins": names})]
    low, high = weighting.bounds
    if not weighting.trimmed and (np.isfinite(high) or low > 0):
        told.append(("weighted_bounds", {"low": low, "high": high}))
    if len(weighting.collapsed):
        found = weighting.collapsed.groupby(["variable", "into"], sort=False)["category"]
        pairs = [(str(v), str(into), [*map(str, part)]) for (v, into), part in found]
        joined = "; ".join(
            f"{texts.get(v, v)}: {_named(part, into, labels.get(v, {}))}" for v, into, part in pairs
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


def _named(parts: Sequence[str], into: str, labels: Mapping[str, str]) -> str:
    """Joined categories and their new name, where it is another than theirs put together."""
    told = " + ".join(labels.get(part, part) for part in parts)
    return told if into == " + ".join(parts) else f"{told} = {labels.get(into, into)}"
