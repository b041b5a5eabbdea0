"""Counts from files as a region has them, without a mapping."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

from libmkt.errors import DataError
from libmkt.read import counts
from tests.read.making import book, csv, read, totals, values

TITLED = [
    ["Qaraqalpaqstan kitapxanaları haqqında 2025-jıl ushın maǵlıwmat"],
    [],
    [
        *["№", "Rayon (qala)", "Kitapxanalar sanı", "Paydalanıwshılar sanı", None, None, None],
        *["Qatnawlar", "Kitap beriw, dana", "Kitap fondı, mıń dana"],
    ],
    [None, None, None, "barlıǵı", "0-14 jas", "15-24 jas", "25 jas hám joqarı", None, None, None],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    [1, "Nókis qalası", 12, "12 345", 5000, 4345, 3000, "45\u00a0678,0", "98765", "120,5"],
    [2, "Ámiwdárya", 20, 10000, 4000, 3000, 3000, 40000, "80\u202f000", "99,4"],
    [None, "Jámi", 32, 22345, 9000, 7345, 6000, 85678, 178765, "219,9"],
    ["Esletpe: dáslepki maǵlıwmatlar"],
]
JOINED = ["A1:J1", "A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:H4", "I3:I4", "J3:J4"]


def test_a_karakalpak_workbook_with_joined_headings_needs_no_mapping(tmp_path: Path) -> None:
    path = book(tmp_path, "region.xlsx", {"Bet1": TITLED}, JOINED)
    reading = read(path)
    first = reading.table[reading.table["library"] == "Nókis qalası"]
    assert dict(zip(first["measure"] + first["breakdown_value"], first["value"], strict=True)) == {
        "libraries": 12, "users": 12345, "users0-14": 5000, "users15-24": 4345, "users25+": 3000,
        "visits": 45678, "loans": 98765, "stock": 120500,
    }  # fmt: skip
    assert set(reading.table["period"]) == {"2025"}
    assert set(reading.table["library"]) == {"Nókis qalası", "Ámiwdárya"}
    rules = reading.log.set_index("rule")["cells"]
    assert rules["total_row"] == 8
    assert rules["number_as_text"] == 6


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_libreoffice_formats_give_the_same_table(tmp_path: Path, kind: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    path = book(tmp_path, "region.xlsx", {"Bet1": TITLED}, JOINED)
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True,
                   capture_output=True, timeout=120)  # fmt: skip
    columns = ("library", "period", "measure", "breakdown_value", "value")
    assert values(read(tmp_path / f"region.{kind}"), *columns) == values(read(path), *columns)


def test_a_russian_workbook_gives_its_month_and_its_missing_figure(tmp_path: Path) -> None:
    rows = [
        ["Сведения о работе библиотек района"],
        ["за сентябрь 2026 г."],
        ["№ п/п", "Наименование библиотеки", "Пользователи", None, "Число посещений"],
        [None, None, "всего", "из них дети до 14 лет", None],
        [1, "Центральная библиотека", "1 204", "310", "5 678"],
        [2, "Филиал № 1", 300, "–", 800],
        ["Итого", None, 1504, 310, 6478],
    ]
    joined = ["A1:E1", "A2:E2", "C3:D3", "A3:A4", "B3:B4", "E3:E4"]
    reading = read(book(tmp_path, "ru.xlsx", {"Лист1": rows}, joined))
    assert values(reading, "library", "period", "measure", "breakdown_value", "value") == [
        ("Центральная библиотека", "2026-09", "users", "", 1204),
        ("Центральная библиотека", "2026-09", "users", "0-14", 310),
        ("Центральная библиотека", "2026-09", "visits", "", 5678),
        ("Филиал № 1", "2026-09", "users", "", 300),
        ("Филиал № 1", "2026-09", "visits", "", 800),
    ]
    assert reading.log.set_index("rule").loc["no_data", "cells"] == 1


MONTHS = [
    *["Январь", "Февраль", "Март", "Апрель", "Май", "Июнь"],
    *["Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"],
]


def test_uzbek_cyrillic_months_across_have_their_year_from_the_title(tmp_path: Path) -> None:
    rows = [
        ["Кутубхонага қатновлар сони, 2025 йил"],
        ["Туман", *MONTHS, "Жами"],
        ["Чимбой", *range(100, 112), sum(range(100, 112))],
        ["Қўнғирот", *[200] * 12, 2400],
        ["ЖАМИ", *[300] * 12, 3600],
    ]
    reading = read(book(tmp_path, "x.xlsx", {"1": rows}))
    assert totals(reading, "visits")["2025"] == sum(range(100, 112)) + 2400
    assert sorted(set(reading.table["period"])) == [f"2025-{m:02d}" for m in range(1, 13)]
    assert set(reading.log["rule"]) >= {"total_row", "column_total", "measure_from_title"}


def test_a_sheet_a_month_is_read_as_that_month(tmp_path: Path) -> None:
    def month(add: int) -> list[list[object]]:
        return [
            ["2026-yil hisoboti"],
            ["Kutubxona", "Foydalanuvchilar soni", "Tashriflar"],
            *[["Markaziy", 100 + add, 500], ["1-filial", 50, 100], ["Jami", 150 + add, 600]],
        ]

    sheets = {"Yanvar": month(0), "Fevral": month(1)}
    found = values(
        read(book(tmp_path, "y.xlsx", sheets)),  # type: ignore[arg-type]
        *("library", "period", "measure", "value"),
    )
    assert ("Markaziy", "2026-01", "users", 100) in found
    assert ("Markaziy", "2026-02", "users", 101) in found
    assert len(found) == 8


def test_dates_and_serial_days_on_the_first_are_months(tmp_path: Path) -> None:
    rows = [
        ["Filial", "Sana", "Tashriflar soni"],
        ["A", dt.date(2026, 1, 1), 10],
        ["A", dt.date(2026, 2, 1), 11],
        ["B", 46023, 1],
        ["B", "01.02.2026", 3],
    ]
    reading = read(book(tmp_path, "d.xlsx", {"1": rows}))
    months = [("A", "2026-01", 10), ("A", "2026-02", 11), ("B", "2026-01", 1), ("B", "2026-02", 3)]
    assert values(reading, "branch", "period", "value") == months
    across = [["Посещения"], ["Библиотека", 46023, 46054, 46082], ["А", 5, 6, 7]]
    reading = read(book(tmp_path, "s.xlsx", {"1": across}))
    assert values(reading, "period", "value") == [("2026-01", 5), ("2026-02", 6), ("2026-03", 7)]


DISTRICTS = """region,year,libraries,copies,users,users_0_14,users_15_24,users_25,visits,loans,\
events,attendance,population
Shomanay,2024,10,50000,3000,1000,900,1100,20000,60000,80,1500,55000
Shomanay,2025,10,50500,3100,1050,900,1150,21000,61000,82,1550,55800
"""


def test_the_plain_district_table_is_read_as_it_is(tmp_path: Path) -> None:
    reading = read(csv(tmp_path, "districts.csv", DISTRICTS))
    assert len(reading.table) == 22
    assert totals(reading, "users").tolist() == [3000, 3100]
    parts = reading.table[reading.table["breakdown_name"] == "age"]
    assert parts["breakdown_value"].tolist() == ["0-14", "15-24", "25+"] * 2
    kinds = reading.table.drop_duplicates("measure").set_index("measure")["kind"]
    assert kinds["stock"] == kinds["libraries"] == kinds["population"] == "stock"
    assert kinds["loans"] == kinds["users"] == "flow"


@pytest.mark.parametrize(
    ("encoding", "sign"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1251", ";")]
)
def test_encodings_and_delimiters_are_found(tmp_path: Path, encoding: str, sign: str) -> None:
    lines = [["Район", "Год", "Посещения"], ["Чимбай", "2025", "1 200"], ["Шоманай", "2025", "30"]]
    text = "\r\n".join(sign.join(line) for line in lines)
    reading = read(csv(tmp_path, "x.csv", text, encoding))
    assert values(reading, "library", "period", "value") == [
        ("Чимбай", "2025", 1200), ("Шоманай", "2025", 30),
    ]  # fmt: skip
    assert ("encoding_guessed" in set(reading.log["rule"])) == (encoding == "cp1251")


def test_western_letters_in_cp1252_are_told_from_cyrillic(tmp_path: Path) -> None:
    path = csv(tmp_path, "x.csv", "Branch,Year,Visits\nCafé Zoë,2025,5\n", "cp1252")
    assert read(path).table["branch"].tolist() == ["Café Zoë"]


def test_letters_that_a_plain_csv_lost_come_back_from_the_list_of_places(
    tmp_path: Path, root: Path
) -> None:
    text = "Rayon;Paydalan?wsh?lar san?;Qatnawlar san?\r\nN?kis;100;2 000,5\r\nJ?mi;100;2000,5\r\n"
    reading = read(csv(tmp_path, "sanlar-2026-09.csv", text, "cp1251"), root=root)
    assert values(reading, "library", "measure", "value") == [
        ("Nókis", "users", 100), ("Nókis", "visits", 2000.5),
    ]  # fmt: skip
    told = reading.log[reading.log["rule"] == "lost_letters"]["example"]
    assert "N?kis -> Nókis" in str(told.iloc[0])


def test_columns_about_persons_are_dropped_at_the_door(tmp_path: Path) -> None:
    text = "Branch,Year,Visits,Director,E-mail,Contact me\nA,2025,5,Ann Lee,a@b.org,c@d.org\n"
    reading = read(csv(tmp_path, "x.csv", text))
    personal = reading.log[reading.log["rule"] == "column_personal"]
    assert personal["example"].tolist() == ["Director, E-mail, Contact me"]
    assert "Ann" not in reading.table.to_csv()
    assert "Ann" not in reading.log.to_csv()


def test_decimal_commas_and_thousands_are_told_apart(tmp_path: Path) -> None:
    english = 'Branch,Year,Visits\nA,2025,"623,148"\nB,2025,"1,061,437"\n'
    assert read(csv(tmp_path, "en.csv", english)).table["value"].tolist() == [623148, 1061437]
    russian = "Район;Год;Население, тыс.\nА;2025;12,5\nБ;2025;1 623,148\n"
    assert read(csv(tmp_path, "ru.csv", russian)).table["value"].tolist() == [12500, 1623148]


def test_months_across_need_no_order_and_no_two_digits(tmp_path: Path) -> None:
    text = "Library,2022-12,2023-1,2023-10\nA,1,2,3\n"
    assert read(csv(tmp_path, "visits.csv", text)).table["period"].tolist() == [
        "2022-12", "2023-01", "2023-10",
    ]  # fmt: skip


def test_periods_of_different_length_stand_side_by_side(tmp_path: Path) -> None:
    text = "Authority,Period,Count\nX,2023-04-01/P1M,5\nX,2023-07-01/P3M,7\nX,2023-04-01/P1Y,90\n"
    reading = read(csv(tmp_path, "visits.csv", text))
    assert values(reading, "period", "value", "note") == [
        ("2023-04", 5, ""), ("2023-Q3", 7, ""), ("2023", 90, "fiscal:04"),
    ]  # fmt: skip
    assert "mixed_periods" in set(reading.log["rule"])


def test_a_known_column_under_an_unknown_one_is_not_taken_for_it(tmp_path: Path) -> None:
    text = ",,Online,\nBranch,Year,Visits,Loans\nA,2025,5,6\n"
    with pytest.raises(ValueError, match="Online / Visits"):
        read(csv(tmp_path, "x.csv", text))


def test_the_same_figure_in_two_files_is_counted_once(tmp_path: Path) -> None:
    text = "Branch,Year,Visits\nA,2025,5\nB,2025,6\n"
    paths = [csv(tmp_path, "one.csv", text), csv(tmp_path, "two.csv", text)]
    reading = read(paths)
    assert reading.table["value"].tolist() == [5, 6]
    assert reading.log.set_index("rule").loc["repeated_elsewhere", "cells"] == 2


def test_a_source_keeps_its_name_and_its_hash(tmp_path: Path) -> None:
    import hashlib

    path = csv(tmp_path, "visits-2026-09.csv", "Branch,Visits\nA,5\n")
    reading = read(path)
    assert set(reading.table["source_id"]) == {"visits-2026-09"}
    assert reading.files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_worked_example_of_the_documentation_works(tmp_path: Path, root: Path) -> None:
    import re
    import textwrap

    page = (root / "docs" / "inputs" / "counts.md").read_text(encoding="utf-8")
    table = re.search(r"as a city published it:\n\n(.*?)\n\n`circ", page, flags=re.S)
    described = re.search(r"```yaml\n(.*?)```", page, flags=re.S)
    assert table is not None
    assert described is not None
    path = csv(tmp_path, "circulation.csv", textwrap.dedent(table[1]) + "\n")
    reading = read(path, described[1])
    assert values(reading, "branch", "period", "value", "breakdown_value", "note") == [
        ("Central", "2025", 12500, "adult", "footnote"),
        ("Central", "2026", 13100, "adult", "footnote"),
        ("Central", "2025", 4200, "child", "footnote"),
        ("Harbour", "2025", 0, "adult", "closed"),
        ("Harbour", "2026", 900, "adult", ""),
    ]
    assert (reading.files[0].cells_kept, reading.files[0].cells_in) == (5, 8)
    assert reading.breaks["period"].tolist() == ["2026"]


def test_a_named_closure_makes_an_empty_count_zero_and_a_closure_of_all_does_not(
    tmp_path: Path,
) -> None:
    text = "branch,2025-01,2025-02,2025-03\nHarbour,5,,7\nCentral,4,,6\nMill,1,2,3\n"
    told = (
        "library: City\nmeasure: MEASURE\nclosed:\n"
        "  - {branch: Harbour, from: 2025-02, to: 2025-02, why: flood}\n"
        "  - {from: 2025-02, to: 2025-02, why: strike}\n"
    )
    path = csv(tmp_path, "loans.csv", text)
    reading = read(path, told.replace("MEASURE", "loans"))
    shut = reading.table[reading.table["note"] == "closed"]
    assert shut[["branch", "value"]].to_numpy().tolist() == [["Harbour", 0.0], ["Mill", 2.0]]
    log = reading.log.set_index("rule")["cells"]
    assert (log["closed_zero"], log["closed_empty"], log["kept"]) == (1, 1, 8)
    shares = read(
        path, told.replace("MEASURE", "computer_use") + "measures: {computer_use: {scale: 0.01}}\n"
    )
    assert shares.table.loc[shares.table["note"] == "closed", "branch"].tolist() == ["Mill"]


def test_a_time_in_a_heading_does_not_hide_what_else_it_says(tmp_path: Path) -> None:
    text = "Branch,Visits - May 2026,Frobs of Adults - May 2026\nA,5,6\n"
    with pytest.raises(ValueError, match=r"Frobs of Adults - May 2026 +this column cannot"):
        read(csv(tmp_path, "loans.csv", text))
    described = 'columns:\n  "Frobs*": leave out\n'
    assert values(read(tmp_path / "loans.csv", described), "period", "measure") == [
        ("2026-05", "visits")
    ]


def test_a_workbook_that_waits_to_be_filled_in_is_told_beside_one_that_is(tmp_path: Path) -> None:
    for name, figure in (("visits-2026-09.csv", "12"), ("visits-2026-10.csv", "")):
        text = f"Branch;Visits\nMoynaq;{figure}\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    reading = counts([tmp_path / "visits-2026-09.csv", tmp_path / "visits-2026-10.csv"])
    assert reading.table["period"].tolist() == ["2026-09"]
    told = reading.log.loc[reading.log["rule"] == "file_without_figures", "example"]
    assert told.tolist() == ["visits-2026-10.csv"]
    with pytest.raises(DataError, match="is it filled in"):
        counts(tmp_path / "visits-2026-10.csv")
