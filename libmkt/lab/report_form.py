"""A report's parameters as a form: fields, mistakes beside them, a run with its progress.

It is made of ipywidgets, which JupyterLab, Notebook 7 and VS Code show alike.  Where nothing
shows them (a console, a page made by nbconvert) the same form says itself as text, with the
command that makes the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from libmkt import words, workbench
from libmkt.errors import N_, LibmktError, Message, MissingError, ParameterError, Problem
from libmkt.lab import fields as asking
from libmkt.lab import running, showing
from libmkt.lab.form_view import View
from libmkt.reporting import parameters, plan, session
from libmkt.reporting.notebooks import title
from libmkt.words import _


class Form:
    """The form of one report; `values`, `mistakes` and `command` tell what it holds."""

    def __init__(self, report: str, root: Path, given: Mapping[str, Any], here: Path) -> None:
        self.report, self.root, self.here = report, root, here
        self.language = words.language()
        notebook = plan.notebook_of(report, root)
        if notebook is None:
            raise _unknown(report, root)
        self.declaration = parameters.declared(notebook)
        _refuse_unknown(given, self.declaration.names)
        self.title = title(notebook)
        main = asking.main_source(self.declaration)
        source = str(given.get(main.name, main.default)) if main else ""
        choices = asking.choices_of(source, root) if main else asking.Choices()
        self.fields = asking.fields(self.declaration, root, choices)
        # as they stand in the fields: values, or texts not read yet
        self.typed: dict[str, Any] = {f.name: given.get(f.name, f.value) for f in self.fields}
        self.languages = [self.language]
        self.formats: list[str] = list(workbench.library(root).formats)
        self._view: View | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The values that differ from the report's own, by name."""
        own = {f.name: f.value for f in self.fields}
        return {name: v for name, v in self.entries.items() if v != own[name]}

    @property
    def entries(self) -> dict[str, Any]:
        """All values, by name, as they stand in the form."""
        return {f.name: asking.read_value(f, self.typed[f.name]) for f in self.fields}

    @property
    def mistakes(self) -> dict[str, str]:
        """What is wrong, by field, in the form's language; empty where all is right."""
        as_of = session.as_of(self.root)
        with words.speaking(self.language):
            return asking.mistakes(self.declaration, self.entries, as_of=as_of, root=self.root)

    @property
    def arguments(self) -> list[str]:
        """What stands behind ``libmkt`` to make the report with these values."""
        return running.arguments(self.report, self.values, self.languages, self.formats)

    @property
    def command(self) -> str:
        """The command that makes the same report in a terminal."""
        return running.shown(self.arguments)

    def enter(self, name: str, value: Any) -> None:
        """Put a value, or the text of one, into a field."""
        self.typed[name] = value

    def start(self) -> running.Run:
        """Make the report, in a process of its own."""
        return running.Run(self.arguments, self.root, self.language)

    @property
    def view(self) -> View:
        """The form's widgets, made when they are first asked for."""
        if self._view is None:
            with words.speaking(self.language):
                self._view = View(self)
        return self._view

    def __str__(self) -> str:
        with words.speaking(self.language):
            lines = [self.title, ""]
            for one in self.fields:
                lines.append(f"{one.name} = {asking.shown_value(self.typed[one.name])}")
                lines.append(f"    {one.label}")
            return "\n".join([*lines, "", _(N_("Make it with:")), f"  {self.command}"])

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        try:
            shown = self.view.box._repr_mimebundle_()
        except Exception:  # no front end to talk to: the text says it all
            return {"text/plain": str(self)}
        return {**shown, "text/plain": str(self)}


class Told:
    """A refusal shown in place of a form."""

    def __init__(self, error: LibmktError) -> None:
        self.text = words.explain(error)

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        return dict(showing.trouble(self.text)["data"])


def form(report: str, **given: Any) -> Form | Told:
    """The form of a report: its parameters, their meaning, and a button that makes it.

    Parameters
    ----------
    report
        A report's name, as `libmkt list` shows it.
    given
        Values to begin with, by parameter; the others are those of the report's own cell.

    Returns
    -------
    Form or Told
        What shows itself in a notebook, or as text elsewhere; a refusal (no such report, no
        such parameter, no workbench here) says why and is not raised.

    Examples
    --------
    >>> form("monitoring", by="branch").values
    {'by': 'branch'}
    """
    try:
        root = workbench.find_root()
        return Form(report, root, given, Path.cwd())
    except LibmktError as error:
        return Told(error)


def _unknown(report: str, root: Path) -> ParameterError:
    known = ", ".join(plan.reports(root))
    what = Message(N_("{report} is not a report"), {"report": report})
    return MissingError(what, hints=[Message(N_("known: {known}"), {"known": known})])


def _refuse_unknown(given: Mapping[str, Any], names: list[str]) -> None:
    wrong = [name for name in given if name not in names or name == asking.GIVEN_BY_RUN]
    if wrong:
        known = Message(N_("known: {known}"), {"known": ", ".join(names)})
        what = Message(N_("is no parameter of this report"))
        raise ParameterError(
            Message(N_("The form cannot be made")), [Problem(name, what, known) for name in wrong]
        )
