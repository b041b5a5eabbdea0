"""What became of those who were asked and did not answer: `outcomes`."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.read.cells import KEPT, figure
from libmkt.read.named_rows import named_rows, one_file, reading_of
from libmkt.read.source import File, SourceLike
from libmkt.tables import DISPOSITIONS, Reading

COLUMNS: Final = ("disposition", "n")


def outcomes(source: SourceLike) -> Reading:
    """How many of those asked refused, were not reached, were never heard of ...

    Parameters
    ----------
    source
        A table with the columns disposition and n (persons): complete, partial, refusal,
        non_contact, other, unknown (whether there was anybody to ask), unknown_other
        (nothing came back), not_eligible.  The complete and the partial ones need not be
        there: they are counted from the answers.

    Returns
    -------
    Reading
        Table: disposition, n (whole number).

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        A column is missing, a disposition is none of these or stands twice, n is no whole
        number from 0: all at once, with their rows.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "asked.csv"
    >>> _ = path.write_text("disposition,n\\nrefusal,118\\nunknown_other,342\\n", "utf-8")
    >>> outcomes(path).table
         disposition    n
    0        refusal  118
    1  unknown_other  342
    """
    file = one_file(source, N_("what became of those asked stands in one file; {n} were named"))
    rows = named_rows(file, COLUMNS, _refused)
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    for number, row in rows:
        _count(number, row, counts, problems)
    if not rows:
        problems.append(Problem(file.path.name, Message(N_("it has headings but no rows"))))
    if problems:
        raise _refused(file, problems)
    table = pd.DataFrame({"disposition": list(counts), "n": list(counts.values())})
    return reading_of(file, table, found=len(rows))


def _count(
    number: int, row: dict[str, Any], counts: dict[str, int], problems: list[Problem]
) -> None:
    """Take one row's count; what is wrong with it goes to `problems`."""
    where = Message(N_("row {number}"), {"number": number})
    name, n = str(row["disposition"]).strip().casefold(), figure(row["n"])
    shown = Message("{value}", {"value": str(row["n"]).strip() or "–"})
    if name not in DISPOSITIONS:
        allowed = Message(N_("expected one of: {allowed}"), {"allowed": ", ".join(DISPOSITIONS)})
        found = str(row["disposition"]).strip() or "–"
        problems.append(Problem(where, allowed, Message("{value}", {"value": found})))
    elif name in counts:
        problems.append(
            Problem(where, Message(N_("stands twice")), Message("{value}", {"value": name}))
        )
    usable = n.fate == KEPT and n.value >= 0 and float(n.value).is_integer()
    if not usable:
        problems.append(Problem(where, Message(N_("expected a whole number from 0")), shown))
    counts.setdefault(name, int(n.value) if usable else 0)


def _refused(file: File, problems: list[Problem]) -> DataError:
    summary = Message(N_("{file} does not say what became of those asked"), {"file": file.shown})
    return DataError(summary, problems)
