"""A bare summary of statsmodels stands on every page as it is, is told, and has no clock."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from libmkt import cli
from libmkt.reporting.summaries import undated

from .conftest import BODY, CLOSE, SHOW, notebook

MODEL = """import numpy as np
import statsmodels.api as sm

hours = np.arange(12.0)
fitted = sm.OLS(hours**2 + np.cos(hours), sm.add_constant(hours)).fit()
display(fitted.summary(xname=["const", "hours"]))
fitted.summary2(xname=["const", "hours"])"""
LINES = ("OLS Regression Results", "Dep. Variable:", "Results: Ordinary least squares")


@pytest.fixture
def made(bench: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of a report that shows two summaries."""
    path = bench / "notebooks/reports/small.ipynb"
    path.write_text(notebook(BODY, SHOW, MODEL, CLOSE), encoding="utf-8")
    asked = ["report", "small", "--as-of", "2026-11-23", "--to", "html,pdf,docx,xlsx,pptx"]
    assert cli.main(asked) == 0
    assert "a bare output is shown as it came" in capsys.readouterr().out
    return bench / "reports/small/2025/en"


def test_a_summary_is_shown_plainly_and_told_in_every_format(made: Path) -> None:
    said = {
        "html": unescape((made / "report.html").read_text(encoding="utf-8")),
        "docx": "\n".join(p.text for p in Document(str(made / "report.docx")).paragraphs),
        "pptx": _slides(made / "report.pptx"),
        "xlsx": _cells(made / "report.xlsx"),
    }
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-layout", str(made / "report.pdf"), "-"]
        said["pdf"] = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    for form, text in said.items():
        for line in LINES:
            assert line in text, form
        assert "statsmodels.iolib" not in text, form
        assert "Time:   " not in text and "Date:   " not in text, form
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["warnings"]) == 2


def test_letters_of_one_width_keep_its_columns(made: Path) -> None:
    with zipfile.ZipFile(io.BytesIO((made / "report.pptx").read_bytes())) as deck:
        slides = [deck.read(n).decode() for n in deck.namelist() if n.startswith("ppt/slides/s")]
    [summary, *_more] = [slide for slide in slides if LINES[0] in slide]
    assert "Courier New" in summary
    book = openpyxl.load_workbook(made / "report.xlsx")
    [cell] = [c for row in book.worksheets[0].iter_rows() for c in row if LINES[0] in str(c.value)]
    assert cell.font.name == "Courier New" and cell.data_type == "s"


def test_only_day_and_time_are_left_blank() -> None:
    line = "Date:                Mon, 05 Oct 2026   Prob (F-statistic):           3.34e-05"
    assert undated(line) == " " * 37 + line[37:]
    assert undated("Time:   10:15:30  AIC: 61.3\n") == " " * 16 + "  AIC: 61.3\n"
    assert undated("Date:     2026-10-05 10:15 BIC:") == " " * 26 + " BIC:"
    assert undated("Time: two hours a day") == "Time: two hours a day"


def _slides(path: Path) -> str:
    found = Presentation(str(path))
    texts = (s.text_frame.text for p in found.slides for s in p.shapes if s.has_text_frame)
    return "\n".join(texts)


def _cells(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
