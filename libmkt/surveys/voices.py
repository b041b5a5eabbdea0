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
_MOST = 3  # answers shown of a question without a theme


def open_themes(
    answers: SurveyReading, table: pd.DataFrame, design: Design, *, language: str = "en"
) -> pd.DataFrame:
    """Each open question by the themes that its answers touch, with a typical answer of each.

    Parameters
    ----------
    answers
        What `read.survey` gave: addresses and numbers are blotted out in it.
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
        estimate (share of the answers that say something, 0 to 1), quote (a typical answer;
        without a theme three at most of middling length, since the longest come from the
        fewest, each text once).  An answer may touch several themes.  What looks like a
        person's name is blotted out (`libmkt.text.redact.without_names`), which does not find
        every name.  See `libmkt.surveys.keyword_themes`.

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
    for field in answers.codebook.having(scale="text"):
        if field.name not in table:
            continue
        given = _given(table[field.name])
        if given.empty:
            continue
        found = _themes(table, field.name, design).assign(question=field.name, asked="")
        found.loc[found.index[:1], "asked"] = f"{field.text(language)} ({len(given)})"
        parts.append(found)
    if not parts:
        return pd.DataFrame(columns=_THEMES)
    return pd.concat(parts, ignore_index=True)[_THEMES]


def _given(column: pd.Series) -> pd.Series:
    """What was written, without blanks about it."""
    written = column.dropna().astype(str).str.strip()
    return written[written != ""]


def _themes(table: pd.DataFrame, name: str, design: Design) -> pd.DataFrame:
    """The themes of one question's answers; without any, some of the answers."""
    said = told(table[name])
    if not said["said"].any():  # "none", "-": no theme, but somebody wrote it
        return _middling(table[name])
    marks = marked(said)
    shares = theme_shares(said, marks, design, table)
    shares = shares[shares["count"].notna()]
    if shares.empty:
        return _middling(table[name])
    typical = quotes(said, marks, most=1).set_index("theme")["quote"]
    return pd.DataFrame(
        {
            "theme": [theme_name(theme) for theme in shares["theme"]],
            "count": shares["count"].to_numpy(),
            "estimate": shares["estimate"].to_numpy(),
            "quote": [typical.get(theme, "") for theme in shares["theme"]],
        }
    )


def _middling(column: pd.Series) -> pd.DataFrame:
    """Different answers of middling length, in the order in which they came."""
    different = _given(column).drop_duplicates()
    telling = different[different.str.len() >= _SHORT]
    chosen = telling if len(telling) else different
    distance = (chosen.str.len() - chosen.str.len().median()).abs()
    some = chosen[distance.rank(method="first") <= _MOST]
    said = [without_names(quote)[0] for quote in some]
    return pd.DataFrame({"theme": "", "count": None, "estimate": None, "quote": said})
