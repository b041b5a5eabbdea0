"""The invented poll: a hundred paper forms, typed into Excel by somebody who is new to it."""

from __future__ import annotations

from typing import Any

from libmkt.demo import survey_facts as facts
from libmkt.demo.chance import Chance
from libmkt.demo.survey import shuffled
from libmkt.demo.survey_book import poll_book
from libmkt.demo.survey_words import SAID

# How far an answer is from following the respondent's mood; the others have nothing to do with it.
_NOISE = {"overall": 0.6, "recommend": 0.8, "found": 1.2}


def columns() -> tuple[str, ...]:
    """The headings of poll-2026.csv."""
    return ("№", *(one.column for one in poll_book().fields))


def rows() -> list[list[object]]:
    """The lines of poll-2026.csv: labels as they were typed, with a few gaps."""
    people = _people()
    typed = Chance("poll", "typed")
    names = poll_book().names
    return [
        [number, *(_typed(one.get(name, ""), typed) for name in names)]
        for number, one in enumerate(people, start=1)
    ]


def _people() -> list[dict[str, Any]]:
    """Each answer in exactly the numbers of the facts, the content ones with the better."""
    mood = Chance("poll", "mood")
    people: list[dict[str, Any]] = [{"_mood": mood.bell()} for _ in range(facts.POLLED)]
    for name, counts in facts.POLL.items():
        answers = [code for code, n in counts.items() for _ in range(n)]
        chance, labels = Chance("poll", name), _labels(name)
        told = shuffled(people, chance)[: len(answers)]
        if name in _NOISE:
            felt = [(one["_mood"] + _NOISE[name] * chance.bell(), i) for i, one in enumerate(told)]
            told = [told[i] for _, i in sorted(felt)]
        for one, code in zip(told, answers, strict=True):
            one[name] = code if name == "recommend" else labels[code]
    _said(people)
    return people


def _labels(name: str) -> dict[Any, str]:
    field = poll_book()[name]
    return {one.value: one.label["kaa"] for one in (*field.categories, *field.missing)}


def _said(people: list[dict[str, Any]]) -> None:
    chance = Chance("poll", "said")
    themes = [theme for theme, n in facts.POLL_THEMES.items() for _ in range(n)]
    for one, theme in zip(shuffled(people, chance), themes, strict=False):
        phrases = [*SAID[theme]["kaa"], *SAID[theme]["uz"]]
        one["better"] = phrases[int(chance.uniform() * len(phrases))]


def _typed(answer: object, chance: Chance) -> object:
    """As it stands in the cell: now with a capital letter, now with a blank too many."""
    if not isinstance(answer, str) or not answer:
        return answer
    slip = chance.uniform()
    if slip < 0.02:
        return answer + " "
    return answer[0].upper() + answer[1:] if slip < 0.45 else answer
