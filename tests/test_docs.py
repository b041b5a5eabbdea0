"""What the documents promise is here: commands, files, links, parameters, measured numbers."""

from __future__ import annotations

import contextlib
import csv
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from libmkt import cli, demo
from libmkt.cli import init_files
from libmkt.reporting import parameters

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
START = ["README.md", "docs/start.md"]
SHIPPED = ("dynamics", "monitoring", "needs", "peers", "poll", "service")

CODE = re.compile(r"```.*?```|`[^`\n]+`|(?m:^ {4}(?:py\S* -m )?libmkt .+$)", re.DOTALL)
COMMAND = re.compile(r"(?<![\w./%-])(?<!from )libmkt ([a-z]+)\b(?!/)")  # no magic, no import
LINK = re.compile(r"\]\(([^)\s]+)\)")
# A path of the repository: a folder that is there, and something in it.
FOLDERS = "benchmarks|data/(?:demo|published|places)|docs|libmkt|notebooks/reports|parameters|tests"
FILE = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./-]+\.(?:py|md|csv|yml|xlsx|ipynb|json|R|cmd)\b")
# Files of a reader's own workbench, which the pages tell to make.
OWN = re.compile(
    r"parameters/(?:notes/.*|(?:monitoring|dynamics|peers|poll|needs|survey|service|ours|districts)\.yml|calendar\.xlsx)"
    r"|notebooks/reports/ours\.ipynb"
)
# A name to fill in.
PLACEHOLDER = re.compile(r"NAME|YYYY|FILE|DIR|LANGUAGE")
QUICK = {"check", "init", "list", "explain", "schema"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    """A page without its code, in which headings and links count."""
    return re.sub(r"```.*?```", "", text(name), flags=re.DOTALL)


def commands(name: str) -> set[str]:
    return {found for code in CODE.findall(text(name)) for found in COMMAND.findall(code)}


def anchors(name: str) -> set[str]:
    """The addresses of a page's headings, as GitHub and GitLab make them."""
    titles = re.findall(r"^#+ (.+)$", prose(name), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def consoles(name: str) -> list[str]:
    """The lines of a page's console blocks, in order."""
    blocks = re.findall(r"```console\n(.*?)```", text(name), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_shown_is_one_that_exists(name: str) -> None:
    assert commands(name) <= set(cli.available())


def test_the_readme_lists_every_command_and_no_other() -> None:
    rows = re.findall(r"^\| `libmkt ([a-z]+)[^|]*\|", text("README.md"), flags=re.MULTILINE)
    assert rows == cli.available()


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    wrong = []
    for target in LINK.findall(prose(name)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        place = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        known = anchor in anchors(place.relative_to(ROOT).as_posix()) if anchor else True
        if not place.exists() or not known:
            wrong.append(target)
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_every_file_named_is_here(name: str) -> None:
    named = {path for path in FILE.findall(text(name)) if not PLACEHOLDER.search(path)}
    assert not {path for path in named if not OWN.fullmatch(path) and not (ROOT / path).is_file()}


def test_the_picture_of_a_report_is_small_enough_to_be_seen_at_once() -> None:
    picture = ROOT / "docs/images/report.png"
    assert picture.read_bytes()[:4] == b"\x89PNG" and picture.stat().st_size < 300_000


def test_no_page_tells_to_install_what_is_not_released() -> None:
    assert not [name for name in NAMES if "pip install libmkt" in text(name)]


@pytest.mark.parametrize("report", SHIPPED)
def test_each_parameter_of_a_report_is_explained_and_no_other(report: str) -> None:
    section = text("docs/reports.md").split(f"\n## {report}\n")[1].split("\n## ")[0]
    table = section.split("| section |")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", table, flags=re.MULTILINE)
    explained = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert explained == parameters.declared(ROOT / f"notebooks/reports/{report}.ipynb").names


@pytest.mark.parametrize("report", SHIPPED)
def test_each_section_of_a_report_is_explained_and_no_other(report: str) -> None:
    page = text("docs/reports.md").split(f"\n## {report}\n")[1].split("\n## ")[0]
    explained = re.findall(r"^\| ([A-Z][^|]+\?) \|", page, flags=re.MULTILINE)
    notebook = json.loads(text(f"notebooks/reports/{report}.ipynb"))
    titles = [
        line.removeprefix("## ")
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("## ")
    ]
    assert explained == titles


def test_the_false_signals_told_are_those_that_were_measured() -> None:
    with (ROOT / "tests/golden/false_alarms.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["test"], row["process"]): float(row["share"]) for row in csv.DictReader(file)}
    quiet = rows["control year_change", "independent"]
    drifting = rows["control year_change", "ar 0.7"]
    said = " ".join(text("README.md").split())
    assert f"{100 * quiet:.0f} of 100 quiet series" in said
    assert f"{100 * drifting:.0f} of 100 where a month" in said


def follow(lines: list[str], folder: Path, wanted: set[str]) -> list[str]:
    """Do what console lines say, in a folder; the commands that were run, each ended with 0."""
    done, here = [], folder
    for line in lines:
        words = shlex.split(line)
        if words[0] == "cd":
            here = here / words[1]
        elif words[0] == "libmkt" and words[1] in wanted:
            with contextlib.chdir(here):
                assert cli.main(words[1:]) == 0, line
            done.append(words[1])
        elif words[0] == "python":
            ran = subprocess.run([sys.executable, *words[1:]], cwd=here, check=False)
            assert ran.returncode == 0, line
        elif words[0] == "cp" and words[1].endswith(".xlsx"):
            (here / words[2]).write_bytes((here / words[1]).read_bytes())
    return done


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside the repository, with a blank and Cyrillic letters in its path."""
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")
    monkeypatch.setattr(init_files, "MONTHS", 1)  # fewer blank workbooks: faster
    folder = tmp_path / "menim кітап"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", START)
def test_the_quick_examples_end_well_one_after_the_other(name: str, desk: Path) -> None:
    done = follow(consoles(name), desk, QUICK)
    assert {"check", "init"} <= set(done)


@pytest.mark.slow
def test_the_readme_leads_from_a_sheet_to_a_report_and_on_to_the_next_month(desk: Path) -> None:
    lines = [line for line in consoles("README.md") if "--to" not in line]
    lines = [line.replace("libmkt report", "libmkt report --as-of 2026-11-20") for line in lines]
    made = desk / "Kitapxana"
    begin = [line for line in lines if not line.startswith(("cd ", "libmkt report"))]
    follow(begin, desk, QUICK)
    (made / "data/monthly/2026-10.xlsx").write_bytes((desk / "2026-10.xlsx").read_bytes())
    note = made / "parameters/notes/monitoring/2026-10/kaa.md"
    note.parent.mkdir(parents=True)
    note.write_text("Oktyabrde jańa oqıw zalı ashıldı.\n", encoding="utf-8")
    last = [line for line in lines if line not in begin]
    assert follow(last, desk, {"report"}) == ["report"]
    page = (made / "reports/monitoring/2026-10/kaa/report.html").read_text(encoding="utf-8")
    assert "Oktyabrde jańa oqıw zalı ashıldı." in page and "353 777" in page.replace("\xa0", " ")
    demo.director_sheet(made / "data/monthly/2026-11.xlsx", "2026-11", "kaa")
    assert follow([line.replace("11-20", "12-05") for line in last], desk, {"report"}) == ["report"]
    assert (made / "reports/monitoring/2026-11/kaa/report.html").is_file()
