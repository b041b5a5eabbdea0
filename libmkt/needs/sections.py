"""The parts of a report on needs; what a survey does not ask is an empty table, and is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from libmkt.codebook import Codebook, turned
from libmkt.errors import N_, DataError, Message, ParameterError, Problem, Told
from libmkt.needs.derived import derived_importance
from libmkt.needs.importance import COLUMNS, importance_performance
from libmkt.needs.kano import Kano, kano
from libmkt.needs.telling import FEW, ends, paired
from libmkt.stats.design import Design

PAIRS: Final = (("importance", "performance"), ("kano_functional", "kano_dysfunctional"))
DRAWN: Final = 15  # services in a figure of a row each; more of long names do not fit a page
_AN_ITEM: Final = 10  # persons whom each item of a regression needs
_KANO: Final = ("item", "category", "strength", "better", "worse", "clear", "questionable", "n")
_DERIVED: Final = ("item", "label", "n", "share", "share_low", "share_high", "r_squared")


@dataclass(frozen=True, eq=False)
class Derived:
    """Which ratings go together with satisfaction as a whole, or why that is not computed."""

    table: pd.DataFrame  # a row an item, the largest part first
    told: list[Told] = field(default_factory=list)  # codes of sentences

    def __str__(self) -> str:
        return f"Derived importance of {len(self.table)} items"


def rated(
    table: pd.DataFrame, codebook: Codebook, design: Design, *, language: str = "en"
) -> pd.DataFrame:
    """`importance_performance` of all services that a survey asks both of.

    Parameters
    ----------
    table, codebook, design
        The answers, what they mean and how the sample was drawn; reversed ratings are turned.
    language
        Of the services' names.

    Returns
    -------
    DataFrame
        As `importance_performance`, the largest shortfall first, the limits of both means held
        to the scale; no rows where the survey does not ask for both, or nobody answered.

    Examples
    --------
    >>> rated(pd.DataFrame({"a": [1]}), Codebook(()), Design()).empty
    True
    """
    pairs = _answered(table, paired(codebook, *PAIRS[0], language=language))
    if not pairs:
        return pd.DataFrame(columns=list(COLUMNS))
    table, codebook = turned(table, codebook, [name for pair in pairs.values() for name in pair])
    scale = ends(codebook, pairs)
    found = importance_performance(table, pairs, design, ends=scale)
    crosses = ["importance_low", "importance_high", "performance_low", "performance_high"]
    found[crosses] = found[crosses].clip(*scale)
    return found.sort_values("gap", kind="stable").reset_index(drop=True)


def ratings_shown(ratings: pd.DataFrame) -> pd.DataFrame:
    """`rated` as a table shows it: the code "open" for a field that its cross leaves open.

    Returns
    -------
    DataFrame
        The same rows and columns.  Without any interval each keeps the field of those who
        answered.

    Examples
    --------
    >>> found = pd.DataFrame({"item": ["Wi-Fi"], "importance_low": [4.1],
    ...                       "field": ["concentrate"], "undecided": [True]})
    >>> ratings_shown(found)["field"].tolist()
    ['open']
    """
    unclear = ratings["undecided"].astype(bool) & bool(ratings["importance_low"].notna().any())
    return ratings.assign(field=ratings["field"].astype(object).mask(unclear, "open"))


def wanted(
    table: pd.DataFrame,
    codebook: Codebook,
    design: Design,
    *,
    language: str = "en",
    replicates: int = 300,
) -> Kano:
    """`kano` of all services that a survey asks in Kano's pairs.

    Parameters
    ----------
    table, codebook, design, language
        As of `rated`.
    replicates
        Bootstrap samples.

    Returns
    -------
    Kano
        Without items where the survey does not ask so, or nobody answered.  Of fewer than 30
        answers none is clear, however much they agree.

    Raises
    ------
    ParameterError
        The codebook marks a question of a pair as reversed.

    Examples
    --------
    >>> len(wanted(pd.DataFrame({"a": [1]}), Codebook(()), Design()).items)
    0
    """
    pairs = _answered(table, paired(codebook, *PAIRS[1], language=language))
    if not pairs:
        return Kano(pd.DataFrame(columns=list(_KANO)), pd.DataFrame(), 0.95)
    _check_kano(codebook, pairs)
    found = kano(table, pairs, design, replicates=replicates)
    items = found.items.assign(clear=found.items["clear"] & (found.items["n"] >= FEW))
    return replace(found, items=items)


def _check_kano(codebook: Codebook, pairs: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse what may be read in two ways: 1 is "I like it" in Kano's own codes already."""
    names = [name for pair in pairs.values() for name in pair if codebook[name].reverse]
    if names:
        what = Message(N_("is marked as reversed in the codebook"))
        hint = N_('Code "I like it" as 1 and "I dislike it" as 5, and take the mark away')
        raise ParameterError(
            Message(N_("Kano's pairs cannot be read")),
            [Problem(name, what) for name in names],
            [Message(hint)],
        )


