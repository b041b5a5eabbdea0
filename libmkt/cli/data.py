"""``libmkt data``: real open data, listed and fetched from their publishers' repositories."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from libmkt.demo import open_data
from libmkt.demo.open_data import ADDRESS, DataFile, DataSet
from libmkt.errors import N_, Message, MissingError, ParameterError
from libmkt.words import _, ngettext, number, translate

_OUTCOMES = {"fetched": N_("fetched"), "here": N_("already here"), "refused": N_("refused")}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("action", metavar="list|get", help=_("list the data sets, or fetch one"))
    parser.add_argument("name", metavar="NAME", nargs="?", help=_("a name that the list shows"))
    parser.add_argument(
        "--to", metavar="FOLDER", help=_("where to put it (default: the workbench's data folder)")
    )
    parser.add_argument(
        "--from",
        dest="base",
        metavar="ADDRESS",
        default=ADDRESS,
        help=_("a mirror that is laid out in the same way (default: {address})").format(
            address=ADDRESS
        ),
    )


def run(args: argparse.Namespace) -> int:
    """List the data sets, or say one's terms and fetch it."""
    if args.action == "list":
        if args.name:
            data = open_data.dataset(args.name)
            print("\n".join([*described(data), *_files(data)]))
        else:
            print("\n\n".join("\n".join(described(data)) for data in open_data.datasets()))
        return 0
    if args.action != "get" or not args.name:
        raise ParameterError(
            Message(N_("libmkt data needs list, or get with the name of a data set")),
            hints=[Message(N_("All data sets: libmkt data list"))],
        )
    return _get(open_data.dataset(args.name), args.to, args.base)


def _get(data: DataSet, to: str | None, base: str) -> int:
    print("\n".join(described(data)))
    if not data.fetchable:
        raise MissingError(
            Message(N_("{name} is not available for download"), {"name": data.name}),
            hints=[Message(N_("The publisher's page: {page}"), {"page": data.page})],
        )
    folder = Path(to) if to else _data_folder()
    files = open_data.fetch(data, folder, base=base, said=_progress(len(data.fetchable)))
    place = (folder / data.name).as_posix()
    template = ngettext("{n} file is in {place}", "{n} files are in {place}", len(files))
    print(template.format(n=number(len(files)), place=place))
    return 0


def described(data: DataSet) -> list[str]:
    """The lines that say what a data set is, whose, on what terms, and how much of it there is."""
    ready = data.fetchable
    missing = len(data.files) - len(ready)
    lines = [
        _said(N_("Publisher: {publisher}"), publisher=data.publisher),
        _said(N_("Terms: {licence}"), licence=data.licence)
        if data.licence
        else _(N_("Terms: unknown, none were stated: use it for study, do not pass it on")),
    ]
    if ready:
        template = ngettext("To fetch: {n} file, {size}", "To fetch: {n} files, {size}", len(ready))
        size = _size(open_data.total_size(ready))
        lines.append(template.format(n=number(len(ready)), size=size))
    if missing:
        template = ngettext(
            "Not available for download: {n} file", "Not available for download: {n} files", missing
        )
        lines.append(template.format(n=number(missing)))
        lines.append(_said(N_("The publisher's page: {page}"), page=data.page))
    return [f"{data.name}: {data.what}", *(f"  {line}" for line in lines)]


def _files(data: DataSet) -> list[str]:
    """A line a file: its size and name, and whether it cannot be fetched."""
    absent = _(N_("not available for download"))
    return [
        f"  {_size(f.size):>9}  {f.file}" + ("" if f.commits else f"  ({absent})")
        for f in data.files
    ]


def _size(size: int) -> str:
    """Bytes as kB or MB.

    >>> _size(800), _size(16_352), _size(31_900_000)
    ('1 kB', '16 kB', '31.9 MB')
    """
    return f"{number(size / 1e6, 1)} MB" if size >= 1e6 else f"{number(max(1, size / 1e3))} kB"


def _said(template: str, **fields: str) -> str:
    return translate(Message(template, fields))


def _data_folder() -> Path:
    from libmkt import workbench

    return workbench.find_root() / "data"


class _progress:
    """Says each file as it comes: one line that changes on a terminal, else a line each."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.live = sys.stderr.isatty()

    def __call__(self, count: int, file: DataFile, outcome: str) -> None:
        """Say how one file went."""
        line = f"{count}/{self.total}  {_(_OUTCOMES[outcome])}  {file.file}"
        end = "\n" if not self.live or count == self.total else ""
        start = "\r\x1b[2K" if self.live else ""
        print(f"{start}{line}", end=end, file=sys.stderr, flush=True)
