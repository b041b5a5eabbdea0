"""``libmkt demo``: build the demo data, make the three reports from them, say what comes next."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from libmkt import words, workbench
from libmkt.errors import N_, MissingError
from libmkt.words import _

REPORTS = ("dynamics", "monitoring", "peers")
FOLDER = "libmkt-demo"  # made where there is no workbench yet


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help=_("kaa, uz, ru or en; default: the library's own and English"),
    )


def run(args: argparse.Namespace) -> int:
    """Make data and reports; 0 when all are there."""
    from libmkt.cli import report
    from libmkt.demo import write
    from libmkt.reporting import plan, session
    from libmkt.reporting import run as running

    root = _root()
    print(_(N_("Building the demo data: an invented region of 16 districts")), flush=True)
    write(root / "data" / "demo")
    own = workbench.library(root).language
    asked = report.languages(args.language) or [own, words.language(), "en"]
    languages = list(dict.fromkeys(asked)) if args.language else _two(asked)
    as_of = session.as_of(root)
    made = plan.plan(REPORTS, root=root, as_of=as_of, languages=languages)
    count = len(made.jobs)
    print(
        words.fill(words.ngettext("Making {n} report", "Making {n} reports", count), n=count),
        flush=True,
    )
    outcomes = report.make(made, running.Settings(root, as_of))
    if any(outcome.disk for outcome in outcomes):
        return running.exit_status(outcomes)
    print()
    print(
        words.fill(
            _(N_("The pages lie under {folder}; open one in a browser:")),
            folder=(root / "reports").as_posix(),
        )
    )
    print(f"  {(outcomes[0].job.folder / 'report.html').as_posix()}")
    print(_(N_("Next, look at your own figures and make a workbench for them:")))
    print("  python3 -m libmkt check FILE")
    print("  python3 -m libmkt init FOLDER --language kaa")
    return running.exit_status(outcomes)


def _two(languages: list[str]) -> list[str]:
    """At least two languages, so that a first look shows more than one."""
    found = list(dict.fromkeys(languages))
    return found if len(found) > 1 else [*found, "ru"]


def _root() -> Path:
    """The workbench here, or a new one beside: the shipped parameters and notebooks' home."""

    try:
        return workbench.find_root()
    except MissingError:
        root = Path.cwd() / FOLDER
        shutil.copytree(workbench.shipped() / "parameters", root / "parameters", dirs_exist_ok=True)
        return root
