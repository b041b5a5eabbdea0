"""What all formats share: the same bytes twice, nothing hostile runs, nothing is lost."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from libmkt.reporting import document, writers

from .pages import HOSTILE, notebook

FORMATS = ("docx", "pdf", "pptx", "xlsx")
LONG_NAME = "Málimleme-kitapxana orayı " * 6 + "x" * 150  # 306 letters, 150 without a break
AGAIN = """
import hashlib, json, sys
from pathlib import Path
from nbformat import from_dict
from libmkt.reporting import document, writers
made = from_dict(json.loads((Path(sys.argv[1]) / "made.ipynb").read_text(encoding="utf-8")))
for form in sys.argv[2:]:
    print(form, hashlib.sha256(writers.write(form, made, root=Path(sys.argv[1]))).hexdigest())
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A workbench with a logo, an address and two who sign."""
    (tmp_path / "parameters").mkdir()
    drawn = '<rect width="40" height="20"/>'
    logo = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{drawn}</svg>'
    (tmp_path / "parameters/logo.svg").write_text(logo, encoding="utf-8")
    (tmp_path / "parameters/library.yml").write_text(
        "name: Kitapxana\naddress: Nókis, 1\nlogo: parameters/logo.svg\nsignatories:\n"
        "  - {name: A. B., position: Direktor}\n  - {name: C. D., position: Bas}\n",
        encoding="utf-8",
    )
    return tmp_path


def archive(data: bytes) -> dict[str, str]:
    """The XML parts of an office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {
            name: found.read(name).decode("utf-8")
            for name in found.namelist()
            if name.endswith((".xml", ".rels"))
        }


def spoken(data: bytes) -> str:
    """All letters of an office file's parts, tags taken out."""
    from html import unescape

    return unescape(" ".join(re.sub(r"<[^>]+>", "", part) for part in archive(data).values()))


