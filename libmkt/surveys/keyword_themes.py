"""Themes of open answers by keyword: a CSV that a librarian edits, and whom its words find."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem, why
from libmkt.stats.design import Design
from libmkt.stats.notes import joined_codes
from libmkt.surveys.banner_questions import Question
from libmkt.surveys.banners import banner
from libmkt.text.fold import search_key
from libmkt.text.language import LANGUAGES, UNKNOWN
from libmkt.words import _

SHIPPED: Final = Path(__file__).resolve().parent / "keywords" / "library.csv"
HEAD: Final = ("theme", "language", "words")
# Themes of the shipped dictionary, for showing.
THEMES: Final[Mapping[str, str]] = {
    "hours": N_("Opening hours"),
    "staff": N_("Staff"),
    "collection": N_("Books and collection"),
    "space": N_("Seats and rooms"),
    "noise": N_("Noise"),
    "computers": N_("Computers, printing and Wi-Fi"),
    "events": N_("Events and courses"),
    "children": N_("Children"),
    "money": N_("Prices and fines"),
    "website": N_("Website and catalogue"),
    "thanks": N_("Praise and thanks"),
}
# Whose words may stand in an answer: many write with words of their neighbours.
_HEARD: Final = {
    "en": ("en",),
    "ru": ("ru",),
    "kaa": ("kaa", "uz", "ru"),
    "uz": ("uz", "kaa", "ru"),
    UNKNOWN: LANGUAGES,
}


@dataclass(frozen=True)
class Dictionary:
    """Words of themes by language, as patterns of search keys."""

    themes: tuple[str, ...]  # in the order of the file
    words: Mapping[tuple[str, str], tuple[str, ...]]  # (theme, language): as written


def theme_name(theme: str) -> str:
    """A theme as it is shown: one of the shipped by its name in the language in use.

    >>> theme_name("hours"), theme_name("Parking")
    ('Opening hours', 'Parking')
    """
    return _(THEMES[theme]) if theme in THEMES else theme


def dictionary(path: Path | None = None) -> Dictionary:
    """The themes and words of a CSV; the shipped one for libraries if none is named.

    Parameters
    ----------
    path
        UTF-8, with the columns theme, language (kaa, uz, ru, en) and words, parted by ";".
        ``book*`` finds all words that begin so, ``opening hour*`` words in this order,
        ``-booking*`` takes out what else would be found.  Either script will do.

    Returns
    -------
    Dictionary
        Themes in the order of the file, and their words by theme and language.

    Raises
    ------
    DataError
        The file cannot be read, lacks a column, names another language, has no words:
        all rows at once.

    Examples
    --------
    >>> found = dictionary()
    >>> found.themes[:3], found.words["hours", "uz"][0]
    (('hours', 'staff', 'collection'), 'ish vaqt*')
    """
    place = path or SHIPPED
    try:
        text = place.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _refused(
            place, [Problem(place.name, Message("{why}", {"why": why(error)}))]
        ) from None
    except UnicodeDecodeError:
        what = Message(N_("it is not UTF-8: save it as CSV UTF-8"))
        raise _refused(place, [Problem(place.name, what)]) from None
    parted = ";" if ";" in text.split("\n", 1)[0] else ","  # Excel's, by its country
    rows = csv.DictReader(io.StringIO(text), delimiter=parted)
    absent = [name for name in HEAD if name not in (rows.fieldnames or [])]
    problems = [Problem(name, Message(N_("column is missing"))) for name in absent]
    words: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows if not absent else ():
        where = Message(N_("row {row}"), {"row": rows.line_num})
        theme, language = (row["theme"] or "").strip(), (row["language"] or "").strip()
        own = tuple(one.strip() for one in (row["words"] or "").split(";") if _pattern(one))
        if language not in LANGUAGES:
            what = Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(LANGUAGES)})
            problems.append(Problem(where, what, Message("{found}", {"found": language})))
        if not theme or not own:
            problems.append(Problem(where, Message(N_("expected a theme and its words"))))
        words[theme, language] = words.get((theme, language), ()) + own
    if not words and not problems:
        problems.append(Problem(place.name, Message(N_("there are no rows in it"))))
    if problems:
        raise _refused(place, problems)
    return Dictionary(tuple(dict.fromkeys(theme for theme, _language in words)), words)


def _refused(place: Path, problems: list[Problem]) -> DataError:
    said = N_("{file} cannot be used as a dictionary of themes")
    return DataError(Message(said, {"file": place.name}), problems)


def _pattern(word: str, short_u: str = "w") -> str:
    """A word of the file as a pattern of search keys; "" where nothing is left of it."""
    parts = word.strip().removeprefix("-").split("*")
    keys = [search_key(part, short_u=short_u) for part in parts]
    if not any(keys):
        return ""
    joined = r"\w* ".join(keys[:-1]) + (r"\w*" if not keys[-1] else rf"\w* {keys[-1]}")
    return joined if len(parts) > 1 else keys[0]


def marked(answers: pd.DataFrame, known: Dictionary | None = None) -> pd.DataFrame:
    """Which themes each answer touches: a column of true and false a theme.

    Parameters
    ----------
    answers
        What `libmkt.surveys.told` gives.
    known
        The dictionary; None takes the shipped one.

    Returns
    -------
    DataFrame
        The index of `answers`; false in all themes where nothing was said.  A text in
        English or Russian is searched for its own words, one in Karakalpak or Uzbek for
        those of both and of Russian, one of no known language for all.

    Examples
    --------
    >>> from libmkt.surveys.answers import told
    >>> found = marked(told(pd.Series(["Kitapxanashılar jaqsı", "Нужны новые книги", "none"])))
    >>> [list(found.columns[row]) for row in found.to_numpy()]
    [['staff'], ['collection'], []]
    """
    known = known or dictionary()
    found = pd.DataFrame(False, index=answers.index, columns=list(known.themes))
    keys = answers["key"].to_numpy()
    for language in answers["language"].unique():
        rows = np.flatnonzero((answers["language"] == language) & answers["said"])
        for place, theme in enumerate(known.themes):
            take, leave = _forms(known, theme, str(language))
            if take is not None:
                hits = [
                    take.search(leave.sub(" ", keys[row]) if leave else keys[row]) is not None
                    for row in rows
                ]
                found.iloc[rows, place] = hits
    return found


def _forms(
    known: Dictionary, theme: str, language: str
) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What finds a theme in texts of a language, and what is taken out before."""
    take: list[str] = []
    leave: list[str] = []
    for of in _HEARD.get(language, LANGUAGES):
        for word in known.words.get((theme, of), ()):
            (leave if word.startswith("-") else take).append(
                _pattern(word, "o" if of == "uz" else "w")
            )
    return tuple(
        re.compile(rf"\b(?:{'|'.join(forms)})\b") if forms else None for forms in (take, leave)
    )  # type: ignore[return-value]


