"""A Table Schema as it was read from JSON, to a `Codebook`: every mistake with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from libmkt.codebook.checks import Fault, faults
from libmkt.codebook.records import Category, Codebook, Condition, Field, Scale, Type
from libmkt.codebook.replication import doubts, read_replication
from libmkt.codebook.values import (
    Say,
    is_value,
    list_of,
    number_of,
    text_of,
    texts_of,
    truth_of,
    typed,
)
from libmkt.errors import N_, Problem
from libmkt.yamlfile import nearest

OWN = "libmkt:"
# Types of the standard that have no place here are read as the nearest that has.
_AS = {"year": "integer", "any": "string", "time": "string", "yearmonth": "string",
       "duration": "string"}  # fmt: skip
_NAMES = {  # our names beyond the standard, to the attributes of a field
    "scale": "scale", "label": "label", "wording": "wording", "waves": "waves",
    "relevant": "relevant", "battery": "battery", "role": "role", "item": "item",
    "otherOf": "other_of", "reverse": "reverse", "column": "column", "set": "set",
    "option": "option", "required": "required", "missing": "missing",
}  # fmt: skip
_TOP = ("name", "title", "wave", "languages", "source", "sets", "replicates")
_PLACES = {  # where an attribute of a field stands in the file
    "minimum": "constraints.minimum", "maximum": "constraints.maximum",
    "missing": "missingValues", "name": "name", "type": "type", "categories": "categories",
}  # fmt: skip


def loaded(data: Any, problems: list[Problem]) -> Codebook:
    """The codebook that a parsed file holds; what is wrong is added to `problems`.

    Parameters
    ----------
    data
        What `json.loads` gave.
    problems
        Grows by a line a mistake; while it is empty, the codebook is usable.
    """
    say = Say(problems)
    if not isinstance(data, dict):
        say("", N_("expected names with values"))
        return Codebook(())
    _known_names(data, "", _TOP, say)
    entries = list_of(data.get("fields"), "fields", say, needed=True)
    sets = {
        str(one.get("name", "")): (f"{OWN}sets[{n}]", one)
        for n, one in enumerate(list_of(data.get(OWN + "sets"), OWN + "sets", say))
        if isinstance(one, dict)
    }
    general = _missing(data.get("missingValues"), "missingValues", "string", say)
    fields: list[Field] = []
    places: list[str] = []
    options = _options(entries, sets, say)
    for number, entry in enumerate(entries):
        place = f"fields[{number}]"
        if not isinstance(entry, dict):
            say(place, N_("expected names with values"))
            continue
        name = text_of(entry, OWN + "set", place, say)
        if name and name in options:
            place, whole = sets.get(name, (place, {}))
            fields.append(_multiple(name, whole, options.pop(name), place, say))
            places.append(place)
        elif not name:
            fields.append(_single(entry, place, general, say))
            places.append(place)
    codebook = Codebook(
        tuple(fields),
        name=text_of(data, OWN + "name", "", say),
        title=texts_of(data, OWN + "title", "", say) or _titled(data),
        wave=text_of(data, OWN + "wave", "", say),
        languages=tuple(
            str(one) for one in list_of(data.get(OWN + "languages"), OWN + "languages", say)
        )
        or ("en",),
        source=text_of(data, OWN + "source", "", say),
        replication=read_replication(data.get(OWN + "replicates"), OWN + "replicates", say),
    )
    if not problems:
        problems += [Problem(_place(fault, places), fault.what) for fault in faults(codebook)]
        problems += [Problem(OWN + "replicates", what) for what in doubts(codebook)]
    return codebook


def _place(fault: Fault, places: list[str]) -> str:
    part = _PLACES.get(fault.part) or OWN + {v: k for k, v in _NAMES.items()}[fault.part]
    entry = "" if fault.entry is None else f"[{fault.entry}]"
    return f"{places[fault.field]}.{part}{entry}"


def _titled(data: dict[str, Any]) -> dict[str, str]:
    title = data.get("title")
    return {"en": title} if isinstance(title, str) and title else {}


def _single(entry: dict[str, Any], place: str, general: tuple[Category, ...], say: Say) -> Field:
    """A schema's field that is a question of its own."""
    _known_names(entry, place + ".", tuple(_NAMES), say)
    kind = _AS.get(str(entry.get("type", "string")), entry.get("type", "string"))
    limits = entry.get("constraints", {})
    if not isinstance(limits, dict):
        say(f"{place}.constraints", N_("expected names with values"), limits)
        limits = {}
    categories = _categories(entry.get("categories"), f"{place}.categories", say)
    if not categories and isinstance(limits.get("enum"), list):
        categories = _categories(limits["enum"], f"{place}.constraints.enum", say)
    missing = _missing(entry.get("missingValues"), f"{place}.missingValues", str(kind), say)
    return Field(
        **_own(entry, place, say),
        name=text_of(entry, "name", place, say, needed=True),
        scale=entry.get(OWN + "scale") or _scale(kind, categories, entry),
        type=kind,
        categories=categories,
        missing=missing or tuple(replace(c, value=typed(c.value, str(kind))) for c in general),
        minimum=number_of(limits, "minimum", f"{place}.constraints", say),
        maximum=number_of(limits, "maximum", f"{place}.constraints", say),
        required=truth_of(limits, "required", f"{place}.constraints", say),
    )


