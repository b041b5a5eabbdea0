"""What a report shows: tables, figures, values, sentences and boxes.

Each object displays as text and HTML, and carries ``application/vnd.libmkt.v1+json``
with all that a page in any format needs: the writers read only that, and Markdown.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from libmkt import words
from libmkt.errors import N_, Message, ParameterError, Problem, Told
from libmkt.text.svg import tidied

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure
    from matplotlib.transforms import Bbox

MIME = "application/vnd.libmkt.v1+json"
_MARGIN = 0.1  # inches around a drawing
_NO_ENGINE: Any = {"figure.autolayout": False, "figure.constrained_layout.use": False}
MANY_MARKS = 2_000  # above this a drawing is shown as a PNG
HIDDEN = N_("hidden")  # in place of the numbers of a group too small to be shown
# Where a table stands: on the page; in the workbook and as CSV alone; the same, and the page
# says so.  Without a word each table is on the page.
PAGE, WORKBOOK, LIST = "page", "workbook", "list"


@dataclass(frozen=True)
class Block:
    """One piece of the page: its kind, and its contents as plain JSON values."""

    kind: str
    content: dict[str, Any] = field(repr=False)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from libmkt.reporting import markup

        return {
            MIME: {"kind": self.kind, "language": words.language(), **self.content},
            "text/html": markup.block(self.kind, self.content),
            "text/plain": markup.plain(self.kind, self.content),
        }


@dataclass(frozen=True)
class Column:
    """How a column is headed and written.

    `form` is one of the number forms of `libmkt.words.fill` (n0, n1, +n0, p1, +p1 ...),
    ``period``, ``measure`` (a message to translate) or ``text``.
    """

    label: str
    form: str = "text"


def col(label: str, form: str = "text") -> Column:
    """A column's heading and form; see `Column`."""
    return Column(label, form)


def table(
    data: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    caption: str,
    id: str | None = None,
    strong: str | None = None,
    note: str = "",
    empty: str = "",
) -> Block:
    """Show a table; it is also kept as CSV with its raw values.

    Parameters
    ----------
    data
        Any table; its order of rows is kept.  Rows of hidden groups (its column hidden, see
        `libmkt.reporting.hidden`) say so, and the note under the table how many they are.
    columns
        Which columns are shown, in which order, headed and written how.
    caption
        What the table says.
    id
        Name of its CSV file; default: made from the position in the report.
    strong
        A column of bools: rows to be set in bold (totals, one's own library).
    note
        A line under the table.
    empty
        What is said instead of the table where it has no rows; "" says that there is nothing.

    Raises
    ------
    ParameterError
        A column that is to be shown is not in the table.
    """
    import pandas as pd

    from libmkt.reporting.disclosure import hidden_note

    unknown = [name for name in [*columns, *([strong] if strong else [])] if name not in data]
    if unknown:
        raise ParameterError(
            Message(N_("The table {caption} cannot be shown"), {"caption": caption}),
            [Problem(name, Message(N_("is not a column of it"))) for name in unknown],
        )
    rows = [
        [_json(value) for value in row]
        for row in data[list(columns)].astype(object).itertuples(index=False)
    ]
    _hidden(rows, data, columns)
    shown = [
        {"name": name, "label": c.label, "form": c.form, "align": _align(c.form)}
        for name, c in columns.items()
    ]
    heavy = [bool(v) and not pd.isna(v) for v in data[strong]] if strong else []
    return Block(
        "table",
        {
            "id": id,
            "caption": caption,
            "columns": shown,
            "rows": rows,
            "strong": [i for i, flag in enumerate(heavy) if flag],
            "note": " ".join(part for part in (note, hidden_note(data)) if part),
            "empty": empty or words._(N_("There is nothing to show here.")),
        },
    )


def figure(
    ax: Axes | MplFigure,
    *,
    alt: str | Told | list[Told],
    caption: str,
    id: str | None = None,
    note: str = "",
) -> Block:
    """Show a drawing, kept as SVG (as PNG above 2,000 marks); the drawing is closed.

    Parameters
    ----------
    alt
        What a person who cannot see it should know; required, not the caption again.  A
        text, or the codes of one sentence or a list of several, with their fields.

    Raises
    ------
    ParameterError
        The alternative text is empty.
    """
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes

    if not isinstance(alt, str):
        told = alt if isinstance(alt, list) else [alt]
        alt = " ".join(words.sentence(code, **fields) for code, fields in told)
    if not alt.strip():
        raise ParameterError(Message(N_("A figure needs an alternative text (alt=)")))
    drawing = cast("MplFigure", ax.get_figure(root=True) if isinstance(ax, Axes) else ax)
    vector = _marks(drawing) <= MANY_MARKS
    content: dict[str, Any] = {"id": id, "caption": caption, "alt": alt, "note": note}
    width, height = drawing.get_size_inches()
    content |= {"width": round(float(width) * 96), "height": round(float(height) * 96)}
    content["svg" if vector else "png"] = _drawn(drawing, "svg" if vector else "png")
    plt.close(drawing)
    return Block("figure", content)


