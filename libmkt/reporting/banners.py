"""Banner tables as objects of the page: an overview, and a table a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.reporting.banner_disclosure import HIDDEN as HIDDEN_NOTE
from libmkt.reporting.banner_disclosure import hidden_banner
from libmkt.reporting.banner_lists import comparisons, values, why_empty
from libmkt.reporting.banner_words import (
    BASES,
    ERROR_FORMS,
    FORMS,
    TOTAL,
    Banner,
    banner_notes,
    bases_of,
    has_tests,
    row_label,
)
from libmkt.reporting.disclosure import hidden_sentence
from libmkt.reporting.document import PAGE, WORKBOOK, Block, Column, table
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd


def one_question(banner: Banner, question: str) -> pd.DataFrame:
    """The cells of one question.

    Raises
    ------
    ParameterError
        The banner has no such question.
    """
    cells = banner.cells[banner.cells["question"] == question]
    if cells.empty:
        raise ParameterError(
            Message(N_("The table {caption} cannot be shown"), {"caption": question}),
            [Problem("question", Message(N_("is not a question of this banner table")))],
        )
    return cells


def banner_tables(
    banner: Banner,
    *,
    questions: Sequence[str] = (),
    most: int = 20,
    id: str = "banner",
    describing: Collection[str] = (),
) -> list[Block]:
    """All of a banner: what differs where, a table a question, then its long lists.

    Parameters
    ----------
    questions
        Names of the questions whose tables stand on the page; empty takes `most`.  The
        workbook and the CSV files have all of them in any case.
    most
        How many tables stand on the page where none are named: those in which most columns
        differ, in the banner's order.
    id
        Begins the names of the CSV files.
    describing
        Names of the questions that say who answers: their rows are groups of persons too.
        Small groups are hidden (`libmkt.reporting.hidden_banner`).

    Returns
    -------
    list of Block
        How the tables came about; the overview; all values with their doubt; all comparisons
        with their p-values where there are any; a table a question, in the banner's order.

    Raises
    ------
    ParameterError
        A name is none of the banner's questions, or `most` is below 0.
    """
    for name in questions:
        one_question(banner, name)
    if most < 0:
        what = Message(N_("expected a whole number from 0"))
        raise ParameterError(
            Message(N_("the questions of the tables cannot be used")),
            [Problem("most", what, Message("{found}", {"found": most}))],
        )
    banner = hidden_banner(banner, describing=describing)
    asked = banner.cells.drop_duplicates("question")
    paged = set(questions) or _most_telling(banner, most)
    tables = [
        _question(
            banner, name, caption=title, id=f"{id}-{name}", note="",
            place=PAGE if name in paged else WORKBOOK,
        )
        for name, title in zip(asked["question"], asked["title"], strict=True)
    ]  # fmt: skip
    lists = [values(banner, f"{id}-values")]
    if has_tests(banner):
        lists.append(comparisons(banner, f"{id}-comparisons"))
    notes = Block("list", {"items": banner_notes(banner)})
    return [notes, _overview(banner, id, paged), *lists, *tables]


def banner_table(
    banner: Banner,
    question: str,
    *,
    caption: str,
    headings: list[str] | None = None,
    id: str | None = None,
    note: str | None = None,
    place: str = PAGE,
) -> Block:
    """One question of a banner on the page: bases, then a line an answer, letters under values.

    Columns of small groups are hidden; `libmkt.reporting.hidden_banner` hides those of rows too.

    Parameters
    ----------
    headings
        Titles of the headings to show after the total; None shows all: paper parts the
        table between them, a page lets it scroll.
    note
        What stands under the table; None says how it was made.
    place
        "page", or "workbook": in the workbook and as CSV alone.

    Raises
    ------
    ParameterError
        There is no such question.
    """
    one_question(banner, question)
    told = " ".join(banner_notes(banner)) if note is None else note
    return _question(
        hidden_banner(banner), question, caption=caption, headings=headings, id=id, note=told,
        place=place,
    )  # fmt: skip


def _question(
    banner: Banner,
    question: str,
    *,
    caption: str,
    note: str,
    place: str,
    id: str | None,
    headings: list[str] | None = None,
) -> Block:
    import pandas as pd

    cells = one_question(banner, question)
    if headings is not None:
        cells = cells[cells["heading"].isin(["", *headings])]
    first = cells[cells["row"] == cells["row"].iloc[0]].to_dict("records")
    names = [str(cell["letter"] or "total") for cell in first]
    lines: list[list[Any]] = []
    marks: list[list[str]] = []
    forms: list[str] = []
    for base in bases_of(banner):
        lines.append([_(BASES[base]), *(cell[base] for cell in first), False])
        marks.append([""] * (len(names) + 1))
        forms.append("n0")
    for _row, part in cells.groupby("row", sort=True):
        label, stat, kind = (str(part[name].iloc[0]) for name in ("label", "stat", "kind"))
        shown = [value_of(cell) for cell in part.to_dict("records")]
        lines.append([row_label(label, stat, kind), *shown, stat in ("mean", "nps")])
        marks.append(["", *part["letters"]])
        forms.append(FORMS[stat])
        if stat in ERROR_FORMS and part["std_error"].notna().any():
            errors = [number_or_none(one) for one in part["std_error"]]
            lines.append([_("Standard error"), *errors, False])
            marks.append([""] * (len(names) + 1))
            forms.append(ERROR_FORMS[stat])
    heads = [_head(banner, cell) for cell in first]
    columns = {"label": Column(_("Answer"))}
    columns |= {name: Column(head, "n0") for name, head in zip(names, heads, strict=True)}
    data = pd.DataFrame(lines, columns=["label", *names, "strong"], dtype=object)
    told = " ".join(part for part in (note, _hidden_told(cells)) if part)
    made = table(data, columns, caption=caption, id=id, strong="strong", note=told)
    more = {"row_forms": forms, "marks": marks, "spans": _spans(first), "place": place}
    return Block("table", made.content | more)


def _hidden_told(cells: pd.DataFrame) -> str:
    """How many columns, rows and crossings of a question are hidden; "" where none is."""
    hidden = cells["note"].str.contains(HIDDEN_NOTE, regex=False)
    columns = hidden & cells["n"].isna()
    rows = cells["row"].isin(cells.loc[hidden & (cells["heading"] == ""), "row"]) & ~columns
    crossings = int((hidden & ~columns & ~rows).sum())
    whole = cells.loc[columns, "column"].nunique() + cells.loc[rows, "row"].nunique()
    return hidden_sentence(whole + crossings)


def number_or_none(value: float) -> float | None:
    """A number, or nothing where it is missing."""
    return float(value) if value == value else None


def value_of(cell: Any) -> float | str | None:
    """What a cell shows: its value, "hidden", "too few", or nothing.

    >>> value_of({"estimate": 0.52, "note": ""})
    0.52
    >>> value_of({"estimate": float("nan"), "note": "too-few"})
    'too few'
    """
    value = cell["estimate"]
    if value == value:
        return float(value)
    return why_empty(cell["note"]) or None


def _head(banner: Banner, cell: Any) -> str:
    group = cell["group"] or _(TOTAL)
    return f"{group} ({cell['letter']})" if cell["letter"] and has_tests(banner) else str(group)


def _spans(first: Sequence[Any]) -> list[tuple[int, int, str]]:
    """The headings over their columns; the first column of the table holds the answers."""
    found: list[tuple[int, int, str]] = []
    for at, heading in enumerate((cell["heading"] for cell in first), start=1):
        if found and heading and found[-1][2] == heading:
            found[-1] = (found[-1][0], at, heading)
        elif heading:
            found.append((at, at, str(heading)))
    return found


def _sure(banner: Banner) -> pd.DataFrame:
    """The pairs of columns that differ."""
    pairs = banner.comparisons
    return pairs[pairs["p_adjusted"] < 1 - banner.level]


def _most_telling(banner: Banner, most: int) -> set[str]:
    """So many questions, those first in which most columns differ."""
    names = list(dict.fromkeys(banner.cells["question"]))
    counts = _sure(banner)["question"].value_counts()
    return set(sorted(names, key=lambda name: -int(counts.get(name, 0)))[:most])


def _overview(banner: Banner, id: str, paged: Collection[str]) -> Block:
    """A row a question: who answered, and how many pairs of columns differ in each heading."""
    asked = banner.cells.drop_duplicates("question")
    columns = {
        "title": Column(_("Question")),
        "n": Column(_(BASES["n"]), "n0"),
    }
    data = asked[["question", "title", "n"]].reset_index(drop=True)
    if has_tests(banner):
        counts = _sure(banner).groupby(["question", "heading"]).size()
        for at, heading in enumerate(dict.fromkeys(banner.comparisons["heading"])):
            data[f"h{at}"] = [int(counts.get((name, heading), 0)) for name in data["question"]]
            columns[f"h{at}"] = Column(str(heading), "n0")
    caption = _("The questions, and how many differences between columns each table marks")
    note = _("The tables of {shown} of {all} questions stand here, all of them in the workbook.")
    told = words.fill(note, shown=len(paged), all=len(data)) if len(paged) < len(data) else ""
    made = table(data, columns, caption=caption, id=id, note=told)
    linked = [f"{id}-{name}" if name in paged else "" for name in data["question"]]
    return Block("table", made.content | {"links": linked})
