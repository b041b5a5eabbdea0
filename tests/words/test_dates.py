"""Days, months and spans of time."""

import datetime as dt
import re

import pandas as pd
import pytest

from libmkt import words
from libmkt.errors import ParameterError
from libmkt.words import kaa

NB = "\u00a0"

# language: year, half, quarter, month, week, day
LONG = {
    "kaa": ["2026-jıl", "2026-jıl II yarım jıl", "2026-jıl III sherek", "2026-jıl sentyabr",
            "2026-jıl 36-hápte", "2026-jıl 5-sentyabr"],
    "uz": ["2026-yil", "2026, 2-yarim yil", "2026, 3-chorak", "sentabr, 2026",
           "2026, 36-hafta", "5-sentabr, 2026"],
    "ru": [f"2026{NB}г.", f"II полугодие 2026{NB}г.", f"3-й квартал 2026{NB}г.",
           f"сентябрь 2026{NB}г.", "36-я неделя 2026 г.", f"5 сентября 2026{NB}г."],
    "en": ["2026", "H2 2026", "3rd quarter 2026", "September 2026", "week 36 of 2026",
           "5 September 2026"],
}  # fmt: skip
SHORT = {
    "kaa": ["2026", "2026 II yarım jıl", "2026 III sherek", "sen 2026", "2026, 36-hápte",
            "05.09.2026"],
    "uz": ["2026", "2026, 2-yarim yil", "2026, 3-ch", "sen, 2026", "2026, 36-hafta",
           "05.09.2026"],
    "ru": ["2026", f"II полугодие 2026{NB}г.", f"3-й кв. 2026{NB}г.", f"сент. 2026{NB}г.",
           "36 нед. 2026", "05.09.2026"],
    "en": ["2026", "H2 2026", "Q3 2026", "Sept 2026", "W36 2026", "05/09/2026"],
}  # fmt: skip
AXIS = {
    "kaa": ["2026", "2026 II yarım", "2026 III", "09.2026", "2026, 36-h.", "05.09.2026"],
    "uz": ["2026", "2026, 2-yarim", "2026, 3-ch", "09.2026", "2026, 36-hafta", "05.09.2026"],
    "ru": ["2026", "II пол. 2026", "III кв. 2026", "09.2026", "36 нед. 2026", "05.09.2026"],
    "en": ["2026", "H2 2026", "Q3 2026", "Sept 2026", "W36 2026", "05/09/2026"],
}
PERIODS = ["2026", "2026-H2", "2026-Q3", "2026-09", "2026-W36", "2026-09-05"]


@pytest.mark.parametrize("form, expected", [("long", LONG), ("short", SHORT), ("axis", AXIS)])
@pytest.mark.parametrize("code", words.LANGUAGES)
def test_a_period_is_written_in_each_language(code: str, form: str, expected: dict) -> None:
    with words.speaking(code):
        assert [words.period(p, form) for p in PERIODS] == expected[code]


@pytest.mark.parametrize("code", words.LANGUAGES)
def test_the_first_week_of_a_year_that_begins_in_december_has_its_own_year(code: str) -> None:
    with words.speaking(code):  # 2026-W01 begins on 29 December 2025
        assert "2026" in words.period("2026-W01")
        assert "2025" not in words.period("2026-W01") + words.period("2026-W01", "short")


def test_karakalpak_is_never_asked_of_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    import babel.core

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("Babel was asked")

    monkeypatch.setattr(babel.core.Locale, "parse", refuse)
    with words.speaking("kaa"):
        for period in PERIODS:
            words.period(period), words.period(period, "short"), words.period(period, "axis")
        words.date(dt.date(2026, 9, 5), "short"), words.number(1.5, 1), words.percent(0.5)
        words.joined(["a", "b"]), words.month(1), words.quarter(1), words.weekday(0)


def test_a_russian_month_has_two_forms() -> None:
    with words.speaking("ru"):
        assert (words.month(3), words.month(3, "genitive")) == ("март", "марта")


def test_months_are_written_small_inside_a_sentence() -> None:
    for code in ("kaa", "uz", "ru"):
        with words.speaking(code):
            for i in range(1, 13):
                assert words.month(i) == words.month(i).lower()
                assert words.month(i, "short") == words.month(i, "short").lower()


