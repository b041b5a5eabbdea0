"""What people say of one service: important, well done, satisfied with it, users of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from libmkt.codebook import Codebook, turned
from libmkt.stats.design import Design
from libmkt.surveys.estimates import shares
from libmkt.surveys.scores import top_box
from libmkt.surveys.shown import scale_ends

RATED: Final = ("importance", "performance", "satisfaction")
COLUMNS: Final = (
    *("said", "question", "label", "n", "count", "n_eff", "estimate", "std_error", "df"),
    *("conf_low", "conf_high", "method", "note"),
)


def said_of(
    table: pd.DataFrame,
    codebook: Codebook,
    design: Design,
    questions: Mapping[str, str],
    *,
    boxes: int = 2,
    level: float = 0.95,
) -> pd.DataFrame:
    """Shares of those who call a service important, well done, are satisfied, and use it.

    Parameters
    ----------
    table, codebook, design
        The answers, what they mean and how the sample was drawn; reversed ratings are turned.
    questions
        Names of questions by what they ask of the service: importance, performance and
        satisfaction (answered on a scale), used (an option that was ticked or not).  "" and
        what nobody answered are left out; other keys are not looked at.
    boxes
        How many answers from the top of a scale count.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a question, in that order: said ("said_importance", "said_performance",
        "said_satisfaction", "said_used"), question, label (the answers that count), n, count
        (of persons, unweighted), and as `libmkt.surveys.shares` estimate (share of those who
        answered), its error, interval, method and note.

    Raises
    ------
    DataError
        An answer lies off its scale.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> scale = tuple(Category(n) for n in (1, 2, 3, 4, 5))
    >>> book = Codebook((Field("imp", "ordinal", categories=scale),))
    >>> answers = pd.DataFrame({"imp": [5, 4, 4, 2], "uses/wifi": [True, False, False, False]})
    >>> asked = {"importance": "imp", "used": "uses/wifi", "satisfaction": ""}
    >>> said_of(answers, book, Design(), asked)[["said", "label", "n", "estimate"]]
                  said label  n  estimate
    0  said_importance   4-5  4      0.75
    1        said_used   yes  4      0.25
    """
    table, codebook = turned(table, codebook, [questions.get(role, "") for role in RATED])
    parts = []
    for role in (*RATED, "used"):
        name = questions.get(role, "")
        if not name or name not in table or table[name].notna().sum() == 0:
            continue
        if role == "used":
            ticked = table[name].map({True: "yes", False: "no"})
            both = pd.Series(pd.Categorical(ticked, ["yes", "no"]), index=table.index)
            found = shares(
                table.assign(**{name: both}), name, design, interval="by_size", level=level
            )
            found = found[found["label"] == "yes"]
        else:
            ends = scale_ends(codebook, name)
            most = min(boxes, ends[1] - ends[0])
            found = top_box(
                table, name, design, ends=ends, boxes=most, interval="by_size", level=level
            )
        parts.append(found.assign(said=f"said_{role}"))
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]
