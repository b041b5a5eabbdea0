"""Page objects as HTML fragments and as plain text, for the notebook and the HTML page alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from libmkt import words
from libmkt.errors import N_, Message
from libmkt.reporting.document import LIST, PAGE, escape, write
from libmkt.words import _
from libmkt.words.rules import rule_name

Content = Mapping[str, Any]
MANY_COLUMNS = 7  # a table of so many is set smaller, to stay within the page


def block(kind: str, content: Content, number: int = 0) -> str:
    """The HTML of one object; `number` counts tables and figures apart, 0 leaves it out."""
    return _FRAGMENTS[kind](content, number)


def plain(kind: str, content: Content) -> str:
    """One object as a few lines of text."""
    if kind == "table" and content.get("place", PAGE) != PAGE:
        return listed_at(content) if content["place"] == LIST else ""
    if kind == "table":
        rows = [[c["label"] for c in content["columns"]]]
        rows += [
            [write(v, form_of(content, y, x)) for x, v in enumerate(row)]
            for y, row in enumerate(content["rows"])
        ]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        lines = ["  ".join(f"{v:<{w}}" for v, w in zip(r, widths, strict=True)) for r in rows]
        return "\n".join([content["caption"], *lines])
    if kind == "values":
        return "\n".join(f"{v['label']}: {write(v['value'], v['form'])}" for v in content["items"])
    if kind in ("list", "sureness"):
        return "\n".join(f"- {item}" for item in content["items"])
    if kind == "actions":
        return "\n".join(f"- {a['text']} ({a['owner']})" for a in content["items"])
    if kind == "sources":
        return "\n".join(f"{f['file']}  {f['sha256'][:12]}" for f in content["files"])
    return str(content.get("text") or content.get("alt") or content.get("library") or "")


def listed_at(content: Content) -> str:
    """Where a list stands that is too long for a page."""
    return words.fill(
        _("{caption}: {n:n0} rows, in the Excel workbook (report.xlsx) and in {file}."),
        caption=content["caption"], n=len(content["rows"]), file=f"tables/{content['id']}.csv",
    )  # fmt: skip


def form_of(content: Content, row: int, column: int) -> str:
    """How a cell is written: a row's own form of numbers wins over that of the column."""
    own = content["columns"][column]
    by_row = content.get("row_forms") and own["align"] == "right"
    return str(content["row_forms"][row] if by_row else own["form"])


def _heads(columns: Any, spans: Any) -> str:
    """The heads of the columns; over them those of several, where there are any."""
    rows = ' rowspan="2"' if spans else ""
    over = {first: (last, text) for first, last, text in spans}
    under = {x for first, last, _text in spans for x in range(first, last + 1)}
    upper: list[str] = []
    lower: list[str] = []
    for x, column in enumerate(columns):
        told = f' class="{column["align"]}">{escape(column["label"])}</th>'
        if x in over:
            last, text = over[x]
            begin = f'<th scope="colgroup" class="over" colspan="{last - x + 1}">'
            upper.append(f"{begin}{escape(text)}</th>")
        (lower if x in under else upper).append(
            f'<th scope="col"{"" if x in under else rows}{told}'
        )
    return "".join(f"<tr>{''.join(row)}</tr>" for row in (upper, lower) if row)


def _table(content: Content, number: int) -> str:
    columns = content["columns"]
    if content.get("place", PAGE) != PAGE:
        told = listed_at(content) if content["place"] == LIST and content["rows"] else ""
        return f"<p>{escape(told)}</p>" if told else ""
    if not content["rows"]:
        return f"<p>{escape(content['empty'])}</p>"
    head = _heads(columns, content.get("spans", ()))
    marks, links = content.get("marks", ()), content.get("links", ())
    body = []
    strong = set(content["strong"])
    for i, row in enumerate(content["rows"]):
        cells = []
        for j, (value, column) in enumerate(zip(row, columns, strict=True)):
            shown = _breakable(write(value, form_of(content, i, j)))
            if j == 0 and links and links[i]:
                shown = f'<a href="#t-{escape(links[i])}">{shown}</a>'
            if marks and marks[i][j]:
                shown += f'<span class="mark">{escape(marks[i][j])}</span>'
            # a heading without words would be read out as one
            tag, scope = ("th", ' scope="row"') if j == 0 and shown else ("td", "")
            cells.append(f'<{tag}{scope} class="{column["align"]}">{shown}</{tag}>')
        mark = ' class="strong"' if i in strong else ""
        body.append(f"<tr{mark}>{''.join(cells)}</tr>")
    caption = _caption(N_("Table {n}. {caption}"), content["caption"], number)
    note = f'<p class="note">{escape(content["note"])}</p>' if content.get("note") else ""
    label = escape(content["caption"])
    wide = " wide" if len(columns) >= MANY_COLUMNS else ""
    spanned = " spanned" if content.get("spans") else ""
    place = f' id="t-{escape(content["id"])}"' if spanned and content.get("id") else ""
    return (
        f'<div{place} class="table{wide}{spanned}" role="region" tabindex="0" aria-label="{label}">'
        f"<table><caption>{caption}</caption>"
        f"<thead>{head}</thead><tbody>{''.join(body)}</tbody></table></div>{note}"
    )


