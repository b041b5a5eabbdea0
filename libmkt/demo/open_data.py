"""Real open data: what there is, where its publisher keeps it, and how to fetch it.

The list is open_data.json beside this module: for each data set its publisher, page and
licence, for each file its size, SHA-256 and the place in the publisher's public repository.
A file without a place is known but cannot be fetched by us: it was converted or edited,
or its repository could not be confirmed to hold this version.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote, urlsplit

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, ReportError

ADDRESS: Final = "https://raw.githubusercontent.com"
_TIMEOUT = 30  # seconds without a byte
REGISTRY: Final = Path(__file__).with_name("open_data.json")


@dataclass(frozen=True)
class DataFile:
    """One file of a data set.

    `commits` are tried in turn, since a repository may keep several versions of a file;
    the hash decides.  Empty: the file cannot be fetched.
    """

    file: str
    size: int  # bytes
    sha256: str
    repository: str = ""
    path: str = ""
    commits: tuple[str, ...] = ()

    def addresses(self, base: str = ADDRESS) -> list[str]:
        """Where the file lies, most likely first.

        >>> DataFile("a.csv", 3, "", "who/what", "in/a b.csv", ("HEAD",)).addresses()
        ['https://raw.githubusercontent.com/who/what/HEAD/in/a%20b.csv']
        """
        base = base.rstrip("/")
        return [f"{base}/{self.repository}/{commit}/{quote(self.path)}" for commit in self.commits]


@dataclass(frozen=True)
class DataSet:
    """A data set; `licence` is empty where the publisher stated none."""

    name: str
    what: str
    publisher: str
    page: str
    licence: str
    files: tuple[DataFile, ...]

    @property
    def fetchable(self) -> tuple[DataFile, ...]:
        """The files that have a confirmed place."""
        return tuple(f for f in self.files if f.commits)


@lru_cache(maxsize=4)
def datasets(registry: Path = REGISTRY) -> tuple[DataSet, ...]:
    """All data sets, in the order of the list.

    >>> [d.name for d in datasets()][:2]
    ['imls-pls-ae', 'imls-pls-state']
    """
    found = []
    for entry in json.loads(registry.read_text(encoding="utf-8")):
        files = tuple(
            DataFile(**{**f, "commits": tuple(f.get("commits", ()))}) for f in entry.pop("files")
        )
        found.append(DataSet(**entry, files=files))
    return tuple(found)


def dataset(name: str, registry: Path = REGISTRY) -> DataSet:
    """The data set of this name.

    Raises
    ------
    ParameterError
        There is none; the nearest name is told.
    """
    from libmkt.yamlfile import nearest

    known = {d.name: d for d in datasets(registry)}
    if name in known:
        return known[name]
    meant = nearest(name, known)
    close = [Problem(name, Message(N_("did you mean {meant}?"), {"meant": meant}))] if meant else []
    raise ParameterError(
        Message(N_("There is no data set {name}"), {"name": name}),
        close,
        [Message(N_("All data sets: libmkt data list"))],
    )


def fetch(
    data: DataSet,
    folder: Path | str,
    *,
    base: str = ADDRESS,
    said: Callable[[int, DataFile, str], None] | None = None,
) -> list[Path]:
    """Fetch the files of a data set into ``folder/NAME`` and return those that are there now.

    A file that is there already with the right content is left alone, and what was fetched
    stays when a later file is refused, so that the same call goes on where it stopped.

    Parameters
    ----------
    data
        What to fetch.
    folder
        Where the data set's own folder is made.
    base
        Address that stands before ``OWNER/REPOSITORY/COMMIT/PATH``; a mirror has its own.
    said
        Called with the number of the file (from 1), the file, and ``fetched``, ``here``
        or ``refused``.

    Raises
    ------
    ReportError
        The address cannot be reached; nothing more is tried.
    DataError
        A file has another content than the list says, is not there, or would overwrite one
        that differs; all such files are told together.
    """
    place, problems, found = Path(folder) / data.name, [], []
    for number, file in enumerate(data.fetchable, start=1):
        target = place.joinpath(*PurePosixPath(file.file).parts)
        problem, outcome = None, "here"
        if not target.exists():
            problem, outcome = _fetch_one(file, target, base), "fetched"
        elif sha256(target) != file.sha256:
            problem = Message(N_("a file with another content is there already: move it away"))
        if problem:
            problems.append(Problem(file.file, problem))
        else:
            found.append(target)
        if said:
            said(number, file, "refused" if problem else outcome)
    if problems:
        raise DataError(
            Message(N_("{name}: not all files could be fetched"), {"name": data.name}),
            problems,
            [Message(N_("The publisher's page: {page}"), {"page": data.page})],
        )
    return found


def _fetch_one(file: DataFile, target: Path, base: str) -> Message | None:
    """Fetch one file to `target`; what went wrong, or None."""
    import pooch
    import requests

    pooch.get_logger().setLevel("ERROR")  # it would announce each file in its own words
    absent = 0
    for address in file.addresses(base):
        try:
            pooch.retrieve(
                address,
                known_hash=f"sha256:{file.sha256}",
                fname=target.name,
                path=target.parent,
                downloader=pooch.HTTPDownloader(timeout=_TIMEOUT),
            )
            return None
        except requests.exceptions.HTTPError as error:
            if error.response is not None and error.response.status_code not in (404, 410):
                status = str(error.response.status_code)
                return Message(N_("the server answers {status}"), {"status": status})
            absent += 1
        except requests.exceptions.RequestException:
            raise _no_network(address) from None
        except ValueError:
            continue  # the hash differs: another version may be the one
    if absent == len(file.commits):
        return Message(N_("is no longer at the publisher's address"))
    return Message(N_("the publisher's file is not the one described here (its hash differs)"))


def _no_network(address: str) -> ReportError:
    host = urlsplit(address).netloc
    return ReportError(Message(N_("{host} cannot be reached: is there a network?"), {"host": host}))


def sha256(path: Path) -> str:
    """The hash of a file's content, in hexadecimal digits."""
    import hashlib

    digest = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def total_size(files: Iterable[DataFile]) -> int:
    """Bytes of all files together."""
    return sum(f.size for f in files)
