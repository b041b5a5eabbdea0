"""What a heading means: a measure, a key, a time, a breakdown or a part of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from libmkt import words
from libmkt.measures import MEASURES
from libmkt.read import heading_words
from libmkt.text.fold import ascii_latin, plain, search_keys
from libmkt.text.totals import is_total, without_count_words

_UNITS = re.compile(
    r",? *\(?(?:mıń|ming|тыс\.?|thousands?|mln\.?|млн\.?|million)?,?\s*"
    r"(?:dana|nusxa|adam|kishi|экз\.?|чел\.?|шт\.?|ед\.?|человек|экземпляров|единиц|persons?|copies"
    r"|items|раз|marte|marta|saat|soat|час\.?|сум|som|soʻm)?\)?$",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(r"[^\W_]|%")  # something that _UNITS left
_OF_WHICH = re.compile(
    r"^(?:из них|в том числе|в т\. ?ч\.|of which|including|sonnan|sonıń ishinde|shundan|jumladan"
    r"|shu jumladan|соннан|шундан|жумладан)[:,]? +",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"^(?:дети|детей|children|balalar|bolalar|балалар|болалар|молодежь|молодёжь|jaslar|yoshlar"
    r"|youth|ages?|jası|yoshi|возраст)[:,]? +",
    re.IGNORECASE,
)
_THOUSANDS = r"(?:mıń|мың|минг|ming|тыс|тысяч\w*|thousands?|thous|000s)"
_SCALES = (
    (1e6, re.compile(r"(?<![^\W_])(?:mln|млн|millions?|миллион\w*)(?![^\W_])", re.IGNORECASE)),
    (1e3, re.compile(rf"(?<![^\W_]){_THOUSANDS}(?![^\W_])|'000|(?<!\d)1[ .,]?000s?(?!\d)",
                     re.IGNORECASE)),
)  # fmt: skip
# Of a title: "all figures in thousands", but not "10 thousand libraries".
_ALL_THOUSANDS = re.compile(
    rf"(?<![^\W_])(?<!\d )(?:{_THOUSANDS}|mln|млн|millions?)(?![^\W_])", re.IGNORECASE
)


@dataclass(frozen=True)
class Meaning:
    """What a heading says; fields left empty are not said."""

    role: str = ""  # a column's role: library, branch, year, period, value ...
    measure: str = ""
    breakdown: str = ""
    part: str = ""
    total: bool = False  # it says "all": the whole of a breakdown
    scale: float = 1.0
    personal: bool = False


def meaning(heading: str) -> Meaning | None:
    """What one heading says, or None where no word of it is known.

    Examples
    --------
    >>> meaning("Paydalanıwshılar sanı").measure, meaning("Китап бериў").measure
    ('users', 'loans')
    >>> meaning("Количество посещений, тыс.").measure, meaning("Количество посещений, тыс.").scale
    ('visits', 1000.0)
    >>> ages = meaning("users_15_24")
    >>> ages.measure, ages.breakdown, ages.part
    ('users', 'age', '15-24')
    >>> meaning("0-14 jas").part, meaning("Tuman (shahar)").role, meaning("qwerty") is None
    ('0-14', 'library', True)
    """
    shown = plain(heading).rstrip("*:")
    scale = scale_of(shown)
    bare = re.sub(r"\([^)]*\)", " ", shown)
    for text in dict.fromkeys((shown, bare, _UNITS.sub("", bare), bare.split(",")[0])):
        found = _lookup(text)
        if found is not None and (found := _with_rest(found, shown, text)):
            return replace(found, scale=scale if found.measure else 1.0)
    shorter = _OF_WHICH.sub("", shown)
    if shorter != shown and shorter:
        return meaning(shorter)
    age = _age(_WHOSE.sub("", shown))
    if age:
        return Meaning(breakdown="age", part=age)
    return _with_lost_letters(shown) if "?" in shown else None


def _with_rest(found: Meaning, shown: str, text: str) -> Meaning | None:
    """A measure with what stands beside it in brackets or behind a comma; None if unknown.

    "Visits (virtual)" and "Loans, per cent" must not be read as visits and loans.

    >>> meaning("Users (0-14)").part, meaning("Loans (per capita)"), meaning("Visits, %")
    ('0-14', None, None)
    """
    if text == shown or not found.measure:
        return found
    asides = [part.strip() for part in re.findall(r"\(([^)]*)\)", shown)]
    asides += [part.strip() for part in re.sub(r"\([^)]*\)", " ", shown).split(",")[1:]]
    for aside in asides:
        if not aside or not _NO_UNIT.search(_UNITS.sub("", aside)) or _says_scale(aside):
            continue
        said = meaning(aside)
        if said is None or said.personal or (said.measure and said.measure != found.measure):
            return None
        if said.part:
            found = replace(found, breakdown=said.breakdown, part=said.part)
    return found


def _says_scale(text: str) -> bool:
    """Whether nothing but thousands or millions stands there, with "in" or a unit beside it."""
    rest = text
    for _scale, form in _SCALES:
        rest = form.sub("", rest)
    rest = re.sub(r"^(?:in|в)\b", "", rest.strip(" .,'s"))
    return rest != text and not _NO_UNIT.search(_UNITS.sub("", rest.strip(" .,")))


def _with_lost_letters(heading: str) -> Meaning | None:
    """The one meaning of a heading in which ``?`` stands for a letter that was lost.

    >>> meaning("Paydalan?wsh?lar san?").measure, meaning("Qatnawlar s?n?").measure
    ('users', 'visits')
    """
    key = re.sub(r" s[ao?]n[i?]$", "", search_keys(heading)[0])
    form = re.compile(".?".join(re.escape(part) for part in key.split("?")))
    fits = {found for known, found in _forms().items() if form.fullmatch(known)}
    return fits.pop() if len(fits) == 1 and len(key) > 3 else None


def _lookup(text: str) -> Meaning | None:
    for key in search_keys(text):
        for form in (key, without_count_words(key)):
            if form and (found := _forms().get(form)):
                return found
        if is_total(text):
            return Meaning(total=True)
        if found := _with_age(text, key):
            return found
    return None


def _with_age(text: str, key: str) -> Meaning | None:
    """``users_0_14`` and ``users_25``: a measure's code, then ages."""
    match = re.fullmatch(r"([a-z][a-z ]*[a-z]) (\d{1,2})(?: (\d{1,2}|plus))?", key)
    if match is None or "_" not in text:
        return None
    base = _forms().get(match[1])
    if base is None or not base.measure:
        return None
    part = f"{match[2]}-{match[3]}" if match[3] and match[3] != "plus" else f"{match[2]}+"
    return Meaning(measure=base.measure, breakdown="age", part=part)


