"""The command line: one module a command, loaded only when it is asked for.

A command ``name`` is the module ``libmkt/cli/name.py`` with ``configure(parser)``, which
adds its arguments, and ``run(args)``, which returns the exit status.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

from libmkt.errors import (
    N_,
    LibmktError,
    Message,
    MissingError,
    ReportError,
    why,
)

# In the order of --help; a command whose module is not there is not shown.
COMMANDS = {
    "demo": N_("make the demo data and reports from them: a first look"),
    "test": N_("run the whole test suite"),
    "lab": N_("open JupyterLab at the workbench"),
    "doctor": N_("say what is installed here and what is missing"),
    "init": N_("make a workbench of one's own"),
    "bundle": N_("pack everything for machines without a network"),
    "list": N_("list reports and lessons, a line each"),
    "report": N_("make reports and keep them under reports/"),
    "check": N_("say what of a file is kept, what is dropped and why"),
    "explain": N_("an indicator's passport: definition, denominator, unit, source"),
    "trace": N_("where a printed number comes from"),
    "form": N_("fill a ministry's own workbook and write its explanatory note"),
    "survey": N_("design a survey and its codebook"),
    "policy": N_("the marketing policy: make, check, follow"),
    "lesson": N_("open a lesson in the student's language"),
    "grade": N_("mark a folder of students' notebooks"),
    "data": N_("list and fetch real open data"),
    "schema": N_("JSON Schema of a report's parameters, library.yml or a source"),
}
STATUS_HELP = N_(
    "exit status: 0 written or unchanged; 1 some failed; 2 refused, nothing ran; "
    "3 something named is not there; 130 interrupted"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; an error is said, never traced.

    Parameters
    ----------
    argv
        Arguments after the program's name; None takes the process's own.
    """
    from libmkt import words
    from libmkt.cli import console

    console.calm_streams()
    # not list(): once the command list is loaded, that name here is its module
    words_given = [*(sys.argv[1:] if argv is None else argv)]
    try:
        words.use(console.interface_language())
        return _run(words_given)
    except LibmktError as error:
        print(words.explain(error), file=sys.stderr)
        return status_of(error)
    except SystemExit as done:  # argparse, after --help and --version
        return done.code if isinstance(done.code, int) else 0
    except KeyboardInterrupt:
        print(words._(N_("Interrupted")), file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader (head, a closed pager) has seen enough
        _quiet_output()
        return 0
    except OSError as error:
        what = Message(N_("{file}: {why}"), {"file": error.filename or "", "why": why(error)})
        print(words.translate(what), file=sys.stderr)
        return 1


def _quiet_output() -> None:
    # Python flushes once more as it ends: that has to go somewhere that is still open.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def status_of(error: LibmktError) -> int:
    """The exit status that goes with an error.

    >>> status_of(MissingError("no such file")), status_of(ReportError("a cell failed"))
    (3, 1)
    """
    if isinstance(error, MissingError):
        return 3
    return 1 if isinstance(error, ReportError) else 2


def available() -> list[str]:
    """The commands that are here, in the order of --help."""
    here = {module.name for module in pkgutil.iter_modules(__path__)}
    return [name for name in COMMANDS if name in here]


def _run(words_given: list[str]) -> int:
    from libmkt.cli import arguments
    from libmkt.words import _

    if not words_given or words_given[0] in ("-h", "--help"):
        print(_help())
        return 0 if words_given else 2
    if words_given[0] == "--version":
        from libmkt import __version__

        print("libmkt", __version__)
        return 0
    name, *rest = words_given
    if name not in available():
        raise arguments.unknown_name(
            Message(N_("{name} is not a command of libmkt"), {"name": name}),
            name,
            available(),
            [Message(N_("All commands: libmkt --help"))],
        )
    command = importlib.import_module(f"libmkt.cli.{name}")
    parser = arguments.Parser(prog=f"libmkt {name}", description=_(COMMANDS[name]))
    command.configure(parser)
    args, unknown = parser.parse_known_args(rest)
    if unknown and not getattr(args, "takes_rest", False):
        parser.refuse(unknown)
    args.rest = unknown
    status = int(command.run(args) or 0)
    sys.stdout.flush()  # so that a closed pipe is noticed here
    return status


def _help() -> str:
    from libmkt.words import _

    names = available()
    wide = max(map(len, names), default=0)
    rows = [f"  {name:<{wide}}  {_(COMMANDS[name])}" for name in names]
    return "\n".join(
        [
            _(N_("usage: libmkt COMMAND [OPTIONS]")),
            "",
            _(N_("A workbench for marketing research in libraries.")),
            "",
            *rows,
            "",
            _(N_("The options of a command: libmkt COMMAND --help")),
            _(STATUS_HELP),
        ]
    )
