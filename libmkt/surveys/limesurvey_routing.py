"""Routing as LimeSurvey's equations: `relevance`."""

from __future__ import annotations

from collections.abc import Sequence

from libmkt.codebook import Codebook, Condition, Field, Value
from libmkt.surveys.limesurvey_codes import variable


def relevance(conditions: Sequence[Condition], codebook: Codebook) -> str:
    """Routing as an equation; all conditions must hold; "1" where everybody is asked."""
    parts = [_condition(one, codebook[one.field]) for one in conditions]
    return " and ".join(f"({part})" for part in parts) or "1"


def _condition(one: Condition, of: Field) -> str:
    """One condition; like `libmkt.codebook.routing.asked`, a missing answer leads past it."""
    if of.scale == "multiple":
        return _chosen(one, of)
    name = f"{variable(of.column or of.name)}.NAOK"
    if one.values:
        sign, joint = ("!=", " and ") if one.negated else ("==", " or ")
        equal = joint.join(f'{name} {sign} "{_code(value, of)}"' for value in one.values)
        return f"!is_empty({name}) and {equal}" if one.negated else equal
    limits = ((">=", one.low), ("<=", one.high))
    within = " and ".join(f"{name} {sign} {limit:g}" for sign, limit in limits if limit is not None)
    if one.negated:
        within = f"!({within})"
    # an empty answer would count as 0
    return f"!is_empty({name}) and {within}"


def _chosen(one: Condition, of: Field) -> str:
    """Whether one of some options is ticked (or none of them, of those who ticked any)."""
    options = {c.value: f"{variable(c.column)}.NAOK" for c in of.categories}
    wanted = " or ".join(f'{options[v]} == "Y"' for v in one.values if v in options)
    if not one.negated:
        return wanted
    some = " or ".join(f'{name} == "Y"' for name in options.values())
    return f"({some}) and !({wanted})"


def _code(value: Value, of: Field) -> str:
    codes = {code.value: code.column for code in (*of.categories, *of.missing)}
    return codes.get(value) or str(value)
