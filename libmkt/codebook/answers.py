"""Answers that are known by their words: ordered scales, yes and no, "do not know".

Only for recognising what a file holds; nothing of it is shown.  Low to high, in four
languages; several spellings of one answer are parted by ``|``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from libmkt.text.fold import search_key

# A scale's answers stand in its order; some of them may be missing in a file.
_SCALES: Final = (
    "strongly disagree|disagree strongly|totally disagree; disagree;"
    " somewhat disagree|slightly disagree;"
    " neutral|neither agree nor disagree|neither agree or disagree|neither;"
    " somewhat agree|slightly agree; agree; strongly agree|agree strongly|totally agree",
    "совершенно не согласен|полностью не согласен|категорически не согласен; не согласен;"
    " скорее не согласен; нейтрально|ни да ни нет|и да и нет; скорее согласен; согласен;"
    " полностью согласен|совершенно согласен",
    "mutlaqo qoʻshilmayman|umuman qoʻshilmayman; qoʻshilmayman; betaraf; qoʻshilaman;"
    " toʻliq qoʻshilaman|toʻla qoʻshilaman",
    "pútkilley qosılmayman|ulıwma qosılmayman; qosılmayman; biytárep; qosılaman; tolıq qosılaman",
    "very dissatisfied|completely dissatisfied; dissatisfied; somewhat dissatisfied;"
    " neutral|neither satisfied nor dissatisfied; somewhat satisfied; satisfied;"
    " very satisfied|completely satisfied",
    "совсем не удовлетворен|очень недоволен|полностью не удовлетворен; не удовлетворен|недоволен;"
    " скорее не удовлетворен; нейтрально; скорее удовлетворен; удовлетворен|доволен;"
    " полностью удовлетворен|очень доволен",
    "umuman mamnun emasman; mamnun emasman; betaraf; mamnunman; juda mamnunman|toʻliq mamnunman",
    "pútkilley razı emespen; razı emespen; biytárep; razıman; júdá razıman|tolıq razıman",
    "never; rarely|seldom; sometimes|occasionally; often|frequently; very often; always",
    "никогда; редко; иногда; часто; очень часто; всегда",
    "hech qachon; kamdan kam; baʼzan|gohida; tez tez; doim|har doim|hamisha",
    "hesh qashan; siyrek; geyde|ayrım waqıtta; jiyi|tez tez; hár dayım|mudamı",
    "very poor|very bad; poor|bad; fair|average|satisfactory; good; very good; excellent",
    "очень плохо; плохо; удовлетворительно|средне; хорошо; очень хорошо; отлично",
    "juda yomon; yomon; qoniqarli|oʻrtacha; yaxshi; juda yaxshi; aʼlo",
    "júdá jaman; jaman; qanaatlandırarlı|ortasha; jaqsı; júdá jaqsı; ayrıqsha jaqsı",
    "not at all important; not important|unimportant; slightly important; neutral;"
    " moderately important; important; very important; extremely important",
    "совсем не важно; не важно|неважно; нейтрально; важно; очень важно",
    "very unlikely|extremely unlikely; unlikely; neutral; likely; very likely|extremely likely",
    "not at all confident; not very confident; slightly confident; somewhat confident; confident;"
    " fairly confident|quite confident; very confident",
    "not at all; a little|slightly; somewhat|moderately; quite a lot|mostly;"
    " very much|completely|a lot",
    "every day|daily; several times a week; every week|weekly|once a week; several times a month;"
    " every month|monthly|once a month; several times a year; once a year|yearly; never",
    "no never; no; maybe|perhaps|not sure; yes; yes definitely|definitely",
    "нет; может быть|не уверен; да", "yoʻq; balki; ha", "yaq|joq; múmkin; awa",
)  # fmt: skip
_MIDDLES: Final = ("neutral", "нейтрально", "betaraf", "biytárep")
_SOMEWHAT: Final = ("somewhat", "скорее")
_YES = "yes; y; true; ha; awa; да; 1; checked; selected; x; ✓; bar; bor; есть; истина"
_PAIRS: Final = (("Yes", "No"), ("Да", "Нет"), ("Ha", "Yoʻq"), ("Awa", "Yaq"), ("Awa", "Joq"))
_NO = "no; n; false; yoʻq; yaq; joq; нет; 0; unchecked; not selected; ложь"
_NONE = (
    "n/a; na; not applicable; do not know; dont know; don't know; no opinion; prefer not to say;"
    " prefer not to answer; no answer; refused; hard to say; not stated; unknown;"
    " затрудняюсь ответить; не знаю; нет ответа; отказ; не применимо; неприменимо; не указано;"
    " bilmayman; javob yoʻq; javob berishga qiynalaman; bilmeymen; juwap joq;"
    " juwap beriwge qıynalaman"
)

# What Excel writes where a formula went wrong, in English and in Russian.
_ERRORS: Final = frozenset(
    [*("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"),
     *("#Н/Д", "#ЗНАЧ!", "#ССЫЛКА!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!")]
)  # fmt: skip


def _split(text: str) -> list[list[str]]:
    """Answers in order, each with the keys it is known by."""
    return [[search_key(one) for one in answer.split("|")] for answer in text.split(";")]


@cache
def _scales() -> tuple[tuple[dict[str, int], dict[str, int]], ...]:
    """Key to rank of each scale; answer to rank of its five with a middle, as it is printed."""
    found = []
    for text in _SCALES:
        first = [answer.split("|")[0].strip() for answer in text.split(";")]
        five = {one[0].upper() + one[1:]: rank for rank, one in enumerate(first)
                if not one.startswith(_SOMEWHAT)}  # fmt: skip
        with_middle = len(five) == 5 and any(middle in first for middle in _MIDDLES)
        ranks = {key: rank for rank, keys in enumerate(_split(text)) for key in keys}
        found.append((ranks, five if with_middle else {}))
    return tuple(found)


@cache
def _known(text: str) -> frozenset[str]:
    return frozenset(key for keys in _split(text) for key in keys)


def ordered(answers: Iterable[str]) -> list[str] | None:
    """The answers from low to high, where all of them are of one known scale; else None.

    Parameters
    ----------
    answers
        Different answers as a file shows them; two that mean the same are no scale.

    Returns
    -------
    list
        With the answers that nobody gave, where a scale of five with a middle is certain:
        one that was answered at the middle and on another of its five.

    Examples
    --------
    >>> ordered(["Agree", "Strongly agree", "Disagree"])
    ['Disagree', 'Agree', 'Strongly agree']
    >>> ordered(["Agree", "Neutral"])
    ['Strongly disagree', 'Disagree', 'Neutral', 'Agree', 'Strongly agree']
    >>> ordered(["Хорошо", "Плохо"]), ordered(["Yes", "Blue"])
    (['Плохо', 'Хорошо'], None)
    """
    shown = list(answers)
    keys = [search_key(one) for one in shown]
    for scale, five in _scales():
        ranks = {one: scale[key] for one, key in zip(shown, keys, strict=True) if key in scale}
        if len(ranks) == len(shown) >= 2 and len(set(ranks.values())) == len(ranks):
            ranks |= _not_given(ranks, five)
            return sorted(ranks, key=ranks.__getitem__)
    return None


def _not_given(ranks: dict[str, int], five: dict[str, int]) -> dict[str, int]:
    """The answers of a scale of five with a middle that nobody gave; none if it may be another."""
    given = set(ranks.values())
    if not five or sorted(five.values())[2] not in given or not given <= set(five.values()):
        return {}
    return {answer: rank for answer, rank in five.items() if rank not in given}


def truth(answer: str) -> bool | None:
    """Whether an answer says yes or no in one of the four languages; None for another answer.

    >>> truth("Да"), truth("yoʻq"), truth("1"), truth("Agree")
    (True, False, True, None)
    """
    key = search_key(answer) or answer.strip()
    if key in _known(_YES) or answer.strip() == "✓":
        return True
    return False if key in _known(_NO) else None


def yes_no(answers: Iterable[str]) -> list[str] | None:
    """Yes and no in the language of the answers, both, where they are nothing else; else None.

    >>> yes_no(["Yes"]), yes_no(["да", "нет"]), yes_no(["Yes", "Maybe"])
    (['Yes', 'No'], ['да', 'нет'], None)
    """
    shown = list(answers)
    for pair in _PAIRS:
        given = {search_key(one): one for one in shown}
        if set(given) <= set(map(search_key, pair)) and len(given) == len(shown):
            return [given.get(search_key(word), word) for word in pair]
    return None


def is_no_answer(answer: str) -> bool:
    """Whether an answer says that none is given: "do not know", "not applicable" ...

    >>> is_no_answer("N/A"), is_no_answer("Затрудняюсь ответить"), is_no_answer("Never")
    (True, True, False)
    >>> is_no_answer("#ЗНАЧ!")
    True
    """
    return search_key(answer) in _known(_NONE) or answer.strip().upper() in _ERRORS
