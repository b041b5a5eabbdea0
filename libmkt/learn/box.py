"""What a check or a hint shows: a box of text, in words first and colours second."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any, Literal

from libmkt.reporting.document import MIME

RECORD = "application/vnd.libmkt.check.v1+json"  # for whoever marks: what came out, without words
Kind = Literal["right", "wrong", "empty", "hint", "note"]

# A sign beside each colour; both colours reach contrast 4.5 on white and on JupyterLab's dark.
SIGNS: dict[Kind, str] = {"right": "✓", "wrong": "✗", "empty": "○", "hint": "?", "note": "i"}
COLOURS: dict[Kind, str] = {
    "right": "#2e8540",
    "wrong": "#d1501f",
    "empty": "#767676",
    "hint": "#3a78b5",
    "note": "#767676",
}


@dataclass(frozen=True)
class Box:
    """Some lines of text in the reader's language, the first in bold."""

    kind: Kind
    lines: tuple[str, ...]
    language: str
    record: dict[str, Any] | None = None

    def __str__(self) -> str:
        first, *rest = self.lines
        return "\n".join([f"{SIGNS[self.kind]} {first}", *(f"  {line}" for line in rest)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        first, *rest = (_marked(line) for line in self.lines)
        body = "".join(f'<div style="margin-top:0.3em">{line}</div>' for line in rest)
        colour = COLOURS[self.kind]
        return (
            f'<div role="status" lang="{self.language}" style="border-left:5px solid {colour};'
            f'padding:0.5em 0.9em;margin:0.3em 0;max-width:46em;background:{colour}14">'
            f'<strong><span aria-hidden="true">{SIGNS[self.kind]} </span>{first}</strong>{body}'
            "</div>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        kind = "warning" if self.kind == "wrong" else "sentence"
        plain = str(self).replace("`", "")  # a page knows no Markdown inside a sentence
        bundle: dict[str, Any] = {
            "text/plain": str(self),
            "text/html": self._repr_html_(),
            # so that a page made from the notebook shows the box too
            MIME: {"kind": kind, "language": self.language, "code": "", "text": plain},
        }
        return bundle | ({RECORD: self.record} if self.record else {})


def _marked(line: str) -> str:
    """A line as HTML; what stands between backticks is code.

    >>> _marked("divide: `a / b`, not `a < b`")
    'divide: <code>a / b</code>, not <code>a &lt; b</code>'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(line, quote=False))
