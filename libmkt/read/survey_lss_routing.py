"""The relevance equations of LimeSurvey that say "asked where another answer was so"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from libmkt.codebook.records import Condition, Field, Value
from libmkt.codebook.values import typed

_TERM = re.compile(
    r"\(*\s*(?P<name>[\w]+?)(?:\.(?:NAOK|value|code))?\s*(?P<sign>==|!=|>=|<=|>|<)\s*"
    r"[\"']?(?P<value>[^\"')]*)[\"']?\s*\)*"
)

_ANSWERED = re.compile(r"\(*\s*!\s*is_empty\([\w.]+\)\s*\)*")


def conditions(
    equation: str, places: Mapping[str, str], fields: Sequence[Field]
) -> tuple[Condition, ...]:
    """The routing that an equation says, where it is made of comparisons with values.

    Parameters
    ----------
    equation
        ``((245554X1X4.NAOK == "66"))``, ``Q1.NAOK == "Y" and Q2.NAOK > 3``.
    places
        LimeSurvey's numbers of questions (survey X group X question) to their codes.
    fields
        Those that there are.

    Returns
    -------
    tuple
        Conditions that must all hold; empty where the equation says more than these can.

    Examples
    --------
    >>> conditions('((1X2X3.NAOK == "Y" or 1X2X3.NAOK == "U"))', {"1X2X3": "member"},
    ...            [Field("member")])
    (Condition(field='member', values=('Y', 'U'), low=None, high=None, negated=False),)
    >>> from libmkt.codebook import Category
    >>> conditions('(why_far.NAOK == "Y")', {}, [
    ...     Field("why", "multiple", categories=(Category("far"),))])
    (Condition(field='why', values=('far',), low=None, high=None, negated=False),)
    """
    text = equation.strip()
    if text in ("", "1"):
        return ()
    known = {one.name: one for one in fields}
    options = _options(fields)
    found: list[Condition] = []
    for part in re.split(r"\s+and\s+|&&", text):
        if _ANSWERED.fullmatch(part.strip()):
            continue  # every condition passes over those who did not answer
        terms = [_TERM.fullmatch(term.strip()) for term in re.split(r"\s+or\s+|\|\|", part)]
        if ticked := _ticked(terms, options):
            found.append(ticked)
            continue
        names = {places.get(t["name"], t["name"]) for t in terms if t}
        if None in terms or len(names) != 1 or not names <= set(known):
            return ()
        one = _condition(known[names.pop()], [(t["sign"], t["value"]) for t in terms if t])
        if one is None:
            return ()
        found.append(one)
    return tuple(found)


def _ticked(
    terms: Sequence[re.Match[str] | None], options: Mapping[str, tuple[str, Value]]
) -> Condition | None:
    """Options of one question of which any is ticked; None where a term says something else."""
    chosen = [
        options[t["name"]]
        for t in terms
        if t and t["name"] in options and (t["sign"], t["value"]) == ("==", "Y")
    ]
    if len(chosen) < len(terms) or len({name for name, _value in chosen}) != 1:
        return None
    return Condition(chosen[0][0], tuple(value for _name, value in chosen))


def _options(fields: Sequence[Field]) -> dict[str, tuple[str, Value]]:
    """The variable of each option of several answers, ``why_far``, to its field and code."""
    return {
        f"{one.name}_{code.value}": (one.name, code.value)
        for one in fields
        if one.scale == "multiple"
        for code in one.categories
    }


def _condition(field: Field, terms: list[tuple[str, str]]) -> Condition | None:
    signs = {sign for sign, _value in terms}
    values = tuple(typed(value, field.type) for _sign, value in terms)
    if signs == {"=="}:
        return Condition(field.name, values)
    if signs == {"!="} and len(terms) == 1:
        return Condition(field.name, values, negated=True)
    if len(terms) == 1 and signs <= {">=", "<="} and isinstance(values[0], (int, float)):
        low = float(values[0]) if signs == {">="} else None
        return Condition(field.name, low=low, high=None if low is not None else float(values[0]))
    return None