def _scale(kind: Any, categories: tuple[Category, ...], entry: dict[str, Any]) -> Scale:
    """The scale of a field that does not say it."""
    if categories:
        return "ordinal" if entry.get("categoriesOrdered") is True else "nominal"
    if kind in ("date", "datetime"):
        return "date"
    return "interval" if kind in ("integer", "number") else "text"


def _multiple(
    name: str, whole: dict[str, Any], options: list[Category], place: str, say: Say
) -> Field:
    """A question with several answers, from its set and its boolean fields."""
    _known_names(whole, place + ".", tuple(_NAMES), say)
    kind: Type = "string"
    return Field(
        **_own(whole, place, say),
        name=name,
        scale="multiple",
        type=kind,
        categories=tuple(options),
        missing=_missing(whole.get(OWN + "missing"), f"{place}.{OWN}missing", kind, say),
        required=truth_of(whole, OWN + "required", place, say),
    )


def _options(entries: list[Any], sets: dict[str, Any], say: Say) -> dict[str, list[Category]]:
    """The options of each set, in the order of the file."""
    found: dict[str, list[Category]] = {}
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or not entry.get(OWN + "set"):
            continue
        place = f"fields[{number}]"
        name, value = str(entry[OWN + "set"]), entry.get(OWN + "option")
        if name not in sets:
            say(f"{place}.{OWN}set", N_("{name} is not among the sets"), name=name)
        if not is_value(value):
            say(f"{place}.{OWN}option", N_("expected a code: text or a number"), value)
            continue
        label = texts_of(entry, OWN + "label", place, say) or _titled(entry)
        column = text_of(entry, OWN + "column", place, say)
        found.setdefault(name, []).append(Category(value, label, column))
    for name, (place, _whole) in sets.items():
        if name not in found:
            say(place, N_("the set {name} has no fields"), name=name)
    return found


def _own(entry: dict[str, Any], place: str, say: Say) -> dict[str, Any]:
    """What is beyond the standard and the same for single and multiple questions."""
    waves = entry.get(OWN + "waves", {})
    if not isinstance(waves, dict):
        say(f"{place}.{OWN}waves", N_("expected names with values"), waves)
        waves = {}
    texts = {
        "label": texts_of(entry, OWN + "label", place, say) or _titled(entry),
        "wording": texts_of(entry, OWN + "wording", place, say),
        "waves": {w: texts_of(waves, w, f"{place}.{OWN}waves", say) for w in waves},
    }
    conditions = list_of(entry.get(OWN + "relevant"), f"{place}.{OWN}relevant", say)
    routing = [
        _condition(one, f"{place}.{OWN}relevant[{n}]", say) for n, one in enumerate(conditions)
    ]
    return {
        **texts,
        "relevant": tuple(one for one in routing if one is not None),
        "battery": text_of(entry, OWN + "battery", place, say),
        "role": text_of(entry, OWN + "role", place, say),
        "item": text_of(entry, OWN + "item", place, say),
        "other_of": text_of(entry, OWN + "otherOf", place, say),
        "column": text_of(entry, OWN + "column", place, say),
        "reverse": truth_of(entry, OWN + "reverse", place, say),
    }


def _condition(one: Any, place: str, say: Say) -> Condition | None:
    if not isinstance(one, dict):
        say(place, N_("expected names with values"), one)
        return None
    values = list_of(one.get("values"), f"{place}.values", say)
    for n, value in enumerate(values):
        if not is_value(value):
            say(f"{place}.values[{n}]", N_("expected a code: text or a number"), value)
    return Condition(
        field=text_of(one, "field", place, say, needed=True),
        values=tuple(value for value in values if is_value(value)),
        low=number_of(one, "low", place, say),
        high=number_of(one, "high", place, say),
        negated=truth_of(one, "negated", place, say),
    )


def _categories(entries: Any, place: str, say: Say) -> tuple[Category, ...]:
    """Categories as the standard has them: plain values, or values with labels."""
    found = []
    for number, one in enumerate(list_of(entries, place, say)):
        here = f"{place}[{number}]"
        value = one.get("value") if isinstance(one, dict) else one
        if not is_value(value):
            say(here, N_("expected a code: text or a number"), value)
            continue
        label: dict[str, str] = {}
        if isinstance(one, dict):
            label = texts_of(one, OWN + "label", here, say)
            plain = text_of(one, "label", here, say)
            if not label and plain and plain != str(value):
                label = {"en": plain}
        column = text_of(one, OWN + "column", here, say) if isinstance(one, dict) else ""
        found.append(Category(value, label, column))
    return tuple(found)


def _missing(entries: Any, place: str, kind: str, say: Say) -> tuple[Category, ...]:
    """Codes for no answer; the empty text, which every file has, is none."""
    codes = _categories(entries, place, say)
    return tuple(
        replace(one, value=typed(one.value, kind)) for one in codes if str(one.value).strip()
    )


def _known_names(entry: dict[str, Any], place: str, known: tuple[str, ...], say: Say) -> None:
    """Refuse names of ours that are not known: a slip of the pen would lose what it says."""
    for name in entry:
        own = name.removeprefix(OWN)
        if name.startswith(OWN) and own not in known:
            meant = nearest(own, known)
            what = N_("{name} is not known here; known: {known}")
            say(place + name, what, name=name, known=OWN + meant if meant else ", ".join(known))
