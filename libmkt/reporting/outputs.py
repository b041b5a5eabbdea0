"""The files of a report's folder, made from its executed notebook."""

from __future__ import annotations

import csv
import json
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_, Message
from libmkt.reporting import changes, keys, store, writers
from libmkt.reporting.content import blocks, pieces, title
from libmkt.reporting.document import MIME, PAGE
from libmkt.reporting.execute import Settings
from libmkt.reporting.plan import Job


def write(
    job: Job, notebook: Any, staged: Path, settings: Settings, times: dict[str, Any]
) -> list[str]:
    """Everything in the folder but the notebook's run: pages, tables, figures, manifest."""
    closing = blocks(notebook, "sources")
    published = [value for content in closing for value in content["published"]]
    changed = changes.told(notebook, published, job.folder, job.before, job.language)
    notebook.metadata["libmkt"] = {
        "note": job.note,
        "code": settings.code,
        "report": job.report,
        "branch": job.branch,
        "changes": changed,
    }
    for name in ("papermill", "widgets"):  # absolute paths and times of this machine
        notebook.metadata.pop(name, None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    text = as_text(notebook)
    (staged / "executed.ipynb").write_text(
        text + "\n", encoding="utf-8", newline="\n", errors="backslashreplace"
    )
    for name in job.formats:
        made = writers.write(name, notebook, root=settings.root)
        (staged / f"report.{name}").write_bytes(made)
    _tables(notebook, staged / "tables")
    _figures(notebook, staged / "figures")
    warnings = [
        Message(N_("cell {cell}: a bare output is shown as it came"), {"cell": piece.cell + 1})
        for piece in pieces(notebook)
        if piece.kind in ("plain", "image")
    ]
    store.write_manifest(
        staged,
        {
            "report": job.report,
            "title": title(notebook),
            "run": job.run,
            "subject": job.subject,
            "branch": job.branch,
            "parameters": job.values,
            "language": job.language,
            "run_key": job.run_key,
            "page_key": job.page_key,
            "code": settings.code,
            "as_of": settings.as_of.isoformat(),
            "data": job.data,
            "read": [file for content in closing for file in content["files"]],
            "rules": [rule for content in closing for rule in content["rules"]],
            "published": published,
            "changes": changed.get("found", {}),
            "versions": keys.versions(),
            "git_commit": _commit(settings.root),
            "kernel": notebook.metadata.get("kernelspec", {}).get("name", ""),
            "times": times,
            "warnings": [str(w) for w in warnings],
        },
    )
    return [words.translate(w) for w in warnings]


def as_text(notebook: Any) -> str:
    """The notebook as JSON; a row of a long list stands on one line, not on one a cell."""
    lists = [
        output["data"][MIME]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(MIME, {}).get("place", PAGE) != PAGE
    ]
    rows = [content["rows"] for content in lists]
    try:
        for i, content in enumerate(lists):
            content["rows"] = _place_of(i)
        text = json.dumps(notebook, ensure_ascii=False, indent=1)
    finally:
        for content, own in zip(lists, rows, strict=True):
            content["rows"] = own
    for i, own in enumerate(rows):
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in own)
        text = text.replace(json.dumps(_place_of(i), ensure_ascii=False), f"[{lines}]", 1)
    return text


def _place_of(number: int) -> str:
    """What holds the place of a list's rows: two signs that Unicode gives to nobody."""
    return f"\ue000{number}\ue001"


def _named(notebook: Any, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a kind with the names of their files, of which no two are alike.

    Long names are cut, and some systems look at no capitals: what is named as one before it
    gets a number.
    """
    taken: set[str] = set()
    for number, content in enumerate(blocks(notebook, kind), start=1):
        wanted = store.safe_name(content["id"] or f"{kind}-{number}")
        name = next(
            name
            for name in (wanted, *(f"{wanted}-{n}" for n in range(2, number + 1)))
            if name.casefold() not in taken
        )
        taken.add(name.casefold())
        yield name, content


def _tables(notebook: Any, folder: Path) -> None:
    for name, content in _named(notebook, "table"):
        folder.mkdir(exist_ok=True)
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(column["name"] for column in content["columns"])
            writer.writerows([_harmless(value) for value in row] for row in content["rows"])


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is written as text."""
    return (
        f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
    )


def _figures(notebook: Any, folder: Path) -> None:
    for name, content in _named(notebook, "figure"):
        folder.mkdir(exist_ok=True)
        if "svg" in content:
            (folder / f"{name}.svg").write_text(content["svg"], encoding="utf-8", newline="\n")
        else:
            (folder / f"{name}.png").write_bytes(b64decode(content["png"]))


@lru_cache(maxsize=4)
def _commit(root: Path) -> str | None:
    """The commit of the workbench, where it is under git."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None
