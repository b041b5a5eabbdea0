"""The tables of a survey and the page of a service: what they refuse, all by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import report, table
from .trials import TARGETS, Trials, page, refused

SERVICES = "service,importance,performance,used,measures,places,areas\n"
ASKED = "disposition,n\n"
WHAT = "Oqıw zalı"
NEEDED: dict[str, dict[str, Any]] = {
    "survey": {"population": None, "asked": None, "headings": ["sex"], "questions": ["overall"]},
    "service": {"population": None, "service": WHAT},
}


@pytest.fixture
def trials(bench: Path) -> Trials:
    return Trials(bench)


@pytest.mark.slow
def test_what_the_tables_of_a_survey_cannot_be_made_of_is_refused(
    trials: Trials, capsys: pytest.CaptureFixture[str]
) -> None:
    odd: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "no-heading": ({"headings": ["brnch", "sex"]}, ("brnch", "did you mean branch?")),
        "open-heading": ({"headings": ["better"]}, ("better", "not a closed question")),
        "twice": ({"headings": ["sex", "sex"]}, ("headings of the tables", "sex", "stands twice")),
        "no-question": ({"questions": ["overal"]}, ("overal", "did you mean overall?")),
        "last": ({"last": "end"}, ("last", "not a closed question", "end")),
        "level": ({"level": 95}, ("level", "between 0 and 1", "95")),
        "minimum": ({"minimum": -5}, ("minimum", "from 0", "-5")),
        "most": ({"most": -2}, ("most", "from 0", "-2")),
        "few-invited": ({"invited": 5}, ("invited", "640 or more", "5")),
    }
    files = {
        "target": ("population", TARGETS + "sex,1,5\n", ("sex: 2", "has no target", "target.csv")),
        "sums": ("population", TARGETS + "sex,1,.5\nsex,2,.4\n", ("do not sum to 1", "sums.csv")),
        "below": ("asked", ASKED + "refusal,-5\n", ("below.csv", "row 2", "-5")),
        "words": ("asked", ASKED + "gone,5\n", ("words.csv", "row 2", "refusal", "gone")),
        "again": ("asked", ASKED + "refusal,1\nrefusal,2\n", ("row 3", "stands twice")),
        "bare": ("asked", ASKED, ("bare.csv", "headings but no rows")),
    }
    for name, (values, _said) in odd.items():
        trials.add(name, "survey", **(NEEDED["survey"] | values))
    for name, (parameter, text, _parts) in files.items():
        source = trials.file(f"{name}.csv", text)
        trials.add(name, "survey", **(NEEDED["survey"] | {parameter: source}))
    expected = {name: said for name, (_values, said) in odd.items()}
    refused(trials, capsys, expected | {name: parts for name, (_p, _t, parts) in files.items()})


@pytest.mark.slow
@pytest.mark.parametrize(
    "row, said",
    [
        (f"{WHAT},imp_none,,uses/nope,visitz,Nowhere,No room\n",
         ("imp_none", "uses/nope", "visitz", "Nowhere", "No room", "row 2")),
        (f"{WHAT},imp_read,,,,,\n{WHAT},imp_read,,,,,\n", ("row 3", "stands twice")),
        (f"{WHAT},better,sex,,,,\n", ("better", "sex", "numbers in an order")),
        ("Wi-Fi,imp_wifi,,,,,\n", (WHAT, "there is no")),
    ],
)  # fmt: skip
def test_a_table_of_services_that_does_not_fit_is_refused_all_at_once(
    row: str, said: tuple[str, ...], trials: Trials, capsys: pytest.CaptureFixture[str]
) -> None:
    belongs = trials.file("services.csv", SERVICES + row)
    trials.add("odd", "service", **NEEDED["service"], belongs=belongs)
    assert report("parameters/trials") == 1
    shown = capsys.readouterr().err
    assert all(part in shown for part in said) and "stopped with" not in shown
    [failure] = (trials.bench / "reports").rglob("failure.html")
    assert {one.name for one in failure.parent.iterdir()} == {"failure.html", "failed.ipynb"}


@pytest.mark.slow
def test_of_few_answers_and_of_none_the_tables_and_the_page_are_made(trials: Trials) -> None:
    three = trials.survey("three", lambda rows: rows[:3])
    poll = trials.file(
        "poll.csv", "id,Again?\n" + "".join(f"{i},{'YN'[i % 2]}\n" for i in range(40))
    )
    nobody = trials.survey("nobody", trials.column("perf_read", ""))
    trials.add("tables", "survey", **NEEDED["survey"], survey=three)
    alone = {"headings": [], "questions": []}  # nothing stands across
    trials.add("bare", "survey", **(NEEDED["survey"] | alone), survey=poll)
    trials.add("few", "service", **NEEDED["service"], survey=three)
    trials.add("nobody", "service", **NEEDED["service"], survey=nobody)
    assert report("parameters/trials") == 0
    assert "Answers are few (3)" in page(trials.bench, "tables")
    bare = page(trials.bench, "bare")
    assert "Tables: questions 1, columns 1." in bare and "No answer is flagged." in bare
    assert "Everybody answered every question." in bare
    for run in ("few", "nobody"):
        [folder] = (trials.bench / f"reports/{run}").rglob("en")
        evidence = {row["what"]: row for row in table(folder, "evidence")}
        assert evidence["said_importance"]["estimate"] == (
            "hidden" if run == "few" else "0.7460063897763578"
        )
