"""The bundle: which wheels for which machine, what breaks off and goes on, the installation."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from libmkt import cli, words
from libmkt.cli import bundle, downloads, installer, lockfile, wheels
from libmkt.cli.wheels import Target, Wheel
from libmkt.errors import MissingError, ParameterError, ReportError

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "uv.lock"
WINDOWS = Target("windows", "3.12", "x86_64")


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")


def made_of(name: str, content: bytes = b"") -> Wheel:
    """A wheel of the tests' own, for any system."""
    file = f"{name}-1.0-py3-none-any.whl"
    return Wheel(name, "1.0", file, len(content), hashlib.sha256(content).hexdigest())


# --- which wheels


@pytest.mark.parametrize("python", wheels.PYTHONS)
@pytest.mark.parametrize("system", wheels.SYSTEMS)
def test_every_system_and_python_has_its_wheels(system: str, python: str) -> None:
    target = Target(system, python, wheels.USUAL_CPU[system])
    found = wheels.planned(LOCK, target)
    for machine in target.machines:  # an early release of a Python may need another version
        packages = lockfile.required(lockfile.read(LOCK), machine)
        needed = {(p["name"], p["version"]) for p in packages}
        assert needed <= {(w.name, w.version) for w in found}
    assert all(len(w.sha256) == 64 and w.size > 0 for w in found)
    assert 50 < wheels.megabytes(found) < 350


def test_windows_gets_its_own_wheels_and_what_its_markers_ask_for() -> None:
    files = {w.name: w.file for w in wheels.planned(LOCK, WINDOWS)}
    assert files["pandas"].endswith("-cp312-cp312-win_amd64.whl")
    assert "tzdata" in files and "pywinpty" in files
    assert "pexpect" not in files and "appnope" not in files
    assert not [f for f in files.values() if "linux" in f or "macos" in f]


def test_the_wheel_for_the_oldest_system_is_taken() -> None:
    target = Target("macos", "3.12", "arm64")
    numpy = next(w for w in wheels.planned(LOCK, target) if w.name == "numpy")
    package = next(p for p in lockfile.read(LOCK) if p["name"] == "numpy")
    names = [w["url"].rsplit("/", 1)[-1] for w in lockfile.wheels(package, target.machine)]
    assert len(names) > 1  # one for macOS 11, a smaller one for macOS 14
    assert "macosx_11_0_arm64" in numpy.file
    assert wheels.needs([numpy], target) == "macOS 11, arm64"


@pytest.mark.parametrize(
    "tag, least",
    [
        ("manylinux1_x86_64", "2.5"),
        ("manylinux2014_x86_64.manylinux_2_17_x86_64", "2.17"),
        ("manylinux_2_28_x86_64", "2.28"),
    ],
)
def test_linux_is_told_by_its_c_library(tag: str, least: str) -> None:
    wheel = Wheel("a", "1", f"a-1-cp312-cp312-{tag}.whl", 1, "")
    said = wheels.needs([wheel], Target("linux", "3.12", "x86_64"))
    assert said == f"Linux (glibc {least}), x86_64"


def test_an_early_release_of_a_python_gets_what_it_needs() -> None:
    both = [w for w in wheels.planned(LOCK, Target("linux", "3.11", "x86_64")) if w.marker]
    assert [(w.name, w.marker) for w in both] == [
        ("soupsieve", "python_full_version < '3.11.5'"),
        ("soupsieve", "python_full_version >= '3.11.5'"),
    ]
    assert len(wheels.batches(both)) == 2  # pip takes no two versions at one time
    line = wheels.requirements(both).splitlines()[0]
    assert line.startswith(f"soupsieve=={both[0].version} ; python_full_version < '3.11.5' --hash")


