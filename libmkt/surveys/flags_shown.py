"""Doubtful answers in the reader's words: which rules flagged them, and what they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from pandas.api.types import is_numeric_dtype

from libmkt import words
from libmkt.codebook import Codebook, turned
from libmkt.errors import Told
from libmkt.surveys.asked import closed_fields
from libmkt.surveys.banner_questions import Question
from libmkt.surveys.quality import Quality, without_flagged
from libmkt.surveys.shown import titles


def rules_shown(quality: Quality, codebook: Codebook | None = None) -> pd.DataFrame:
    """The rules that flagged somebody, in words.

    Parameters
    ----------
    quality
        Result of `libmkt.surveys.flagged`.
    codebook
        A battery is called by what its questions are for, where the codebook says so; None
        calls it by its name.

    Returns
    -------
    DataFrame
        One row a rule, in their order: rule (a sentence in the language in use), n (answers
        flagged), estimate (their share, 0 to 1).

    Examples
    --------
    >>> rules = pd.DataFrame({"flag": ["duplicate", "any"], "label": ["", ""], "n": [3, 3],
    ...     "base": 640, "estimate": [0.0047, 0.0047], "threshold": [1.0, None],
    ...     "rule": ["flag_duplicate", "flag_any"]})
    >>> rules_shown(Quality(pd.DataFrame({"any": [True]}), rules))["rule"].to_list()
    ['All answers as in an earlier row', 'By any of the rules']
    """
    seen = quality.rules[quality.rules["n"] > 0]
    names = _batteries(codebook) if codebook else {}
    told = [
        words.sentence(
            row["rule"], label=names.get(row["label"], row["label"]), threshold=row["threshold"]
        )
        for row in seen.to_dict("records")
    ]
    return seen.assign(rule=told)[["rule", "n", "estimate"]].reset_index(drop=True)


def _batteries(codebook: Codebook) -> dict[str, str]:
    """Name of a battery to what all its questions are for, in the reader's language."""
    roles: dict[str, set[str]] = {}
    for field in codebook.fields:
        roles.setdefault(field.battery, set()).add(field.role)
    return {
        battery: words.name(found.pop())
        for battery, found in roles.items()
        if battery and len(found) == 1 and "" not in found
    }


def flags_told(quality: Quality) -> list[Told]:
    """How many answers look doubtful by any rule.

    Parameters
    ----------
    quality
        Result of `libmkt.surveys.flagged`.

    Returns
    -------
    list of (code, fields)
        "flagged_answers" (n, of: all answers, share: 0 to 1); nothing where none is flagged.

    Examples
    --------
    >>> flags_told(Quality(pd.DataFrame({"any": [True, False]}), pd.DataFrame()))
    [('flagged_answers', {'n': 1, 'of': 2, 'share': 0.5})]
    """
    total, flags = int(quality.flags["any"].sum()), len(quality.flags)
    if not total:
        return []
    return [("flagged_answers", {"n": total, "of": flags, "share": total / flags})]


def moved_by_flags(
    table: pd.DataFrame,
    quality: Quality,
    codebook: Codebook,
    *,
    weights: str | None = None,
    without: Sequence[Question] = (),
    language: str = "en",
    most: int = 5,
) -> pd.DataFrame:
    """The means that would move most without the doubtful answers: `without_flagged` in words.

    Parameters
    ----------
    table
        A respondent a row, in the rows of which `quality` flags some.
    weights
        Column of weights; None counts everybody alike.
    without
        Questions whose groups are reported apart; left out, as those that say who answers.
    most
        How many questions are shown.

    Returns
    -------
    DataFrame
        One row a question of ratings or numbers, the most moved first: asked (its words), n,
        estimate, kept (the mean without those flagged), difference, effect_size (difference
        in standard errors).  No rows where nobody is flagged.

    Notes
    -----
    Reversed ratings are turned.  The mean of the codes of age or sex says nothing, and beside
    the groups that are shown it would tell how large a hidden one is.

    Examples
    --------
    >>> from libmkt.codebook import Field
    >>> table = pd.DataFrame({"mark": [1, 2, 3, 9]})
    >>> flags = Quality(pd.DataFrame({"any": [False, False, False, True]}), pd.DataFrame())
    >>> book = Codebook((Field("mark", "interval", label={"en": "Mark"}),))
    >>> moved_by_flags(table, flags, book)[["asked", "estimate", "kept"]].to_numpy().tolist()
    [['Mark', 3.75, 2.0]]
    """
    describing = codebook.describing(*(one.name for one in without))
    rated = [
        field.name
        for field in closed_fields(table, codebook)
        if field.scale in ("ordinal", "interval")
        and is_numeric_dtype(table[field.name])
        and field.name not in describing
    ]
    columns = ["asked", "n", "estimate", "kept", "difference", "effect_size"]
    if not rated or not quality.flags["any"].any():
        return pd.DataFrame(columns=columns)
    marks = [name for name in rated if codebook[name].categories]  # numbers keep their unit
    table, codebook = turned(table, codebook, marks)
    only = replace(quality, flags=quality.flags[["any"]])
    found = without_flagged(table, only, rated, weights=weights)
    told = found.assign(asked=found["question"].map(titles(codebook, language=language)))
    order = told["effect_size"].abs().sort_values(ascending=False, kind="stable").index
    return told.loc[order, columns].dropna().head(most).reset_index(drop=True)
