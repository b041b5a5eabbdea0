"""``%libmkt``: the command line inside a notebook, and the notebook itself as a page."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
from importlib import metadata
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import N_, DataError, LibmktError, Message, MissingError, ParameterError
from libmkt.lab import showing
from libmkt.reporting.document import escape
from libmkt.words import _

NOT_HERE = ("lab", "test", "demo", "init", "bundle")  # these open or build something of their own
NOTEBOOK_VARIABLE = "JPY_SESSION_NAME"  # Jupyter's server tells a kernel its notebook's path
NOTEBOOK_NAME = "__vsc_ipynb_file__"  # and VS Code puts it among the names


def register(shell: Any) -> None:
    """Give a shell the magic ``%libmkt``."""
    shell.register_magic_function(lambda line: libmkt(line, shell), "line", "libmkt")


def libmkt(line: str, shell: Any) -> Any:
    """Do what a line says: ``preview [NOTEBOOK]``, or a command of libmkt with its arguments.

    A refusal is printed, in the language in use, as the command line prints it.
    """
    try:
        given = shlex.split(line, posix=os.name != "nt")
        name = given[0] if given else "--help"
        if name == "preview":
            return preview(Path(given[1]) if given[1:] else own_notebook(shell))
        if name in NOT_HERE:
            raise ParameterError(
                Message(N_("libmkt {name} is a command for a terminal"), {"name": name})
            )
        _command(given or ["--help"])
    except LibmktError as error:
        print(words.explain(error))
    except ValueError as error:  # a quotation mark that is not closed
        print(error)
    return None


def _command(given: list[str]) -> None:
    """Run a command as the program ``libmkt`` does; it says itself what is wrong."""
    [program] = metadata.entry_points(group="console_scripts", name="libmkt")
    with words.speaking(words.language()):  # the command chooses a language for itself
        program.load()(given)


def own_notebook(shell: Any) -> Path:
    """The file of the notebook that a shell belongs to.

    Raises
    ------
    MissingError
        It is not known: name the notebook.
    """
    found = os.environ.get(NOTEBOOK_VARIABLE, "") or shell.user_ns.get(NOTEBOOK_NAME, "")
    if not str(found).endswith(".ipynb"):
        raise MissingError(
            Message(N_("It is not known which notebook this is")),
            hints=[Message(N_("Name it: %libmkt preview NAME.ipynb"))],
        )
    return Path(found)


class Preview:
    """A notebook as the page that a report would be, as it was last saved."""

    def __init__(self, page: str, saved: dt.datetime) -> None:
        self.page = page
        told = _(N_("As last saved, at {time}: save the notebook to see what is newer."))
        self.told = words.fill(told, time=f"{saved:%H:%M}")

    def __str__(self) -> str:
        return self.told

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:
        html = f"<p>{escape(self.told)}</p>{showing.frame(self.page)}"
        return {"text/html": html, "text/plain": self.told}


def preview(path: Path) -> Preview:
    """A saved notebook as the page of a report.

    Raises
    ------
    MissingError, DataError
        The file is not there, or is no notebook.
    """
    from libmkt.reporting import execute
    from libmkt.reporting.page import page

    if not path.is_file():
        raise MissingError(Message(N_("There is no file {file}"), {"file": str(path)}))
    try:
        json.loads(path.read_text(encoding="utf-8"))["cells"]
        notebook = execute.read(path)
    except (ValueError, KeyError, TypeError):
        what = Message(N_("{file} is not a Jupyter notebook"), {"file": path.name})
        raise DataError(what) from None
    return Preview(
        page(notebook), dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).astimezone()
    )
