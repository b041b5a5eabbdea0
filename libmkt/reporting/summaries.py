"""Summaries of statsmodels as a report shows them: their text, without the clock."""

from __future__ import annotations

import re
from typing import Any

_MODULES = ("statsmodels.iolib.summary", "statsmodels.iolib.summary2")
# "Date:   Mon, 05 Oct 2026", "Time:   10:15:30", and "Date:   2026-10-05 10:15" of summary2
_CLOCK = re.compile(
    r"\b(?:Date: +(?:\w+, \d\d \w+ \d{4}|\d{4}-\d\d-\d\d \d\d:\d\d)|Time: +\d\d:\d\d:\d\d)"
)


def undated(text: str) -> str:
    """A summary's text with its day and time left blank, all else in its place.

    The same data must give the same page on another day.

    >>> undated("Date:      Mon, 05 Oct 2026   AIC:   61.34")
    '                             AIC:   61.34'
    """
    return _CLOCK.sub(lambda found: " " * len(found[0]), text)


def teach(shell: Any) -> None:
    """Let a notebook show a summary as its plain text; statsmodels itself is not loaded."""
    formatter = shell.display_formatter.formatters["text/plain"]
    for module in _MODULES:
        formatter.for_type_by_name(module, "Summary", _show)


def _show(summary: Any, printer: Any, _cycle: bool) -> None:
    printer.text(undated(summary.as_text()))
