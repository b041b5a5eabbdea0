"""Code that a student reads: its comments and marked texts in the student's language."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterator

from libmkt.words.catalog import _

_IMPORT = re.compile(r"(?m)^from libmkt\.words import _\n?")
_SIGN = re.compile(r"#+\s*(?:BEGIN|END)\b|#!|#\s*(?:noqa|type:|fmt:)")


def comments(source: str) -> Iterator[str]:
    """The comments of a piece of Python that are words, without their sign.

    >>> list(comments("x = 1  # the first year\\n### BEGIN SOLUTION\\n"))
    ['the first year']
    """
    yield from (text for _start, _end, text in _comments(source))


def code(source: str, say: Callable[[str], str] = _) -> str:
    """Python with its comments said in the language in use, and ``_("text")`` as plain texts.

    Parameters
    ----------
    source
        Python without magics.
    say
        What gives the translation of one text.

    >>> code('print(_("Loans"))  # by year', say=str.upper)
    'print("LOANS")  # BY YEAR'
    """
    changes = [(start, end, f"# {say(text)}") for start, end, text in _comments(source)]
    starts = _line_starts(source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            said = json.dumps(say(ast.literal_eval(node.args[0])), ensure_ascii=False)
            begins = _place(source, starts, node.lineno, node.col_offset)
            ends = _place(source, starts, node.end_lineno or 1, node.end_col_offset or 0)
            changes.append((begins, ends, said))
    for start, end, said in sorted(changes, reverse=True):
        source = source[:start] + said + source[end:]
    return _IMPORT.sub("", source)


def _comments(source: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of each comment."""
    starts = _line_starts(source)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        text = token.string.lstrip("#").strip()
        if token.type == tokenize.COMMENT and not _SIGN.match(token.string) and text:
            start = starts[token.start[0] - 1] + token.start[1]
            yield start, start + len(token.string), text


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _place(source: str, starts: list[int], line: int, column: int) -> int:
    """Where in the text a place of the syntax tree is: its columns count bytes."""
    at = starts[line - 1]
    before = source[at:].encode("utf-8")[:column]
    return at + len(before.decode("utf-8"))
