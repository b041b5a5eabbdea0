"""libmkt init: a workbench that is whole or not there, and workbooks that read themselves."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from libmkt import read, words, workbench, yamlfile
from libmkt.cli import init, init_files, main
from libmkt.errors import DataError, MissingError, ParameterError
from libmkt.period import Period
from libmkt.reporting import parameters, workbooks
from libmkt.reporting.workbook_layout import FIRST

SHIPPED = Path(__file__).resolve().parents[2] / "notebooks" / "reports"
ALL_MONTHS = init_files.MONTHS
REPORTS = ("dynamics", "monitoring", "needs", "peers", "poll", "service", "survey")
NAMES = ["Aqsaǵa", "Sarısaz", "=1+1"]


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    monkeypatch.setattr(init_files, "MONTHS", 1)  # fewer blank workbooks: faster
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)


def made(folder: Path, *options: str) -> Path:
    assert main(["init", str(folder), "--as-of", "2026-10-20", *options]) == 0
    return folder


def fill(path: Path, rows: list[list[int]], names: list[str] | None = None) -> None:
    """Write figures, and names if there are none yet, as a person would."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for i, row in enumerate(rows):
        if names:
            sheet.cell(FIRST + 1 + i, 1).value = names[i]
        for j, figure in enumerate(row):
            sheet.cell(FIRST + 1 + i, 2 + j).value = figure
    book.save(path)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_workbench_is_one_and_speaks_its_language(language: str, tmp_path: Path) -> None:
    root = made(
        tmp_path / "kitap xana Нөкис", "--language", language, "--name", 'Oray "1": # =x',
        "--districts", ",".join(NAMES),
    )  # fmt: skip
    library = workbench.library(workbench.find_root(root / "notebooks" / "explore"))
    assert library.language == language
    assert library.name == {language: 'Oray "1": # =x'}
    assert sorted(library.sources) == ["monthly", "yearly"]
    assert [p.name for p in workbench.files("monthly", root)] == ["2026-09.xlsx"]
    assert [p.name for p in workbench.files("yearly", root)] == ["2025.xlsx"]
    for report in REPORTS:
        content = yamlfile.read(root / "parameters" / f"{report}.yml").data
        assert content["report"] == report
        assert content["language"] == [language]
    text = (root / "parameters" / "library.yml").read_text(encoding="utf-8")
    if language != "en":
        assert "Only the name must be given" not in text


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_keeps_what_one_writes_and_leaves_out_what_is_private_or_made(tmp_path: Path) -> None:
    root = made(tmp_path / "kitap xana", "--language", "kaa", "--districts", ",".join(NAMES))
    left = [
        "data/private/keys.yml", "data/.cache/prepared/a.csv", "reports/index.html",
        "reports/monitoring/2026-09/kaa/report.html", "desk/kaa/start.ipynb",
        "notebooks/explore/.ipynb_checkpoints/a.ipynb", "data/monthly/~$2026-09.xlsx",
    ]  # fmt: skip
    for name in left:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True
    ).stdout.decode("utf-8")
    kept = set(listed.split("\0"))
    assert not kept & set(left)
    assert {
        ".gitignore", "parameters/library.yml", "parameters/monitoring.yml",
        "data/monthly/2026-09.xlsx", "reports/README.md", "notebooks/explore/README.md",
    } <= kept  # fmt: skip


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("of", ["district", "branch"])
def test_a_filled_month_is_read_without_a_mapping(language: str, of: str, tmp_path: Path) -> None:
    option = "--districts" if of == "district" else "--branches"
    root = made(tmp_path / "wb", "--language", language, option, ",".join(NAMES))
    figures = [[10, 200, 3000, 4, 50], [11, 201, 3001, 5, 51], [12, 202, 3002, 6, 52]]
    fill(root / "data/monthly/2026-09.xlsx", figures)
    table = read.counts("monthly", root=root).table
    who = "library" if of == "district" else "branch"
    assert set(table["period"]) == {"2026-09"}
    assert set(table["breakdown_value"]) == {""}
    wide = table.pivot(index=who, columns="measure", values="value").loc[NAMES]
    for j, measure in enumerate(("users", "visits", "loans", "events", "attendance")):
        assert wide[measure].tolist() == [row[j] for row in figures]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_filled_year_keeps_its_ages(language: str, tmp_path: Path) -> None:
    root = made(tmp_path / "wb", "--language", language)
    row = [7, 900, 30, 60, 10, 20, 30, 700, 800, 9, 90, 5000]
    fill(root / "data/yearly/2025.xlsx", [row, [2 * v for v in row]], ["A", "B"])
    table = read.counts("yearly", root=root).table
    one = table[table["library"] == "A"].set_index(["measure", "breakdown_value"])["value"]
    assert one.to_dict() == {
        ("libraries", ""): 7, ("stock", ""): 900, ("acquisitions", ""): 30, ("users", ""): 60,
        ("users", "0-14"): 10, ("users", "15-24"): 20, ("users", "25+"): 30, ("visits", ""): 700,
        ("loans", ""): 800, ("events", ""): 9, ("attendance", ""): 90, ("population", ""): 5000,
    }  # fmt: skip
    assert set(table["library"]) == {"A", "B"}
    assert set(table["period"]) == {"2025"}


