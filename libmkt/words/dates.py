"""Days, months and spans of time as each language writes them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.period import Period
from libmkt.words import catalog, kaa

Form = Literal["long", "short", "axis"]

# English dates begin with the day, as in the other three languages.
LOCALES: Final = {"uz": "uz_Latn", "ru": "ru", "en": "en_001"}

# What CLDR writes well is asked of Babel ...
_SKELETONS: Final = {
    ("quarter", "long"): "yQQQQ",
    ("quarter", "short"): "yQQQ",
    ("month", "long"): "yMMMM",
    ("month", "short"): "yMMM",
    ("week", "long"): "yw",
}
_DAYS: Final = {"long": "long", "short": "short"}

# ... and this is what it lacks, or writes too long for an axis.
_OWN: Final[dict[str, dict[tuple[str, str], str]]] = {
    "en": {
        ("year", "long"): "{year}",
        ("half", "long"): "H{half} {year}",
        ("half", "axis"): "H{half} {year}",
        ("quarter", "axis"): "Q{quarter} {year}",
        ("month", "axis"): "{month_short} {year}",
        ("week", "short"): "W{n} {year}",
    },
    "ru": {
        ("year", "long"): "{year}\u00a0г.",
        ("half", "long"): "{roman} полугодие {year}\u00a0г.",
        ("half", "axis"): "{roman} пол. {year}",
        ("quarter", "axis"): "{roman} кв. {year}",
        ("month", "axis"): "{mm}.{year}",
        ("week", "short"): "{n} нед. {year}",
    },
    "uz": {
        ("year", "long"): "{year}-yil",
        ("half", "long"): "{year}, {half}-yarim yil",
        ("half", "axis"): "{year}, {half}-yarim",
        ("quarter", "axis"): "{year}, {quarter}-ch",
        ("month", "axis"): "{mm}.{year}",
        ("week", "short"): "{year}, {n}-hafta",
        ("day", "short"): "{dd}.{mm}.{year}",  # CLDR's has a year of two digits
    },
    "kaa": kaa.PERIODS,
}
_ROMAN: Final = ("", "I", "II", "III", "IV")


def month(i: int, form: Literal["name", "short", "genitive"] = "name") -> str:
    """The name of a month, 1 to 12; `genitive` is the form after the number of a day.

    Karakalpak and Uzbek put the bare name after a day, so there the genitive is
    "of the month": sentyabrdiń, sentabrning.

    >>> month(9), month(9, "short")
    ('September', 'Sept')
    >>> with catalog.speaking("ru"):
    ...     month(9), month(9, "genitive")
    ('сентябрь', 'сентября')
    """
    _within(i, 1, 12)
    code = catalog.language()
    if code == "kaa":
        return kaa.MONTHS[i - 1][("name", "short", "genitive").index(form)]
    months = _locale(code).months
    # Russian alone has another form where no day stands before the name
    names = months["stand-alone" if code == "ru" and form != "genitive" else "format"]
    if form == "short":
        return str(names["abbreviated"][i]).lower() if code == "uz" else names["abbreviated"][i]
    return f"{names['wide'][i]}ning" if (code, form) == ("uz", "genitive") else names["wide"][i]


def quarter(i: int, form: Literal["name", "short"] = "name") -> str:
    """The name of a quarter, 1 to 4.

    >>> quarter(3), quarter(3, "short")
    ('3rd quarter', 'Q3')
    """
    _within(i, 1, 4)
    if catalog.language() == "kaa":
        return kaa.QUARTERS[i - 1][("name", "short").index(form)]
    # "format", as Babel's stand-alone quarters are those of the locale that was asked first
    names = _locale(catalog.language()).quarters["format"]
    return str(names["wide" if form == "name" else "abbreviated"][i])


def weekday(i: int | dt.date, form: Literal["name", "short"] = "name") -> str:
    """The name of a day of the week: 0 is Monday, 6 Sunday; a date names its own.

    >>> weekday(0), weekday(dt.date(2026, 9, 5), "short")
    ('Monday', 'Sat')
    """
    i = i.weekday() if isinstance(i, dt.date) else i
    _within(i, 0, 6)
    if catalog.language() == "kaa":
        return kaa.WEEKDAYS[i][("name", "short").index(form)]
    names = _locale(catalog.language()).days["format"]
    return str(names["wide" if form == "name" else "abbreviated"][i])


def date(d: dt.date | None, form: Form = "long") -> str:
    """A day; None is "–".

    >>> date(dt.date(2026, 9, 5)), date(dt.date(2026, 9, 5), "short"), date(None)
    ('5 September 2026', '05/09/2026', '–')
    >>> with catalog.speaking("kaa"):
    ...     date(dt.date(2026, 9, 5))
    '2026-jıl 5-sentyabr'
    """
    if d is None or d != d:  # pandas' NaT is not equal to itself
        return "–"
    return period(Period("day", d.date() if isinstance(d, dt.datetime) else d), form)


def period(p: Period | str | int, form: Form = "long") -> str:
    """A span of time: in full, short (a column of a table) or for the axis of a chart.

    >>> [period("2026-Q3", form) for form in ("long", "short", "axis")]
    ['3rd quarter 2026', 'Q3 2026', 'Q3 2026']
    >>> period("2026-09"), period("2026-H1"), period("2026"), period("2026-W01")
    ('September 2026', 'H1 2026', '2026', 'week 1 of 2026')
    >>> with catalog.speaking("kaa"):
    ...     period("2026-Q3"), period("2026-09"), period("2026")
    ('2026-jıl III sherek', '2026-jıl sentyabr', '2026-jıl')
    """
    span, code = Period.parse(p), catalog.language()
    own = _OWN[code].get((span.unit, form))
    if own is not None:
        return own.format(**_parts(span))
    if (span.unit, form) in _SKELETONS:
        return _babel(span, skeleton=_SKELETONS[span.unit, form])
    if span.unit == "day" and form in _DAYS:
        return _babel(span, style=_DAYS[form])
    if span.unit == "year":
        return str(span)
    return period(span, "short" if form == "axis" else "long")


def _babel(span: Period, *, skeleton: str = "", style: str = "") -> str:
    from babel.dates import format_date, format_skeleton

    locale = LOCALES[catalog.language()]
    # the Thursday of an ISO week lies in the year to which the week belongs
    day = span.start + dt.timedelta(days=3 if span.unit == "week" else 0)
    text = (
        format_skeleton(skeleton, day, locale=locale)
        if skeleton
        else format_date(day, style, locale=locale)
    )
    return text.replace("\u202f", "\u00a0")  # few fonts have the narrow space of "2026 г."


def _parts(span: Period) -> dict[str, Any]:
    """What the patterns of `_OWN` and `kaa.PERIODS` may name."""
    start = span.start
    part = {"half": (start.month - 1) // 6 + 1, "quarter": (start.month - 1) // 3 + 1}
    iso = start.isocalendar()
    return {
        "year": iso.year if span.unit == "week" else start.year,
        **part,
        "roman": _ROMAN[part.get(span.unit, 0)],
        "month": month(start.month),
        "month_short": month(start.month, "short"),
        "mm": f"{start.month:02d}",
        "dd": f"{start.day:02d}",
        "day": start.day,
        "n": iso.week,
    }


def _locale(code: str) -> Any:
    from babel import Locale

    return Locale.parse(LOCALES[code])


def _within(i: int, low: int, high: int) -> None:
    if not low <= i <= high:
        raise ParameterError(
            Message(N_("{given} is not in the calendar"), {"given": i}),
            [Problem("i", Message(N_("expected {low} to {high}"), {"low": low, "high": high}))],
        )
