"""What a survey gives cause to do the next time: actions, and the questions passed over."""

from __future__ import annotations

from typing import Any

import pandas as pd

from libmkt.codebook import SurveyReading
from libmkt.stats.design import Design
from libmkt.stats.sample_size import sample_size
from libmkt.surveys.telling import SMALL
from libmkt.tables import ADVICE

Action = tuple[str, dict[str, Any], str, str]  # a row of ADVICE
LEFT = 0.03  # share of those who came to a step, who stopped there, that asks for a look
SILENT = 0.2  # share without an answer that asks for a simpler question


def silence(found: pd.DataFrame) -> pd.DataFrame:
    """Questions in the order of how many did not answer.

    Parameters
    ----------
    found
        Result of `libmkt.surveys.overview`.

    Returns
    -------
    DataFrame
        One row a question, the largest share first: question, asked, missing (who were asked
        and did not answer), share (of all who were asked, 0 to 1; missing where nobody was).

    Examples
    --------
    >>> found = pd.DataFrame({"question": ["a", "a", "b"], "asked": ["A?", "A?", "B?"],
    ...                       "n": [8, 8, 10], "missing": [2, 2, 0]})
    >>> silence(found)
      question asked  missing  share
    0        a    A?        2    0.2
    1        b    B?        0    0.0
    """
    each = found.drop_duplicates("question")
    share = each["missing"] / (each["n"] + each["missing"]).where(lambda n: n > 0)
    told = each[["question", "asked", "missing"]].assign(share=share)
    return told.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)


def poll_advice(answers: SurveyReading, found: pd.DataFrame, design: Design) -> pd.DataFrame:
    """At most three actions of a poll: how to be surer, and what to ask more simply.

    Parameters
    ----------
    answers, found, design
        What was read, its `libmkt.surveys.overview`, and how the sample was drawn.

    Returns
    -------
    DataFrame
        One row an action: code, fields (of its sentence), owner, rule (codes of sentences).

    Notes
    -----
    Below 30 answers to ask on; of an opt-in sample to draw one; then the two questions that
    more than a fifth of those who were asked passed over.

    Examples
    --------
    >>> from libmkt.codebook import Codebook
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(pd.DataFrame({"a": range(20)}), Codebook(()), empty, empty, empty)
    >>> found = pd.DataFrame({"question": ["a"], "asked": ["A?"], "n": [20], "missing": [0]})
    >>> poll_advice(read, found, Design())[["code", "fields", "rule"]].to_numpy().tolist()
    [['advise_more', {'n': 10}, 'why_few']]
    """
    rows = _to_be_surer(len(answers.table), design)
    quiet = silence(found)
    for row in quiet[quiet["share"] > SILENT].head(2).to_dict("records"):
        fields = {"asked": row["asked"], "share": row["share"]}
        rows.append(("advise_simpler", fields, "owner_statistician", "why_silent"))
    return pd.DataFrame(rows, columns=list(ADVICE)).head(3)


def _to_be_surer(n: int, design: Design) -> list[Action]:
    """More answers where they are few, a random sample where whoever wished answered."""
    if n < SMALL and design.sample != "census":
        return [("advise_more", {"n": SMALL - n}, "owner_statistician", "why_few")]
    if design.sample == "opt-in":
        needed = int(sample_size()["n"].iloc[0])
        return [("advise_sample", {"n": needed}, "owner_statistician", "why_opt_in")]
    return []


def survey_advice(
    answers: SurveyReading,
    design: Design,
    *,
    rates: pd.DataFrame,
    stopped: pd.DataFrame,
    passed: pd.DataFrame,
) -> pd.DataFrame:
    """At most three actions for the next time: whom to count, where people stop, what to ask.

    Parameters
    ----------
    answers, design
        What was read, and how the sample was drawn.
    rates
        `libmkt.surveys.rates_shown`: without rows nobody counted who was asked.
    stopped
        `libmkt.surveys.stops`.
    passed
        `libmkt.surveys.passed_over`.

    Returns
    -------
    DataFrame
        One row an action: code, fields (of its sentence), owner, rule (codes of sentences).

    Examples
    --------
    >>> from libmkt.codebook import Codebook
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(pd.DataFrame({"a": range(50)}), Codebook(()), empty, empty, empty)
    >>> none = pd.DataFrame(columns=["step", "estimate"])
    >>> survey_advice(read, Design(), rates=none, stopped=none, passed=none)["code"].tolist()
    ['advise_count_asked']
    """
    rows: list[Action] = []
    if rates.empty and design.sample != "census":
        rows.append(("advise_count_asked", {}, "owner_statistician", "no_frame"))
    steps = stopped[stopped["step"] > 0] if len(stopped) else stopped
    by_share = steps.sort_values("estimate", ascending=False, kind="stable")
    for worst in by_share[by_share["estimate"] > LEFT].head(1).to_dict("records"):
        fields = {"asked": worst["label"], "n": int(worst["left"]), "share": worst["estimate"]}
        rows.append(("advise_look_left", fields, "owner_statistician", "why_left"))
    rows += _to_be_surer(len(answers.table), design)
    for row in passed[passed["estimate"] > SILENT].head(2).to_dict("records"):
        fields = {"asked": row["asked"], "share": row["estimate"]}
        rows.append(("advise_simpler", fields, "owner_statistician", "why_silent"))
    return pd.DataFrame(rows, columns=list(ADVICE)).head(3)
