"""What `libmkt.read.survey` gives: `SurveyReading`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from libmkt.codebook.records import Codebook
from libmkt.tables import FileRecord

if TYPE_CHECKING:
    import pandas as pd

# What a program records beside the answers; a table has those that its source has.
PARADATA: Final = (
    "wave",  # text
    "started",  # date and time, without a zone: as the program wrote it
    "submitted",  # the same
    "seconds",  # float: how long answering took
    "last_page",  # whole number, missing where nothing was seen
    "language",  # text: kaa, uz, ru, en ... as the program wrote it
    "mode",  # text: online, paper, interview, as the program wrote it
    "complete",  # bool: the questionnaire was sent off
)
DROPPED: Final = ("file", "column", "reason", "cells")
MISSING: Final = ("respondent", "field", "value", "label")


@dataclass(frozen=True, eq=False)
class SurveyReading:
    """The answers of a survey, what they mean, and an account of all that was left out.

    ``table``: a respondent a row: ``respondent`` (text, unique), those of PARADATA that are
    known, then the columns of ``codebook``, in its order.  Codes are in them (Int64, Float64
    or str by the field's type; missing is NA); an option of a multiple-response question is
    boolean, NA where the question was not asked or not reached.
    """

    table: pd.DataFrame
    codebook: Codebook
    log: pd.DataFrame  # `libmkt.tables.LOG`; cells are answers
    dropped: pd.DataFrame  # a column left out a row: file, column, reason (code), cells filled
    missing: pd.DataFrame  # a code for no answer a row: respondent, field, value, label
    files: tuple[FileRecord, ...] = field(default=())
    # Repeated questions, a table a sheet: respondent, number (from 1), then their columns.
    repeats: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{len(self.table)} respondents, {len(self.codebook.fields)} questions, "
            f"{len(self.dropped)} columns left out"
        )
