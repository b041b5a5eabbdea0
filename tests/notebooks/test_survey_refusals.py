"""What a survey may have wrong: one clear error with its place, or a choice that is told."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from .conftest import report, table
from .trials import TARGETS, Trials, choices, page, refused


@pytest.fixture
def trials(bench: Path) -> Trials:
    return Trials(bench)


@pytest.mark.slow
def test_populations_that_do_not_fit_the_answers_are_refused(
    trials: Trials, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = trials.population
    populations = {
        "lacks": (whole.replace("sex,2,10800\n", ""), ("sex: 2", "has no target", "lacks.csv")),
        "no-answer": (whole + "sex,3,100\n", ("no-answer.csv", "row 21", "sex: 3")),
        "no-question": (TARGETS + "gender,1,5\n", ("no-question.csv", "row 2", "gender")),
        "sums": (TARGETS + "sex,1,0.5\nsex,2,0.4\n", ("do not sum to 1", "0.9", "sums.csv")),
        "totals": (whole.replace("13200", "26400"), ("24,000", "37,200", "totals.csv")),
        "negative": (TARGETS + "sex,1,-5\nsex,2,9\n", ("negative.csv", "row 2", "-5")),
        "nought": (TARGETS + "sex,1,0\nsex,2,9\n", ("sex: 1", "the target is 0", "nought.csv")),
        "words": (TARGETS + "sex,1,many\nsex,2,\n", ("words.csv", "row 2", "many", "row 3")),
        "twice": (whole + "sex,1,3\n", ("twice.csv", "row 21", "stands twice", "sex: 1")),
        "heads": ("variable,class,target\nsex,1,5\n", ("heads.csv", "category", "class")),
        "bare": (TARGETS, ("bare.csv", "headings but no rows")),
        "void": ("", ("void.csv", "the file is empty")),
    }  # fmt: skip
    for name, (text, _said) in populations.items():
        trials.add(name, "needs", population=trials.file(f"{name}.csv", text))
    refused(trials, capsys, {name: said for name, (_text, said) in populations.items()})


def test_answers_outside_their_scale_are_refused_with_row_and_value(
    trials: Trials, capsys: pytest.CaptureFixture[str]
) -> None:
    fifth = slice(4, 5)
    said = {
        "above": ("above.csv", "perf_wifi", "row 6", "6", "1, 2, 3, 4, 5"),
        "eleven": ("eleven.csv", "recommend", "row 6", "11"),
        "half": ("half.csv", "perf_wifi", "row 6", "3,5"),
        "empty": ("empty.csv", "headings but no respondents"),
        "void": ("void.csv", "the file is empty"),
        "repeated": ("repeated.csv", "Which?", "two columns have this heading"),
        "silent": ("silent.csv", "no respondent answered any question"),
        "excel": ("excel.csv", "letters were saved as others", "40 answers"),
    }
    for name, column, value in (
        ("above", "perf_wifi", "6"),
        ("eleven", "recommend", "11"),
        ("half", "perf_wifi", "3,5"),
    ):
        source = trials.survey(name, trials.column(column, value, fifth))
        trials.add(name, "needs", survey=source)
    trials.add("empty", "poll", survey=trials.file("empty.csv", choices(0)))
    trials.add("void", "poll", survey=trials.file("void.csv", ""))
    trials.add("silent", "poll", survey=trials.file("silent.csv", choices(0) + "1,,,\n2,,,\n"))
    # UTF-8 opened as Windows-1252 and saved by Excel once more: letters are lost for good
    twice = "".join(f"{i},{('Келесең', 'Кеспейсең')[i % 2]}\n" for i in range(40))
    garbled = ("id,Қайта келесиз бе?\n" + twice).encode().decode("cp1252", errors="replace")
    trials.add("excel", "poll", survey=trials.file("excel.csv", garbled))
    rows = "".join(f"{i},{'ab'[i % 2]},{'xy'[i % 3 > 0]}\n" for i in range(40))
    trials.add("repeated", "poll", survey=trials.file("repeated.csv", "id,Which?,Which?\n" + rows))
    refused(trials, capsys, said)


@pytest.mark.slow
def test_parameters_that_name_no_fit_question_are_refused(
    trials: Trials, capsys: pytest.CaptureFixture[str]
) -> None:
    needs: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "by-typo": ({"by": "brnch"}, ("by", "brnch", "did you mean branch?")),
        "by-several": ({"by": "uses"}, ("by", "one answer a person")),
        "by-open": ({"by": "better"}, ("by", "not in own words")),
        "by-itself": ({"by": "overall"}, ("by", "by itself")),
        "overall-none": ({"overall": "nothing"}, ("overall", "no such question", "nothing")),
        "overall-place": ({"overall": "branch"}, ("overall", "by numbers in an order")),
        "overall-open": ({"overall": "better"}, ("overall", "by numbers in an order")),
        "invited": ({"invited": 10}, ("invited", "640", "10")),
    }
    for name, (values, _said) in needs.items():
        trials.add(name, "needs", population=None, **values)
    poll = trials.file("poll.csv", choices(60))
    trials.add("question", "poll", survey=poll, question="Agian")
    trials.add("asked", "poll", survey=poll, invited=-3)
    said = {name: parts for name, (_values, parts) in needs.items()}
    refused(
        trials,
        capsys,
        said | {"question": ("question", "Agian"), "asked": ("invited", "60 or more", "-3")},
    )


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--set", "period=2026-13"], "2026-13"),
        (["--set", "survey=data/none.csv"], "data/none.csv"),
        (["--set", "sample=most"], "sample"),
        (["--set", "invited=many"], "invited"),
    ],
)
def test_what_the_command_can_see_is_refused_before_anything_runs(
    arguments: list[str], said: str, bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("poll", *arguments) in (2, 3)
    shown = capsys.readouterr().err
    assert said in shown and "Traceback" not in shown
    assert not (bench / "reports").exists()


@pytest.mark.slow
def test_what_is_doubtful_but_usable_is_a_choice_that_the_page_tells(trials: Trials) -> None:
    branch = trials.head.index("branch")
    small = "Bulaq filialı"
    one = next(i for i, row in enumerate(trials.rows) if row[branch] == small)
    few = trials.survey("three", lambda rows: rows[:3])
    said = {
        "alone": ("Bulaq filialı",),  # of one person: joined with a neighbour, and told
        "absent": ("Bulaq filialı",),
        "unrated": ("Left out, because nobody answered both of their questions: Wi-Fi.",),
        "undecided": ("No groups are compared: the survey has no question of satisfaction",),
        "three": ("3 persons answered.", "Not computed: 3 rated enough", "no category is named"),
        "bare": ("it cannot be said which fields are sure", "No difference is tested"),
        "census": ("All were asked: shares have no sampling error",),
        "labels": ("weighted by raking to the population's margins", "55%"),
    }
    sources = {
        "alone": trials.survey(
            "alone", lambda rows: [r for i, r in enumerate(rows) if r[branch] != small or i == one]
        ),
        "absent": trials.survey("absent", lambda rows: [r for r in rows if r[branch] != small]),
        "unrated": trials.survey("unrated", trials.column("perf_wifi", "")),
        "undecided": trials.survey("undecided", trials.column("overall", "")),
    }
    for name, source in sources.items():
        trials.add(name, "needs", survey=source)
    trials.add("three", "needs", survey=few, population=None)
    trials.add("bare", "needs", modelled=False, population=None)
    trials.add("census", "needs", sample="census", population=None)
    labels = trials.file("labels.csv", TARGETS + "sex,Hayal,13200\nsex, ERKEK ,10800\n")
    trials.add("labels", "needs", population=labels)
    assert report("parameters/trials") == 0
    for name, parts in said.items():
        for part in parts:
            assert part in page(trials.bench, name), name
    ratings = table(trials.bench / "reports/unrated/2026-09/en", "ratings")
    assert len(ratings) == 11 and "Wi-Fi" not in {row["item"] for row in ratings}
    margins = table(trials.bench / "reports/labels/2026-09/en", "margins")
    assert [float(row["target"]) for row in margins] == pytest.approx([0.55, 0.45])


def test_one_respondent_is_counted_and_no_more_is_said(trials: Trials) -> None:
    trials.add("one", "poll", survey=trials.file("one.csv", choices(1)), sample="probability")
    few = trials.survey("alone", lambda rows: rows[:1])
    trials.add("alone", "needs", survey=few, population=None, sample="probability")
    assert report("parameters/trials") == 0
    for name in ("one", "alone"):
        shown = page(trials.bench, name)
        assert "1 person answered." in shown and "Of one answer there is no interval" in shown
        assert not re.search(r"\bnan\b|Traceback|exact below", shown)
    answers = table(trials.bench / "reports/one/2026-09/en", "answers")
    assert [float(row["count"]) for row in answers if float(row["count"])] == [1]
    numbers = table(trials.bench / "reports/one/2026-09/en", "numbers")
    assert not {"conf_low", "conf_high"} & {*answers[0], *numbers[0]}
    assert [row["n"] for row in numbers] == ["1"]


@pytest.mark.slow
def test_polls_of_an_odd_shape_are_told_as_they_are(trials: Trials) -> None:
    wishes = [f"I wish {i} more books on number {i * 7}" for i in range(1, 41)]
    rows = {
        "open": ["id,What do you wish?", *(f"{i},{w}" for i, w in enumerate(wishes))],
        "books": ["id,How many books?", *(f"{i},{i % 50 + 11}" for i in range(100))],
        "same": ["id,Which?", *(f"{i},a" for i in range(40))],
        "cyrillic": [
            "№,Қайта келесиз бе?",
            *(f"{i},{('Аўа', 'Яқ')[i % 3 > 0]}" for i in range(60)),
        ],
        "towns": ["id,Town?,Again?", *(f"{i},Town {i % 300},{'YN'[i % 2]}" for i in range(900))],
    }
    for name, lines in rows.items():
        path = trials.file(f"{name}.csv", "\n".join([*lines, ""]))
        trials.add(name, "poll", survey=path)
    assert report("parameters/trials") == 0
    said = {name: page(trials.bench, name) for name in rows}
    assert "The survey has no closed question." in said["open"]
    assert "What do you wish? (40)" in said["open"]
    assert "How many books? — on average: 35.5 (100 answers)." in said["books"]
    assert "3,550" not in said["books"]  # a mean is no share
    assert "most often: a (100%; 40 of 40)" in said["same"]
    assert "Қайта келесиз бе? — most often: Яқ (67%; 40 of 60)." in said["cyrillic"]
    assert "Town? (900)" in said["towns"]  # so many answers are no choice of a few


@pytest.mark.slow
def test_markup_and_formulas_in_answers_run_nowhere(trials: Trials) -> None:
    odd = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "<b>bold</b>"]
    long = "a label of many letters " * 13
    path = trials.bench / "data/odd.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["id", "<img src=x onerror=alert(2)>", "Long?"])
        out.writerows([i, odd[i % 5], (long, "short")[i % 2]] for i in range(80))
    trials.add("odd", "poll", survey="data/odd.csv")
    formats = [part for one in ("html", "xlsx", "docx", "pdf") for part in ("--to", one)]
    assert report("parameters/trials", *formats) == 0
    folder = trials.bench / "reports/odd/2026-09/en"
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text and "<img src=x" not in text and "<b>bold" not in text
    assert "&lt;script&gt;alert(1)" in text
    with zipfile.ZipFile(folder / "report.xlsx") as book:
        sheets = [book.read(one).decode() for one in book.namelist() if "/worksheets/" in one]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)  # no cell is a formula
    for row in table(folder, "answers"):
        assert not row["label"].startswith(("=", "+", "@"))
    assert (folder / "report.docx").stat().st_size and (folder / "report.pdf").stat().st_size
