"""The two figures that a study of needs begins with: recommendation and satisfaction."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from libmkt.codebook import Codebook, turned
from libmkt.stats.design import Design
from libmkt.surveys.groups import marked_question
from libmkt.surveys.scores import net_promoter, top_box
from libmkt.surveys.shown import scale_ends


@dataclass(frozen=True, eq=False)
class Headline:
    """Recommendation and satisfaction as a whole; a table without rows where not asked."""

    nps: pd.DataFrame  # one row of `net_promoter`
    satisfied: pd.DataFrame  # one row of `top_box`: the two best answers

    def __str__(self) -> str:
        return f"{len(self.nps) + len(self.satisfied)} figures of recommendation and satisfaction"


def headline(
    table: pd.DataFrame, codebook: Codebook, design: Design, *, overall: str = ""
) -> Headline:
    """Net promoter score and share of the satisfied, where the survey asks for them.

    Parameters
    ----------
    table, codebook, design
        The answers, what they mean and how the sample was drawn; reversed ratings are turned.
    overall
        Name of the question of satisfaction as a whole; "" where there is none.

    Returns
    -------
    Headline
        Points of -100 to 100, and a share of 0 to 1, each with its error.

    Raises
    ------
    DataError
        An answer lies off its scale, or the design does not fit the table.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> scale = tuple(Category(n) for n in (1, 2, 3, 4, 5))
    >>> book = Codebook((Field("whole", "ordinal", categories=scale),))
    >>> answers = pd.DataFrame({"whole": [5, 4, 4, 2]})
    >>> found = headline(answers, book, Design(), overall="whole")
    >>> found.satisfied["estimate"].to_list(), len(found.nps)
    ([0.75], 0)
    """
    advised = marked_question(table, codebook, "nps")
    table, codebook = turned(table, codebook, [advised, overall])
    return Headline(
        net_promoter(table, advised, design) if advised else pd.DataFrame(),
        top_box(table, overall, design, ends=scale_ends(codebook, overall))
        if overall
        else pd.DataFrame(),
    )


def published_headline(found: Headline, *, period: str) -> pd.DataFrame:
    """Both figures as numbers to publish.

    Parameters
    ----------
    found
        Result of `headline`.
    period
        That they are published for.

    Returns
    -------
    DataFrame
        One row a figure that was asked for: measure (question and score), value, period,
        unit ("points" or "share"), method.

    Examples
    --------
    >>> nps = pd.DataFrame({"question": ["recommend"], "estimate": [45.0], "method": ["normal"]})
    >>> published_headline(Headline(nps, pd.DataFrame()), period="2026")
                 measure  value period    unit  method
    0  recommend=net (%)   45.0   2026  points  normal
    """
    parts = [
        part.assign(
            measure=part["question"] + end, value=part["estimate"], period=period, unit=unit
        )
        for part, end, unit in (
            (found.nps, "=net (%)", "points"),
            (found.satisfied, "=satisfied", "share"),
        )
        if len(part)
    ]
    columns = ["measure", "value", "period", "unit", "method"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]
