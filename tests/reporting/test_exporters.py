"""Our exporters stand beside nbconvert's own and load nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from libmkt import cli

from .pages import notebook

HEADS = {"html": b"<!DOCTYPE", "docx": b"PK", "xlsx": b"PK", "pptx": b"PK", "pdf": b"%PDF"}
LAZY = """
import sys
from nbconvert.exporters.base import get_exporter
for form in ("html", "docx", "xlsx", "pptx", "pdf"):
    get_exporter(f"libmkt-{form}")
heavy = {"docx", "pptx", "xlsxwriter", "typst", "pandas", "matplotlib"} & set(sys.modules)
assert not heavy, heavy
"""


def test_nbconvert_finds_them_and_they_load_nothing_heavy() -> None:
    subprocess.run([sys.executable, "-c", LAZY], check=True)


@pytest.mark.parametrize("form", HEADS)
def test_an_exporter_gives_the_file(form: str) -> None:
    from nbconvert.exporters.base import get_exporter

    exporter = get_exporter(f"libmkt-{form}")()  # type: ignore[no-untyped-call]
    made, resources = exporter.from_notebook_node(notebook("en"))
    assert exporter.file_extension == f".{form}" and resources["output_extension"] == f".{form}"
    assert (made.encode() if isinstance(made, str) else made).startswith(HEADS[form])


def test_a_run_writes_each_format_once_and_only_what_is_asked(bench: Path) -> None:
    asked = ["report", "small", "--as-of", "2026-11-23", "--to", "docx,xlsx,pdf,pptx"]
    assert cli.main(asked) == 0
    folder = bench / "reports/small/2025/en"
    files = {p.suffix[1:]: p.read_bytes() for p in folder.glob("report.*")}
    assert set(files) == {"docx", "xlsx", "pdf", "pptx"}
    assert all(data.startswith(HEADS[form]) for form, data in files.items())
    later = [*asked[:2], "--as-of", "2026-11-23", "--force", *asked[4:]]
    assert cli.main(later) == 0
    assert {p.suffix[1:]: p.read_bytes() for p in folder.glob("report.*")} == files


def test_a_word_file_that_a_person_edited_is_kept(bench: Path) -> None:
    assert cli.main(["report", "small", "--to", "docx"]) == 0
    folder = bench / "reports/small/2025/en"
    (folder / "report.docx").write_bytes(b"mine")
    assert cli.main(["report", "small", "--to", "docx", "--force"]) == 0
    assert (folder / "report.edited-1.docx").read_bytes() == b"mine"
    assert (folder / "report.docx").read_bytes().startswith(b"PK")
