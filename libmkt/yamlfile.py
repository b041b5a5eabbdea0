"""YAML that loses nothing: YAML 1.2 scalars, the line of each entry, no tricks.

PyYAML follows YAML 1.1, where ``no`` is False, ``007`` is 7 and ``2026-09-05`` a
date.  Here only ``true`` and ``false`` are booleans, numbers keep the text they
were written with, and dates stay text.  Aliases and tags are refused: nothing of
ours needs them, and they are how a small file becomes a gigabyte.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from libmkt.errors import N_, DataError, LibmktError, Message, MissingError, Problem, why

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")  # longer ones are ids: they stay text
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)")
_LARGEST = 1_000_000  # bytes; a description or a parameters file has a few thousand
_PLAIN_TAG = "tag:yaml.org,2002:"  # of what a value is by its looks: text, number, list ...
_DEEPEST = 50  # levels of entries; ours need five
_BRACKETS, _WIDEST = 500, 2_000  # in a text, in a line of it, that libyaml may read
Key = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """What a file says: its data, and for each entry its line and its text as written."""

    path: Path
    data: Any
    lines: dict[Key, int] = field(repr=False)
    texts: dict[Key, str] = field(repr=False)

    def line(self, *key: str | int) -> int:
        """Line (from 1) of an entry, or of the nearest entry that holds it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


def read(path: Path | str) -> YamlFile:
    """Read one YAML document with its line numbers.

    Raises
    ------
    MissingError
        There is no such file.
    DataError
        It is not UTF-8, not YAML, too large, has two entries of one name, an alias or a tag.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingError(Message(N_("There is no file {file}"), {"file": str(path)})) from None
    except OSError as error:
        raise _refuse(path, [_problem(1, N_("cannot be read: {why}"), why=why(error))]) from None
    if len(content) > _LARGEST:
        raise _refuse(path, [_problem(1, N_("larger than a megabyte"))])
    try:
        return parse(content.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refuse(path, [_problem(line, N_("not UTF-8 text: save it as UTF-8"))]) from None


def parse(text: str, path: Path | str = "text") -> YamlFile:
    r"""Read YAML from text.

    >>> found = parse("code: 007\nanswer: no\nyears: [2026, 2027]\n")
    >>> found.data
    {'code': '007', 'answer': 'no', 'years': [2026, 2027]}
    >>> found.line("years")
    3
    """
    path = Path(path)
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = N_("not YAML: {why}")
        if isinstance(error, _AliasError):
            message = N_("an alias (*) is not allowed here")
        raise _refuse(path, [_problem(line, message, why=error.problem)]) from None
    except (yaml.YAMLError, RecursionError) as error:
        said = str(error).splitlines()[0]
        raise _refuse(path, [_problem(1, N_("not YAML: {why}"), why=said)]) from None
    lines: dict[Key, int] = {}
    texts: dict[Key, str] = {}
    problems: list[Problem] = []
    data = None if node is None else _build(node, (), lines, texts, problems)
    if problems:
        raise _refuse(path, problems)
    return YamlFile(path, data, lines, texts)


def _composed(text: str) -> yaml.Node | None:
    """The document's node, by libyaml (ten times faster) where nothing can be wrong with it.

    Where there may be an anchor, or libyaml finds a mistake, the composer that knows of
    aliases and says mistakes in one way reads it.
    """
    if "&" not in text and _is_shallow(text) and hasattr(yaml, "CSafeLoader"):
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=_Composer)


def _is_shallow(text: str) -> bool:
    """Whether nothing in the text can be nested so deeply that libyaml's stack ends the process.

    A level takes a bracket or moves its entries to the right.
    """
    brackets = text.count("[") + text.count("{")
    return brackets < _BRACKETS and max(map(len, text.splitlines()), default=0) < _WIDEST


class _AliasError(yaml.MarkedYAMLError):
    """An alias stands in the file."""


class _Composer(yaml.SafeLoader):
    """SafeLoader that stops at the first alias."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise _AliasError(problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _build(
    node: yaml.Node,
    key: Key,
    lines: dict[Key, int],
    texts: dict[Key, str],
    problems: list[Problem],
) -> Any:
    lines[key] = node.start_mark.line + 1
    if len(key) > _DEEPEST:
        problems.append(_problem(lines[key], N_("entries within entries, too many levels of them")))
        return None
    if not node.tag.startswith(_PLAIN_TAG) or "/" in node.tag[len(_PLAIN_TAG) :]:
        problems.append(_problem(lines[key], N_("a tag (!) is not allowed here")))
    if isinstance(node, yaml.ScalarNode):
        texts[key] = node.value
        return node.value if node.style else _scalar(node.value)  # plain: None, of libyaml ""
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(child, (*key, i), lines, texts, problems) for i, child in enumerate(node.value)
        ]
    found: dict[str, Any] = {}
    for name, child in node.value:
        if not isinstance(name, yaml.ScalarNode):
            problems.append(_problem(name.start_mark.line + 1, N_("a name must be plain text")))
        elif name.value in found:
            problems.append(
                _problem(name.start_mark.line + 1, N_("{name} stands here twice"), name=name.value)
            )
        else:
            found[name.value] = _build(child, (*key, name.value), lines, texts, problems)
            lines[(*key, name.value)] = name.start_mark.line + 1
    return found


