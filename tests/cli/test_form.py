"""libmkt form: from a library's counts to a ministry's own workbook and its note."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

from libmkt.cli import form, main

FORMS = Path(__file__).resolve().parents[2] / "parameters" / "forms"
HEAD = (
    "region,year,libraries,copies,users,users_0_14,users_15_24,users_25,"
    "visits,loans,events,attendance,population"
)
BEFORE = [
    "A,2024,10,5000,400,100,100,200,9000,30000,50,700,4000",
    "B,2024,20,7000,600,200,100,300,8000,20000,60,800,6000",
]
NOW = [
    "A,2025,10,5100,410,110,100,200,9100,40000,50,700,4000",
    "B,2025,20,7100,610,210,100,300,8100,20000,60,800,6000",
]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbench with two districts of which loans grew by a fifth."""
    root = tmp_path / "kitap xana Нөкис"
    for folder in ("parameters", "data"):
        (root / folder).mkdir(parents=True)
    (root / "parameters/library.yml").write_text(
        "name: {en: Centre, kaa: Oray, ru: Центр}\nlanguage: kaa\n"
        "sources: {region_yearly: data/yearly.csv}\n",
        encoding="utf-8",
    )
    write(root, BEFORE + NOW)
    monkeypatch.chdir(root)
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    return root


def write(root: Path, rows: list[str]) -> None:
    (root / "data/yearly.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")


def test_a_deviation_without_a_reason_stops_and_writes_the_file_to_fill_in(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "year-report", "--period", "2025"]) == 2
    told = capsys.readouterr().err
    assert "2 figures differ by more than 10% from the year before" in told
    file = bench / "parameters/notes/form-year-report/2025/reasons.yml"
    assert "parameters/notes/form-year-report/2025/reasons.yml" in told
    text = file.read_text(encoding="utf-8")
    assert '"loans": ""' in text
    assert '"readership": ""' in text
    assert not (bench / "reports").exists()


def test_the_form_is_filled_once_the_reasons_are_written(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "year-report", "--period", "2025"]) == 2
    file = bench / "parameters/notes/form-year-report/2025/reasons.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(': ""', ': "Jańa kitaplar"'), encoding="utf-8")
    assert main(["form", "year-report", "--period", "2025"]) == 0
    folder = bench / "reports/form-year-report/2025/kaa"
    assert sorted(p.name for p in folder.iterdir()) == [
        "year-report-2025-note.kaa.docx",
        "year-report-2025-note.kaa.md",
        "year-report-2025.xlsx",
    ]
    assert "reports/form-year-report/2025/kaa/year-report-2025.xlsx" in capsys.readouterr().out
    book = openpyxl.load_workbook(folder / "year-report-2025.xlsx")
    sheet = book["Esabat"]
    shown = {sheet.cell(i, 1).value.strip(): sheet.cell(i, 3).value for i in range(9, 21)}
    assert shown["Kitap fondı"] == 12200
    assert shown["Kitap beriw"] == 60.0  # in thousands
    assert shown["sonnan: 14 jasqa shekem"] == 320
    assert shown["Oqılıw kórsetkishi (bir paydalanıwshıǵa)"] == 58.82  # 60,000 / 1,020
    assert shown["Xalıqtı qamtıw"] == 10.2
    assert sheet["B4"].value == "Oray"
    assert sheet["D16"].value == 50.0
    assert book["Túsindirme"]["E4"].value == "Jańa kitaplar"
    note = (folder / "year-report-2025-note.kaa.md").read_text(encoding="utf-8")
    assert "Jańa kitaplar" in note
    assert "data/yearly.csv (SHA-256 " in note


