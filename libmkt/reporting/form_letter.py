"""The explanatory note of a form as a Word letter, which a ministry wants and a person edits."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from libmkt.errors import ReportError
from libmkt.reporting import form_sheets, store, writers
from libmkt.reporting.document import MIME
from libmkt.reporting.writers import packing


def letter(text: str, *, language: str, day: dt.date, root: Path) -> bytes:
    """The note as a Word document: letterhead, the same text, a line for each signature.

    Parameters
    ----------
    text
        The note in Markdown, as `form_notes.note` gives it.
    day
        The day that the letter bears.
    root
        The workbench whose library writes.
    """
    from nbformat import v4

    begun = {MIME: {"kind": "begin", "language": language, "as_of": day.isoformat()}}
    opening = v4.new_code_cell("", outputs=[v4.new_output("display_data", data=begun)])  # type: ignore[no-untyped-call]
    head, mark, rest = text.partition("\n## ")  # what stands with the title, and the sections
    told = [v4.new_markdown_cell(part) for part in (head, mark + rest)]  # type: ignore[no-untyped-call]
    notebook = v4.new_notebook(cells=[opening, *told])  # type: ignore[no-untyped-call]
    return writers.write("docx", notebook, root=root)


def write(path: Path, letter: bytes) -> Path | None:
    """Put a letter in its place; one that a person has edited is kept beside it.

    Word packs an archive in its own way, so one that packs again to the same bytes is ours.

    Returns
    -------
    Path or None
        Where the edited letter is kept; None where nobody has edited it.

    Raises
    ------
    ReportError
        The place cannot be written to, most often since Word holds the file open.
    """
    kept: Path | None = None

    def put(part: Path) -> None:
        nonlocal kept
        part.write_bytes(letter)
        if path.is_file() and not packing.ours(path.read_bytes()):
            kept = store.free_name(path)
            shutil.copy2(path, kept)

    try:
        form_sheets.write_whole(path, put)
    except ReportError:
        if kept is not None:  # the edited one still stands in its own place
            kept.unlink(missing_ok=True)
        raise
    return kept
