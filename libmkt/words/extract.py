"""Find the messages of the sources: Python files and notebooks.

Both functions are Babel extractors (``fileobj, keywords, comment_tags, options``), which
yield (line, function, message or pair, comments).  They read the syntax tree, so that a
message may stand in a `Message` beside its plural.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator, Sequence
from typing import IO, Any

from libmkt.words.code import comments
from libmkt.words.prose import blocks

Found = tuple[int, str, str | tuple[str, str], list[str]]

MARKS = ("_", "N_")
COUNTED = ("ngettext",)


class NotPlainError(ValueError):
    """A marked message is not one plain text, so that no catalogue could hold it."""


def python_messages(
    fileobj: IO[bytes],
    keywords: Sequence[str] = (),
    comment_tags: Sequence[str] = (),
    options: dict[str, Any] | None = None,
) -> Iterator[Found]:
    """The messages of a Python file: _(), N_(), ngettext(), Message(..., plural=...)."""
    yield from _of_source(fileobj.read().decode("utf-8"))


def notebook_messages(
    fileobj: IO[bytes],
    keywords: Sequence[str] = (),
    comment_tags: Sequence[str] = (),
    options: dict[str, Any] | None = None,
) -> Iterator[Found]:
    """The messages of a notebook: those of its code, and its Markdown a block at a time.

    Of a lesson (``"libmkt": {"lesson": "L05"}`` in its metadata) the comments of its code
    are messages too: a student reads them.  So are the comments of a parameters cell: a
    form asks with them.
    """
    notebook = json.loads(fileobj.read().decode("utf-8"))
    lesson = "lesson" in notebook.get("metadata", {}).get("libmkt", {})
    for cell in notebook.get("cells", []):
        source = cell.get("source", "")
        text = source if isinstance(source, str) else "".join(source)
        if cell.get("cell_type") == "markdown":
            for block in blocks(text):
                if block.text:
                    yield 0, "_", block.text, []
        elif cell.get("cell_type") == "code":
            lines = (
                "" if line.lstrip().startswith(("%", "!")) else line for line in text.splitlines()
            )
            source = "\n".join(lines)
            yield from _of_source(source)
            if lesson:
                yield from ((0, "_", text, []) for text in comments(source))
            elif "parameters" in cell.get("metadata", {}).get("tags", []):
                yield from ((0, "_", help_of(text), []) for text in comments(source))


def help_of(comment: str) -> str:
    """What a parameter's comment says, without the mark of the one that names the subject.

    >>> help_of("key: the wave of the survey"), help_of("how far back")
    ('the wave of the survey', 'how far back')
    """
    return comment.removeprefix("key").lstrip(":, ") if comment.startswith("key") else comment


def table_messages(
    fileobj: IO[bytes],
    keywords: Sequence[str] = (),
    comment_tags: Sequence[str] = (),
    options: dict[str, Any] | None = None,
) -> Iterator[Found]:
    """The messages of a CSV table: its column ``text``."""
    lines = fileobj.read().decode("utf-8").splitlines()
    for line, row in enumerate(csv.DictReader(lines), start=2):
        yield line, "_", row["text"], []


def _of_source(source: str) -> Iterator[Found]:
    tree = ast.parse(source)
    paired: set[int] = set()  # marked texts that are one form of a counted message
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    found: list[Found] = []
    for call in calls:
        pair = _pair(call)
        if pair:
            singular, plural = (_text(part) for part in pair)
            if singular is not None and plural is not None:
                paired.update(id(part) for part in pair)
                found.append((call.lineno, "ngettext", (singular, plural), []))
    for call in calls:
        if _called(call) in MARKS and id(call) not in paired and call.args:
            text = _text(call.args[0])
            if text:
                found.append((call.lineno, "_", text, []))
    yield from sorted(found, key=lambda one: one[0])


def _pair(call: ast.Call) -> tuple[ast.expr, ast.expr] | None:
    """The two forms of a counted message, if this call makes one."""
    if _called(call) in COUNTED and len(call.args) >= 2:
        return call.args[0], call.args[1]
    if _called(call) == "Message" and call.args:
        for keyword in call.keywords:
            if keyword.arg == "plural":
                return call.args[0], keyword.value
        if len(call.args) == 3:
            return call.args[0], call.args[2]
    return None


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _text(part: ast.expr) -> str | None:
    """The text of a constant, marked or not; None for a variable, which is marked elsewhere."""
    if isinstance(part, ast.Call) and _called(part) in MARKS and part.args:
        return _text(part.args[0])
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    if isinstance(part, ast.JoinedStr):
        raise NotPlainError(f"line {part.lineno}: a message cannot be an f-string; name its slots")
    return None
