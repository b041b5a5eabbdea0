"""A branch of three persons: none of its numbers stands anywhere in what a report writes."""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from libmkt.reporting import execute
from libmkt.reporting.content import blocks

from .conftest import report

HILL, DALE = "Hill Branch", "Dale Branch"  # 3 persons, and 7 that would give them away
HILL_SAID, DALE_SAID = [1, 2, 2], [2, 2, 2, 2, 3, 3, 4]  # their satisfaction
TOLD = ("0.02189781", "0.05109489", "Hill Branch differs clearly", "Dale Branch differs clearly")
POLL = "reports/poll-made/2026-09/en"
FIELDS = """{"fields": [
{"name": "overall", "type": "integer", "title": "Satisfied", "libmkt:scale": "ordinal",
 "libmkt:role": "satisfaction", "categories": [{"value": 1, "label": "very bad"},
 {"value": 2, "label": "bad"}, {"value": 3, "label": "so so"}, {"value": 4, "label": "good"},
 {"value": 5, "label": "very good"}]},
{"name": "wish", "type": "string", "title": "Wish", "libmkt:scale": "text",
 "libmkt:role": "comment"},
{"name": "place", "type": "string", "title": "Where", "libmkt:scale": "nominal",
 "libmkt:role": "background", "categories": [{"value": "Central Library"},
 {"value": "Lake Branch"}, {"value": "Hill Branch"}, {"value": "Dale Branch"}]}
]}
"""


@pytest.fixture
def survey(bench: Path) -> Path:
    """137 persons of four branches, two of them small and less satisfied than the rest."""
    draw = random.Random(5)
    good = [("Central Library", draw.choice([3, 4, 5, 5])) for _ in range(80)]
    good += [("Lake Branch", draw.choice([4, 4, 5])) for _ in range(47)]
    rows = [*good, *((HILL, one) for one in HILL_SAID), *((DALE, one) for one in DALE_SAID)]
    draw.shuffle(rows)
    path = bench / "data/made.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        wishes = ((i, said, "Longer hours please", at) for i, (at, said) in enumerate(rows))
        csv.writer(stream).writerows([("respondent", "overall", "wish", "place"), *wishes])
    (bench / "data/made.codebook.json").write_text(FIELDS, encoding="utf-8")
    known = [("Central Library", 7000), (HILL, 900), ("Lake Branch", 5000), (DALE, 1100)]
    lines = ["variable,category,target", *(f"place,{name},{n}" for name, n in known), ""]
    (bench / "data/made-population.csv").write_text("\n".join(lines), encoding="utf-8")
    runs = bench / "parameters/made"
    runs.mkdir()
    for name, more in {
        "needs": ["  by: place", "  modelled: true", "  population: data/made-population.csv"],
        "poll": ["  question: place"],
        "survey": [
            *("  modelled: true", "  minimum: 2", "  adjust: none", "  asked:"),
            "  population: data/made-population.csv",
        ],
    }.items():
        text = [f"report: {name}", "language: [en]", "set:", "  survey: data/made.csv", *more, ""]
        (runs / f"{name}-made.yml").write_text("\n".join(text), encoding="utf-8")
    return bench


def made(bench: Path, k: int) -> None:
    """Make both reports with this k."""
    library = bench / "parameters/library.yml"
    text = re.sub(r"(?m)^k: .*\n", "", library.read_text(encoding="utf-8"))
    library.write_text(f"{text}k: {k}\n", encoding="utf-8", newline="\n")
    assert report("parameters/made", "--to", "html,xlsx") == 0


def rows(bench: Path) -> Iterator[tuple[str, list[str]]]:
    """All rows of all tables that were written, as texts, with the name of their file."""
    for path in sorted((bench / "reports").rglob("*")):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                yield from ((path.name, row) for row in csv.reader(stream))
        elif path.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(path):
                yield from ((path.name, [str(cell) for cell in row]) for row in sheet.values)
        elif path.suffix == ".html":
            for row in re.findall(r"(?s)<tr.*?</tr>", path.read_text(encoding="utf-8")):
                cells = re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row)
                yield path.name, [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in cells]
        elif path.suffix == ".ipynb":
            for table in blocks(execute.read(path), "table"):
                yield from ((path.name, [str(cell) for cell in row]) for row in table["rows"])


def beside(bench: Path, group: str) -> set[str]:
    """The numbers that stand in a row with a group's name."""
    near = (row for _file, row in rows(bench) if any(cell.startswith(group) for cell in row))
    found = (cell for row in near for cell in row)
    return {cell for cell in found if re.match(r"[+−-]?\d", cell)}


def texts(bench: Path) -> str:
    """All that a person or a program can read in both reports."""
    kinds = (".html", ".csv", ".json", ".ipynb", ".svg")
    files = sorted(p for p in (bench / "reports").rglob("*") if p.suffix in kinds)
    return "\n".join(html.unescape(path.read_text(encoding="utf-8")) for path in files)


def drawn(bench: Path) -> int:
    """How many groups the figure of the comparison shows: a dot each."""
    [path] = (bench / "reports").rglob("groups.svg")
    return len(re.findall(r"<use [^>]*fill=", path.read_text(encoding="utf-8")))


def across(bench: Path) -> set[str]:
    """What stands in the columns of both branches in the banner table of satisfaction."""
    path = bench / "reports/survey-made/2026-09/en/tables/banner-overall.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {row[letter] for row in csv.DictReader(stream) for letter in "CD"}


def test_no_number_of_a_branch_of_three_stands_anywhere(survey: Path) -> None:
    made(survey, 1)  # nothing is hidden: what the next run must not hold is found here
    seen = texts(survey)
    assert {"3", "2%", "0.0218978102189781"} <= beside(survey, HILL)
    assert {"7", "5%", "0.05109489051094891"} <= beside(survey, DALE)
    assert all(told in seen for told in TOLD)
    assert "Small groups are not hidden (k is 1 in library.yml)" in seen
    assert drawn(survey) == 4
    assert {"3", "7"} < across(survey)

    made(survey, 5)  # another k makes the reports again, without being forced
    seen = texts(survey)
    # what is known of all readers, and how many answered in all
    assert beside(survey, HILL) == {"0.06428571428571428", "6%", "137"}
    assert beside(survey, DALE) == {"0.07857142857142857", "8%", "137"}
    assert not [told for told in TOLD if told in seen]
    assert not re.search(r"differs[^<>\"]{0,60}(Hill|Dale) Branch", seen)
    assert drawn(survey) == 2
    assert across(survey) == {"", "hidden"}
    assert "2 groups are hidden: those of fewer than 5 persons" in seen
    assert "Groups of fewer than 5 persons are hidden" in seen
    published = json.loads((survey / POLL / "manifest.json").read_text(encoding="utf-8"))
    names = [one["name"] for one in published["published"]]
    assert names == ["place=Central Library", "place=Lake Branch"]


def test_a_branch_of_five_is_shown_where_five_are_enough(survey: Path) -> None:
    path = survey / "data/made.csv"
    text = path.read_text(encoding="utf-8")
    more = [f"{200 + i},{2 + i},,{HILL}" for i in range(2)]
    path.write_text(text + "\n".join([*more, ""]), encoding="utf-8", newline="\n")
    made(survey, 5)
    assert "5" in beside(survey, HILL) and "7" in beside(survey, DALE)
    seen = texts(survey)
    assert "groups are hidden: those" not in seen
    assert "Groups of fewer than 5 persons are hidden" in seen
    made(survey, 6)
    assert beside(survey, HILL) == {"0.06428571428571428", "6%", "139"}
