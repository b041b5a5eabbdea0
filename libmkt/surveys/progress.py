"""How answering went: when answers came, where people stopped, what they passed over."""

from __future__ import annotations

from typing import Final

import pandas as pd

from libmkt import words
from libmkt.codebook import SurveyReading
from libmkt.codebook.routing import asked
from libmkt.errors import Told
from libmkt.period import Period
from libmkt.surveys.asked import closed_fields, finished, reacted, steps
from libmkt.surveys.dropout import dropouts, item_nonresponse
from libmkt.surveys.shown import titles

DAYS: Final = (("day", 62), ("week", 400))  # units of time, and the days of fielding they suit
STEPS: Final = 24  # steps of a questionnaire that a figure shows
_ENDED: Final = "· finished"  # a column of its own: no heading of a file begins so


def arrivals(table: pd.DataFrame) -> pd.DataFrame:
    """How many answers came each day, week or month, days without any among them.

    Parameters
    ----------
    table
        A respondent a row, with `submitted` or else `started` where the program recorded it.

    Returns
    -------
    DataFrame
        One row a period, in order: period, value (answers), cumulative (share of all until
        its end).  No rows where no time is known.

    Examples
    --------
    >>> came = pd.to_datetime(["2026-09-07 10:00", "2026-09-09 12:00", "2026-09-09 13:00"])
    >>> arrivals(pd.DataFrame({"submitted": came})).round(2)
           period  value  cumulative
    0  2026-09-07      1        0.33
    1  2026-09-08      0        0.33
    2  2026-09-09      2        1.00
    """
    name = next((name for name in ("submitted", "started") if name in table), "")
    times = table[name].dropna() if name else pd.Series(dtype="datetime64[s]")
    if times.empty:
        return pd.DataFrame(columns=["period", "value", "cumulative"])
    first, last = times.min().date(), times.max().date()
    unit = next((unit for unit, most in DAYS if (last - first).days < most), "month")
    counts = times.map(lambda time: str(Period.containing(time.date(), unit))).value_counts()
    spans = [Period.containing(first, unit)]
    while spans[-1].end <= last:
        spans.append(spans[-1] + 1)
    value = pd.Series([int(counts.get(str(one), 0)) for one in spans])
    periods = [str(one) for one in spans]
    return pd.DataFrame(
        {"period": periods, "value": value, "cumulative": value.cumsum() / value.sum()}
    )


def arrivals_told(found: pd.DataFrame) -> Told:
    """When answers came, in a sentence: a figure's alternative text.

    Returns
    -------
    (code, fields)
        "answers_came" (n, most: answers of the busiest period, when, half: the period by
        whose end half of them had come).

    Examples
    --------
    >>> found = pd.DataFrame({"period": ["2026-09-07", "2026-09-08"], "value": [1, 3],
    ...                       "cumulative": [0.25, 1.0]})
    >>> code, fields = arrivals_told(found)
    >>> words.sentence(code, **fields)
    'Answers: 4. Most came: 8 September 2026 (3). Half of them had come by: 8 September 2026.'
    """
    busiest = found.sort_values("value", ascending=False, kind="stable").to_dict("records")[0]
    half = found[found["cumulative"] >= 0.5].to_dict("records")[0]
    fields = {"n": int(found["value"].sum()), "most": int(busiest["value"])}
    when = {name: Period.parse(row["period"]) for name, row in (("when", busiest), ("half", half))}
    return "answers_came", fields | when


def stops(answers: SurveyReading, *, last: str = "", language: str = "en") -> pd.DataFrame:
    """Where people stopped, step by step: `dropouts` in the words of the codebook.

    Parameters
    ----------
    answers
        What was read.
    last
        Name of the last question that everybody was asked; "" takes the last that says who
        answers, where that stands in the second half, else the last of all.
    language
        Of the questions' words.

    Returns
    -------
    DataFrame
        One row a step (a battery is one), as `libmkt.surveys.dropouts`; label is the step's
        words: those of its first question, with how many more there are.  The closed
        questions alone: an open one may be left empty on purpose.

    Raises
    ------
    ParameterError
        There is no such closed question.

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> fields = [Field(name, "ordinal", label={"en": name.upper()}) for name in "ab"]
    >>> table = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 2, None, 3]})
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(table, Codebook(tuple(fields)), empty, empty, empty)
    >>> stops(read)[["label", "n", "left"]].to_numpy().tolist()
    [['Opened the questionnaire', 4, 0], ['A', 4, 1], ['B', 3, 0]]
    """
    found = steps(answers, last=last)
    if not found:
        return pd.DataFrame(columns=["step", "label", "n", "answered", "left", "estimate"])
    fields = {one.name: (step, one) for step, ones in found.items() for one in ones}
    given = {name: _given(reacted(answers, one)) for name, (_step, one) in fields.items()}
    table = pd.DataFrame({**given, _ENDED: finished(answers, last=last)})
    pages = {name: step for name, (step, _one) in fields.items()}
    came = dropouts(table, list(pages), pages=pages, finished=_ENDED)
    called = titles(answers.codebook, language=language)
    texts = {"": words.sentence("step_opened")}
    for step, ones in found.items():
        first, more = called[ones[0].name], len(ones) - 1
        texts[step] = words.sentence("step_several", asked=first, n=more) if more else first
    return came.assign(label=came["label"].map(texts))


