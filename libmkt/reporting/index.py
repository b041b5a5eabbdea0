"""The page of all reports, ``reports/index.html``, and the same as ``reports/index.json``.

It is made from the manifests: a report whose manifest is as old as at the last time is
taken over unread.  Two runs at once each look again after they have written, so that the
last to write has seen what the other one made.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from libmkt import words, workbench
from libmkt.errors import N_
from libmkt.reporting import store
from libmkt.reporting.document import escape
from libmkt.words import _

JSON, PAGE = "index.json", "index.html"
_LEFT_OUT = {"samples"}  # under version control, with a page of their own
_DEEPEST = 4  # RUN/SUBJECT/BRANCH/LANGUAGE
_TRIES = 5
STATES = {
    "whole": N_("whole"),
    "stale": N_("stale: the last run failed"),
    "failed": N_("failed"),
}
Entry = dict[str, Any]


def update(root: Path) -> list[Entry]:
    """Bring the index of a workbench's reports up to date; its entries in their order.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    reports = root / "reports"
    if not reports.is_dir():
        return []
    known = {entry["folder"]: entry for entry in entries(root)}
    found = _scanned(reports, known)
    for _again in range(_TRIES):
        _write(reports, found, root)
        seen = _scanned(reports, {entry["folder"]: entry for entry in found})
        if seen == found and entries(root) == found:
            break
        found = seen
    return found


def entries(root: Path) -> list[Entry]:
    """The entries of the index as it stands; [] where there is none."""
    try:
        content = json.loads((root / "reports" / JSON).read_text(encoding="utf-8"))
        found = content["reports"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    good = isinstance(found, list) and all(isinstance(e, dict) and "folder" in e for e in found)
    return found if good else []


def _scanned(reports: Path, known: dict[str, Entry]) -> list[Entry]:
    """One entry a report: run, then the latest subject first, branch, language."""
    found = [_entry(folder, reports, known) for folder in _folders(reports, 0)]
    found.sort(key=lambda e: (e["branch"].casefold(), e["language"]))
    found.sort(key=lambda e: e["subject"], reverse=True)
    found.sort(key=lambda e: e["run"].casefold())
    return found


def _folders(place: Path, depth: int) -> Iterator[Path]:
    """The folders that hold a report or the page that says why there is none."""
    try:
        with os.scandir(place) as listed:
            inside = list(listed)
    except OSError:  # taken away while we look
        return
    names = {entry.name for entry in inside}
    if depth and names & {store.MANIFEST, store.FAILURE}:
        yield place
        return
    if depth < _DEEPEST:
        for entry in inside:
            hidden = entry.name.startswith(".") or (not depth and entry.name in _LEFT_OUT)
            if entry.is_dir(follow_symlinks=False) and not hidden:
                yield from _folders(place / entry.name, depth + 1)


def _entry(folder: Path, reports: Path, known: dict[str, Entry]) -> Entry:
    name = folder.relative_to(reports).as_posix()
    failed = (folder / store.FAILURE).is_file()
    try:
        stamp = (folder / store.MANIFEST).stat().st_mtime_ns
    except OSError:
        stamp = 0
    old = known.get(name)
    if old is not None and old.get("stamp") == stamp and old.get("kind") == _KIND:
        return {**old, "status": _status(stamp, failed)}
    manifest = store.manifest(folder) if stamp else {}
    run, *rest = name.split("/")
    parameters = manifest.get("parameters") or {}
    files = sorted(f for f in manifest.get("files", {}) if f.startswith("report."))
    return {
        "kind": _KIND,
        "folder": name,
        "stamp": stamp,
        "run": str(manifest.get("run", run)),
        "report": str(manifest.get("report", run)),
        "title": str(manifest.get("title") or manifest.get("report") or run),
        "subject": str(manifest.get("subject") or (rest[0] if rest else "")),
        "branch": str(
            manifest.get("branch") or parameters.get("branch") or (rest[1] if len(rest) > 2 else "")
        ),
        "language": str(manifest.get("language") or (rest[-1] if rest else "")),
        "made": str((manifest.get("times") or {}).get("made", "")),
        "status": _status(stamp, failed),
        "formats": {f.rsplit(".", 1)[1]: f"{name}/{f}" for f in files if f.count(".") == 1},
    }


_KIND = 1  # of entries: others are made anew


def _status(stamp: int, failed: bool) -> str:
    return ("stale" if failed else "whole") if stamp else "failed"


def _write(reports: Path, found: list[Entry], root: Path) -> None:
    text = json.dumps({"reports": found}, ensure_ascii=False, indent=1)
    library = workbench.library(root)
    with words.speaking(library.language):
        name = library.in_language(library.name, words.language())
        shown = page(found, library=name, accent=library.accent)
    for path, said in ((reports / JSON, text + "\n"), (reports / PAGE, shown)):
        # what says the same already is left alone: a folder may be one to read only by now
        if not _says(path, said):
            workbench.replace_text(path, said)


def _says(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode("utf-8")
    except OSError:
        return False


def page(found: list[Entry], *, library: str, accent: str) -> str:
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


def _row(entry: Entry) -> str:
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


def _filter(found: list[Entry]) -> str:
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