def theme_shares(
    answers: pd.DataFrame,
    marks: pd.DataFrame,
    design: Design | None = None,
    table: pd.DataFrame | None = None,
    *,
    minimum: int = 5,
    level: float = 0.95,
) -> pd.DataFrame:
    """How many answers touch each theme, the commonest first.

    Parameters
    ----------
    answers, marks
        What `told` and `marked` gave (or columns of one's own coding).
    design, table
        How the sample was drawn, and the table that has its columns, with the index of
        `answers`; None takes those that say something as drawn at random.
    minimum
        Themes of fewer answers are not told: neither count nor share, note too-few.
    level
        Confidence level of the intervals (Wilson's).

    Returns
    -------
    DataFrame
        One row a theme: theme, n (answers that say something: the base), count, estimate
        (share of them, 0 to 1), std_error, conf_low, conf_high, note (too-few, no-margin,
        modelled, census).  An answer may touch several themes or none.

    Raises
    ------
    DataError
        No answer says anything, or the design does not fit the table.

    Examples
    --------
    >>> from libmkt.surveys.answers import told
    >>> said = told(pd.Series(["more books"] * 6 + ["open longer"] * 4 + ["none"] * 3))
    >>> found = theme_shares(said, marked(said))
    >>> found[["theme", "n", "count", "note"]].head(2).to_numpy().tolist()
    [['collection', 10, 6.0, ''], ['hours', 10, nan, 'too-few']]
    """
    names = [str(name) for name in marks.columns]
    if not answers["said"].any():
        raise DataError(
            Message(N_("nobody answered this question")),
            [Problem("answers", Message(N_("all answers are missing")))],
        )
    columns = {f"theme: {name}": name for name in names}
    asked = marks.astype("boolean").mask(~answers["said"]).set_axis(list(columns), axis=1)
    if design is None:
        asked = asked[answers["said"]]
    data = asked if table is None else table.join(asked, validate="1:1")
    question = Question("themes", "multiple", options=columns)
    cells = banner(data, [question], [], design or Design(), level=level, minimum=1).cells
    found = cells.rename(columns={"label": "theme"})[
        [*("theme", "n", "count", "estimate", "std_error", "conf_low", "conf_high", "note")]
    ]
    order = found["count"].rank(ascending=False, method="first")
    found = found.iloc[np.argsort(order.to_numpy())].reset_index(drop=True)
    few = found["count"] < minimum
    found.loc[few, ["count", "estimate", "std_error", "conf_low", "conf_high"]] = np.nan
    found.loc[few, "note"] = [joined_codes([one, "too-few"]) for one in found["note"][few]]
    return found
