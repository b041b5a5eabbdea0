"""The explorations run in their own folder, say what bare pandas finds, and drift nowhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from libmkt import words
from libmkt.lab import desk, needed, start_page
from libmkt.reporting import execute
from libmkt.words.extract import notebook_messages

from .conftest import ROOT

FOLDER = ROOT / "notebooks/explore"
NAMES = ("newcastle-loans", "england-authorities")
NEWCASTLE = "newcastle-libraries"
ENGLAND = "england-libraries-activity"


def ran(path: Path, root: Path) -> Any:
    """A notebook executed by plain papermill in its own folder, in a process of its own."""
    out = path.with_suffix(".out.ipynb")
    own = {**os.environ, "LIBMKT_ROOT": str(root), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "papermill", path.name, out.name, "--no-progress-bar"],
        cwd=path.parent, env=own, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert out.is_file(), done.stderr
    return execute.read(out)


def said(notebook: Any) -> str:
    """All that the cells say, as plain text."""
    shown = [
        output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]  # fmt: skip
    return "\n".join("".join(text) for text in shown).replace("\u00a0", " ")


def bench(place: Path, data: Path) -> Path:
    """A workbench with the explorations, which reads real data where they lie."""
    shutil.copytree(ROOT / "parameters", place / "parameters")
    shutil.copytree(FOLDER, place / "notebooks/explore", ignore=shutil.ignore_patterns(".*"))
    library = place / "parameters/library.yml"
    beside = Path(os.path.relpath(data, place)).as_posix()
    text = library.read_text(encoding="utf-8").replace("../shared/data", beside)
    library.write_text(text, encoding="utf-8", newline="\n")
    return place


@pytest.fixture(scope="module")
def told(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each exploration says, run once."""
    root = bench(tmp_path_factory.mktemp("explore") / "дала", shared_data)
    return {name: said(ran(root / f"notebooks/explore/{name}.ipynb", root)) for name in NAMES}


def months(path: Path) -> pd.DataFrame:
    """A monthly table of Newcastle by bare pandas: a row a branch, a column a month."""
    table = pd.read_csv(path).set_index("Library").apply(pd.to_numeric, errors="coerce")
    stamps = pd.to_datetime([f"{c}-01" for c in table.columns], format="%Y-%m-%d")
    made: pd.DataFrame = table.set_axis(stamps.to_period("M"), axis=1)
    return made


def periods(table: pd.DataFrame) -> pd.PeriodIndex:
    """The months that a table's columns are."""
    return pd.PeriodIndex(table.columns)


@pytest.fixture(scope="module")
def loans(shared_data: Path) -> pd.DataFrame:
    return months(shared_data / NEWCASTLE / "loans/2008-onwards-monthly-issues-by-branch.csv")


@pytest.fixture(scope="module")
def visits(shared_data: Path) -> pd.DataFrame:
    return months(shared_data / NEWCASTLE / "visitor-figures/2008-onwards-monthly-visits.csv")


def by_year(table: pd.DataFrame) -> pd.DataFrame:
    return table.T.groupby(periods(table).year).sum().T


@pytest.mark.slow
def test_newcastle_fell_by_what_the_file_says(told: dict[str, str], loans: pd.DataFrame) -> None:
    text, year = told["newcastle-loans"], by_year(loans)
    total = year.sum()
    assert f"Loans: {total[2010]:,.0f} in 2010, {total[2019]:,.0f} in 2019" in text
    early = (total[2010] - total[2019]) / (total[2010] - total[2023])
    assert f"Of the whole fall {early:.0%} came before the pandemic" in text
    assert total.drop(index=2008).idxmax() == 2010
    assert f"the file holds {(periods(loans).year == 2008).sum()} months only" in text
    rest = year.drop(index="City").sum()
    assert rest.loc[2009:2023].idxmax() == 2009 and "Now the highest year is 2009" in text


