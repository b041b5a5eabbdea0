"""Routing and limits of a questionnaire in the terms of an XLSForm: names and XPath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from libmkt.codebook import Category, Codebook, Condition, Field, Texts, Value

# What a phone says when a number is out of range: a form's own text, in its languages.
_RANGE: Final = {
    "kaa": "{low} – {high} aralıǵındaǵı sandı jazıń",
    "uz": "{low} – {high} oraligʻidagi sonni yozing",
    "ru": "Введите число: {low} – {high}",
    "en": "Enter a number: {low} – {high}",
}


def name_of(one: Field) -> str:
    """What the form calls a question: its column in the export, or its own name."""
    return one.column or one.name


def choice(code: Category) -> str:
    """What the form calls an answer: the part after the last stroke of an option's column.

    >>> choice(Category(True, column="uses/wifi")), choice(Category(2))
    ('wifi', '2')
    """
    return (code.column or str(code.value)).rpartition("/")[2]


def limits_of(one: Field) -> tuple[str, Texts]:
    """The constraint of a number, and what is said when it is broken; codes of no answer pass.

    >>> limits, told = limits_of(Field("age", "interval", "integer", minimum=6, maximum=120))
    >>> limits, told["en"]
    ('. >= 6 and . <= 120', 'Enter a number: 6 – 120')
    """
    if one.categories or one.scale != "interval":
        return "", {}
    low = None if one.minimum is None else f"{one.minimum:g}"
    high = None if one.maximum is None else f"{one.maximum:g}"
    within = [f". {sign} {limit}" for sign, limit in ((">=", low), ("<=", high)) if limit]
    if not within:
        return "", {}
    allowed = " and ".join(within)
    if one.missing:
        allowed = " or ".join([f"({allowed})", *(f". = {code.value}" for code in one.missing)])
    ends = {"low": low or "", "high": high or ""}
    return allowed, {language: text.format(**ends) for language, text in _RANGE.items()}


def relevant(conditions: Sequence[Condition], codebook: Codebook) -> str:
    """Routing as XPath; all conditions must hold.

    >>> book = Codebook((Field("ever", categories=(Category(1), Category(2))),))
    >>> relevant([Condition("ever", values=(2,))], book)
    "${ever} = '2'"
    """
    parts = [_condition(one, codebook[one.field]) for one in conditions]
    return " and ".join(
        f"({part})" if " or " in part and len(parts) > 1 else part for part in parts
    )


def _condition(one: Condition, of: Field) -> str:
    """One condition; like `libmkt.codebook.routing.asked`, a missing answer leads past it."""
    name = "${" + name_of(of) + "}"
    if of.scale == "multiple":
        chosen = " or ".join(f"selected({name}, {_quoted(v, of)})" for v in one.values)
        return f"{name} != '' and not({chosen})" if one.negated else chosen
    if one.values:
        equal = " or ".join(f"{name} = {_quoted(value, of)}" for value in one.values)
    else:
        limits = ((">=", one.low), ("<=", one.high))
        equal = " and ".join(f"{name} {sign} {limit:g}" for sign, limit in limits
                             if limit is not None)  # fmt: skip
    return f"{name} != '' and not({equal})" if one.negated else equal


def _quoted(value: Value, of: Field) -> str:
    code = next((c for c in (*of.categories, *of.missing) if c.value == value), Category(value))
    return f"'{choice(code)}'"
