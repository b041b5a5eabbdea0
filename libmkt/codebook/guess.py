"""What one column of answers may be: numbers, a scale, answers to choose from, dates, text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from libmkt.codebook.answers import is_no_answer, ordered, truth, yes_no
from libmkt.codebook.records import Category, Field, Value
from libmkt.errors import N_, Message
from libmkt.text.fold import plain, search_key

if TYPE_CHECKING:
    from libmkt.codebook.draft import Asked

SCALE_TO: Final = 10  # the highest answer of a scale of figures
CHOICES: Final = 40  # different answers of a question that offers them
SLIPS: Final = 0.02  # share of answers up to which a figure outside a scale is a slip
LONG: Final = 80  # letters: longer answers are in one's own words
NO_ANSWER_CODES: Final = frozenset((-99, -98, -97, -9, -8, -2, -1, 77, 88, 97, 98, 99, 999, 9999))
_WORDED = re.compile(r"(\d{1,2})\s*(?:[-–—:=]\s*([^\d\s].*)|\((.*)\))")  # 10 - Very likely
_LETTERS = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`´′ʹ][^\W\d_]+)*['’‘ʻʼ`´′ʹ]?")
_WHOLE = re.compile(rf"[-+]?\d{{1,15}}([.,]0+)?|{_WORDED.pattern}")
_NUMBER = re.compile(r"[-+]?\d{1,15}([.,]\d+)?([eE][-+]?\d+)?")
# "from 1 to 5", "1-10", "0 дан 10": a heading that says its scale
SAYS_SCALE: Final = re.compile(
    r"(?<![\d.,])([01])\s*(?:[-–—]|to|до|dan|den|nan|дан|ден|нан)\s*(4|5|6|7|9|10)(?![\d.,]*\d)"
)
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2}|(?P<first>\d{1,2})(?P<sign>[./])(?P<second>\d{1,2})(?P=sign)\d{4})"
    r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
)


@dataclass(frozen=True)
class Guess:
    """One thing that was guessed: of which field, by which rule, and what was taken."""

    field: str
    rule: str
    what: Message


@dataclass(frozen=True)
class Seen:
    """The different answers of a column and how often each was given."""

    answers: dict[str, int] = field(default_factory=dict)  # without those that mean no answer
    none: tuple[str, ...] = ()  # answers that say that none is given
    filled: int = 0

    @property
    def whole(self) -> bool:
        """Whether all answers are whole numbers."""
        return bool(self.answers) and all(_WHOLE.fullmatch(one) for one in self.answers)

    @property
    def numbers(self) -> bool:
        """Whether all answers are numbers."""
        return bool(self.answers) and all(_NUMBER.fullmatch(one) for one in self.answers)

    @property
    def dates(self) -> bool:
        """Whether all answers are dates: 2026-10-05, 05.10.2026, 25/10/2026.

        Of strokes the order must show: a day or a month above 12 at one place alone.
        """
        found = [_DATE.fullmatch(one) for one in self.answers]
        if not found or not all(found):
            return False
        strokes = [one for one in found if one and one["sign"] == "/"]
        places = [any(int(one[place]) > 12 for one in strokes) for place in ("first", "second")]
        return not strokes or places[0] != places[1]


def seen(cells: Iterable[str]) -> Seen:
    """The different answers among cells, most given first.

    Capitals, signs of apostrophes and the script do not make another answer: it is the
    spelling that is given most.

    >>> seen(["Yes", "", "No ", "yes", "Yes", "N/A"])
    Seen(answers={'Yes': 3, 'No': 1}, none=('N/A',), filled=5)
    >>> seen(["Yoʻq", "Йўқ", "Yo'q", "Yoʻq", "C", "C++", "Awa", "Аўа"]).answers
    {'Yoʻq': 4, 'Awa': 2, 'C': 1, 'C++': 1}
    """
    raw = Counter(cells)
    counts: Counter[str] = Counter()
    for cell, n in raw.items():
        if shown := plain(cell):
            counts[shown] += n
    none = tuple(one for one in counts if is_no_answer(one))
    answers: dict[str, int] = {}
    spelt: dict[str, str] = {}  # what spellings share, to the one that is given most
    for one, n in counts.most_common():
        if one not in none:
            keys = _spellings(one)
            first = next((spelt[key] for key in keys if key in spelt), one)
            spelt |= dict.fromkeys(keys, first)
            answers[first] = answers.get(first, 0) + n
    most = dict(sorted(answers.items(), key=lambda pair: -pair[1]))
    return Seen(most, none, sum(counts.values()))


def _spellings(answer: str) -> tuple[str, ...]:
    """What two spellings of one answer share, ``ў`` as Karakalpak and as Uzbek; signs stay."""
    small = answer.casefold()
    return tuple(
        _LETTERS.sub(partial(_key_of, short_u=short_u), small) or small for short_u in ("w", "o")
    )


def _key_of(part: re.Match[str], *, short_u: str) -> str:
    return search_key(part[0], short_u=short_u)


def spread(one: Seen) -> tuple[float, float]:
    """Lowest and highest of a column of numbers, without codes that mean no answer.

    >>> spread(seen(["1", "5", "3", "99"]))
    (1.0, 5.0)
    """
    numbers = sorted(number(answer) for answer in one.answers)
    kept = [value for value in numbers if value not in _codes_of_none(numbers)]
    return (kept[0], kept[-1]) if kept else (numbers[0], numbers[-1])


def without_slips(one: Seen) -> Seen:
    """The answers of a grid without slips of typing: rare figures far outside its scale.

    They are not taken into the scale, so that reading refuses them with their rows.

    >>> without_slips(Seen({"4": 60, "5": 50, "44": 1}, filled=111)).answers
    {'4': 60, '5': 50}
    """
    if not one.whole:
        return one
    given = sum(one.answers.values())
    kept = {
        answer: n
        for answer, n in one.answers.items()
        if 0 <= number(answer) <= SCALE_TO or number(answer) in NO_ANSWER_CODES or n > SLIPS * given
    }
    inside = any(0 <= number(answer) <= SCALE_TO for answer in kept)
    return Seen(kept, one.none, one.filled) if inside else one


def number(answer: str) -> float:
    """The number that a text shows, with a decimal point or comma, or words behind it."""
    words = _WORDED.fullmatch(answer)
    return float(words[1] if words else answer.replace(",", "."))


def _codes_of_none(numbers: list[float]) -> set[float]:
    """Customary codes for no answer that lie apart from a scale of few figures."""
    others = [value for value in numbers if value not in NO_ANSWER_CODES]
    if not others or not 0 <= others[0] <= others[-1] <= SCALE_TO:
        return set()
    return {value for value in numbers if value in NO_ANSWER_CODES}


def guessed(
    base: Field,
    one: Asked,
    answers: Seen,
    *,
    in_grid: bool = False,
    joined: str = "",
    language: str = "und",
) -> tuple[Field, list[Guess]]:
    """The field with type, scale and categories by its answers, and what was guessed.

    Parameters
    ----------
    base
        Name and wording.
    one
        The column.
    answers
        Its answers, or those of the whole grid that it is a row of.
    in_grid
        Whether it is a row of a grid of questions.
    joined
        What parts several answers in one cell; "" where that is not known.
    """
    from libmkt.codebook.options import several

    if one.codes:
        return replace(base, scale="nominal", categories=one.codes), []
    if not answers.filled:
        what = Message(N_("no respondent answered it"))
        return replace(base, scale="text"), [Guess(base.name, "guess_empty", what)]
    if one.free:
        return replace(base, scale="text"), []
    none = tuple(Category(answer, {language: answer}) for answer in answers.none)
    base = replace(base, missing=none)
    if not answers.answers:  # nothing but "n/a"
        return base, []
    if answers.dates:
        long = any(len(answer) > 10 for answer in answers.answers)
        return replace(base, scale="date", type="datetime" if long else "date"), []
    if answers.whole:
        return _of_figures(base, answers, in_grid, language)
    if answers.numbers:
        return replace(base, scale="interval", type="number"), []
    many = several(one.cells, joined)
    if many:
        return _several(base, many, language)
    return _of_words(base, answers, language)


def _several(base: Field, many: tuple[str, ...], language: str) -> tuple[Field, list[Guess]]:
    what = Message(
        N_("several answers in one cell: {options}"), {"options": " | ".join(many)[:300]}
    )
    options = tuple(Category(option, {language: option}) for option in many)
    made = replace(base, scale="multiple", type="string", categories=options, missing=())
    return made, [Guess(base.name, "guess_options", what)]


def _of_figures(
    base: Field, answers: Seen, in_grid: bool, language: str
) -> tuple[Field, list[Guess]]:
    """Whole numbers: a scale of few figures, or a count."""
    numbers = sorted(int(number(answer)) for answer in answers.answers)
    none = sorted(int(value) for value in _codes_of_none([float(n) for n in numbers]))
    kept = [n for n in numbers if n not in none]
    low, high = kept[0], kept[-1]
    whole = replace(base, type="integer")
    if not 0 <= low <= high <= SCALE_TO or (len(kept) == 1 and not in_grid):
        top = 20 if low >= 0 and high <= 20 and answers.filled >= 100 else 0
        if high > top:
            return replace(whole, scale="interval"), []
    first = 0 if low == 0 else 1
    said = _said_scale(base)
    if said and said[0] <= low and high <= said[1]:
        first, high = said
    missing = (*base.missing, *(Category(code) for code in none))
    words = {int(number(answer)): answer for answer in answers.answers
             if _WORDED.fullmatch(answer)}  # fmt: skip
    made = replace(
        whole,
        # alone and without labels, 1 to 7 may be seven faculties
        scale="ordinal"
        if said or (high > 2 and (in_grid or (low, high) == (0, 10)))
        else "nominal",
        categories=tuple(
            Category(value, {language: words[value]} if value in words else {})
            for value in range(first, high + 1)
        ),
        missing=missing,
    )
    what = Message(N_("taken as answers {low} to {high}"), {"low": first, "high": high})
    told = [Guess(base.name, "guess_scale", what)]
    if none:
        codes = Message(N_("taken as no answer: {codes}"), {"codes": ", ".join(map(str, none))})
        told.append(Guess(base.name, "guess_missing", codes))
    return made, told


def _said_scale(base: Field) -> tuple[int, int] | None:
    """The scale that a question names itself: (1, 5) of "Rate us from 1 to 5"."""
    for text in (*base.wording.values(), *base.label.values(), base.name.replace("_", " ")):
        if found := SAYS_SCALE.search(text):
            return int(found[1]), int(found[2])
    return None


def _of_words(base: Field, answers: Seen, language: str) -> tuple[Field, list[Guess]]:
    """Answers in words: of a known scale, to choose from, or in one's own words."""
    shown = list(answers.answers)
    known = yes_no(shown) or ordered(shown)
    if known and (len(known) > 2 or all(truth(one) is None for one in known)):
        categories = tuple(
            Category(rank, {language: text}) for rank, text in enumerate(known, start=1)
        )
        made = replace(base, scale="ordinal", type="integer", categories=categories)
        what = Message(N_("an ordered scale: {answers}"), {"answers": " < ".join(known)})
        return made, [Guess(base.name, "guess_scale", what)]
    if not known and not _offered(answers):
        return replace(base, scale="text", missing=()), []
    order = known or sorted(shown, key=_by_key)
    values: list[Value] = list(order)
    categories = tuple(Category(v, {language: t}) for v, t in zip(values, order, strict=True))
    made = replace(base, scale="nominal", type="string", categories=categories)
    told = Message(N_("answers to choose from: {answers}"), {"answers": " | ".join(order)[:300]})
    return made, [Guess(base.name, "guess_choices", told)]


def _offered(answers: Seen) -> bool:
    """Whether answers in words were offered: few, short, and given again and again."""
    kinds, given = len(answers.answers), sum(answers.answers.values())
    longest = max(map(len, answers.answers))
    if longest > LONG or kinds > CHOICES:
        return False
    twice = sum(n for n in answers.answers.values() if n > 1)
    return given >= 2 * kinds or (given >= 3 and twice >= 0.8 * given)


def _by_key(text: str) -> tuple[float, str]:
    """Order of answers: by the number they begin with, then by letters."""
    first = re.match(r"\D{0,3}(\d+)", text)
    return (float(first[1]) if first else float("inf"), search_key(text))
