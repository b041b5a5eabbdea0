"""What is known of the population a survey is about: `margins`."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from libmkt.codebook import Codebook, Field
from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.cells import KEPT, figure
from libmkt.read.named_rows import named_rows, one_file, reading_of
from libmkt.read.source import File, SourceLike
from libmkt.tables import Reading

COLUMNS: Final = ("variable", "category", "target")


def margins(source: SourceLike, codebook: Codebook | None = None) -> Reading:
    """The population by sex, age, place ...: what a survey's answers are weighted to.

    Parameters
    ----------
    source
        A table with the columns variable (name of a question), category (a code or a label
        of it) and target (how many persons, or their share): a row a category.
    codebook
        Of the survey: names and labels are held to it, labels become codes.

    Returns
    -------
    Reading
        Table: variable, category (text, a code), target, row (of the file).

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        A column is missing, a question or category is not in the codebook, a category
        stands twice, a target is no number from 0: all at once, with their rows.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "population.csv"
    >>> _ = path.write_text("variable,category,target\\nsex,f,520\\nsex,m,480\\n", "utf-8")
    >>> margins(path).table
      variable category  target  row
    0      sex        f   520.0    2
    1      sex        m   480.0    3
    """
    file = one_file(source, N_("the population stands in one file; {n} were named"))
    rows = named_rows(file, COLUMNS, _refused)
    problems: list[Problem] = []
    kept = [_row(number, row, codebook, problems) for number, row in rows]
    table = pd.DataFrame(kept, columns=list(COLUMNS)).astype({"target": float})
    table["row"] = [number for number, _row in rows]
    twice = table.duplicated(["variable", "category"])
    problems += [
        Problem(
            Message(N_("row {number}"), {"number": rows[at][0]}),
            Message(N_("stands twice")),
            Message("{value}", {"value": ": ".join(kept[at][:2])}),
        )
        for at in table.index[twice]
    ]
    if not rows:
        problems.append(Problem(file.path.name, Message(N_("it has headings but no rows"))))
    if problems:
        raise _refused(file, problems)
    return reading_of(file, table, found=len(rows))


def _row(
    number: int, row: dict[str, Any], codebook: Codebook | None, problems: list[Problem]
) -> tuple[str, str, float]:
    """One category's target; what is wrong with it goes to `problems`."""
    variable, category = (_text(row[name]) for name in ("variable", "category"))
    where = Message(N_("row {number}"), {"number": number})
    target = figure(row["target"])
    if target.fate != KEPT or target.value < 0:
        shown = Message("{value}", {"value": _text(row["target"]) or "–"})
        problems.append(Problem(where, Message(N_("expected a number from 0")), shown))
    if codebook is None:
        return variable, category, target.value
    if variable not in codebook:
        shown = Message("{value}", {"value": variable or "–"})
        problems.append(Problem(where, Message(N_("the survey has no such question")), shown))
        return variable, category, target.value
    code = _code(codebook[variable], category)
    if code is None:
        shown = Message("{value}", {"value": f"{variable}: {category or '–'}"})
        problems.append(Problem(where, Message(N_("the question has no such answer")), shown))
        return variable, category, target.value
    return variable, code, target.value


def _text(cell: Any) -> str:
    """A cell as text; a workbook's 1.0 is the code 1."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _code(field: Field, category: str) -> str | None:
    """The code that a category names, by itself or by a label of any language."""
    wanted = category.casefold()
    for one in field.categories:
        if wanted in {
            str(one.value).casefold(),
            *(t.strip().casefold() for t in one.label.values()),
        }:
            return str(one.value)
    return None


def _refused(file: File, problems: list[Problem]) -> DataError:
    summary = Message(N_("{file} cannot be used as the population"), {"file": file.shown})
    return DataError(summary, problems)
