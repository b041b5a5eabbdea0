"""``libmkt init DIR``: a workbench of one's own, with workbooks to fill in."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import shutil
import tempfile
import zoneinfo
from collections.abc import Callable
from pathlib import Path

from libmkt import words, workbench
from libmkt.cli.console import program
from libmkt.cli.init_files import ZONES, make
from libmkt.errors import N_, DataError, Message, MissingError, ParameterError, Problem
from libmkt.period import Period
from libmkt.words import _

SHOWN = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=_("a new or empty folder"))
    parser.add_argument(
        "--language",
        choices=words.LANGUAGES,
        help=_("of workbooks and reports: kaa, uz, ru or en"),
    )
    parser.add_argument("--name", help=_("the library's name"))
    rows = parser.add_mutually_exclusive_group()
    listed = _("the rows of the workbooks: a,b,c or a text file with one name a line")
    rows.add_argument("--districts", metavar="NAMES", help=listed)
    rows.add_argument("--branches", metavar="NAMES", help=listed)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help=argparse.SUPPRESS)
    parser.epilog = _("example: libmkt init Kitapxana --language kaa --districts rayonlar.txt")


def run(args: argparse.Namespace) -> int:
    """Make the workbench and say what comes next."""
    language = words.check_language(args.language or words.language())
    of = "branch" if args.branches else "district"
    rows = names(args.branches or args.districts or "")
    zone = zoneinfo.ZoneInfo(ZONES.get(language, "UTC"))
    today = args.as_of or dt.datetime.now(zone).date()
    folder = args.folder.expanduser().absolute()
    with words.speaking(language):
        library = args.name or _(N_("Our library"))
    refuse_full(folder)
    whole(folder, lambda place: make(place, language, library, rows, of, today))
    month = Period.containing(today, "month") - 1
    print(words.fill(_(N_("made: {folder}")), folder=str(args.folder)))
    print(words.fill(_(N_("Fill in {file}, then:")), file=f"data/monthly/{month}.xlsx"))
    print(f'  cd "{args.folder}"')
    print(f"  {program()} report parameters/monitoring.yml")
    return 0


def names(given: str) -> list[str]:
    """The names in ``a,b,c``, or in a text file that holds one a line.

    Raises
    ------
    MissingError, DataError, ParameterError
        The file is not there or not UTF-8; a name stands twice.

    Examples
    --------
    >>> names("Aqsaǵa, Sarısaz ,")
    ['Aqsaǵa', 'Sarısaz']
    """
    # A list of names may be longer than any file's name: the system need not be asked then.
    listing = "," in given and not given.lower().endswith((".txt", ".csv"))
    file = Path(given) if given and not listing else None
    if file is not None and file.is_file():
        try:
            found = file.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise DataError(
                Message(N_("{file} cannot be read"), {"file": given}),
                [Problem("1", Message(N_("not UTF-8 text: save it as UTF-8")))],
            ) from None
    elif file is not None and file.suffix.lower() in (".txt", ".csv"):
        raise MissingError(Message(N_("There is no file {file}"), {"file": given}))
    else:
        found = given.split(",")
    listed = [" ".join(name.split()) for name in found if name.strip()]
    twice = sorted({name for name in listed if listed.count(name) > 1})
    if twice:
        raise ParameterError(
            Message(N_("The list of names cannot be used")),
            [Problem(name, Message(N_("stands there twice"))) for name in twice],
        )
    return listed


def refuse_full(folder: Path) -> None:
    """Refuse a folder that holds something, and a place that is a file.

    Raises
    ------
    ParameterError
        With what stands there.
    """
    if folder.is_file():
        raise ParameterError(Message(N_("{folder} is a file"), {"folder": str(folder)}))
    held = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    if not held:
        return
    problems = [Problem(name, Message(N_("stands there already"))) for name in held[:SHOWN]]
    if len(held) > SHOWN:
        more = Message(N_("and {n} more"), {"n": len(held) - SHOWN})
        problems.append(Problem("...", more))
    raise ParameterError(
        Message(N_("{folder} is not empty: nothing was written"), {"folder": str(folder)}),
        problems,
        [Message(N_("Name a new folder: nothing is ever written over"))],
    )


def whole(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` make everything in a folder beside `folder`, then put it there.

    A folder that is there already (and empty) is filled, not replaced: one may stand in
    it.  Should that fail half-way, what had been put there is taken out again.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".libmkt-", dir=folder.parent))
    try:
        fill(part)
        part.chmod(0o755)
        if not folder.exists():
            part.rename(folder)
            return
        put: list[Path] = []
        try:
            # The mark of a workbench comes last: until then there is none.
            order = sorted(part.iterdir(), key=lambda path: path.name == workbench.MARK.parts[0])
            for path in order:
                path.rename(folder / path.name)
                put.append(folder / path.name)
        except OSError:
            for path in put:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise
    finally:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(part)
