"""How wide a table's columns are, and when it needs smaller letters or a sheet turned aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from libmkt import words
from libmkt.reporting.writers.nodes import Table
from libmkt.words import _

PORTRAIT, LANDSCAPE = 482.0, 728.0  # points between the margins of A4
WHOLE = 20  # tables of at most so many rows are not parted by a page
PADDING = 9.0  # points left and right of a cell's text together
_TEXT_CAP, _HEAD_CAP = 30.0, 11.0  # em; longer texts and heads take more lines
_BOLD = 1.12  # width of bold letters against upright ones
_UPRIGHT = (9.0, 8.0)  # points: letters of a table that is parted rather than turned aside
_MARKS = 4.0  # em; letters under a value take more lines
_SHORT = 8.0  # em; such texts (a month and its year) are never broken
_NARROW, _WIDE = set("iıljtfrI.,:;'|!()[] \u00a0\u202f-·"), set("mMwWшщжюыфШЩЖЮЫФМ%@—")


Span = tuple[int, int, str]  # first column, last column, heading


@dataclass(frozen=True)
class Fit:
    """A table as it fits its page: size of letters and widths of columns in points."""

    landscape: bool
    size: float
    widths: tuple[float, ...]
    tight: bool = False  # nothing fits: words are broken


def em(text: str) -> float:
    """About how wide a text is, in widths of its own size (DejaVu Sans).

    >>> em("iii") < em("nnn") < em("mmm")
    True
    """
    return sum(
        0.36 if c in _NARROW else 0.95 if c in _WIDE else 0.72 if c.isupper() else 0.63
        for c in text
    )


def lines(text: str, room: float) -> int:
    """Lines that a text takes in `room` em: broken between words, and inside long ones.

    >>> lines("nnn nnn nnn", 2.0), lines("n" * 10, 3.2)
    (3, 2)
    """
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(line: str, room: float) -> int:
    count, used = 1, 0.0
    for word in line.split(" "):
        need = em(word)
        if used and used + need > room:
            count, used = count + 1, 0.0
        count += int(need // room)
        used += need % room + em(" ")
    return count


def on_paper(nodes: Sequence[Any]) -> list[Any]:
    """Nodes whose tables fit a sheet: those of several headings parted between them."""
    made: list[Any] = []
    for node in nodes:
        made += parts(node) if isinstance(node, Table) and node.spans else [node]
    return made


def parts(table: Table) -> list[Table]:
    """A table of several headings in as many as a sheet upright asks for.

    Each has the first column, the columns that stand under no heading, and as many headings
    as fit; a heading that is too wide by itself is parted too.
    """
    under = {x for first, last, _text in table.spans for x in range(first, last + 1)}
    always = [x for x in range(len(table.columns)) if x not in under]

    def fits(spans: Sequence[Span]) -> bool:
        return not fit(_with(table, always, spans), turned=None, sizes=_UPRIGHT).tight

    groups: list[list[Span]] = []
    for span in (part for one in table.spans for part in _narrow(one, fits)):
        if groups and fits([*groups[-1], span]):
            groups[-1].append(span)
        else:
            groups.append([span])
    made = [_with(table, always, group) for group in groups]
    told = [
        table.caption if not i else words.fill(_("{caption} (continued)"), caption=table.caption)
        for i in range(len(made))
    ]
    last = len(made) - 1
    return [
        replace(one, caption=caption, number=0 if i else table.number,
                note=table.note if i == last else "")
        for i, (one, caption) in enumerate(zip(made, told, strict=True))
    ]  # fmt: skip


def _narrow(span: Span, fits: Callable[[Sequence[Span]], bool]) -> list[Span]:
    """A heading's columns in as few parts as fit, of about as many columns each."""
    first, last, text = span
    count = last - first + 1
    for many in range(1, count + 1):
        size = -(-count // many)
        made = [(at, min(at + size - 1, last), text) for at in range(first, last + 1, size)]
        if all(fits([part]) for part in made):
            return made
    return [(at, at, text) for at in range(first, last + 1)]


def _with(table: Table, always: list[int], spans: Sequence[Span]) -> Table:
    """The table with some of its headings only."""
    kept = sorted([*always, *(x for a, b, _text in spans for x in range(a, b + 1))])
    new = {old: x for x, old in enumerate(kept)}
    return replace(
        table,
        columns=tuple(table.columns[x] for x in kept),
        rows=tuple(tuple(row[x] for x in kept) for row in table.rows),
        marks=tuple(tuple(row[x] for x in kept) for row in table.marks),
        spans=tuple((new[a], new[b], text) for a, b, text in spans),
    )


def fit(
    table: Table,
    *,
    width: float = PORTRAIT,
    turned: float | None = LANDSCAPE,
    sizes: tuple[float, ...] = (9.0, 8.0, 7.0),
) -> Fit:
    """The first way a table fits: upright in falling sizes, then aside in falling sizes.

    Parameters
    ----------
    width, turned
        Points that a sheet gives upright and turned aside; None: it cannot be turned.
    sizes
        Sizes of letters to try, in points, the wanted one first.
    """
    shown = table.shown(between="\n")
    heads = [column["label"] for column in table.columns]
    bold = [_BOLD if i in table.strong else 1.0 for i in range(len(shown))]
    needs = [_need(head, [row[i] for row in shown], bold) for i, head in enumerate(heads)]
    best = sum(need for need, _least in needs)
    least = sum(least for _need, least in needs)
    padding = PADDING * len(heads)
    # Long texts and heads take more lines before letters shrink; a sheet turns only when
    # nothing else helps: it leaves the sheet before it half empty.  For a few rows that is
    # worse than the smallest letters.
    full, tight = (best + 2 * least) / 3, least
    ways = [(False, width, wanted, size) for wanted in (full, tight) for size in sizes[:-1]]
    if len(table.rows) <= WHOLE:
        ways.append((False, width, tight, sizes[-1]))
    if turned:
        ways += [(True, turned, wanted, size) for wanted in (full, tight) for size in sizes[:-1]]
    for landscape, room, wanted, size in ways:
        if wanted * size + padding <= room:
            return Fit(landscape, size, _widths(needs, size, room))
    landscape, room = (True, turned) if turned else (False, width)
    tight = least * sizes[-1] + padding > room
    return Fit(landscape, sizes[-1], _widths(needs, sizes[-1], room), tight)


def _need(head: str, cells: list[str], bold: list[float]) -> tuple[float, float]:
    """Width in em that a column wants, and the least it can be read in."""
    words = [em(word) * _BOLD for word in head.split(" ")]
    headed = max(min(em(head) * _BOLD, _HEAD_CAP), *words)
    sized = [
        (em(line) * b if not i else min(em(line), _MARKS), max(em(w) * b for w in line.split(" ")))
        for cell, b in zip(cells, bold, strict=True)
        for i, line in enumerate(cell.split("\n"))
    ]
    widest = max((whole for whole, _word in sized), default=0.0)
    longest = max((word for _whole, word in sized), default=0.0)
    if widest <= _SHORT:
        longest = widest
    want = max(min(widest, _TEXT_CAP), headed, 2.0) + 0.4
    least = min(max(longest, *words, 2.0), 12.0) + 0.4
    return want, min(least, want)


def _widths(needs: list[tuple[float, float]], size: float, room: float) -> tuple[float, ...]:
    """Points a column: what it wants, or its least and a share of what is left."""
    best = sum(need for need, _least in needs)
    least = sum(low for _need, low in needs)
    free = (room - PADDING * len(needs)) / size
    if best <= free:
        widths = [need for need, _low in needs]
    elif least >= free:  # nothing fits: all shrink alike, and words are broken
        widths = [low * free / least for _need, low in needs]
    else:
        share = (free - least) / (best - least)
        widths = [low + share * (need - low) for need, low in needs]
    return tuple(round(wide * size + PADDING, 2) for wide in widths)
