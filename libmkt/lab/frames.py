"""Tables in a notebook as reports print them: marks of the language, shares as per cent.

Only a table with columns that the house knows is shown so; any other is left to pandas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_
from libmkt.reporting.document import escape, write
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd

# Columns of results and of counts: how they are written.  A missing form is left to the value.
FORMS: Mapping[str, str] = {
    "n": "n0",
    "n_eff": "n1",
    "estimate": "",
    "std_error": "",
    "conf_low": "",
    "conf_high": "",
    "statistic": "n3",
    "df": "n1",
    "p_value": "p",
    "p_adjusted": "p",
    "effect_size": "n3",
    "method": "text",
    "measure": "measure",
    "unit": "text",
    "kind": "text",
    "value": "",
    "period": "period",
    "year": "text",  # a name, not an amount: 2026, never 2 026
    "branch": "text",
    "library": "text",
    "group": "text",
    "label": "text",
    "rank": "n0",
    "source_id": "text",
}
RATES = ("increment_rate", "growth_rate", "share", "percentile", "rate")  # beginnings: 0 to 1
MOST_ROWS, HEAD = 60, 10  # a longer table shows its head and its tail
LEAST_P = 0.001
STYLE = "text-align:{side};padding:.2em .6em;font-variant-numeric:tabular-nums"


def register(shell: Any) -> None:
    """Let a shell show tables so."""
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type_by_name("pandas", "DataFrame", html)
    formatter.for_type_by_name("pandas.core.frame", "DataFrame", html)


def unregister(shell: Any) -> None:
    """Leave tables to pandas again."""
    formatter = shell.display_formatter.formatters["text/html"]
    for module in ("pandas", "pandas.core.frame"):
        formatter.deferred_printers.pop((module, "DataFrame"), None)
    for kind in [k for k in formatter.type_printers if k.__name__ == "DataFrame"]:
        formatter.type_printers.pop(kind)


def is_known(table: pd.DataFrame) -> bool:
    """Whether a table has columns that the house writes in its own way."""
    return table.columns.nlevels == 1 and any(
        isinstance(name, str) and (name in FORMS or name.startswith(RATES)) for name in table
    )


def html(table: pd.DataFrame) -> str:
    """A table as HTML, in the language in use.

    Parameters
    ----------
    table
        Any; one without a known column comes as pandas shows it.

    Examples
    --------
    >>> import pandas as pd
    >>> "1,368,048" in html(pd.DataFrame({"period": ["2026"], "value": [1368047.5]}))
    True
    """
    if not is_known(table):
        return str(table.to_html(max_rows=MOST_ROWS, notebook=True))
    shown, left_out = _cut(table)
    index = not _is_plain(table)
    heads = ([str(table.index.name or "")] if index else []) + [str(name) for name in table]
    numeric = [False] * index + [_is_number(table[name]) for name in table]
    rows = []
    for position, (label, row) in enumerate(
        zip(shown.index, shown.to_dict("records"), strict=True)
    ):
        if left_out and position == HEAD:
            rows.append(f'<tr><td colspan="{len(heads)}">…</td></tr>')
        cells = [str(label)] * index + [written(row, name) for name in table]
        rows.append("<tr>" + "".join(map(_cell, cells, numeric)) + "</tr>")
    head = "".join(f'<th scope="col" style="{_style(n)}">{escape(h)}</th>'
                   for h, n in zip(heads, numeric, strict=True))  # fmt: skip
    size = words.fill(_(N_("{rows:n0} rows, {columns:n0} columns")), rows=len(table),
                      columns=len(table.columns))  # fmt: skip
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"<p><small>{escape(size)}</small></p>"
    )


def written(row: Mapping[Any, Any], name: Any) -> str:
    """One cell of a row as text.

    >>> written({"p_value": 0.00004}, "p_value"), written({"value": 0.25, "unit": "share"}, "value")
    ('< 0.001', '25.0%')
    """
    value = row[name]
    form = FORMS.get(name, "")
    if isinstance(value, bool) or (isinstance(value, str) and not form):
        return str(value)
    if _is_missing(value):
        return words.number(None)
    if form == "p":
        least = words.number(LEAST_P, 3)
        return f"< {least}" if value < LEAST_P else words.number(value, 3)
    if form in ("text", "measure", "period"):
        # beside a missing one pandas makes 2026.0 of 2026
        whole = isinstance(value, float) and value.is_integer()
        return write(str(int(value) if whole else value), form)
    if form:
        return write(value, form)
    if str(name).startswith(RATES) or (
        name in ("value", "estimate") and row.get("unit") == "share"
    ):
        return words.percent(value)
    return _number(value) if isinstance(value, int | float) else str(value)


def _number(value: float) -> str:
    """A number with as many decimals as its size leaves to be read: four digits in all."""
    if float(value).is_integer() or abs(value) >= 1000:
        return words.number(value)
    whole = len(str(int(abs(value))))
    return words.number(value, max(0, 4 - whole))


def _cut(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    import pandas as pd

    if len(table) <= MOST_ROWS:
        return table, 0
    return pd.concat([table.head(HEAD), table.tail(HEAD)]), len(table) - 2 * HEAD


def _is_plain(table: pd.DataFrame) -> bool:
    """Whether the index only counts rows; what is left of it after choosing rows does too."""
    return table.index.nlevels == 1 and table.index.name is None and table.index.dtype.kind == "i"


def _is_number(column: pd.Series) -> bool:
    return column.dtype.kind in "iuf" and FORMS.get(str(column.name)) not in ("text", "period")


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, str) and value != value) or str(value) == "<NA>"


def _cell(text: str, right: bool) -> str:
    return f'<td style="{_style(right)}">{escape(text)}</td>'


def _style(right: bool) -> str:
    return STYLE.format(side="right" if right else "left")