_YEARS_OF_AGE = (
    r"(?:[ -]?(?:jas|jasar|jasqa|yosh|yoshgacha|let|goda|god|years?|yrs?|jasli|yoshli)\w*)?"
)
_OLDER = (
    r"(?:\+|i (?:starshe|bolee|vishe)|and (?:over|older)|(?:ham|ham onnan|dan|va undan)?"
    r" ?(?:joqari|yuqori|katta|ulken))"
)


def _age(text: str) -> str:
    """``0-14``, ``до 14 лет``, ``14 jasqa shekem``, ``25+``, ``25 ёш ва ундан катта``: 0-14 or 25+.

    >>> [_age(t) for t in ("0-14 ёш", "до 14 лет", "14 ёшгача", "25 ёш ва ундан катта", "25 dana")]
    ['0-14', '0-14', '0-14', '25+', '']
    """
    small = ascii_latin(text).replace("–", "-").replace("—", "-")
    between = rf"(?:ot |aged? )?(\d{{1,2}}) ?(?:-|do|to) ?(\d{{1,2}}){_YEARS_OF_AGE}"
    if match := re.fullmatch(between, small):
        return f"{match[1]}-{match[2]}"
    if match := re.fullmatch(
        rf"(?:do|under|below|≤) ?(\d{{1,2}}){_YEARS_OF_AGE}"
        r"|(\d{1,2}) ?(?:jasqa shekem|yoshgacha)(?: \w+)?",
        small,
    ):
        return f"0-{match[1] or match[2]}"
    if match := re.fullmatch(rf"(\d{{1,2}}){_YEARS_OF_AGE} ?{_OLDER}{_YEARS_OF_AGE}", small):
        return f"{match[1]}+"
    return ""


def scale_of(heading: str) -> float:
    """By what figures under a heading are multiplied: 1000 where it says thousands.

    >>> [scale_of(h) for h in ("copies_thousand", "Фонд, тыс. экз.", "Visits, mln", "Visits")]
    [1000.0, 1000.0, 1000000.0, 1.0]
    """
    return next((scale for scale, form in _SCALES if form.search(heading)), 1.0)


def says_thousands(title: str) -> bool:
    """Whether a title says that all figures below are in thousands or millions.

    >>> says_thousands("Отчёт (тыс. экз.)"), says_thousands("10 thousand libraries")
    (True, False)
    """
    return _ALL_THOUSANDS.search(title) is not None


@cache
def _forms() -> dict[str, Meaning]:
    """Every known key; what is said first wins, measures before roles."""
    found: dict[str, Meaning] = {}

    def add(forms: str, what: Meaning) -> None:
        for form in forms.split(";"):
            for key in search_keys(form):
                if key:
                    found.setdefault(key, what)

    for one in MEASURES.values():
        add(";".join((one.code, *one.aliases)), Meaning(measure=one.code))
    for code, forms in heading_words.MEASURES.items():
        add(forms, Meaning(measure=code))
    for language in words.LANGUAGES:  # as our own workbooks and tables head their columns
        with words.speaking(language):
            for one in MEASURES.values():
                add(words.translate(one.name), Meaning(measure=one.code))
    for role, forms in heading_words.ROLES.items():
        add(forms, Meaning(role=role))
    for name, forms in heading_words.BREAKDOWNS.items():
        add(forms, Meaning(role="breakdown", breakdown=name))
    for part, (name, forms) in heading_words.PARTS.items():
        add(forms, Meaning(breakdown=name, part=part))
    add(heading_words.PERSONAL, Meaning(personal=True))
    return found
