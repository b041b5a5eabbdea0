"""Make the templates of the two example forms: ``python parameters/forms/make_examples.py``.

Both are examples.  `year-report` is invented.  `6-nk-4-5` has the shape of sections 4 and 5
of the Russian form 6-NK as they were published in superseded versions: its rows and columns
have no official numbers, and it must not be handed in.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).resolve().parent
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # one date, so that making them again changes nothing
BASE = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}

# Heading, name of the cell of this year, unit; an empty name is a heading of a group.
YEAR_REPORT = [
    ("Kitapxanalar sanı", "LIBRARIES", "birlik"),
    ("Kitap fondı", "STOCK", "dana"),
    ("Paydalanıwshılar, jámi", "USERS", "adam"),
    ("    sonnan: 14 jasqa shekem", "USERS_CHILDREN", "adam"),
    ("    15-24 jas", "USERS_YOUTH", "adam"),
    ("    25 jas hám onnan úlken", "USERS_ADULTS", "adam"),
    ("Qatnawlar", "VISITS", "mıń"),
    ("Kitap beriw", "LOANS", "mıń"),
    ("Ilajlar", "EVENTS", "birlik"),
    ("Ilajlarǵa qatnasqanlar", "ATTENDANCE", "adam"),
    ("Oqılıw kórsetkishi (bir paydalanıwshıǵa)", "READERSHIP", "dana"),
    ("Xalıqtı qamtıw", "COVERAGE", "%"),
]
SECTION_4 = [
    ("Число зарегистрированных пользователей", ["всего", "дети до 14 лет", "молодёжь*"]),
    ("Обслужено", ["в стенах библиотеки", "удалённо"]),
    (
        "Число посещений библиотеки",
        ["всего", "для получения библиотечных услуг", "массовых мероприятий"],
    ),
    ("Число обращений к библиотеке удалённых пользователей", [""]),
]
SECTION_5 = [
    ("Выдано документов, всего", "всего"),
    ("    из фонда на физических носителях", "на физических носителях"),
    ("    инсталлированных документов", "инсталлированных"),
    ("    сетевых лицензионных документов", "сетевых"),
    ("    из фондов других библиотек", "из других библиотек"),
    ("    в том числе детям до 14 лет", "детям"),
    ("Изготовлено копий для пользователей", "копий"),
    ("Выполнено справок и консультаций", "справок"),
]


def year_report(path: Path) -> None:
    """An invented ministry's yearly form, in Karakalpak: named cells, last year beside this."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "Jıllıq esabat (úlgi)", "created": MADE})
        style = _styles(book)
        sheet = book.add_worksheet("Esabat")
        sheet.merge_range("A1:E1", "KITAPXANALAR JUMÍSÍ HAQQÍNDA JÍLLÍQ ESABAT", style["title"])
        sheet.merge_range("A2:E2", "Úlgi: oylap tabılǵan forma", style["remark"])
        sheet.write("A4", "Mekeme", style["label"])
        sheet.merge_range("B4:E4", "", style["line"])
        sheet.write("A5", "Esabat dáwiri", style["label"])
        sheet.merge_range("B5:E5", "", style["line"])
        headings = ["Kórsetkish", "Ólshem birligi", "Esabat jılı", "Ótken jıl", "Ózgeris, %"]
        sheet.write_row("A7", headings, style["head"])
        sheet.write_row("A8", ["1", "2", "3", "4", "5"], style["numbers"])
        for i, (heading, name, unit) in enumerate(YEAR_REPORT, start=9):
            digits = {"mıń": "one", "dana": "two" if name == "READERSHIP" else "whole", "%": "one"}
            figure = style[digits.get(unit, "whole")]
            sheet.set_row(i - 1, 20)
            sheet.write(f"A{i}", heading, style["name"])
            sheet.write(f"B{i}", unit, style["unit"])
            sheet.write_blank(f"C{i}", None, figure)
            sheet.write_blank(f"D{i}", None, figure)
            sheet.write_formula(f"E{i}", f'=IF(N(D{i})=0,"",(C{i}/D{i}-1)*100)', style["one"], "")
            book.define_name(name, f"=Esabat!$C${i}")
        last = 8 + len(YEAR_REPORT)
        sheet.data_validation(f"C9:D{last}", {"validate": "decimal", "criteria": ">=", "value": 0})
        sheet.conditional_format(
            f"E9:E{last}",
            {
                "type": "formula",
                "criteria": "=AND(ISNUMBER($E9),ABS($E9)>10)",
                "format": book.add_format({"bold": True, "font_color": "#9c1c12"}),
            },
        )
        sheet.write(f"A{last + 2}", "Direktor", style["label"])
        sheet.write_blank(f"B{last + 2}", None, style["line"])
        sheet.set_column("A:A", 42)
        sheet.set_column("B:E", 14)
        sheet.set_row(6, 30)
        _paper(sheet, landscape=False)
        book.define_name("Esabat!Print_Area", f"=Esabat!$A$1:$E${last + 2}")


