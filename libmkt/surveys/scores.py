"""Scores of one question: net promoter score, and the share of the highest answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.stats import variance
from libmkt.stats.design import Design
from libmkt.stats.domains import Answers, Rows, groups, number_answers
from libmkt.stats.estimate_rows import base_row, how, sure, who_answered
from libmkt.stats.margins import ShareInterval, t_interval
from libmkt.stats.prepared import Prepared, prepared
from libmkt.surveys.estimates import shares

NPS_COLUMNS = (
    *("question", "group", "n", "missing", "n_eff", "promoters", "passives", "detractors"),
    *("estimate", "std_error", "df", "conf_low", "conf_high", "method", "note"),
)


def net_promoter(
    responses: pd.DataFrame,
    question: str,
    design: Design | None = None,
    *,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Net promoter score: share of promoters (9-10) less share of detractors (0-6).

    Parameters
    ----------
    responses
        One row a respondent, all of the sample.
    question
        Column of whole numbers 0 to 10; those who did not answer are left out.
    design
        How the sample was drawn; None is a simple random sample.
    by, where
        Groups to report, and the part of the table to report at all.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a group, in its order: question, group ("" for all), n (answers), missing,
        n_eff, promoters, passives, detractors (shares), estimate, std_error, conf_low,
        conf_high (points, -100 to 100), df (missing where the interval is normal), method,
        note (see `libmkt.surveys.estimates`; "no-spread": all gave answers of one kind, so
        that nothing can be said of the doubt).

    Raises
    ------
    DataError
        An answer is not a whole number from 0 to 10.

    Notes
    -----
    100 (p - d).  Simple random sample: variance 100^2 (p + d - (p - d)^2) / n, a
    difference of two shares of one multinomial sample, and a normal interval; else
    linearised under the design, and a t interval.  Reichheld (2003), Harvard Business
    Review 81(12), 46-54.

    Examples
    --------
    >>> responses = pd.DataFrame({"recommend": [10] * 60 + [8] * 25 + [4] * 15})
    >>> found = net_promoter(responses, "recommend")
    >>> found[["n", "estimate", "std_error", "conf_low", "conf_high"]].round(1)
         n  estimate  std_error  conf_low  conf_high
    0  100      45.0        7.4      30.5       59.5
    """
    sample = prepared(responses, design or Design())
    _, answers = next(number_answers(responses, [question]))
    _check_whole(question, answers, 0, 10)
    given = answers.values[:, 0]
    kinds = np.column_stack([given >= 9, (given >= 7) & (given < 9), given < 7]).astype(float)
    rows = []
    for group in groups(responses, by, where):
        inside, gone = who_answered(group, answers)
        row = base_row(sample, question, group.name, inside, gone)
        rows.append(_promoted(row, sample, kinds, inside, level))
    table = sure(pd.DataFrame(rows).assign(deff=np.nan), sample)
    flat = (table["n"] > 1) & (table["std_error"] == 0) & (sample.design.sample != "census")
    table.loc[flat, ["conf_low", "conf_high"]] = np.nan
    table["note"] = [_joined(note, f) for note, f in zip(table["note"], flat, strict=True)]
    return table[list(NPS_COLUMNS)]


def _joined(note: str, flat: bool) -> str:
    return ";".join(code for code in (note, "no-spread" if flat else "") if code)


def _promoted(
    row: dict[str, Any], sample: Prepared, kinds: np.ndarray, inside: Rows, level: float
) -> dict[str, Any]:
    ones = np.ones((len(inside), 1))
    found = variance.ratios(sample, kinds[inside], ones, np.zeros(3, np.intp), inside)
    turned = np.array([100.0, 0.0, -100.0])
    estimate = float(turned @ found.estimate)
    spread = found.covariance
    if sample.design == Design():
        p, _, d = found.estimate
        error = 100 * float(np.sqrt(max(p + d - (p - d) ** 2, 0) / max(row["n"], 1)))
        df, method = np.inf, "multinomial, normal"
    else:
        error = float(np.sqrt(max(turned @ spread @ turned, 0)))
        df, method = row["df"], how(sample, "t")
    low, high = t_interval(estimate, error, df=df, level=level)
    shown = dict(zip(("promoters", "passives", "detractors"), found.estimate, strict=True))
    return (
        row
        | shown
        | {
            "estimate": estimate,
            "std_error": error,
            "df": df if np.isfinite(df) else np.nan,
            "conf_low": max(low, -100.0) if np.isfinite(low) else low,
            "conf_high": min(high, 100.0) if np.isfinite(high) else high,
            "method": method,
        }
    )


def top_box(
    responses: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design | None = None,
    *,
    ends: tuple[int, int],
    boxes: int = 2,
    by: str | Sequence[str] | None = None,
    where: str | pd.Series | None = None,
    interval: ShareInterval = "wilson",
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of the highest answers of a scale: of satisfaction, the CSAT score.

    Parameters
    ----------
    responses, design, by, where, interval, level
        See `libmkt.surveys.shares`.
    questions
        Columns of whole numbers.
    ends
        Lowest and highest answer of the scale.
    boxes
        How many answers from the top count.

    Returns
    -------
    DataFrame
        One row a question and group: columns as of `shares`; label is the answers that
        count ("4-5"), `count` the people who gave them.

    Raises
    ------
    ParameterError
        No answer or all answers of the scale would count.
    DataError
        An answer is not a whole number of the scale.

    Examples
    --------
    >>> responses = pd.DataFrame({"satisfied": [5] * 30 + [4] * 40 + [3] * 20 + [1] * 10})
    >>> found = top_box(responses, "satisfied", ends=(1, 5))
    >>> found[["label", "n", "count", "estimate", "conf_low", "conf_high"]].round(3)
      label    n  count  estimate  conf_low  conf_high
    0   4-5  100     70       0.7     0.604      0.781
    """
    low, high = ends
    if not 1 <= boxes <= high - low:
        what = Message(N_("expected 1 to {most} answers of the scale"), {"most": high - low})
        raise ParameterError(
            Message(N_("a share of the highest answers cannot be computed")),
            [Problem("boxes", what, Message("{found}", {"found": boxes}))],
        )
    names = [questions] if isinstance(questions, str) else list(questions)
    first = high - boxes + 1
    top = f"{first}-{high}" if boxes > 1 else f"{high}"
    made = {}
    for name, answers in number_answers(responses, names):
        _check_whole(name, answers, low, high)
        given = np.where(answers.values[:, 0] >= first, top, "")
        kept = pd.Series(given, index=responses.index).where(answers.answered)
        made[name] = pd.Categorical(kept, categories=["", top])
    found = shares(
        responses.assign(**made),
        names,
        design or Design(),
        by=by,
        where=where,
        interval=interval,
        level=level,
    )
    return found[found["label"] == top].reset_index(drop=True)


def _check_whole(question: str, answers: Answers, low: int, high: int) -> None:
    given = answers.values[:, 0]
    wrong = answers.answered & ((given < low) | (given > high) | (given != np.round(given)))
    odd = np.flatnonzero(wrong)
    if not len(odd):
        return
    found = Message(
        N_("{n} row, first row {row}: {value}"),
        {"n": len(odd), "row": int(odd[0]) + 1, "value": f"{given[odd[0]]:g}"},
        plural=N_("{n} rows, first row {row}: {value}"),
    )
    what = Message(N_("expected whole numbers from {low} to {high}"), {"low": low, "high": high})
    raise DataError(
        Message(N_("these answers do not make a score")), [Problem(question, what, found)]
    )
