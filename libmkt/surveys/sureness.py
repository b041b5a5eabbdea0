"""Who answered a survey, and how sure it is: codes for a report's sentences."""

from __future__ import annotations

import pandas as pd

from libmkt.codebook import SurveyReading
from libmkt.errors import Told
from libmkt.period import Period
from libmkt.stats.design import Design
from libmkt.stats.margins import SMALL as EXACT
from libmkt.stats.notes import design_code, has_margin
from libmkt.surveys.quality import Rules
from libmkt.surveys.response import unheard
from libmkt.surveys.telling import SMALL


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
        unheard(invited, n)  # refuses fewer asked than answered
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
        told.append(("intervals_by_size", {"small": EXACT}) if n > 1 else ("intervals_of_one", {}))
    if len(answers.dropped):
        told.append(("columns_left_out", {"n": len(answers.dropped)}))
    if len(answers.missing):
        told.append(("codes_for_none", {"n": len(answers.missing)}))
    told.append(("only_who_answered", {}))
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
        For `libmkt.surveys.flagged`: the closed questions that were read, duplicates among
        ten of them or more; the batteries of the codebook, of four ordinal questions or more;
        the column ``seconds``, where the program recorded it.

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
        least_alike=10,  # of five questions two honest people often answer all alike
        duration="seconds" if "seconds" in table and table["seconds"].notna().any() else None,
        batteries={name: items for name, items in batteries.items() if len(items) >= 4},
    )
