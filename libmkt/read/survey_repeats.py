"""Sheets of repeated questions (a row a child, a row a visit), joined to their respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from libmkt.codebook.draft import Asked
from libmkt.read.private import redacted
from libmkt.read.survey_cells import Sheet
from libmkt.read.survey_columns import columns_of
from libmkt.read.survey_format import Format, fits
from libmkt.read.survey_private import personal


@dataclass(frozen=True, eq=False)
class Repeat:
    """One sheet: its columns, and the place (from 0) of each row's respondent among all."""

    name: str
    columns: tuple[Asked, ...]
    owner: tuple[int | None, ...]

    def table(self, keys: pd.Series) -> pd.DataFrame:
        """The rows with ``respondent`` and ``number`` (from 1, within the respondent)."""
        owner = pd.Series([None if n is None else keys[n] for n in self.owner], dtype="str")
        found = pd.DataFrame({"respondent": owner})
        found["number"] = found.groupby("respondent", dropna=False).cumcount() + 1
        for one in self.columns:
            numbers = pd.to_numeric(pd.Series(one.cells, dtype="str"), errors="coerce")
            filled = sum(map(bool, one.cells))
            if filled and numbers.notna().sum() == filled:
                found[one.name or one.heading] = numbers.astype("Float64")
            else:
                texts = [redacted(cell)[0] or None for cell in one.cells]
                found[one.name or one.heading] = pd.Series(texts, dtype="str")
        return found[found["respondent"].notna()].reset_index(drop=True)


def repeats_of(
    sheets: Sequence[Sheet], main: Sheet, form: Format, asked: Sequence[Asked]
) -> tuple[list[Repeat], list[str]]:
    """The sheets that hang on the main one by its index, and the names of the others.

    Columns that name persons, and those of the program, are left out of them too.
    """
    if form.repeats is None:
        return [], []
    index = next((one for one in asked if one.heading == form.repeats.index), None)
    place = {cell: n for n, cell in enumerate(index.cells)} if index else {}
    found, unread = [], []
    for sheet in sheets:
        if sheet is main or sheet.name == main.name:
            continue
        columns = columns_of(sheet, form, 0)
        parent = next((c for c in columns.asked if c.heading == form.repeats.parent), None)
        if parent is None or not place:
            unread.append(sheet.name)
            continue
        kept = tuple(
            one for one in columns.asked
            if not personal(one, form) and not fits(one.heading, form.internal)
        )  # fmt: skip
        found.append(Repeat(sheet.name, kept, tuple(place.get(cell) for cell in parent.cells)))
    return found, unread
