"""Figures that stand twice in one sheet: refused, added up, or the first kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from libmkt.errors import N_
from libmkt.read.findings import key_text, located
from libmkt.read.source import RowLog
from libmkt.text.fold import search_key

Tell = Callable[..., None]


def without_repeats(
    table: pd.DataFrame, how: str, *, tell: Tell, lines: list[str], log: RowLog
) -> pd.DataFrame:
    """One figure a key: the described way, or a problem for each that has two.

    Parameters
    ----------
    table
        Tidy counts of one sheet, with `row`, its place in the file.
    how
        "refuse", "add" or "first", as the description says.
    tell
        Notes a problem: row, field, message, what stands there.
    lines
        Gets the line of YAML that would accept what is refused.
    log
        Gets a line for figures that were added up or left out.
    """
    keys = ["library", "branch", "period", "measure", "breakdown_name", "breakdown_value"]
    twice = table.duplicated(keys, keep="first")
    if how == "refuse":
        _tell_spellings(table, twice, keys, tell)
    if not twice.any():
        return table
    first = table.loc[twice].iloc[0]
    example = located(int(first["row"]), key_text(first))
    if how == "refuse":
        same = table[twice].head(5)
        for _, line in same.iterrows():
            tell(
                int(line["row"]),
                "duplicates",
                N_("the figure stands here a second time"),
                key_text(line),
            )
        lines.append("duplicates: add   # or first")
        return table[~twice]
    if how == "add":
        sums = table.groupby(keys, sort=False, dropna=False)["value"].transform("sum")
        both = table.duplicated(keys, keep=False)
        table = table.assign(value=sums, note=with_code(
            table["note"].to_numpy(dtype=object), both.to_numpy(), "combined"))  # fmt: skip
    rule = "added_to_first" if how == "add" else "duplicate"
    log.add(rule, "dropped", cells=int(twice.sum()),
                 rows=int(table.loc[twice, "row"].nunique()), example=example)  # fmt: skip
    return table[~twice].reset_index(drop=True)


def _tell_spellings(table: pd.DataFrame, twice: pd.Series, keys: list[str], tell: Tell) -> None:
    """A problem for a place that stands twice under two spellings: Nókis and Нөкис."""
    pairs = table["library"] + " " + table["branch"]
    by_place: dict[str, list[str]] = {}
    for name in pairs.unique():
        by_place.setdefault(search_key(name), []).append(name.strip())
    # Case alone may part two names on purpose; another script or a lost mark does not.
    alike = {
        key: names
        for key, names in by_place.items()
        if key and len({name.casefold() for name in names}) > 1
    }
    if not alike:
        return
    places = {name: search_key(name) for name in pairs.unique()}
    here = table.assign(place=pairs.map(places))[~twice]
    here = here[here["place"].isin(list(alike))]
    again = here[here.duplicated(["place", *keys[2:]], keep="first")]
    for _, line in again.drop_duplicates(["library", "branch"]).iterrows():
        tell(
            int(line["row"]),
            "duplicates",
            N_("one place is spelt in two ways"),
            ", ".join(alike[line["place"]]),
        )


def with_code(
    note: np.ndarray[Any, Any], where: np.ndarray[Any, Any], code: str
) -> np.ndarray[Any, Any]:
    """Notes with a code added where it applies, parted by a semicolon."""
    return np.array(
        [
            f"{n};{code}" if n and w else (code if w else n)
            for n, w in zip(note, where, strict=True)
        ],
        dtype=object,
    )
