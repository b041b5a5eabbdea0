"""The files of a survey: its codebook, and the places of what is made from it."""

from __future__ import annotations

from pathlib import Path

from libmkt import words
from libmkt.cli.console import near
from libmkt.codebook import SUFFIX, Codebook, load
from libmkt.errors import N_, Message, MissingError, ParameterError
from libmkt.words import _
from libmkt.workbench import TABLES


def codebook(name: str) -> tuple[Codebook, Path]:
    """The codebook that a file holds, JSON or the workbook for people, and where it lies."""
    from libmkt.codebook import workbook_reading

    path = Path(name)
    if not path.is_file():
        named = path.with_name(path.name + SUFFIX)
        if named.is_file():
            return load(named), named
        raise MissingError(
            Message(N_("There is no file {file}"), {"file": name}),
            hints=[Message(N_("A codebook is made by: libmkt survey draft FILE --battery NAMES"))],
        )
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        return workbook_reading.read(path), path
    return load(path), path


def stem(path: Path) -> str:
    """The name of a survey's files, without the ending of one of them.

    >>> stem(Path("poll-2026.codebook.json")), stem(Path("poll.xlsx")), stem(Path("poll.2026"))
    ('poll-2026', 'poll', 'poll.2026')
    """
    if path.name.endswith(SUFFIX):
        return path.name.removesuffix(SUFFIX)
    return path.stem if path.suffix.lower() in {".json", ".lss", ".html", *TABLES} else path.name


def free_place(to: str | None, source: Path, tail: str, *, force: bool) -> Path:
    """Where to write: what the user named, else beside the codebook."""
    place = Path(to) if to else source.with_name(stem(source) + tail)
    check_free(place, force=force)
    return place


def check_free(place: Path, *, force: bool) -> None:
    """Refuse to write over a file, and a folder that is not there."""
    if not place.parent.is_dir():
        raise MissingError(
            Message(N_("There is no folder {folder}"), {"folder": str(place.parent)}),
            hints=[Message(N_("Make it first, or name another file"))],
        )
    if place.exists() and not force:
        what = Message(N_("{file} is there already and is not written over"), {"file": place.name})
        hint = N_("Name another file, or take this one away: somebody may have worked in it")
        raise ParameterError(what, hints=[Message(hint)])


def parted(text: str | None) -> list[str]:
    """What commas part, without blanks.

    >>> parted("kaa, ru,"), parted(None)
    (['kaa', 'ru'], [])
    """
    return [one.strip() for one in (text or "").split(",") if one.strip()]


def written(place: Path) -> None:
    """Say that a file was written."""
    print(words.translate(Message(N_("written: {file}"), {"file": near(place)})))


def said(template: str, **fields: str | int) -> None:
    """Print a line in the reader's language."""
    print(words.fill(_(template), **fields))
