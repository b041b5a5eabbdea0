"""Krippendorff's alpha: agreement of any number of coders, with gaps, on any kind of scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.design import Floats
from libmkt.stats.kappa import Codes, coded, refused

Scale = Literal["nominal", "ordinal", "interval", "ratio"]

SCALES: Final = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(
    table: pd.DataFrame,
    coders: Sequence[str],
    *,
    scale: Scale,
    categories: Sequence[object] | None = None,
    replicates: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Krippendorff's alpha with a bootstrap interval.

    Parameters
    ----------
    table
        One row a thing that was coded; a code may be missing.
    coders
        Columns of codes, one a coder.
    scale
        What a difference of two codes means: "nominal" (any is whole), "ordinal" (by the
        codes between them), "interval" (its square), "ratio" (its square over the sum's);
        the last two need numbers.
    categories
        All codes in order, for "ordinal"; None takes those that occur, sorted.
    replicates, seed
        How many times the things are drawn anew, and the start of the random numbers.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row: n (things coded twice or more), coders, pairable (codes in them), missing
        (things coded once or not at all), estimate (1 agreement, 0 chance), conf_low,
        conf_high (quantiles of the bootstrap over things; draws in which all codes are
        equal tell nothing and are left out), method.

    Raises
    ------
    ParameterError
        A scale that is not known.
    DataError
        Nothing was coded twice, all codes are equal, or codes are not numbers where they
        must be.

    Notes
    -----
    1 - observed / expected disagreement, from the coincidences of all pairs of codes of
    one thing.  Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.  He asks
    for .8, and .667 for tentative conclusions.

    Examples
    --------
    >>> table = pd.DataFrame({"one": list("aabbc"), "two": list("aabbb")})
    >>> found = krippendorff_alpha(table, ["one", "two"], scale="nominal")
    >>> found[["n", "pairable", "estimate"]].round(3)
       n  pairable  estimate
    0  5        10      0.69
    """
    if scale not in SCALES:
        raise ParameterError(
            Message(N_("agreement cannot be computed")),
            [not_among("scale", scale, SCALES)],
        )
    names, codes = coded(table, coders, categories)
    points = _points(table, coders, codes, len(names), scale)
    counts = (codes[:, :, None] == np.arange(len(names))).sum(axis=1).astype(float)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise refused(coders, N_("nothing was coded by two or more"))
    per_thing = coincidences(counts)
    estimate = float(alpha_of(per_thing.sum(axis=0)[None], points, scale)[0])
    if np.isnan(estimate):
        raise refused(coders, N_("all ratings are the same"))
    random = np.random.default_rng(seed)
    # how often each thing is drawn: (replicates, things)
    times = random.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=replicates)
    again = alpha_of(np.tensordot(times.astype(float), per_thing, axes=1), points, scale)
    known = again[~np.isnan(again)]
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(known, tails) if len(known) else (np.nan, np.nan)
    row = {
        "n": len(counts),
        "coders": len(coders),
        "pairable": int(counts.sum()),
        "missing": len(table) - len(counts),
        "estimate": estimate,
        "conf_low": float(low),
        "conf_high": float(high),
        "method": f"{scale}, bootstrap",
    }
    return pd.DataFrame([row])


def coincidences(counts: Floats) -> Floats:
    """Coincidences of codes in each thing, (things, codes, codes).

    Parameters
    ----------
    counts
        (things, codes): how many coders gave the thing each code, two in all or more.

    Examples
    --------
    >>> coincidences(np.array([[2.0, 1.0]]))[0].tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    many = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    own = np.arange(counts.shape[1])
    pairs[:, own, own] -= counts
    return np.asarray(pairs / (many - 1)[:, None, None])


def alpha_of(coincidence: Floats, points: Floats, scale: Scale) -> Floats:
    """Alpha of tables of coincidences, (tables, codes, codes); missing where all codes are equal.

    >>> alpha_of(np.array([[[2.0, 0], [0, 2]]]), np.array([1.0, 2]), "nominal").tolist()
    [1.0]
    """
    met = coincidence.sum(axis=2)  # (tables, codes)
    apart = _apart(met, points, scale)
    n = met.sum(axis=1)
    observed = (coincidence * apart).sum(axis=(1, 2)) / n
    expected = (met[:, :, None] * met[:, None, :] * apart).sum(axis=(1, 2)) / (n * (n - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan))


def _apart(met: Floats, points: Floats, scale: Scale) -> Floats:
    """Squared difference of every two codes; an ordinal one depends on how often each occurs."""
    k = len(points)
    if scale == "nominal":
        return 1.0 - np.eye(k)
    if scale == "ordinal":
        reached = met.cumsum(axis=1) - met / 2  # middle rank of each code
        return np.asarray((reached[:, :, None] - reached[:, None, :]) ** 2)
    difference = (points[:, None] - points[None, :]) ** 2
    if scale == "interval":
        return np.asarray(difference)
    whole = (points[:, None] + points[None, :]) ** 2
    return np.asarray(np.divide(difference, whole, where=whole > 0, out=np.zeros((k, k))))


def _points(
    table: pd.DataFrame, coders: Sequence[str], codes: Codes, many: int, scale: Scale
) -> Floats:
    """The number that each code stands for; its place where the scale has no numbers."""
    if scale in ("nominal", "ordinal"):
        return np.arange(many, dtype=float)
    numbers = table[list(coders)].astype(object).apply(pd.to_numeric, errors="coerce")
    given = numbers.to_numpy(float)
    known = codes >= 0
    if np.isnan(given[known]).any():
        what = Message(N_("expected numbers"))
        raise DataError(
            Message(N_("agreement cannot be computed")), [Problem(", ".join(coders), what)]
        )
    points = np.zeros(many)
    points[codes[known]] = given[known]
    return points
