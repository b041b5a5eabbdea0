"""Shares of a survey with the doubt its design gives; numbers: `libmkt.surveys.number_estimates`.

The design is that of the whole table: groups (`by`) and parts (`where`) are named here,
never filtered out before, so that their errors know of all strata and clusters.

Every table has one row a question, group and label, in that order, with

========== ============================================================================
question   the column that was asked about
group      the group of `by`; "" for everybody
label      the answer (of shares), the quantile, or the question itself
n          people in the group who answered
count      of shares alone: people in the group with this answer, unweighted
missing    people in the group who did not answer
n_eff      Kish's effective number of the n under their weights
estimate   share (0 to 1), mean, total, ratio or quantile in the question's unit
std_error  its standard error; missing where the sample gives none
df         degrees of freedom of the group's own strata and clusters
conf_low   lower and upper limit of the interval at `level`
conf_high
deff       variance over that of a simple random sample of n people
method     how the error and the interval were made
note       "" or codes parted by ";": no-margin (opt-in: no margin of error), modelled,
           census, too-few (fewer than two people or two units), empty (nobody answered)
========== ============================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from libmkt.stats.design import Design, named_columns
from libmkt.stats.domains import By, Missing, category_answers, groups
from libmkt.stats.estimate_rows import COLUMNS, base_row, how, means_of, sure, who_answered
from libmkt.stats.margins import ShareInterval, share_interval
from libmkt.stats.prepared import prepared
from libmkt.stats.variance import picked


def shares(
    table: pd.DataFrame,
    questions: str | Sequence[str],
    design: Design,
    *,
    by: By | None = None,
    where: str | pd.Series | None = None,
    missing: Missing = "leave_out",
    interval: ShareInterval = "wilson",
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of each answer among those who answered.

    Parameters
    ----------
    table
        One row a person, all of the sample.
    questions
        Columns of categories, each reported in turn.
    design
        How the sample was drawn.
    by, where
        Groups to report (see `libmkt.stats.domains.groups`), and the part of the table to
        report at all.
    missing
        "leave_out" those who did not answer; keep them as a "category" ("no answer");
        or "refuse" a question that not all answered.  The same for those whose group of
        `by` is not known.
    interval
        "wilson", "exact", "by_size" (exact below 30 answers, else Wilson's), "beta"
        (Korn and Graubard), "logit" or "t"; see `libmkt.stats.margins.share_interval`.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        The columns that the module names, with `count`; one row a question, group, answer.

    Raises
    ------
    DataError
        The design does not fit the table, a column is not there, nobody answered.

    Examples
    --------
    >>> table = pd.DataFrame({"visits": ["yes"] * 30 + ["no"] * 70})
    >>> found = shares(table, "visits", Design())
    >>> found[["label", "count", "estimate", "std_error", "conf_low", "conf_high"]].round(4)
      label  count  estimate  std_error  conf_low  conf_high
    0    no     70       0.7     0.0461    0.6042     0.7811
    1   yes     30       0.3     0.0461    0.2189     0.3958
    """
    sample = prepared(table, design)
    asked = groups(table, by, where, missing)
    rows: list[dict[str, Any]] = []
    for question in named_columns(questions):
        answers = category_answers(table, question, missing)
        for group in asked:
            inside, gone = who_answered(group, answers)
            values = picked(answers.values, inside)
            found, deff = means_of(sample, values, inside)
            row = base_row(sample, question, group.name, inside, gone)
            for i, label in enumerate(answers.labels):
                share = float(found.estimate[i])
                low, high, method = share_interval(
                    share,
                    float(found.std_error[i]),
                    n=row["n"],
                    n_eff=row["n_eff"],
                    df=row["df"],
                    kind=interval,
                    level=level,
                )
                count = int(values[:, i].sum())
                rows.append(
                    row
                    | {"label": label, "count": count, "estimate": share}
                    | {"std_error": found.std_error[i], "deff": deff[i]}
                    | {"conf_low": low, "conf_high": high, "method": how(sample, method)}
                )
    front = [*COLUMNS[:4], "count", *COLUMNS[4:]]
    return sure(pd.DataFrame(rows, columns=front), sample)
