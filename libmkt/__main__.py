"""The door: the standard library alone, so that a machine with nothing but Python can start.

Inside a ready environment this is the command line.  In a checkout it brings .venv to what
uv.lock names (`libmkt.cli.setup`) and hands over to the Python there.  It parses on
Python 3.8, so that an old Python can be told what is needed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANDED_OVER = "LIBMKT_HANDED_OVER"  # set for .venv's Python, so that nothing goes round


def main(argv: list[str] | None = None) -> int:
    """Run the command line here, or make .venv ready and run it there; the exit status."""
    argv = sys.argv[1:] if argv is None else argv
    handed_over = os.environ.pop(HANDED_OVER, "")
    for stream in (sys.stdout, sys.stderr):  # a path may hold letters that the console lacks
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return stop("libmkt needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0])
    checkout = (ROOT / "uv.lock").is_file()
    with_tests = checkout and argv[:1] == ["test"]
    lacking = [name for name in needed(checkout, with_tests) if not is_here(name)]
    if not lacking:
        from libmkt.cli import main as command_line

        return command_line(argv)
    if not checkout or handed_over:
        mend = "Delete this folder" if checkout else "Install libmkt's wheel there anew"
        return stop(
            "Packages are missing in {}: {}\n{} and give the same command again.".format(
                sys.prefix, ", ".join(lacking), mend
            )
        )
    from libmkt.cli import setup

    try:
        python = setup.ready(ROOT, with_tests=with_tests)
        return hand_over([str(python), "-m", "libmkt", *argv])
    except setup.SetupError as error:
        return stop(str(error))
    except KeyboardInterrupt:
        return stop("\nInterrupted; the same command goes on from here.", 130)


def needed(checkout: bool, with_tests: bool) -> list[str]:
    """The packages that pyproject.toml asks for, or what an installed wheel says of itself."""
    if checkout:
        import tomllib

        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = project["project"]["dependencies"]
        wanted += project["dependency-groups"]["dev"] if with_tests else []
    else:
        wanted = metadata.requires("libmkt") or []
    # behind a semicolon stands when a package is needed: another system, an extra
    return [re.split(r"[^\w.-]", entry)[0] for entry in wanted if ";" not in entry]


def is_here(name: str) -> bool:
    """Whether a package is installed in this very environment, not for the user or the system."""
    try:
        place = metadata.distribution(name).locate_file("")
    except metadata.PackageNotFoundError:
        return False
    return Path(sys.prefix) in Path(str(place)).parents


def hand_over(command: list[str]) -> int:
    """Become `command`; Windows cannot, and waits for it."""
    os.environ[HANDED_OVER] = "1"
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)


def stop(why: str, status: int = 3) -> int:
    """Say why nothing can be done."""
    print(why, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
