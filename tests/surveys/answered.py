"""Small surveys that can be checked in the head."""

from __future__ import annotations

import pandas as pd

from libmkt.codebook import Category, Codebook, Field, SurveyReading


def scale(*values: int) -> tuple[Category, ...]:
    return tuple(Category(value) for value in values)


def labels(*texts: str) -> tuple[Category, ...]:
    return tuple(Category(code, {"en": text}) for code, text in enumerate(texts, 1))


def reading(
    table: pd.DataFrame,
    *fields: Field,
    dropped: pd.DataFrame | None = None,
    missing: pd.DataFrame | None = None,
) -> SurveyReading:
    empty = pd.DataFrame()
    return SurveyReading(
        table,
        Codebook(fields),
        empty,
        empty if dropped is None else dropped,
        empty if missing is None else missing,
    )
