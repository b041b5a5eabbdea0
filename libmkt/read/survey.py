"""Answers of a survey from files as the programs write them: `survey`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from libmkt.codebook.draft import Asked
from libmkt.codebook.reading import DROPPED, MISSING, PARADATA, SurveyReading
from libmkt.codebook.records import Codebook
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.read.source import File, RowLog, SourceLike, files, log_table
from libmkt.read.survey_account import Account
from libmkt.read.survey_answers import Answers, answers_of
from libmkt.read.survey_cells import lost_letters, turned_to_dates
from libmkt.read.survey_codebook import codebook_of, present
from libmkt.read.survey_design import design_problems
from libmkt.read.survey_format import fits
from libmkt.read.survey_match import Matched
from libmkt.read.survey_open import opened, root_here
from libmkt.read.survey_paradata import Paradata, paradata, respondents
from libmkt.read.survey_private import personal
from libmkt.read.survey_structure import is_counter
from libmkt.tables import FileRecord


def survey(
    source: SourceLike,
    *,
    codebook: Codebook | Path | str | None = None,
    format: str | None = None,
    wave: str = "",
    sheet: str | None = None,
    root: Path | None = None,
) -> SurveyReading:
    """Read the answers of a survey: a respondent a row, coded by a codebook.

    Parameters
    ----------
    source
        One file (or what names one): LimeSurvey, KoboToolbox, Google Forms, Qualtrics,
        SurveyMonkey, SPSS, Stata, Excel, CSV.
    codebook
        What the columns mean; None takes ``NAME.codebook.json`` beside the file, else a
        LimeSurvey structure (.lss) or an XLSForm beside it, else the labels in the file, else
        drafts one from the answers, each guess told in the log.
    format
        Name of a format; None finds it (docs/inputs/surveys.md).
    wave
        Name of the wave, put into the column ``wave``.
    sheet
        Sheet of a workbook.
    root
        The workbench; None finds it from the working directory.

    Returns
    -------
    SurveyReading
        The table has ``respondent``, the paradata that are known, then the columns of the
        codebook.  Columns that name persons, and those of the program, are left out and
        listed in ``dropped``; addresses within open answers are blotted out and counted.

    Raises
    ------
    MissingError
        Nothing is there.
    DataError
        The file cannot be read as a survey: all problems at once.
    ParameterError
        `source` names several files, or `format` is not known.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "poll.csv"
    >>> _ = path.write_text("id,E-mail,Quiet?\\n1,a@b.uz,Yes\\n2,c@d.uz,No\\n3,,Yes\\n", "utf-8")
    >>> reading = survey(path)
    >>> reading.table
      respondent  Quiet
    0          1    Yes
    1          2     No
    2          3    Yes
    >>> reading.dropped["column"].tolist()
    ['E-mail']
    """
    file = _one(source, root)
    made = Account(file, opened(file, format, sheet, root), RowLog(file.shown))
    for rule, example, cells in made.opened.told:
        made.note(rule, example, cells)
    if not made.opened.rows:
        made.refuse([Problem(file.path.name, Message(N_("it has headings but no respondents")))])
    made.problems += made.opened.problems
    asked = _without_persons(made)
    para = paradata(asked, made.opened.form, made.opened.rows)
    made.problems += para.problems
    for rule, example, cells in para.told:
        made.note(rule, example, cells)
    questions = _questions(asked, para, made)
    columns = [(one.heading, one.cells) for one in questions]
    made.problems += lost_letters(columns)
    book, match, strict = codebook_of(codebook, questions, made)
    made.problems += [] if strict else turned_to_dates(columns)
    if unread := [one.name for one in made.opened.beside]:
        made.note("sheet_unread", ", ".join(unread), 0)
    kept = present(book, match, made, strict)
    result = answers_of(kept, match, made.opened)
    made.problems += result.problems
    if not any(any(one.cells) for one in match.used):
        what = Message(N_("no respondent answered any question"))
        made.problems.append(Problem(file.path.name, what))
    made.problems += design_problems(book, match, result.columns, made.opened.rows)
    if made.problems:
        made.refuse(made.problems)
    return _finished(made, para, kept, match, result, wave, root)


def _one(source: SourceLike, root: Path | None) -> File:
    found = files(source, root=root)
    if len(found) != 1:
        names = ", ".join(one.path.name for one in found[:5])
        raise ParameterError(
            Message(N_("One file is read at a time, not {n}: {names}"),
                    {"n": len(found), "names": names}),
            hints=[Message(N_("Several waves are read by read.waves"))],
        )  # fmt: skip
    return found[0]


def _without_persons(made: Account) -> list[Asked]:
    """Leave out what names persons, and what the format knows for the program's own."""
    for heading, why, cells in made.opened.left:
        made.leave(heading, why, cells)
    form = made.opened.form
    claimed = [pattern for patterns in form.paradata.values() for pattern in patterns]
    kept = []
    for one in made.opened.asked:
        filled = sum(map(bool, one.cells))
        own = fits(one.heading, claimed) and form.marks
        why = "" if own and not fits(one.heading, form.personal) else personal(one, form)
        if why:
            made.leave(one.heading, why, filled)
        else:
            kept.append(one)
    return kept


