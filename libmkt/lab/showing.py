"""What a finished run shows in a notebook: links, files to take along, and the page itself.

JupyterLab and Notebook 7 follow a relative link of Markdown; VS Code may not, so that the
page is also shown in place, and files come inside their link.
"""

from __future__ import annotations

import base64
import mimetypes
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from libmkt import words
from libmkt.errors import N_
from libmkt.lab.running import Result
from libmkt.reporting.document import escape
from libmkt.words import _

Output = dict[str, Any]  # one output of a cell, as nbformat has it
MOST_BYTES = 5_000_000  # of a file that is put into its link
_HEIGHT = "70vh"


def outputs(result: Result, here: Path) -> tuple[Output, ...]:
    """The outputs of a finished run.

    Parameters
    ----------
    here
        The folder of the notebook, from which links are relative.
    """
    if not result.reports:
        return (trouble(result.message),)
    shown: list[Output] = []
    for report, folder in zip(result.reports, result.folders, strict=True):
        if report["status"] == "failed":
            shown.append(trouble(report["message"]))
            continue
        shown.append(markdown(_links(report, folder, here)))
        files = [p for p in sorted(folder.glob("report.*")) if p.suffix != ".html"]
        if files:
            shown.append(html(" · ".join(file_link(path) for path in files)))
        if (folder / "report.html").is_file():
            shown.append(html(frame((folder / "report.html").read_text(encoding="utf-8"))))
    return tuple(shown)


def _links(report: dict[str, Any], folder: Path, here: Path) -> str:
    status = {
        "written": N_("The report is made."),
        "rendered": N_("The report was there; its page is made anew."),
        "unchanged": N_("The report was there already, and nothing has changed."),
    }
    lines = [f"**{_(status[report['status']])}**", ""]
    names = {"report.html": N_("Open the page"), "executed.ipynb": N_("Open its notebook")}
    found = [(folder / name, _(label)) for name, label in names.items()]
    links = [f"[{label}]({address(path, here)})" for path, label in found if path.is_file()]
    lines += [" · ".join(links), "", f"`{report['folder']}`"]
    for name in report.get("kept", []):
        lines += ["", words.fill(_(N_("your edited file is kept as {name}")), name=name)]
    return "\n".join(lines)


def address(path: Path, here: Path) -> str:
    """A link's target, from the notebook's folder; letters beyond ASCII are escaped.

    >>> address(Path("/w/reports/a b.html"), Path("/w/notebooks"))
    '../reports/a%20b.html'
    """
    try:
        return quote(Path(os.path.relpath(path, here)).as_posix())
    except ValueError:  # another drive of Windows
        return path.as_uri()


def file_link(path: Path) -> str:
    """A link that holds the file, so that it can be saved wherever the notebook is shown."""
    name = escape(path.name)
    if path.stat().st_size > MOST_BYTES:
        return name
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return f'<a download="{name}" href="data:{kind};base64,{data}">{name}</a>'


def frame(page: str) -> str:
    """A whole page shown in place; it may run nothing and ask for nothing."""
    title = escape(_(N_("The page of the report")))
    style = f"width:100%;height:{_HEIGHT};border:1px solid #c9ced3;background:#fff"
    return f'<iframe title="{title}" sandbox srcdoc="{escape(page)}" style="{style}"></iframe>'


def trouble(message: str) -> Output:
    """What went wrong, as the command line says it; never a trace."""
    text = escape(message)
    head = escape(_(N_("This could not be made")))
    body = f'<div role="alert"><strong>⚠ {head}</strong><pre>{text}</pre></div>'
    return {"output_type": "display_data", "metadata": {},
            "data": {"text/html": body, "text/plain": message}}  # fmt: skip


def markdown(text: str) -> Output:
    """An output of Markdown."""
    return {"output_type": "display_data", "metadata": {},
            "data": {"text/markdown": text, "text/plain": text}}  # fmt: skip


def html(text: str) -> Output:
    """An output of HTML."""
    return {"output_type": "display_data", "metadata": {},
            "data": {"text/html": text, "text/plain": ""}}  # fmt: skip
