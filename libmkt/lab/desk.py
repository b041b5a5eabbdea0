"""The desk: copies of the notebooks in a user's language, to open, change and try things in.

A notebook of the repository is in English, and a run translates it.  Who opens one instead
gets a copy under ``desk/LANGUAGE/``, laid out as ``notebooks/`` is, so that the links between
them hold.  A copy that a person has changed is left alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_, Message, ReportError, why
from libmkt.lab import source_text
from libmkt.words import _
from libmkt.words.code import code as translated_code
from libmkt.words.extract import help_of
from libmkt.workbench import shipped

START = "start.ipynb"
COPIED = ("*.ipynb", "reports/*.ipynb", "explore/*.ipynb")  # lessons: `libmkt lesson` writes them
_LANGUAGE = re.compile(r'(?m)^(language: str = )"[a-z]*"')

Notebook = dict[str, Any]


def lay_out(root: Path, language: str) -> Path:
    """Write the copies of all shipped notebooks, and give the contents page among them.

    A copy is written where there is none, or where its original is newer and nobody has
    changed it; the contents page each time, for it says what there is now.

    Raises
    ------
    ReportError
        The copies cannot be written.
    """
    place = root / source_text.DESK / language
    originals = shipped() / "notebooks"
    with words.speaking(language):
        for pattern in COPIED:
            for path in sorted(originals.glob(pattern)):
                name = path.relative_to(originals)
                if _is_own(root / "notebooks" / name, path):
                    continue  # a report of one's own is changed where it lies
                _write(place / name, copied(json.loads(path.read_text(encoding="utf-8"))))
    return place / START


def copied(notebook: Mapping[str, Any]) -> Notebook:
    """A notebook in the language in use, with the parts of the contents already shown."""
    language = words.language()
    cells = [_cell(cell, language) for cell in notebook["cells"]]
    about = _(
        N_("This is your own copy: change it as you like. Reports are made from the original.")
    )
    if any("parameters" in cell["metadata"].get("tags", ()) for cell in cells):
        note = {"cell_type": "markdown", "id": "own-copy", "metadata": {}, "source": f"*{about}*"}
        cells.insert(1, note)
    made: Notebook = {**notebook, "cells": cells}
    made["metadata"] = {**notebook["metadata"], "libmkt": {"copy": _mark(made)}}
    return made


def _cell(cell: Mapping[str, Any], language: str) -> dict[str, Any]:
    text = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return {**cell, "source": words.markdown(text)}
    if "parameters" in cell["metadata"].get("tags", ()):
        text = _LANGUAGE.sub(rf'\g<1>"{language}"', translated_code(text, say=_help))
    return {**cell, "source": text, "outputs": source_text.outputs_of(text)}


def _help(comment: str) -> str:
    """A parameter's comment translated, its mark kept."""
    said = help_of(comment)
    return comment.removesuffix(said) + _(said)


def _write(path: Path, made: Notebook) -> None:
    if _is_changed(path) or (path.name != START and _old_mark(path) == made["metadata"]["libmkt"]):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        part = path.with_name(f".{path.name}.part")
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        what = N_("{file} cannot be written: {why}")
        raise ReportError(Message(what, {"file": str(path), "why": why(error)})) from None


def _is_own(path: Path, original: Path) -> bool:
    return path.is_file() and path.resolve() != original.resolve() and path.name != START


def _is_changed(path: Path) -> bool:
    """Whether a person has changed a copy: its code or text is not what its mark says."""
    found = _read(path)
    return found is not None and found.get("metadata", {}).get("libmkt") != {"copy": _mark(found)}


def _old_mark(path: Path) -> Any:
    found = _read(path)
    return found["metadata"].get("libmkt") if found else None


def _read(path: Path) -> Notebook | None:
    """A copy as it lies there, {} for what is no notebook; None where there is none."""
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found.get("cells"), list) else {"cells": []}
    except (OSError, ValueError, AttributeError):
        return {"cells": []}


def _mark(notebook: Mapping[str, Any]) -> str:
    """A digest of what a person would change: code and text, in order; outputs aside."""
    said = [[cell["cell_type"], "".join(cell["source"])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8")).hexdigest()[:16]