def test_next_month_needs_the_file_alone(tmp_path: Path) -> None:
    root = made(tmp_path / "wb", "--districts", "A,B")
    fill(root / "data/monthly/2026-09.xlsx", [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]])
    shutil.move(root / "data/blank/2026-10.xlsx", root / "data/monthly/2026-10.xlsx")
    fill(root / "data/monthly/2026-10.xlsx", [[11, 12, 13, 14, 15], [16, 17, 18, 19, 20]])
    table = read.counts("monthly", root=root).table
    loans = table[table["measure"] == "loans"].groupby("period")["value"].sum()
    assert loans.to_dict() == {"2026-09": 11, "2026-10": 31}


def test_a_name_is_never_a_formula_in_the_workbook(tmp_path: Path) -> None:
    root = made(tmp_path / "wb", "--districts", ",".join(NAMES))
    sheet = openpyxl.load_workbook(root / "data/monthly/2026-09.xlsx").worksheets[0]
    cell = sheet.cell(FIRST + 3, 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_workbook_guards_its_figures(language: str, tmp_path: Path) -> None:
    path = tmp_path / "2025.xlsx"
    workbooks.fill_in(
        path, period=Period.parse("2025"), names=["A", "B"], library="L", language=language
    )
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rules = {str(v.sqref): v for v in sheet.data_validations.dataValidation}
    assert set(rules) == {"A3", "A8:A9", "B8:M9"}  # the period, the names, the figures
    whole = rules["B8:M9"]
    assert (whole.type, whole.operator, whole.formula1) == ("whole", None, "0")
    assert rules["A3"].type == rules["A8:A9"].type == "list"
    assert len(whole.errorTitle) <= 32
    assert sheet.freeze_panes == "B8"
    assert sheet.print_title_rows == "$6:$7"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["B10"].value == "=SUM(B8:B9)"
    assert {str(area.sqref) for area in sheet.conditional_formatting} >= {"E8:H9", "B8:M9"}
    with words.speaking(language):
        assert book.sheetnames[1] == words._("Instructions")
        assert sheet["E6"].value == words._("Users")
    assert book.worksheets[2].sheet_state == "hidden"


def test_the_same_workbook_is_made_from_the_same_words(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        workbooks.fill_in(
            tmp_path / name, period=Period.parse("2026-09"), library="L", language="kaa"
        )
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize("report", [r for r in REPORTS if (SHIPPED / f"{r}.ipynb").is_file()])
def test_a_parameters_file_fits_its_report_and_reads_no_demo_data(
    report: str, tmp_path: Path
) -> None:
    root = made(tmp_path / "wb")
    content = yamlfile.read(root / "parameters" / f"{report}.yml").data
    declared = parameters.declared(SHIPPED / f"{report}.ipynb")
    assert set(content["set"]) <= set(declared.names)
    named = {p.name for p in declared.parameters if p.data and p.default}
    assert named <= set(content["set"])


def test_the_page_of_a_service_waits_for_its_table_and_is_made_without_another_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = made(tmp_path / "wb", "--branches", "A,B")
    monkeypatch.chdir(root)
    plan = ["report", "parameters", "--as-of", "2026-10-20", "--plan"]
    assert main(plan) == 0
    assert "skipped    service: data not here (services.xlsx)" in capsys.readouterr().out
    book = openpyxl.load_workbook(root / "data/blank/services.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    heading = next(cell for cell in cells if cell.value == "Service")
    book.worksheets[0].cell(heading.row + 1, heading.column).value = "Lending"
    book.save(root / "data/services.xlsx")
    fill(root / "data/monthly/2026-09.xlsx", [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]])
    assert main(plan) == 0
    assert "to be run  reports/service/" in capsys.readouterr().out
    assert main(["report", "parameters/service.yml", "--as-of", "2026-10-20"]) == 0
    [page] = (root / "reports/service").rglob("report.html")
    told = page.read_text(encoding="utf-8")
    assert "Lending" in told and "nobody has observed it" in told


@pytest.mark.slow
def test_a_directors_sheet_becomes_a_report_and_next_month_needs_no_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    districts = [f"Rayon {n}" for n in range(1, 17)]
    root = made(
        tmp_path / "kitap xana Нөкис", "--language", "kaa", "--districts", ",".join(districts)
    )
    start = Period.parse("2024-08")
    for step in range(27):
        path = root / f"data/monthly/{start + step}.xlsx"
        if not path.exists():
            workbooks.fill_in(
                path, period=start + step, names=districts, library="Oray", language="kaa"
            )
        base = 100 + 7 * step % 13
        fill(path, [[base + n, 9 * base + n, 20 * base + 3 * n, 5, 60] for n in range(16)])
        if step < 25:
            continue
        month = str(start + step)
        note = root / f"parameters/notes/monitoring/{month}/kaa.md"
        note.parent.mkdir(parents=True)
        note.write_text(f"Bul {month} haqqında meniń sózim.", encoding="utf-8")
        monkeypatch.chdir(root)
        as_of = str((start + step + 1).start)
        assert main(["report", "parameters/monitoring.yml", "--as-of", as_of]) == 0
        page = root / f"reports/monitoring/{month}/kaa/report.html"
        assert f"Bul {month} haqqında meniń sózim." in page.read_text(encoding="utf-8")


# --- refusals


def test_a_folder_that_holds_something_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "report.docx").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "report.docx" in told
    assert "nothing was written" in told
    assert [p.name for p in tmp_path.iterdir()] == ["report.docx"]


def test_an_empty_folder_one_stands_in_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    made(Path())
    assert workbench.find_root() == here
    assert [p.name for p in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize("there", [True, False])
def test_a_workbench_that_fails_half_way_leaves_nothing(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "wb"
    if there:
        folder.mkdir()

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbooks, "fill_in", full)
    assert main(["init", str(folder)]) == 1
    assert [p.name for p in tmp_path.rglob("*")] == (["wb"] if there else [])


def test_what_had_been_moved_is_taken_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def jammed(self: Path, target: Path) -> Path:
        if self.name == "parameters":
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    folder = tmp_path / "wb"
    folder.mkdir()
    monkeypatch.setattr(Path, "rename", jammed)
    assert main(["init", str(folder)]) == 1
    assert [p.name for p in tmp_path.rglob("*")] == ["wb"]


def test_names_come_from_a_list_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rayonlar.txt"
    path.write_text("\ufeffAqsaǵa\n\n  Sarı  saz \n", encoding="utf-8")
    assert init.names(str(path)) == ["Aqsaǵa", "Sarı saz"]
    assert init.names("a, b,c,") == ["a", "b", "c"]
    assert init.names("") == []
    many = [f"Rayon {number}" for number in range(400)]
    assert init.names(",".join(many)) == many  # longer than a file's name may be


def test_a_list_of_names_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="Aqsaǵa"):
        init.names("Aqsaǵa,Sarısaz,Aqsaǵa")
    with pytest.raises(MissingError):
        init.names(str(tmp_path / "none.txt"))
    path = tmp_path / "cp1251.txt"
    path.write_bytes("Нөкис".replace("ө", "о").encode("cp1251"))
    with pytest.raises(DataError, match="UTF-8"):
        init.names(str(path))


# --- the command file


def test_the_command_file_suits_windows() -> None:
    made = init_files.opener("C:\\Users\\Айгүл 100%\\python.exe")
    text = made.decode("utf-8")
    assert made.count(b"\r\n") == made.count(b"\n") == text.count("\n")
    assert not made.startswith(b"\xef\xbb\xbf")  # cmd would take a mark for a command
    lines = text.splitlines()
    assert lines[1].startswith("chcp 65001")  # before the first line with other letters
    assert all(line.isascii() for line in lines[:2])
    assert 'set "PYTHON=C:\\Users\\Айгүл 100%%\\python.exe"' in lines
    assert 'cd /d "%~dp0"' in lines


def test_the_blank_workbooks_are_those_of_other_periods(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init_files, "MONTHS", ALL_MONTHS)
    root = made(tmp_path / "wb")
    blank = {p.stem for p in (root / "data/blank").glob("2*.xlsx")}
    months = {str(Period.parse("2026-09") + n) for n in range(-12, 13) if n}
    assert blank == months | {"2021", "2022", "2023", "2024", "2026"}
    pages = init_files.pages("en", "L", [], "district", dt.date(2026, 1, 5))
    assert "2025-12" in pages["parameters/notes/README.md"]