def test_the_note_is_a_letter_too_and_an_edited_one_is_kept(
    bench: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(bench, BEFORE + [row.replace("2024", "2025") for row in BEFORE])
    asked = ["form", "year-report", "--period", "2025", "--as-of", "2026-10-05"]
    assert main(asked) == 0
    letter = bench / "reports/form-year-report/2025/kaa/year-report-2025-note.kaa.docx"
    markdown = letter.with_suffix(".md").read_text(encoding="utf-8")
    said = [p.text for p in docx.Document(str(letter)).paragraphs]
    for line in (line.lstrip("#- ") for line in markdown.splitlines() if line):
        assert line in said
    first = letter.read_bytes()
    assert main(asked) == 0 and letter.read_bytes() == first
    assert "kept as" not in capsys.readouterr().out

    edited = docx.Document(str(letter))  # python-docx packs otherwise, as Word does
    edited.paragraphs[0].add_run(" !")
    edited.save(str(letter))
    mine = letter.read_bytes()

    def held(part: Path, target: Path) -> Path:
        raise PermissionError(13, "held open", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        assert main(asked) == 1
    assert "is it open in another program?" in capsys.readouterr().err
    assert letter.read_bytes() == mine and not list(letter.parent.glob("*.edited-*"))
    assert main(asked) == 0
    assert "your edited file is kept as year-report-2025-note.kaa.edited-1.docx" in (
        capsys.readouterr().out
    )
    assert letter.read_bytes() == first
    assert letter.with_name("year-report-2025-note.kaa.edited-1.docx").read_bytes() == mine


def test_the_second_example_is_filled_in_its_own_language(bench: Path) -> None:
    write(bench, BEFORE + [row.replace("2024", "2025") for row in BEFORE])
    out = bench / "my form.xlsx"
    assert main(["form", "6-nk-4-5", "--period", "2025", "--out", str(out)]) == 0
    book = openpyxl.load_workbook(out)
    four, five = book["Раздел 4"], book["Раздел 5"]
    assert [four[f"{c}9"].value for c in "BCDG"] == [1000, 300, 200, 17000]
    assert four["H9"].value == "=G9-I9"
    assert four["B3"].value == "Центр"
    assert five["C5"].value == 50000
    assert five["C12"].value is None  # references: optional, and not in the source


def test_everything_wrong_is_told_before_anything_is_written(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt = NOW[0].replace(",110,100,200,", ",111,100,200,")
    lacking = NOW[1].replace(",20000,60,", ",,60,")
    write(bench, [*BEFORE, spoilt, lacking])
    assert main(["form", "year-report", "--period", "2025"]) == 2
    told = capsys.readouterr().err
    assert "is 1020, but 1021 by its parts: users_children 321" in told
    assert "Loans for 2025 is not whole: 1 missing (B 2025)" in told
    assert not (bench / "reports").exists()
    assert not (bench / "parameters/notes").exists()


def test_an_unknown_form_names_the_one_that_was_meant(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "year-reprot"]) == 2
    assert "did you mean year-report?" in capsys.readouterr().err


def test_ones_own_mapping_wins_and_its_template_lies_beside_it(bench: Path) -> None:
    own = bench / "parameters/forms"
    own.mkdir()
    shutil.copyfile(FORMS / "6-nk-4-5.xlsx", own / "mine.xlsx")
    (own / "year-report.yml").write_text(
        "title: Mine\ntemplate: mine.xlsx\nsource: region_yearly\n"
        "cells:\n  - {id: visits, cell: G9, measure: visits, library: B}\n",
        encoding="utf-8",
    )
    assert main(["form", "year-report", "--period", "2025", "--language", "ru"]) == 0
    made = bench / "reports/form-year-report/2025/ru/year-report-2025.xlsx"
    assert openpyxl.load_workbook(made)["Раздел 4"]["G9"].value == 8100


def test_the_template_is_never_written_over(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = bench / "parameters/forms"
    own.mkdir()
    for name in ("year-report.yml", "year-report.xlsx"):
        shutil.copyfile(FORMS / name, own / name)
    before = (own / "year-report.xlsx").read_bytes()
    out = str(own / "year-report.xlsx")
    assert main(["form", "year-report", "--period", "2025", "--out", out]) == 2
    assert "is the template itself" in capsys.readouterr().err
    assert (own / "year-report.xlsx").read_bytes() == before


def test_a_template_outside_the_workbench_is_refused(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = bench / "parameters/forms"
    own.mkdir()
    shutil.copyfile(FORMS / "6-nk-4-5.xlsx", bench.parent / "secret.xlsx")
    (own / "mine.yml").write_text(
        "title: Mine\ntemplate: ../../../secret.xlsx\nsource: region_yearly\n"
        "cells:\n  - {id: visits, cell: G9, measure: visits}\n",
        encoding="utf-8",
    )
    assert main(["form", "mine", "--period", "2025"]) == 2
    assert "lies outside the workbench" in capsys.readouterr().err


def test_reasons_are_asked_for_on_a_terminal_and_kept(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "Repairs"

    terminal = type("Terminal", (), {"isatty": lambda self: True})()
    monkeypatch.setattr(form.sys, "stdin", terminal)
    monkeypatch.setattr(form.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["form", "year-report", "--period", "2025"]) == 0
    assert len(asked) == 2
    assert main(["form", "year-report", "--period", "2025"]) == 0
    assert len(asked) == 2  # the reasons were kept


def test_a_relative_period_counts_from_the_day_given(bench: Path) -> None:
    write(bench, BEFORE + [row.replace("2024", "2025") for row in BEFORE])
    assert main(["form", "6-nk-4-5", "--as-of", "2026-02-03"]) == 0
    assert (bench / "reports/form-6-nk-4-5/2025/kaa/6-nk-4-5-2025.xlsx").is_file()
