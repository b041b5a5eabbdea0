"""Our exporters stand beside nbconvert's own and load nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from libmkt import cli
from libmkt.reporting import kernel, store

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


def test_a_word_file_that_a_person_edited_is_kept_and_told(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "small", "--to", "docx"]) == 0
    folder = bench / "reports/small/2025/en"
    document = Document(str(folder / "report.docx"))
    document.paragraphs[0].add_run(", and my own words")
    document.save(str(folder / "report.docx"))
    mine = (folder / "report.docx").read_bytes()
    capsys.readouterr()
    assert cli.main(["report", "small", "--to", "docx", "--force"]) == 0
    said = capsys.readouterr().out
    assert said.count("your edited file is kept as report.edited-1.docx") == 1
    assert (folder / "report.edited-1.docx").read_bytes() == mine
    fresh = Document(str(folder / "report.docx"))
    assert "my own words" not in "".join(p.text for p in fresh.paragraphs)
    assert cli.main(["report", "small", "--to", "docx", "--force"]) == 0  # and goes along again
    assert (folder / "report.edited-1.docx").read_bytes() == mine


def test_a_word_file_that_is_open_elsewhere_is_one_line_and_the_rest_is_done(
    bench: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = ["report", "small", "--language", "en,ru", "--to", "docx", "--force"]
    assert cli.main([*both, "--as-of", "2026-11-23"]) == 0
    place = bench / "reports/small/2025"
    page = (place / "ru/report.docx").read_bytes()
    plain = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path.name == "ru":  # so Windows refuses while Word holds a file in the folder
            raise PermissionError(13, "The process cannot access the file", str(path))
        return plain(path, target)

    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(kernel, "exchange", lambda one, other: False)
        patch.setattr(Path, "rename", rename)
        assert cli.main([*both, "--as-of", "2026-11-24"]) == 1
    out, err = capsys.readouterr()
    said = [line for line in (out + err).splitlines() if "cannot be written" in line]
    assert len(said) == 1 and "Traceback" not in out + err
    assert "open in another program" in out + err
    assert (place / "ru/report.docx").read_bytes() == page
    assert days(place) == {"en": "2026-11-24", "ru": "2026-11-23"}
    assert {path.name for path in place.iterdir()} == {"en", "ru"}
    assert cli.main([*both, "--as-of", "2026-11-24"]) == 0  # closed again
    assert days(place) == {"en": "2026-11-24", "ru": "2026-11-24"}


def days(place: Path) -> dict[str, str]:
    """The day that each language's report counts from."""
    return {code: store.manifest(place / code)["as_of"] for code in ("en", "ru")}
