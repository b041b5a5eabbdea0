"""Quotes from open answers: typical of their theme, with people blotted out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.text.redact import without_names

COLUMNS: Final = ("theme", "rank", "quote", "language", "n", "blotted")
_ALIKE: Final = 0.6  # cosine above which two quotes say the same


def quotes(
    answers: pd.DataFrame,
    marks: pd.DataFrame | pd.Series,
    *,
    most: int = 3,
    shortest: int = 20,
    longest: int = 240,
    minimum: int = 5,
    keep: Iterable[str] = (),
) -> pd.DataFrame:
    """Typical answers of each theme.

    Parameters
    ----------
    answers
        What `libmkt.surveys.told` gives.
    marks
        Columns of true and false a theme (`marked`), or the theme of each answer, 0 or
        missing for none (``answers["theme"]`` of `Themes`).
    most
        Quotes a theme.
    shortest, longest
        Letters of a quote; nothing is cut.
    minimum
        A theme of fewer answers is not quoted.
    keep
        Names that may stand in a quote (of the library, of a hall).

    Returns
    -------
    DataFrame
        One row a quote, in order of theme and rank: theme, rank (from 1, the most typical
        first), quote, language, n (answers of the theme), blotted (names, addresses and
        numbers left out of it; those without any are taken first).

    Raises
    ------
    DataError
        The marks are not those of these answers.

    Notes
    -----
    Typical: nearest in its letters (TF-IDF of 3 to 5, cosine) to the middle of its theme,
    over the root of how many themes it touches; one of two alike is left out.  Names are
    found by rule, not surely: somebody reads quotes before they are printed.

    Examples
    --------
    >>> from libmkt.surveys.answers import told
    >>> said = told(pd.Series(["More seats in the reading hall", "More seats please, Ms Lee",
    ...                        "Seats near the window", "more seats!!", "seats"]))
    >>> quotes(said, pd.DataFrame({"space": [True] * 5}), most=1)["quote"].tolist()
    ['More seats in the reading hall']
    """
    columns = _columns(marks)
    if not columns.index.equals(answers.index):
        what = Message(N_("expected a row for each answer, in the same order"))
        raise DataError(Message(N_("quotes cannot be chosen")), [Problem("marks", what)])
    said = answers["said"].to_numpy(bool)
    if not said.any():
        return pd.DataFrame(columns=list(COLUMNS))
    vectors = _vectors(answers["key"].where(answers["said"], ""))
    touched = np.maximum(columns.to_numpy(bool).sum(1), 1)
    held = tuple(keep)
    rows: list[dict[str, Any]] = []
    for theme in columns:
        inside = np.flatnonzero(columns[theme].to_numpy(bool) & said)
        if len(inside) < minimum:
            continue
        near = np.asarray(vectors[inside] @ vectors[inside].mean(axis=0).T).ravel()
        near = near / np.sqrt(touched[inside])
        found = _chosen(answers["text"], inside, near, vectors, (shortest, longest), most, held)
        for rank, (row, quote, blotted) in enumerate(found, start=1):
            language = answers["language"].iloc[row]
            values = (theme, rank, quote, language, len(inside), blotted)
            rows.append(dict(zip(COLUMNS, values, strict=True)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _columns(marks: pd.DataFrame | pd.Series) -> pd.DataFrame:
    if isinstance(marks, pd.DataFrame):
        return marks.astype(bool)
    known = marks.astype("Int64") if pd.api.types.is_numeric_dtype(marks) else marks
    named = sorted(set(known.dropna()) - {0, ""})
    return pd.DataFrame(
        {theme: known.eq(theme).fillna(False).astype(bool) for theme in named}, index=marks.index
    )


def _vectors(keys: pd.Series) -> Any:
    """(answers, n-grams) of length 1, or 0 where nothing is said."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    counts = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    vectors = counts.fit_transform(keys)
    return vectors.tocsr()


def _chosen(
    texts: pd.Series,
    inside: np.ndarray,
    near: np.ndarray,
    vectors: Any,
    letters: tuple[int, int],
    most: int,
    keep: tuple[str, ...],
) -> list[tuple[int, str, int]]:
    """Rows with their quotes and how much is blotted out of each, the whole ones first."""
    order = inside[np.lexsort((inside, -near))]
    fitting = [row for row in order if letters[0] <= len(texts.iloc[row]) <= letters[1]]
    found: list[tuple[int, str, int]] = []
    for whole in (True, False):
        for row in fitting:
            if len(found) == most:
                return found
            quote, blotted = _blotted(str(texts.iloc[row]), keep)
            if whole != (blotted == 0):
                continue
            alike = [float((vectors[row] @ vectors[other].T).sum()) for other, _, _ in found]
            if max(alike, default=0.0) <= _ALIKE:
                found.append((int(row), quote, blotted))
    return found


def _blotted(text: str, keep: tuple[str, ...]) -> tuple[str, int]:
    """The text without names; addresses were blotted out before and are counted too."""
    quote, names = without_names(text, keep)
    return quote, names + sum(
        quote.count(sign) for sign in ("[e-mail]", "[phone]", "[card]", "[ip]")
    )
