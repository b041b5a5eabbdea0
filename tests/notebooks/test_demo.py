"""The reports on the demo data: tables that plain pandas finds too, and four languages."""

from __future__ import annotations

import csv
import html
import json
import math
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from libmkt import words
from libmkt.words import build

from .conftest import REPORTS, SUBJECT, column, report, table

WORDED = (
    "needs",
    "poll",
    "survey",
)  # their tables hold the words of a codebook, in the report's language
FIGURE = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
MONTHS_BEFORE = [f"2025-{month:02d}" for month in range(1, 13)]


def folder(bench: Path, name: str, language: str = "en") -> Path:
    return bench / "reports" / name / SUBJECT[name] / language


def test_the_reports_are_forked_and_hold_what_plain_pandas_finds(
    bench: Path, forks: Callable[[], int]
) -> None:
    assert report(*REPORTS, "--language", "en") == 0
    assert forks() == (len(REPORTS) if sys.platform == "linux" else 0)
    the_years_are_those_of_the_file(bench)
    the_month_is_that_of_the_files(bench)
    the_peers_are_those_of_the_file(bench)
    the_tables_are_those_of_the_answers(bench)
    for name in REPORTS:
        page = (folder(bench, name) / "report.html").read_text(encoding="utf-8")
        assert '<html lang="en-' in page
        for title in ("What we would do", "How sure", "Sources"):
            assert title in page


def the_years_are_those_of_the_file(bench: Path) -> None:
    years = pd.read_csv(bench / "data/demo/region/yearly.csv").groupby("year").sum()
    made = folder(bench, "dynamics")
    loans = years["loans"]
    loans.index = loans.index.astype(str)
    assert column(made, "dynamics", "period", "value") == loans.to_dict()
    for measure in ("loans", "visits", "users"):
        expected = years[measure].set_axis(years.index.astype(str))
        assert column(made, "figures", "period", measure) == expected.to_dict()
    growth = loans.pct_change().dropna()
    assert column(made, "dynamics", "period", "increment_rate_chain") == pytest.approx(
        growth.to_dict()
    )
    mean = column(made, "means", "measure", "mean_increment_rate")["loans"]
    assert mean == pytest.approx((loans["2025"] / loans["2014"]) ** (1 / 11) - 1)
    assert column(made, "means", "measure", "mean_level")["loans"] == pytest.approx(loans.mean())
    # 16 districts x 12 years of three age groups against all users
    assert table(made, "checks") == [
        {"check": "breakdown", "holds": "192", "rounding": "0", "differs": "0"}
    ]
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    published = {row["name"]: row["value"] for row in manifest["published"]}
    assert published["loans"] == loans["2025"]


def the_month_is_that_of_the_files(bench: Path) -> None:
    files = sorted((bench / "data/demo/region/monthly").glob("*.csv"))
    months = pd.concat([pd.read_csv(path) for path in files])
    made = folder(bench, "monitoring")
    sums = months.drop(columns="district").groupby("month").sum()
    now, before = sums.loc["2026-09"], sums.loc["2025-09"]
    by_place = months.pivot(index="district", columns="month", values="loans")
    assert column(made, "places", "library", "value") == by_place["2026-09"].to_dict()
    assert column(made, "places", "library", "increment_chain") == (
        (by_place["2026-09"] - by_place["2025-09"]).to_dict()
    )
    indicators = column(made, "indicators", "measure", "value")
    assert indicators["visits_per_user"] == pytest.approx(now["visits"] / now["users"])
    assert indicators["loans_per_visit"] == pytest.approx(now["loans"] / now["visits"])
    plans = pd.concat(
        pd.read_csv(path) for path in sorted((bench / "data/demo/plan").glob("*.csv"))
    )
    yearly = plans[plans["period"].astype(str) == "2026"].set_index("measure")["plan"]
    assert column(made, "plan", "measure", "plan") == yearly.to_dict()
    done = sums[sums.index.str.startswith("2026")].sum()
    due = sums.loc[MONTHS_BEFORE[:9]].sum() / sums.loc[MONTHS_BEFORE].sum()
    for measure, plan in yearly.items():
        assert column(made, "plan", "measure", "value")[measure] == done[measure]
        share = column(made, "plan", "measure", "elapsed")[measure]
        assert share == pytest.approx(due[measure])
        pace = column(made, "plan", "measure", "pace")[measure]
        assert pace == pytest.approx(done[measure] / (plan * due[measure]))
    page = html.unescape((made / "report.html").read_text(encoding="utf-8"))
    effect = (now["users"] - before["users"]) * before["loans"] / before["users"]
    assert words.fill("{x:+n0}", x=effect) in page  # the part of the users, F17