def test_quarters_and_weekdays_have_names() -> None:
    expected = {
        "kaa": ("IV sherek", "ekshembi", "Eks"),
        "uz": ("4-chorak", "yakshanba", "Yak"),
        "ru": ("4-й квартал", "воскресенье", "вс"),
        "en": ("4th quarter", "Sunday", "Sun"),
    }
    for code, shown in expected.items():
        with words.speaking(code):
            day = dt.date(2026, 9, 6)
            assert (words.quarter(4), words.weekday(6), words.weekday(day, "short")) == shown


@pytest.mark.parametrize(
    "wrong",
    [lambda: words.month(0), lambda: words.month(13), lambda: words.quarter(5),
     lambda: words.weekday(7), lambda: words.period("2026-13")],
)  # fmt: skip
@pytest.mark.parametrize("code", ["kaa", "en"])
def test_what_is_not_in_the_calendar_is_refused(wrong, code: str) -> None:
    with words.speaking(code), pytest.raises(ParameterError):
        wrong()


def test_a_missing_date_is_a_dash_and_a_time_stamp_a_day() -> None:
    assert words.date(None) == words.date(pd.NaT) == "–"
    assert words.date(pd.Timestamp(2026, 9, 5, 12)) == "5 September 2026"


# The words of a native reader's list, as they were when this was written:
# English, name, short, genitive.
KARAKALPAK_MONTHS = """
January yanvar Yan yanvardıń; February fevral Fev fevraldıń; March mart Mar marttıń;
April aprel Apr apreldiń; May may May maydıń; June iyun Iyn iyunnıń; July iyul Iyl iyuldıń;
August avgust Avg avgusttıń; September sentyabr Sen sentyabrdiń;
October oktyabr Okt oktyabrdiń; November noyabr Noy noyabrdiń; December dekabr Dek dekabrdiń
"""
KARAKALPAK_DAYS = """
Monday dúyshembi Dsh; Tuesday siyshembi Ssh; Wednesday sárshembi Sár; Thursday piyshembi Psh;
Friday juma Jum; Saturday shembi Shm; Sunday ekshembi Eks
"""


def test_karakalpak_months_and_days_are_those_of_the_list() -> None:
    months = [line.split() for line in KARAKALPAK_MONTHS.split(";")]
    days = [line.split() for line in KARAKALPAK_DAYS.split(";")]
    assert [m[1] for m in months] == [name for name, _, _ in kaa.MONTHS]
    assert [m[2].lower() for m in months] == [short for _, short, _ in kaa.MONTHS]
    assert [m[3] for m in months] == [genitive for _, _, genitive in kaa.MONTHS]
    assert [d[1:] for d in days] == [list(pair) for pair in kaa.WEEKDAYS]


def test_karakalpak_and_uzbek_calendars_are_those_of_the_glossary(glossary: dict) -> None:
    for code in ("kaa", "uz", "ru"):
        with words.speaking(code):
            for i in range(12):
                english = dt.date(2026, i + 1, 1).strftime("%B")
                assert words.month(i + 1) == glossary[english][code]
            for i in range(7):
                english = dt.date(2026, 9, 7 + i).strftime("%A")
                assert words.weekday(i) == glossary[english][code]
    assert kaa.QUARTERS[2][0].split()[1] == glossary["quarter"]["kaa"]
    assert glossary["half-year"]["kaa"] in kaa.PERIODS["half", "long"]
    assert glossary["week"]["kaa"] in kaa.PERIODS["week", "long"]
    assert glossary["year"]["kaa"] in kaa.PERIODS["year", "long"]


def test_karakalpak_spans_use_letters_of_the_alphabet_only() -> None:
    letters = set("".join(kaa.ALPHABET.split())) | set("IVX")
    texts = [*kaa.PERIODS.values(), kaa.AND, *(t for row in kaa.MONTHS for t in row)]
    for text in texts:
        plain = re.sub(r"\{\w+\}", "", text)
        assert {c for c in plain if c.isalpha()} <= letters, text
