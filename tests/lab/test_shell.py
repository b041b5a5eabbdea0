"""A kernel with libmkt's extension: its language, its magic, its tables, plots and refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from libmkt import lab, words, workbench
from libmkt.lab import magics, shell
from libmkt.plots import style

from .conftest import ROOT


@pytest.fixture
def ipython(bench: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A shell with the extension loaded; what it changes is put back."""
    monkeypatch.setenv("LIBMKT_LANGUAGE", "kaa")
    settings, accent = dict(mpl.rcParams), workbench.accent()
    made = InteractiveShell.instance()
    made.extension_manager.load_extension("libmkt.lab")
    yield made
    made.extension_manager.unload_extension("libmkt.lab")
    InteractiveShell.clear_instance()
    mpl.rcParams.update(settings)
    workbench.use_accent(accent)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_it_speaks_the_language_of_the_lab_else_the_librarys(
    ipython: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert words.language() == "kaa"
    monkeypatch.setenv("LIBMKT_LANGUAGE", "ru")
    assert shell.language() == "ru"
    monkeypatch.delenv("LIBMKT_LANGUAGE")
    assert shell.language() == workbench.library(workbench.find_root()).language


def test_tables_come_in_the_house_style_until_it_is_unloaded(ipython: Any) -> None:
    formatter = ipython.display_formatter.formatters["text/html"]
    table = pd.DataFrame({"measure": ["loans"], "value": [1368047.0]})
    assert "1\xa0368\xa0047" in formatter(table)
    ipython.extension_manager.unload_extension("libmkt.lab")
    assert 'class="dataframe"' in formatter(table)
    ipython.extension_manager.load_extension("libmkt.lab")


def test_plots_are_drawn_with_the_house_settings(ipython: Any) -> None:
    now = style.current()
    assert mpl.rcParams["font.family"] == [style.FONT]
    assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == list(now.lines)
    assert mpl.rcParams["text.color"] == now.ink


def test_the_magic_explains_an_indicator_in_the_kernels_language(
    ipython: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ipython.run_line_magic("libmkt", "explain turnover")
    assert "Fond aylanısı (turnover, F03)" in said(capsys)
    assert words.language() == "kaa"


def test_the_magic_checks_a_file(ipython: Any, capsys: pytest.CaptureFixture[str]) -> None:
    ipython.run_line_magic("libmkt", "check data/demo/region/yearly.csv")
    assert "data/demo/region/yearly.csv" in said(capsys)


@pytest.mark.parametrize("line", ["check nowhere.csv", "explain nothing", "lab", "chek x", "'"])
def test_a_refusal_is_a_line_and_no_trace(
    line: str, ipython: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ipython.run_line_magic("libmkt", line) is None
    told = said(capsys)
    assert told.strip() and "Traceback" not in told


def test_an_error_of_ours_in_a_cell_is_told_without_a_trace(
    ipython: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ipython.run_cell("from libmkt import read; read.counts('nowhere.csv')")
    told = said(capsys)
    assert "nowhere.csv" in told and "Traceback" not in told and 'File "' not in told


def test_a_preview_is_the_page_of_the_saved_notebook(
    ipython: Any, bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(bench / "notebooks/reports/small.ipynb"))
    made = ipython.run_line_magic("libmkt", "preview")
    html = made._repr_mimebundle_()["text/html"]
    assert "A small report" in html and "sandbox srcdoc=" in html
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert ipython.run_line_magic("libmkt", "preview") is None
    (bench / "no.ipynb").write_text("{}", encoding="utf-8")
    assert ipython.run_line_magic("libmkt", "preview no.ipynb") is None
    told = said(capsys)
    assert "%libmkt preview NAME.ipynb" in told and "no.ipynb" in told


def test_vs_code_names_its_notebook_among_the_names(bench: Path) -> None:
    shell_of_vs_code = SimpleNamespace(user_ns={magics.NOTEBOOK_NAME: str(bench / "x.ipynb")})
    assert magics.own_notebook(shell_of_vs_code) == bench / "x.ipynb"


def test_the_buttons_name_what_there_is_and_say_it_as_text(bench: Path) -> None:
    made = lab.start()
    assert "monitoring" in str(made) and "small" in str(made)
    lessons = sorted((ROOT / "notebooks/lessons").glob("L*.ipynb"))
    assert all(path.stem.split("-")[0] in str(made) for path in lessons)
    assert json.dumps(made._repr_mimebundle_()["text/plain"])
