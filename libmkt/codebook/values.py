"""Entries of parsed JSON, each taken as what it must be or told with its place."""

from __future__ import annotations

from typing import Any, TypeGuard

from libmkt.codebook.records import Value
from libmkt.errors import N_, Message, Problem


class Say:
    """Collects what is wrong, each with its place in the file."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def __call__(self, place: str, what: str, found: Any = None, **fields: Any) -> None:
        told = Message(N_("found: {value}"), {"value": str(found)[:80]})
        self.problems.append(
            Problem(place, Message(what, fields), told if found is not None else None)
        )


def is_value(value: Any) -> TypeGuard[Value]:
    """Whether a value can be a code: text or a number."""
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def typed(value: Value, kind: str) -> Value:
    """A code that a file writes as text, as the type of its field; text where it is no number.

    >>> typed("3", "integer"), typed("2.5", "number"), typed("3", "string"), typed("x", "integer")
    (3, 2.5, '3', 'x')
    """
    if kind not in ("integer", "number") or not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number


def list_of(value: Any, place: str, say: Say, *, needed: bool = False) -> list[Any]:
    """A list, or the empty one where there is none or it is told."""
    if value is None and not needed:
        return []
    if not isinstance(value, list):
        say(place, N_("expected a list"), "" if value is None else value)
        return []
    return value


def text_of(entry: dict[str, Any], name: str, place: str, say: Say, *, needed: bool = False) -> str:
    """A text, or "" where there is none or it is told."""
    value = entry.get(name, "")
    if not isinstance(value, str) or (needed and not value):
        say(f"{place}.{name}".lstrip("."), N_("expected text"), value)
        return ""
    return value


def texts_of(entry: dict[str, Any], name: str, place: str, say: Say) -> dict[str, str]:
    """A text a language."""
    value = entry.get(name, {})
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        say(f"{place}.{name}".lstrip("."), N_("expected a text a language"), value)
        return {}
    return value


def number_of(entry: dict[str, Any], name: str, place: str, say: Say) -> float | None:
    """A number, or None."""
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        say(f"{place}.{name}", N_("expected a number"), value)
        return None
    return value


def truth_of(entry: dict[str, Any], name: str, place: str, say: Say) -> bool:
    """True or false; false where it is not said."""
    value = entry.get(name, False)
    if not isinstance(value, bool):
        say(f"{place}.{name}", N_("expected true or false"), value)
        return False
    return value
