"""A person's words on a report: parameters/notes/RUN/SUBJECT/[BRANCH/]LANGUAGE.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from libmkt import yamlfile
from libmkt.errors import N_, DataError, Message, Problem


class OwnAction(BaseModel):
    """An action that a person puts in place of the proposed ones."""

    model_config = ConfigDict(extra="forbid")
    text: str
    owner: str


class Head(BaseModel):
    """What may stand between the two ``---`` lines at the top of a note."""

    model_config = ConfigDict(extra="forbid")
    author: str = ""
    actions: list[OwnAction] | None = Field(default=None, max_length=3)


def note(path: Path) -> dict[str, Any] | None:
    """A note's text, author and actions; None where there is no such file.

    Raises
    ------
    DataError
        It is not UTF-8 or its head does not fit.
    """
    if not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(
            Message(N_("{file} cannot be used"), {"file": path.name}),
            [Problem("1", Message(N_("not UTF-8 text: save it as UTF-8")))],
        ) from None
    head = Head()
    if text.startswith("---"):
        between, parted, rest = text[3:].lstrip("\r").partition("\n---")
        if parted:
            head = yamlfile.checked(yamlfile.parse(between, path), Head)
            text = rest
    return {"text": text.strip(), **head.model_dump()}
