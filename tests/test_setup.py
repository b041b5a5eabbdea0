"""The set-up: what a machine with nothing but Python meets, in any locale and under any path."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from libmkt import __main__ as door
from libmkt.cli import setup

ROOT = Path(__file__).resolve().parent.parent
NOWHERE = "kitap xana Нөкис"  # a blank and letters that no 8-bit Western locale has


def imports_of(path: Path) -> set[str]:
    """Modules that a file names in import statements."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", ["__init__.py", "__main__.py"])
def test_the_door_parses_on_python_3_8(file: str) -> None:
    text = (ROOT / "libmkt" / file).read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 8))


def test_the_door_is_short() -> None:
    assert len((ROOT / "libmkt/__main__.py").read_text(encoding="utf-8").splitlines()) < 100


@pytest.mark.parametrize("file", ["__main__.py", "cli/setup.py", "cli/lockfile.py"])
def test_the_set_up_needs_the_standard_library_alone(file: str) -> None:
    outside = {
        name
        for name in imports_of(ROOT / "libmkt" / file)
        if name.split(".")[0] not in sys.stdlib_module_names
    }
    assert outside <= {"libmkt.cli"}


def test_importing_the_command_line_needs_no_package() -> None:
    """On a fresh machine libmkt.cli is imported before anything is installed."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import libmkt.cli.setup; print('fine')"
    bare = [sys.executable, "-I", "-S", "-c", code]
    assert subprocess.run(bare, capture_output=True, text=True, check=True).stdout == "fine\n"


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 1), (3, 14, 0)])
def test_another_python_is_told_which_one_is_needed(
    version: tuple[int, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door.sys, "version_info", version)
    assert door.main(["demo"]) == 3
    assert "libmkt needs Python 3.11, 3.12 or 3.13" in capsys.readouterr().err


def test_a_ready_environment_is_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("libmkt ")


def test_an_installed_wheel_names_what_is_missing_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door, "ROOT", tmp_path)  # no uv.lock: not a checkout
    monkeypatch.setattr(door, "is_here", lambda name: name != "pandas")
    assert door.main(["demo"]) == 3
    assert "Packages are missing" in (said := capsys.readouterr().err) and "pandas" in said
    assert list(tmp_path.iterdir()) == []


def test_a_set_up_that_did_not_help_does_not_go_round(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(door.HANDED_OVER, "1")
    monkeypatch.setattr(door, "is_here", lambda name: False)
    assert door.main(["demo"]) == 3
    assert "Packages are missing" in capsys.readouterr().err


def test_a_package_of_the_system_does_not_count_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert door.is_here("pandas")
    monkeypatch.setattr(door.sys, "prefix", str(Path(sys.prefix) / "elsewhere"))
    assert not door.is_here("pandas")


class FakeUv:
    """Stands for uv: notes its command lines and makes .venv's Python, or fails."""

    def __init__(self, fails: bool = False) -> None:
        self.commands: list[list[str]] = []
        self.fails = fails

    def __call__(self, command: list[str], *, cwd: Path, env: dict[str, str]) -> int:
        self.commands.append(command)
        python = Path(env["UV_PROJECT_ENVIRONMENT"]) / PYTHON
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        return 2 if self.fails else 0


PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lock file, under a path with a blank and Cyrillic letters."""
    root = tmp_path / NOWHERE
    root.mkdir()
    shutil.copy(ROOT / "uv.lock", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    monkeypatch.setattr(setup, "find_uv", lambda python: ["uv"])
    return root


def test_the_set_up_says_what_will_come_and_does_it_once(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    uv = FakeUv()
    monkeypatch.setattr(setup.subprocess, "call", uv)
    assert setup.ready(checkout, with_tests=False) == checkout / ".venv" / PYTHON
    assert " MB to fetch" in capsys.readouterr().out
    assert uv.commands[0][:4] == ["uv", "sync", "--frozen", "--inexact"]
    assert "--no-dev" in uv.commands[0]
    setup.ready(checkout, with_tests=False)
    assert len(uv.commands) == 1 and capsys.readouterr().out == ""


def test_tests_bring_the_dev_group_and_serve_for_all_else(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = FakeUv()
    monkeypatch.setattr(setup.subprocess, "call", uv)
    setup.ready(checkout, with_tests=False)
    setup.ready(checkout, with_tests=True)
    setup.ready(checkout, with_tests=False)
    assert ["--no-dev" in command for command in uv.commands] == [True, False]


@pytest.mark.parametrize("file", ["uv.lock", "pyproject.toml"])
def test_an_update_is_followed(file: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uv = FakeUv()
    monkeypatch.setattr(setup.subprocess, "call", uv)
    setup.ready(checkout, with_tests=False)
    changed = checkout / file
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    setup.ready(checkout, with_tests=False)
    assert len(uv.commands) == 2


def test_without_a_network_the_set_up_says_so_and_leaves_no_mark(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup.subprocess, "call", FakeUv(fails=True))
    with pytest.raises(setup.SetupError, match="network"):
        setup.ready(checkout, with_tests=False)
    assert list((checkout / ".venv").glob(".libmkt*")) == []


def test_a_python_without_venv_is_told_which_package_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what Debian 12's own Python prints
    said = b"The virtual environment was not created successfully because ensurepip is not\n"
    failed = subprocess.CompletedProcess([], 1, stdout=said, stderr=b"")
    monkeypatch.setattr(setup.subprocess, "run", lambda *args, **kwargs: failed)
    with pytest.raises(setup.SetupError, match="sudo apt install python3-venv"):
        setup.fetch_uv(tmp_path / ".venv", tmp_path / ".venv" / PYTHON)


@pytest.mark.skipif(os.name == "nt", reason="the C locale is a matter of POSIX")
def test_the_checkout_is_found_under_any_path_in_the_c_locale(tmp_path: Path) -> None:
    """Python 3.11 reads .pth files in the locale's encoding; the installer's line would stop it."""
    root = tmp_path / NOWHERE
    (root / "libmkt").mkdir(parents=True)
    (root / "libmkt/__init__.py").write_text("", encoding="utf-8")
    venv.create(root / ".venv", with_pip=False, symlinks=True)
    (packages,) = (root / ".venv").glob("lib/*/site-packages")
    (packages / "_editable_impl_libmkt.pth").write_text(str(root), encoding="utf-8")
    setup._point_at_checkout(root / ".venv")
    found = subprocess.run(
        [root / ".venv/bin/python", "-c", "import libmkt; print('found')"],
        env={"LC_ALL": "C"}, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert (found.stdout, found.stderr) == ("found\n", "")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="env -i and the C locale are a matter of POSIX")
def test_a_fresh_clone_sets_itself_up_without_uv_in_the_c_locale(tmp_path: Path) -> None:
    root = tmp_path / NOWHERE / "libmkt"
    subprocess.run(["git", "clone", "-q", ROOT, root], check=True)
    bare = next(p for p in map(Path, ("/usr/bin/python3", sys.executable)) if _can_start(p))
    ran = subprocess.run(
        [bare, "-m", "libmkt", "doctor"], cwd=root, capture_output=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(tmp_path)},
    )  # fmt: skip
    out = ran.stdout.decode()
    if b"Could not fetch" in ran.stderr:
        pytest.skip("no network here")
    assert ran.returncode == 0, ran.stderr.decode()
    assert "MB to fetch" in out and str(root / ".venv") in out
    assert (root / ".venv/.libmkt-use").is_file()


def _can_start(python: Path) -> bool:
    """Whether this Python is of a version that libmkt runs on."""
    code = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return python.is_file() and subprocess.run([python, "-c", code]).returncode == 0
