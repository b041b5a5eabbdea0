"""Whether a file looks like answers of a survey rather than counts: `looks_like_survey`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from libmkt.codebook import beside as codebook_beside
from libmkt.codebook.answers import ordered, truth
from libmkt.codebook.draft import Asked
from libmkt.codebook.guess import SAYS_SCALE, number, seen
from libmkt.errors import DataError, ParameterError
from libmkt.read.source import SourceLike, files
from libmkt.read.survey_cells import STATISTICS
from libmkt.read.survey_open import opened

_QUESTION = re.compile(r"[^?]*\w\s[^?]*\w\s?\?(\s*[\[(/].*)?", re.DOTALL)
_NUMBERED = re.compile(r"([^\W\d]+)[ _.]?0*(\d{1,3})")
_RATED: Final = 10  # the highest answer of a scale of figures
_ITEMS: Final = 5  # columns Q1, Q2 ... from which they are items: the quarters are four
_ENOUGH: Final = 300_000  # bytes of a text file that are looked at
_TOO_MUCH: Final = 6_000_000  # bytes of a workbook that is not opened once more for a hint
_OLDEST: Final = 120  # a figure above it is no age, mark or small number of one person
_LEAST: Final = 2  # questions, or ordered scales of words, from which a table is a survey


def looks_like_survey(
    source: SourceLike, *, sheet: str | None = None, root: Path | None = None
) -> bool:
    """Whether the first file of a source has marks of a survey.

    They are: a file of SPSS or Stata, a codebook beside it, the layout of a survey program,
    headings that are questions, items numbered alike and rated from 0 to 10, answers in words
    of a known scale.  It serves for a hint, not for a refusal; of a large text file the
    beginning is looked at, a large workbook is not opened.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "poll.csv"
    >>> _ = path.write_text("How old are you?,Is it quiet?\\n34,yes\\n19,no\\n", "utf-8")
    >>> looks_like_survey(path)
    True
    >>> _ = path.write_text("library,2025,2026\\nNókis,120,140\\n", "utf-8")
    >>> looks_like_survey(path)
    False
    """
    file = files(source, root=root)[0]
    if file.path.suffix.lower() in STATISTICS or codebook_beside(file.path).is_file():
        return True
    if len(file.content) > _ENOUGH and file.path.suffix.lower() in (".csv", ".tsv", ".txt"):
        whole = file.content[:_ENOUGH]
        file = replace(file, content=whole[: whole.rfind(b"\n") + 1] or whole)
    elif len(file.content) > _TOO_MUCH:
        return False
    try:
        made = opened(file, None, sheet, root)
    except (DataError, ParameterError):
        return False
    if made.form.marks and not _only_times(made.form.marks[0].first, made.asked):
        return True
    return _questions(made.asked) or _items(made.asked) or _scales(made.asked)


def _only_times(first: Sequence[str], asked: Sequence[Asked]) -> bool:
    """Whether a format is known by a first column of times alone, as a door counter has too."""
    figures = sum(seen(one.cells).numbers for one in asked[1:])
    return bool(first) and figures > (len(asked) - 1) / 2


def _questions(asked: Sequence[Asked]) -> bool:
    """Columns whose headings ask."""
    return sum(map(_asks, asked)) >= _LEAST


def _asks(one: Asked) -> bool:
    """Whether a heading asks; the letters lost of ``kitap san?`` are over counts, not answers."""
    text = one.wording or one.heading
    if _QUESTION.fullmatch(text):
        return not one.cells or not _counted(one)
    answers = seen(one.cells).answers
    worded = any(not answer.isdecimal() for answer in answers)
    yes_no = text.endswith("?") and worded and all(truth(answer) is not None for answer in answers)
    return yes_no or bool(SAYS_SCALE.search(text) and _rated(one))


def _counted(one: Asked) -> bool:
    """Whether a column holds figures of which some are beyond a scale, an age or a code."""
    found = seen(one.cells)
    return found.numbers and max(number(answer) for answer in found.answers) > _OLDEST


def _items(asked: Sequence[Asked]) -> bool:
    """Columns of a few names and running numbers, rated from 0 to 10: most of the columns.

    Counts have them too, but fewer than figures: flags of what was estimated.
    """
    runs = Counter(
        match[1].casefold()
        for one in asked
        if (match := _NUMBERED.fullmatch(one.heading)) and _rated(one)
    )
    items = sum(count for count in runs.values() if count >= _ITEMS)
    return items > len(asked) / 2


def _rated(one: Asked) -> bool:
    answers = {cell for cell in one.cells if cell}
    return bool(answers) and all(cell.isdecimal() and int(cell) <= _RATED for cell in answers)


def _scales(asked: Sequence[Asked]) -> bool:
    """Columns answered in words from a known scale: satisfied, often, agree."""
    looks = [list(seen(one.cells).answers) for one in asked]
    worded = [one for one in looks if len(one) > 1 and any(truth(text) is None for text in one)]
    return sum(ordered(one) is not None for one in worded) >= _LEAST
