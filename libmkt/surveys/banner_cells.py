"""The cells and comparisons of a banner table, from the estimates of one question and heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.stats.margins import ShareInterval, share_interval, t_quantile
from libmkt.stats.notes import design_code, has_margin, joined_codes
from libmkt.stats.prepared import Prepared
from libmkt.surveys.banner_questions import Question, Rows
from libmkt.surveys.banner_spread import Heading, Spread

Small = Literal["hide", "mark"]
SMALL: Final = get_args(Small)

CELLS: Final = (
    *("question", "kind", "title", "row", "label", "stat", "column", "heading", "group"),
    *("letter", "n", "weighted", "n_eff", "missing", "count", "estimate", "std_error", "df"),
    *("conf_low", "conf_high", "letters", "note"),
)
COMPARISONS: Final = (
    *("question", "row", "label", "stat", "heading", "group_a", "group_b", "letter_a"),
    *("letter_b", "n_a", "n_b", "n_both", "estimate", "std_error", "statistic", "df"),
    *("p_value", "p_adjusted", "tests", "method", "note"),
)
_DOUBT: Final = ("std_error", "conf_low", "conf_high")


@dataclass(frozen=True, eq=False)
class Column:
    """A heading with the labels and letters of its groups."""

    title: str
    labels: list[str]
    letters: list[str]
    first: int  # number of its first column
    groups: Heading


def cells_of(
    question: Question,
    rows: Rows,
    part: Column,
    found: Spread,
    sample: Prepared,
    level: float,
    interval: ShareInterval,
    letters: np.ndarray,
) -> pd.DataFrame:
    """One question in one heading, a row of it and column a row: CELLS without the note."""
    height, width = found.estimate.shape
    n, df = np.diag(found.n), np.diag(found.df)
    inside = part.groups.inside.sum(0)
    error = np.sqrt(np.clip(np.diagonal(found.covariance, axis1=1, axis2=2), 0, None)).copy()
    if sample.design.sample != "census":
        error[:, (n < 2) | (df < 1)] = np.nan
    low, high = _limits(rows, found, error, sample, level, interval)
    shares = np.isin(rows.stats, ("share", "top", "bottom"))
    return pd.DataFrame(
        {
            "question": question.name,
            "kind": question.kind,
            "title": question.label,
            "row": np.repeat(np.arange(height), width),
            "label": np.repeat(rows.labels, width),
            "stat": np.repeat(rows.stats, width),
            "column": np.tile(part.first + np.arange(width), height),
            "heading": part.title,
            "group": np.tile(np.array(part.labels, dtype=object), height),
            "letter": np.tile(np.array(part.letters, dtype=object), height),
            "n": np.tile(n, height).astype(int),
            "weighted": np.tile(found.weight, height),
            "n_eff": np.tile(found.n_eff, height),
            "missing": np.tile(inside - n, height).astype(int),
            "count": np.where(shares[:, None], found.count, np.nan).ravel(),
            "estimate": found.estimate.ravel(),
            "std_error": error.ravel(),
            "df": np.tile(df, height),
            "conf_low": low.ravel(),
            "conf_high": high.ravel(),
            "letters": letters.ravel(),
        }
    )


def _limits(
    rows: Rows,
    found: Spread,
    error: np.ndarray,
    sample: Prepared,
    level: float,
    interval: ShareInterval,
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of every cell: of shares by `interval`, of means and scores by t."""
    if sample.design.sample == "census":
        return found.estimate.copy(), found.estimate.copy()
    n, n_eff, df = np.diag(found.n), found.n_eff, np.diag(found.df)
    reach = np.array([t_quantile(one, level) for one in df])
    low, high = found.estimate - reach * error, found.estimate + reach * error
    for i, stat in enumerate(rows.stats):
        if stat in ("mean", "nps"):
            continue
        for g in range(len(n)):
            low[i, g], high[i, g], _ = share_interval(
                float(found.estimate[i, g]),
                float(error[i, g]),
                n=int(n[g]),
                n_eff=float(n_eff[g]),
                df=float(df[g]),
                kind=interval,
                level=level,
            )
    return low, high


def compared_pairs(
    question: Question, rows: Rows, part: Column, tests: pd.DataFrame, usable: np.ndarray
) -> pd.DataFrame:
    """The tests of one question in one heading with their names: COMPARISONS, unordered."""
    names, letters = np.array(part.labels, dtype=object), np.array(part.letters, dtype=object)
    a, b, row = (tests[name].to_numpy() for name in ("a", "b", "row"))
    return tests.assign(
        question=question.name,
        label=np.array(rows.labels, dtype=object)[row],
        stat=np.array(rows.stats, dtype=object)[row],
        heading=part.title,
        group_a=names[a],
        group_b=names[b],
        letter_a=letters[a],
        letter_b=letters[b],
        note=np.where(usable[a] & usable[b], "", "too-few"),
    )


def in_order(
    cells: list[pd.DataFrame], comparisons: list[pd.DataFrame], sample: Prepared
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All parts in one table each, questions and rows in order, with what the sample is."""
    whole = pd.concat(cells, ignore_index=True)
    place = pd.factorize(whole["question"])[0]
    order = np.lexsort((whole["column"], whole["row"], place))
    whole = whole.iloc[order].reset_index(drop=True)
    kind = design_code(sample.design)
    whole["note"] = kind
    compared = pd.concat(comparisons, ignore_index=True)[list(COMPARISONS)]
    if not has_margin(sample.design):
        compared["method"] = "none"
    compared["note"] = [joined_codes([kind, one]) for one in compared["note"]]
    return whole[list(CELLS)], compared


def without_small(cells: pd.DataFrame, minimum: int, small: Small) -> pd.DataFrame:
    """Cells of too few people told as such, and hidden if wanted; empty ones always."""
    empty, few = cells["n"] == 0, cells["n"].between(1, minimum - 1)
    gone = empty | few if small == "hide" else empty
    cells.loc[gone, ["count", "estimate", *_DOUBT]] = np.nan
    for rows, code in ((empty, "empty"), (few, "too-few")):
        said = cells.loc[rows, "note"]
        cells.loc[rows, "note"] = [joined_codes([one, code]) for one in said]
    return cells