@pytest.mark.slow
def test_closed_branches_and_kept_hours_are_those_of_the_files(
    told: dict[str, str], loans: pd.DataFrame, shared_data: Path
) -> None:
    text, year = told["newcastle-loans"], by_year(loans)
    change = year[2019] - year[2010]
    closed = change[["Dinnington", "Fawdon", "Jesmond", "Mobile", "Moorside", "Newbiggin Hall"]]
    assert year.loc[closed.index, 2019].sum() < 10
    assert (
        f"They make {closed.sum() / change.sum():.0%} of the fall, "
        f"City alone makes {change['City'] / change.sum():.0%}"
    ) in text
    path = shared_data / NEWCASTLE / "library-opening-times/refined-data/opening-hours-per-week.csv"
    hours = pd.read_csv(path).set_index("Library").apply(pd.to_numeric, errors="coerce")
    hours = hours.drop(index="Total for all authority-run libraries")
    hours = hours.rename(index=lambda name: name.removesuffix(" Library"))
    kept = hours.index[hours["2016"] >= 0.95 * hours["2010"]]
    parts = year.loc[kept], year.drop(index=kept)
    same, rest = (1 - part[2015].sum() / part[2010].sum() for part in parts)
    assert f"loans fell by {same:.0%} until 2015; at all other branches by {rest:.0%}" in text
    assert same > 0.5 and hours["2016"].sum() == 544 and hours["2017"].sum() == 308


@pytest.mark.slow
def test_the_factors_are_those_worked_out_by_hand(
    told: dict[str, str], loans: pd.DataFrame, visits: pd.DataFrame
) -> None:
    # hours a week on 31 March 2010, 2011, 2015, 2016, 2019, 2020, added up from the file
    hours = {2010: 797.1, 2015: (597.8 + 544) / 2, 2019: (305.5 + 297.5) / 2}
    lent, came = by_year(loans).sum(), by_year(visits).sum()

    def effects(start: int, end: int) -> list[float]:
        size = (lent[end] - lent[start]) / np.log(lent[end] / lent[start])
        levels = [[hours[y], came[y] / hours[y], lent[y] / came[y]] for y in (start, end)]
        return [float(size * np.log(b / a)) for a, b in zip(*levels, strict=True)]

    text = told["newcastle-loans"]
    for start, end in ((2010, 2015), (2015, 2019)):
        for effect in effects(start, end):
            shown = f"{effect:+,.0f}".replace("-", "\u2212")
            assert re.search(rf"{start}\s+{end}\s.*{re.escape(shown)}", text), shown
    whole = effects(2010, 2019)
    assert f"By this account {whole[0] / sum(whole):.0%} of the fall is hours" in text
    first, second = effects(2010, 2015), effects(2015, 2019)
    assert all(e < 0 for e in first) and second[0] < 0 < min(second[1:])  # as the text tells it


@pytest.mark.slow
def test_a_quarter_divided_by_three_lasts_until_the_pandemic(
    told: dict[str, str], visits: pd.DataFrame
) -> None:
    wide, when = visits.where(visits > 0), list(periods(visits))
    runs = 0
    ends: dict[int, int] = {}
    last = 0
    for _branch, row in wide.iterrows():
        for i in range(2, len(row)):
            three = row.iloc[i - 2 : i + 1]
            near = when[i].ordinal - when[i - 2].ordinal == 2
            if near and three.notna().all() and three.nunique() == 1:
                runs += 1
                ends[when[i].month] = ends.get(when[i].month, 0) + 1
                last = max(last, when[i].year)
    text = told["newcastle-loans"]
    assert f"any three equal months in a row: {runs}," in text
    assert sum(ends.get(m, 0) for m in (1, 4, 7, 10)) > 0.9 * runs
    assert last == 2020 and "none after 2020" in text


@pytest.mark.slow
def test_england_is_what_bare_pandas_adds_up(told: dict[str, str], shared_data: Path) -> None:
    place, text = shared_data / ENGLAND, told["england-authorities"]
    sent = {name: pd.read_csv(place / f"{name}.csv") for name in ("loans", "visits", "events")}
    answered = {name: table["Authority"].nunique() for name, table in sent.items()}
    assert answered == {"loans": 126, "visits": 121, "events": 77}
    assert "Loans were sent by 126 of them, visits by 121, events by 77" in text
    services = pd.read_csv(place / "services.csv").set_index("Authority code")
    people = services.filter(like="Population").sum(axis=1)
    head = (services["Loans"] / people).dropna()
    assert head.idxmax() == "E09000001" and f"with {head.max():.1f} loans a head" in text
    assert head.idxmin() == "E06000032" and f"is last with {head.min():.2f}" in text
    formats = sent["loans"].groupby("Authority")["Format"].unique()
    assert [code for code, kinds in formats.items() if "Physical book" not in kinds] == [
        "E06000032"
    ]
    usual = head.drop(index=["E09000001", "E06000032", "E08000026"])  # Coventry: eight months
    rank = int(usual.rank(ascending=False)["E08000021"])
    assert f"{head['E08000021']:.2f} loans a head, rank {rank} of {len(usual)} in England" in text


