"""What was written in own words: how many, about what, and some of it."""

from __future__ import annotations

import pandas as pd

from libmkt.codebook import SurveyReading
from libmkt.stats.design import Design
from libmkt.surveys.answer_quotes import quotes
from libmkt.surveys.answers import told
from libmkt.surveys.keyword_themes import marked, theme_name, theme_shares
from libmkt.text.redact import without_names

_THEMES = ["question", "asked", "theme", "count", "estimate", "quote"]
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


def open_themes(
    answers: SurveyReading, table: pd.DataFrame, design: Design, *, language: str = "en"
) -> pd.DataFrame:
    """Each open question by the themes that its answers touch, with a typical answer of each.

    Parameters
    ----------
    answers
        What `read.survey` gave.
    table, design
        The same answers with the columns of the design, and how the sample was drawn.
    language
        Of the questions.

    Returns
    -------
    DataFrame
        One row a theme, the commonest first: question, asked (with the number of answers; ""
        but on its first row), theme (in the language in use; "" where no theme of the
        dictionary is touched by five answers), count (answers; missing without a theme),
        estimate (share of the answers that say something), quote.  An answer may touch
        several themes.  See `libmkt.surveys.keyword_themes`.

    Examples
    --------
    >>> from libmkt.codebook import Codebook, Field
    >>> asked = Field("wish", "text", label={"en": "What do you wish?"})
    >>> table = pd.DataFrame({"wish": ["Longer opening hours please"] * 5 + ["More computers"]})
    >>> empty = pd.DataFrame()
    >>> reading = SurveyReading(table, Codebook((asked,)), empty, empty, empty)
    >>> found = open_themes(reading, table, Design())
    >>> found[["asked", "count", "quote"]].to_numpy().tolist()
    [['What do you wish? (6)', 5.0, 'Longer opening hours please']]
    """
    parts = []
    for field in answers.codebook.fields:
        if field.scale == "text" and field.name in table and table[field.name].notna().any():
            found = _themes(table, field.name, design)
            asked = f"{field.text(language)} ({int(table[field.name].notna().sum())})"
            found = found.assign(question=field.name, asked="")
            found.loc[found.index[:1], "asked"] = asked
            parts.append(found)
    if not parts:
        return pd.DataFrame(columns=_THEMES)
    return pd.concat(parts, ignore_index=True)[_THEMES]


def _themes(table: pd.DataFrame, name: str, design: Design) -> pd.DataFrame:
    """The themes of one question's answers; without any, some of the answers."""
    said = told(table[name])
    marks = marked(said)
    shares = theme_shares(said, marks, design, table)
    shares = shares[shares["count"].notna()]
    typical = quotes(said, marks, most=1).set_index("theme")["quote"]
    if shares.empty:
        given = table[name].dropna().astype(str).str.strip()
        some = [without_names(quote)[0] for quote in _middling(given[given != ""], 3)]
        return pd.DataFrame({"theme": "", "count": None, "estimate": None, "quote": some})
    return pd.DataFrame(
        {
            "theme": [theme_name(theme) for theme in shares["theme"]],
            "count": shares["count"].to_numpy(),
            "estimate": shares["estimate"].to_numpy(),
            "quote": [typical.get(theme, "") for theme in shares["theme"]],
        }
    )


def _middling(given: pd.Series, most: int) -> list[str]:
    """Different answers of middling length, in the order in which they came."""
    different = given.drop_duplicates()
    telling = different[different.str.len() >= _SHORT]
    chosen = telling if len(telling) else different
    distance = (chosen.str.len() - chosen.str.len().median()).abs()
    return chosen[distance.rank(method="first") <= most].to_list()
