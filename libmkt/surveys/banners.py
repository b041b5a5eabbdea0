"""Banner tables: many questions down, the groups of several others across, what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.adjusting import ADJUST, Adjust
from libmkt.stats.design import Design
from libmkt.stats.domains import MISSING, Missing
from libmkt.stats.margins import SHARE_INTERVALS, ShareInterval
from libmkt.stats.notes import design_code, has_margin
from libmkt.stats.prepared import Prepared, prepared
from libmkt.surveys.banner_cells import (
    SMALL,
    Column,
    Small,
    cells_of,
    compared_pairs,
    in_order,
    without_small,
)
from libmkt.surveys.banner_letters import TESTS, Test, letter, letters_of, pair_tests, with_adjusted
from libmkt.surveys.banner_questions import Question, across, labelled, rows_of
from libmkt.surveys.banner_spread import heading, spread

TOTAL: Final = ""  # heading and group of the column of everybody


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
    _checked(asked, heads, level, minimum, adjust, test, interval, small, missing)
    sample = prepared(table, design)
    shown = _across(table, heads)
    cells: list[pd.DataFrame] = []
    comparisons: list[pd.DataFrame] = []
    for question in asked:
        rows = rows_of(table, question, missing)
        shares = np.isin(rows.stats, ("share", "top", "bottom"))
        for part in shown:
            found = spread(sample, rows.values, rows.answered, part.groups)
            usable = np.diag(found.n) >= max(minimum, 2)
            pairs = pair_tests(found, shares, usable & has_margin(design), test)
            tests = with_adjusted(pairs, adjust)
            letters = letters_of(tests, part.letters, len(rows.labels), 1 - level)
            cells.append(cells_of(question, rows, part, found, sample, level, interval, letters))
            comparisons.append(compared_pairs(question, rows, part, tests, usable))
    whole, compared = in_order(cells, comparisons, sample)
    if small == "hide":  # nor can what is hidden be worked out from a difference
        few = np.array(["too-few" in str(one) for one in compared["note"]], dtype=bool)
        compared.loc[few, "estimate"] = np.nan
    return Banner(
        without_small(whole, minimum, small),
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
        "modelled" if design_code(design) == "modelled" else design.sample,
    )


def _checked(
    asked: Sequence[Question],
    heads: Sequence[Question],
    level: float,
    minimum: int,
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
        what = Message(N_("expected a level between 0 and 1"))
        problems.append(Problem("level", what, Message("{found}", {"found": level})))
    if minimum < 0:
        what = Message(N_("expected a whole number from 0"))
        problems.append(Problem("minimum", what, Message("{found}", {"found": minimum})))
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


def _across(table: pd.DataFrame, heads: Sequence[Question]) -> list[Column]:
    everybody = heading(np.ones((len(table), 1), dtype=bool))
    shown = [Column(TOTAL, [TOTAL], [""], 0, everybody)]
    count = 0
    for one in heads:
        labels, inside = across(table, one)
        letters = [letter(count + i) for i in range(len(labels))]
        shown.append(Column(one.label, labels, letters, count + 1, heading(inside)))
        count += len(labels)
    return shown


def _columns(shown: Sequence[Column], sample: Prepared) -> pd.DataFrame:
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
