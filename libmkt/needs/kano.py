"""Kano: what people take for granted, what they want the more of, what delights them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats import variance
from libmkt.stats.design import Design, Floats
from libmkt.stats.domains import Rows, effective, groups, no_column
from libmkt.stats.notes import design_code, joined_codes
from libmkt.stats.prepared import Prepared, prepared
from libmkt.stats.replicates import replicated_sample

# Rows: the service is there; columns: it is not.  Like, must be, neutral, live with, dislike.
TABLE: Final = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
LETTERS: Final = "MOAIRQ"  # where shares are equal, the first of these
NAMES: Final = {
    "M": "must_be",
    "O": "one_dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
MUCH_Q: Final = 0.1  # share of contradictory answers at which the question itself is in doubt
_POINTS = 72  # of the outline of a region


@dataclass(frozen=True, eq=False)
class Kano:
    """What people make of each service, and how sure that is."""

    items: pd.DataFrame  # one row an item, see `kano`
    regions: pd.DataFrame  # outline of each item's region: item, point, better, worse
    level: float  # confidence of intervals and regions

    def __str__(self) -> str:
        clear = int(self.items["clear"].sum())
        return f"Kano table of {len(self.items)} items, {clear} of them of a clear category"


def kano(
    responses: pd.DataFrame,
    items: Mapping[str, tuple[str, str]],
    design: Design | None = None,
    *,
    answers: Sequence[object] = (1, 2, 3, 4, 5),
    where: str | pd.Series | None = None,
    replicates: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> Kano:
    """The category of each item from paired questions, and its effect on satisfaction.

    Parameters
    ----------
    responses
        One row a respondent, all of the sample.
    items
        Name of each item: its column of answers to "if it is there" and to "if it is not".
    design
        How the sample was drawn; None is a simple random sample.
    answers
        The five answers as they stand in the columns: like, must be, neutral, live with,
        dislike.
    where
        Part of the table to report at all.
    replicates, seed
        Bootstrap samples for intervals and regions, unless the design has replicate
        weights; and the start of the random numbers.
    level
        Confidence level of intervals and regions.

    Returns
    -------
    Kano
        `items`, in the order given: item, n (answered both), missing, n_eff; attractive,
        one_dimensional, must_be, indifferent, reverse, questionable (shares); category and
        second (letters A, O, M, I, R, Q of the largest and the next share), strength (the
        largest share less the next), total_strength (A + O + M), fong (how far apart the
        two shares must be; 0 of a census, missing without a margin of error), clear (they
        are; never without a margin of error); better (0 to 1) and worse (-1 to 0), each
        with _error, _low and _high; together (covariance of the two); method, note
        ("many-questionable": a tenth or more contradict themselves; "no-spread": all of one
        mind, so that nothing can be said of the doubt; "too-few").
        `regions`: 73 points around each item's better and worse.

    Raises
    ------
    DataError
        A column is missing or has other answers, or nobody answered both.
    ParameterError
        No items, or not five different answers.

    Notes
    -----
    Kano et al. (1984), Hinshitsu 14(2), 39-48; table after Berger et al. (1993), Center for
    Quality of Management Journal 2(4), 3-36.  better = (A + O) / (A + O + M + I), worse =
    -(O + M) / the same.  Equal shares: M before O before A before I.  Fong (1996): no clear
    category where |a - b| < 1.65 sqrt((a + b)(2 n - a - b) / (2 n)), of effective numbers
    under weights.  Region: the ellipse of the bootstrap's covariance, of chi-square with 2
    degrees of freedom; limits of better and worse are quantiles of the bootstrap.

    Examples
    --------
    >>> responses = pd.DataFrame({"there": [1] * 30 + [3] * 10, "not": [5] * 24 + [3] * 16})
    >>> found = kano(responses, {"late hours": ("there", "not")}, replicates=50).items
    >>> found[["n", "category", "one_dimensional", "better", "worse", "clear"]].round(2)
        n category  one_dimensional  better  worse  clear
    0  40        O              0.6    0.75   -0.6   True
    """
    _check(items, answers)
    sample = prepared(responses, design or Design())
    inside = groups(responses, where=where)[0].rows
    letters = {name: _letters(responses, *pair, answers) for name, pair in items.items()}
    empty = [name for name, own in letters.items() if not (own[inside] != "").any()]
    if empty:
        what = Message(N_("nobody answered both questions"))
        raise _refused([Problem(name, what) for name in empty])
    again = replicated_sample(responses, sample, replicates, seed)
    rows, outlines = [], []
    for name, own in letters.items():
        answered = inside[own[inside] != ""]
        row: dict[str, Any] = {"item": name, "n": len(answered)}
        row["missing"] = len(inside) - len(answered)
        row |= _categories(sample, own, answered)
        row |= _effects(again, own, answered, level)
        row["note"] = _note(sample, row)
        rows.append(row)
        outlines.append(_outline(row, level))
    kept = [outline for outline in outlines if len(outline)]
    regions = pd.concat(kept, ignore_index=True) if kept else _outline({}, level)
    return Kano(pd.DataFrame(rows), regions, level)


def _letters(
    responses: pd.DataFrame, there: str, absent: str, answers: Sequence[object]
) -> np.ndarray:
    """The letter of each person, "" where one of the two answers is missing."""
    place = {answer: i for i, answer in enumerate(answers)}
    codes, wrong = [], []
    for name in (there, absent):
        if name not in responses.columns:
            raise no_column(name, responses)
        column = responses[name]
        code = column.astype(object).map(place)
        strange = column[column.notna() & code.isna()]
        if len(strange):
            fields = {
                "n": len(strange),
                "row": int(np.flatnonzero(responses.index == strange.index[0])[0]) + 1,
                "value": str(strange.iloc[0]),
            }
            template = N_("{n} row, first row {row}: {value}")
            found = Message(template, fields, plural=N_("{n} rows, first row {row}: {value}"))
            told = ", ".join(map(str, answers))
            wrong.append(
                Problem(name, Message(N_("expected one of: {allowed}"), {"allowed": told}), found)
            )
        codes.append(code.to_numpy(float, na_value=np.nan))
    if wrong:
        raise _refused(wrong)
    known = ~np.isnan(codes[0]) & ~np.isnan(codes[1])
    at = [np.where(known, code, 0).astype(int) for code in codes]
    grid = np.array([list(line) for line in TABLE])
    return np.where(known, grid[at[0], at[1]], "")


def _note(sample: Prepared, row: Mapping[str, Any]) -> str:
    code = design_code(sample.design)
    few = "too-few" if row["n"] < 2 else ""
    flat = code == "" and not few and row["better_error"] == row["worse_error"] == 0
    doubtful = "many-questionable" if row["questionable"] >= MUCH_Q else ""
    return joined_codes([code, few, "no-spread" if flat else "", doubtful])


def _categories(sample: Prepared, letters: np.ndarray, rows: Rows) -> dict[str, Any]:
    """Shares of the six letters, the category and how clear it is."""
    weights = sample.weights[rows]
    whole = weights.sum()
    share = {letter: float(weights @ (letters[rows] == letter) / whole) for letter in LETTERS}
    # the order of LETTERS settles ties; rounded, so that sums of weights do not
    first, second = sorted(LETTERS, key=lambda letter: -round(share[letter], 12))[:2]
    n = effective(sample, rows)
    a, b = share[first] * n, share[second] * n
    limit = _apart(sample) * float(np.sqrt((a + b) * (2 * n - a - b) / (2 * n)))
    return {
        "n_eff": n,
        **{NAMES[letter]: share[letter] for letter in "AOMIRQ"},
        "category": first,
        "second": second,
        "strength": share[first] - share[second],
        "total_strength": share["A"] + share["O"] + share["M"],
        "fong": limit / n,
        "clear": abs(a - b) >= limit and a > b,
    }


def _apart(sample: Prepared) -> float:
    """Fong's 1.65; nothing where all answered, and nothing known where whoever wished did."""
    return {"census": 0.0, "no-margin": np.nan}.get(design_code(sample.design), 1.65)


