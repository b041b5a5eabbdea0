"""The real data that an exploration reads: there, or one line that says how to fetch them."""

from __future__ import annotations

from pathlib import PurePosixPath

from libmkt import words, workbench
from libmkt.errors import N_, Message, MissingError
from libmkt.lab.shell import ready


def need(*sources: str, language: str | None = None) -> None:
    """Make the kernel ready, and refuse in one line where open data have not been fetched.

    Parameters
    ----------
    sources
        Files, patterns or folders of open data, as `read.counts` takes them: the first part
        of each is the name that `libmkt data get` knows.
    language
        The language to speak: kaa, uz, ru or en; None keeps the one that the lab was
        started in, else the library's own.

    Raises
    ------
    MissingError
        One is not there; the message holds the command that fetches it.
    """
    ready()
    if language is not None:
        words.use(language)
    absent = [source for source in sources if not has(source)]
    if absent:
        names = dict.fromkeys(PurePosixPath(source).parts[0] for source in absent)
        raise MissingError(
            Message(
                N_("{file} is not here. Fetch it with: {command}"),
                {
                    "file": ", ".join(absent),
                    "command": " && ".join(f"libmkt data get {name}" for name in names),
                },
            )
        )


def has(source: str) -> bool:
    """Whether a file, a pattern or a folder of open data has been fetched.

    Examples
    --------
    >>> has("no-such-data/a.csv")
    False
    """
    try:
        found = workbench.resolve(source, must_exist=False)
        return found.exists() or bool(workbench.files(source))
    except MissingError:
        return False