def _questions(asked: list[Asked], para: Paradata, made: Account) -> list[Asked]:
    """What is left when paradata, and what the program writes for itself, are taken away."""
    form = made.opened.form
    left = []
    for one in asked:
        filled = sum(map(bool, one.cells))
        if one.heading in para.used:
            continue
        if fits(one.heading, form.timings):
            made.leave(one.heading, "timing", filled)
        elif is_counter(one):
            made.leave(one.heading, "row_numbers", filled)
        elif fits(one.heading, form.internal) or form.columns.get(one.heading) == "leave out":
            made.leave(one.heading, "internal", filled)
        else:
            left.append(replace(one, name=form.columns.get(one.heading, one.name)))
    return left


def _finished(
    made: Account, para: Paradata, book: Codebook, match: Matched, result: Answers,
    wave: str, root: Path | None,
) -> SurveyReading:  # fmt: skip
    count = len(made.opened.rows)
    told: list[tuple[str, str, int]] = []
    keys = respondents(para.respondent, count, root or root_here(), told)
    for rule, example, cells in (*told, *result.told):
        made.note(rule, example, cells)
    columns: dict[str, pd.Series] = {"respondent": keys}
    if wave:
        para.values["wave"] = pd.Series([wave] * count, dtype="str")
    if made.opened.form.paper and "mode" not in para.values:
        para.values["mode"] = pd.Series(["paper"] * count, dtype="str")
    columns |= {name: para.values[name] for name in PARADATA if name in para.values}
    columns |= result.columns
    table = pd.DataFrame(columns)
    kept = sum(sum(map(bool, one.cells)) for one in match.used)
    beside = sum(sum(map(bool, one.cells)) for one in made.opened.asked
                 if one.heading in para.used)  # fmt: skip
    left = sum(cells for *_, cells in made.dropped)
    made.log.add("answers_kept", "kept", cells=kept, rows=count)
    made.log.add("paradata", "kept", cells=beside, rows=count)
    made.tell_dropped()
    size = len(made.file.content)
    record = FileRecord(
        made.file.shown, made.file.sha256, size, kept + beside + left, kept + beside
    )
    return SurveyReading(
        table,
        replace(book, wave=wave or book.wave),
        log_table(made.log.lines),
        pd.DataFrame(made.dropped, columns=list(DROPPED)).astype({"cells": "int64"}),
        _missing(result, keys),
        (record,),
        made.opened.repeated(keys),
    )


def _missing(result: Answers, keys: pd.Series) -> pd.DataFrame:
    """The codes for no answer, a row each."""
    lines = [(keys[n], name, value, label) for name, n, value, label in result.missing]
    table = pd.DataFrame(lines, columns=list(MISSING))
    return table.astype({"respondent": "str", "field": "str", "label": "str"})
