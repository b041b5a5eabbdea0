"""The contents page: every sentence of the text stands in it, with what serves it and no more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from libmkt import lab, words
from libmkt.errors import ParameterError
from libmkt.lab import desk, rows, source_text
from libmkt.measures import INDICATORS

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = rows.read_sentences(ROOT / "docs/sentences.csv")
HEADINGS = {"T1", "T19", "T26", "T32", "T40", "T52", "T64", "T80"}  # they head a part


def lines(part: str) -> list[str]:
    return str(lab.contents(part)).splitlines()[2:]


def test_every_sentence_stands_in_one_part_and_those_that_head_one_in_none() -> None:
    shown = [n for first, last in source_text.PARTS.values() for n in range(first, last + 1)]
    assert len(shown) == len(set(shown))
    assert {f"T{n}" for n in shown} == set(SENTENCES) - HEADINGS


def test_each_row_has_a_line_and_its_level_is_that_of_the_table() -> None:
    table = rows.read_rows(ROOT / "docs/coverage.csv")
    for part, (first, _last) in source_text.PARTS.items():
        for n, line in enumerate(lines(part), start=first):
            levels = {row.level for row in table if f"T{n}" in row.sentences}
            said = line.strip("| ").split(" | ")[-1] if levels else ""
            assert set(said.split("<br>")) - {""} == {source_text.MEANING[lv] for lv in levels}
            assert SENTENCES[f"T{n}"].replace("|", "\\|") in line


def test_every_link_leads_to_a_notebook_and_a_heading_in_it() -> None:
    links = [
        link
        for part in source_text.PARTS
        for link in re.findall(r"\]\(([^)]+)\)", str(lab.contents(part)))
    ]
    assert any(link.startswith("reports/monitoring.ipynb") for link in links)
    for link in set(links):
        name, _, anchor = link.partition("#")
        text = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
        cells = [c for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"]
        titles = [
            line.lstrip("# ").replace(" ", "-")
            for cell in cells
            for line in "".join(cell["source"]).splitlines()
            if line.startswith("#")
        ]
        from urllib.parse import unquote

        assert unquote(anchor) in titles


def test_the_indicators_of_the_rows_are_there() -> None:
    codes = {code for codes in source_text.INDICATORS_OF.values() for code in codes}
    assert codes <= set(INDICATORS)
    known = {row.row for row in rows.read_rows(ROOT / "docs/coverage.csv")}
    assert set(source_text.INDICATORS_OF) <= known
    shown = str(lab.indicators())
    assert all(f"`{code}`" in shown for code in INDICATORS)


def test_the_counts_are_those_of_the_table() -> None:
    table = rows.read_rows(ROOT / "docs/coverage.csv")
    none = sum(row.level == 0 for row in table)
    assert str(lab.state()).startswith("The text asks for 71 capabilities.")
    assert f"{none} are not here yet" in str(lab.state())


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(ParameterError, match="known: marketing"):
        lab.contents("prices")


def test_the_karakalpak_page_is_the_source_text_itself() -> None:
    """A few of its sentences, as they stand in the Karakalpak original."""
    with words.speaking("kaa"):
        said = str(lab.contents("aims")) + str(lab.contents("organisation"))
    for sentence in (
        "tólemli hám tólemsiz xızmetler kólemin qáliplestiriw",
        "jámiyetshilik pikirin úyreniw",
        "basqa shólkemler",
        "xızmetler kólemin keńeytiw",
    ):
        assert sentence in said


def test_the_page_of_the_repository_asks_for_every_part() -> None:
    text = (ROOT / "notebooks/start.ipynb").read_text(encoding="utf-8")
    asked = re.findall(r'lab\.contents\(\\"(\w+)\\"\)', text)
    assert asked == list(source_text.PARTS)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_desk_holds_copies_in_the_language_with_the_contents_shown(
    language: str, bench: Path
) -> None:
    start = desk.lay_out(bench, language)
    assert start == bench / "desk" / language / "start.ipynb"
    cells = json.loads(start.read_text(encoding="utf-8"))["cells"]
    shown = {c["source"]: c["outputs"] for c in cells if c["cell_type"] == "code"}
    with words.speaking(language):
        made = str(lab.contents("aims"))
    assert shown['lab.contents("aims")'][0]["data"]["text/markdown"] == made
    copy = start.parent / "reports/monitoring.ipynb"
    text = copy.read_text(encoding="utf-8")
    assert f'language: str = \\"{language}\\"' in text
    with words.speaking(language):
        assert words._("Where do we stand?") in text
    for target in re.findall(r"\]\(((?:reports|explore)/[\w.-]+)", made):
        assert (start.parent / target).is_file()


def test_a_copy_that_a_person_changed_is_left_alone(bench: Path) -> None:
    start = desk.lay_out(bench, "en")
    copy = start.parent / "reports/peers.ipynb"
    changed = copy.read_text(encoding="utf-8").replace("k: int = 8", "k: int = 5")
    copy.write_text(changed, encoding="utf-8")
    (start.parent / "reports/dynamics.ipynb").write_text("not a notebook", encoding="utf-8")
    desk.lay_out(bench, "en")
    assert copy.read_text(encoding="utf-8") == changed
    assert (start.parent / "reports/dynamics.ipynb").read_text(encoding="utf-8") == "not a notebook"


def test_a_copy_keeps_what_was_run_in_it_and_the_contents_page_is_made_anew(bench: Path) -> None:
    start = desk.lay_out(bench, "en")
    copy = start.parent / "reports/peers.ipynb"
    ran = json.loads(copy.read_text(encoding="utf-8"))
    out = {"output_type": "stream", "name": "stdout", "text": "mine"}
    next(c for c in ran["cells"] if c["cell_type"] == "code")["outputs"] = [out]
    copy.write_text(json.dumps(ran), encoding="utf-8")
    start.write_text(start.read_text(encoding="utf-8").replace("71 capab", "1 capab"), "utf-8")
    desk.lay_out(bench, "en")
    assert "mine" in copy.read_text(encoding="utf-8")
    assert "71 capabilities" in start.read_text(encoding="utf-8")


def test_a_report_of_ones_own_is_not_copied(bench: Path) -> None:
    own = bench / "notebooks/reports/peers.ipynb"
    own.write_text((bench / "notebooks/reports/small.ipynb").read_text("utf-8"), encoding="utf-8")
    desk.lay_out(bench, "en")
    assert not (bench / "desk/en/reports/peers.ipynb").exists()
    assert (bench / "desk/en/reports/monitoring.ipynb").is_file()
