"""The workbench: its root folder, library.yml, and which files may be read from it.

The root is the nearest folder upwards that holds ``parameters/library.yml``.
Relative paths everywhere are from there, or from one of its data roots.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from libmkt import yamlfile
from libmkt.errors import N_, Message, MissingError, ParameterError, Problem

if TYPE_CHECKING:
    from libmkt.library import Library

MARK = PurePosixPath("parameters/library.yml")
PLACES = "data/places"
ACCENT = "#1f5f8b"  # of a library that names none
ROOT_VARIABLE = "LIBMKT_ROOT"  # how a run tells its kernel where the workbench is
BATCH_VARIABLE = "LIBMKT_BATCH"  # and where its reports may leave what they have read
TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})


def find_root(start: Path | None = None) -> Path:
    """The nearest folder upwards from `start` (default: here) that is a workbench.

    Without `start`, the folder that the environment variable LIBMKT_ROOT names wins, and
    outside any workbench the checkout that this package stands in is taken, so that bare
    papermill finds it from any folder.

    Raises
    ------
    MissingError
        Neither `start` nor a folder above it holds parameters/library.yml.
    """
    named = os.environ.get(ROOT_VARIABLE) if start is None else None
    here = Path(named) if named else (start or Path.cwd())
    here = here.resolve()
    checkout = [] if start else [Path(__file__).resolve().parent.parent]
    for folder in (here, *here.parents, *checkout):
        if (folder / MARK).is_file():
            return folder
    raise MissingError(
        Message(
            N_("There is no workbench at {folder} or above it (no parameters/library.yml)"),
            {"folder": str(here)},
        ),
        hints=[Message(N_("Make one with: libmkt init FOLDER"))],
    )


def batch_folder() -> Path | None:
    """The folder that the reports of one batch share while it runs; None outside a batch."""
    named = os.environ.get(BATCH_VARIABLE)
    return Path(named) if named else None


def library(root: Path | None = None) -> Library:
    """What parameters/library.yml says, checked; read again when the file has changed."""
    path = (root or find_root()) / MARK
    return _library(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _library(path: Path, _changed: int) -> Library:
    from libmkt.library import read_library

    return read_library(yamlfile.read(path))


def use_accent(colour: str) -> None:
    """Draw figures in this colour from here on; `reporting.begin` gives the library's own."""
    global _accent
    _accent = colour


def accent() -> str:
    """The colour of what a reader should see first, ``#rrggbb``."""
    return _accent


def resolve(path: Path | str, root: Path | None = None, *, must_exist: bool = True) -> Path:
    """The file or folder that `path` names, from the root or else from a data root.

    Parameters
    ----------
    path
        Relative (from the root, then from each data root in order) or absolute.
    must_exist
        Refuse what is not there; otherwise give the place under the root.

    Raises
    ------
    MissingError
        It is in none of these places.
    ParameterError
        It lies outside the workbench and its data roots.
    """
    root = root or find_root()
    given = Path(path)
    places = [root, *(root / folder for folder in library(root).data_roots)]
    tries = [given] if given.is_absolute() else [place / given for place in places]
    inside = [t for t in tries if any(_within(t, place) for place in places)]
    if not inside:
        raise ParameterError(
            Message(N_("{path} lies outside the workbench"), {"path": str(path)}),
            hints=[
                Message(N_("A folder that may be read is named under data_roots in library.yml"))
            ],
        )
    for found in inside:
        if found.exists():
            return found.resolve()
    if must_exist:
        raise MissingError(
            Message(N_("There is no file or folder {path}"), {"path": str(path)}),
            [
                Problem(str(i + 1), Message(N_("looked at {place}"), {"place": shown(t, root)}))
                for i, t in enumerate(inside)
            ],
        )
    return inside[0].resolve()


def files(source: Path | str, root: Path | None = None) -> list[Path]:
    """The data files behind a path, a pattern, a folder, or a name under `sources`.

    A folder gives its tables (csv, tsv, txt, xlsx, xls, ods), hidden and lock files
    left out; the order is by name.

    Raises
    ------
    MissingError
        Nothing is there.
    """
    root = root or find_root()
    spec = str(source)
    named = library(root).sources.get(spec)
    patterns = [spec] if named is None else named.paths
    found: list[Path] = []
    for pattern in patterns:
        found += _expand(pattern, root)
    return found


def _expand(pattern: str, root: Path) -> list[Path]:
    if any(mark in pattern for mark in "*?["):
        for place in [root, *(root / folder for folder in library(root).data_roots)]:
            if found := matching(pattern, place):
                return [resolve(p, root) for p in found]
        raise MissingError(Message(N_("No file matches {pattern}"), {"pattern": pattern}))
    path = resolve(pattern, root)
    if not path.is_dir():
        return [path]
    found = tables(path)
    if not found:
        raise MissingError(Message(N_("The folder {path} holds no table"), {"path": pattern}))
    return found


def matching(pattern: str, place: Path) -> list[Path]:
    """The files behind a pattern (* ? []), by name; a relative one is looked for in `place`."""
    whole = Path(pattern)
    if whole.is_absolute():  # the command processor of Windows leaves patterns to us
        place, pattern = Path(whole.anchor), str(whole.relative_to(whole.anchor))
    return sorted(p for p in place.glob(pattern) if p.is_file() and not _hidden(p))


def tables(folder: Path) -> list[Path]:
    """The tables that lie in a folder, by name."""
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in TABLES and not _hidden(p))


def shown(path: Path | str, root: Path | None = None) -> str:
    """`path` as reports print it: from the root, with forward slashes, never absolute.

    A file under a data root outside the workbench is shown from that data root.
    """
    root = (root or find_root()).resolve()
    full = Path(path).resolve()
    for place in [root, *((root / folder).resolve() for folder in library(root).data_roots)]:
        if _within(full, place):
            return full.relative_to(place).as_posix()
    return full.name


def _within(path: Path, place: Path) -> bool:
    try:
        return path.resolve().is_relative_to(place.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _hidden(path: Path) -> bool:
    # lock files of Excel (~$x.xlsx) and LibreOffice (.~lock) look like tables
    return path.name.startswith((".", "~$"))


def shipped() -> Path:
    """Where notebooks and lists that come with libmkt lie: in a checkout its root, else inside."""
    package = Path(__file__).resolve().parent
    inside = package / "_workbench"
    return inside if inside.is_dir() else package.parent


def place_lists(root: Path) -> list[Path]:
    """Lists of names of places that every reader may look at: the workbench's, else the shipped."""
    own = sorted((root / PLACES).glob("*.csv"))
    return own or sorted((shipped() / PLACES).glob("*.csv"))


_accent = ACCENT


def replace_text(path: Path, text: str) -> None:
    """Write a text file (UTF-8, line ends of one character) whole or not at all.

    It is written beside and moved into place, so that a full disk or a killed process
    leaves what was there before.
    """
    staged = path.with_name(f".{path.name}-{os.getpid()}-{os.urandom(3).hex()}")
    try:
        staged.write_text(text, encoding="utf-8", newline="\n")
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