def _scalar(text: str) -> Any:
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _problem(number: int, what: str, **fields: Any) -> Problem:
    return Problem(line_of(number), Message(what, fields))


def _refuse(path: Path, problems: list[Problem]) -> DataError:
    return DataError(Message(N_("{file} cannot be read"), {"file": str(path)}), problems)


def line_of(number: int) -> Message:
    """Where a problem stands in a file: its line, from 1.

    >>> str(line_of(3))
    'line 3'
    """
    return Message(N_("line {number}"), {"number": number})


def checked(found: YamlFile, model: type[Model]) -> Model:
    """The file's data as a pydantic `model`; everything that does not fit is told with its line.

    Raises
    ------
    DataError
        A name is unknown (with the nearest known one), missing, or its value does not fit.
    """
    import pydantic

    try:
        return model.model_validate(found.data if found.data is not None else {})
    except pydantic.ValidationError as error:
        faults = sorted(error.errors(), key=lambda fault: found.line(*fault["loc"]))
    problems = [
        Problem(line_of(found.line(*fault["loc"])), *fault_message(fault, model))
        for fault in faults
    ]
    raise DataError(Message(N_("{file} cannot be used"), {"file": str(found.path)}), problems)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` may have been meant for, or None.

    >>> nearest("langauge", ["language", "period"])
    'language'
    """
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


_FAULTS = {
    "missing": N_("{name} is missing"),
    "extra_forbidden": N_("{name} is not known here"),
    "literal_error": N_("{name}: expected {expected}"),
    "string_type": N_("{name}: expected text"),
    "int_type": N_("{name}: expected a whole number"),
    "int_parsing": N_("{name}: expected a whole number"),
    "int_from_float": N_("{name}: expected a whole number"),
    "float_type": N_("{name}: expected a number"),
    "float_parsing": N_("{name}: expected a number"),
    "bool_type": N_("{name}: expected true or false"),
    "bool_parsing": N_("{name}: expected true or false"),
    "list_type": N_("{name}: expected a list"),
    "dict_type": N_("{name}: expected names with values"),
    "model_type": N_("{name}: expected names with values"),
    "greater_than_equal": N_("{name}: expected {ge} or more"),
    "less_than_equal": N_("{name}: expected {le} or less"),
    "greater_than": N_("{name}: expected more than {gt}"),
    "less_than": N_("{name}: expected less than {lt}"),
    "too_short": N_("{name}: expected at least {min_length} entries"),
    "too_long": N_("{name}: expected at most {max_length} entries"),
    "string_too_short": N_("{name}: expected at least {min_length} letters"),
    "string_too_long": N_("{name}: expected at most {max_length} letters"),
}


def fault_message(fault: Any, model: type[Any]) -> tuple[Message, Message | None]:
    """What one pydantic fault says, as messages of ours: what is wrong, what was found.

    A validator says what it expected by raising a ParameterError.
    """
    name = ".".join(str(part) for part in fault["loc"]) or Message(N_("the file"))
    fields = {"name": name, **(fault.get("ctx") or {})}
    template = _FAULTS.get(fault["type"], N_("{name}: this value does not fit"))
    own = fields.pop("error", None)
    if "expected" in fields:  # of a Literal: 'kaa', 'uz' or 'ru'
        fields["expected"] = str(fields["expected"]).replace(" or ", ", ")
    if own is not None:
        template, fields["why"] = N_("{name}: {why}"), str(own)
    if isinstance(own, LibmktError):
        fields["why"] = own.problems[0].what if own.problems else own.summary
    what = Message(template, fields)
    if fault["type"] == "extra_forbidden":
        known = _names_at(model, fault["loc"][:-1])
        meant = nearest(str(fault["loc"][-1]), known)
        if meant:
            return what, Message(N_("did you mean {meant}?"), {"meant": meant})
        return what, Message(N_("known: {known}"), {"known": ", ".join(sorted(known))})
    if fault["type"] == "missing":
        return what, None
    return what, Message(N_("found: {value}"), {"value": str(fault["input"])[:80]})


def _names_at(model: type[Any], where: tuple[Any, ...]) -> list[str]:
    """Field names of the (nested) model that an error's place lies in."""
    import typing

    here: Any = model
    for part in where:
        fields = getattr(here, "model_fields", {})
        if part in fields:
            here = fields[part].annotation
        options = [here, *typing.get_args(here)]
        options += [arg for option in options for arg in typing.get_args(option)]
        here = next((o for o in options if hasattr(o, "model_fields")), here)
    return [f.alias or name for name, f in getattr(here, "model_fields", {}).items()]
