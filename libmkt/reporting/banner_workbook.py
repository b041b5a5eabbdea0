"""A banner table as an Excel workbook: contents, a sheet a question, comparisons, notes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final, Literal

import pandas as pd
import xlsxwriter

from libmkt import words
from libmkt.errors import N_
from libmkt.reporting import banners
from libmkt.reporting.banners import Banner, banner_notes, bases_of, row_label
from libmkt.reporting.writers.sheets import LONGEST, NOTES, number_format, sheet_names
from libmkt.words import _

Layout = Literal["sheets", "one"]

CONTENTS: Final = N_("Contents")
COMPARISONS: Final = N_("Comparisons")
TABLES: Final = N_("Tables")
_TOP: Final = 3  # row of the headings
_FIRST: Final = _TOP + 3  # first row below the heads
_ACCENT: Final = "#1b6e75"
_SOFT: Final = "#59636e"
_BLOCKS: Final = (
    ("std_error", N_("Standard error")),
    ("conf_low", N_("Interval of {level:p0}, from")),
    ("conf_high", N_("Interval of {level:p0}, to")),
)
_HEADS: Final = {
    "title": N_("Question"),
    "shown": N_("Answer"),
    "heading": N_("Heading"),
    "group_a": N_("First column"),
    "group_b": N_("Second column"),
    "n_a": N_("Answers, first"),
    "n_b": N_("Answers, second"),
    "n_both": N_("People in both"),
    "estimate": N_("Second less first"),
    "std_error": N_("Standard error"),
    "statistic": N_("Statistic"),
    "df": N_("Degrees of freedom"),
    "p_value": N_("p"),
    "p_adjusted": N_("p, adjusted"),
    "tests": N_("Pairs adjusted together"),
    "method": N_("Method"),
    "note": N_("Note"),
}
_METHODS: Final = {"t, design": N_("t, by the design"), "z, pooled": N_("z, pooled share")}
_WIDTHS: Final = {"title": 34, "shown": 24, "heading": 16, "group_a": 18, "group_b": 18}


def banner_workbook(
    banner: Banner,
    *,
    title: str,
    layout: Layout = "sheets",
    created: dt.date = dt.date(2000, 1, 1),
) -> bytes:
    """The workbook of a banner table, in the language in use; same table, same bytes.

    Parameters
    ----------
    title
        On top of the contents.
    layout
        "sheets": a sheet a question; "one": all questions below one another on one sheet.
    created
        The day that the file says it was made on.

    Notes
    -----
    Numbers are numbers with a format.  Letters stand in rows of their own under the values,
    then standard errors and intervals; heads stay in sight; every question is reached by a
    link from the contents, every comparison stands in a filtered list with its p-value.
    """
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(stream, options)
    day = dt.datetime.combine(created, dt.time())
    book.set_properties({"title": title[:250], "comments": "", "created": day})
    looks = _Looks(book)
    asked = banner.cells.drop_duplicates("question")
    titles = [str(one) for one in asked["title"]]
    wanted = [f"{i} {one}" for i, one in enumerate(titles, start=1)]
    tables = wanted if layout == "sheets" else [_(TABLES)]
    names = sheet_names([_(CONTENTS), *tables, _(COMPARISONS), _(NOTES)])
    sheets = [book.add_worksheet(name) for name in names]
    links: list[tuple[str, int]] = []
    row = _FIRST
    for i, question in enumerate(asked["question"]):
        place = 1 + i if layout == "sheets" else 1
        if layout == "sheets" or i == 0:
            _heads(
                sheets[place], banner, titles[i] if layout == "sheets" else title, names[0], looks
            )
            row = _FIRST
        links.append((names[place], row if layout == "one" else 0))
        row = _question(sheets[place], banner, str(question), row, looks, named=layout == "one")
    _contents(sheets[0], title, asked, links, (names[-2], names[-1]), looks)
    _comparisons(sheets[-2], banner, looks)
    _notes(sheets[-1], banner, looks)
    book.close()
    return stream.getvalue()


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._made[key] = self._book.add_format({**base, **look})
        return self._made[key]


def _link(name: str, row: int = 0) -> str:
    return f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A{row + 1}"


def _heads(sheet: Any, banner: Banner, title: str, contents: str, looks: _Looks) -> None:
    """Title, link back, headings, groups, letters; all stay in sight."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, len(banner.columns), 12)
    sheet.write_string(0, 0, title[:LONGEST], looks(bold=True, font_size=12))
    back = looks(font_color=_ACCENT, underline=1)
    sheet.write_url(1, 0, _link(contents), back, _(N_("Back to the contents")))
    line = {"bottom": 1, "bottom_color": _ACCENT}
    head = looks(bold=True, text_wrap=True, align="center", valign="bottom", **line)
    for heading, part in banner.columns.groupby("heading", sort=False):
        first, last = int(part["column"].min()) + 1, int(part["column"].max()) + 1
        if heading and last > first:
            sheet.merge_range(_TOP, first, _TOP, last, str(heading), head)
        elif heading:
            sheet.write_string(_TOP, first, str(heading), head)
    strong = looks(bold=True, text_wrap=True, align="right", valign="bottom")
    letter = looks(font_color=_ACCENT, bold=True, align="right", bottom=2, bottom_color=_ACCENT)
    sheet.write_string(_TOP + 2, 0, "", letter)
    for one in banner.columns.to_dict("records"):
        at = int(one["column"]) + 1
        sheet.write_string(_TOP + 1, at, str(one["group"]) or _(banners.TOTAL), strong)
        sheet.write_string(_TOP + 2, at, str(one["letter"]), letter)
    longest = max((len(str(one)) for one in banner.columns["group"]), default=0)
    sheet.set_row(_TOP + 1, 14 * min(4, 1 + longest // 11))
    sheet.freeze_panes(_FIRST, 1)
    sheet.repeat_rows(_TOP, _TOP + 2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")


def _question(
    sheet: Any, banner: Banner, question: str, row: int, looks: _Looks, *, named: bool
) -> int:
    """Bases, values with letters under them, errors, intervals; gives the next free row."""
    cells = banners.one_question(banner, question)
    if named:
        sheet.write_string(row, 0, str(cells["title"].iloc[0])[:LONGEST], looks(bold=True))
        row += 1
    first = cells[cells["row"] == cells["row"].iloc[0]]
    soft = {"font_color": _SOFT, "italic": True}
    for base in bases_of(banner):
        sheet.write_string(row, 0, _(banners.BASES[base]), looks(**soft))
        for column, n in zip(first["column"], first[base], strict=True):
            sheet.write_number(row, int(column) + 1, float(n), looks(num_format="#,##0", **soft))
        row += 1
    for _number, part in cells.groupby("row", sort=True):
        row = _values(sheet, part, row, looks)
    for name, heading in _BLOCKS if cells["std_error"].notna().any() else ():
        row += 1
        said = words.fill(_(heading), level=banner.level)
        sheet.write_string(row, 0, said, looks(bold=True, font_color=_SOFT))
        for _number, part in cells.groupby("row", sort=True):
            row += 1
            _label(sheet, part, row, looks(text_wrap=True, indent=1, font_color=_SOFT))
            for cell in part[part[name].notna()].to_dict("records"):
                form = number_format(banners.ERROR_FORMS[cell["stat"]])
                look = looks(num_format=form, font_color=_SOFT)
                sheet.write_number(row, int(cell["column"]) + 1, float(cell[name]), look)
        row += 1
    return row + 2


def _values(sheet: Any, part: pd.DataFrame, row: int, looks: _Looks) -> int:
    """One answer: its values, and their letters in the row below if there are any."""
    heavy = {"bold": True} if part["stat"].iloc[0] != "share" else {}
    _label(sheet, part, row, looks(text_wrap=True, **heavy))
    lettered = bool((part["letters"] != "").any())
    for cell in part.to_dict("records"):
        at = int(cell["column"]) + 1
        if pd.isna(cell["estimate"]):
            grey = looks(font_color=_SOFT, align="right", font_size=9)
            sheet.write_string(row, at, banners.shown(cell), grey)
            continue
        form = number_format(banners.FORMS[cell["stat"]])
        sheet.write_number(row, at, float(cell["estimate"]), looks(num_format=form, **heavy))
        if cell["letters"]:
            mark = looks(font_color=_ACCENT, bold=True, align="right", font_size=9)
            sheet.write_string(row + 1, at, cell["letters"], mark)
    return row + 1 + lettered


def _label(sheet: Any, part: pd.DataFrame, row: int, look: Any) -> None:
    one = part.iloc[0]
    text = row_label(str(one["label"]), str(one["stat"]), str(one["kind"]))
    sheet.write_string(row, 0, text[:LONGEST], look)
    if len(text) > 40:
        sheet.set_row(row, 13 * (1 + len(text) // 40))


def _contents(
    sheet: Any,
    title: str,
    asked: pd.DataFrame,
    links: list[tuple[str, int]],
    more: tuple[str, str],
    looks: _Looks,
) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 80)
    sheet.set_column(2, 2, 14)
    sheet.write_string(0, 0, title[:LONGEST], looks(bold=True, font_size=16))
    head = looks(bold=True, bottom=2, bottom_color=_ACCENT)
    for x, text in enumerate(("", _(_HEADS["title"]), _(banners.BASES["n"]))):
        sheet.write_string(2, x, text, looks(
            bold=True, bottom=2, bottom_color=_ACCENT, align="right", text_wrap=True
        ) if x == 2 else head)  # fmt: skip
    sheet.set_row(2, 27)
    linked = looks(font_color=_ACCENT, underline=1, text_wrap=True)
    for y, (one, (name, row)) in enumerate(zip(asked.to_dict("records"), links, strict=True), 3):
        sheet.write_number(y, 0, y - 2, looks())
        sheet.write_url(y, 1, _link(name, row), linked, str(one["title"])[:255])
        sheet.write_number(y, 2, int(one["n"]), looks(num_format="#,##0"))
    for y, name in enumerate(more, 4 + len(asked)):
        sheet.write_url(y, 1, _link(name), linked, name)
    sheet.freeze_panes(3, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _comparisons(sheet: Any, banner: Banner, looks: _Looks) -> None:
    """Every pair of columns that was compared, with its test: nothing is told by letters only."""
    known = banner.cells.drop_duplicates("question").set_index("question")
    pairs = banner.comparisons
    shown = pairs.assign(
        title=pairs["question"].map(known["title"]),
        shown=[
            row_label(label, stat, kind)
            for label, stat, kind in zip(
                pairs["label"], pairs["stat"], pairs["question"].map(known["kind"]), strict=True
            )
        ],
        method=[_(_METHODS[one]) if one in _METHODS else "–" for one in pairs["method"]],
        note=[_(banners.TOO_FEW) if "too-few" in one else "" for one in pairs["note"]],
    )
    for side in ("a", "b"):
        shown[f"group_{side}"] = shown[f"group_{side}"] + " (" + shown[f"letter_{side}"] + ")"
    head = {
        "bold": True,
        "text_wrap": True,
        "valign": "bottom",
        "bottom": 2,
        "bottom_color": _ACCENT,
    }
    sheet.set_row(0, 40)
    for x, (name, heading) in enumerate(_HEADS.items()):
        align = "left" if name in _WIDTHS or name in ("method", "note") else "right"
        sheet.write_string(0, x, _(heading), looks(align=align, **head))
        sheet.set_column(x, x, _WIDTHS.get(name, 12))
    for y, row in enumerate(shown[[*_HEADS, "stat"]].to_dict("records"), start=1):
        for x, name in enumerate(_HEADS):
            _compared(sheet, (y, x), str(name), row, looks)
    if len(shown):
        sheet.autofilter(0, 0, len(shown), len(_HEADS) - 1)
    sheet.freeze_panes(1, 2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _compared(
    sheet: Any, at: tuple[int, int], name: str, row: dict[Any, Any], looks: _Looks
) -> None:
    value = row[name]
    if isinstance(value, str):
        sheet.write_string(*at, value[:LONGEST], looks(align="left", indent=int(name == "method")))
        return
    if pd.isna(value):
        return
    forms = {"p_value": "0.0000", "p_adjusted": "0.0000", "statistic": "0.000", "df": "0"}
    form = forms.get(name, "#,##0")
    if name in ("estimate", "std_error"):
        form = number_format(banners.ERROR_FORMS[row["stat"]]) or form
    sheet.write_number(*at, float(value), looks(num_format=form))


def _notes(sheet: Any, banner: Banner, looks: _Looks) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, _(NOTES), looks(bold=True, font_size=12))
    for y, text in enumerate(banner_notes(banner), start=2):
        sheet.write_string(y, 0, text, looks(text_wrap=True))
        sheet.set_row(y, 14 * (1 + len(text) // 85))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
