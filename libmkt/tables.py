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

The columns of `observations` (one area in one sweep a row, and a row for each activity
that was counted there; a sweep is one walk through a branch, known by its date and time):

================ ======================================================================
library          name of the library; "" where the sheet is that of one
branch           name of the branch; "" where there is but one
area             part of the branch that was looked at: reading room, children's corner
date             day, ISO 8601
time             when the sweep began, "14:00"
activity         "" for all who sat there; else what some of them did: a code of
                 `libmkt.measures.observed`, or the sheet's own name
seats            seats of the area, from 1
occupied         seats that were taken; of an activity: persons seen doing it, from 0
source_id        short name of the source
note             "" or "crowded": more were counted than there are seats
================ ======================================================================

The columns of `services` (what belongs to one service a row; texts, "" where nothing does):
service (its name), importance, performance, satisfaction (names of questions of a survey),
used (an option that users of it tick: question/option), measures (codes), places (libraries
or branches whose counts are meant, "" for all), areas (of the observation sheets); the last
three hold several parted by "; ".

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

# What became of an invitation to a survey, and its letter in AAPOR's formulas.
DISPOSITIONS: Final = {
    "complete": "I",
    "partial": "P",
    "refusal": "R",
    "non_contact": "NC",
    "other": "O",
    "unknown": "UH",
    "unknown_other": "UO",
    "not_eligible": "NE",
}
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
OBSERVATIONS: Final = (
    "library",
    "branch",
    "area",
    "date",
    "time",
    "activity",
    "seats",
    "occupied",
    "source_id",
    "note",
)
SWEEP: Final = ("library", "branch", "date", "time")  # what names one sweep
SERVICES: Final = (
    "service",
    "importance",
    "performance",
    "satisfaction",
    "used",
    "measures",
    "places",
    "areas",
)
BREAKS: Final = ("library", "branch", "measure", "period", "reason", "comparable", "link_factor")
# One proposed action a row: code and fields of its sentence, whose it is, the rule behind it.
ADVICE: Final = ("code", "fields", "owner", "rule")
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
