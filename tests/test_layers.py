"""The house rules that can be read from the code: who imports whom, and who looks outside."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "libmkt"

# Layers 1 and 2, in order: each may import those before it.
BASE = [
    *("errors", "period", "yamlfile", "library", "workbench", "text", "words", "tables"),
    *("measures", "codebook", "stats"),
]
# Layer 3: each may import the base, and never another of its own layer.
MIDDLE = [
    *("read", "surveys", "needs", "audience", "image", "collection", "services", "monitoring"),
    *("campaigns", "policy", "plots", "reporting"),
]
# Layer 4, in order: all below, and those before it.
TOP = ["demo", "learn", "lab", "cli", "__main__"]

# Who may look at the clock, the working directory and the environment.
OUTWARD = [
    "__main__.py",
    "cli/",
    "learn/grading_run.py",  # what the process of a submission inherits, and must not see
    "lab/",  # a notebook's kernel: which folder it lies in, what the server told it
    "workbench.py",
    "reporting/execute.py",
    "reporting/run.py",
    "reporting/kernel/",
    "reporting/kernel.py",
    "reporting/session.py",  # inside the kernel: which day the runner said this is
    "reporting/exporters/",
]
LOOKS_OUTWARD = {
    *("os.environ", "os.getenv", "os.getcwd", "os.chdir", "os.putenv", "Path.cwd", "Path.home"),
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time"),
    *("time.localtime", "time.gmtime", "time.strftime"),
}
HEAVY = {
    *("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "seaborn", "openpyxl", "xlsxwriter"),
    *("babel", "pydantic", "papermill", "nbconvert", "nbformat", "IPython", "ipykernel", "pooch"),
    *("python_calamine", "jupyter_client", "zmq", "jinja2"),
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def shown(path: Path) -> str:
    """The path of a module as it stands under libmkt/."""
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """The part of the package that a file belongs to: ``words`` for words/dates.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and part of each import of libmkt, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("libmkt."):
                    yield node.lineno, alias.name.split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.module == "libmkt":
            for alias in node.names:
                if alias.name != "__version__":
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("libmkt."):
            yield node.lineno, (node.module or "").split(".")[1]


# A module named by a string is imported all the same.  The one exception, because the mother is a
# process of its own that loads ahead what notebooks load: like them she brings layer 3 together,
# and the rehearsal of a report, which does so too, stands in layer 4.  What she calls there only
# warms up what is remembered; no result comes from it.
NAMED_AHEAD = {
    "reporting/kernel/mother.py": {
        *("read", "monitoring", "plots", "needs", "services", "surveys", "words", "demo"),
    },
}
MODULE_NAME = re.compile(r"libmkt((\.[a-zA-Z_]\w*)+)\.?")


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and part of each string that is the name of a module of libmkt, or begins one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = MODULE_NAME.fullmatch(node.value)
            if found and _is_part(part := found[1].split(".")[1]):
                yield node.lineno, part


