"""``libmkt test``: the whole test suite, doctests, style and types with it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from libmkt.errors import N_, Message, MissingError
from libmkt.words import _

ROOT = Path(__file__).resolve().parents[2]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--all",
        action="store_true",
        help=_("the slow tests too: all languages, office programs, browsers"),
    )
    parser.epilog = _("Whatever else is given goes to pytest: libmkt test tests/words -k kaa")
    parser.set_defaults(takes_rest=True)


def run(args: argparse.Namespace) -> int:
    """Run pytest on two processes; its exit status.

    Raises
    ------
    MissingError
        The tests are not here: they are in the repository, not in an installed package.
    """
    if not (ROOT / "uv.lock").is_file():
        raise MissingError(
            Message(N_("There are no tests in {folder}"), {"folder": str(ROOT)}),
            hints=[Message(N_("They are in libmkt's repository: run this in a clone of it"))],
        )
    return subprocess.run(command(args.rest, slow=args.all), cwd=ROOT, env=environment()).returncode


def command(rest: list[str], *, slow: bool) -> list[str]:
    """The pytest command: `rest` as given, two processes unless it says otherwise.

    >>> command(["-n0", "tests/words"], slow=True)[1:]
    ['-m', 'pytest', '-rs', '-n0', 'tests/words']
    """
    pytest = [sys.executable, "-m", "pytest", "-rs"]  # -rs: say what was skipped, and why
    if not any(word.startswith(("-n", "--numprocesses")) for word in rest):
        pytest += ["-n", "2"]
    if not slow and "-m" not in rest:
        pytest += ["-m", "not slow"]
    return [*pytest, *rest]


def environment() -> dict[str, str]:
    """This process's environment less what would steer the tests from outside."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("LIBMKT_") or k == "LIBMKT_DATA"}
    # two processes on two cores: a linear algebra with threads of its own would only wait
    return {**own, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
