"""In which language and script a short text was written: Karakalpak, Uzbek, Russian, English.

Script first, by its letters; then the languages of that script, by letters that only one of
them has, by frequent words and endings.  What says too little is "unknown", not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from libmkt.text.fold import plain, search_key

Script = Literal["latin", "cyrillic", "mixed", "none"]
UNKNOWN: Final = "unknown"
LANGUAGES: Final = ("kaa", "uz", "ru", "en")
_OF_SCRIPT: Final = {
    "latin": ("kaa", "uz", "en"),
    "cyrillic": ("kaa", "uz", "ru"),
    "mixed": LANGUAGES,
    "none": (),
}
_MIXED: Final = 0.25  # share of letters of the rarer script
_LEAST: Final = 1.0  # points below which nothing is said
_AHEAD: Final = 0.5  # points by which the first must lead

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")

# Letters (small, as written) that tell a language: points a letter, at most three are counted.
_LETTERS: Final[Mapping[str, tuple[tuple[re.Pattern[str], float], ...]]] = {
    "kaa": (
        (re.compile(r"[әңөү]"), 1.5),
        (re.compile(r"[áǵńúı]|[aniu]['’‘ʻʼ`´](?=[a-zıáóúńǵ]|\b)(?!s\b|t\b|m\b)"), 1.2),
        (re.compile(r"[óғқў]|[og]['’‘ʻʼ`´]"), 0.4),
        (re.compile(r"ы"), 0.2),
    ),
    "uz": ((re.compile(r"[ўқғҳ]|[og]['’‘ʻʼ`´]"), 0.8),),
    "ru": ((re.compile(r"[щъ]"), 0.8), (re.compile(r"[ыэёь]"), 0.3)),
    "en": ((re.compile(r"th|wh|ck|ee|oo|ough|ll"), 0.3),),
}
# Letters that a language does not have.
_NEVER: Final = {
    "uz": re.compile(r"[ыщәңөүáǵńúıó]"),
    "ru": re.compile(r"[әңөүўқғҳ]"),
    "en": re.compile(r"[áǵńúıó]|[og]['’‘ʻʼ`´][a-z]{2}"),
    "kaa": re.compile(r"щ"),
}
# Frequent words as search keys (Latin, without marks): both scripts share them.
_WORDS: Final = {
    "kaa": "ham ushin kerek menen kop joq bar bul edi boldi jaqsi bolsa jane tek eken qilip etiw"
    " qiliw islew adam adamlar kitaplar kitapxana kitapxanada kitapxanashi kitapxanashilar"
    " raxmet rahmet maqset orinlar oqiw jer jay jerler biraq barliq barligi hamme jana eski"
    " siziler sizler bizler biz men olar ozim bolip boliw bolgan turadi kelip keledi jiynaq kun"
    " kunleri saat keshke shekem islese qosiw kobeytiw kobirek tinish shawqim balalar"
    " jetispeydi jetpeydi artiq oqiwshilar jaslar ushun kiyin janalaw ashiq bolsin jumis",
    "uz": "va uchun kerak bilan kop yoq bor bu edi boldi yaxshi bolsa yana faqat ekan qilish"
    " qilib odam odamlar kitoblar kitob kutubxona kutubxonada kutubxonachi kutubxonachilar rahmat"
    " joylar joy oqish lekin barcha hamma yangi eski sizlar bizlar biz men ular ozim bolib bolish"
    " bolgan turadi kelib keladi kun kunlari soat kechgacha ishlasa qoshish kopaytirish koproq"
    " tinch shovqin bolalar yetishmaydi kam oquvchilar yoshlar juda ochiq bolsin ish har ham"
    " emas qilinsin boyicha",
    "ru": "i v na ne chto dlya net est knigi kniga knig biblioteka biblioteke biblioteki ochen"
    " xorosho bolshe bi bolee kak mne po s no vse nujno nado k iz za eto ya mi vi u ot do ili"
    " spasibo tolko bilo bit chtobi mesto mest chitalniy zal rabota personal vremya luchshe"
    " tak je eshe horosho xvataet slishkom malo mnogo vsegda mojno nelzya xotelos chitat"
    " rabotat posle pered vremeni lyudi deti detey vezde",
    "en": "the and to more of for is in are library please books be not i it would very good can"
    " have on with at my we you your they that this there need should no some but so too all from"
    " or a an as by do does dont cant if it's like just also staff quiet open study great thank"
    " thanks hours space spaces seats new better nothing none yes improve during weekends"
    " provide extend increase longer students always",
}  # fmt: skip
_KEYS: Final = {language: frozenset(words.split()) for language, words in _WORDS.items()}
# Endings of longer words, as search keys.
_ENDINGS: Final = {
    "kaa": re.compile(r"(?:lardin|lerdin|lardi|lerdi|larga|lerge|lari|leri|ler|din|nin|shi|iw|aw|ew"
                      r"|shilik|sa eken|gan|gen)$"),
    "uz": re.compile(r"(?:larning|ning|larni|larda|lari|lar|dan|gan|ish|moq|chi|lik|adi|ydi)$"),
    "ru": re.compile(r"(?:ogo|ego|iye|ie|ix|ami|yami|osti?|eniy[ea]?|aya|oy|iy|at|it|et)$"),
    "en": re.compile(r"(?:ing|tion|tions|ness|ment|ed|ly|able|ers|ies|ves|ful)$"),
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """How a text was written."""

    language: str  # kaa, uz, ru, en or "unknown"
    script: Script


def script_of(text: str) -> Script:
    """Latin, Cyrillic, both or none, by its letters.

    >>> script_of("Кітап kerek"), script_of("Нужны книги про PR"), script_of("10:00 !")
    ('mixed', 'cyrillic', 'none')
    """
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic + latin:
        return "none"
    if min(cyrillic, latin) >= _MIXED * (cyrillic + latin):
        return "mixed"
    return "cyrillic" if cyrillic > latin else "latin"


def written(text: object) -> Written:
    """Language and script of a text.

    Parameters
    ----------
    text
        As it was typed, with or without the letters of its own language.

    Notes
    -----
    Points: a frequent word 1, a letter of its own up to 1.5, an ending .3; a letter that a
    language has not takes 2 away.  The first language needs 1 point and a lead of .5.

    Examples
    --------
    >>> written("Kitapxanada jańa kitaplar kóp bolsa").language
    'kaa'
    >>> written("Кутубхонада янги китоблар кўп бўлса").language
    'uz'
    >>> written("Нужно больше новых книг"), written("ok").language
    (Written(language='ru', script='cyrillic'), 'unknown')
    """
    shown = plain(text)
    script = script_of(shown)
    points = {one: _points(one, shown) for one in _OF_SCRIPT[script]}
    order = sorted(points, key=lambda one: -points[one])
    if not order or points[order[0]] < _LEAST:
        return Written(UNKNOWN, script)
    if len(order) > 1 and points[order[0]] - points[order[1]] < _AHEAD:
        return Written(UNKNOWN, script)
    return Written(order[0], script)


def _points(language: str, text: str) -> float:
    small = text.lower()
    found = sum(min(len(form.findall(small)), 3) * points for form, points in _LETTERS[language])
    never = len(_NEVER[language].findall(small))
    keys = search_key(text, short_u="o" if language == "uz" else "w").split()
    found += sum(1.0 for key in keys if key in _KEYS[language])
    found += sum(0.3 for key in keys if len(key) > 5 and _ENDINGS[language].search(key))
    return found - 2.0 * min(never, 3)


def commonest(found: Iterable[Written]) -> dict[Script, str]:
    """The language that most texts of each script are in, for those too short to tell.

    >>> commonest([Written("ru", "cyrillic"), Written("unknown", "cyrillic")])
    {'cyrillic': 'ru'}
    """
    counts: dict[Script, dict[str, int]] = {}
    for one in found:
        if one.language != UNKNOWN:
            of = counts.setdefault(one.script, {})
            of[one.language] = of.get(one.language, 0) + 1
    return {script: max(of, key=lambda language: of[language]) for script, of in counts.items()}
