"""A codebook guessed from a file that has none: `draft`; each guess is told.

A guess is a beginning, to be read and mended by whoever made the questionnaire.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from libmkt.codebook.guess import Guess, Seen, guessed, seen, spread, without_slips
from libmkt.codebook.options import multiple, options_of
from libmkt.codebook.reading import PARADATA
from libmkt.codebook.records import UNKNOWN, Category, Codebook, Field, Texts
from libmkt.errors import N_, Message
from libmkt.text.fold import ascii_latin, plain, search_key

RECOMMEND = re.compile(
    r"\b(recommend|nps)|порекоменд|рекоменд|tavsiya|usınar|usinar|másláhát ber", re.IGNORECASE
)
# Headings of questions on who answers, as search keys, in four languages.
_ASKS_WHO: Final = (
    "age, your age, age group, what is your age, how old are you, sex, your sex, gender,"
    "your gender, what is your gender, branch, library branch, which branch, district,"
    "vozrast, vash vozrast, vozrastnaya gruppa, skolko vam let, pol, vash pol, filial,"
    "vash filial, rayon, vash rayon, mesto jitelstva, vashe mesto jitelstva,"
    "jas, jasi, jasiniz, neshe jastasiz, jas topari, jinis, jinisi, jinisiniz,"
    "jinisiniz qanday, filialiniz, rayoniniz, jasaw orni, qay jerde jasaysiz,"
    "yosh, yoshi, yoshingiz, yoshingiz nechada, yosh guruhi, jins, jinsi, jinsingiz,"
    "jinsingiz qanday, filialingiz, tuman, tumaningiz, yashash joyi, qayerda yashaysiz"
)
_WHO: Final = frozenset(re.split(", ?", _ASKS_WHO))
_LONGEST: Final = 32  # letters of a heading that serves as a name
_STEM = re.compile(r"([^\W\d]+?)_?0*(\d{1,3})")


@dataclass(frozen=True, eq=False)
class Asked:
    """One column of answers as a file shows it, before it is known what they mean."""

    heading: str  # as the file shows it
    cells: Sequence[str]  # "" where empty
    name: str = ""  # the question's own code, where the file has one
    wording: str = ""
    group: str = ""  # the question of which it is a row or an option
    part: str = ""  # code of that row or option
    part_text: str = ""
    option: bool | None = None  # whether it is an option of several answers; None: not known
    free: bool = False  # known to be text in the respondent's own words
    codes: tuple[Category, ...] = ()  # answers that the layout itself names


@dataclass(frozen=True)
class Draft:
    """A codebook as guessed, and what was guessed."""

    codebook: Codebook
    guesses: tuple[Guess, ...] = field(default=())


def draft(
    asked: Iterable[Asked], *, language: str = UNKNOWN, joined: str = "", name: str = ""
) -> Draft:
    """Guess types, scales, answers and sets of options from the answers themselves.

    Parameters
    ----------
    asked
        Columns of answers, in the order of the file.
    language
        Of the headings and answers, where it is known.
    joined
        What parts several answers in one cell, where the program is known to do so.
    name
        Of the codebook.

    Returns
    -------
    Draft
        A field a question, in order.  Answers in words become ordered codes 1, 2 ...
        where they are of a known scale, else their own codes.

    Examples
    --------
    >>> found = draft([Asked("How satisfied are you?", ["Satisfied", "Dissatisfied", "N/A"])])
    >>> one, = found.codebook.fields
    >>> one.name, one.scale, one.labels(), [code.value for code in one.missing]
    ('How_satisfied_are_you', 'ordinal', {1: 'Dissatisfied', 2: 'Satisfied'}, ['N/A'])
    """
    columns = list(asked)
    names, stems = _names(columns)
    found: list[Field] = []
    guesses: list[Guess] = []
    for run in _runs(columns):
        together = [columns[n] for n in run]
        short = [names[n] for n in run]
        fields, told = _question(together, short, stems[run[0]], joined, language)
        found += fields
        guesses += told
    found, more = _roles(found)
    codebook = Codebook(tuple(found), name=name, languages=(language,))
    return Draft(codebook, (*guesses, *more))


def _runs(columns: list[Asked]) -> list[list[int]]:
    """Numbers of the columns of each question: those of one group, or of one stem of names."""
    keys = [one.group or _stem(one) or f"\0{n}" for n, one in enumerate(columns)]
    runs = [[n for n, _key in run] for _, run in itertools.groupby(enumerate(keys), lambda p: p[1])]
    found: list[list[int]] = []
    for run in runs:
        # two columns of one stem are no grid: Q1, Q2; three that are answered alike may be
        if columns[run[0]].group or (len(run) > 2 and _alike([columns[n] for n in run])):
            found.append(run)
        else:
            found += [[n] for n in run]
    return found


def _stem(one: Asked) -> str:
    """What stands before the number: I of I01."""
    name = one.name or one.heading
    match = _STEM.fullmatch(name)
    return match[1].casefold() if match else ""


def _alike(columns: list[Asked]) -> bool:
    """Whether columns of one stem are answered on one scale of few whole numbers."""
    looks = [seen(one.cells) for one in columns]
    filled = [one for one in looks if one.answers]
    if not filled or not all(one.whole for one in filled):
        return False
    spans = [spread(one) for one in filled]
    highest = sorted(high for _low, high in spans)[len(spans) // 2]
    return highest <= 10 and all(low >= 0 for low, _ in spans)


def _question(
    together: list[Asked], names: list[str], stem: str, joined: str, language: str
) -> tuple[list[Field], list[Guess]]:
    """The fields of one question: itself, a set of options, or the rows of a grid."""
    first = together[0]
    texts = [one for one in together if one.free]
    if len(together) - len(texts) > 1 or first.option:
        options = options_of([one for one in together if not one.free], together[0].group)
        if options is not None:
            whole, told = multiple(options, stem or _stem_of(names[0]), language)
            own = [_single(one, f"{whole.name}_other", "", language) for one in texts]
            spare = [replace(f, other_of=whole.name, role="other") for f, _ in own]
            return [whole, *spare], told
    if len(together) == 1:
        alone, told = _single(first, names[0], joined, language)
        return [alone], told
    group = first.group or _STEM.sub(r"\1", first.name or first.heading)
    rows = [one for one in together if not one.free]
    grid = without_slips(seen([cell for one in rows for cell in one.cells]))
    found: list[Field] = []
    guesses: list[Guess] = []
    for one, name in zip(together, names, strict=True):
        made, told = _single(one, name, "", language, None if one.free else grid)
        found.append(replace(made, battery="" if one.free else stem or _slug(group)))
        guesses += told
    what = Message(N_("{n} columns are taken as one grid of questions"), {"n": len(rows)})
    return found, [Guess(found[0].name, "guess_battery", what), *guesses]


def _single(
    one: Asked, name: str, joined: str, language: str, whole: Seen | None = None
) -> tuple[Field, list[Guess]]:
    """One column as a field; `whole`: the answers of the grid it is a row of."""
    wording = one.wording or (one.heading if one.heading != name else "")
    base = Field(
        name,
        label=_texts(one.part_text if one.part_text != wording else "", language),
        wording=_texts(wording, language),
        column=one.heading if one.heading != name else "",
    )
    answers = whole or seen(one.cells)
    grid = whole is not None
    return guessed(base, one, answers, in_grid=grid, joined=joined, language=language)


def _texts(text: str, language: str) -> Texts:
    return {language: text} if text else {}


def _roles(fields: list[Field]) -> tuple[list[Field], list[Guess]]:
    """Questions known by their words: would one recommend, from 0 to 10, and who answers."""
    found, told = [], []
    for one in fields:
        asked = " ".join([one.name, *one.wording.values(), *one.label.values()])
        low, high = (min(one.values), max(one.values)) if _whole(one) else (-1, -1)
        if RECOMMEND.search(asked) and low == 0 and high == 10:
            one = replace(one, role="nps")
            told.append(Guess(one.name, "guess_role", Message("nps")))
        elif one.scale in ("nominal", "ordinal") and _is_who(one):
            one = replace(one, role="background")
            told.append(Guess(one.name, "guess_background", Message("background")))
        found.append(_spare(one, {other.name for other in fields}))
    return found, told


def _is_who(one: Field) -> bool:
    """Whether a question asks for age, sex or place: its small groups are not to be shown.

    >>> _is_who(Field("Q1", wording={"und": "Ваш возраст:"})), _is_who(Field("Pol"))
    (True, True)
    >>> _is_who(Field("Q2", wording={"und": "Which age suits this book?"}))
    False
    """
    texts = (one.name.replace("_", " "), *one.wording.values(), *one.label.values())
    return any(search_key(text).rstrip("? ") in _WHO for text in texts)


def _spare(one: Field, names: set[str]) -> Field:
    """A text "other, please say" with the question that it belongs to, by its name."""
    stem = re.sub(r"_(\d+_)?(other|TEXT|oth)$", "", one.name)
    if one.scale == "text" and not one.other_of and stem != one.name and stem in names:
        return replace(one, role="other", other_of=stem)
    return one


def _whole(one: Field) -> bool:
    return bool(one.values) and all(isinstance(value, int) for value in one.values)


def _stem_of(name: str) -> str:
    """The name of a question whose options are numbered: NA of NA01."""
    return re.sub(r"[_ ]?0*\d+$", "", name) or name


def _names(columns: list[Asked]) -> tuple[list[str], list[str]]:
    """A short name for each column, each once, and for the question that it is a part of.

    Its own code, a short heading, else Q1, Q2 ... in the order of the questions.
    """
    taken = {"respondent", *PARADATA}
    groups: dict[str, str] = {}
    rows: Counter[str] = Counter()
    found: list[str] = []
    number = 0
    for one in columns:
        if one.group and one.group not in groups:
            number += 1
            stem = _slug(one.group) if _short(one.group) else ""
            groups[one.group] = _free(stem or f"Q{number}", taken)
        elif not one.group:
            number += 1
        short = _slug(one.heading) if _short(one.heading) else ""
        name = _slug(one.name) or short or f"Q{number}"
        if one.group and not one.name:
            rows[one.group] += 1
            part = _slug(one.part) if _short(one.part) else ""
            name = f"{groups[one.group]}_{part or rows[one.group]}"
        found.append(_free(name, taken))
        taken.add(found[-1])
    return found, [groups.get(one.group, "") for one in columns]


def _free(name: str, taken: set[str]) -> str:
    tries = itertools.chain([name], (f"{name}_{n}" for n in itertools.count(2)))
    return next(one for one in tries if one not in taken)


def _short(heading: str) -> bool:
    return 0 < len(heading) <= _LONGEST and len(heading.split()) <= 4


def _slug(text: str) -> str:
    """Letters of the small Latin alphabet, figures and low lines; "" where nothing is left.

    >>> _slug("Engagement-Style"), _slug("Возраст"), _slug("2 Jınısıńız?")
    ('Engagement_Style', 'vozrast', 'Q2_jinisiniz')
    """
    shown = plain(text)
    ready = shown if shown.isascii() else ascii_latin(shown)
    slug = re.sub(r"_{2,}", "_", re.sub(r"[^0-9A-Za-z]+", "_", ready)).strip("_")
    return f"Q{slug}" if slug[:1].isdigit() else slug
