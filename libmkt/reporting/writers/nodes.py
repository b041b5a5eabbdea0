"""The pieces that all writers set: tables, drawings, key figures, actions, and prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from libmkt.reporting.document import LIST, PAGE, write
from libmkt.reporting.markup import listed_at
from libmkt.reporting.writers.prose import Grid, Items, Prose, Run, Text, clean
from libmkt.words import _
from libmkt.words.rules import rule_name


@dataclass(frozen=True)
class Table:
    """A table with its raw values; `number` 0 stands without one.

    A table of several headings has `spans` over its columns; one whose rows are of several
    kinds has `row_forms`, which win over the columns' forms of numbers; `marks` are letters
    that stand under a value.  A `listed` table is a long list: a page only says where it is.
    """

    caption: str
    columns: tuple[dict[str, str], ...]  # label, form, align
    rows: tuple[tuple[Any, ...], ...]
    number: int = 0
    strong: frozenset[int] = frozenset()
    note: str = ""
    small: bool = False
    row_forms: tuple[str, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()
    spans: tuple[tuple[int, int, str], ...] = ()  # first column, last column, heading
    listed: bool = False

    def form(self, row: int, column: int) -> str:
        """How a cell's value is written."""
        own = self.columns[column]
        by_row = self.row_forms and own["align"] == "right"
        return self.row_forms[row] if by_row else own["form"]

    def shown(self, *, between: str = " ") -> list[list[str]]:
        """The cells as a page prints them, in the language in use; marks after `between`."""
        made = [
            [clean(write(v, self.form(y, x))) for x, v in enumerate(row)]
            for y, row in enumerate(self.rows)
        ]
        for texts, marks in zip(made, self.marks, strict=False):
            for x, mark in enumerate(marks):
                texts[x] += f"{between}{mark}" if mark else ""
        return made


@dataclass(frozen=True)
class Figure:
    """A drawing: SVG text or base64 PNG, with what it shows in words."""

    caption: str
    alt: str
    number: int = 0
    svg: str = ""
    png: str = ""
    note: str = ""


@dataclass(frozen=True)
class Values:
    """Key figures: label, value, form, change, change_form, against (`document.values`)."""

    items: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Actions:
    """What is proposed: text, owner, rule."""

    items: tuple[dict[str, str], ...]


Node = Prose | Table | Figure | Values | Actions


def nodes(
    kind: str, content: dict[str, Any], number: int, *, lists: bool = False
) -> Iterator[Node]:
    """The nodes of one object of the notebook, its texts cleaned.

    `lists`: whether tables that are no part of a page, long lists and tables that were not
    asked for, are given too; else of a list only where it stands.
    """
    place = content.get("place", PAGE)
    if kind == "table" and place != PAGE and not lists:
        if place == LIST and content["rows"]:
            yield Text((Run(clean(listed_at(content))),))
        return
    content = {k: v if k in ("svg", "png") else cleaned(v) for k, v in content.items()}
    if kind == "table" and not content["rows"]:
        yield Text((Run(content.get("empty", "")),))
    elif kind == "table":
        yield Table(
            content["caption"],
            tuple(content["columns"]),
            tuple(tuple(row) for row in content["rows"]),
            number,
            frozenset(content["strong"]),
            content.get("note", ""),
            row_forms=tuple(content.get("row_forms", ())),
            marks=tuple(tuple(row) for row in content.get("marks", ())),
            spans=tuple((first, last, text) for first, last, text in content.get("spans", ())),
            listed=place == LIST,
        )
    elif kind == "figure":
        own = {key: content.get(key, "") for key in ("svg", "png", "note")}
        yield Figure(content["caption"], content["alt"], number, **own)
    elif kind == "values":
        yield Values(tuple(content["items"]))
    elif kind == "warning":
        yield Text((Run(content["text"]),), "warning")
    elif kind in ("list", "sureness"):
        yield Items(tuple((0, (Run(item),)) for item in content["items"]))
    elif kind == "actions":
        if content["items"]:
            yield Actions(tuple(content["items"]))
        else:
            yield Text((Run(_("The figures give no cause for action.")),))
    elif kind == "sources":
        yield from _sources(content)
    else:
        yield Text((Run(str(content.get("text", ""))),))


def _sources(content: dict[str, Any]) -> Iterator[Node]:
    heads = [(_("File"), "text"), (_("SHA-256, first 12"), "text")]
    heads += [(_("Figures found"), "n0"), (_("Figures used"), "n0")]
    yield _texts(
        _("Files that were read"),
        heads,
        [[f["file"], f["sha256"][:12], f["cells_in"], f["cells_kept"]] for f in content["files"]],
    )
    told = [rule for rule in content["rules"] if rule["cells"] and rule["outcome"] != "kept"]
    if told:
        heads = [(_("File"), "text"), (_("Rule"), "text"), (_("Figures"), "n0")]
        heads += [(_("Reason"), "text"), (_("First one"), "text")]
        rows = [
            [r["file"], rule_name(r["rule"]), r["cells"], r["reason"], r["example"]] for r in told
        ]
        yield _texts(_("What was left out, mended or noted"), heads, rows)


def _texts(caption: str, heads: list[tuple[str, str]], rows: list[list[Any]]) -> Table:
    columns = tuple(
        {"label": label, "form": form, "align": "left" if form == "text" else "right"}
        for label, form in heads
    )
    return Table(caption, columns, tuple(tuple(row) for row in rows), small=True)


def as_table(grid: Grid) -> Table:
    """A table that stood in Markdown, as one of ours without caption and number."""
    head, *rows = grid.rows
    columns = tuple(
        {"label": label, "form": "text", "align": "right" if right else "left"}
        for label, right in zip(head, grid.right, strict=True)
    )
    return Table("", columns, tuple(rows), small=True)


def cleaned(value: Any) -> Any:
    """A JSON value whose texts every format can hold."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return value
