"""The page of all reports as HTML: a row a report, and fields that narrow the list."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Any
from urllib.parse import quote

from libmkt import words
from libmkt.errors import N_
from libmkt.reporting import store
from libmkt.reporting.document import escape
from libmkt.words import _

STATES = {
    "whole": N_("whole"),
    "stale": N_("stale: the last run failed"),
    "failed": N_("failed"),
}


def page(found: list[dict[str, Any]], *, library: str, accent: str) -> str:
    """The page of all reports in the language in use, without a request to anything.

    Its only script filters the rows, and is the only one that the page's policy lets run;
    without it the page is the plain list.
    """
    from libmkt.reporting.page import style

    title = _("Reports")
    allowed = base64.b64encode(hashlib.sha256(_SCRIPT.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    heads = [_("Report"), _("Period or subject"), _("Branch"), _("Language"), _("Made"),
             _("State"), _("Files")]  # fmt: skip
    head = "".join(f'<th scope="col" class="left">{escape(text)}</th>' for text in heads)
    body = "\n".join(_row(entry) for entry in found)
    empty = "" if found else f"<p>{escape(_('There is no report yet.'))}</p>"
    spoken = words.language()
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{spoken}-{"Cyrl" if spoken == "ru" else "Latn"}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            f"<title>{escape(' – '.join(t for t in (title, library) if t))}</title>",
            f"<style>{style(accent)}{_CSS}</style></head>",
            "<body>",
            f'<a class="skip" href="#main">{escape(_("Skip to the reports"))}</a>',
            f'<header class="masthead"><p>{escape(library)}</p></header>',
            '<main id="main" class="index">',
            f"<h1>{escape(title)}</h1>{empty}",
            _filter(found),
            f'<div class="table" role="region" tabindex="0" aria-label="{escape(title)}">',
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
            "</main>",
            f"<script>{_SCRIPT}</script>",
            "</body></html>",
            "",
        ]
    )


def _row(entry: dict[str, Any]) -> str:
    state = escape(_(STATES[entry["status"]]))
    links = [
        f'<a href="{_link(place)}">{escape(name.upper())}</a>'
        for name, place in sorted(entry["formats"].items(), key=lambda f: (f[0] != "html", f[0]))
    ]
    if entry["status"] != "whole":
        why = _link(f"{entry['folder']}/{store.FAILURE}")
        links.append(f'<a href="{why}">{escape(_("Why"))}</a>')
    title = escape(entry["title"])
    page = entry["formats"].get("html")
    named = f'<a href="{_link(page)}">{title}</a>' if page else title
    language = escape(entry["language"])
    run = (
        ""
        if entry["run"] == entry["report"]
        else f' <span class="run">{escape(entry["run"])}</span>'
    )
    cells = [
        f'<td class="left">{escape(_subject(entry["subject"]))}</td>',
        f'<td class="left">{escape(entry["branch"])}</td>',
        f'<td class="left">{language}</td>',
        f'<td class="left">{escape(_day(entry["made"]))}</td>',
        f'<td class="left {escape(entry["status"])}">{state}</td>',
        f'<td class="left">{" ".join(links)}</td>',
    ]
    marks = f'data-run="{escape(entry["run"])}" data-language="{language}"'
    return (
        f'<tr {marks} data-status="{escape(entry["status"])}">'
        f'<th scope="row" class="left" lang="{language}">{named}{run}</th>{"".join(cells)}</tr>'
    )


def _link(place: str) -> str:
    return escape(quote(place))


def _subject(text: str) -> str:
    """A subject as people write it: a period in words, anything else as it is."""
    from libmkt.errors import LibmktError

    try:
        return words.period(text, form="short")
    except (LibmktError, ValueError):
        return text


def _day(made: str) -> str:
    try:
        return words.date(dt.datetime.fromisoformat(made).date())
    except ValueError:
        return ""


def _filter(found: list[dict[str, Any]]) -> str:
    """The fields that narrow the list; the script shows them."""
    state = {code: _(text) for code, text in STATES.items()}
    chosen = [
        _select("run", _("Run"), {e["run"]: e["run"] for e in found}),
        _select("language", _("Language"), {e["language"]: e["language"] for e in found}),
        _select("status", _("State"), {e["status"]: state[e["status"]] for e in found}),
    ]
    shown = escape(_("Shown: {n} of {total}"))
    return (
        '<form id="filter" hidden>'
        f'<label>{escape(_("Find"))} <input type="search" name="text"></label>'
        f"{''.join(chosen)}"
        f'<output aria-live="polite" data-text="{shown}"></output></form>'
    )


def _select(name: str, label: str, options: dict[str, str]) -> str:
    listed = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>'
        for value, text in sorted(options.items())
    )
    return (
        f'<label>{escape(label)} <select name="{name}">'
        f'<option value="">{escape(_("all"))}</option>{listed}</select></label>'
    )


_CSS = """
main.index{max-width:76rem;margin:0 auto;padding:0 var(--gap) 3rem}
#filter{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:end;margin:0 0 1rem}
#filter[hidden]{display:none}
#filter label{display:flex;flex-direction:column;font-size:.9rem}
#filter input,#filter select{font:inherit;padding:.3rem .4rem;max-width:18rem;height:2.4rem}
#filter input,#filter select{color:var(--ink);background:var(--paper);border:1px solid var(--soft)}
main.index table{width:100%}
#filter output{padding:.3rem 0}
main.index .run{font-weight:400;opacity:.8}
main.index td a{display:inline-block;min-width:24px;min-height:24px;margin-right:.4rem}
main.index td.stale,main.index td.failed{font-weight:600}
tr[hidden]{display:none}
"""
_SCRIPT = """
(() => {
  const form = document.getElementById('filter');
  const rows = [...document.querySelectorAll('tbody tr')];
  const texts = rows.map(row => row.textContent.toLowerCase());
  const said = form.querySelector('output');
  const narrow = () => {
    const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = ['run', 'language', 'status'].every(name => {
        const value = form.elements[name].value;
        return !value || row.dataset[name] === value;
      }) && words.every(word => texts[i].includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    said.textContent = said.dataset.text.replace('{n}', shown).replace('{total}', rows.length);
  };
  form.addEventListener('input', narrow);
  form.addEventListener('submit', event => event.preventDefault());
  form.hidden = rows.length < 2;
  narrow();
})();
"""