def derived(
    table: pd.DataFrame,
    codebook: Codebook,
    design: Design,
    *,
    overall: str,
    language: str = "en",
    replicates: int = 200,
) -> Derived:
    """`derived_importance` of the services' ratings for satisfaction as a whole.

    Parameters
    ----------
    table, codebook, design, language
        As of `rated`.
    overall
        Name of the question of satisfaction as a whole; "" where there is none.
    replicates
        Bootstrap samples.

    Returns
    -------
    Derived
        Table: as `derived_importance`, with label (the service), share_low and share_high
        (the limits as parts of what the ratings explain), the largest first; of more than
        `DRAWN` how many a figure leaves out is told.  It has no rows,
        and the reason is told, where something is not asked or fewer than ten persons an item
        answered.  Items that all rated alike are left out and told.  Which way round a rating
        was asked changes nothing: parts of what is explained know no direction.

    Examples
    --------
    >>> found = derived(pd.DataFrame({"a": [1]}), Codebook(()), Design(), overall="")
    >>> len(found.table), found.told
    (0, [('derived_not_asked', {})])
    """
    pairs = _answered(table, paired(codebook, *PAIRS[0], language=language))
    items = {name: text for text, (_first, name) in pairs.items()}
    if not overall or not items:
        return _none("derived_not_asked")
    flat = [name for name in items if table[name].nunique() < 2]
    used = [name for name in items if name not in flat]
    told: list[Told] = []
    if flat:
        told.append(("derived_same", {"items": "; ".join(items[name] for name in flat)}))
    n = int((table[overall].notna() & table[used].notna().any(axis=1)).sum())
    least = _AN_ITEM * len(used)
    if n < least or len(used) < 2:
        return _none("derived_few", n=n, items=len(used), least=max(least, 2 * _AN_ITEM))
    try:
        found = derived_importance(
            table, used, overall, design, pairs="pairwise", replicates=replicates
        )
    except DataError:  # ratings that follow from one another, or pairs that clash
        return _none("derived_tangled")
    parts = found.assign(
        label=found["item"].map(items),
        share_low=found["conf_low"] / found["r_squared"],
        share_high=found["conf_high"] / found["r_squared"],
    ).sort_values("share", ascending=False, kind="stable")
    best = parts.iloc[0]
    fields = {"label": best["label"], "share": best["share"], "explained": best["r_squared"]}
    if len(parts) > DRAWN:
        told.insert(0, ("derived_rest", {"n": len(parts) - DRAWN}))
    return Derived(parts.reset_index(drop=True), [("derived_most", fields), *told])


def _none(code: str, **fields: Any) -> Derived:
    return Derived(pd.DataFrame(columns=list(_DERIVED)), [(code, fields)])


def unanswered_told(table: pd.DataFrame, codebook: Codebook, *, language: str = "en") -> list[Told]:
    """Services that are left out because nobody answered both of their questions.

    Parameters
    ----------
    table, codebook, language
        As of `rated`.

    Returns
    -------
    list of (code, fields)
        "items_unanswered" (items: their names); nothing where there are none.

    Examples
    --------
    >>> from libmkt.codebook import Field
    >>> book = Codebook((Field("i1", role="importance", item="1", label={"en": "Wi-Fi"}),
    ...                  Field("p1", role="performance", item="1", label={"en": "Wi-Fi"})))
    >>> unanswered_told(pd.DataFrame({"i1": [1, None], "p1": [None, 2]}), book)
    [('items_unanswered', {'items': 'Wi-Fi'})]
    """
    asked = [
        pair for roles in PAIRS for pair in paired(codebook, *roles, language=language).items()
    ]
    gone = [text for text, names in asked if not _answered(table, {text: names})]
    return [("items_unanswered", {"items": "; ".join(gone)})] if gone else []


def _answered(
    table: pd.DataFrame, pairs: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, str]]:
    """The pairs of which somebody answered both questions."""
    return {
        text: (first, second)
        for text, (first, second) in pairs.items()
        if {first, second} <= set(table.columns)
        and (table[first].notna() & table[second].notna()).any()
    }


def other_questions(
    table: pd.DataFrame, codebook: Codebook, *, known: pd.DataFrame | None = None
) -> list[str]:
    """The closed questions that no pair or triple of ratings is made of, for a plain table.

    Parameters
    ----------
    table, codebook
        The answers, and what they mean.
    known
        What is known of all readers (variable, category, target): these questions stand in a
        table of their own, where a weighted share would give a small group away that was
        joined with another to be weighted.

    Returns
    -------
    list of str
        Their names, in the order of the questionnaire.

    Examples
    --------
    >>> from libmkt.codebook import Field
    >>> book = Codebook((Field("i1", role="importance", item="1"), Field("sex")))
    >>> other_questions(pd.DataFrame({"i1": [1], "sex": [1]}), book)
    ['i1', 'sex']
    """
    roles = (*PAIRS, ("minimum", "desired", "perceived"))
    apart = {name for each in roles for names in paired(codebook, *each).values() for name in names}
    apart |= set() if known is None else set(known["variable"])
    return [
        one.name
        for one in codebook.fields
        if one.name not in apart
        and one.role not in ("weight", "fpc", "replicate")
        and one.scale in ("nominal", "ordinal", "multiple", "interval")
        and all(column in table for column in one.columns)
    ]
