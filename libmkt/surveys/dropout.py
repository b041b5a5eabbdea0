"""Where people left a questionnaire, and which questions they passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.stats.intervals import wilson


def dropouts(
    responses: pd.DataFrame,
    questions: Sequence[str],
    *,
    pages: Mapping[str, str] | None = None,
    finished: str | None = None,
) -> pd.DataFrame:
    """Where people left: how many came to each question or page, and answered nothing after it.

    Parameters
    ----------
    responses
        One row a person who opened the questionnaire.
    questions
        Columns in the order in which they were shown.
    pages
        The page of each question; given, rows are pages, else questions.
    finished
        Column that says whether the end was reached (true or 1); None takes those who
        answered anything on the last step.

    Returns
    -------
    DataFrame
        One row a step, in order: step (1, 2 ...), label (page or question), n (came to it:
        answered it or something later), answered, left (it was the last that they
        answered, and they did not finish), estimate (left / n), remaining (share of all
        who opened that came to it).  Those who answered nothing left at step 0, whose
        label is "".

    Raises
    ------
    DataError
        A column is missing, or a question has no page.

    Notes
    -----
    A question that routing did not show does not count against the person: what was
    answered later tells that it was passed.

    Examples
    --------
    >>> answers = pd.DataFrame(
    ...     {"q1": [1, 2, 3, None], "q2": [1, None, 2, None], "q3": [5, 4, None, None]}
    ... )
    >>> dropouts(answers, ["q1", "q2", "q3"])[["step", "label", "n", "answered", "left"]]
       step label  n  answered  left
    0     0        4         0     1
    1     1    q1  3         3     0
    2     2    q2  3         2     1
    3     3    q3  2         2     0
    """
    _columns(responses, [*questions, *([finished] if finished else [])])
    given = responses[list(questions)].notna().to_numpy()
    labels, step_of = list(questions), np.arange(1, len(questions) + 1)
    if pages is not None:
        if lost := [name for name in questions if name not in pages]:
            raise _refused(
                [Problem(name, Message(N_("the question has no page"))) for name in lost]
            )
        labels = list(dict.fromkeys(pages[name] for name in questions))
        step_of = np.array([labels.index(pages[name]) + 1 for name in questions])
    steps = len(labels)
    answered = np.column_stack(
        [given[:, step_of == step].any(axis=1) for step in range(1, steps + 1)]
    )
    last = np.where(answered, np.arange(1, steps + 1), 0).max(axis=1, initial=0)
    done = last == steps
    if finished:
        done = responses[finished].fillna(False).astype(bool).to_numpy()
        last = np.where(done, steps, last)
    reached = np.array([(last >= step).sum() for step in range(steps + 1)])
    left = np.array([((last == step) & ~done).sum() for step in range(steps + 1)])
    return pd.DataFrame(
        {
            "step": np.arange(steps + 1),
            "label": ["", *labels],
            "n": reached,
            "answered": [0, *answered.sum(axis=0)],
            "left": left,
            "estimate": np.divide(left, reached, where=reached > 0, out=np.zeros(steps + 1)),
            "remaining": reached / max(1, len(responses)),
        }
    )


def item_nonresponse(
    responses: pd.DataFrame,
    questions: Sequence[str],
    *,
    asked: Mapping[str, str] | None = None,
    reached_only: bool = True,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of those asked a question who passed it over.

    Parameters
    ----------
    responses
        One row a person who opened the questionnaire.
    questions
        Columns in the order in which they were shown.
    asked
        For questions behind routing, the column (true or 1) of those who were asked.
    reached_only
        Whether those who had left before a question are not counted as asked.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a question, in order: question, n (asked), answered, missing, estimate
        (missing / n), conf_low, conf_high (Wilson; missing where nobody was asked), note
        ("all_missing", "nobody_asked" or "").

    Raises
    ------
    DataError
        A column is missing.

    Examples
    --------
    >>> answers = pd.DataFrame(
    ...     {"q1": [1, 2, 3, 4], "q2": [1, None, 2, None], "q3": [5, 4, 1, None]}
    ... )
    >>> item_nonresponse(answers, ["q1", "q2", "q3"])[["question", "n", "missing"]]
      question  n  missing
    0       q1  4        0
    1       q2  3        1
    2       q3  3        0
    """
    _columns(responses, [*questions, *(asked or {}).values()])
    given = responses[list(questions)].notna().to_numpy()
    last = np.where(given, np.arange(1, len(questions) + 1), 0).max(axis=1, initial=0)
    rows = []
    for at, name in enumerate(questions):
        base = last > at if reached_only else np.ones(len(responses), dtype=bool)
        if asked and name in asked:
            base = base & responses[asked[name]].fillna(False).astype(bool).to_numpy()
        n, answered = int(base.sum()), int((given[:, at] & base).sum())
        low, high = wilson(n - answered, n, level=level) if n else (np.nan, np.nan)
        note = "" if given[:, at].any() else "all_missing"
        share = (n - answered) / n if n else np.nan
        rows.append(
            (
                name,
                n,
                answered,
                n - answered,
                share,
                low,
                high,
                note if n or note else "nobody_asked",
            )
        )
    names = ["question", "n", "answered", "missing", "estimate", "conf_low", "conf_high", "note"]
    return pd.DataFrame(rows, columns=names)


def _columns(responses: pd.DataFrame, names: Sequence[str]) -> None:
    if not names:
        raise _refused([Problem("questions", Message(N_("at least one question was expected")))])
    if lost := [name for name in dict.fromkeys(names) if name not in responses.columns]:
        raise _refused([Problem(name, Message(N_("column is missing"))) for name in lost])


def _refused(problems: list[Problem]) -> DataError:
    return DataError(Message(N_("it cannot be seen where people left")), problems)