def _is_part(name: str) -> bool:
    return (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()


def allowed(part: str) -> set[str]:
    """The parts that `part` may import besides itself."""
    if part in BASE:
        return set(BASE[: BASE.index(part)])
    if part in MIDDLE:
        return set(BASE)
    return {*BASE, *MIDDLE, *TOP[: TOP.index(part)]}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_imports_only_what_stands_below_it(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        assert list(imported(tree_of(path))) == []
        return
    assert part in {*BASE, *MIDDLE, *TOP}, "give the new part its place in the table above"
    assert not path.is_relative_to(PACKAGE / "_workbench")
    wrong = [(line, p) for line, p in imported(tree_of(path)) if p not in {part, *allowed(part)}]
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_names_in_strings_only_what_it_may_import(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    may = {part, *allowed(part), *NAMED_AHEAD.get(shown(path), ())}
    assert [(line, name) for line, name in named(tree_of(path)) if name not in may] == []


@pytest.mark.parametrize("place", NAMED_AHEAD)
def test_an_exception_from_the_table_is_used_whole(place: str) -> None:
    tree = tree_of(PACKAGE / place)
    beyond = {part for _, part in named(tree)} - {part_of(PACKAGE / place)}
    assert beyond == NAMED_AHEAD[place]
    own = part_of(PACKAGE / place)
    assert {part for _, part in imported(tree)} <= {own, *allowed(own)}


def test_a_module_named_by_a_string_is_seen() -> None:
    code = "import_module('libmkt.demo.rehearsal')\nload(f'libmkt.cli.{name}')\n'libmkt.cmd'\n"
    assert list(named(ast.parse(code))) == [(1, "demo"), (2, "cli")]


def test_relative_imports_do_not_pass_by_the_table() -> None:
    dotted = [
        f"{shown(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert dotted == []


def test_the_table_forbids_what_the_design_forbids() -> None:
    assert "reporting" not in allowed("plots") and "read" not in allowed("monitoring")
    assert "stats" in allowed("read") and "words" not in allowed("period")
    assert allowed("errors") == set()
    code = "def f():\n    from libmkt.read import counts\n"
    assert [part for _, part in imported(ast.parse(code))] == ["read"]


def looks(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of each look at the clock, the working directory or the environment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if f"{name}.{node.attr}" in LOOKS_OUTWARD:
                yield node.lineno, f"{name}.{node.attr}"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_only_the_named_modules_look_at_clock_folder_and_environment(path: Path) -> None:
    if not shown(path).startswith(tuple(OUTWARD)):
        assert list(looks(tree_of(path))) == []


def test_a_look_at_the_clock_is_seen() -> None:
    code = "import datetime as dt\nnow = dt.datetime.now()\nhere = os.environ['HOME']\n"
    assert {name for _, name in looks(ast.parse(code))} == {"datetime.now", "os.environ"}


def without_encoding(tree: ast.AST) -> Iterator[int]:
    """Lines that open text in whatever encoding the machine happens to have."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        owner = getattr(getattr(called, "value", None), "id", "")
        named = {keyword.arg for keyword in node.keywords}
        if name in ("read_text", "write_text") and "encoding" not in named:
            yield node.lineno
        if name == "open" and owner not in ("os", "webbrowser", "tarfile", "zipfile"):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            texts += [k.value.value for k in node.keywords
                      if k.arg == "mode" and isinstance(k.value, ast.Constant)]  # fmt: skip
            modes = [t for t in texts if isinstance(t, str) and set(t) <= set("rwxabt+")]
            if "encoding" not in named and not any("b" in mode for mode in modes):
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_every_text_file_is_opened_in_a_named_encoding(path: Path) -> None:
    assert list(without_encoding(tree_of(path))) == []


def test_an_unnamed_encoding_is_seen() -> None:
    code = "open('a')\nopen('a', 'rb')\nPath('a').read_text()\np.open('w', encoding='utf-8')\n"
    assert list(without_encoding(ast.parse(code))) == [1, 3]


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_input_is_refused_by_an_error_not_by_an_assertion(path: Path) -> None:
    asserted = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Assert)]
    # these tell the type checker what the code already made sure of
    narrowing = re.compile(r".* is not None|isinstance\(.*\)")
    assert [n.lineno for n in asserted if not narrowing.fullmatch(ast.unparse(n.test))] == []


# processes of their own, which speak to whoever started them
SPEAKING = {"words/build.py", "reporting/kernel/mother.py"}
SILENT = [p for p in MODULES if part_of(p) not in TOP and shown(p) not in SPEAKING]


@pytest.mark.parametrize("path", SILENT, ids=shown)
def test_only_commands_print(path: Path) -> None:
    printed = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    ]
    assert printed == []


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh Python has loaded after `code`."""
    told = f"{code}\nimport sys\nsys.stderr.write(' '.join(sys.modules))"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LIBMKT_", "COVERAGE"))}
    ran = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=clean, capture_output=True, check=True
    )
    return set(ran.stderr.decode().split())


def test_importing_libmkt_loads_nothing() -> None:
    before = loaded_by("")
    assert loaded_by("import libmkt") - before == {"libmkt"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["reprot"]])
def test_the_command_line_starts_without_heavy_libraries(arguments: list[str]) -> None:
    # messages of a refusal would mix with the list of modules: they go to nowhere
    quiet = "import contextlib, io\nwith contextlib.redirect_stderr(io.StringIO()):\n"
    found = loaded_by(f"{quiet}    from libmkt.cli import main; main({arguments!r})")
    assert "libmkt.cli" in found
    assert found & HEAVY == set()


NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell.get("outputs", []) for cell in code] == [[]] * len(code)
    assert [cell.get("execution_count") for cell in code] == [None] * len(code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_uses_layer_3_and_words(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    may = {*MIDDLE, "words", *(["stats", "learn"] if "lessons" in path.parts else [])}
    may |= {"lab"} if path.name == "start.ipynb" else set()
    if "explore" in path.parts:  # made ready by the lab; bare pandas reads what no reader does
        may |= {"lab", "workbench"}
    used = {p for c in code for _, p in imported(ast.parse("".join(c["source"])))}
    assert used <= may
