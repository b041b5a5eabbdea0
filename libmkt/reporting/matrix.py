"""A matrix of values multiplied out: every branch in every language, and the like."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from libmkt import workbench, yamlfile
from libmkt.errors import N_, LibmktError, Message, MissingError, Problem
from libmkt.reporting.runfile import Asked, Axis, Given

MOST = 20_000  # jobs that one parameters file may come to: two days' work for one machine
_LARGEST = 5_000_000  # bytes of a table of branches


def axes(run: Asked, root: Path) -> tuple[dict[str, list[Given]], list[Problem], list[Problem]]:
    """The values of each axis, those of tables read.

    Returns
    -------
    (axes, problems, missing)
        Values in their order, each once; what is wrong; tables that are not there.
    """
    found: dict[str, list[Given]] = {}
    problems: list[Problem] = []
    missing: list[Problem] = []
    for name, axis in run.content.matrix.items():
        where = run.places[name]
        if not axis.file:
            found[name] = _each_once(run.axes[name])
            continue
        try:
            found[name] = _each_once(_column(axis, root, where))
        except MissingError as error:
            missing.append(Problem(where, error.summary))
        except LibmktError as error:
            problems += error.problems or [Problem(where, error.summary)]
    size = math.prod(len(values) for values in found.values())
    if size > MOST:
        what = Message(
            N_("the matrix comes to {n:n0} reports; {most:n0} is the most for one file"),
            {"n": size, "most": MOST},
        )
        problems.append(Problem(run.places[next(iter(found))], what))
    return found, problems, missing


def combinations(axes: Mapping[str, list[Given]]) -> Iterator[dict[str, Given]]:
    """Every combination of the axes' values, the last axis changing fastest.

    >>> one, two = Given("A", "A", ""), Given("B", "B", "")
    >>> [c["branch"].value for c in combinations({"branch": [one, two]})]
    ['A', 'B']
    >>> list(combinations({}))
    [{}]
    """
    for values in itertools.product(*axes.values()):
        yield dict(zip(axes, values, strict=True))


def _each_once(values: list[Given]) -> list[Given]:
    return list({str(one.value if one.text is None else one.text): one for one in values}.values())


def _column(axis: Axis, root: Path, where: str) -> list[Given]:
    """The filled cells of a table's column, with their rows."""
    path = workbench.resolve(axis.file, root)
    rows = _rows(path, where)
    head = [cell.strip() for cell in rows[0]] if rows else []
    if axis.column not in head:
        meant = yamlfile.nearest(axis.column, head)
        hint = (
            Message(N_("did you mean {meant}?"), {"meant": meant})
            if meant
            else Message(N_("found: {known}"), {"known": ", ".join(head)[:300]})
        )
        what = Message(N_("{file} has no column {name}"), {"file": axis.file, "name": axis.column})
        raise _refused(Problem(where, what, hint))
    index = head.index(axis.column)
    cells = [(i, row[index].strip()) for i, row in enumerate(rows) if i and index < len(row)]
    found = [Given(text, text, f"{path.name} row {i + 1}") for i, text in cells if text]
    if not found:
        what = Message(N_("the column {name} of {file} is empty"),
                       {"file": axis.file, "name": axis.column})  # fmt: skip
        raise _refused(Problem(where, what))
    return found


def _rows(path: Path, where: str) -> list[list[str]]:
    """The cells of a CSV table, parted by the sign that its heading holds most."""
    if not path.is_file() or path.stat().st_size > _LARGEST:
        raise _refused(
            Problem(where, Message(N_("{file} is not a small CSV table"), {"file": path.name}))
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        what = Message(N_("{file} is not UTF-8 text: save it as CSV UTF-8"), {"file": path.name})
        raise _refused(Problem(where, what)) from None
    first = text.split("\n", 1)[0]
    sign = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        what = Message(N_("{file} is not a table: {why}"), {"file": path.name, "why": str(error)})
        raise _refused(Problem(where, what)) from None


def _refused(problem: Problem) -> LibmktError:
    return LibmktError(problem.what, [problem])
