"""KoboToolbox as it is really exported: names or labels, groups or not, options in one or many."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from libmkt.codebook import Category, Codebook, Field, SurveyReading
from libmkt.read import survey
from tests.read.test_survey_formats import reasons, rules, workbench, xlsform

OWN = ("_id", "_uuid", "_submission_time", "_index")
TIMES = [(str(500 + n), f"u{n}", f"2026-09-05T05:0{n}:10", str(n)) for n in range(1, 7)]
CHOSEN = [("loans", "internet"), ("loans",), ("internet",), (), ("loans", "internet"), ("loans",)]
LABELS = {"loans": "Borrow books", "internet": "Internet"}
CHILDREN = [(1, 0), (0, 0), (1, 1), (0, 1), (1, 1), (0, 0)]  # how many, how many at school


@pytest.fixture(autouse=True)
def _workbench(tmp_path: Path) -> None:
    workbench(tmp_path)


def export(*, sign: str = "/", many: str = "both", labels: bool = False) -> list[list[str]]:
    """Rows of an export: a select-multiple in a group, and a group of two small numbers."""
    uses, about, home = (
        ("What do you use?", "About you", "Your home") if labels else ("uses", "about", "home")
    )
    numbers = ("How many children?", "How many at school?") if labels else ("children", "pupils")
    named = [LABELS[one] if labels else one for one in LABELS]
    head = [sign.join((about, uses))] if many != "separate" else []
    head += [sign.join((about, uses, one)) for one in named] if many != "single" else []
    head += [sign.join((home, one)) for one in numbers]
    rows = [[*head, *OWN]]
    for chosen, small, own in zip(CHOSEN, CHILDREN, TIMES, strict=True):
        words = " ".join(LABELS[one] if labels else one for one in chosen)
        cells = [words] if many != "separate" else []
        cells += [str(int(one in chosen)) for one in LABELS] if many != "single" else []
        rows.append([*cells, *map(str, small), *own])
    return rows


def read(
    folder: Path, rows: list[list[str]], kind: str = "csv", **settings: object
) -> SurveyReading:
    path = folder / f"village.{kind}"
    if kind == "csv":
        lines = (";".join(f'"{cell}"' for cell in row) for row in rows)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        import xlsxwriter

        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("village")
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, [int(c) if c.isdigit() else c for c in row])
    return survey(path, root=folder, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sign", "kind", "labels"), list(itertools.product("/.:", ("csv", "xlsx"), (False, True)))
)
def test_options_beside_the_column_that_names_them_are_one_question(
    tmp_path: Path, sign: str, kind: str, labels: bool
) -> None:
    reading = read(tmp_path, export(sign=sign, labels=labels), kind)
    (uses,) = reading.codebook.having(scale="multiple")
    assert uses.values == (("Borrow books", "Internet") if labels else ("loans", "internet"))
    assert reading.table[uses.columns[0]].tolist() == ["loans" in one for one in CHOSEN]
    assert uses.text("und") == ("What do you use?" if labels else "uses")
    assert len(reasons(reading)["summary"]) == 1
    numbers = [one for one in reading.codebook.fields if one is not uses]
    assert [reading.table[one.name].tolist() for one in numbers] == [
        [small[k] for small in CHILDREN] for k in (0, 1)
    ]
    assert [one.text("und") for one in numbers] == (
        ["How many children?", "How many at school?"] if labels else ["children", "pupils"]
    )


def test_small_numbers_of_one_group_are_questions_and_the_choice_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, export())
    part = reading.log[reading.log["rule"] == "ticks_apart"]
    assert part["example"].tolist() == ["home"] and part["cells"].tolist() == [12]


def test_options_without_the_column_that_names_them_are_not_guessed(tmp_path: Path) -> None:
    reading = read(tmp_path, export(many="separate"))
    assert not reading.codebook.having(scale="multiple")
    assert reading.table["loans"].tolist() == [int("loans" in one) for one in CHOSEN]
    assert set(reading.log.loc[reading.log["rule"] == "ticks_apart", "example"]) == {
        "uses", "home"
    }  # fmt: skip


@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("many", ["both", "separate", "single"])
def test_a_codebook_says_what_are_options_in_each_export(
    tmp_path: Path, many: str, labels: bool
) -> None:
    options = tuple(Category(code, {"en": text}) for code, text in LABELS.items())
    asked = {"uses": "What do you use?", "children": "How many children?"}
    book = Codebook(
        (
            Field("uses", "multiple", wording={"en": asked["uses"]}, categories=options),
            Field("children", "interval", "integer", wording={"en": asked["children"]}),
        )
    )
    reading = read(tmp_path, export(many=many, labels=labels), codebook=book)
    if many != "single":  # there, who chose nothing was perhaps not asked
        assert reading.table["uses/loans"].tolist() == ["loans" in one for one in CHOSEN]
    assert reading.table["uses/internet"].fillna(False).tolist() == [
        "internet" in one for one in CHOSEN
    ]
    assert reading.table["children"].tolist() == [small[0] for small in CHILDREN]
    assert "ticks_apart" not in rules(reading)


@pytest.mark.parametrize("many", ["both", "separate", "single"])
def test_a_form_says_what_are_options_in_each_export(tmp_path: Path, many: str) -> None:
    xlsform(tmp_path / "village.form.xlsx")  # its select-multiple is "services"
    rows = export(many=many)
    rows[0] = [one.replace("about/uses", "services") for one in rows[0]]
    reading = read(tmp_path, rows)
    assert reading.codebook["services"].scale == "multiple"
    assert reading.table["services/loans"].fillna(False).tolist() == [
        "loans" in one for one in CHOSEN
    ]


def test_a_heading_with_the_sign_in_its_text_stays_whole(tmp_path: Path) -> None:
    rows = export(labels=True)
    for n, row in enumerate(rows):
        row.insert(0, "Is it quiet and/or clean?" if n == 0 else "yes" if n % 2 else "no")
    reading = read(tmp_path, rows)
    assert reading.codebook.fields[0].text("und") == "Is it quiet and/or clean?"


def test_a_question_that_only_looks_like_the_sum_of_others_is_kept(tmp_path: Path) -> None:
    rows = export()
    for n, row in enumerate(rows):
        row.insert(0, "home" if n == 0 else "own flat" if n % 2 else "rented")
    reading = read(tmp_path, rows)
    assert "home" not in reasons(reading)["summary"]
    assert reading.table["home"].tolist()[:2] == ["own flat", "rented"]


def test_one_slip_among_many_options_is_refused_with_its_row(tmp_path: Path) -> None:
    rows = export()
    rows += [[*row[:5], *(f"{one}{k}" for one in row[5:])] for k in range(3) for row in rows[1:]]
    rows[4][1] = "7"
    with pytest.raises(ValueError, match="neither chosen nor not chosen   row 5: 7"):
        read(tmp_path, rows)
