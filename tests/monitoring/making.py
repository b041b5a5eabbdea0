"""Counts tables made by hand, by `libmkt.tables`."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from libmkt.measures import MEASURES
from libmkt.tables import COUNTS
from tests.golden import monitoring as golden


def figure(period: str, measure: str, value: float, **other: str) -> dict[str, object]:
    """One row of counts; kind and unit from the measure unless given."""
    known = MEASURES.get(measure)
    row: dict[str, object] = {
        "library": "Nökis",
        "branch": "",
        "period": period,
        "measure": measure,
        "value": value,
        "unit": known.unit if known else "pieces",
        "kind": known.kind if known else "flow",
        "breakdown_name": "",
        "breakdown_value": "",
        "source_id": "by_hand",
        "note": "",
    }
    return row | other


def table(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    """A counts table of such rows."""
    return pd.DataFrame(list(rows), columns=list(COUNTS))


def months(year: int, values: Iterable[float], measure: str = "loans", **other: str) -> list[dict]:
    """Figures of the months of a year, from January."""
    return [
        figure(f"{year}-{month:02d}", measure, value, **other)
        for month, value in enumerate(values, start=1)
    ]


def murmansk() -> pd.DataFrame:
    """The four years of the Murmansk rural libraries."""
    return table(
        figure(year, measure, value, library="Murmansk")
        for measure, values in golden.MURMANSK.items()
        for year, value in zip(golden.MURMANSK_YEARS, values, strict=True)
    )
