"""What a program records beside the answers: who, when, how long, in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt.codebook.answers import truth
from libmkt.codebook.draft import Asked
from libmkt.codebook.reading import PARADATA
from libmkt.errors import N_, Message, Problem
from libmkt.read import private
from libmkt.read.survey_dates import moments
from libmkt.read.survey_format import Format, fits

if TYPE_CHECKING:
    import pandas as pd

_PLAIN_ID = re.compile(r"\d{1,7}")  # a running number; longer ones are of cards and phones
_DECIMALS = re.compile(r"[.,]0+$")  # Excel makes 17,0 of 17


@dataclass
class Paradata:
    """Columns beside the answers, as they enter the table."""

    values: dict[str, Any] = field(default_factory=dict)  # name to column
    used: set[str] = field(default_factory=set)  # headings
    told: list[tuple[str, str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    respondent: list[str] = field(default_factory=list)


def paradata(asked: list[Asked], form: Format, rows: list[int]) -> Paradata:
    """Take the columns that the format names, each once.

    Parameters
    ----------
    asked
        All columns of the file.
    form
        Which heading holds what.
    rows
        Row of the file of each cell.

    Returns
    -------
    Paradata
        ``complete`` is there where the program says it, or where it says when the answers
        were sent off and one of them was not; not of forms on paper.
    """
    made = Paradata()
    for name in ("respondent", *PARADATA):
        patterns = form.paradata.get(name, [])
        for pattern in patterns:
            column = next((one for one in asked if fits(one.heading, [pattern])
                           and one.heading not in made.used), None)  # fmt: skip
            if column is not None and _take(name, column, form, rows, made):
                made.used.add(column.heading)
                break
    sent = made.values.get("submitted")
    # a form on paper was handed in, whether or not somebody noted the day
    told = form.paper or "complete" in made.values
    if not told and sent is not None and sent.isna().any():
        made.values["complete"] = sent.notna()
    return made


def _take(name: str, column: Asked, form: Format, rows: list[int], made: Paradata) -> bool:
    """Take one column if it is what its heading says; False leaves it among the answers."""
    import pandas as pd

    cells = list(column.cells)
    if name == "respondent":
        filled = [cell for cell in cells if cell]
        if len(set(filled)) == len(cells) and cells:
            made.respondent = cells
            return True
        return _not_unique(column, cells, form, made)
    if name in ("started", "submitted"):
        return _times(name, column, form, rows, made)
    if name in ("seconds", "last_page"):
        numbers = pd.to_numeric(
            pd.Series(cells, dtype="str").str.replace(",", "."), errors="coerce"
        )
        whole = numbers.mod(1).eq(0) | (name == "seconds")
        usable = numbers.between(-1, 1e9) & whole
        if usable.sum() < sum(map(bool, cells)):
            return False
        made.values[name] = numbers.astype("Int64" if name == "last_page" else "Float64")
        return True
    if name == "complete":
        answers = [truth(cell) for cell in cells]
        if None in [a for a, cell in zip(answers, cells, strict=True) if cell]:
            return False
        made.values[name] = pd.Series(answers, dtype="boolean")
        return True
    made.values[name] = pd.Series([cell or None for cell in cells], dtype="str")
    return True


def _not_unique(column: Asked, cells: list[str], form: Format, made: Paradata) -> bool:
    """A column named as a respondent's number whose numbers repeat or miss: rows are counted.

    In a plain table one whose answers mostly repeat is a question that happens to be called so.
    """
    filled = [cell for cell in cells if cell]
    if filled and (form.marks or len(set(filled)) > 0.5 * len(cells)):
        made.told.append(("id_not_unique", column.heading, len(cells) - len(set(filled))))
        return True
    return False


def _times(name: str, column: Asked, form: Format, rows: list[int], made: Paradata) -> bool:
    import pandas as pd

    found = moments(column.cells, form.dates, day_first=form.day_first, never=form.never)
    filled = sum(map(bool, column.cells))
    if filled and len(found.bad) > 0.5 * filled and not form.marks:
        return False  # of a plain table: a question that happens to be called so
    if found.unclear:
        example = next(cell for cell in column.cells if cell)
        what = N_("day or month first? write day_first: true or false into FILE.survey.yml")
        told = Message(N_("found: {value}"), {"value": example})
        made.problems.append(Problem(column.heading, Message(what), told))
    for n in found.bad[:5]:
        made.problems.append(
            Problem(
                column.heading,
                Message(N_("this is no date")),
                Message(N_("row {row}: {value}"), {"row": rows[n], "value": column.cells[n][:40]}),
            )
        )
    if found.serial:
        made.told.append(("date_number", column.heading, found.serial))
    made.values[name] = pd.Series(found.values, dtype="datetime64[us]")
    return True


def respondents(
    ids: list[str], count: int, root: Path | None, told: list[tuple[str, str, int]]
) -> pd.Series:
    """The key of each respondent: the program's number, a keyed hash of it, or the row's.

    Parameters
    ----------
    ids
        The program's numbers, one a row and each once; none where it has none.
    count
        Rows.
    root
        The workbench whose key is used; None, and numbers that identify: the row's number.
    told
        Grows by what was done.
    """
    import pandas as pd

    if not ids:
        return pd.Series([str(n + 1) for n in range(count)], dtype="str")
    bare = [_DECIMALS.sub("", one) for one in ids]
    if all(_PLAIN_ID.fullmatch(one) for one in bare) and len(set(bare)) == count:
        return pd.Series(bare, dtype="str")
    if root is None:
        told.append(("id_dropped", "", count))
        return pd.Series([str(n + 1) for n in range(count)], dtype="str")
    secret, new = private.key(root)
    told.append(("id_hashed", "", count))
    if new:
        told.append(("key_made", private.KEY, 0))
    return pd.Series(private.hashed(ids, secret), dtype="str")
