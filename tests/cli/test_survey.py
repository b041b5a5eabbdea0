"""``libmkt survey``: from nothing to a sheet of answers, and what it refuses."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from libmkt.cli import main
from libmkt.codebook import load
from libmkt.codebook.checks import faults
from libmkt.read import survey
from libmkt.surveys.batteries import battery, names
from tests.test_docs import consoles, follow


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A workbench of one's own, with a blank and Cyrillic in its path."""
    folder = tmp_path / "Моя библиотека 1"
    (folder / "parameters").mkdir(parents=True)
    (folder / "parameters" / "library.yml").write_text("name: Library\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    return folder


def said(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    return shown.out + shown.err


def typed_in(path: Path, forms: int) -> None:
    """Type forms into the workbook as a person does: labels from the lists, or codes."""
    import openpyxl

    chance = random.Random(5)
    book = openpyxl.load_workbook(path)
    sheet = book["answers"]
    codebook = load(path.with_name(path.stem + ".codebook.json"))
    heads = {cell.value: cell.column for cell in sheet[1]}
    for n in range(1, forms + 1):
        row = n + 2
        sheet.cell(row, heads["form_no"]).value = n
        for one in codebook.fields:
            codes = (*one.categories, *one.missing)
            if one.scale == "multiple":
                for column in one.columns:
                    sheet.cell(row, heads[column]).value = chance.choice([1, None])
            elif codes:
                code = chance.choice(codes)
                shown = code.text("kaa") if n % 2 else code.value
                sheet.cell(row, heads[one.name]).value = shown
            else:
                sheet.cell(row, heads[one.name]).value = "Kóbirek kitap"
    book.save(path)


def test_a_hundred_forms_typed_into_the_sheet_are_read_without_a_word_about_codes(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["survey", "draft", "data/survey/poll-2026", "--battery", "satisfaction"]) == 0
    assert main(["survey", "entry", "data/survey/poll-2026", "--language", "kaa"]) == 0
    path = here / "data" / "survey" / "poll-2026.xlsx"
    typed_in(path, 100)
    assert main(["check", str(path), "--as", "survey"]) == 0
    shown = said(capsys)
    assert "respondents: 100" in shown
    assert "sent off" not in shown and "not read" not in shown  # nobody noted a day
    reading = survey(path)
    assert set(reading.table["mode"]) == {"paper"}
    assert reading.dropped.empty
    assert reading.table["respondent"].tolist() == [str(n) for n in range(1, 101)]
    book = battery("satisfaction")
    for one in (one for one in book.fields if one.categories):
        assert set(reading.table[one.name].dropna()) <= set(one.values)
        assert reading.table[one.name].nunique() == len(one.values)
    assert {"sat_stock", "recommend", "age"} <= set(reading.missing["field"])


@pytest.mark.parametrize("name", names())
def test_every_set_becomes_a_codebook_and_all_forms(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["survey", "draft", "q", "--battery", name]) == 0
    assert faults(load(here / "q.codebook.json")) == []
    for action, made in (
        ("paper", "q-kaa.html"),
        ("entry", "q.xlsx"),
        ("xlsform", "q-xlsform.xlsx"),
        ("limesurvey", "q-limesurvey.lss"),
    ):
        assert main(["survey", action, "q.codebook.json"]) == 0
        assert (here / made).stat().st_size > 1000
    shown = said(capsys)
    assert "missing, another language" not in shown
    assert "LimeSurvey has no Qaraqalpaqsha (kaa): its texts stand under tr" in shown


def test_a_codebook_mended_in_excel_makes_the_same_form(here: Path) -> None:
    for name in ("q", "people.xlsx"):
        assert main(["survey", "draft", name, "--battery", "needs", "--language", "ru"]) == 0
    assert main(["survey", "paper", "people.xlsx"]) == 0
    assert main(["survey", "paper", "q"]) == 0
    both = [(here / name).read_text(encoding="utf-8") for name in ("people-ru.html", "q-ru.html")]
    assert both[0] == both[1]
    assert main(["survey", "entry", "people.xlsx"]) == 0
    assert (here / "people-entry.xlsx").is_file()
    assert main(["survey", "xlsform", "people.xlsx"]) == 0
    assert load(here / "people-xlsform.codebook.json").names == load(here / "q.codebook.json").names


def test_a_codebook_is_drafted_from_answers_that_have_none(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = "".join(f"{n},{'Yes' if n % 3 else 'No'},{n % 5 + 1}\n" for n in range(40))
    (here / "old.csv").write_text("id,Is it quiet?,How good?\n" + answers, encoding="utf-8")
    assert main(["survey", "draft", "old.csv"]) == 0
    assert len(load(here / "old.codebook.json").fields) == 2
    assert "written: old.codebook.json" in said(capsys)
    assert main(["survey", "limesurvey", "old"]) == 2
    assert "--as und=ru" in said(capsys)
    assert main(["survey", "limesurvey", "old", "--as", "und=en"]) == 0
    assert main(["survey", "xlsform", "old"]) == 0
    assert main(["survey", "draft", "old.csv"]) == 2
    assert "is not written over" in said(capsys)


def test_title_wave_and_languages_are_kept(here: Path) -> None:
    command = ["survey", "draft", "q", "--battery", "needs,nonusers", "--without-background"]
    assert main([*command, "--language", "ru,kaa", "--title", "Опрос", "--wave", "2026"]) == 0
    book = load(here / "q.codebook.json")
    assert (book.title["ru"], book.wave, book.languages) == ("Опрос", "2026", ("ru", "kaa"))
    assert "age" not in book and "why" in book and "has_even" in book


def test_sample_prints_what_the_formula_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "sample", "5000", "--response", "40%", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["n"], row["invite"]) == (357, 893)  # F30: 356.8 of 5,000
    assert main(["survey", "sample", "5 000", "--margin", "0.05"]) == 0
    shown = said(capsys)
    assert "357" in shown and "no margin of error" in shown
    assert main(["survey", "sample", "--margin", "2,5%", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["n"] == 1537


def test_sample_takes_groups_from_a_table_and_leaves_out_their_total(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "topar;sanı\nBalalar;1 200\nÚlkenler;40\nJámi;1 240\n"
    (here / "groups.csv").write_text(text, encoding="utf-8")
    assert main(["survey", "sample", "--groups", "groups.csv", "--response", "50%"]) == 0
    lines = said(capsys).splitlines()
    assert lines[1].split() == ["Balalar", "1,200", "292", "584", "±", "5.0%"]
    assert "too few even if all are invited" in lines[2]
    assert lines[3].split()[:2] == ["total", "1,240"]


@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        ("sample 5000 --margin 5", 2, "did you mean 5%?"),
        ("sample abc", 2, "N: abc does not fit"),
        ("sample 100 --groups x.csv", 2, "exclude each other"),
        ("sample --groups none.csv", 3, "none.csv"),
        ("sample --groups bad.csv", 2, "row 3"),
        ("sample 100 --response 0%", 2, "above 0 to 1"),
        ("draft q --battery satisfacton", 2, "did you mean satisfaction?"),
        ("draft none.csv", 3, "none.csv"),
        ("draft q --battery needs --language kk", 2, "kk"),
        ("paper none", 3, "libmkt survey draft"),
        ("paper bad.csv", 2, "not JSON"),
        ("paper here --language de", 2, "--language de"),
        ("paper here --to none/x.html", 3, "There is no folder none"),
        ("entry here --forms 0", 2, "--forms"),
        ("limesurvey here --as kaa=ru", 2, "two languages stand under ru"),
        ("limesurvey here --as kaa", 2, "--as: kaa does not fit"),
        ("nothing", 2, "not one of sample"),
        ("", 2, "missing: ACTION"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_out(
    command: str, status: int, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "bad.csv").write_text("group,size\na,5\nb,few\n", encoding="utf-8")
    assert main(["survey", "draft", "here", "--battery", "needs"]) == 0
    before = {path.name for path in here.rglob("*")}
    capsys.readouterr()
    assert main(["survey", *command.split()]) == status
    assert told in said(capsys)
    assert {path.name for path in here.rglob("*")} == before  # nothing was written


def test_a_sheet_in_which_somebody_has_typed_is_never_written_over(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["survey", "draft", "q", "--battery", "needs"]) == 0
    assert main(["survey", "entry", "q"]) == 0
    before = (here / "q.xlsx").read_bytes()
    assert main(["survey", "entry", "q"]) == 2
    assert main(["survey", "entry", "q", "--force"]) == 2  # it does not know such a thing
    assert (here / "q.xlsx").read_bytes() == before
    assert main(["survey", "paper", "q"]) == 0
    assert main(["survey", "paper", "q"]) == 2
    assert main(["survey", "paper", "q", "--force"]) == 0
    # another survey's codebook beside the sheet that is to be written
    assert main(["survey", "draft", "other", "--battery", "nonusers"]) == 0
    (here / "q.xlsx").unlink()
    assert main(["survey", "entry", "other", "--to", "q.xlsx"]) == 2
    assert "why" not in load(here / "q.codebook.json")
    assert "Traceback" not in said(capsys)


@pytest.mark.parametrize("language", ["kaa", "uz", "ru", "en"])
@pytest.mark.parametrize("action", ["", "sample", "draft", "paper", "entry", "limesurvey"])
def test_help_is_shown_in_every_language(
    action: str,
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", language)
    assert main(["survey", *action.split(), "--help"]) == 0
    shown = said(capsys)
    assert "libmkt survey" in shown
    assert action != "sample" or "50" in shown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "words",
    [
        "draft taken.xlsx --battery satisfaction --force",
        "xlsform poll --to taken.xlsx --force",
        "limesurvey poll --to taken.xlsx --force",
    ],
)
def test_a_file_that_cannot_be_written_is_told_without_a_trace(
    here: Path, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["survey", "draft", "poll", "--battery", "satisfaction"])
    (here / "taken.xlsx").mkdir()
    capsys.readouterr()
    assert main(["survey", *words.split()]) == 1
    assert "taken.xlsx: " in capsys.readouterr().err


def test_sets_are_listed_with_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "batteries"]) == 0
    shown = said(capsys)
    assert all(f"\n{name} " in f"\n{shown}" for name in names())


def test_the_page_on_surveys_can_be_followed_from_the_top(here: Path) -> None:
    lines = [line for line in consoles("docs/surveys.md") if not line.startswith("libmkt report")]
    assert follow(lines, here, {"survey"}) == ["survey"] * 3
    assert (here / "data" / "survey" / "poll-2026.xlsx").is_file()
