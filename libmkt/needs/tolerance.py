"""Zones of tolerance in a report: all statements of a survey, and what is to be said of them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from libmkt.codebook import Codebook, turned
from libmkt.errors import Told
from libmkt.needs.gaps import Cleaning, Zones, cleaned, zones
from libmkt.needs.telling import ends, paired
from libmkt.stats.design import Design
from libmkt.stats.jointly import columns_of

ROLES: Final = ("minimum", "desired", "perceived")
MANY_BELOW: Final = 0.25  # share of people below their minimum that a mean must not hide
_EMPTY: Final = (
    *("item", "n", "minimum", "desired", "perceived", "perceived_low", "perceived_high"),
    *(
        f"{gap}{end}"
        for gap in ("adequacy", "superiority", "below")
        for end in ("", "_low", "_high")
    ),
    *("standing", "undecided"),
)


def tolerated(
    table: pd.DataFrame, codebook: Codebook, design: Design, *, language: str = "en"
) -> Zones:
    """`zones` of all statements that a survey asks in threes, the gravest first.

    Parameters
    ----------
    table, codebook, design
        The answers, what they mean and how the sample was drawn; reversed ratings are turned.
    language
        Of the statements.

    Returns
    -------
    Zones
        Items in order of adequacy, the limits of the perceived level held to the scale.  No
        items where the survey does not ask so, or all who answered are left out: those who
        left one or two of the three answers to a statement empty, and those who hold the
        minimum above the desired in more than two fifths of the statements.  Who answered few
        statements stays, since forms may ask each person a part of them.

    Examples
    --------
    >>> tolerated(pd.DataFrame({"a": [1]}), Codebook(()), Design()).items.empty
    True
    """
    asked = {
        text: (names[0], names[1], names[2])
        for text, names in paired(codebook, *ROLES, language=language).items()
        if set(names) <= set(table.columns) and table[list(names)].notna().all(axis=1).any()
    }
    # nine inversions in twenty-two statements, as `Cleaning` has them, for as many as there are
    rules = Cleaning(not_applicable=None, inversions=9 * len(asked) // 22)
    if not asked:
        return _nothing(pd.DataFrame(columns=["rule", "limit", "n"]))
    ratings = [name for names in asked.values() for name in names]
    table, codebook = turned(table, codebook, ratings)
    answers = columns_of(table, ratings)
    kept, dropped = cleaned(answers.reshape(len(table), -1, 3), np.arange(len(table)), rules)
    if not len(kept):
        return _nothing(dropped)
    scale = ends(codebook, asked)
    found = zones(table, asked, design, ends=scale, cleaning=rules)
    items = found.items.sort_values("adequacy", kind="stable").reset_index(drop=True)
    limits = ["perceived_low", "perceived_high"]
    items[limits] = items[limits].clip(*scale)
    return Zones(items, found.dimensions, found.dropped, found.n)


def _nothing(dropped: pd.DataFrame) -> Zones:
    return Zones(pd.DataFrame(columns=list(_EMPTY)), pd.DataFrame(), dropped, 0)


def zones_told(items: pd.DataFrame) -> list[Told]:
    """What lies below the level that people accept, what its mean hides, what cannot be told.

    Parameters
    ----------
    items
        `Zones.items` of `tolerated`; may have no rows.

    Returns
    -------
    list of (code, fields)
        Nothing of no rows.  Else "zone_gravest" (or "zone_gravest_bare", where nothing has an
        interval) or "zones_none_below"; "zones_also_below"; "zone_hidden", of the largest share
        of people below their minimum where the mean is not; "zones_above"; "zones_undecided",
        or "zones_open" where nothing has an interval.

    Examples
    --------
    >>> items = pd.DataFrame({"item": ["Quiet"], "adequacy": [-1.2], "adequacy_low": [-1.5],
    ...     "adequacy_high": [-0.9], "below": [0.7], "below_low": [0.6], "below_high": [0.8],
    ...     "standing": ["below"], "undecided": [False]})
    >>> [code for code, fields in zones_told(items)]
    ['zone_gravest']
    """
    if items.empty:
        return []
    known = items.sort_values("adequacy", kind="stable")
    bare = bool(known["adequacy_low"].isna().all())
    sure = known if bare else known[~known["undecided"].astype(bool)]
    low = sure[sure["standing"] == "below"]
    told: list[Told] = [("zones_none_below", {})]
    if len(low):
        told = [("zone_gravest_bare" if bare else "zone_gravest", dict(low.iloc[0][_TOLD]))]
    if len(low) > 1:
        told.append(("zones_also_below", _listed(low.iloc[1:])))
    told += _hidden(known.drop(low.index), bare)
    if bare:
        return [*told, ("zones_open", {})]
    if len(above := sure[sure["standing"] == "above"]):
        told.append(("zones_above", _listed(above)))
    if len(unclear := known.drop(sure.index)):
        told.append(("zones_undecided", _listed(unclear)))
    return told


_TOLD: Final = [
    *("item", "adequacy", "adequacy_low", "adequacy_high", "below", "below_low", "below_high")
]


def _listed(items: pd.DataFrame) -> dict[str, object]:
    return {"n": len(items), "items": "; ".join(items["item"])}


def _hidden(others: pd.DataFrame, bare: bool) -> list[Told]:
    """The largest share of people below, of statements whose mean does not surely lie there."""
    many = others[others["below" if bare else "below_low"] > MANY_BELOW]
    if many.empty:
        return []
    worst = many.sort_values("below", ascending=False, kind="stable").iloc[0]
    return [("zone_hidden_bare" if bare else "zone_hidden", dict(worst[_TOLD]))]


def zones_sureness(found: Zones, people: int) -> list[Told]:
    """Who answered in threes, of so many people, and who was left out; nothing if not asked.

    Examples
    --------
    >>> dropped = pd.DataFrame({"rule": ["incomplete", "no_answers"], "n": [7, 320]})
    >>> zones_sureness(Zones(pd.DataFrame(), pd.DataFrame(), dropped, 313), 640)
    [('zones_answered', {'n': 313, 'of': 640}), ('zones_incomplete', {'n': 7})]
    """
    if found.dropped.empty:
        return []
    gone = dict(zip(found.dropped["rule"], found.dropped["n"], strict=True))
    told: list[Told] = [("zones_answered", {"n": found.n, "of": people})]
    for rule, code in (("incomplete", "zones_incomplete"), ("inversions", "zones_inverted")):
        if count := int(gone.get(rule, 0)):
            told.append((code, {"n": count}))
    return told
