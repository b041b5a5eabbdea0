"""The command line: one module a command, loaded only when it is asked for.

A command ``name`` is the module ``libmkt/cli/name.py`` with ``configure(parser)``, which
adds its arguments, and ``run(args)``, which returns the exit status.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import NoReturn

from libmkt.errors import (
    N_,
    LibmktError,
    Message,
    MissingError,
    ParameterError,
    Problem,
    ReportError,
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
LANGUAGE_VARIABLE = "LIBMKT_LANGUAGE"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; an error is said, never traced.

    Parameters
    ----------
    argv
        Arguments after the program's name; None takes the process's own.
    """
    from libmkt import words

    _calm_streams()
    # not list(): once the command list is loaded, that name here is its module
    arguments = [*(sys.argv[1:] if argv is None else argv)]
    try:
        words.use(interface_language())
        return _run(arguments)
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
        what = Message(N_("{file}: {why}"), {"file": error.filename or "", "why": error.strerror})
        print(words.translate(what), file=sys.stderr)
        return 1


def _quiet_output() -> None:
    # Python flushes once more as it ends: that has to go somewhere that is still open.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def status_of(error: LibmktError) -> int:
    """The exit status that goes with an error.

    >>> status_of(MissingError("no such file")), status_of(ParameterError("no such name"))
    (3, 2)
    """
    if isinstance(error, MissingError):
        return 3
    return 1 if isinstance(error, ReportError) else 2


def available() -> list[str]:
    """The commands that are here, in the order of --help."""
    here = {module.name for module in pkgutil.iter_modules(__path__)}
    return [name for name in COMMANDS if name in here]


def _run(arguments: list[str]) -> int:
    from libmkt.words import _

    if not arguments or arguments[0] in ("-h", "--help"):
        print(_help())
        return 0 if arguments else 2
    if arguments[0] == "--version":
        from libmkt import __version__

        print("libmkt", __version__)
        return 0
    name, *rest = arguments
    if name not in available():
        raise _unknown(
            Message(N_("{name} is not a command of libmkt"), {"name": name}),
            name,
            available(),
            [Message(N_("All commands: libmkt --help"))],
        )
    command = importlib.import_module(f"libmkt.cli.{name}")
    parser = Parser(prog=f"libmkt {name}", description=_(COMMANDS[name]))
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


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses as libmkt does: translated, with what was meant.

    ``parser.set_defaults(takes_rest=True)`` leaves unknown arguments in ``args.rest``.
    """

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Refuse: an argument is missing or does not fit."""
        raise ParameterError(
            Message("{command}: {why}", {"command": self.prog, "why": message}),
            hints=[Message(N_("See {command} --help"), {"command": self.prog})],
        )

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Refuse arguments that the command does not know."""
        known = [option for action in self._actions for option in action.option_strings]
        first = unknown[0].split("=", 1)[0]
        raise _unknown(
            Message(N_("{command} does not know {name}"), {"command": self.prog, "name": first}),
            first,
            known,
            [Message(N_("See {command} --help"), {"command": self.prog})],
        )


def _unknown(
    what: Message, name: str, known: Sequence[str], hints: Sequence[Message]
) -> ParameterError:
    from libmkt.yamlfile import nearest

    meant = nearest(name, known)
    close = [Problem(name, Message(N_("did you mean {meant}?"), {"meant": meant}))] if meant else []
    return ParameterError(what, close, hints)


def interface_language() -> str:
    """The language to speak: LIBMKT_LANGUAGE, else the workbench's, else the machine's, else en.

    Raises
    ------
    ParameterError
        LIBMKT_LANGUAGE names no language of libmkt.
    """
    from libmkt import words

    named = os.environ.get(LANGUAGE_VARIABLE)
    if named:
        return words.check_language(named)
    found = _workbench_language() or _machine_language()
    return found if found in words.LANGUAGES else "en"


def _workbench_language() -> str | None:
    # One line is looked for, not the file checked: --help has to come at once and always.
    import re

    from libmkt import workbench

    try:
        text = (workbench.find_root() / workbench.MARK).read_text(encoding="utf-8-sig")
    except (LibmktError, OSError, UnicodeDecodeError):
        return None
    found = re.search(r"^language:\s*[\"']?([a-z]+)", text, re.MULTILINE)
    return found[1] if found else None


def _machine_language() -> str:
    named = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    if not named and sys.platform == "win32":
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        named = locale.windows_locale.get(code, "")
    return named.replace("-", "_").split("_")[0].split(".")[0].lower()


def _calm_streams() -> None:
    """Let a console that lacks a letter (cp866 has no ǵ) show the plain one, not a stack trace."""
    import codecs

    codecs.register_error("libmkt", _plain_letters)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="libmkt")


def _plain_letters(error: UnicodeError) -> tuple[str, int]:
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    plain = unicodedata.normalize("NFKD", lost.translate(_PLAIN))
    return plain.encode("ascii", "ignore").decode() or "?" * len(lost), error.end


_PLAIN = str.maketrans(
    {"ı": "i", "–": "-", "—": "-", "−": "-", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
     "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "…": "...", "→": "->", "\u00a0": " ", "\u202f": " "}
)  # fmt: skip
