"""Names and files that mean harm, or only look like it: refused, or shown as what they are."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from libmkt import cli

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
BRANCHES = [
    "../../x", SCRIPT, FORMULA, "@SUM(1+9)*cmd|' /C calc'!A0", "CON", "nul.txt", "LPT1", "com¹.x",
    "aux.", " ", "trailing.", "trailing ", "...", "-rf", "~", "a/b\\c:d*e?f", "%PATH%",
    "{period} {{7*7}} {0}", "x\u202egpj.exe", "́", "\u200b", "Ñ" * 300, "&lt;b&gt;", "]]>",
    "'\"><img src=x onerror=alert(1)>",
    "$(touch owned)", "`touch owned`", "#set(1+1)", "*bold* _x_ [a](javascript:alert(1))", "日本",
]  # fmt: skip
LONG = "Ж" * 300


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")


def write_branches(bench: Path, names: list[str]) -> None:
    with (bench / "data/branches.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["branch"], *([name] for name in names)])
    with (bench / "data/loans.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["branch", "loans"], *([name, i] for i, name in enumerate(names))]
        )
    asked = "report: small\nmatrix:\n  branch: {file: data/branches.csv, column: branch}\n"
    (bench / "parameters/all.yml").write_text(asked, encoding="utf-8")


@pytest.fixture
def branches(bench: Path) -> Path:
    """The small report a branch, with a title that holds the branch's name."""
    path = bench / "notebooks/reports/small.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    [cell] = [c for c in book["cells"] if "parameters" in c["metadata"].get("tags", [])]
    cell["source"] += '\nbranch: str = ""  # one branch'
    path.write_text(json.dumps(book), encoding="utf-8")
    return bench


