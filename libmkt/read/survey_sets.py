"""Questions with several answers: a boolean column an option, NA where nothing was asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from libmkt.codebook.answers import truth
from libmkt.codebook.records import Field, Value
from libmkt.errors import N_, Message, Problem
from libmkt.read.private import redacted
from libmkt.read.survey_format import Options
from libmkt.text.fold import plain, search_key

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Ticked:
    """The columns of one question, and what became of its answers."""

    columns: dict[str, pd.Series] = field(default_factory=dict)  # NAME/option to booleans
    missing: list[tuple[int, Value]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unseen: int = 0  # respondents who ticked nothing and answered nothing after it


def from_columns(
    one: Field, cells: Mapping[str, Sequence[str]], rows: Sequence[int], reached: np.ndarray,
    said: Options, none: Mapping[Value, Sequence[str]] | None = None,
) -> Ticked:  # fmt: skip
    """Options that have a column each.

    Parameters
    ----------
    one
        The question.
    cells
        Table column (NAME/option) to cells; an option that is not in the file is missing.
    rows
        Row of the file of each cell.
    reached
        Whether each respondent answered this question or a later one.
    said
        What the program writes for chosen, not chosen, not asked.
    none
        Columns of codes that stand for no answer ("do not know"), by code: who ticked one
        has no answer to the question.

    Returns
    -------
    Ticked
        Where the program writes "no", an empty cell was not asked; where it writes only
        what was chosen, nothing chosen is "no" for those who reached the question.
    """
    import pandas as pd

    made = Ticked()
    parsed: dict[str, list[bool | None]] = {}
    for column, option in zip(one.columns, one.categories, strict=True):
        if column in cells:
            texts = {plain(text).casefold() for text in (*option.label.values(), str(option.value))}
            parsed[column] = _ticks(column, cells[column], rows, texts, said, made)
    says_no = any(False in values for values in parsed.values())
    answered = np.zeros(len(rows), dtype=bool)
    for values in parsed.values():
        answered |= np.array([value is not None for value in values])
    for column in one.columns:
        ticks = np.array([value is True for value in parsed.get(column, [None] * len(rows))])
        known = np.array([value is not None for value in parsed.get(column, [None] * len(rows))])
        if column in parsed and not says_no:
            known = answered | reached
        made.columns[column] = pd.Series(pd.arrays.BooleanArray(ticks, ~known))
    made.unseen = int((~answered & ~reached).sum())
    for code, given in (none or {}).items():
        texts = {str(code).casefold()}
        chosen = _ticks(f"{one.name}/{code}", given, rows, texts, said, made)
        refused = [n for n, tick in enumerate(chosen) if tick is True]
        made.missing += [(n, code) for n in refused]
        for series in made.columns.values():
            series.iloc[refused] = pd.NA
    return made


def _ticks(
    column: str, cells: Sequence[str], rows: Sequence[int], texts: set[str],
    said: Options, made: Ticked,
) -> list[bool | None]:  # fmt: skip
    """Chosen, not chosen, or not asked, a respondent."""
    known: dict[str, bool | None] = {"": None}
    bad: Counter[str] = Counter()
    for cell, n in Counter(cells).items():
        shown = plain(cell)
        if not shown or shown in said.not_asked:
            known[cell] = None
        elif shown in said.not_chosen:
            known[cell] = False
        elif shown.casefold() in texts or shown in said.chosen:
            known[cell] = True
        else:
            found = truth(shown)
            known[cell] = found
            if found is None:
                bad[cell] = n
    for answer, n in bad.most_common(5):
        row = rows[list(cells).index(answer)]
        found_at = Message(
            N_("row {row}: {value} (in all {n})"),
            {"row": row, "value": redacted(answer)[0][:60], "n": n},
        )
        made.problems.append(
            Problem(column, Message(N_("neither chosen nor not chosen")), found_at)
        )
    return [known[cell] for cell in cells]


def from_cell(
    one: Field, cells: Sequence[str], rows: Sequence[int], reached: np.ndarray,
    parted: Sequence[str],
) -> Ticked:  # fmt: skip
    """Options that stand together in one cell, found by the list of options.

    Parameters
    ----------
    parted
        Signs that may part them; an option may hold such a sign itself.
    """
    import pandas as pd

    made = Ticked()
    missing = {
        plain(text).casefold(): code.value
        for code in one.missing
        for text in (*code.label.values(), str(code.value), code.column)
        if text
    }
    options = _spellings(one)
    chosen: dict[str, set[Value]] = {}
    bad: dict[str, str] = {}
    for cell in set(cells):
        if plain(cell) and plain(cell).casefold() not in missing:
            chosen[cell], rest = split(plain(cell), options, parted)
            if rest:
                bad[cell] = rest
    for answer, rest in sorted(bad.items(), key=lambda pair: rows[list(cells).index(pair[0])])[:5]:
        found = Message(
            N_("row {row}: {value}"),
            {"row": rows[list(cells).index(answer)], "value": redacted(rest)[0][:60]},
        )
        known = ", ".join(str(value) for value in one.values[:12])
        what = Message(N_("not among the answers {known}"), {"known": known})
        made.problems.append(Problem(one.name, what, found))
    made.missing = [
        (n, missing[key])
        for n, cell in enumerate(cells)
        if (key := plain(cell).casefold()) in missing
    ]
    answered = np.array([cell in chosen for cell in cells], dtype=bool)
    refused = np.zeros(len(cells), dtype=bool)
    refused[[n for n, _ in made.missing]] = True
    known_rows = (answered | reached) & ~refused
    for column, option in zip(one.columns, one.categories, strict=True):
        ticks = np.array([option.value in chosen.get(cell, ()) for cell in cells], dtype=bool)
        made.columns[column] = pd.Series(pd.arrays.BooleanArray(ticks, ~known_rows))
    made.unseen = int((~answered & ~reached & ~refused).sum())
    return made


def _spellings(one: Field) -> dict[str, Value]:
    """How each option may be written, the longest first."""
    found = {
        plain(text).casefold(): option.value
        for option in one.categories
        for text in (*option.label.values(), str(option.value), option.column.rsplit("/", 1)[-1])
        if plain(text)
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def split(text: str, options: Mapping[str, Value], parted: Sequence[str]) -> tuple[set[Value], str]:
    """The options that a cell names, and what of it is none.

    Parameters
    ----------
    text
        The cell.
    options
        Spelling (small letters) to code, the longest first, so that "Loans, long" is found
        before "Loans".
    parted
        Signs between the options.

    Examples
    --------
    >>> options = {"events (talks, films)": "e", "loans": "l"}
    >>> sorted(split("Events (talks, films), Loans", options, [","])[0])
    ['e', 'l']
    >>> split("Loans, Teleport", {"loans": "l"}, [","])
    ({'l'}, 'Teleport')
    """
    signs = "|".join(re.escape(sign.strip() or sign) for sign in parted)
    found: set[Value] = set()
    rest = text
    for spelling, value in options.items():
        form = re.compile(
            rf"(?:^|(?<=\x00))\s*{re.escape(spelling)}\s*(?=$|{signs})", re.IGNORECASE
        )
        # \x00 marks where an option may begin: after a sign
        marked = re.sub(f"({signs})", "\\1\x00", rest)
        cut, n = form.subn("", marked)
        if n:
            found.add(value)
            rest = cut.replace("\x00", "")
    left = re.sub(rf"^(?:{signs}|\s)+|(?:{signs}|\s)+$", "", rest).strip()
    if left and search_key(left) in {search_key(one) for one in options}:
        value = next(v for one, v in options.items() if search_key(one) == search_key(left))
        return found | {value}, ""
    return found, left
