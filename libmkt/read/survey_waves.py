"""Several waves of one survey in one table: `waves`."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from libmkt.codebook.compare import changes, merged
from libmkt.codebook.reading import PARADATA, SurveyReading
from libmkt.codebook.records import Codebook, Field
from libmkt.errors import N_, Message, ParameterError
from libmkt.read.survey import survey
from libmkt.read.survey_coding import DTYPES


def waves(
    sources: Mapping[str, Path | str],
    *,
    codebook: Codebook | Path | str | None = None,
    format: str | None = None,
    root: Path | None = None,
) -> SurveyReading:
    """Read several waves of a survey, told apart by the column ``wave``.

    Parameters
    ----------
    sources
        Name of the wave (2024, 2026 ...) to its file, the oldest first.
    codebook
        One for all waves; None takes each file's own and joins them.
    format
        Of all files; None finds each.
    root
        The workbench.

    Returns
    -------
    SurveyReading
        ``respondent`` is ``WAVE/KEY``, so that a person who answered twice stands twice and
        is known again by what follows the sign.  A question that a wave did not ask is
        missing there.  The log has what changed from wave to wave (rule ``wave_CHANGE``).

    Raises
    ------
    DataError
        A file cannot be read; or an answer has another code, a question another scale in
        two waves.
    ParameterError
        `sources` is empty.
    """
    if not sources:
        raise ParameterError(Message(N_("No wave was named")))
    readings = {
        wave: survey(path, codebook=codebook, format=format, wave=wave, root=root)
        for wave, path in sources.items()
    }
    book = merged({wave: one.codebook for wave, one in readings.items()})
    tables = [_fitted(one.table, wave, book) for wave, one in readings.items()]
    log = pd.concat([*(one.log for one in readings.values()), _log(readings)], ignore_index=True)
    missing = [
        one.missing.assign(respondent=f"{wave}/" + one.missing["respondent"].astype("str"))
        for wave, one in readings.items()
    ]
    return SurveyReading(
        pd.concat(tables, ignore_index=True),
        replace(book, wave=""),
        log,
        pd.concat([one.dropped for one in readings.values()], ignore_index=True),
        pd.concat(missing, ignore_index=True),
        tuple(file for one in readings.values() for file in one.files),
        {f"{wave}/{name}": table.assign(respondent=f"{wave}/" + table["respondent"])
         for wave, one in readings.items() for name, table in one.repeats.items()},
    )  # fmt: skip


def _fitted(table: pd.DataFrame, wave: str, book: Codebook) -> pd.DataFrame:
    """One wave's table with the columns of all, and keys that tell the waves apart."""
    columns: dict[str, pd.Series] = {"respondent": f"{wave}/" + table["respondent"].astype("str")}
    columns |= {name: table[name] for name in PARADATA if name in table}
    for one in book.fields:
        for name in one.columns:
            given = table[name].tolist() if name in table else [None] * len(table)
            columns[name] = pd.Series(given, index=table.index, dtype=_dtype(one))
    return pd.DataFrame(columns)


def _dtype(one: Field) -> Any:
    return "boolean" if one.scale == "multiple" else DTYPES[one.type]


def _log(readings: Mapping[str, SurveyReading]) -> pd.DataFrame:
    """What changed from each wave to the next, as lines of a row log."""
    names = list(readings)
    lines = []
    for before, after in itertools.pairwise(names):
        found = changes(readings[before].codebook, readings[after].codebook)
        file = readings[after].files[0].file
        lines += [
            (file, f"wave_{row.change}", "noted", 0, 0, row.field, f"{row.before} → {row.after}")
            for row in found.itertuples()
        ]
    columns = list(next(iter(readings.values())).log.columns)
    return pd.DataFrame(lines, columns=columns).astype({"cells": "int64", "rows": "int64"})