def test_no_name_of_a_branch_leaves_the_folder_of_reports_or_is_run(
    branches: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {p for p in branches.parent.rglob("*") if "reports" not in p.parts}
    write_branches(branches, BRANCHES)
    status = cli.main(["report", "all.yml", "--plan", "--json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    if status == 2:  # two that come to one folder are told, by row
        assert re.search(r"branches.csv row \d+\s+writes into the same folder as", err), err
        clash = {int(row) for row in re.findall(r"branches.csv row (\d+)  ", err)}
        assert clash and all("\n" not in line for line in err.splitlines())
        kept = [name for i, name in enumerate(BRANCHES) if i + 2 not in clash]
        write_branches(branches, kept)
        assert cli.main(["report", "all.yml", "--plan", "--json"]) == 0, capsys.readouterr().err
        out = capsys.readouterr().out
    folders = [job["folder"] for job in json.loads(out)["jobs"]]
    assert len(folders) == len({folder.casefold() for folder in folders}) > 15
    for folder in folders:
        *_, branch, language = Path(folder).parts
        assert folder.startswith("reports/all/2025/") and folder.count("/") == 4
        assert language == "kaa" or language == "en"
        assert len(branch.encode("utf-8")) <= 255, branch
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', branch), branch
        assert not branch.endswith((".", " ")) and not branch.startswith((".", "-")), branch
        reserved = r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?"
        assert not re.fullmatch(reserved, branch), branch
    now = {p for p in branches.parent.rglob("*") if "reports" not in p.parts}
    new = {p.name for p in now - before}
    assert new <= {"branches.csv", "all.yml"}, new


def texts(path: Path) -> str:
    """All XML of an office file."""
    with zipfile.ZipFile(path) as packed:
        return "".join(
            packed.read(name).decode("utf-8")
            for name in packed.namelist()
            if name.endswith((".xml", ".rels"))
        )


def test_every_format_shows_them_as_what_they_are(branches: Path) -> None:
    """Of a library with a name of 300 letters."""
    import openpyxl

    library = f"name: {json.dumps(LONG + SCRIPT)}\nlanguage: en\n"
    (branches / "parameters/library.yml").write_text(library, encoding="utf-8")
    names = [SCRIPT, FORMULA, "../../x", "'\"><img src=x onerror=alert(1)>", "#set(1+1)"]
    write_branches(branches, names)
    call = ["report", "all.yml", "--to", "html,docx,xlsx,pdf,pptx"]
    (branches / "data/branches.csv").write_text(f'branch\n"{FORMULA}"\n', encoding="utf-8")
    assert cli.main(call) == 0
    [folder] = (branches / "reports/all/2025").glob("*/en")
    page = (folder / "report.html").read_text(encoding="utf-8")
    for harm in (SCRIPT, "<img src=x", "onerror=alert(1)>"):
        assert harm not in page
    assert "&lt;script&gt;alert(1)" in page and LONG in page
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")
    for kind in ("docx", "pptx", "xlsx"):
        inside = texts(folder / f"report.{kind}")
        assert SCRIPT not in inside and "alert(1)" in inside, kind
        assert 'TargetMode="External"' not in inside, kind
    book = openpyxl.load_workbook(folder / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    shown = {str(cell.value) for cell in cells if cell.value is not None}
    assert FORMULA in shown and "#set(1+1)" in shown
    with (folder / "tables/loans.csv").open(encoding="utf-8-sig", newline="") as file:
        [*rows] = csv.reader(file)
    assert [row[0] for row in rows[1:]] == [SCRIPT, f"'{FORMULA}", *names[2:]]
    index = (branches / "reports/index.html").read_text(encoding="utf-8")
    assert SCRIPT not in index and "=cmd|" in index
    [entry] = json.loads((branches / "reports/index.json").read_text("utf-8"))["reports"]
    assert entry["branch"] == FORMULA and entry["folder"].startswith("all/2025/")


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
)


def _workbook() -> bytes:
    import openpyxl

    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    return held.getvalue()


FILES: dict[str, bytes] = {
    "bomb": BOMB.encode(),
    "tag": b"report: !!python/object/apply:os.system ['touch owned']\n",
    "tag in set": b"report: small\nset:\n  source: !!python/name:os.system\n",
    "binary": bytes(range(256)) * 20,
    "UTF-16": "report: small\n".encode("utf-16"),
    "cp1251": "report: отчёт\n".encode("cp1251"),
    "renamed xlsx": _workbook(),
    "empty": b"",
    "list": b"- report: small\n",
    "text": b"just words",
    "two documents": b"report: small\n---\nreport: small\n",
    "deep": b"report: " + b"[" * 100_000,
    "deep and closed": b"report: " + b"[" * 5_000 + b"]" * 5_000,
    "deep block": b"".join(b" " * i + b"a:\n" for i in range(900)),
    "tabs": b"report:\tsmall\nset:\n\tperiod: 2025\n",
    "huge number": b"report: small\nset:\n  least: 1e999999\n",
    "long digits": b"report: small\nset:\n  least: " + b"9" * 5000 + b"\n",
    "nul": b"report: small\x00\n",
    "path as report": b"report: ../../../etc/passwd\n",
    "path as source": b"report: small\nset:\n  source: ../../../../etc/passwd\n",
    "absolute": b"report: small\nset:\n  source: /etc/passwd\n",
    "needs outside": b"report: small\nneeds: ../../../etc\nset: {perod: 1}\n",
    "axis outside": b"report: small\nmatrix:\n  least: {file: /etc/passwd, column: x}\n",
    "axis too large": b"report: small\nmatrix:\n"
    + b"".join(b"  p%d: [%s]\n" % (i, b", ".join(b"%d" % n for n in range(300))) for i in range(3)),
    "a megabyte": b"# " + b"x" * 1_100_000,
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_parameters_file_that_is_none_is_refused_in_a_few_lines(
    bench: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (bench / "parameters/evil.yml").write_bytes(content)
    status = cli.main(["report", "evil.yml"])
    said = capsys.readouterr().err
    assert status in (2, 3), said
    assert "Traceback" not in said and 1 < len(said.splitlines()) < 12, said
    assert len(said) < 1500, said
    assert not (bench / "reports").exists() and not (bench / "owned").exists()


# In a folder a run is skipped where what it needs is not there; a matrix is told by its size.
QUIET = ("needs outside", "axis too large")


def test_one_evil_file_among_good_ones_stops_all_and_is_named(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bench / "parameters/good.yml").write_text("report: small\n", encoding="utf-8")
    for i, name in enumerate(FILES):
        if name not in QUIET:
            (bench / f"parameters/evil{i:02}.yml").write_bytes(FILES[name])
    assert cli.main(["report", "parameters"]) == 2
    said = capsys.readouterr().err
    for i, name in enumerate(FILES):
        if name not in QUIET:
            assert f"evil{i:02}.yml" in said, (name, said)
    assert not (bench / "reports").exists()


def test_a_calendar_with_mistakes_in_many_cells_tells_them_all(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[Any]] = [
        ["run", "report", "period", "language", "formats", "least", "until"],
        ["a", "smal", "2025", "en", "html", 1, None],
        ["b", "small", "20255", "en", "html", 1, None],
        ["c", "small", "2025", "de", "html", 1, None],
        ["d", "small", "2025", "en", "exe", 1, None],
        ["e", "small", "2025", "en", "html", "many", None],
        ["f", "=HYPERLINK(\"http://x\")", "2025", "en", "html", 1, None],
        ["g", "small", "=1+1", "en", "html", 1, None],
        ["h", "small", "2025", "en", "html", 1, "soon"],
        ["../../i", "small", "2025", "en", "html", 1, None],
        [FORMULA, "small", "2025", "en", "html", 1, None],
        [None, None, "2025", "en", "html", 1, None],
        ["k", "small", "2025", "en", "html", "#REF!", None],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    book.save(bench / "parameters/calendar.xlsx")
    assert cli.main(["report", "calendar.xlsx"]) == 2
    said = capsys.readouterr().err
    cells = ["B2", "C3", "D4", "E5", "F6", "B7", "C8", "G9", "A11", "F13"]
    for cell in cells:
        assert re.search(rf"\b{cell}\b", said), (cell, said)
    assert "Traceback" not in said and not (bench / "reports").exists()


def test_a_zip_bomb_and_a_broken_workbook_are_no_calendars(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = _workbook()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 200_000_000)
    for content in (bomb.getvalue(), good[: len(good) // 2], b"PK\x03\x04", b"", b"\x00" * 1000):
        (bench / "parameters/calendar.xlsx").write_bytes(content)
        assert cli.main(["report", "calendar.xlsx"]) in (2, 3)
        said = capsys.readouterr().err
        assert "Traceback" not in said and "calendar.xlsx" in said, said
