"""A report's parameters, read from its own cell: the cell is the only declaration.

The cell tagged ``parameters`` holds typed literals with a comment each::

    period: str = "2026-09"  # month, quarter or year
    counts: "Source" = "region_monthly"  # users, visits, loans by district
    wave: str = "2026"  # key: the wave of the survey

It is parsed, never executed.  papermill only warns about an unknown parameter and
then writes a wrong report, so everything is checked here before a kernel starts.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import tokenize
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union

from libmkt import workbench, yamlfile
from libmkt.errors import N_, Message, MissingError, ParameterError, Problem
from libmkt.period import Period

if TYPE_CHECKING:
    from pydantic import BaseModel

PLAIN = {"str": str, "int": int, "float": float, "bool": bool, "Path": str, "Source": str}
TEXTS = (str, str | None)
DATA = ("Path", "Source")  # kinds that name files


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell."""

    name: str
    annotation: str  # as written: str, list[int], Literal["a", "b"], "Source" without quotes
    type: Any  # what pydantic checks
    default: Any
    help: str  # the comment behind it
    key: bool  # marked "# key": names the run's subject
    data: bool  # names files: a Path or a Source

    @property
    def is_period(self) -> bool:
        """Whether the value is a `Period`: a text parameter called period."""
        return self.name == "period" and self.type in TEXTS


@dataclass(frozen=True, eq=False)  # one a notebook: its model is made once
class Declaration:
    """The parameters of one notebook."""

    notebook: Path
    parameters: tuple[Parameter, ...]

    @property
    def names(self) -> list[str]:
        """Names in the cell's order."""
        return [p.name for p in self.parameters]

    @property
    def subject(self) -> Parameter | None:
        """The parameter that names the run's subject: marked key, else the period."""
        keyed = [p for p in self.parameters if p.key]
        return next(iter(keyed or [p for p in self.parameters if p.is_period]), None)


def declared(notebook: Path) -> Declaration:
    """Read the parameters cell of a notebook without running it.

    Raises
    ------
    ParameterError
        No cell, or not exactly one, is tagged ``parameters``; a line in it is not
        a typed literal.
    """
    import json

    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        cells = [
            "".join(cell["source"])
            for cell in content["cells"]
            if "parameters" in cell.get("metadata", {}).get("tags", [])
        ]
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        raise _cell_error(notebook, [_line(1, N_("is not a Jupyter notebook"))]) from None
    if len(cells) != 1:
        what = Message(N_("expected one cell tagged parameters"), {})
        raise _cell_error(
            notebook, [Problem("tags", what, Message(N_("found: {value}"), {"value": len(cells)}))]
        )
    return Declaration(notebook, tuple(parse_cell(cells[0], notebook)))


def parse_cell(source: str, notebook: Path = Path("cell")) -> list[Parameter]:
    """The parameters that a cell's source declares.

    >>> [found] = parse_cell('months: int = 12  # how far back')
    >>> found.name, found.type, found.default, found.help
    ('months', <class 'int'>, 12, 'how far back')
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise _cell_error(notebook, [_line(error.lineno or 1, N_("is not Python"))]) from None
    comments = _comments(source)
    found: list[Parameter] = []
    problems: list[Problem] = []
    for node in tree.body:
        if not (
            isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
        ):
            problems.append(_line(node.lineno, N_("expected NAME: TYPE = VALUE  # what it is")))
            continue
        name, comment = node.target.id, comments.get(node.end_lineno or node.lineno, "")
        try:
            kind = _kind(node.annotation)
            default = ast.literal_eval(node.value)
        except ValueError:
            problems.append(
                _line(node.lineno, N_("{name}: the type or the value is not a literal"), name=name)
            )
            continue
        if not comment:
            problems.append(_line(node.lineno, N_("{name} has no comment"), name=name))
        key, help_ = comment.startswith("key"), comment
        if key:
            help_ = comment[3:].lstrip(":, ")
        written = ast.unparse(node.annotation).strip("'\"")
        data = any(word in ast.dump(node.annotation) for word in DATA)
        found.append(Parameter(name, written, kind, default, help_, key, data))
    if problems:
        raise _cell_error(notebook, problems)
    return found


def _kind(node: ast.expr) -> Any:
    """The type an annotation names, from a fixed table; ValueError for any other."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _kind(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Constant) and node.value is None:
        return None
    if isinstance(node, ast.Name) and node.id in PLAIN:
        return PLAIN[node.id]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return Union[_kind(node.left), _kind(node.right)]  # noqa: UP007 (values, not syntax)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        if node.value.id == "list":
            return list[_kind(node.slice)]  # type: ignore[misc]
        if node.value.id == "Literal":
            options = ast.literal_eval(node.slice)
            return Literal[options if isinstance(options, tuple) else (options,)]
    raise ValueError(ast.dump(node))


