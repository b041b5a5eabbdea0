"""Banner tables: many questions down, the groups of several others across, what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.compare import ADJUST, Adjust
from libmkt.stats.design import Design
from libmkt.stats.domains import MISSING, Missing
from libmkt.stats.margins import SHARE_INTERVALS, ShareInterval, share_interval, t_quantile
from libmkt.stats.prepared import Prepared, prepared
from libmkt.surveys.banner_letters import TESTS, Test, letter, letters_of, pair_tests, with_adjusted
from libmkt.surveys.banner_questions import Question, Rows, across, labelled, rows_of
from libmkt.surveys.banner_spread import Heading, Spread, heading, no_margin, spread

Small = Literal["hide", "mark"]
SMALL: Final = get_args(Small)
TOTAL: Final = ""  # heading and group of the column of everybody

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
class Banner:
    """A banner table as tidy tables, and the choices it was made with."""

    cells: pd.DataFrame  # one row a question, row of it and column: CELLS
    comparisons: pd.DataFrame  # one row a question, row and pair of columns: COMPARISONS
    columns: pd.DataFrame  # one row a column: column, heading, group, letter, n, weighted, n_eff
    level: float  # of intervals and letters
    adjust: Adjust  # of p-values, over the pairs of one row in one heading
    test: Test
    interval: ShareInterval
    minimum: int  # smaller columns are not tested
    small: Small
    missing: Missing
    weighted: bool
    sample: str  # probability, opt-in, modelled or census

    def __str__(self) -> str:
        asked, shown = self.cells["question"].nunique(), len(self.columns)
        sure = int((self.comparisons["p_adjusted"] < 1 - self.level).sum())
        return (
            f"{asked} questions by {shown} columns; {sure} of {len(self.comparisons)} "
            f"differences at the {self.level:.0%} level"
        )


@dataclass(frozen=True, eq=False)
class _Column:
    """A heading with the labels and letters of its groups."""

    title: str
    labels: list[str]
    letters: list[str]
    first: int  # number of its first column
    groups: Heading


def banner(
    table: pd.DataFrame,
    questions: Sequence[str | Question],
    by: Sequence[str | Question],
    design: Design,
    *,
    level: float = 0.95,
    adjust: Adjust = "none",
    test: Test = "design",
    interval: ShareInterval = "wilson",
    minimum: int = 30,
    small: Small = "hide",
    missing: Missing = "leave_out",
) -> Banner:
    """Shares and means of many questions in the groups of several others.

    Parameters
    ----------
    table, design
        The whole sample, one row a person, and its design.
    questions
        What stands down; a bare name is a question with one answer.  From a codebook:
        `libmkt.surveys.questions`.
    by
        What stands across after the total, a heading each: the groups of a question with
        one answer, or the options of one with several, whose groups overlap.  Who has no
        group counts in the total alone.
    level
        Confidence level of the intervals; letters stand at p below 1 - level.
    adjust
        "none", "bonferroni" or "holm": over the pairs of one row in one heading.
    test
        "design": t from the covariance that the design gives; "pooled": z of shares with
        the pooled share and effective numbers (means go by the design).
    interval
        Of shares, see `libmkt.stats.margins.share_interval`.
    minimum, small
        Columns with fewer answers to a question are not tested; their values are left out
        ("hide") or stand with the note too-few ("mark").
    missing
        Missing answers are left out of the base ("leave_out"), a row of their own in
        questions with one answer ("category"), or refused ("refuse").

    Returns
    -------
    Banner
        ``cells``: question, kind, title, row (number), label, stat (share, top, bottom,
        mean, nps), column (number), heading, group, letter, n (answers), weighted (sum of
        weights), n_eff, missing, count (with this answer, unweighted), estimate (share 0
        to 1, mean, or score -100 to 100), std_error, df, conf_low, conf_high, letters (of
        the columns that are surely lower), note (too-few, empty, no-margin, modelled,
        census).  ``comparisons``: every pair of columns of a heading, b less a, with
        n_both people in both; ``columns``: the columns with their bases.

    Raises
    ------
    DataError
        A column is missing, an answer is none of the options, the design does not fit.
    ParameterError
        A choice is not known, a question stands twice.

    Notes
    -----
    See `libmkt.surveys.banner_letters.pair_tests` for the tests; the total is not compared.

    Examples
    --------
    >>> table = pd.DataFrame({"branch": ["a"] * 240 + ["b"] * 250,
    ...                       "uses": [True] * 96 + [False] * 144 + [True] * 130 + [False] * 120})
    >>> found = banner(table, ["uses"], ["branch"], Design(), test="pooled")
    >>> found.comparisons[["label", "group_a", "group_b", "statistic", "p_value"]].round(4)
       label group_a group_b  statistic  p_value
    0  False       a       b    -2.6638   0.0077
    1   True       a       b     2.6638   0.0077
    >>> used = found.cells[found.cells["label"] == "True"]
    >>> used[["group", "estimate", "letters"]].to_numpy().tolist()[1:]
    [['a', 0.4, ''], ['b', 0.52, 'A']]
    """
    asked, heads = [labelled(one) for one in questions], [labelled(one) for one in by]
    _checked(asked, heads, level, adjust, test, interval, small, missing)
    sample = prepared(table, design)
    sure = design.sample != "census" and not no_margin(sample)
    shown = _across(table, heads)
    cells: list[pd.DataFrame] = []
    comparisons: list[pd.DataFrame] = []
    for question in asked:
        rows = rows_of(table, question, missing)
        shares = np.isin(rows.stats, ("share", "top", "bottom"))
        for part in shown:
            found = spread(sample, rows.values, rows.answered, part.groups)
            usable = np.diag(found.n) >= max(minimum, 2)
            pairs = pair_tests(found, shares, usable & sure, test)
            tests = with_adjusted(pairs, adjust)
            letters = letters_of(tests, part.letters, len(rows.labels), 1 - level)
            cells.append(_cells(question, rows, part, found, sample, level, interval, letters))
            comparisons.append(_compared(question, rows, part, tests, usable))
    whole, compared = _whole(cells, comparisons, sample)
    if small == "hide":  # nor can what is hidden be worked out from a difference
        few = np.array(["too-few" in str(one) for one in compared["note"]], dtype=bool)
        compared.loc[few, "estimate"] = np.nan
    return Banner(
        _too_few(whole, minimum, small),
        compared,
        _columns(shown, sample),
        level,
        adjust,
        test,
        interval,
        minimum,
        small,
        missing,
        design.weights is not None,
        "modelled" if design.sample == "opt-in" and design.modelled else design.sample,
    )


def _checked(
    asked: Sequence[Question],
    heads: Sequence[Question],
    level: float,
    adjust: str,
    test: str,
    interval: str,
    small: str,
    missing: str,
) -> None:
    choices = (
        *(("adjust", adjust, ADJUST), ("test", test, TESTS), ("small", small, SMALL)),
        *(("interval", interval, SHARE_INTERVALS), ("missing", missing, MISSING)),
    )
    problems = [
        Problem(
            name,
            Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(allowed)}),
            Message("{found}", {"found": given}),
        )
        for name, given, allowed in choices
        if given not in allowed
    ]
    if not 0 < level < 1:
        problems.append(Problem("level", Message(N_("expected a level between 0 and 1"))))
    if not asked:
        problems.append(Problem("questions", Message(N_("expected at least one question"))))
    for where, given in (("questions", asked), ("by", heads)):
        names = [one.name for one in given]
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += [Problem(f"{where}: {name}", Message(N_("stands twice"))) for name in twice]
    problems += [
        Problem(f"by: {one.name}", Message(N_("numbers and scores have no groups")))
        for one in heads
        if one.kind in ("number", "nps")
    ]
    if problems:
        raise ParameterError(Message(N_("this banner table cannot be made")), problems)


def _across(table: pd.DataFrame, heads: Sequence[Question]) -> list[_Column]:
    everybody = heading(np.ones((len(table), 1), dtype=bool))
    shown = [_Column(TOTAL, [TOTAL], [""], 0, everybody)]
    count = 0
    for one in heads:
        labels, inside = across(table, one)
        letters = [letter(count + i) for i in range(len(labels))]
        shown.append(_Column(one.label, labels, letters, count + 1, heading(inside)))
        count += len(labels)
    return shown


def _cells(
    question: Question,
    rows: Rows,
    part: _Column,
    found: Spread,
    sample: Prepared,
    level: float,
    interval: ShareInterval,
    letters: np.ndarray,
) -> pd.DataFrame:
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


def _compared(
    question: Question, rows: Rows, part: _Column, tests: pd.DataFrame, usable: np.ndarray
) -> pd.DataFrame:
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


def _whole(
    cells: list[pd.DataFrame], comparisons: list[pd.DataFrame], sample: Prepared
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All parts in one table each, questions and rows in order, with what the sample is."""
    whole = pd.concat(cells, ignore_index=True)
    place = pd.factorize(whole["question"])[0]
    order = np.lexsort((whole["column"], whole["row"], place))
    whole = whole.iloc[order].reset_index(drop=True)
    kind = "census" if sample.design.sample == "census" else ""
    if sample.design.sample == "opt-in":
        kind = "no-margin" if no_margin(sample) else "modelled"
    whole["note"] = kind
    compared = pd.concat(comparisons, ignore_index=True)[list(COMPARISONS)]
    if kind in ("census", "no-margin"):
        compared["method"] = "none"
    if kind:
        compared["note"] = [f"{kind};{one}" if one else kind for one in compared["note"]]
    return whole[list(CELLS)], compared


def _too_few(cells: pd.DataFrame, minimum: int, small: Small) -> pd.DataFrame:
    empty, few = cells["n"] == 0, cells["n"].between(1, minimum - 1)
    gone = empty | few if small == "hide" else empty
    cells.loc[gone, ["count", "estimate", *_DOUBT]] = np.nan
    for rows, code in ((empty, "empty"), (few, "too-few")):
        said = cells.loc[rows, "note"]
        cells.loc[rows, "note"] = [f"{one};{code}" if one else code for one in said]
    return cells


def _columns(shown: Sequence[_Column], sample: Prepared) -> pd.DataFrame:
    """The columns with the people in them, whether or not they answered a question."""
    found = []
    for part in shown:
        for i, label in enumerate(part.labels):
            weights = sample.weights[part.groups.inside[:, i]]
            square = float((weights**2).sum())
            found.append(
                {
                    "column": part.first + i,
                    "heading": part.title,
                    "group": label,
                    "letter": part.letters[i],
                    "n": len(weights),
                    "weighted": float(weights.sum()),
                    "n_eff": float(weights.sum()) ** 2 / square if square else 0.0,
                }
            )
    return pd.DataFrame(found)
