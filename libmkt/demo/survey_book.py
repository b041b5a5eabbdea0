"""The questionnaires of the demo, put together from our own sets of questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from libmkt.codebook import UNKNOWN, Category, Codebook, Field
from libmkt.demo import survey_facts as facts
from libmkt.demo import survey_zones
from libmkt.surveys.batteries import battery, questionnaire

TITLE: Final = {
    "kaa": "Kitapxana hám siz, {wave}",
    "uz": "Kutubxona va siz, {wave}",
    "ru": "Библиотека и вы, {wave}",
    "en": "The library and you, {wave}",
}
USES: Final = {
    "kaa": "Sońǵı 12 ayda kitapxanadan ne ushın paydalandıńız?"
    " Sáykes keletuǵınlarınıń barlıǵın belgileń.",
    "uz": "Oxirgi 12 oyda kutubxonadan nima uchun foydalandingiz?"
    " Mos kelganlarining barchasini belgilang.",
    "ru": "Для чего вы пользовались библиотекой в последние 12 месяцев?"
    " Отметьте всё, что подходит.",
    "en": "What did you use the library for in the last 12 months? Tick all that fits.",
}
USES_LABEL: Final = {
    "kaa": "Ne ushın paydalanadı",
    "uz": "Nima uchun foydalanadi",
    "ru": "Для чего пользуется",
    "en": "What it is used for",
}
BRANCH: Final = {
    "kaa": "Anketanı qaysı filialda toltırıp atırsız?",
    "uz": "Anketani qaysi filialda toʻldiryapsiz?",
    "ru": "В каком филиале вы заполняете анкету?",
    "en": "In which branch are you filling in this form?",
}
FOUND_BEFORE: Final = {
    "kaa": "Sońǵı kelgenińizde kerekli kitaptı taptıńız ba?",
    "uz": "Oxirgi kelganingizda kerakli kitobni topdingizmi?",
    "ru": "В последний приход вы нашли нужную книгу?",
    "en": "On your last visit, did you find the book you needed?",
}
BRANCH_LABEL: Final = {"kaa": "Filial", "uz": "Filial", "ru": "Филиал", "en": "Branch"}
POLL: Final = ("often", "found", "overall", "recommend", "better", "age", "sex")


def needs_book(wave: str = facts.WAVE) -> Codebook:
    """The codebook of a wave: twelve services, six Kano pairs, who answers, zones at the end."""
    whole = questionnaire(["importance", "satisfaction", "needs"])
    kano = [f"{side}_{item}" for side in ("has", "lacks") for item in facts.KANO]
    rated = [f"{side}_{item}" for side in ("imp", "perf") for item in facts.SERVICES]
    names = [*rated, "overall", "recommend", "found", *kano, "better", "age", "sex", "place"]
    asked = {name: whole[name] for name in names}
    if wave == facts.BEFORE.name:
        asked[facts.REWORDED] = replace(asked[facts.REWORDED], wording=FOUND_BEFORE)
    zones = questionnaire(["gaps"]) if facts.wave(wave).zones else None
    part = [zones[name] for name in survey_zones.names()] if zones else []
    fields = (whole["often"], _uses(), *asked.values(), _branch(), *part)
    title = {language: text.format(wave=wave) for language, text in TITLE.items()}
    return replace(whole, fields=fields, name=f"needs-{wave}", title=title, wave=wave)


def poll_book() -> Codebook:
    """The codebook of poll-2026.csv, whose headings are the short Karakalpak labels."""
    whole = questionnaire(["satisfaction"], name=f"poll-{facts.WAVE}", wave=facts.WAVE)
    fields = tuple(replace(whole[name], column=whole[name].label["kaa"]) for name in POLL)
    return replace(whole, fields=fields)


def _uses() -> Field:
    asked = [item for item, service in facts.SERVICES.items() if service.used]
    rows = battery("importance")
    options = tuple(Category(item, rows[f"imp_{item}"].label) for item in asked)
    return Field("uses", "multiple", label=USES_LABEL, wording=USES, categories=options)


def _branch() -> Field:
    names = tuple(Category(name, {UNKNOWN: str(name)}) for name in facts.USERS["branch"])
    return Field("branch", label=BRANCH_LABEL, wording=BRANCH, categories=names, role="background")