def the_peers_are_those_of_the_file(bench: Path) -> None:
    years = pd.read_csv(bench / "data/demo/region/yearly.csv")
    now = years[years["year"] == 2025].set_index("region")
    made = folder(bench, "peers")
    ratio = now["population"] / now.loc["Kókótkel", "population"]
    distance = ratio.map(math.log).abs()
    nearest = distance.sort_values().index[:9].tolist()
    assert [row["library"] for row in table(made, "peers")] == nearest
    rate = (now["loans"] / now["population"]).loc[nearest]
    place = {row["measure"]: row for row in table(made, "place")}["loans_per_capita"]
    assert float(place["value"]) == pytest.approx(rate["Kókótkel"])
    assert float(place["median"]) == pytest.approx(rate.drop("Kókótkel").median())
    assert float(place["rank"]) == rate.rank(ascending=False)["Kókótkel"]
    scale = {row["measure"]: row for row in table(made, "scale")}["loans_per_capita"]
    assert (float(scale["mean"]), float(scale["sd"])) == pytest.approx((rate.mean(), rate.std()))
    scores = column(made, "index", "library", "z_loans_per_capita")
    assert scores == pytest.approx(((rate - rate.mean()) / rate.std()).to_dict())


def the_tables_are_those_of_the_answers(bench: Path) -> None:
    answers = pd.read_csv(bench / "data/demo/survey/needs-2026.csv")
    asked = pd.read_csv(bench / "data/demo/survey/asked-2026.csv").set_index("disposition")["n"]
    readers = pd.read_csv(bench / "data/demo/survey/population.csv")
    made = folder(bench, "survey")
    able = len(answers) + asked["refusal"] + asked["unknown_other"]
    rates = column(made, "rates", "definition", "estimate")
    assert max(rates.values()) == pytest.approx(len(answers) / (len(answers) + asked["refusal"]))
    assert min(rates.values()) == pytest.approx(asked["refusal"] / able)
    assert len(answers) / able in [pytest.approx(rate) for rate in rates.values()]
    came = column(made, "passed", "asked", "missing")[
        "Performance: Ordering books that are not there"
    ]
    assert came == answers["perf_order"].isna().sum()
    rows = table(made, "banner-overall")
    assert [float(row["total"]) for row in rows[:2]] == [
        answers["overall"].notna().sum(),
        pytest.approx(readers.loc[readers["variable"] == "sex", "target"].sum()),
    ]
    heads = {row["group"]: row["letter"] for row in table(made, "banner-values")}
    women = answers.loc[answers["sex"] == 1, "overall"]
    assert float(rows[0][heads["woman"]]) == women.notna().sum()
    shares = [float(row[heads["woman"]]) for row in rows[3:8]]
    assert sum(shares) == pytest.approx(1)
    mean = next(row for row in rows if row["label"] == "Mean")
    assert float(mean[heads["woman"]]) == pytest.approx(
        sum(point * share for point, share in enumerate(shares, start=1))
    )
    pairs = table(made, "banner-comparisons")
    assert all(float(row["p_value"]) <= float(row["p_adjusted"]) + 1e-12 for row in pairs)
    marked = sum(float(row[f"h{at}"]) for row in table(made, "banner") for at in range(4))
    assert marked == sum(float(row["p_adjusted"]) < 0.05 for row in pairs)


@pytest.mark.slow
def test_the_four_languages_hold_the_same_numbers_and_no_english_sentence(bench: Path) -> None:
    assert report(*REPORTS, "--language", ",".join(words.LANGUAGES)) == 0
    english = {
        key for found in build.messages() for key in ([found] if isinstance(found, str) else found)
    }
    for name in REPORTS:
        own = folder(bench, name)
        for language in words.LANGUAGES:
            made = folder(bench, name, language)
            page = (made / "report.html").read_text(encoding="utf-8")
            assert f'<html lang="{language}-' in page
            seen = figures if name in WORDED else Path.read_bytes
            csvs = {path.name: seen(path) for path in (made / "tables").glob("*.csv")}
            assert csvs and csvs == {p.name: seen(p) for p in (own / "tables").glob("*.csv")}
            found = left_in_english(page, english)
            assert (len(found) > 20) if language == "en" else (found == [])


def figures(path: Path) -> list[list[str]]:
    """The figures of a table, row by row, without the words of a codebook."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[cell for cell in row if FIGURE.fullmatch(cell)] for row in csv.reader(file)]


def left_in_english(page: str, english: set[str]) -> list[str]:
    """Messages of several English words that a page shows as they are."""
    body = re.sub(r"(?s)<(style|script|svg).*?</\1>", " ", page)
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "\n", body)))
    pieces = (max(re.split(r"\{[^}]*\}", message), key=len) for message in english)
    return sorted(
        {p for piece in pieces if len((p := piece.strip(" .:,;()")).split()) > 3 and p in text}
    )
