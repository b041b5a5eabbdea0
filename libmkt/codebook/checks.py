"""What no codebook may say, wherever it is written: `faults`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from libmkt.codebook.reading import PARADATA
from libmkt.codebook.records import ROLES, SCALES, TYPES, Codebook, Condition, Field, Value
from libmkt.errors import N_, Message
from libmkt.yamlfile import nearest

RESERVED: Final = ("respondent", *PARADATA)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in which field, in which part of it, at which entry of that part."""

    field: int  # number of the field, from 0
    part: str  # attribute of `Field`
    what: Message
    entry: int | None = None  # number of the category, missing code or condition, from 0


def faults(codebook: Codebook) -> list[Fault]:
    """Everything in a codebook that contradicts itself, in order of the fields.

    >>> book = Codebook((Field("q", "ordinal", "integer", minimum=5, maximum=1),))
    >>> [(one.part, str(one.what)) for one in faults(book)]
    [('categories', 'an ordered scale needs its answers'), ('minimum', '5 is above the maximum 1')]
    """
    found = [Fault(n, *told) for n, told in _named(codebook)]
    for number, one in enumerate(codebook.fields):
        found += [Fault(number, part, what, entry) for part, what, entry in _field(one)]
        found += [
            Fault(number, "relevant", what, entry)
            for entry, condition in enumerate(one.relevant)
            for what in _condition(condition, one, codebook)
        ]
        if one.other_of and one.other_of not in codebook:
            found.append(Fault(number, "other_of", _no_field(one.other_of, codebook)))
    return sorted(found, key=lambda fault: fault.field)


def _named(codebook: Codebook) -> Iterator[tuple[int, tuple[str, Message]]]:
    """Names that are empty, taken, or stand twice."""
    counts = Counter(codebook.names)
    columns = Counter(codebook.columns)
    for number, one in enumerate(codebook.fields):
        if not one.name.strip():
            yield number, ("name", Message(N_("a field has no name")))
        elif one.name in RESERVED:
            what = N_("{name} is a name that libmkt uses itself: choose another")
            yield number, ("name", Message(what, {"name": one.name}))
        elif counts[one.name] > 1 or (one.scale != "multiple" and columns[one.name] > 1):
            yield number, ("name", Message(N_("{name} stands here twice"), {"name": one.name}))


def _field(one: Field) -> Iterator[tuple[str, Message, int | None]]:
    """What contradicts itself within one field."""
    for part, value, known in (("scale", one.scale, SCALES), ("type", one.type, TYPES)):
        if value not in known:
            yield part, _unknown(value, known), None
    if one.role and one.role not in ROLES:
        yield "role", _unknown(one.role, ROLES), None
    if one.scale in ("ordinal", "multiple") and not one.categories:
        what = N_("an ordered scale needs its answers")
        many = N_("a question with several answers needs its options")
        yield "categories", Message(what if one.scale == "ordinal" else many), None
    if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
        fields = {"low": f"{one.minimum:g}", "high": f"{one.maximum:g}"}
        yield "minimum", Message(N_("{low} is above the maximum {high}"), fields), None
    yield from _codes(one)
    for part, texts in (("label", one.label), ("wording", one.wording)):
        for language in texts:
            if not _LANGUAGE.fullmatch(language):
                what = N_("{name} is no language: kaa, uz, ru, en ...")
                yield part, Message(what, {"name": language}), None


def _codes(one: Field) -> Iterator[tuple[str, Message, int | None]]:
    """Codes that stand twice, are not of the field's type, or lie outside its range."""
    counts = Counter(str(value) for value in one.values)
    counts.update(str(code.value) for code in one.missing)
    for part, codes in (("categories", one.categories), ("missing", one.missing)):
        for entry, code in enumerate(codes):
            if counts[str(code.value)] > 1:
                yield part, Message(N_("code {code} stands twice"), {"code": code.value}), entry
            elif part == "categories" and one.scale != "multiple" and not _fits(code.value, one):
                what = N_("code {code} is not of type {type}")
                yield part, Message(what, {"code": code.value, "type": one.type}), entry
            elif part == "categories" and _outside(code.value, one):
                yield part, Message(N_("code {code} is out of range"), {"code": code.value}), entry


def _fits(value: Value, one: Field) -> bool:
    if one.type == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if one.type == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return one.type not in ("string",) or isinstance(value, str)


def _outside(value: Value, one: Field) -> bool:
    if isinstance(value, str):
        return False
    low, high = one.minimum, one.maximum
    return (low is not None and value < low) or (high is not None and value > high)


def _condition(one: Condition, of: Field, codebook: Codebook) -> Iterator[Message]:
    """A routing that asks a field or a code that is not there, or that asks itself."""
    if one.field not in codebook:
        yield _no_field(one.field, codebook)
        return
    if one.field == of.name:
        yield Message(N_("{name} is routed by its own answer"), {"name": of.name})
    other = codebook[one.field]
    known = (*other.values, *(code.value for code in other.missing))
    for value in one.values:
        if other.categories and value not in known:
            fields = {"name": one.field, "code": value}
            yield Message(N_("{name} has no code {code}"), fields)
    if not one.values and one.low is None and one.high is None:
        yield Message(N_("the routing by {name} says no values"), {"name": one.field})


def _no_field(name: str, codebook: Codebook) -> Message:
    meant = nearest(name, codebook.names)
    if meant:
        what = N_("there is no field {name}; did you mean {meant}?")
        return Message(what, {"name": name, "meant": meant})
    return Message(N_("there is no field {name}"), {"name": name})


def _unknown(value: str, known: tuple[str, ...]) -> Message:
    fields = {"name": value, "known": ", ".join(known)}
    return Message(N_("{name} is not known here; known: {known}"), fields)
