"""``libmkt bundle DIR``: wheels and an installer for machines without a network."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from libmkt import words
from libmkt.cli import downloads, installer, wheels
from libmkt.cli.wheels import Target, Wheel
from libmkt.errors import N_, Message, MissingError, ParameterError, Problem, ReportError
from libmkt.words import _

MARK = "bundle.json"  # says what the folder is for, from the first moment on
ROOM = 1.1  # the system's blocks take a little more than the files


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add = parser.add_argument
    add("folder", metavar="DIR", type=Path, help=_("a new folder, or a bundle that was begun"))
    add(
        "--for",
        dest="system",
        choices=wheels.SYSTEMS,
        required=True,
        help=_("the system of the machines it is for"),
    )
    add(
        "--python",
        choices=wheels.PYTHONS,
        default=f"3.{sys.version_info[1]}",
        help=_("the Python on those machines; default: the one that runs here"),
    )
    add(
        "--cpu",
        choices=wheels.CPUS,
        help=_("their processor; default: arm64 for macos, else x86_64"),
    )
    add("--plan", action="store_true", help=_("say what would be fetched, and stop"))
    parser.epilog = _("example: libmkt bundle --for windows --python 3.12 E:/libmkt")


def run(args: argparse.Namespace) -> int:
    """Fetch what is not there yet, then write the installer; 0 when the bundle is whole."""
    checkout = _checkout()
    target = Target(args.system, args.python, args.cpu or wheels.USUAL_CPU[args.system])
    planned = wheels.planned(checkout / "uv.lock", target)
    folder = args.folder.expanduser().absolute()
    refuse_other(folder, target)
    store = folder / "wheels"
    wanted = [wheel for wheel in planned if not downloads.is_whole(store, wheel)]
    _tell_plan(planned, wanted, target)
    if args.plan:
        return 0
    refuse_full_disk(folder, wanted)
    begin(folder, target)
    _fetch(wanted, planned, store, target)
    own, pip = downloads.build_own(checkout, store), downloads.add_pip(store)
    finish(folder, target, [*planned, own, pip], pip)
    print(words.fill(_(N_("The bundle is whole: {folder}")), folder=str(args.folder)))
    print(
        words.fill(_(N_("Copy the folder; {file} says what to do there.")), file=installer.README)
    )
    return 0


def _checkout() -> Path:
    """The checkout this runs in: its uv.lock says what belongs into a bundle.

    Raises
    ------
    MissingError
        libmkt was installed from a wheel.
    """
    root = Path(__file__).resolve().parents[2]
    if (root / "uv.lock").is_file() and (root / "pyproject.toml").is_file():
        return root
    raise MissingError(
        Message(N_("A bundle is made in a checkout of libmkt: its uv.lock says what belongs in")),
        hints=[Message(N_("There, the command is: python3 -m libmkt bundle --for windows DIR"))],
    )


def refuse_other(folder: Path, target: Target) -> None:
    """Refuse a folder with anything in it but a bundle of the same kind.

    Raises
    ------
    ParameterError
        With what stands there.
    """
    if folder.is_file():
        raise ParameterError(Message(N_("{folder} is a file"), {"folder": str(folder)}))
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    try:
        found = json.loads((folder / MARK).read_text(encoding="utf-8"))
        kind = Target(found["system"], found["python"], found["cpu"])
    except (OSError, ValueError, KeyError, TypeError):
        held = sorted(path.name for path in folder.iterdir())[:5]
        raise ParameterError(
            Message(N_("{folder} is not empty: nothing was written"), {"folder": str(folder)}),
            [Problem(name, Message(N_("stands there already"))) for name in held],
        ) from None
    if kind != target:
        fields = {"system": kind.system, "python": kind.python, "cpu": kind.cpu}
        raise ParameterError(
            Message(N_("{folder} holds another bundle"), {"folder": str(folder)}),
            [Problem(MARK, Message("{system}, Python {python}, {cpu}", fields))],
            [Message(N_("Name a new folder for each kind of machine"))],
        )


def refuse_full_disk(folder: Path, wanted: Sequence[Wheel]) -> None:
    """Refuse a place that has not room enough.

    Raises
    ------
    ReportError
        With what is free and what is needed, in MB.
    """
    place = folder
    while not place.exists():
        place = place.parent
    free, needed = shutil.disk_usage(place).free / 1e6, wheels.megabytes(wanted) * ROOM
    if free < needed:
        what = N_("{folder}: {free:n0} MB are free, {needed:n0} MB are needed")
        raise ReportError(Message(what, {"folder": str(folder), "free": free, "needed": needed}))


def begin(folder: Path, target: Target) -> None:
    """Make the folder, with the mark that says what it is for and no installer yet."""
    (folder / "wheels").mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name in ("install.cmd", "install.sh", installer.README, installer.REQUIREMENTS):
            path.unlink()
    _mark(folder, target, [])


def finish(folder: Path, target: Target, files: Sequence[Wheel], pip: Wheel) -> None:
    """Write requirements, installer and page, and drop what an older bundle left behind."""
    here = {wheel.file for wheel in files}
    for path in (folder / "wheels").iterdir():
        if path.name not in here:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    text = wheels.requirements(files)
    (folder / installer.REQUIREMENTS).write_text(text, encoding="utf-8", newline="\n")
    contents = installer.Contents(
        target, wheels.needs(files, target), pip.file, len(files), wheels.megabytes(files)
    )
    (folder / installer.README).write_bytes(installer.page(contents))
    _mark(folder, target, files)
    name, script = installer.script(contents)
    (folder / name).write_bytes(script)
    (folder / name).chmod(0o755)


def _mark(folder: Path, target: Target, files: Sequence[Wheel]) -> None:
    said = {
        "system": target.system,
        "python": target.python,
        "cpu": target.cpu,
        "wheels": {wheel.file: wheel.sha256 for wheel in files},
    }
    (folder / MARK).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8", newline="\n")


def _tell_plan(planned: Sequence[Wheel], wanted: Sequence[Wheel], target: Target) -> None:
    print(
        words.fill(
            _(N_("For: {system}, Python {python}")),
            system=wheels.needs(planned, target),
            python=target.python,
        )
    )
    print(
        words.fill(
            _(N_("Packages: {n:n0}, {size:n0} MB; to be fetched: {left:n0}, {more:n0} MB")),
            n=len(planned),
            size=wheels.megabytes(planned),
            left=len(wanted),
            more=wheels.megabytes(wanted),
        ),
        flush=True,
    )


def _fetch(wanted: Sequence[Wheel], planned: Sequence[Wheel], store: Path, target: Target) -> None:
    there = [wheel for wheel in planned if wheel not in set(wanted)]

    def tell(lot: Sequence[Wheel]) -> None:
        there.extend(lot)
        line = words.fill(
            _(N_("{n:n0} of {all:n0} packages, {done:n0} of {size:n0} MB")),
            n=len(there),
            all=len(planned),
            done=wheels.megabytes(there),
            size=wheels.megabytes(planned),
        )
        print(line, flush=True)

    downloads.fetch(wanted, store, target, tell=tell)
