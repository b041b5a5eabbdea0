"""A printed number is followed back to its cell, its files and its rows."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from libmkt import cli, words
from libmkt.errors import MissingError, ParameterError
from libmkt.reporting import document, store, trace

DATA = (
    "branch,month,loans,visits\nBulaq,2026-08,1200,300\nBulaq,2026-09,1368047,700\n"
    "Dańq,2026-09,5,4\nJámi,2026-09,1368052,704\n"
)


@pytest.fixture
def traced(bench: Path) -> Path:
    """A report as a run would leave it, and the figures that it was made of."""
    (bench / "data/city.csv").write_text(DATA, encoding="utf-8")
    (bench / "data/city.source.yml").write_text("library: City\n", encoding="utf-8")
    table: dict[str, Any] = {
        "kind": "table", "id": None, "caption": "By branch", "strong": [], "note": "", "empty": "",
        "columns": [
            {"name": "branch", "label": "Place", "form": "text", "align": "left"},
            {"name": "measure", "label": "Figure", "form": "measure", "align": "left"},
            {"name": "value", "label": "Value", "form": "n0", "align": "right"},
            {"name": "change", "label": "Change", "form": "+p1", "align": "right"},
        ],
        "rows": [["Bulaq", "loans", 1368047.0, -0.02637], ["Dańq", "loans", 5.0, None]],
    }  # fmt: skip
    says = {"kind": "sentence", "code": "x", "text": "Loans fell by 2.6% to 1,368,047."}
    cells = [
        {"cell_type": "code", "source": ["reporting.table(\n", "    figures)"],
         "outputs": [{"data": {document.MIME: table}}, {"data": {document.MIME: says}}]}
    ]  # fmt: skip
    folder = bench / "reports/city/2026-09/en"
    folder.mkdir(parents=True)
    (folder / "executed.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    (folder / "report.html").write_text("page", encoding="utf-8")
    sha = hashlib.sha256(DATA.encode()).hexdigest()
    published = {"name": "loans", "value": 1368047.0, "period": "2026-09", "unit": "loans",
                 "library": "", "branch": "Bulaq", "definition": {"measure": "loans"},
                 "definition_hash": "d"}  # fmt: skip
    store.write_manifest(folder, {
        "run": "city", "report": "small", "title": "City", "language": "en",
        "parameters": {"period": "2026-09"}, "published": [published],
        "read": [{"file": "data/city.csv", "sha256": sha, "description": "data/city.source.yml"}],
        "data": {"data/city.csv": sha, "data/plan.csv": "0" * 64},
    })  # fmt: skip
    return bench


@pytest.mark.parametrize(
    "report",
    ["city", "city@2026-09", "city/2026-09/en", "reports/city/2026-09/en/report.html"],
)
def test_a_report_is_found_by_run_period_folder_or_page(traced: Path, report: str) -> None:
    found = trace.trace(report, "loans", root=traced)
    assert found.folder == "reports/city/2026-09/en" and found.code == "loans"


@pytest.mark.parametrize(
    "written", ["1,368,047", "1 368 047", "1\N{NO-BREAK SPACE}368\N{NO-BREAK SPACE}047", "1368047"]
)
def test_a_number_is_known_as_any_of_the_four_languages_writes_it(
    traced: Path, written: str
) -> None:
    found = trace.trace("city", written, root=traced)
    assert [p.cell for p in found.places] == [0, 0]
    assert str(found.places[0].what) == "table “By branch”, row Bulaq, column Value"
    assert "sentence" in str(found.places[1].what)
    assert found.published[0]["name"] == "loans"
    assert found.wanted == {"period": "2026-09", "branch": "Bulaq", "measure": "loans"}


@pytest.mark.parametrize("written", ["−2.6%", "-2,6 %", "-2.6%"])
def test_a_share_is_known_with_either_minus_and_mark(traced: Path, written: str) -> None:
    [place, *_] = trace.trace("city", written, root=traced).places
    assert place.value == -0.02637 and place.row["branch"] == "Bulaq"


@pytest.mark.parametrize("name", ["loans", "Loans", "Книговыдача"])
def test_a_published_value_is_known_by_code_and_by_name(traced: Path, name: str) -> None:
    found = trace.trace("city", name, root=traced)
    assert found.published[0]["value"] == 1368047 and found.places[0].shown == "1,368,047"


def test_the_command_says_file_hash_rows_and_call(
    traced: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["trace", "city", "1,368,047"]) == 0
    said = capsys.readouterr().out
    sha = hashlib.sha256(DATA.encode()).hexdigest()[:12]
    assert f"data/city.csv  {sha}  unchanged since" in said
    assert "Loans: 1 figures, together 1,368,047" in said
    assert "row 3: City, Bulaq, 2026-09, Loans 1368047" in said
    assert "read as data/city.source.yml says" in said and "reporting.table(" in said
    assert "data/plan.csv  000000000000  not there any more" in said
    (traced / "data/city.csv").write_text(DATA.replace("1368047", "1"), encoding="utf-8")
    assert cli.main(["trace", "city", "loans", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"][0]["state"] == "changed" and told["printed"][0]["cell"] == 1


@pytest.mark.parametrize(
    ("report", "value", "status"),
    [("cty", "loans", 3), ("city@2020", "loans", 3), ("../../etc", "1", 3),
     ("city", "42", 2), ("city", "lons", 2), ("city", "", 2)],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_the_nearest(
    traced: Path, report: str, value: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["trace", report, value]) == status
    said = capsys.readouterr().err
    assert "Traceback" not in said
    if report == "cty":
        assert "did you mean city?" in said
    if value == "lons":
        assert "did you mean loans?" in said


def test_it_speaks_the_readers_language(traced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with words.speaking("ru"):
        with pytest.raises(ParameterError):
            trace.trace("city", "42", root=traced)
        with pytest.raises(MissingError):
            trace.trace("nothing", "42", root=traced)
        assert words.language() == "ru"
