"""What stands in a new workbench: settings, run files, workbooks, notes of where to begin."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from libmkt import words
from libmkt.errors import N_
from libmkt.period import Period
from libmkt.words import _

ZONES = {"kaa": "Asia/Samarkand", "uz": "Asia/Samarkand"}
MONTHS, YEARS_BEHIND = 12, 4  # blank workbooks beside those to be filled in first
# What a report waits for under data/: a run of the whole folder passes it over until then.
AWAITED = {"poll": "survey", "needs": "survey", "survey": "survey", "service": "services.xlsx"}
# Personal keys and answers, what reading keeps, what runs wrote, Excel's marks of open files.
IGNORED = """data/private/
data/.cache/
reports/*
!reports/README.md
desk/
.ipynb_checkpoints/
__pycache__/
~$*
"""


def make(
    place: Path, language: str, library: str, rows: Sequence[str], of: str, today: dt.date
) -> None:
    """Write a workbench into an empty folder."""
    with words.speaking(language):
        for path, text in pages(language, library, rows, of, today).items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text, encoding="utf-8", newline="\n")
    (place / "libmkt.cmd").write_bytes(opener(sys.executable))
    _copy_start(place)
    _workbooks(place, language, library, rows, of, today)


def pages(
    language: str, library: str, rows: Sequence[str], of: str, today: dt.date
) -> dict[str, str]:
    """The text files of a workbench by their path, in the language in use."""
    month = Period.containing(today, "month") - 1
    note = f"parameters/notes/monitoring/{month}/{language}.md"
    own = _(
        N_(
            "Put a report of your own here: a notebook. Shipped reports are found by "
            "themselves; one of yours with the same name wins."
        )
    )
    explored = _(N_("Notebooks to try things in; nothing here is run by itself."))
    written = _(N_("Finished reports come here: RUN/PERIOD/LANGUAGE/report.html."))
    spoken = words.fill(
        _(N_("A paragraph of your own for a report: {file}. It is printed on the first page.")),
        file=note,
    )
    blank = _(
        N_(
            "Empty workbooks for the periods to come. Fill one in and save it in "
            "data/monthly or data/yearly."
        )
    )
    left = _(N_("What git leaves out: what is private, and what can be made again."))
    return {
        "parameters/library.yml": _library(language, library),
        **_run_files(language, rows, of),
        "parameters/notes/README.md": spoken + "\n",
        "notebooks/reports/README.md": own + "\n",
        "notebooks/explore/README.md": explored + "\n",
        "reports/README.md": written + "\n",
        ".gitignore": f"# {left}\n{IGNORED}",
        "data/blank/README.md": blank + "\n",
    }


def _library(language: str, library: str) -> str:
    name = json.dumps(library, ensure_ascii=False)  # JSON is YAML, and quotes what must be
    told = _(N_("The library whose workbench this is. Only the name must be given."))
    zone = _(N_("where last-month and the like are reckoned"))
    least = _(N_("persons that a group of a survey is shown with; smaller ones are hidden"))
    roots = _(N_("Folders that files may be read from."))
    named = _(N_("Sources by name. The pattern takes next month's file without an edit."))
    return f"""# {told}
name:
  {language}: {name}
language: {language}
time_zone: {ZONES.get(language, "UTC")}  # {zone}
accent: "#1f5f8b"
formats: [html]
k: 5  # {least}
# {roots}
data_roots: [data]
# {named}
sources:
  monthly: data/monthly/*.xlsx
  yearly: data/yearly/*.xlsx
"""


def _run_files(language: str, rows: Sequence[str], of: str) -> dict[str, str]:
    """A parameters file a report; branches alone have no peers.

    Those of surveys and services are passed over by a run of the whole folder until
    `data/survey` and `data/services.xlsx` are there.
    """
    targets = _(N_("a source of targets: measure, period, plan"))
    ours = _(N_("our own, as the workbook spells it"))
    month, year = ["counts: monthly", "period: last-month"], ["counts: yearly", "period: last-year"]
    wanted = {
        "monitoring": [*month, f"plan: null  # {targets}", f"by: {_column(of)}"],
        "dynamics": year,
    }
    if of == "district":
        mine = json.dumps(rows[0] if rows else "", ensure_ascii=False)
        wanted["peers"] = [*year, f"library: {mine}  # {ours}"]
    wanted |= _survey_lines() | {"service": _service_lines()}
    made = {}
    for report, lines in wanted.items():
        command = f"libmkt report parameters/{report}.yml"
        told = words.fill(_(N_("Make it with: {command}")), command=command)
        head = [f"# {told}", f"report: {report}", f"language: [{language}]"]
        head += [f"needs: {AWAITED[report]}"] if report in AWAITED else []
        text = "\n".join([*head, "set:", *(f"  {line}" for line in lines)])
        made[f"parameters/{report}.yml"] = text + "\n"
    return made


def _survey_lines() -> dict[str, list[str]]:
    """What the reports on a survey are told: when, which answers, what is known of others."""
    answers = _(N_("answers, a person a row: what libmkt survey entry makes, or an export"))
    known = _(N_("what is known of all readers: variable, category, target"))
    silent = _(N_("what became of those who did not answer: disposition, n"))
    month = "period: last-month"
    return {
        "poll": [month, f"survey: data/survey/poll.xlsx  # {answers}"],
        "needs": [
            month,
            f"survey: data/survey/needs.xlsx  # {answers}",
            f"population: null  # {known}",
            'by: ""',
        ],
        "survey": [
            month,
            f"survey: data/survey/needs.xlsx  # {answers}",
            f"population: null  # {known}",
            f"asked: null  # {silent}",
        ],
    }


def _service_lines() -> list[str]:
    """What the report on a service is told; each kind of evidence may be missing."""
    named = _(N_("as the table of services calls it; empty takes the first"))
    answers = _(N_("answers, a person a row: what libmkt survey entry makes, or an export"))
    known = _(N_("what is known of all readers: variable, category, target"))
    sweeps = _(N_("data/observations, once a sheet there is filled in"))
    return [
        "period: last-month",
        f'service: ""  # {named}',
        "belongs: data/services.xlsx",
        f"survey: null  # {answers}",
        f"population: null  # {known}",
        "counts: monthly",
        f"observations: null  # {sweeps}",
    ]


def _column(of: str) -> str:
    """The column of counts in which the rows of a workbook arrive."""
    return "branch" if of == "branch" else "library"


def opener(python: str) -> bytes:
    """A Windows command file that opens JupyterLab at the folder in which it lies.

    UTF-8 from the second line on, so that paths may hold Cyrillic; a ``%`` of the path is
    doubled, since the command processor would take it for a variable.

    >>> opener("C:/Program Files/Python/python.exe").decode().splitlines()[3]
    'set "PYTHON=C:/Program Files/Python/python.exe"'
    """
    lines = [
        "@echo off",
        "chcp 65001 >nul",
        'cd /d "%~dp0"',
        f'set "PYTHON={python.replace("%", "%%")}"',
        'if not exist "%PYTHON%" set "PYTHON=py"',
        '"%PYTHON%" -m libmkt lab',
        "if errorlevel 1 pause",
    ]
    return "".join(line + "\r\n" for line in lines).encode("utf-8")


def _copy_start(place: Path) -> None:
    from libmkt.workbench import shipped

    start = shipped() / "notebooks" / "start.ipynb"
    if start.is_file():
        shutil.copyfile(start, place / "notebooks" / "start.ipynb")


def _workbooks(
    place: Path, language: str, library: str, rows: Sequence[str], of: str, today: dt.date
) -> None:
    """The workbooks to fill in first, and empty ones for other periods."""
    from libmkt.reporting.observation_book import observation_sheet, services_sheet
    from libmkt.reporting.workbooks import fill_in

    month = Period.containing(today, "month") - 1
    year = Period.containing(today, "year") - 1
    wanted = {
        place / "data" / "monthly": [month],
        place / "data" / "yearly": [year],
        place / "data" / "blank": [
            # a year back as well: a month is compared with the same month of the year before
            *(month + step for step in range(-MONTHS, MONTHS + 1) if step),
            *(year + step for step in range(-YEARS_BEHIND, 2) if step),
        ],
    }
    for folder, periods in wanted.items():
        folder.mkdir(parents=True, exist_ok=True)
        for period in periods:
            fill_in(
                folder / f"{period}.xlsx",
                period=period,
                names=rows,
                of="branch" if of == "branch" else "district",
                library=library,
                language=language,
            )
    seen = place / "data" / "observations"
    seen.mkdir()
    day, branches = month.start, rows if of == "branch" else ()
    observation_sheet(
        seen / f"{month}.xlsx", branches=branches, library=library, language=language, created=day
    )
    # Among the blank ones: `data/services.xlsx` is what the report on a service waits for.
    blank = place / "data" / "blank" / "services.xlsx"
    services_sheet(blank, library=library, language=language, created=day)
