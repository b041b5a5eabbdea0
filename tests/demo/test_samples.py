"""The samples under version control are what the reports say today, and stay small."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from libmkt.demo import samples

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "python -m libmkt.demo.samples makes them again"
MOST = 3_000_000  # bytes of all together


def committed() -> set[str]:
    place = ROOT / samples.FOLDER
    return {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def alike(one: list[list[str]], other: list[list[str]]) -> bool:
    """Whether two tables say the same: the last digit may differ between machines."""
    sizes = [[len(row) for row in table] for table in (one, other)]
    cells = zip(chain(*one), chain(*other), strict=False)
    return sizes[0] == sizes[1] and all(a == b or _close(a, b) for a, b in cells)


def _close(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9)
    except ValueError:
        return False


def printed(page: Path) -> list[str]:
    """The cells of all tables on a page, as they are printed."""
    if page.suffix == ".docx":
        return [" ".join(cell.split()) for cell in _word(page)]
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in found]


def _word(page: Path) -> Iterator[str]:
    for table in Document(str(page)).tables:
        for cell in table._tbl.iter_tcs():
            yield " ".join(text.text or "" for text in cell.iter(qn("w:t")))


def test_a_fresh_run_gives_the_tables_of_the_samples(tmp_path: Path) -> None:
    forms = ("html", "docx")
    fresh = samples.make(tmp_path / "bench", formats=forms)
    place = ROOT / samples.FOLDER
    names = set()
    for folder in fresh:
        for path in samples.kept(folder, forms):
            name = path.relative_to(tmp_path / "bench/reports").as_posix()
            names.add(name)
            assert (place / name).is_file(), AGAIN
            if path.suffix == ".csv":
                assert alike(rows(path), rows(place / name)), f"{name}: {AGAIN}"
            else:
                assert printed(path) and printed(path) == printed(place / name), AGAIN
        names.add((folder / "report.pdf").relative_to(tmp_path / "bench/reports").as_posix())
    assert committed() == names, AGAIN


def test_tables_are_told_apart_by_more_than_the_last_digit() -> None:
    table = [["loans", "share"], ["1", "0.30000000000000004"]]
    assert alike(table, [["loans", "share"], ["1", "0.3"]])
    assert not alike(table, [["loans", "share"], ["1", "0.3001"]])
    assert not alike(table, [["loans", "share"], ["1"]]) and not alike(table, table[:1])


def test_the_samples_are_small_and_named_where_one_looks() -> None:
    place = ROOT / samples.FOLDER
    files = committed()
    assert sum((place / name).stat().st_size for name in files) < MOST
    page = (ROOT / "reports/README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(samples/([^)]+)\)", page))
    assert linked == {name for name in files if not name.endswith(".csv")}
    for name in files:
        if name.endswith(".pdf"):
            assert (place / name).read_bytes().startswith(b"%PDF"), name
