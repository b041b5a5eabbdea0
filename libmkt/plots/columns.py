"""What a plot asks of its table: named columns, some rows, one unit."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from libmkt.errors import N_, DataError, Message, Problem
from libmkt.words import fill


def present(table: pd.DataFrame, columns: Sequence[str | None]) -> None:
    """Refuse a table that has no rows or lacks columns, all at once.

    Raises
    ------
    DataError
        Which columns are missing and which there are, or that there are no rows.

    Examples
    --------
    >>> present(pd.DataFrame({"value": [1]}), ["value", None])
    """
    found = Message("{columns}", {"columns": ", ".join(map(str, table.columns))})
    problems = [
        Problem(name, Message(N_("column is missing")), found)
        for name in dict.fromkeys(columns)
        if name is not None and name not in table
    ]
    if not problems and not len(table):
        problems = [Problem("table", Message(N_("there are no rows")))]
    if problems:
        raise DataError(Message(N_("This table cannot be drawn")), problems)


def unit_of(table: pd.DataFrame, unit: str | None) -> str:
    """The unit asked for, else the only one the table has, else ""."""
    if unit is not None:
        return unit
    if "unit" not in table:
        return ""
    units = table["unit"].dropna().unique()
    return str(units[0]) if len(units) == 1 else ""


def pair(table: pd.DataFrame, low: str | None, high: str | None) -> tuple[str, str] | None:
    """Columns of doubt: those asked for, else `conf_low` and `conf_high` where they are."""
    if low and high:
        return low, high
    if "conf_low" in table and "conf_high" in table:
        return "conf_low", "conf_high"
    return None


def floats(column: pd.Series) -> list[float]:
    """A column as plain numbers, missing as NaN.

    >>> floats(pd.Series([1, None]))
    [1.0, nan]
    """
    return [float(v) for v in pd.to_numeric(column).astype("float64")]


CODES = ("measure", "indicator", "factor")  # columns that hold codes, shown by their names


def printed_names(table: pd.DataFrame, column: str) -> list[str]:
    """The texts of a column as they are printed: a code of a measure by its name.

    >>> printed_names(pd.DataFrame({"label": ["Moynaq"]}), "label")
    ['Moynaq']
    """
    if column in CODES:
        import libmkt.measures  # noqa: F401  (its import registers the names)

        return [fill("{code:m}", code=str(code)) for code in table[column]]
    return [str(text) for text in table[column]]
