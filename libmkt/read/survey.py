"""Answers of a survey from files as the programs write them: `survey`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from libmkt.codebook import beside as codebook_beside
from libmkt.codebook import load
from libmkt.codebook.draft import Asked, draft
from libmkt.codebook.reading import DROPPED, MISSING, PARADATA, SurveyReading
from libmkt.codebook.records import Codebook, Field
from libmkt.errors import N_, DataError, Message, ParameterError, Problem
from libmkt.read.source import File, RowLog, SourceLike, files, log_table
from libmkt.read.survey_answers import Answers, answers_of
from libmkt.read.survey_cells import STATISTICS, lost_letters, turned_to_dates
from libmkt.read.survey_format import fits
from libmkt.read.survey_lss import structure
from libmkt.read.survey_match import Matched, matched
from libmkt.read.survey_open import Opened, opened, root_here
from libmkt.read.survey_paradata import Paradata, paradata, respondents
from libmkt.read.survey_private import personal
from libmkt.read.survey_structure import fitted, is_counter, ticks
from libmkt.tables import FileRecord

FEW = 10  # respondents: below, what is drafted from their answers is weak
SHOWN = 40  # problems that an error lists


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
        LimeSurvey structure (.lss) beside it, else the labels in the file, else drafts
        one from the answers, each guess told in the log.
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
    made = _Reading(file, opened(file, format, sheet, root), RowLog(file.shown))
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
    book, match, strict = _codebook(codebook, questions, made)
    made.problems += [] if strict else turned_to_dates(columns)
    kept = _present(book, match, made, strict)
    result = answers_of(kept, match, made.opened)
    made.problems += result.problems
    if made.problems:
        made.refuse(made.problems)
    return _finished(made, para, kept, match, result, wave, root)


@dataclass
class _Reading:
    """What one file has given so far."""

    file: File
    opened: Opened
    log: RowLog
    problems: list[Problem] = field(default_factory=list)
    dropped: list[tuple[str, str, str, int]] = field(default_factory=list)

    def note(
        self, rule: str, example: str, cells: int, outcome: str = "", why: Message | str = ""
    ) -> None:
        """One line of the log; what the rule does is known by its name."""
        outcome = outcome or _OUTCOMES.get(rule, "noted")
        self.log.add(rule, outcome, cells=cells, example=example, reason=why)

    def leave(self, column: str, why: str, cells: int) -> None:
        """Leave one column out."""
        self.dropped.append((self.file.shown, column, why, cells))

    def refuse(self, problems: list[Problem]) -> None:
        """Say all that is wrong, and how an answer that is right is made known."""
        shown = list(problems[:SHOWN])
        if len(problems) > SHOWN:
            more = Message(N_("... and {n} more"), {"n": len(problems) - SHOWN})
            shown.append(Problem("", more))
        place = codebook_beside(self.file.path).name
        hint = N_("What an answer may be stands in {file}: libmkt check FILE --as survey --save")
        hints = [Message(hint, {"file": place})]
        raise DataError(
            Message(
                N_("{file} cannot be used as a survey: {n} problem"),
                {"file": self.file.shown, "n": len(problems)},
                plural=N_("{file} cannot be used as a survey: {n} problems"),
            ),
            shown,
            hints,
        )


_OUTCOMES = {
    "blank_row": "dropped", "row_twice": "dropped", "rows_described": "dropped",
    "letters_mended": "repaired", "code_with_decimals": "repaired", "lost_letters": "repaired",
    "number_repaired": "repaired", "date_number": "repaired", "redacted": "repaired",
}  # fmt: skip


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


def _without_persons(made: _Reading) -> list[Asked]:
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


def _questions(asked: list[Asked], para: Paradata, made: _Reading) -> list[Asked]:
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


def _codebook(
    told: Codebook | Path | str | None, questions: list[Asked], made: _Reading
) -> tuple[Codebook, Matched, bool]:
    """The codebook, its columns, and whether it is said by somebody (not guessed)."""
    path = made.file.path
    book = load(told) if isinstance(told, (str, Path)) else told
    place = codebook_beside(path)
    if book is None and place.is_file():
        book = load(place)
        made.note("codebook_beside", place.name, 0)
    if book is not None:
        return book, matched(book, questions), True
    book = made.opened.codebook
    found = _structure(path) if book is None and path.suffix.lower() not in STATISTICS else None
    if found is not None:
        structured = structure(found)
        if len(matched(structured, questions).absent) < len(structured.fields):
            made.note("structure_beside", found.name, 0)
            book = structured
    if book is None:
        book = _drafted(questions, made)
        return book, matched(book, questions), False
    fit = fitted(book, questions, made.opened.form)
    for rule, example, cells in fit.told:
        made.note(rule, example, cells)
    more = _drafted(fit.unknown, made).fields if fit.unknown else ()
    book = replace(fit.codebook, fields=(*fit.codebook.fields, *more))
    return book, matched(book, questions), False


def _structure(path: Path) -> Path | None:
    """The .lss beside a file: of its own name, or the only one of the folder."""
    own = path.with_suffix(".lss")
    found = [own] if own.is_file() else sorted(path.parent.glob("*.lss"))
    return found[0] if len(found) == 1 else None


def _drafted(questions: list[Asked], made: _Reading) -> Codebook:
    form = made.opened.form
    questions = ticks(questions, form)
    found = draft(questions, joined=form.joined[0] if form.joined == [" "] else "",
                  name=made.file.path.stem)  # fmt: skip
    for guess in found.guesses:
        made.note(guess.rule, guess.field, 0, why=guess.what)
    if len(made.opened.rows) < FEW:
        made.note("few_respondents", str(len(made.opened.rows)), 0)
    return replace(found.codebook, source=made.opened.name)


def _present(book: Codebook, match: Matched, made: _Reading, strict: bool) -> Codebook:
    """The codebook of the fields that the file has; the rest is told."""
    if strict:
        for one in match.unknown:
            made.leave(one.heading, "not_in_codebook", sum(map(bool, one.cells)))
    if match.absent:
        made.note("field_absent", ", ".join(match.absent)[:200], 0,
                  why=Message("{n}", {"n": len(match.absent)}))  # fmt: skip
    present = [one for one in book.fields if one.name not in match.absent]
    if not present or (strict and len(match.absent) > len(present)):
        other = N_("most questions of the codebook have no column here: is it another survey's?")
        what = other if strict else N_("no column of answers was found")
        known = ", ".join(one.heading for one in match.unknown)[:200]
        found = Message(N_("found: {known}"), {"known": known}) if known else None
        made.problems.append(Problem(made.file.path.name, Message(what), found))
    names = {one.name for one in present}
    return replace(book, fields=tuple(_routed(one, names) for one in present))


def _routed(one: Field, names: set[str]) -> Field:
    """Without routing by questions that the file does not have."""
    kept = tuple(c for c in one.relevant if c.field in names)
    belongs = one.other_of if one.other_of in names else ""
    return replace(one, relevant=kept, other_of=belongs)


def _finished(
    made: _Reading, para: Paradata, book: Codebook, match: Matched, result: Answers,
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
    _tell_dropped(made)
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


def _tell_dropped(made: _Reading) -> None:
    """A line of the log for each reason for which columns were left out."""
    reasons: dict[str, list[tuple[str, int]]] = {}
    for _file, column, why, cells in made.dropped:
        reasons.setdefault(why, []).append((column, cells))
    for why, columns in reasons.items():
        names = ", ".join(name for name, _ in columns)[:200]
        made.note(f"column_{why}", names, sum(cells for _, cells in columns), "dropped")


def _missing(result: Answers, keys: pd.Series) -> pd.DataFrame:
    """The codes for no answer, a row each."""
    lines = [(keys[n], name, value, label) for name, n, value, label in result.missing]
    table = pd.DataFrame(lines, columns=list(MISSING))
    return table.astype({"respondent": "str", "field": "str", "label": "str"})
