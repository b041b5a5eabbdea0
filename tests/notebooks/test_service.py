"""The page of a service: one a row of the table, each kind of evidence there or told as missing."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from .conftest import report, table

LOANS = "newcastle-libraries/loans/2008-onwards-monthly-issues-by-branch.csv"
CONTRADICT = "What people say and what is seen contradict each other"


def page(folder: Path) -> str:
    """What a page says, without its marks."""
    text = (folder / "report.html").read_text(encoding="utf-8")
    body = re.sub(r"(?s)<(style|script|svg|head).*?</\1>", " ", text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def test_the_page_holds_what_plain_pandas_finds_and_the_truth_that_was_put_in(bench: Path) -> None:
    assert report("service", "--language", "en") == 0
    made = bench / "reports/service/Oqıw-zalı/en"
    rows = {row["what"]: row for row in table(made, "evidence")}
    sheet = pd.read_csv(bench / "data/demo/observations/2026-09.csv")
    room = sheet.assign(hour=sheet["Waqtı"].ffill()).query("Zal == 'Oqıw zalı'")
    share = room["Bánt orınlar"].sum() / room["Otırıw orınları"].sum()
    assert float(rows["seat_occupancy"]["estimate"]) == pytest.approx(share)
    hours = room.groupby("hour")[["Bánt orınlar", "Otırıw orınları"]].sum()
    highest = (hours["Bánt orınlar"] / hours["Otırıw orınları"]).max()
    assert float(rows["seats_busiest"]["estimate"]) == pytest.approx(highest)
    assert float(rows["seats_busiest"]["n"]) == 12 and float(rows["seat_occupancy"]["n"]) == 60
    answers = pd.read_csv(bench / "data/demo/survey/needs-2026.csv")["imp_read"].dropna()
    assert float(rows["said_importance"]["n"]) == len(answers[answers.between(1, 5)])
    months = pd.read_csv(bench / "data/demo/city/monthly.csv").set_index(["branch", "month"])
    visits = months.loc[("Oraylıq kitapxana", "2026-09"), "visits"]
    assert float(rows["visits"]["value"]) == visits
    assert CONTRADICT in page(made) and "within the limits of usual variation" in page(made)
    done = {row["activity"]: float(row["count"]) for row in table(made, "activities")}
    assert done["act_reading"] == room["Oqıydı"].sum()


def test_each_row_of_the_table_has_its_page(bench: Path) -> None:
    assert report("parameters/services.yml", "--language", "en") == 0
    with (bench / "data/demo/services.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["service"] for row in csv.DictReader(stream)]
    said = {
        name: page(bench / "reports/services" / name.replace(" ", "-") / "en") for name in names
    }
    assert all(f"{name} · September 2026" in text for name, text in said.items())
    # 88 % at the highest of five hours: by that hour alone 78 % to 93 %, beyond three quarters
    assert "at the busiest hour (16:00) 73% to 95%" in said["Gúlzar oqıw zalı"]
    assert "Its limits allow for 5 hours" in said["Gúlzar oqıw zalı"]
    assert CONTRADICT in said["Kompyuterler"] and "nothing of it is counted" in said["Kompyuterler"]
    assert "stands alone: important to 91%" in said["Kitap beriw"]
    for name in ("Kitap beriw", "Ilajlar"):
        assert "nobody has observed it" in said[name] and "Observe it: 30 sweeps" in said[name]


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("survey", "nobody was asked how important it is"),
        ("counts", "nothing of it is counted in this period"),
        ("observations", "nobody has observed it"),
    ],
)
def test_a_kind_of_evidence_that_is_not_there_is_told_as_missing(
    without: str, told: str, bench: Path
) -> None:
    assert report("service", "--language", "en", "--set", f"{without}=null") == 0
    assert told in page(bench / "reports/service/Oqıw-zalı/en")


def test_a_month_that_nobody_observed_is_told_and_nothing_of_another_month_is_used(
    bench: Path,
) -> None:
    assert report("service", "--language", "en", "--set", "period=2026-08") == 0
    made = bench / "reports/service/Oqıw-zalı/en"
    assert "nobody has observed it" in page(made)
    assert "seat_occupancy" not in {row["what"] for row in table(made, "evidence")}


def test_mistakes_in_the_table_of_services_are_told_with_row_and_value(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bench / "data/demo/services.csv"
    text = path.read_text(encoding="utf-8").replace("imp_read", "imp_raed", 1)
    text = text.replace("loans; renewals", "lones; renewals")
    path.write_text(text.replace("Kompyuter zalı", "Kompyuter"), encoding="utf-8", newline="\n")
    assert report("service", "--language", "en") == 1
    shown = capsys.readouterr()
    told = shown.out + shown.err
    for part in ("row 2, Measures", "lones; did you mean loans?", "row 3, Question: importance",
                 "imp_raed; did you mean imp_read?", "row 5, Rooms or zones", "Kompyuter",
                 ):  # fmt: skip
        assert part in told


@pytest.mark.slow
def test_a_real_library_with_two_of_three_kinds_is_told_what_is_missing(
    real: Path, shared_data: Path
) -> None:
    assert report("parameters/newcastle-services.yml") == 0
    made = real / "reports/newcastle-services/Borrowing-books/en"
    rows = {row["what"]: row for row in table(made, "evidence")}
    assert float(rows["said_used"]["n"]) == 12 and float(rows["said_used"]["estimate"]) == 1
    months: Any = pd.read_csv(shared_data / LOANS).set_index("Library").loc["City"]
    year = {
        y: pd.to_numeric(months[months.index.str.startswith(y)]).sum() for y in ("2011", "2012")
    }
    assert float(rows["loans"]["value"]) == year["2012"]
    assert float(rows["loans"]["change"]) == pytest.approx(year["2012"] / year["2011"] - 1)
    text = page(made)
    assert "Say that they use it: 12 of 12 who answered" in text
    assert "they were not asked how important it is" in text
    assert "What people are seen to do is missing: nobody has observed it" in text