def test_packages_without_a_wheel_are_all_named(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text(
        "[[package]]\nname = 'libmkt'\nversion = '1'\n"
        "dependencies = [{ name = 'a' }, { name = 'b' }]\n"
        + "".join(f"[[package]]\nname = '{n}'\nversion = '1'\n" for n in "ab"),
        encoding="utf-8",
    )
    with pytest.raises(MissingError) as refused:
        wheels.planned(lock, WINDOWS)
    assert [problem.where for problem in refused.value.problems] == ["a", "b"]


def test_lots_are_small_and_a_large_wheel_comes_alone() -> None:
    sizes = [5, 5, 40, 5, 5, 5, 5, 5]
    made = [Wheel(str(i), "1", f"{i}.whl", size, "") for i, size in enumerate(sizes)]
    lots = wheels.batches(made, most=3, size=20)
    assert [[w.size for w in lot] for lot in lots] == [[5, 5], [40], [5, 5, 5], [5, 5]]


def test_a_plan_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    assert cli.main(["bundle", "--for", "windows", "--python", "3.13", "--plan", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Windows 10, x86_64, Python 3.13" in said and " MB" in said
    assert not folder.exists()


# --- fetching, breaking off, going on


class FakePip:
    """Stands for pip: writes what was asked for, counts its calls, may break off."""

    def __init__(self, contents: dict[str, bytes], last: int = 99) -> None:
        self.contents, self.last, self.lots = contents, last, list[list[str]]()

    def __call__(self, arguments: Sequence[str]) -> None:
        if len(self.lots) == self.last:
            raise ReportError("the network is gone")
        place = Path(arguments[arguments.index("--dest") + 1])
        asked = Path(arguments[arguments.index("-r") + 1]).read_text(encoding="utf-8")
        names = [line.split("==")[0] for line in asked.splitlines()]
        for name in names:
            (place / made_of(name).file).write_bytes(self.contents[name])
        self.lots.append(names)


def test_a_bundle_that_broke_off_goes_on_with_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {f"p{i:02}": bytes([i]) for i in range(30)}
    wanted = [made_of(name, content) for name, content in contents.items()]
    monkeypatch.setattr(downloads, "_pip", FakePip(contents, last=2))
    with pytest.raises(ReportError):
        downloads.fetch(wanted, tmp_path, WINDOWS)
    assert len(list(tmp_path.iterdir())) == 24  # two lots of twelve; nothing of the third
    (tmp_path / wanted[3].file).write_bytes(b"spoilt")
    left = [wheel for wheel in wanted if not downloads.is_whole(tmp_path, wheel)]
    assert left == [wanted[3], *wanted[24:]]
    monkeypatch.setattr(downloads, "_pip", pip := FakePip(contents))
    downloads.fetch(left, tmp_path, WINDOWS)
    assert pip.lots == [[w.name for w in left]]
    assert all(downloads.is_whole(tmp_path, wheel) for wheel in wanted)


def test_pip_is_asked_for_the_other_machine_and_for_hashes() -> None:
    lot = [w for w in wheels.planned(LOCK, WINDOWS) if w.name in ("pandas", "six")]
    options = downloads._options(lot, WINDOWS)
    assert "--require-hashes" in options and "--only-binary=:all:" in options
    assert options[options.index("--platform") + 1] == "win_amd64"
    assert "--python-version=3.12.19" in options


def test_a_refusal_of_pip_is_one_clear_error() -> None:
    with pytest.raises(ReportError) as refused:
        downloads._pip(["download", "--no-index", "--dest", "x", "no-such-package-of-ours"])
    said = str(refused.value)
    assert "no-such-package-of-ours" in said and "goes on from here" in said
    assert "Traceback" not in said


# --- the folder


def finished(folder: Path, target: Target = WINDOWS) -> list[Wheel]:
    """A bundle of two small wheels."""
    bundle.begin(folder, target)
    files = [made_of("six", b"six"), made_of("pip", b"pip")]
    for wheel in files:
        (folder / "wheels" / wheel.file).write_bytes(wheel.name.encode())
    bundle.finish(folder, target, files, files[1])
    return files


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"x")
    assert cli.main(["bundle", "--for", "windows", "--python", "3.12", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_bundle_for_another_machine_is_not_mixed_in(tmp_path: Path) -> None:
    finished(tmp_path)
    bundle.refuse_other(tmp_path, WINDOWS)  # the same again: goes on
    with pytest.raises(ParameterError, match="another bundle"):
        bundle.refuse_other(tmp_path, Target("windows", "3.13", "x86_64"))


def test_too_small_a_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 10e6})
    monkeypatch.setattr(bundle.shutil, "disk_usage", lambda place: usage)
    large = Wheel("a", "1", "a.whl", 20_000_000, "")
    with pytest.raises(ReportError, match="10 MB are free, 22 MB are needed"):
        bundle.refuse_full_disk(tmp_path / "new" / "folder", [large])


def test_what_was_begun_has_no_installer(tmp_path: Path) -> None:
    finished(tmp_path)
    assert (tmp_path / "install.cmd").is_file()
    bundle.begin(tmp_path, WINDOWS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle.json", "wheels"]


def test_wheels_of_an_older_bundle_are_dropped(tmp_path: Path) -> None:
    finished(tmp_path)
    (tmp_path / "wheels" / "six-0.9-py3-none-any.whl").write_bytes(b"old")
    files = finished(tmp_path)
    assert {path.name for path in (tmp_path / "wheels").iterdir()} == {w.file for w in files}
    said = json.loads((tmp_path / "bundle.json").read_text(encoding="utf-8"))
    assert said["wheels"] == {w.file: w.sha256 for w in files}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_windows_reads_the_page_and_the_installer(language: str, tmp_path: Path) -> None:
    with words.speaking(language):
        finished(tmp_path)
    page = (tmp_path / installer.README).read_bytes()
    assert page.startswith(b"\xef\xbb\xbf") and page.count(b"\r\n") == page.count(b"\n")
    assert page.decode("utf-8-sig").count("install.cmd") >= 2 * len(words.LANGUAGES)
    script = (tmp_path / "install.cmd").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n") and b"{" not in script
    first, second = script.splitlines()[:2]
    assert (first, second) == (b"@echo off", b"chcp 65001 >nul")
    assert first.isascii() and b"https:" not in script + page


def test_the_installer_asks_for_the_python_that_the_wheels_are_for() -> None:
    here = f"3.{sys.version_info[1]}"
    other = next(python for python in wheels.PYTHONS if python != here)
    status = [
        subprocess.run([sys.executable, "-c", installer._is_right(python)]).returncode
        for python in (here, other)
    ]
    assert status == [0, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="sh is not on Windows")
def test_the_shell_script_refuses_a_spoilt_wheel(tmp_path: Path) -> None:
    target = Target("linux", f"3.{sys.version_info[1]}", "x86_64")
    bundle.begin(tmp_path, target)
    pip = downloads.add_pip(tmp_path / "wheels")
    own = made_of("libmkt", b"as it was")
    (tmp_path / "wheels" / own.file).write_bytes(b"other bytes")
    bundle.finish(tmp_path, target, [own, pip], pip)
    ran = subprocess.run(
        ["sh", str(tmp_path / "install.sh"), str(tmp_path / "Нөкис kitapxana")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PATH": path_with_this_python(tmp_path)},
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "DO NOT MATCH THE HASHES" in ran.stderr and "was not installed" in ran.stderr


def path_with_this_python(folder: Path) -> str:
    """A PATH on which `python3` is the Python that runs the tests."""
    place = folder / "path"
    place.mkdir(exist_ok=True)
    link = place / "python3"
    if not link.exists():
        link.symlink_to(Path(sys.executable).resolve())
    return f"{place}{os.pathsep}/usr/bin{os.pathsep}/bin"


# --- a machine without a network


def _offline() -> list[str]:
    """What takes the network away from a command, where that can be done."""
    tool = shutil.which("unshare")
    tried = [tool, "--net", "--map-root-user", "true"] if tool else ["false"]
    alone = subprocess.run(tried, capture_output=True).returncode == 0
    return [str(tool), "--net", "--map-root-user"] if alone else []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the bundle tried is the one for Linux")
def test_a_bundle_installs_and_works_without_a_network(tmp_path: Path) -> None:
    """190 MB are fetched; then the demo, a workbench of one's own and each format are made."""
    folder, home = tmp_path / "USB stick", tmp_path / "Нөкис kitapxana"
    assert cli.main(["bundle", "--for", "linux", str(folder)]) == 0
    environment = {
        "PATH": path_with_this_python(tmp_path),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "LIBMKT_LANGUAGE": "en",
        # where a network cannot be taken away, at least nothing answers
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
    }

    def offline(*command: str | Path, where: Path = tmp_path) -> str:
        ran = subprocess.run(
            [*_offline(), *map(str, command)],
            cwd=where,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    assert "Installed" in offline("sh", folder / "install.sh", home)
    libmkt = home / ".venv" / "bin" / "libmkt"
    said = offline(libmkt, "demo", "--language", "kaa", where=home)
    made = home / "libmkt-demo"
    pages = sorted((made / "reports").glob("*/*/kaa/report.html"))
    assert said.count("written    reports/") == len(pages) == 3
    assert not [p for p in pages if str(ROOT) in p.read_text(encoding="utf-8")]
    formats = ("docx", "pdf", "xlsx", "pptx")
    offline(libmkt, "report", "dynamics", "--to", ",".join(formats), where=made)
    assert all((pages[0].parent / f"report.{name}").is_file() for name in formats)
    executed = pages[0].with_name("executed.ipynb")
    jupyter = home / ".venv" / "bin" / "jupyter"
    offline(jupyter, "nbconvert", "--to", "libmkt-pdf", executed, "--output-dir", home / "out")
    assert (home / "out" / "executed.pdf").read_bytes().startswith(b"%PDF")
    offline(libmkt, "init", "ours", "--language", "kaa", "--districts", "Aqsaǵa", where=home)
    assert "monitoring" in offline(libmkt, "list", where=home / "ours")
