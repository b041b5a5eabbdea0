"""A director's first sheet is a whole report already; the next month needs no edit."""

from __future__ import annotations

import html
from pathlib import Path

import pandas as pd
import pytest

from libmkt import cli
from libmkt.demo import director_sheet
from libmkt.demo.sheet import figures

from .conftest import column, report, table

WORD = "Bul ayda kitapxanalar remontlandı."


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("LIBMKT_ROOT", raising=False)
    monkeypatch.setenv("LIBMKT_LANGUAGE", "kaa")
    folder = tmp_path / "kitap xana Нөкис"
    assert cli.main(["init", str(folder), "--language", "kaa", "--as-of", "2026-09-10"]) == 0
    monkeypatch.chdir(folder)
    for path in (folder / "data").rglob("*.xlsx"):
        path.unlink()  # the blank workbooks: this director has sheets of his own
    return folder


def month(root: Path, name: str) -> Path:
    """Put the sheet of a month where the figures lie, and report it."""
    director_sheet(root / f"data/monthly/{name}.xlsx", name, "kaa")
    day = f"{pd.Period(name) + 1}-10"
    assert cli.main(["report", "parameters/monitoring.yml", "--as-of", day]) == 0
    return root / f"reports/monitoring/{name}/kaa"


def test_the_first_sheet_is_a_whole_report_with_the_statisticians_own_paragraph(root: Path) -> None:
    note = root / "parameters/notes/monitoring/2026-08/kaa.md"
    note.parent.mkdir(parents=True)
    note.write_text(WORD, encoding="utf-8")
    first = month(root, "2026-08")
    page = html.unescape((first / "report.html").read_text(encoding="utf-8"))
    assert WORD in page and '<html lang="kaa-' in page
    sent = {place: row["loans"] for place, row in figures("2026-08")}
    assert len(sent) == 16 and column(first, "places", "library", "value") == sent
    assert table(first, "indicators")  # a month alone has its indicators, its places, its boxes
    assert not (first / "figures/control.svg").exists()  # and no year before it to compare
    assert not (first / "figures/factors.svg").exists()

    second = month(root, "2026-09")  # the file alone: nothing was edited
    again = {place: row["loans"] for place, row in figures("2026-09")}
    assert column(second, "places", "library", "value") == again
    assert WORD not in (second / "report.html").read_text(encoding="utf-8")
    assert (first / "report.html").is_file()


@pytest.mark.slow
def test_one_year_alone_and_fewer_peers_than_wanted_are_reports_too(bench: Path) -> None:
    assert report("dynamics", "--language", "en", "--set", "since=2025") == 0
    years = bench / "reports/dynamics/2025/en"
    assert [row["period"] for row in table(years, "dynamics")] == ["2025"]
    assert column(years, "dynamics", "period", "increment_chain") == {}
    assert report("peers", "--language", "en", "--set", "k=30") == 0
    assert len(table(bench / "reports/peers/2025/en", "peers")) == 16  # all there are
