"""What needs were found: codes for a report's sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from libmkt.codebook import Codebook, Field
from libmkt.errors import N_, Message, ParameterError, Problem, Told

NO_MARGIN: Final = "no-margin"  # code of an opt-in sample
FEW: Final = 30  # answers below which no category is named
# Kano's letters, in the order in which they call for action.
_LETTERS: Final = {
    "M": "kano_must",
    "O": "kano_performance",
    "A": "kano_attractive",
    "I": "kano_indifferent",
    "R": "kano_reverse",
    "Q": "kano_contradictory",
}


def paired(codebook: Codebook, *roles: str, language: str = "en") -> dict[str, tuple[str, ...]]:
    """The items of a survey that have questions of all these roles, by their words.

    Parameters
    ----------
    codebook
        Of the survey.
    roles
        Two or three: importance and performance; minimum, desired and perceived; the two of
        a Kano pair.
    language
        Of the words, which are those of the last role's question.

    Returns
    -------
    dict
        Words to names of the questions, in the order of the roles.

    Examples
    --------
    >>> book = Codebook((Field("i1", role="importance", item="1"),
    ...                  Field("p1", label={"en": "Wi-Fi"}, role="performance", item="1")))
    >>> paired(book, "importance", "performance")
    {'Wi-Fi': ('i1', 'p1')}
    """
    each = [{one.item: one for one in codebook.having(role=role) if one.item} for role in roles]
    shared = [item for item in each[0] if all(item in other for other in each[1:])]
    texts = {item: each[-1][item].text(language) for item in shared}
    seen = list(texts.values())
    return {
        text if seen.count(text) == 1 else f"{text} ({item})": tuple(one[item].name for one in each)
        for item, text in texts.items()
    }


def ends(codebook: Codebook, items: Mapping[str, tuple[str, ...]]) -> tuple[float, float]:
    """The lowest and the highest answer of the scale that items were rated on.

    Parameters
    ----------
    codebook
        Of the survey.
    items
        Words to names of the questions, as `paired` gives them.

    Returns
    -------
    (low, high)
        Over the answers and the limits of all of them.

    Raises
    ------
    ParameterError
        The codebook has neither answers nor limits of any of them.

    Examples
    --------
    >>> from libmkt.codebook import Category
    >>> book = Codebook((Field("p1", categories=tuple(map(Category, (1, 2, 3, 4, 5)))),))
    >>> ends(book, {"Wi-Fi": ("p1",)})
    (1.0, 5.0)
    """
    fields = [codebook[name] for names in items.values() for name in names]
    values = [float(one) for field in fields for one in (*field.values, *_limits(field))]
    if not values:
        raise ParameterError(
            Message(N_("the lowest and the highest answer of these questions are not known")),
            [
                Problem(field.name, Message(N_("has neither answers nor limits in the codebook")))
                for field in fields
            ],
        )
    return min(values), max(values)


def _limits(field: Field) -> list[float]:
    return [one for one in (field.minimum, field.maximum) if one is not None]


def drawn_doubt(found: pd.DataFrame, drawn: str, *, none: str = "drawn_none") -> str:
    """The code of what is said under a figure or a table of its doubt.

    Parameters
    ----------
    found
        What is shown, with a column note; may have no rows.
    drawn
        The code where there are intervals.
    none
        The code where there is no margin of error; of a census it is "drawn_all".

    Returns
    -------
    str
        `drawn`, `none` or "drawn_all".

    Examples
    --------
    >>> drawn_doubt(pd.DataFrame({"note": ["no-margin;too-few"]}), "drawn_crosses")
    'drawn_none'
    """
    codes = set(";".join(map(str, found["note"])).split(";")) if "note" in found else set()
    return none if NO_MARGIN in codes else "drawn_all" if "census" in codes else drawn


def shortfall_told(found: pd.DataFrame) -> list[Told]:
    """Where performance falls furthest short of importance, and which items call for work.

    Parameters
    ----------
    found
        Result of `rated`; may have no rows.

    Returns
    -------
    list of (code, fields)
        Nothing of no rows; else "shortfall_largest" (item, gap) or "shortfall_none";
        "concentrate_on" (n, items) or "concentrate_none"; "undecided_items" (n).  Where nothing
        has an interval "concentrate_bare" (n, items), if there are any, and "fields_open".
        The gap is performance less importance, in points of the scale; items are parted
        by "; ".

    Examples
    --------
    >>> found = pd.DataFrame({"item": ["Wi-Fi", "Hours"], "gap": [-1.5, 0.2],
    ...     "field": ["concentrate", "keep_up"], "importance_low": [4.2, 4.0],
    ...     "undecided": [False, True]})
    >>> [code for code, _fields in shortfall_told(found)]
    ['shortfall_largest', 'concentrate_on', 'undecided_items']
    """
    known = found.sort_values("gap", kind="stable")
    if known.empty:
        return []
    worst = known.iloc[0]
    told: list[Told] = [
        ("shortfall_largest", {"item": worst["item"], "gap": worst["gap"]})
        if worst["gap"] < 0
        else ("shortfall_none", {})
    ]
    low = known[known["field"] == "concentrate"]
    if known["importance_low"].isna().all():
        fields = {"n": len(low), "items": "; ".join(low["item"])}
        return [*told, *([("concentrate_bare", fields)] if len(low) else []), ("fields_open", {})]
    clear = low[~low["undecided"]]
    told.append(
        ("concentrate_on", {"n": len(clear), "items": "; ".join(clear["item"])})
        if len(clear)
        else ("concentrate_none", {})
    )
    if undecided := int(known["undecided"].sum()):
        told.append(("undecided_items", {"n": undecided}))
    return told


def kano_told(items: pd.DataFrame) -> list[Told]:
    """Which services are a must, pay by the measure, delight or do not matter: only clear ones.

    Parameters
    ----------
    items
        `Kano.items`.

    Returns
    -------
    list of (code, fields)
        What is clear, by what it calls for, "kano_few" and "kano_unclear"; where nothing has a
        margin of error, "kano_open" and "kano_few".  Fields: n, items (parted by "; ").

    Examples
    --------
    >>> items = pd.DataFrame({"item": ["Wi-Fi", "Café"], "category": ["M", "A"], "n": [90, 20],
    ...                       "clear": [True, False]})
    >>> [(code, fields["items"]) for code, fields in kano_told(items)]
    [('kano_must', 'Wi-Fi'), ('kano_few', 'Café')]
    """
    told: list[Told] = []
    bare = bool(len(items)) and bool(without_margin(items).all())
    if bare and (items["n"] >= FEW).any():
        told.append(("kano_open", {}))
    for letter, code in _LETTERS.items():
        mine = items[(items["category"] == letter) & items["clear"]]
        if len(mine):
            told.append((code, {"n": len(mine), "items": "; ".join(mine["item"])}))
    few = items[items["n"] < FEW]
    if len(few):
        told.append(("kano_few", {"least": FEW, "items": "; ".join(few["item"])}))
    unclear = items[~items["clear"] & (items["n"] >= FEW)]
    if len(unclear) and not bare:
        told.append(("kano_unclear", {"n": len(unclear), "items": "; ".join(unclear["item"])}))
    return told


def kano_shown(items: pd.DataFrame) -> pd.DataFrame:
    """`Kano.items` with the names' codes in place of the letters, and "open" where it is unclear.

    Without a margin of error nothing is clear: then each that enough people answered has the
    name of its largest share.

    Returns
    -------
    DataFrame
        The same rows; category: "kano_M", "kano_O", "kano_A", "kano_I", "kano_R", "kano_Q" or
        "open".

    Examples
    --------
    >>> kano_shown(pd.DataFrame({"category": ["M", "A"], "clear": [True, False]}))
      category  clear
    0   kano_M   True
    1     open  False
    """
    enough = items["n"] >= FEW if "n" in items else True
    shown = items["clear"].astype(bool) | (without_margin(items) & enough)
    return items.assign(category=("kano_" + items["category"].astype(str)).where(shown, "open"))


def without_margin(items: pd.DataFrame) -> pd.Series:
    """Which items say in their note that there is no margin of error."""
    notes = items["note"] if "note" in items else pd.Series("", index=items.index)
    return notes.astype(str).str.split(";").map(lambda codes: NO_MARGIN in codes).astype(bool)