def _breakable(text: str) -> str:
    """Text as HTML in which a word without end may be broken, so that a table keeps its columns.

    >>> _breakable("a" * 30)
    'aaaaaaaaaaaaaaaaaaaaaaaa<wbr>aaaaaa'
    """
    if not re.search(r"\S{25}", text):
        return escape(text)
    return "<wbr>".join(escape(part) for part in re.findall(r"\s+|\S{1,24}", text))


def _figure(content: Content, number: int) -> str:
    import base64

    if "svg" in content:
        data = base64.b64encode(content["svg"].encode("utf-8")).decode("ascii")
        address = f"data:image/svg+xml;base64,{data}"
    else:
        address = f"data:image/png;base64,{content['png']}"
    caption = _caption(N_("Figure {n}. {caption}"), content["caption"], number)
    note = f'<p class="note">{escape(content["note"])}</p>' if content.get("note") else ""
    drawn = f' style="--drawn:{content["width"]:d}px"' if "width" in content else ""
    return (
        '<figure><div class="drawing" role="group" tabindex="0" '
        f'aria-label="{escape(content["caption"])}">'
        f'<img src="{address}"{drawn} alt="{escape(content["alt"])}"></div>'
        f"<figcaption>{caption}</figcaption>{note}</figure>"
    )


def _caption(template: str, caption: str, number: int) -> str:
    if not number:
        return escape(caption)
    return escape(words.fill(_(template), n=number, caption=caption))


def _values(content: Content, _number: int) -> str:
    cards = []
    for item in content["items"]:
        change = ""
        if item["change"] is not None:
            moved = escape(write(item["change"], item["change_form"]))
            change = f'<dd class="change">{moved} <span>{escape(item["against"])}</span></dd>'
        cards.append(
            f"<div><dt>{escape(item['label'])}</dt>"
            f'<dd class="value">{escape(write(item["value"], item["form"]))}</dd>{change}</div>'
        )
    return f'<dl class="values">{"".join(cards)}</dl>'


def _sentence(content: Content, _number: int) -> str:
    return f"<p>{escape(content['text'])}</p>"


def _warning(content: Content, _number: int) -> str:
    return f'<p class="warning" role="note">{escape(content["text"])}</p>'


def _list(content: Content, _number: int) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in content['items'])}</ul>"


def _actions(content: Content, _number: int) -> str:
    if not content["items"]:
        return f"<p>{escape(_('The figures give no cause for action.'))}</p>"
    rows = []
    for item in content["items"]:
        why = escape(item["rule"])
        why = f'<p class="rule">{escape(_("Why:"))} {why}</p>' if why else ""
        owner = escape(words.fill(_("Owner: {owner}"), owner=item["owner"]))
        rows.append(f'<li><p>{escape(item["text"])}</p><p class="owner">{owner}</p>{why}</li>')
    return f'<ol class="actions">{"".join(rows)}</ol>'


def _sources(content: Content, _number: int) -> str:
    rows = [
        [f["file"], f["sha256"][:12], write(f["cells_in"], "n0"), write(f["cells_kept"], "n0")]
        for f in content["files"]
    ]
    heads = [_("File"), _("SHA-256, first 12"), _("Figures found"), _("Figures used")]
    files = _small_table(_("Files that were read"), heads, rows, right=(2, 3))
    told = [r for r in content["rules"] if r["cells"] and r["outcome"] != "kept"]
    if not told:
        return files
    rules = [
        [r["file"], rule_name(r["rule"]), write(r["cells"], "n0"), r["reason"], r["example"]]
        for r in told
    ]
    heads = [_("File"), _("Rule"), _("Figures"), _("Reason"), _("First one")]
    title = _("What was left out, mended or noted")
    return (
        f"{files}<details><summary>{escape(title)}</summary>"
        f"{_small_table(title, heads, rules, right=(2,))}</details>"
    )


def _small_table(
    title: str, heads: list[str], rows: list[list[str]], right: tuple[int, ...]
) -> str:
    def cell(tag: str, i: int, text: str, more: str = "") -> str:
        side = "right" if i in right else "left"
        return f'<{tag}{more} class="{side}">{escape(text)}</{tag}>'

    head = "".join(cell("th", i, text, ' scope="col"') for i, text in enumerate(heads))
    body = "".join(
        f"<tr>{''.join(cell('td', i, text) for i, text in enumerate(row))}</tr>" for row in rows
    )
    return (
        f'<div class="table small" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _begin(content: Content, _number: int) -> str:
    parts = [content["library"], content["period_shown"]]
    return f'<p class="head">{" · ".join(escape(p) for p in parts if p)}</p>'


_FRAGMENTS: dict[str, Callable[[Content, int], str]] = {
    "begin": _begin,
    "table": _table,
    "figure": _figure,
    "values": _values,
    "sentence": _sentence,
    "warning": _warning,
    "list": _list,
    "sureness": _list,
    "actions": _actions,
    "sources": _sources,
}

MADE_WITH = Message(N_("Made with libmkt {version} from the files named under Sources."))
