"""The workbook that a director sends: title, headings in two merged rows, a totals row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from libmkt.demo import facts
from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.period import Period

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class _Wording:
    """The words of one sheet; an empty first place joins the heading of the row above."""

    title: str  # {period} is filled in
    total: str
    place: str
    columns: dict[str, tuple[str, str]]  # figure -> heading, heading below it ("" for one)


SHEETS: Final = {
    "kaa": _Wording(
        "Demo wálayatı kitapxanalarınıń jumısı haqqında esabat: {period}",
        "Jámi",
        "Rayon",
        {
            "libraries": ("Kitapxanalar sanı", ""),
            "copies": ("Kitap fondı, dana", ""),
            "users": ("Paydalanıwshılar", "jámi"),
            "users_0_14": ("Paydalanıwshılar", "0-14 jas"),
            "users_15_24": ("Paydalanıwshılar", "15-24 jas"),
            "users_25": ("Paydalanıwshılar", "25+ jas"),
            "visits": ("Qatnawlar", ""),
            "loans": ("Kitap beriw", ""),
            "events": ("Ilajlar", "sanı"),
            "attendance": ("Ilajlar", "qatnasıwshılar"),
            "population": ("Xalıq sanı", ""),
        },
    ),
    "uz": _Wording(
        "Demo viloyati kutubxonalarining faoliyati haqida hisobot: {period}",
        "Jami",
        "Tuman",
        {
            "libraries": ("Kutubxonalar soni", ""),
            "copies": ("Kitob fondi, nusxa", ""),
            "users": ("Foydalanuvchilar", "jami"),
            "users_0_14": ("Foydalanuvchilar", "0-14 yosh"),
            "users_15_24": ("Foydalanuvchilar", "15-24 yosh"),
            "users_25": ("Foydalanuvchilar", "25+ yosh"),
            "visits": ("Qatnovlar", ""),
            "loans": ("Kitob berilishi", ""),
            "events": ("Tadbirlar", "soni"),
            "attendance": ("Tadbirlar", "ishtirokchilar"),
            "population": ("Aholi soni", ""),
        },
    ),
    "uz-cyrl": _Wording(
        "Демо вилояти кутубхоналарининг фаолияти ҳақида ҳисобот: {period}",
        "Жами",
        "Туман",
        {
            "libraries": ("Кутубхоналар сони", ""),
            "copies": ("Китоб фонди, нусха", ""),
            "users": ("Фойдаланувчилар", "жами"),
            "users_0_14": ("Фойдаланувчилар", "0-14 ёш"),
            "users_15_24": ("Фойдаланувчилар", "15-24 ёш"),
            "users_25": ("Фойдаланувчилар", "25+ ёш"),
            "visits": ("Қатновлар", ""),
            "loans": ("Китоб берилиши", ""),
            "events": ("Тадбирлар", "сони"),
            "attendance": ("Тадбирлар", "иштирокчилар"),
            "population": ("Аҳоли сони", ""),
        },
    ),
    "ru": _Wording(
        "Отчёт о работе библиотек области Демо: {period}",
        "Итого",
        "Район",
        {
            "libraries": ("Число библиотек", ""),
            "copies": ("Фонд, экз.", ""),
            "users": ("Пользователи", "всего"),
            "users_0_14": ("Пользователи", "0-14 лет"),
            "users_15_24": ("Пользователи", "15-24 лет"),
            "users_25": ("Пользователи", "25+ лет"),
            "visits": ("Посещения", ""),
            "loans": ("Книговыдача", ""),
            "events": ("Мероприятия", "число"),
            "attendance": ("Мероприятия", "участники"),
            "population": ("Численность населения", ""),
        },
    ),
    "en": _Wording(
        "Libraries of Demo region, report: {period}",
        "Total",
        "District",
        {
            "libraries": ("Libraries", ""),
            "copies": ("Stock, copies", ""),
            "users": ("Users", "all"),
            "users_0_14": ("Users", "0-14"),
            "users_15_24": ("Users", "15-24"),
            "users_25": ("Users", "25+"),
            "visits": ("Visits", ""),
            "loans": ("Loans", ""),
            "events": ("Events", "number"),
            "attendance": ("Events", "participants"),
            "population": ("Population", ""),
        },
    ),
}
_MONTHS_UZ_CYRILLIC = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_TITLE_ROW, _HEADING, _FIRST = 0, 2, 4  # rows, from 0
_NO_BREAK = "\u00a0"


def director_sheet(path: Path | str, period: Period | str, language: str = "kaa") -> Path:
    """Write the Excel workbook with which the region's director reports a month or a year.

    Sixteen districts, a title line, headings in two merged rows, a row of totals; in
    every other row the visits and loans are text with no-break spaces, as they come out
    of a word processor.  The figures are those of `write`, without its one slip, and the
    months go on to December 2026.

    Parameters
    ----------
    path
        The .xlsx to write.
    period
        A month from 2014-01 to 2026-12, or a year from 2014 to 2025 (with libraries,
        stock and population too).
    language
        ``kaa``, ``uz``, ``uz-cyrl``, ``ru`` or ``en``.

    Raises
    ------
    ParameterError
        There is no sheet of this period or in this language.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(director_sheet(Path(folder) / "2026-09.xlsx", "2026-09").name)
    2026-09.xlsx
    """
    import xlsxwriter

    when = Period.parse(period)
    if language not in SHEETS:
        raise _refuse("language", language, ", ".join(SHEETS))
    rows = figures(when)
    wording = SHEETS[language]
    title = wording.title.format(period=_period_name(when, language))
    with xlsxwriter.Workbook(str(path)) as book:
        # the time of writing would make every copy of a sheet another file
        book.set_properties({"created": dt.datetime(when.last.year, when.last.month, 28)})  # noqa: DTZ001
        sheet = book.add_worksheet(str(when))
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"}
        )
        sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, len(rows[0][1]) + 1, title, bold)
        _headings(sheet, wording, list(rows[0][1]), bold)
        _body(sheet, rows, language)
        _totals(sheet, wording, rows, bold)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 16)
        sheet.set_column(2, len(rows[0][1]) + 1, 15)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 1)
    return Path(path)


def figures(period: Period | str) -> list[tuple[str, dict[str, int]]]:
    """The districts in order with their figures of a month or a year, right as they happened.

    >>> figures("2025")[11][0], sorted(figures("2026-09")[0][1])[:3]
    ('Qosterek', ['attendance', 'events', 'loans'])
    """
    from libmkt.demo.files import year_total
    from libmkt.demo.region import months, years

    when = Period.parse(period)
    if when.unit == "year":
        found = []
        for y in years():
            if y.year == when.start.year:
                stock = {"libraries": y.libraries, "copies": y.copies}
                flows = year_total(y.district, y.year)
                found.append((y.district, {**stock, **flows, "population": sum(y.people)}))
    else:
        names = ("users", "users_0_14", "users_15_24", "users_25", *facts.MEASURES[1:])
        rows = [m for m in months() if m.month == str(when)]
        found = [(m.district, {name: getattr(m, name) for name in names}) for m in rows]
    if not found:
        raise _refuse("period", str(period), "2014-01 … 2026-12, 2014 … 2025")
    return found


def _headings(sheet: Worksheet, wording: _Wording, names: list[str], style: Any) -> None:
    for column, text in enumerate(("№", wording.place)):
        sheet.merge_range(_HEADING, column, _HEADING + 1, column, text, style)
    start = 0
    while start < len(names):
        heading, below = wording.columns[names[start]]
        end = start
        while end + 1 < len(names) and below and wording.columns[names[end + 1]][0] == heading:
            end += 1
        if below:
            sheet.merge_range(_HEADING, start + 2, _HEADING, end + 2, heading, style)
            for i in range(start, end + 1):
                sheet.write_string(_HEADING + 1, i + 2, wording.columns[names[i]][1], style)
        else:
            sheet.merge_range(_HEADING, start + 2, _HEADING + 1, start + 2, heading, style)
        start = end + 1


def _body(sheet: Worksheet, rows: list[tuple[str, dict[str, int]]], language: str) -> None:
    for i, (district, values) in enumerate(rows):
        sheet.write_number(_FIRST + i, 0, i + 1)
        sheet.write_string(_FIRST + i, 1, _place(district, language))
        for column, (name, value) in enumerate(values.items(), start=2):
            if i % 2 and name in ("visits", "loans"):
                sheet.write_string(_FIRST + i, column, f"{value:,}".replace(",", _NO_BREAK))
            else:
                sheet.write_number(_FIRST + i, column, value)


def _totals(
    sheet: Worksheet, wording: _Wording, rows: list[tuple[str, dict[str, int]]], style: Any
) -> None:
    last = _FIRST + len(rows)
    sheet.write_string(last, 1, wording.total, style)
    for column, name in enumerate(rows[0][1], start=2):
        sheet.write_number(last, column, sum(values[name] for _, values in rows), style)


def _place(district: str, language: str) -> str:
    where = {"uz": 0, "uz-cyrl": 1, "ru": 2, "en": 3}.get(language)
    return district if where is None else facts.NAMES[district][where]


def _period_name(period: Period, language: str) -> str:
    if language == "uz-cyrl":
        year = f"{period.start.year}-йил"
        if period.unit == "year":
            return year
        return f"{year} {_MONTHS_UZ_CYRILLIC[period.start.month - 1]}"
    from libmkt import words

    with words.speaking(language):
        return words.period(period, form="long")


def _refuse(name: str, given: str, expected: str) -> ParameterError:
    return ParameterError(
        Message(N_("There is no director's sheet of {given}"), {"given": given}),
        [Problem(name, Message(N_("expected {expected}"), {"expected": expected}))],
    )