def values(
    data: pd.DataFrame,
    *,
    label: str = "measure",
    value: str = "value",
    form: str = "n0",
    change: str | None = None,
    change_form: str = "+p1",
    against: str = "",
) -> Block:
    """Show a row of key figures, one a row of the table.

    Parameters
    ----------
    data
        One row a figure.
    label, value
        Columns of the measures' codes and of the figures; a missing one is a dash.
    form, change_form
        How figures and changes are written, as in `Column`; a column named "form" of the
        table wins over `form`.
    change
        Column of what the figure changed by; None shows none.
    against
        What the change is against, in words.
    """
    items = [
        {
            "label": write(row[label], "measure"),
            "value": _json(row[value]),
            "form": row.get("form", form),
            "change": _json(row[change]) if change else None,
            "change_form": change_form,
            "against": against,
        }
        for row in data.to_dict("records")
    ]
    return Block("values", {"items": items})


def say(code: str, **fields: Any) -> Block:
    """A sentence made from an analysis' code and numbers, so that text cannot drift from table."""
    return Block("sentence", {"code": code, "text": words.sentence(code, **fields)})


def sentences(found: Sequence[Told]) -> Block:
    """Several sentences as a list: pairs of code and fields."""
    return Block("list", {"items": [words.sentence(code, **fields) for code, fields in found]})


def text(message: str) -> Block:
    """A paragraph that is already in the reader's language."""
    return Block("sentence", {"code": "", "text": message})


def warning(message: str) -> Block:
    """A paragraph the reader must not miss."""
    return Block("warning", {"text": message})


def write(value: Any, form: str) -> str:
    """A value as a page prints it, in the language in use."""
    if value is None or value == "":
        return "" if form in ("text", "measure", "period") else "–"
    if form == "period":
        return words.period(str(value), form="short").replace(" ", "\u00a0")  # on one line
    if form == "measure":
        import libmkt.measures  # noqa: F401 (registers the names that codes are shown by)

        return words.name(str(value))
    if form == "text" or isinstance(value, str):  # a word among numbers: too few
        return str(value)
    return words.fill("{value:" + form + "}", value=value)


def _hidden(rows: list[list[Any]], data: pd.DataFrame, columns: Mapping[str, Column]) -> None:
    """Say in the rows of hidden groups that they are: in the first place of a number."""
    numbers = [i for i, column in enumerate(columns.values()) if _align(column.form) == "right"]
    for row, gone in zip(rows, data.get("hidden", ()), strict=False):
        empty = (i for i in numbers if row[i] is None)
        if gone and (first := next(empty, None)) is not None:
            row[first] = words._(HIDDEN)


def _align(form: str) -> str:
    return "left" if form in ("text", "measure", "period") else "right"


def _json(value: Any) -> Any:
    """A cell as JSON: missing is None, NumPy numbers become Python's, the rest text."""
    import pandas as pd

    if isinstance(value, Message):
        return words.translate(value)
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, bool | int | float | str) else str(value)


def _marks(drawing: MplFigure) -> int:
    import numpy as np

    marks = 0
    for axes in drawing.axes:
        marks += sum(len(np.asarray(line.get_xdata())) for line in axes.lines)
        marks += sum(len(np.asarray(c.get_offsets())) for c in axes.collections)
        marks += len(axes.patches)
    return marks


def _drawn(drawing: MplFigure, kind: str) -> str:
    """The drawing as SVG text or as base64 PNG: same input, same bytes."""
    import base64

    import matplotlib

    stream = io.BytesIO()
    fixed: Any = {"svg.hashsalt": "libmkt", "svg.fonttype": "path"}
    with matplotlib.rc_context(fixed), _placed(drawing) as shown:
        drawing.savefig(
            stream,
            format=kind,
            dpi=144,
            bbox_inches=shown,
            metadata={"Date": None, "Creator": None} if kind == "svg" else {"Software": None},
        )
    if kind == "svg":
        return tidied(stream.getvalue().decode("utf-8"))
    return base64.b64encode(stream.getvalue()).decode("ascii")


@contextmanager
def _placed(drawing: MplFigure) -> Iterator[Bbox]:
    """Place everything; what is to be saved, in inches, with a narrow margin.

    Asked for a "tight" picture, or with a layout engine in charge, savefig would place and
    draw all of it once before it draws: that is a third of what a picture costs.
    """
    import matplotlib

    for axis in (axis for ax in drawing.axes for axis in (ax.xaxis, ax.yaxis)):
        if not axis.get_label_text():
            axis.set_label_coords(0.5, 0.5)  # else all its ticks are measured to place nothing
    engine = drawing.get_layout_engine()
    if engine is not None:
        engine.execute(drawing)
        # None takes whatever engine the settings ask for: here they must ask for none
        with matplotlib.rc_context(_NO_ENGINE):
            drawing.set_layout_engine(None)
    try:
        # an engine of `libmkt.plots` that measured all to place it knows what is shown
        yield (getattr(engine, "shown", None) or drawing.get_tightbbox()).padded(_MARGIN)
    finally:
        drawing.set_layout_engine(engine)


def escape(value: Any) -> str:
    """Text that is safe inside HTML, quotes included."""
    return html.escape(str(value), quote=True)
