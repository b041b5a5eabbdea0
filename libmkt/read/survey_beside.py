"""The structure (.lss) or XLSForm that belongs to a file of answers, among those in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from libmkt.codebook.draft import Asked
from libmkt.codebook.records import Codebook
from libmkt.errors import DataError, Message, Problem
from libmkt.read.survey_account import Account
from libmkt.read.survey_cells import STATISTICS
from libmkt.read.survey_coding import unknown_answers
from libmkt.read.survey_lss import structure
from libmkt.read.survey_match import matched
from libmkt.read.survey_xlsform import form, forms_beside, own_form


def structure_of(questions: Sequence[Asked], made: Account) -> Codebook | None:
    """What a structure or form beside the file says of its columns; None where none belongs.

    That of the file's own name is its own.  Another of the folder counts only if it fits the
    columns and answers, and is the only one that does: several surveys may lie in one folder.

    Raises
    ------
    DataError
        The file's own structure cannot be read; another's is told in the log.
    """
    path = made.file.path
    if path.suffix.lower() in STATISTICS:
        return None
    if made.opened.form.repeats is not None:  # an ODK program's
        own, others = own_form(path), forms_beside(path)
    else:
        own, others = path.with_suffix(".lss"), sorted(path.parent.glob("*.lss"))
    if own.is_file():
        book = _read(own)
        fits = len(matched(book, questions).absent) < len(book.fields)
        if fits:
            made.note("structure_beside", own.name, 0)
        else:
            made.note("structure_other", own.name, 0)
        return book if fits else None
    return _only(others, questions, made)


def _read(place: Path) -> Codebook:
    return structure(place) if place.suffix.lower() == ".lss" else form(place)


def _only(places: Sequence[Path], questions: Sequence[Asked], made: Account) -> Codebook | None:
    """The one structure of a folder that fits; what the others are is told."""
    fitting: list[tuple[Path, Codebook]] = []
    for place in places:
        try:
            book = _read(place)
        except DataError as error:
            made.note("structure_broken", place.name, 0, why=_first(error))
            continue
        if belongs(book, questions):
            fitting.append((place, book))
        else:
            made.note("structure_other", place.name, 0)
    if len(fitting) > 1:
        made.note("structures_several", ", ".join(place.name for place, _ in fitting)[:200], 0)
    if len(fitting) != 1:
        return None
    made.note("structure_beside", fitting[0][0].name, 0)
    return fitting[0][1]


def _first(error: DataError) -> Message:
    problem: Problem | None = next(iter(error.problems), None)
    return problem.what if problem else error.summary


def belongs(book: Codebook, questions: Sequence[Asked]) -> bool:
    """Whether a structure is of these columns: most of either known, and most answers.

    Parameters
    ----------
    book
        What the structure says.
    questions
        The columns of answers.

    Examples
    --------
    >>> from libmkt.codebook import Category, Field
    >>> book = Codebook((Field("q1", categories=(Category("A1"), Category("A2"))),))
    >>> belongs(book, [Asked("q1", ["A2", "A1"])]), belongs(book, [Asked("q1", ["yes", "no"])])
    (True, False)
    """
    match = matched(book, questions)
    used = len(match.used)
    known = len(book.fields) - len(match.absent)
    if not used or max(known / len(book.fields), used / len(questions)) <= 0.5:
        return False
    given = unknown = 0
    for one in book.fields:
        column = match.single.get(one.name)
        if column is not None and one.categories:
            given += sum(map(bool, column.cells))
            unknown += unknown_answers(one, column.cells).total()
    return unknown < given / 2 or not unknown
