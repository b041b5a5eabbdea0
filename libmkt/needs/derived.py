"""Importance read from answers: which services go with being satisfied as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats import variance
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows
from libmkt.stats.margins import t_interval
from libmkt.stats.notes import design_code, joined_codes
from libmkt.stats.prepared import Prepared
from libmkt.stats.replicates import replicated_sample
from libmkt.stats.scale_items import (
    Items,
    Pairs,
    check_pairs,
    correlations,
    enough,
    replicated_correlations,
    scale_items,
)

Method = Literal["relative weights", "partial correlation"]

METHODS: Final = ("relative weights", "partial correlation")


def derived_importance(
    responses: pd.DataFrame,
    items: Sequence[str],
    overall: str,
    design: Design | None = None,
    *,
    method: Method = "relative weights",
    pairs: Pairs = "complete",
    replicates: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """How much of the satisfaction as a whole goes with the satisfaction with each item.

    Parameters
    ----------
    responses
        One row a respondent, all of the sample.
    items, overall
        Columns of numbers: satisfaction with each item, and as a whole.
    design
        How the sample was drawn; None is a simple random sample.
    method
        "relative weights" (Johnson), which share R squared among items that go together;
        or "partial correlation" of each item, all others held.
    pairs
        "complete": those who answered all; "pairwise": for each two questions those who
        answered both, where many items do not apply to many people.
    replicates, seed
        Bootstrap samples for the interval, unless the design has replicate weights; and
        the start of the random numbers.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row an item, in the order given: item, n (who answered it and counted),
        estimate (its part of R squared, or the correlation), std_error, conf_low,
        conf_high (quantiles of the bootstrap; a t interval with other replicates), share
        (of R squared, 0 to 1; missing for correlations), r_squared, rank (1 is the
        largest), method, note (as in `libmkt.surveys.estimates`; "few-per-item": fewer
        than ten people an item).

    Raises
    ------
    ParameterError
        A method or treatment of missing answers that is not known.
    DataError
        A column is missing or of one answer; too few people; items that follow from
        others.

    Notes
    -----
    With R = V D V' of the items, L = V sqrt(D) V' and b = L^-1 r: the weight of item j is
    sum over k of L_jk^2 b_k^2; all weights add up to R squared.  Johnson (2000),
    Multivariate Behavioral Research 35, 1-19.  It says what goes together, not what would
    follow if the item were better.

    Examples
    --------
    >>> random = np.random.default_rng(5)
    >>> table = pd.DataFrame(random.normal(size=(400, 2)), columns=["staff", "rooms"])
    >>> table["whole"] = 2 * table["staff"] + table["rooms"] + random.normal(size=400)
    >>> found = derived_importance(table, ["staff", "rooms"], "whole", replicates=50)
    >>> found[["item", "estimate", "share", "rank"]].round(2)
        item  estimate  share  rank
    0  staff      0.65   0.78     1
    1  rooms      0.18   0.22     2
    """
    check_pairs(pairs)
    if method not in METHODS:
        raise ParameterError(
            Message(N_("importance cannot be derived")),
            [not_among("method", method, METHODS)],
        )
    scale = scale_items(responses, [*items, overall], design)
    rows = scale.complete if pairs == "complete" else _who_count(scale)
    enough(scale, rows, least=len(items) + 2)
    values = scale.values[rows]

    importance = relative_weights if method == METHODS[0] else partial
    related = correlations(values, scale.sample.weights[rows], pairs)
    _check_related(related, scale.names)
    estimate = importance(related)
    r_squared = float(relative_weights(related).sum())
    sample = replicated_sample(responses, scale.sample, replicates, seed)
    assert sample.replicates is not None
    drawn = importance(replicated_correlations(values, sample.replicates[rows], pairs))
    found = pd.DataFrame({"item": list(items)})
    found["n"] = (~np.isnan(values[:, :-1])).sum(axis=0)
    found["estimate"] = estimate
    error, low, high = _doubt(sample, estimate, drawn, rows, level)
    found["std_error"], found["conf_low"], found["conf_high"] = error, low, high
    found["share"] = estimate / r_squared if method == METHODS[0] else np.nan
    found["r_squared"] = r_squared
    found["rank"] = found["estimate"].rank(ascending=False, method="min").astype(int)
    found["method"] = method
    few = "few-per-item" if len(rows) < 10 * len(items) else ""
    found["note"] = joined_codes([design_code(scale.sample.design), few])
    return found


def relative_weights(related: Floats) -> Floats:
    """Johnson's relative weights of all but the last variable of correlation matrices.

    Parameters
    ----------
    related
        (k + 1, k + 1), or many of them, (..., k + 1, k + 1).

    Examples
    --------
    >>> relative_weights(np.array([[1.0, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])).round(2).tolist()
    [0.36, 0.09]
    """
    roots, axes = np.linalg.eigh(_usable(related)[..., :-1, :-1])
    # a bootstrap sample of few people may leave a root at 0, or pairs that clash below it
    roots = np.sqrt(np.maximum(roots, 1e-10))[..., None, :]
    turned = np.swapaxes(axes, -1, -2)
    spread, inverse = (axes * roots) @ turned, (axes / roots) @ turned
    slopes = inverse @ related[..., :-1, -1:]
    return np.asarray((spread**2 @ slopes**2)[..., 0])


def partial(related: Floats) -> Floats:
    """Correlation of each variable with the last, all others held; as `relative_weights`.

    >>> partial(np.array([[1.0, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])).round(4).tolist()
    [0.3333, 0.3333]
    """
    inverse = np.linalg.pinv(_usable(related))
    own = np.sqrt(np.abs(np.diagonal(inverse, axis1=-2, axis2=-1)))
    found = np.asarray(-inverse[..., :-1, -1] / (own[..., :-1] * own[..., -1:]))
    usable = np.asarray(np.isfinite(related).all(axis=(-2, -1)))
    return np.where(usable[..., None], found, np.nan)


def _usable(related: Floats) -> Floats:
    """Matrices without missing cells: a bootstrap sample in which an item has one answer."""
    usable = np.asarray(np.isfinite(related).all(axis=(-2, -1)))
    return np.where(usable[..., None, None], related, np.eye(related.shape[-1]))


def _who_count(scale: Items) -> Rows:
    """Those who answered the question on the whole and at least one item."""
    known = ~np.isnan(scale.values)
    return np.flatnonzero(known[:, -1] & known[:, :-1].any(axis=1))


def _check_related(related: Floats, names: list[str]) -> None:
    """Refuse correlations that cannot be, or items that follow from others."""
    bad = not np.isfinite(related).all()
    if bad or np.linalg.eigvalsh(related[:-1, :-1])[0] < 1e-8:
        what = Message(N_("some items follow wholly from others, or their correlations clash"))
        raise DataError(
            Message(N_("importance cannot be derived")), [Problem(", ".join(names[:-1]), what)]
        )


def _doubt(
    sample: Prepared, estimate: Floats, drawn: Floats, rows: Rows, level: float
) -> tuple[Floats, Floats, Floats]:
    """Errors and both ends of the intervals, from the replicates' estimates."""
    spread = variance.replicate_covariance(sample, drawn, estimate)
    error = np.sqrt(np.clip(np.diag(spread), 0, None))
    replicates = sample.design.replicates
    if replicates is not None and replicates.kind == "bootstrap" and (error > 0).all():
        low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        return error, low, high
    df = variance.degrees(sample, rows)
    pairs = zip(estimate, error, strict=True)
    ends = np.array([t_interval(float(e), float(s), df=df, level=level) for e, s in pairs])
    return error, ends[:, 0], ends[:, 1]
