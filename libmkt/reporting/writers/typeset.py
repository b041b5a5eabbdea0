"""PDF: the report as data for a typst page (report.typ), compiled to a tagged PDF/UA-1."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import libmkt
from libmkt import words
from libmkt.reporting import markup
from libmkt.reporting.content import spoken
from libmkt.reporting.document import write as shown
from libmkt.reporting.writers import drawings, grid
from libmkt.reporting.writers.nodes import Actions, Figure, Node, Table, Values, as_table
from libmkt.reporting.writers.outline import Outline, Section, outline
from libmkt.reporting.writers.phrases import (
    action_lines,
    caption_text,
    change,
    made_on,
    page_words,
    short,
)
from libmkt.reporting.writers.prose import Grid, Heading, Items, Runs, Text, broken
from libmkt.words import _

_SMALL = (8.0, 7.0)  # letters of tables that only document, in points


def write(notebook: Any, *, root: Path | None = None) -> bytes:
    """An executed notebook as a PDF: cover, contents, numbered sections, page x of y.

    Every text reaches typst as a string of data, never as its markup, so that no branch
    name and no answer can be a command.  Nothing in the file depends on the clock.
    """
    with words.speaking(spoken(notebook)):
        report = outline(notebook, root=root)
        inputs = _inputs(report)
    page = resources.files("libmkt.reporting.writers").joinpath("report.typ").read_bytes()
    return drawings.compiled(page, inputs, format="pdf", pdf_standards="ua-1", timestamp=0)


def _inputs(report: Outline) -> dict[str, str]:
    """The report as JSON under `report`, and each picture as SVG under its own name."""
    pictures: dict[str, str] = {}
    title = report.title or report.library or "libmkt"
    logo = drawings.logo(report.logo) if report.logo else ""
    if logo:
        pictures["logo"] = logo
    content = {
        "lang": report.language,
        "title": broken(title),
        "title_size": 24 if len(title) < 90 else 16,
        "library": broken(report.library),
        "address": broken(report.address),
        "period": report.period,
        "day": made_on(report),
        "accent": report.accent,
        "logo": bool(logo),
        "head": broken(short(" · ".join(p for p in (title, report.period) if p))),
        "page_words": page_words(),
        "contents": _("Contents"),
        "made": words.fill(_(markup.MADE_WITH.template), version=libmkt.__version__),
        "lead": [_node(node, pictures) for node in report.lead],
        "note": [_node(node, pictures) for node in report.note],
        "sections": [
            {"title": broken(section.title), "nodes": _nodes(section, pictures)}
            for section in report.sections
        ],
    }
    return {"report": json.dumps(content, ensure_ascii=False), **pictures}


def _nodes(section: Section, pictures: dict[str, str]) -> list[dict[str, Any]]:
    """The section's nodes; no heading is more than one level below the one before (PDF/UA)."""
    level, made = int(bool(section.title)), []
    for node in grid.on_paper(section.nodes):
        data = _node(node, pictures)
        if data["kind"] == "heading":
            level = data["level"] = min(data["level"], level + 1)
        made.append(data)
    return made


def _node(node: Node, pictures: dict[str, str]) -> dict[str, Any]:
    if isinstance(node, Text):
        return {"kind": "text", "look": node.look, "runs": _runs(node.runs)}
    if isinstance(node, Heading):
        level = max(2, min(node.level - 1, 3))
        return {"kind": "heading", "level": level, "text": broken(node.text)}
    if isinstance(node, Items):
        rows = [[depth, _runs(runs)] for depth, runs in node.items]
        return {"kind": "items", "ordered": node.ordered, "items": rows}
    if isinstance(node, Grid):
        return _table(as_table(node))
    if isinstance(node, Table):
        return _table(node)
    if isinstance(node, Figure):
        name = f"picture{len(pictures)}"
        pictures[name] = drawings.svg(node)
        caption = broken(caption_text(node))
        return {"kind": "figure", "picture": name, "alt": node.alt, "caption": caption,
                "note": broken(node.note)}  # fmt: skip
    if isinstance(node, Values):
        cards = [_card(item) for item in node.items]
        across = 2 if len(cards) in (2, 4) else 3
        return {"kind": "values", "across": across, "items": cards}
    assert isinstance(node, Actions)
    return {"kind": "actions", "items": [_action(item) for item in node.items]}


def _action(item: dict[str, str]) -> dict[str, str]:
    return {key: broken(line) for key, line in action_lines(item).items()}


def _table(node: Table) -> dict[str, Any]:
    found = grid.fit(node, turned=None, sizes=_SMALL) if node.small else grid.fit(node)
    heads = [
        _held(c["label"], w, found.size * 1.12)
        for c, w in zip(node.columns, found.widths, strict=True)
    ]
    rows = [
        [_held(v, w, found.size) for v, w in zip(row, found.widths, strict=True)]
        for row in node.shown(between="\n")
    ]
    return {
        "kind": "table",
        "caption": broken(caption_text(node)),
        "note": broken(node.note),
        "landscape": found.landscape,
        "whole": len(rows) <= grid.WHOLE,
        "size": found.size,
        "widths": found.widths,
        "sides": [c["align"] for c in node.columns],
        "heads": heads,
        "spans": [[first, last, broken(text)] for first, last, text in node.spans],
        "rows": rows,
        "strong": sorted(node.strong),
    }


def _held(text: str, width: float, size: float) -> str:
    """A cell's text; words that its column cannot hold may be broken."""
    room = (width - grid.PADDING + 1) / size
    if all(grid.em(word) <= room for word in text.split()):
        return text
    return broken(text, max(int(room / 0.75), 3))


def _card(item: dict[str, Any]) -> dict[str, str]:
    moved, against = change(item)
    return {
        "label": broken(item["label"], 22),
        "value": broken(shown(item["value"], item["form"]), 14),
        "change": moved,
        "against": broken(against, 22),
    }


def _runs(runs: Runs) -> list[list[Any]]:
    return [[run.text if run.code else broken(run.text), run.bold, run.italic, run.code]
            for run in runs]  # fmt: skip
