"""What was written in own words: how many, and some of it."""

from __future__ import annotations

import pandas as pd

from libmkt.codebook import SurveyReading
from libmkt.text.redact import without_names

_SHORT = 12  # letters below which an answer says little on a page


def open_answers(answers: SurveyReading, *, language: str = "en", most: int = 3) -> pd.DataFrame:
    """Each open question with some of its answers.

    Parameters
    ----------
    answers
        What `read.survey` gave: addresses and numbers are blotted out in it.
    language
        Of the questions.
    most
        How many answers are shown of a question.

    Returns
    -------
    DataFrame
        One row an answer shown: question, asked (with the number of answers; "" but on its
        first row), n (answers), quote.  Those of middling length are taken, since the longest
        come from the fewest; each text once.  What looks like a person's name is blotted out
        (`libmkt.text.redact.without_names`), which does not find every name.

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> asked = Field("wish", "text", label={"en": "What do you wish?"})
    >>> table = pd.DataFrame({"wish": ["Longer hours, please", None, "Longer hours, please"]})
    >>> empty = pd.DataFrame()
    >>> open_answers(SurveyReading(table, Codebook((asked,)), empty, empty, empty))
      question                  asked  n                 quote
    0     wish  What do you wish? (2)  2  Longer hours, please
    """
    rows = []
    for field in answers.codebook.fields:
        if field.scale != "text" or field.name not in answers.table:
            continue
        given = answers.table[field.name].dropna().astype(str).str.strip()
        given = given[given != ""]
        if given.empty:
            continue
        shown = _middling(given, most)
        rows += [
            {
                "question": field.name,
                "asked": "" if place else f"{field.text(language)} ({len(given)})",
                "n": len(given),
                "quote": without_names(quote)[0],
            }
            for place, quote in enumerate(shown)
        ]
    return pd.DataFrame(rows, columns=["question", "asked", "n", "quote"])


def _middling(given: pd.Series, most: int) -> list[str]:
    """Different answers of middling length, in the order in which they came."""
    different = given.drop_duplicates()
    telling = different[different.str.len() >= _SHORT]
    chosen = telling if len(telling) else different
    distance = (chosen.str.len() - chosen.str.len().median()).abs()
    return chosen[distance.rank(method="first") <= most].to_list()
