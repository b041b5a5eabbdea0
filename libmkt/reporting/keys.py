"""When a report need not be made again: keys over all that its run and its page depend on."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from libmkt import workbench
from libmkt.reporting.session import fingerprint, sha256_file

PACKAGES = ("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "babel")


def basis(notebook: Path, root: Path) -> str:
    """Key of what all runs of one notebook share.

    Its source, the descriptions of sources and the places that every reader may look at,
    the accent that figures are drawn in, the size below which groups of persons are hidden,
    package versions and libmkt's own code.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    described = [*root.glob("parameters/sources/*.yml"), *workbench.place_lists(root)]
    sources = [[path.name, sha256_file(path)] for path in sorted(described)]
    library = workbench.library(root)
    return fingerprint([source, sources, library.accent, library.k, versions(), _code()])


def run_key(basis: str, values: Mapping[str, Any], data: Mapping[str, str], language: str) -> str:
    """Key of what one run depends on: its notebook's `basis`, parameters, data and language."""
    return fingerprint([basis, dict(values), dict(data), language])


def look(root: Path) -> str:
    """Key of how pages look: library.yml with the logo and letterhead that it names."""
    library = workbench.library(root)
    shown = [name for name in (library.logo, library.letterhead) if name]
    files = [root / workbench.MARK, *(workbench.resolve(name, root) for name in shown)]
    return fingerprint([sha256_file(path) for path in files])


def page_key(
    run: str, look: str, note: Mapping[str, Any] | None, formats: Sequence[str], before: str = ""
) -> str:
    """Key of the written pages.

    The run, the library's look, a person's note, the formats, and the values of the report
    `before` that the page compares its own with.
    """
    return fingerprint([run, look, note, list(formats), before])


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of Python, libmkt and the packages that numbers and drawings come from."""
    import libmkt

    found = {name: metadata.version(name) for name in PACKAGES}
    return {"python": platform.python_version(), "libmkt": libmkt.__version__, **found}


@lru_cache(maxsize=1)
def _code() -> str:
    """Hash of libmkt's own modules, catalogues and source descriptions that ship with it."""
    package = Path(__file__).resolve().parent.parent
    kinds = {".py", ".mo", ".css", ".csv", ".typ"}
    files = sorted(
        p for p in package.rglob("*") if p.suffix in kinds and "_workbench" not in p.parts
    )
    return fingerprint([[p.relative_to(package).as_posix(), sha256_file(p)] for p in files])