@pytest.mark.slow
def test_what_stands_out_in_visits_is_explained(told: dict[str, str], shared_data: Path) -> None:
    visits = pd.read_csv(shared_data / ENGLAND / "visits.csv")
    sutton = visits[visits["Authority"] == "E09000029"].groupby("Period")["Count"].sum()
    early, late = sutton[sutton.index < "2023-11"].mean(), sutton[sutton.index >= "2023-11"].mean()
    text = told["england-authorities"]
    assert f"Sutton: {early:,.0f} visits a month before November 2023, {late:,.0f} from" in text
    assert "Calderdale and South Tyneside sent home deliveries" in text
    for code in ("E08000033", "E08000023"):
        assert set(visits.loc[visits["Authority"] == code, "Location"]) == {"Home delivery"}


@pytest.mark.slow
def test_one_city_has_two_figures(
    told: dict[str, str], loans: pd.DataFrame, visits: pd.DataFrame, shared_data: Path
) -> None:
    services = pd.read_csv(shared_data / ENGLAND / "services.csv").set_index("Authority code")
    own = [part.loc[:, "2023-04":"2024-03"].sum().sum() for part in (visits, loans)]
    theirs = services.loc["E08000021", ["Visits", "Loans"]]
    assert (
        f"Visits: {own[0]:,.0f} in the city's own file, {theirs['Visits']:,.0f} in the national "
        f"one. Loans: {own[1]:,.0f} and {theirs['Loans']:,.0f}"
    ) in told["england-authorities"]


@pytest.mark.parametrize("name", NAMES)
def test_without_its_data_a_notebook_says_the_command_in_one_line(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    root = bench(tmp_path / "bench", tmp_path / "none")
    notebook = ran(root / f"notebooks/explore/{name}.ipynb", root)
    errors = [
        output
        for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if output.output_type == "error"
    ]  # fmt: skip
    assert len(errors) == 1
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in errors[0].traceback]
    assert len(lines) == 1
    data = NEWCASTLE if name == "newcastle-loans" else ENGLAND
    assert lines[0].endswith(f"Fetch it with: libmkt data get {data}")


def test_data_that_are_here_are_found_as_file_folder_and_pattern(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIBMKT_ROOT", str(bench(tmp_path / "b", shared_data)))
    assert needed.has(NEWCASTLE) and needed.has(f"{ENGLAND}/loans.csv")
    assert needed.has(f"{NEWCASTLE}/loans/*.csv")
    assert not needed.has(f"{NEWCASTLE}/no.csv") and not needed.has("nothing-of-the-kind")


@pytest.mark.parametrize("name", NAMES)
def test_an_exploration_is_whole_in_every_language(name: str) -> None:
    path = FOLDER / f"{name}.ipynb"
    with path.open("rb") as stream:
        messages = {text for _l, _f, text, _c in notebook_messages(stream) if isinstance(text, str)}
    for language in ("kaa", "uz", "ru"):
        with words.speaking(language):
            assert [m for m in messages if words._(m) == m] == []
            copy = desk.copied(json.loads(path.read_text(encoding="utf-8")))
        told = "".join(
            "".join(c["source"])
            for c in copy["cells"]
            if "parameters" in c["metadata"].get("tags", ())
        )
        assert f'language: str = "{language}"' in told


@pytest.mark.parametrize("name", NAMES)
def test_it_is_committed_without_outputs_and_its_text_holds_no_loose_number(name: str) -> None:
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    code = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert not any(c["outputs"] or c["execution_count"] for c in code)
    text = "\n".join(
        "".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"
    )
    text = text.split("## To try")[0]  # what a reader is asked to do names years
    # dates of the table, of the new building and of the cut: the tests above hold them
    allowed = {"31", "2009", "2016"}
    assert set(re.findall(r"\d+", text)) <= allowed


def test_the_contents_page_lists_both_by_their_titles() -> None:
    found = {p.stem: title for p, title in start_page.explorations(ROOT, "none").items()}
    assert found["newcastle-loans"] == "Why did Newcastle's loans fall?"
    assert found["england-authorities"] == "How do England's library authorities compare?"
