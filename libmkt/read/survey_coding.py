"""Answers as a file shows them to the codes of a codebook; what does not fit is told."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from libmkt.codebook.records import Field, Value
from libmkt.errors import N_, Message, Problem
from libmkt.read.private import redacted
from libmkt.read.survey_dates import moments
from libmkt.text.fold import plain, search_key, search_keys

if TYPE_CHECKING:
    import pandas as pd

DTYPES: Final = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "str",
                 "date": "datetime64[us]", "datetime": "datetime64[us]"}  # fmt: skip
_DECIMALS = re.compile(r"(-?\d+)[.,]0+")
# 5 - Mostly others, 1 (none at all)
_WITH_WORDS = re.compile(r"([-+]?\d+)\s*(?:[-–—:=]\s*[^\d\s].*|\(.*\))", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?")
SHOWN: Final = 5  # answers of one column that an error shows


@dataclass
class Coded:
    """One column coded, and what became of its answers."""

    values: Any  # the column, of the field's dtype
    missing: list[tuple[int, Value]] = field(default_factory=list)  # rows with a code of no answer
    problems: list[Problem] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)  # rule to answers


def coded(one: Field, cells: Sequence[str], rows: Sequence[int], **settings: Any) -> Coded:
    """One column of answers in codes.

    Parameters
    ----------
    one
        What the column may hold.
    cells
        As the file shows them; "" is none.
    rows
        Row of the file of each cell, for messages.
    settings
        `day_first` and `dates` for dates, as the format says them.

    Returns
    -------
    Coded
        A code that stands for no answer is missing in `values` and named in `missing`.
        `problems` tells every different answer that the codebook does not know, with the
        first row that shows it.
    """
    if one.scale == "date":
        return _dates(one, cells, rows, **settings)
    lookup = _lookup(one, filter(None, set(cells)))
    made = Coded(None)
    known: dict[str, Value | None] = {}
    bad: dict[str, int] = {}
    codes_of_none = {code.value for code in one.missing}
    for answer, n in Counter(cells).items():
        if answer:
            value, rule = _value(answer, one, lookup)
            made.told[rule] += n if rule else 0
            known[answer] = value
            if value is None:
                bad[answer] = n
    del made.told[""]
    if one.type == "string" and not one.categories:
        known = _blotted(known, cells, made)
    values = [known.get(cell) if cell else None for cell in cells]
    made.missing = [(n, v) for n, v in enumerate(values) if v is not None and v in codes_of_none]
    for n, _value_of in made.missing:
        values[n] = None
    made.problems = _told(one, bad, cells, rows)
    if not bad:
        made.values = _series(values, one)
    return made


def unknown_answers(one: Field, cells: Sequence[str]) -> Counter[str]:
    """The different answers that a field does not know, with how often each was given."""
    lookup = _lookup(one, filter(None, set(cells)))
    counts = Counter(plain(cell) for cell in cells if plain(cell))
    return Counter({a: n for a, n in counts.items() if _value(a, one, lookup)[0] is None})


def _series(values: list[Any], one: Field) -> pd.Series:
    import pandas as pd

    return pd.Series(values, dtype=DTYPES[one.type])


def _lookup(one: Field, answers: Iterable[str] = ()) -> dict[str, Value]:
    """What an answer may be shown as, to its code: the code itself, its labels, their keys.

    Where a label is the code of another answer (1 labelled "0", 2 labelled "1"), the answers
    tell which of both they are: labels, if all are labels and one of them is no code.
    """
    found: dict[str, Value] = {}
    labels = [(text, code.value) for code in (*one.categories, *one.missing)
              for text in code.label.values()]  # fmt: skip
    shown = [(plain(text).casefold(), value) for text, value in labels]
    # A label whose key two codes share ("-" and "+") is known by its letters only.
    pairs = {(key, value) for text, value in labels for key in search_keys(text) if key}
    keys = Counter(key for key, _value_of in pairs)
    folded = [(key, value) for key, value in pairs if keys[key] == 1]
    of_file = [(code.column.casefold(), code.value)
               for code in (*one.categories, *one.missing) if code.column]  # fmt: skip
    for text, value in (*folded, *shown, *of_file):
        found[text] = value
    codes = {plain(code.value).casefold(): code.value
             for code in (*one.missing, *one.categories)}  # fmt: skip
    given = {plain(answer).casefold() for answer in answers}
    by_label = given <= set(found) and not given <= set(codes)
    return codes | found if by_label else found | codes


def _value(answer: str, one: Field, lookup: Mapping[str, Value]) -> tuple[Value | None, str]:
    """The code of one answer (None if it has none) and the rule by which it was mended."""
    shown = plain(answer)
    for key, rule in (
        (shown.casefold(), ""),
        (_DECIMALS.sub(r"\1", shown) if _DECIMALS.fullmatch(shown) else "", "code_with_decimals"),
        *((key, "") for key in search_keys(shown)),
        (match[1] if (match := _WITH_WORDS.fullmatch(shown)) else "", "number_with_words"),
    ):
        if key and key in lookup:
            return lookup[key], rule
    if one.categories:
        return _with_lost_letter(shown, lookup)
    if one.type in ("integer", "number"):
        return _number(shown, one)
    return answer, ""


def _with_lost_letter(shown: str, lookup: Mapping[str, Value]) -> tuple[Value | None, str]:
    """The one label that fits where ``?`` stands for a lost letter."""
    if "?" not in shown.rstrip("?"):
        return None, ""
    form = re.compile(".?".join(re.escape(part) for part in search_key(shown).split("?")))
    fits = {value for key, value in lookup.items() if form.fullmatch(search_key(key))}
    return (fits.pop(), "lost_letters") if len(fits) == 1 else (None, "")


def _number(shown: str, one: Field) -> tuple[Value | None, str]:
    worded = _WITH_WORDS.fullmatch(shown)
    bare = worded[1] if worded else re.sub("[\\s\u00a0\u202f]", "", shown).replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        return None, ""
    low, high = one.minimum, one.maximum
    if not math.isfinite(number) or (low is not None and number < low):
        return None, ""
    if high is not None and number > high:
        return None, ""
    rule = "number_with_words" if worded else "" if bare == shown else "number_repaired"
    if one.type == "integer":
        return (int(number), rule) if number.is_integer() else (None, "")
    return number, rule


def _blotted(
    known: dict[str, Value | None], cells: Sequence[str], made: Coded
) -> dict[str, Value | None]:
    """Texts with addresses and numbers of persons blotted out, and how many were."""
    result: dict[str, Value | None] = {}
    counts = Counter(cells)
    for answer, value in known.items():
        text, found = redacted(value) if isinstance(value, str) else (value, 0)
        result[answer] = text
        if found:
            made.told["redacted"] += found * counts[answer]
    return result


def _dates(
    one: Field, cells: Sequence[str], rows: Sequence[int], *, dates: Sequence[str] = (),
    day_first: bool | None = None,
) -> Coded:  # fmt: skip
    found = moments(cells, dates, day_first=day_first)
    made = Coded(_series(found.values, one))
    if found.unclear:
        example = next(cell for cell in cells if cell)
        what = N_("day or month first? write day_first: true or false into FILE.survey.yml")
        told = Message(N_("found: {value}"), {"value": example})
        made.problems.append(Problem(one.name, Message(what), told))
    bad = Counter(cells[n] for n in found.bad)
    made.problems += _told(one, bad, cells, rows)
    if found.serial:
        made.told["date_number"] = found.serial
    return made


def _told(
    one: Field, bad: Mapping[str, int], cells: Sequence[str], rows: Sequence[int]
) -> list[Problem]:
    """A problem for each different answer that does not fit, the most given first."""
    problems = []
    for answer, n in sorted(bad.items(), key=lambda pair: -pair[1])[:SHOWN]:
        row = rows[next(n for n, cell in enumerate(cells) if plain(cell) == plain(answer))]
        shown = redacted(answer)[0][:60]
        found = Message(N_("row {row}: {value} (in all {n})"), {"row": row, "value": shown, "n": n})
        problems.append(Problem(one.name, _why(answer, one), found))
    if len(bad) > SHOWN:
        more = Message(N_("... and {n} more"), {"n": len(bad) - SHOWN})
        problems.append(Problem(one.name, more))
    return problems


def _why(answer: str, one: Field) -> Message:
    """What an answer that does not fit was expected to be."""
    if _DATE.fullmatch(answer) and one.scale != "date":
        return Message(N_("a date where an answer belongs: Excel turned it into one (10-14?)"))
    if one.categories:
        known = ", ".join(str(value) for value in one.values[:12])
        return Message(N_("not among the answers {known}"), {"known": known})
    if one.minimum is not None or one.maximum is not None:
        low = "" if one.minimum is None else f"{one.minimum:g}"
        high = "" if one.maximum is None else f"{one.maximum:g}"
        return Message(N_("not a number from {low} to {high}"), {"low": low, "high": high})
    what = {"integer": N_("not a whole number"), "number": N_("not a number")}
    return Message(what.get(one.type, N_("this is no date")))
