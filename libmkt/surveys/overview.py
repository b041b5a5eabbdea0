"""All answers of a survey in one table, in the words of its codebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from libmkt.codebook import Codebook, Field
from libmkt.codebook.routing import asked
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.stats.design import Design
from libmkt.stats.margins import ShareInterval
from libmkt.surveys.asked import CLOSED, closed_fields
from libmkt.surveys.estimates import shares
from libmkt.surveys.number_estimates import means

COLUMNS = (
    *("question", "asked", "kind", "label", "n", "missing", "count", "n_eff"),
    *("estimate", "std_error", "conf_low", "conf_high", "unit", "method", "note"),
)


def labelled(table: pd.DataFrame, codebook: Codebook, *, language: str = "en") -> pd.DataFrame:
    """The answers with their labels in place of their codes, in the order of the questionnaire.

    Parameters
    ----------
    table
        A respondent a row, coded as the codebook says (`read.survey`).
    codebook
        What its columns mean.
    language
        Of the labels; where a label has none, the nearest there is.

    Returns
    -------
    DataFrame
        The same rows: questions with labels are ordered categories, all else is as it was.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> asked = Field("again", categories=(Category(1, {"en": "Yes"}), Category(2, {"en": "No"})))
    >>> labelled(pd.DataFrame({"again": [2, 1, 2]}), Codebook((asked,)))["again"].to_list()
    ['No', 'Yes', 'No']
    """
    changed = {}
    for field in codebook.fields:
        if field.categories and field.scale != "multiple" and field.name in table:
            texts = _texts(field, language)
            order = list(dict.fromkeys(texts.values()))
            given = table[field.name].map(texts)
            changed[field.name] = pd.Categorical(given, categories=order, ordered=True)
    return table.assign(**changed)


def overview(
    table: pd.DataFrame,
    codebook: Codebook,
    design: Design,
    *,
    questions: Sequence[str] | None = None,
    language: str = "en",
    interval: ShareInterval = "by_size",
    level: float = 0.95,
) -> pd.DataFrame:
    """Each closed question with the share of each answer, a question of numbers with its mean.

    Parameters
    ----------
    table
        A respondent a row, coded as the codebook says (`read.survey`).
    codebook
        What its columns mean.
    design
        How the sample was drawn.
    questions
        Names of questions, in the order wanted; None takes all closed ones that were read.
    language
        Of the labels.
    interval, level
        As in `libmkt.surveys.shares`.

    Returns
    -------
    DataFrame
        One row a question and answer, in the order of the questionnaire: question (its
        name), asked (its words), kind ("choice", "several", "number"), label (the answer; ""
        of a number), n (who answered), missing (who were asked and did not answer), count
        (with this answer; missing of a number), n_eff, estimate (share, or mean), std_error,
        conf_low, conf_high, unit ("share" or ""), method, note.  A question that nobody
        answered has one row with the note "empty".

    Raises
    ------
    ParameterError
        A question is not in the codebook, or is no closed one.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> asked = Field("again", label={"en": "Come again?"},
    ...               categories=(Category(1, {"en": "Yes"}), Category(2, {"en": "No"})))
    >>> answers = pd.DataFrame({"again": [2, 1, 1, 1]})
    >>> found = overview(answers, Codebook((asked,)), Design())
    >>> found[["asked", "label", "count", "estimate"]]
             asked label  count  estimate
    0  Come again?   Yes      3      0.75
    1  Come again?    No      1      0.25
    """
    texts = labelled(table, codebook, language=language)
    parts = []
    for field in _wanted(codebook, texts, questions):
        part = _of_field(texts, field, design, language, interval, level)
        silent = asked(field, table, codebook) & table[list(field.columns)].isna().all(axis=1)
        told = {"question": field.name, "asked": field.text(language)}
        parts.append(part.assign(missing=int(silent.sum()), **told))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)


def _wanted(
    codebook: Codebook, table: pd.DataFrame, names: Sequence[str] | None
) -> Iterator[Field]:
    """The closed questions that were read, all or those named."""
    known = {field.name: field for field in codebook.fields}
    wrong = [name for name in names or () if name not in known or known[name].scale not in CLOSED]
    if wrong:
        raise ParameterError(
            Message(N_("the survey has no such closed question")),
            [
                Problem(name, Message(N_("is not a closed question of the codebook")))
                for name in wrong
            ],
        )
    if names is None:
        yield from closed_fields(table, codebook)
        return
    for field in (known[name] for name in names):
        if all(column in table for column in field.columns):
            yield field


def _of_field(
    table: pd.DataFrame, field: Field, design: Design, language: str,
    interval: ShareInterval, level: float,
) -> pd.DataFrame:  # fmt: skip
    columns = list(field.columns)
    answered = int(table[columns].notna().any(axis=1).sum())
    if not answered:
        gone = {"kind": "choice", "label": "", "n": 0, "unit": "share"}
        return pd.DataFrame([gone | {"note": "empty"}])
    if field.scale == "multiple":
        chosen = _chosen(table[columns])
        each = shares(table.assign(**chosen), columns, design, interval=interval, level=level)
        options = [one.text(language) for one in field.categories]
        found = each[each["label"] == "yes"].reset_index(drop=True)
        return found.assign(label=options, kind="several", unit="share")
    if field.scale == "interval" and not field.categories:
        found = means(table, field.name, design, level=level)
        return found.assign(label="", kind="number", unit="", count=np.nan)
    found = shares(table, field.name, design, interval=interval, level=level)
    return found.assign(kind="choice", unit="share")


def _chosen(options: pd.DataFrame) -> dict[str, pd.Series]:
    """Whether each option was chosen by those who answered the question at all."""
    asked = options.notna().any(axis=1)
    kind = pd.CategoricalDtype(["no", "yes"])
    return {
        str(name): options[name].eq(True).fillna(False).map({True: "yes", False: "no"})
        .where(asked).astype(kind)
        for name in options
    }  # fmt: skip


def _texts(field: Field, language: str) -> dict[object, str]:
    """Code to label; the code beside it where two answers have one label."""
    texts = field.labels(language)
    seen = list(texts.values())
    return {
        value: text if seen.count(text) == 1 else f"{text} ({value})"
        for value, text in texts.items()
    }
