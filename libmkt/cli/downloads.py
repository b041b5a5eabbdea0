"""Fetching wheels with pip, by name, version and hash; whatever is whole already stays."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from libmkt.cli import wheels
from libmkt.cli.wheels import Target, Wheel
from libmkt.errors import N_, Message, MissingError, ReportError


def pip_wheel() -> Path:
    """The wheel of pip that comes with Python itself, for `python -m venv`.

    It is run as it lies there, since an environment made by uv holds no pip, and goes into
    the bundle, since Debian's Python cannot put pip into a new environment without a network.

    Raises
    ------
    MissingError
        Python came without it.
    """
    import ensurepip

    places = [Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels")]
    named = sysconfig.get_config_var("WHEEL_PKG_DIR")
    places += [Path(named)] if named else []
    found = [wheel for place in places for wheel in sorted(place.glob("pip-*.whl"))]
    if not found:
        raise MissingError(
            Message(N_("This Python came without pip, which fetches the packages")),
            hints=[Message("Debian, Ubuntu: sudo apt install python3-venv")],
        )
    return found[-1]


def of_file(path: Path) -> Wheel:
    """A wheel that lies there, as its name and its bytes say.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "our_own-0.1.0-py3-none-any.whl"
    ...     written = path.write_bytes(b"abc")
    ...     wheel = of_file(path)
    >>> wheel.name, wheel.version, wheel.size, wheel.sha256[:8]
    ('our-own', '0.1.0', 3, 'ba7816bf')
    """
    name, version, *_tags = path.name.split("-")
    normal = re.sub(r"[-_.]+", "-", name).lower()
    return Wheel(normal, version, path.name, path.stat().st_size, sha256(path))


def sha256(path: Path) -> str:
    """Hash of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(folder: Path, wheel: Wheel) -> bool:
    """Whether the wheel lies in `folder` with the bytes that it should have."""
    path = folder / wheel.file
    return path.is_file() and sha256(path) == wheel.sha256


def fetch(
    wanted: Sequence[Wheel],
    folder: Path,
    target: Target,
    *,
    tell: Callable[[Sequence[Wheel]], None] = lambda lot: None,
) -> None:
    """Fetch wheels into `folder`, a lot at a time; each is in its place only when it is whole.

    Parameters
    ----------
    tell
        Called with each lot once it is there.

    Raises
    ------
    ReportError
        pip could not fetch a lot: no network, or other bytes than uv.lock names.
    """
    for lot in wheels.batches(wanted):
        with tempfile.TemporaryDirectory(prefix=".part-", dir=folder) as part:
            asked = Path(part) / "requirements.txt"
            asked.write_text(wheels.requirements(lot, markers=False), encoding="utf-8")
            _pip(["download", *_options(lot, target), "--dest", part, "-r", str(asked)])
            for wheel in lot:
                (Path(part) / wheel.file).replace(folder / wheel.file)
        tell(lot)


def _options(lot: Sequence[Wheel], target: Target) -> list[str]:
    tags = sorted({tag for wheel in lot for tag in wheel.platforms if tag != "any"}) or ["any"]
    platforms = [option for tag in tags for option in ("--platform", tag)]
    return [
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--implementation=cp",
        # to the last number: by 3.11 alone pip understands 3.11.0
        f"--python-version={'.'.join(map(str, target.machine.python))}",
        *platforms,
    ]


def build_own(checkout: Path, folder: Path) -> Wheel:
    """Build libmkt's own wheel from the checkout into `folder`.

    Raises
    ------
    ReportError
        It could not be built.
    """
    with tempfile.TemporaryDirectory(prefix=".part-", dir=folder) as part:
        _pip(["wheel", "--no-deps", "--wheel-dir", part, str(checkout)])
        made = next(Path(part).glob("libmkt-*.whl"))
        return of_file(made.replace(folder / made.name))


def add_pip(folder: Path) -> Wheel:
    """Put Python's own wheel of pip beside the others."""
    found = pip_wheel()
    shutil.copyfile(found, folder / found.name)
    return of_file(folder / found.name)


def _pip(arguments: Sequence[str]) -> None:
    command = [sys.executable, str(pip_wheel() / "pip"), *arguments]
    command += ["--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
        why = "\n".join(lines or done.stderr.splitlines()[-3:])
        raise ReportError(
            Message(N_("pip stopped: {why}"), {"why": why.replace("ERROR: ", "")}),
            hints=[
                Message(N_("See that there is a network; the same command goes on from here.")),
            ],
        )