def _effects(sample: Prepared, letters: np.ndarray, rows: Rows, level: float) -> dict[str, Any]:
    """Better and worse, their errors, limits and covariance."""
    own = letters[rows]
    parts = [np.isin(own, list(some)) for some in ("AO", "OM", "AOMI")]
    values = np.column_stack(parts).astype(float) * [1.0, -1.0, 1.0]
    found = variance.ratios(sample, values[:, :2], values[:, 2:], np.zeros(2, np.intp), rows)
    known = len(rows) > 1 and bool(np.isfinite(found.estimate).all())
    spread = found.covariance if known else np.full((2, 2), np.nan)
    low, high = _limits(sample, values, rows, found.estimate, spread, level)
    row: dict[str, Any] = {"method": "bootstrap"}
    replicates = sample.design.replicates
    if replicates is not None:
        row["method"] = replicates.kind
    for i, name in enumerate(("better", "worse")):
        row[name] = float(found.estimate[i])
        row[f"{name}_error"] = float(np.sqrt(spread[i, i]))
        row[f"{name}_low"], row[f"{name}_high"] = float(low[i]), float(high[i])
    row["together"] = float(spread[0, 1])
    return row


def _limits(
    sample: Prepared, values: Floats, rows: Rows, estimate: Floats, spread: Floats, level: float
) -> tuple[Floats, Floats]:
    """Quantiles of the replicates; missing where there is no error, or no spread to see it."""
    if sample.design.sample == "census":
        return estimate, estimate
    if not np.isfinite(spread).all() or not spread.any():
        return np.full(2, np.nan), np.full(2, np.nan)
    assert sample.replicates is not None
    sums = sample.replicates[rows].T @ values
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = sums[:, :2] / sums[:, 2:]
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def _outline(row: Mapping[str, Any], level: float) -> pd.DataFrame:
    """Points of the ellipse of better and worse; none where there is no error."""
    from scipy.stats import chi2

    names = ["item", "point", "better", "worse"]
    if not row or not np.isfinite(row["better_error"]) or not np.isfinite(row["worse_error"]):
        return pd.DataFrame({name: pd.Series(dtype=float) for name in names})
    shared = row["together"]
    spread = np.array([[row["better_error"] ** 2, shared], [shared, row["worse_error"] ** 2]])
    roots, axes = np.linalg.eigh(spread)
    angle = np.linspace(0, 2 * np.pi, _POINTS + 1)
    circle = np.vstack([np.cos(angle), np.sin(angle)])
    reach = axes @ (np.sqrt(np.clip(roots, 0, None) * chi2.ppf(level, 2))[:, None] * circle)
    return pd.DataFrame(
        {
            "item": row["item"],
            "point": np.arange(_POINTS + 1),
            # beyond the ends of the scales there is nothing
            "better": np.clip(row["better"] + reach[0], 0, 1),
            "worse": np.clip(row["worse"] + reach[1], -1, 0),
        }
    )


def _check(items: Mapping[str, tuple[str, str]], answers: Sequence[object]) -> None:
    wrong = []
    if not items:
        wrong.append(Problem("items", Message(N_("at least one item was expected"))))
    if len(answers) != 5 or len(set(answers)) != 5:
        what = Message(N_("expected five different answers, from like to dislike"))
        wrong.append(Problem("answers", what))
    if wrong:
        raise ParameterError(Message(N_("a Kano table cannot be made")), wrong)


def _refused(problems: list[Problem]) -> DataError:
    return DataError(Message(N_("a Kano table cannot be made")), problems)