def test_the_same_notebook_gives_the_same_bytes_in_another_process(house: Path) -> None:
    made = notebook("kaa")
    here = [
        f"{form} {hashlib.sha256(writers.write(form, made, root=house)).hexdigest()}"
        for form in FORMATS
    ]
    (house / "made.ipynb").write_text(json.dumps(made), encoding="utf-8")
    env = {**os.environ, "TZ": "Asia/Samarkand", "PYTHONHASHSEED": "7", "USER": "other"}
    there = subprocess.run(
        [sys.executable, "-c", AGAIN, str(house), *FORMATS],
        cwd=Path(__file__).resolve().parents[2],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.split("\n")[:-1] == here


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_an_office_file_names_no_clock_and_no_person(house: Path, form: str) -> None:
    data = writers.write(form, notebook("ru"), root=house)
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive(data)["docProps/core.xml"]
    assert "2026-10-05T00:00:00Z" in core
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", core) == ["Kitapxana"]
    assert re.findall(r"<cp:lastModifiedBy>(.*?)</cp:lastModifiedBy>", core)[:1] in (
        [],
        [""],
        ["Kitapxana"],
    )
    assert "python" not in core.lower()


@pytest.mark.parametrize("form", FORMATS)
def test_a_paragraph_that_begins_with_code_keeps_its_other_words(house: Path, form: str) -> None:
    import nbformat.v4 as v4

    printed = v4.new_code_cell("", outputs=[v4.new_output("stream", text="what was printed\n")])
    task = v4.new_markdown_cell(
        "## Task\n\n`loans` holds four branches and a **total**.\n\n`alone`"
    )
    made = v4.new_notebook(cells=[v4.new_markdown_cell("# Lesson"), task, printed])
    data = writers.write(form, made, root=house)
    said = " ".join((_pdf_text(data, house) if form == "pdf" else spoken(data)).split())
    assert "loans holds four branches and a total." in said
    assert "alone" in said and "what was printed" in said


def _pdf_text(data: bytes, folder: Path) -> str:
    if not (program := shutil.which("pdftotext")):
        pytest.skip("pdftotext is not installed here")
    (folder / "made.pdf").write_bytes(data)
    run = subprocess.run([program, "made.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return run.stdout.decode("utf-8")


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_hostile_names_are_shown_and_do_nothing(house: Path, form: str) -> None:
    data = writers.write(form, notebook("kaa", hostile=True), root=house)
    said = spoken(data)
    for name in HOSTILE[:4]:
        assert name in said
    assert "zero\ufffdbyte" in said and "\ufffd lone" in said
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert not [n for n in found.namelist() if ".." in n or n.startswith("/")]
    parts = archive(data)
    assert not [n for n, part in parts.items() if "<f>" in part or "<script" in part]
    outside = [part for n, part in parts.items() if n.endswith(".rels") and "External" in part]
    assert not outside


def test_hostile_names_are_no_commands_to_typst(house: Path) -> None:
    data = writers.write("pdf", notebook("kaa", hostile=True), root=house)
    assert data.startswith(b"%PDF") and b"/URI" not in data and b"/JavaScript" not in data
    if shutil.which("pdftotext"):
        said = _text(data)
        for name in HOSTILE[:4]:
            assert name.split(" ")[0] in said


@pytest.mark.parametrize("form", FORMATS)
def test_a_library_name_of_three_hundred_letters_fits(house: Path, form: str) -> None:
    (house / "parameters/library.yml").write_text(f"name: {LONG_NAME}\n", encoding="utf-8")
    data = writers.write(form, notebook("uz"), root=house)
    if form != "pdf":
        assert LONG_NAME in spoken(data).replace("\u200b", "")


@pytest.mark.parametrize("form", FORMATS)
def test_a_notebook_without_title_and_workbench_is_still_written(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat.v4 as v4

    from libmkt import workbench
    from libmkt.errors import Message, MissingError

    def none() -> Path:
        raise MissingError(Message("none"))

    monkeypatch.setattr(workbench, "find_root", none)
    assert writers.write(form, v4.new_notebook(cells=[v4.new_markdown_cell("Words.")]))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "markdown",
    [
        "### early\n\n## late\n\n#### deep",
        "# T\n\n#### four\n\n1. \n2. x\n\n- \n\n**",
        "## A\n\n## B\n\n|a|\n|-|\n\n```\n\n```\n\n> \n\n---",
        "# T\n\n![alt](x.png) [l](javascript:alert(1)) $x$ \\$ #panic()\n\nline  \nbreak",
    ],
)
def test_odd_markdown_is_written_in_every_format(house: Path, form: str, markdown: str) -> None:
    import nbformat.v4 as v4

    cell = v4.new_code_cell("1", outputs=[v4.new_output("stream", text="out\x00\n\tput")])
    made = v4.new_notebook(cells=[v4.new_markdown_cell(markdown), cell])
    assert writers.write(form, made, root=house)


def test_a_logo_that_is_no_picture_is_one_clear_error(house: Path) -> None:
    from libmkt.errors import ParameterError, ReportError

    (house / "parameters/logo.svg").write_text("no picture", encoding="utf-8")
    with pytest.raises(ReportError, match="the page could not be set"):
        writers.write("pdf", notebook("en"), root=house)
    (house / "parameters/logo.svg").rename(house / "parameters/logo.gif")
    (house / "parameters/library.yml").write_text("name: K\nlogo: parameters/logo.gif\n")
    with pytest.raises(ParameterError, match="not a PNG, JPEG or SVG"):
        writers.write("docx", notebook("en"), root=house)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_logo_may_be_a_raster_picture(house: Path, kind: str) -> None:
    from PIL import Image

    Image.new("RGB", (30, 10), "red").save(house / f"parameters/logo.{kind}")
    text = f"name: K\nlogo: parameters/logo.{kind}\n"
    (house / "parameters/library.yml").write_text(text, encoding="utf-8")
    data = writers.write("pdf", notebook("en"), root=house)
    assert b"/Subtype/Image" in data


def test_the_fonts_have_all_letters_of_the_four_languages() -> None:
    from matplotlib import font_manager

    letters = "áǵıńóúÁǴÍŃÓÚʻ’«»–−•…ҚқҒғҲҳЎўӨөҮүҢңӘәЁё№\u00a0\ufffd"
    for style in ("normal", "oblique"):
        path = font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans", style=style))
        assert set(map(ord, letters)) <= set(font_manager.get_font(path).get_charmap())


def _text(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_a_list_of_no_sentences_is_no_list(house: Path, form: str) -> None:
    import nbformat.v4 as v4

    none = document.sentences([])
    output = v4.new_output(
        "display_data", data={document.MIME: {"kind": none.kind, "language": "en", **none.content}}
    )
    made = notebook("en")
    plain = writers.write(form, made, root=house)
    made.cells.append(v4.new_code_cell("", outputs=[output]))
    assert writers.write(form, made, root=house) == plain