def _comments(source: str) -> dict[int, str]:
    found = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            found[token.start[0]] = token.string.lstrip("#").strip()
    return found


@lru_cache(maxsize=64)
def model(declaration: Declaration) -> type[BaseModel]:
    """The pydantic model of a notebook's parameters; unknown names are forbidden."""
    from pydantic import ConfigDict, Field, create_model

    fields: Any = {
        p.name: (p.type, Field(default=p.default, description=p.help))
        for p in declaration.parameters
    }
    return create_model(
        declaration.notebook.stem, __config__=ConfigDict(extra="forbid", strict=True), **fields
    )


def resolved(
    declaration: Declaration,
    given: Mapping[str, Any],
    *,
    as_of: dt.date,
    root: Path,
    texts: Mapping[str, str] | None = None,
    where: str = "",
    lines: Mapping[str, str] | None = None,
    files: Callable[[Path | str, Path], list[Path]] = workbench.files,
) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """Check what was given and complete it with the cell's defaults.

    Parameters
    ----------
    given
        Values by name.
    as_of
        The day from which ``last-month`` and its like are counted.
    texts
        How each value was written, where that is known: a text parameter takes it,
        so that ``007`` and ``1.10`` keep their zeros.
    lines
        Where each name was written, for the problems.
    files
        Finds the data files of a source, as `workbench.files` does.

    Returns
    -------
    (values, problems, missing)
        Plain literals for papermill, everything that is wrong, and data that are not there.
    """
    import pydantic

    texts, lines = texts or {}, lines or {}
    by_name = {p.name: p for p in declaration.parameters}
    values = {
        name: texts.get(name, str(value))
        if name in by_name and _takes_text(by_name[name], value)
        else value
        for name, value in given.items()
    }
    problems: list[Problem] = []
    missing: list[Problem] = []
    try:
        checked = model(declaration).model_validate(values).model_dump()
    except pydantic.ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0])
            what, found = yamlfile.fault_message(fault, model(declaration))
            problems.append(Problem(lines.get(name, where) or name, what, found))
        return {}, problems, missing
    for parameter in declaration.parameters:
        value = checked[parameter.name]
        place = lines.get(parameter.name) or f"{where} {parameter.name}".strip()
        try:
            if parameter.is_period and value is not None:
                checked[parameter.name] = str(Period.parse(value, as_of=as_of))
            if parameter.data and value not in (None, "", []):
                for source in value if isinstance(value, list) else [value]:
                    files(source, root)
        except MissingError as error:
            missing.append(Problem(place, error.summary))
        except ParameterError as error:
            problems += [Problem(place, p.what, error.summary) for p in error.problems] or [
                Problem(place, error.summary)
            ]
    return checked, problems, missing


def _takes_text(parameter: Parameter, value: Any) -> bool:
    return parameter.type in TEXTS and isinstance(value, int | float)


def _line(line: int, what: str, **fields: Any) -> Problem:
    return Problem(yamlfile.line_of(line), Message(what, fields))


def _cell_error(notebook: Path, problems: list[Problem]) -> ParameterError:
    return ParameterError(
        Message(N_("The parameters of {notebook} cannot be read"), {"notebook": notebook.name}),
        problems,
    )
