"""What a survey found, who answered and how sure it is: codes for a report's sentences."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from libmkt import words
from libmkt.codebook import SurveyReading
from libmkt.errors import N_, Message, ParameterError, Problem, Told
from libmkt.period import Period
from libmkt.stats.design import Design
from libmkt.stats.notes import design_code, has_margin
from libmkt.stats.sample_size import sample_size
from libmkt.surveys.quality import Rules

ADVICE: Final = ("code", "fields", "owner", "rule")
SMALL = 30  # answers below which a share is told by its count
LEFT = 0.03  # share of those who came to a step, who stopped there, that asks for a look
SILENT = 0.2  # share without an answer that asks for a simpler question
_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def about_answers(
    answers: SurveyReading, *, invited: int = 0, period: Period | str | None = None
) -> list[Told]:
    """How many answered, when, and of how many who were asked.

    Parameters
    ----------
    answers
        What `read.survey` gave, a person a row; its columns `submitted` (dates) and
        `complete` (true or false) are told where the program recorded them.
    invited
        How many were asked; 0 where nobody knows.
    period
        The report's; None where it has none.

    Returns
    -------
    list of (code, fields)
        "answered" (n), "answered_of" (n, invited, share) where it is known how many were
        asked, "answered_between" (first, last: dates), "answered_outside" (period) where that is
        another time than the report's, and "answered_unfinished" (n) where the program
        recorded them, "answers_few" (n) below 30.

    Raises
    ------
    ParameterError
        Fewer were asked than answered.

    Examples
    --------
    >>> from libmkt.codebook import Codebook
    >>> empty = pd.DataFrame()
    >>> table = pd.DataFrame({"respondent": ["1", "2"]})
    >>> about_answers(SurveyReading(table, Codebook(()), empty, empty, empty), invited=8)[1]
    ('answered_of', {'n': 2, 'invited': 8, 'share': 0.25})
    """
    table = answers.table
    n = len(table)
    told: list[Told] = [("answered", {"n": n})]
    if invited:
        _check_invited(invited, n)
        told.append(("answered_of", {"n": n, "invited": invited, "share": n / invited}))
    days = table["submitted"].dropna() if "submitted" in table else pd.Series(dtype="datetime64[s]")
    if len(days):
        first, last = days.min().date(), days.max().date()
        told.append(("answered_between", {"first": first, "last": last}))
        span = None if period is None else Period.parse(period)
        if span is not None and (last < span.start or first >= span.end):
            told.append(("answered_outside", {"period": span}))
    if "complete" in table and (
        unfinished := int((~table["complete"].fillna(False).astype(bool)).sum())
    ):
        told.append(("answered_unfinished", {"n": unfinished}))
    if n < SMALL:
        told.append(("answers_few", {"n": n}))
    return told


def _check_invited(invited: int, n: int) -> None:
    if invited < n:
        what = Message(
            N_("expected {n} or more, for so many answered; 0 where nobody knows"), {"n": n}
        )
        raise ParameterError(
            Message(N_("more persons answered than were asked")),
            [Problem("invited", what, Message("{found}", {"found": invited}))],
        )


def choice_told(found: pd.DataFrame) -> list[Told]:
    """The most frequent answer of a question, and whether it is clearly ahead.

    Parameters
    ----------
    found
        Rows of one question, of `libmkt.surveys.overview`.

    Returns
    -------
    list of (code, fields)
        "nobody_answered" (asked); of a question of numbers "on_average" (asked, n,
        estimate: the mean); else "most_chose" or, below 30 answers, "most_chose_few" (asked,
        label, count, n, estimate: the share, 0 to 1), and then "ahead_clear" or
        "ahead_unclear" (label, second) where two answers were given.  Nothing of a table
        without rows.

    Notes
    -----
    Two answers of one question: z = (p1 - p2) / sqrt((p1 + p2 - (p1 - p2)^2) / n_eff), beyond
    1.96; the same for answers of which several could be chosen would need who chose both, so
    there it is not said.

    Examples
    --------
    >>> found = pd.DataFrame({"asked": "Again?", "label": ["Yes", "No"], "kind": "choice",
    ...     "count": [75, 25], "n": 100, "n_eff": 100.0, "estimate": [0.75, 0.25]})
    >>> [code for code, _fields in choice_told(found)]
    ['most_chose', 'ahead_clear']
    """
    ranked = found[found["n"] > 0].sort_values("estimate", ascending=False, kind="stable")
    if ranked.empty:
        return [("nobody_answered", {"asked": one}) for one in found["asked"].head(1)]
    best = ranked.iloc[0]
    fields = {name: best[name] for name in ("asked", "label", "count", "n", "estimate")}
    if best["kind"] == "number":
        return [("on_average", {name: best[name] for name in ("asked", "n", "estimate")})]
    few = "_few" if best["n"] < SMALL else ""
    told: list[Told] = [(f"most_chose{few}", fields)]
    second = ranked.iloc[min(1, len(ranked) - 1)]
    if best["kind"] == "choice" and 0 < second["estimate"] < 1:
        both = {"label": best["label"], "second": second["label"]}
        clear = _ahead(best["estimate"], second["estimate"], best["n_eff"]) > _Z
        told.append(("ahead_clear" if clear else "ahead_unclear", both))
    return told


def _ahead(first: float, second: float, n: float) -> float:
    spread = first + second - (first - second) ** 2
    return float((first - second) / np.sqrt(spread / n)) if spread > 0 else np.inf


def bars_told(found: pd.DataFrame) -> str:
    """The answers of one question and their shares, in a sentence: a figure's alternative text.

    Parameters
    ----------
    found
        Rows of one question, of `libmkt.surveys.overview`: asked, label, estimate, unit
        ("share": 0 to 1, told per cent; "": a mean).

    Returns
    -------
    str
        In the language in use; the rows in their order.

    Examples
    --------
    >>> found = pd.DataFrame({"asked": "Again?", "label": ["Yes", "No"], "estimate": [0.75, 0.25],
    ...                       "unit": "share"})
    >>> bars_told(found)
    'Again? Yes: 75%; No: 25%'
    """
    write = words.percent if found["unit"].iloc[0] == "share" else words.number
    digits = 0 if found["unit"].iloc[0] == "share" else 1
    parts = [
        f"{label}: {write(value, digits)}" if label else write(value, digits)
        for label, value in zip(found["label"], found["estimate"], strict=True)
    ]
    return f"{found['asked'].iloc[0]} {'; '.join(parts)}"


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
    rows: list[tuple[str, dict[str, Any], str, str]] = []
    n = len(answers.table)
    if n < SMALL and design.sample != "census":
        rows.append(("advise_more", {"n": SMALL - n}, "owner_statistician", "why_few"))
    elif design.sample == "opt-in":
        needed = int(sample_size()["n"].iloc[0])
        rows.append(("advise_sample", {"n": needed}, "owner_statistician", "why_opt_in"))
    quiet = silence(found)
    for row in quiet[quiet["share"] > SILENT].head(2).to_dict("records"):
        fields = {"asked": row["asked"], "share": row["share"]}
        rows.append(("advise_simpler", fields, "owner_statistician", "why_silent"))
    return pd.DataFrame(rows, columns=list(ADVICE)).head(3)


def survey_advice(
    answers: SurveyReading,
    found: pd.DataFrame,
    design: Design,
    *,
    rates: pd.DataFrame,
    stopped: pd.DataFrame,
) -> pd.DataFrame:
    """At most three actions for the next time: whom to count, where people stop, what to ask.

    Parameters
    ----------
    answers, found, design
        As in `poll_advice`.
    rates
        `libmkt.surveys.rates_shown`: without rows nobody counted who was asked.
    stopped
        `libmkt.surveys.stops`.

    Returns
    -------
    DataFrame
        One row an action: code, fields (of its sentence), owner, rule (codes of sentences).
    """
    rows: list[tuple[str, dict[str, Any], str, str]] = []
    if rates.empty and design.sample != "census":
        rows.append(("advise_count_asked", {}, "owner_statistician", "no_frame"))
    steps = stopped[stopped["step"] > 0] if len(stopped) else stopped
    by_share = steps.sort_values("estimate", ascending=False, kind="stable")
    for worst in by_share[by_share["estimate"] > LEFT].head(1).to_dict("records"):
        fields = {"asked": worst["label"], "n": int(worst["left"]), "share": worst["estimate"]}
        rows.append(("advise_look_left", fields, "owner_statistician", "why_left"))
    more = poll_advice(answers, found, design)
    return pd.concat([pd.DataFrame(rows, columns=list(ADVICE)), more], ignore_index=True).head(3)


def sureness_told(answers: SurveyReading, design: Design, *, level: float = 0.95) -> list[Told]:
    """How sure a survey is: design, answers, weights, intervals, what was left out or not asked.

    Parameters
    ----------
    answers, design
        What was read, and how the sample was drawn.
    level
        Confidence level of the intervals.

    Returns
    -------
    list of (code, fields)
        In this order, where it holds: "sample_probability", "sample_opt_in" (with "_modelled"),
        "sample_census" (n, level); "sample_parts" (names of the design's columns);
        "not_weighted" or "weights_given" (name); "sample_replicates" (n, kind);
        "intervals_by_size" (small: below it they are exact) or "intervals_of_one";
        "columns_left_out" (n), "codes_for_none" (n); "only_who_answered" always.

    Examples
    --------
    >>> from libmkt.codebook import Codebook
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(pd.DataFrame({"a": range(20)}), Codebook(()), empty, empty, empty)
    >>> [code for code, _fields in sureness_told(read, Design(sample="opt-in"))]
    ['sample_opt_in', 'not_weighted', 'only_who_answered']
    """
    n = len(answers.table)
    modelled = "_modelled" if design_code(design) == "modelled" else ""
    kind = design.sample.replace("-", "_")
    told: list[Told] = [(f"sample_{kind}{modelled}", {"n": n, "level": level})]
    if design.strata or design.clusters or design.population:
        told.append(("sample_parts", {"names": ", ".join(design.columns())}))
    if design.weights is None:
        told.append(("not_weighted", {}))
    elif design.base_weights is None:
        told.append(("weights_given", {"name": design.weights}))
    if design.replicates is not None:
        many = {"n": len(design.replicates.columns), "kind": design.replicates.kind}
        told.append(("sample_replicates", many))
    if has_margin(design):
        told.append(("intervals_by_size", {"small": SMALL}) if n > 1 else ("intervals_of_one", {}))
    if len(answers.dropped):
        told.append(("columns_left_out", {"n": len(answers.dropped)}))
    if len(answers.missing):
        told.append(("codes_for_none", {"n": len(answers.missing)}))
    told.append(("only_who_answered", {}))
    return told


def scores_told(nps: pd.DataFrame | None, satisfied: pd.DataFrame | None) -> list[Told]:
    """Recommendation and satisfaction as one sentence each, with their interval if they have one.

    Parameters
    ----------
    nps, satisfied
        One-row results of `net_promoter` and `top_box`; None, or no rows, where it was not
        asked.

    Returns
    -------
    list of (code, fields)
        "recommend_told" (fields: the row, in points of -100 to 100), "satisfied_told" (the
        row, a share of 0 to 1), each with "_bare" where it has no interval.

    Examples
    --------
    >>> nps = pd.DataFrame({"estimate": [45.0], "conf_low": [30.5], "conf_high": [59.5]})
    >>> [(code, fields["estimate"]) for code, fields in scores_told(nps, None)]
    [('recommend_told', 45.0)]
    """
    told: list[Told] = []
    for code, found in (("recommend_told", nps), ("satisfied_told", satisfied)):
        if found is not None and len(found):
            row = {str(name): value for name, value in found.iloc[0].items()}
            told.append((code if pd.notna(row["conf_low"]) else f"{code}_bare", row))
    return told


def doubtful_rules(answers: SurveyReading) -> Rules:
    """What to look for in these answers: speed, straight lines, duplicates, gaps.

    Parameters
    ----------
    answers
        What `read.survey` gave.

    Returns
    -------
    Rules
        For `libmkt.surveys.flagged`: the closed questions that were read; the batteries of
        the codebook, of four ordinal questions or more; the column ``seconds``, where the
        program recorded it.

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> fields = [Field(f"p{i}", "ordinal", battery="p") for i in range(4)]
    >>> table = pd.DataFrame({one.name: [1, 2] for one in fields})
    >>> empty = pd.DataFrame()
    >>> found = doubtful_rules(SurveyReading(table, Codebook(tuple(fields)), empty, empty, empty))
    >>> found.batteries, found.duration
    ({'p': ['p0', 'p1', 'p2', 'p3']}, None)
    """
    table = answers.table
    closed = [f for f in answers.codebook.fields if f.scale in ("nominal", "ordinal", "interval")]
    names = tuple(f.name for f in closed if f.name in table)
    batteries: dict[str, list[str]] = {}
    for one in closed:
        if one.battery and one.scale == "ordinal" and one.name in table:
            batteries.setdefault(one.battery, []).append(one.name)
    return Rules(
        questions=names,
        duration="seconds" if "seconds" in table and table["seconds"].notna().any() else None,
        batteries={name: items for name, items in batteries.items() if len(items) >= 4},
    )
