"""``libmkt schema``: JSON Schema of library.yml, a source description, a report's parameters."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from libmkt import workbench
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words import _
from libmkt.yamlfile import nearest

if TYPE_CHECKING:
    from pydantic import BaseModel


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help=_("library, source, or the name of a report"))


def run(args: argparse.Namespace) -> int:
    """Print the schema, for an editor that checks YAML while it is typed."""
    schema = described(args.name).model_json_schema()
    # ASCII: the same on every console, whatever letters it has
    print(
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2)
    )
    return 0


def described(name: str) -> type[BaseModel]:
    """The model behind a name.

    Raises
    ------
    ParameterError
        Neither a kind of file nor a report has this name.
    """
    if name == "library":
        from libmkt.library import Library

        return Library
    if name == "source":
        from libmkt.read.description import Source

        return Source
    from libmkt.reporting import parameters, plan

    notebooks = plan.reports(workbench.find_root())
    if name in notebooks:
        return parameters.model(parameters.declared(notebooks[name]))
    known = ["library", "source", *notebooks]
    meant = nearest(name, known)
    close = [Problem(name, Message(N_("did you mean {meant}?"), {"meant": meant}))] if meant else []
    raise ParameterError(
        Message(N_("There is no schema of {name}"), {"name": name}),
        close,
        [Message(N_("There is one of: {known}"), {"known": ", ".join(known)})],
    )
