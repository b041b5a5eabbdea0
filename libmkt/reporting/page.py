"""The HTML page of a report: head, contents, sections, the three closing boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libmkt
from libmkt import words, workbench
from libmkt.errors import MissingError
from libmkt.library import contrast
from libmkt.reporting import markup
from libmkt.reporting.content import Piece, blocks, pieces, spoken
from libmkt.reporting.document import escape
from libmkt.words import N_, _

if TYPE_CHECKING:
    from libmkt.library import Library

BOXES = {
    "actions": N_("What we would do"),
    "sureness": N_("How sure"),
    "sources": N_("Sources"),
}
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page(notebook: Any, *, root: Path | None = None) -> str:
    """One self-contained page from an executed notebook.

    The library's name, logo and accent come from library.yml when the page is made;
    the note of a person, from the notebook's metadata (`libmkt.note`), is set on the
    first page, escaped.  Half letters, which no file can hold, become question marks.
    """
    begun = (blocks(notebook, "begin") or [{}])[0]
    with words.speaking(spoken(notebook)):
        made = _page(notebook, begun, *_library(root))
    return made.encode("utf-8", errors="replace").decode("utf-8")


def _library(root: Path | None) -> tuple[Library | None, Path | None]:
    try:
        root = root or workbench.find_root()
    except MissingError:  # a page exported far from its workbench has no house style
        return None, None
    return workbench.library(root), root


def _page(notebook: Any, begun: dict[str, Any], library: Library | None, root: Path | None) -> str:
    meta = notebook.metadata.get("libmkt", {})
    found = pieces(notebook)
    title, lead, body = _split(found)
    toc: list[tuple[str, str]] = []
    main = _sections(body, toc, code=bool(meta.get("code")), actions=_own_actions(meta))
    language = words.language()
    name = library.in_language(library.name, language) if library else begun.get("library", "")
    period = begun.get("period_shown", "")
    branch = str(meta.get("branch", ""))  # one of many branches' reports: the page says which
    head = " · ".join(escape(p) for p in (name, branch, period) if p)
    contents = "".join(f'<li><a href="#{i}">{escape(text)}</a></li>' for i, text in toc)
    made = words.fill(_(markup.MADE_WITH.template), version=libmkt.__version__)
    accent = library.accent if library else workbench.ACCENT
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}-{"Cyrl" if language == "ru" else "Latn"}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(' – '.join(t for t in (title, branch, period, name) if t))}</title>",
            f"<style>{style(accent)}</style>",
            "</head>",
            "<body>",
            f'<a class="skip" href="#main">{escape(_("Skip to the report"))}</a>',
            f'<header class="masthead">{_logo(library, root)}<p>{head}</p></header>',
            '<div class="sheet">',
            f'<nav aria-label="{escape(_("Contents"))}"><details open>'
            f"<summary>{escape(_('Contents'))}</summary><ol>{contents}</ol></details></nav>",
            '<main id="main">',
            f"<h1>{escape(title)}</h1>",
            f'<div class="lead">{markdown(lead)}</div>' if lead else "",
            _note(meta.get("note")),
            main,
            "</main>",
            "</div>",
            f"<footer><p>{escape(made)}</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _split(found: Sequence[Piece]) -> tuple[str, str, list[Piece]]:
    """The title, the lead text under it, and the rest."""
    body = list(found)
    for i, piece in enumerate(body):
        if piece.kind == "markdown" and (match := re.match(r"#\s+(.+)", piece.text)):
            return match[1].strip(), piece.text[match.end() :].strip(), body[:i] + body[i + 1 :]
    return "", "", body


def _sections(
    body: Sequence[Piece],
    toc: list[tuple[str, str]],
    *,
    code: bool,
    actions: list[dict[str, Any]] | None,
) -> str:
    parts: list[str] = []
    opened = False

    def heading(text: str, css: str = "") -> None:
        nonlocal opened
        if opened:
            parts.append("</section>")
        toc.append((f"s{len(toc) + 1}", text))
        name = f' class="{css}"' if css else ""
        parts.append(f'<section{name}><h2 id="{toc[-1][0]}">{escape(text)}</h2>')
        opened = True

    for piece in body:
        if piece.kind == "markdown":
            for chunk in re.split(r"(?m)^(?=##\s)", piece.text):
                if match := re.match(r"##\s+(.+)", chunk):
                    heading(match[1].strip())
                    chunk = chunk[match.end() :]
                if chunk.strip():
                    parts.append(markdown(chunk))
        elif piece.block == "begin":
            continue
        elif piece.block in BOXES:
            heading(_(BOXES[piece.block]), f"box {piece.block}")
            content = piece.content
            if piece.block == "actions" and actions is not None:
                content = {"items": actions}
            parts.append(markup.block(piece.block, content))
        elif piece.kind == "block":
            parts.append(markup.block(piece.block, piece.content, piece.number))
        elif piece.kind == "image":
            alt = escape(_("A drawing without a description"))
            address = f"data:image/png;base64,{piece.text.strip()}"
            drawing = f'<div class="drawing"><img src="{address}" alt="{alt}"></div>'
            parts.append(f"<figure>{drawing}</figure>")
        elif piece.kind in ("plain", "error"):
            parts.append(f'<pre class="{piece.kind}" tabindex="0">{escape(piece.text)}</pre>')
        elif code or piece.kind == "answer":
            label = escape(_("Code"))
            is_open = " open" if piece.kind == "answer" else ""
            parts.append(
                f'<details class="code"{is_open}><summary>{label}</summary>'
                f'<pre tabindex="0">{escape(piece.text)}</pre></details>'
            )
    if opened:
        parts.append("</section>")
    return "\n".join(parts)


def markdown(text: str) -> str:
    """Markdown as HTML; HTML inside it is escaped.

    >>> markdown("**so** <b>no</b>")
    '<p><strong>so</strong> &lt;b&gt;no&lt;/b&gt;</p>\\n'
    """
    import mistune

    return str(mistune.create_markdown(escape=True, plugins=["table"])(text))


def _note(note: dict[str, Any] | None) -> str:
    """The words of a person, escaped: blank lines part paragraphs."""
    if not note or not note.get("text"):
        return ""
    paragraphs = re.split(r"\n\s*\n", note["text"].strip())
    body = "".join(f"<p>{escape(p)}</p>".replace("\n", " ") for p in paragraphs)
    author = f'<p class="author">{escape(note["author"])}</p>' if note.get("author") else ""
    label = escape(_("A person's note"))
    return f'<aside class="person" aria-label="{label}">{body}{author}</aside>'


def _own_actions(meta: dict[str, Any]) -> list[dict[str, Any]] | None:
    said = (meta.get("note") or {}).get("actions")
    if said is None:
        return None
    return [{"text": a["text"], "owner": a["owner"], "rule": ""} for a in said]


def _logo(library: Library | None, root: Path | None) -> str:
    import base64
    import mimetypes

    if library is None or root is None or not library.logo:
        return ""
    path = workbench.resolve(library.logo, root)
    kind = mimetypes.guess_type(path.name)[0] or "image/png"
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f'<img class="logo" src="data:{kind};base64,{data}" alt="">'


def style(accent: str) -> str:
    """The style sheet of all our pages, in a library's accent colour."""
    css = resources.files("libmkt.reporting").joinpath("theme.css").read_text(encoding="utf-8")
    return css.replace(workbench.ACCENT, accent).replace("#8fc1e3", _on_dark(accent))


def _on_dark(accent: str) -> str:
    """The accent, lightened until it can be read on the dark page."""
    parts = [int(accent[i : i + 2], 16) for i in (1, 3, 5)]
    for step in range(20):
        mixed = [round(p + (255 - p) * step / 20) for p in parts]
        colour = "#" + "".join(f"{p:02x}" for p in mixed)
        if contrast(colour, "#16191d") >= 6:
            return colour
    return "#ffffff"


def failure_page(run: str, message: str) -> str:
    """The page beside the last good report that says what stopped; `message` is escaped HTML."""
    title = words.fill(_("{run}: the report could not be made"), run=run)
    good = _("The last good report, if there is one, stands beside this page unchanged.")
    language = words.language()
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}-{"Cyrl" if language == "ru" else "Latn"}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(title)}</title><style>{style('#a32a22')}</style></head>",
            f'<body><div class="sheet alone"><main><h1>{escape(title)}</h1>',
            f'<pre class="error" tabindex="0">{message}</pre><p>{escape(good)}</p>',
            "</main></div></body></html>",
            "",
        ]
    )
