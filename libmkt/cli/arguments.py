"""Arguments: read by argparse, refused and explained in libmkt's words."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words import _

# What argparse says, as a pattern, and how libmkt says it.
_SAID = {
    r"the following arguments are required: (?P<names>.+)": N_("missing: {names}"),
    r"argument (?P<name>.+?): expected (?:one|at least one) argument": N_("{name} needs a value"),
    r"argument (?P<name>.+?): invalid choice: (?P<value>.+) \(choose from (?P<known>.+)\)": N_(
        "{name}: {value} is not one of {known}"
    ),
    r"argument (?P<name>.+?): invalid .+ value: (?P<value>.+)": N_("{name}: {value} does not fit"),
    r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)": N_(
        "{name} and {other} exclude each other"
    ),
}


class Parser(argparse.ArgumentParser):
    """An argument parser that refuses as libmkt does: translated, with what was meant.

    ``parser.set_defaults(takes_rest=True)`` leaves unknown arguments in ``args.rest``.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("allow_abbrev", False)
        kwargs["add_help"] = False
        super().__init__(**kwargs)
        self._positionals.title, self._optionals.title = _("arguments"), _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this and stop"))

    def format_help(self) -> str:
        """The help, its first word translated like the rest."""
        return super().format_help().replace("usage:", _("usage:"), 1)

    def error(self, message: str) -> NoReturn:
        """Refuse: an argument is missing or does not fit."""
        raise ParameterError(
            Message("{command}: {why}", {"command": self.prog, "why": said(message)}),
            hints=[Message(N_("See {command} --help"), {"command": self.prog})],
        )

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """Refuse arguments that the command does not know."""
        known = [option for action in self._actions for option in action.option_strings]
        first = unknown[0].split("=", 1)[0]
        raise unknown_name(
            Message(N_("{command} does not know {name}"), {"command": self.prog, "name": first}),
            first,
            known,
            [Message(N_("See {command} --help"), {"command": self.prog})],
        )


def said(message: str) -> Message:
    """What argparse says, as a message that can be translated.

    >>> str(said("argument --to: expected one argument"))
    '--to needs a value'
    """
    for pattern, template in _SAID.items():
        found = re.fullmatch(pattern, message)
        if found:
            return Message(template, {k: v.replace("'", "") for k, v in found.groupdict().items()})
    return Message("{why}", {"why": message})


def unknown_name(
    what: Message, name: str, known: Sequence[str], hints: Sequence[Message]
) -> ParameterError:
    """The refusal of a name that is not known, with the nearest that is."""
    from libmkt.yamlfile import nearest

    meant = nearest(name, known)
    close = [Problem(name, Message(N_("did you mean {meant}?"), {"meant": meant}))] if meant else []
    return ParameterError(what, close, hints)
