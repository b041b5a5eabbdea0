"""What each tidy table holds, and the record of the source it was read from.

The columns of `counts` (one measure of one library or branch in one period and
breakdown a row):

================ ======================================================================
library          name of the library or authority (text)
branch           name of the branch; "" where the figure is the library's own
period           canonical name of a `libmkt.period.Period`: 2026, 2026-Q1, 2026-03
measure          code from `libmkt.measures`, or the source's own name where unknown
value            number; never missing (an empty cell is a row of the log, not of the table)
unit             what is counted: loans, persons, copies, hours, share (0 to 1) ...
kind             "flow" (adds up over time) or "stock" (a level at a date, the period's end)
breakdown_name   what the figure is broken down by (age, format ...); "" for the whole
breakdown_value  which part of the breakdown; "" for the whole
source_id        short name of the source (file stem, or its name in library.yml)
note             "" or codes parted by ";": closed, footnote, repaired, estimated
================ ======================================================================

`breaks` (one declared break a row): library ("" for all), branch ("" for all), measure
("" for all), period (the first period after the break), reason, comparable (bool: may
growth be computed across it), link_factor (float or missing).

`log` (one rule of one file a row): file, rule (code), outcome ("kept", "dropped",
"repaired", "noted"), cells (values concerned), rows (source rows concerned),
example (where the first one stands and what it shows), reason: text, or a
`libmkt.errors.Message` to be shown in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

COUNTS: Final = (
    "library",
    "branch",
    "period",
    "measure",
    "value",
    "unit",
    "kind",
    "breakdown_name",
    "breakdown_value",
    "source_id",
    "note",
)
BREAKS: Final = ("library", "branch", "measure", "period", "reason", "comparable", "link_factor")
LOG: Final = ("file", "rule", "outcome", "cells", "rows", "example", "reason")


@dataclass(frozen=True)
class FileRecord:
    """One file that was read, as a report's *Sources* box prints it."""

    file: str  # path from the workbench root, with forward slashes
    sha256: str
    size: int  # bytes
    cells_in: int  # figures found in it
    cells_kept: int  # figures that entered the table
    description: str = ""  # the source description that was used, from the root; "" for none


@dataclass(frozen=True, eq=False)
class Reading:
    """What a reader gives: the tidy table, its row log, declared breaks and the files."""

    table: pd.DataFrame
    log: pd.DataFrame
    breaks: pd.DataFrame
    files: tuple[FileRecord, ...] = field(default=())
    # What to print for libraries known by an id ("AK0001"; with a branch "AK0001 | 002").
    names: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        kept = sum(f.cells_kept for f in self.files)
        found = sum(f.cells_in for f in self.files)
        return f"{len(self.files)} files, {kept} of {found} figures kept"
