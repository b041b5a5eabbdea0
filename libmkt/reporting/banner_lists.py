"""The long lists of a banner: every value with its doubt, every pair of columns compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from libmkt.reporting.banner_disclosure import HIDDEN as HIDDEN_NOTE
from libmkt.reporting.banner_words import (
    BASES,
    TOO_FEW,
    TOTAL,
    Banner,
    bases_of,
    method_name,
    row_label,
)
from libmkt.reporting.document import HIDDEN, LIST, Block, Column, table
from libmkt.words import _

if TYPE_CHECKING:
    import pandas as pd


def values(banner: Banner, id: str) -> Block:
    """Every cell with its bases and its doubt, a row each."""
    cells = banner.cells
    data = cells.assign(
        label=_labels(cells),
        heading=cells["heading"].where(cells["heading"] != "", _(TOTAL)),
        note=[why_empty(one) for one in cells["note"]],
    )
    bases = {base: Column(_(BASES[base]), "n0") for base in bases_of(banner)}
    columns = {
        "title": Column(_("Question")),
        "label": Column(_("Answer")),
        "heading": Column(_("Heading")),
        "group": Column(_("Group")),
        "letter": Column(_("Letter")),
        **bases,
        "missing": Column(_("No answer"), "n0"),
        "count": Column(_("Persons"), "n0"),
        "estimate": Column(_("Value"), "n3"),
        "std_error": Column(_("Standard error"), "n3"),
        "conf_low": Column(_("Lower limit"), "n3"),
        "conf_high": Column(_("Upper limit"), "n3"),
        "letters": Column(_("Higher than")),
        "note": Column(_("Note")),
    }
    caption = _("All values with their bases, errors and intervals")
    return _listed(data, columns, caption, id)


def comparisons(banner: Banner, id: str) -> Block:
    """Every pair of columns that was tested: nothing is told by letters only."""
    pairs = banner.comparisons
    pairs = pairs[pairs["p_value"].notna()]
    known = banner.cells.drop_duplicates("question").set_index("question")
    data = pairs.assign(
        title=pairs["question"].map(known["title"]),
        label=_labels(pairs.assign(kind=pairs["question"].map(known["kind"]))),
        method=[method_name(one) for one in pairs["method"]],
        group_a=pairs["group_a"] + " (" + pairs["letter_a"] + ")",
        group_b=pairs["group_b"] + " (" + pairs["letter_b"] + ")",
    )
    columns = {
        "title": Column(_("Question")),
        "label": Column(_("Answer")),
        "heading": Column(_("Heading")),
        "group_a": Column(_("First column")),
        "group_b": Column(_("Second column")),
        "n_a": Column(_("Answers, first"), "n0"),
        "n_b": Column(_("Answers, second"), "n0"),
        "n_both": Column(_("People in both"), "n0"),
        "estimate": Column(_("Second less first"), "n3"),
        "std_error": Column(_("Standard error"), "n3"),
        "statistic": Column(_("Statistic"), "n3"),
        "df": Column(_("Degrees of freedom"), "n0"),
        "p_value": Column(_("p"), "n4"),
        "p_adjusted": Column(_("p, adjusted"), "n4"),
        "tests": Column(_("Pairs adjusted together"), "n0"),
        "method": Column(_("Method")),
    }
    caption = _("All comparisons of columns, with their p-values")
    return _listed(data, columns, caption, id)


def _listed(data: pd.DataFrame, columns: Mapping[str, Column], caption: str, id: str) -> Block:
    """A table too long for a page: in the workbook and as CSV."""
    made = table(data, columns, caption=caption, id=id)
    return Block("table", made.content | {"place": LIST})


def _labels(rows: pd.DataFrame) -> list[str]:
    told: dict[tuple[str, str, str], str] = {}
    keys = list(zip(rows["label"], rows["stat"], rows["kind"], strict=True))
    for key in dict.fromkeys(keys):
        told[key] = row_label(*map(str, key))
    return [told[key] for key in keys]


def why_empty(codes: str) -> str:
    """Why a cell has no value, in words."""
    if HIDDEN_NOTE in codes:
        return _(HIDDEN)
    return _(TOO_FEW) if "too-few" in codes else ""