def form_6nk(path: Path) -> None:
    """The shape of sections 4 and 5: stacked headings over one line, and a list of lines."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "Пример: разделы 4 и 5", "created": MADE})
        style = _styles(book)
        told = "Пример по опубликованному виду разделов; не официальный бланк, строки без номеров"
        four = book.add_worksheet("Раздел 4")
        four.merge_range("A1:J1", "4. ЧИСЛО ПОЛЬЗОВАТЕЛЕЙ И ПОСЕЩЕНИЙ БИБЛИОТЕК", style["title"])
        four.merge_range("A2:J2", told, style["remark"])
        four.write("A3", "Отчитывающаяся организация", style["label"])
        four.merge_range("B3:J3", "", style["line"])
        four.write("A4", "Период", style["label"])
        four.merge_range("B4:J4", "", style["line"])
        four.merge_range("A6:A7", "Наименование показателя", style["head"])
        column = 1
        for group, parts in SECTION_4:
            if len(parts) == 1:
                four.merge_range(5, column, 6, column, group, style["head"])
            else:
                four.merge_range(5, column, 5, column + len(parts) - 1, group, style["head"])
                four.write_row(6, column, parts, style["head"])
            column += len(parts)
        four.write_row("A8", [str(n) for n in range(1, column + 1)], style["numbers"])
        four.write("A9", "Всего по библиотекам", style["name"])
        for j in range(1, column):
            four.write_blank(8, j, None, style["whole"])
        four.write_formula("H9", "=G9-I9", style["whole"], 0)
        four.write("A11", "* в примере: 15-24 года, как в исходных данных", style["remark_left"])
        four.data_validation("B9:J9", {"validate": "integer", "criteria": ">=", "value": 0})
        four.set_column("A:A", 34)
        four.set_column("B:I", 13)
        four.set_column("J:J", 18)
        four.set_row(8, 22)
        four.set_row(5, 45)
        four.set_row(6, 62)
        four.freeze_panes(8, 1)
        _paper(four, landscape=True)

        five = book.add_worksheet("Раздел 5")
        five.merge_range("A1:C1", "5. БИБЛИОТЕЧНОЕ ОБСЛУЖИВАНИЕ", style["title"])
        five.merge_range("A2:C2", told, style["remark"])
        five.write_row("A4", ["Наименование показателя", "Единица", "Всего"], style["head"])
        for i, (heading, _short) in enumerate(SECTION_5, start=5):
            five.set_row(i - 1, 20)
            five.write(f"A{i}", heading, style["name"])
            five.write(f"B{i}", "ед.", style["unit"])
            five.write_blank(f"C{i}", None, style["whole"])
        book.define_name("ВЫДАНО_ВСЕГО", "='Раздел 5'!$C$5")
        five.set_column("A:A", 52)
        five.set_column("B:B", 10)
        five.set_column("C:C", 16)
        _paper(five, landscape=False)


def _styles(book: Any) -> dict[str, Any]:
    boxed = {**BASE, "border": 1}
    grey = {**boxed, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#e7e6e6"}
    styles = {
        "title": {**BASE, "bold": True, "font_size": 13, "align": "center"},
        "remark": {**BASE, "italic": True, "align": "center", "font_color": "#7a1f1f"},
        "remark_left": {**BASE, "italic": True, "font_color": "#7a1f1f"},
        "label": {**BASE, "bold": True},
        "line": {**BASE, "bottom": 1},
        "head": grey,
        "numbers": {**boxed, "align": "center", "font_size": 9},
        "name": {**boxed, "text_wrap": True},
        "unit": {**boxed, "align": "center"},
        "whole": {**boxed, "num_format": "#,##0"},
        "one": {**boxed, "num_format": "#,##0.0"},
        "two": {**boxed, "num_format": "0.00"},
    }
    return {name: book.add_format(style) for name, style in styles.items()}


def _paper(sheet: Any, *, landscape: bool) -> None:
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer("&C&P / &N")


if __name__ == "__main__":
    year_report(HERE / "year-report.xlsx")
    form_6nk(HERE / "6-nk-4-5.xlsx")