def _given(yes: pd.Series) -> pd.Series:
    """True where it is so, else missing: a question as it was answered or not."""
    return yes.astype("boolean").where(yes)


def steps_to_draw(found: pd.DataFrame, *, most: int = STEPS) -> pd.DataFrame:
    """The steps of `stops` for a figure: all, or the first, the last and those where most stopped.

    Parameters
    ----------
    found
        Result of `stops`.
    most
        Rows that a figure shows.

    Returns
    -------
    DataFrame
        The same columns, in the order of the questionnaire.

    Examples
    --------
    >>> found = pd.DataFrame({"step": range(5), "n": [9, 9, 8, 8, 5], "left": [0, 1, 0, 3, 0]})
    >>> steps_to_draw(found, most=3)["step"].tolist()
    [0, 3, 4]
    """
    if len(found) <= most:
        return found.reset_index(drop=True)
    ends = found.index[[0, -1]]
    inner = found.drop(index=ends)["left"].sort_values(ascending=False, kind="stable")
    inner = inner[inner > 0]
    kept = sorted([*ends, *inner.index[: most - 2]])
    return found.loc[kept].reset_index(drop=True)


def stops_told(found: pd.DataFrame) -> list[Told]:
    """How many stopped before the end, and where most did.

    Parameters
    ----------
    found
        Result of `stops`.

    Returns
    -------
    list of (code, fields)
        "left_none" (n), or "left_before_end" (n, of, share) and "left_most" (asked, n, share:
        of those who came so far, 0 to 1).  Nothing where there are no steps.

    Examples
    --------
    >>> found = pd.DataFrame({"label": ["A", "B"], "n": [4, 4], "left": [0, 1],
    ...                       "estimate": [0.0, 0.25]})
    >>> stops_told(found)[1]
    ('left_most', {'asked': 'B', 'n': 1, 'share': 0.25})
    """
    if found.empty:
        return []
    left, opened = int(found["left"].sum()), int(found["n"].iloc[0])
    if not left:
        return [("left_none", {"n": opened})]
    ranked = found.sort_values("left", ascending=False, kind="stable")
    worst = ranked.to_dict("records")[0]
    most = {"asked": worst["label"], "n": int(worst["left"]), "share": worst["estimate"]}
    return [
        ("left_before_end", {"n": left, "of": opened, "share": left / opened}),
        ("left_most", most),
    ]


def passed_over(answers: SurveyReading, *, language: str = "en") -> pd.DataFrame:
    """Closed questions that were passed over, the most often first.

    Parameters
    ----------
    answers
        What was read.
    language
        Of the questions' words.

    Returns
    -------
    DataFrame
        One row a question that somebody did not answer who was asked it and went further, as
        `libmkt.surveys.item_nonresponse`, and asked (its words).

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> fields = [Field(name, "ordinal", label={"en": name.upper()}) for name in "ab"]
    >>> table = pd.DataFrame({"a": [1, None, 1, 2], "b": [1, 2, 2, 3]})
    >>> empty = pd.DataFrame()
    >>> read = SurveyReading(table, Codebook(tuple(fields)), empty, empty, empty)
    >>> passed_over(read)[["asked", "missing", "estimate"]].to_numpy().tolist()
    [['A', 1, 0.25]]
    """
    table, book = answers.table, answers.codebook
    fields = closed_fields(table, book)
    if not fields:
        return pd.DataFrame(columns=["question", "asked", "n", "missing", "estimate"])
    given = {one.name: _given(reacted(answers, one)) for one in fields}
    met = {f"asked: {one.name}": asked(one, table, book) for one in fields}
    found = item_nonresponse(
        pd.DataFrame({**given, **met}),
        list(given),
        asked={one.name: f"asked: {one.name}" for one in fields},
    )
    called = titles(book, language=language)
    told = found[found["missing"] > 0]
    told = told.assign(asked=told["question"].map(called))
    return told.sort_values("estimate", ascending=False, kind="stable").reset_index(drop=True)
