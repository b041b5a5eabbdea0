"""The pieces that all writers set: tables, drawings, key figures, actions, and prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from libmkt.reporting.document import write
from libmkt.reporting.writers.prose import Grid, Items, Prose, Run, Text, clean
from libmkt.words import _
from libmkt.words.rules import rule_name


@dataclass(frozen=True)
class Table:
    """A table with its raw values; `number` 0 stands without one."""

    caption: str
    columns: tuple[dict[str, str], ...]  # label, form, align
    rows: tuple[tuple[Any, ...], ...]
    number: int = 0
    strong: frozenset[int] = frozenset()
    note: str = ""
    small: bool = False

    def shown(self) -> list[list[str]]:
        """The cells as a page prints them, in the language in use."""
        forms = [column["form"] for column in self.columns]
        return [
            [clean(write(v, form)) for v, form in zip(row, forms, strict=True)] for row in self.rows
        ]


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


def nodes(kind: str, content: dict[str, Any], number: int) -> Iterator[Node]:
    """The nodes of one object of the notebook, its texts cleaned."""
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
