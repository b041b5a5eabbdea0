"""What all readers share: the files behind a source, their descriptions, the row log."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from libmkt import workbench, yamlfile
from libmkt.errors import N_, DataError, Message, MissingError, ParameterError, why
from libmkt.read.description import Source
from libmkt.read.grids import Grid, sheets
from libmkt.tables import LOG

SourceLike = str | Path | Sequence[str | Path]
DESCRIPTIONS = Path("parameters") / "sources"


@dataclass(frozen=True)
class File:
    """One file as it will be read: its bytes, how it is printed, what is told of it."""

    path: Path
    shown: str  # from the workbench root, with forward slashes
    content: bytes
    source: Source
    description: str = ""  # the description's file, as shown; "" for none

    @property
    def sha256(self) -> str:
        """Hash of the bytes that were read."""
        return hashlib.sha256(self.content).hexdigest()


def files(
    source: SourceLike, *, description: Path | str | None = None, root: Path | None = None
) -> list[File]:
    """The files behind a source, each with its description.

    Parameters
    ----------
    source
        A name in library.yml, a file, folder or pattern, or a list of these.  Files
        that exist may lie outside any workbench.
    description
        A source description for all of them; None looks beside each file
        (``FILE.source.yml``, ``source.yml``), then in parameters/sources.
    root
        The workbench; None finds it from the working directory.

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        A description cannot be used, or two of parameters/sources match one file.
    """
    root = root or _root()
    given = [source] if isinstance(source, (str, Path)) else list(source)
    paths = [path for one in given for path in _paths(one, root)]
    told = _told(description, root) if description is not None else None
    matching: list[tuple[Source, Path]] | None = None  # read when a file has none beside it
    found = []
    for path in dict.fromkeys(paths):
        here = told or _beside(path)
        if here is None:
            matching = _matching(root) if matching is None else matching
            here = _matched(path, matching, root)
        about = _shown(here[1], root) if here else ""
        found.append(
            File(path, _shown(path, root), _bytes(path), here[0] if here else Source(), about)
        )
    return found


def grids_of(file: File, sheet: str | None = None) -> list[Grid]:
    """The cells of a file as its description says; `sheet`, a name or pattern, wins.

    Raises
    ------
    DataError
        The file is no table.
    """
    said = file.source
    return sheets(
        file.path,
        file.content,
        encoding=said.encoding,
        delimiter=said.delimiter,
        sheet=sheet or said.sheet,
    )


def source_id(source: SourceLike, file: File) -> str:
    """The name by which the source was asked for, where it is one; else the file's stem."""
    if isinstance(source, str) and not Path(source).suffix and not set("*?[/\\") & set(source):
        return source
    return file.path.stem


def accepting(file: File, lines: Sequence[str]) -> list[Message]:
    """What a refusal hints: the lines of YAML that would accept a file, and where they belong.

    Those of columns (they begin with a blank) stand under their heading.
    """
    if not lines:
        return []
    place = file.path.stem + ".source.yml"
    columns = [line for line in lines if line.startswith(" ")]
    ordered = [line for line in lines if not line.startswith(" ")]
    ordered += ["columns:", *columns] if columns else []
    told = Message(N_("To accept it, put into {file}:"), {"file": place})
    return [told, *(Message("{line}", {"line": line}) for line in ordered)]


def note_sheets(grids: Sequence[Grid], log: RowLog) -> None:
    """Note the sheets of a workbook that were not read."""
    first = grids[0]
    for names, rule in (
        (first.unread, "sheet_without_figures"),
        (first.hidden, "sheet_hidden"),
    ):
        if names:
            log.add(rule, "noted", cells=0, example=", ".join(names))


def _root() -> Path | None:
    try:
        return workbench.find_root()
    except MissingError:
        return None


def _paths(source: str | Path, root: Path | None) -> list[Path]:
    """The files of one source; a file or folder that exists may lie outside a workbench."""
    path = Path(source)
    if root is not None:
        try:
            return [p for p in workbench.files(source, root) if not _is_description(p)]
        except ParameterError as error:
            if not path.exists() and isinstance(error, MissingError):
                raise
    if path.is_file():
        return [path.resolve()]
    found = workbench.tables(path) if path.is_dir() else workbench.matching(str(source), Path())
    if found:
        return [one.resolve() for one in found]
    raise MissingError(Message(N_("There is no file {file}"), {"file": str(source)}))


def _is_description(path: Path) -> bool:
    return path.name == "source.yml" or path.name.endswith(".source.yml")


def _shown(path: Path, root: Path | None) -> str:
    return workbench.shown(path, root) if root is not None else path.name


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            Message(N_("{file} cannot be read: {why}"), {"file": path.name, "why": why(error)})
        ) from None


def _told(description: Path | str, root: Path | None) -> tuple[Source, Path]:
    path = Path(description)
    if not path.is_file() and root is not None:
        path = workbench.resolve(description, root)
    return yamlfile.checked(yamlfile.read(path), Source), path


def _beside(path: Path) -> tuple[Source, Path] | None:
    """The description that lies beside a file, its own before its folder's."""
    places = (path.with_name(path.stem + ".source.yml"),
              path.with_name(path.name + ".source.yml"), path.with_name("source.yml"))  # fmt: skip
    for place in places:
        if place.is_file():
            return yamlfile.checked(yamlfile.read(place), Source), place
    return None


def _matching(root: Path | None) -> list[tuple[Source, Path]]:
    folder = root / DESCRIPTIONS if root is not None else None
    if folder is None or not folder.is_dir():
        return []
    return [
        (yamlfile.checked(yamlfile.read(path), Source), path)
        for path in sorted(folder.glob("*.yml"))
    ]


def _matched(
    path: Path, matching: list[tuple[Source, Path]], root: Path | None
) -> tuple[Source, Path] | None:
    """The description whose pattern matches the end of a file's path."""
    full = path.as_posix().casefold()
    hits = [
        (source, place)
        for source, place in matching
        if any(fnmatch.fnmatchcase(full, "*/" + pattern.casefold()) for pattern in source.match)
    ]
    if len(hits) > 1:
        raise DataError(
            Message(
                N_("{file} is matched by several descriptions: {names}"),
                {"file": _shown(path, root), "names": ", ".join(p.name for _, p in hits)},
            )
        )
    return hits[0] if hits else None


@dataclass
class RowLog:
    """What became of the figures of one file, rule by rule."""

    file: str
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        rule: str,
        outcome: str,
        *,
        cells: int,
        rows: int = 0,
        example: str | Message = "",
        reason: str | Message = "",
    ) -> None:
        """Add one line; a rule that touched nothing leaves no line."""
        if cells or rows or outcome == "noted":
            values = (self.file, rule, outcome, int(cells), int(rows), example, reason)
            self.lines.append(dict(zip(LOG, values, strict=True)))


def log_table(lines: list[dict[str, Any]]) -> pd.DataFrame:
    """Lines of row logs as one table, with its columns even when there is none."""
    table = pd.DataFrame(lines, columns=list(LOG))
    return table.astype({"cells": "int64", "rows": "int64"})
